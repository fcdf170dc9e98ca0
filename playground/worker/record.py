"""What was done to a run, and at which step: enough to train it again to the same bits. No Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Any, NamedTuple

from engine import Divergence, Experiment, State
from engine.base.values import dataclass
from playground.worker.commands import ExplainedStep, RemoveNeuron, SetMask, SetParameter, Step
from playground.worker.revision import Revision
from playground.worker.undo_memory import Removal

MOST_ENTRIES = 10_000
POINT_BYTES = 200  # an own point, in memory
MOST_BYTES = 32 * 2**20  # of own points, and of weights that came back


class Place(NamedTuple):
    """How far training has come: mini-batches, and epochs that are complete."""

    steps: int
    epoch: int


START = Place(0, 0)


@dataclass(frozen=True)
class Stepping:
    """From here on training is stepped through, so that no stop rule applies, or no longer."""

    on: bool


@dataclass(frozen=True)
class Judged:
    """Later weights are judged by the loss here."""


@dataclass(frozen=True)
class Diverged:
    """Training has diverged, and this was noticed here: in the middle of an epoch, that depends on time.

    Attributes
    ----------
    divergence : Divergence
    drawn : dict
        The state of the generator that draws for dropout.
    """

    divergence: Divergence
    drawn: Any


Done = Revision | RemoveNeuron | SetParameter | SetMask | Step | ExplainedStep
Recorded = Done | Stepping | Judged | Diverged


@dataclass(frozen=True)
class Entry:
    """What has taken effect at a place.

    Attributes
    ----------
    place : Place
    what : command, or what has shown itself
    busy : bool
        Whether training went on.
    back : tuple of Removal
        The weights that came back with it.
    """

    place: Place
    what: Recorded
    busy: bool = False
    back: tuple[Removal, ...] = ()


class Record:
    """All that was done to a run besides training, from its start.

    It holds values that exist anyway, at most `MOST_ENTRIES` of them with at most `MOST_BYTES` of points and
    weights: beyond that, the earlier half is forgotten.

    Parameters
    ----------
    start : Experiment or State
        What the run began with.
    begins : Place, optional
        Where that is.
    entries : iterable of Entry, optional
        In the order in which they took effect.
    forgotten : int
        How many came before these, and are no longer there.
    stepped_before : bool
        Whether training was stepped through before these.

    Attributes
    ----------
    entries : list of Entry
    size : int
        Bytes of their points and weights.
    stepping : bool
        Whether training was stepped through lately.
    """

    def __init__(
        self,
        start: Experiment | State,
        begins: Place = START,
        entries: Iterable[Entry] = (),
        forgotten: int = 0,
        stepped_before: bool = False,
    ) -> None:
        self.start, self.begins = start, begins
        self.forgotten, self.stepped_before = forgotten, stepped_before
        self._set(entries)

    @property
    def count(self) -> int:
        """How many things were done, those that are forgotten as well."""
        return self.forgotten + len(self.entries)

    def note(self, entry: Entry) -> bool:
        """Note what has taken effect; return whether earlier entries were forgotten for it."""
        self._add(entry)
        if len(self.entries) <= MOST_ENTRIES and self.size <= MOST_BYTES:
            return False
        half = (len(self.entries) + 1) // 2
        gone, kept = self.entries[:half], self.entries[half:]
        self.forgotten += half
        self._set(gone)
        self.stepped_before = self.stepping
        self._set(kept)
        return True

    def _set(self, entries: Iterable[Entry]) -> None:
        self.entries: list[Entry] = []
        self.size = 0
        self._last_points: object = None
        self.stepping = self.stepped_before
        for entry in entries:
            self._add(entry)

    def _add(self, entry: Entry) -> None:
        what = entry.what
        if isinstance(what, Revision) and what.experiment.data.points is not self._last_points:
            self._last_points = what.experiment.data.points
            self.size += POINT_BYTES * len(what.experiment.data.points)
        if isinstance(what, Stepping):
            self.stepping = what.on
        self.size += sum(one.size for one in entry.back)
        self.entries.append(entry)

    def entry(self, number: int) -> Entry:
        """Return the entry after the first `number`."""
        return self.entries[number - self.forgotten]

    def at_step(self, steps: int) -> int:
        """Return how many entries took effect until the next was trained after so many mini-batches."""
        first = bisect_left(self.entries, steps, key=lambda one: one.place.steps)
        rest = enumerate(self.entries[first:], first)
        later = (i for i, one in rest if one.place.steps > steps or _trains(one.what))
        return self.forgotten + next(later, len(self.entries))

    def before_epoch(self, epoch: int) -> int:
        """Return how many entries took effect before the end of an epoch; of the first, all settings."""
        if epoch <= self.begins.epoch:
            return self.at_step(self.begins.steps)
        return self.forgotten + bisect_left(self.entries, epoch, key=lambda one: one.place.epoch)

    def until(self, number: int) -> Record:
        """Return the record of the first `number` entries."""
        entries = self.entries[: number - self.forgotten]
        return Record(self.start, self.begins, entries, self.forgotten, self.stepped_before)

    def copy(self) -> Record:
        """Return a copy that later commands do not change."""
        return self.until(self.count)

    def forget_from(self, steps: int) -> None:
        """Forget the step that began after so many, and all that was done and undone since."""
        while self.entries and self.entries[-1].place.steps >= steps:
            entry = self.entries.pop()
            if entry.place.steps == steps and isinstance(entry.what, (Step, ExplainedStep)):
                break
        self._set(self.entries)


def _trains(what: Recorded) -> bool:
    return isinstance(what, (Step, ExplainedStep))
