"""Masks: parameters that are frozen (they do not learn) or silenced (they count as zero)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import SpecError, check_flag, check_index
from engine.base.recipes import Array
from engine.network.layers import Layers


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
        The values that silenced weights return to.
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

    def freeze(self, network: Layers, layer: int, neuron: int | None, source: int | None, on: bool) -> None:
        """Freeze a layer, one of its neurons, or one weight into a neuron: it does not learn.

        Parameters
        ----------
        network : Layers
            Its shape is read.
        layer : int
            An index of `network.layers`.
        neuron : int, optional
            Its incoming weights and its bias; by default the whole layer.
        source : int, optional
            The input that the weight comes from; the number of inputs stands for the bias.
        on : bool
            False to let it learn again.

        Raises
        ------
        ValueError
            If there is no such part.
        """
        check_flag("on", on)
        _part(network, self.frozen, layer, neuron, source)[...] = on

    def silence(
        self, network: Layers, layer: int, neuron: int | None, source: int | None, on: bool
    ) -> NDArray[np.bool_]:
        """Silence a hidden layer, one of its neurons, or one weight into a neuron: it counts as zero.

        A silenced weight is zero and does not learn; its value is saved and restored when it is no longer
        silenced. Silencing a neuron silences all its outgoing weights.

        Parameters
        ----------
        network : Layers
            Its values are saved; it is not changed.
        layer : int
            An index of `network.layers`.
        neuron : int, optional
            By default the whole layer.
        source : int, optional
            The input that the weight comes from; the number of inputs stands for the bias.
        on : bool
            False to restore it.

        Returns
        -------
        ndarray of bool, (P,)
            The weights to set: to zero, or back to their saved values.

        Raises
        ------
        ValueError
            If there is no such part, or it is an output neuron.
        """
        check_flag("on", on)
        change = np.zeros_like(self.silenced)
        part = _part(network, change, layer, neuron, source)
        if source is not None:
            part[...] = True
        elif layer == len(network.layers) - 1:
            message = "an output cannot be silenced: silence the weights into it"
            raise SpecError(message, field="layer", value=layer)
        else:
            outgoing = network.split(change)[layer + 1]
            outgoing[:, slice(-1) if neuron is None else neuron] = True
        change &= self.silenced != on
        if on:
            self.saved[change] = network.parameters[change]
        self.silenced[change] = on
        return change


def _part(
    network: Layers, flat: NDArray[Any], layer: int, neuron: int | None, source: int | None
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
