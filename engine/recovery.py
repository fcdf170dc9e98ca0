"""The weights that training goes back to when it has diverged: those before they began to run away."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.calls import Array
from engine.metrics import Metrics

# Weights that run away stay finite for some epochs, but are no place to go on from. They are taken for sane
# while the loss is at most so many times what it was at first; where it is not watched, while θ is at most so
# many times as long.
SANE = 10.0
ORDINARY_LOSS = 1.0  # a first loss below it, after much training, is no measure for what comes


@dataclass
class LastGood:
    """The last good weights, and by what others are judged.

    Attributes
    ----------
    weights : ndarray, (P,)
    most_squared : float
        Σθ² of the longest weights that are taken for sane where no loss is watched.
    first_loss : float or None
        The train loss before the first epoch that was watched.
    epoch : int
        After how many epochs the weights were these.
    """

    weights: Array
    most_squared: float
    first_loss: float | None = None
    epoch: int = 0

    @classmethod
    def at_first(cls, parameters: Array) -> LastGood:
        """Return what there is to go back to before any training."""
        return cls(parameters.copy(), SANE**2 * max(1.0, length_squared(parameters)))

    def measure_by(self, loss: float) -> None:
        """Judge by the first loss that is watched."""
        self.first_loss = loss if math.isfinite(loss) else 0.0

    def see(self, parameters: Array, epoch: int, length: float, metrics: Metrics | None) -> None:
        """Keep weights that are finite, as their loss is, if they are sane; `length` is their Σθ²."""
        if self._are_sane(length, metrics):
            self.keep(parameters, epoch)

    def keep(self, parameters: Array, epoch: int) -> None:
        """Have these weights, as they are after so many epochs, be those to go back to."""
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
    # squares of finite weights may be infinite; it is rarely asked
    return math.isfinite(length) or bool(np.isfinite(parameters).all())
