"""The health of a network: layer by layer, whether it learns, and how much of it still can."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.base.recipes import Array, Recipe, calls_of, run, scalar
from engine.base.values import dataclass
from engine.data.samples import Split
from engine.data.task import task_of
from engine.experiment import Experiment
from engine.losses import LOSSES
from engine.network.backprop import Backprop
from engine.optimizers import OPTIMIZERS
from engine.training.progress import Progress
from engine.training.setup import blank_network
from engine.training.update import update

MOST_SAMPLES = 1000
MOST_NUMBERS = 500_000  # activations of all samples that are looked at
MOST_WORK = 100_000_000  # multiplications of their forward pass
FEWEST_SAMPLES = 32
FLAT = 0.05  # of the steepest slope: where g′ is below, almost nothing of an error comes through
MOSTLY = 0.9  # of the samples: a neuron that is flat for so many is saturated
FAR = 40.0  # a z at which an activation that levels out has long done so
USUAL_RATIOS = (3e-4, 3e-3)  # of updates to weights: about 10⁻³ where training goes well


@dataclass(frozen=True)
class LayerHealth:
    """The health of one layer.

    Attributes
    ----------
    gradient_norm : float
        ‖∂L/∂W‖, the 2-norm of the gradient of the mean data loss over the samples.
    weight_norm : float
        ‖W‖.
    update_norm : float
        ‖ΔW‖, of the update that a mini-batch would make now.
    neurons : int
        In the layer.
    dead_neurons : tuple of int, or None
        Those whose g′ is 0 for every sample, so that no gradient gets through. None where the activation is
        not 0 on a whole side, as ReLU is.
    saturated_neurons : tuple of int, or None
        Those whose g′ is less than a twentieth of the steepest for nine samples in ten. None where the
        activation does not level out, or where it can be dead instead.
    """

    gradient_norm: float
    weight_norm: float
    update_norm: float
    neurons: int
    dead_neurons: tuple[int, ...] | None
    saturated_neurons: tuple[int, ...] | None

    @property
    def ratio(self) -> float:
        """‖ΔW‖ / ‖W‖: infinite for an update of weights that are all zero, NaN where both are."""
        if self.weight_norm == 0.0:
            return math.inf if self.update_norm > 0.0 else math.nan
        return self.update_norm / self.weight_norm

    @property
    def dead(self) -> float | None:
        """The share of its neurons that are dead."""
        return None if self.dead_neurons is None else len(self.dead_neurons) / self.neurons

    @property
    def saturated(self) -> float | None:
        """The share of its neurons that are saturated."""
        return None if self.saturated_neurons is None else len(self.saturated_neurons) / self.neurons


@dataclass(frozen=True)
class Health:
    """The health of every layer at one step.

    Attributes
    ----------
    layers : tuple of LayerHealth
        The output layer last.
    samples : int
        The training samples that were looked at: all, or as many as there is time for.
    epoch, steps : int
        As in `Progress`.
    """

    layers: tuple[LayerHealth, ...]
    samples: int
    epoch: int
    steps: int


class HealthMeter:
    """Measures the health of networks of one experiment; compiled once, in buffers of its own.

    The work has a bound: of many training samples some are looked at, evenly spaced.

    Parameters
    ----------
    experiment : Experiment
    data : Split
        With at least one training sample.

    Attributes
    ----------
    experiment : Experiment
    samples : int
        The training samples that are looked at.

    Examples
    --------
    >>> from engine import Trainer
    >>> trainer = Trainer()
    >>> health = HealthMeter(trainer.experiment, trainer.data).measure(trainer.progress)
    >>> health.layers[0].gradient_norm > 0.0, health.layers[0].saturated
    (True, 0.0)
    """

    def __init__(self, experiment: Experiment, data: Split) -> None:
        self.experiment, self._data = experiment, data
        self._network = network = blank_network(experiment, data)
        self._task = task_of(experiment, data)
        self._loss = LOSSES[self._task.loss].tuned(experiment.training)
        self._gradient = np.zeros_like(network.parameters)
        count = len(data.train)
        self.samples = min(count, affordable(len(network.parameters), sum(network.sizes)))
        X, Y = self._columns(np.linspace(0, count - 1, self.samples).astype(np.intp))
        self._pass = Backprop(network, self._loss, self.samples, self._gradient)
        self._calls = self._pass.calls(X, Y)
        self._slopes: list[tuple[Array, Recipe] | None] = []
        for i, layer in enumerate(network.layers):
            Z, A, derivative = self._pass.Z[i], self._pass.A[i], layer.activation.derivative
            dG = np.empty_like(Z)
            self._slopes.append(None if derivative is None else (dG, derivative(Z, A, dG)))
        self._batch = min(experiment.training.batch_size, self.samples)
        self._step = Backprop(network, self._loss, self._batch, np.zeros_like(network.parameters))

    def _columns(self, indices: NDArray[np.intp]) -> tuple[Array, Array]:
        """Return inputs and targets of some training samples, in columns."""
        train, spec = self._data.train, self.experiment.training
        rows = self._network.inputs(train.X[indices])
        targets = self._task.targets(train.y[indices], spec)
        return np.ascontiguousarray(rows.T), np.ascontiguousarray(targets.T)

    def measure(self, progress: Progress) -> Health:
        """Return the health at this progress, which is not changed.

        Dropout is switched off. The update is that of the mini-batch which training takes next; at the end of
        an epoch, of the first one in the order of the last.
        """
        network = self._network
        np.copyto(network.parameters, progress.parameters)
        with np.errstate(all="ignore"):
            run(self._calls)
            for slopes in self._slopes:
                if slopes is not None:
                    run(slopes[1])
            change = self._update(progress)
            layers = zip(network.split(progress.parameters), self._pass.dtheta, change, strict=True)
            found = tuple(self._layer(i, *parts) for i, parts in enumerate(layers))
        np.copyto(network.parameters, progress.parameters)
        return Health(found, self.samples, progress.epoch, progress.steps)

    def _layer(self, i: int, theta: Array, gradient: Array, change: Array) -> LayerHealth:
        activation, slopes = self._network.layers[i].activation, self._slopes[i]
        steepest = steepness(activation)
        dead = saturated = None
        if slopes is not None and can_die(activation):
            dead = _where((slopes[0] == 0.0).all(axis=1))
        elif slopes is not None and can_saturate(activation):
            saturated = _where((np.abs(slopes[0]) < FLAT * steepest).mean(axis=1) >= MOSTLY)
        return LayerHealth(
            gradient_norm=norm(gradient[:, :-1]),
            weight_norm=norm(theta[:, :-1]),
            update_norm=norm(change[:, :-1]),
            neurons=len(theta),
            dead_neurons=dead,
            saturated_neurons=saturated,
        )

    def _update(self, progress: Progress) -> list[Array]:
        """Return by how much a mini-batch would change the parameters of each layer."""
        network, spec = self._network, self.experiment.training
        rate = scalar(progress.rate.rate(spec, progress.epoch), network.parameters)
        kind = OPTIMIZERS[spec.optimizer]
        optimizer = kind(network.parameters, rate, spec, progress.optimizer.copy())
        run(self._step.calls(*self._columns(self._next_batch(progress))))
        np.copyto(optimizer.gradient, self._step.gradient)
        run(calls_of(update(network, optimizer, spec, progress.masks.fixed)))
        return network.split(network.parameters - progress.parameters)

    def _next_batch(self, progress: Progress) -> NDArray[np.intp]:
        order = progress.position.order
        start = progress.position.batches * self.experiment.training.batch_size
        start = min(start, len(order) - self._batch) if start < len(order) else 0
        return order[start : start + self._batch]

    def activations(self, layer: int) -> Array:
        """Return the activations of a layer in the last measurement, (neurons, samples); a view."""
        return self._pass.A[layer]

    def gradient(self, layer: int) -> Array:
        """Return ∂L/∂W of a layer in the last measurement, (fan_out, fan_in); a view."""
        return self._pass.dtheta[layer][:, :-1]

    def weights(self, layer: int) -> Array:
        """Return the weights of a layer in the last measurement, (fan_out, fan_in); a view."""
        return self._network.layers[layer].W


def affordable(parameters: int, neurons: int) -> int:
    """Return how many samples there is time and memory for."""
    most = min(MOST_SAMPLES, MOST_NUMBERS // neurons, MOST_WORK // parameters)
    return max(most, FEWEST_SAMPLES)


def norm(values: Array) -> float:
    """Return the 2-norm of all elements, in double precision."""
    flat = np.asarray(values, dtype=np.float64).ravel()
    largest = float(np.abs(flat).max(initial=0.0))
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    return largest * float(np.linalg.norm(flat / largest))  # squares could overflow, or vanish


def _where(found: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(np.flatnonzero(found).tolist())


def slopes_of(activation: Activation, z: Array) -> Array | None:
    """Return g′ at some z, (n,); None for softmax, whose derivative is a matrix."""
    if activation.derivative is None:
        return None
    Z = np.array(z, dtype=np.float64)[None]
    dG = np.empty_like(Z)
    with np.errstate(all="ignore"):
        run(activation.derivative(Z, activation(Z), dG))
    slopes: Array = dG[0]
    return slopes


@cache
def _slopes(activation: Activation) -> tuple[tuple[float, float, float], float]:
    """Return |g′| far to the left, at −1 and far to the right, and the largest between."""
    slopes = slopes_of(activation, np.array([-FAR, -1.0, FAR, *np.linspace(-5.0, 5.0, 1001)]))
    if slopes is None:
        return (1.0, 1.0, 1.0), 1.0
    left, near, right, *between = np.abs(slopes).tolist()
    return (left, near, right), max(between)


def can_die(activation: Activation) -> bool:
    """Whether an activation passes no gradient at all below 0, as ReLU."""
    (left, near, _), _ = _slopes(activation)
    return left == near == 0.0


def can_saturate(activation: Activation) -> bool:
    """Whether an activation levels out, on one side or both."""
    (left, _, right), steepest = _slopes(activation)
    return min(left, right) < 1e-6 * steepest


def steepness(activation: Activation) -> float:
    """Return the largest |g′(z)| of an activation."""
    return _slopes(activation)[1]
