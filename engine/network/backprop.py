"""A network compiled into flat lists of numpy calls: where the chapter on backpropagation is.

Samples stand in columns, as in the textbook: Z = W·A + b, one column of Z a sample. A row of ones under
each A carries the bias, so that a layer is one product, [W | b]·[A; 1], straight into its buffer. Every
buffer is allocated here, once; a step allocates nothing.

`Forward` computes outputs for many samples, in chunks that stay in the processor's cache.
`Backprop` computes the gradient of the mean loss of one mini-batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from engine.activations import ACTIVATIONS
from engine.base.recipes import Array, Call, Recipe, constant, partial
from engine.losses import Loss
from engine.network.buffers import Stack

if TYPE_CHECKING:
    from engine.network.network import Network


FEW_LAYERS = 3  # equal layers up to which one product a layer is faster than all in one call


@dataclass(frozen=True)
class Stage:
    """One line of the textbook: its formula, and the calls that compute it."""

    formula: str
    calls: Recipe


class Backprop:
    """Forward and backward pass for mini-batches of one size.

    Parameters
    ----------
    network : Network
    loss : Loss
    n : int
        Samples in a mini-batch.
    gradient : ndarray, (P,)
        Where the gradient of the mean loss is put, in the order of `network.parameters`.
    dropout : tuple of float
        The share of its activations that each hidden layer leaves out; empty for none.
    rng : Generator, optional
        Draws which; needed with dropout.

    Attributes
    ----------
    Z, A, D : Stack
        Pre-activations z, activations a and errors δ = ∂L/∂z of every layer, from the last run. L is the
        mean loss over the batch, so each δ carries the factor 1/n.
    """

    def __init__(
        self,
        network: Network,
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
        # all but what touches a batch's own inputs and targets is bound once
        self._forward, self._backward = self._forward_stages(), self._backward_stages()
        self._gradients = self._gradient_stages()

    def stages(self, X: Array, Y: Array, XT: Array | None = None) -> list[Stage]:
        """Return the textbook's lines, bound to one mini-batch.

        Parameters
        ----------
        X : ndarray, (inputs + 1, n)
            The batch in columns, with its row of ones.
        Y : ndarray, (outputs, n)
            The targets.
        XT : ndarray, (n, inputs + 1), optional
            The batch in rows, where it lies so as well: each of the two products with it then finds its
            numbers in the order in which it reads them.

        Returns
        -------
        list of Stage
            In the order in which they are to be run.
        """
        XT = X.T if XT is None else XT
        theta, Z, D = self.network.layers[0].theta, self.Z[0], self.D[0]
        return [
            Stage("z[1] = W[1] x + b[1]", [partial(theta.dot, X, Z)]),
            *self._forward,
            *self._output_error(Y),
            *self._backward,
            Stage("∂L/∂[W|b][1] = δ[1] [x; 1]ᵀ", [partial(D.dot, XT, self.dtheta[0])]),
            *self._gradients,
        ]

    def calls(self, X: Array, Y: Array, XT: Array | None = None) -> Recipe:
        """Return all calls of one forward and backward pass over a mini-batch, in order.

        X (inputs + 1, n), Y (outputs, n) and XT (n, inputs + 1) are as in `stages`.
        """
        return [call for stage in self.stages(X, Y, XT) for call in stage.calls]

    def _forward_stages(self) -> list[Stage]:
        """Forward: z[l] = W[l] a[l−1] + b[l], a[l] = g(z[l]); and g′(z[l]), which the way back needs."""
        Z, A, stages = self.Z, self.A, []
        for i, layer in enumerate(self.network.layers):
            if i > 0:
                product = partial(layer.theta.dot, A.with_ones(i - 1), Z[i])
                stages += [Stage(f"z[{i + 1}] = W[{i + 1}] a[{i}] + b[{i + 1}]", [product])]
            stages += [Stage(f"a[{i + 1}] = g(z[{i + 1}])", layer.activation.forward(Z[i], A[i]))]
            if i in self._dropout:
                stages += self._dropout_stages(i)
        return [*stages, Stage("g′(z[l]), every layer", self._all_derivatives())]

    def _output_error(self, Y: Array) -> list[Stage]:
        """The error at the output, δ[L] = ∂L/∂z[L], of the mean loss over the batch."""
        last = self._last
        A, D, index = self.A[last], self.D[last], f"[{last + 1}]"
        mean = partial(np.multiply, D, constant(1.0 / self.n, D), D)
        if self._matched:
            return [Stage(f"δ{index} = (a{index} − y) / n", [partial(np.subtract, A, Y, D), mean])]
        assert self.loss.gradient is not None, "resolve() lets a loss without ∂L/∂a only be matched"
        return [
            Stage(f"∂L/∂a{index}", [*self.loss.gradient(A, Y, D), mean]),
            Stage(f"δ{index} = ∂L/∂a{index} ⊙ g′(z{index})", [self._chain(last)]),
        ]

    def _backward_stages(self) -> list[Stage]:
        """Backward: δ[l] = W[l+1]ᵀ δ[l+1] ⊙ g′(z[l]), from the last hidden layer to the first."""
        D, stages = self.D, []
        for i in range(self._last, 0, -1):
            # the row of ones under a receives a row of no meaning, which nothing reads
            back = partial(self.network.layers[i].theta.T.dot, D[i], D.with_ones(i - 1))
            stages += [Stage(f"∂L/∂a[{i}] = W[{i + 1}]ᵀ δ[{i + 1}]", [back])]
            stages += [Stage(f"δ[{i}] = ∂L/∂a[{i}] ⊙ g′(z[{i}])", [self._chain(i - 1)])]
        return stages

    def _chain(self, layer: int) -> Call:
        return partial(np.multiply, self.D[layer], self.dG[layer], self.D[layer])

    def _gradient_stages(self) -> list[Stage]:
        """Gradients: ∂L/∂W[l] = δ[l] a[l−1]ᵀ, ∂L/∂b[l] = δ[l] 1; one call for three equal layers or more."""
        stages = []
        layers = range(1, self._last + 1)
        for shape, group in groupby(layers, lambda i: self.network.layers[i].theta.shape):
            equal = list(group)
            i, k = equal[0], len(equal)
            formula = "∂L/∂[W|b][{0}] = δ[{0}] [a[{1}]; 1]ᵀ"
            if k < FEW_LAYERS or shape[1] != shape[0] + 1:
                for i in equal:
                    product = partial(self.D[i].dot, self.A.with_ones(i - 1).T, self.dtheta[i])
                    stages.append(Stage(formula.format(i + 1, i), [product]))
                continue
            start = sum(theta.size for theta in self.dtheta[:i])
            out = self.gradient[start : start + k * self.dtheta[i].size].reshape(k, *shape)
            inputs = self.A.pile(i - 1, k, with_ones=True).transpose(0, 2, 1)
            products = partial(np.matmul, self.D.pile(i, k), inputs, out)
            stages.append(Stage(f"{formula.format('l', 'l−1')}, l = {i + 1} … {i + k}", [products]))
        return stages

    def _all_derivatives(self) -> Recipe:
        """Fill dG with g′(z): one recipe for each run of layers with the same activation.

        Layers with dropout are left out: they need g′ before their activations are changed.
        """
        needed = range(self._last if self._matched else self._last + 1)
        kinds = groupby(needed, lambda i: (i in self._dropout, self.network.layers[i].activation.label))
        recipe: Recipe = []
        for (dropped, _), group in kinds:
            layers = list(group)
            if not dropped:
                recipe += self._derivatives(layers[0], layers[-1])
        return recipe

    def _derivatives(self, first: int, last: int) -> Recipe:
        derivative = self.network.layers[first].activation.derivative
        assert derivative is not None, "softmax appears only with the loss it is matched with"
        return derivative(*(stack.span(first, last) for stack in (self.Z, self.A, self.dG)))

    def _dropout_stages(self, i: int) -> list[Stage]:
        assert self._rng is not None, "dropout draws from a generator"
        mask = dropout_mask(self.A[i], self.dG[i], self._dropout[i], self._rng)
        a, g = f"a[{i + 1}]", f"g′(z[{i + 1}])"
        formula = f"{a} ← {a} ⊙ m, {g} ← {g} ⊙ m"
        return [Stage(g, self._derivatives(i, i)), Stage(formula, mask)]


def dropout_mask(A: Array, dG: Array, share: float, rng: np.random.Generator) -> Recipe:
    """Draw m, 0 for a share of a layer's activations and 1 / (1 − share) for the others, and apply it.

    Inverted dropout (Srivastava et al., 2014, section 10): the mean of a ⊙ m is a, so that evaluation needs
    no mask. ∂L/∂z = ∂L/∂(a ⊙ m) ⊙ m ⊙ g′(z): the mask goes into g′ as well.
    """
    U, m, kept = np.empty_like(A), np.empty_like(A), np.empty(A.shape, dtype=bool)
    return [
        partial(rng.random, None, A.dtype, U),
        partial(np.greater_equal, U, constant(share, A), kept),
        partial(np.multiply, kept.view(np.int8), constant(1.0 / (1.0 - share), A), m),
        partial(np.multiply, A, m, A),
        partial(np.multiply, dG, m, dG),
    ]
