"""Fold lines in the output plot: a switch, a layer, lines or diamonds."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, corners, neuron_place, point_at, press, settled, until
from PySide6.QtCore import Qt
from snapshots import snapshot_of

from engine import DataSpec, LayerSpec, NetworkSpec
from playground.observers.folds import AskFolds, Folds
from playground.style.palette import LIGHT
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.folds import ALL, ask_for

DEEP = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(4, "relu"), LayerSpec(3))))
LINE = replace(
    SMALL,
    data=DataSpec(
        "own", points=tuple((x, 0.0, x / 9.0) for x in range(-5, 6)), labels="values", one_input=True
    ),
    network=NetworkSpec(features=("x1",), hidden=(LayerSpec(3, "relu"),)),
)


def folded(window, count):
    """Press K, and wait for so many fold lines."""
    press(window, Qt.Key.Key_K)
    until(lambda: len(window.boundary.folds.lines._polygons) == count)


def test_a_key_shows_and_hides_the_lines_of_the_first_layer(open_window):
    window = open_window(DEEP)
    folded(window, 4)
    assert window.session.snapshot.get(Folds).spot is None
    folded(window, 0)
    until(lambda: window.session.snapshot.get(Folds) is None)


def test_another_layer_is_chosen_in_the_card(open_window):
    window = open_window(DEEP)
    options = window.boundary.options
    assert options.folds_of.isHidden()
    folded(window, 4)
    assert [options.folds_of.itemText(k) for k in range(3)] == [
        "hidden layer 1",
        "hidden layer 2",
        "all hidden layers",
    ]
    options.folds_of.setCurrentText(ALL)
    until(lambda: len(window.boundary.folds.lines._polygons) > 4)
    assert not options.folds_of.isHidden()


def test_where_there_is_one_hidden_layer_there_is_no_choice(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(4),))))
    folded(window, 4)
    assert window.boundary.options.folds_of.isHidden()


def test_without_a_hidden_layer_there_are_none(open_window):
    window = open_window(replace(SMALL, network=NetworkSpec(hidden=())))
    folded(window, 0)
    until(lambda: settled(window.session))
    assert window.session.snapshot.get(Folds).lines == ()


def test_a_chosen_layer_stays_chosen_as_long_as_it_exists(open_window):
    window = open_window(DEEP)
    folded(window, 4)
    window.boundary.options.folds_of.setCurrentText("1")
    window.session.change(network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3), LayerSpec(2))))
    until(lambda: window.boundary.options.folds_of.count() == 4)
    assert window.boundary.options.folds_of.name() == "1"
    window.session.change(network=NetworkSpec(hidden=(LayerSpec(4),)))
    until(lambda: window.boundary.options.folds_of.count() == 1)
    assert window.boundary.options.folds_of.name() == "0"
    until(lambda: len(window.boundary.folds.lines._polygons) == 4)


def test_they_move_while_it_trains(open_window):
    window = open_window(DEEP)
    folded(window, 4)
    before = corners(window.boundary.folds.lines)
    window.session.play(5)
    at_rest(window.session)
    until(lambda: corners(window.boundary.folds.lines) != before)


def test_of_a_neuron_that_is_pointed_at_its_own_line_is_shown(open_window):
    window = open_window(DEEP)
    folded(window, 4)
    point_at(window, neuron_place(window, 1, 2))
    until(lambda: window.session.snapshot.get(Folds).spot == (1, 2))


def test_with_one_input_they_are_on_the_curve(show):
    plot = show(BoundaryPlot())
    plot.parentWidget().resize(420, 480)
    plot.apply_theme(LIGHT)
    snapshot = snapshot_of(LINE)
    folds = Folds((), np.array([-2.0, 1.5]), None)
    plot.show_snapshot(replace(snapshot, values={**snapshot.values, Folds: folds}))
    x1, heights = plot.field.curve
    np.testing.assert_allclose(plot.folds.dots.places[:, 0], [-2.0, 1.5])
    np.testing.assert_allclose(plot.folds.dots.places[:, 1], np.interp([-2.0, 1.5], x1, heights))
    plot.plot.grab()
    plot.show_snapshot(snapshot)
    assert len(plot.folds.dots.places) == 0


@pytest.mark.parametrize(("name", "layer"), [("1", 1), (ALL, None), ("None", 0)])
def test_what_is_asked_for_follows_the_choice(name, layer):
    assert ask_for(name, (0.0, 1.0, 0.0, 1.0)) == AskFolds(layer, (0.0, 1.0, 0.0, 1.0))
