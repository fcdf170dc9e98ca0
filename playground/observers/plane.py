"""What the output plot shows: where points are in it, the part to look at, and the points of its functions.

That is the plane of x₁ and x₂; with one input, the values over x₁: see `line.py`. No Qt.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import REACH, DataSpec, Experiment, Samples, Split, Standardised
from engine.base.values import dataclass
from playground.observers.line import FINER, frame_around_values
from playground.observers.view import SQUARE, Area, Floats

SIDES = (1.0, 1.2, 1.6, 2.0, 2.4, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)  # of frames, times a power of ten
AIR = 0.05  # between points and the edges of their frame, of its side
UNLIKE = 4.0  # times as much as the other may one coordinate span in a square frame
FILLED = 0.7  # of the side of the usual square: points that need so much of it have the square
MIDDLES = 20  # to a side: the middle of a frame is a round number of about so many
FINEST = 2e-5  # the least side, of the largest coordinate: single precision draws no finer picture
LEAST = 1e-9  # the least side of all
EMPTIED = 3.0  # times the side that is needed: a frame in which points were erased stays up to here
DEFAULT_SCALE = (0.0, 1.0)  # of values: the middle, and how far from it colours are full
LARGEST_DEFAULT_LABEL = 1.25  # up to here labels have the default scale


@dataclass(frozen=True)
class AskPlane:
    """The output plot: the network's output over a part of the plane, or a close-up instead.

    Attributes
    ----------
    area : Area
    resolution : int
        Points along one edge.
    """

    area: Area = SQUARE
    resolution: int = 100


def is_line(data: DataSpec) -> bool:
    """Whether the output plot shows values over x₁, and not a plane: with one input."""
    return 1 not in data.columns


def in_own_units(y: NDArray[Any], values: Standardised | None) -> NDArray[Any]:
    """Return targets or outputs in the units that a person gave them, where `values` were standardised."""
    return y if values is None else values.to_own(y).astype(y.dtype)


def placed(samples: Samples, spec: DataSpec, values: Standardised | None) -> Samples:
    """Return samples at their places in the output plot, with their values in their own units.

    That is at x₁ and x₂, or at x₁ and their value.
    """
    if values is None and not is_line(spec):
        return samples
    y = in_own_units(samples.y, values)
    return Samples(np.column_stack([samples.X[:, 0], y]) if is_line(spec) else samples.X, y)


def frame_of(experiment: Experiment, data: Split, drawn_in: Area | None = None) -> Area:
    """Return the part of the plane to look at: the square of the data sets, or where own points are.

    Parameters
    ----------
    experiment : Experiment
    data : Split
    drawn_in : Area, optional
        The frame in which the points were drawn, moved or erased by hand. It stays as long as they are within
        it, so that it does not move under the hand; only where most of it has been emptied, it follows.
    """
    spec = experiment.data
    if not spec.own or (not spec.count and not is_line(spec)):
        return SQUARE
    X = np.concatenate([placed(part, spec, data.values).X for part in (data.train, data.test)])
    fresh = frame_around(X, spec)
    if drawn_in is None or not len(X):
        return fresh
    left, right, bottom, top = drawn_in
    low, high = np.array([left, bottom]), np.array([right, top])
    if not ((low <= X) & (high >= X)).all():
        air = AIR * (right - left), AIR * (top - bottom)
        corners = [(left + air[0], bottom + air[1]), (right - air[0], top - air[1])]
        return frame_around(np.concatenate([X, corners]), spec)
    usual = drawn_in == frame_around(X[:0], spec)
    empty = fresh[1] - fresh[0] < (right - left) / EMPTIED and fresh[3] - fresh[2] < (top - bottom) / EMPTIED
    return fresh if empty and not usual else drawn_in


def frame_around(X: Floats, data: DataSpec) -> Area:
    """Return the part of the plot to look at for own points that are at these places, (N, 2).

    It is a square, unless one coordinate spans many times as much as the other: then they have different
    units, and each axis its own length.
    """
    if is_line(data):
        return frame_around_values(X, with_zero=not data.standardises)
    if not len(X):
        return SQUARE
    low, high = X.min(axis=0), X.max(axis=0)
    spans, largest = high - low, np.abs(X).max(axis=0)
    if spans.max() <= UNLIKE * spans.min() or not spans.min():
        spans, largest = np.full(2, spans.max()), np.full(2, largest.max())
        # points at one place get their surroundings
        usual = not spans[0] or _side_for(spans[0], largest[0]) >= FILLED * 2.0 * REACH
        if usual and largest[0] <= REACH:
            return SQUARE
    sides = [_side_for(float(span), float(most)) for span, most in zip(spans, largest, strict=True)]
    return *_ends(float(low[0]), float(high[0]), sides[0]), *_ends(float(low[1]), float(high[1]), sides[1])


def _side_for(span: float, largest: float) -> float:
    """Return the side of a frame for coordinates that span so much, and are no larger than that."""
    least = span / (1.0 - 2.0 * AIR) if span else 2.0 * REACH
    return rounded_up(max(least, FINEST * largest, LEAST))


def rounded_up(side: float) -> float:
    """Return the next round number that a side of a frame can be."""
    power = 10.0 ** math.floor(math.log10(side))
    return _tidy(power * next(one for one in SIDES if one * power >= side * (1.0 - 1e-9)))


def _ends(low: float, high: float, side: float) -> tuple[float, float]:
    """Return the ends of an axis of that length: about 0, or else about a round number near the middle."""
    middle = 0.0
    if max(-low, high) > (0.5 - AIR) * side * (1.0 + 1e-9):
        unit = rounded_down(side / MIDDLES)
        middle = round(0.5 * (low + high) / unit) * unit
    return _tidy(middle - 0.5 * side), _tidy(middle + 0.5 * side)


def rounded_down(x: float) -> float:
    """Return 1, 2 or 5 times a power of ten: the largest that is not above a number."""
    power = 10.0 ** math.floor(math.log10(x) + 1e-9)
    return _tidy(power * max(one for one in (1.0, 2.0, 5.0) if one == 1.0 or one * power <= x * (1.0 + 1e-9)))


def _tidy(x: float) -> float:
    """Return a number without the noise of its last digits: 0.3 for 0.1 + 0.2."""
    return float(f"{x:.12g}")


def scale_of(experiment: Experiment, data: Split, frame: Area | None = None) -> tuple[float, float]:
    """Return the value that has the middle colour, and how far from it colours are full.

    That is from −1 to 1, unless the labels of own points exceed that: then the colours span the labels.
    Along a line, it is that of the `frame`. Where values are standardised, it is in these units.
    """
    spec = experiment.data
    if is_line(spec):
        *_, bottom, top = frame or frame_of(experiment, data)
        return 0.5 * (bottom + top), 0.5 * (top - bottom)
    if not spec.own or spec.problem != "regression" or not spec.count:
        return DEFAULT_SCALE
    return scale_around(in_own_units(np.concatenate([data.train.y, data.test.y]), data.values))


def scale_around(y: Floats) -> tuple[float, float]:
    """Return the middle of own points' labels, and how far from it colours are full, as `scale_of`."""
    low, high = float(y.min(initial=np.inf)), float(y.max(initial=-np.inf))
    if max(-low, high) <= LARGEST_DEFAULT_LABEL:  # also if there are none
        return DEFAULT_SCALE
    return 0.5 * (low + high), 0.5 * (high - low) or 1.0


def shape_of(n: int, line: bool = False) -> tuple[int, int]:
    """Return rows and columns of a grid with n points along one edge; along a line, that of a single row."""
    return (1, FINER * n) if line else (n, n)


def grid(n: int, area: Area = SQUARE, line: bool = False) -> Floats:
    """Return n × n points over a part of the plane, edges included, (n², 2), x₁ running fastest.

    Along a `line` they are of a finer row, with 0 as x₂.
    """
    if line:
        x1 = np.linspace(*area[:2], FINER * n)
        return np.column_stack([x1, np.zeros(len(x1))])
    x1, x2 = np.meshgrid(*axes(n, area))
    return np.column_stack([x1.ravel(), x2.ravel()])


def axes(n: int, area: Area = SQUARE) -> tuple[Floats, Floats]:
    """Return n evenly spaced x₁ and x₂, from edge to edge, so that contours reach the edges of the square."""
    left, right, bottom, top = area
    return np.linspace(left, right, n), np.linspace(bottom, top, n)
