"""The forward pass for many samples, in chunks that fit into the processor's cache."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.base.recipes import Array, Recipe, partial, run
from engine.base.values import dataclass
from engine.network.buffers import Stack
from engine.network.layers import Layers

CACHE_NUMBERS = 2**16  # activations in a chunk of samples: half a megabyte of float64
LEAST_SAMPLES = 64  # in a chunk: a product with fewer columns is slower for each
PER_NEURON = 25  # multiply-adds in the time that a bias and an activation take: 20 with ReLU, 45 with swish


@dataclass(frozen=True)
class Chunk:
    """The columns start…stop of a forward pass: logits Z and outputs A, (outputs, stop − start).

    The calls compute them from the network's current parameters.
    """

    start: int
    stop: int
    Z: Array
    A: Array
    calls: Recipe


class Forward:
    """The forward pass over fixed inputs.

    Parameters
    ----------
    network : Layers
        Usually a `Network`. Every run reads its current parameters.
    rows : ndarray, (N, inputs + 1)
        As returned by `Network.inputs`.

    Attributes
    ----------
    chunks : list of Chunk
    """

    def __init__(self, network: Layers, rows: Array) -> None:
        self.chunks: list[Chunk] = []
        self._shape = (len(rows), network.sizes[-1])
        self._dtype = network.dtype
        widest = max(network.sizes[1:])
        length = min(max(CACHE_NUMBERS // sum(network.sizes), LEAST_SAMPLES), max(len(rows), 1))
        first, last = network.layers[0], network.layers[-1]
        shared: dict[int, tuple[Recipe, Array, Array]] = {}
        for start in range(0, len(rows), length):
            stop = min(start + length, len(rows))
            n = stop - start
            if n not in shared:
                shared[n] = self._hidden_layers(network, np.empty((widest, n), dtype=network.dtype))
            hidden, scratch, before = shared[n]
            Z, A = np.empty((2, network.sizes[-1], n), dtype=network.dtype)
            calls: Recipe = []
            if first is not last:
                calls += [partial(first.theta.dot, rows[start:stop].T, scratch), *hidden]
            inputs = before if first is not last else rows[start:stop].T
            calls += [partial(last.theta.dot, inputs, Z), *last.activation.forward(Z, A)]
            self.chunks.append(Chunk(start, stop, Z, A, calls))

    @staticmethod
    def _hidden_layers(network: Layers, scratch: Array) -> tuple[Recipe, Array, Array]:
        """Bind what chunks of equal length share: the hidden layers, except for the product with the inputs.

        Returns
        -------
        recipe : Recipe
        Z : ndarray
            Receives the product with the inputs.
        A : ndarray
            The input of the output layer, with its row of ones.
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
        """Compute the logits and outputs of every chunk from the network's current parameters."""
        with np.errstate(all="ignore"):
            for chunk in self.chunks:
                run(chunk.calls)

    def pieces(self) -> Iterator[None]:
        """Return an iterator that does what `run` does, chunk by chunk; a caller may stop after each."""
        for chunk in self.chunks:
            with np.errstate(all="ignore"):  # not around the yield: it would hold for the caller too
                run(chunk.calls)
            yield

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


class NeuronActivations:
    """The activations of every neuron for fixed inputs, in single precision: enough for neuron maps.

    Parameters
    ----------
    network : Layers
        Usually a `Network`. Every run reads its current parameters.
    rows : ndarray, (N, inputs + 1)
        As returned by `Network.inputs`.

    Attributes
    ----------
    layers : tuple of ndarray, (width, N)
        The activations of every layer from the last run, with the output last.
    """

    def __init__(self, network: Layers, rows: Array) -> None:
        single = np.dtype(np.float32)
        X = np.ascontiguousarray(rows.T, dtype=single)
        A = Stack(network.sizes[1:], len(rows), single)
        scratch = np.empty((max(network.sizes[1:]), len(rows)), dtype=single)
        self.layers = tuple(A[i] for i in range(len(network.layers)))
        self._recipes: list[Recipe] = []
        for i, layer in enumerate(network.layers):
            theta, Z = np.empty(layer.theta.shape, dtype=single), scratch[: len(layer.theta)]
            product = partial(theta.dot, X if i == 0 else A.with_ones(i - 1), Z)
            copy = partial(np.copyto, theta, layer.theta, "same_kind")
            self._recipes.append([copy, product, *layer.activation.forward(Z, A[i])])

    def run(self) -> None:
        """Compute the activations from the network's current parameters."""
        with np.errstate(all="ignore"):
            for calls in self._recipes:
                run(calls)

    def pieces(self) -> Iterator[None]:
        """Return an iterator that does what `run` does, layer by layer; a caller may stop after each.

        Each layer reads its parameters when its turn comes: they must not change meanwhile.
        """
        for calls in self._recipes:
            with np.errstate(all="ignore"):
                run(calls)
            yield


def multiply_adds(network: Layers) -> int:
    """Return how many multiply-adds a forward pass takes for one sample, with the time of its activations."""
    return len(network.parameters) + PER_NEURON * sum(network.sizes[1:])
