"""The health of every layer, as curves and as histograms."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, control, press, settled, until
from PySide6.QtCore import Qt

from engine import DataSpec, LayerSpec, NetworkSpec, Trainer
from engine.analysis.health import HealthMeter
from playground.observers.health import HealthCurves, Histograms
from playground.observers.histogram import histogram
from playground.texts import health as texts
from playground.widgets.output.health import HealthPanel, decades, known, log_range
from playground.widgets.output.health_marks import spread
from playground.widgets.output.health_words import described, flat_words, summary
from playground.widgets.output.histograms import described as described_histogram

DEEP = replace(
    SMALL, network=NetworkSpec(hidden=(LayerSpec(4, "relu"), LayerSpec(3, "tanh"), LayerSpec(2, "linear")))
)


def curves_of(experiment=DEEP, change=None):
    """What is measured of a training before its first step."""
    trainer = Trainer(experiment)
    if change is not None:
        change(trainer)
    now = HealthMeter(trainer.experiment, trainer.data).measure(trainer.progress)
    return HealthCurves(np.array([0.0]), {}, now)


@pytest.fixture
def panel(open_window):
    """The panel of a window in which the tab is open."""
    window = open_window(DEEP)
    window.output.open("health")
    until(lambda: settled(window.session) and window.session.snapshot.get(HealthCurves) is not None)
    return window.output.get(HealthPanel)


def train(panel, epochs):
    window = panel.window()
    window.session.play(epochs)
    at_rest(window.session)
    until(lambda: panel._curves is not None and panel._curves.now.epoch == window.session.snapshot.epoch)


def choose(panel, figure):
    panel.figure.setCurrentText(figure)
    until(lambda: settled(panel.window().session))


# -- the tab -------------------------------------------------------------------------------------


def test_it_is_measured_only_while_it_is_looked_at(panel):
    window = panel.window()
    window.output.open("loss")
    until(lambda: window.session.snapshot.get(HealthCurves) is None)
    press(window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    until(lambda: window.session.snapshot.get(HealthCurves) is not None)


def test_each_layer_has_a_curve_and_a_label(panel):
    train(panel, 3)
    for figure in ("gradient", "ratio", "weights"):
        choose(panel, figure)
        assert [end.label for end in panel._marks.ends] == ["1", "2", "3", "out"]
        assert len({end.colour.name() for end in panel._marks.ends}) == 4
        now = panel._curves.curves[figure][:, -1]
        assert [end.y for end in panel._marks.ends] == pytest.approx(np.log10(now).tolist())
        assert (panel._marks.band is not None) == (figure == "ratio")


def test_layers_that_are_never_flat_have_no_curve_of_that(panel):
    choose(panel, "flat")
    assert [end.label for end in panel._marks.ends] == ["1", "2", "out"]
    assert panel._marks.note == ""


def test_a_network_that_is_never_flat_says_so(panel):
    linear = NetworkSpec(hidden=(LayerSpec(2, "linear"),), output="linear")
    panel.window().session.change(network=linear)
    choose(panel, "flat")
    until(lambda: panel._marks.note == texts.NEVER_FLAT())


def test_another_layer_has_another_curve(panel):
    panel.window().session.change(network=NetworkSpec(hidden=(LayerSpec(4, "relu"),)))
    until(lambda: [end.label for end in panel._marks.ends] == ["1", "out"])
    assert not panel._lines[3]._polygons


def test_the_figures_of_an_epoch_are_read_by_keys(panel):
    train(panel, 2)
    choose(panel, "weights")
    plot = control(panel, "plot.health")
    plot.setFocus()
    press(panel.window(), Qt.Key.Key_Home)
    card = panel._card
    first = panel._curves.curves["weights"][0, 0]
    assert card.isVisible()
    assert len(card.lines) == 5
    assert float(card.lines[1].figure) == pytest.approx(first, rel=1e-3)
    press(panel.window(), Qt.Key.Key_Escape)
    assert card.isHidden()


def test_a_screen_reader_hears_the_newest_figures(panel):
    choose(panel, "flat")
    until(lambda: "dead" in control(panel, "plot.health").accessibleDescription())
    assert "saturated" in control(panel, "plot.health").accessibleDescription()


def test_without_points_the_panel_says_so(open_window):
    window = open_window(replace(SMALL, data=DataSpec("own", points=())))
    window.output.open("health")
    until(lambda: settled(window.session))
    assert window.output.get(HealthPanel)._marks.note


# -- histograms --------------------------------------------------------------------------------


def test_the_histograms_of_the_chosen_layer_are_counted_while_they_are_seen(panel):
    session = panel.window().session
    assert panel.layer.isHidden()
    assert session.snapshot.get(Histograms) is None
    choose(panel, "histograms")
    assert panel.layer.isVisible()
    assert [panel.layer.itemText(k) for k in range(4)][::3] == ["hidden layer 1", "output"]
    for layer, count in ((0, 8), (3, 2)):
        panel.layer.setCurrentIndex(layer)
        until(lambda: panel.histograms._shown.layer == layer)  # noqa: B023 - it is asked at once
        assert panel.histograms._shown.weights.counts.sum() == count
    choose(panel, "gradient")
    until(lambda: session.snapshot.get(Histograms) is None)


def test_the_chosen_layer_stays_chosen_as_long_as_it_exists(panel):
    choose(panel, "histograms")
    panel.layer.setCurrentIndex(2)
    panel.window().session.change(network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3))))
    until(lambda: panel.layer.count() == 3)
    assert panel.layer.currentIndex() == 2
    panel.window().session.change(network=NetworkSpec(hidden=(LayerSpec(4),)))
    until(lambda: panel.layer.count() == 2)
    until(lambda: panel.histograms._shown is not None and panel.histograms._shown.layer == 1)


def test_a_histogram_is_described_in_words():
    said = described_histogram("weights", histogram(np.array([-1.0, 0.5, 2.0])))
    assert said == "weights: 3, from −1 to 2, mean 0.5"


# -- words and axes ------------------------------------------------------------------------------


def test_gradients_that_differ_are_summed_up_by_how_much():
    sigmoids = replace(SMALL, network=NetworkSpec(hidden=tuple(LayerSpec(4, "sigmoid") for _ in range(8))))
    assert summary("gradient", curves_of()) == texts.ALIKE()
    now = curves_of(sigmoids).now.layers
    factor = max(one.gradient_norm for one in now) / min(one.gradient_norm for one in now)
    assert 1e3 < factor < 1e6
    assert summary("gradient", curves_of(sigmoids)) == f"spread {factor:,.0f}×"


def test_dead_and_saturated_neurons_are_counted():
    def kill(trainer):
        trainer.network.layers[0].b[1:] = -100.0
        trainer.network.layers[1].b[:1] = 100.0

    curves = curves_of(change=kill)
    assert summary("flat", curves) == texts.FLAT(n=4, count=8)
    assert list(described("flat", curves, DEEP)) == [
        "hidden layer 1: 3 of 4 dead",
        "hidden layer 2: 1 of 3 saturated",
        "output: 0 of 1 saturated",
    ]


@pytest.mark.parametrize(("rate", "word"), [(1e-6, texts.BELOW), (10.0, texts.ABOVE)])
def test_updates_outside_the_usual_range_are_told(rate, word):
    curves = curves_of(replace(DEEP, training=replace(DEEP.training, learning_rate=rate)))
    assert summary("ratio", curves) == texts.SOME_OUTSIDE(n=4)
    assert all(line.endswith(word()) for line in described("ratio", curves, DEEP))


def test_an_axis_reaches_whole_powers_of_ten():
    assert log_range(np.log10([[2e-3, 0.5]]), usual=False) == (-3, 0)
    assert log_range(np.array([[-math.inf, -2.5]]), usual=False) == (-3, -2)
    assert log_range(np.array([[-40.0, 0.0]]), usual=False) == (-12, 0)
    assert log_range(np.array([[-2.5]]), usual=True) == (-4, -2)
    assert log_range(np.array([[math.nan]]), usual=False) == (-4, -2)


def test_its_numbers_are_short():
    assert decades(-3.0, 1.0) == [(-3.0, "1e−3"), (-2.0, "0.01"), (-1.0, "0.1"), (0.0, "1"), (1.0, "10")]
    assert len(decades(-12.0, 0.0)) <= 5


def test_a_curve_is_drawn_between_its_gaps():
    row = np.array([1.0, 2.0, np.nan, 3.0])
    assert [row[part].tolist() for part in known(row)] == [[1.0, 2.0], [3.0]]


def test_labels_are_moved_apart_and_stay_in_their_order():
    assert spread([50.0, 80.0], 10.0, 0.0, 100.0) == [50.0, 80.0]
    assert spread([50.0, 51.0, 52.0], 10.0, 0.0, 100.0) == [50.0, 60.0, 70.0]
    assert spread([99.0, 99.5, 100.0], 10.0, 0.0, 100.0) == [75.0, 85.0, 95.0]
    crowded = spread([float(k) for k in range(20)], 10.0, 0.0, 50.0)
    assert crowded[0] is not None
    assert crowded[-1] is not None
    shown = [one for one in crowded if one is not None]
    assert len(shown) == 5
    assert (np.diff(shown) >= 10.0).all()


def test_the_neurons_that_are_dead_now_are_named():
    def kill(trainer):
        trainer.network.layers[0].b[1:3] = -100.0

    layer = curves_of(change=kill).now.layers[0]
    assert flat_words(layer.dead, layer) == "50.0%: neurons 2, 3"
    assert flat_words(layer.dead) == "50.0%"
    assert flat_words(math.nan) == "–"


def test_a_double_shows_the_same_figure_of_the_same_layer(panel, show):
    choose(panel, "histograms")
    panel.layer.setCurrentIndex(2)
    until(lambda: panel.histograms._shown is not None and panel.histograms._shown.layer == 2)
    double = show(HealthPanel())
    double.show_as(panel)
    double.show_snapshot(panel.window().session.snapshot)
    assert double.histograms.isVisible()
    assert double.histograms._shown.layer == 2
    assert double.layer.currentIndex() == 2
