"""Marks on the boundary plot: rings around errors, the point under the pointer, the place that is probed."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from engine import Samples
from playground.observers.plane import placed
from playground.observers.snapshot import Snapshot
from playground.style.scaling import real
from playground.widgets.output.points import Look, put, share_in
from playground.widgets.plots.pixel_overlay import PixelOverlay, place

RING = 13.0
NONE = np.empty((0, 2))
ARM = 7.0  # of a cross-hair


class ErrorRings(PixelOverlay):
    """Rings around errors, below the points: however many there are, every point is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.errors: tuple[NDArray[Any], ...] = ()
        self.are_old = False  # whether newer ones are being found

    def show_errors(self, errors: Sequence[NDArray[Any]], are_old: bool = False) -> None:
        """Ring these points; with dashed rings where they are old."""
        self.are_old, errors = are_old, tuple(one for one in errors if len(one))
        if errors or self.errors:
            self.errors = errors
            self.update()

    def wanted(self) -> bool:
        return bool(self.errors)

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame = self.frame(plane)
        painter.setClipRect(frame)
        size = real(RING) * share_in(frame)
        # a pale edge below all the rings sets them off from the field, and none hides another
        for colour, width, dashed in (
            (self.colours.outline, 3.5, False),
            (self.colours.error, 1.7, self.are_old),
        ):
            ring = Look("o", "", colour, real(width), size, dashed)
            for points in self.errors:
                put(painter, ring, plane, points)


class Marks(PixelOverlay):
    """All marks above the points, from the lowest to the topmost; the rings below the points belong to them.

    Attributes
    ----------
    rings : ErrorRings
    """

    def __init__(self) -> None:
        super().__init__()
        self.rings = ErrorRings()
        self.hovered: tuple[float, float] | None = None
        self.chosen: tuple[float, float] | None = None
        self.stepped: tuple[float, float] | None = None
        self.probed: tuple[float, float] | None = None
        self.ringed: NDArray[Any] = NONE

    def show_ringed(self, points: NDArray[Any]) -> None:
        """Ring points that are explained elsewhere."""
        if not np.array_equal(points, self.ringed):
            self.ringed = points
            self.update()

    def show_spot(self, which: str, spot: tuple[float, float] | None) -> None:
        """Mark a place as "hovered", "chosen", "stepped" through or "probed"; None removes the mark."""
        if getattr(self, which) != spot:
            setattr(self, which, spot)
            self.update()

    @property
    def errors(self) -> tuple[NDArray[Any], ...]:
        """The points that are ringed as errors."""
        return self.rings.errors

    def wanted(self) -> bool:
        return len(self.ringed) > 0 or any((self.hovered, self.chosen, self.stepped, self.probed))

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        painter.setClipRect(self.frame(plane))
        for point in self.ringed:
            self._ring(painter, place(plane, *point), real(RING / 2.0 + 3.0), self.colours.accent)
        if self.stepped is not None:
            spot = place(plane, *self.stepped)
            self._ring(painter, spot, real(RING / 2.0))
            self._ring(painter, spot, real(RING / 2.0 + 5.0))
        if self.hovered is not None:
            self._ring(painter, place(plane, *self.hovered), real(RING) / 2.0)
        if self.chosen is not None:
            spot = place(plane, *self.chosen)
            self._ring(painter, spot, real(RING / 2.0 + 2.0))
            self._cross(painter, spot, real(RING / 2.0 + 2.0), real(2.0 * ARM))
        if self.probed is not None:
            self._cross(painter, place(plane, *self.probed), real(2.5), real(ARM))

    def _ring(self, painter: QPainter, spot: QPointF, radius: float, accent: str = "") -> None:
        lines = (
            ((self.colours.outline, 6.0), (accent, 3.5))
            if accent
            else ((self.colours.outline, 4.5), (self.colours.contour, 2.0))
        )
        for colour, width in lines:
            painter.setPen(QPen(QColor(colour), real(width)))
            painter.drawEllipse(spot, radius, radius)

    def _cross(self, painter: QPainter, spot: QPointF, gap: float, length: float) -> None:
        """Draw four arms around a place that stays free."""
        for colour, width in ((self.colours.outline, 4.5), (self.colours.contour, 2.0)):
            painter.setPen(QPen(QColor(colour), real(width)))
            for dx, dy in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)):
                arm = QPointF(dx, dy)
                painter.drawLine(spot + arm * gap, spot + arm * (gap + length))


def stepped_place(snapshot: Snapshot) -> tuple[float, float] | None:
    """Return where the sample is that the last step went through; None if there is none in the plot."""
    k, train, spec = snapshot.last_sample, snapshot.data.train, snapshot.experiment.data
    if not 0 <= k < len(train) or train.X.shape[1] != 2:
        return None
    ((x, y),) = placed(Samples(train.X[k : k + 1], train.y[k : k + 1]), spec, snapshot.data.values).X
    return float(x), float(y)


def points_at(X: NDArray[Any], indices: NDArray[np.intp] | None) -> NDArray[Any]:
    """Return the points with these indices."""
    if indices is None or X.shape[1] != 2:
        return np.empty((0, 2))
    return np.asarray(X[indices])
