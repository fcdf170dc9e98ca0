"""Input features computed from a point of the plane: the only file to touch to add one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Feature:
    """One input of the network: a function of the coordinates (x₁, x₂), each of shape (samples,)."""

    label: str
    compute: Callable[[Column, Column], Column]


FEATURES: dict[str, Feature] = {
    "x1": Feature("x₁", lambda x1, x2: x1),
    "x2": Feature("x₂", lambda x1, x2: x2),
    "x1_squared": Feature("x₁²", lambda x1, x2: x1 * x1),
    "x2_squared": Feature("x₂²", lambda x1, x2: x2 * x2),
    "x1_x2": Feature("x₁x₂", lambda x1, x2: x1 * x2),
    "sin_x1": Feature("sin x₁", lambda x1, x2: np.sin(x1)),
    "sin_x2": Feature("sin x₂", lambda x1, x2: np.sin(x2)),
}
