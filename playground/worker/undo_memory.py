"""Weights that a change removed from a network, kept for undo. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import NetworkSpec, Trainer
from engine.base.values import dataclass

MOST_NUMBERS = 2_000_000  # weights of a network whose removals are kept
MOST_REMOVALS = 100


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

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return sum(patch.values.nbytes for patch in self.patches)


class RemovedWeights:
    """What the latest changes of a run removed from its network: they may be undone.

    Attributes
    ----------
    kept : dict of int to Removal
        By the number of the change.
    """

    def __init__(self) -> None:
        self.kept: dict[int, Removal] = {}

    def copy(self) -> RemovedWeights:
        """Return a copy that later changes do not change."""
        other = RemovedWeights()
        other.kept = self.kept.copy()
        return other

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
        self.kept[number] = removal
        while len(self.kept) > MOST_REMOVALS:
            del self.kept[next(iter(self.kept))]

    def of(self, numbers: tuple[int, ...]) -> tuple[Removal, ...]:
        """Return what these changes removed, the latest first."""
        return tuple(self.kept[number] for number in reversed(numbers) if number in self.kept)


def put_back(removals: tuple[Removal, ...], trainer: Trainer, change: Callable[[], bool]) -> bool:
    """Undo changes: `change` restores the shape, then weights are put back; return what it returns."""
    for removal in removals:
        if removal.insert is not None:
            trainer.add_neuron(*removal.insert)
    if change():
        return True
    values = trainer.network.parameters.copy()
    for removal in removals:
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
