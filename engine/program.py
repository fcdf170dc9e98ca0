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
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.activations import ACTIVATIONS
from engine.calls import Array, Recipe, constant, partial, run
from engine.losses import Loss

if TYPE_CHECKING:
    from engine.network import Network

CACHE_NUMBERS = 2**16  # activations that a chunk of samples may fill: half a megabyte of float64


@dataclass(frozen=True)
class Stage:
    """One line of the textbook: its formula, and the calls that compute it."""

    formula: str
    calls: Recipe


class Stack:
    """One array per layer, (fan_out, n), all cut from a single slab with a row to spare between them.

    Layers that follow each other with the same activation can so be handled by one call.
    """

    def __init__(self, widths: tuple[int, ...], n: int, dtype: np.dtype[Any]) -> None:
        stops = np.cumsum([width + 1 for width in widths])
        self._starts = stops - [width + 1 for width in widths]
        self._stops = stops
        self.slab = np.ones((int(stops[-1]), n), dtype=dtype)

    def with_ones(self, layer: int) -> Array:
        """The array of a layer and the row below it, which holds ones."""
        return self.slab[self._starts[layer] : self._stops[layer]]

    def __getitem__(self, layer: int) -> Array:
        return self.slab[self._starts[layer] : self._stops[layer] - 1]

    def span(self, first: int, last: int) -> Array:
        """The rows from layer `first` to layer `last`, spare rows between them included."""
        return self.slab[self._starts[first] : self._stops[last] - 1]


@dataclass(frozen=True)
class Chunk:
    """The columns start…stop of a forward pass: logits Z and outputs A, (outputs, stop − start)."""

    start: int
    stop: int
    Z: Array
    A: Array


class Forward:
    """The forward pass over fixed inputs.

    Parameters
    ----------
    network : Network
        Its parameters are read anew at every run.
    rows : ndarray, (N, inputs + 1)
        As `network.inputs` returns them.
    """

    def __init__(self, network: Network, rows: Array) -> None:
        self.chunks: list[Chunk] = []
        self.calls: Recipe = []
        self._shape = (len(rows), network.sizes[-1])
        self._dtype = network.dtype
        widest = max(network.sizes[1:])
        length = min(max(CACHE_NUMBERS // sum(network.sizes), 64), max(len(rows), 1))
        first, last = network.layers[0], network.layers[-1]
        shared: dict[int, tuple[Recipe, Array, Array]] = {}
        for start in range(0, len(rows), length):
            stop = min(start + length, len(rows))
            n = stop - start
            if n not in shared:
                shared[n] = self._hidden_layers(network, np.empty((widest, n), dtype=network.dtype))
            hidden, scratch, before = shared[n]
            Z, A = np.empty((2, network.sizes[-1], n), dtype=network.dtype)
            if first is not last:
                self.calls += [partial(first.theta.dot, rows[start:stop].T, scratch), *hidden]
            inputs = before if first is not last else rows[start:stop].T
            self.calls += [partial(last.theta.dot, inputs, Z), *last.activation.forward(Z, A)]
            self.chunks.append(Chunk(start, stop, Z, A))

    @staticmethod
    def _hidden_layers(network: Network, scratch: Array) -> tuple[Recipe, Array, Array]:
        """Bind what all chunks of one length share: the hidden layers, but for the product with the inputs.

        Returns
        -------
        recipe : Recipe
        Z : ndarray
            Where that first product goes.
        A : ndarray
            What the output layer multiplies, with its row of ones.
        """
        A = Stack(network.sizes[1:], scratch.shape[1], network.dtype)
        recipe: Recipe = []
        for i, layer in enumerate(network.layers[:-1]):
            Z = scratch[: len(layer.theta)]
            if i > 0:
                recipe += [partial(layer.theta.dot, A.with_ones(i - 1), Z)]
            recipe += layer.activation.forward(Z, A[i])
        return recipe, scratch[: network.sizes[1]], A.with_ones(max(0, len(network.layers) - 2))

    def run(self) -> None:
        """Compute the logits and outputs of every chunk from the network's present parameters."""
        with np.errstate(all="ignore"):
            run(self.calls)

    def outputs(self) -> Array:
        """Return a copy of the outputs, (N, outputs)."""
        return self._gather([chunk.A for chunk in self.chunks])

    def logits(self) -> Array:
        """Return a copy of the last layer's pre-activations, (N, outputs)."""
        return self._gather([chunk.Z for chunk in self.chunks])

    def _gather(self, columns: list[Array]) -> Array:
        result = np.empty(self._shape, dtype=self._dtype)
        for chunk, part in zip(self.chunks, columns, strict=True):
            result[chunk.start : chunk.stop] = part.T
        return result


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

    Attributes
    ----------
    Z, A, D : Stack
        Pre-activations z, activations a and errors δ = ∂L/∂z of every layer, from the last run. L is the
        mean loss over the batch, so each δ carries the factor 1/n.
    """

    def __init__(self, network: Network, loss: Loss, n: int, gradient: Array) -> None:
        widths = network.sizes[1:]
        self.network, self.loss, self.n = network, loss, n
        self.Z, self.A = Stack(widths, n, network.dtype), Stack(widths, n, network.dtype)
        self.dG, self.D = Stack(widths, n, network.dtype), Stack(widths, n, network.dtype)
        self.dtheta = network.split(gradient)
        self._last = len(network.layers) - 1
        self._matched = network.layers[-1].activation is ACTIVATIONS[loss.matched]
        self._fixed = self._stages_of_any_batch()

    def _stages_of_any_batch(self) -> dict[str, Recipe]:
        """Bind, once, all calls that do not touch a batch's own inputs or targets."""
        layers, Z, A, dG, D = self.network.layers, self.Z, self.A, self.dG, self.D
        fixed: dict[str, Recipe] = {}
        for i, layer in enumerate(layers):
            if i > 0:
                fixed[f"z{i}"] = [partial(layer.theta.dot, A.with_ones(i - 1), Z[i])]
                # the row of ones under a receives a row of no meaning, which nothing reads
                fixed[f"back{i}"] = [partial(layer.theta.T.dot, D[i], D.with_ones(i - 1))]
                fixed[f"dW{i}"] = [partial(D[i].dot, A.with_ones(i - 1).T, self.dtheta[i])]
            fixed[f"a{i}"] = layer.activation.forward(Z[i], A[i])
            fixed[f"chain{i}"] = [partial(np.multiply, D[i], dG[i], D[i])]
        fixed["derivatives"] = self._derivatives()
        fixed["mean"] = [partial(np.multiply, D[self._last], constant(1 / self.n, D.slab), D[self._last])]
        return fixed

    def _derivatives(self) -> Recipe:
        """Fill dG with g′(z): one recipe for each run of layers with the same activation."""
        needed = self._last if self._matched else self._last + 1
        recipe: Recipe = []
        for _, group in groupby(range(needed), key=lambda i: self.network.layers[i].activation.label):
            run_of_layers = list(group)
            first, last = run_of_layers[0], run_of_layers[-1]
            derivative = self.network.layers[first].activation.derivative
            assert derivative is not None, "softmax appears only with the loss it is matched with"
            spans = (stack.span(first, last) for stack in (self.Z, self.A, self.dG))
            recipe += derivative(*spans)
        return recipe

    def stages(self, X: Array, Y: Array) -> list[Stage]:
        """Return the textbook's lines, bound to one mini-batch.

        Parameters
        ----------
        X : ndarray, (inputs + 1, n)
            The batch in columns, with its row of ones.
        Y : ndarray, (outputs, n)
            The targets.
        """
        fixed, last = self._fixed, self._last
        theta = self.network.layers[0].theta
        lines = [Stage("z[1] = W[1] x + b[1]", [partial(theta.dot, X, self.Z[0])])]
        lines += [Stage("a[1] = g(z[1])", fixed["a0"])]
        for i in range(1, last + 1):
            lines += [Stage(f"z[{i + 1}] = W[{i + 1}] a[{i}] + b[{i + 1}]", fixed[f"z{i}"])]
            lines += [Stage(f"a[{i + 1}] = g(z[{i + 1}])", fixed[f"a{i}"])]
        lines += [Stage("g′(z[l]), every layer", fixed["derivatives"])]
        lines += self._output_error(Y)
        for i in range(last, 0, -1):
            lines += [Stage(f"∂L/∂[W|b][{i + 1}] = δ[{i + 1}] [a[{i}]; 1]ᵀ", fixed[f"dW{i}"])]
            lines += [Stage(f"∂L/∂a[{i}] = W[{i + 1}]ᵀ δ[{i + 1}]", fixed[f"back{i}"])]
            lines += [Stage(f"δ[{i}] = ∂L/∂a[{i}] ⊙ g′(z[{i}])", fixed[f"chain{i - 1}"])]
        first: Recipe = [partial(self.D[0].dot, X.T, self.dtheta[0])]
        return [*lines, Stage("∂L/∂[W|b][1] = δ[1] [x; 1]ᵀ", first)]

    def _output_error(self, Y: Array) -> list[Stage]:
        last = self._last
        A, D, index = self.A[last], self.D[last], f"[{last + 1}]"
        if self._matched:
            difference: Recipe = [partial(np.subtract, A, Y, D)]
            return [Stage(f"δ{index} = (a{index} − y) / n", [*difference, *self._fixed["mean"]])]
        assert self.loss.gradient is not None, "resolve() lets a loss without ∂L/∂a only be matched"
        return [
            Stage(f"∂L/∂a{index}", [*self.loss.gradient(A, Y, D), *self._fixed["mean"]]),
            Stage(f"δ{index} = ∂L/∂a{index} ⊙ g′(z{index})", self._fixed[f"chain{last}"]),
        ]

    def calls(self, X: Array, Y: Array) -> Recipe:
        """Return all calls of one forward and backward pass over a mini-batch, in order."""
        return [call for stage in self.stages(X, Y) for call in stage.calls]
