"""The window says why nothing is being learned; one click mends it, and undo takes that back."""

from dataclasses import replace

import pytest
from hands import bring_to_front, click, notice, press, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QStyle, QStyleOptionButton

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec
from playground.classroom.catalogue import DIAGNOSIS
from playground.classroom.choice import Classroom
from playground.session.notices import Notice, NoticeKind
from playground.texts import time as texts
from playground.worker.commands import GoTo

CIRCLE = Experiment(DataSpec("circle", samples=60))
ZEROS = replace(CIRCLE, network=NetworkSpec(hidden=(LayerSpec(4, "relu"),), initializer="zeros"))


def trained(window, epochs=8):
    """Train, and wait until training has paused and whatever is asked for has come."""
    window.session.play(epochs)
    session = window.session
    until(lambda: not session.playing and session.settled and session.snapshot.epoch % epochs == 0)
    until(lambda: session.settled)


def said(window):
    current = window.session.notices.current
    return current.text if current is not None and current.kind is NoticeKind.DIAGNOSIS else ""


@pytest.fixture
def stuck(open_window):
    window = open_window(ZEROS)
    trained(window)
    until(lambda: said(window))
    return window


def button(window, name):
    return window.findChild(QPushButton, name)


def test_the_line_says_it_and_covers_nothing(stuck):
    assert "no weight gets a gradient" in notice(stuck)
    assert button(stuck, "diagnosis.why").isVisible()
    assert stuck.findChild(QLabel, "diagnosis.headline") is None, (
        "the explanation waits until it is asked for"
    )


def test_one_click_mends_it_and_undo_takes_that_back(stuck):
    assert button(stuck, "diagnosis.remedy").text() == "He normal starting weights"
    click(stuck, "diagnosis.remedy")
    assert stuck.session.experiment.network.initializer == "he_normal"
    until(lambda: not said(stuck))
    assert not button(stuck, "diagnosis.remedy").isVisible()
    stuck.session.undo_stack.undo()
    assert stuck.session.experiment == ZEROS
    until(lambda: stuck.session.settled and stuck.session.snapshot.epoch == 8)


def test_why_shows_the_evidence_one_cause_at_a_time(stuck):
    click(stuck, "diagnosis.why")
    panel = stuck.diagnosis.panel
    assert panel.isVisible()
    assert "∂L/∂w is 0" in panel.reason.text()
    assert panel.headline.text() in panel.accessibleName()
    first = panel.headline.text()
    click(stuck, "diagnosis.next")
    assert panel.headline.text() != first
    click(stuck, "diagnosis.next")
    assert panel.headline.text() == first
    click(stuck, "diagnosis.apply")
    assert stuck.session.experiment != ZEROS
    until(lambda: not panel.isVisible())


def test_escape_closes_the_explanation_and_the_line_stays(stuck):
    click(stuck, "diagnosis.why")
    stuck.diagnosis.panel.apply.setFocus(Qt.FocusReason.TabFocusReason)
    press(stuck, Qt.Key.Key_Escape)
    assert not stuck.diagnosis.panel.isVisible()
    assert said(stuck)


def test_what_is_put_away_stays_away_until_the_experiment_changes(stuck):
    click(stuck, "notice.close")
    trained(stuck)
    assert not said(stuck)
    stuck.session.change(network=replace(ZEROS.network, hidden=(LayerSpec(5, "relu"),)))
    until(lambda: stuck.session.settled)
    trained(stuck)
    until(lambda: said(stuck))


def test_in_its_past_and_back_at_its_end_a_run_says_where_it_stands_and_a_branch_why_again(open_window):
    window = open_window(ZEROS)
    session = window.session
    session.play(20)
    until(lambda: not session.playing and session.snapshot.epoch == 20)
    session.time.go(GoTo(3))  # while it may still be asked why
    until(lambda: session.settled and session.notices.current is not None)
    assert session.notices.current.text == texts.IN_THE_PAST(epoch=3, end=20)
    session.time.go(GoTo())
    until(lambda: session.settled and session.snapshot.epoch == 20)
    until(lambda: session.settled and session.notices.current.text == texts.AT_THE_END(epoch=20))
    session.time.go(GoTo(3))
    until(lambda: session.settled and session.snapshot.epoch == 3)
    session.play(9)
    until(lambda: said(window))
    assert session.snapshot.epoch == 12


def test_what_was_said_is_withdrawn_where_the_run_is_played_back(open_window):
    window = open_window(ZEROS)
    trained(window, 20)
    until(lambda: said(window))
    window.session.time.play_back.toggle()
    until(lambda: window.session.snapshot.timeline.is_past)
    assert window.session.notices.current is None
    window.session.time.play_back.stop()


def test_a_message_of_something_that_failed_is_not_replaced(open_window):
    window = open_window(ZEROS)
    window.session.play(8)
    window.session.notices.show(Notice("error", "It failed.", kind=NoticeKind.FAILURE))
    until(lambda: not window.session.playing and window.session.settled)
    assert notice(window) == "It failed."


def test_a_class_that_does_not_see_it_is_told_nothing(open_window):
    window = open_window(ZEROS)
    window.session.gate.choose(Classroom(hidden={DIAGNOSIS}))
    trained(window)
    assert not said(window)


@pytest.mark.parametrize("locked", ["training.initializer", "network.activation"])
def test_a_class_is_offered_no_remedy_that_it_may_not_apply(open_window, locked):
    window = open_window(ZEROS)
    window.session.gate.show(Classroom(locked=frozenset({locked})))
    trained(window)
    until(lambda: said(window))
    offered = button(window, "diagnosis.remedy").isVisible()
    assert offered is (locked != "training.initializer")
    click(window, "diagnosis.why")
    assert window.findChild(QPushButton, "diagnosis.apply").isVisibleTo(window) is offered


def test_a_network_that_learns_is_left_alone_and_costs_nothing(open_window):
    window = open_window(CIRCLE)
    trained(window)
    assert not said(window)
    assert not any(asks for who, asks in window.session._asks.items() if who is window.diagnosis)


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_what_the_line_offers_is_whole(stuck, percent):
    stuck.appearance.choose_size(percent)
    for name in ("diagnosis.why", "diagnosis.remedy"):
        one = button(stuck, name)
        option = QStyleOptionButton()
        one.initStyleOption(option)
        room = one.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, one)
        assert room.height() >= one.fontMetrics().height()


def test_an_explanation_that_was_asked_for_has_the_focus_until_escape(stuck):
    bring_to_front(stuck)
    click(stuck, "diagnosis.why")
    assert button(stuck, "diagnosis.apply").hasFocus()
    press(stuck, Qt.Key.Key_Escape)
    assert not stuck.diagnosis.panel.isVisible()
