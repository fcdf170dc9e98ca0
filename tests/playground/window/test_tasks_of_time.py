"""Tasks of someone who goes back in a training and compares several, done by hand, each action counted."""

import hands
from hands import control, until
from person import CTRL, KEY
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from engine import LayerSpec, NetworkSpec, StopSpec
from playground.files.examples import preset
from playground.observers.lanes import Goal
from playground.observers.success import Criterion, Measure
from playground.session.lanes import LanesSession
from playground.widgets.runs.cells import ShownGroup
from playground.widgets.runs.panel import RunsPanel
from playground.widgets.runs.race_dialog import RaceDialog

SHIFT = Qt.KeyboardModifier.ShiftModifier


def given(person, **parts):
    """Have an experiment before them."""
    hands.bring_to_front(person.window)
    assert person.window.session.change(**parts)
    person.look()
    person.actions = 0


def runs(person):
    return person.window.workspace.findChild(RunsPanel)


def lanes_session(person):
    return person.window.session.findChild(LanesSession)


def lanes(person):
    """Several runs on one clock, once they rest."""
    session = lanes_session(person)
    return until(lambda: session.value if session.settled and not session.playing else None)


def lanes_value(person):
    return lanes_session(person).value


def winning(person):
    value = lanes_value(person)
    return value if value is not None and value.winners else None


def replaced_widths(*widths):
    return NetworkSpec(hidden=tuple(LayerSpec(width) for width in widths))


def read_of(table):
    """What the table of runs has read of its lines."""
    return [table.model().read_of(line) for line in table.model().lines]


def group_of(table):
    return next(one for one in read_of(table) if isinstance(one, ShownGroup))


def texts_in(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def test_back_to_the_best_test_loss_and_on_from_there(person, within):
    overfitting = preset("overfitting")
    given(person, data=overfitting.data, network=overfitting.network, training=overfitting.training)
    person.window.session.play(300)
    best = person.look().curves.best
    assert 0 < best[0] < 300
    person.press(KEY.Key_B)
    there = person.look()
    assert (there.epoch, there.metrics.test_loss) == best
    assert control(person.window, "transport.epoch").text() == f"{best[0]:,} / 300"
    person.press(KEY.Key_Right, CTRL | SHIFT)
    on = person.look()
    assert on.epoch == best[0] + 1
    assert not on.timeline.is_past
    (left,) = on.timeline.branches
    assert (left.since, left.end) == (best[0], 300)
    within("go back to the best test loss and train on from there", 2)


def test_l2_of_0_and_of_0_03_side_by_side(person, within):
    given(person, network=replaced_widths(4))
    person.press(KEY.Key_F4)
    person.click("runs.side_by_side")
    lanes(person)
    person.click("compare.play")
    until(lambda: lanes_value(person).time >= 20)
    assert [one.snapshot.experiment.training.l2 for one in lanes_value(person).lanes] == [0.0, 0.03]
    person.click("compare.play")
    first, second = (one.snapshot for one in lanes(person).lanes)
    assert first.epoch == second.epoch >= 20
    assert second.metrics.train_loss > first.metrics.train_loss
    assert "Differs: L2 only (0 | 0.03)" in texts_in(runs(person))
    within("compare L2 0 and 0.03", 4)


def test_five_starts_and_how_many_of_them_solved_it(person, within):
    given(person, data=preset("xor-hidden").data, stop=StopSpec(epochs=25))
    for start in range(5):
        if start:
            person.press(KEY.Key_W)
            person.look()
        person.press(KEY.Key_Space)
        assert person.look().epoch == 25
    person.press(KEY.Key_F4)
    table = runs(person).table
    group = until(lambda: next((one for one in read_of(table) if isinstance(one, ShownGroup)), None))
    until(lambda: group_of(table).starts == 5)
    seen = [row.test_accuracy >= 0.95 for row in group_of(table).runs]
    assert group.criterion == Criterion(Measure.ACCURACY, 0.95)
    assert group_of(table).worked == sum(seen)
    within("five starts, and how many of them solved it", 10)


def test_which_of_four_optimizers_is_first_below_a_loss_of_0_1(person, within):
    given(person, data=preset("xor-hidden").data, network=replaced_widths(6))
    person.press(KEY.Key_F4)
    person.click("runs.race")
    dialog = until(lambda: person.window.findChild(RaceDialog))
    person.click("race.start", dialog)
    ended = until(lambda: winning(person))
    assert ended.goal == Goal(0.1)
    assert len(ended.lanes) == 4
    (winner,) = ended.winners
    arrival = ended.lanes[winner].arrival
    assert arrival.place == 1
    optimizer = ended.lanes[winner].snapshot.experiment.training.optimizer
    until(lambda: any(f"at epoch {arrival.epoch}" in text for text in texts_in(runs(person))))
    assert optimizer in ("sgd", "momentum", "rmsprop", "adam")
    within("which of four optimizers is first below a loss of 0.1", 3)
