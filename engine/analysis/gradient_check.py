"""The gradient check: backpropagation against the slope of the loss, for every parameter."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.analysis.kinks import Kinks
from engine.base.checks import Range, SpecError, check_kind
from engine.base.recipes import Array, Recipe, run
from engine.base.values import dataclass
from engine.data.samples import Samples, Split
from engine.data.task import Task, task_of
from engine.experiment import Experiment, TrainSpec
from engine.losses import LOSSES
from engine.network.forward import Forward
from engine.network.network import Network
from engine.training.gradients import gradients_of
from engine.training.progress import Progress
from engine.training.setup import blank_network
from engine.training.trainer import Trainer

STEPS = Range(1e-8, 1e-3)
SAMPLES = 200  # training samples checked by default, from the first on
# a slope this many times its own rounding error is known to six digits
DIGITS = 1e6
RIGHT = 1e-5  # a smaller relative error comes from the step and from rounding


@dataclass(frozen=True)
class GradientError:
    """One parameter's gradient, computed in two ways.

    Attributes
    ----------
    layer, neuron : int
        The neuron that it leads into: a row of `trainer.network.layers[layer]`.
    source : int or None
        The index of the weight among the neuron's inputs; None for the bias.
    analytic : float
        From backpropagation.
    numeric : float
        From the slope of the loss.
    relative_error : float
        |analytic − numeric| as a share of the larger of the two: see `gradient_check`.
    trained : float
        What training uses: in a network in single precision, backpropagation in that; else `analytic`.
    trained_error : float
        The relative error of that.
    explanation : str or None
        Why an error of 1e-5 or more is no mistake. "kink": without the samples that have a kink within a
        step, or L1 where w is within a step of 0, there is none. "float32": there is none in double
        precision.
    """

    layer: int
    neuron: int
    source: int | None
    analytic: float
    numeric: float
    relative_error: float
    trained: float = field(default=math.nan, compare=False)
    trained_error: float = field(default=math.nan, compare=False)
    explanation: str | None = field(default=None, compare=False)


def gradient_check(
    trainer: Trainer, X: NDArray[Any] | None = None, y: NDArray[Any] | None = None, step: float = 1e-6
) -> list[GradientError]:
    """Compare the gradient from backpropagation with the slope of the loss, for every weight and bias.

    A gradient is a slope: how fast the loss rises as one weight w rises. Backpropagation finds it by the
    chain rule. It can also simply be measured: increase w a little and look at the loss, decrease it by as
    much and look again; the rise over the distance, (L(w + h) − L(w − h)) / 2h, is the slope. That takes two
    forward passes for each weight, far too slow to train with, but no calculus in which a mistake could hide.

    How to read it: the list begins with the worst. A relative error below 1e-5 is fine: it comes from the
    step and from rounding. Errors of 0.01 and more at most weights of a layer mean a wrong derivative. An
    error in one layer spreads to all layers before it, so look at the last layer with such errors; if that is
    the output, look at the loss.

    A few large errors among tiny ones are most likely kinks: places where the loss bends, with one slope to
    the left and another to the right. ReLU has one at z = 0, the absolute error at ŷ = y, the hinge at
    y ŷ = 1, L1 at w = 0. If a sample lies within a step of a kink, the slope is measured across it; that is
    not a mistake, goes away with other samples or weights, and `GradientError.explanation` says it. A fresh
    ReLU network often has some, because its biases are zero: a sample for which all neurons of a layer are
    off gives z = 0 in the next.

    Parameters
    ----------
    trainer : Trainer
        It is not changed.
    X, y : ndarray, (N, d) and (N,) or (N, m), optional
        Like those of `trainer.data.train`; by default its first 200 samples.
    step : float
        h, from 1e-8 to 1e-3. With a smaller one the difference of two losses drowns in rounding, with a
        larger one the slope is measured too far away; for float64, 1e-6 is about best.

    Returns
    -------
    list of GradientError
        One for each parameter, the largest relative error first. The relative error of a and n is
        |a − n| / max(|a|, |n|, f). The floor f = 10⁶ ε max(1, L) / h, 2·10⁻⁴ as a rule, keeps rounding
        (ε L / h) from counting as an error; two zeros have an error of 0. It is infinite if a or n is not
        finite.

    Raises
    ------
    ValueError
        If only one of X and y is passed, if they do not suit the network, or if the step is out of range.

    Notes
    -----
    The loss is the mean data loss over the samples plus the penalties, without dropout, as in
    `trainer.gradients`. Both sides are computed in float64, even for a float32 network. At w = 0 with L1,
    where the loss has a kink, the measured slope follows the same rule as the gradient: less than l1 counts
    as 0. The time grows with the square of the number of parameters: a second for a few thousand.

    References
    ----------
    Bishop, 2006, "Pattern Recognition and Machine Learning", section 5.3.3, eq. 5.69.

    Examples
    --------
    >>> from engine import Trainer
    >>> worst = gradient_check(Trainer())[0]
    >>> worst.relative_error < 1e-5
    True
    """
    check_kind("trainer", trainer, Trainer)
    if (X is None) != (y is None):
        raise SpecError("X and y go together: pass both, or neither", field="y" if y is None else "X")
    train = trainer.data.train
    samples = Samples(train.X[:SAMPLES] if X is None else X, train.y[:SAMPLES] if y is None else y)
    return check_progress(trainer.experiment, trainer.data, trainer.progress, samples, step)


def check_progress(
    experiment: Experiment, data: Split, progress: Progress, samples: Samples, step: float = 1e-6
) -> list[GradientError]:
    """Check the gradient at the parameters of `progress`; see `gradient_check`.

    Parameters
    ----------
    experiment : Experiment
    data : Split
    progress : Progress
        Only its parameters are read.
    samples : Samples
        The samples over which the loss is averaged.
    step : float
    """
    found = check_each(experiment, data, progress, samples, step)
    return sorted(found, key=lambda error: error.relative_error, reverse=True)


def check_each(
    experiment: Experiment, data: Split, progress: Progress, samples: Samples, step: float = 1e-6
) -> Iterator[GradientError]:
    """Check one parameter after the other, in the order of `Network.parameters`; see `check_progress`.

    Whoever takes them one by one can say how far it has come, and can stop at any time.
    """
    check = _Check(experiment, data, progress, samples, STEPS.check("step", step))
    return (check.of(*place) for place in check.places())


class _Check:
    """The check of all gradients at one progress."""

    def __init__(
        self, experiment: Experiment, data: Split, progress: Progress, samples: Samples, step: float
    ) -> None:
        self._spec = spec = replace(experiment.training, dtype="float64")
        self._task = task = task_of(experiment, data)
        self._network = network = blank_network(replace(experiment, training=spec), data)
        np.copyto(network.parameters, progress.parameters)
        self._samples, self._step = samples, step
        self._gradients = gradients_of(network, task, spec, samples)
        self._trained = self._gradients
        if experiment.training.dtype != "float64":
            single = blank_network(experiment, data)
            np.copyto(single.parameters, progress.parameters)
            self._trained = gradients_of(single, task, experiment.training, samples)
        self._loss = _Loss(network, task, spec, samples)
        self._floor = DIGITS * float(np.finfo(np.float64).eps) * max(1.0, self._loss.mean()) / step
        self._kinks: Kinks | None = None  # made where something is to be explained

    def places(self) -> Iterator[tuple[int, int, int]]:
        """Yield the layer, the neuron and the column of every parameter."""
        for i, layer in enumerate(self._network.layers):
            for j, k in np.ndindex(layer.theta.shape):
                yield i, j, k

    def of(self, i: int, j: int, k: int) -> GradientError:
        """Return the gradient of one parameter, computed in two ways."""
        theta = self._network.layers[i].theta[j]
        source = k if k < len(theta) - 1 else None
        with np.errstate(all="ignore"):
            numeric = self._loss.slope(theta, k, self._step, penalised=source is not None)
            analytic, trained = (
                float(dW[j, k] if source is not None else db[j])
                for dW, db in (self._gradients[i], self._trained[i])
            )
            error, trained_error = (_relative_error(one, numeric, self._floor) for one in (analytic, trained))
            explanation = None
            if error >= RIGHT:
                explanation = "kink" if self._is_kink(i, j, k, analytic, numeric) else None
            elif trained_error >= RIGHT:
                explanation = "float32"
        return GradientError(i, j, source, analytic, numeric, error, trained, trained_error, explanation)

    def _is_kink(self, i: int, j: int, k: int, analytic: float, numeric: float) -> bool:
        """Return whether both ways agree without what has a kink within a step: some samples, or L1.

        `numeric` is the slope that was measured last.
        """
        theta = self._network.layers[i].theta[j]
        w, l1 = float(theta[k]), self._spec.l1
        parts, distance = self._loss.parts()
        if self._kinks is None:
            X = self._network.inputs(self._samples.X).T
            Y = np.ascontiguousarray(self._task.targets(self._samples.y, self._spec).T)
            self._kinks = Kinks(self._network, LOSSES[self._task.loss].tuned(self._spec), X, Y)
        bent = self._kinks.crossed(theta, k, self._step)
        if bent.any():
            analytic -= float(self._kinks.gradients(i, j, k)[bent].sum())
            numeric -= float(parts[bent].sum()) / len(parts) / distance
        if k < len(theta) - 1 and 0.0 < abs(w) < self._step:
            analytic -= math.copysign(l1, w)
            numeric -= l1 * w / self._step  # l₁ (|w + h| − |w − h|) / 2h
        return _relative_error(analytic, numeric, self._floor) < RIGHT


class _Loss:
    """The mean loss over some samples, penalties included, as a function of the network's parameters."""

    def __init__(self, network: Network, task: Task, spec: TrainSpec, samples: Samples) -> None:
        self._l1, self._l2 = spec.l1, spec.l2
        self._each: Array = np.empty(len(samples))
        self._above: Array = np.empty(len(samples))
        self._distance = math.nan
        forward = Forward(network, network.inputs(samples.X))
        self._calls: Recipe = []
        value = LOSSES[task.loss].tuned(spec).value
        targets = task.targets(samples.y, spec)
        for chunk in forward.chunks:
            part = slice(chunk.start, chunk.stop)
            Y = np.ascontiguousarray(targets[part].T)
            self._calls += [*chunk.calls, *value(chunk.Z, chunk.A, Y, self._each[part])]

    def mean(self) -> float:
        """Return the mean loss, without penalties."""
        with np.errstate(all="ignore"):
            run(self._calls)
            return float(self._each.mean())

    def slope(self, theta: Array, k: int, step: float, penalised: bool) -> float:
        """Return the central difference along the parameter theta[k]; its value is restored."""
        w = float(theta[k])
        upper, lower = w + step, w - step
        theta[k] = upper
        run(self._calls)
        np.copyto(self._above, self._each)
        theta[k] = lower
        run(self._calls)
        theta[k] = w
        # the sum of differences: a difference of sums would lose more to rounding
        np.subtract(self._above, self._each, self._above)
        rise = float(np.add.reduce(self._above)) / len(self._above)
        self._distance = distance = upper - lower  # 2h, but for the rounding of w ± h
        if not distance:
            return math.nan
        if not penalised:
            return rise / distance
        # of the penalties only this weight's share changes
        rise += 0.5 * self._l2 * (upper * upper - lower * lower)
        if w == 0.0:
            slope = rise / distance
            return slope - min(max(slope, -self._l1), self._l1)
        return (rise + self._l1 * (abs(upper) - abs(lower))) / distance

    def parts(self) -> tuple[Array, float]:
        """Return by how much each sample's loss rose along the last slope, (samples,), and over what."""
        return self._above.copy(), self._distance


def _relative_error(analytic: float, numeric: float, floor: float) -> float:
    if not math.isfinite(analytic) or not math.isfinite(numeric):
        return math.inf
    return abs(analytic - numeric) / max(abs(analytic), abs(numeric), floor)
