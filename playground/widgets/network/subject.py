"""The network that is drawn: its shape, its newest numbers, and the names of its parts."""

from itertools import pairwise

from engine import Experiment, Problem
from engine.base.values import dataclass
from playground.mathematics.edges import Quantity
from playground.observers.neuron_maps import LayerPart, NeuronMaps
from playground.observers.neuron_parameters import NeuronParameters
from playground.observers.snapshot import Snapshot
from playground.texts.names import input_name, node_name, number_of_neuron, weight_name
from playground.widgets.network.lines import ELSEWHERE
from playground.widgets.network.step import Step

Spot = tuple[int, int]  # a layer, and one of its neurons


@dataclass(frozen=True)
class Edge:
    """A weight that is pointed at."""

    layer: int
    neuron: int
    source: int


class Subject:
    """The network that the drawing shows, without any pixels.

    Attributes
    ----------
    experiment : Experiment
        Which the network belongs to.
    features : tuple of str
        The inputs of the network.
    hidden : tuple of int
        Neurons of each hidden layer.
    dropout : tuple of float
        Of each hidden layer.
    outputs : int
    problem : Problem or None
    step : Step
        What is shown of a training step.
    """

    def __init__(self) -> None:
        self.step = Step()
        self.experiment = Experiment()
        self.features: tuple[str, ...] = ()
        self.hidden: tuple[int, ...] = ()
        self.dropout: tuple[float, ...] = ()
        self.outputs = 1
        self.problem: Problem | None = None
        self._snapshot: Snapshot | None = None

    def show_experiment(self, experiment: Experiment) -> None:
        """Show the shape of an experiment's network."""
        self.experiment = experiment
        self.features = experiment.network.features
        self.hidden = tuple(layer.width for layer in experiment.network.hidden)
        self.dropout = tuple(layer.dropout for layer in experiment.network.hidden)
        self._show_shapes()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the network as it is in a snapshot."""
        self._snapshot = snapshot
        self.problem, self.outputs = snapshot.problem, snapshot.sizes[-1]
        self._show_shapes()

    def _show_shapes(self) -> None:
        sizes = len(self.features), *self.widths
        self.step.show_shapes(tuple((width, inputs) for inputs, width in pairwise(sizes)))

    @property
    def shape(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """What must be equal for a neuron of one network to be the same neuron of another."""
        return self.features, self.hidden

    @property
    def widths(self) -> tuple[int, ...]:
        """Neurons of the hidden layers, and of the output."""
        return (*self.hidden, self.outputs)

    def has(self, spot: Spot) -> bool:
        """Whether a neuron exists."""
        return spot[0] < len(self.widths) and spot[1] < self.widths[spot[0]]

    def inputs_of(self, layer: int) -> int:
        """Return how many inputs the neurons of a layer have."""
        return self.widths[layer - 1] if layer else len(self.features)

    # -- numbers -----------------------------------------------------------------------------

    @property
    def row(self) -> NeuronParameters | None:
        """All numbers of the neuron whose card is open, if they are known."""
        return self._snapshot.get(NeuronParameters) if self._snapshot is not None else None

    def parts(self) -> list[LayerPart | None]:
        """Return what is known of each layer, if it belongs to a network of this shape."""
        maps = self._snapshot.get(NeuronMaps) if self._snapshot is not None else None
        if maps is None or self._snapshot is None or self._snapshot.sizes[1:] != self.widths:
            return [None] * len(self.widths)
        return [part if len(part.images) else None for part in maps.parts]

    def shown_parts(self) -> list[LayerPart | None]:
        """Return the same, with lines drawn for what they show."""
        return self.step.parts(self.parts())

    def shown(self, edge: Edge) -> float | None:
        """Return the number that a visible line shows; None if it is not known."""
        if edge.layer >= len(self.widths):
            return None
        if self.step.gauges[edge.layer].lines is Quantity.WEIGHTS:
            return self.weight(edge)
        values = self.step.values(edge.layer)
        return float(values[edge.neuron, edge.source]) if values is not None else None

    def weight(self, edge: Edge) -> float | None:
        """Return the value of a visible weight."""
        part = self.parts()[edge.layer] if edge.layer < len(self.widths) else None
        if part is None:
            return None
        row, column = edge.neuron - part.first, edge.source - part.source
        inside = 0 <= row < part.weights.shape[0] and 0 <= column < part.weights.shape[1]
        return float(part.weights[row, column]) if inside else None

    def bias(self, spot: Spot) -> float | None:
        """Return the bias of a visible neuron."""
        part = self.parts()[spot[0]] if spot[0] < len(self.widths) else None
        if part is None or not 0 <= spot[1] - part.first < len(part.biases):
            return None
        return float(part.biases[spot[1] - part.first])

    # -- what stands out ---------------------------------------------------------------------

    def targets(self, pointed: Spot | Edge | str | None, usual: Spot | Edge | str | None) -> list[object]:
        """Return for each layer what stands out among the lines that lead to it, as `Gap.draw` has it.

        Parameters
        ----------
        pointed : Spot, Edge, str or None
            The neuron whose weights stand out first of all, one weight, or the input whose weights do.
        usual : Spot, Edge, str or None
            What does where neither a moment nor a place of a step says what does.
        """
        layers = range(len(self.widths))
        if pointed is None and self.step.is_lit:
            return [self.step.target(layer) for layer in layers]
        return [self._target(pointed or usual, layer) for layer in layers]

    def _target(self, highlighted: Spot | Edge | str | None, layer: int) -> object:
        if isinstance(highlighted, str):  # an input; one that is off has no lines, and fades none
            if highlighted not in self.features:
                return None
            return (None, self.features.index(highlighted)) if layer == 0 else ELSEWHERE
        if isinstance(highlighted, Edge):
            return (highlighted.neuron, highlighted.source) if layer == highlighted.layer else ELSEWHERE
        if highlighted is None:
            return None
        return highlighted[1] if layer == highlighted[0] else ELSEWHERE

    # -- names -------------------------------------------------------------------------------

    def name_of(self, target: Spot | Edge | str) -> str:
        """Return the name of something in the drawing."""
        if isinstance(target, Edge):
            return weight_name(self.experiment, target.layer, target.neuron, target.source)
        return node_name(self.experiment, target)

    def sources(self, layer: int) -> list[str]:
        """Return what the weights of a layer's neurons come from."""
        if layer == 0:
            return [input_name(self.experiment, name) for name in self.features]
        return [number_of_neuron(k) for k in range(self.widths[layer - 1])]
