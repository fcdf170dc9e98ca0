"""A card of figures beside the pointer: never over its point, never in the way of the mouse."""

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from engine.base.values import dataclass
from playground.style import palette
from playground.style.palette import Theme
from playground.style.scaling import px, real
from playground.widgets.plots.markers import draw_marker

GAP = 18  # pixels between the point and the card
EDGE = 9
ROW = 19
BETWEEN = 16  # between a name and its figure
BAR = 56.0
MARK = 9.0
WIDEST = 300  # of a row: longer names are cut short


@dataclass(frozen=True)
class CardRow:
    """One row of a card.

    Attributes
    ----------
    name, figure : str
    marker, colour : str
        A mark before the name, where there is one.
    share : float or None
        The length of a bar, from 0 to 1.
    bold, hollow : bool
    """

    name: str
    figure: str = ""
    marker: str = ""
    colour: str = ""
    share: float | None = None
    bold: bool = False
    hollow: bool = False


class Card(QWidget):
    """Rows of names and figures. It grows with its rows and does not shrink until it is hidden."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.lines: tuple[CardRow, ...] = ()
        self._theme: Theme = palette.LIGHT
        self._to_the_left = False
        self.hide()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def show_lines(self, lines: tuple[CardRow, ...], owner: QWidget, point: QPoint) -> None:
        """Show rows beside a point of a widget."""
        window = owner.window()
        if self.parent() is not window:
            self.setParent(window)
        if lines != self.lines:
            self.lines = lines
            words = (" ".join((line.name, line.figure)).strip() for line in lines)
            self.setAccessibleDescription("; ".join(words))
            self.update()
        if self.isHidden():
            self.resize(0, 0)
        size = self.sizeHint().expandedTo(self.size())
        spot = owner.mapTo(window, point)
        room = QRect(QPoint(0, 0), window.size())
        # it changes sides only where it must, so that it does not flicker
        gap = px(GAP)
        fits_right = spot.x() + gap + size.width() <= room.right()
        fits_left = spot.x() - gap - size.width() >= room.left()
        self._to_the_left = fits_left and (self._to_the_left or not fits_right)
        x = spot.x() - gap - size.width() if self._to_the_left else spot.x() + gap
        y = min(max(spot.y() - size.height() // 2, room.top()), room.bottom() - size.height())
        self.setGeometry(QRect(QPoint(x, y), size))
        if self.isHidden():
            self.show()
            self.raise_()

    def hide(self) -> None:
        self._to_the_left = False
        super().hide()

    def sizeHint(self) -> QSize:
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        width = 0.0
        for line in self.lines:
            one = float(metrics.horizontalAdvance(line.name))
            one += real(MARK + 8.0) if line.marker else 0.0
            if line.figure:
                one += px(BETWEEN) + metrics.horizontalAdvance(line.figure)
            width = max(width, one + (real(BAR + 8.0) if line.share is not None else 0.0))
        width = min(width, float(px(WIDEST)))
        return QSize(round(width) + 2 * px(EDGE), px(ROW) * len(self.lines) + px(EDGE))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), real(5.0), real(5.0))
        edge, row = px(EDGE), px(ROW)
        for k, line in enumerate(self.lines):
            self._paint_line(painter, line, QRectF(edge, edge / 2 + k * row, self.width() - 2 * edge, row))
        painter.end()

    def _paint_line(self, painter: QPainter, line: CardRow, room: QRectF) -> None:
        if line.marker:
            painter.setPen(QPen(QColor(line.colour), real(1.6)))
            painter.setBrush(Qt.BrushStyle.NoBrush if line.hollow else QBrush(QColor(line.colour)))
            draw_marker(painter, line.marker, QPointF(room.left() + real(5.0), room.center().y()), real(MARK))
            room.adjust(real(MARK + 8.0), 0.0, 0.0, 0.0)
        font = QFont(self.font())
        font.setBold(line.bold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text if line.bold or line.marker else self._theme.muted))
        metrics = painter.fontMetrics()
        taken = px(BETWEEN) + metrics.horizontalAdvance(line.figure) if line.figure else 0.0
        taken += real(BAR + 8.0) if line.share is not None else 0.0
        most = max(math.ceil(room.width() - taken) + 1, 1)
        name = metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, most)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, line.figure)
        if line.share is not None:
            figure = painter.fontMetrics().horizontalAdvance(line.figure)
            bar = QRectF(0.0, 0.0, real(BAR), real(8.0))
            bar.moveCenter(room.center())
            bar.moveRight(room.right() - figure - real(8.0))
            painter.setPen(QPen(QColor(self._theme.border), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar)
            bar.setWidth(bar.width() * min(max(line.share, 0.0), 1.0))
            painter.fillRect(bar, QColor(line.colour))
