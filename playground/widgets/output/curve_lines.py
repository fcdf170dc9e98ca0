"""The polylines that are drawn of curves, by what is shown of them: losses, accuracies, R²."""

from __future__ import annotations

import numpy as np

from playground.observers.curves import Curve, Curves
from playground.observers.r_squared import LOWEST, explained
from playground.widgets.output.loss_axes import HIGHEST, Points
from playground.widgets.output.loss_marks import LEAST_LOSS

Pair = tuple[list[Points], list[Points]]  # of the training points, of the test points


def loss_lines(curves: Curves, log: bool) -> Pair:
    """Return the losses; a line ends where training goes on with another loss."""
    train, test = (
        [_points(piece, log) for piece in curve.pieces(curves.gaps)] for curve in (curves.train, curves.test)
    )
    return train, test


def accuracy_lines(curves: Curves) -> Pair:
    """Return the accuracies."""
    train, test = (
        [_points(piece, False) for piece in curve.pieces(())]
        for curve in (curves.train_accuracy, curves.test_accuracy)
    )
    return train, test


def r2_lines(curves: Curves, variances: tuple[float, float]) -> Pair:
    """Return R², as far as it follows from the present loss; lower than the axis is at its foot."""
    pairs = []
    for curve, variance in zip((curves.train, curves.test), variances, strict=True):
        piece = since_last_gap(curve, curves.gaps)
        r2 = explained(piece.values, variance)
        known = np.isfinite(r2)
        line = piece.epochs[known], np.maximum(r2[known], LOWEST)
        pairs.append([line] if known.any() else [])
    return pairs[0], pairs[1]


def since_last_gap(curve: Curve, gaps: tuple[int, ...]) -> Curve:
    """Return the part of a curve that is of the current loss."""
    since = np.searchsorted(curve.epochs, gaps[-1], side="right") if gaps else 0
    return Curve(curve.epochs[since:], curve.values[since:])


def since_epoch(lines: list[Points], epoch: float) -> list[Points]:
    """Return the parts of polylines from an epoch on; they begin at the last point before it."""
    begins = [(max(int(np.searchsorted(x, epoch, side="right")) - 1, 0), x, y) for x, y in lines]
    return [(x[k:], y[k:]) for k, x, y in begins if len(x) and x[-1] > epoch]


def _points(curve: Curve, log: bool) -> Points:
    y = np.log10(np.maximum(curve.values, LEAST_LOSS)) if log else np.minimum(curve.values, HIGHEST)
    return curve.epochs, y
