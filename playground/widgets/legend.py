"""The boundary plot's legend: which marker is which class, which points are held out."""

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine import Problem, Split
from playground import theme
from playground.theme import MARKERS, Theme

WIDTH = 118
ROW = 22
MARK = 10.0


class Legend(QWidget):
    """A column of marks and words, painted in one go."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[tuple[str, str, bool, str]] = []  # marker, colour, filled, text
        self._note = ""
        self._scale = False
        self._theme = theme.LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 200)

    def show_problem(self, problem: Problem, data: Split, most: int, colours: Theme) -> None:
        """Show the classes or the scale of values of a problem, and how many points there are."""
        self._theme = colours
        self._scale = problem.kind == "regression"
        classes = 0 if self._scale else problem.size
        self._rows = [
            (MARKERS[k], theme.class_colour(colours, problem.kind, k), True, f"class {k}")
            for k in range(classes)
        ]
        self._rows.append((MARKERS[0], colours.muted, True, f"train {len(data.train):,}"))
        self._rows.append((MARKERS[0], colours.muted, False, f"test {len(data.test):,}"))
        hidden = max(len(data.train), len(data.test)) > most
        self._note = f"first {most:,} drawn" if hidden else ""
        self.setAccessibleName("Legend: " + ", ".join(text for *_, text in self._rows))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 16.0
        if self._scale:
            y = self._paint_scale(painter, y)
        for marker, colour, filled, text in self._rows:
            painter.setPen(QPen(QColor(colour), 1.6))
            painter.setBrush(QBrush(QColor(colour)) if filled else Qt.BrushStyle.NoBrush)
            draw_marker(painter, marker, QPointF(12.0, y), MARK)
            painter.setPen(QColor(self._theme.text))
            painter.drawText(QPointF(26.0, y + 4.5), text)
            y += ROW
        if self._note:
            painter.setPen(QColor(self._theme.muted))
            painter.drawText(QPointF(4.0, y + 4.5), self._note)
        painter.end()

    def _paint_scale(self, painter: QPainter, y: float) -> float:
        bar = QRectF(6.0, y - 8.0, 14.0, 110.0)
        gradient = QLinearGradient(bar.topLeft(), bar.bottomLeft())
        palette = theme.shades(self._theme)
        for place in (0.0, 0.5, 1.0):
            red, green, blue, _ = palette[round((1.0 - place) * (len(palette) - 1))]
            gradient.setColorAt(place, QColor(int(red), int(green), int(blue)))
        painter.setPen(QPen(QColor(self._theme.border), 1.0))
        painter.setBrush(QBrush(gradient))
        painter.drawRect(bar)
        painter.setPen(QColor(self._theme.text))
        for place, text in ((0.0, "≥ 1"), (0.5, "0"), (1.0, "≤ −1")):
            painter.drawText(QPointF(28.0, bar.top() + place * bar.height() + 4.5), text)
        return y + bar.height() + ROW / 2


def draw_marker(painter: QPainter, marker: str, centre: QPointF, size: float) -> None:
    """Draw one of the plot's markers around a point."""
    painter.save()
    painter.translate(centre)
    painter.scale(size, size)
    cosmetic = QPen(painter.pen())
    cosmetic.setCosmetic(True)
    painter.setPen(cosmetic)
    painter.drawPath(Symbols[marker])
    painter.restore()
