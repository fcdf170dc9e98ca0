"""Regression on one input: the output plot shows values over x₁, and functions are curves. No Qt."""

from engine import REACH
from playground.observers.view import Area, Floats

FINER = 4  # points of a curve for each along one edge of a grid
USUAL_VALUES = 1.25  # values up to this size have the frame of no values
FULL = 0.5  # of a usual range, or more of it, is filled by data that have it as their frame
PADDING = 0.06  # at both ends, of the span of the data
NEAR = 1.0  # spans of the values: a 0 that is no farther from them is in the frame


def frame_around_values(places: Floats, with_zero: bool = True) -> Area:
    """Return the part of the plot to look at for points at x₁ and their values, (N, 2).

    An untrained network's output is near 0: the frame includes that, unless the values would be squeezed.
    Where values are standardised, it is near their mean, and the frame needs no 0.
    """
    if not len(places):
        return -REACH, REACH, -USUAL_VALUES, USUAL_VALUES
    (left, bottom), (right, top) = places.min(axis=0).tolist(), places.max(axis=0).tolist()
    span = top - bottom
    if with_zero and 0.0 < bottom <= NEAR * span:
        bottom = 0.0
    elif with_zero and 0.0 < -top <= NEAR * span:
        top = 0.0
    return *_range(left, right, REACH), *_range(bottom, top, USUAL_VALUES)


def _range(low: float, high: float, usual: float) -> tuple[float, float]:
    """Return the ends of an axis: usual ones where the data fill enough of them, else those of the data."""
    span, inside = high - low, max(-low, high) <= usual
    if inside and (span == 0.0 or span >= 2.0 * FULL * usual):
        return -usual, usual
    if span <= 1e-9 * max(abs(low), abs(high)):  # a single point gets its surroundings
        return low - usual, high + usual
    return low - PADDING * span, high + PADDING * span
