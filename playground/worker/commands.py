"""What the worker can be asked for, each as a value: it can be queued, recorded and replayed. No Qt."""

from dataclasses import dataclass

from engine import Experiment, State
from playground.observers.view import View
from playground.worker.revision import Revision
from playground.worker.speed import Speed


@dataclass(frozen=True)
class Open:
    """Start afresh with another experiment, paused at epoch 0."""

    experiment: Experiment


@dataclass(frozen=True, eq=False)
class Restore:
    """Start where a state was saved, paused."""

    state: State


@dataclass(frozen=True)
class KeepState:
    """Answer with all that training has come to, as a file holds it."""


@dataclass(frozen=True)
class RemoveNeuron:
    """Remove one neuron of a hidden layer, which leads to the revision's experiment."""

    revision: Revision
    layer: int
    neuron: int


@dataclass(frozen=True)
class SetParameter:
    """Set a weight, or where `source` is the number of inputs a bias."""

    layer: int
    neuron: int
    source: int
    value: float


@dataclass(frozen=True)
class SetMask:
    """Have a neuron or one of its weights "freeze" or "silence", or undo that; see `Trainer.freeze`."""

    kind: str
    layer: int
    neuron: int
    source: int | None
    on: bool


@dataclass(frozen=True)
class Play:
    """Train without end, or for so many epochs, then pause."""

    epochs: int | None = None


@dataclass(frozen=True)
class Step:
    """Train one more "sample", "batch" or "epoch", then pause; quick steps add up. See `Trainer.step`."""

    of: str = "epoch"


@dataclass(frozen=True)
class SetSpeed:
    """Train no faster than this, except step by step."""

    speed: Speed


@dataclass(frozen=True)
class Pause:
    """Stop training after the mini-batch under way."""


@dataclass(frozen=True)
class Reset:
    """Go back to epoch 0 with the same data and starting weights, and pause; `number` as in `Revision`."""

    number: int = 0


@dataclass(frozen=True)
class Look:
    """Compute what this view shows from now on."""

    view: View


Command = (
    Open
    | Restore
    | KeepState
    | Revision
    | RemoveNeuron
    | SetParameter
    | SetMask
    | Play
    | Step
    | SetSpeed
    | Pause
    | Reset
    | Look
)
