"""The moments of one training step, in the order in which they happen. No Qt."""

from enum import Enum, auto

from engine.base.values import dataclass


class Phase(Enum):
    """What happens at a moment."""

    SAMPLE = auto()  # the inputs are set
    FORWARD = auto()  # z and a of a layer
    LOSS = auto()
    BACKWARD = auto()  # δ of a layer
    GRADIENT = auto()  # of all weights and biases
    UPDATE = auto()


@dataclass(frozen=True)
class Moment:
    """A moment of a step.

    Attributes
    ----------
    phase : Phase
    layer : int or None
        Counted from 0; None where all layers are concerned, or none.
    """

    phase: Phase
    layer: int | None = None


def moments(layers: int) -> tuple[Moment, ...]:
    """Return the moments of a step of a network with this many layers, the output's included."""
    forward = [Moment(Phase.FORWARD, layer) for layer in range(layers)]
    backward = [Moment(Phase.BACKWARD, layer) for layer in reversed(range(layers))]
    ends = [Moment(Phase.GRADIENT), Moment(Phase.UPDATE)]
    return Moment(Phase.SAMPLE), *forward, Moment(Phase.LOSS), *backward, *ends
