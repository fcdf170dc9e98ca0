"""The plane as each layer sees it: where points of a grid, and the data, lie in its activations. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.neuron_outputs import bounds_of
from playground.observers.observed import Observed
from playground.observers.plane import grid, in_own_units, rounded_up, shape_of
from playground.observers.view import Floats, View

if TYPE_CHECKING:
    from engine import NeuronActivations

EDGE = 49  # points along an edge of the grid: lines are smooth where a layer bends them sharply
MOST_POINTS = 300  # samples that are shown
MOST_DIRECT = 3  # neurons: of more, two principal components are shown
MOST_ROWS = 200  # from which the components of a very wide layer are found
SHARE_OF_TIME = 0.1  # of training's
SECONDS = 0.03  # the least from one picture to the next while training continues


@dataclass(frozen=True)
class AskLayerPlanes:
    """The plane as each layer sees it."""


@dataclass(frozen=True, eq=False)
class LayerPlane:
    """Where the points of the grid, and after them the samples, lie in one layer.

    Attributes
    ----------
    layer : int or None
        An index of `network.layers`; −1 for the inputs, None for the plane itself.
    width : int
        Its neurons, or inputs.
    places : ndarray, (grid + samples, d)
        d is 2, or 3 for a layer of three; of more, two principal components. A single neuron has 0 as the
        second.
    middle : ndarray, (d,)
        Of the box that they are shown in.
    reach : float
        From its middle to its sides.
    share : float
        How much of the variance of all activations the places show: 1 unless they are components.
    """

    layer: int | None
    width: int
    places: Floats
    middle: Floats
    reach: float
    share: float


@dataclass(frozen=True, eq=False)
class LayerPlanes:
    """The plane as each layer sees it, from the inputs to the output.

    Attributes
    ----------
    planes : tuple of LayerPlane
        The plane itself first.
    rows, columns : int
        Of the grid; it has a single row where there is one input.
    y : ndarray, (samples,)
        Labels, or values in their own units.
    scale : (float, float)
        Of the values: the middle, and how far from it colours are full.
    step : int
        The mini-batches trained when it was computed.
    """

    planes: tuple[LayerPlane, ...]
    rows: int
    columns: int
    y: NDArray[Any]
    scale: tuple[float, float]
    step: int


class LayerPlanesObserver:
    """Computes where everything lies in each layer, now and then while training continues."""

    asks = (AskLayerPlanes,)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._budget = Budget(share=SHARE_OF_TIME, every=SECONDS)
        self._forward: NeuronActivations | None = None
        self._components: dict[int, Floats] = {}  # the last ones of each layer
        self._known: LayerPlanes | None = None

    def observe(self, view: View) -> LayerPlanes | None:
        """Return the planes, or None if nobody asks or the inputs are no plane."""
        if view.get(AskLayerPlanes) is None or not self._observed.is_plane:
            return None
        if self._known is not None and not self._budget.is_due(self._observed.busy):
            return self._known
        with self._budget.spend(), np.errstate(all="ignore"):
            self._known = self._computed()
        return self._known

    def _computed(self) -> LayerPlanes:
        from engine import NeuronActivations

        observed, network = self._observed, self._observed.network
        if self._forward is None:
            train = observed.data.train
            chosen = slice(0, len(train), max(-(-len(train) // MOST_POINTS), 1))
            self._y = in_own_units(train.y[chosen], observed.data.values)
            self._plane = np.concatenate([grid(EDGE, observed.frame, observed.is_line), train.X[chosen]])
            self._rows = network.inputs(self._plane)
            self._forward = NeuronActivations(network, self._rows)
        for _ in self._forward.pieces():
            observed.pause_point()
        left, right, bottom, top = observed.frame
        middle, reach = np.array([left + right, bottom + top]) / 2.0, max(right - left, top - bottom) / 2.0
        planes = [LayerPlane(None, 2, self._plane, middle, reach, 1.0)]
        if network.features is not None and network.features != ("x1", "x2"):
            planes.append(self._seen(-1, self._rows[:, :-1]))
        planes += [self._seen(k, A.T) for k, A in enumerate(self._forward.layers)]
        rows, columns = shape_of(EDGE, observed.is_line)
        return LayerPlanes(tuple(planes), rows, columns, self._y, observed.scale, observed.step)

    def _seen(self, layer: int, activations: NDArray[Any]) -> LayerPlane:
        """Return what a layer sees, from its activations, (grid + samples, width)."""
        A = np.nan_to_num(activations.astype(np.float64), posinf=0.0, neginf=0.0)
        width, share = A.shape[1], 1.0
        places = np.column_stack([A, np.zeros(len(A))]) if width == 1 else A.copy()
        if width > MOST_DIRECT:
            places, share = self._reduced(layer, A)
        middle, reach = _box(places)
        if layer >= 0 and width <= MOST_DIRECT:
            bounds = bounds_of(self._observed.network.layers[layer].activation)
            if bounds is not None:
                middle, reach = np.full(places.shape[1], bounds[0]), bounds[1]
                middle[width:] = 0.0
        places.setflags(write=False)
        return LayerPlane(layer, width, places, middle, reach, share)

    def _reduced(self, layer: int, A: Floats) -> tuple[Floats, float]:
        """Return two principal components, (N, 2), turned as the last ones were, and their share of all."""
        centred = A - A.mean(axis=0)
        V, share = principal(centred)
        known = self._components.get(layer)
        if known is not None:
            # the turn within their plane that comes nearest to the last ones (orthogonal Procrustes):
            # components that change places, or signs, would make the picture jump
            U, _, Wt = np.linalg.svd(V.T @ known)
            V = V @ (U @ Wt)
        self._components[layer] = V
        return centred @ V, share


def principal(centred: Floats) -> tuple[Floats, float]:
    """Return the first two principal directions of rows with mean 0, (d, 2), and their share of the variance.

    Those of a layer wider than `MOST_ROWS` are found from as many of the rows.
    """
    if centred.shape[1] <= MOST_ROWS:
        V = np.linalg.eigh(centred.T @ centred)[1][:, :-3:-1]
    else:
        V = np.linalg.svd(centred[:: -(-len(centred) // MOST_ROWS)], full_matrices=False)[2][:2].T
    V = V * np.where(V[np.abs(V).argmax(axis=0), (0, 1)] < 0.0, -1.0, 1.0)  # of two signs, always the same
    whole = float(np.square(centred).sum())
    # rounded: of a layer that is flat, nothing is missing but for the last digits
    return V, round(float(np.square(centred @ V).sum()) / whole, 9) if whole else 1.0


def _box(places: Floats) -> tuple[Floats, float]:
    """Return the middle of the places, and from there to the sides, in round numbers: they seldom change."""
    low, high = places.min(axis=0), places.max(axis=0)
    ends = [np.array([_round(end) for end in one]) for one in (low, high)]
    reach = float((ends[1] - ends[0]).max()) / 2.0
    return (ends[0] + ends[1]) / 2.0, reach or 1.0


def _round(end: float) -> float:
    """Return a round number that is farther from 0, or 0."""
    return float(np.sign(end)) * rounded_up(abs(end)) if abs(end) > 1e-12 else 0.0
