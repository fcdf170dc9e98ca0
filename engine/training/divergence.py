"""Where training stopped making sense: the step after which a number was no longer finite."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from engine.base.recipes import Array, run
from engine.evaluation.metrics import Metrics
from engine.optimizers import OptimizerState
from engine.training.batches import Batches


@dataclass(frozen=True)
class Divergence:
    """Where the loss or a weight stopped being a finite number.

    Attributes
    ----------
    epoch : int
        The epoch, counted from 1, in which it happened.
    steps : int
        The mini-batch, counted from 1 since the weights were drawn, after which it happened.
    what : {"weight", "loss"}
        What was not finite; "weight" where both were not.
    kept : int
        The epoch whose weights training has gone back to.
    """

    epoch: int
    steps: int
    what: str
    kept: int


class Replay:
    """Repeats the steps of an epoch to find the one after which a number was not finite.

    To look after every step instead would slow down every step.

    Parameters
    ----------
    parameters : ndarray, (P,)
    optimizer : OptimizerState
    batches : Batches
    rng : Generator or None
        What is drawn from in every step, for dropout.
    """

    def __init__(
        self, parameters: Array, optimizer: OptimizerState, batches: Batches, rng: np.random.Generator | None
    ) -> None:
        self._optimizer, self._batches, self._rng = optimizer, batches, rng
        self._arrays = [parameters, optimizer.slab]
        self._noted = [one.copy() for one in self._arrays]
        self._scalars: dict[str, float] = {}
        self._drawn: Any = None

    def note(self, batch: int, steps: int) -> None:
        """Note all that the batches to come depend on; `batch` is the next one of the epoch.

        Call it before anything is trained, and again whenever a weight may have been set by hand.
        """
        for noted, array in zip(self._noted, self._arrays, strict=True):
            np.copyto(noted, array)
        self._batch, self._steps = batch, steps
        self._updates = self._optimizer.steps
        self._scalars.update(self._optimizer.scalars)
        if self._rng is not None:
            self._drawn = self._rng.bit_generator.state

    def first_bad_step(self, last: int, bad: Callable[[], bool]) -> int:
        """Return the first step, at most `last`, after which `bad` is true; weights are then as after it."""
        if last - self._steps <= 1:
            return last
        for noted, array in zip(self._noted, self._arrays, strict=True):
            np.copyto(array, noted)
        self._optimizer.steps = self._updates
        self._optimizer.scalars.update(self._scalars)
        if self._rng is not None:
            self._rng.bit_generator.state = self._drawn
        batches = islice(self._batches.from_batch(self._batch), last - self._steps)
        for step, calls in enumerate(batches, self._steps + 1):
            run(calls)
            if bad():
                return step
        return last


# Weights that run away stay finite for some epochs, but are of no use. They count as sane while the loss is
# at most so many times what it was at first, or where it is not watched, θ at most so many times as long.
SANE = 10.0
ORDINARY_LOSS = 1.0  # a smaller first loss, after much training, is no measure of what comes


@dataclass
class LastGood:
    """The last good weights, and what later ones are judged by.

    Attributes
    ----------
    weights : ndarray, (P,)
    most_squared : float
        Σθ² of the longest weights that count as sane where no loss is watched.
    first_loss : float or None
        The training loss before the first epoch that was watched.
    epoch : int
        The epoch after which the weights were these.
    """

    weights: Array
    most_squared: float
    first_loss: float | None = None
    epoch: int = 0

    @classmethod
    def at_first(cls, parameters: Array) -> LastGood:
        """Return the starting weights as the last good ones."""
        return cls(parameters.copy(), SANE**2 * max(1.0, length_squared(parameters)))

    def copy(self) -> LastGood:
        """Return one with weights of its own."""
        return replace(self, weights=self.weights.copy())

    def measure_by(self, loss: float) -> None:
        """Judge later weights by this first loss that is watched."""
        self.first_loss = loss if math.isfinite(loss) else 0.0

    def see(self, parameters: Array, epoch: int, length: float, metrics: Metrics | None) -> None:
        """Keep weights that are finite, as their loss is, if they are sane; `length` is their Σθ²."""
        if self._are_sane(length, metrics):
            self.keep(parameters, epoch)

    def keep(self, parameters: Array, epoch: int) -> None:
        """Make these weights, as they are after so many epochs, the ones to go back to."""
        np.copyto(self.weights, parameters)
        self.epoch = epoch

    def _are_sane(self, length: float, metrics: Metrics | None) -> bool:
        """Judge weights by their loss where it is watched, or else by their length."""
        if metrics is None:
            return length <= self.most_squared
        if self.first_loss is None:
            self.measure_by(metrics.train_loss)
        return metrics.train_loss <= SANE * max(self.first_loss or 0.0, ORDINARY_LOSS)


def length_squared(parameters: Array) -> float:
    """Return Σθ² over all weights and biases; where it is finite, so are they."""
    return float(parameters.dot(parameters))


def are_finite(parameters: Array, length: float | None = None) -> bool:
    """Whether all weights and biases are finite numbers; `length` is their Σθ², where that is known."""
    length = length_squared(parameters) if length is None else length
    # squares of finite weights may be infinite; that is rare
    return math.isfinite(length) or bool(np.isfinite(parameters).all())
