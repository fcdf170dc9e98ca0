"""Where the training samples lie on the curve of one neuron's activation. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.observed import Observed
from playground.observers.view import Floats, View

if TYPE_CHECKING:
    from engine import Forward

SHARE_OF_TIME = 0.05  # of training's
SECONDS = 0.05  # the least from one to the next while training continues


@dataclass(frozen=True)
class AskNeuronSpread:
    """A neuron, for its z of every training sample."""

    layer: int
    neuron: int


@dataclass(frozen=True, eq=False)
class NeuronSpread:
    """The pre-activations z of one neuron.

    Attributes
    ----------
    layer, neuron : int
    z : ndarray, (n,)
        Of each training sample; of many, of some that are evenly spaced.
    off : float or None
        The share of samples with g′(z) = 0; None where the activation has no such side, as ReLU has.
    saturated : float or None
        The share of samples where g′ is less than a twentieth of the steepest; None where the activation
        does not level out, or has a side on which it is off.
    is_dead : bool
        Whether it is off for every sample: no gradient gets through.
    is_saturated : bool
        Whether nine samples in ten are saturated.
    """

    layer: int
    neuron: int
    z: Floats
    off: float | None
    saturated: float | None
    is_dead: bool
    is_saturated: bool


class NeuronSpreadObserver:
    """Computes one neuron's pre-activations now and then."""

    asks = (AskNeuronSpread,)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._budget = Budget(share=SHARE_OF_TIME, every=SECONDS)
        self._passes: dict[int, Forward] = {}
        self._known: tuple[AskNeuronSpread, NeuronSpread] | None = None

    def observe(self, view: View) -> NeuronSpread | None:
        """Return where the samples lie, the last value until another is due; None if nobody asks."""
        ask, layers = view.get(AskNeuronSpread), self._observed.network.layers
        if ask is None or ask.layer >= len(layers) or ask.neuron >= len(layers[ask.layer].theta):
            self._passes, self._known = {}, None
            return None
        known = self._known
        if known is not None and known[0] == ask and not self._budget.is_due(self._observed.busy):
            return known[1]
        with self._budget.spend():
            value = self._computed(ask)
        self._known = ask, value
        return value

    def _computed(self, ask: AskNeuronSpread) -> NeuronSpread:
        from engine.analysis.health import FLAT, MOSTLY, can_die, can_saturate, slopes_of, steepness

        activation = self._observed.network.layers[ask.layer].activation
        z = self._z(ask)
        off = saturated = None
        slopes = slopes_of(activation, z)
        if slopes is not None and z.size and can_die(activation):
            off = float((slopes == 0.0).mean())
        elif slopes is not None and z.size and can_saturate(activation):
            saturated = float((np.abs(slopes) < FLAT * steepness(activation)).mean())
        is_saturated = saturated is not None and saturated >= MOSTLY
        return NeuronSpread(ask.layer, ask.neuron, z, off, saturated, off == 1.0, is_saturated)

    def _z(self, ask: AskNeuronSpread) -> Floats:
        from engine.base.recipes import run

        z: list[Floats] = []
        for chunk in self._pass(ask.layer).chunks:
            with np.errstate(all="ignore"):
                run(chunk.calls)
            z.append(np.array(chunk.Z[ask.neuron], dtype=np.float64))
        result = np.concatenate(z) if z else np.empty(0)
        result.setflags(write=False)
        return result

    def _pass(self, layer: int) -> Forward:
        if layer not in self._passes:
            from engine import Forward
            from engine.analysis.health import affordable

            network, X = self._observed.network, self._observed.data.train.X
            first = network.first(layer + 1)
            count = min(len(X), affordable(len(first.parameters), sum(first.sizes)))
            some = np.linspace(0, len(X) - 1, count).astype(np.intp)
            self._passes = {layer: Forward(first, network.inputs(X[some]))}
        return self._passes[layer]
