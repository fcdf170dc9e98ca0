"""Both losses of a run as a curve so small that it stands in a row of a table. No Qt."""

from __future__ import annotations

import math

import numpy as np

from playground.observers.curves import Curve, Curves, Floats

POINTS = 48  # of each loss, at equal distances from the first epoch to the last
TOP, NONE = 254, 255  # the highest loss, and no loss at all
LEAST_LOSS = 1e-12


def sparkline(curves: Curves) -> bytes:
    """Return the training loss and the test loss as two rows of `POINTS` heights, on a logarithmic axis.

    Both have the same axis, from the lowest to the highest loss of the two; b"" where there is no curve.
    """
    epochs = curves.train.epochs
    if len(epochs) < 2:
        return b""
    places = np.linspace(float(epochs[0]), float(epochs[-1]), POINTS)
    rows = np.array([_sampled(curve, places) for curve in (curves.train, curves.test)])
    known = np.isfinite(rows)
    if not known.any():
        return b""
    low, high = float(rows[known].min()), float(rows[known].max())
    with np.errstate(invalid="ignore"):
        levels = np.round((rows - low) / (high - low or 1.0) * TOP)
    return np.where(known, levels, NONE).astype(np.uint8).tobytes()


def heights(content: bytes) -> tuple[Floats, Floats]:
    """Return the two rows of a sparkline, from 0 to 1, NaN where there is no loss."""
    if len(content) != 2 * POINTS:
        return np.full(POINTS, math.nan), np.full(POINTS, math.nan)
    levels = np.frombuffer(content, np.uint8).reshape(2, POINTS)
    rows = np.where(levels == NONE, math.nan, levels / TOP)
    return rows[0], rows[1]


def _sampled(curve: Curve, places: Floats) -> Floats:
    """Return the logarithm of a loss at some epochs; NaN beyond those where it is known."""
    known = np.isfinite(curve.values)
    if not known.any():
        return np.full(len(places), math.nan)
    logarithms = np.log10(np.maximum(curve.values[known], LEAST_LOSS))
    return np.interp(places, curve.epochs[known], logarithms, left=math.nan, right=math.nan)
