"""Parts of a network that a line of the mathematics is about. No Qt."""

from engine.base.values import dataclass

BIAS = -1  # the source of a bias


@dataclass(frozen=True)
class Place:
    """A layer, one of its neurons, or one of the neuron's weights or its bias.

    Attributes
    ----------
    layer : int
        Counted from 0; the output is the last.
    neuron : int or None
        None for the whole layer.
    source : int or None
        The index of a weight among the neuron's inputs, `BIAS` for its bias, None for the whole neuron.
    """

    layer: int
    neuron: int | None = None
    source: int | None = None
