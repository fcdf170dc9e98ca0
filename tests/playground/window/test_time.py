"""The loss plot leads through time: by clicks, drags and keys, in the window as a person uses it."""

from dataclasses import replace

import numpy as np
import pytest
from hands import EXPLOSIVE, SMALL, at_rest, bring_to_front, click, control, notice, press, until
from person import Person
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from engine import DataSpec, Trainer
from playground.classroom.choice import Classroom
from playground.observers.neuron_maps import NeuronMaps
from playground.texts import time as texts
from playground.texts.classroom import LOCKED_CONTROL

KEY, SHIFT, CTRL = Qt.Key, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
EPOCHS = 40


def train(window, epochs=EPOCHS):
    window.session.play(epochs)
    return at_rest(window.session)


@pytest.fixture
def trained(window):
    """A window whose run has trained for some epochs, paused at their end."""
    train(window)
    return window


def weights(window):
    parts = at_rest(window.session).get(NeuronMaps).parts
    return np.concatenate([np.concatenate([part.weights.ravel(), part.biases]) for part in parts])


def expected(epochs=0, steps=0):
    """The weights after so many epochs, or mini-batches, of a run of its own, as the drawing has them."""
    trainer = Trainer(SMALL)
    trainer.run(epochs)
    for _ in range(steps):
        trainer.step()
    layers = trainer.network.layers
    return np.concatenate([np.concatenate([layer.W.ravel(), layer.b]) for layer in layers])


def place(window, epoch, y=40):
    plot = control(window, "plot.loss")
    return QPoint(round(plot.place_of(QPointF(epoch, 0.0)).x()), y)


def click_epoch(window, epoch):
    """Rest the pointer on an epoch in the loss plot, and click."""
    viewport = control(window, "plot.loss").viewport()
    spot = place(window, epoch)
    QTest.mouseMove(viewport, spot)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)


def in_plot(window):
    """Give the loss plot the focus, as Tab does."""
    plot = control(window, "plot.loss")
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    until(plot.hasFocus)


def epoch(window):
    return at_rest(window.session).epoch


def test_a_click_shows_the_run_as_it_was_there(trained):
    click_epoch(trained, 20)
    snapshot = at_rest(trained.session)
    assert (snapshot.epoch, snapshot.timeline.end, snapshot.timeline.is_past) == (20, EPOCHS, True)
    np.testing.assert_array_equal(weights(trained), expected(20))
    assert control(trained, "transport.epoch").text() == f"20 / {EPOCHS}"
    assert notice(trained) == texts.IN_THE_PAST(epoch=20, end=EPOCHS)
    assert texts.PLAY_BRANCHES(epoch=20, end=EPOCHS) in control(trained, "transport.play").toolTip()
    assert trained.loss._train._polygons[0].last().x() == EPOCHS, "the curves go on to the end"


def test_keys_lead_from_epoch_to_epoch_while_the_plot_has_the_focus(trained):
    in_plot(trained)
    for key, there in (("Left", 39), ("Left", 38), ("Right", 39), ("Home", 0), ("Right", 1), ("End", 40)):
        press(trained, getattr(KEY, f"Key_{key}"))
        assert epoch(trained) == there
    assert not trained.session.snapshot.timeline.is_past
    press(trained, KEY.Key_Right)
    assert epoch(trained) == EPOCHS, "at the end nothing is trained by it"


def test_keys_pressed_quickly_add_up(trained):
    in_plot(trained)
    for _ in range(7):
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_Left)
    assert epoch(trained) == EPOCHS - 7


def test_keys_lead_by_a_tenth_and_by_kept_moments(trained):
    in_plot(trained)
    press(trained, KEY.Key_Left, CTRL)
    assert epoch(trained) == EPOCHS - EPOCHS // 10
    moments = trained.session.snapshot.timeline.moments
    press(trained, KEY.Key_Left, SHIFT)
    assert epoch(trained) == max(one for one in moments if one < EPOCHS - EPOCHS // 10)


def test_the_readout_follows_the_keys(trained):
    in_plot(trained)
    press(trained, KEY.Key_Left)
    at_rest(trained.session)
    assert trained.loss._card.isVisible()
    assert trained.loss._card.lines[0].name == f"epoch {EPOCHS - 1}"
    press(trained, KEY.Key_Escape)
    assert trained.loss._card.isHidden()


def test_elsewhere_the_right_arrow_is_step(trained):
    trained.setFocus()
    press(trained, KEY.Key_Right)
    assert epoch(trained) == EPOCHS + 1


def test_a_drag_goes_along_and_is_one_step_of_undo(trained):
    viewport = control(trained, "plot.loss").viewport()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=place(trained, EPOCHS))
    for there in range(EPOCHS, 9, -1):
        QTest.mouseMove(viewport, place(trained, there))
        QApplication.processEvents()
    QTest.mouseRelease(viewport, left, pos=place(trained, 10))
    assert abs(epoch(trained) - 10) <= 1
    assert trained.session.undo_stack.count() == 1
    press(trained, KEY.Key_Z, CTRL)
    assert epoch(trained) == EPOCHS
    assert notice(trained) == texts.BACK_AT(epoch=EPOCHS)


def test_a_drag_stops_training(window):
    window.session.set_speed("brisk")  # else a pixel would soon be many epochs
    window.session.play()
    until(lambda: window.session.snapshot.epoch > 30)
    viewport = control(window, "plot.loss").viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=place(window, 20))
    QTest.mouseMove(viewport, place(window, 5))
    QTest.mouseMove(viewport, place(window, 5) + QPoint(1, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=place(window, 5))
    assert epoch(window) < 10
    assert not window.session.playing
    assert control(window, "transport.play").text() == "Play"


def test_play_there_branches_and_undo_brings_the_line_back_to_its_bits(trained):
    before = weights(trained)
    click_epoch(trained, 20)
    at_rest(trained.session)
    click(trained, "training.learning_rate_slider")  # something else is set from there on
    at_rest(trained.session)
    train(trained, 10)
    timeline = trained.session.snapshot.timeline
    assert (timeline.end, timeline.is_past) == (30, False)
    assert [(one.since, one.end) for one in timeline.branches] == [(20, EPOCHS)]
    ghost = trained.loss._others._left[0]._polygons[0]
    assert (ghost.first().x(), ghost.last().x()) == (20, EPOCHS)
    while trained.session.undo_stack.canUndo():
        press(trained, KEY.Key_Z, CTRL)
        at_rest(trained.session)
    np.testing.assert_array_equal(weights(trained), before)
    assert trained.session.experiment == SMALL


def test_a_branch_without_a_change_has_the_bits_of_the_original(trained):
    click_epoch(trained, 20)
    at_rest(trained.session)
    train(trained, EPOCHS - 20)
    np.testing.assert_array_equal(weights(trained), expected(EPOCHS))


def test_a_change_is_marked_and_a_click_goes_to_when_it_was_made(trained):
    session = trained.session
    session.edit("training.learning_rate", "training", learning_rate=0.1)
    train(trained)
    click_epoch(trained, 10)
    at_rest(session)
    assert session.experiment == SMALL
    assert control(trained, "training.learning_rate").value() == SMALL.training.learning_rate
    click_epoch(trained, EPOCHS)
    assert epoch(trained) == EPOCHS
    assert session.experiment.training.learning_rate == 0.1, "it had just been made"
    in_plot(trained)
    press(trained, KEY.Key_Home)
    at_rest(session)
    press(trained, KEY.Key_PageDown)
    assert epoch(trained) == EPOCHS


def test_space_stops_playing_back_and_trains_nothing(trained):
    press(trained, KEY.Key_Space, SHIFT)
    assert trained.session.time.play_back.plays
    assert control(trained, "time.play_back").text() == texts.PAUSE()
    assert control(trained, "transport.play").text() == "Pause"
    until(lambda: 0 < trained.session.snapshot.epoch < EPOCHS)
    press(trained, KEY.Key_Space)
    snapshot = at_rest(trained.session)
    assert snapshot.timeline.is_past
    assert snapshot.timeline.branches == ()
    assert control(trained, "transport.play").text() == "Play"


def test_played_back_to_the_end_it_leaves_nothing_to_undo(trained):
    trained.time.set_pace("quick")
    click(trained, "time.play_back")
    until(lambda: not trained.session.time.play_back.plays)
    assert epoch(trained) == EPOCHS
    assert trained.session.undo_stack.count() == 0


def test_an_epoch_is_typed(trained):
    press(trained, KEY.Key_G)
    dialog = until(lambda: trained.findChild(QDialog, "time"))
    QTest.keyClicks(control(dialog, "time.epoch").lineEdit(), "17")
    QTest.keyClick(control(dialog, "time.epoch"), KEY.Key_Return)
    if dialog.isVisible():
        click(dialog, "time.go")
    assert epoch(trained) == 17


def test_a_line_that_was_left_is_gone_back_to_by_the_menu(trained):
    before = weights(trained)
    click_epoch(trained, 20)
    at_rest(trained.session)
    train(trained, 5)
    menu = trained.menus._menus["time.lines"]
    menu.aboutToShow.emit()
    (action,) = menu.actions()
    assert action.text() == texts.LEFT_LINE(k=1, since=20, end=EPOCHS)
    action.trigger()
    np.testing.assert_array_equal(weights(trained), before)
    assert notice(trained) == texts.OTHER_LINE(end=EPOCHS)
    assert [one.end for one in trained.session.snapshot.timeline.branches] == [25]


def test_reset_in_the_past_loses_nothing(trained):
    before = weights(trained)
    in_plot(trained)
    press(trained, KEY.Key_Home)
    at_rest(trained.session)
    press(trained, KEY.Key_R)
    assert at_rest(trained.session).timeline.end == 0
    press(trained, KEY.Key_Z, CTRL)
    at_rest(trained.session)
    press(trained, KEY.Key_Z, CTRL)
    at_rest(trained.session)
    np.testing.assert_array_equal(weights(trained), before)


@pytest.mark.parametrize("how", ["hidden", "locked"])
def test_a_class_may_do_without_it(trained, how):
    trained.session.gate.show(Classroom(**{how: {"time.travel"}}))
    QApplication.processEvents()
    assert control(trained, "time.play_back").isVisible() == (how == "locked")
    click_epoch(trained, 10)
    assert epoch(trained) == EPOCHS
    assert (notice(trained) == LOCKED_CONTROL()) == (how == "locked")
    if how == "hidden":
        in_plot(trained)
        press(trained, KEY.Key_Left)
        assert trained.loss._card.isVisible(), "epochs are still read"
        assert epoch(trained) == EPOCHS


OVERFITTING = replace(
    SMALL,
    data=DataSpec(dataset="gaussian", samples=40, noise=1.0),
    training=replace(SMALL.training, learning_rate=0.3),
)


def test_go_back_to_the_best_test_loss_and_train_on_from_there(open_window):
    window = open_window(OVERFITTING)
    person = Person(window)
    train(window, 60)
    best = window.session.snapshot.curves.best[0]
    assert 0 < best < 60
    person.press(KEY.Key_B)
    assert person.look().epoch == best
    person.press(KEY.Key_Space)
    until(lambda: window.session.snapshot.epoch > best)
    person.press(KEY.Key_Space)
    assert person.look().timeline.branches[0].since == best
    assert person.actions <= 3


def test_where_there_is_no_best_and_no_divergence_it_says_so(window):
    press(window, KEY.Key_B)
    assert notice(window) == texts.NO_BEST()
    window.menus.actions["divergence"].trigger()
    assert notice(window) == texts.NO_DIVERGENCE()


def test_before_a_divergence_it_is_not_explained_and_where_it_is_it_is_again(open_window):
    window = open_window(EXPLOSIVE)
    window.session.play()
    until(lambda: window.session.snapshot.diverged)
    panel = until(lambda: window.divergence._panel)
    assert panel.isVisible()
    at_rest(window.session)
    in_plot(window)
    press(window, KEY.Key_Home)
    at_rest(window.session)
    assert not window.session.snapshot.diverged
    assert not panel.isVisible()
    press(window, KEY.Key_End)
    until(lambda: panel.isVisible())
    assert window.session.snapshot.diverged


def test_the_accuracy_is_the_same_timeline(trained):
    press(trained, KEY.Key_2, CTRL)
    click_epoch(trained, 12)
    assert epoch(trained) == 12


def test_in_a_quick_and_silly_order_all_ends_well(trained):
    bring_to_front(trained)
    in_plot(trained)
    keys = [KEY.Key_Left, KEY.Key_Space, KEY.Key_Home, KEY.Key_B, KEY.Key_Space, KEY.Key_End, KEY.Key_PageUp]
    for k in range(40):
        press(trained, keys[k * 5 % len(keys)], SHIFT if k % 11 == 10 else Qt.KeyboardModifier.NoModifier)
        if k % 7 == 6:
            press(trained, KEY.Key_Z, CTRL)
    if trained.session.playing or trained.session.time.play_back.plays:
        trained.session.pause()
    snapshot = at_rest(trained.session)
    assert trained.session.experiment == snapshot.experiment
    np.testing.assert_array_equal(weights(trained), expected(steps=snapshot.steps))
