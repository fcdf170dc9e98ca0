"""The network panel: inputs, hidden layers and output."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from engine import (
    ACTIVATIONS,
    FEATURES,
    RANGES,
    Experiment,
    LayerSpec,
    hidden_activations,
    output_activations,
    parameter_count,
)
from playground import theme
from playground.snapshot import Snapshot
from playground.theme import Theme
from playground.widgets.controls import Choice, Switch, WholeNumber, caption, icon_button
from playground.widgets.panel import Panel

LABEL_WIDTH = 18


class LayerRow(QWidget):
    """Width and activation of one hidden layer."""

    def __init__(self, index: int, panel: "NetworkPanel") -> None:
        super().__init__()
        name = f"Hidden layer {index + 1}"
        self._width = WholeNumber(
            f"layer{index}.width",
            f"{name}: neurons",
            "Neurons in this layer. More can bend the boundary more often. A change starts training again.",
            RANGES["width"],
        )
        self._activation = Choice(
            f"layer{index}.activation",
            f"{name}: activation",
            "What each neuron makes of its weighted sum. Without a bend in it, layers add nothing.",
            {key: (ACTIVATIONS[key].label, ACTIVATIONS[key].formula) for key in hidden_activations()},
        )
        self._width.edited.connect(lambda n: panel.layer_edited.emit(index, {"width": n}))
        self._activation.chosen.connect(lambda a: panel.layer_edited.emit(index, {"activation": a}))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        label = caption(str(index + 1), self._width)
        label.setFixedWidth(LABEL_WIDTH)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label)
        row.addWidget(self._width, 1)
        row.addWidget(self._activation, 1)
        self.controls = (self._width, self._activation)

    def show_layer(self, layer: LayerSpec) -> None:
        """Show a layer's spec."""
        self._width.show_value(layer.width)
        self._activation.show_name(layer.activation)


class NetworkPanel(Panel):
    """Features on the left, hidden layers and output on the right.

    Signals
    -------
    layer_edited (int, dict)
        A hidden layer's index, and the fields of its spec to replace.
    """

    layer_edited = Signal(int, dict)

    def __init__(self) -> None:
        super().__init__("NETWORK")
        self._hidden: tuple[LayerSpec, ...] = ()
        self._rows: list[LayerRow] = []
        self._sizes: tuple[int, ...] = ()
        self._features: dict[str, Switch] = {}
        self._summary = QLabel()
        self._summary.setProperty("role", "caption")
        sides = QHBoxLayout()
        sides.setSpacing(theme.MARGIN)
        sides.addLayout(self._inputs())
        sides.addLayout(self._layers(), 1)
        self.column.addLayout(sides, 1)
        self.column.addWidget(self._summary)

    def _inputs(self) -> QVBoxLayout:
        column = QVBoxLayout()
        title = caption("Inputs")
        title.setFixedHeight(theme.CONTROL_HEIGHT)  # on one line with "Hidden layers" and its buttons
        column.addWidget(title)
        for name, feature in FEATURES.items():
            switch = Switch(
                f"features.{name}",
                feature.label,
                f"Input {feature.label}",
                f"Give the network {feature.label} of each point. The right one can replace a hidden layer.",
            )
            switch.toggled.connect(partial(self._feature_toggled, name))
            self._features[name] = switch
            column.addWidget(switch)
        column.addStretch()
        return column

    def _layers(self) -> QVBoxLayout:
        column = QVBoxLayout()
        head = QHBoxLayout()
        self._count = caption("Hidden layers")
        head.addWidget(self._count)
        head.addStretch()
        self._remove = icon_button("network.remove_layer", "Remove layer", "Take the last hidden layer away.")
        self._add = icon_button(
            "network.add_layer", "Add layer", "Add a hidden layer before the output, like the last one."
        )
        self._remove.clicked.connect(self.remove_layer)
        self._add.clicked.connect(self.add_layer)
        head.addWidget(self._remove)
        head.addWidget(self._add)
        column.addLayout(head)
        inside = QWidget()
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, theme.SPACING, 0)
        self._list.setSpacing(4)
        self._list.addWidget(self._output_row())
        self._list.addStretch()
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName("Hidden layers")
        self._area = area
        column.addWidget(area, 1)
        return column

    def _output_row(self) -> QWidget:
        options = {"auto": ("auto", "What the problem asks for: sigmoid, softmax or linear.")}
        options |= {key: (ACTIVATIONS[key].label, ACTIVATIONS[key].formula) for key in output_activations()}
        self._output = Choice(
            "network.output",
            "Output activation",
            "What the last layer makes of its sums: sigmoid and softmax give probabilities, linear a value.",
            options,
        )
        self._output.chosen.connect(lambda name: self.ask("network.output", "network", output=name))
        self._outputs = QLabel()
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(LABEL_WIDTH + theme.SPACING, theme.SPACING, 0, 0)
        line.addWidget(self._outputs, 1)
        line.addWidget(self._output, 1)
        return row

    def _feature_toggled(self, name: str, _: bool) -> None:
        chosen = tuple(key for key, switch in self._features.items() if switch.isChecked())
        self.ask(f"features.{name}", "network", features=chosen)

    def add_layer(self) -> None:
        """Ask for one more hidden layer, like the last one."""
        new = self._hidden[-1] if self._hidden else LayerSpec()
        self.ask("network.add_layer", "network", hidden=(*self._hidden, new))

    def remove_layer(self) -> None:
        """Ask for one hidden layer less."""
        self.ask("network.remove_layer", "network", hidden=self._hidden[:-1])

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the network of an experiment."""
        network = experiment.network
        self._hidden = network.hidden
        for name, switch in self._features.items():
            switch.show_checked(name in network.features)
        while len(self._rows) > len(network.hidden):
            row = self._rows.pop()
            for control in row.controls:
                control.blockSignals(True)  # a number half typed is not asked for any more
            row.hide()
            row.deleteLater()
        while len(self._rows) < len(network.hidden):
            row = LayerRow(len(self._rows), self)
            self._list.insertWidget(len(self._rows), row)
            self._rows.append(row)
        chain = (self._add, *(one for row in self._rows for one in row.controls), self._output)
        for one, following in pairwise(chain):  # Tab meets the layers where they are seen
            QWidget.setTabOrder(one, following)
        for row, layer in zip(self._rows, network.hidden, strict=True):
            row.show_layer(layer)
        self._output.show_name(network.output)
        self._remove.setEnabled(bool(network.hidden))
        self._add.setEnabled(len(network.hidden) < RANGES["layers"].high)
        self._count.setText(f"Hidden layers: {len(network.hidden)}")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the size of the network in training, and what "auto" has become."""
        if snapshot.sizes == self._sizes:
            return
        self._sizes = snapshot.sizes
        outputs = snapshot.sizes[-1]
        self._outputs.setText("1 output" if outputs == 1 else f"{outputs} outputs")
        self._summary.setText(
            f"{_chain(snapshot.sizes)}: {parameter_count(snapshot.sizes):,} weights and biases"
        )

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._add.setIcon(theme.icon("add", colours.text))
        self._remove.setIcon(theme.icon("remove", colours.text))


def _chain(sizes: tuple[int, ...]) -> str:
    """Return 2–8–8–1, without the middle where it would be too long for its line."""
    whole = "–".join(map(str, sizes))
    return whole if len(whole) <= 20 else "–".join(map(str, (*sizes[:3], "…", *sizes[-2:])))
