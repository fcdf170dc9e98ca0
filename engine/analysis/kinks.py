"""Kinks: places where the loss bends, so close to a parameter's value that its slope is measured across."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.base.recipes import Array, Recipe, calls_of, run
from engine.losses import Loss
from engine.network.backprop import Backprop
from engine.network.network import Network

FORWARD = ("z", "a")


class Kinks:
    """Finds the samples for which a small change of one parameter crosses a kink.

    g bends where g′ jumps, as ReLU does at z = 0, and so does a loss where ∂L/∂ŷ jumps.

    Parameters
    ----------
    network : Network
        Its parameters are read at every call.
    loss : Loss
    X : ndarray, (inputs + 1, n)
        The samples in columns, with a row of ones.
    Y : ndarray, (outputs, n)
    """

    def __init__(self, network: Network, loss: Loss, X: Array, Y: Array) -> None:
        self._pass = backprop = Backprop(network, loss, X.shape[1], np.empty_like(network.parameters))
        stages = backprop.stages(X, Y)
        self._forward = calls_of(one for one in stages if one.kind in FORWARD)
        self._all = calls_of(stages)
        self._X = X
        self._bends = [
            (backprop.Z[i], layer.activation.kink)
            for i, layer in enumerate(network.layers)
            if layer.activation.kink is not None
        ]
        output = backprop.A[len(network.layers) - 1]
        self._slope: Array = np.zeros_like(output)
        self._loss: Recipe = []
        if loss.jumps and loss.gradient is not None:
            self._loss = loss.gradient(output, Y, self._slope)

    def crossed(self, theta: Array, k: int, step: float) -> NDArray[np.bool_]:
        """Return for which samples a kink lies within a step of the parameter theta[k], (n,).

        Its value is restored.
        """
        w = float(theta[k])
        here = self._sides()
        found: NDArray[np.bool_] = np.zeros(here.shape[1], dtype=bool)
        for value in (w - step, w + step):
            theta[k] = value
            found |= (self._sides() != here).any(axis=0)
        theta[k] = w
        return found

    def _sides(self) -> Array:
        """Return on which side of every kink each sample is, one row for a kink."""
        run(self._forward)
        run(self._loss)
        sides = [np.sign(Z - kink) for Z, kink in self._bends]
        return np.concatenate([*sides, self._slope])

    def gradients(self, layer: int, neuron: int, source: int) -> Array:
        """Return what each sample adds to the gradient of the mean loss for one parameter, (n,).

        The number of inputs stands for the bias.
        """
        run(self._all)
        inputs = self._X if layer == 0 else self._pass.A.with_ones(layer - 1)
        found: Array = self._pass.D[layer][neuron] * inputs[source]
        return found
