"""The boundary plot: the network's output over the plane, the decision contour, and the points."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from engine import REACH, Problem, Samples, Split
from playground import theme
from playground.snapshot import Field, Snapshot
from playground.theme import MARKERS, SHADES, Theme
from playground.widgets.controls import heading
from playground.widgets.legend import Legend
from playground.widgets.lines import BOLD, Lines
from playground.widgets.plot import Plot, pen

POINT_SIZE = 7.5
MOST_POINTS = 2000  # of train and of test; more would hide the field, and cost a frame
AXIS_WIDTH = 44
EXTRA_WIDTH = 6  # the left axis and margin take so much more than the bottom axis and margin
VALUE_STEPS = 9  # colours that the values of a regression are sorted into


class SmoothImage(pg.ImageItem):  # type: ignore[misc]
    """An image enlarged without visible cells."""

    def paint(self, painter: QPainter, *args: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *args)


@dataclass(frozen=True)
class Group:
    """Points drawn alike."""

    points: NDArray[Any]
    colour: str
    marker: str


class BoundaryPlot(QWidget):
    """A square heat map with axes, and its legend beside it."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = theme.LIGHT
        self._snapshot: Snapshot | None = None
        self._data: Split | None = None
        self._plot = Plot(
            "plot.boundary",
            "Decision boundary",
            "The network's output at every place, and the points it learns from (filled) and is tested on "
            "(hollow). The line is where its decision changes.",
            bottom="x₁",
            left="x₂",
            left_width=AXIS_WIDTH,
        )
        self._plot.setAspectLocked(True)
        self._plot.setRange(xRange=(-REACH, REACH), yRange=(-REACH, REACH), padding=0)
        places = [[(place, f"{place:.0f}") for place in np.arange(-REACH, REACH + 1.0, 2.0)]]
        for edge in ("left", "bottom"):
            self._plot.getPlotItem().getAxis(edge).setTicks(places)
        self._image = SmoothImage()
        self._contour = Lines(BOLD)
        self._plot.addItem(self._image)
        self._plot.addItem(self._contour)
        self._scatters: list[pg.ScatterPlotItem] = []
        self._legend = Legend()
        side = QVBoxLayout()
        side.addWidget(heading("OUTPUT"))
        side.addWidget(self._legend, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._plot, 1)
        row.addLayout(side)
        row.addStretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the square square: the plot is never wider than its height asks for."""
        super().resizeEvent(event)
        self._plot.setMaximumWidth(
            max(self._plot.height() + EXTRA_WIDTH, self._plot.minimumSizeHint().width())
        )

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the field of a snapshot, and its points where they are others than before."""
        self._snapshot = snapshot
        if snapshot.data is not self._data:
            self._data = snapshot.data
            self._draw_points(snapshot)
        if snapshot.field is not None:
            self._draw_field(snapshot.field, snapshot.problem)

    def _draw_field(self, field: Field, problem: Problem) -> None:
        n = field.values.shape[-1]
        edge = REACH * n / (n - 1)  # the outermost cells have their middles on the edge of the square
        rectangle = QRectF(-edge, -edge, 2.0 * edge, 2.0 * edge)
        self._image.setImage(colours_of(field, problem, self._theme), rect=rectangle, levels=None)
        self._contour.show_lines([(line[:, 0], line[:, 1]) for line in field.contours])

    def _draw_points(self, snapshot: Snapshot) -> None:
        for scatter in self._scatters:
            self._plot.removeItem(scatter)
        self._scatters = []
        # test points lie below: the filled train points are what the network sees
        for samples, filled in ((snapshot.data.test, False), (snapshot.data.train, True)):
            for group in groups(samples, snapshot.problem, self._theme):
                self._scatters.append(self._scatter(group, filled))
        for scatter in self._scatters:
            self._plot.addItem(scatter)
        self._legend.show_problem(snapshot.problem, snapshot.data, MOST_POINTS, self._theme)

    def _scatter(self, group: Group, filled: bool) -> pg.ScatterPlotItem:
        outline = self._theme.outline if filled else group.colour
        return pg.ScatterPlotItem(
            x=group.points[:, 0],
            y=group.points[:, 1],
            size=POINT_SIZE if filled else POINT_SIZE - 1.0,
            symbol=group.marker,
            brush=pg.mkBrush(group.colour) if filled else pg.mkBrush(self._theme.panel),
            pen=pen(outline, 0.8 if filled else 1.6),
        )

    def apply_theme(self, colours: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._theme = colours
        self._plot.apply_theme(colours)
        self._contour.set_colour(colours.contour)
        if self._snapshot is not None:
            self._data = None
            self.show_snapshot(self._snapshot)


def colours_of(field: Field, problem: Problem, colours: Theme) -> NDArray[np.uint8]:
    """Return a field's picture, (n, n, 4) RGBA.

    One output runs from orange over the middle to blue; of several, the largest gives the colour and its
    lead over an even guess the strength. A value that is not finite is drawn as the middle.
    """
    values = np.nan_to_num(field.values, nan=field.zero, posinf=1.0, neginf=-1.0)
    if len(values) > 1:
        winner = values.argmax(axis=0)
        even = 1.0 / len(values)
        certainty = np.clip((values.max(axis=0) - even) / (1.0 - even), 0.0, 1.0)
        if problem.kind == "binary":
            values = values[1:] - values[:1]
            return np.asarray(theme.shades(colours)[_steps(values[0])])
        strength = (certainty * (SHADES - 1)).astype(np.intp)
        return np.asarray(theme.class_shades(colours)[winner, strength])
    half = 1.0 - field.zero if problem.kind == "binary" else 1.0
    middle = field.zero if problem.kind == "binary" else 0.0
    return np.asarray(theme.shades(colours)[_steps((values[0] - middle) / half)])


def _steps(values: NDArray[Any]) -> NDArray[np.intp]:
    """Turn values from −1 to 1 into places among the shades."""
    return np.asarray((np.clip(values, -1.0, 1.0) + 1.0) * (0.5 * (SHADES - 1)), dtype=np.intp)


def groups(samples: Samples, problem: Problem, colours: Theme) -> Iterator[Group]:
    """Sort points into those drawn alike: one group a class, or one a step of the value."""
    X, y = samples.X[:MOST_POINTS], samples.y[:MOST_POINTS]
    if X.shape[1] != 2:
        return
    if problem.kind == "regression":
        step = ((np.clip(y, -1.0, 1.0) + 1.0) * 0.5 * (VALUE_STEPS - 1)).round().astype(np.intp)
        for k in range(VALUE_STEPS):
            colour = theme.value_colour(colours, 2.0 * k / (VALUE_STEPS - 1) - 1.0)
            yield Group(X[step == k], colour, MARKERS[0])
        return
    for k in range(problem.size):
        yield Group(X[y == k], theme.class_colour(colours, problem.kind, k), MARKERS[k % len(MARKERS)])
