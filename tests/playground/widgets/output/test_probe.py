from dataclasses import replace

import pytest
from hands import SMALL, at_rest, press, settled, trained, until
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from engine import DataSpec, NetworkSpec, Problem, TrainSpec
from playground.observers.probe import Probe
from playground.observers.samples import Point
from playground.style.palette import LIGHT
from playground.widgets.output.probe import lines_of

BINARY, SEVERAL, VALUES = Problem("binary", 2), Problem("multiclass", 3), Problem("regression", 1)
POINTS = {"train": "training point", "test": "test point"}
DATA, VALUES_DATA = DataSpec(), DataSpec(dataset="plane")


def rest_at(window, x1, x2):
    """Move the pointer to a place in the plane; there it rests."""
    plot = window.boundary.plot
    place = plot.place_of(QPointF(x1, x2)).toPoint()
    QTest.mouseMove(plot.viewport(), place + QPoint(3, 3))
    QTest.mouseMove(plot.viewport(), place)


def leave(window):
    window.boundary.plot.pointed.emit(None)


def shown(window):
    return window.boundary.prober.card.isVisible()


def told(window):
    return {line.name: line.figure for line in window.boundary.prober.card.lines}


def first_point(window, part="train"):
    samples = getattr(window.session.snapshot.data, part)
    return tuple(float(value) for value in samples.X[0]), int(samples.y[0])


# -- words -----------------------------------------------------------------------------------


def test_two_classes_have_two_probabilities():
    lines = lines_of(Probe((1.0, -2.0), (0.25,), 0.0, (0.75, 0.25), None), BINARY, DATA, LIGHT)
    assert lines[0].name == "x₁ 1.00   x₂ −2.00"
    assert [(line.name, line.figure, line.share, line.bold) for line in lines[1:]] == [
        ("class 0", "0.750", 0.75, True), ("class 1", "0.250", 0.25, False),
    ]  # fmt: skip
    assert len({line.marker for line in lines[1:]}) == 2  # told apart without colour


def test_an_output_that_is_no_probability_is_not_called_one():
    lines = lines_of(Probe((0.0, 0.0), (-0.5,), 0.0, None, None), BINARY, DATA, LIGHT)
    assert [(line.name, line.figure) for line in lines[1:]] == [
        ("class 0", "predicted"), ("class 1", ""), ("output", "−0.500"),
    ]  # fmt: skip
    assert not any(line.share for line in lines)


def test_each_of_several_classes_has_its_own():
    lines = lines_of(Probe((0.0, 0.0), (0.2, 0.7, 0.1), 1.0, (0.2, 0.7, 0.1), None), SEVERAL, DATA, LIGHT)
    assert [line.figure for line in lines[1:]] == ["0.200", "0.700", "0.100"]
    assert [line.bold for line in lines[1:]] == [False, True, False]


@pytest.mark.parametrize(("label", "verdict"), [(0.0, "✓ correct"), (1.0, "✗ wrong")])
def test_of_a_point_it_says_label_and_loss(label, verdict):
    point = Point("test", 16, (0.0, 0.0), label, 0.0, 1.5)
    lines = lines_of(Probe((0.0, 0.0), (0.2,), 0.0, (0.8, 0.2), point), BINARY, DATA, LIGHT)
    assert [(line.name, line.figure) for line in lines[3:]] == [
        ("test point 17", ""), (f"label {label:.0f}", verdict), ("loss", "1.5000"),
    ]  # fmt: skip
    assert lines[3].hollow


def test_of_a_value_it_says_the_prediction_and_the_truth():
    point = Point("train", 0, (0.0, 0.0), -0.5, 0.25, 0.28)
    lines = lines_of(Probe((0.0, 0.0), (0.25,), 0.25, None, point), VALUES, VALUES_DATA, LIGHT)
    assert [(line.name, line.figure) for line in lines[1:]] == [
        ("prediction", "0.250"), ("training point 1", ""), ("value", "−0.500"), ("loss", "0.2800"),
    ]  # fmt: skip


# -- the mouse -------------------------------------------------------------------------------


def test_a_pointer_that_rests_is_told_what_the_network_says_there(window):
    rest_at(window, 5.0, -5.5)
    assert not shown(window)  # not before it rests
    until(lambda: shown(window))
    probe = window.session.snapshot.get(Probe)
    assert probe.x == pytest.approx((5.0, -5.5), abs=0.1)
    assert told(window)["class 1"] == f"{probe.outputs[0]:.3f}"
    leave(window)
    assert not shown(window)
    at_rest(window.session)
    assert window.session.snapshot.get(Probe) is None


def test_it_follows_the_pointer_without_resting_again(window):
    rest_at(window, 5.0, -5.0)
    until(lambda: shown(window))
    rest_at(window, -5.0, 5.0)
    assert shown(window)
    until(lambda: window.session.snapshot.get(Probe).x[0] < 0.0)
    until(lambda: next(iter(told(window))).startswith("x₁ −"))


def test_it_stays_live_while_training_goes_on(window):
    rest_at(window, 5.0, -5.0)
    until(lambda: shown(window))
    window.session.play()
    figures = set()
    for _ in range(4):
        trained(window.session, 3)
        figures.add(told(window)["class 1"])
    assert shown(window)
    assert len(figures) > 1
    window.session.pause()
    at_rest(window.session)
    assert told(window)["class 1"] == f"{window.session.snapshot.get(Probe).outputs[0]:.3f}"


@pytest.mark.parametrize("part", ["train", "test"])
def test_on_a_point_it_tells_of_that_point(window, part):
    heard = []
    window.boundary.point_hovered.connect(heard.append)
    x, label = first_point(window, part)
    rest_at(window, *x)
    until(lambda: any(name.startswith(POINTS[part]) for name in told(window)))
    assert f"label {label}" in told(window)
    assert window.boundary.marks.hovered == x
    assert heard[-1].x == x
    leave(window)
    until(lambda: settled(window.session))
    until(lambda: heard[-1] is None)
    assert window.boundary.marks.hovered is None


def test_a_hidden_point_is_not_meant(window):
    x, _ = first_point(window)
    window.boundary.options.switches["train"].click()
    rest_at(window, *x)
    until(lambda: shown(window))
    assert not any(name.startswith("training point") for name in told(window))


@pytest.mark.parametrize("spot", [(-5.9, -5.9), (-5.9, 5.9), (5.9, -5.9), (5.9, 5.9), (0.0, 0.0)])
def test_the_card_never_covers_what_it_tells_about(window, spot):
    rest_at(window, *spot)
    until(lambda: shown(window))
    card, plot = window.boundary.prober.card, window.boundary.plot
    place = plot.viewport().mapTo(window, plot.place_of(QPointF(*spot)).toPoint())
    assert not card.geometry().adjusted(-8, -8, 8, 8).contains(place)
    assert window.rect().contains(card.geometry())


def test_the_card_lets_the_mouse_through_and_does_not_shrink(window):
    card = window.boundary.prober.card
    assert card.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    x, _ = first_point(window)
    rest_at(window, *x)
    until(lambda: len(told(window)) > 4)
    height = card.height()
    rest_at(window, 5.8, -5.8)
    until(lambda: len(told(window)) < 4)
    assert card.height() == height


def test_a_pointer_that_holds_a_tool_is_told_nothing(window):
    rest_at(window, 5.0, -5.0)
    until(lambda: shown(window))
    press(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert not shown(window)
    rest_at(window, -5.0, -5.0)
    prober = window.boundary.prober
    until(lambda: not prober._rest.isActive())  # what it waited for would have come
    assert prober.place is None
    assert not shown(window)
    press(window, Qt.Key.Key_Escape)
    rest_at(window, 5.0, -5.0)
    until(lambda: shown(window))


@pytest.mark.parametrize("output", ["tanh", "softmax", "linear"])
def test_any_output_can_be_probed(open_window, output):
    network = NetworkSpec(hidden=SMALL.network.hidden, output=output)
    window = open_window(replace(SMALL, network=network, training=TrainSpec()))
    rest_at(window, 5.0, -5.0)
    until(lambda: shown(window))
    assert any(line.bold for line in window.boundary.prober.card.lines[1:])


def test_a_regression_can_be_probed(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="plane", samples=60)))
    rest_at(window, 5.0, -5.0)
    until(lambda: shown(window))
    assert "prediction" in told(window)


# -- the keyboard ----------------------------------------------------------------------------


def test_the_keyboard_probes_too(window):
    press(window, Qt.Key.Key_P)
    until(lambda: shown(window))
    prober, marks = window.boundary.prober, window.boundary.marks
    until(lambda: marks.probed == pytest.approx((0.0, 0.0), abs=0.01))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        press(window, key)
    until(lambda: settled(window.session) and window.session.snapshot.get(Probe).x[1] > 0.0)
    assert window.session.snapshot.epoch == 0  # the arrow has not trained
    assert prober.place.x() == pytest.approx(2.0 * prober.place.y(), abs=0.01)
    x = prober.place.x()
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert prober.place.x() > 2.0 * x
    press(window, Qt.Key.Key_Escape)
    assert not shown(window)
    assert marks.probed is None
    press(window, Qt.Key.Key_Right)
    until(lambda: window.session.snapshot.epoch == 1)


def test_the_same_key_ends_it(window):
    press(window, Qt.Key.Key_P)
    until(lambda: shown(window))
    press(window, Qt.Key.Key_P)
    assert not shown(window)
    at_rest(window.session)
    assert window.session.snapshot.get(Probe) is None
