"""A run's losses, as small as the table of runs draws them."""

import numpy as np
import pytest

from playground.observers.curves import Curve, Curves
from playground.observers.sparkline import POINTS, heights, sparkline

NONE = Curve(np.empty(0), np.empty(0))


def curves(train, test=None):
    epochs = np.arange(len(train), dtype=float)
    both = [NONE if one is None else Curve(epochs, np.array(one, dtype=float)) for one in (train, test)]
    return Curves(*both, NONE, NONE)


def test_both_losses_share_a_logarithmic_axis():
    train, test = heights(sparkline(curves([1.0, 0.1, 0.01], [1.0, 1.0, 0.1])))
    assert len(train) == len(test) == POINTS
    assert train[[0, -1]].tolist() == [1.0, 0.0]
    assert test[[0, -1]].tolist() == [1.0, pytest.approx(0.5)]
    assert train[POINTS // 2] == pytest.approx(0.5, abs=0.03)
    assert (np.diff(train) <= 0).all()


def test_a_loss_that_is_not_there_is_none():
    train, test = heights(sparkline(curves([3.0, 2.0])))
    assert np.isfinite(train).all()
    assert np.isnan(test).all()
    train, _ = heights(sparkline(curves([1.0, 2.0, np.inf])))
    assert np.isnan(train[-1])
    assert np.isfinite(train[0])


@pytest.mark.parametrize("losses", [[], [1.0], [np.nan, np.nan]])
def test_without_a_curve_there_is_none(losses):
    assert sparkline(curves(losses)) == b""
    assert np.isnan(heights(b"")).all()


def test_a_loss_that_stays_is_a_line():
    assert heights(sparkline(curves([0.5, 0.5, 0.5])))[0].tolist() == [0.0] * POINTS
