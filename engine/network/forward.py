"""The forward pass for many samples, in chunks that fit into the processor's cache."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.base.recipes import Array, Recipe, partial, run
from engine.network.buffers import Stack
from engine.network.layers import Layers

CACHE_NUMBERS = 2**16  # activations in a chunk of samples: half a megabyte of float64


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
    network : Layers
        Usually a `Network`. Every run reads its current parameters.
    rows : ndarray, (N, inputs + 1)
        As returned by `Network.inputs`.
    """

    def __init__(self, network: Layers, rows: Array) -> None:
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
        self._calls: Recipe = []
        for i, layer in enumerate(network.layers):
            theta, Z = np.empty(layer.theta.shape, dtype=single), scratch[: len(layer.theta)]
            self._calls += [partial(np.copyto, theta, layer.theta, "same_kind")]
            self._calls += [partial(theta.dot, X if i == 0 else A.with_ones(i - 1), Z)]
            self._calls += layer.activation.forward(Z, A[i])

    def run(self) -> None:
        """Compute the activations from the network's current parameters."""
        with np.errstate(all="ignore"):
            run(self._calls)
