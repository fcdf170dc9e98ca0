"""What the output plot shows: where points are in it, the part to look at, and the points of its functions.

That is the plane of x₁ and x₂; with one input, the values over x₁: see `line.py`. No Qt.
"""

import numpy as np

from engine import REACH, DataSpec, Experiment, Samples, Split
from engine.base.values import dataclass
from playground.observers.line import FINER, frame_around_values
from playground.observers.view import SQUARE, Area, Floats

WIDENED_REACH = 1.5 * REACH  # points up to here widen the usual square; others get their own frame
PADDING = 1.1  # the frame around points, times their span
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


def placed(samples: Samples, data: DataSpec) -> Samples:
    """Return samples at their places in the output plot: at x₁ and x₂, or at x₁ and their value."""
    if not is_line(data):
        return samples
    return Samples(np.column_stack([samples.X[:, 0], samples.y]), samples.y)


def holds(area: Area, other: Area) -> bool:
    """Whether one area contains another."""
    low, high = area[::2], area[1::2]
    return all(a <= b for a, b in zip(low, other[::2], strict=True)) and all(
        a >= b for a, b in zip(high, other[1::2], strict=True)
    )


def frame_of(experiment: Experiment, data: Split) -> Area:
    """Return the part of the plane to look at: the square of the data sets, or where own points are.

    It depends on the data alone. Points a little outside widen the square; farther ones get their own frame.
    """
    if not experiment.data.own or (not experiment.data.count and not is_line(experiment.data)):
        return SQUARE
    spec = experiment.data
    return frame_around(np.concatenate([placed(part, spec).X for part in (data.train, data.test)]), spec)


def frame_around(X: Floats, data: DataSpec) -> Area:
    """Return the part of the plot to look at for own points that are at these places, (N, 2)."""
    if is_line(data):
        return frame_around_values(X)
    largest = float(np.abs(X).max(initial=0.0))
    if largest <= REACH:
        return SQUARE
    if largest <= WIDENED_REACH:
        half, middle = float(np.ceil(largest)), np.zeros(2)
    else:
        low, high = X.min(axis=0), X.max(axis=0)
        half, middle = PADDING * 0.5 * float((high - low).max()), 0.5 * (low + high)
        half = max(half, 1e-6 * largest) if half else REACH  # a single point gets its surroundings
    (left, bottom), (right, top) = (middle - half).tolist(), (middle + half).tolist()
    return left, right, bottom, top


def scale_of(experiment: Experiment, data: Split) -> tuple[float, float]:
    """Return the value that has the middle colour, and how far from it colours are full.

    That is from −1 to 1, unless the labels of own points exceed that: then the colours span the labels.
    """
    spec = experiment.data
    if is_line(spec):  # that of the plot
        *_, bottom, top = frame_of(experiment, data)
        return 0.5 * (bottom + top), 0.5 * (top - bottom)
    if not spec.own or spec.problem != "regression" or not spec.count:
        return DEFAULT_SCALE
    return scale_around(np.concatenate([data.train.y, data.test.y]))


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
