"""The lines of training of one run: the one that is shown, those that were left, and their moments. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import Split
from playground.observers.history import History, Tally
from playground.observers.timeline import Branch, Timeline
from playground.worker.line import Line
from playground.worker.moments import Moment
from playground.worker.record import POINT_BYTES, Place

MOST_BYTES = 128 * 2**20  # of all moments of a run
MOST_LEFT = 20  # lines
FINEST, COARSEST = 2.0**-12, 2.0**4  # shares of its age by which thinning spaces a moment

Epochs = NDArray[np.integer[Any]]


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
        line = self.line
        if line.moments and line.moments[0].entries < line.record.forgotten:
            line.drop_useless()
            self._epochs = None
        line.moments.append(moment)
        line.trained = moment.trained
        if self._epochs is not None and moment.ends_epoch:
            self._epochs = _read_only(np.append(self._epochs, moment.place.epoch))
        self._note_size(moment)

    def take_again(self, place: Place, take: Callable[[], Moment]) -> None:
        """Take the last moment again, if it is of this place: the run has changed, but not its training."""
        moments = self.line.moments
        if moments and moments[-1].place == place:
            moments[-1] = take()

    def _note_size(self, moment: Moment) -> None:
        last, self._last_data = self._last_data, moment.data
        self._size += moment.size + (moment.data_size if moment.data is not last else 0)
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
        if is_other := line is not self.line:
            self.left = [one for one in self.left if one is not line]
            self.left.append(self.line)
            self.line = line
        if here is None:
            line.end = None
        self.here = here
        added = line.add(moments)
        for moment in added:
            self._note_size(moment)
        if added or is_other:
            self._epochs = None
        self._branches = None if is_other else self._branches

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
        """Where moments take more than so many bytes, keep fewer, the fewer the further back.

        Three quarters of the bytes hold what is left, so that there is room for more.
        """
        if (size := self.size) > most:
            self._thin()
            size = self._shrunk(most * 3 // 4)
            self._branches = None
        self._size, self._epochs = size, None

    def _shrunk(self, most: int) -> int:
        """Keep ever fewer moments, until so many bytes hold them; return how many they take."""
        while (size := self.size) > most:
            if self._share < COARSEST:
                self._share *= 2.0
                self._thin()
            elif ended := [one for one in self.left if one.end is not None]:
                ended[0].end = None
            elif self.left:
                del self.left[0]
            else:
                self.line.moments.clear()
                break
        return size

    def _thin(self) -> None:
        for line in (self.line, *self.left):
            line.thin(self._share)

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
    """Return the epochs at the end of which there is a moment, or the start."""
    found = {one.place.epoch for one in line.moments if one.ends_epoch}
    if not line.record.forgotten:
        found.add(line.record.begins.epoch)
    return _read_only(np.array(sorted(found), dtype=np.int64))


def _read_only(epochs: Epochs) -> Epochs:
    epochs.setflags(write=False)
    return epochs
