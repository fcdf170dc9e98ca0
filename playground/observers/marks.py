"""The moments of a run that one may want to go to: the best, each divergence, each change. No Qt."""

from __future__ import annotations

from enum import Enum, auto

from engine.base.values import dataclass
from playground.observers.curves import Curves
from playground.observers.events import Event, in_epochs
from playground.observers.snapshot import Snapshot


class MarkKind(Enum):
    """Why a moment is marked."""

    CHANGE = auto()
    DIVERGED = auto()
    BEST = auto()


@dataclass(frozen=True)
class Mark:
    """A moment that is marked on the loss plot.

    Attributes
    ----------
    kind : MarkKind
    epoch : float
    steps : int or None
        So many mini-batches after the start, where it need not be the end of an epoch.
    event : Event or None
        What was changed there.
    """

    kind: MarkKind
    epoch: float
    steps: int | None = None
    event: Event | None = None


def marks_of(curves: Curves) -> list[Mark]:
    """Return all moments that are marked, in their order; of changes at one step, the last."""
    changes = {one.step: Mark(MarkKind.CHANGE, one.epoch, one.step, one) for one in curves.events}
    found = [*changes.values(), *(Mark(MarkKind.DIVERGED, epoch) for epoch in curves.diverged)]
    if (best := best_of(curves)) is not None:
        found.append(best)
    return sorted(found, key=lambda one: one.epoch)


def best_of(curves: Curves) -> Mark | None:
    """Return where the loss was lowest; None while there is nothing to compare it with."""
    known = curves.train.epochs
    if curves.best is None or not len(known) or curves.best[0] <= known[0]:
        return None
    return Mark(MarkKind.BEST, curves.best[0])


def next_mark(marks: list[Mark], epoch: float, forwards: bool) -> Mark | None:
    """Return the mark after an epoch, or the one before it; None if there is none."""
    if forwards:
        return next((one for one in marks if one.epoch > epoch), None)
    return next((one for one in reversed(marks) if one.epoch < epoch), None)


def place_of(snapshot: Snapshot) -> float:
    """Return the epoch at which a run stands, with the part of it that is done."""
    return in_epochs(snapshot.epoch, snapshot.position)
