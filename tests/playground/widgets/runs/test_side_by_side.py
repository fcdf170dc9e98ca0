"""Two runs side by side, as widgets."""

from dataclasses import replace

import pytest
from hands import EXPLOSIVE, SMALL, control, press, until
from lane_values import lane_of, lanes_of
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec
from playground.observers.plane import AskPlane
from playground.style.palette import DARK, LIGHT
from playground.texts.network import MORE_BELOW
from playground.widgets.runs.contender import Contender, changeable, value_in
from playground.widgets.runs.side_by_side import SideBySide

RUNS = {"hand": "The open run", "key": "Another one"}


@pytest.fixture
def page(show):
    one = SideBySide()
    one.resize(830, 490)
    one.apply_theme(LIGHT)
    one.offer(RUNS, tuple(changeable()))
    one.show_contenders((Contender("hand"), Contender("hand", "training.l2", 0.03)))
    return show(one)


def told(signal):
    found = []
    signal.connect(lambda *values: found.append(values[0] if len(values) == 1 else values))
    return found


# -- what is chosen --------------------------------------------------------------------------------


def test_what_is_chosen_is_shown_and_not_asked_for(page):
    edits = told(page.value_edited)
    b = page.sides[1].choice
    assert (b.run.currentText(), b.setting.currentText()) == ("The open run", "L2")
    assert control(page, "compare.b_value").value() == 0.03
    assert control(page, "compare.a_setting").currentText() == "nothing changed"
    assert page.sides[0].findChild(type(control(page, "compare.b_value")), "compare.a_value") is None
    assert edits == []


def test_a_value_that_is_typed_is_asked_for_on_its_side(page):
    edits = told(page.value_edited)
    number = control(page, "compare.b_value")
    number.lineEdit().selectAll()
    QTest.keyClicks(number.lineEdit(), "0.1")
    QTest.keyClick(number.lineEdit(), Qt.Key.Key_Return)
    assert edits[-1] == (1, 0.1)


def test_another_setting_and_another_run_are_asked_for(page):
    settings, runs = told(page.setting_chosen), told(page.run_chosen)
    for box, name in (
        (control(page, "compare.a_setting"), "Optimiser"),
        (control(page, "compare.b_run"), "Another one"),
    ):
        box.setCurrentIndex(box.findText(name))
    assert settings == [(0, "training.optimizer")]
    assert runs == [(1, "key")]


@pytest.mark.parametrize("name", changeable())
def test_every_setting_that_can_be_changed_has_a_control_of_its_value(page, name):
    setting = changeable()[name]
    value = value_in(SMALL, setting)
    page.show_contenders(
        (Contender("hand", name, setting.typical if value is None else value), Contender("hand"))
    )
    found = control(page, "compare.a_value")
    assert found.isVisibleTo(page)
    assert found.accessibleName() == "Value in run A"


def test_what_is_no_longer_changed_has_no_value(page):
    page.show_contenders((Contender("hand"), Contender("hand")))
    value = page.findChild(object, "compare.b_value")
    assert value is None or value.isHidden()


# -- what is shown ---------------------------------------------------------------------------------


def test_each_side_has_its_figures(page):
    lanes = lanes_of(lane_of(epochs=3), lane_of(SMALL, epochs=5))
    page.show_lanes(lanes)
    for side, lane in zip(page.sides, lanes.lanes, strict=True):
        assert f"{lane.snapshot.metrics.train_loss:.4f}" in side.figures.toolTip()
    assert page.clock.time.text() == "epoch 5"


@pytest.mark.parametrize(
    ("lane", "words"),
    [
        (
            lane_of(replace(SMALL, data=DataSpec(dataset="own", points=())), epochs=0),
            "No points to learn from",
        ),
        (lane_of(replace(SMALL, data=replace(SMALL.data, test_fraction=0.0))), "training loss 0."),
    ],
)
def test_what_stands_in_place_of_figures(page, lane, words):
    page.show_lanes(lanes_of(lane, lane))
    assert page.sides[0].figures.toolTip().startswith(words)


def test_the_list_of_settings_has_the_room_that_no_value_takes(page):
    unchanged, changed = (page.sides[k].choice for k in range(2))
    assert unchanged.setting.geometry().right() == unchanged.run.geometry().right()
    assert changed.setting.geometry().right() < changed.findChild(QWidget, "compare.b_value").x()


def test_a_run_that_diverged_says_when(page):
    from engine import Divergence

    lane = lane_of(EXPLOSIVE, epochs=0, diverged=Divergence(epoch=1, steps=7, what="loss", kept=0))
    page.show_lanes(lanes_of(lane, lane))
    assert page.sides[0].figures.toolTip() == "Diverged at epoch 1"


def test_before_the_runs_are_there_nothing_can_be_played_or_taken(page):
    page.show_lanes(None)
    assert not page.clock.play.isEnabled()
    assert not any(side.take.isEnabled() for side in page.sides)
    page.show_lanes(lanes_of(lane_of(), lane_of()))
    assert page.clock.play.isEnabled()
    assert all(side.take.isEnabled() for side in page.sides)


def test_play_says_pause_while_they_train(page):
    page.show_lanes(lanes_of(lane_of(), lane_of(), playing=True))
    assert page.clock.play.text() == "Pause"
    wide = page.clock.play.sizeHint().width(), page.clock.play.minimumWidth()
    page.show_lanes(lanes_of(lane_of(), lane_of()))
    assert page.clock.play.text() == "Play all"
    assert page.clock.play.minimumWidth() == wide[1] >= max(wide[0], page.clock.play.sizeHint().width())


NETWORKS = {
    "many layers": NetworkSpec(hidden=(LayerSpec(3),) * 20),
    "wide layers": NetworkSpec(hidden=(LayerSpec(60), LayerSpec(30))),
    "no layer": NetworkSpec(hidden=()),
    "many inputs": NetworkSpec(features=tuple(f"=sin({k}*x1)" for k in range(1, 30))),
}
SIZES = (QSize(830, 490), QSize(560, 420), QSize(1300, 800), QSize(330, 900))


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_every_network_is_drawn_at_every_size(page, network):
    experiment = replace(SMALL, network=network)
    for size, theme in zip(SIZES, (LIGHT, DARK) * 2, strict=True):
        page.window().resize(size)
        page.apply_theme(theme)
        asks = page.sides[0].asks
        lane = lane_of(experiment, epochs=1, asks=asks)
        page.show_lanes(lanes_of(lane, lane))
        assert not page.grab().isNull()
        sight = page.sides[0].network.ask.sight
        assert len(sight) == len(network.hidden) + 1


def test_neurons_that_have_no_room_are_counted_below_their_layer(page):
    lane = lane_of(replace(SMALL, network=NETWORKS["wide layers"]), epochs=1)
    page.show_lanes(lanes_of(lane, lane))
    drawing = page.sides[0].network
    for column in drawing._layout.columns[:-1]:
        room = QFontMetrics(drawing._painting.small).horizontalAdvance(MORE_BELOW[1](n=column.width))
        assert room <= column.chip.width() <= drawing._layout.pitch


def test_values_over_x1_are_drawn_as_a_curve(page):
    data = DataSpec(
        dataset="own",
        points=tuple((0.1 * k, 0.0, 0.2 * k) for k in range(20)),
        one_input=True,
        labels="values",
    )
    lane = lane_of(Experiment(data=data, network=NetworkSpec(features=("x1",))), epochs=1)
    page.show_lanes(lanes_of(lane, lane))
    assert page.sides[0].output._image is None
    assert len(page.sides[0].output._lines) == 1
    assert not page.grab().isNull()


def test_the_output_is_upright(page):
    """The lowest row of a field is the lowest on the screen."""
    lane = lane_of(epochs=30)
    page.show_lanes(lanes_of(lane, lane))
    output = page.sides[0].output
    plane, place = output.plane(), output.square
    left, right, bottom, top = output.frame
    assert plane.map(left, top) == pytest.approx((place.left(), place.top()))
    assert plane.map(right, bottom) == pytest.approx((place.right(), place.bottom()))


# -- what is looked at -----------------------------------------------------------------------------


def test_what_is_looked_at_is_told_and_nothing_once_it_is_hidden(page):
    looked = told(page.looked)
    page.look()
    assert [any(isinstance(ask, AskPlane) for ask in asks) for asks in looked[-1]] == [True, True]
    page.hide()
    assert looked[-1] == ((), ())


def test_own_points_are_looked_at_where_they_are(page):
    data = DataSpec(
        dataset="own", points=((10.0, 10.0, 0), (30.0, 30.0, 1), (20.0, 12.0, 1), (12.0, 28.0, 0))
    )
    lane = lane_of(replace(SMALL, data=data), epochs=0)
    looked = told(page.looked)
    page.show_lanes(lanes_of(lane, lane))
    assert looked[-1][0][0].area == lane.snapshot.frame


# -- the clock -------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [760, 900, 1300])
def test_no_button_of_the_clock_is_narrower_than_its_words(page, width):
    clock = page.clock
    before = page.width()
    page.window().resize(width, 700)
    until(lambda: page.width() != before)
    buttons = (clock.play, clock.step, clock.reset)
    until(lambda: all(one.width() >= one.sizeHint().width() for one in buttons))


def test_nothing_gets_wider_as_the_clock_counts(page):
    page.show_lanes(lanes_of(lane_of(), lane_of()))
    least = page.clock.minimumSizeHint()
    page.show_lanes(replace(lanes_of(lane_of(), lane_of()), time=1e12))
    assert page.clock.minimumSizeHint() == least


# -- the keys --------------------------------------------------------------------------------------


def test_the_keys_of_the_page(page):
    asked = {name: told(signal) for name, signal in {
        "play": page.clock.play_asked, "step": page.clock.step_asked, "reset": page.clock.reset_asked,
        "close": page.closed,
    }.items()}  # fmt: skip
    page.show_lanes(lanes_of(lane_of(), lane_of()))
    page.setFocus()
    until(page.hasFocus)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_R, Qt.Key.Key_Escape):
        press(page, key)
    assert {name: len(found) for name, found in asked.items()} == {
        "play": 1,
        "step": 1,
        "reset": 1,
        "close": 1,
    }
    press(page, Qt.Key.Key_L)
    assert page.clock.log.isChecked()
    assert page.curves.log


# -- many moments a second -------------------------------------------------------------------------


def test_losses_and_networks_take_turns_where_moments_follow_quickly_and_the_last_is_shown(page, monkeypatch):
    drawn = []
    monkeypatch.setattr(page.curves, "show_lanes", lambda _: drawn.append("losses"))
    monkeypatch.setattr(page, "show_in_turn", lambda _: drawn.append("networks"))
    monkeypatch.setattr(page, "_last", 1e12)  # a moment ago
    lanes = lanes_of(lane_of(), lane_of())
    for k in range(4):
        page.show_lanes(replace(lanes, busy=True, playing=True))
        page._last = 1e12
        assert len(drawn) == k + 1
    assert sorted(drawn) == ["losses"] * 2 + ["networks"] * 2
    drawn.clear()
    page.show_lanes(lanes)
    assert sorted(drawn) == ["losses", "networks"]
