"""Items drawn over a plot in pixels: marks, rings and words that keep their size at any zoom."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QTransform

from playground.style import palette
from playground.style.palette import Theme


class PixelOverlay(pg.GraphicsObject):  # type: ignore[misc]
    """Covers the visible part of the plane; `draw` paints on it in pixels."""

    def __init__(self) -> None:
        super().__init__()
        self.colours: Theme = palette.LIGHT

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.colours = colours
        self.update()

    def viewRangeChanged(self, *_: Any) -> None:
        super().viewRangeChanged()
        self.prepareGeometryChange()

    def viewTransformChanged(self) -> None:
        super().viewTransformChanged()
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        # not viewRect(): pyqtgraph still has the one from before the last change
        box = self.getViewBox()
        return QRectF(box.viewRect()) if isinstance(box, pg.ViewBox) else QRectF()

    def paint(self, painter: QPainter, *_: Any) -> None:
        if not self.wanted():
            return
        plane = painter.worldTransform()
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, plane)
        painter.restore()

    def wanted(self) -> bool:
        """Whether there is anything to draw."""
        return True

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        """Paint in pixels; `plane` maps the plot's plane to them."""
        raise NotImplementedError

    def frame(self, plane: QTransform) -> QRectF:
        """Return the visible part of the plane, in pixels."""
        return plane.mapRect(self.boundingRect())


def place(plane: QTransform, x: float, y: float) -> QPointF:
    """Return where a point of the plane is, in pixels."""
    return plane.map(QPointF(x, y))
