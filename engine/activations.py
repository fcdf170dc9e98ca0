"""Activation functions and their derivatives: the only file to touch to add one.

Each is a frozen record with both halves, written as recipes (see `base/recipes.py`): `forward(Z, A)` fills
the activations A from the pre-activations Z, `derivative(Z, A, dG)` fills dG with g′(z), which it may compute
from z or, where that is cheaper, from a = g(z). All arrays have the same shape, (width, samples); leading
axes are networks side by side.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import field

import numpy as np

from engine.base.recipes import Array, Recipe, constant, filled, maximum, minimum, partial, run, scalar
from engine.base.values import dataclass

LEAKY_SLOPE = 0.01
SELU_LAMBDA, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772  # Klambauer et al., 2017, eq. 14
GELU_SCALE, GELU_CUBE = math.sqrt(2.0 / math.pi), 0.044715  # Hendrycks & Gimpel, 2016, section 2


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
        Whether hidden layers may have it, and whether the output may.
    threshold, threshold_logit : float
        The decision threshold, half-way between the labels of two classes, and the z that gives it.
    kink : float or None
        The z at which g′ jumps.
    expression, slope : str
        g(z) and g′(z) in Python's arithmetic, with a for g(z): formulas are typeset from them, and tests hold
        them beside `forward` and `derivative`. Of softmax, g′ is that of one output by its own z.
    constants : mapping of str to float
        The numbers that have a name in these.
    pytorch : str
        The line of PyTorch that computes it; samples are rows.
    """

    label: str
    formula: str
    forward: Callable[[Array, Array], Recipe]
    derivative: Callable[[Array, Array, Array], Recipe] | None
    hidden: bool = True
    output: bool = False
    threshold: float = 0.5
    threshold_logit: float = 0.0
    kink: float | None = None
    expression: str = ""
    slope: str = ""
    constants: Mapping[str, float] = field(default_factory=dict, compare=False)
    pytorch: str = ""

    def __call__(self, Z: Array) -> Array:
        """Return g(Z) for an array (width, samples)."""
        Z = np.asarray(Z, dtype=None if np.asarray(Z).dtype.kind == "f" else np.float64)
        A = np.empty_like(Z)
        with np.errstate(all="ignore"):
            run(self.forward(Z, A))
        return A


def linear(Z: Array, A: Array) -> Recipe:
    """g(z) = z."""
    return [partial(np.copyto, A, Z)]


def linear_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = 1."""
    return [partial(dG.fill, 1.0)]


def relu(Z: Array, A: Array) -> Recipe:
    """g(z) = max(0, z) (Nair & Hinton, 2010)."""
    return [maximum(Z, filled(0.0, Z), A)]


def relu_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = 1 above 0, else 0: 0 at z = 0 (a sub-gradient)."""
    # a comparison and a copy of its booleans, as the bytes 0 and 1, are three times faster than np.sign
    positive = np.empty(A.shape, dtype=bool)
    return [
        partial(np.greater, A, scalar(0.0, A), positive),
        partial(dG.__setitem__, ..., positive.view(np.int8)),
    ]


def leaky_relu(Z: Array, A: Array) -> Recipe:
    """g(z) = max(0.01 z, z) (Maas et al., 2013)."""
    return [partial(np.multiply, Z, constant(LEAKY_SLOPE, Z), A), maximum(Z, A, A)]


def leaky_relu_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = 1 above 0, else 0.01."""
    slopes = filled(LEAKY_SLOPE, dG)
    return [*relu_derivative(Z, A, dG), maximum(dG, slopes, dG)]


def sigmoid(Z: Array, A: Array) -> Recipe:
    """g(z) = 1 / (1 + e⁻ᶻ), the logistic function σ."""
    # for very negative z, e^(-z) is infinite and 1/(1 + e^(-z)) is 0: correct to the last bit
    return [
        partial(np.negative, Z, A),
        partial(np.exp, A, A),
        partial(np.add, A, constant(1.0, A), A),
        partial(np.reciprocal, A, A),
    ]


def sigmoid_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = a (1 − a)."""
    # a - a² written as a(1 - a), which is accurate where a is tiny
    return [partial(np.subtract, constant(1.0, A), A, dG), partial(np.multiply, A, dG, dG)]


def tanh(Z: Array, A: Array) -> Recipe:
    """g(z) = tanh z."""
    return [partial(np.tanh, Z, A)]


def tanh_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = 1 − a²."""
    return [partial(np.square, A, dG), partial(np.subtract, constant(1.0, A), dG, dG)]


def elu(Z: Array, A: Array) -> Recipe:
    """g(z) = z above 0, eᶻ − 1 below (Clevert et al., 2016, with α = 1)."""
    # min(0, z) first: e^z of a large z would overflow
    positive = np.empty_like(Z)
    return [
        minimum(Z, filled(0.0, Z), A),
        partial(np.expm1, A, A),
        maximum(Z, filled(0.0, Z), positive),
        partial(np.add, A, positive, A),
    ]


def elu_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = 1 above 0, eᶻ below."""
    # e^z = a + 1 below 0
    return [
        minimum(A, filled(0.0, A), dG),
        partial(np.add, dG, constant(1.0, A), dG),
    ]


def selu(Z: Array, A: Array) -> Recipe:
    """g(z) = λ z above 0, λ α (eᶻ − 1) below (Klambauer et al., 2017, eq. 2)."""
    positive = np.empty_like(Z)
    return [
        minimum(Z, filled(0.0, Z), A),
        partial(np.expm1, A, A),
        partial(np.multiply, A, constant(SELU_ALPHA, Z), A),
        maximum(Z, filled(0.0, Z), positive),
        partial(np.add, A, positive, A),
        partial(np.multiply, A, constant(SELU_LAMBDA, Z), A),
    ]


def selu_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = λ above 0, λ α eᶻ below."""
    # λ above 0; below it λα e^z = a + λα
    below, step = SELU_LAMBDA * SELU_ALPHA, np.empty_like(A)
    return [
        *relu_derivative(Z, A, step),
        partial(np.multiply, step, constant(SELU_LAMBDA - below, A), step),
        minimum(A, filled(0.0, A), dG),
        partial(np.add, dG, step, dG),
        partial(np.add, dG, constant(below, A), dG),
    ]


def softplus(Z: Array, A: Array) -> Recipe:
    """g(z) = log(1 + eᶻ) (Dugas et al., 2001)."""
    # log(1 + e^z) = max(0, z) + log(1 + e^-|z|)
    positive = np.empty_like(Z)
    return [
        partial(np.absolute, Z, A),
        partial(np.negative, A, A),
        partial(np.exp, A, A),
        partial(np.log1p, A, A),
        maximum(Z, filled(0.0, Z), positive),
        partial(np.add, A, positive, A),
    ]


def softplus_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = σ(z)."""
    return sigmoid(Z, dG)


def swish(Z: Array, A: Array) -> Recipe:
    """g(z) = z σ(z) (Ramachandran et al., 2017, with β = 1; also called SiLU)."""
    return [*sigmoid(Z, A), partial(np.multiply, Z, A, A)]


def swish_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = σ(z) + a (1 − σ(z))."""
    # σ + zσ(1 - σ)  =  σ + a(1 - σ)
    S = np.empty_like(Z)
    return [
        *sigmoid(Z, S),
        partial(np.subtract, constant(1.0, Z), S, dG),
        partial(np.multiply, A, dG, dG),
        partial(np.add, dG, S, dG),
    ]


def _gelu_tanh(Z: Array, T: Array) -> Recipe:
    """Fill T with tanh(√(2/π) (z + 0.044715 z³))."""
    return [
        partial(np.multiply, Z, Z, T),
        partial(np.multiply, T, constant(GELU_CUBE, Z), T),
        partial(np.add, T, constant(1.0, Z), T),
        partial(np.multiply, T, Z, T),
        partial(np.multiply, T, constant(GELU_SCALE, Z), T),
        partial(np.tanh, T, T),
    ]


def gelu(Z: Array, A: Array) -> Recipe:
    """g(z) = ½ z (1 + tanh(√(2/π) (z + 0.044715 z³))) (Hendrycks & Gimpel, 2016)."""
    return [
        *_gelu_tanh(Z, A),
        partial(np.add, A, constant(1.0, Z), A),
        partial(np.multiply, A, Z, A),
        partial(np.multiply, A, constant(0.5, Z), A),
    ]


def gelu_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z), by the product and the chain rule."""
    # with t the tanh and u its argument: ½ (1 + t) + ½ z (1 - t²) u′
    # beyond ±20 it is 0 or 1 to the last digit, and z³ could overflow
    T, S, C = np.empty_like(Z), np.empty_like(Z), np.empty_like(Z)
    one, half = constant(1.0, Z), constant(0.5, Z)
    return [
        minimum(Z, filled(20.0, Z), C),
        maximum(C, filled(-20.0, Z), C),
        *_gelu_tanh(C, T),
        partial(np.multiply, T, T, S),
        partial(np.subtract, one, S, S),
        partial(np.multiply, S, C, S),
        partial(np.multiply, C, C, dG),
        partial(np.multiply, dG, constant(3.0 * GELU_CUBE, Z), dG),
        partial(np.add, dG, one, dG),
        partial(np.multiply, dG, constant(GELU_SCALE, Z), dG),
        partial(np.multiply, dG, S, dG),
        partial(np.add, dG, T, dG),
        partial(np.add, dG, one, dG),
        partial(np.multiply, dG, half, dG),
    ]


def mish(Z: Array, A: Array) -> Recipe:
    """g(z) = z tanh(log(1 + eᶻ)) (Misra, 2020)."""
    return [*softplus(Z, A), partial(np.tanh, A, A), partial(np.multiply, A, Z, A)]


def mish_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z), by the product and the chain rule."""
    # with t = tanh(softplus z): t + z (1 - t²) σ(z)
    T, S = np.empty_like(Z), np.empty_like(Z)
    return [
        *softplus(Z, T),
        partial(np.tanh, T, T),
        *sigmoid(Z, S),
        partial(np.multiply, T, T, dG),
        partial(np.subtract, constant(1.0, Z), dG, dG),
        partial(np.multiply, dG, S, dG),
        partial(np.multiply, dG, Z, dG),
        partial(np.add, dG, T, dG),
    ]


def sine(Z: Array, A: Array) -> Recipe:
    """g(z) = sin z (Sitzmann et al., 2020)."""
    return [partial(np.sin, Z, A)]


def sine_derivative(Z: Array, A: Array, dG: Array) -> Recipe:
    """g′(z) = cos z."""
    return [partial(np.cos, Z, dG)]


def softmax(Z: Array, A: Array) -> Recipe:
    """gₖ(z) = e^zₖ / Σⱼ e^zⱼ, over the outputs of each sample (Bridle, 1990)."""
    # subtracting each sample's largest z changes nothing, and no exponential can overflow
    column = np.empty((*Z.shape[:-2], 1, Z.shape[-1]), dtype=Z.dtype)
    return [
        partial(np.maximum.reduce, Z, -2, None, column, True),
        partial(np.subtract, Z, column, A),
        partial(np.exp, A, A),
        partial(np.add.reduce, A, -2, None, column, True),
        partial(np.divide, A, column, A),
    ]


# the tanh in GELU, in the language of `Activation.expression`
_GELU_TANH = f"tanh(sqrt(2 / pi) * (z + {GELU_CUBE} * z**3))"
_SELU = {"scale": SELU_LAMBDA, "alpha": SELU_ALPHA}

ACTIVATIONS: dict[str, Activation] = {
    "linear": Activation(
        "linear",
        "g(z) = z",
        linear,
        linear_derivative,
        output=True,
        threshold_logit=0.5,
        expression="z",
        slope="1",
        pytorch="a = z",
    ),
    "relu": Activation(
        "ReLU",
        "g(z) = max(0, z)",
        relu,
        relu_derivative,
        kink=0.0,
        expression="max(0, z)",
        slope="where(z > 0, 1, 0)",
        pytorch="a = torch.relu(z)",
    ),
    "leaky_relu": Activation(
        "leaky ReLU",
        f"g(z) = max({LEAKY_SLOPE} z, z)",
        leaky_relu,
        leaky_relu_derivative,
        kink=0.0,
        expression=f"max({LEAKY_SLOPE} * z, z)",
        slope=f"where(z > 0, 1, {LEAKY_SLOPE})",
        pytorch=f"a = F.leaky_relu(z, {LEAKY_SLOPE})",
    ),
    "elu": Activation(
        "ELU",
        "g(z) = z above 0, eᶻ − 1 below",
        elu,
        elu_derivative,
        expression="where(z > 0, z, exp(z) - 1)",
        slope="where(z > 0, 1, exp(z))",
        pytorch="a = F.elu(z)",
    ),
    "selu": Activation(
        "SELU",
        "g(z) = λz above 0, λα (eᶻ − 1) below",
        selu,
        selu_derivative,
        kink=0.0,
        expression="where(z > 0, scale * z, scale * alpha * (exp(z) - 1))",
        slope="where(z > 0, scale, scale * alpha * exp(z))",
        constants=_SELU,
        pytorch="a = F.selu(z)",
    ),
    "sigmoid": Activation(
        "sigmoid",
        "g(z) = 1 / (1 + e⁻ᶻ)",
        sigmoid,
        sigmoid_derivative,
        output=True,
        expression="1 / (1 + exp(-z))",
        slope="a * (1 - a)",
        pytorch="a = torch.sigmoid(z)",
    ),
    "tanh": Activation(
        "tanh",
        "g(z) = (eᶻ − e⁻ᶻ) / (eᶻ + e⁻ᶻ)",
        tanh,
        tanh_derivative,
        output=True,
        threshold=0.0,
        expression="tanh(z)",
        slope="1 - a**2",
        pytorch="a = torch.tanh(z)",
    ),
    "softplus": Activation(
        "softplus",
        "g(z) = log(1 + eᶻ)",
        softplus,
        softplus_derivative,
        expression="log(1 + exp(z))",
        slope="1 / (1 + exp(-z))",
        pytorch="a = F.softplus(z)",
    ),
    "swish": Activation(
        "swish",
        "g(z) = z σ(z)",
        swish,
        swish_derivative,
        expression="z * sigma(z)",
        slope="sigma(z) + a * (1 - sigma(z))",
        pytorch="a = F.silu(z)",
    ),
    "gelu": Activation(
        "GELU",
        "g(z) = ½ z (1 + tanh(√(2/π) (z + 0.044715 z³)))",
        gelu,
        gelu_derivative,
        expression=f"1 / 2 * z * (1 + {_GELU_TANH})",
        slope=f"1 / 2 * (1 + q) + 1 / 2 * z * (1 - q**2) * sqrt(2 / pi) * (1 + {3 * GELU_CUBE:.6f} * z**2)"
        f" where q = {_GELU_TANH}",
        pytorch='a = F.gelu(z, approximate="tanh")',
    ),
    "mish": Activation(
        "Mish",
        "g(z) = z tanh(log(1 + eᶻ))",
        mish,
        mish_derivative,
        expression="z * tanh(log(1 + exp(z)))",
        slope="q + z * (1 - q**2) * sigma(z) where q = tanh(log(1 + exp(z)))",
        pytorch="a = F.mish(z)",
    ),
    "sine": Activation(
        "sine",
        "g(z) = sin z",
        sine,
        sine_derivative,
        expression="sin(z)",
        slope="cos(z)",
        pytorch="a = torch.sin(z)",
    ),
    "softmax": Activation(
        "softmax",
        "gₖ(z) = e^zₖ / Σⱼ e^zⱼ",
        softmax,
        None,
        hidden=False,
        output=True,
        expression="exp(z_k) / sum(j, exp(z_j))",
        slope="a_k * (1 - a_k)",
        pytorch="a = torch.softmax(z, dim=1)",
    ),
}
