"""Markers of points: one shape for each class."""

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QTransform


def draw_marker(painter: QPainter, marker: str, centre: QPointF, size: float) -> None:
    """Draw one of the plot's markers around a point."""
    painter.drawPath(QTransform(size, 0.0, 0.0, size, centre.x(), centre.y()).map(Symbols[marker]))
