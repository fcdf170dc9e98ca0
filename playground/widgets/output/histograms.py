"""Histograms of the weights, activations and gradients of a layer, side by side."""

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.observers.health import Histograms
from playground.observers.histogram import Histogram
from playground.style import palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import area, px, real
from playground.texts import health as texts
from playground.texts.numbers import range_text, weight_text
from playground.texts.text import Text
from playground.widgets.controls import prepare

GAP = 18.0  # between two histograms
LINE = 1.35  # of a line of text, in heights of its letters
LEAST = QSize(230, 84)
PARTS: tuple[tuple[str, Text], ...] = (
    ("weights", texts.WEIGHTS),
    ("activations", texts.ACTIVATIONS),
    ("gradients", texts.GRADIENTS),
)
LEFT, CENTRE, RIGHT = (
    side | Qt.AlignmentFlag.AlignVCenter
    for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight)
)


class HistogramsView(QWidget):
    """Three histograms, painted in one go; a bar's height is the square root of its count."""

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "plot.histograms")
        self._theme: Theme = palette.LIGHT
        self._shown: Histograms | None = None
        self._empty = ""

    def show_histograms(self, histograms: Histograms | None, empty: str) -> None:
        """Show histograms, or why there are none."""
        if histograms is self._shown and empty == self._empty:
            return
        self._shown, self._empty = histograms, empty
        if histograms is not None:
            parts = (described(name(), getattr(histograms, field)) for field, name in PARTS)
            self.setAccessibleDescription("; ".join(parts))
        self.update()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.update()

    def minimumSizeHint(self) -> QSize:
        return area(LEAST)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._shown is None:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(self.rect(), CENTRE, self._empty or "…")
        else:
            font = QFont(self.font())
            font.setPixelSize(px(sizes.SMALL_FONT))
            painter.setFont(font)
            width = (self.width() - 2.0 * real(GAP)) / len(PARTS)
            for k, (field, name) in enumerate(PARTS):
                room = QRectF(k * (width + real(GAP)), 0.0, width, float(self.height()))
                self._paint(painter, room, name(), getattr(self._shown, field))
        painter.end()

    def _paint(self, painter: QPainter, room: QRectF, name: str, one: Histogram) -> None:
        """Draw the name above, the bars, and the ends of the range below."""
        line = LINE * painter.fontMetrics().height()
        painter.setPen(QColor(self._theme.text))
        title = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(QRectF(room.left(), room.top(), room.width(), line), LEFT, title)
        bars = room.adjusted(0.0, line, 0.0, -line)
        heights = np.sqrt(one.counts / max(int(one.counts.max()), 1)) * bars.height()
        step, colour = bars.width() / len(heights), QColor(self._theme.train_line)
        for k, height in enumerate(heights.tolist()):
            bar = QRectF(bars.left() + k * step, bars.bottom() - height, max(step - 0.5, 1.0), height)
            painter.fillRect(bar, colour)
        painter.setPen(QPen(QColor(self._theme.edge), 1.0))
        painter.drawLine(QLineF(bars.bottomLeft(), bars.bottomRight()))
        zero = bars.left() + bars.width() * -one.low / (one.high - one.low)
        if one.low < 0.0 < one.high:
            painter.setPen(QPen(QColor(self._theme.muted), 1.0, Qt.PenStyle.DotLine))
            painter.drawLine(QLineF(zero, bars.top(), zero, bars.bottom()))
        below = QRectF(room.left(), bars.bottom(), room.width(), line)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(below, LEFT, range_text(one.low))
        painter.drawText(below, RIGHT, range_text(one.high))
        if one.others:
            painter.drawText(bars, CENTRE, texts.NOT_FINITE(n=one.others))


def described(name: str, one: Histogram) -> str:
    """Return a histogram in words, for a screen reader."""
    count, least, most, mean = int(one.counts.sum()), one.least, one.most, one.mean
    numbers = {"least": weight_text(least), "most": weight_text(most), "mean": weight_text(mean)}
    return texts.SPREAD(what=name, n=count, **numbers)
