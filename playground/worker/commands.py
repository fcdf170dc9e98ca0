"""Commands for the worker, as values: they can be queued, recorded and replayed. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import Experiment
from engine.base.values import dataclass
from playground.observers.view import View
from playground.worker.revision import Revision
from playground.worker.speed import Speed

if TYPE_CHECKING:
    from engine import Progress, State
    from playground.observers.lanes import ClockUnit, Goal


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
    """Answer with the complete training state, as the contents of a file."""


@dataclass(frozen=True)
class RemoveNeuron:
    """Remove one neuron of a hidden layer, which leads to the revision's experiment."""

    revision: Revision
    layer: int
    neuron: int


@dataclass(frozen=True)
class SetParameter:
    """Set a weight; the bias, if `source` is the number of inputs."""

    layer: int
    neuron: int
    source: int
    value: float


@dataclass(frozen=True)
class SetMask:
    """Freeze or silence a neuron or one of its weights, or undo that; `kind` is "freeze" or "silence"."""

    kind: str
    layer: int
    neuron: int
    source: int | None
    on: bool


@dataclass(frozen=True)
class Play:
    """Train until paused, or for a number of epochs."""

    epochs: int | None = None


@dataclass(frozen=True)
class Step:
    """Train one more "sample", "batch" or "epoch", then pause; quick steps add up. See `Trainer.step`."""

    of: str = "epoch"


@dataclass(frozen=True)
class ExplainedStep:
    """Train one mini-batch, in a way that `GoBack` can take back, and pause.

    Attributes
    ----------
    indices : tuple of int
        The training samples in it, as for `Trainer.step_on`; none for the mini-batch that is due.
    """

    indices: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class GoBack:
    """Go back to where training was one mini-batch ago, to the very bits."""

    progress: Progress


@dataclass(frozen=True)
class GoTo:
    """Show a moment of the run's past, or of a line that was left, and pause there; the line stays.

    Attributes
    ----------
    epoch : int or None
        None for the last moment of the line.
    steps : int or None
        So many mini-batches after the start instead, where a moment is meant that is no end of an epoch.
    branch : int or None
        The number of the line; None for the one that is shown.
    """

    epoch: int | None = None
    steps: int | None = None
    branch: int | None = None


@dataclass(frozen=True)
class OpenRun:
    """Continue a run that was kept, paused where it ended; the one that was there is kept.

    Attributes
    ----------
    key : str
        Identifies it in the library of runs.
    number : int
        As in `Revision`: undoing this change brings back the run that was there.
    """

    key: str
    number: int = 0


@dataclass(frozen=True)
class SetSpeed:
    """Limit the speed of training, except step by step."""

    speed: Speed


@dataclass(frozen=True)
class Pause:
    """Stop training after the current mini-batch."""


@dataclass(frozen=True)
class Reset:
    """Go back to epoch 0 with the same data and starting weights, and pause; `number` as in `Revision`."""

    number: int = 0


@dataclass(frozen=True)
class Look:
    """Compute what this view asks for from now on."""

    view: View


@dataclass(frozen=True, eq=False)
class OpenLanes:
    """Start several runs that train in turns, paused.

    Attributes
    ----------
    starts : tuple of Experiment or State
        What each begins with.
    unit : ClockUnit
    goal : Goal or None
    same_weights : bool
        Whether all start from the weights of the first, where the shapes allow.
    """

    starts: tuple[Experiment | State, ...]
    unit: ClockUnit
    goal: Goal | None = None
    same_weights: bool = False


@dataclass(frozen=True)
class LookAtLanes:
    """Compute what these views ask for from now on, one for each of several runs."""

    views: tuple[View, ...]


@dataclass(frozen=True)
class SetUnit:
    """Have several runs keep step by something else."""

    unit: ClockUnit


# what is done to a run, and so waits until there is one
OnRun = (
    KeepState
    | Revision
    | RemoveNeuron
    | SetParameter
    | SetMask
    | Play
    | Step
    | ExplainedStep
    | GoBack
    | GoTo
    | OpenRun
    | Reset
)
OnLanes = OpenLanes | LookAtLanes | SetUnit
Command = Open | Restore | OnRun | OnLanes | SetSpeed | Pause | Look
