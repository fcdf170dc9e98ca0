"""The points of the boundary plot, kept as a picture: a frame costs the same for any number of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.Qt import internals
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QRegion, QTransform

from engine import DataSpec, Problem, Samples, Split
from engine.base.values import dataclass
from engine.points import numbers
from playground.observers.plane import DEFAULT_SCALE, placed
from playground.observers.snapshot import Snapshot
from playground.style import palette
from playground.style.palette import MARKERS, Theme
from playground.style.scaling import real
from playground.widgets.plots.markers import draw_marker
from playground.widgets.plots.pixel_overlay import PixelOverlay
from playground.widgets.plots.shapes import pixel_ratio, takes_shapes

POINT_SIZE = 7.5
WHOLE, SMALLEST = 200.0, 0.5  # the edge of a plot from which on points have this size; else a share of it
MOST_CHANGED = 500  # points around which the picture is painted again; of more, it is painted anew
TILES = 1024  # along an edge, the corner of the plot in the middle; what is farther is not seen
DASHES = (2.0, 1.6)  # of a dashed outline, in widths of it
MOST_SHAPES = 2_000  # points that a file has as shapes; more of them are a picture in it
FINE = 3.0  # pixels of that picture along each of the file's
VALUE_STEPS = 9  # colours that the values of a regression are sorted into


class Look(NamedTuple):
    """How a marker is drawn; an empty `fill` leaves it hollow."""

    marker: str
    fill: str
    outline: str
    width: float
    size: float
    dashed: bool = False


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
        self._changed: list[NDArray[Any]] = []

    def show_groups(self, groups: list[Group], changed: NDArray[Any] | None = None) -> None:
        """Show these points, and no others.

        Parameters
        ----------
        groups : list of Group
        changed : ndarray, (N, 2), optional
            Where something changed, if no more than that has: only the surroundings are painted again.
        """
        self.groups = groups
        if changed is None:
            self._picture = None
        elif self._picture is not None:
            self._changed.append(changed)
        self.update()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._picture = None
        super().apply_theme(colours)

    def wanted(self) -> bool:
        return bool(self.groups)

    def draw(self, painter: QPainter, plane: QTransform) -> None:
        frame, scale = self.frame(plane), pixel_ratio(painter)
        if takes_shapes(painter):
            if sum(len(group.points) for group in self.groups) <= MOST_SHAPES:
                for group in self.groups:
                    put(painter, self._look_of(group, frame), plane, group.points)
                return
            scale = FINE
        if (frame.size() * scale).toSize().isEmpty():
            return  # nothing is visible
        made_for = (plane, frame, scale)
        if self._picture is None or made_for != self._made_for:
            self._made_for = made_for
            self._picture = QPixmap((frame.size() * scale).toSize())
            self._picture.setDevicePixelRatio(scale)
            self._picture.fill(Qt.GlobalColor.transparent)
            self._paint(self._picture, plane, frame, None)
        elif self._changed:
            self._paint(self._picture, plane, frame, Surroundings(plane, np.concatenate(self._changed)))
        self._changed.clear()
        painter.drawPixmap(frame.topLeft(), self._picture)

    def _paint(self, picture: QPixmap, plane: QTransform, frame: QRectF, part: Surroundings | None) -> None:
        """Paint the picture, or a part of it again."""
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(-frame.topLeft())
        if part is not None:
            painter.setClipRegion(part.region)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.fillRect(frame, Qt.GlobalColor.transparent)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        for group in self.groups:
            points = group.points if part is None else part.touching(group.points)
            put(painter, self._look_of(group, frame), plane, points)
        painter.end()

    def _look_of(self, group: Group, frame: QRectF) -> Look:
        return look_of(group, self.colours, share_in(frame) * POINT_SIZE)


class Surroundings:
    """The tiles of the picture that changed points touch.

    Parameters
    ----------
    plane : QTransform
    changed : ndarray, (N, 2)

    Attributes
    ----------
    region : QRegion
    """

    def __init__(self, plane: QTransform, changed: NDArray[Any]) -> None:
        # a tile is as wide as a point reaches: a point is painted on its own and on those next to it
        self._plane, self._edge = plane, math.ceil(real(POINT_SIZE) + 4.0)
        columns, rows = self._tiles_of(changed)
        painted = self._around(set(zip(columns.tolist(), rows.tolist(), strict=True)))
        self._near = np.zeros((TILES, TILES), dtype=bool)
        self._near[tuple(np.array(sorted(self._around(painted)) or np.empty((0, 2), int)).T)] = True
        self.region = QRegion()
        for column, row in painted:
            x, y = ((one - TILES // 2) * self._edge for one in (column, row))
            self.region += QRect(x, y, self._edge, self._edge)

    def touching(self, points: NDArray[Any]) -> NDArray[Any]:
        """Return the points that may reach into it."""
        return np.asarray(points[self._near[self._tiles_of(points)]])

    def _tiles_of(self, points: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the columns and the rows of the tiles that points are in; those far away are in the last."""
        places = pg.functions.transformCoordinates(self._plane, points.T.astype(np.float64))
        tiles = np.clip(places / self._edge + TILES / 2, 1.0, TILES - 2.0)
        columns, rows = tiles.astype(np.intp)  # they are positive: cutting off rounds down
        return columns, rows

    @staticmethod
    def _around(tiles: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return these tiles and those next to them."""
        steps = (-1, 0, 1)
        return {
            (min(max(x + a, 0), TILES - 1), min(max(y + b, 0), TILES - 1))
            for x, y in tiles
            for a in steps
            for b in steps
        }


def changed_places(last: Snapshot | None, now: Snapshot) -> NDArray[Any] | None:
    """Return where own points were edited, (N, 2), or None if more than points changed, or very many."""
    from engine import held_out  # here: the window's first frame does not wait for what trains

    if last is None:
        return None
    first, second = last.experiment.data, now.experiment.data
    alike = ("labels", "one_input", "problem", "class_count")
    if not (first.own and second.own) or any(getattr(first, a) != getattr(second, a) for a in alike):
        return None
    if second.standardises != first.standardises or (second.standardises and second.one_input):
        return None
    before, after = numbers(first.points), numbers(second.points)
    n = min(len(before), len(after))
    tested, tests = held_out(last.experiment), held_out(now.experiment)
    differ = (before[:n] != after[:n]).any(axis=1) | (tested[:n] != tests[:n])
    moved = [before[:n][differ], after[:n][differ], before[n:], after[n:]]
    places = np.concatenate(moved)[:, second.columns[:2]]
    return places if len(places) <= MOST_CHANGED else None


def share_in(frame: QRectF, whole: float = WHOLE) -> float:
    """Return which share of their size points and rings have in a plot: they do not cover a small one."""
    return max(min(frame.width(), frame.height(), real(whole)) / real(whole), SMALLEST)


def look_of(group: Group, colours: Theme, size: float) -> Look:
    """Return how the points of a group are drawn, training points of that size in pixels."""
    outline = colours.outline if group.filled else group.colour
    fill = group.colour if group.filled else colours.panel
    width, size = (0.8, size) if group.filled else (1.6, size - 1.0)
    return Look(group.marker, fill, outline, real(width), real(size))


@lru_cache(maxsize=64)
def stamp(look: Look, scale: float) -> QPixmap:
    """Return one marker, to be painted in many places."""
    edge = int(np.ceil((look.size + look.width) * 1.5 + 2.0))
    edge += 1 - edge % 2
    picture = QPixmap(round(edge * scale), round(edge * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _take_up(painter, look)
    draw_marker(painter, look.marker, QPointF(edge / 2.0, edge / 2.0), look.size)
    painter.end()
    return picture


def _take_up(painter: QPainter, look: Look) -> None:
    """Give a painter the pen and the brush of a marker."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(look.outline), look.width)
    if look.dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(QBrush(QColor(look.fill)) if look.fill else Qt.BrushStyle.NoBrush)


def put(painter: QPainter, look: Look, plane: QTransform, points: NDArray[Any]) -> None:
    """Paint a marker at many points of the plane: in one call, unless the painter takes shapes."""
    if not len(points):
        return
    places = pg.functions.transformCoordinates(plane, points.T.astype(np.float64))
    if takes_shapes(painter):
        _take_up(painter, look)
        frame = painter.clipBoundingRect()
        for spot in (QPointF(x, y) for x, y in places.T.tolist()):
            if frame.isNull() or frame.contains(spot):
                draw_marker(painter, look.marker, spot, look.size)
        return
    marker = stamp(look, pixel_ratio(painter))
    fragments = internals.PrimitiveArray(QPainter.PixmapFragment, 10)
    fragments.resize(len(points))
    numbers = fragments.ndarray()
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


def share_points(before: Split, after: Split, spec: DataSpec) -> bool:
    """Return whether some points are in both: then the points were edited, and no others opened."""
    first, second = (
        np.concatenate([placed(part, spec, split.values).X for part in (split.train, split.test)])
        @ (1.0, 1.0j)
        for split in (before, after)
    )
    return bool(np.isin(first, second).any())
