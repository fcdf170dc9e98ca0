"""Parts of a network that do not learn: frozen ones, and silenced ones, which count as zero besides."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.network import Network


class Holds:
    """Which parameters of a network are at rest.

    Attributes
    ----------
    frozen, silenced : ndarray of bool, (P,)
        In the order of `network.parameters`.
    aside : ndarray, (P,)
        What the silenced weights were.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        count = len(network.parameters)
        self.frozen: NDArray[np.bool_] = np.zeros(count, dtype=bool)
        self.silenced: NDArray[np.bool_] = np.zeros(count, dtype=bool)
        self.aside = np.zeros_like(network.parameters)

    @property
    def held(self) -> NDArray[np.bool_]:
        """All that does not learn."""
        return self.frozen | self.silenced

    def copy(self) -> Holds:
        """Return one to be changed, so that this one stays where a change fails."""
        other = Holds(self._network)
        other.frozen[...], other.silenced[...], other.aside[...] = self.frozen, self.silenced, self.aside
        return other

    def freeze(self, layer: int, neuron: int | None, source: int | None, on: bool) -> None:
        """See `Trainer.freeze`."""
        self._part(self.frozen, layer, neuron, source)[...] = on

    def silence(self, layer: int, neuron: int, source: int | None, on: bool) -> NDArray[np.bool_]:
        """Mark what `Trainer.silence` says; return which parameters change by it, (P,)."""
        change = np.zeros_like(self.silenced)
        if source is None:
            check_index("neuron", neuron, len(self._part(change, layer, None, None)))
            if layer == len(self._network.layers) - 1:
                raise ValueError("an output cannot be silenced: silence the weights into it")
            self._network.split(change)[layer + 1][:, neuron] = True
        else:
            self._part(change, layer, neuron, source)[...] = True
        change &= self.silenced != on
        if on:
            self.aside[change] = self._network.parameters[change]
        self.silenced[change] = on
        return change

    def _part(self, flat: NDArray[Any], layer: int, neuron: int | None, source: int | None) -> NDArray[Any]:
        """Return the view of a part of the network on a vector as long as the parameters."""
        theta = self._network.split(flat)[check_index("layer", layer, len(self._network.layers))]
        if neuron is not None:
            check_index("neuron", neuron, len(theta))
            theta = theta[neuron : neuron + 1]
        if source is not None:
            check_index("source", source, theta.shape[1])
            theta = theta[:, source : source + 1]
        return theta


def check_index(name: str, value: int, count: int) -> int:
    """Return `value`, or raise a ValueError unless it is one of 0 … count − 1."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or not 0 <= value < count:
        raise ValueError(f"there is no {name} {value}: choose 0 to {count - 1}")
    return int(value)
