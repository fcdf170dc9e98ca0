"""All parameters of one neuron, as numbers. No Qt."""

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.observed import Observed
from playground.observers.view import Floats, View


@dataclass(frozen=True)
class AskNeuronParameters:
    """A neuron, for all its parameters."""

    layer: int
    neuron: int


@dataclass(frozen=True, eq=False)
class NeuronParameters:
    """All parameters of one neuron: its weights, and its bias last, (sources + 1,)."""

    layer: int
    neuron: int
    values: Floats
    frozen: NDArray[np.bool_]
    silenced: NDArray[np.bool_]
    muted: bool


class NeuronParametersObserver:
    """Copies the parameters of one neuron."""

    asks = (AskNeuronParameters,)

    def __init__(self, observed: Observed) -> None:
        self._layers = observed.network.layers
        self._frozen = observed.network.split(observed.frozen)
        self._silenced = observed.network.split(observed.silenced)

    def observe(self, view: View) -> NeuronParameters | None:
        """Return the neuron's parameters, or None if nobody asks or there is no such neuron."""
        ask = view.get(AskNeuronParameters)
        if ask is None or ask.layer >= len(self._layers):
            return None
        layer, neuron = ask.layer, ask.neuron
        if neuron >= len(self._layers[layer].theta):
            return None
        last = layer == len(self._layers) - 1
        muted = not last and bool(self._silenced[layer + 1][:, neuron].all())
        values = np.array(self._layers[layer].theta[neuron], dtype=np.float64)
        frozen, silenced = (masks[layer][neuron].copy() for masks in (self._frozen, self._silenced))
        for one in (values, frozen, silenced):
            one.setflags(write=False)
        return NeuronParameters(layer, neuron, values, frozen, silenced, muted)
