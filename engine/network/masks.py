"""Masks: which parameters are frozen, so that they do not learn, or silenced, so that they count as zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import check_flag, check_index
from engine.base.recipes import Array
from engine.network.network import Network


@dataclass(eq=False)
class Masks:
    """Which parameters of a network do not learn, in the order of `network.parameters`.

    Attributes
    ----------
    frozen : ndarray of bool, (P,)
        Parameters that do not learn.
    silenced : ndarray of bool, (P,)
        Weights that count as zero, and do not learn either.
    saved : ndarray, (P,)
        The values that silenced weights get back.
    """

    frozen: NDArray[np.bool_]
    silenced: NDArray[np.bool_]
    saved: Array

    @classmethod
    def none(cls, parameters: Array) -> Masks:
        """Return the masks of a network in which everything learns."""
        count = len(parameters)
        return cls(np.zeros(count, dtype=bool), np.zeros(count, dtype=bool), np.zeros_like(parameters))

    @property
    def fixed(self) -> NDArray[np.bool_]:
        """Which parameters do not learn, frozen or silenced, (P,)."""
        return self.frozen | self.silenced

    def copy(self) -> Masks:
        """Return masks that share no array with these."""
        return Masks(self.frozen.copy(), self.silenced.copy(), self.saved.copy())

    def freeze(self, network: Network, layer: int, neuron: int | None, source: int | None, on: bool) -> None:
        """Freeze a part of the network, or let it learn again; see `Trainer.freeze`."""
        check_flag("on", on)
        _part(network, self.frozen, layer, neuron, source)[...] = on

    def silence(
        self, network: Network, layer: int, neuron: int | None, source: int | None, on: bool
    ) -> NDArray[np.bool_]:
        """Silence a part of the network, or bring it back; see `Trainer.silence`.

        The network itself stays as it is.

        Returns
        -------
        ndarray of bool, (P,)
            Which weights are to become zero, or what is saved of them.
        """
        check_flag("on", on)
        change = np.zeros_like(self.silenced)
        part = _part(network, change, layer, neuron, source)
        if source is not None:
            part[...] = True
        elif layer == len(network.layers) - 1:
            raise ValueError("an output cannot be silenced: silence the weights into it")
        else:  # by the outgoing weights
            outgoing = network.split(change)[layer + 1]
            outgoing[:, slice(-1) if neuron is None else neuron] = True
        change &= self.silenced != on
        if on:
            self.saved[change] = network.parameters[change]
        self.silenced[change] = on
        return change


def _part(
    network: Network, flat: NDArray[Any], layer: int, neuron: int | None, source: int | None
) -> NDArray[Any]:
    """Return the view of a part of the network on a vector as long as the parameters."""
    theta = network.split(flat)[check_index("layer", layer, len(network.layers))]
    if neuron is not None:
        at = check_index("neuron", neuron, len(theta))
        theta = theta[at : at + 1]
    if source is not None:
        at = check_index("source", source, theta.shape[1])
        theta = theta[:, at : at + 1]
    return theta
