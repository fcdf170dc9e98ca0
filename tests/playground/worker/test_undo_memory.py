"""A training that a change threw away comes back by undo, at its epoch, to the same bits."""

from dataclasses import replace

import numpy as np
import pytest
from hands import (
    EXPLOSIVE,
    PATIENCE,
    SMALL,
    at_rest,
    bring_to_front,
    control,
    notice,
    press,
    settled,
    trained,
    until,
)
from PySide6.QtCore import Qt

from engine import Trainer
from playground.observers.field import Field
from playground.observers.neuron_maps import NeuronMaps
from playground.texts import changes
from playground.worker import run_copy

CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
SLIPS = {
    "new data": lambda w: press(w, KEY.Key_N),
    "new start": lambda w: press(w, KEY.Key_W),
    "reset": lambda w: press(w, KEY.Key_R),
    "another data set": lambda w: w.session.edit("data.dataset", "data", dataset="xor"),
    "another seed": lambda w: w.session.edit("data.seed", "experiment", seed=5),
    "other weights": lambda w: w.session.edit("training.initializer", "network", initializer="he_normal"),
    "another precision": lambda w: w.session.edit("training.dtype", "training", dtype="float32"),
    "another experiment": lambda w: w.session.apply(replace(SMALL, seed=9), "open", "Opened."),
}  # fmt: skip


@pytest.fixture
def too_large(monkeypatch):
    """Whatever is learned is too large to be kept."""
    monkeypatch.setattr(run_copy, "MOST_BYTES", 10)


@pytest.fixture
def learned(window):
    """A window whose network has learned for 30 epochs."""
    window.session.play(30)
    at_rest(window.session)
    bring_to_front(window)
    return window


def undo(window):
    press(window, KEY.Key_Z, CTRL)
    return at_rest(window.session)


@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_undo_brings_the_training_back_after_a_redo_too_and_it_goes_on_to_the_same_bits(learned, slip):
    before = at_rest(learned.session)
    slip(learned)
    assert at_rest(learned.session).epoch == 0
    back = undo(learned)
    assert (back.epoch, back.steps, back.metrics) == (30, before.steps, before.metrics)
    assert back.experiment == SMALL
    np.testing.assert_array_equal(back.get(Field).values, before.get(Field).values)
    np.testing.assert_array_equal(back.curves.train.values, before.curves.train.values)
    assert notice(learned) == changes.restored(30)
    press(learned, KEY.Key_Y, CTRL)
    assert at_rest(learned.session).epoch == 0
    assert undo(learned).epoch == 30
    learned.session.play(5)
    alone = Trainer(SMALL)
    alone.run(epochs=35)
    assert at_rest(learned.session).metrics == alone.metrics()
    assert len(learned.session.snapshot.curves.train.values) == 36


def test_trainings_come_back_one_after_the_other(learned):
    for epochs in (40, 50):
        press(learned, KEY.Key_N)
        at_rest(learned.session)
        learned.session.play(epochs)
        at_rest(learned.session)
    press(learned, KEY.Key_R)
    at_rest(learned.session)
    assert [undo(learned).epoch for _ in range(3)] == [50, 40, 30]


def test_a_layer_that_was_taken_out_before_comes_back_as_it_was(learned):
    before = at_rest(learned.session)
    press(learned, KEY.Key_Minus)
    at_rest(learned.session)
    press(learned, KEY.Key_N)
    at_rest(learned.session)
    undo(learned)
    assert undo(learned).metrics == before.metrics


def test_it_goes_on_training_while_it_plays(learned):
    learned.session.play()
    trained(learned.session, 5)
    press(learned, KEY.Key_N)
    until(lambda: settled(learned.session))
    press(learned, KEY.Key_Z, CTRL)
    until(lambda: learned.session.snapshot.restored_at is not None)
    trained(learned.session, 5)
    assert learned.session.playing
    assert learned.session.snapshot.epoch > 35


def test_changes_that_merge_bring_back_what_the_first_of_them_threw_away(learned):
    learned.session.play()
    for samples in (70, 80, 90):
        trained(learned.session, 3)
        learned.session.edit("data.samples", "data", samples=samples)
    learned.session.pause()
    at_rest(learned.session)
    assert learned.session.undo_stack.count() == 1
    back = undo(learned)
    assert back.epoch >= 33
    assert back.experiment == SMALL


def test_a_slider_that_comes_back_brings_the_training_back(learned):
    before = at_rest(learned.session)
    learned.session.edit("data.noise", "data", noise=0.5)
    learned.session.edit("data.noise", "data", noise=0.0)
    assert at_rest(learned.session).metrics == before.metrics
    assert learned.session.undo_stack.count() == 0


def test_a_point_of_a_new_class_is_undone_with_the_training(learned):
    from engine.data.draw import with_own_points

    session = learned.session
    session.edit_points(with_own_points(SMALL), "draw points", 1)
    before = at_rest(session)
    assert before.epoch == 30
    points = session.experiment.data.points
    for stroke, label in ((1, 1.0), (1, 2.0), (1, 2.0)):
        points = (*points, (0.1, 0.2, label))
        session.edit_points(replace(session.experiment.data, points=points), "draw points", stroke)
    assert at_rest(session).epoch == 0
    back = undo(learned)
    assert back.epoch == 30
    assert back.experiment == SMALL
    assert back.metrics == before.metrics


def test_a_reset_does_not_make_an_experiment_modified_nor_does_undoing_it(learned):
    press(learned, KEY.Key_R)
    at_rest(learned.session)
    for act in (KEY.Key_Z, KEY.Key_Y, KEY.Key_Z):
        assert learned.session.undo_stack.isClean()
        assert not learned.isWindowModified()
        press(learned, act, CTRL)
        at_rest(learned.session)
    assert learned.session.undo_stack.isClean()
    learned.session.edit("training.l2", "training", l2=0.1)
    press(learned, KEY.Key_R)
    at_rest(learned.session)
    assert learned.isWindowModified()
    undo(learned)
    undo(learned)
    assert not learned.isWindowModified()


def test_a_training_that_had_diverged_comes_back_as_it_was(open_window):
    window = open_window(EXPLOSIVE)
    window.session.play()
    before = at_rest(window.session)
    assert before.diverged
    press(window, KEY.Key_N)
    at_rest(window.session)
    back = undo(window)
    assert (back.epoch, back.metrics, back.diverged) == (before.epoch, before.metrics, before.diverged)


def test_a_reset_of_what_has_not_learned_leaves_nothing_to_undo(window):
    press(window, KEY.Key_R)
    at_rest(window.session)
    assert window.session.undo_stack.count() == 0


@pytest.mark.usefixtures("too_large")
def test_what_is_too_large_to_be_kept_is_said_to_be_so(learned):
    press(learned, KEY.Key_R)
    at_rest(learned.session)
    assert undo(learned).epoch == 0
    assert notice(learned) == changes.GONE()


def test_what_was_deleted_from_the_library_is_said_to_be_gone(learned):
    key = at_rest(learned.session).key
    press(learned, KEY.Key_R)
    at_rest(learned.session)
    assert learned.session.keeping.finish(PATIENCE)
    learned.session.keeping.library.delete((key,))
    assert undo(learned).epoch == 0
    assert notice(learned) == changes.GONE()


@pytest.mark.usefixtures("too_large")
def test_undo_without_the_training_does_what_it_can(learned):
    press(learned, KEY.Key_N)
    at_rest(learned.session)
    back = undo(learned)
    assert (back.epoch, back.experiment) == (0, SMALL)


def test_a_letter_in_a_number_is_no_command(learned):
    for name in ("data.samples", "training.learning_rate"):
        field = control(learned, name)
        field.setFocus()
        for key in (KEY.Key_R, KEY.Key_N, KEY.Key_W, KEY.Key_T, KEY.Key_Plus):
            press(learned, key)
        assert at_rest(learned.session).epoch == 30
        assert learned.session.undo_stack.count() == 0
        assert not learned.training.more.isChecked()


def test_a_weight_set_while_it_falls_silent_comes_back_with_its_training(learned):
    session = learned.session
    session.by_hand.set_mask("silence", 0, 1, 0, True)
    session.by_hand.set_parameter(0, 1, 0, 2.5, before=0.0)  # typed before the window has heard of it
    at_rest(session)
    press(learned, KEY.Key_N)
    at_rest(session)
    assert undo(learned).epoch == 30
    session.by_hand.set_mask("silence", 0, 1, 0, False)
    part = at_rest(session).get(NeuronMaps).parts[0]
    assert part.weights[1, 0] == 2.5
