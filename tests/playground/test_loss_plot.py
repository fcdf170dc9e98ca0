import math
from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, corners
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from test_boundary_plot import snapshot_of

from engine import Metrics
from playground.history import History
from playground.theme import DARK, LIGHT
from playground.widgets.loss_plot import FIRST_EPOCHS, LEAST_LOSS, LossPlot, log_ticks


@pytest.fixture
def plot(show):
    one = show(LossPlot())
    one.apply_theme(LIGHT)
    return one


def snapshot(train, test=None):
    """A snapshot with these losses, epoch by epoch."""
    history = History()
    for epoch, loss in enumerate(train):
        history.add(epoch, Metrics(loss, None if test is None else test[epoch], None, None))
    return replace(snapshot_of(SMALL), epoch=len(train) - 1, curves=history.curves())


def shown(curve):
    x, y = zip(*corners(curve)[0], strict=True) if corners(curve) else ((), ())
    return list(x), list(y)


def ranges(plot):
    return plot._plot.getPlotItem().getViewBox().viewRange()


def test_it_shows_both_losses_by_epoch(plot):
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0], [4.0, 3.0, 2.0]))
    assert shown(plot._train) == ([0, 1, 2], [3.0, 2.0, 1.0])
    assert shown(plot._test) == ([0, 1, 2], [4.0, 3.0, 2.0])


def test_without_held_out_samples_the_test_curve_is_empty(plot):
    for log in (False, True):
        plot.log.setChecked(log)
        plot.show_snapshot(snapshot([3.0, 2.0, 1.0]))
        assert len(shown(plot._train)[0]) == 3
        assert shown(plot._test) == ([], [])


def test_the_axis_starts_at_0_and_holds_every_loss(plot):
    plot.show_snapshot(snapshot([3.0, 2.0, 1.0], [4.0, 3.0, 2.0]))
    (left, right), (low, high) = ranges(plot)
    assert (left, low) == (0, 0)
    assert right == FIRST_EPOCHS
    assert 4.0 < high < 4.5


def test_the_axis_grows_with_the_epochs(plot):
    plot.show_snapshot(snapshot(np.linspace(1.0, 0.1, 501)))
    assert 500 <= ranges(plot)[0][1] <= 530


def test_a_logarithmic_axis_shows_powers_of_ten(plot):
    plot.log.setChecked(True)
    plot.show_snapshot(snapshot([5.0, 0.5, 0.002]))
    np.testing.assert_allclose(shown(plot._train)[1], np.log10([5.0, 0.5, 0.002]))
    assert ranges(plot)[1] == [-3, 1]
    assert plot._plot.getPlotItem().getAxis("left")._tickLevels


@pytest.mark.parametrize("losses", [[0.0], [0.0, 0.0], [1.0, 0.0], [1e-300, 1e-20]])
@pytest.mark.parametrize("log", [False, True])
def test_a_loss_of_0_is_drawn_on_either_axis(plot, losses, log):
    plot.log.setChecked(log)
    plot.show_snapshot(snapshot(losses, losses))
    assert np.isfinite(shown(plot._train)[1]).all()
    low, high = ranges(plot)[1]
    assert math.isfinite(low)
    assert low < high
    if log:
        assert low == math.log10(LEAST_LOSS)
    plot.grab()


@pytest.mark.parametrize("losses", [[1e300, 1e-300], [1e12], [1.0]])
@pytest.mark.parametrize("log", [False, True])
def test_a_huge_loss_is_drawn_on_either_axis(plot, losses, log):
    plot.log.setChecked(log)
    plot.show_snapshot(snapshot(losses, losses))
    low, high = ranges(plot)[1]
    assert low < high
    plot.grab()


def test_the_switch_redraws_at_once(plot):
    plot.show_snapshot(snapshot([10.0, 100.0]))
    plot.log.click()
    assert shown(plot._train) == ([0, 1], [1.0, 2.0])
    plot.log.click()
    assert shown(plot._train) == ([0, 1], [10.0, 100.0])


def test_the_switch_may_be_turned_before_anything_is_shown(plot):
    plot.log.click()
    assert shown(plot._train) == ([], [])


def test_the_curves_differ_by_more_than_their_colour(plot):
    for colours in (DARK, LIGHT):
        plot.apply_theme(colours)
        train, test = plot._train._pen, plot._test._pen
        assert train.color() == QColor(colours.train_line)
        assert test.color() == QColor(colours.test_line)
        assert (train.style(), test.style()) == (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
        assert "train" in plot._legend.text()
        assert colours.test_line in plot._legend.text()


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (-1, 0, "0.1 0.2 0.5 1"),
        (-2, 0, "0.01 0.02 0.05 0.1 0.2 0.5 1"),
        (-4, 0, "1e-04 0.001 0.01 0.1 1"),
        (-12, 0, "1e-12 1e-09 1e-06 0.001 1"),
        (0, 3, "1 10 100 1000"),
    ],
)
def test_a_logarithmic_axis_has_few_ticks_and_names_the_loss(low, high, texts):
    ticks = log_ticks(low, high)
    assert [text for _, text in ticks] == texts.split()
    np.testing.assert_allclose([10.0**place for place, _ in ticks], [float(text) for _, text in ticks])
