"""Optimizers: the only file to touch to add one.

An optimizer is bound to one flat parameter vector and to its `OptimizerState` (moments, a step counter), and
writes its update rule as a recipe over the whole vector: the same few numpy calls, however deep the network
is. The learning rate η is a 0-d array: it can change between two steps.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import numpy as np

from engine.base.recipes import Array, Recipe, constant, partial, scalar

MANY = 1024  # parameters above which one call with arrays is slower than two with scalars


class Hyperparameters(Protocol):
    """What optimizers read of a `TrainSpec`, besides the learning rate."""

    @property
    def momentum(self) -> float: ...
    @property
    def beta1(self) -> float: ...
    @property
    def beta2(self) -> float: ...
    @property
    def rho(self) -> float: ...
    @property
    def epsilon(self) -> float: ...


@dataclass(eq=False)
class OptimizerState:
    """What an optimizer remembers from earlier steps.

    Attributes
    ----------
    slab : ndarray, (moments, P)
        All moments in one array, so that one call can work on all of them.
    names : tuple of str
        The names of the moments.
    steps : int
        Updates made so far.
    scalars : dict of str to float
        Anything else to remember, a single number each.
    """

    slab: Array
    names: tuple[str, ...]
    steps: int = 0
    scalars: dict[str, float] = field(default_factory=dict)

    @property
    def moments(self) -> dict[str, Array]:
        """Each moment by its name, (P,): views on the slab."""
        return dict(zip(self.names, self.slab, strict=True))

    def copy(self) -> OptimizerState:
        """Return a copy with its own arrays."""
        return OptimizerState(self.slab.copy(), self.names, self.steps, dict(self.scalars))


class Optimizer:
    """The base of every optimizer: built for one parameter vector, with its update bound to one gradient.

    Parameters
    ----------
    parameters : ndarray, (P,)
        Updated in place.
    rate : ndarray, ()
        The learning rate η; it can change between two steps.
    spec : Hyperparameters
    state : OptimizerState, optional
        The state it continues from and writes to; by default an empty one.

    Attributes
    ----------
    label, formula : str
        What a menu and a tooltip show; g is the gradient.
    hyperparameters : tuple of str
        The fields of `TrainSpec` that it reads, besides the learning rate.
    moment_names : tuple of str
        The names of the moments it keeps.
    letters : mapping of str to str
        The moments that names in `lines` stand for, as `textbook_moments` has them.
    lines : tuple of str
        Its update of a parameter θ in Python's arithmetic, as in `Activation`, a line each.
    pytorch : str
        The line of PyTorch that makes the optimizer.
    weight_decay : float
        λ of the decoupled weight decay if `TrainSpec.weight_decay` is None.
    driving : tuple of str
        The moments that move the parameters even when the gradient is zero.
    gradient : ndarray, (P,)
        The gradient of the current step; written before each update.
    moments : dict of str to ndarray, (P,)
        What it remembers from earlier gradients.
    """

    label: ClassVar[str]
    formula: ClassVar[str]
    hyperparameters: ClassVar[tuple[str, ...]] = ()
    moment_names: ClassVar[tuple[str, ...]] = ()
    driving: ClassVar[tuple[str, ...]] = ()
    letters: ClassVar[Mapping[str, str]] = {}
    lines: ClassVar[tuple[str, ...]] = ()
    pytorch: ClassVar[str] = ""
    weight_decay: ClassVar[float] = 0.0

    def __init__(
        self, parameters: Array, rate: Array, spec: Hyperparameters, state: OptimizerState | None = None
    ) -> None:
        self.parameters, self.rate, self.spec = parameters, rate, spec
        self.state = self.empty_state(parameters) if state is None else state
        self.slab, self.moments = self.state.slab, self.state.moments
        self.gradient = np.zeros_like(parameters)

    @classmethod
    def empty_state(cls, parameters: Array) -> OptimizerState:
        """Return the state for `parameters` before the first step."""
        slab = np.zeros((len(cls.moment_names), len(parameters)), dtype=parameters.dtype)
        return OptimizerState(slab, cls.moment_names)

    @classmethod
    def tuned(cls, state: OptimizerState, old: Hyperparameters, new: Hyperparameters) -> OptimizerState:
        """Return the state with which to continue under new hyperparameters; `state` is not changed.

        Parameters
        ----------
        state : OptimizerState
        old, new : Hyperparameters
            The hyperparameters so far, and the new ones.
        """
        return state.copy()

    def textbook_moments(self) -> dict[str, Array]:
        """Return a copy of each moment as the formula has it, where another multiple of it is kept."""
        return {name: moment.copy() for name, moment in self.moments.items()}

    def update(self) -> Recipe:
        """Return the calls that move the parameters by one step along `gradient`, in place."""
        raise NotImplementedError


class Sgd(Optimizer):
    """Gradient descent (stochastic, on mini-batches): θ ← θ − η g."""

    label = "SGD"
    formula = "θ ← θ − η g"
    lines = ("theta = theta - eta * g",)
    pytorch = "optimizer = torch.optim.SGD(model.parameters(), lr=eta)"

    def update(self) -> Recipe:
        """Return the calls of one step; see the class."""
        p, t = self.parameters, np.empty_like(self.parameters)
        return [partial(np.multiply, self.gradient, self.rate, t), partial(np.subtract, p, t, p)]


class Momentum(Optimizer):
    """Heavy-ball momentum (Polyak, 1964): v ← μ v + g, θ ← θ − η v."""

    label = "momentum"
    formula = "v ← μ v + g,  θ ← θ − η v"
    letters: ClassVar = {"v": "velocity"}
    lines = ("v = momentum * v + g", "theta = theta - eta * v")
    pytorch = "optimizer = torch.optim.SGD(model.parameters(), lr=eta, momentum=momentum)"
    hyperparameters = ("momentum",)
    moment_names = ("velocity",)
    driving = ("velocity",)

    def update(self) -> Recipe:
        """Return the calls of one step; see the class."""
        p, v, t = self.parameters, self.moments["velocity"], np.empty_like(self.parameters)
        return [
            *_velocity(v, self.spec.momentum, self.gradient),
            partial(np.multiply, v, self.rate, t),
            partial(np.subtract, p, t, p),
        ]


class Nesterov(Optimizer):
    """Nesterov's momentum (Sutskever et al., 2013, in the form of PyTorch): v ← μ v + g, θ ← θ − η (g + μ v).

    Its parameters are the look-ahead point, where the gradient is taken.
    """

    label = "Nesterov"
    formula = "v ← μ v + g,  θ ← θ − η (g + μ v)"
    letters: ClassVar = {"v": "velocity"}
    lines = ("v = momentum * v + g", "theta = theta - eta * (g + momentum * v)")
    pytorch = "optimizer = torch.optim.SGD(model.parameters(), lr=eta, momentum=momentum, nesterov=True)"
    hyperparameters = ("momentum",)
    moment_names = ("velocity",)
    driving = ("velocity",)

    def update(self) -> Recipe:
        """Return the calls of one step; see the class."""
        p, v, t = self.parameters, self.moments["velocity"], np.empty_like(self.parameters)
        return [
            *_velocity(v, self.spec.momentum, self.gradient),
            partial(np.multiply, v, constant(self.spec.momentum, v), t),
            partial(np.add, t, self.gradient, t),
            partial(np.multiply, t, self.rate, t),
            partial(np.subtract, p, t, p),
        ]


class Adagrad(Optimizer):
    """Adagrad (Duchi et al., 2011, figure 1, diagonal): v ← v + g², θ ← θ − η g / (√v + ε)."""

    label = "Adagrad"
    formula = "v ← v + g²,  θ ← θ − η g / (√v + ε)"
    letters: ClassVar = {"v": "squares"}
    lines = ("v = v + g**2", "theta = theta - eta * g / (sqrt(v) + epsilon)")
    pytorch = "optimizer = torch.optim.Adagrad(model.parameters(), lr=eta, eps=epsilon)"
    hyperparameters = ("epsilon",)
    moment_names = ("squares",)

    def update(self) -> Recipe:
        """Return the calls of one step; see the class."""
        v, t = self.moments["squares"], np.empty_like(self.parameters)
        return [
            partial(np.square, self.gradient, t),
            partial(np.add, v, t, v),
            *_scaled_step(self, v, t),
        ]


class RmsProp(Optimizer):
    """RMSprop (Tieleman & Hinton, 2012, lecture 6.5): v ← ρ v + (1 − ρ) g², θ ← θ − η g / (√v + ε)."""

    label = "RMSprop"
    formula = "v ← ρ v + (1 − ρ) g²,  θ ← θ − η g / (√v + ε)"
    letters: ClassVar = {"v": "squares"}
    lines = ("v = rho * v + (1 - rho) * g**2", "theta = theta - eta * g / (sqrt(v) + epsilon)")
    pytorch = "optimizer = torch.optim.RMSprop(model.parameters(), lr=eta, alpha=rho, eps=epsilon)"
    hyperparameters = ("rho", "epsilon")
    moment_names = ("squares",)

    def update(self) -> Recipe:
        """Return the calls of one step; see the class."""
        v, t = self.moments["squares"], np.empty_like(self.parameters)
        return [
            partial(np.multiply, v, constant(self.spec.rho, v), v),
            partial(np.square, self.gradient, t),
            partial(np.multiply, t, constant(1.0 - self.spec.rho, t), t),
            partial(np.add, v, t, v),
            *_scaled_step(self, v, t),
        ]


class TwoMoments(Optimizer):
    """The base of Adam and its relatives: decaying sums of the gradients and of their squares.

    m ← β₁ m + (1 − β₁) g and v ← β₂ v + (1 − β₂) g² are kept as m / (1 − β₁) and v / (1 − β₂), which saves
    two calls; the factors come back in the step size. Both sums lie in one array, and so do g and g²: each
    call handles both.
    """

    hyperparameters = ("beta1", "beta2", "epsilon")
    moment_names = ("first", "second")
    driving = ("first",)
    letters: ClassVar = {"m": "first", "v": "second"}
    lines: ClassVar[tuple[str, ...]] = (
        "m = beta1 * m + (1 - beta1) * g",
        "v = beta2 * v + (1 - beta2) * g**2",
    )

    def __init__(
        self, parameters: Array, rate: Array, spec: Hyperparameters, state: OptimizerState | None = None
    ) -> None:
        super().__init__(parameters, rate, spec, state)
        self._powers = np.zeros((2, len(parameters)), dtype=parameters.dtype)
        self.gradient, self._square = self._powers

    @classmethod
    def tuned(cls, state: OptimizerState, old: Hyperparameters, new: Hyperparameters) -> OptimizerState:
        """Return the state under new hyperparameters: m and v stay what they are, so their sums change."""
        other = super().tuned(state, old, new)
        other.slab[0] *= (1.0 - old.beta1) / (1.0 - new.beta1)
        other.slab[1] *= (1.0 - old.beta2) / (1.0 - new.beta2)
        return other

    def textbook_moments(self) -> dict[str, Array]:
        """Return m and v of the formula."""
        first, second = self.slab
        return {"first": (1.0 - self.spec.beta1) * first, "second": (1.0 - self.spec.beta2) * second}

    def sums(self) -> Recipe:
        """Return the calls that add the gradient to both sums."""
        (m, v), spec = self.slab, self.spec
        if m.size <= MANY:
            betas = np.empty_like(self.slab)
            betas[0], betas[1] = spec.beta1, spec.beta2
            decay: Recipe = [partial(np.multiply, self.slab, betas, self.slab)]
        else:
            decay = [partial(np.multiply, m, scalar(spec.beta1, m), m)]
            decay += [partial(np.multiply, v, scalar(spec.beta2, v), v)]
        square: Recipe = [partial(np.square, self.gradient, self._square)]
        return [*square, *decay, partial(np.add, self.slab, self._powers, self.slab)]


class Adam(TwoMoments):
    """Adam (Kingma & Ba, 2015, algorithm 1).

    The bias corrections are folded into the step size, as the paper's section 2 does:
    η̂ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ), and ε̂ = ε √(1 − β₂ᵗ) gives the same result as algorithm 1.
    """

    label = "Adam"
    formula = "m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − η m̂ / (√v̂ + ε)"
    lines: ClassVar = (
        *TwoMoments.lines,
        "mhat = m / (1 - beta1**t)",
        "vhat = v / (1 - beta2**t)",
        "theta = theta - eta * mhat / (sqrt(vhat) + epsilon)",
    )
    pytorch = "optimizer = torch.optim.Adam(model.parameters(), lr=eta, betas=(beta1, beta2), eps=epsilon)"

    def update(self) -> Recipe:
        """Return the calls of one step; see the class."""
        p, rate, state = self.parameters, self.rate, self.state
        beta1, beta2, epsilon = self.spec.beta1, self.spec.beta2, self.spec.epsilon
        m, v = self.slab
        t = np.empty_like(p)
        corrected_rate, corrected_epsilon = scalar(0.0, p), scalar(0.0, p)

        def count() -> None:
            state.steps += 1
            root = math.sqrt((1.0 - beta2**state.steps) / (1.0 - beta2))
            corrected_rate[()] = float(rate) * (1.0 - beta1) * root / (1.0 - beta1**state.steps)
            corrected_epsilon[()] = epsilon * root

        return [
            count,
            *self.sums(),
            partial(np.sqrt, v, t),
            partial(np.add, t, corrected_epsilon, t),
            partial(np.divide, m, t, t),
            partial(np.multiply, t, corrected_rate, t),
            partial(np.subtract, p, t, p),
        ]


class AdamW(Adam):
    """Adam with decoupled weight decay, by default λ = 0.01 (Loshchilov & Hutter, 2019, algorithm 2).

    As in PyTorch, the learning rate scales the decay, w ← w − η λ w; the paper's scales it with the schedule
    alone. The decay itself is `update.decay_weights`, which works with any optimizer.
    """

    label = "AdamW"
    formula = Adam.formula.replace("θ ← θ", "θ ← θ − η λ θ")
    pytorch = (
        "optimizer = torch.optim.AdamW(model.parameters(), lr=eta, betas=(beta1, beta2), eps=epsilon,"
        " weight_decay=0)"  # the decay has a line of its own, which leaves biases alone
    )
    weight_decay = 0.01


class Nadam(TwoMoments):
    """Adam with Nesterov's momentum (Dozat, 2016, algorithm 2).

    μₜ = β₁ (1 − ½ · 0.96^(0.004 t)) is the paper's schedule of the momentum; m̂ looks one step ahead.
    """

    label = "Nadam"
    formula = "m, v as in Adam,  θ ← θ − η (μₜ₊₁ m̂ + (1 − μₜ) ĝ) / (√v̂ + ε)"
    lines: ClassVar = (
        *TwoMoments.lines,
        "mu_now = beta1 * (1 - 1 / 2 * 0.96**(0.004 * t))",
        "mu_ahead = beta1 * (1 - 1 / 2 * 0.96**(0.004 * (t + 1)))",
        "mhat = m / (1 - product * mu_ahead)",
        "ghat = g / (1 - product)",
        "vhat = v / (1 - beta2**t)",
        "theta = theta - eta * (mu_ahead * mhat + (1 - mu_now) * ghat) / (sqrt(vhat) + epsilon)",
    )
    pytorch = "optimizer = torch.optim.NAdam(model.parameters(), lr=eta, betas=(beta1, beta2), eps=epsilon)"

    @classmethod
    def empty_state(cls, parameters: Array) -> OptimizerState:
        """Return the state for `parameters` before the first step."""
        state = super().empty_state(parameters)
        state.scalars["product"] = 1.0  # μ₁ μ₂ … μₜ
        return state

    def _momentum(self, step: int) -> float:
        return float(self.spec.beta1 * (1.0 - 0.5 * 0.96 ** (0.004 * step)))

    def update(self) -> Recipe:
        """Return the calls of one step; see the class."""
        p, g, spec, state = self.parameters, self.gradient, self.spec, self.state
        m, v = self.slab
        t, u = np.empty_like(p), np.empty_like(p)
        of_gradient, of_moment, root = (scalar(0.0, p) for _ in range(3))

        def count() -> None:
            state.steps += 1
            now, ahead = self._momentum(state.steps), self._momentum(state.steps + 1)
            state.scalars["product"] *= now
            rate, product = float(self.rate), state.scalars["product"]
            of_gradient[()] = rate * (1.0 - now) / (1.0 - product)
            of_moment[()] = rate * ahead * (1.0 - spec.beta1) / (1.0 - product * ahead)
            root[()] = math.sqrt((1.0 - spec.beta2) / (1.0 - spec.beta2**state.steps))

        return [
            count,
            *self.sums(),
            partial(np.sqrt, v, t),
            partial(np.multiply, t, root, t),
            partial(np.add, t, constant(spec.epsilon, p), t),
            partial(np.multiply, g, of_gradient, u),
            partial(np.divide, u, t, u),
            partial(np.subtract, p, u, p),
            partial(np.multiply, m, of_moment, u),
            partial(np.divide, u, t, u),
            partial(np.subtract, p, u, p),
        ]


def _velocity(v: Array, momentum: float, gradient: Array) -> Recipe:
    """v ← μ v + g."""
    return [partial(np.multiply, v, constant(momentum, v), v), partial(np.add, v, gradient, v)]


def _scaled_step(optimizer: Optimizer, v: Array, t: Array) -> Recipe:
    """θ ← θ − η g / (√v + ε)."""
    p = optimizer.parameters
    return [
        partial(np.sqrt, v, t),
        partial(np.add, t, constant(optimizer.spec.epsilon, p), t),
        partial(np.divide, optimizer.gradient, t, t),
        partial(np.multiply, t, optimizer.rate, t),
        partial(np.subtract, p, t, p),
    ]


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": Sgd,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "adagrad": Adagrad,
    "rmsprop": RmsProp,
    "adam": Adam,
    "adamw": AdamW,
    "nadam": Nadam,
}
