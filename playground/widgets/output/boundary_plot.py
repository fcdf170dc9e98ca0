"""The boundary plot: the network's output over the plane, the decision contour, and the points."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from engine import DataSpec, Split
from playground.classroom.choice import Classroom
from playground.observers.close_up import CloseUp
from playground.observers.errors import MOST_ERRORS, AskErrors, Errors
from playground.observers.field import Field
from playground.observers.folds import Folds
from playground.observers.plane import DEFAULT_SCALE, AskPlane, is_line, placed, scale_of
from playground.observers.probe import AskProbe, Probe, nearest
from playground.observers.samples import Point
from playground.observers.snapshot import Snapshot
from playground.observers.view import Floats
from playground.style import icons, palette, sizes
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.texts import old
from playground.texts import output as texts
from playground.texts.names import node_name, number_names
from playground.widgets.controls import heading, icon_button
from playground.widgets.controls.base import explain
from playground.widgets.controls.visibility import hide
from playground.widgets.output.caption import PlotCaption
from playground.widgets.output.colour_bar import ColourBar
from playground.widgets.output.field import FieldPicture, units_of
from playground.widgets.output.folds import FoldPicture, ask_for
from playground.widgets.output.keys import PlotKeys
from playground.widgets.output.legend import Legend
from playground.widgets.output.marks import NONE, Marks, points_at, stepped_place
from playground.widgets.output.options import Options
from playground.widgets.output.points import Group, PointsPicture, changed_places, groups, share_points
from playground.widgets.output.probe import Prober
from playground.widgets.output.square_row import SquareRow
from playground.widgets.output.viewport import WIDEST, Viewport, apart
from playground.widgets.plots.plot import Plot

AXIS_WIDTH = 44
USUAL_LENGTH, LONGEST, CHARACTER = 3, 9, 9  # of the numbers of an upright axis; the width of a character


class BoundaryPlot(QWidget):
    """A square heat map with axes, a legend above and a colour bar beside it.

    Signals
    -------
    asked (tuple)
        Everything that is looked at: no more is computed.
    point_hovered (Point or None)
        The sample that the pointer rests on.
    sample_clicked (str, int)
        "train" or "test", and the index of the sample there.

    Attributes
    ----------
    options : Options
        What is shown; its switches have the names plot.discrete, plot.contour and so on.
    prober : Prober
    viewport : Viewport
        The part of the plane that is shown.
    field : FieldPicture
    """

    asked = Signal(tuple)
    point_hovered = Signal(object)
    sample_clicked = Signal(str, int)

    def __init__(self) -> None:
        super().__init__()
        self._theme = palette.LIGHT
        self._snapshot: Snapshot | None = None
        self._data: Split | None = None
        self._scale = DEFAULT_SCALE  # of the values
        self._hovered: Point | None = None
        self._line = False  # whether values are shown over x₁
        self._axes = number_names(DataSpec())[:2]
        self._plot = Plot("plot.boundary", bottom=self._axes[0], left=self._axes[1], left_width=AXIS_WIDTH)
        self.field, self.folds = FieldPicture(self._plot), FoldPicture(self._plot)
        self.points, self.marks = PointsPicture(), Marks()
        for item in (self.marks.rings, self.points, self.marks):  # from the lowest to the topmost
            self._plot.add(item)
        self.viewport = Viewport(self._plot)
        self._legend, self._caption = Legend(), PlotCaption()
        self._bar = ColourBar(self.viewport.span)
        self._row = SquareRow(self._plot, self._bar)
        self.options, self.prober = Options(self), Prober(self._plot)
        self._keys = PlotKeys(self._plot, self.viewport, self.prober, self.marks)
        self._home = icon_button("plot.home")
        self._place()
        self._connect()

    def _place(self) -> None:
        policy = self._home.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._home.setSizePolicy(policy)
        fit(self._home.setFixedHeight, sizes.HEADING)
        self._home.hide()
        fit(self.options.button.setFixedHeight, sizes.HEADING)
        column, head = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        column.addLayout(head)
        head.addWidget(heading(texts.HEADING()))
        head.addWidget(self._caption, 1)
        head.addWidget(self._home)
        head.addWidget(self.options.button)
        column.addWidget(self._legend)
        column.addWidget(self._row, 1)
        column.addStretch()

    def _limit_height(self) -> None:
        """Be no higher than a square of this width: the axis stays below it, others get the rest."""
        most = self._row.limit(self.width(), square=not self._line)
        if above := self._row.y():  # once it is laid out
            self.setMaximumHeight(min(most + above, WIDEST))

    def event(self, event: QEvent) -> bool:
        """Follow the width, and the lines of the legend."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._limit_height()
        return done

    def _connect(self) -> None:
        self.viewport.changed.connect(self._viewport_changed)
        self.viewport.resized.connect(self._bar.update)
        self.viewport.resized.connect(self._limit_height)
        self._home.clicked.connect(self.home)
        self.prober.asked.connect(self._ask)
        self._plot.clicked.connect(self._click)
        for name in ("discrete", "contour", "uncertainty"):
            self.options.switches[name].toggled.connect(lambda _: self._redraw())
        self.options.switches["folds"].toggled.connect(lambda _: self._ask())
        self.options.folds_of.chosen.connect(lambda _: self._ask())
        for name in ("train", "test", "errors"):
            self.options.switches[name].toggled.connect(self._points_switched)

    # -- what is shown -----------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the field of a snapshot, and its points if they have changed."""
        last, self._snapshot = self._snapshot, snapshot
        if snapshot.data is not self._data:
            before, self._data = self._data, snapshot.data
            scale = self._scale
            self._settle(snapshot, before)
            self.marks.show_spot("chosen", None)
            self._draw_points(snapshot, changed_places(last, snapshot) if scale == self._scale else None)
        close_up = snapshot.get(CloseUp)
        self._show_axes(snapshot, close_up)
        if close_up is not None:
            self.field.show_close_up(close_up, units_of(close_up, self.viewport.frame))
        elif (field := snapshot.get(Field)) is not None:
            self.field.show_field(field, snapshot.problem, self.options, self._scale)
        self.options.show_layers(snapshot.experiment)
        self.folds.show_folds(snapshot.get(Folds), self.field.curve)
        self._caption.show_snapshot(snapshot)
        if not self._line:
            self._bar.show_scale(snapshot, self.options["discrete"], self._scale)
        self._show_errors(snapshot)
        self.marks.show_spot("stepped", stepped_place(snapshot))
        self._show_probe(snapshot)

    def _settle(self, snapshot: Snapshot, before: Split | None) -> None:
        """Fit colours and viewport to other data; nothing moves while a mouse button is down."""
        spec, line = snapshot.experiment.data, is_line(snapshot.experiment.data)
        self._scale = scale_of(snapshot.experiment, snapshot.data, snapshot.frame)
        frame, now = snapshot.frame, self.viewport.frame
        longest = max(len(f"{end:,.0f}") for end in frame[2:])
        self._plot.widen_left(AXIS_WIDTH + CHARACTER * max(min(longest, LONGEST) - USUAL_LENGTH, 0))
        if line != self._line:
            self._show_line(line)
            self.viewport.settle(frame, go_home=True, square=not line)
        elif frame != now:
            edited = before is not None and share_points(before, snapshot.data, spec)
            go_home = apart(now, frame) or not edited
            self.viewport.settle(frame, go_home and not QApplication.mouseButtons(), square=not line)

    def _show_line(self, line: bool) -> None:
        """Show values over x₁, or a plane: what only a plane has disappears."""
        self._line = line
        self._bar.setVisible(not line)
        self.options.show_plane(not line)
        self._limit_height()

    def _show_axes(self, snapshot: Snapshot, close_up: CloseUp | None) -> None:
        """Name the axes; the curve of a neuron has a scale of its own, on which there are no points."""
        experiment = snapshot.experiment
        axes, units = number_names(experiment.data)[:2], (0.0, 1.0)
        other = close_up if self._line else None
        if other is not None:
            axes = axes[0], node_name(experiment, other.spot, short=True)
            units = units_of(other, self.viewport.frame)
        if axes != self._axes:  # naming them costs a layout
            self._axes = axes
            for side, name in zip(("bottom", "left"), axes, strict=True):
                self._plot.name_axis(side, name)
        self._plot.axes["left"].show_units(*units)
        for item in (self.marks.rings, self.points, self.marks):
            item.setVisible(other is None)

    def show_range(self, wanted: bool) -> None:
        """Show the range of the single output while it is pointed at in the network."""
        self._caption.shows_range = wanted
        if self._snapshot is not None:
            self._caption.show_snapshot(self._snapshot)

    def _draw_points(self, snapshot: Snapshot, changed: Floats | None = None) -> None:
        """Draw the points: training points above test points, as the network learns from them."""
        shown: list[Group] = []
        for name, samples, filled in (
            ("test", snapshot.data.test, False),
            ("train", snapshot.data.train, True),
        ):
            if self.options[name]:
                there = placed(samples, snapshot.experiment.data, snapshot.data.values)
                shown += groups(there, snapshot.problem, self._theme, filled, self._scale)
        self.points.show_groups(shown, changed)
        self._legend.show_data(snapshot, self._theme)

    def _show_errors(self, snapshot: Snapshot) -> None:
        """Show rings around the errors."""
        data, errors, rings = snapshot.data, snapshot.get(Errors), []
        if self.options["errors"] and errors is not None:
            pairs = (("test", data.test, errors.test), ("train", data.train, errors.train))
            rings = [points_at(one.X, wrong) for name, one, wrong in pairs if self.options[name]]
        are_old = bool(rings) and errors is not None and snapshot.is_old(errors.step)
        if are_old != self.marks.rings.are_old:
            explain(self._plot, note=old.RINGS() if are_old else "")
        self.marks.rings.show_errors(rings, are_old)
        some = bool(rings) and errors is not None and errors.more > 0
        self._legend.show_note(texts.FIRST_RINGED(n=MOST_ERRORS) if some else "")

    def _show_probe(self, snapshot: Snapshot) -> None:
        """Show what the network predicts at the probed place."""
        probe = snapshot.get(Probe)
        probing = self.prober.place is not None
        self.prober.show_answer(probe, snapshot, self._scale)
        point = probe.point if probe is not None and probing else None
        self.marks.show_spot("hovered", point.place if point is not None else None)
        place = (
            self.prober.place if self.prober.by_keys else None
        )  # tested so, as a QPointF at the origin is false
        self.marks.show_spot("probed", (place.x(), place.y()) if place is not None else None)
        if point != self._hovered:
            self._hovered = point
            self.point_hovered.emit(point)

    def show_drawing(self, drawing: bool) -> None:
        """Leave room for what one draws with, above the plot."""
        self._legend.show_drawing(drawing)

    def mark(self, point: Point | None) -> None:
        """Mark a sample that was chosen elsewhere, or none."""
        self.marks.show_spot("chosen", point.place if point is not None else None)

    def ring(self, part: str, indices: Sequence[int]) -> None:
        """Ring the samples that are explained, by their indices in "train" or "test"; none for none."""
        snapshot = self._snapshot
        if snapshot is None or not len(indices):
            self.marks.show_ringed(NONE)
            return
        spec = snapshot.experiment.data
        samples = snapshot.data.test if part == "test" else snapshot.data.train
        X = placed(samples, spec, snapshot.data.values).X
        self.marks.show_ringed(points_at(X, np.array([k for k in indices if k < len(X)], dtype=np.intp)))

    def _redraw(self, points: bool = False) -> None:
        if self._snapshot is not None:
            if points:
                self._draw_points(self._snapshot)
            self.show_snapshot(self._snapshot)

    def _points_switched(self) -> None:
        self._ask()
        self._redraw(points=True)

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse what a choice for a class leaves empty."""
        self.options.show_classroom(classroom)
        self.prober.off = "output.probe" in classroom.hidden
        self.prober.end()
        hide(self, "plot.boundary" in classroom.hidden)

    def apply_theme(self, colours: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._theme = colours
        for part in (
            self._plot,
            self.field,
            self.folds,
            self.marks.rings,
            self.points,
            self.marks,
            self._bar,
            self.prober,
            self.options,
        ):
            part.apply_theme(colours)
        self._home.setIcon(icons.icon("home", colours.text))
        self._redraw(points=True)

    # -- the viewport, for the menus ------------------------------------------------------

    @property
    def plot(self) -> Plot:
        """The plot itself; `plot.view_box` holds its items, `plot.plane_of` maps the pointer."""
        return self._plot

    @property
    def zoomed(self) -> bool:
        """Whether another part of the plane is shown than the square of the data."""
        return self.viewport.zoomed

    @property
    def used_width(self) -> int:
        """How much of the width the plot and the colour bar take: a square plane is as wide as it is high."""
        shown = [one for one in (self._plot, self._bar) if one.isVisible()]
        return max((one.geometry().right() + 1 for one in shown), default=self.width())

    def home(self) -> None:
        """Show the whole square of the data."""
        self.viewport.home()

    def zoom(self, factor: float) -> None:
        """Show so many times as much of the plane, about the middle."""
        self.viewport.zoom(factor)

    def probe_by_keys(self) -> None:
        """Begin to probe by the arrow keys, or end it."""
        self._keys.probe()

    def _viewport_changed(self) -> None:
        self._home.setVisible(self.viewport.zoomed)
        self._ask()

    def _ask(self) -> None:
        """Ask for what is looked at."""
        asks: list[object] = []
        if self.isVisible():
            asks.append(AskPlane(self.viewport.area))
            if self.options["errors"]:
                asks.append(AskErrors())
            if self.options["folds"]:
                asks.append(ask_for(self.options.folds_of.name(), self.viewport.area))
            if (place := self.prober.place) is not None:
                asks.append(self._probe_at(place))
        self.asked.emit(tuple(asks))

    def _probe_at(self, place: QPointF) -> AskProbe:
        """Ask for what is at a place, among the samples that are shown."""
        shown = self.options["train"], self.options["test"]
        return AskProbe((place.x(), place.y()), self.prober.reach, self._plot.aspect, *shown)

    def _click(self, where: QPointF) -> None:
        if self._snapshot is not None:
            ask, spec = self._probe_at(self._plot.plane_of(where)), self._snapshot.experiment.data
            found = nearest(self._snapshot.data, spec, ask)
            if found is not None:
                self.sample_clicked.emit(*found)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.prober.end()
        self._ask()
