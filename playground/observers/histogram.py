"""Numbers, counted by size. No Qt."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.view import Floats

BINS = 40
ROUND = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0)  # the ends of ranges, times a power of ten
FILLED = 0.3  # of the last range, or more of it: then it stays


@dataclass(frozen=True, eq=False)
class Histogram:
    """Counts of numbers in equal bins from `low` to `high`.

    Attributes
    ----------
    low, high : float
        Round numbers with 0 between them, or at one of them.
    counts : ndarray of int, (bins,)
    least, most, mean : float
        Of the finite numbers; NaN without any.
    others : int
        Numbers that are not finite.
    """

    low: float
    high: float
    counts: NDArray[np.intp]
    least: float
    most: float
    mean: float
    others: int = 0


def histogram(values: Floats, before: Histogram | None = None) -> Histogram:
    """Count numbers by size.

    Parameters
    ----------
    values : ndarray
    before : Histogram, optional
        The one of a moment ago: its range stays where it suits, so that bars do not jump.
    """
    flat = np.asarray(values, dtype=np.float64).ravel()
    finite = flat[np.isfinite(flat)]
    others = len(flat) - len(finite)
    least, most = (float(finite.min()), float(finite.max())) if len(finite) else (math.nan, math.nan)
    low, high = _end(-least), _end(most)
    low = -low
    if before is not None:
        low = before.low if _suits(-before.low, -least) else low
        high = before.high if _suits(before.high, most) else high
    if low == high:
        low, high = -1.0, 1.0
    counts, _ = np.histogram(finite, BINS, (low, high))
    counts.setflags(write=False)
    mean = float(finite.mean()) if len(finite) else math.nan
    return Histogram(low, high, counts, least, most, mean, others)


def _end(size: float) -> float:
    """Return the round number at which a range ends that reaches so far to one side of 0."""
    if not size > 0.0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(size))
    ends = (float(f"{power * one:.2g}") for one in ROUND)
    return next((end for end in ends if end >= size), 10.0 * power)


def _suits(end: float, size: float) -> bool:
    """Whether a range that ends there still suits numbers that reach so far."""
    return FILLED * end <= size <= end if end > 0.0 else not size > 0.0
