"""Why training diverged, and what would help: read from the experiment. No words, no Qt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from enum import Enum, auto
from typing import TYPE_CHECKING

import numpy as np

from engine import ACTIVATIONS, OPTIMIZERS, DataSpec, Experiment
from engine.base.values import dataclass
from engine.points import numbers

if TYPE_CHECKING:
    from engine import Divergence

FAR = 1e3  # a z at which a bounded activation has long reached its bound
LARGEST_BOUND = 10.0
HIGH_MOMENTUM = 0.5  # from which steps in one direction add up to more than double
LARGE_SCALE = 2.0
LARGE_VALUES = 10.0  # from here on, the first steps are dominated by the size of the values
CLOSE_VALUES = 0.05  # all differences between values: a loss as small as that is hardly followed


class Cause(Enum):
    """What makes a step larger than it should be."""

    PENALTY = auto()  # it flips the sign of each weight and enlarges it; "times"
    UNBOUNDED = auto()  # outputs of an activation; "names"
    MOMENTUM = auto()  # it accumulates steps; "momentum", "times"
    LARGE_WEIGHTS = auto()  # the starting weights; "scale"
    NO_CLIPPING = auto()


@dataclass(frozen=True)
class Suspect:
    """A cause, with the numbers and names that its words need."""

    cause: Cause
    evidence: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Diagnosis:
    """What happened when a number stopped being finite.

    Attributes
    ----------
    divergence : Divergence
    learning_rate : float
        η, as scheduled.
    suspects : tuple of Suspect
        The likeliest first.
    hopeless : bool
        Whether even the last good weights are far worse than the starting weights.
    epoch : int or None
        The epoch that training is at; it counts on from there, with the weights of an earlier one.
    """

    divergence: Divergence
    learning_rate: float
    suspects: tuple[Suspect, ...]
    hopeless: bool = False
    epoch: int | None = None


def diagnose(
    divergence: Divergence,
    experiment: Experiment,
    learning_rate: float,
    hopeless: bool = False,
    epoch: int | None = None,
) -> Diagnosis:
    """Return why training diverged; see `Diagnosis` for the arguments."""
    return Diagnosis(divergence, learning_rate, tuple(_suspects(experiment, learning_rate)), hopeless, epoch)


def _suspects(experiment: Experiment, rate: float) -> Iterator[Suspect]:
    training, network = experiment.training, experiment.network
    optimizer = OPTIMIZERS[training.optimizer]
    decay = optimizer.weight_decay if training.weight_decay is None else training.weight_decay
    shrink = max(training.l2, decay) * rate
    if shrink > 2.0:
        yield Suspect(Cause.PENALTY, {"times": shrink - 1.0})
    unbounded = [ACTIVATIONS[name].label for name in _activations(experiment) if not is_bounded(name)]
    if unbounded:
        yield Suspect(Cause.UNBOUNDED, {"names": tuple(unbounded[:2])})
    if "momentum" in optimizer.hyperparameters and training.momentum >= HIGH_MOMENTUM:
        times = 1.0 / (1.0 - training.momentum)
        yield Suspect(Cause.MOMENTUM, {"momentum": training.momentum, "times": times})
    if network.initializer in ("uniform", "normal", "constant") and network.init_scale > LARGE_SCALE:
        yield Suspect(Cause.LARGE_WEIGHTS, {"scale": network.init_scale})
    if training.clip_norm == training.clip_value == 0.0:
        yield Suspect(Cause.NO_CLIPPING)


def _activations(experiment: Experiment) -> list[str]:
    """The activations of the hidden layers, and the output's, each once."""
    names = [layer.activation for layer in experiment.network.hidden]
    return list(dict.fromkeys([*names, experiment.head()[0]]))


def hard_values(data: DataSpec) -> tuple[float, float] | None:
    """Return the range of own values that are hard to learn as they are, or None.

    A network starts with outputs of about the size of 1. Values that are much larger, or so near to each
    other that their differences are lost, are best standardised.
    """
    if not data.own or data.labels != "values" or data.standardise_values or not data.count:
        return None
    y = numbers(data.points)[:, 2]
    low, high = float(y.min()), float(y.max())
    close = 0.0 < high - low < CLOSE_VALUES
    return (low, high) if max(-low, high) > LARGE_VALUES or close else None


def is_bounded(activation: str) -> bool:
    """Whether an activation's outputs stay small, however large z is."""
    if ACTIVATIONS[activation].derivative is None:
        return True  # softmax: shares of one
    outputs = ACTIVATIONS[activation](np.array([[-FAR, FAR]]))
    return bool(np.abs(outputs).max() <= LARGEST_BOUND)
