"""Parts of a network that a line of the mathematics is about. No Qt."""

from collections.abc import Sequence

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

    def is_in(self, shapes: Sequence[tuple[int, ...]]) -> bool:
        """Whether a network with layers of these weights, (fan_out, fan_in), has it."""
        if not 0 <= self.layer < len(shapes):
            return False
        width, inputs = shapes[self.layer]
        return (self.neuron is None or 0 <= self.neuron < width) and (
            self.source is None or BIAS <= self.source < inputs
        )
