"""Input features computed from a point of the plane: the only file to touch to add one.

A feature is a name in `FEATURES`, or a formula of the user's own, such as "=x1*sin(3*x2)".
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import formulas
from engine.base.checks import SpecError, quoted
from engine.base.values import dataclass

Column = NDArray[np.floating[Any]]

EXAMPLE = "=x1*sin(x2)"
EXAMPLE_OF_X1 = "=x1*sin(x1)"


@dataclass(frozen=True)
class Feature:
    """One input of the network: a function of the coordinates (x₁, x₂), each of shape (samples,).

    Attributes
    ----------
    label : str
    compute : callable (x₁, x₂) -> ndarray
    needs_x2 : bool
        Whether it is no input where data have x₁ alone.
    """

    label: str
    compute: Callable[[Column, Column], Column]
    needs_x2: bool = True


FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", lambda x1, x2: x1, needs_x2=False),
    "x2": Feature("x₂", lambda x1, x2: x2),
    "x1_squared": Feature("x₁²", lambda x1, x2: x1 * x1, needs_x2=False),
    "x2_squared": Feature("x₂²", lambda x1, x2: x2 * x2),
    "x1_x2": Feature("x₁x₂", lambda x1, x2: x1 * x2),
    "sin_x1": Feature("sin x₁", lambda x1, x2: np.sin(x1), needs_x2=False),
    "sin_x2": Feature("sin x₂", lambda x1, x2: np.sin(x2)),
    "cos_x1": Feature("cos x₁", lambda x1, x2: np.cos(x1), needs_x2=False),
    "cos_x2": Feature("cos x₂", lambda x1, x2: np.cos(x2)),
    "radius": Feature("r", lambda x1, x2: np.hypot(x1, x2)),
    "angle": Feature("θ", lambda x1, x2: np.arctan2(x2, x1)),
}


def label(name: str) -> str:
    """Return a feature as it is shown: x₁² for "x1_squared", x₁·sin(3·x₂) for "=x1*sin(3*x2)"."""
    return formulas.label(name) if name.startswith("=") else FEATURES[name].label


def needs_x2(name: str) -> bool:
    """Return whether a feature depends on x₂, so that data with one input do not have it."""
    if name.startswith("="):
        return formulas.parse(name).needs_x2
    return FEATURES[name].needs_x2


def compute(name: str, x1: Column, x2: Column) -> Column:
    """Return a feature of points, (samples,), from their coordinates x₁ and x₂, each (samples,).

    Raises
    ------
    FormulaError
        If the name is a formula that cannot be used.
    """
    one = formulas.parse(name) if name.startswith("=") else FEATURES[name].compute
    return one(x1, x2)


def check_feature(name: Any) -> None:
    """Raise a SpecError unless `name` is in `FEATURES` or a formula that can be used."""
    if isinstance(name, str) and name.startswith("="):
        formulas.parse(name)
    elif not isinstance(name, str) or name not in FEATURES:
        message = f"feature {quoted(name)} is not known: {_instead(name)}"
        raise SpecError(message, field="features", value=name, allowed=tuple(FEATURES))


def _instead(name: Any) -> str:
    from difflib import get_close_matches  # here: only a mistake needs it

    if isinstance(name, str):
        if any(sign in name for sign in "+-*/^("):
            return f"a formula begins with =, such as {EXAMPLE}"
        if near := get_close_matches(name, FEATURES, n=1):
            return f"did you mean {near[0]}?"
    return f"choose {', '.join(FEATURES)}, or a formula such as {EXAMPLE}"
