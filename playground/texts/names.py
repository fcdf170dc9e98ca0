"""What inputs, classes, layers and neurons are called: the only place that names them. No Qt.

Every name is asked for with the data or the experiment that it belongs to, so that names which a person
gives to columns and classes need no other place.
"""

from engine import DataSpec, Experiment, Problem
from engine.features import label

AXES = ("x₁", "x₂")


def capitalised(name: str) -> str:
    """Return a name as a sentence begins with it; signs that have no capital stay."""
    return name[:1].upper() + name[1:]


# -- the data --------------------------------------------------------------------------------


def axis_names(data: DataSpec) -> tuple[str, str]:
    """Return what the two coordinates of a point are called."""
    return AXES


def class_name(data: DataSpec, k: int) -> str:
    """Return what class k is called: class 0."""
    return f"class {class_label(data, k)}"


def class_label(data: DataSpec, k: int) -> str:
    """Return the short name of class k, for a narrow column or after "label"."""
    return str(k)


def target_name(data: DataSpec) -> str:
    """Return what a point has besides its coordinates: a class, or a value."""
    return "value" if data.problem == "regression" else "class"


# -- the network -----------------------------------------------------------------------------


def input_name(experiment: Experiment, feature: str) -> str:
    """Return what an input is called: x₁² for the feature "x1_squared"."""
    return label(feature)


def layer_name(experiment: Experiment, layer: int) -> str:
    """Return what a layer is called; `layer` is an index of `network.layers`."""
    return "output" if layer >= len(experiment.network.hidden) else f"hidden layer {layer + 1}"


def neuron_name(experiment: Experiment, layer: int, neuron: int) -> str:
    """Return what a neuron is called, with its layer."""
    if layer >= len(experiment.network.hidden):
        return output_name(experiment, neuron)
    return f"{layer_name(experiment, layer)}, {short_neuron_name(neuron)}"


def short_neuron_name(neuron: int) -> str:
    """Return what a neuron is called where its layer is known."""
    return f"neuron {neuron + 1}"


def output_name(experiment: Experiment, k: int) -> str:
    """Return what output k is called; the only one needs no number."""
    data = experiment.data
    size = 1 if data.problem == "regression" else data.class_count
    count = Problem(data.problem, size).outputs(experiment.head()[0])
    return "output" if count == 1 else f"output {k}"


def source_name(experiment: Experiment, layer: int, source: int) -> str:
    """Return what a weight of a layer comes from: an input, or a neuron of the layer before."""
    if layer > 0:
        return neuron_name(experiment, layer - 1, source)
    features = experiment.network.features
    return input_name(experiment, features[source]) if source < len(features) else "bias"


def weight_name(experiment: Experiment, layer: int, neuron: int, source: int) -> str:
    """Return what a weight is called, by its two ends."""
    ends = source_name(experiment, layer, source), neuron_name(experiment, layer, neuron)
    return f"weight from {ends[0]} to {ends[1]}"
