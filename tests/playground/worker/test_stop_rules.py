"""Run until: what stops training, what is said, and that Play goes on."""

from dataclasses import replace

import pytest
from hands import SMALL, at_rest, click, control, notice, press, settled, trained, type_in, until
from PySide6.QtCore import Qt

from engine import DataSpec, StopSpec


def stopping(session, **rules):
    session.change(stop=StopSpec(**rules))
    return session


def test_it_stops_at_the_epoch_and_play_goes_on(session):
    stopping(session, epochs=7).play()
    assert at_rest(session).epoch == 7
    session.play()
    trained(session, 20)
    assert session.playing


@pytest.mark.parametrize("rule", [{"target_loss": 100.0}, {"target_accuracy": 0.0}], ids=str)
def test_what_is_reached_stops_once_and_play_goes_on(session, rule):
    stopping(session, **rule).play()
    assert at_rest(session).epoch == 1
    session.play()
    trained(session, 20)
    assert session.playing


def test_after_one_rule_is_met_the_others_hold(session):
    stopping(session, target_loss=100.0, target_accuracy=0.0, epochs=9).play()
    for epoch in (1, 2, 9):
        assert at_rest(session).epoch == epoch
        session.play()
    trained(session, 20)


@pytest.mark.parametrize("again", ["reset", "other rule", "other network", "neuron removed"])
def test_a_rule_that_was_met_holds_again(session, again):
    stopping(session, target_loss=100.0).play()
    at_rest(session)
    if again == "reset":
        session.reset()
    elif again == "other network":
        session.edit("layer0.width", "layers/0", width=3)
    elif again == "neuron removed":
        session.remove_neuron(0, 1)
    else:
        stopping(session, target_loss=99.0)
    before = at_rest(session).epoch
    session.play()
    assert at_rest(session).epoch == before + 1


@pytest.mark.parametrize("change", ["other network", "neuron removed"])
def test_who_plays_on_beyond_a_rule_is_not_stopped_by_a_change_of_the_network(session, change):
    stopping(session, target_loss=100.0).play()
    at_rest(session)
    session.play()
    trained(session, 5)
    if change == "other network":
        session.edit("layer0.width", "layers/0", width=5)
    else:
        session.remove_neuron(0, 1)
    trained(session, 20)
    assert session.playing


def test_patience_runs_out_again_and_again(open_session):
    # labels at random: what is learned of the train points makes the test loss worse
    noisy = replace(SMALL, data=DataSpec(samples=60, noise=1.0))
    session = stopping(open_session(noisy), patience=2)
    epochs = []
    for _ in range(3):
        session.play()
        epochs.append(at_rest(session).epoch)
    assert epochs == sorted(set(epochs))


def test_whoever_steps_is_not_stopped(session):
    stopping(session, epochs=2, target_loss=100.0, patience=1)
    for _ in range(5):
        session.step()
    assert at_rest(session).epoch == 5
    assert session.snapshot.stopped is None


def test_why_it_stopped_is_said_once(session):
    told = []
    session.notices.changed.connect(lambda notice: told.append(notice.text if notice else ""))
    stopping(session, epochs=3).play()
    at_rest(session)
    session.edit("training.l2", "training", l2=0.1)
    at_rest(session)
    assert told.count("Stopped at epoch 3, as requested. Play continues.") == 1
    assert session.snapshot.experiment == session.experiment


def test_a_rule_that_was_met_stays_in_the_experiment(session):
    asked = stopping(session, target_loss=100.0).experiment
    session.play()
    at_rest(session)
    session.play()
    trained(session, 20)
    assert session.snapshot.experiment == session.experiment == asked


# -- in the window ---------------------------------------------------------------------------


def opened(window):
    press(window, Qt.Key.Key_T)
    until(control(window, "training.stop_epochs").isVisible)
    return window


def test_a_rule_is_ticked_typed_and_obeyed(window):
    opened(window)
    assert not control(window, "training.stop_epochs").isEnabled()
    click(window, "training.stop_epochs_on")
    assert window.session.experiment.stop.epochs == 1000
    type_in(window, "training.stop_epochs", "12")
    click(window, "transport.play")
    assert at_rest(window.session).epoch == 12
    assert notice(window) == "Stopped at epoch 12, as requested. Play continues."
    assert control(window, "transport.play").text() == "Play"
    click(window, "training.stop_epochs_on")
    assert window.session.experiment.stop == StopSpec()
    click(window, "transport.play")
    trained(window.session, 20)


@pytest.mark.parametrize("name", ["epochs", "target_loss", "target_accuracy", "patience"])
def test_every_rule_is_undone_and_done_again(window, name):
    opened(window)
    click(window, f"training.stop_{name}_on")
    on = window.session.experiment
    assert getattr(on.stop, name) is not None
    press(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.session.experiment == SMALL
    assert not control(window, f"training.stop_{name}_on").isChecked()
    press(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert window.session.experiment == on
    assert control(window, f"training.stop_{name}_on").isChecked()


def test_rules_of_a_file_are_shown(open_window):
    window = opened(open_window(replace(SMALL, stop=StopSpec(target_accuracy=0.9))))
    assert control(window, "training.stop_target_accuracy_on").isChecked()
    assert control(window, "training.stop_target_accuracy").value() == 0.9
    assert not control(window, "training.stop_patience_on").isChecked()
    until(lambda: settled(window.session))
