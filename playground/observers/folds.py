"""Where neurons fold the plane: the lines on which the weighted sum z of each is 0. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.close_up import AskCloseUp, Spot, spot_of
from playground.observers.field import level
from playground.observers.neuron_outputs import NeuronOutputs
from playground.observers.observed import Observed
from playground.observers.plane import grid
from playground.observers.view import SQUARE, Area, Floats, View

HURRIED_SECONDS, PAUSED_SECONDS = 0.008, 0.150  # what all folds may take
SHARE_OF_TIME = 0.15  # of training's
RESOLUTION = 64  # points along one edge: the folds of a first layer are straight between them
TRACING = 40.0  # multiplications in the time that tracing a neuron's line takes at a point
MOST = 200  # neurons: more lines would cover the plane


@dataclass(frozen=True)
class AskFolds:
    """The folds of the neurons of one hidden layer, over a part of the plane; None for all hidden layers."""

    layer: int | None = 0
    area: Area = SQUARE


@dataclass(frozen=True, eq=False)
class Folds:
    """Where z is 0, neuron after neuron.

    Attributes
    ----------
    lines : tuple of ndarray, (points, 2)
        Lines in the plane; none with one input.
    places : ndarray, (n,)
        With one input: the x₁.
    spot : (layer, neuron), name of a feature, or None
        What was shown close up: of a hidden neuron, only its own fold is there, of anything else none.
    """

    lines: tuple[Floats, ...]
    places: Floats
    spot: Spot | None


class FoldsObserver:
    """Finds folds; of a neuron that is shown close up, only its own."""

    asks = (AskFolds, AskCloseUp)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._neurons = observed.shared(NeuronOutputs)
        self._budget = Budget(HURRIED_SECONDS, PAUSED_SECONDS, SHARE_OF_TIME)
        self._known: tuple[object, Folds] | None = None
        self._first: tuple[object, Floats] | None = None  # inputs on the grid, and what they are made for

    def observe(self, view: View) -> Folds | None:
        """Return the folds, the last ones until others are due; None if nobody asks or there is no plane."""
        ask, observed = view.get(AskFolds), self._observed
        if ask is None or not observed.is_plane:
            self._known = None
            return None
        spot = spot_of(view, observed.network)
        asked = ask, spot
        if self._known is not None and self._known[0] == asked and not self._budget.is_due(observed.busy):
            return self._known[1]
        chosen = self._chosen(ask.layer, spot)
        folds = self._found(chosen, ask.area, spot) if chosen else Folds((), np.empty(0), spot)
        self._known = asked, folds
        return folds

    def _chosen(self, layer: int | None, spot: Spot | None) -> list[tuple[int, int]]:
        """Return the neurons to show, as (layer, neuron)."""
        layers = self._observed.network.layers[:-1]
        if spot is not None:
            return [spot] if isinstance(spot, tuple) and spot[0] < len(layers) else []
        some = range(len(layers)) if layer is None else range(layer, min(layer + 1, len(layers)))
        return [(k, neuron) for k in some for neuron in range(len(layers[k].theta))][:MOST]

    def _found(self, chosen: list[tuple[int, int]], area: Area, spot: Spot | None) -> Folds:
        """Return the folds of some neurons, from as many points as there is time for."""
        depth, observed = max(layer for layer, _ in chosen), self._observed
        sizes = observed.network.sizes[: depth + 2]
        work = sum(a * b for a, b in pairwise(sizes)) + TRACING * len(chosen)
        n = observed.resolution(self._budget, RESOLUTION, 16, work)
        lines: list[Floats] = []
        places: list[float] = []
        with self._budget.spend(n * n * work):
            for heights in self._heights(chosen, depth, n, area):
                if not np.isfinite(heights).all():
                    continue
                if observed.is_line:
                    places += _zeros(heights, area)
                else:
                    lines += level(heights.reshape(n, n), area)
        found = np.array(places)
        found.setflags(write=False)
        return Folds(tuple(lines), found, spot)

    def _heights(self, chosen: list[tuple[int, int]], depth: int, n: int, area: Area) -> Iterator[Floats]:
        """Yield z of each neuron over the grid."""
        layers = self._observed.network.layers
        below = self._neurons.run(depth, n, area) if depth else ()
        for layer, neuron in chosen:
            theta = layers[layer].theta[neuron]
            inputs = self._inputs(n, area) if layer == 0 else below[layer - 1]
            with np.errstate(all="ignore"):
                yield theta[:-1] @ inputs + theta[-1]

    def _inputs(self, n: int, area: Area) -> Floats:
        """Return the inputs of the network on the grid, (inputs, points)."""
        made_for, network = (n, area), self._observed.network
        if self._first is None or self._first[0] != made_for:
            rows = network.inputs(grid(n, area, self._observed.is_line))
            self._first = made_for, np.ascontiguousarray(rows[:, :-1].T)
        return self._first[1]


def _zeros(heights: Floats, area: Area) -> list[float]:
    """Return the x₁ at which a function on a row of points is 0, by straight lines between them."""
    x1 = np.linspace(*area[:2], len(heights))
    ends = np.flatnonzero(np.signbit(heights[:-1]) != np.signbit(heights[1:]))
    left, right = heights[ends], heights[ends + 1]
    with np.errstate(all="ignore"):
        share = np.where(left == right, 0.0, left / (left - right))
    found: list[float] = (x1[ends] + share * (x1[ends + 1] - x1[ends])).tolist()
    return found
