"""Marks on the boundary plot: rings around errors, the point under the pointer, the place that is probed."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from playground.style.scaling import real
from playground.widgets.output.points import Look, put
from playground.widgets.plots.pixel_overlay import PixelOverlay, place

RING = 12.0
ARM = 7.0  # of a cross-hair


class Marks(PixelOverlay):
    """All marks, from the lowest to the topmost."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: tuple[NDArray[Any], ...] = ()
        self.old_errors = False  # whether newer ones are being found
        self.hovered: tuple[float, float] | None = None
        self.chosen: tuple[float, float] | None = None
        self.probed: tuple[float, float] | None = None

    def show_errors(self, errors: Sequence[NDArray[Any]], are_old: bool = False) -> None:
        """Ring these points; with dashed rings where they are old."""
        self.old_errors, errors = are_old, tuple(one for one in errors if len(one))
        if errors or self.errors:
            self.errors = errors
            self.update()

    def show_spot(self, which: str, spot: tuple[float, float] | None) -> None:
        """Mark a place as "hovered", "chosen" or "probed"; None removes the mark."""
        if getattr(self, which) != spot:
            setattr(self, which, spot)
            self.update()

    def wanted(self) -> bool:
        return bool(self.errors) or any((self.hovered, self.chosen, self.probed))

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        painter.setClipRect(self.frame(plane))
        for points in self.errors:
            ring = Look("o", "", self.colours.error, real(1.5), real(RING), self.old_errors)
            put(painter, ring, plane, points)
        if self.hovered is not None:
            self._ring(painter, place(plane, *self.hovered), real(RING) / 2.0)
        if self.chosen is not None:
            spot = place(plane, *self.chosen)
            self._ring(painter, spot, real(RING / 2.0 + 2.0))
            self._cross(painter, spot, real(RING / 2.0 + 2.0), real(2.0 * ARM))
        if self.probed is not None:
            self._cross(painter, place(plane, *self.probed), real(2.5), real(ARM))

    def _ring(self, painter: QPainter, spot: QPointF, radius: float) -> None:
        for colour, width in ((self.colours.outline, 4.5), (self.colours.contour, 2.0)):
            painter.setPen(QPen(QColor(colour), real(width)))
            painter.drawEllipse(spot, radius, radius)

    def _cross(self, painter: QPainter, spot: QPointF, gap: float, length: float) -> None:
        """Draw four arms around a place that stays free."""
        for colour, width in ((self.colours.outline, 4.5), (self.colours.contour, 2.0)):
            painter.setPen(QPen(QColor(colour), real(width)))
            for dx, dy in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
                arm = QPointF(dx, dy)
                painter.drawLine(spot + arm * gap, spot + arm * (gap + length))


def points_at(X: NDArray[Any], indices: NDArray[np.intp] | None) -> NDArray[Any]:
    """Return the points with these indices."""
    if indices is None or X.shape[1] != 2:
        return np.empty((0, 2))
    return np.asarray(X[indices])
