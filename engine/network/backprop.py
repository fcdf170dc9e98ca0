"""Backpropagation: the gradient of the mean loss of a mini-batch, as a flat list of numpy calls.

Samples are columns, as in the textbook: Z = W·A + b, with one column of Z for each sample. A row of ones
below each A carries the bias, so a layer is one product, [W | b]·[A; 1], written straight into its buffer.
Every buffer is allocated once; a step allocates nothing.
"""

from __future__ import annotations

from itertools import groupby

import numpy as np

from engine.activations import ACTIVATIONS
from engine.base.recipes import Array, Call, Recipe, Stage, calls_of, constant, partial
from engine.losses import Loss
from engine.network.buffers import Stack
from engine.network.layers import Layers

FEW_LAYERS = 3  # from this many equal layers on, one call for all is faster than a product for each


class Backprop:
    """Forward and backward pass for mini-batches of one size.

    Parameters
    ----------
    network : Layers
        Usually a `Network`.
    loss : Loss
    n : int
        Samples in a mini-batch.
    gradient : ndarray, (P,)
        Receives the gradient of the mean loss, in the order of `network.parameters`.
    dropout : tuple of float
        The share of its activations that each hidden layer drops; empty for no dropout.
    rng : Generator, optional
        Draws the dropout masks; needed with dropout.

    Attributes
    ----------
    Z, A, D : Stack
        Pre-activations z, activations a and errors δ = ∂L/∂z of every layer, from the last run. L is the
        mean loss over the batch, so each δ carries the factor 1/n.
    """

    def __init__(
        self,
        network: Layers,
        loss: Loss,
        n: int,
        gradient: Array,
        dropout: tuple[float, ...] = (),
        rng: np.random.Generator | None = None,
    ) -> None:
        widths = network.sizes[1:]
        self.network, self.loss, self.n = network, loss, n
        self.Z, self.A = Stack(widths, n, network.dtype), Stack(widths, n, network.dtype)
        self.dG, self.D = Stack(widths, n, network.dtype), Stack(widths, n, network.dtype)
        self.gradient, self.dtheta = gradient, network.split(gradient)
        self._last = len(network.layers) - 1
        matched = None if loss.matched is None else ACTIVATIONS[loss.matched]
        self._matched = network.layers[-1].activation is matched
        self._dropout = {i: share for i, share in enumerate(dropout) if share > 0.0}
        self._rng = rng
        # everything but a batch's own inputs and targets is bound once
        self._forward, self._backward = self._forward_stages(), self._backward_stages()
        self._gradients = self._gradient_stages()

    def stages(self, X: Array, Y: Array, XT: Array | None = None) -> list[Stage]:
        """Return the lines of the textbook as stages, bound to one mini-batch.

        Parameters
        ----------
        X : ndarray, (inputs + 1, n)
            The batch in columns, with its row of ones.
        Y : ndarray, (outputs, n)
            The targets.
        XT : ndarray, (n, inputs + 1), optional
            The batch in rows, if it is stored that way too: each of the two products with it then reads its
            numbers in memory order.

        Returns
        -------
        list of Stage
            In the order in which they are to be run.
        """
        XT = X.T if XT is None else XT
        theta, Z, D = self.network.layers[0].theta, self.Z[0], self.D[0]
        return [
            Stage("z[1] = W[1] x + b[1]", [partial(theta.dot, X, Z)], "z", Z, 0),
            *self._forward,
            *self._output_error(Y),
            *self._backward,
            Stage(
                "∂L/∂[W|b][1] = δ[1] [x; 1]ᵀ",
                [partial(D.dot, XT, self.dtheta[0])],
                "gradient",
                self.dtheta[0],
                0,
            ),
            *self._gradients,
        ]

    def calls(self, X: Array, Y: Array, XT: Array | None = None) -> Recipe:
        """Return all calls of one forward and backward pass over a mini-batch, in order.

        X (inputs + 1, n), Y (outputs, n) and XT (n, inputs + 1) are as in `stages`.
        """
        return calls_of(self.stages(X, Y, XT))

    def _forward_stages(self) -> list[Stage]:
        """Forward: z[l] = W[l] a[l−1] + b[l], a[l] = g(z[l]); and g′(z[l]), which the backward pass needs."""
        Z, A, stages = self.Z, self.A, []
        for i, layer in enumerate(self.network.layers):
            z, a = f"z[{i + 1}]", f"a[{i + 1}]"
            if i > 0:
                product = partial(layer.theta.dot, A.with_ones(i - 1), Z[i])
                stages += [Stage(f"{z} = W[{i + 1}] a[{i}] + b[{i + 1}]", [product], "z", Z[i], i)]
            stages += [Stage(f"{a} = g({z})", layer.activation.forward(Z[i], A[i]), "a", A[i], i)]
            if i in self._dropout:
                stages += self._dropout_stages(i)
        return [*stages, *self._all_derivatives()]

    def _output_error(self, Y: Array) -> list[Stage]:
        """The error at the output, δ[L] = ∂L/∂z[L], of the mean loss over the batch."""
        last = self._last
        A, D, index = self.A[last], self.D[last], f"[{last + 1}]"
        mean = partial(np.multiply, D, constant(1.0 / self.n, D), D)
        if self._matched:
            calls: Recipe = [partial(np.subtract, A, Y, D), mean]
            return [Stage(f"δ{index} = (a{index} − y) / n", calls, "error", D, last)]
        assert self.loss.gradient is not None, "a loss without ∂L/∂a is only used with its matched output"
        calls = [*self.loss.gradient(A, Y, D), mean]
        return [Stage(f"∂L/∂a{index}", calls, "loss_slope", D, last), self._error(last)]

    def _backward_stages(self) -> list[Stage]:
        """Backward: δ[l] = W[l+1]ᵀ δ[l+1] ⊙ g′(z[l]), from the last hidden layer to the first."""
        D, stages = self.D, []
        for i in range(self._last, 0, -1):
            # the row of ones below a gives one extra row, which nothing reads
            back = partial(self.network.layers[i].theta.T.dot, D[i], D.with_ones(i - 1))
            formula = f"∂L/∂a[{i}] = W[{i + 1}]ᵀ δ[{i + 1}]"
            stages += [Stage(formula, [back], "loss_slope", D[i - 1], i - 1), self._error(i - 1)]
        return stages

    def _error(self, i: int) -> Stage:
        formula = f"δ[{i + 1}] = ∂L/∂a[{i + 1}] ⊙ g′(z[{i + 1}])"
        return Stage(formula, [self._chain(i)], "error", self.D[i], i)

    def _chain(self, layer: int) -> Call:
        return partial(np.multiply, self.D[layer], self.dG[layer], self.D[layer])

    def _gradient_stages(self) -> list[Stage]:
        """Gradients: ∂L/∂W[l] = δ[l] a[l−1]ᵀ, ∂L/∂b[l] = δ[l] 1; one call for three or more equal layers."""
        stages = []
        layers = range(1, self._last + 1)
        for shape, group in groupby(layers, lambda i: self.network.layers[i].theta.shape):
            equal = list(group)
            together = len(equal) >= FEW_LAYERS and shape[1] == shape[0] + 1
            for i in equal:
                product = partial(self.D[i].dot, self.A.with_ones(i - 1).T, self.dtheta[i])
                calls: Recipe = [product]
                if together:
                    calls = [self._equal_products(i, len(equal))] if i == equal[0] else []
                formula = f"∂L/∂[W|b][{i + 1}] = δ[{i + 1}] [a[{i}]; 1]ᵀ"
                stages.append(Stage(formula, calls, "gradient", self.dtheta[i], i))
        return stages

    def _equal_products(self, first: int, count: int) -> Call:
        """Return one call for the gradients of several layers of the same shape."""
        start = sum(theta.size for theta in self.dtheta[:first])
        shape, size = self.dtheta[first].shape, self.dtheta[first].size
        out = self.gradient[start : start + count * size].reshape(count, *shape)
        inputs = self.A.block(first - 1, count, with_ones=True).transpose(0, 2, 1)
        return partial(np.matmul, self.D.block(first, count), inputs, out)

    def _all_derivatives(self) -> list[Stage]:
        """Fill dG with g′(z): one recipe for each run of layers with the same activation.

        Layers with dropout are left out: they need g′ before their activations change.
        """
        needed = range(self._last if self._matched else self._last + 1)
        kinds = groupby(needed, lambda i: (i in self._dropout, self.network.layers[i].activation.label))
        stages: list[Stage] = []
        for (dropped, _), group in kinds:
            layers = list(group)
            if not dropped:
                recipe = self._derivatives(layers[0], layers[-1])
                stages += [self._slope(i, recipe if i == layers[0] else []) for i in layers]
        return stages

    def _slope(self, i: int, calls: Recipe) -> Stage:
        return Stage(f"g′(z[{i + 1}])", calls, "slope", self.dG[i], i)

    def _derivatives(self, first: int, last: int) -> Recipe:
        derivative = self.network.layers[first].activation.derivative
        assert derivative is not None, "softmax is only used with its matched loss"
        return derivative(*(stack.span(first, last) for stack in (self.Z, self.A, self.dG)))

    def _dropout_stages(self, i: int) -> list[Stage]:
        assert self._rng is not None, "dropout draws from a generator"
        draw, mask = dropout_mask(self.A[i], self._dropout[i], self._rng)
        z, a, g, m = f"z[{i + 1}]", f"a[{i + 1}]", f"g′(z[{i + 1}])", f"m[{i + 1}]"
        apply: Recipe = [
            partial(np.multiply, self.A[i], mask, self.A[i]),
            partial(np.multiply, self.dG[i], mask, self.dG[i]),
        ]
        return [
            self._slope(i, self._derivatives(i, i)),
            Stage(f"{m} = 0 or 1 / (1 − share), at random for each {z}", draw, "dropout_mask", mask, i),
            Stage(f"{a} ← {a} ⊙ {m}, {g} ← {g} ⊙ {m}", apply, "dropout", self.A[i], i),
        ]


def dropout_mask(A: Array, share: float, rng: np.random.Generator) -> tuple[Recipe, Array]:
    """Return the calls that draw m, 0 for a share of a layer's activations and 1 / (1 − share) for the rest.

    Inverted dropout (Srivastava et al., 2014, section 10): the mean of a ⊙ m is a, so evaluation needs no
    mask. ∂L/∂z = ∂L/∂(a ⊙ m) ⊙ m ⊙ g′(z): the mask goes into g′ as well.
    """
    U, m, kept = np.empty_like(A), np.empty_like(A), np.empty(A.shape, dtype=bool)
    recipe: Recipe = [
        partial(rng.random, None, A.dtype, U),
        partial(np.greater_equal, U, constant(share, A), kept),
        partial(np.multiply, kept.view(np.int8), constant(1.0 / (1.0 - share), A), m),
    ]
    return recipe, m
