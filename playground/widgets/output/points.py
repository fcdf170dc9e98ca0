"""The points of the boundary plot, kept as a picture: a frame costs the same for any number of them."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.Qt import internals
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from engine import Problem, Samples
from engine.base.values import dataclass
from playground.observers.plane import DEFAULT_SCALE
from playground.style import palette
from playground.style.palette import MARKERS, Theme
from playground.style.scaling import real
from playground.widgets.plots.markers import draw_marker
from playground.widgets.plots.pixel_overlay import PixelOverlay

POINT_SIZE = 7.5
DASHES = (2.0, 1.6)  # of a dashed outline, in widths of it
VALUE_STEPS = 9  # colours that the values of a regression are sorted into


@dataclass(frozen=True, eq=False)
class Group:
    """Points drawn alike."""

    points: NDArray[Any]
    colour: str
    marker: str
    filled: bool = True


class PointsPicture(PixelOverlay):
    """Groups of points, the first at the bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[Group] = []
        self._picture: QPixmap | None = None
        self._made_for: tuple[Any, ...] = ()

    def show_groups(self, groups: list[Group]) -> None:
        """Show these points, and no others."""
        self.groups, self._picture = groups, None
        self.update()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._picture = None
        super().apply_theme(colours)

    def wanted(self) -> bool:
        return bool(self.groups)

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame, scale = self.frame(plane), painter.device().devicePixelRatioF()
        if (frame.size() * scale).toSize().isEmpty():
            return  # nothing is visible
        made_for = (plane, frame, scale)
        if self._picture is None or made_for != self._made_for:
            self._made_for = made_for
            self._picture = self._paint_all(plane, frame, scale)
        painter.drawPixmap(frame.topLeft(), self._picture)

    def _paint_all(self, plane: QTransform, frame: QRectF, scale: float) -> QPixmap:
        picture = QPixmap((frame.size() * scale).toSize())
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-frame.topLeft())
        for group in self.groups:
            outline = self.colours.outline if group.filled else group.colour
            fill = group.colour if group.filled else self.colours.panel
            width = real(0.8 if group.filled else 1.6)
            marker = stamp(group.marker, fill, outline, width, real(_size(group)), scale)
            put(painter, marker, plane, group.points)
        painter.end()
        return picture


def _size(group: Group) -> float:
    return POINT_SIZE if group.filled else POINT_SIZE - 1.0


@lru_cache(maxsize=64)
def stamp(
    marker: str, fill: str, outline: str, width: float, size: float, scale: float, dashed: bool = False
) -> QPixmap:
    """Return one marker, to be painted in many places; an empty `fill` leaves it hollow."""
    edge = int(np.ceil((size + width) * 1.5 + 2.0))
    edge += 1 - edge % 2
    picture = QPixmap(round(edge * scale), round(edge * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(outline), width)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(QBrush(QColor(fill)) if fill else Qt.BrushStyle.NoBrush)
    draw_marker(painter, marker, QPointF(edge / 2.0, edge / 2.0), size)
    painter.end()
    return picture


def put(painter: QPainter, marker: QPixmap, plane: QTransform, points: NDArray[Any]) -> None:
    """Paint a marker at many points of the plane in one call."""
    if not len(points):
        return
    fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
    fragments.resize(len(points))
    numbers = fragments.ndarray()
    places = pg.functions.transformCoordinates(plane, points.T.astype(np.float64))
    numbers[:, 0:2] = np.clip(places.T, -1e6, 1e6)
    numbers[:, 2:4] = 0.0
    numbers[:, 4], numbers[:, 5] = marker.width(), marker.height()
    numbers[:, 6:8] = 1.0 / marker.devicePixelRatio()
    numbers[:, 8], numbers[:, 9] = 0.0, 1.0
    painter.drawPixmapFragments(*fragments.drawargs(), marker)  # type: ignore[call-arg]


def groups(
    samples: Samples,
    problem: Problem,
    colours: Theme,
    filled: bool = True,
    scale: tuple[float, float] = DEFAULT_SCALE,
) -> Iterator[Group]:
    """Yield groups of points drawn alike: one per class, or one per step of the value on its scale."""
    X, y = samples.X, samples.y
    if X.shape[1] != 2:
        return
    if problem.kind == "regression":
        middle, reach = scale
        step = (
            ((np.clip((y - middle) / reach, -1.0, 1.0) + 1.0) * 0.5 * (VALUE_STEPS - 1))
            .round()
            .astype(np.intp)
        )
        for k in range(VALUE_STEPS):
            colour = palette.value_colour(colours, 2.0 * k / (VALUE_STEPS - 1) - 1.0)
            yield Group(X[step == k], colour, MARKERS[0], filled)
        return
    for k in range(problem.size):
        colour = palette.class_colour(colours, problem.kind, k)
        yield Group(X[y == k], colour, MARKERS[k % len(MARKERS)], filled)
