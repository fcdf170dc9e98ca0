"""The network: its layers, their starting weights, inputs computed from points, and predictions."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.activations import ACTIVATIONS
from engine.base.checks import SpecError, check_choice
from engine.base.limits import check_size, parameter_count
from engine.base.recipes import Array
from engine.experiment import Weights
from engine.features import compute
from engine.initializers import INITIALIZERS, SCALE
from engine.network.forward import Forward
from engine.network.layers import Layers


class Network(Layers):
    """A multilayer perceptron.

    Parameters
    ----------
    sizes : tuple of int
        Inputs, neurons of every hidden layer, outputs.
    activations : tuple of str
        One for each layer after the inputs.
    features : tuple of str, or None
        How inputs are computed from points (N, 2); None if the columns of X are the inputs.
    dtype : {"float64", "float32"}
    """

    def __init__(
        self,
        sizes: tuple[int, ...],
        activations: tuple[str, ...],
        features: tuple[str, ...] | None = None,
        dtype: str = "float64",
    ) -> None:
        check_size(sizes)
        for name in activations:
            check_choice("activation", name, tuple(ACTIVATIONS))
        chosen = tuple(ACTIVATIONS[name] for name in activations)
        super().__init__(sizes, chosen, np.zeros(parameter_count(sizes), dtype=dtype))
        self.features = features

    def initialize(
        self, initializer: str, rng: np.random.Generator, scale: float = SCALE, bias: float | None = None
    ) -> None:
        """Draw new weights, and set the biases.

        Parameters
        ----------
        initializer : str
            A name in `engine.INITIALIZERS`.
        rng : Generator
        scale : float
            The s of the initialisers that have one.
        bias : float or None
            None for the initialiser's own.
        """
        check_choice("initializer", initializer, tuple(INITIALIZERS))
        chosen = INITIALIZERS[initializer]
        for layer in self.layers:
            layer.W[...] = chosen.draw(rng, *layer.W.shape, scale)
            layer.b[...] = chosen.bias if bias is None else bias

    def put(self, weights: Weights) -> None:
        """Set all weights and biases, as `NetworkSpec.weights` gives them.

        Raises
        ------
        SpecError
            If they do not have the shape of this network.
        """
        if len(weights) != len(self.layers):
            message = f"weights must have {len(self.layers)} layers, the output's last, got {len(weights)}"
            raise SpecError(message, field="weights", value=len(weights))
        for i, (layer, rows) in enumerate(zip(self.layers, weights, strict=True)):
            shape = layer.theta.shape
            if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
                got = f"{len(rows)} of {', '.join(sorted({str(len(row)) for row in rows})) or 'none'}"
                message = (
                    f"weights[{i}] must have {shape[0]} rows of {shape[1]} numbers, "
                    f"a neuron's weights and its bias, got {got}"
                )
                raise SpecError(message, field="weights", value=got)
        with np.errstate(over="ignore"):  # what is too large for single precision: training says so
            for layer, rows in zip(self.layers, weights, strict=True):
                layer.theta[...] = rows

    def inputs(self, X: NDArray[Any]) -> Array:
        """Return the rows [features | 1] that the first layer multiplies, (N, inputs + 1).

        Raises
        ------
        SpecError
            If X does not have the shape (N, d) that this network takes.
        """
        X = np.asarray(X)
        if X.dtype.kind not in "biuf":
            raise SpecError(f"X must hold numbers, got {X.dtype}", field="X", value=X.dtype)
        columns = self.sizes[0] if self.features is None else 2
        if X.ndim != 2 or X.shape[1] != columns:
            message = f"X must have the shape (samples, {columns}), got {X.shape}"
            raise SpecError(message, field="X", value=X.shape)
        rows = np.ones((len(X), self.sizes[0] + 1), dtype=self.dtype)
        with np.errstate(all="ignore"):  # numbers that are too large become infinite
            if self.features is None:
                rows[:, :-1] = X
            else:
                x1, x2 = X.T.astype(np.float64)  # squares of narrow integer types would overflow
                for i, name in enumerate(self.features):
                    rows[:, i] = compute(name, x1, x2)
        return rows

    def predict(self, X: NDArray[Any]) -> Array:
        """Return the outputs for points or inputs X.

        Parameters
        ----------
        X : ndarray, (N, d)
            Points of the plane if the network has features, otherwise its inputs.

        Returns
        -------
        ndarray, (N, outputs)
            Probabilities, or values; for a single sigmoid output the probability of class 1. Where values are
            standardised, `trainer.data.values.to_own` gives these in their own units.

        Raises
        ------
        SpecError
            If X does not have the shape (N, d).
        """
        forward = Forward(self, self.inputs(X))
        forward.run()
        return forward.outputs()
