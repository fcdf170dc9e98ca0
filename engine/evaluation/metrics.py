"""The data loss and the accuracy on training and test samples."""

import math
from collections.abc import Callable
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
    """Metrics over fixed samples, training samples first, compiled once and computed chunk by chunk.

    Parameters
    ----------
    network : Layers
        Every pass reads its current parameters.
    loss : Loss
    problem : Problem
    rows : ndarray, (N, inputs + 1)
    targets : ndarray, (N, outputs)
    train : int
        How many of the N are training samples.

    Attributes
    ----------
    losses : ndarray, (N,)
        The loss of every sample; like the outputs, those of a pass once it is complete.
    """

    def __init__(
        self, network: Layers, loss: Loss, problem: Problem, rows: Array, targets: Array, train: int
    ) -> None:
        self._parameters, self._train = network.parameters, train
        self._classes = problem.kind != "regression"
        self.losses: Array = np.empty(len(rows), dtype=network.dtype)
        self._correct: NDArray[Any] = np.empty(len(rows), dtype=bool)
        self._forward = Forward(network, rows)
        self._recipes: list[Recipe] = []
        self._done = 0  # chunks, where it was interrupted
        self._begun_with = np.empty_like(network.parameters)  # the parameters that these are of
        threshold, _ = decision_threshold(network.layers[-1].activation, loss)
        for chunk in self._forward.chunks:
            part = slice(chunk.start, chunk.stop)
            Y = np.ascontiguousarray(targets[part].T)
            calls = [*chunk.calls, *loss.value(chunk.Z, chunk.A, Y, self.losses[part])]
            if self._classes:
                calls += compare(chunk.A, Y, threshold, self._correct[part])
            self._recipes.append(calls)

    def __call__(self) -> Metrics:
        """Compute the metrics of the network's current parameters."""
        first = self._begin()
        with np.errstate(all="ignore"):
            for calls in self._recipes[first:]:
                run(calls)
        if first:  # whoever interrupted it need not compute these chunks again
            self._done = len(self._recipes)
        return self._metrics()

    def run(self, interrupt: Callable[[], bool]) -> Metrics | None:
        """Compute the metrics of the network's current parameters, or return None if interrupted.

        The next pass goes on from there; if the parameters have changed, by whatever, it starts again.

        Parameters
        ----------
        interrupt : callable () -> bool
            Called between two chunks of samples; the pass stops there if it returns True.
        """
        first = self._begin()
        if first == 0 and len(self._recipes) > 1:
            np.copyto(self._begun_with, self._parameters)
        for done in range(first, len(self._recipes)):
            if done > first and interrupt():
                self._done = done
                return None
            with np.errstate(all="ignore"):
                run(self._recipes[done])
        if len(self._recipes) > 1 and not self._are_unchanged():
            return self()  # the interrupt has changed them
        return self._metrics()

    @property
    def goes_on(self) -> bool:
        """Whether it was interrupted, and goes on from there: the parameters are the same, bit for bit."""
        return self._done > 0 and self._are_unchanged()

    def _are_unchanged(self) -> bool:
        bits = f"u{self._parameters.itemsize}"  # as numbers, NaN would not equal itself
        return np.array_equal(self._parameters.view(bits), self._begun_with.view(bits))

    def outputs(self) -> Array:
        """Return a copy of the outputs of every sample, (N, outputs)."""
        return self._forward.outputs()

    def worst_chunk(self) -> int:
        """Return the number of the chunk of samples with the largest sum of training losses."""
        return int(np.argmax([np.add.reduce(self.losses[part]) for part in self._train_parts()]))

    def is_finite(self, chunk: int) -> bool:
        """Compute one chunk of samples anew, and return whether its training losses have a finite sum."""
        with np.errstate(all="ignore"):
            run(self._recipes[chunk])
            return bool(np.isfinite(np.add.reduce(self.losses[self._train_parts()[chunk]])))

    def _train_parts(self) -> list[slice]:
        n = self._train
        return [slice(one.start, min(one.stop, n)) for one in self._forward.chunks if one.start < n]

    def _begin(self) -> int:
        """Return the number of chunks that are done already; they are no longer remembered."""
        done = self._done if self.goes_on else 0
        self._done = 0
        return done

    def _metrics(self) -> Metrics:
        n, m = self._train, len(self.losses) - self._train
        losses, correct = self.losses, self._correct
        with np.errstate(all="ignore"):
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
