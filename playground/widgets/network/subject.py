"""The network that is drawn: its shape, its newest numbers, and the names of its parts."""

from engine import Experiment, Problem
from engine.base.values import dataclass
from playground.observers.neuron_maps import LayerPart, NeuronMaps
from playground.observers.neuron_parameters import NeuronParameters
from playground.observers.snapshot import Snapshot
from playground.texts.names import input_name, node_name, number_of_neuron, weight_name

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
    """

    def __init__(self) -> None:
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

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the network as it is in a snapshot."""
        self._snapshot = snapshot
        self.problem, self.outputs = snapshot.problem, snapshot.sizes[-1]

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
