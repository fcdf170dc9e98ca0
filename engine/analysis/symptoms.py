"""Symptoms: what can be measured of a training run in which something may be wrong."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.health import affordable, can_die, norm
from engine.base.recipes import Array, run
from engine.base.values import dataclass
from engine.data.samples import Samples, Split
from engine.data.task import Task, task_of
from engine.experiment import Experiment, TrainSpec
from engine.losses import LOSSES
from engine.network.backprop import Backprop
from engine.network.network import Network
from engine.training.progress import Progress
from engine.training.setup import blank_network

NEAR_BOUND = 0.02  # of an output to where its activation ends
WRONG = 0.5  # an error from here on is on the wrong side
LARGE, LARGE_INPUTS = 10.0, 20.0  # root mean squares
SAME = 1e-9  # relative: neurons with weights as near as that are the same
NO_GRADIENT = 1e-12
BOUNDS = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "softmax": (0.0, 1.0)}
LATEST = 10  # epochs whose median is the present loss
SWINGING = 50  # epochs over which a loss is seen to go up and down
Losses = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class LossCurve:
    """The losses at the end of epochs, in their order: of all epochs, or of those that a plot keeps.

    Attributes
    ----------
    epochs, train : ndarray, (N,)
        The training losses.
    test_epochs, test : ndarray, (M,)
        The test losses; empty where there are no test samples.
    since : float
        Up to this epoch they are of something else: other data, another loss, other settings.
    """

    epochs: Losses
    train: Losses
    test_epochs: Losses = field(default_factory=lambda: np.empty(0))
    test: Losses = field(default_factory=lambda: np.empty(0))
    since: float = 0.0

    @property
    def last(self) -> float:
        """The last epoch."""
        return float(self.epochs[-1]) if len(self.epochs) else 0.0

    @property
    def length(self) -> float:
        """How many epochs can be compared."""
        return max(self.last - self.since, 0.0)

    def parts(self, first: float, last: float, test: bool = False) -> tuple[Losses, Losses]:
        """Return epochs and losses from one epoch to another."""
        epochs, values = (self.test_epochs, self.test) if test else (self.epochs, self.train)
        inside = (epochs >= max(first, self.since)) & (epochs <= last)
        return epochs[inside], values[inside]

    def loss(self, at: float, test: bool = False) -> float:
        """Return the loss at an epoch: the median of those before it, so that one spike does not count."""
        values = self.parts(at - max(LATEST - 1.0, 0.03 * self.length), at, test)[1]
        return float(np.median(values)) if len(values) else np.nan


@dataclass(frozen=True)
class Symptoms:
    """What was measured; losses as shares of that of the best constant.

    Attributes
    ----------
    epochs : float
        Since when the losses are comparable.
    constant : float
        The loss of the best constant output.
    left : float
        The present training loss.
    test : float or None
        The present test loss.
    best_test : (epoch, float) or None
        The lowest test loss.
    swing : float
        How much the training loss goes up and down.
    fall : float
        How much it has fallen in the last third.
    gradients : tuple of float
        The mean |∂L/∂w| of each layer.
    gradient_norm : float
        ‖∂L/∂θ‖, in units of the best constant's loss.
    no_gradient : bool
        Whether no weight has a gradient.
    zero_weights : bool
        Whether a layer's weights are all 0.
    dead : tuple of float
        The share of each hidden layer's neurons that pass no gradient for any sample.
    identical : int or None
        The first hidden layer in which all neurons are the same.
    saturated : float
        The share of samples with an output at its bound, and wrong.
    inputs, targets : float
        The largest root mean square of an input; that of the targets of regression.
    spread : float
        The standard deviation of these targets.
    rarest : int
        The rarest class.
    share : float
        What it has of an even share; 1 for regression.
    recall : float
        The share of its training samples that are classified correctly.
    train : int
        Training samples.
    """

    epochs: float
    constant: float
    left: float
    test: float | None
    best_test: tuple[int, float] | None
    swing: float
    fall: float
    gradients: tuple[float, ...]
    gradient_norm: float
    no_gradient: bool
    zero_weights: bool
    dead: tuple[float, ...]
    identical: int | None
    saturated: float
    inputs: float
    targets: float
    spread: float
    rarest: int
    share: float
    recall: float
    train: int

    @property
    def has_large_targets(self) -> bool:
        """Whether targets are so large, or so far from 0, that outputs take long to get there."""
        return self.targets >= LARGE or self.targets >= LARGE * self.spread

    @property
    def has_large_inputs(self) -> bool:
        """Whether an input is so large that neurons saturate and steps are too long."""
        return self.inputs >= LARGE_INPUTS


def measured(experiment: Experiment, data: Split, progress: Progress, losses: LossCurve) -> Symptoms:
    """Return the symptoms; of many training samples some are looked at, evenly spaced.

    Parameters
    ----------
    experiment : Experiment
    data : Split
        With at least one training sample.
    progress : Progress
        Only its parameters are read.
    losses : LossCurve
    """
    network, task = blank_network(experiment, data), task_of(experiment, data)
    np.copyto(network.parameters, progress.parameters)
    count = min(len(data.train), affordable(len(network.parameters), sum(network.sizes)))
    indices = np.linspace(0, len(data.train) - 1, count).astype(np.intp)
    some = Samples(data.train.X[indices], data.train.y[indices])
    with np.errstate(all="ignore"):
        found = _Pass(network, task, experiment.training, some)
        constant = max(constant_loss(task, experiment.training, found.Y), 1e-12)
        return Symptoms(
            constant=constant,
            **_of_losses(losses, constant),
            **found.of_gradients(constant),
            **found.of_neurons(),
            **found.of_samples(task, some),
            train=len(data.train),
        )


def constant_loss(task: Task, spec: TrainSpec, Y: Array) -> float:
    """Return the mean loss of the best constant output for targets Y, (outputs, N)."""
    mean = Y.mean(axis=1, keepdims=True, dtype=np.float64)
    if task.loss in ("binary_cross_entropy", "categorical_cross_entropy"):
        shares = mean if len(mean) > 1 else np.vstack([mean, 1.0 - mean])
        return float(-(shares * np.log(np.maximum(shares, 1e-300))).sum())
    loss, each = LOSSES[task.loss].tuned(spec), np.empty(Y.shape[1])
    found = []
    for best in (mean, np.median(Y, axis=1, keepdims=True)):
        A = np.repeat(best, Y.shape[1], axis=1)
        run(loss.value(A, A, np.asarray(Y, dtype=np.float64), each))
        found.append(float(each.mean()))
    return min(found)


def _of_losses(losses: LossCurve, constant: float) -> dict[str, Any]:
    """Return what the curve of the losses tells."""
    last = losses.last
    now, before = losses.loss(last), losses.loss(last - losses.length / 3.0)
    swing = _swing(*losses.parts(last - max(SWINGING - 1.0, 0.1 * losses.length), last))
    epochs, tests = losses.parts(losses.since, last, test=True)
    test = best = None
    if len(tests):
        at = int(np.argmin(tests))
        test, best = losses.loss(last, test=True) / constant, (int(epochs[at]), float(tests[at]) / constant)
    return {
        "epochs": losses.length,
        "left": now / constant,
        "test": test,
        "best_test": best,
        "swing": swing / constant,
        "fall": (before - now) / constant,
    }


def _swing(epochs: Losses, values: Losses) -> float:
    """Return the standard deviation from the straight line through the values."""
    if len(values) < LATEST or not np.isfinite(values).all():
        return 0.0
    x = epochs - epochs.mean()
    slope = float((x * values).sum() / max(float((x * x).sum()), 1e-12))
    return float(np.std(values - slope * x))


class _Pass:
    """One forward and backward pass, and what is measured of it."""

    def __init__(self, network: Network, task: Task, spec: TrainSpec, some: Samples) -> None:
        self._network = network
        self._rows = network.inputs(some.X)
        self.Y = np.ascontiguousarray(task.targets(some.y, spec).T)
        self._pass = Backprop(
            network, LOSSES[task.loss].tuned(spec), len(some), np.zeros_like(network.parameters)
        )
        run(self._pass.calls(np.ascontiguousarray(self._rows.T), self.Y))

    def of_gradients(self, constant: float) -> dict[str, Any]:
        """Return what the gradients tell."""
        weights = [np.abs(one[:, :-1]) for one in self._pass.dtheta]
        return {
            "gradients": tuple(float(one.mean()) for one in weights),
            "gradient_norm": norm(self._pass.gradient) / constant,
            "no_gradient": all(float(one.max()) < NO_GRADIENT * max(constant, 1.0) for one in weights),
        }

    def of_neurons(self) -> dict[str, Any]:
        """Return what the hidden neurons tell."""
        hidden = self._network.layers[:-1]
        return {
            "zero_weights": any(not layer.W.any() for layer in self._network.layers),
            "dead": tuple(
                float((self._pass.dG[i] == 0.0).all(axis=1).mean()) if can_die(layer.activation) else 0.0
                for i, layer in enumerate(hidden)
            ),
            "identical": next((i for i, layer in enumerate(hidden) if _are_same(layer.theta)), None),
        }

    def of_samples(self, task: Task, some: Samples) -> dict[str, Any]:
        """Return what the samples and the outputs tell."""
        A, Y = self._pass.A[len(self._network.layers) - 1], self.Y
        saturated, (rarest, share, recall) = 0.0, (0, 1.0, 1.0)
        if task.output in BOUNDS:
            low, high = BOUNDS[task.output]
            at_bound = np.minimum(np.abs(A - low), np.abs(A - high)) < NEAR_BOUND
            saturated = float((at_bound & (np.abs(A - Y) > WRONG)).any(axis=0).mean())
        if task.problem.kind != "regression":
            rarest, share, recall = _rarest(A, Y, np.asarray(some.y).ravel())
        regression = task.problem.kind == "regression"
        return {
            "saturated": saturated,
            "inputs": float(np.sqrt(np.square(self._rows[:, :-1]).mean(axis=0)).max()),
            "targets": float(np.sqrt(np.square(Y).mean())) if regression else 1.0,
            "spread": float(Y.std()) if regression else 1.0,
            "rarest": rarest,
            "share": share,
            "recall": recall,
        }


def _are_same(theta: Array) -> bool:
    """Return whether all neurons of a layer have the same weights and the same bias."""
    scale = float(np.abs(theta).max())
    return len(theta) > 1 and float(np.abs(theta - theta[:1]).max()) <= SAME * scale


def _rarest(A: Array, Y: Array, labels: NDArray[np.generic]) -> tuple[int, float, float]:
    """Return the rarest class, what it has of an even share, and how much of it is classified correctly."""
    classes, counts = np.unique(labels, return_counts=True)
    rarest = int(np.argmin(counts))
    its = labels == classes[rarest]
    if len(A) > 1:
        right = A.argmax(axis=0) == Y.argmax(axis=0)
    else:
        middle = (float(Y.max()) + float(Y.min())) / 2.0
        right = (np.sign(A - middle) == np.sign(Y - middle))[0]
    return int(classes[rarest]), float(counts[rarest] / counts.mean()), float(right[its].mean())
