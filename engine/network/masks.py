"""Parts of a network that do not learn: frozen ones, and silenced ones, which count as zero besides."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import check_flag, check_index
from engine.network.network import Network


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
        check_flag("on", on)
        self._part(self.frozen, layer, neuron, source)[...] = on

    def silence(self, layer: int, neuron: int | None, source: int | None, on: bool) -> NDArray[np.bool_]:
        """Mark what `Trainer.silence` says; return which parameters change by it, (P,)."""
        check_flag("on", on)
        change = np.zeros_like(self.silenced)
        part = self._part(change, layer, neuron, source)
        if source is not None:
            part[...] = True
        elif layer == len(self._network.layers) - 1:
            raise ValueError("an output cannot be silenced: silence the weights into it")
        else:  # by the weights that lead out
            behind = self._network.split(change)[layer + 1]
            behind[:, slice(-1) if neuron is None else neuron] = True
        change &= self.silenced != on
        if on:
            self.aside[change] = self._network.parameters[change]
        self.silenced[change] = on
        return change

    def _part(self, flat: NDArray[Any], layer: int, neuron: int | None, source: int | None) -> NDArray[Any]:
        """Return the view of a part of the network on a vector as long as the parameters."""
        theta = self._network.split(flat)[check_index("layer", layer, len(self._network.layers))]
        if neuron is not None:
            at = check_index("neuron", neuron, len(theta))
            theta = theta[at : at + 1]
        if source is not None:
            at = check_index("source", source, theta.shape[1])
            theta = theta[:, at : at + 1]
        return theta
