"""What the diagram of the network shows: each neuron's output over the plane, and weights. No Qt."""

import weakref
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from engine import (
    REACH,
    Layer,
    Network,
    Responses,
    Split,
    Trainer,
)
from engine.activations import Activation
from engine.features import compute
from playground.observers.budget import Budget
from playground.observers.plane import USUAL, frame_of, grid, scale_of
from playground.observers.view import SQUARE, Area, Floats, View

STROKES = 6  # widths of line that weights are drawn in
NO_STROKE = 2 * STROKES  # how a weight of exactly 0 is drawn, which has no sign


@dataclass(frozen=True, eq=False)
class LayerPart:
    """The part of a layer that is in sight.

    Attributes
    ----------
    first : int
        The first neuron in sight.
    images : ndarray of uint8, (neurons, n, n)
        Each neuron's output over the square of the data, as places among the shades; row 0 is the highest x₂.
    weights : ndarray, (neurons, sources)
        From the neurons in sight of the layer before, the first of which is `source`.
    strokes : ndarray of uint8, (neurons, sources)
        How each weight is drawn: one of STROKES widths, STROKES more where it is above 0; NO_STROKE at 0.
    biases : ndarray, (neurons,)
    frozen, silenced : ndarray of bool, (neurons, sources + 1), or None where nothing in the network is
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
class NeuronParameters:
    """All parameters of one neuron: its weights, and its bias last, (sources + 1,)."""

    layer: int
    neuron: int
    values: Floats
    frozen: NDArray[np.bool_]
    silenced: NDArray[np.bool_]
    muted: bool


@dataclass(frozen=True, eq=False)
class CloseUp:
    """One neuron's output, or a feature, over the part of the plane that the large plot shows.

    Attributes
    ----------
    spot : (layer, neuron), or the name of a feature
    values : ndarray, (n, n)
        Row 0 is the lowest x₂, column 0 the lowest x₁.
    middle, reach : float
        The value of the middle colour, and how far from it the colours are full.
    low, high : float
        The smallest and largest value in sight.
    area : Area
    """

    spot: tuple[int, int] | str
    values: Floats
    middle: float
    reach: float
    low: float
    high: float
    area: Area = SQUARE


@dataclass(frozen=True, eq=False)
class Drawn:
    """What the diagram of the network shows, one part for each layer after the inputs."""

    parts: tuple[LayerPart, ...]
    row: NeuronParameters | None = None


HURRIED_SECONDS = 0.006  # what all maps may take while training goes on
PATIENT_SECONDS = 0.200  # and while it is paused
CLOSE_SECONDS = 0.010  # what a close-up may take while training goes on
SHARE_OF_TRAINING = 0.2  # of its time that maps may take: what costs more comes less often
SMALLEST = 12  # points along one edge
MOST_NUMBERS = 4_000_000  # that the maps of one network may take
ADAPTING = 0.1  # how fast the colours of an unbounded activation follow its size
FULL = 0.7  # of the largest value of an unbounded activation has its full colour
TOLERANCE = 1.5  # paused, they follow only what is so many times too large or too small
BOUND = 2.0  # an activation that is never larger than this is drawn on a scale of its own


@dataclass(frozen=True)
class _Front:
    """The first layers of a network: as much of a `Network` as `Responses` looks at."""

    sizes: tuple[int, ...]
    layers: tuple[Layer, ...]


class NeuronMaps:
    """Computes maps and close-ups; keeps the compiled passes as long as the network lives.

    Only layers up to the last one in sight are computed. What would take too long gets coarser, or comes less
    often: the weights are those of the moment in any case.

    Attributes
    ----------
    holds_known : bool
        False after anything that may have frozen or silenced a part of the network.
    """

    def __init__(self) -> None:
        self.holds_known = False
        self._network: weakref.ref[Network] | None = None
        self._data: Split | None = None
        self._home, self._values = SQUARE, USUAL  # where the data are, and the scale of their values
        self._passes: dict[tuple[int, int, Area], Responses] = {}
        self._scales: dict[int, float] = {}
        self._images: tuple[NDArray[np.uint8], ...] = ()
        self._asked: tuple[Any, ...] = ()  # what the images were made for
        self._forget_costs()
        self._frozen: list[NDArray[np.bool_]] = []
        self._silenced: list[NDArray[np.bool_]] = []
        self._holds = False

    def _forget_costs(self) -> None:
        self._budget = Budget(HURRIED_SECONDS, PATIENT_SECONDS, SHARE_OF_TRAINING)
        self._close_budget = Budget(CLOSE_SECONDS, PATIENT_SECONDS)

    def compute(self, trainer: Trainer, view: View, in_a_hurry: bool) -> Drawn | None:
        """Return what the diagram shows, or None where it is not looked at."""
        if not view.maps and view.row is None:
            return None
        self._attend(trainer)
        sight = [_part(view.maps, i, layer) for i, layer in enumerate(trainer.network.layers)]
        images = self._all_images(trainer, sight, view.map_size, in_a_hurry)
        source, count = view.sources
        count = max(0, min(count, trainer.network.sizes[0] - source))
        parts: list[LayerPart] = []
        for i, (first, size) in enumerate(sight):
            parts.append(self._layer_part(trainer.network, i, (first, size), (source, count), images[i]))
            source, count = first, size
        return Drawn(tuple(parts), self._row(trainer.network, view.row))

    def close_up(self, trainer: Trainer, view: View, in_a_hurry: bool) -> CloseUp | None:
        """Return the close-up that is asked for, or None where there is no such thing."""
        spot = view.close_up
        if spot is None:
            return None
        self._attend(trainer)
        area = view.questions.area
        if isinstance(spot, str):
            values = _feature(spot, view.resolution, area)
            middle, reach = _feature_scale(spot, view.resolution, self._home)
        else:
            layer, neuron = spot
            if layer >= len(trainer.network.layers) or neuron >= len(trainer.network.layers[layer].theta):
                return None
            n, work = _affordable(trainer.network, layer + 1, view.resolution, self._close_budget, in_a_hurry)
            with self._close_budget.spend(n * n * work):
                answers = self._run(trainer.network, layer + 1, n, area)
            values = answers[layer][neuron].reshape(n, n).copy()
            known = self._scales.get(layer)  # colours stay what they are while one zooms
            if area == self._home or known is None:
                middle, reach = self._scale(trainer, layer, answers[layer], in_a_hurry)
            else:
                middle, reach = 0.0, known
        values.setflags(write=False)
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (np.nan, np.nan)
        return CloseUp(spot, values, middle, reach, low, high, area)

    def _attend(self, trainer: Trainer) -> None:
        """Forget what was known of another network, and of other data."""
        network = trainer.network
        if trainer.data is not self._data:
            self._data, home = trainer.data, self._home
            self._home = frame_of(trainer.experiment, trainer.data)
            self._values = scale_of(trainer.experiment, trainer.data)
            if self._home != home:
                self._scales.clear()
        if self._network is None or self._network() is not network:
            self._network = weakref.ref(network)
            self._passes.clear()
            self._forget_costs()
            self._scales.clear()
            self._asked = ()
            self.holds_known = False
        if not self.holds_known:
            frozen, silenced = trainer.frozen, trainer.silenced
            self._holds = bool(frozen.any() or silenced.any())
            self._frozen, self._silenced = network.split(frozen), network.split(silenced)
            self.holds_known = True

    # -- maps --------------------------------------------------------------------------------

    def _all_images(
        self, trainer: Trainer, sight: list[tuple[int, int]], size: int, in_a_hurry: bool
    ) -> tuple[NDArray[np.uint8], ...]:
        """Return the images of every layer: the last ones again, where it is too early for new ones."""
        network = trainer.network
        depth = max((i + 1 for i, (_, count) in enumerate(sight) if count), default=0)
        asked = (tuple(sight), size, self._home)
        if depth == 0 or not _is_plane(network):
            return tuple(_no_images(size) for _ in sight)
        if asked == self._asked and not self._budget.is_due(in_a_hurry):
            return self._images
        n, work = _affordable(network, depth, size, self._budget, in_a_hurry)
        with self._budget.spend(n * n * work):
            answers = self._run(network, depth, n, self._home)
            images = []
            for i, (first, count) in enumerate(sight):
                if not count:
                    images.append(_no_images(n))
                    continue
                middle, reach = self._scale(trainer, i, answers[i], in_a_hurry)
                # the grid's lowest row comes first, a picture's highest
                seen = answers[i][first : first + count].reshape(count, n, n)[:, ::-1]
                images.append(shades_of(seen, middle, reach))
            self._images, self._asked = tuple(images), asked
        return self._images

    def _run(self, network: Network, depth: int, n: int, area: Area) -> tuple[NDArray[Any], ...]:
        """Compute the first layers of the network on a grid; return views that the next run overwrites."""
        key = (depth, n, area)
        if key not in self._passes:
            if len(self._passes) > 4:  # sizes and depths of the past
                self._passes.clear()
            front = cast(Network, _Front(network.sizes[: depth + 1], network.layers[:depth]))
            self._passes[key] = Responses(front, network.inputs(grid(n, area)))
        self._passes[key].run()
        return self._passes[key].layers

    def _scale(
        self, trainer: Trainer, i: int, answers: NDArray[Any], in_a_hurry: bool
    ) -> tuple[float, float]:
        """Return the value of the middle colour of a layer, and how far from it colours are full.

        The output has the scale of the large plot. A bounded activation has its bounds. Any other follows
        the layer's largest value, slowly, so that colours do not flicker.
        """
        network = trainer.network
        if i == len(network.layers) - 1:
            if trainer.problem.kind == "regression":
                return self._values
            zero = trainer.decision_threshold[0]
            return zero, 1.0 - zero
        bounds = _bounds(network.layers[i].activation)
        if bounds is not None:
            return bounds
        largest, known = FULL * _size(answers), self._scales.get(i)
        if known is None or (not in_a_hurry and not 1.0 / TOLERANCE <= largest / known <= TOLERANCE):
            known = largest
        elif in_a_hurry:
            known *= (largest / known) ** ADAPTING
        self._scales[i] = known
        return 0.0, known

    # -- weights -----------------------------------------------------------------------------

    def _layer_part(
        self,
        network: Network,
        i: int,
        rows: tuple[int, int],
        sources: tuple[int, int],
        images: NDArray[np.uint8],
    ) -> LayerPart:
        theta = network.layers[i].theta
        seen = slice(rows[0], rows[0] + rows[1])
        origin = slice(sources[0], sources[0] + sources[1])
        weights = np.array(theta[seen, origin], dtype=np.float64)
        biases, strokes = np.array(theta[seen, -1], dtype=np.float64), strokes_of(weights)
        for one in (weights, biases, strokes):
            one.setflags(write=False)
        part = LayerPart(rows[0], sources[0], images, weights, strokes, biases)
        if not self._holds:
            return part
        frozen, silenced = (
            np.concatenate([masks[i][seen, origin], masks[i][seen, -1:]], axis=1)
            for masks in (self._frozen, self._silenced)
        )
        muted = np.zeros(rows[1], dtype=bool)
        if i + 1 < len(self._silenced):
            np.all(self._silenced[i + 1][:, seen], axis=0, out=muted)
        for mask in (frozen, silenced, muted):
            mask.setflags(write=False)
        return replace(part, frozen=frozen, silenced=silenced, muted=muted)

    def _row(self, network: Network, spot: tuple[int, int] | None) -> NeuronParameters | None:
        if spot is None or spot[0] >= len(network.layers) or spot[1] >= len(network.layers[spot[0]].theta):
            return None
        layer, neuron = spot
        last = layer == len(network.layers) - 1
        muted = not last and bool(self._silenced[layer + 1][:, neuron].all())
        values = np.array(network.layers[layer].theta[neuron], dtype=np.float64)
        frozen, silenced = (masks[layer][neuron].copy() for masks in (self._frozen, self._silenced))
        for one in (values, frozen, silenced):
            one.setflags(write=False)
        return NeuronParameters(layer, neuron, values, frozen, silenced, muted)


def _affordable(network: Network, depth: int, n: int, budget: Budget, in_a_hurry: bool) -> tuple[int, float]:
    """Return n, halved until the first layers fit into time and memory, and the work that a point is."""
    work = float(sum(layer.theta.size for layer in network.layers[:depth]))
    n = budget.resolution(n, SMALLEST, work, in_a_hurry)
    numbers = sum(network.sizes[: depth + 1])
    while n // 2 >= SMALLEST and n * n * numbers > MOST_NUMBERS:
        n //= 2
    return n, work


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


def feature_map(name: str, n: int) -> NDArray[np.uint8]:
    """Return a feature over the square of the data as places among the shades, (n, n), highest x₂ first."""
    values = _feature(name, n)[::-1]
    return shades_of(values, 0.0, _size(values))


def _feature_scale(name: str, n: int, home: Area) -> tuple[float, float]:
    """Return the middle of a feature's colours and their reach: about 0, but where the data are elsewhere."""
    values = _feature(name, n, home)
    if home == SQUARE:
        return 0.0, _size(values)
    low, high = float(values.min()), float(values.max())
    return 0.5 * (low + high), 0.5 * (high - low) or 1.0


def _feature(name: str, n: int, area: Area = SQUARE) -> Floats:
    """Return a feature over a part of the plane, (n, n), lowest x₂ first."""
    x1, x2 = grid(n, area).T
    with np.errstate(all="ignore"):
        return np.asarray(compute(name, x1, x2) * np.ones(n * n)).reshape(n, n)


def _part(maps: tuple[tuple[int, int], ...], i: int, layer: Layer) -> tuple[int, int]:
    """Return which neurons of layer i are in sight, as far as there are such."""
    first, count = maps[i] if i < len(maps) else (0, 0)
    first = min(first, len(layer.theta))
    return first, max(0, min(count, len(layer.theta) - first))


def _no_images(n: int) -> NDArray[np.uint8]:
    images = np.empty((0, n, n), dtype=np.uint8)
    images.setflags(write=False)
    return images


def _is_plane(network: Network) -> bool:
    return network.features is not None or network.sizes[0] == 2


def _size(values: Floats) -> float:
    """Return the largest |value|, or 1 where there is none that is finite and above 0."""
    largest = max(float(values.max()), -float(values.min()))
    if not np.isfinite(largest):
        finite = values[np.isfinite(values)]
        largest = float(np.abs(finite).max()) if finite.size else 1.0
    return largest if largest > 0.0 else 1.0


@cache
def _bounds(activation: Activation) -> tuple[float, float] | None:
    """Return the middle and the reach of a bounded activation's values, None of any other."""
    values = activation(np.linspace(-10.0 * REACH, 10.0 * REACH, 1001)[None])
    low, high = float(values.min()), float(values.max())
    if max(-low, high) > BOUND:
        return None
    return round(0.5 * (low + high), 2), round(0.5 * (high - low), 2)
