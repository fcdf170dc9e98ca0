"""The network, drawn: inputs, neurons and lines, with the controls of each column above it."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.observers.snapshot import Snapshot
from playground.style import palette
from playground.style.palette import Theme
from playground.style.scaling import scale
from playground.widgets.controls import prepare
from playground.widgets.network.heads_row import HeadsRow
from playground.widgets.network.inputs import FeatureNode
from playground.widgets.network.inputs_column import InputsColumn
from playground.widgets.network.layout import USUAL, Column, Layout, lowest
from playground.widgets.network.marks import accent_pen, paint_frame, paint_weight, pinned_pen, pointed_pen
from playground.widgets.network.motion import LayoutMotion
from playground.widgets.network.painting import Painting
from playground.widgets.network.status import spoken
from playground.widgets.network.subject import Edge, Spot, Subject
from playground.widgets.plots.shapes import pixel_ratio

MOST_MAP = 64  # points along the edge of a map
LATEST_MS = 50  # after which all lines are drawn that have changed, if no snapshot follows


class Canvas(QWidget):
    """Places everything, and knows which part is visible and what is under the pointer.

    Signals
    -------
    changed ()
        `visible_maps` or `pointed` has changed: other neurons are visible, or something else is pointed at.

    Attributes
    ----------
    subject : Subject
        The network that is drawn.
    inputs : InputsColumn
    heads_row : HeadsRow
        The captions and controls above the columns.
    painting : Painting
    pointed : Spot, Edge, str or None
        A neuron, a weight or an input under the pointer.
    current : Spot
        Where the keyboard is.
    pinned : Spot or None
        The neuron that is pinned in the output plot.
    opened_neuron : Spot or None
        The neuron whose card is open.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "network.view")
        self.setToolTip("")  # it would cover what is pointed at
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.subject = Subject()
        self.painting = Painting(self.subject)
        self.heads_row = HeadsRow(self)
        self.heads, self.output = self.heads_row.layers, self.heads_row.output
        self.inputs = InputsColumn(self)
        self.inputs.turned.connect(lambda: self._arrange())
        self._firsts: list[int] = []
        self._whole, self._bar, self._left = QSize(400, 400), 0, 0
        self._theme, self._scale = palette.LIGHT, scale()
        self.pointed: Spot | Edge | str | None = None
        self._chip: int | None = None
        self.current: Spot = (0, 0)
        self.pinned: Spot | None = None
        self.opened_neuron: Spot | None = None
        self._layout = Layout.of((1,), (0,), (400, 400), 66)
        self._motion = LayoutMotion(self, self._layout)
        self._motion.moved.connect(self._forget_pictures)
        self._catching_up = QTimer(self)
        self._catching_up.setSingleShot(True)
        self._catching_up.setInterval(LATEST_MS)
        self._catching_up.timeout.connect(self._catch_up)
        self._hurried = False

    # -- what is shown ------------------------------------------------------------------------

    def show_network(self, experiment: Experiment, nodes: list[FeatureNode], buttons: list[QWidget]) -> None:
        """Lay out the network of an experiment; `nodes` are the inputs to show, with `buttons` below them."""
        hidden = self.subject.hidden
        self.subject.show_experiment(experiment)
        self.heads_row.show_layers(experiment.network.hidden)
        self.inputs.show(nodes, buttons)
        self._arrange(smoothly=hidden != self.subject.hidden)

    def hide_controls(self, names: frozenset[str]) -> None:
        """Leave out controls above the columns, and the room that they take."""
        self.heads_row.hide_controls(names)
        self._arrange()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how the network is now."""
        subject = self.subject
        problem, outputs = subject.problem, subject.outputs
        subject.show_snapshot(snapshot)
        if subject.outputs != outputs:
            self.output.show_outputs(subject.outputs)
            self._arrange(smoothly=True)
        elif subject.problem != problem:
            self.painting.forget_colours()
        self._hurried = snapshot.busy
        self._catching_up.stop()
        self.update(self._live())

    def _catch_up(self) -> None:
        """Draw the lines that were left out, as no snapshot has followed."""
        self._hurried = False
        self.update(self._live())

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self.painting.apply_theme(colours)
        if scale() != self._scale:
            self._scale = scale()
            self._arrange()
        self._forget_pictures()

    def set_room(self, whole: QSize, bar: int, left: int) -> None:
        """Set which part of the canvas is visible at once.

        Parameters
        ----------
        whole : QSize
            The room without any scroll bar.
        bar : int
            How much of it a scroll bar takes.
        left : int
            Where the visible part begins.
        """
        if (whole, bar, left) != (self._whole, self._bar, self._left):
            resized = (whole, bar) != (self._whole, self._bar)
            self._whole, self._bar, self._left = whole, bar, left
            if resized:
                self._arrange()
            else:
                if self._make_heads():
                    self.heads_row.place(self._layout)
                self.changed.emit()

    # -- layout ------------------------------------------------------------------------------

    @property
    def widths(self) -> tuple[int, ...]:
        """Neurons of the hidden layers, and of the output."""
        return self.subject.widths

    def _arrange(self, smoothly: bool = False) -> None:
        """Place everything; `smoothly` where layers or neurons have come or gone."""
        widths = self.widths
        self._firsts = [*self._firsts, *[0] * len(widths)][: len(widths)]
        least, rows = self.heads_row.least_pitch(), sum(self.heads_row.rows)
        whole, bar = self._whole, self._bar
        room = whole.width(), whole.height()
        self._layout = layout = Layout.of(widths, tuple(self._firsts), room, least, rows, bar)
        self._firsts = [column.first for column in layout.columns]
        self._make_heads()
        self.heads_row.place(layout)  # at once: what is clicked does not move away
        self.inputs.place(layout)
        self.painting.lay_out(layout, self.font())
        self._drop_missing()
        self._motion.go(layout, smoothly and self.isVisible())
        self.setMinimumWidth(layout.width)
        self._describe_current()
        self.changed.emit()

    def _make_heads(self) -> bool:
        """Make the heads of the layers in sight, and of one more: a hundred layers cost as much as few."""
        begin, end = self._layout.columns_between(self._left, self._left + self._whole.width())
        return self.heads_row.make(range(begin, end + 1))

    @property
    def chip(self) -> Column | None:
        """The column whose chip is under the pointer."""
        exists = self._chip is not None and self._chip < len(self._layout.columns)
        column = self._layout.columns[self._chip or 0] if exists else None
        return column if column is not None and column.chip is not None else None

    def span_of(self, layer: int) -> tuple[float, float]:
        """Return where a layer's column begins and ends, from left to right."""
        centre, half = self._layout.columns[layer].centre, 0.5 * self._layout.pitch
        return centre - half, centre + half

    def _lay_out_lines(self) -> None:
        self.painting.lay_out_lines(self._motion.layout, self.inputs.ends(self.subject.features))

    def _drop_missing(self) -> None:
        """Drop pointer, pin and focus from neurons that no longer exist."""
        widths = self.widths
        layer = min(self.current[0], len(widths) - 1)
        self.current = layer, min(self.current[1], widths[layer] - 1)
        if self.pinned is not None and not self.subject.has(self.pinned):
            self.pinned = None
        gone = isinstance(self.pointed, tuple) and not self.subject.has(self.pointed)
        if gone or isinstance(self.pointed, Edge):
            self.pointed = None

    def scroll_layer(self, layer: int, first: int) -> None:
        """Show other neurons of a layer that has more than fit."""
        column = self._layout.columns[layer]
        first = max(0, min(first, column.width - len(column.rows)))
        if first != column.first:
            self._firsts[layer] = first
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._layout.width, self._layout.lowest)

    @property
    def usual_height(self) -> int:
        """The least height that shows the usual number of neurons."""
        return lowest(sum(self.heads_row.rows), USUAL)

    # -- what is visible --------------------------------------------------------------------

    def _live(self) -> QRect:
        """Return the part that changes while training runs."""
        layout = self._layout
        left = max(layout.inputs + 1, self._left)  # beside the inputs, which do not change
        right = min(layout.width, self._left + self._whole.width())
        return QRect(left, round(layout.top), right - left, self.height() - round(layout.top))

    @property
    def visible_maps(self) -> tuple[tuple[tuple[int, int], ...], int]:
        """The visible neurons of each layer, as (first, count), and the edge of a map in pixels."""
        begin, end = self._layout.columns_between(self._left, self._left + self._whole.width())
        maps = tuple(
            (column.first, len(column.rows) if begin <= column.layer < end else 0)
            for column in self._layout.columns
        )
        return maps, min(round(self._layout.node * self.devicePixelRatio()), MOST_MAP)

    @property
    def highlighted(self) -> Spot | None:
        """The neuron that stands out: under the pointer, pinned, or in the keyboard's focus."""
        if isinstance(self.pointed, tuple):
            return self.pointed
        return self.pinned or (self.current if self.hasFocus() else None)

    def _describe_current(self) -> None:
        """Have a screen reader say which neuron, or weight, has the keyboard's focus."""
        text = spoken(self.subject, self._read)
        if self.hasFocus() and text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    @property
    def _read(self) -> Spot | Edge:
        """What a screen reader reads: the weight that the keyboard is at, or the neuron."""
        return self.pointed if isinstance(self.pointed, Edge) else self.current

    # -- painting ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_pictures()

    def _forget_pictures(self) -> None:
        self._lay_out_lines()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        if event.rect().bottom() >= self._layout.top:
            visible = self._left, self._left + self._whole.width()
            targets = self.subject.targets(self.pointed, self.highlighted or self.opened_neuron)
            dirty, pixels = QRectF(event.rect()), pixel_ratio(painter)
            layout, hurried = self._motion.layout, self._hurried
            self.painting.paint(painter, layout, dirty, visible, targets, pixels, hurried)
            if self.painting.is_behind and not self._catching_up.isActive():
                self._catching_up.start()
            self._paint_step(painter, targets, dirty)
            self._paint_marks(painter)
        painter.end()

    def _paint_step(self, painter: QPainter, targets: list[object], dirty: QRectF) -> None:
        """Draw what a training step adds, where one is shown."""

    def _paint_marks(self, painter: QPainter) -> None:
        """Draw what stands out: the neuron in focus or pointed at, and the weight that is pointed at."""
        colours, layout = self._theme, self._motion.layout
        if self.hasFocus():
            paint_frame(painter, layout, self.current, accent_pen(colours))
        if self.opened_neuron is not None and self.subject.has(self.opened_neuron):
            paint_frame(painter, layout, self.opened_neuron, accent_pen(colours))
        if self.pinned is not None:
            paint_frame(painter, layout, self.pinned, pinned_pen(colours))
        if isinstance(self.pointed, tuple):
            paint_frame(painter, layout, self.pointed, pointed_pen(colours))
        elif isinstance(self.pointed, Edge):
            edge, value = self.pointed, self.subject.shown(self.pointed)
            line = self.painting.gaps[edge.layer].line(edge.neuron, edge.source)
            if line is not None and value is not None:
                paint_weight(painter, line, value, colours)
