"""What the worker keeps for undo: weights that a change removed, and runs that it discarded. No Qt."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Experiment, NetworkSpec, State, Trainer
from engine.base.values import dataclass
from playground.observers.curves import History
from playground.worker.record import Record

MOST_NUMBERS = 2_000_000  # weights of a network whose removals are kept
MOST_REMOVALS = 100
MOST_RUNS = 10
MOST_BYTES = 64 * 2**20  # of all discarded runs
COPIES = 6  # numbers in a state for each weight, about: moments, the last good weights, masks
POINT_BYTES = 200  # an own point, as the state writes it


@dataclass(frozen=True, eq=False)
class Patch:
    """Weights that a change removed from one layer's matrix [W | b].

    Attributes
    ----------
    axis : int or None
        0 for rows, which are neurons; 1 for columns, which are their inputs; None for all of the matrix.
    start : int
        The first row or column.
    """

    layer: int
    axis: int | None
    start: int
    values: NDArray[Any]

    def put_back(self, thetas: list[NDArray[Any]]) -> None:
        """Put the weights back into a network's matrices, as far as they fit."""
        if self.layer >= len(thetas):
            return
        theta = thetas[self.layer]
        stop = self.start + self.values.shape[self.axis or 0]
        # the bias, in the last column, is never among those removed
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
class Removal:
    """What one change removed from a network.

    Attributes
    ----------
    patches : list of Patch
    insert : (layer, neuron) or None
        Where a neuron that was not the layer's last is inserted again.
    """

    patches: list[Patch]
    insert: tuple[int, int] | None = None


class RemovedWeights:
    """What the latest changes of a run removed from its network, by their number: they may be undone."""

    def __init__(self) -> None:
        self._kept: dict[int, Removal] = {}

    @property
    def size(self) -> int:
        """How many bytes they take."""
        return sum(patch.values.nbytes for one in self._kept.values() for patch in one.patches)

    def note(self, number: int, trainer: Trainer, new: NetworkSpec) -> None:
        """Keep the weights that a change of the network is about to remove."""
        if len(trainer.network.parameters) <= MOST_NUMBERS:
            self._keep(number, Removal(list(_lost(trainer, new))))

    def note_neuron(self, number: int, trainer: Trainer, layer: int, neuron: int) -> None:
        """Keep one neuron that is about to be removed."""
        if len(trainer.network.parameters) <= MOST_NUMBERS:
            patches = list(_neurons(trainer, layer, slice(neuron, neuron + 1)))
            self._keep(number, Removal(patches, (layer, neuron)))

    def _keep(self, number: int, removal: Removal) -> None:
        self._kept[number] = removal
        while len(self._kept) > MOST_REMOVALS:
            del self._kept[next(iter(self._kept))]

    def recall(self, numbers: tuple[int, ...], trainer: Trainer, change: Callable[[], bool]) -> bool:
        """Undo changes: `change` restores the shape, then weights are put back; return what it returns."""
        kept = [self._kept[number] for number in reversed(numbers) if number in self._kept]
        for removal in kept:
            if removal.insert is not None:
                trainer.add_neuron(*removal.insert)
        if change():
            return True
        values = trainer.network.parameters.copy()
        for removal in kept:
            for patch in removal.patches:
                patch.put_back(trainer.network.split(values))
        trainer.set_parameters(values)
        return False


def _lost(trainer: Trainer, new: NetworkSpec) -> Iterator[Patch]:
    """Yield the weights that a change to another network removes."""
    old, layers = trainer.experiment.network, trainer.network.layers
    for i, name in enumerate(old.features):
        if name not in new.features:
            yield Patch(0, 1, i, layers[0].theta[:, i : i + 1].copy())
    if len(new.hidden) < len(old.hidden):
        # whichever layers are removed, all from the first that changes are kept
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


@dataclass(frozen=True, eq=False)
class DiscardedRun:
    """A run that a change discarded, complete.

    Attributes
    ----------
    state : State
    history : History
        Its curves.
    removed : RemovedWeights
        What earlier changes removed from its network.
    edited : bool
        Whether weights were set by hand.
    record : Record
    size : int
        Bytes that it takes, approximately.
    """

    state: State
    history: History
    removed: RemovedWeights
    edited: bool
    record: Record
    size: int


class DiscardedRuns:
    """The runs that were discarded last, by the number of the change that did so."""

    def __init__(self) -> None:
        self._kept: dict[int, DiscardedRun] = {}

    def clear(self) -> None:
        """Forget all runs: the changes that discarded them can no longer be undone."""
        self._kept.clear()

    def keep(
        self,
        number: int,
        trainer: Trainer,
        history: History,
        removed: RemovedWeights,
        edited: bool,
        record: Record,
    ) -> None:
        """Keep a run, if it is not too large, for undo; of changes that merge, the first one's run."""
        too_large = trainer.network.parameters.nbytes * COPIES > MOST_BYTES
        if not number or number in self._kept or too_large:
            return
        state = trainer.state()
        size = sum(array.nbytes for array in state.arrays.values()) + removed.size
        size += POINT_BYTES * (_points(trainer.experiment) + record.points)
        self._kept[number] = DiscardedRun(state, history, removed, edited, record, size)
        while len(self._kept) > MOST_RUNS or self._size() > MOST_BYTES:
            del self._kept[next(iter(self._kept))]

    def recall(self, numbers: tuple[int, ...]) -> DiscardedRun | None:
        """Hand out the run that the first of these changes discarded, if it is still kept."""
        found = [self._kept.pop(number) for number in numbers if number in self._kept]
        return found[0] if found else None

    def put_back(self, number: int, run: DiscardedRun) -> None:
        """Keep a run on that was handed out, as that of a change: it could not be brought back."""
        self._kept[number] = run

    def _size(self) -> int:
        return sum(run.size for run in self._kept.values())


def _points(experiment: Experiment) -> int:
    return len(experiment.data.points) if experiment.data.own else 0
