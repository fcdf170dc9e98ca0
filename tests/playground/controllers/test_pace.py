"""The speed between starts, and a person's first Play."""

import pytest
from hands import SMALL, choose, control, notice, press, trained
from PySide6.QtCore import Qt

from playground.classroom.choice import Classroom
from playground.controllers import pace
from playground.texts.speeds import FULL, FULL_SPEED_NOW, SPEEDS, WATCH_FIRST


@pytest.fixture
def beginner(window):
    """The window of a person who starts the program for the first time."""
    window.pace.watch_first_play()
    return window


def time_left(window):
    return window.pace._left.remainingTime()


def end_of_watching(window):
    """Let the ten seconds be over, whatever the machine is doing."""
    window.pace._left.timeout.emit()


def test_a_window_trains_at_full_speed(window):
    window.session.play()
    assert window.session.speed == FULL
    assert notice(window) == ""


def test_the_first_play_is_slow_enough_to_watch_and_says_so(beginner):
    press(beginner, Qt.Key.Key_Space)
    assert beginner.session.playing
    assert SPEEDS[beginner.session.speed].label == "100 epochs a second"
    assert control(beginner, "transport.speed").currentText() == "100 epochs a second"
    assert notice(beginner) == WATCH_FIRST()
    assert 0 < time_left(beginner) <= 10_000
    trained(beginner.session, 2)


def test_then_it_is_at_full_speed_and_says_so(beginner):
    beginner.session.play()
    end_of_watching(beginner)
    assert (beginner.session.speed, beginner.session.playing) == (FULL, True)
    assert notice(beginner) == FULL_SPEED_NOW()


def test_it_happens_once_in_a_life(beginner, settings, open_window):
    beginner.session.play()
    end_of_watching(beginner)
    beginner.session.pause()
    beginner.session.play()
    assert beginner.session.speed == FULL
    again = open_window()
    again.pace.watch_first_play()
    again.session.play()
    assert again.session.speed == FULL
    assert not settings.contains("speed"), "nobody has chosen one"


def test_a_pause_does_not_use_up_the_time(beginner):
    beginner.session.play()
    beginner.session.pause()
    left = beginner.pace._left.interval()
    assert not beginner.pace._left.isActive()
    assert 0 < left <= 10_000
    beginner.session.play()
    assert beginner.session.speed == "brisk"
    assert time_left(beginner) <= left


def test_a_speed_that_is_chosen_meanwhile_stays(beginner):
    beginner.session.play()
    choose(beginner, "transport.speed", SPEEDS["epochs"].label)
    assert beginner.session.speed == "epochs"
    assert notice(beginner) == ""
    assert not beginner.pace._left.isActive()
    beginner.session.pause()
    beginner.session.play()
    assert beginner.session.speed == "epochs"


def test_a_speed_that_was_chosen_before_stays(beginner):
    press(beginner, Qt.Key.Key_S)
    press(beginner, Qt.Key.Key_S)
    beginner.session.play()
    assert beginner.session.speed == "epochs"


def test_a_class_that_cannot_choose_a_speed_is_not_held_up(open_window, settings):
    window = open_window()
    window.session.gate.show(Classroom(locked=frozenset({"transport.speed"})))
    window.pace.watch_first_play()
    window.session.play()
    assert window.session.speed == FULL
    assert settings.value(pace.WATCHED, type=bool)


def test_a_class_that_is_locked_meanwhile_gets_to_full_speed(beginner):
    beginner.session.play()
    beginner.session.gate.show(Classroom(locked=frozenset({"transport.speed"})))
    end_of_watching(beginner)
    assert beginner.session.speed == FULL


@pytest.mark.parametrize("name", SPEEDS)
def test_the_speed_chosen_is_kept(open_window, name):
    first = open_window()
    choose(first, "transport.speed", SPEEDS["step"].label)
    choose(first, "transport.speed", SPEEDS[name].label)
    again = open_window()
    assert again.session.speed == name
    assert control(again, "transport.speed").currentText() == SPEEDS[name].label


def test_a_window_of_an_experiment_is_at_full_speed(settings, open_window):
    settings.setValue("speed", "step")
    assert open_window(SMALL).session.speed == FULL


@pytest.mark.parametrize("value", ["", "light", 3, ["step"], b"\xff"])
def test_a_speed_that_there_is_not_is_full_speed(settings, open_window, value):
    settings.setValue("speed", value)
    assert open_window().session.speed == FULL


def test_closing_the_window_meanwhile_ends_it(beginner):
    beginner.session.play()
    trained(beginner.session, 1)
    beginner.close()
    assert beginner.session.close(), "the worker has ended"
