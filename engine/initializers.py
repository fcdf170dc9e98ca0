"""Starting weights: the only file to touch to add an initialiser.

Each draws a weight matrix of shape (fan_out, fan_in) from a random generator, and has a constant at which the
biases start.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass

if TYPE_CHECKING:  # numpy loads it lazily, after the window's first frame
    from numpy.random import Generator


SCALE = 0.5  # TensorFlow Playground's


@dataclass(frozen=True)
class Initializer:
    """A distribution of starting weights, with the bias that goes with it.

    Attributes
    ----------
    label, formula : str
        What a menu and a tooltip show.
    draw : callable (rng, fan_out, fan_in, scale) -> ndarray, (fan_out, fan_in)
    bias : float
        The starting value of the biases.
    scaled : bool
        Whether it uses the scale, `NetworkSpec.init_scale`.
    """

    label: str
    formula: str
    draw: Callable[..., NDArray[np.floating[Any]]]
    bias: float = 0.0
    scaled: bool = False


def glorot_uniform(
    rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE
) -> NDArray[np.floating[Any]]:
    """Draw from U(−r, r), r = √(6 / (fan_in + fan_out)) (Glorot & Bengio, 2010, eq. 16)."""
    limit = np.sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, size=(fan_out, fan_in))


def he_normal(rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE) -> NDArray[np.floating[Any]]:
    """Draw from N(0, 2 / fan_in) (He et al., 2015, eq. 10)."""
    return rng.normal(0.0, np.sqrt(2.0 / fan_in), size=(fan_out, fan_in))


def glorot_normal(
    rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE
) -> NDArray[np.floating[Any]]:
    """Draw from N(0, 2 / (fan_in + fan_out)) (Glorot & Bengio, 2010, eq. 12)."""
    return rng.normal(0.0, np.sqrt(2.0 / (fan_in + fan_out)), size=(fan_out, fan_in))


def he_uniform(rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE) -> NDArray[np.floating[Any]]:
    """Draw from U(−r, r), r = √(6 / fan_in): the variance of He et al., 2015, eq. 10."""
    limit = np.sqrt(6.0 / fan_in)
    return rng.uniform(-limit, limit, size=(fan_out, fan_in))


def lecun_normal(
    rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE
) -> NDArray[np.floating[Any]]:
    """Draw from N(0, 1 / fan_in) (LeCun et al., 1998, eq. 16); as SELU needs."""
    return rng.normal(0.0, np.sqrt(1.0 / fan_in), size=(fan_out, fan_in))


def lecun_uniform(
    rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE
) -> NDArray[np.floating[Any]]:
    """Draw from U(−r, r), r = √(3 / fan_in): the variance of LeCun et al., 1998, eq. 16."""
    limit = np.sqrt(3.0 / fan_in)
    return rng.uniform(-limit, limit, size=(fan_out, fan_in))


def orthogonal(rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE) -> NDArray[np.floating[Any]]:
    """Draw rows, or columns if there are fewer, of length 1 at right angles (Saxe et al., 2014)."""
    tall = rng.normal(size=(max(fan_out, fan_in), min(fan_out, fan_in)))
    Q, R = np.linalg.qr(tall)
    Q *= np.where(np.diag(R) < 0.0, -1.0, 1.0)  # makes every rotation equally likely
    return np.asarray(Q if fan_out >= fan_in else Q.T)


def uniform(rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE) -> NDArray[np.floating[Any]]:
    """Draw from U(−s, s), whatever the fan-in: with s = 0.5 TensorFlow Playground's choice."""
    return rng.uniform(-scale, scale, size=(fan_out, fan_in))


def normal(rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE) -> NDArray[np.floating[Any]]:
    """Draw from N(0, s²), whatever the fan-in."""
    return rng.normal(0.0, scale, size=(fan_out, fan_in))


def constant(rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE) -> NDArray[np.floating[Any]]:
    """Start every weight at s: the neurons of a layer then stay identical."""
    return np.full((fan_out, fan_in), scale)


def zeros(rng: Generator, fan_out: int, fan_in: int, scale: float = SCALE) -> NDArray[np.floating[Any]]:
    """Start every weight at 0: the neurons of a layer then stay identical."""
    return np.zeros((fan_out, fan_in))


INITIALIZERS: dict[str, Initializer] = {
    "glorot_uniform": Initializer(
        "Glorot uniform", "U(−r, r), r = √(6 / (fan-in + fan-out))", glorot_uniform
    ),
    "glorot_normal": Initializer("Glorot normal", "N(0, 2 / (fan-in + fan-out))", glorot_normal),
    "he_uniform": Initializer("He uniform", "U(−r, r), r = √(6 / fan-in)", he_uniform),
    "he_normal": Initializer("He normal", "N(0, 2 / fan-in)", he_normal),
    "lecun_uniform": Initializer("LeCun uniform", "U(−r, r), r = √(3 / fan-in)", lecun_uniform),
    "lecun_normal": Initializer("LeCun normal", "N(0, 1 / fan-in)", lecun_normal),
    "orthogonal": Initializer("orthogonal", "rows or columns of length 1 at right angles", orthogonal),
    "uniform": Initializer("uniform", "U(−s, s), bias 0.1", uniform, bias=0.1, scaled=True),
    "normal": Initializer("normal", "N(0, s²)", normal, scaled=True),
    "constant": Initializer("constant", "every weight s", constant, scaled=True),
    "zeros": Initializer("zeros", "every weight 0", zeros),
}
