"""Outputs and losses of samples, and values computed from all of them now and then. No Qt."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import Forward
from engine.base.recipes import Recipe, run
from engine.base.values import dataclass
from engine.evaluation.scores import predicted_classes
from playground.observers.budget import Budget
from playground.observers.observed import Observed
from playground.observers.view import Floats

SHARE_OF_TRAINING = 0.2  # of its time that a value of all samples may take while training continues
READING_SECONDS = 0.25  # numbers that change more often cannot be read

Value = TypeVar("Value")


@dataclass(frozen=True)
class Point:
    """One of the samples, with its prediction and loss.

    Attributes
    ----------
    part : {"train", "test"}
    index : int
        Its index in that part.
    x : tuple of float
    label, predicted : float
        A class, or a value.
    loss : float
    """

    part: str
    index: int
    x: tuple[float, ...]
    label: float
    predicted: float
    loss: float


class SamplesPass:
    """The forward pass over some samples, and the loss of each."""

    def __init__(self, observed: Observed, X: NDArray[Any], y: NDArray[Any]) -> None:
        self._observed = observed
        network = observed.network
        self._rows = network.inputs(X)
        self._forward = Forward(network, self._rows)
        self.losses: Floats = np.empty(len(X), dtype=network.dtype)
        self._targets = self._targets_of(y)
        self._calls: Recipe = []
        for chunk in self._forward.chunks:
            Y = self._targets[:, chunk.start : chunk.stop]
            self._calls += observed.loss.value(chunk.Z, chunk.A, Y, self.losses[chunk.start : chunk.stop])

    def show(self, X: NDArray[Any], y: NDArray[Any]) -> None:
        """Replace the samples by as many others."""
        np.copyto(self._rows, self._observed.network.inputs(X))
        np.copyto(self._targets, self._targets_of(y))

    def run(self) -> Floats:
        """Compute losses and outputs, (N, outputs), with the current parameters."""
        self._forward.run()
        with np.errstate(all="ignore"):
            run(self._calls)
        return self._forward.outputs()

    def _targets_of(self, y: NDArray[Any]) -> Floats:
        """Return the targets, as in training, (outputs, N)."""
        return self._observed.task.targets(y, self._observed.experiment.training).T.copy()


class AllSamples:
    """Outputs and losses of all samples, the training samples first.

    Attributes
    ----------
    observed : Observed
    outputs : ndarray, (N, outputs)
    losses : ndarray, (N,)
    seconds : float
        The duration of the last pass.
    """

    def __init__(self, observed: Observed) -> None:
        self.observed = observed
        data = observed.data
        X, y = (np.concatenate([getattr(data.train, a), getattr(data.test, a)]) for a in ("X", "y"))
        self._pass, self._version = SamplesPass(observed, X, y), -1
        self.losses, self.seconds = self._pass.losses, 0.0

    def run(self) -> None:
        """Go through all samples, unless another observer has done so for this network."""
        if self._version != self.observed.version:
            start = time.perf_counter()
            self.outputs = self._pass.run()
            self.seconds, self._version = time.perf_counter() - start, self.observed.version


class PeriodicValue(Generic[Value]):
    """A value computed from all samples.

    While training continues it comes a few times a second, or less often if it is costly; while paused it is
    always that of the current weights.

    Parameters
    ----------
    observed : Observed
    compute : callable (AllSamples) -> value
    every : float
        The least seconds from one value to the next.
    """

    def __init__(
        self, observed: Observed, compute: Callable[[AllSamples], Value], every: float = READING_SECONDS
    ) -> None:
        self._observed, self._compute = observed, compute
        self._budget = Budget(share=SHARE_OF_TRAINING, every=every)
        self._samples: AllSamples | None = None
        self._known: Value | None = None

    def observe(self) -> Value | None:
        """Return the value; the last one until another is due; None if there are no points."""
        if not len(self._observed.data.train):
            return None
        if self._known is None or self._budget.is_due(self._observed.busy):
            self._samples = samples = self._observed.shared(AllSamples)
            samples.run()
            with self._budget.spend(already=samples.seconds):
                self._known = self._compute(samples)
        return self._known

    def forget(self) -> None:
        """Release what may be large: nobody asks."""
        self._samples = self._known = None


def predictions(observed: Observed, outputs: Floats) -> NDArray[Any]:
    """Return the predicted class, or first value, of each row of outputs."""
    if observed.problem.kind == "regression":
        return outputs[:, 0]
    return predicted_classes(outputs, observed.threshold)


def label_of(y: Any) -> float:
    """Return the label of one sample, or the first of several."""
    return float(np.ravel(y)[0])
