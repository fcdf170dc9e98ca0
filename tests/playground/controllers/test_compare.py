"""Two runs side by side and races, in the window, with real clicks."""

import threading
from dataclasses import replace

import numpy as np
import pytest
from hands import (
    EXPLOSIVE,
    SMALL,
    at_rest,
    bring_to_front,
    click,
    control,
    places_at_rest,
    press,
    type_in,
    until,
)
from PySide6.QtCore import Qt

from engine import LayerSpec, NetworkSpec, TrainSpec
from playground.classroom.choice import Classroom
from playground.files.run_library import RunRow
from playground.observers.field import Field
from playground.observers.lanes import ClockUnit, Goal
from playground.observers.neuron_maps import NeuronMaps
from playground.widgets.runs.race import LaneTile
from playground.widgets.runs.race_dialog import Race, RaceDialog

RACE = Race("learning_rate", (0.01, 0.1, 1.0), Goal(0.5))


def there(window):
    """Wait until the runs are there, and all that is looked at of them."""
    lanes = window.compare.lanes
    until(lambda: lanes.settled and lanes.value is not None and not lanes.value.busy)
    return lanes.value


def side_by_side(window):
    window.views.show("runs")
    click(window, "runs.side_by_side")
    there(window)
    return window.compare.page


def choose(window, name, data):
    box = control(window, name)
    box.setCurrentIndex(box.findData(data))
    assert box.currentData() == data


@pytest.fixture
def page(window):
    return side_by_side(window)


# -- two runs --------------------------------------------------------------------------------------


def test_l2_of_0_and_0_03_are_two_clicks_away(window):
    window.views.show("runs")
    click(window, "runs.side_by_side")  # 1
    there(window)
    page = window.compare.page
    assert page.title.text() == "Differs: L2 only (0 | 0.03)"
    assert page.note.text() == "Both start from the same weights."
    click(window, "compare.play")  # 2
    until(lambda: window.compare.lanes.value.lanes[1].snapshot.epoch >= 20)
    click(window, "compare.play")
    lanes = there(window).lanes
    assert [lane.snapshot.experiment.training.l2 for lane in lanes] == [0.0, 0.03]
    assert lanes[0].snapshot.epoch == lanes[1].snapshot.epoch
    for lane in lanes:
        assert lane.snapshot.get(Field) is not None
        assert lane.snapshot.get(NeuronMaps) is not None
    assert len(page.curves._items) == 4


@pytest.mark.parametrize("size", [(1599, 541), (1900, 536)])
def test_where_there_is_little_height_the_page_scrolls_and_nothing_is_squeezed(window, page, size):
    window.resize(*size)
    places_at_rest(window)
    assert page.clock.height() >= page.clock.minimumSizeHint().height()
    assert page.curves.height() >= page.curves.minimumHeight()


@pytest.mark.usefixtures("page")
def test_the_run_in_hand_waits_while_they_train(window):
    window.session.play()
    until(lambda: window.session.snapshot.epoch > 2)
    click(window, "compare.play")
    until(lambda: window.compare.lanes.playing and not window.session.playing)
    click(window, "transport.play")
    until(lambda: window.session.playing and not window.compare.lanes.playing)
    window.session.pause()


@pytest.mark.usefixtures("page")
def test_one_step_is_an_epoch_of_both_and_reset_goes_back(window):
    click(window, "compare.step")
    until(lambda: [lane.snapshot.epoch for lane in there(window).lanes] == [1, 1])
    click(window, "compare.reset")
    until(lambda: [lane.snapshot.epoch for lane in there(window).lanes] == [0, 0])


def test_another_value_starts_both_again_and_says_so(window, page):
    click(window, "compare.step")
    choose(window, "compare.b_setting", "training.learning_rate")
    number = control(window, "compare.b_value")
    assert number.value() == SMALL.training.learning_rate
    number.setValue(0.3)
    until(lambda: page.title.text() == "Differs: Learning rate η only (0.03 | 0.3)")
    lanes = there(window).lanes
    assert [lane.snapshot.experiment.training.learning_rate for lane in lanes] == [0.03, 0.3]
    assert [lane.snapshot.epoch for lane in lanes] == [0, 0]


def test_a_value_out_of_range_is_refused_and_the_last_one_comes_back(window, page):
    refused = []
    window.session.gate.refused.connect(lambda where, why: refused.append((where, why)))
    for setting, typed in (("network.width", "1000000000000"), ("network.width", "0"), ("training.l2", "-1")):
        refused.clear()
        choose(window, "compare.b_setting", setting)
        number = control(window, "compare.b_value")
        before = number.value()
        type_in(window, "compare.b_value", typed)
        ((where, why),) = set(refused)
        assert where == "compare.b_value"
        assert typed.strip("-") in why.replace(",", "")
        assert number.value() == before
        assert page.title.text() != "This cannot be compared"


def test_what_cannot_be_is_said_on_the_page(open_window):
    window = open_window(replace(SMALL, training=TrainSpec(loss="binary_cross_entropy")))
    page = side_by_side(window)
    choose(window, "compare.b_setting", "network.output")
    choose(window, "compare.b_value", "tanh")
    until(lambda: page.title.text() == "This cannot be compared")
    assert "tanh" in page.note.text().lower()
    choose(window, "compare.b_value", "auto")
    until(lambda: page.title.text().startswith("No difference"))


def test_two_runs_that_are_alike_have_the_same_bits(window, page):
    choose(window, "compare.b_setting", "")
    until(lambda: page.title.text() == "No difference: both are the same run")
    there(window)
    click(window, "compare.step")
    until(lambda: there(window).lanes[1].snapshot.epoch == 1)
    first, second = (lane.snapshot.get(Field).values for lane in there(window).lanes)
    assert np.array_equal(first, second)


def test_other_layers_share_what_weights_they_can(window, page):
    choose(window, "compare.b_setting", "network.width")
    control(window, "compare.b_value").setValue(4)
    until(lambda: "Hidden layers" in page.title.text())
    there(window)
    until(lambda: page.note.text() == "The same starting weights where the shapes allow.")
    click(window, "compare.alike")
    there(window)
    until(lambda: page.note.text() == "")


def test_a_kept_run_stands_where_it_is_put(window):
    window.views.show("runs")
    row = RunRow("k", 0.0, 0.0, replace(SMALL, training=TrainSpec(optimizer="adam")), epoch=12, name="Fast")
    window.compare.put(row, "B")
    lanes = there(window).lanes
    assert [lane.snapshot.experiment.training.optimizer for lane in lanes] == ["sgd", "adam"]
    assert control(window, "compare.b_run").currentText() == "Fast · epoch 12"
    assert control(window, "compare.a_run").currentText() == "The open run"
    window.compare.put(None, "B")
    until(lambda: control(window, "compare.b_run").currentText() == "The open run")


def test_changes_that_a_run_was_trained_with_are_said_to_be_left_out(window):
    window.views.show("runs")
    row = RunRow("k", 0.0, 0.0, SMALL, epoch=12, changes=2)
    window.compare.put(row, "B")
    there(window)
    page = window.compare.page
    assert page.note.text() == (
        "Both start from the same weights. Changes made while B trained are left out."
    )
    window.compare.put(replace(row, key="l", changes=0), "B")
    until(lambda: page.note.text() == "Both start from the same weights.")


def test_so_are_those_of_the_open_run_unless_they_were_made_at_its_start(window):
    session = window.session
    session.edit("training.learning_rate", "training", learning_rate=0.1)
    at_rest(session)
    page = side_by_side(window)
    assert page.note.text() == "Both start from the same weights."
    session.play(2)
    at_rest(session)
    session.edit("training.learning_rate", "training", learning_rate=0.2)  # a change makes it another run
    at_rest(session)
    assert page.note.text() == "Both start from the same weights."
    window.compare.open_side_by_side()
    there(window)
    until(lambda: page.note.text().endswith("Changes made while A and B trained are left out."))
    session.reset()
    session.edit("training.learning_rate", "training", learning_rate=0.3)
    at_rest(session)
    window.compare.put(None, "B")
    until(lambda: page.note.text().endswith("Changes made while A trained are left out."))


def test_a_weight_set_beside_the_page_is_left_out_of_the_run_that_was_open(window, page):
    session = window.session
    session.play(2)
    at_rest(session)
    session.by_hand.set_parameter(0, 0, 0, 0.5, before=0.0)
    at_rest(session)
    session.edit("training.learning_rate", "training", learning_rate=0.2)
    at_rest(session)
    choose(window, "compare.b_setting", "")
    until(lambda: page.note.text().endswith("Changes made while A and B trained are left out."))


@pytest.mark.usefixtures("page")
def test_either_becomes_the_run_in_hand_and_undo_brings_back_the_other(window):
    window.session.play(3)
    at_rest(window.session)
    click(window, "compare.play")
    until(lambda: window.compare.lanes.value.lanes[1].snapshot.epoch >= 5)
    click(window, "compare.b_take")
    until(lambda: window.session.experiment.training.l2 == 0.03)
    snapshot = at_rest(window.session)
    until(lambda: window.session.snapshot.epoch == there(window).lanes[1].snapshot.epoch)
    assert control(window, "compare.b_run").currentText() == "The run that was open"
    assert [lane.snapshot.experiment.training.l2 for lane in there(window).lanes] == [0.0, 0.03]
    window.session.undo_stack.undo()
    until(lambda: window.session.experiment.training.l2 == 0.0)
    until(lambda: at_rest(window.session).epoch == 3)
    assert snapshot.epoch >= 5


def test_the_run_that_was_open_stays_what_it_was_beside_the_one_that_is(window, page):
    rate = window.session.experiment.training.learning_rate
    choose(window, "compare.b_setting", "")

    def rates():
        return [lane.snapshot.experiment.training.learning_rate for lane in there(window).lanes]

    for new in (0.1, 0.2):
        window.session.edit("training.learning_rate", "training", learning_rate=new)
        at_rest(window.session)
        choose(window, "compare.b_run", "hand")
        until(lambda: page.title.text().startswith("Differs: Learning rate η only"))
        until(lambda new=new: rates() == [rate, new])
    names = [control(window, f"compare.{side}_run").currentText() for side in "ab"]
    assert names == ["The run that was open", "The open run"]


def test_the_clock_can_go_by_seconds(window, page):
    choose(window, "compare.clock", ClockUnit.SECONDS.name)
    click(window, "compare.play")
    until(
        lambda: (
            window.compare.lanes.value.unit is ClockUnit.SECONDS and window.compare.lanes.value.time > 0.02
        )
    )
    click(window, "compare.play")
    there(window)
    assert page.clock.time.text().endswith("of training each")


def test_the_speed_of_the_window_is_theirs(window):
    window.session.set_speed("step")
    page = side_by_side(window)
    page.clock.play.click()
    until(lambda: window.compare.lanes.value.lanes[0].snapshot.by_batch)


def test_escape_leads_back_to_the_table_and_ends_the_runs(window, page):
    bring_to_front(window)
    assert page.hasFocus()
    press(window, Qt.Key.Key_Escape)
    assert page.isHidden()
    assert not window.compare.lanes.is_open
    click(window, "runs.side_by_side")
    assert there(window).lanes


def test_what_nobody_sees_does_not_train(window, page):
    click(window, "compare.play")
    until(lambda: window.compare.lanes.playing)
    window.views.show("build")
    until(lambda: not window.compare.lanes.playing)
    assert all(not lane.snapshot.values for lane in there(window).lanes) or page.isHidden()
    window.views.show("runs")
    until(lambda: there(window).lanes[0].snapshot.get(Field) is not None)
    assert page.hasFocus()


def test_nothing_moves_when_one_is_first(window):
    window.views.show("runs")
    window.compare.start_race(replace(RACE, goal=Goal(0.0)))
    page = window.compare.page
    until(lambda: page.lanes is not None and page.lanes.lanes[0].snapshot.epoch > 2)
    click(window, "compare.play")  # pause: what is said now stays
    there(window)
    before, first = places_at_rest(page), "First together: A, B, C, D, E, F and G, at epoch 1,234,567"
    page.show_words(page.title.text(), first)
    assert places_at_rest(page) == before
    assert page.note.text() == first


@pytest.mark.usefixtures("page")
def test_a_class_changes_only_what_it_may(window):
    window.session.gate.show(Classroom(locked={"training.l2"}))
    assert control(window, "compare.a_setting").findData("training.l2") < 0
    assert control(window, "compare.a_setting").findData("training.optimizer") >= 0


def test_a_run_that_diverges_says_so_and_the_other_goes_on(open_window):
    window = open_window(replace(EXPLOSIVE, training=TrainSpec(learning_rate=0.01)))
    page = side_by_side(window)
    choose(window, "compare.b_setting", "training.learning_rate")
    control(window, "compare.b_value").setValue(1000.0)
    until(lambda: "1000)" in page.title.text().replace(",", ""))
    there(window)
    click(window, "compare.play")
    until(lambda: page.sides[1].figures.text().startswith("Diverged"))
    until(lambda: window.compare.lanes.value.lanes[0].snapshot.epoch > 5)
    click(window, "compare.play")


# -- a race ----------------------------------------------------------------------------------------


def test_a_race_is_set_up_in_a_dialog_and_begins(window):
    window.views.show("runs")
    click(window, "runs.race")  # 1
    dialog = until(lambda: window.findChild(RaceDialog))
    click(dialog, "race.start")  # 2
    page = window.compare.page
    until(lambda: page.note.text().startswith("First"))
    lanes = window.compare.lanes.value
    winner = lanes.winners[0]
    assert page.tiles[winner]._place.text() == "1st"
    assert len(lanes.lanes) == 4
    assert {lane.snapshot.experiment.seed for lane in lanes.lanes} == {window.session.experiment.seed}


def test_the_first_under_the_goal_is_marked_at_its_moment(window):
    window.views.show("runs")
    window.compare.start_race(RACE)
    lanes = window.compare.lanes
    until(lambda: lanes.value is not None and lanes.value.winners)
    lane = lanes.value.lanes[lanes.value.winners[0]]
    losses = dict(zip(lane.snapshot.curves.test.epochs, lane.snapshot.curves.test.values, strict=True))
    assert losses[lane.arrival.epoch] <= 0.5
    assert all(loss > 0.5 for epoch, loss in losses.items() if epoch < lane.arrival.epoch)
    lanes.pause()


def test_another_race_follows(window):
    window.views.show("runs")
    window.compare.start_race(RACE)
    window.compare.start_race(Race("optimizer", ("sgd", "adam"), None))
    until(lambda: window.compare.lanes.value is not None and len(window.compare.lanes.value.lanes) == 2)
    page = window.compare.page
    assert sum(tile.isVisible() for tile in page.findChildren(LaneTile)) == 2
    assert (page.title.text(), page.note.text()) == ("Optimisers", "")
    click(window, "compare.play")


def test_a_race_gives_way_to_two_runs(window):
    window.views.show("runs")
    window.compare.start_race(RACE)
    click(window, "runs.side_by_side")
    until(lambda: window.compare.lanes.value is not None and len(window.compare.lanes.value.lanes) == 2)
    assert window.compare.page.sides[0].isVisible()
    assert not window.compare.lanes.playing


def test_closing_the_window_ends_them(open_window):
    window = open_window(SMALL)
    side_by_side(window)
    click(window, "compare.play")
    window.close()
    until(lambda: not {"lanes"} & {thread.name for thread in threading.enumerate()})


def test_given_weights_race_too(open_window):
    network = NetworkSpec(
        features=("x1", "x2"), hidden=(LayerSpec(1),), weights=(((1.0, 1.0, 0.0),), ((1.0, 0.0),))
    )
    window = open_window(replace(SMALL, network=network))
    window.views.show("runs")
    window.compare.start_race(RACE)
    until(lambda: window.compare.lanes.value is not None)
    window.compare.lanes.pause()  # unless the race is over already
    assert all(lane.snapshot.experiment.network.weights for lane in there(window).lanes)
