"""Remedies: changes of an experiment that help against what is wrong with it, and their trials on copies."""

from __future__ import annotations

import math
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import replace
from enum import Enum, auto
from typing import Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.analysis.health import can_die
from engine.base.checks import SpecError
from engine.base.limits import parameter_count
from engine.base.values import dataclass
from engine.data.draw import draw
from engine.data.samples import Split
from engine.experiment import RANGES, Experiment, LayerSpec
from engine.features import needs_x2
from engine.training.progress import Progress
from engine.training.trainer import Trainer

MOST_STEPS = 6_000  # of a trial
MOST_WORK = 100_000_000  # multiplications of a trial
FEWEST_EPOCHS = 5  # a trial of fewer tells nothing
USUAL_BATCH = 32
ADAM_RATE = 0.01


class Change(Enum):
    """What a remedy changes: the new value stands in its experiment."""

    RATE = auto()
    BATCH = auto()
    OPTIMIZER = auto()
    ACTIVATION = auto()
    START = auto()
    CLIPPING = auto()
    HEAD = auto()
    STANDARDISED_VALUES = auto()
    SCALED_INPUTS = auto()
    L2 = auto()
    NEURONS = auto()
    LAYER = auto()
    BALANCE = auto()
    SAMPLES = auto()


@dataclass(frozen=True)
class Remedy:
    """A change of the experiment.

    Attributes
    ----------
    change : Change
    experiment : Experiment
        The changed one.
    """

    change: Change
    experiment: Experiment

    def keeps_weights(self, before: Experiment) -> bool:
        """Whether training goes on: nothing but how the network is trained changes."""
        return replace(self.experiment, training=before.training) == before

    def afresh(self) -> Remedy:
        """Return the remedy with new starting weights as well, where those of now are past saving."""
        one = self.experiment
        seed = (one.training_seed + 1) % (int(RANGES["weights_seed"].high) + 1)
        return Remedy(self.change, replace(one, weights_seed=seed))


@dataclass(frozen=True)
class Trial:
    """What a copy of the training came to with a remedy.

    Attributes
    ----------
    loss : float
        The training loss in the end.
    epochs : int
        So many were trained.
    """

    loss: float
    epochs: int


def rates(one: Experiment, *factors: float) -> Iterator[Remedy]:
    """Change the learning rate by these factors."""
    for factor in factors:
        rate = _round(one.training.learning_rate * factor)
        if 0.0 < rate <= RANGES["learning_rate"].high:
            yield Remedy(Change.RATE, _trained(one, learning_rate=rate))


def _round(rate: float) -> float:
    """Return a rate to one digit: 0.03 for 0.0300001."""
    return float(f"{rate:.0e}")


def batches(one: Experiment, samples: int) -> Iterator[Remedy]:
    """Take more samples for each step."""
    if one.training.batch_size < USUAL_BATCH and samples > one.training.batch_size:
        yield Remedy(Change.BATCH, _trained(one, batch_size=USUAL_BATCH))


def optimizers(one: Experiment) -> Iterator[Remedy]:
    """Take Adam."""
    if one.training.optimizer != "adam":
        yield Remedy(Change.OPTIMIZER, _trained(one, optimizer="adam", learning_rate=ADAM_RATE))


def activations(one: Experiment, name: str) -> Iterator[Remedy]:
    """Give all hidden layers this activation, and the starting weights that go with it."""
    hidden = tuple(replace(layer, activation=name) for layer in one.network.hidden)
    remedied = _with_network(one, hidden=hidden, **_start_for(name))
    if remedied != one:
        yield Remedy(Change.ACTIVATION, remedied)


def starts(one: Experiment) -> Iterator[Remedy]:
    """Draw the starting weights as suits the activation."""
    first = one.network.hidden[0].activation if one.network.hidden else "linear"
    remedied = _with_network(one, **_start_for(first))
    if remedied != one:
        yield Remedy(Change.START, remedied)


def _start_for(activation: str) -> dict[str, Any]:
    rectified = can_die(ACTIVATIONS[activation]) or activation == "leaky_relu"
    return {"initializer": "he_normal" if rectified else "glorot_uniform", "init_bias": None}


def clipping(one: Experiment) -> Iterator[Remedy]:
    """Limit the gradient."""
    if not one.training.clip_norm:
        yield Remedy(Change.CLIPPING, _trained(one, clip_norm=1.0))


def heads(one: Experiment) -> Iterator[Remedy]:
    """Take the output and the loss that suit the problem."""
    remedied = _with_network(_trained(one, loss="auto"), output="auto")
    if remedied.head() != one.head():
        yield Remedy(Change.HEAD, remedied)


def standardised_values(one: Experiment) -> Iterator[Remedy]:
    """Train on standardised values."""
    if one.data.own and one.data.labels == "values" and not one.data.standardise_values:
        yield Remedy(
            Change.STANDARDISED_VALUES, replace(one, data=replace(one.data, standardise_values=True))
        )


def scaled_inputs(one: Experiment, data: Split) -> Iterator[Remedy]:
    """Replace x₁ and x₂ as inputs by formulas of about unit size."""
    if not data.drawn:
        return
    middle, scale = data.train.X.mean(axis=0), data.train.X.std(axis=0)
    columns = [i for i, name in enumerate(("x1", "x2")) if not needs_x2(name) or 1 in one.data.columns]
    formulas = tuple(_scaled(i, float(middle[i]), float(scale[i])) for i in columns if scale[i] > 0.0)
    with suppress(SpecError):  # numbers that a formula cannot have
        if formulas:
            yield Remedy(Change.SCALED_INPUTS, _with_network(one, features=formulas))


def _scaled(column: int, middle: float, scale: float) -> str:
    shift = float(f"{middle:.2g}")
    name = f"x{column + 1}"
    centred = name if abs(shift) < 0.1 * scale else f"({name}{-shift:+.10g})"
    return f"={centred}/{float(f'{scale:.1g}'):.10g}"


def penalties(one: Experiment) -> Iterator[Remedy]:
    """Penalise large weights, or more than now."""
    l2 = min(max(0.01, 10.0 * one.training.l2), 1.0)
    if l2 > one.training.l2:
        yield Remedy(Change.L2, _trained(one, l2=l2))


def neurons(one: Experiment) -> Iterator[Remedy]:
    """Give every hidden layer more neurons, unless no network may be so large."""
    with suppress(SpecError):
        hidden = tuple(replace(layer, width=max(4 * layer.width, 8)) for layer in one.network.hidden)
        if hidden:
            yield Remedy(Change.NEURONS, _with_network(one, hidden=hidden))


def layers(one: Experiment) -> Iterator[Remedy]:
    """Add a hidden layer, unless there are as many as there may be."""
    hidden = one.network.hidden
    activation = hidden[-1].activation if hidden else "tanh"
    with suppress(SpecError):
        yield Remedy(Change.LAYER, _with_network(one, hidden=(*hidden, LayerSpec(8, activation))))


def balance(one: Experiment) -> Iterator[Remedy]:
    """Draw classes of equal size."""
    if not one.data.own and one.data.imbalance:
        yield Remedy(Change.BALANCE, replace(one, data=replace(one.data, imbalance=0.0)))


def samples(one: Experiment) -> Iterator[Remedy]:
    """Draw more points."""
    if not one.data.own:
        count = min(max(10 * one.data.samples, 200), int(RANGES["samples"].high))
        if count > one.data.samples:
            yield Remedy(Change.SAMPLES, replace(one, data=replace(one.data, samples=count)))


def _trained(one: Experiment, **changes: Any) -> Experiment:
    return replace(one, training=replace(one.training, **changes))


def _with_network(one: Experiment, **changes: Any) -> Experiment:
    """Change the network; it starts from drawn weights, as those set by hand are of the network of now."""
    return replace(one, network=replace(one.network, weights=(), **changes))


# -- trials ------------------------------------------------------------------------------------


def trial(
    remedy: Remedy, before: Experiment, data: Split, progress: Progress
) -> Generator[None, None, Trial | None]:
    """Train a copy with a remedy, in short pieces; return None if too little can be trained to tell.

    What keeps the weights goes on from `progress`, which is not changed; anything else starts afresh.
    """
    one = remedy.experiment
    epochs = min(_affordable(one, len(data.train)), max(progress.epoch, FEWEST_EPOCHS))
    if epochs < FEWEST_EPOCHS:
        return None
    if remedy.keeps_weights(before):
        trainer = Trainer.resume(before, data, progress)
        trainer.configure(one)
    else:
        trainer = Trainer(one, data if one.data == before.data and not data.drawn else draw(one))
    losses: list[float] = []
    while len(losses) < epochs:
        done = len(losses)
        trainer.run(1, each_epoch=lambda metrics: losses.append(metrics.train_loss))
        if len(losses) == done:  # it diverged
            return Trial(math.inf, epochs)
        yield
    return Trial(float(np.median(losses[-FEWEST_EPOCHS:])), epochs)


def _affordable(one: Experiment, samples: int) -> int:
    """Return for how many epochs there is time."""
    steps = math.ceil(samples / one.training.batch_size)
    return min(MOST_STEPS // steps, MOST_WORK // (samples * parameter_count(one.network.sizes)))
