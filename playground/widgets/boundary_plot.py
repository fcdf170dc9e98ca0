"""The boundary plot: the network's output over the plane, the decision contour, and the points."""

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine import REACH, Split
from engine.features import label
from playground import theme
from playground.changes import neuron_name
from playground.classroom import Classroom
from playground.sizes import Slow, fit, px
from playground.snapshot import SQUARE, Area, CloseUp, Field, Point, Snapshot
from playground.theme import Theme
from playground.widgets.controls import caption, heading, icon_button
from playground.widgets.controls.base import is_override
from playground.widgets.controls.presence import put_away
from playground.widgets.legend import Legend
from playground.widgets.lines import BOLD, Lines
from playground.widgets.output_bar import ColourBar
from playground.widgets.output_marks import Marks, points_at
from playground.widgets.output_options import Options
from playground.widgets.output_picture import Hatch, SmoothImage, colours_of, doubt, rectangle_of, shaded
from playground.widgets.output_points import MOST_POINTS, Group, Points, groups
from playground.widgets.output_probe import Prober
from playground.widgets.plot import Plot

AXIS_WIDTH = 44
HEAD = Slow(24)  # the height of the buttons above the plot
EXTRA_WIDTH = 6  # the left axis and margin take so much more than the bottom axis and margin
FAR = 3.0 * REACH  # as far as one can look
NEAR = 0.05  # the narrowest sight
ZOOM = 1.25
PAN = 0.1  # of what is in sight
_K = Qt.Key
ARROWS = {_K.Key_Left: (-1, 0), _K.Key_Right: (1, 0), _K.Key_Up: (0, 1), _K.Key_Down: (0, -1)}
ZOOMS = {_K.Key_Plus: 1.0 / ZOOM, _K.Key_Equal: 1.0 / ZOOM, _K.Key_Minus: ZOOM}
KEYS = (*ARROWS, *ZOOMS, _K.Key_Home)


class BoundaryPlot(QWidget):
    """A square heat map with axes, a legend above and a colour bar beside it.

    Signals
    -------
    asked (dict)
        Some of the `Questions` whose answers are shown from now on.
    point_hovered (Point or None)
        The sample that the pointer rests on.

    Attributes
    ----------
    options : Options
        What is shown; its switches have the names plot.discrete, plot.contour and so on.
    prober : Prober
    """

    asked = Signal(dict)
    point_hovered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._theme = theme.LIGHT
        self._snapshot: Snapshot | None = None
        self._data: Split | None = None
        self._area: Area = SQUARE
        self._box_size: object = None  # of what shows the plane
        self._hovered: Point | None = None
        self._plot = Plot(
            "plot.boundary",
            "Decision boundary",
            "The network's output at every place, and the points it learns from (filled) and is tested on "
            "(hollow). The line is where its decision changes. The wheel zooms, dragging moves, a double "
            "click goes back. Rest the mouse anywhere to read what the network says there, or press P and "
            "the arrow keys.",
            bottom="x₁",
            left="x₂",
            left_width=AXIS_WIDTH,
        )
        self._image, self._hatch, self._contour = SmoothImage(), Hatch(), Lines(BOLD)
        self.points, self.marks = Points(), Marks()
        for item in (self._image, self._hatch, self._contour, self.points, self.marks):
            self._plot.add(item)
        self._legend, self._caption, self._said = Legend(), caption(""), ""
        self._bar = ColourBar(self._span)
        self.options, self.prober = Options(self), Prober(self._plot)
        self._home = icon_button("plot.home", "Back", "Show the whole square of the data again. (Home)")
        self._place()
        self._connect()

    def _place(self) -> None:
        self._caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy = self._home.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._home.setSizePolicy(policy)
        fit(self._home.setFixedHeight, HEAD)
        self._home.hide()
        fit(self.options.button.setFixedHeight, HEAD)
        head = QHBoxLayout()
        head.addWidget(heading("OUTPUT"))
        head.addWidget(self._caption, 1)
        head.addWidget(self._home)
        head.addWidget(self.options.button)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._plot, 1)
        row.addWidget(self._bar)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, theme.TIGHT)
        column.addLayout(head)
        column.addWidget(self._legend)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        box = self._plot.view_box
        box.setAspectLocked(True)
        box.setLimits(xMin=-FAR, xMax=FAR, yMin=-FAR, yMax=FAR, minXRange=NEAR, minYRange=NEAR)
        box.setMouseEnabled(x=True, y=True)
        self.home()
        box.sigRangeChanged.connect(self._range_changed)
        box.sigResized.connect(self._box_resized)
        self._plot.double_clicked.connect(self.home)
        self._plot.installEventFilter(self)
        self._home.clicked.connect(self.home)
        self.prober.asked.connect(self.asked)
        for name in ("discrete", "contour", "uncertainty"):
            self.options.switches[name].toggled.connect(lambda _: self._redraw())
        for name in ("train", "test", "errors"):
            self.options.switches[name].toggled.connect(self._points_switched)

    # -- what is shown -----------------------------------------------------------------------

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the field of a snapshot, and its points where they are others than before."""
        self._snapshot = snapshot
        if snapshot.data is not self._data:
            self._data = snapshot.data
            self.marks.show_spot("chosen", None)
            self._draw_points(snapshot)
        if snapshot.close_up is not None:
            self._draw_close_up(snapshot.close_up, snapshot)
        elif snapshot.field is not None:
            self._draw_field(snapshot.field, snapshot)
            self._say("")
        self._bar.show_scale(snapshot, self.options["discrete"])
        self._show_answers(snapshot)

    def _draw_field(self, field: Field, snapshot: Snapshot) -> None:
        problem, discrete = snapshot.problem, self.options["discrete"]
        self._image.smooth = not discrete
        rectangle = rectangle_of(field.area, field.values.shape[-1])
        picture = colours_of(field, problem, self._theme, discrete)
        self._image.setImage(picture, rect=rectangle, levels=None)
        lines = field.contours if self.options["contour"] else ()
        self._contour.show_lines([(line[:, 0], line[:, 1]) for line in lines])
        self._hatch.show_doubt(doubt(field, problem) if self.options["uncertainty"] else None, field.area)

    def _draw_close_up(self, close_up: CloseUp, snapshot: Snapshot) -> None:
        """Show one neuron, or an input, instead of the output."""
        places = np.nan_to_num((close_up.values - close_up.middle) / close_up.reach)
        rectangle = rectangle_of(close_up.area, close_up.values.shape[0])
        self._image.smooth = True
        self._image.setImage(shaded(places, self._theme), rect=rectangle, levels=None)
        self._contour.show_lines([])
        self._hatch.show_doubt(None)
        if isinstance(close_up.spot, str):
            name = f"input {label(close_up.spot)}"
        else:
            name = neuron_name(*close_up.spot, len(snapshot.sizes) - 1, snapshot.sizes[-1])
        low, high = (f"{value:.3g}".replace("-", "−") for value in (close_up.low, close_up.high))
        self._say(f"{name}: {low} … {high}")

    def _say(self, text: str) -> None:
        if text != self._said:
            self._said = text
            metrics, room = self._caption.fontMetrics(), self._caption.width()
            if metrics.horizontalAdvance(text) > room:
                text = text.removeprefix("hidden ")
            self._caption.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))

    def _draw_points(self, snapshot: Snapshot) -> None:
        """Draw the points; test points lie below, as the filled train points are what the network sees."""
        shown: list[Group] = []
        for name, samples, filled in (
            ("test", snapshot.data.test, False),
            ("train", snapshot.data.train, True),
        ):
            if self.options[name]:
                shown += groups(samples, snapshot.problem, self._theme, filled)
        self.points.show_groups(shown)
        self._legend.show_problem(snapshot.problem, snapshot.data, MOST_POINTS, self._theme)

    def _show_answers(self, snapshot: Snapshot) -> None:
        """Show the probe, and rings around the errors there are."""
        answers, data = snapshot.answers, snapshot.data
        errors = []
        if self.options["errors"]:
            pairs = (("test", data.test, answers.wrong_test), ("train", data.train, answers.wrong_train))
            errors = [
                points_at(one.X, wrong, MOST_POINTS) for name, one, wrong in pairs if self.options[name]
            ]
        self.marks.show_errors(errors)
        probing = self.prober.place is not None
        self.prober.show_answer(answers.probe, snapshot.problem)
        point = answers.probe.point if answers.probe is not None and probing else None
        self.marks.show_spot("meant", (point.x[0], point.x[1]) if point is not None else None)
        place = self.prober.place if self.prober.by_keys else None  # a QPointF at the origin is false
        self.marks.show_spot("probed", (place.x(), place.y()) if place is not None else None)
        if point != self._hovered:
            self._hovered = point
            self.point_hovered.emit(point)

    def mark(self, point: Point | None) -> None:
        """Mark a sample that was chosen elsewhere, or none."""
        self.marks.show_spot("chosen", (point.x[0], point.x[1]) if point and len(point.x) == 2 else None)

    def _redraw(self, points: bool = False) -> None:
        if self._snapshot is not None:
            if points:
                self._draw_points(self._snapshot)
            self.show_snapshot(self._snapshot)

    def _points_switched(self) -> None:
        self.asked.emit({name: self.options[name] for name in ("train", "test", "errors")})
        self._redraw(points=True)

    def show_classroom(self, classroom: Classroom) -> None:
        """Close up what a choice for a class has left empty."""
        self.options.show_classroom(classroom)
        self.prober.off = "output.probe" in classroom.hidden
        self.prober.end()
        put_away(self, "plot.boundary" in classroom.hidden)

    def apply_theme(self, colours: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._theme = colours
        for part in (self._plot, self._hatch, self.points, self.marks, self._bar, self.prober, self.options):
            part.apply_theme(colours)
        self._contour.set_colour(colours.contour)
        self._home.setIcon(theme.icon("home", colours.text))
        self._redraw(points=True)

    # -- the part of the plane that is in sight -----------------------------------------------

    @property
    def plot(self) -> Plot:
        """The plot itself; `plot.view_box` holds its items, `plot.plane_of` maps the pointer."""
        return self._plot

    @property
    def zoomed(self) -> bool:
        """Whether another part of the plane is in sight than the square of the data."""
        return self._area != SQUARE

    def home(self) -> None:
        """Show the whole square of the data."""
        self._plot.view_box.setRange(xRange=(-REACH, REACH), yRange=(-REACH, REACH), padding=0)
        self._set_area(SQUARE)

    def zoom(self, factor: float) -> None:
        """Look at so many times as much of the plane, about the middle."""
        self._plot.view_box.scaleBy((factor, factor))

    def _box_resized(self, _: Any) -> None:
        self._box_size = self._plot.view_box.size()
        if not self.zoomed:
            self.home()

    def _range_changed(self, *_: Any) -> None:
        if self._plot.view_box.size() != self._box_size and not self.zoomed:
            return  # it has another size, and goes home in a moment: nobody has zoomed
        (left, right), (bottom, top) = self._plot.view_box.viewRange()
        span = min(right - left, top - bottom)
        centred = abs(left + right) + abs(bottom + top) < 0.01 * span
        at_home = centred and abs(span - 2.0 * REACH) < 0.01 * span
        self._set_area(SQUARE if at_home else (left, right, bottom, top))

    def _set_area(self, area: Area) -> None:
        for edge in ("left", "bottom"):
            ticks = [[(place, f"{place:.0f}") for place in np.arange(-REACH, REACH + 1.0, 2.0)]]
            if self._snapshot is None or (area == SQUARE) != (self._area == SQUARE):
                self._plot.axes[edge].setTicks(ticks if area == SQUARE else None)
        if area != self._area:
            self._area = area
            self._home.setVisible(area != SQUARE)
            self.asked.emit({"area": area})

    def _span(self) -> tuple[float, float]:
        """Where the square of the data, or all that is in sight, begins and ends: pixels from the top."""
        frame = QRectF(self._plot.view_box.sceneBoundingRect())
        if self.zoomed:
            return frame.top(), frame.bottom()
        top, bottom = (self._plot.place_of(QPointF(0.0, y)).y() for y in (REACH, -REACH))
        return max(top, frame.top()), min(bottom, frame.bottom())

    def _keep_square(self) -> None:
        """Keep the square square: the plot is never wider than its height asks for."""
        least = self._plot.minimumSizeHint().width()
        self._plot.setMaximumWidth(max(self._plot.height() + px(EXTRA_WIDTH), least))
        if not self.zoomed:
            self.home()
        self._bar.update()

    # -- mouse and keys ----------------------------------------------------------------------

    def probe_by_keys(self) -> None:
        """Begin to probe by the arrow keys, or end it."""
        if self.prober.by_keys:
            self._end_keys()
            return
        self._plot.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.prober.walk(0, 0)

    def _end_keys(self) -> None:
        self.prober.end()
        self.marks.show_spot("probed", None)
        self.marks.show_spot("meant", None)
        self.window().setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """With the focus on the plot: arrows move it or the probe, + and − zoom, Home goes back."""
        if is_override(event, KEYS) or (self.prober.by_keys and self._is_probing(event)):
            event.accept()
            return True
        if event.type() == QEvent.Type.Resize:
            self._keep_square()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._press(event):
            return True
        if event.type() == QEvent.Type.FocusOut and self.prober.by_keys:
            self.prober.end()
            self.marks.show_spot("probed", None)
        return super().eventFilter(watched, event)

    @staticmethod
    def _is_probing(event: QEvent) -> bool:
        """Whether a shortcut is about to take a key that the probe needs."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        leaps = event.modifiers() == Qt.KeyboardModifier.ShiftModifier and event.key() in ARROWS
        return leaps or event.key() == Qt.Key.Key_Escape

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in ARROWS and self.prober.by_keys:
            self.prober.walk(*ARROWS[key], leap=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key in ARROWS:
            (left, right), _ = self._plot.view_box.viewRange()
            shift = PAN * (right - left)
            self._plot.view_box.translateBy(x=ARROWS[key][0] * shift, y=ARROWS[key][1] * shift)
        elif key in ZOOMS:
            self.zoom(ZOOMS[key])
        elif key == Qt.Key.Key_Home:
            self.home()
        elif key == Qt.Key.Key_Escape and self.prober.by_keys:
            self._end_keys()
        else:
            return False
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.prober.end()
