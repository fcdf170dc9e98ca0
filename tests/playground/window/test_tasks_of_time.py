"""Tasks of someone who goes back in a training, or starts it again and again: see `test_tasks.py`."""

import hands
from hands import control, until
from person import CTRL, KEY
from PySide6.QtCore import Qt

from engine import StopSpec
from playground.files.examples import preset
from playground.observers.success import Criterion, Measure
from playground.widgets.runs.cells import ShownGroup
from playground.widgets.runs.panel import RunsPanel

SHIFT = Qt.KeyboardModifier.ShiftModifier


def given(person, **parts):
    """Have an experiment before them."""
    hands.bring_to_front(person.window)
    assert person.window.session.change(**parts)
    person.look()
    person.actions = 0


def runs(person):
    return person.window.workspace.findChild(RunsPanel)


def read_of(table):
    """What the table of runs has read of its lines."""
    return [table.model().read_of(line) for line in table.model().lines]


def group_of(table):
    return next((one for one in read_of(table) if isinstance(one, ShownGroup)), None)


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
    until(lambda: group_of(table) and group_of(table).starts == 5)
    group = group_of(table)
    seen = [row.test_accuracy >= 0.95 for row in group.runs]
    assert group.criterion == Criterion(Measure.ACCURACY, 0.95)
    assert group.worked == sum(seen)
    within("five starts, and how many of them solved it", 10)
