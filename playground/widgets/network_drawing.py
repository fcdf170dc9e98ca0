"""The network, drawn: neurons as live maps, weights as lines, and the controls of each column above it.

Only the part that changes in a frame is painted in it: the pictures of the lines are kept, and while training
runs no more than two of them are drawn anew in one frame.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from engine import Experiment, Problem
from engine.features import label
from playground import theme
from playground.changes import neuron_name
from playground.sizes import Slow, px, real, scale
from playground.snapshot import LayerPart, Snapshot
from playground.theme import Theme
from playground.widgets.controls import Button, prepare
from playground.widgets.network_heads import LayerHead, OutputHead
from playground.widgets.network_inputs import FeatureNode
from playground.widgets.network_layout import AIR, BAR, FEWEST, GAP, HEADS, INPUT_LEAST, Layout, row_least
from playground.widgets.network_lines import Gap, Pens
from playground.widgets.network_maps import Maps, paint_chip, paint_classes, paint_column, tables_of

PICTURES = 2  # of lines that are drawn anew in a frame while training runs
BUTTON = Slow(27)  # the height of a button below the inputs
HEAD_WIDTH = 118  # of the controls above a column, at most
MOST_MAP = 64  # points along the edge of a map
TIP = (
    "Each square is a neuron: what it answers over the plane. A line is a weight: blue above 0, orange and "
    "dashed below, as wide as it is large. Arrow keys walk, Enter opens a neuron, + and − change its layer."
)
Spot = tuple[int, int]  # a layer, and one of its neurons


@dataclass(frozen=True)
class Edge:
    """A weight that is pointed at."""

    layer: int
    neuron: int
    source: int


def shown(value: float) -> str:
    """Return how a weight or a bias is written."""
    return f"{value:.4g}".replace("-", "−")


class Drawing(QWidget):
    """Neurons, lines and inputs, with the controls of each column above it.

    Signals
    -------
    changed ()
        What is in sight, or pointed at, is another: `sight`, `pointed`.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "network.view", "The network", TIP)
        self.setToolTip("")  # it would hide what is pointed at
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heads: list[LayerHead] = []
        self.output = OutputHead(self)
        self.nodes: list[FeatureNode] = []
        self.turn = Button(
            "network.next_inputs", "", "Next inputs", "Show the inputs that are out of sight, in turn."
        )
        self.turn.setParent(self)
        self.turn.setProperty("role", "small")
        self.turn.clicked.connect(self.turn_inputs)
        self.turn.hide()
        self._buttons: list[QWidget] = []
        self._left_out: frozenset[str] = frozenset()
        self._features: tuple[str, ...] = ()
        self._hidden: tuple[int, ...] = ()
        self._outputs = 1
        self._firsts: list[int] = []
        self._first_input = 0
        self._room, self._left = QSize(400, 400), 0
        self._snapshot: Snapshot | None = None
        self._problem: Problem | None = None
        self._gaps: list[Gap] = []
        self._maps: list[Maps] = []
        self._next_gap = 0
        self._theme = theme.LIGHT
        self._pens, self._scale = Pens.of(self._theme), scale()
        self._tables: list[object] = []
        self._small = QFont()
        self.pointed: Spot | Edge | str | None = None
        self.current: Spot = (0, 0)
        self.pinned: Spot | None = None
        self.carded: Spot | None = None  # its card is open
        self._layout = Layout.of((1,), (0,), (400, 400), 66)

    # -- what there is -----------------------------------------------------------------------

    def show_network(self, experiment: Experiment, nodes: list[FeatureNode], buttons: list[QWidget]) -> None:
        """Lay out the network of an experiment; `nodes` are the inputs to show, with `buttons` below them."""
        network = experiment.network
        self._features = network.features
        self._hidden = tuple(layer.width for layer in network.hidden)
        while len(self.heads) > len(network.hidden):
            self.heads.pop().close()
        while len(self.heads) < len(network.hidden):
            self.heads.append(LayerHead(len(self.heads), self))
            self._hide_controls(self.heads[-1])
        for head, layer in zip(self.heads, network.hidden, strict=True):
            head.show_layer(layer)
        self.nodes, self._buttons = nodes, buttons
        self._arrange()

    def hide_controls(self, names: frozenset[str]) -> None:
        """Leave out controls above the columns, with the room that nothing needs then."""
        self._left_out = names
        heads: list[LayerHead | OutputHead] = [*self.heads, self.output]
        for head in heads:
            self._hide_controls(head)
        self._arrange()

    def _hide_controls(self, head: LayerHead | OutputHead) -> None:
        for name, control in zip(head.NAMES, head.controls, strict=True):
            control.setVisible(name not in self._left_out)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how the network is now."""
        self._snapshot = snapshot
        if snapshot.problem != self._problem or snapshot.sizes[-1] != self._outputs:
            self._problem = snapshot.problem
            if snapshot.sizes[-1] != self._outputs:
                self._outputs = snapshot.sizes[-1]
                self.output.show_outputs(self._outputs)
                self._arrange()
            self._tables = []
        self.update(self._live())

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme, self._pens, self._tables = colours, Pens.of(colours), []
        if scale() != self._scale:
            self._scale = scale()
            self._arrange()
        for node in self.nodes:
            node.apply_theme(colours)
        self._forget_pictures()

    def set_room(self, room: QSize, left: int) -> None:
        """Say how much of the drawing is in sight at once, and from where on."""
        if (room, left) != (self._room, self._left):
            other = room != self._room
            self._room, self._left = room, left
            if other:
                self._arrange()
            else:
                self.changed.emit()

    # -- places ------------------------------------------------------------------------------

    @property
    def widths(self) -> tuple[int, ...]:
        """Neurons of the hidden layers, and of the output."""
        return (*self._hidden, self._outputs)

    def _arrange(self) -> None:
        """Give everything its place."""
        widths = self.widths
        self._firsts = [*self._firsts, *[0] * len(widths)][: len(widths)]
        heads: list[LayerHead | OutputHead] = [*self.heads, self.output]
        least = max(head.least for head in heads) + px(6)
        room = self._room.width(), self._room.height()
        rows = sum(any(not head.controls[k].isHidden() for head in heads) for k in range(HEADS))
        self._layout = layout = Layout.of(widths, tuple(self._firsts), room, least, rows)
        self._firsts = [column.first for column in layout.columns]
        head_width = min(round(layout.pitch) - px(6), px(HEAD_WIDTH))
        for head, column in zip(heads, layout.columns, strict=True):
            head.place(column.centre, head_width)
        self._arrange_inputs()
        self._small = QFont(self.font())
        self._small.setPixelSize(px(theme.TINY_FONT))
        self._maps = [Maps() for _ in widths]
        self._tables = []
        layer = min(self.current[0], len(widths) - 1)
        self.current = layer, min(self.current[1], widths[layer] - 1)
        if self.pinned is not None and not self._there(self.pinned):
            self.pinned = None
        gone = isinstance(self.pointed, tuple) and not self._there(self.pointed)
        if gone or isinstance(self.pointed, Edge):
            self.pointed = None
        self.setMinimumWidth(layout.width)
        self._make_gaps()
        self._tell_current()
        self.changed.emit()
        self.update()

    def _there(self, spot: Spot) -> bool:
        return spot[0] < len(self.widths) and spot[1] < self.widths[spot[0]]

    def _arrange_inputs(self) -> None:
        """Give the inputs their places; where there are too many, a button turns to the next."""
        layout = self._layout
        high = px(BUTTON)
        height = layout.bottom - layout.top - high * len(self._buttons)
        row = 0.0
        if self.nodes:
            row = max(min(height / len(self.nodes), layout.node + px(GAP)), px(INPUT_LEAST))
        fit = len(self.nodes)
        if fit * row > height + 1.0:
            fit = max(int((height - high) // row), 1)
        self._first_input = max(0, min(self._first_input, len(self.nodes) - fit))
        shown = self.nodes[self._first_input : self._first_input + fit]
        self.turn.setVisible(fit < len(self.nodes))
        self.turn.setText(f"{self._first_input + 1}–{self._first_input + fit} of {len(self.nodes)} …")
        buttons = [self.turn, *self._buttons] if fit < len(self.nodes) else self._buttons
        for one in self.nodes:
            one.setVisible(one in shown)
        begin = layout.top + 0.5 * max(0.0, layout.bottom - layout.top - fit * row - high * len(buttons))
        for k, one in enumerate(shown):
            one.place(layout.inputs, begin + (k + 0.5) * row, 0, int(min(row - 6, layout.node)))
        for k, button in enumerate(buttons):
            top = round(begin + fit * row + k * high)
            button.setGeometry(QRect(2, top + 2, layout.inputs - 2, high - 3))

    def turn_inputs(self) -> None:
        """Show the next of many inputs, or the first again."""
        shown = sum(not node.isHidden() for node in self.nodes)
        last = self._first_input + shown
        self._first_input = last if last < len(self.nodes) else 0
        self._arrange()

    def show_input(self, name: str) -> None:
        """Bring an input into sight."""
        names = [node.name for node in self.nodes]
        if name in names and self.nodes[names.index(name)].isHidden():
            self._first_input = names.index(name)
            self._arrange()

    def _make_gaps(self) -> None:
        layout = self._layout
        places = {node.name: node.geometry() for node in self.nodes if not node.isHidden()}
        sources = {
            i: QPointF(place.right(), place.center().y() + 0.5)
            for i, name in enumerate(self._features)
            if (place := places.get(name)) is not None
        }
        left = float(layout.inputs)
        self._gaps = []
        for column in layout.columns:
            rows = range(column.first, column.first + len(column.rows))
            targets = {k: QPointF(column.left, y) for k, y in zip(rows, column.rows, strict=True)}
            begin, end = round(left), round(column.left)
            place = QRect(begin, round(layout.top), end - begin, round(layout.bottom - layout.top))
            self._gaps.append(Gap(column.layer, place, sources, targets))
            sources = {k: QPointF(column.right, y) for k, y in zip(rows, column.rows, strict=True)}
            left = column.right

    def _live(self) -> QRect:
        """Return the part that changes while training runs."""
        layout = self._layout
        left = max(layout.inputs + 1, self._left)  # beside the inputs, which stand still
        right = min(layout.width, self._left + self._room.width())
        return QRect(left, round(layout.top), right - left, self.height() - round(layout.top))

    @property
    def sight(self) -> tuple[tuple[tuple[int, int], ...], int]:
        """Return which neurons of each layer are in sight, as (first, count), and the edge of a map."""
        begin, end = self._layout.columns_between(self._left, self._left + self._room.width())
        maps = tuple(
            (column.first, len(column.rows) if begin <= column.layer < end else 0)
            for column in self._layout.columns
        )
        return maps, min(round(self._layout.node * self.devicePixelRatio()), MOST_MAP)

    @property
    def meant(self) -> Spot | None:
        """The neuron that is looked at: pointed at, pinned, or in the keyboard's focus."""
        if isinstance(self.pointed, tuple):
            return self.pointed
        return self.pinned or (self.current if self.hasFocus() else None)

    def scroll_layer(self, layer: int, first: int) -> None:
        """Show other neurons of a layer that is wider than the drawing."""
        column = self._layout.columns[layer]
        first = max(0, min(first, column.width - len(column.rows)))
        if first != column.first:
            self._firsts[layer] = first
            self._arrange()

    # -- painting ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget_pictures()

    def _forget_pictures(self) -> None:
        self._make_gaps()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(self._theme.panel))
        if event.rect().bottom() >= self._layout.top:
            self._paint_network(painter, QRectF(event.rect()))
        painter.end()

    def _paint_network(self, painter: QPainter, seen: QRectF) -> None:
        parts, layout = self._parts(), self._layout
        self._draw_gaps(parts)
        begin, end = layout.columns_between(seen.left(), seen.right())
        for gap in self._gaps[begin : end + 1]:
            gap.paint(painter)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if not self._tables:
            last = len(layout.columns) - 1
            self._tables = [
                tables_of(self._theme, self._problem, self._outputs, layer == last)
                for layer in range(last + 1)
            ]
        for column in layout.columns[begin:end]:
            part, maps = parts[column.layer], self._maps[column.layer]
            if part is not None:
                maps.show(part.images, self._tables[column.layer])  # type: ignore[arg-type]
            paint_column(painter, column, part, maps, self._theme)
            paint_chip(painter, column, self._theme, self._small)
        if end == len(layout.columns):
            paint_classes(painter, layout.columns[-1], self._problem, self._theme)
        self._paint_marks(painter)

    def _parts(self) -> list[LayerPart | None]:
        """Return the snapshot's parts, where they are of the network that is laid out."""
        count = len(self._layout.columns)
        drawn = self._snapshot.drawn if self._snapshot is not None else None
        if drawn is None or self._snapshot is None or self._snapshot.sizes[1:] != self.widths:
            return [None] * count
        return [part if len(part.images) else None for part in drawn.parts]

    def _draw_gaps(self, parts: list[LayerPart | None]) -> None:
        """Draw the pictures of lines that have changed; while training runs only some, in turn."""
        meant = self.meant or self.carded  # of which the weights stand out
        busy = self._snapshot is not None and self._snapshot.busy
        left = PICTURES if busy else len(self._gaps)
        begin, end = self._layout.columns_between(self._left, self._left + self._room.width())
        order = list(range(begin, end))
        turn = next((k for k, i in enumerate(order) if i >= self._next_gap), 0)
        for i in order[turn:] + order[:turn]:
            gap, part = self._gaps[i], parts[i]
            standing = None if meant is None else (meant[1] if meant[0] == gap.layer else False)
            state = gap.state(part, standing)
            if gap.is_fresh(state):
                continue
            if left <= 0 and gap.has_meaning(standing):
                continue
            gap.draw(part, standing, self._pens, self.devicePixelRatio())
            left -= 1
            self._next_gap = i + 1

    def _paint_marks(self, painter: QPainter) -> None:
        """Draw what stands out: the neuron in focus or pointed at, and the weight that is pointed at."""
        colours = self._theme
        if self.hasFocus():
            self._frame(painter, self.current, QPen(QColor(colours.accent), real(3.0)))
        if self.carded is not None and self._there(self.carded):
            self._frame(painter, self.carded, QPen(QColor(colours.accent), real(3.0)))
        if self.pinned is not None:
            self._frame(painter, self.pinned, QPen(QColor(colours.text), real(2.0), Qt.PenStyle.DashLine))
        if isinstance(self.pointed, tuple):
            self._frame(painter, self.pointed, QPen(QColor(colours.text), real(2.0)))
        elif isinstance(self.pointed, Edge):
            self._paint_edge(painter, self.pointed)

    def _frame(self, painter: QPainter, spot: Spot, pen: QPen) -> None:
        column = self._layout.columns[spot[0]]
        if column.shows(spot[1]):
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(column.rectangle(spot[1]).adjusted(-2, -2, 1, 1))

    def _paint_edge(self, painter: QPainter, edge: Edge) -> None:
        line, value = self._gaps[edge.layer].line(edge.neuron, edge.source), self.weight(edge)
        if line is None or value is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.text), real(3.0)))
        painter.drawLine(line)
        text = shown(value)
        box = QRectF(painter.fontMetrics().boundingRect(text)).adjusted(-real(5.0), -2.0, real(5.0), 2.0)
        box.moveCenter(line.center() - QPointF(0.0, real(14.0)))
        painter.setPen(QPen(QColor(self._theme.text), 1.0))
        painter.setBrush(QColor(self._theme.panel))
        painter.drawRoundedRect(box, real(4.0), real(4.0))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    # -- what is known -----------------------------------------------------------------------

    def weight(self, edge: Edge) -> float | None:
        """Return a weight that is in sight."""
        part = self._parts()[edge.layer] if edge.layer < len(self._layout.columns) else None
        if part is None:
            return None
        row, column = edge.neuron - part.first, edge.source - part.source
        inside = 0 <= row < part.weights.shape[0] and 0 <= column < part.weights.shape[1]
        return float(part.weights[row, column]) if inside else None

    def bias(self, spot: Spot) -> float | None:
        """Return the bias of a neuron that is in sight."""
        part = self._parts()[spot[0]] if spot[0] < len(self._layout.columns) else None
        if part is None or not 0 <= spot[1] - part.first < len(part.biases):
            return None
        return float(part.biases[spot[1] - part.first])

    def words(self, what: "Spot | Edge | str") -> str:
        """Return what something is called."""
        layers = len(self.widths)
        if isinstance(what, str):
            return f"input {label(what)}"
        if isinstance(what, tuple):
            return neuron_name(*what, layers, self._outputs)
        target = neuron_name(what.layer, what.neuron, layers, self._outputs)
        if what.layer == 0:
            source = label(self._features[what.source]) if what.source < len(self._features) else "bias"
        else:
            source = neuron_name(what.layer - 1, what.source, layers, self._outputs)
        return f"weight from {source} to {target}"

    def _tell_current(self) -> None:
        """Have a screen reader say which neuron the keyboard is at."""
        bias = self.bias(self.current)
        said = self.words(self.current) + (f", bias {shown(bias)}" if bias is not None else "")
        if self.hasFocus() and said != self.accessibleDescription():
            self.setAccessibleDescription(said)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._layout.width, round(self._layout.top) + FEWEST * row_least() + px(AIR) + px(BAR))
