"""Activation functions and their derivatives: the only file to touch to add one.

Each is a frozen record with both halves, written as recipes (see `calls.py`): `forward(Z, A)` fills the
activations A from the pre-activations Z, `derivative(Z, A, dG)` fills dG with g′(z), which it may
compute from z or, where that is cheaper, from a = g(z). All arrays have one shape, (width, samples).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.calls import Array, Recipe, constant, copies, partial, run

LEAKY_SLOPE = 0.01


@dataclass(frozen=True)
class Activation:
    """A function g applied to every pre-activation of a layer.

    Attributes
    ----------
    label, formula : str
        What a menu and a tooltip show.
    forward : callable (Z, A) -> Recipe
        Fills A with g(Z).
    derivative : callable (Z, A, dG) -> Recipe, or None
        Fills dG with g′(Z). None for softmax, whose derivative is a matrix and which appears only
        together with categorical cross-entropy, where it cancels.
    hidden, output : bool
        Whether it may stand in a hidden layer, and at the output.
    zero, zero_logit : float
        The output that stands half-way between two labels, and the z that gives it.
    """

    label: str
    formula: str
    forward: Callable[[Array, Array], Recipe]
    derivative: Callable[[Array, Array, Array], Recipe] | None
    hidden: bool = True
    output: bool = False
    zero: float = 0.5
    zero_logit: float = 0.0

    def __call__(self, Z: Array) -> Array:
        """Return g(Z) for an array (width, samples)."""
        Z = np.asarray(Z)
        A = np.empty_like(Z)
        with np.errstate(all="ignore"):
            run(self.forward(Z, A))
        return A


def linear(Z: Array, A: Array) -> Recipe:
    return [partial(np.copyto, A, Z)]


def linear_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    return [partial(dG.fill, 1.0)]


def relu(Z: Array, A: Array) -> Recipe:
    return [partial(np.maximum, Z, copies(0.0, Z), out=A)]


def relu_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    # A comparison and a copy of its booleans, as the bytes 0 and 1, are three times faster than np.sign.
    positive = np.empty(A.shape, dtype=bool)
    return [
        partial(np.greater, A, constant(0.0, A), positive),
        partial(np.copyto, dG, positive.view(np.int8)),
    ]


def leaky_relu(Z: Array, A: Array) -> Recipe:
    return [partial(np.multiply, Z, constant(LEAKY_SLOPE, Z), A), partial(np.maximum, Z, A, out=A)]


def leaky_relu_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    slopes = copies(LEAKY_SLOPE, dG)
    return [*relu_derivative(Z, A, dG), partial(np.maximum, dG, slopes, out=dG)]


def sigmoid(Z: Array, A: Array) -> Recipe:
    # For very negative z, e^(-z) is infinite and 1/(1 + e^(-z)) is 0: right to the last bit.
    return [
        partial(np.negative, Z, A),
        partial(np.exp, A, A),
        partial(np.add, A, constant(1.0, A), A),
        partial(np.reciprocal, A, A),
    ]


def sigmoid_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    # a - a² written as a(1 - a), which keeps its digits where a is tiny
    return [partial(np.subtract, constant(1.0, A), A, dG), partial(np.multiply, A, dG, dG)]


def tanh(Z: Array, A: Array) -> Recipe:
    return [partial(np.tanh, Z, A)]


def tanh_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    return [partial(np.multiply, A, A, dG), partial(np.subtract, constant(1.0, A), dG, dG)]


def softmax(Z: Array, A: Array) -> Recipe:
    # Subtracting each sample's largest z changes nothing, and no exponential can overflow.
    column = np.empty((1, Z.shape[1]), dtype=Z.dtype)
    return [
        partial(np.maximum.reduce, Z, 0, None, column, True),
        partial(np.subtract, Z, column, A),
        partial(np.exp, A, A),
        partial(np.add.reduce, A, 0, None, column, True),
        partial(np.divide, A, column, A),
    ]


ACTIVATIONS: dict[str, Activation] = {
    "linear": Activation("linear", "g(z) = z", linear, linear_derivative, output=True, zero_logit=0.5),
    "relu": Activation("ReLU", "g(z) = max(0, z)", relu, relu_derivative),
    "leaky_relu": Activation(
        "leaky ReLU", f"g(z) = max({LEAKY_SLOPE} z, z)", leaky_relu, leaky_relu_derivative
    ),
    "sigmoid": Activation("sigmoid", "g(z) = 1 / (1 + e⁻ᶻ)", sigmoid, sigmoid_derivative, output=True),
    "tanh": Activation(
        "tanh", "g(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)", tanh, tanh_derivative, output=True, zero=0.0
    ),
    "softmax": Activation("softmax", "gₖ(z) = e^zₖ / Σⱼ e^zⱼ", softmax, None, hidden=False, output=True),
}
