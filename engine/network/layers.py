"""Layers on one flat vector of parameters: everything that forward and backward passes read of a network."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.activations import Activation
from engine.base.recipes import Array
from engine.base.values import dataclass

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


class Layers:
    """Consecutive dense layers.

    Parameters
    ----------
    sizes : tuple of int
        Inputs, neurons of every hidden layer, outputs.
    activations : tuple of Activation
        One for each layer after the inputs.
    parameters : ndarray, (P,)
        Not copied: writing to it changes the layers too.

    Attributes
    ----------
    parameters : ndarray, (P,)
        Every weight and bias; layer after layer, neuron after neuron, a neuron's bias after its weights.
    layers : tuple of Layer
        Views on the parameters.
    """

    def __init__(
        self, sizes: tuple[int, ...], activations: tuple[Activation, ...], parameters: Array
    ) -> None:
        self.sizes, self.parameters = sizes, parameters
        pairs = zip(self.split(parameters), activations, strict=True)
        self.layers = tuple(Layer(theta, activation) for theta, activation in pairs)

    @property
    def dtype(self) -> np.dtype[Any]:
        """The dtype of all parameters and activations."""
        return self.parameters.dtype

    def split(self, flat: NDArray[Scalar]) -> list[NDArray[Scalar]]:
        """Return views of a vector `flat`, (P,): one for each layer, (fan_out, fan_in + 1).

        Parameters
        ----------
        flat : ndarray, (P,)
            In the order of the parameters.
        """
        views, start = [], 0
        for fan_in, fan_out in pairwise(self.sizes):
            stop = start + fan_out * (fan_in + 1)
            views.append(flat[start:stop].reshape(fan_out, fan_in + 1))
            start = stop
        return views

    def first(self, count: int) -> Layers:
        """Return the first `count` layers, on the same parameters."""
        chosen = self.layers[:count]
        stop = sum(layer.theta.size for layer in chosen)
        activations = tuple(layer.activation for layer in chosen)
        return Layers(self.sizes[: count + 1], activations, self.parameters[:stop])
