"""What was done to a run besides training: values that plots mark. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, fields
from enum import Enum, auto
from typing import TYPE_CHECKING

from engine import Experiment, settings_in
from engine.base.values import dataclass
from engine.experiment import unread

if TYPE_CHECKING:
    from engine import Trainer

ALMOST = 0.999  # of an epoch
SETTINGS_OF_LOSS = {one.name for one in settings_in("loss")}  # if one changes, so does what a loss means


class EventKind(Enum):
    """What was done, with the names of its arguments besides "before" and "after"."""

    LAYERS = auto()  # how many hidden layers
    WIDTH = auto()  # "layers": how many neurons each of these has
    ACTIVATION = auto()  # "layers"
    DROPOUT = auto()  # "layers"
    INPUTS = auto()  # names of features
    OUTPUT = auto()  # the activation of the output
    LOSS = auto()  # "name": the loss itself, or a setting that it is made with
    SETTING = auto()  # "name": any other setting of training
    POINTS = auto()  # how many points
    WEIGHT = auto()  # "layer", "neuron", "source": set by hand
    MASK = auto()  # "mask": "freeze" or "silence"; "layer", "neuron", "source"


@dataclass(frozen=True)
class Event:
    """Something that was done to a run.

    Attributes
    ----------
    step : int
        The mini-batches trained before it.
    epoch : float
        The same in epochs.
    kind : EventKind
    arguments : mapping of str to value
        What it was done to, and what was "before" and "after".
    change : int
        The number of the change that did it, or of the first that is undone together with it; 0 for none.
    """

    step: int
    epoch: float
    kind: EventKind
    arguments: Mapping[str, object] = field(default_factory=dict)
    change: int = 0

    def continues(self, other: Event) -> bool:
        """Return whether this goes on with what another event did, so that one mark stands for both."""
        together = self.change == other.change != 0 or self.step == other.step
        return together and (self.kind, self._subject) == (other.kind, other._subject)

    @property
    def _subject(self) -> dict[str, object]:
        return {name: value for name, value in self.arguments.items() if name not in ("before", "after")}

    @property
    def changes_something(self) -> bool:
        """Whether what was before differs from what is after it."""
        return self.kind is EventKind.POINTS or self.arguments["before"] != self.arguments["after"]


What = tuple[EventKind, dict[str, object]]
Progress = tuple[int, float]  # in mini-batches, and in epochs


def progress_of(trainer: Trainer) -> Progress:
    """Return how far training has come."""
    return trainer.steps, in_epochs(trainer.epoch, trainer.position)


def in_epochs(epoch: int, position: tuple[int, int, int]) -> float:
    """Return completed epochs with the part of the next that is done; `position` as in `Trainer.position`."""
    done, count, _ = position
    # at its very end an epoch does not count yet: it is still to be evaluated
    return epoch + min(done / max(count, 1), ALMOST)


def changes(old: Experiment, new: Experiment) -> Iterator[What]:
    """Yield the kind and the arguments of every difference between two experiments of one run."""
    if old.network != new.network:
        yield from _of_network(old, new)
    before, after = old.head(), new.head()
    if before[0] != after[0]:
        yield EventKind.OUTPUT, {"before": before[0], "after": after[0]}
    if before[1] != after[1]:
        yield EventKind.LOSS, {"name": "loss", "before": before[1], "after": after[1]}
    if old.training != new.training:
        yield from _of_training(old, new)
    if old.data != new.data:
        yield EventKind.POINTS, {"before": old.data.count, "after": new.data.count}


def _of_network(old: Experiment, new: Experiment) -> Iterator[What]:
    a, b = old.network, new.network
    if a.features != b.features:
        yield EventKind.INPUTS, {"before": a.features, "after": b.features}
    if len(a.hidden) != len(b.hidden):
        yield EventKind.LAYERS, {"before": len(a.hidden), "after": len(b.hidden)}
        return
    for name, kind in (
        ("width", EventKind.WIDTH),
        ("activation", EventKind.ACTIVATION),
        ("dropout", EventKind.DROPOUT),
    ):
        changed: dict[tuple[object, object], tuple[int, ...]] = {}
        for i, (one, other) in enumerate(zip(a.hidden, b.hidden, strict=True)):
            pair = getattr(one, name), getattr(other, name)
            if pair[0] != pair[1]:
                changed[pair] = (*changed.get(pair, ()), i)
        for (before, after), layers in changed.items():
            yield kind, {"layers": layers, "before": before, "after": after}


def _of_training(old: Experiment, new: Experiment) -> Iterator[What]:
    of_loss = SETTINGS_OF_LOSS - unread(new)
    for one in fields(new.training):
        before, after = getattr(old.training, one.name), getattr(new.training, one.name)
        if one.name != "loss" and before != after:
            kind = EventKind.LOSS if one.name in of_loss else EventKind.SETTING
            yield kind, {"name": one.name, "before": before, "after": after}


def are_comparable(old: Experiment, new: Experiment) -> bool:
    """Return whether losses before and after a change can be compared, and one be the best."""
    a, b = old.training, new.training
    same_loss = all(getattr(a, name) == getattr(b, name) for name in ("loss", *SETTINGS_OF_LOSS))
    return same_loss and (old.network, old.data) == (new.network, new.data)
