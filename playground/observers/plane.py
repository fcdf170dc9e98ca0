"""The part of the plane to look at, and the grid of points over it. No Qt."""

from dataclasses import dataclass

import numpy as np

from engine import REACH, Experiment, Split
from playground.observers.view import SQUARE, Area, Floats

WIDENED_REACH = 1.5 * REACH  # points so far out belong to the usual square still, which grows for them
PADDING = 1.1  # times what the points span: the frame around them
DEFAULT_SCALE = (0.0, 1.0)  # the scale of values: the one in the middle, and how far from it colours are full
LARGEST_USUAL_LABEL = 1.25  # labels so large have the usual scale still


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

    It depends on the data alone. Points a little outside widen the square; others have a frame of their own.
    """
    if not experiment.data.own or not experiment.data.count:
        return SQUARE
    return frame_around(np.concatenate([data.train.X, data.test.X]))


def frame_around(X: Floats) -> Area:
    """Return the part of the plane in which own points are looked at, (N, 2)."""
    largest = float(np.abs(X).max(initial=0.0))
    if largest <= REACH:
        return SQUARE
    if largest <= WIDENED_REACH:
        half, middle = float(np.ceil(largest)), np.zeros(2)
    else:
        low, high = X.min(axis=0), X.max(axis=0)
        half, middle = PADDING * 0.5 * float((high - low).max()), 0.5 * (low + high)
        half = max(half, 1e-6 * largest) if half else REACH  # one point has its surroundings
    (left, bottom), (right, top) = (middle - half).tolist(), (middle + half).tolist()
    return left, right, bottom, top


def scale_of(experiment: Experiment, data: Split) -> tuple[float, float]:
    """Return the value that has the middle colour, and how far from it colours are full.

    That is from −1 to 1, but where the labels of own points leave that: then they have all the colours.
    """
    spec = experiment.data
    if not spec.own or spec.problem != "regression" or not spec.count:
        return DEFAULT_SCALE
    return scale_around(np.concatenate([data.train.y, data.test.y]))


def scale_around(y: Floats) -> tuple[float, float]:
    """Return the middle of labels of own points, and how far from it colours are full, as `scale_of`."""
    low, high = float(y.min(initial=np.inf)), float(y.max(initial=-np.inf))
    if max(-low, high) <= LARGEST_USUAL_LABEL:  # or there are none
        return DEFAULT_SCALE
    return 0.5 * (low + high), 0.5 * (high - low) or 1.0


def grid(n: int, area: Area = SQUARE) -> Floats:
    """Return n × n points over a part of the plane, edges included, (n², 2), x₁ running fastest."""
    x1, x2 = np.meshgrid(*axes(n, area))
    return np.column_stack([x1.ravel(), x2.ravel()])


def axes(n: int, area: Area = SQUARE) -> tuple[Floats, Floats]:
    """Return n evenly spaced x₁ and x₂, from edge to edge: contours so reach the edges of the square."""
    left, right, bottom, top = area
    return np.linspace(left, right, n), np.linspace(bottom, top, n)
