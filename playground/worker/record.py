"""What was done to a run, and at which step: enough to train it again to the same bits. No Qt."""

from __future__ import annotations

from copy import copy

from engine import Experiment, State
from engine.base.values import dataclass
from playground.worker.commands import ExplainedStep, RemoveNeuron, SetMask, SetParameter, Step
from playground.worker.revision import Revision

MOST_ENTRIES = 10_000
MOST_POINTS = 200_000  # own points in all experiments of a record: about 30 MB

Recorded = Revision | RemoveNeuron | SetParameter | SetMask | Step | ExplainedStep


@dataclass(frozen=True)
class Entry:
    """A command, and how many mini-batches were trained when it took effect."""

    steps: int
    command: Recorded


class Record:
    """All that was done to a run besides training, from its start.

    It holds values that exist anyway, at most `MOST_ENTRIES` of them with at most `MOST_POINTS` own points;
    a run with more has no complete record.

    Parameters
    ----------
    start : Experiment or State
        What the run began with.

    Attributes
    ----------
    entries : list of Entry
        In the order in which they took effect.
    complete : bool
        Whether the entries reach back to the start.
    points : int
        Own points in the entries.
    """

    def __init__(self, start: Experiment | State) -> None:
        self.start = start
        self.entries: list[Entry] = []
        self.complete = True
        self.points = 0
        self._last_points: object = None

    def note(self, steps: int, command: Recorded) -> None:
        """Note a command that has taken effect after so many steps."""
        if not self.complete:
            return
        if isinstance(command, Revision) and command.experiment.data.points is not self._last_points:
            self._last_points = command.experiment.data.points
            self.points += len(command.experiment.data.points)
        self.entries.append(Entry(steps, command))
        if len(self.entries) > MOST_ENTRIES or self.points > MOST_POINTS:
            self.entries.clear()
            self.complete, self.points, self._last_points = False, 0, None

    def copy(self) -> Record:
        """Return a copy that later commands do not change."""
        other = copy(self)
        other.entries = self.entries.copy()
        return other

    def forget_from(self, steps: int) -> None:
        """Forget the step that began after so many, and all that was done and undone since."""
        while self.entries and self.entries[-1].steps >= steps:
            entry = self.entries.pop()
            if entry.steps == steps and isinstance(entry.command, (Step, ExplainedStep)):
                return
