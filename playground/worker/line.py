"""One line of training of a run: its curves, what was done on it, and the moments to go back to. No Qt."""

from __future__ import annotations

import math
from bisect import bisect_left
from copy import copy
from typing import NamedTuple

from playground.observers.history import History
from playground.worker.moments import Moment
from playground.worker.record import Place, Record
from playground.worker.undo_memory import RemovedWeights

LONGEST = 0.4  # seconds of training that thinning leaves between two moments, where there is room


class Fork(NamedTuple):
    """Where a line left another.

    Attributes
    ----------
    line : int
        The number of the line that was left.
    place : Place
    epoch : float
        The same place, in epochs.
    """

    line: int
    place: Place
    epoch: float


NEVER = Fork(-1, Place(2**62, 2**62), float("inf"))


class Line:
    """One line of training, from the start of the run.

    Parameters
    ----------
    number : int
    record : Record

    Attributes
    ----------
    history : History
    removed : RemovedWeights
    forks : tuple of Fork
        The lines that it came from, the first one first.
    moments : list of Moment
        In their order.
    before : dict of int to History
        The curves before steps that can be taken back, by the steps before.
    end : Moment or None
        Its last one, while nobody trains it; None as well where it is too large to be kept.
    place : Place
        Where it ends, while nobody trains it.
    epoch : float
        The same place, in epochs.
    trained : float
        Seconds of training by then.
    """

    def __init__(self, number: int, record: Record) -> None:
        self.number, self.record = number, record
        self.history, self.removed = History(), RemovedWeights()
        self.forks: tuple[Fork, ...] = ()
        self.moments: list[Moment] = []
        self.before: dict[int, History] = {}
        self.end: Moment | None = None
        self.place, self.epoch, self.trained = record.begins, 0.0, 0.0

    def copy(self) -> Line:
        """Return a copy that later training does not change."""
        other = copy(self)
        other.record, other.history = self.record.copy(), self.history.copy()
        other.removed, other.moments = self.removed.copy(), self.moments.copy()
        return other

    @property
    def first(self) -> int:
        """The earliest epoch that can be gone back to."""
        if not self.record.forgotten:
            return self.record.begins.epoch
        if not self.moments:
            return self.place.epoch
        return self.moments[0].place.epoch + (not self.moments[0].ends_epoch)

    @property
    def first_step(self) -> int:
        """The number of mini-batches after which one can be first."""
        if not self.record.forgotten:
            return self.record.begins.steps
        return self.moments[0].place.steps if self.moments else self.place.steps

    def drop_useless(self) -> None:
        """Drop the moments from which the line cannot be trained again: what was done is forgotten."""
        self.moments = [one for one in self.moments if one.entries >= self.record.forgotten]

    def left_at(self, number: int, place: Place, epoch: float, applied: int) -> Line:
        """Return another line that leaves this one at a place, after so many entries; without its curves."""
        other = Line(number, self.record.until(applied))
        earlier = [fork for fork in self.forks if fork.place <= place]
        own = len(earlier) == len(self.forks)
        line = self.number if own else self.forks[len(earlier)].line
        other.forks = (*earlier, Fork(line, place, epoch))
        other.removed = self.removed.copy()
        other.moments = [one for one in self.moments if one.place <= place and one.entries <= applied]
        return other

    def parting(self, other: Line) -> Fork:
        """Return where this line and another part."""
        since = NEVER
        for one, another in zip(self._path, other._path, strict=False):
            if one.line != another.line:
                return since
            if one.place != another.place:
                return min(one, another, key=lambda fork: fork.place)
            since = one
        return since

    @property
    def _path(self) -> tuple[Fork, ...]:
        return (*self.forks, NEVER._replace(line=self.number))

    def forget_from(self, steps: int) -> None:
        """Forget the last step, which began after so many, as if it had not been made."""
        self.history = self.before.pop(steps, self.history)
        self.record.forget_from(steps)
        count = self.record.count
        self.moments = [one for one in self.moments if one.place.steps <= steps and one.entries <= count]

    def add(self, moments: list[Moment]) -> list[Moment]:
        """Add moments at places where there are none; return those."""
        added = []
        for moment in moments:
            i = bisect_left(self.moments, moment.place, key=_place)
            if i == len(self.moments) or self.moments[i].place != moment.place:
                self.moments.insert(i, moment)
                added.append(moment)
        return added

    def thin(self, share: float) -> None:
        """Keep only as many moments as a share of their age allows."""
        moments, last, now = self.moments, 0.0, self.trained
        kept: list[Moment] = []
        ends = [*(one.trained for one in moments[1:]), math.inf][: len(moments)]  # the last one stays
        for moment, end in zip(moments, ends, strict=True):
            needed = self.record.forgotten and not kept
            if needed or end - last > max(LONGEST, share * (now - moment.trained)):
                kept.append(moment)
                last = moment.trained
        self.moments = kept


def _place(moment: Moment) -> Place:
    return moment.place
