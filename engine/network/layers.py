"""A layer as views on its part of the flat vector of parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from engine.activations import Activation
from engine.base.recipes import Array

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Layer:
    """A dense layer, a = g(W·x + b).

    Attributes
    ----------
    theta : ndarray, (fan_out, fan_in + 1)
        W and b side by side, [W | b]: one product with [x; 1] gives W·x + b.
    activation : Activation
    """

    theta: Array
    activation: Activation

    @property
    def W(self) -> Array:
        """The weights, a writable view, (fan_out, fan_in)."""
        return self.theta[:, :-1]

    @property
    def b(self) -> Array:
        """The biases, a writable view, (fan_out,)."""
        return self.theta[:, -1]
