"""Markers of points: one shape for each class."""

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen


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
