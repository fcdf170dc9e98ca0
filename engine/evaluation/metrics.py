"""The data loss and the accuracy on training and test samples."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.base.recipes import Array, Recipe, constant, partial, run
from engine.data.samples import Problem
from engine.losses import Loss
from engine.network.forward import Forward
from engine.network.layers import Layers


@dataclass(frozen=True)
class Metrics:
    """Mean loss, without penalties, and the share of samples classified correctly.

    Test figures are None if there are no test samples; accuracies are None for regression. Without any
    samples the training loss is NaN.
    """

    train_loss: float
    test_loss: float | None
    train_accuracy: float | None
    test_accuracy: float | None


def decision_threshold(activation: Activation, loss: Loss) -> tuple[float, float]:
    """Return the output above which a sample is of the second class, and the z that gives it."""
    return (0.0, 0.0) if loss.signed else (activation.threshold, activation.threshold_logit)


class Evaluation:
    """Metrics over fixed samples, training samples first, compiled once.

    Parameters
    ----------
    network : Layers
    loss : Loss
    problem : Problem
    rows : ndarray, (N, inputs + 1)
    targets : ndarray, (N, outputs)
    train : int
        How many of the N are training samples.
    """

    def __init__(
        self, network: Layers, loss: Loss, problem: Problem, rows: Array, targets: Array, train: int
    ) -> None:
        self._train = train
        self._classes = problem.kind != "regression"
        self._losses: Array = np.empty(len(rows), dtype=network.dtype)
        self._correct: NDArray[Any] = np.empty(len(rows), dtype=bool)
        self._forward = Forward(network, rows)
        self._calls: Recipe = []
        threshold, _ = decision_threshold(network.layers[-1].activation, loss)
        for chunk in self._forward.chunks:
            Y = np.ascontiguousarray(targets[chunk.start : chunk.stop].T)
            self._calls += loss.value(chunk.Z, chunk.A, Y, self._losses[chunk.start : chunk.stop])
            if self._classes:
                self._calls += compare(chunk.A, Y, threshold, self._correct[chunk.start : chunk.stop])

    def __call__(self) -> Metrics:
        """Compute the metrics of the network's current parameters."""
        n, m = self._train, len(self._losses) - self._train
        losses, correct = self._losses, self._correct
        self._forward.run()
        with np.errstate(all="ignore"):
            run(self._calls)
            train_loss, test_loss = (float(np.add.reduce(part)) for part in (losses[:n], losses[n:]))
        return Metrics(
            train_loss=train_loss / n if n else math.nan,
            test_loss=test_loss / m if m else None,
            train_accuracy=int(np.count_nonzero(correct[:n])) / n if n and self._classes else None,
            test_accuracy=int(np.count_nonzero(correct[n:])) / m if m and self._classes else None,
        )


def compare(A: Array, Y: Array, threshold: float, correct: NDArray[Any]) -> Recipe:
    """Fill `correct`, (samples,): whether outputs A, (outputs, samples), predict the class of targets Y."""
    if Y.shape[-2] == 1:
        output, target = A[..., 0, :], Y[..., 0, :]
        limit, positive = constant(threshold, output), np.empty(output.shape, dtype=bool)
        return [
            partial(np.greater, output, limit, positive),
            partial(np.equal, positive, target > limit, correct),
        ]
    best = np.empty(correct.shape, dtype=np.intp)
    return [
        partial(np.argmax, A, -2, best),
        partial(np.equal, best, Y.argmax(axis=-2), correct),
    ]
