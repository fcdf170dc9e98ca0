"""Outputs of neurons over the plane, and the scale of their colours: for maps and close-ups. No Qt."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine import REACH
from playground.observers.budget import Budget
from playground.observers.observed import Observed
from playground.observers.plane import grid, shape_of
from playground.observers.view import Area, Floats

if TYPE_CHECKING:
    from engine import Activation, NeuronActivations

PAUSED_SECONDS = 0.200  # what all maps, or a close-up, may take while training is paused
COARSEST = 12  # points along one edge
MOST_NUMBERS = 4_000_000  # in the outputs of one network
MOST_PASSES = 5  # kept: for other sizes and depths
ADAPTING = 0.1  # how fast the colours of an unbounded activation follow its size
FULL = 0.7  # of the largest value of an unbounded activation has its full colour
TOLERANCE = 1.5  # paused, they follow only a size that differs by this factor
BOUND = 2.0  # an activation within this bound is drawn on a scale of its own


class NeuronOutputs:
    """Computes the outputs of the first layers of a network, with a compiled pass for each grid."""

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._passes: dict[tuple[int, int, Area], NeuronActivations] = {}
        self._scales: dict[int, float] = {}

    def affordable(self, depth: int, n: int, budget: Budget) -> tuple[int, float]:
        """Return the resolution that time and memory allow, n or halved, and the work of the whole grid."""
        network = self._observed.network
        work = float(sum(layer.theta.size for layer in network.layers[:depth]))
        n = self._observed.resolution(budget, n, COARSEST, work)
        numbers = sum(network.sizes[: depth + 1])
        while n // 2 >= COARSEST and self._points(n) * numbers > MOST_NUMBERS:
            n //= 2
        return n, self._points(n) * work

    def _points(self, n: int) -> int:
        rows, columns = self.shape(n)
        return rows * columns

    def shape(self, n: int) -> tuple[int, int]:
        """Return rows and columns of the grid with this resolution."""
        return shape_of(n, self._observed.is_line)

    def run(self, depth: int, n: int, area: Area) -> tuple[NDArray[Any], ...]:
        """Compute the first layers of the network on a grid; return views that the next run overwrites."""
        from engine import NeuronActivations

        network, key = self._observed.network, (depth, n, area)
        if key not in self._passes:
            if len(self._passes) >= MOST_PASSES:
                self._passes.clear()
            points = network.inputs(grid(n, area, self._observed.is_line))
            self._passes[key] = NeuronActivations(network.first(depth), points)
        for _ in self._passes[key].pieces():
            self._observed.pause_point()
        return self._passes[key].layers

    def scale(self, layer: int, outputs: NDArray[Any]) -> tuple[float, float]:
        """Return the value of the middle colour of a layer, and how far from it colours are full.

        The output has the scale of the output plot. A bounded activation has its bounds. Any other follows
        the layer's largest value, slowly, so that colours do not flicker.
        """
        observed = self._observed
        layers = observed.network.layers
        if layer == len(layers) - 1:
            if observed.problem.kind == "regression":
                middle, reach = observed.scale
                if (values := observed.data.values) is None:
                    return middle, reach
                return float(values.from_own(middle)), reach / values.deviation
            return observed.threshold, 1.0 - observed.threshold
        bounds = bounds_of(layers[layer].activation)
        if bounds is not None:
            return bounds
        largest, known = FULL * size_of(outputs), self._scales.get(layer)
        if known is None or (not observed.busy and not 1.0 / TOLERANCE <= largest / known <= TOLERANCE):
            known = largest
        elif observed.busy:
            known *= (largest / known) ** ADAPTING
        self._scales[layer] = known
        return 0.0, known

    def scale_elsewhere(self, layer: int, outputs: NDArray[Any]) -> tuple[float, float]:
        """Return the same for another part of the plane: colours do not change while zooming."""
        known = self._scales.get(layer)
        return (0.0, known) if known is not None else self.scale(layer, outputs)


def size_of(values: Floats) -> float:
    """Return the largest finite |value|, or 1 if there is none above 0."""
    largest = max(float(values.max()), -float(values.min()))
    if not np.isfinite(largest):
        finite = values[np.isfinite(values)]
        largest = float(np.abs(finite).max()) if finite.size else 1.0
    return largest if largest > 0.0 else 1.0


@cache
def bounds_of(activation: Activation) -> tuple[float, float] | None:
    """Return the middle and the reach of a bounded activation's values, or None."""
    z = np.linspace(-10.0 * REACH, 10.0 * REACH, 1001)
    values = activation(np.stack([z, -z]))  # two neurons: shares are of several
    low, high = float(values.min()), float(values.max())
    if max(-low, high) > BOUND:
        return None
    return round(0.5 * (low + high), 2), round(0.5 * (high - low), 2)
