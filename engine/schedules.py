"""Schedules of the learning rate: the only file to touch to add one.

Time t is counted in completed epochs: the rate is constant within an epoch. Every schedule can follow a
linear warm-up (Goyal et al., 2017, section 2.2); t then begins where the warm-up ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Hyperparameters(Protocol):
    """What schedules read of a `TrainSpec`."""

    @property
    def learning_rate(self) -> float: ...
    @property
    def schedule(self) -> str: ...
    @property
    def decay_epochs(self) -> int: ...
    @property
    def decay_factor(self) -> float: ...
    @property
    def plateau_epochs(self) -> int: ...
    @property
    def warmup_epochs(self) -> int: ...


@dataclass(frozen=True)
class Schedule:
    """How the learning rate η changes during training.

    Attributes
    ----------
    label, formula : str
        What a menu and a tooltip show; T is `decay_epochs`, γ `decay_factor`.
    factor : callable (hyperparameters, t, cuts) -> float
        What η is multiplied by, t epochs after the warm-up and after this many cuts on plateaus.
    hyperparameters : tuple of str
        The fields of `TrainSpec` that it reads.
    watches : bool
        Whether it needs the training loss of every epoch, to find plateaus.
    expression : str
        η in Python's arithmetic, as in `Activation`; t is the number of completed epochs after the warm-up,
        `cuts` that of plateaus.
    pytorch : str
        The line of PyTorch that makes the schedule, stepped once an epoch.
    """

    label: str
    formula: str
    factor: Callable[[Hyperparameters, int, int], float]
    hyperparameters: tuple[str, ...] = ()
    watches: bool = False
    expression: str = ""
    pytorch: str = ""


def constant(spec: Hyperparameters, t: int, cuts: int) -> float:
    """1: η stays the same."""
    return 1.0


def step(spec: Hyperparameters, t: int, cuts: int) -> float:
    """γ^⌊t/T⌋."""
    return float(spec.decay_factor ** (t // spec.decay_epochs))


def exponential(spec: Hyperparameters, t: int, cuts: int) -> float:
    """γ^(t/T)."""
    return float(spec.decay_factor ** (t / spec.decay_epochs))


def cosine(spec: Hyperparameters, t: int, cuts: int) -> float:
    """½ (1 + cos(π t/T)), 0 from T on (Loshchilov & Hutter, 2017, eq. 5, without restarts)."""
    return 0.5 * (1.0 + math.cos(math.pi * min(t / spec.decay_epochs, 1.0)))


def inverse_time(spec: Hyperparameters, t: int, cuts: int) -> float:
    """1 / (1 + t/T)."""
    return 1.0 / (1.0 + t / spec.decay_epochs)


def plateau(spec: Hyperparameters, t: int, cuts: int) -> float:
    """γ^k after k plateaus."""
    return float(spec.decay_factor**cuts)


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule(
        "constant",
        "η",
        constant,
        expression="learning_rate",
        pytorch="scheduler = lr_scheduler.ConstantLR(optimizer, factor=1.0)",
    ),
    "step": Schedule(
        "step",
        "η γ^⌊t/T⌋",
        step,
        ("decay_epochs", "decay_factor"),
        expression="learning_rate * decay_factor**floor(t / decay_epochs)",
        pytorch="scheduler = lr_scheduler.StepLR(optimizer, decay_epochs, decay_factor)",
    ),
    "exponential": Schedule(
        "exponential",
        "η γ^(t/T)",
        exponential,
        ("decay_epochs", "decay_factor"),
        expression="learning_rate * decay_factor**(t / decay_epochs)",
        pytorch="scheduler = lr_scheduler.ExponentialLR(optimizer, decay_factor ** (1 / decay_epochs))",
    ),
    "cosine": Schedule(
        "cosine",
        "½ η (1 + cos(π t/T)), 0 from T on",
        cosine,
        ("decay_epochs",),
        expression="1 / 2 * learning_rate * (1 + cos(pi * min(t / decay_epochs, 1)))",
        pytorch="scheduler = lr_scheduler.LambdaLR(optimizer,"
        " lambda t: 0.5 * (1 + math.cos(math.pi * min(t / decay_epochs, 1))))",
    ),
    "inverse_time": Schedule(
        "inverse time",
        "η / (1 + t/T)",
        inverse_time,
        ("decay_epochs",),
        expression="learning_rate / (1 + t / decay_epochs)",
        pytorch="scheduler = lr_scheduler.LambdaLR(optimizer, lambda t: 1 / (1 + t / decay_epochs))",
    ),
    "plateau": Schedule(
        "reduce on plateau",
        "η γ^k after k plateaus of the training loss",
        plateau,
        ("decay_factor", "plateau_epochs"),
        watches=True,
        expression="learning_rate * decay_factor**cuts",
        pytorch="scheduler = lr_scheduler.ReduceLROnPlateau(optimizer, factor=decay_factor,"
        " patience=plateau_epochs, threshold=0)",
    ),
}


@dataclass
class RateState:
    """What the learning rate depends on, besides the settings and the epoch.

    Attributes
    ----------
    best : float
        The smallest training loss seen since the warm-up.
    waited : int
        Epochs since then, or since the last cut.
    cuts : int
        Plateaus so far, each of which cuts the rate once.
    """

    best: float = math.inf
    waited: int = 0
    cuts: int = 0

    def rate(self, spec: Hyperparameters, epoch: int) -> float:
        """Return the learning rate of the epoch after `epoch` completed ones."""
        if epoch < spec.warmup_epochs:
            return spec.learning_rate * (epoch + 1) / spec.warmup_epochs
        t = epoch - spec.warmup_epochs
        return spec.learning_rate * SCHEDULES[spec.schedule].factor(spec, t, self.cuts)

    def forget(self) -> None:
        """Forget the losses seen so far, when the loss function or the samples have changed."""
        self.best, self.waited = math.inf, 0

    def see(self, spec: Hyperparameters, epoch: int, train_loss: float) -> None:
        """Note the training loss after `epoch` completed epochs."""
        if epoch <= spec.warmup_epochs:
            return
        if train_loss < self.best:
            self.best, self.waited = train_loss, 0
            return
        self.waited += 1
        if self.waited > spec.plateau_epochs:
            self.cuts, self.waited = self.cuts + 1, 0
