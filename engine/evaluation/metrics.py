"""How well a network does: the data loss and the accuracy on train and test samples."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.base.recipes import Array, Recipe, constant, partial, run
from engine.data.samples import Problem
from engine.losses import Loss
from engine.network.forward import Chunk, Forward
from engine.network.network import Network


@dataclass(frozen=True)
class Metrics:
    """Mean loss, without penalties, and the share of samples classified right.

    A test figure is None where no samples are held out; an accuracy is None for regression. Without
    any samples the train loss is not a number.
    """

    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None


def decision_threshold(activation: Activation, loss: Loss) -> tuple[float, float]:
    """Return the output above which a sample is of the second class, and the z that gives it."""
    return (0.0, 0.0) if loss.signed else (activation.zero, activation.zero_logit)


class Evaluation:
    """Metrics over fixed samples, the train samples first, compiled once.

    Parameters
    ----------
    network : Network
    loss : Loss
    problem : Problem
    rows : ndarray, (N, inputs + 1)
    targets : ndarray, (N, outputs)
    train : int
        How many of the N are train samples.
    """

    def __init__(
        self, network: Network, loss: Loss, problem: Problem, rows: Array, targets: Array, train: int
    ) -> None:
        self._train = train
        self._classes = problem.kind != "regression"
        self._losses: Array = np.empty(len(rows), dtype=network.dtype)
        self._right: NDArray[Any] = np.empty(len(rows), dtype=bool)
        self._forward = Forward(network, rows)
        self._calls: Recipe = []
        zero, _ = decision_threshold(network.layers[-1].activation, loss)
        for chunk in self._forward.chunks:
            Y = np.ascontiguousarray(targets[chunk.start : chunk.stop].T)
            self._calls += loss.value(chunk.Z, chunk.A, Y, self._losses[chunk.start : chunk.stop])
            if self._classes:
                self._calls += _compare(chunk, Y, zero, self._right[chunk.start : chunk.stop])

    def __call__(self) -> Metrics:
        """Compute the metrics of the network's present parameters."""
        n, m = self._train, len(self._losses) - self._train
        losses, right = self._losses, self._right
        self._forward.run()
        with np.errstate(all="ignore"):
            run(self._calls)
            train_loss, test_loss = (float(np.add.reduce(part)) for part in (losses[:n], losses[n:]))
        return Metrics(
            train_loss=train_loss / n if n else math.nan,
            test_loss=test_loss / m if m else None,
            train_accuracy=int(np.count_nonzero(right[:n])) / n if n and self._classes else None,
            test_accuracy=int(np.count_nonzero(right[n:])) / m if m and self._classes else None,
        )


def _compare(chunk: Chunk, Y: Array, zero: float, right: NDArray[Any]) -> Recipe:
    """Fill `right` with whether each sample's most likely class is its own."""
    if len(Y) == 1:
        half = constant(zero, Y[0])
        said = np.empty(Y.shape[1], dtype=bool)
        return [
            partial(np.greater, chunk.A[0], half, said),
            partial(np.equal, said, Y[0] > half, right),
        ]
    best = np.empty(Y.shape[1], dtype=np.intp)
    return [
        partial(np.argmax, chunk.A, 0, best),
        partial(np.equal, best, Y.argmax(axis=0), right),
    ]
