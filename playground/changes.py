"""Changes of a network that learns: which keep its weights, what is said, how they are undone. No Qt."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import ACTIVATIONS, Experiment, LayerSpec, NetworkSpec, Range, Trainer
from engine.features import label

WEIGHT = Range(-1e9, 1e9)  # of a weight or a bias that is set by hand
MOST_NUMBERS = 2_000_000  # weights that are remembered for undoing
MOST_MEMORIES = 100
AGAIN = ": training starts again at epoch 0."


def keeps(old: Experiment, new: Experiment) -> bool:
    """Whether a change is one of the network alone, and of what its weights can be carried over."""
    first = ("initializer", "init_scale", "init_bias")
    same_start = all(getattr(old.network, name) == getattr(new.network, name) for name in first)
    alone = new == replace(old, network=new.network)
    return alone and same_start and old.network != new.network


def with_layers(experiment: Experiment, which: str, **given: Any) -> Experiment:
    """Return an experiment with other fields of a hidden layer, known by its index, or "" for every one."""
    hidden = tuple(
        replace(layer, **given) if which in ("", str(i)) else layer
        for i, layer in enumerate(experiment.network.hidden)
    )
    return replace(experiment, network=replace(experiment.network, hidden=hidden))


def say(old: NetworkSpec, new: NetworkSpec) -> str:
    """Return what a change of the network did to it, in one line."""
    added = [name for name in new.features if name not in old.features]
    gone = [name for name in old.features if name not in new.features]
    if added and not gone and old.hidden == new.hidden:
        names = " and ".join(map(label, added))
        return f"{names} is an input now; its weights are zero, so the function is as it was."
    if gone and not added and old.hidden == new.hidden:
        return f"{' and '.join(map(label, gone))} is no input any more; all other weights are kept."
    if old.features != new.features:
        return "The inputs are others now; all other weights are kept."
    if len(old.hidden) != len(new.hidden):
        return _say_layers(old.hidden, new.hidden)
    other = [i for i, (a, b) in enumerate(zip(old.hidden, new.hidden, strict=True)) if a != b]
    if other and all(replace(old.hidden[i], dropout=new.hidden[i].dropout) == new.hidden[i] for i in other):
        return _say_dropout(other, new.hidden)
    for i in other:
        return _say_layer(i, old.hidden[i], new.hidden[i])
    if old.output != new.output:
        return "The output's activation is another now; all weights are kept."
    return "The network was changed; all weights are kept."


def _say_layers(old: tuple[LayerSpec, ...], new: tuple[LayerSpec, ...]) -> str:
    if len(new) == len(old) + 1:
        what = ACTIVATIONS[new[-1].activation].label
        return f"Hidden layer {len(new)} was added; it passes on, through {what}, what it gets."
    if len(new) == len(old) - 1:
        where = f"Hidden layer {len(old)} was taken away"
        return f"{where}; the next layer's weights do what both did, without the bend."
    return f"There are {len(new)} hidden layers now; the weights that fit are kept."


def _say_dropout(other: list[int], hidden: tuple[LayerSpec, ...]) -> str:
    shares = {layer.dropout for layer in hidden}
    if len(other) == 1:
        where, share = f"hidden layer {other[0] + 1}", hidden[other[0]].dropout
    elif len(shares) == 1:
        where, share = "all hidden layers", shares.pop()
    else:
        return "Dropout is another now; all weights are kept."
    return f"Dropout of {where} is {share:.6g} now; all weights are kept."


def _say_layer(i: int, old: LayerSpec, new: LayerSpec) -> str:
    where, more = f"hidden layer {i + 1}", new.width - old.width
    if more > 0:
        what = "A neuron was added" if more == 1 else f"{more:,} neurons were added"
        whose = "its" if more == 1 else "their"
        return f"{what} to {where}; {whose} outgoing weights are zero, so the function is as it was."
    if more < 0:
        what = "A neuron was taken" if more == -1 else f"{-more:,} neurons were taken"
        return f"{what} out of {where}; all other weights are kept."
    if old.activation != new.activation:
        return f"Hidden layer {i + 1} uses {ACTIVATIONS[new.activation].label} now; all weights are kept."
    return f"Hidden layer {i + 1} was changed; all weights are kept."


def say_start(old: Experiment, new: Experiment) -> str:
    """Return why a change has training start again, in one line."""
    first = ("initializer", "init_scale", "init_bias")
    other_first = any(getattr(old.network, name) != getattr(new.network, name) for name in first)
    if old.seed != new.seed and old.data == new.data:
        what = "The seed is another, so data and first weights are new"
    elif old.data != new.data and old.network != new.network:
        what = "The data and the network are new"
    elif old.data.dataset != new.data.dataset:
        what = "The data set is another now"
    elif old.data != new.data:
        what = "The data are new"
    elif other_first:
        what = "The first weights are drawn in another way"
    elif old.weights_seed != new.weights_seed:
        what = "The first weights are others"
    elif old.training.dtype != new.training.dtype:
        what = "The network computes in another precision"
    elif old.network != new.network:
        what = "The network is new"
    else:
        what = "The output is another"
    return f"{what}{AGAIN}"


def layer_name(layer: int, layers: int) -> str:
    """Return what a layer is called; `layer` is an index of `network.layers`."""
    return "output" if layer == layers - 1 else f"hidden layer {layer + 1}"


def neuron_name(layer: int, neuron: int, layers: int, outputs: int) -> str:
    """Return what a neuron is called."""
    if layer < layers - 1:
        return f"hidden layer {layer + 1}, neuron {neuron + 1}"
    return "output" if outputs == 1 else f"output {neuron}"


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
