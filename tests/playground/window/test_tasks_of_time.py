"""Tasks of someone who goes back in a training, done by hand, each action counted: see `test_tasks.py`."""

import hands
from hands import control
from person import CTRL, KEY
from PySide6.QtCore import Qt

from playground.files.examples import preset

SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_back_to_the_best_test_loss_and_on_from_there(person, within):
    overfitting = preset("overfitting")
    hands.bring_to_front(person.window)
    person.window.session.change(
        data=overfitting.data, network=overfitting.network, training=overfitting.training
    )
    person.look()
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
