"""Outputs and losses of samples, and values computed from all of them now and then. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import Split
from engine.base.recipes import Recipe, run
from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.network_state import NetworkState
from playground.observers.observed import Observed
from playground.observers.plane import in_own_units
from playground.observers.view import Floats

if TYPE_CHECKING:
    from engine import Layers, Metrics
    from engine.evaluation.scores import Pieces

SHARE_OF_TIME = 0.2  # what a value of all samples may take while training continues
READING_SECONDS = 0.25  # numbers that change more often cannot be read
# Multiply-adds of an evaluation that training, or a picture, can wait for: 10 ms or so. By size and not by
# the clock: what is in the curves must not depend on how busy the machine is.
CHEAP = 50_000_000

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
        Its coordinates: x₁ alone with one input.
    label, predicted : float
        A class, or a value in its own unit.
    loss : float
    """

    part: str
    index: int
    x: tuple[float, ...]
    label: float
    predicted: float
    loss: float

    @property
    def place(self) -> tuple[float, float] | None:
        """Where it is in the output plot: at x₁ and x₂, or at x₁ and its value; None if it is in none."""
        if len(self.x) > 2:
            return None
        return self.x[0], self.x[1] if len(self.x) == 2 else self.label


class SamplesPass:
    """The forward pass over some samples, and the loss of each."""

    def __init__(self, observed: Observed, X: NDArray[Any], y: NDArray[Any]) -> None:
        from engine import Forward

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

    Where they are cheap, an observer computes them when it needs them. Otherwise they are computed in pieces,
    with a copy of the weights, between the pictures that are wanted at once.

    Attributes
    ----------
    observed : Observed
    state : NetworkState or None
        The network that the figures are of; None before the first ones.
    begun : NetworkState or None
        The network of a pass that has begun and is not done.
    metrics : Metrics
    outputs : ndarray, (N, outputs)
    losses : ndarray, (N,)
    seconds : float
        The duration of the last pass; 0 if it was made in pieces.
    """

    metrics: Metrics
    outputs: Floats
    losses: Floats

    def __init__(self, observed: Observed) -> None:
        from engine.evaluation.metrics import Evaluation
        from engine.training.setup import blank_network

        self.observed = observed
        self.state: NetworkState | None = None
        self.seconds = 0.0
        data, experiment = observed.data, observed.experiment
        self._network = network = blank_network(experiment, data)
        X, y = (np.concatenate([getattr(data.train, a), getattr(data.test, a)]) for a in ("X", "y"))
        targets = observed.task.targets(y, experiment.training)
        self._evaluation = Evaluation(
            network, observed.loss, observed.problem, network.inputs(X), targets, len(data.train)
        )
        self.begun: NetworkState | None = None

    def update(self) -> None:
        """Compute the figures of the observed network, unless another observer has done so."""
        state = self.observed.state
        if state is not None and not state.same_network(self.state):
            start = time.perf_counter()
            self.begin(state)
            self.advance(lambda: False)
            self.seconds = time.perf_counter() - start

    @property
    def step(self) -> int:
        """The mini-batches trained when the weights of the figures were copied."""
        return self.state.step if self.state is not None else -1

    def begin(self, state: NetworkState) -> None:
        """Begin a pass over all samples with these weights, unless it has begun."""
        if not state.same_network(self.begun):
            np.copyto(self._network.parameters, state.parameters)
            self.begun = state

    def advance(self, interrupt: Callable[[], bool]) -> bool:
        """Continue the pass, unless its figures are known; return whether it is done.

        Parameters
        ----------
        interrupt : callable () -> bool
            Asked after every piece: whether to leave the rest for later.
        """
        if self.begun is not None and not self.begun.same_network(self.state):
            metrics = self._evaluation.run(interrupt)
            if metrics is None:
                return False
            self.metrics, self.state = metrics, self.begun
            self.outputs, self.losses = self._evaluation.outputs(), self._evaluation.losses.copy()
        self.begun = None
        return True


def are_cheap(data: Split, network: Layers) -> bool:
    """Return whether all samples are evaluated so quickly that training, or a picture, may wait for it."""
    from engine.network.forward import multiply_adds

    return (len(data.train) + len(data.test)) * multiply_adds(network) <= CHEAP


class PeriodicValue(Generic[Value]):
    """A value computed from all samples.

    While training continues it comes a few times a second, or less often if it is costly. While paused it is
    that of the current weights: at once where that is cheap, else when the pass over the samples is done.

    Parameters
    ----------
    observed : Observed
    compute : callable (AllSamples) -> generator that returns the value
        It yields between pieces of what may take long.
    every : float
        The least seconds from one value to the next.
    """

    def __init__(
        self,
        observed: Observed,
        compute: Callable[[AllSamples], Pieces[Value]],
        every: float = READING_SECONDS,
    ) -> None:
        self._observed, self._compute = observed, compute
        self._budget = Budget(share=SHARE_OF_TIME, every=every)
        self._samples: AllSamples | None = None
        self._computing: Pieces[Value] | None = None
        self._of: NetworkState | None = None  # what the value, or the one that is being computed, is of
        self._known: Value | None = None

    def observe(self) -> Value | None:
        """Return the value; the last one until another is due or done; None if there are no points."""
        observed = self._observed
        if not len(observed.data.train):
            return None
        cheap = are_cheap(observed.data, observed.network)
        self._samples = samples = observed.shared(AllSamples) if cheap else observed.known(AllSamples)
        if samples is None:  # not evaluated yet
            observed.unfinished = True
            return None
        if self._known is None or self._budget.is_due(observed.busy):
            if cheap:
                samples.update()
            if samples.state is not None and not samples.state.same_network(self._of):
                self._of, self._computing = samples.state, self._compute(samples)
        self._continue(cheap, samples.seconds)
        if self._computing is not None or self._of is None or not self._of.same_network(observed.state):
            observed.unfinished = True
        return self._known

    def _continue(self, cheap: bool, already: float) -> None:
        """Compute a piece of the value; all of it where that is cheap, or there is time."""
        while self._computing is not None:
            with self._budget.spend(already=already):
                try:
                    next(self._computing)
                except StopIteration as done:
                    self._known, self._computing = done.value, None
            if self._observed.hurried and not cheap:
                return
            self._observed.pause_point()

    def forget(self) -> None:
        """Release what may be large: nobody asks."""
        self._samples = self._known = self._computing = self._of = None


def in_one_piece(compute: Callable[[AllSamples], Value]) -> Callable[[AllSamples], Pieces[Value]]:
    """Return what computes a value in a single piece, as `PeriodicValue` takes it."""

    def pieces(samples: AllSamples) -> Pieces[Value]:
        yield
        return compute(samples)

    return pieces


def predictions(observed: Observed, outputs: Floats) -> NDArray[Any]:
    """Return the predicted class, or first value in its own units, of each row of outputs."""
    from engine.evaluation.scores import predicted_classes

    if observed.problem.kind == "regression":
        return in_own_units(outputs[:, 0], observed.data.values)
    return predicted_classes(outputs, observed.threshold)


def label_of(observed: Observed, y: Any) -> float:
    """Return the label of one sample, or the first of several; a value in its own units."""
    return float(in_own_units(np.ravel(y), observed.data.values)[0])
