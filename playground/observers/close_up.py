"""One neuron, or one feature, at the size of the output plot. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.base.values import dataclass
from engine.features import compute
from playground.observers.budget import Budget
from playground.observers.neuron_outputs import PAUSED_SECONDS, NeuronOutputs, size_of
from playground.observers.observed import Observed
from playground.observers.plane import AskPlane, grid, shape_of
from playground.observers.view import SQUARE, Area, Floats, View

if TYPE_CHECKING:
    from engine import Network

Spot = tuple[int, int] | str  # (layer, neuron), or the name of a feature
HURRIED_SECONDS = 0.010  # what a close-up may take that is wanted at once


@dataclass(frozen=True)
class AskCloseUp:
    """A neuron or feature to show instead of the output, if it exists."""

    spot: Spot


@dataclass(frozen=True, eq=False)
class CloseUp:
    """One neuron's output, or a feature, over the part of the plane that the output plot shows.

    Attributes
    ----------
    spot : (layer, neuron), or the name of a feature
    values : ndarray, (n, n), or (1, n) with one input
        Row 0 is the lowest x₂, column 0 the lowest x₁.
    middle, reach : float
        The value of the middle colour, and how far from it the colours are full.
    low, high : float
        The smallest and largest visible value.
    area : Area
    """

    spot: Spot
    values: Floats
    middle: float
    reach: float
    low: float
    high: float
    area: Area = SQUARE


def spot_of(view: View, network: Network) -> Spot | None:
    """Return what is to be shown close up, or None if there is no such neuron."""
    ask = view.get(AskCloseUp)
    if ask is None or isinstance(ask.spot, str):
        return ask.spot if ask is not None else None
    layer, neuron = ask.spot
    there = layer < len(network.layers) and neuron < len(network.layers[layer].theta)
    return ask.spot if there else None


class CloseUpObserver:
    """Computes close-ups."""

    asks = (AskCloseUp, AskPlane)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._neurons = observed.shared(NeuronOutputs)
        self._budget = Budget(HURRIED_SECONDS, PAUSED_SECONDS)

    def observe(self, view: View) -> CloseUp | None:
        """Return the close-up that is asked for, or None if there is no such neuron."""
        plane, spot = view.get(AskPlane), spot_of(view, self._observed.network)
        if plane is None or spot is None:
            return None
        if isinstance(spot, str):
            line = self._observed.is_line
            values = feature_over(spot, plane.resolution, plane.area, line)
            middle, reach = feature_scale(feature_over(spot, plane.resolution, self._observed.frame, line))
        else:
            values, middle, reach = self._in_own_units(spot, *self._neuron(*spot, plane))
        values.setflags(write=False)
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (np.nan, np.nan)
        return CloseUp(spot, values, middle, reach, low, high, plane.area)

    def _neuron(self, layer: int, neuron: int, plane: AskPlane) -> tuple[Floats, float, float]:
        """Return the values of a neuron, and the middle and the reach of their colours."""
        neurons = self._neurons
        n, work = neurons.affordable(layer + 1, plane.resolution, self._budget)
        with self._budget.spend(work):
            outputs = neurons.run(layer + 1, n, plane.area)[layer]
        in_frame = plane.area == self._observed.frame
        scale = neurons.scale if in_frame else neurons.scale_elsewhere
        return outputs[neuron].reshape(neurons.shape(n)).copy(), *scale(layer, outputs)

    def _in_own_units(
        self, spot: tuple[int, int], values: Floats, middle: float, reach: float
    ) -> tuple[Floats, float, float]:
        """Return what an output shows in the units of the data; what a hidden neuron shows has none."""
        units = self._observed.data.values
        if units is None or spot[0] < len(self._observed.network.layers) - 1:
            return values, middle, reach
        return units.to_own(values), float(units.to_own(middle)), reach * units.deviation


def feature_over(name: str, n: int, area: Area = SQUARE, line: bool = False) -> Floats:
    """Return a feature over a part of the plane, (n, n), lowest x₂ first; or along a line, a single row."""
    x1, x2 = grid(n, area, line).T
    with np.errstate(all="ignore"):
        return np.asarray(compute(name, x1, x2) * np.ones(len(x1))).reshape(shape_of(n, line))


def feature_scale(values: Floats) -> tuple[float, float]:
    """Return the middle of the colours of a feature over the frame, and their reach: around 0 if it can be.

    Values that are nearer to each other than to 0 have a range of their own.
    """
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    if max(low, -high) <= high - low:
        return 0.0, size_of(values)
    return 0.5 * (low + high), 0.5 * (high - low) or 1.0
