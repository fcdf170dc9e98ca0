"""A formula, typeset: its picture in the text colour and at the text size.

`FormulaView` is a widget that shows one; who paints many uses `formula_size` and `paint_formula`.
"""

from functools import cache, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.mathematics.formulas import formulas
from playground.style.scaling import fit, real
from playground.style.sizes import FONT

PICTURE_SIZE = 16  # of the text in the pictures, in pixels
KEPT = 512  # pixmaps


@cache
def _renderer(key: str) -> QSvgRenderer:
    return QSvgRenderer(str(formulas()[key].picture))


def _factor(key: str, widest: float | None, text: float) -> float:
    """Return how much larger a formula is than its picture."""
    usual = real(text) / PICTURE_SIZE
    return usual if widest is None else min(usual, widest / _renderer(key).viewBoxF().width())


def formula_size(key: str, widest: float | None = None, text: float = FONT) -> QSizeF:
    """Return the size of a formula in pixels.

    Parameters
    ----------
    key : str
    widest : float, optional
        In pixels: a formula that is wider becomes smaller as a whole.
    text : float
        The size of its text, in pixels at the usual text size.
    """
    return _renderer(key).viewBoxF().size() * _factor(key, widest, text)


def formula_ascent(key: str, widest: float | None = None, text: float = FONT) -> float:
    """Return how far the baseline of a formula is below its upper edge, in pixels."""
    return -_renderer(key).viewBoxF().top() * _factor(key, widest, text)


def paint_formula(
    painter: QPainter,
    key: str,
    start: QPointF,
    colour: QColor,
    widest: float | None = None,
    text: float = FONT,
) -> None:
    """Paint a formula whose baseline begins at `start`, in pixels.

    The picture is kept for the next time; it lies on whole pixels of the device, so that it is sharp.
    """
    size, ratio = formula_size(key, widest, text), painter.device().devicePixelRatio()
    top = start.y() - formula_ascent(key, widest, text)
    pixmap = _pixmap(key, size.width(), size.height(), colour.name(), ratio)
    painter.drawPixmap(QPointF(round(start.x() * ratio) / ratio, round(top * ratio) / ratio), pixmap)


@lru_cache(maxsize=KEPT)
def _pixmap(key: str, width: float, height: float, colour: str, ratio: float) -> QPixmap:
    """Return the picture of a formula in a colour."""
    inside = QRectF(0.0, 0.0, width, height)
    pixmap = QPixmap((inside.size() * ratio).toSize().expandedTo(QSize(1, 1)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(key).render(painter, inside)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(inside, QColor(colour))
    painter.end()
    return pixmap


class FormulaView(QWidget):
    """Shows one formula, in the colour and at the size of text; a screen reader says it in words.

    Parameters
    ----------
    key : str
        "" for none yet.
    widest : float, optional
        In pixels at the usual text size; a formula that is wider becomes smaller.
    text : float
        The size of its text, in pixels at the usual text size.
    """

    def __init__(self, key: str = "", widest: float | None = None, text: float = FONT) -> None:
        super().__init__()
        self._key, self._widest, self._text = key, widest, text
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_formula(key)
        fit(self._resize)

    @property
    def key(self) -> str:
        """The key of the formula that is shown."""
        return self._key

    def show_formula(self, key: str) -> None:
        """Show a formula by its key; "" for none."""
        self._key = key
        self.setAccessibleName(formulas()[key].words if key else "")
        self._resize()
        self.update()

    def sizeHint(self) -> QSize:
        if not self._key:
            return QSize(0, 0)
        size = formula_size(self._key, self._pixels(), self._text)
        return QSize(-int(-size.width() // 1), -int(-size.height() // 1))

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._key:
            return
        painter = QPainter(self)
        colour = self.palette().text().color()
        start = QPointF(0.0, formula_ascent(self._key, self._pixels(), self._text))
        paint_formula(painter, self._key, start, colour, self._pixels(), self._text)
        painter.end()

    def _pixels(self) -> float | None:
        return None if self._widest is None else real(self._widest)

    def _resize(self) -> None:
        self.updateGeometry()
