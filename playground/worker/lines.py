"""The lines of training of one run: the one that is shown, those that were left, and their moments. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import Split
from playground.observers.curves import History, Tally
from playground.observers.timeline import Branch, Timeline
from playground.worker.moments import Moment
from playground.worker.record import POINT_BYTES, Place, Record
from playground.worker.undo_memory import RemovedWeights

MOST_BYTES = 128 * 2**20  # of all moments of a run
MOST_LEFT = 20  # lines
LONGEST = 0.4  # seconds of training that thinning leaves between two moments, where there is room
FINEST, COARSEST = 2.0**-12, 2.0**4  # shares of its age by which thinning spaces a moment

Epochs = NDArray[np.integer[Any]]


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


class Here(NamedTuple):
    """Where a run stands in its past.

    Attributes
    ----------
    entries : int
        How many entries of the record of its line come before.
    stepping : bool
        Whether training was stepped through until there.
    trained : float
        Seconds of training until there.
    tally : Tally
        Of the epochs until there.
    """

    entries: int
    stepping: bool
    trained: float
    tally: Tally


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
    def usable(self) -> list[Moment]:
        """The moments from which the rest of the line can be trained again."""
        if not self.record.forgotten:
            return self.moments
        return [one for one in self.moments if one.entries >= self.record.forgotten]

    @property
    def first(self) -> int:
        """The earliest epoch that can be gone back to."""
        if not self.record.forgotten:
            return self.record.begins.epoch
        return next((one.place.epoch for one in self.usable), self.place.epoch)

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
        self.moments = [one for one in self.moments if one.place.steps <= steps]

    def add(self, moments: list[Moment]) -> list[Moment]:
        """Add moments at places where there are none; return those."""
        places = {one.place for one in self.moments}
        new = [one for one in moments if one.place not in places]
        self.moments = sorted([*self.moments, *new], key=lambda one: one.place)
        return new

    def thin(self, share: float) -> None:
        """Keep only as many moments as a share of their age allows."""
        usable, last, now = self.usable, 0.0, self.trained
        kept: list[Moment] = []
        ends = [one.trained for one in usable[1:]] + [now]
        for moment, end in zip(usable, ends, strict=True):
            needed = self.record.forgotten and not kept
            if needed or end - last > max(LONGEST, share * (now - moment.trained)):
                kept.append(moment)
                last = moment.trained
        self.moments = kept


class Lines:
    """All lines of a run.

    Parameters
    ----------
    line : Line
        The one that is shown.
    left : iterable of Line, optional
        The others, the latest last.
    here : Moment, optional
        Where the run stands, if that is before the end of its line.

    Attributes
    ----------
    line : Line
    left : list of Line
    most : int
        Bytes that all moments may take.
    here : Here or None
        Where the run stands, if that is before the end of its line.
    """

    def __init__(self, line: Line, left: Iterable[Line] = (), here: Moment | None = None) -> None:
        self.line, self.left = line, list(left)
        self.here = None if here is None else Here(here.entries, here.stepping, here.trained, here.tally)
        self.most = MOST_BYTES
        self._numbers = max(one.number for one in (self.line, *self.left))
        self._size, self._share = 0, FINEST
        self._last_data: Split | None = None
        self._epochs: Epochs | None = None
        self._branches: tuple[Branch, ...] | None = None

    @property
    def trained(self) -> float:
        """Seconds of training until where the run stands, when that was left last."""
        return self.line.trained if self.here is None else self.here.trained

    def copy(self) -> Lines:
        """Return a copy that later training does not change."""
        other = copy(self)
        other.line, other.left = self.line.copy(), [one.copy() for one in self.left]
        return other

    def find(self, number: int | None) -> Line | None:
        """Return the line with a number, if there still is one; None stands for the one that is shown."""
        lines = (self.line, *self.left)
        return self.line if number is None else next((one for one in lines if one.number == number), None)

    def keep(self, moment: Moment) -> None:
        """Keep a moment of the line that is shown."""
        self.line.moments.append(moment)
        self.line.trained = moment.trained
        self._note_size(moment)

    def take_again(self, place: Place, take: Callable[[], Moment]) -> None:
        """Take the last moment again, if it is of this place: the run has changed, but not its training."""
        moments = self.line.moments
        if moments and moments[-1].place == place:
            moments[-1] = take()

    def _note_size(self, moment: Moment) -> None:
        last, self._last_data = self._last_data, moment.data
        self._size += moment.size + (moment.data_size if moment.data is not last else 0)
        self._epochs = None
        if self._size > self.most:
            self.shrink(self.most)

    def show(self, line: Line, here: Here | None, moments: list[Moment]) -> None:
        """Show another line, or another place of it.

        Parameters
        ----------
        line : Line
        here : Here or None
            None at its end.
        moments : list of Moment
            Those that were kept on the way there.
        """
        if line is not self.line:
            self.left = [one for one in self.left if one is not line]
            self.left.append(self.line)
            self.line = line
        if here is None:
            line.end = None
        self.here = here
        for moment in line.add(moments):
            self._note_size(moment)
        self._epochs = self._branches = None

    def branch(self, place: Place, epoch: float, history: History) -> None:
        """Leave the line that is shown at a place in its past; these are the curves until there."""
        self._numbers += 1
        old, here = self.line, self.here
        assert here is not None
        self.line = old.left_at(self._numbers, place, epoch, here.entries)
        self.line.history = history
        if old.end is not None and old.end.size > self.most // 8:
            old.end = None  # it is trained again where somebody goes there
        self.left = [*self.left, old][-MOST_LEFT:]
        self.here, self._epochs, self._branches = None, None, None

    def forget_from(self, steps: int) -> None:
        """Forget the last step, which began after so many, as if it had not been made."""
        self.line.forget_from(steps)
        self._epochs = None

    # -- memory ------------------------------------------------------------------------------

    @property
    def size(self) -> int:
        """Bytes that all moments take, with data and points that only they hold."""
        moments = {id(one): one for line in (self.line, *self.left) for one in _moments(line)}
        data = {id(one.data): one.data_size for one in moments.values()}
        specs = {id(one.experiment.data): one.experiment.data for one in moments.values()}
        points = sum(len(spec.points) for spec in specs.values())
        return sum(one.size for one in moments.values()) + sum(data.values()) + POINT_BYTES * points

    def shrink(self, most: int) -> None:
        """Keep fewer moments, ever fewer the further back, until three quarters of `most` bytes hold them."""
        while (size := self.size) > most * 3 // 4:
            if self._share <= COARSEST:
                for line in (self.line, *self.left):
                    line.thin(self._share)
                self._share *= 2.0
            elif self.left:
                del self.left[0]
            else:
                self.line.moments.clear()
                break
        self._size, self._epochs, self._branches = size, None, None

    # -- what is shown of it -----------------------------------------------------------------

    def timeline(self, epoch: int) -> Timeline:
        """Return what the window is shown; the run stands at an epoch."""
        line = self.line
        if self._epochs is None:
            self._epochs = _epochs(line)
        if self._branches is None:
            self._branches = tuple(self._branch(one) for one in self.left)
        is_past = self.here is not None
        end = line.place.epoch if is_past else epoch
        return Timeline(line.first, end, is_past, self._epochs, line.number, self._branches)

    def _branch(self, line: Line) -> Branch:
        since = line.parting(self.line).epoch
        return Branch(line.number, since, line.place.epoch, line.history.curves().since(since))


def _moments(line: Line) -> Iterator[Moment]:
    yield from line.moments
    if line.end is not None:
        yield line.end


def _epochs(line: Line) -> Epochs:
    found = {one.place.epoch for one in line.usable if one.ends_epoch}
    if not line.record.forgotten:
        found.add(line.record.begins.epoch)
    epochs = np.array(sorted(found), dtype=np.int64)
    epochs.setflags(write=False)
    return epochs
