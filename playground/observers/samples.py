"""What the network makes of samples: outputs, losses, and figures of all of them now and then. No Qt."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import Forward
from engine.base.recipes import Recipe, run
from engine.evaluation.scores import predicted_classes
from playground.observers.budget import Budget
from playground.observers.observed import Observed
from playground.observers.view import Floats

SHARE_OF_TRAINING = 0.2  # of the time that a figure of all samples may take while training continues
READING_SECONDS = 0.25  # figures that change more often cannot be read

Value = TypeVar("Value")


@dataclass(frozen=True)
class Point:
    """One of the samples, and what the network makes of it.

    Attributes
    ----------
    part : {"train", "test"}
    index : int
        Its place among those.
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
        """Have it go through as many other samples."""
        np.copyto(self._rows, self._observed.network.inputs(X))
        np.copyto(self._targets, self._targets_of(y))

    def run(self) -> Floats:
        """Compute losses and outputs, (N, outputs), with the network's present parameters."""
        self._forward.run()
        with np.errstate(all="ignore"):
            run(self._calls)
        return self._forward.outputs()

    def _targets_of(self, y: NDArray[Any]) -> Floats:
        """Return what the outputs should be, as training has it, (outputs, N)."""
        return self._observed.task.targets(y, self._observed.experiment.training).T.copy()


class AllSamples:
    """What the network makes of all samples, the train samples first.

    Attributes
    ----------
    observed : Observed
    outputs : ndarray, (N, outputs)
    losses : ndarray, (N,)
    seconds : float
        What it takes to go through them.
    """

    def __init__(self, observed: Observed) -> None:
        self.observed = observed
        data = observed.data
        X, y = (np.concatenate([getattr(data.train, a), getattr(data.test, a)]) for a in ("X", "y"))
        self._pass, self._version = SamplesPass(observed, X, y), -1
        self.losses, self.seconds = self._pass.losses, 0.0

    def run(self) -> None:
        """Go through all samples, unless another observer has had that done already."""
        if self._version != self.observed.version:
            start = time.perf_counter()
            self.outputs = self._pass.run()
            self.seconds, self._version = time.perf_counter() - start, self.observed.version


class PeriodicValue(Generic[Value]):
    """A figure of all samples.

    While training continues it comes a few times a second, and less often where it costs much; paused it is
    that of the very weights there are.

    Parameters
    ----------
    observed : Observed
    compute : callable (AllSamples) -> value
    every : float
        Seconds from one to the next at least.
    """

    def __init__(
        self, observed: Observed, compute: Callable[[AllSamples], Value], every: float = READING_SECONDS
    ) -> None:
        self._observed, self._compute = observed, compute
        self._budget = Budget(share=SHARE_OF_TRAINING, every=every)
        self._samples: AllSamples | None = None
        self._known: Value | None = None

    def observe(self) -> Value | None:
        """Return the figure, the last one again where it is too early; None where there are no points."""
        if not len(self._observed.data.train):
            return None
        if self._known is None or self._budget.is_due(self._observed.busy):
            self._samples = samples = self._observed.shared(AllSamples)
            samples.run()
            with self._budget.spend(already=samples.seconds):
                self._known = self._compute(samples)
        return self._known

    def forget(self) -> None:
        """Let go of what may be large: nobody looks."""
        self._samples = self._known = None


def predictions(observed: Observed, outputs: Floats) -> NDArray[Any]:
    """Return the class, or the first value, that each row of outputs says."""
    if observed.problem.kind == "regression":
        return outputs[:, 0]
    return predicted_classes(outputs, observed.threshold)


def label_of(y: Any) -> float:
    """Return the label of one sample, or the first of several."""
    return float(np.ravel(y)[0])
