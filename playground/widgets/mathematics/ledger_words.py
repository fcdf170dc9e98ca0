"""Words and code in the ledger."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.style import sizes
from playground.style.scaling import real
from playground.widgets.mathematics.ledger_blocks import FORMULA_AIR, HIGHEST, TOP, Look, squeezed


class Quoted:
    """Lines of code, and above them where they are from."""

    def __init__(self, source: str, code: str) -> None:
        self.code, self._source = code, source

    def _text(self, look: Look, width: float) -> QRectF:
        """Return where the code is."""
        left = real(sizes.SPACING)
        room = QRectF(left, look.small_line, max(1.0, width - left), HIGHEST)
        return QFontMetricsF(look.code).boundingRect(room, TOP, self.code)

    def height(self, look: Look, width: float) -> float:
        """Return how high source and code are."""
        return self._text(look, width).bottom() + 2.0 * real(FORMULA_AIR)

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint source and code at the origin, with a line on their left."""
        text, air = self._text(look, width), real(FORMULA_AIR)
        painter.translate(0.0, air)
        painter.fillRect(QRectF(0.0, 0.0, 2.0, text.bottom()), QColor(look.theme.border))
        painter.setFont(look.small)
        painter.setPen(QColor(look.theme.muted))
        left = text.left()
        squeezed(painter, QRectF(left, 0.0, width - left, look.small_line), self._source)
        painter.setFont(look.code)
        painter.setPen(QColor(look.theme.text))
        painter.drawText(text, TOP, self.code)
        painter.setFont(look.font)
        painter.translate(0.0, -air)


class Caption:
    """A few words above a line, on one line of their own."""

    def __init__(self, text: str) -> None:
        self._text = text

    def height(self, look: Look, width: float) -> float:
        """Return the height of one line."""
        return min(look.line, width)

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint the words at the origin."""
        painter.setPen(QColor(look.theme.muted))
        squeezed(painter, QRectF(0.0, 0.0, width, look.line), self._text)


class Words:
    """A sentence; it keeps room for the longest that may stand there.

    Parameters
    ----------
    text : str
    others : callable, optional
        Returns all sentences that may stand there.
    """

    def __init__(self, text: str, others: Callable[[], Sequence[str]] | None = None) -> None:
        self._text, self._others = text, others

    def height(self, look: Look, width: float) -> float:
        """Return how high the highest of them is."""
        room = QRectF(0.0, 0.0, max(1.0, width), HIGHEST)
        some = (self._text,) if self._others is None else self._others()
        return max(look.metrics.boundingRect(room, TOP, one).height() for one in some)

    def paint(self, painter: QPainter, look: Look, width: float) -> None:
        """Paint the sentence at the origin."""
        painter.setPen(QColor(look.theme.text))
        painter.drawText(QRectF(0.0, 0.0, width, HIGHEST), TOP, self._text)
