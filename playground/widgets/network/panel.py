"""The network panel: the drawing, its inputs, buttons for layers, and what is pointed at."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from engine import RANGES, Experiment, LayerSpec
from playground.classroom.catalogue import INPUTS, NETWORK, WEIGHTS
from playground.classroom.choice import EVERYTHING, Classroom
from playground.mathematics.edges import Quantity
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.observers.close_up import AskCloseUp
from playground.observers.neuron_maps import AskNeuronMaps
from playground.observers.neuron_parameters import AskNeuronParameters
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.texts import network as texts
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.visibility import hide
from playground.widgets.network.cards import NetworkCards
from playground.widgets.network.features import Features
from playground.widgets.network.foot import Foot
from playground.widgets.network.layer_count import LayersRow
from playground.widgets.network.panel_step import PanelStep
from playground.widgets.network.status import described, described_chip, size_of
from playground.widgets.network.subject import Edge, Spot
from playground.widgets.network.view import NetworkView

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger

MOST_SOURCES = 64  # inputs whose weights are drawn


class NetworkPanel(Panel):
    """Inputs, hidden layers and output, as a live drawing.

    Signals
    -------
    layer_edited (int, dict)
        A hidden layer's index, and the fields of its spec to replace.
    asked (tuple)
        Everything that is looked at: no more is computed.
    output_highlighted (bool)
        Whether the single output is highlighted, which the output plot shows anyway.
    parameter_set (int, int, int, float, float)
        Layer, neuron, source, the new value and the old one.
    mask_asked (str, int, int, object, bool)
        "freeze" or "silence", layer, neuron, source or None, on or off.
    neuron_removed (int, int)
    lines_chosen (str)
        What the lines are to show: a name in `Quantity`.
    place_chosen (Place or None)
        What of the network was chosen, where mathematics are shown.

    Attributes
    ----------
    drawing : NetworkView
    layers : LayersRow
    features : Features
        All inputs to choose from.
    cards : NetworkCards
    step : PanelStep
    """

    groups = (INPUTS, NETWORK)
    layer_edited = Signal(int, dict)
    takes_turns = True

    asked = Signal(tuple)
    output_highlighted = Signal(bool)
    parameter_set = Signal(int, int, int, float, float)
    mask_asked = Signal(str, int, int, object, bool)
    neuron_removed = Signal(int, int)
    lines_chosen = Signal(str)
    place_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(texts.HEADING())
        self._experiment = Experiment()
        self._hidden: tuple[LayerSpec, ...] = ()
        self._sizes: tuple[int, ...] = ()
        self._classroom = EVERYTHING
        self._output_highlighted = False
        self._asks: tuple[object, ...] = ()
        self.drawing = NetworkView()
        self.column.removeWidget(self.title)
        self.layers = LayersRow(self.column, self.title)
        self._area = QScrollArea()
        self._area.setWidget(self.drawing)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(texts.AREA())
        self._area.viewport().installEventFilter(self)
        self._area.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.column.addWidget(self._area, 1)
        edge, low = (
            sizes.MARGIN,
            sizes.SPACING,
        )  # every pixel counts below: eight neurons fit on small screens
        fit(self.column.setContentsMargins, edge, low, edge, low)
        fit(self.column.setSpacing, sizes.TIGHT)
        self._foot = Foot(self.column)
        self.step = PanelStep(self.drawing, self._foot)
        self.features = Features(self.drawing)
        self.cards = NetworkCards(self, self.drawing)
        self._connect()

    def _connect(self) -> None:
        drawing, features, cards = self.drawing, self.features, self.cards
        self.layers.asked.connect(self._ask_layers)
        self.layers.lines_chosen.connect(self.show_lines)
        self.layers.lines_chosen.connect(self.lines_chosen)
        self.step.changed.connect(self._look)
        drawing.place_chosen.connect(self.place_chosen)
        self._foot.all.clicked.connect(self.show_all)
        drawing.changed.connect(self._look)
        drawing.heads_row.made.connect(self._connect_head)
        drawing.width_asked.connect(self._change_width)
        drawing.removal_asked.connect(self.remove_neuron)
        drawing.output.activation.chosen.connect(
            lambda name: self.ask("network.output", "network", output=name)
        )
        features.chosen.connect(lambda control, names: self.ask(control, "network", features=names))
        features.hovered.connect(lambda name: drawing.point_at(name or None))
        features.changed.connect(self._show_inputs)
        features.own.clicked.connect(lambda: cards.open_formula(features.own))
        cards.parameter_set.connect(self.parameter_set)
        cards.mask_asked.connect(self.mask_asked)
        cards.removal_asked.connect(self.remove_neuron)
        cards.formula_wanted.connect(self._add_formula)
        cards.changed.connect(self._look)
        cards.grown.connect(self.grown)

    # -- asking ------------------------------------------------------------------------------

    def add_layer(self) -> None:
        """Ask for one more hidden layer, like the last one."""
        self.layers.ask_more()

    def remove_layer(self) -> None:
        """Ask for one hidden layer fewer."""
        self.layers.ask_fewer()

    def _ask_layers(self, control: str, hidden: tuple[LayerSpec, ...]) -> None:
        before = len(self._hidden)
        self.ask(control, "network", hidden=hidden)
        if len(self._hidden) > before:
            self._scroll_to(len(self._hidden) - 1)

    def _scroll_to(self, layer: int) -> None:
        """Scroll until a whole layer is visible, where the drawing is wider than its room."""
        left, right = self.drawing.span_of(layer)
        middle, margin = round(0.5 * (left + right)), round(0.5 * (right - left))
        self._area.ensureVisible(middle, 0, margin, 0)

    def remove_neuron(self, layer: int, neuron: int) -> None:
        """Ask for one neuron to be removed."""
        if layer < len(self._hidden) and self._hidden[layer].width > 1:
            self.neuron_removed.emit(layer, neuron)

    def _change_width(self, layer: int, more: int) -> None:
        if 1 <= self._hidden[layer].width + more <= RANGES["width"].high:
            self.layer_edited.emit(layer, {"width": self._hidden[layer].width + more})

    def _add_formula(self, formula: str) -> None:
        features = (*self._experiment.network.features, formula)
        self.ask("features.formula", "network", features=features)
        self.drawing.inputs.bring(formula)

    # -- showing -----------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the network of an experiment."""
        network, before = experiment.network, self.drawing.subject.shape
        self._experiment, self._hidden = experiment, network.hidden
        self.features.show_experiment(experiment)
        self.drawing.output.show_experiment(experiment)
        for index, head in self.drawing.heads.items():
            if index >= len(network.hidden):
                head.width.blockSignals(True)  # a half-typed number is no longer asked for
        self._show_network()
        self.layers.show_layers(network.hidden)
        self._order_tabs()
        if self.drawing.subject.shape != before:
            self.cards.finish()  # its neuron may have changed

    def _connect_head(self, layer: int) -> None:
        """Have the controls of a layer that has come into sight ask for changes."""
        head = self.drawing.heads[layer]
        head.width.edited.connect(lambda n: self.layer_edited.emit(layer, {"width": n}))
        head.activation.chosen.connect(lambda name: self.layer_edited.emit(layer, {"activation": name}))
        self._order_tabs()
        self.grown.emit()

    def _show_network(self) -> None:
        self.drawing.show_network(self._experiment, self.features.nodes(), self.features.buttons())

    def _show_inputs(self) -> None:
        self._show_network()
        self._order_tabs()

    def show_classroom(self, classroom: Classroom) -> None:
        """Leave out of the drawing what a class does not see, and collapse what is left empty."""
        self._classroom = classroom
        self.layers.show_classroom(classroom)
        hide(self, self.drawing.objectName() in classroom.hidden)
        self.features.show_classroom(classroom)
        self._show_network()
        self.drawing.hide_controls(classroom.hidden)
        self.cards.show_classroom(classroom)
        self._show_status()

    def _order_tabs(self) -> None:
        """Have Tab go through everything in the order on screen."""
        inputs = [*self.features.nodes(), self.drawing.inputs.turn, *self.features.buttons()]
        layers = [one for _, head in sorted(self.drawing.heads.items()) for one in head.controls]
        ends = [self.drawing.output.activation, self.drawing]
        # inputs take the place of the first control there was, which then follows them
        first = self.layers.remove
        for one, following in pairwise([first, *inputs, first, self.layers.add, *layers, *ends]):
            QWidget.setTabOrder(one, following)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how the network is now."""
        outputs = self.drawing.subject.outputs
        self.drawing.show_snapshot(snapshot)
        self.step.show_snapshot(snapshot)
        self.features.show_frame(snapshot.frame)
        if self.drawing.subject.outputs != outputs:
            self.cards.finish()
        if snapshot.sizes != self._sizes:
            self._sizes = snapshot.sizes
            self._look()
        self._show_status()
        self.cards.show_row()

    # -- the mathematics of a step -----------------------------------------------------------

    def show_lines(self, name: str) -> None:
        """Show other numbers as lines: a name in `Quantity`."""
        if Quantity(name) is not self.drawing.subject.step.chosen:
            self.layers.lines.show_name(name)
            self.step.show_lines(Quantity(name))

    def show_mathematics(self, on: bool) -> None:
        """Show numbers on the neurons, and have a click choose a place in the mathematics; or not."""
        self.step.show_mathematics(on)

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show a training step: one moment of it, or all, and what of the network is chosen."""
        step = self.drawing.subject.step
        before = step.moment, step.place
        self.step.show(ledger, moment, place)
        if (step.moment, step.place) != before and (layer := step.layer_in_sight) is not None:
            self._scroll_to(layer)
        self._show_status()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.layers.apply_theme(colours)
        self._foot.apply_theme(colours)
        self.features.apply_theme(colours)
        self.drawing.apply_theme(colours)

    def _show_status(self) -> None:
        """Show what is pointed at, or else how large the network is."""
        target = self.drawing.pointed or self.drawing.highlighted
        if self.drawing.chip is not None:
            self._foot.show_text(described_chip(self.drawing.chip, self._experiment), idle=False)
        elif target is None:
            self._foot.show_text(size_of(self._sizes, self._experiment), idle=True)
        else:
            settable = not self._classroom.closed(WEIGHTS)
            self._foot.show_text(described(self.drawing.subject, target, settable), idle=False)

    def _fit_foot(self) -> None:
        """Give the foot the room that the drawing leaves."""
        edges = self.column.contentsMargins()
        needed = px(sizes.TIGHT) + self._foot.height_of_both + edges.bottom()
        roomy = self.height() - self._area.y() - needed >= self.drawing.usual_height
        width = self.width() - edges.left() - edges.right()
        self._foot.show_room(width, roomy)
        self.layers.show_room(width)

    def show_as(self, other: NetworkPanel) -> None:
        """Show what another panel shows, beside the experiment and the snapshot."""
        step = other.drawing.subject.step
        self.drawing.pinned = other.drawing.pinned
        self.show_lines(step.chosen.value)
        self.show_mathematics(step.mathematics)
        self.show_step(step.flow.ledger if step.flow is not None else None, step.moment, step.place)

    def fold(self, on: bool) -> None:
        """Stand under a tab, which is its heading, or by itself."""
        super().fold(on)
        self.layers.fold(on)

    def have_room(self) -> None:
        """Be wide enough for all columns, and never scroll: for a picture."""
        self._area.setMinimumSize(self.drawing.minimumSizeHint())

    # -- what is visible --------------------------------------------------------------------

    def _look(self) -> None:
        """Ask for what is looked at from now on."""
        drawing = self.drawing
        maps, size = drawing.visible_maps
        what: Spot | str | None = drawing.pointed if not isinstance(drawing.pointed, Edge) else None
        what = what or drawing.highlighted
        visible = self.isVisible()
        single = isinstance(what, tuple) and what[0] == len(drawing.widths) - 1 and drawing.widths[-1] == 1
        if single:
            what = None  # it is what the output plot shows anyway
        if (single and visible) != self._output_highlighted:
            self._output_highlighted = single and visible
            self.output_highlighted.emit(self._output_highlighted)
        asks: list[object] = []
        if visible and maps:
            sources = (0, min(len(self._experiment.network.features), MOST_SOURCES))
            asks.append(AskNeuronMaps(maps, size, sources))
        if visible and what is not None:
            asks.append(AskCloseUp(what))
        if visible and (own := self.step.ask) is not None:
            asks.append(own)
        if self.cards.spot is not None:
            asks.append(AskNeuronParameters(*self.cards.spot))
        if drawing.opened_neuron != self.cards.spot:
            drawing.opened_neuron = self.cards.spot
            drawing.update()
        self._foot.all.setVisible(drawing.pinned is not None)
        self.cards.show_pinned()
        if self._sizes:
            self._show_status()
        if tuple(asks) != self._asks:
            self._asks = tuple(asks)
            self.asked.emit(self._asks)

    def _scrolled(self, value: int) -> None:
        bar = self._area.horizontalScrollBar().sizeHint().height()
        self.drawing.set_room(self._area.maximumViewportSize(), bar, value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._scrolled(self._area.horizontalScrollBar().value())
        return super().eventFilter(watched, event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_foot()
        self.cards.hide()

    def show_all(self) -> None:
        """Show the network's output in the output plot again; if it is shown, choose no place any longer."""
        if self.drawing.pinned is None and self.drawing.subject.step.place is not None:
            self.place_chosen.emit(None)
        self.drawing.pinned = None
        self.drawing.update()
        self._look()
