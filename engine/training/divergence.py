"""Divergence: the step after which a number was no longer finite, and the weights to go back to."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
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
        The mini-batch, counted from 1 at the starting weights, after which it happened.
    what : {"weight", "loss"}
        What was not finite; "weight" if both were not.
    kept : int
        The epoch whose weights training went back to.
    """

    epoch: int
    steps: int
    what: str
    kept: int


class Replay:
    """Repeats the steps of an epoch to find the one after which a number was not finite.

    Checking after every step instead would slow down every step.

    Parameters
    ----------
    parameters : ndarray, (P,)
    optimizer : OptimizerState
    batches : Batches
    rng : Generator or None
        The generator that every step draws from, for dropout.
    """

    def __init__(
        self, parameters: Array, optimizer: OptimizerState, batches: Batches, rng: np.random.Generator | None
    ) -> None:
        self._optimizer, self._batches, self._rng = optimizer, batches, rng
        self._arrays = [parameters, optimizer.slab]
        self._recorded = [array.copy() for array in self._arrays]
        self._scalars: dict[str, float] = {}
        self._drawn: Any = None

    def record(self, batch: int, steps: int) -> None:
        """Record all that the coming mini-batches depend on; `batch` is the next one of the epoch.

        Call it before training, and again whenever a weight may have been set by hand.
        """
        for recorded, array in zip(self._recorded, self._arrays, strict=True):
            np.copyto(recorded, array)
        self._batch, self._steps = batch, steps
        self._updates = self._optimizer.steps
        self._scalars.update(self._optimizer.scalars)
        if self._rng is not None:
            self._drawn = self._rng.bit_generator.state

    def first_bad_step(self, last: int, bad: Callable[[], bool]) -> int:
        """Return the first step, at most `last`, after which `bad` is true, with the weights as after it."""
        if last - self._steps <= 1:
            return last
        for recorded, array in zip(self._recorded, self._arrays, strict=True):
            np.copyto(array, recorded)
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


# Diverging weights stay finite for some epochs, but are useless. Weights count as sane while the loss is at
# most this many times the first loss, or, if no loss is watched, while ‖θ‖ is at most this many times its
# start.
SANE = 10.0
ORDINARY_LOSS = 1.0  # a first loss below this, after long training, would be too strict a measure


@dataclass
class LastGood:
    """The last good weights, and the measure by which later weights are judged.

    Attributes
    ----------
    weights : ndarray, (P,)
    sane_squared_norm : float
        The largest Σθ² that counts as sane if no loss is watched.
    first_loss : float or None
        The training loss before the first watched epoch.
    epoch : int
        The epoch whose end they are from.
    """

    weights: Array
    sane_squared_norm: float
    first_loss: float | None = None
    epoch: int = 0

    @classmethod
    def at_start(cls, parameters: Array) -> LastGood:
        """Return the starting weights as the last good ones."""
        return cls(parameters.copy(), SANE**2 * max(1.0, squared_norm(parameters)))

    def copy(self) -> LastGood:
        """Return a copy with its own array of weights."""
        return replace(self, weights=self.weights.copy())

    def judge_by(self, loss: float) -> None:
        """Judge later weights by this first watched loss."""
        self.first_loss = loss if math.isfinite(loss) else 0.0

    def see(self, parameters: Array, epoch: int, squares: float, metrics: Metrics | None) -> None:
        """Keep finite weights with a finite loss, if they are sane; `squares` is their Σθ²."""
        if self._are_sane(squares, metrics):
            self.keep(parameters, epoch)

    def keep(self, parameters: Array, epoch: int) -> None:
        """Make these weights, from the end of `epoch`, the ones to go back to."""
        np.copyto(self.weights, parameters)
        self.epoch = epoch

    def _are_sane(self, squares: float, metrics: Metrics | None) -> bool:
        """Judge weights by their loss if it is watched, or else by Σθ²."""
        if metrics is None:
            return squares <= self.sane_squared_norm
        if self.first_loss is None:
            self.judge_by(metrics.train_loss)
        return metrics.train_loss <= SANE * max(self.first_loss or 0.0, ORDINARY_LOSS)


def squared_norm(parameters: Array) -> float:
    """Return Σθ² over all weights and biases; if it is finite, so are they."""
    return float(parameters.dot(parameters))


def are_finite(parameters: Array, squares: float | None = None) -> bool:
    """Whether all weights and biases are finite numbers; `squares` is their Σθ², if known."""
    squares = squared_norm(parameters) if squares is None else squares
    # in rare cases the squares overflow though the weights are finite
    return math.isfinite(squares) or bool(np.isfinite(parameters).all())


def largest_output(squares: float, widths: Sequence[int], reach: float) -> float:
    """Return a bound for the outputs: no weights and biases with this Σθ² lead to a larger one.

    Parameters
    ----------
    squares : float
    widths : sequence of int
        Those of all layers.
    reach : float
        The largest ‖x‖.
    """
    norm, a = math.sqrt(squares), reach
    for width in widths:  # no activation exceeds 1.1 |z| + 2, and ‖W a + b‖ ≤ ‖θ‖ (‖a‖ + 1)
        a = 1.1 * norm * (a + 1.0) + 2.0 * math.sqrt(width)
    return a
