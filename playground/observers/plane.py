"""The part of the plane to look at, and the grid of points over it. No Qt."""

import numpy as np

from engine import REACH, Experiment, Split
from engine.base.values import dataclass
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


def frame_of(experiment: Experiment, data: Split) -> Area:
    """Return the part of the plane to look at: the square of the data sets, or where own points are.

    It depends on the data alone. Points a little outside widen the square; farther ones get their own frame.
    """
    if not experiment.data.own or not experiment.data.count:
        return SQUARE
    return frame_around(np.concatenate([data.train.X, data.test.X]))


def frame_around(X: Floats) -> Area:
    """Return the part of the plane to look at for own points, (N, 2)."""
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
    if not spec.own or spec.problem != "regression" or not spec.count:
        return DEFAULT_SCALE
    return scale_around(np.concatenate([data.train.y, data.test.y]))


def scale_around(y: Floats) -> tuple[float, float]:
    """Return the middle of own points' labels, and how far from it colours are full, as `scale_of`."""
    low, high = float(y.min(initial=np.inf)), float(y.max(initial=-np.inf))
    if max(-low, high) <= LARGEST_DEFAULT_LABEL:  # also if there are none
        return DEFAULT_SCALE
    return 0.5 * (low + high), 0.5 * (high - low) or 1.0


def grid(n: int, area: Area = SQUARE) -> Floats:
    """Return n × n points over a part of the plane, edges included, (n², 2), x₁ running fastest."""
    x1, x2 = np.meshgrid(*axes(n, area))
    return np.column_stack([x1.ravel(), x2.ravel()])


def axes(n: int, area: Area = SQUARE) -> tuple[Floats, Floats]:
    """Return n evenly spaced x₁ and x₂, from edge to edge, so that contours reach the edges of the square."""
    left, right, bottom, top = area
    return np.linspace(left, right, n), np.linspace(bottom, top, n)
