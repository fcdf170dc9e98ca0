"""The Maths view: what is explained, moment by moment; the update is really made, and taken back exactly."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, bring_to_front, press, until
from PySide6.QtCore import Qt

from engine.analysis.ledger import Ledger
from playground.classroom.choice import Classroom
from playground.mathematics.moments import Moment, Phase, moments
from playground.mathematics.place import Place
from playground.observers.ledger import AskLedger

FIRST, UPDATE = Moment(Phase.SAMPLE), Moment(Phase.UPDATE)
LAYERS = 3


@pytest.fixture
def maths(open_window):
    """A window that shows the mathematics, at rest."""
    window = open_window(SMALL)
    window.views.show("maths")
    at_rest(window.session)
    until(lambda: window.mathematics.ledger is not None)
    return window


def parameters(window):
    """The weights in the worker, once it is at rest."""
    at_rest(window.session)
    return window.session._clock._runner._worker._training.run.trainer.network.parameters.copy()


def bits(window):
    """All that training has come to."""
    at_rest(window.session)
    state = window.session._clock._runner._worker._training.run.trainer.state()
    return state.to_bytes()


def go(window, times=1):
    for _ in range(times):
        window.mathematics.stepping.forward()
        until(lambda: not window.mathematics.stepping.awaits)
        at_rest(window.session)


def test_the_view_opens_no_window_of_its_own(open_window):
    window = open_window(SMALL)
    bring_to_front(window)
    window.views.show("maths")
    assert window.isActiveWindow()


@pytest.mark.parametrize("ask", [AskLedger("train", 7), AskLedger("batch")])
def test_the_moments_follow_each_other_and_the_last_makes_the_update(maths, ask):
    mathematics = maths.mathematics
    mathematics.choose(ask)
    at_rest(maths.session)
    before = parameters(maths)
    seen = []
    for _ in moments(LAYERS):
        go(maths)
        seen.append(mathematics.moment)
    assert seen == list(moments(LAYERS))
    after = parameters(maths)
    assert not np.array_equal(before, after)
    assert np.array_equal(mathematics.ledger.update.before, before)
    assert np.array_equal(mathematics.ledger.update.after, after)
    go(maths)
    assert mathematics.moment == FIRST
    assert np.array_equal(mathematics.ledger.update.before, after)


@pytest.mark.parametrize("ask", [AskLedger("train", 7), AskLedger("batch")])
def test_back_goes_through_the_same_moments_and_restores_the_very_bits(maths, ask):
    mathematics = maths.mathematics
    mathematics.choose(ask)
    go(maths)
    states, ledgers, seen = [bits(maths)], [mathematics.ledger], [mathematics.moment]
    for _ in range(2 * len(moments(LAYERS)) - 1):
        go(maths)
        seen.append(mathematics.moment)
        if mathematics.moment == UPDATE:
            states.append(bits(maths))
        if mathematics.moment == FIRST:
            ledgers.append(mathematics.ledger)
    for moment in reversed(seen[:-1]):
        if mathematics.moment == UPDATE:
            assert bits(maths) == states.pop()
        mathematics.stepping.back()
        at_rest(maths.session)
        assert mathematics.moment == moment
    assert bits(maths) == states.pop()
    assert not states
    assert np.array_equal(mathematics.ledger.update.after, ledgers[0].update.after)
    mathematics.stepping.back()
    assert mathematics.moment == FIRST


def test_curves_go_back_too(maths):
    maths.mathematics.choose(AskLedger("batch"))
    before = at_rest(maths.session).curves.train
    while maths.session.snapshot.epoch < 1:
        go(maths)
    assert len(at_rest(maths.session).curves.train.epochs) == 2
    while maths.session.undo_stack.canUndo():
        maths.mathematics.stepping.back()
        at_rest(maths.session)
    after = at_rest(maths.session).curves.train
    assert np.array_equal(before.epochs, after.epochs)
    assert np.array_equal(before.values, after.values)


def to_update(window):
    while window.mathematics.moment != UPDATE:
        go(window)


def test_undo_takes_a_step_back_and_redo_makes_it_again(maths):
    go(maths)
    before = bits(maths)
    to_update(maths)
    after = bits(maths)
    stack = maths.session.undo_stack
    assert (stack.undoText(), stack.isClean()) == ("explained step", True)
    stack.undo()
    assert (bits(maths), maths.mathematics.moment) == (before, Moment(Phase.GRADIENT))
    stack.redo()
    assert (bits(maths), maths.mathematics.moment) == (after, UPDATE)
    go(maths)
    stack.undo()
    assert (bits(maths), maths.mathematics.moment) == (before, Moment(Phase.GRADIENT))


def test_a_step_is_not_taken_back_once_training_has_gone_on(maths):
    to_update(maths)
    press(maths, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    after = bits(maths)
    assert maths.mathematics.moment is None
    assert not maths.session.undo_stack.canUndo()
    maths.mathematics.stepping.back()
    assert bits(maths) == after


def test_a_step_below_another_change_goes_with_it_once_training_has_gone_on(maths):
    session = maths.session
    to_update(maths)
    session.edit("training.learning_rate", "training", learning_rate=0.5)
    session.step("batch")
    after = parameters(maths)
    session.undo_stack.undo()
    session.undo_stack.undo()
    assert np.array_equal(parameters(maths), after)
    assert not session.undo_stack.canUndo()


def test_no_test_point_is_trained_on(maths):
    maths.mathematics.choose(AskLedger("test", 3))
    before = bits(maths)
    to_update(maths)
    assert bits(maths) == before
    assert not maths.session.undo_stack.canUndo()
    go(maths)
    assert maths.mathematics.moment == FIRST


def test_the_next_moment_pauses_training_and_play_leaves_the_moments(maths):
    session = maths.session
    session.play()
    until(lambda: session.snapshot.busy)
    assert maths.mathematics.moment is None
    maths.mathematics.stepping.forward()
    until(lambda: maths.mathematics.moment == FIRST)
    assert not session.playing
    steps = at_rest(session).steps
    assert maths.mathematics.ledger.progress.steps == steps
    session.play()
    until(lambda: session.snapshot.busy)
    assert maths.mathematics.moment is None


def test_a_changed_setting_keeps_the_moment_and_shows_its_own_step(maths):
    go(maths, 4)
    before = maths.mathematics.ledger
    maths.session.edit("training.learning_rate", "training", learning_rate=0.5)
    at_rest(maths.session)
    assert maths.mathematics.moment == moments(LAYERS)[3]
    assert maths.mathematics.ledger.update.rate == 0.5
    assert np.array_equal(maths.mathematics.ledger.layers[0].z, before.layers[0].z)


def test_a_network_of_another_shape_has_its_own_moments(maths):
    maths.mathematics.choose_place(Place(2, 0, 2))
    go(maths, 6)
    assert maths.mathematics.moment == Moment(Phase.BACKWARD, 2)
    maths.network.remove_layer()
    at_rest(maths.session)
    assert maths.mathematics.moment is None
    assert maths.mathematics.place is None
    assert len(maths.mathematics.ledger.layers) == 2


def test_a_class_that_may_not_step_makes_no_update(maths):
    go(maths, len(moments(LAYERS)) - 1)
    before = bits(maths)
    maths.session.gate.choose(Classroom(locked=frozenset({"transport.step"})))
    go(maths)
    assert maths.mathematics.moment == Moment(Phase.GRADIENT)
    assert bits(maths) == before


def test_nothing_is_computed_where_nobody_looks(maths):
    maths.views.show("build")
    at_rest(maths.session)
    assert maths.session.snapshot.get(Ledger) is None
    assert maths.mathematics.ledger is None
    maths.views.show("maths")
    until(lambda: maths.mathematics.ledger is not None)


def test_a_view_that_is_left_and_opened_at_once_has_its_ledger(maths):
    maths.views.show("build")
    maths.views.show("maths")
    assert maths.mathematics.ledger is not None
    go(maths)
    assert maths.mathematics.moment == FIRST


@pytest.mark.parametrize(
    "changed",
    [
        {"data": replace(SMALL.data, samples=SMALL.data.samples + 10)},
        {"training": replace(SMALL.training, optimizer="adam")},
        {"training": replace(SMALL.training, learning_rate=0.5)},
    ],
    ids=["data", "optimizer", "rate"],
)
def test_the_update_is_that_of_what_has_just_been_changed(maths, changed):
    maths.mathematics.choose(AskLedger("batch"))
    at_rest(maths.session)
    go(maths, len(moments(LAYERS)) - 1)
    assert maths.mathematics.moment == Moment(Phase.GRADIENT)
    maths.session.change(**changed)
    maths.mathematics.stepping.forward()  # before the ledger of the changed experiment has come
    until(lambda: maths.mathematics.moment == UPDATE)
    assert maths.mathematics.ledger.experiment == maths.session.experiment
    assert np.array_equal(parameters(maths), maths.mathematics.ledger.update.after)
    maths.mathematics.stepping.back()
    assert np.array_equal(parameters(maths), maths.mathematics.ledger.update.before)
    assert maths.session.notices.current is None


def test_no_update_is_made_after_what_was_asked_for_is_left(maths):
    go(maths, len(moments(LAYERS)) - 1)
    before = parameters(maths)
    maths.session.change(training=replace(SMALL.training, learning_rate=0.5))
    maths.mathematics.stepping.forward()
    maths.mathematics.stepping.back()
    assert np.array_equal(parameters(maths), before)
    assert maths.mathematics.moment == moments(LAYERS)[-3]
