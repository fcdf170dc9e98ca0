"""What the diagram of the network shows: each neuron's output over the plane, and weights. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.close_up import feature_over, feature_scale
from playground.observers.neuron_outputs import PAUSED_SECONDS, NeuronOutputs
from playground.observers.observed import Observed
from playground.observers.view import SQUARE, Area, Floats, View

if TYPE_CHECKING:
    from engine import Layer

STROKES = 6  # widths of line that weights are drawn in
NO_STROKE = 2 * STROKES  # how a weight of exactly 0 is drawn, which has no sign


@dataclass(frozen=True)
class AskNeuronMaps:
    """The part of the diagram that is visible.

    Attributes
    ----------
    sight : tuple of (first, count)
        The neurons of each layer after the inputs.
    size : int
        Points along one edge of a map.
    sources : (first, count)
        The inputs whose weights are visible.
    """

    sight: tuple[tuple[int, int], ...]
    size: int = 40
    sources: tuple[int, int] = (0, 0)


@dataclass(frozen=True, eq=False)
class LayerPart:
    """The part of a layer that is visible.

    Attributes
    ----------
    first : int
        The first visible neuron.
    images : ndarray of uint8, (neurons, n, n), or (neurons, 1, n) with one input
        Each neuron's output over the square of the data, as places among the shades; row 0 is the highest x₂.
        A single row is a curve.
    weights : ndarray, (neurons, sources)
        From the visible neurons of the layer before, the first of which is `source`.
    strokes : ndarray of uint8, (neurons, sources)
        How each weight is drawn: one of STROKES widths, STROKES more where it is above 0; NO_STROKE at 0.
    biases : ndarray, (neurons,)
    frozen, silenced : ndarray of bool, (neurons, sources + 1), or None if nothing in the network is
        The bias comes last.
    muted : ndarray of bool, (neurons,), or None
        Neurons whose weights to the next layer are all silenced.
    """

    first: int
    source: int
    images: NDArray[np.uint8]
    weights: Floats
    strokes: NDArray[np.uint8]
    biases: Floats
    frozen: NDArray[np.bool_] | None = None
    silenced: NDArray[np.bool_] | None = None
    muted: NDArray[np.bool_] | None = None


@dataclass(frozen=True, eq=False)
class NeuronMaps:
    """What the diagram of the network shows.

    Attributes
    ----------
    parts : tuple of LayerPart
        One for each layer after the inputs.
    step : int
        The mini-batches trained when the images were made; weights and biases are those of the snapshot.
    """

    parts: tuple[LayerPart, ...]
    step: int


HURRIED_SECONDS = 0.006  # what all maps may take that are wanted at once
SHARE_OF_TIME = 0.2  # that maps may take; what costs more comes less often


class NeuronMapsObserver:
    """Computes maps.

    Only layers up to the last visible one are computed. Maps that would take too long get coarser, or come
    less often; the weights are always the current ones.
    """

    asks = (AskNeuronMaps,)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._neurons = observed.shared(NeuronOutputs)
        self._budget = Budget(HURRIED_SECONDS, PAUSED_SECONDS, SHARE_OF_TIME)
        self._frozen = observed.network.split(observed.frozen)
        self._silenced = observed.network.split(observed.silenced)
        self._images: tuple[NDArray[np.uint8], ...] = ()
        self._made_for: tuple[object, ...] = ()  # what the images were made for
        self._step = -1

    def observe(self, view: View) -> NeuronMaps | None:
        """Return what the diagram shows, or None if nobody asks."""
        ask = view.get(AskNeuronMaps)
        if ask is None:
            return None
        network = self._observed.network
        sight = [_part(ask.sight, i, layer) for i, layer in enumerate(network.layers)]
        self._draw(sight, ask.size)
        masked = bool(self._observed.frozen.any() or self._observed.silenced.any())
        source, count = ask.sources
        sources = source, max(0, min(count, network.sizes[0] - source))
        parts: list[LayerPart] = []
        for i, (neurons, images) in enumerate(zip(sight, self._images, strict=True)):
            part = _layer_part(network.layers[i], neurons, sources, images)
            parts.append(self._masked(part, i, neurons, sources) if masked else part)
            sources = neurons
        return NeuronMaps(tuple(parts), self._step)

    def _draw(self, sight: list[tuple[int, int]], size: int) -> None:
        """Draw the images of every layer, unless new ones are not due yet."""
        observed = self._observed
        depth = max((i + 1 for i, (_, count) in enumerate(sight) if count), default=0)
        made_for = (tuple(sight), size)
        if made_for == self._made_for and not self._budget.is_due(observed.busy):
            return
        if depth == 0 or not observed.is_plane:
            self._images = tuple(_no_images(size) for _ in sight)
        else:
            self._images = self._drawn(sight, depth, size)
        self._made_for, self._step = made_for, observed.step

    def _drawn(self, sight: list[tuple[int, int]], depth: int, size: int) -> tuple[NDArray[np.uint8], ...]:
        observed = self._observed
        n, work = self._neurons.affordable(depth, size, self._budget)
        with self._budget.spend(work):
            outputs = self._neurons.run(depth, n, observed.frame)
            images = []
            for i, (first, count) in enumerate(sight):
                if not count:
                    images.append(_no_images(n))
                    continue
                middle, reach = self._neurons.scale(i, outputs[i])
                # the grid's lowest row comes first, a picture's highest
                seen = outputs[i][first : first + count].reshape(count, *self._neurons.shape(n))[:, ::-1]
                images.append(shades_of(seen, middle, reach))
        return tuple(images)

    def _masked(
        self, part: LayerPart, i: int, neurons: tuple[int, int], sources: tuple[int, int]
    ) -> LayerPart:
        """Return the part of layer i with what is frozen and silenced in it."""
        seen, origin = _slice(neurons), _slice(sources)
        frozen, silenced = (
            np.concatenate([masks[i][seen, origin], masks[i][seen, -1:]], axis=1)
            for masks in (self._frozen, self._silenced)
        )
        muted = np.zeros(neurons[1], dtype=bool)
        if i + 1 < len(self._silenced):
            np.all(self._silenced[i + 1][:, seen], axis=0, out=muted)
        for mask in (frozen, silenced, muted):
            mask.setflags(write=False)
        return replace(part, frozen=frozen, silenced=silenced, muted=muted)


def _layer_part(
    layer: Layer, neurons: tuple[int, int], sources: tuple[int, int], images: NDArray[np.uint8]
) -> LayerPart:
    seen = _slice(neurons)
    weights = np.array(layer.theta[seen, _slice(sources)], dtype=np.float64)
    biases, strokes = np.array(layer.theta[seen, -1], dtype=np.float64), strokes_of(weights)
    for one in (weights, biases, strokes):
        one.setflags(write=False)
    return LayerPart(neurons[0], sources[0], images, weights, strokes, biases)


def _slice(part: tuple[int, int]) -> slice:
    return slice(part[0], part[0] + part[1])


def shades_of(values: Floats, middle: float, reach: float) -> NDArray[np.uint8]:
    """Return values as places among 256 shades, from middle − reach to middle + reach; NaN is the middle."""
    with np.errstate(all="ignore"):
        places = (values - (middle - reach)) * (127.5 / reach)
        np.clip(places, 0.0, 255.0, out=places)
        if not np.isfinite(np.add.reduce(places, axis=None)):
            np.nan_to_num(places, copy=False, nan=127.5)
        result: NDArray[np.uint8] = places.astype(np.uint8)
    result.setflags(write=False)
    return result


def strokes_of(weights: Floats) -> NDArray[np.uint8]:
    """Return how weights are drawn: a width by size that saturates, STROKES more above 0, NO_STROKE at 0."""
    with np.errstate(all="ignore"):
        widths = (np.tanh(np.abs(weights) * 0.5) * STROKES).astype(np.uint8)
    signs = np.uint8(STROKES) * (weights > 0.0).view(np.uint8)
    strokes = np.asarray(np.minimum(widths, STROKES - 1) + signs, dtype=np.uint8)
    strokes[weights == 0.0] = NO_STROKE
    return strokes


def strokes_to(values: Floats, strongest: float) -> NDArray[np.uint8]:
    """Return how other numbers are drawn: as weights, but the widest line stands for the strongest of all."""
    with np.errstate(all="ignore"):
        share = np.nan_to_num(np.abs(values) * (STROKES / strongest if strongest else 0.0), posinf=STROKES)
    widths = np.minimum(share, STROKES - 1).astype(np.uint8)
    strokes = np.asarray(widths + np.uint8(STROKES) * (values > 0.0).view(np.uint8), dtype=np.uint8)
    strokes[(values == 0.0) | (values != values)] = NO_STROKE
    return strokes


def feature_map(name: str, n: int, frame: Area = SQUARE, line: bool = False) -> NDArray[np.uint8]:
    """Return a feature over the frame of the data as places among the shades, (n, n), highest x₂ first.

    Along a `line`, it is a curve: a single row.
    """
    values = feature_over(name, n, frame, line)[::-1]
    return shades_of(values, *feature_scale(values))


def _part(sight: tuple[tuple[int, int], ...], i: int, layer: Layer) -> tuple[int, int]:
    """Return which neurons of layer i are visible, as far as they exist."""
    first, count = sight[i] if i < len(sight) else (0, 0)
    first = min(first, len(layer.theta))
    return first, max(0, min(count, len(layer.theta) - first))


def _no_images(n: int) -> NDArray[np.uint8]:
    images = np.empty((0, n, n), dtype=np.uint8)
    images.setflags(write=False)
    return images
