"""Trainings that a change threw away, kept for a while so that undo brings them back. No Qt."""

from dataclasses import dataclass

from engine import Experiment, State, Trainer
from playground.changes import Memories
from playground.history import History

MOST_KEPT = 10
MOST_BYTES = 64 * 2**20  # in all
COPIES = 6  # a state holds about so many numbers for each weight: moments, the last good one, what is frozen
POINT_BYTES = 200  # an own point, as the state writes it


@dataclass(frozen=True, eq=False)
class Training:
    """All that training had come to.

    Attributes
    ----------
    state : State
    history : History
        Its curves.
    memories : Memories
        What earlier changes took out of its network.
    edited : bool
        Whether weights were set by hand.
    size : int
        Bytes that it takes, about.
    """

    state: State
    history: History
    memories: Memories
    edited: bool
    size: int


class Restarts:
    """The latest trainings that were thrown away, by the number of the change that did it."""

    def __init__(self) -> None:
        self._kept: dict[int, Training] = {}

    def clear(self) -> None:
        """Forget all: what undo could go back over is gone as well."""
        self._kept.clear()

    def keep(self, number: int, trainer: Trainer, history: History, memories: Memories, edited: bool) -> None:
        """Keep a training, if it is not too large; of changes that merge into one, the first one's."""
        if number in self._kept or trainer.network.parameters.nbytes * COPIES > MOST_BYTES:
            return
        state = trainer.state()
        size = sum(array.nbytes for array in state.arrays.values()) + memories.size
        size += POINT_BYTES * _points(trainer.experiment)
        self._kept[number] = Training(state, history, memories, edited, size)
        while len(self._kept) > MOST_KEPT or self._size() > MOST_BYTES:
            del self._kept[next(iter(self._kept))]

    def recall(self, numbers: tuple[int, ...]) -> Training | None:
        """Return, and keep no longer, what the first of these changes threw away, if it is still there."""
        found = [self._kept.pop(number) for number in numbers if number in self._kept]
        return found[0] if found else None

    def _size(self) -> int:
        return sum(training.size for training in self._kept.values())


def _points(experiment: Experiment) -> int:
    return len(experiment.data.points) if experiment.data.own else 0
