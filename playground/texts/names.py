"""The names of inputs, classes, layers and neurons, all in one place. No Qt.

Every function takes the data or the experiment that the name belongs to, so that names which a person gives
to columns and classes need no other place.
"""

from engine import DataSpec, Experiment, Problem
from engine.features import label
from playground.texts.text import Text

AXES = (Text("x₁"), Text("x₂"))
COORDINATES = {"x1": 0, "x2": 1}  # inputs that are a coordinate itself
AXIS_IS = Text("{axis} is {name}.")
CLASS = Text("class {label}")
CLASS_TARGET = Text("class")
VALUE_TARGET = Text("value")
LOSS = Text("loss")
LOSS_UNITS = Text("It is the loss of the standardised values, not in the values' own units.")
LOSS_STANDARDISED = Text("loss (standardised)")
INPUT = Text("input {name}")
HIDDEN_LAYER = Text("hidden layer {n}")
HIDDEN_LAYER_SHORT = Text("layer {n}")
OUTPUT = Text("output")
ONE_OF_OUTPUTS = Text("output {k}")
NEURON = Text("neuron {n}")
NEURON_OF_LAYER = Text("{layer}, {neuron}")
BIAS = Text("bias")
WEIGHT = Text("weight from {source} to {target}")
TRAIN = Text("train")
TEST = Text("test")


def capitalised(name: str) -> str:
    """Return a name as it stands at the start of a sentence; characters without a capital stay."""
    first = name[:1].upper()
    return first + name[1:] if len(first) == 1 else name  # ß has no single capital


def uncapitalised(name: str) -> str:
    """Return a name as it stands within a sentence; an abbreviation or a sign stays as it is."""
    second = name[1:2]
    return name[:1].lower() + name[1:] if second.islower() or second == " " else name


# -- the data --------------------------------------------------------------------------------


def axis_names(data: DataSpec) -> tuple[str, str]:
    """Return the names of the two coordinates of a point: those of their columns, or x₁ and x₂."""
    return _column_name(data, 0) or AXES[0](), _column_name(data, 1) or AXES[1]()


def class_name(data: DataSpec, k: int) -> str:
    """Return the name of class k: its own, or class 0."""
    return _own_class_name(data, k) or CLASS(label=k)


def class_label(data: DataSpec, k: int) -> str:
    """Return the short name of class k, for a narrow column or after "label"."""
    if own := _own_class_name(data, k):
        return own
    taken = data.own and str(k) in data.class_names  # another class is called by this number
    return CLASS(label=k) if taken else str(k)


def target_name(data: DataSpec) -> str:
    """Return what a point has besides its coordinates: the name of its column, or a class, or a value."""
    return _column_name(data, 2) or (VALUE_TARGET() if data.problem == "regression" else CLASS_TARGET())


def has_names(data: DataSpec) -> bool:
    """Whether an axis has a name of its own."""
    return any(_column_name(data, k) for k in range(len(AXES)))


def _column_name(data: DataSpec, k: int) -> str:
    """Return the name that a person gave to a column of own points, or ""."""
    return data.column_names[k] if data.own and data.column_names else ""


def _own_class_name(data: DataSpec, k: int) -> str:
    return data.class_names[k] if data.own and k < len(data.class_names) else ""


def number_names(data: DataSpec) -> tuple[str, ...]:
    """Return the names of the numbers of a point: its coordinates, and the target.

    The output plot shows the second over the first: with one input there is no x₂, but the target.
    """
    every = *axis_names(data), target_name(data)
    return tuple(every[k] for k in data.columns)


def loss_name(data: DataSpec) -> str:
    """Return the name of the loss, which says where it is that of standardised values."""
    return LOSS_STANDARDISED() if data.standardises else LOSS()


def part_name(part: str) -> str:
    """Return the name of a part of the data, "train" or "test"."""
    return TEST() if part == "test" else TRAIN()


# -- the network -----------------------------------------------------------------------------


def input_name(experiment: Experiment, feature: str) -> str:
    """Return the name of an input: x₁² for the feature "x1_squared"; a coordinate has that of its axis."""
    return axis_names(experiment.data)[COORDINATES[feature]] if feature in COORDINATES else label(feature)


def axes_named(data: DataSpec) -> str:
    """Return which axis has which name, for those that have one of their own; else ""."""
    pairs = [(axis(), _column_name(data, k)) for k, axis in enumerate(AXES)]
    return " ".join(AXIS_IS(axis=axis, name=name) for axis, name in pairs if name)


def node_name(experiment: Experiment, node: str | tuple[int, int], short: bool = False) -> str:
    """Return the name of a node of the network: an input by its feature, or a neuron of a layer."""
    if isinstance(node, str):
        return INPUT(name=input_name(experiment, node))
    return neuron_name(experiment, *node, short=short)


def layer_name(experiment: Experiment, layer: int, short: bool = False) -> str:
    """Return the name of a layer; `layer` is an index of `network.layers`."""
    if layer >= len(experiment.network.hidden):
        return OUTPUT()
    return hidden_layer_name(layer, short)


def hidden_layer_name(layer: int, short: bool = False) -> str:
    """Return the name of a hidden layer."""
    return (HIDDEN_LAYER_SHORT if short else HIDDEN_LAYER)(n=layer + 1)


def neuron_name(experiment: Experiment, layer: int, neuron: int, short: bool = False) -> str:
    """Return the name of a neuron, with its layer."""
    if layer >= len(experiment.network.hidden):
        return output_name(experiment, neuron)
    return NEURON_OF_LAYER(layer=layer_name(experiment, layer, short), neuron=number_of_neuron(neuron))


def number_of_neuron(neuron: int) -> str:
    """Return the name of a neuron where its layer is known."""
    return NEURON(n=neuron + 1)


def output_name(experiment: Experiment, k: int) -> str:
    """Return the name of output k; a single one needs no number."""
    data = experiment.data
    size = 1 if data.problem == "regression" else data.class_count
    count = Problem(data.problem, size).outputs(experiment.head()[0])
    return OUTPUT() if count == 1 else ONE_OF_OUTPUTS(k=class_label(data, k))


def source_name(experiment: Experiment, layer: int, source: int) -> str:
    """Return the name of a weight's source: an input, or a neuron of the layer before."""
    if layer > 0:
        return neuron_name(experiment, layer - 1, source)
    features = experiment.network.features
    return input_name(experiment, features[source]) if source < len(features) else BIAS()


def weight_name(experiment: Experiment, layer: int, neuron: int, source: int) -> str:
    """Return the name of a weight, by its two ends."""
    return WEIGHT(
        source=source_name(experiment, layer, source), target=neuron_name(experiment, layer, neuron)
    )
