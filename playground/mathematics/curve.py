"""The curve of one neuron's activation, g(z), and its slope g′(z). No Qt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from engine import ACTIVATIONS
from engine.base.values import dataclass
from playground.observers.view import Floats

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger

REACHES = (4.0, 6.0, 10.0, 15.0, 25.0, 40.0, 60.0)  # of z to both sides; then ten times as much, and so on
POINTS = 401
SOFTMAX = "softmax"


@dataclass(frozen=True)
class ActivationCurve:
    """What a neuron makes of its z.

    Attributes
    ----------
    activation : str
        A name in `engine.ACTIVATIONS`.
    rest : float
        For softmax, ln Σ eᶻ of the other outputs, which stay as they are for the sample.
    """

    activation: str
    rest: float = 0.0

    @classmethod
    def of(cls, ledger: Ledger, layer: int, neuron: int) -> ActivationCurve:
        """Return the curve of a neuron in a step; for softmax, that of its first sample."""
        name = ledger.activation(layer)
        if name != SOFTMAX:
            return cls(name)
        others = np.delete(ledger.layers[layer].z[:, 0], neuron)
        with np.errstate(all="ignore"):
            return cls(name, float(np.logaddexp.reduce(others)) if others.size else -math.inf)

    def g(self, z: Floats) -> Floats:
        """Return the activation at some z."""
        if self.activation == SOFTMAX:
            with np.errstate(all="ignore"):
                return np.asarray(1.0 / (1.0 + np.exp(self.rest - z)))
        return np.asarray(ACTIVATIONS[self.activation](np.asarray(z, dtype=np.float64)[None])[0])

    def slope(self, z: Floats) -> Floats:
        """Return g′ at some z; for softmax, the slope of the output along its own z."""
        from engine.analysis.health import slopes_of

        slopes = slopes_of(ACTIVATIONS[self.activation], z)
        if slopes is None:
            a = self.g(z)
            return np.asarray(a * (1.0 - a))
        return slopes


def reach_of(*some: Floats) -> float:
    """Return how far a curve is drawn to both sides, so that all z are on it; in few steps."""
    largest = max((float(np.abs(z[np.isfinite(z)]).max(initial=0.0)) for z in some), default=0.0)
    if largest <= REACHES[0]:
        return REACHES[0]
    power = 10.0 ** max(math.floor(math.log10(largest / REACHES[1])), 0)
    steps = (reach * factor for factor in (power, 10.0 * power) for reach in REACHES)
    return next(reach for reach in steps if reach >= largest)
