"""What the worker sends to the window: immutable values, each complete in itself. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from engine import Experiment, Problem, Split
from engine.base.values import dataclass
from playground.observers.curves import Curves
from playground.observers.timeline import Timeline
from playground.observers.view import SQUARE, Area

if TYPE_CHECKING:
    from engine import Divergence, Metrics, Stopped

Value = TypeVar("Value")


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of training at one moment.

    Attributes
    ----------
    ticket : int
        The number of the last command that this snapshot includes.
    run : int
        Counts the fresh starts: each run has its own data and starting weights.
    key : str
        Identifies the run in the library; "" for one that is not kept there.
    frame : Area
        The part of the plane that the data are shown in.
    sizes : tuple of int
        Inputs, neurons of every hidden layer, outputs.
    playing : bool
        Whether training continues until it is paused.
    busy : bool
        Whether it continues at all: playing, or in the middle of a step.
    speed : float
        Epochs a second, lately.
    position : (int, int, int)
        Mini-batches done in the epoch under way, mini-batches in an epoch, samples in the next one.
    sample : int
        How many samples of the next mini-batch single steps have been through.
    last_sample : int
        The index of the training sample that the last step went through, if that was a single one; else −1.
    by_batch : bool
        Whether it trains one mini-batch at a time, slowly enough to be followed.
    learning_rate : float
        η of the epoch under way, as the schedule has it.
    stopped : Stopped or None
        The stop rule that ended training, until it continues.
    restored_at : int or None
        The epoch at which undo brought a discarded run back; None for a run that began afresh.
    evaluated : bool
        Whether `metrics` are the newest there can be: those at the end of the last epoch while training
        continues, and otherwise those of the current weights. If not, they are older, and NaN before any.
    complete : bool
        Whether all is there: while paused, no better snapshot of the same network will follow.
    timeline : Timeline
        The past of the run; `epoch` is where it stands in it.
    values : mapping of type to value
        What was observed of the network at this step, as far as a panel asks for it: see `get`.
    """

    ticket: int
    run: int
    experiment: Experiment
    problem: Problem
    data: Split
    sizes: tuple[int, ...]
    epoch: int
    steps: int
    metrics: Metrics
    curves: Curves
    diverged: Divergence | None
    playing: bool
    busy: bool
    speed: float
    frame: Area = SQUARE
    position: tuple[int, int, int] = (0, 1, 1)
    sample: int = 0
    last_sample: int = -1
    by_batch: bool = False
    learning_rate: float = 0.0
    stopped: Stopped | None = None
    restored_at: int | None = None
    evaluated: bool = True
    complete: bool = True
    timeline: Timeline = Timeline()
    key: str = ""
    values: Mapping[type, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def spans(self) -> tuple[float, float]:
        """How much the frame shows across, and upwards."""
        left, right, bottom, top = self.frame
        return right - left, top - bottom

    def is_old(self, step: int | None = None) -> bool:
        """Return whether figures of all samples are to be marked as old: newer ones are being computed.

        Parameters
        ----------
        step : int, optional
            The mini-batches trained when they were computed; by default the figures are `metrics`.
        """
        if step is None or self.busy:  # while training continues, figures a moment old are the newest
            return not self.evaluated
        return not self.complete and (not self.evaluated or step != self.steps)

    def get(self, kind: type[Value]) -> Value | None:
        """Return the observed value of a type, such as `Field`; None if no panel asks, or there is none."""
        value = self.values.get(kind)
        return value if isinstance(value, kind) else None
