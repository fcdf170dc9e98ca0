"""That a command waits for a long mini-batch is reported by the clock, which polls anyway."""

import time
from dataclasses import replace

import pytest
from hands import at_rest
from snapshots import snapshot_of

from playground.session.clock import FRAME_MS, PATIENCE_SECONDS, Clock
from playground.session.notices import Notice
from playground.texts.changes import FINISHING
from playground.worker.answer import Answer, Failure, Outcome, Report
from playground.worker.commands import Pause


class StandingRunner:
    """A runner that does nothing by itself."""

    has_begun = False

    def __init__(self):
        self.report, self.is_held_up, self.tickets = None, False, 0

    def submit(self, _command):
        self.tickets += 1
        return self.tickets

    def take(self):
        report, self.report = self.report, None
        return report

    def answer(self):
        self.is_held_up = False
        self.report = Report((Answer(self.tickets, Pause(), Outcome.DONE),), None, follows=True)


@pytest.fixture
def now(monkeypatch):
    """The time, in a list; nobody waits for it."""
    times = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: times[0])
    return times


@pytest.fixture
def clock(now, monkeypatch):  # noqa: ARG001
    monkeypatch.setattr("playground.session.clock.PATIENCE_SECONDS", PATIENCE_SECONDS)
    one = Clock()
    one._runner, one.said = StandingRunner(), []
    one.held_up.connect(one.said.append)
    return one


def poll(clock, now, seconds):
    """Poll once a frame for so long."""
    for _ in range(round(1000.0 * seconds / FRAME_MS) + 1):
        clock._poll()
        now[0] += 0.001 * FRAME_MS


def test_a_command_that_waits_is_told_after_a_moment_once(clock, now):
    clock.submit(Pause())
    clock._runner.is_held_up = True
    poll(clock, now, 0.8 * PATIENCE_SECONDS)
    assert clock.said == []
    poll(clock, now, PATIENCE_SECONDS)
    assert clock.said == [True]
    clock.submit(Pause())
    poll(clock, now, 10.0)
    assert clock.said == [True]
    clock._runner.answer()
    poll(clock, now, 0.0)
    assert clock.said == [True, False]
    poll(clock, now, 10.0)
    assert clock.said == [True, False]


def test_shorter_waits_are_not_told_however_many_there_are(clock, now):
    for _ in range(5):
        clock.submit(Pause())
        clock._runner.is_held_up = True
        poll(clock, now, 0.8 * PATIENCE_SECONDS)
        clock._runner.answer()
        poll(clock, now, 0.0)
    assert clock.said == []


def test_a_mini_batch_that_no_command_waits_for_is_not_told(clock, now):
    clock._runner.is_held_up = True  # what was evaluated waits to be taken
    poll(clock, now, 10.0)
    assert clock.said == []


def test_a_command_that_takes_long_itself_is_not_told(clock, now):
    clock.submit(Pause())
    poll(clock, now, 10.0)
    assert clock.said == []


def test_answers_without_a_snapshot_are_followed_by_one(clock):
    ticket = clock.submit(Pause())
    clock._timer.start()
    clock._runner.answer()  # the picture has given way to a newer one
    clock._poll()
    assert clock._timer.isActive()
    clock._runner.report = Report((), replace(snapshot_of(), ticket=ticket))
    clock._runner.give_way = clock._runner.resume = lambda: None
    clock._poll()
    assert not clock._timer.isActive()


def test_nothing_is_waited_for_once_observing_has_failed_whatever_was_shown_before(clock):
    ticket = clock.submit(Pause())
    clock._timer.start()
    training = Report((), replace(snapshot_of(), busy=True, playing=True), follows=True)
    stopped = Answer(ticket, Pause(), Outcome.STOPPED, failure=Failure("it failed", ""))
    clock._runner.report = Report((stopped,), None).after(training)
    clock._runner.give_way = clock._runner.resume = lambda: None
    clock._poll()
    assert not clock._timer.isActive()


# -- what a person reads ---------------------------------------------------------------------


@pytest.fixture
def said(session):
    at_rest(session)
    heard = []
    session.notices.changed.connect(heard.append)
    return heard


def test_the_notice_names_the_samples_and_the_one_before_comes_back(session, said):
    before = Notice("info", "before")
    session.notices.show(before)
    session._clock.held_up.emit(True)
    assert session.snapshot.position[2] == 10
    assert said[-1].text == "Finishing a mini-batch of 10 samples."
    session._clock.held_up.emit(False)
    assert said[-1] is before
    assert len(said) == 3


def test_what_was_withdrawn_meanwhile_does_not_come_back(session, said):
    session.notices.show(Notice("info", "before"))
    session._clock.held_up.emit(True)
    finishing = said[-1]
    session.notices.withdraw()
    assert said[-1] is finishing
    session._clock.held_up.emit(False)
    assert said[-1] is None


def test_what_is_told_meanwhile_stays(session, said):
    session._clock.held_up.emit(True)
    refused = Notice("warning", "refused")
    session.notices.show(refused)
    session._clock.held_up.emit(False)
    assert said[-1] is refused


def test_what_a_person_has_closed_does_not_come_back(session, said):
    session.notices.show(Notice("info", "before"))
    session._clock.held_up.emit(True)
    session.notices.close()
    session._clock.held_up.emit(False)
    assert said[-1] is None


def test_one_sample_is_one():
    assert FINISHING(n=1) == "Finishing a mini-batch of one sample."
    assert FINISHING(n=50_000) == "Finishing a mini-batch of 50,000 samples."
