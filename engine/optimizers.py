"""Optimizers: the only file to touch to add one.

An optimizer holds its own state for one flat parameter vector (moments, a step counter) and writes its
update rule as a recipe over the whole vector, so it costs the same few numpy calls whatever the
depth. The learning rate η is a 0-d array shared with the trainer: it can change between two steps.
"""

import math
from typing import Protocol

import numpy as np

from engine.calls import Array, Recipe, constant, partial


class Optimizer(Protocol):
    """What every optimizer is: built for a parameter vector, it binds its update to one gradient."""

    label: str
    formula: str

    def __init__(self, parameters: Array, rate: Array) -> None: ...

    def update(self, gradient: Array) -> Recipe:
        """Return the calls that move the parameters by one step along `gradient`, in place."""
        ...


class Sgd:
    """Gradient descent (on mini-batches: stochastic): θ ← θ − η g."""

    label = "SGD"
    formula = "θ ← θ − η g"

    def __init__(self, parameters: Array, rate: Array) -> None:
        self.parameters, self.rate = parameters, rate

    def update(self, gradient: Array) -> Recipe:
        p, t = self.parameters, np.empty_like(self.parameters)
        return [partial(np.multiply, gradient, self.rate, t), partial(np.subtract, p, t, p)]


class Momentum:
    """Heavy-ball momentum, μ = 0.9 (Polyak, 1964): v ← μ v + g, θ ← θ − η v."""

    label = "momentum"
    formula = "v ← 0.9 v + g,  θ ← θ − η v"
    MU = 0.9

    def __init__(self, parameters: Array, rate: Array) -> None:
        self.parameters, self.rate = parameters, rate
        self.velocity = np.zeros_like(parameters)

    def update(self, gradient: Array) -> Recipe:
        p, v, t = self.parameters, self.velocity, np.empty_like(self.parameters)
        return [
            partial(np.multiply, v, constant(self.MU, v), v),
            partial(np.add, v, gradient, v),
            partial(np.multiply, v, self.rate, t),
            partial(np.subtract, p, t, p),
        ]


class Adam:
    """Adam, β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸ (Kingma & Ba, 2015, algorithm 1).

    The bias corrections are folded into the step size, as the paper's section 2 does:
    η̂ = η √(1 − β₂ᵗ) / (1 − β₁ᵗ), and ε̂ = ε √(1 − β₂ᵗ) keeps the result that of algorithm 1.
    """

    label = "Adam"
    formula = "m ← 0.9 m + 0.1 g,  v ← 0.999 v + 0.001 g²,  θ ← θ − η m̂ / (√v̂ + ε)"
    BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8

    def __init__(self, parameters: Array, rate: Array) -> None:
        self.parameters, self.rate = parameters, rate
        self.first_moment = np.zeros_like(parameters)
        self.second_moment = np.zeros_like(parameters)
        self.steps = 0
        self._corrected_rate = constant(0.0, parameters)
        self._corrected_epsilon = constant(0.0, parameters)

    def _count(self) -> None:
        self.steps += 1
        root = math.sqrt(1.0 - self.BETA2**self.steps)
        self._corrected_rate[()] = self.rate * root / (1.0 - self.BETA1**self.steps)
        self._corrected_epsilon[()] = self.EPSILON * root

    def update(self, gradient: Array) -> Recipe:
        p, m, v = self.parameters, self.first_moment, self.second_moment
        t = np.empty_like(p)
        return [
            self._count,
            partial(np.multiply, m, constant(self.BETA1, p), m),
            partial(np.multiply, gradient, constant(1.0 - self.BETA1, p), t),
            partial(np.add, m, t, m),
            partial(np.multiply, v, constant(self.BETA2, p), v),
            partial(np.multiply, gradient, gradient, t),
            partial(np.multiply, t, constant(1.0 - self.BETA2, p), t),
            partial(np.add, v, t, v),
            partial(np.sqrt, v, t),
            partial(np.add, t, self._corrected_epsilon, t),
            partial(np.divide, m, t, t),
            partial(np.multiply, t, self._corrected_rate, t),
            partial(np.subtract, p, t, p),
        ]


OPTIMIZERS: dict[str, type[Optimizer]] = {"sgd": Sgd, "momentum": Momentum, "adam": Adam}
