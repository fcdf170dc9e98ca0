"""What undo needs of the worker: weights that a change took out, and trainings that it threw away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment, NetworkSpec, State, Trainer
from playground.observers.curves import History

MOST_NUMBERS = 2_000_000  # weights that are remembered for undoing
MOST_MEMORIES = 100


# -- undoing -----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Patch:
    """Weights that a change took out of one layer's matrix [W | b].

    Attributes
    ----------
    axis : int or None
        0 for rows, neurons; 1 for columns, what they get; None for all of the matrix.
    start : int
        The first row or column.
    """

    layer: int
    axis: int | None
    start: int
    values: NDArray[Any]

    def put_back(self, thetas: list[NDArray[Any]]) -> None:
        """Put into a network's matrices as much as has a place in them."""
        if self.layer >= len(thetas):
            return
        theta = thetas[self.layer]
        stop = self.start + self.values.shape[self.axis or 0]
        # the bias in the last column is never one of those that were taken out
        end = theta.shape[1] - 1 if self.axis == 1 else theta.shape[0]
        size = max(min(stop, end) - self.start, 0)
        place: Any = np.s_[...]
        values = self.values
        if self.axis == 0:
            place, values = np.s_[self.start : self.start + size], values[:size]
        elif self.axis == 1:
            place, values = np.s_[:, self.start : self.start + size], values[:, :size]
        if theta[place].shape == values.shape:
            theta[place] = values


@dataclass(frozen=True, eq=False)
class Memory:
    """What a change took out of a network.

    Attributes
    ----------
    patches : list of Patch
    insert : (layer, neuron) or None
        Where a neuron has to come back that was not the layer's last.
    """

    patches: list[Patch]
    insert: tuple[int, int] | None = None


class Memories:
    """What the latest changes took out of the network, by their number: they may be undone."""

    def __init__(self) -> None:
        self._kept: dict[int, Memory] = {}

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return sum(patch.values.nbytes for memory in self._kept.values() for patch in memory.patches)

    def note(self, number: int, trainer: Trainer, new: NetworkSpec) -> None:
        """Remember what will be lost when the network is changed into another."""
        if len(trainer.network.parameters) <= MOST_NUMBERS:
            self._keep(number, Memory(list(_losses(trainer, new))))

    def note_neuron(self, number: int, trainer: Trainer, layer: int, neuron: int) -> None:
        """Remember one neuron that will be taken out."""
        if len(trainer.network.parameters) <= MOST_NUMBERS:
            patches = list(_neurons(trainer, layer, slice(neuron, neuron + 1)))
            self._keep(number, Memory(patches, (layer, neuron)))

    def _keep(self, number: int, memory: Memory) -> None:
        self._kept[number] = memory
        while len(self._kept) > MOST_MEMORIES:
            del self._kept[next(iter(self._kept))]

    def recall(self, numbers: tuple[int, ...], trainer: Trainer, change: Callable[[], bool]) -> bool:
        """Undo changes: put back what they took. Return what `change`, which restores the shape, returns."""
        kept = [self._kept[number] for number in reversed(numbers) if number in self._kept]
        for memory in kept:
            if memory.insert is not None:
                trainer.add_neuron(*memory.insert)
        if change():
            return True
        values = trainer.network.parameters.copy()
        for memory in kept:
            for patch in memory.patches:
                patch.put_back(trainer.network.split(values))
        trainer.set_parameters(values)
        return False


def _losses(trainer: Trainer, new: NetworkSpec) -> Iterator[Patch]:
    """Yield the weights that do not survive the way from one network to another."""
    old, layers = trainer.experiment.network, trainer.network.layers
    for i, name in enumerate(old.features):
        if name not in new.features:
            yield Patch(0, 1, i, layers[0].theta[:, i : i + 1].copy())
    if len(new.hidden) < len(old.hidden):
        # of layers that go, which one it is does not matter: from the first on that changes, all are kept
        pairs = enumerate(zip(old.hidden, new.hidden, strict=False))
        alike = next((i for i, (a, b) in pairs if a != b), len(new.hidden))
        for i in range(alike, len(layers)):
            yield Patch(i, None, 0, layers[i].theta.copy())
        return
    for i, (a, b) in enumerate(zip(old.hidden, new.hidden, strict=False)):
        if b.width < a.width:
            yield from _neurons(trainer, i, slice(b.width, a.width))


def _neurons(trainer: Trainer, layer: int, gone: slice) -> Iterator[Patch]:
    """Yield the weights into and out of some neurons."""
    layers = trainer.network.layers
    yield Patch(layer, 0, gone.start, layers[layer].theta[gone].copy())
    yield Patch(layer + 1, 1, gone.start, layers[layer + 1].theta[:, gone].copy())


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
