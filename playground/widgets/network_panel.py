"""The network panel: the drawing, its inputs, layers to add and to take away, and what is pointed at."""

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from engine import FEATURES, RANGES, Experiment, LayerSpec, parameter_count
from engine.features import label
from playground import theme
from playground.changes import neuron_name
from playground.classroom import EVERYTHING, FORMULA, LAYERS, WEIGHTS, Classroom, control_of
from playground.sizes import SHORT, Slow, fit, fit_gap, px, scale
from playground.snapshot import Snapshot, View
from playground.theme import Theme
from playground.widgets.controls import Button, caption, icon_button
from playground.widgets.controls.presence import put_away
from playground.widgets.network_drawing import Edge, Spot, shown
from playground.widgets.network_inputs import FeatureNode, FormulaCard
from playground.widgets.network_view import NetworkView
from playground.widgets.neuron_card import NeuronCard
from playground.widgets.panel import Panel

FOOT = Slow(22)  # the height of the line below the drawing
BEGINNERS = 7  # features that are in sight from the first
MOST_SOURCES = 64  # inputs whose weights are drawn


class NetworkPanel(Panel):
    """Inputs, hidden layers and output, as a drawing that lives.

    Signals
    -------
    layer_edited (int, dict)
        A hidden layer's index, and the fields of its spec to replace.
    view_changed (View)
        What is in sight, so that the worker computes no more than that.
    parameter_set (int, int, int, float, float)
        Layer, neuron, source, the new value and the old one.
    held (str, int, int, object, bool)
        "freeze" or "silence", layer, neuron, source or None, on or off.
    neuron_removed (int, int)
    """

    layer_edited = Signal(int, dict)
    view_changed = Signal(object)
    parameter_set = Signal(int, int, int, float, float)
    held = Signal(str, int, int, object, bool)
    neuron_removed = Signal(int, int)

    def __init__(self) -> None:
        super().__init__("NETWORK")
        self._experiment = Experiment()
        self._hidden: tuple[LayerSpec, ...] = ()
        self._sizes: tuple[int, ...] = ()
        self._nodes: dict[str, FeatureNode] = {}
        self._stay: set[str] = set(list(FEATURES)[:BEGINNERS])
        self._all_inputs = False
        self._theme = theme.LIGHT
        self._card: NeuronCard | None = None
        self._formula: FormulaCard | None = None
        self._snapshot: Snapshot | None = None
        self._classroom = EVERYTHING
        self._said = ""
        self.view = View()
        self.drawing = NetworkView()
        self._head()
        self._area = QScrollArea()
        self._area.setWidget(self.drawing)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName("The network")
        self._area.viewport().installEventFilter(self)
        self._area.horizontalScrollBar().valueChanged.connect(self._scrolled)
        self.column.addWidget(self._area, 1)
        self._status = QLabel()
        self._status.setProperty("role", "caption")
        self._status.setObjectName("network.status")
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        fit(self._status.setMinimumHeight, FOOT)
        foot = QHBoxLayout()
        foot.addWidget(self._status, 1)
        foot.addWidget(self._all)
        self.column.addLayout(foot)
        self._more = self._small_button(
            "network.more_inputs", "more inputs", "More inputs", "Show all features that there are."
        )
        self._own = self._small_button(
            "network.own_formula",
            "own formula…",
            "Own formula",
            "Type an input of your own, such as x1*x2^2.",
        )
        self._more.clicked.connect(self._toggle_inputs)
        self._own.clicked.connect(self._open_formula)
        self._connect()

    def _head(self) -> None:
        head = QHBoxLayout()
        fit(head.setSpacing, theme.SPACING)
        self.column.removeWidget(self.title)
        head.addWidget(self.title)
        fit_gap(head, theme.MARGIN)
        self._count = caption("Hidden layers")
        self._remove = icon_button(
            "network.remove_layer", "Remove layer",
            "Take the last hidden layer away. The layer behind it takes over its weights, without the bend.",
        )  # fmt: skip
        self._add = icon_button(
            "network.add_layer", "Add layer",
            "Add a hidden layer before the output, like the last one. It begins by passing on what it gets.",
        )  # fmt: skip
        self._remove.clicked.connect(self.remove_layer)
        self._add.clicked.connect(self.add_layer)
        for one in (self._count, self._remove, self._add):
            head.addWidget(one)
        head.addStretch()
        self._all = Button(
            "network.show_all", "Show all", "Show all", "Have the large plot show the network's output again."
        )
        self._all.clicked.connect(self.show_all)
        self._all.setProperty("role", "small")
        self._all.hide()
        self.column.addLayout(head)

    def _tell_count(self) -> None:
        words = "Hidden layers" if scale() < SHORT else "Hidden"
        self._count.setText(f"{words}: {len(self._hidden)}")

    def _small_button(self, name: str, text: str, label_: str, tip: str) -> Button:
        button = Button(name, text, label_, tip)
        button.setParent(self.drawing)
        button.setProperty("role", "small")
        return button

    def _connect(self) -> None:
        drawing = self.drawing
        drawing.changed.connect(self._look)
        drawing.opened.connect(self._open_card)
        drawing.width_asked.connect(self._change_width)
        drawing.removal_asked.connect(self.remove_neuron)
        drawing.output.activation.chosen.connect(
            lambda name: self.ask("network.output", "network", output=name)
        )

    # -- asking ------------------------------------------------------------------------------

    def _feature_toggled(self, _: bool) -> None:
        sender = self.sender()
        chosen = tuple(name for name, node in self._nodes.items() if node.isChecked())
        self.ask(sender.objectName(), "network", features=chosen)

    def add_layer(self) -> None:
        """Ask for one more hidden layer, like the last one."""
        new = self._hidden[-1] if self._hidden else LayerSpec()
        self.ask("network.add_layer", "network", hidden=(*self._hidden, new))

    def remove_layer(self) -> None:
        """Ask for one hidden layer less."""
        self.ask("network.remove_layer", "network", hidden=self._hidden[:-1])

    def remove_neuron(self, layer: int, neuron: int) -> None:
        """Ask for one neuron to be taken out."""
        if layer < len(self._hidden) and self._hidden[layer].width > 1:
            self.neuron_removed.emit(layer, neuron)

    def _change_width(self, layer: int, more: int) -> None:
        if 1 <= self._hidden[layer].width + more <= RANGES["width"].high:
            self.layer_edited.emit(layer, {"width": self._hidden[layer].width + more})

    # -- showing -----------------------------------------------------------------------------

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the network of an experiment."""
        network = experiment.network
        self._experiment, self._hidden = experiment, network.hidden
        self._show_inputs(network.features)
        self.drawing.output.activation.show_name(network.output)
        for head in self.drawing.heads[len(network.hidden) :]:
            head.width.blockSignals(True)  # a number half typed is not asked for any more
        known = len(self.drawing.heads)
        self.drawing.show_network(experiment, self._shown_nodes(), self._input_buttons())
        for index in range(min(known, len(network.hidden)), len(network.hidden)):
            head = self.drawing.heads[index]
            head.width.edited.connect(lambda n, i=index: self.layer_edited.emit(i, {"width": n}))
            head.activation.chosen.connect(lambda a, i=index: self.layer_edited.emit(i, {"activation": a}))
        self._remove.setEnabled(bool(network.hidden))
        self._add.setEnabled(len(network.hidden) < RANGES["layers"].high)
        self._tell_count()
        self._order_tabs()
        if self._card is not None and self._card.spot is not None:
            self._card.finish()  # its neuron may be another now

    def _show_inputs(self, features: tuple[str, ...]) -> None:
        """Have a switch for every feature, and for every formula that there has been."""
        for name in (*FEATURES, *features):
            if name not in self._nodes:
                node = FeatureNode(name, self.drawing)
                node.apply_theme(self._theme)
                node.toggled.connect(self._feature_toggled)
                node.hovered.connect(lambda which: self.drawing.point_at(which or None))
                self._nodes[name] = node
        for name, node in self._nodes.items():
            node.show_checked(name in features)
        self._stay.update(features)

    def show_classroom(self, classroom: Classroom) -> None:
        """Leave out of the drawing what a class does not see, and close up what is left empty."""
        self._classroom = classroom
        put_away(self._count, LAYERS in classroom.hidden)
        put_away(self, self.drawing.objectName() in classroom.hidden)
        self.drawing.show_network(self._experiment, self._shown_nodes(), self._input_buttons())
        self.drawing.hide_controls(classroom.hidden)
        if self._card is not None:
            self._card.show_classroom(classroom)
        self._tell()

    def _unseen(self) -> set[str]:
        """The inputs that a class does not see; one that is in use is part of the network, and stays."""
        names = {name for name in self._nodes if control_of(f"features.{name}") in self._classroom.hidden}
        return names - set(self._experiment.network.features)

    def _shown_nodes(self) -> list[FeatureNode]:
        hidden = self._unseen()
        if not self._all_inputs:
            hidden |= self._nodes.keys() - self._stay
        for name in hidden:
            self._nodes[name].hide()
        return [node for name, node in self._nodes.items() if name not in hidden]

    def _input_buttons(self) -> list[QWidget]:
        self._more.setText("fewer inputs" if self._all_inputs else "more inputs")
        own = FORMULA not in self._classroom.hidden
        more = own or bool(self._nodes.keys() - self._stay - self._unseen())
        self._own.setVisible(own and self._all_inputs)
        self._more.setVisible(more)
        return [one for one in (self._own, self._more) if not one.isHidden()]

    def _toggle_inputs(self) -> None:
        self._all_inputs = not self._all_inputs
        if not self._all_inputs:
            self._stay = set(list(FEATURES)[:BEGINNERS]) | set(self._experiment.network.features)
        self.drawing.show_network(self._experiment, self._shown_nodes(), self._input_buttons())
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab meets everything where it is seen."""
        inputs = [*self._shown_nodes(), self.drawing.turn, *self._input_buttons()]
        layers = [one for head in self.drawing.heads for one in head.controls]
        ends = [self.drawing.output.activation, self.drawing]
        for one, following in pairwise([self._remove, *inputs, self._add, *layers, *ends]):
            QWidget.setTabOrder(one, following)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how the network is now."""
        self._snapshot = snapshot
        self.drawing.show_snapshot(snapshot)
        if snapshot.sizes != self._sizes:
            self._sizes = snapshot.sizes
            self._look()
        self._tell()
        if self._card is not None and self._card.isVisible() and snapshot.drawn is not None:
            self._card.show_row(snapshot.drawn.row)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self._tell_count()
        self._add.setIcon(theme.icon("add", colours.text))
        self._remove.setIcon(theme.icon("remove", colours.text))
        for node in self._nodes.values():
            node.apply_theme(colours)
        self.drawing.apply_theme(colours)

    def _tell(self) -> None:
        """Say what is pointed at, or else how large the network is."""
        drawing, what = self.drawing, self.drawing.pointed or self.drawing.meant
        if what is None:
            text = f"{_chain(self._sizes)}: {parameter_count(self._sizes):,} weights and biases"
        else:
            text = drawing.words(what)
            value = drawing.weight(what) if isinstance(what, Edge) else None
            if isinstance(what, tuple) and (bias := drawing.bias(what)) is not None:
                text += f": bias {shown(bias)}"
                text += "" if self._classroom.closed(WEIGHTS) else ". Click for its numbers"
            elif value is not None:
                text += f": {shown(value)}"
                text += "" if self._classroom.closed(WEIGHTS) else ". Click to set it"
            text = text[0].upper() + text[1:]
        if text != self._said:
            self._said = text
            self._write()

    def _write(self) -> None:
        """Write what has room below the drawing."""
        metrics, end = self._status.fontMetrics(), Qt.TextElideMode.ElideRight
        room = self.width() - 2 * px(theme.MARGIN)
        if not self._all.isHidden():
            room -= self._all.sizeHint().width() + px(theme.SPACING)
        self._status.setText(metrics.elidedText(self._said, end, room))
        self._status.setToolTip(self._said if self._status.text() != self._said else "")

    # -- what is in sight --------------------------------------------------------------------

    def _look(self) -> None:
        """Say what the worker has to compute from now on."""
        drawing = self.drawing
        maps, size = drawing.sight
        what: Spot | str | None = drawing.pointed if not isinstance(drawing.pointed, Edge) else None
        what = what or drawing.meant
        if isinstance(what, tuple) and what[0] == len(drawing.widths) - 1 and drawing.widths[-1] == 1:
            what = None  # a single output is what the large plot shows anyway
        there = self.isVisible()
        view = View(
            maps=maps if there else (),
            map_size=size,
            sources=(0, min(len(self._experiment.network.features), MOST_SOURCES)),
            close_up=what if there else None,
            row=self._card.spot if self._card is not None else None,
        )
        if drawing.carded != view.row:
            drawing.carded = view.row
            drawing.update()
        self._all.setVisible(drawing.pinned is not None)
        if self._card is not None and self._card.spot is not None:
            self._card.show_pinned(drawing.pinned == self._card.spot)
        if self._sizes:
            self._tell()
        if view != self.view:
            self.view = view
            self.view_changed.emit(view)

    def _scrolled(self, value: int) -> None:
        self.drawing.set_room(self._area.viewport().size(), value)

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
        self._write()
        for card in (self._card, self._formula):
            if card is not None and card.isVisible():
                card.hide()

    def show_all(self) -> None:
        """Have the large plot show the output again."""
        self.drawing.pinned = None
        self.drawing.update()
        self._look()

    # -- cards -------------------------------------------------------------------------------

    def _open_card(self, layer: int, neuron: int, source: int, place: QPoint) -> None:
        if source >= 0 and WEIGHTS in self._classroom.hidden:
            return  # there is nothing to be done with a weight
        card = self._card
        if card is None:
            card = self._card = NeuronCard(self.window())
            card.parameter_set.connect(self._set_parameter)
            card.held.connect(self._hold)
            card.focus_asked.connect(self._pin)
            card.removal_asked.connect(self._remove_card)
            card.next_asked.connect(self._open_next)
            card.closed.connect(self._card_closed)
            card.show_classroom(self._classroom)
            self.grown.emit()
        widths = self.drawing.widths
        title = neuron_name(layer, neuron, len(widths), widths[-1])
        if layer == 0:
            sources = [label(name) for name in self._experiment.network.features]
        else:
            sources = [f"neuron {k + 1}" for k in range(widths[layer - 1])]
        pinned = self.drawing.pinned == (layer, neuron)
        hidden = layer < len(widths) - 1
        card.open_for((layer, neuron), title[0].upper() + title[1:], sources, source, hidden, pinned)
        # the large plot shows what comes of it: it stays in sight
        right = self.mapTo(self.window(), self.rect().bottomRight()).x()
        card.move_beside(self.drawing.mapTo(self.window(), place), px(40), right)
        self._look()
        if self._snapshot is not None and self._snapshot.drawn is not None:
            card.show_row(self._snapshot.drawn.row)  # known already, where it is the neuron that was open

    def _open_next(self) -> None:
        """Open the card of the neuron after the one that is open, or stay with the last."""
        if self._card is None or self._card.spot is None:
            return
        layer, neuron = self._card.spot
        widths = self.drawing.widths
        layer, neuron = (layer, neuron + 1) if neuron + 1 < widths[layer] else (layer + 1, 0)
        if layer < len(widths):
            self.drawing.go_to((layer, neuron))
            self._open_card(layer, neuron, -1, self.drawing.place_of((layer, neuron)))
        else:
            self._card.focusNextPrevChild(True)

    def _card_closed(self) -> None:
        if self.drawing.focusPolicy() and self._card is not None:
            self.drawing.update()
        self._look()

    def _set_parameter(self, source: int, value: float, before: float) -> None:
        if self._card is not None and self._card.spot is not None:
            self.parameter_set.emit(*self._card.spot, source, value, before)

    def _hold(self, kind: str, source: int | None, on: bool) -> None:
        if self._card is not None and self._card.spot is not None:
            self.held.emit(kind, *self._card.spot, source, on)

    def _pin(self, on: bool) -> None:
        if self._card is not None:
            self.drawing.pinned = self._card.spot if on else None
            self.drawing.update()
            self._look()

    def _remove_card(self) -> None:
        if self._card is not None and self._card.spot is not None:
            spot = self._card.spot
            self._card.finish()
            self.remove_neuron(*spot)

    def _open_formula(self) -> None:
        if self._formula is None:
            self._formula = FormulaCard(self.window(), self._refuse_formula)
            self._formula.wanted.connect(self._add_formula)
        self._formula.open_above(self._own.mapTo(self.window(), QPoint(0, -4)))

    def _refuse_formula(self, formula: str) -> str:
        there = formula in self._experiment.network.features
        return f"{label(formula)} is an input already." if there else ""

    def _add_formula(self, formula: str) -> None:
        features = (*self._experiment.network.features, formula)
        self.ask("features.formula", "network", features=features)
        self.drawing.show_input(formula)


def _chain(sizes: tuple[int, ...]) -> str:
    """Return 2–8–8–1, without the middle where it would be too long for its line."""
    whole = "–".join(map(str, sizes))
    return whole if len(whole) <= 20 else "–".join(map(str, (*sizes[:3], "…", *sizes[-2:])))
