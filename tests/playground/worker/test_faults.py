"""A thread of the worker may fail anywhere, with any exception: it is told, and nothing is lost."""

import threading

import pytest
from hands import PATIENCE
from runners import HeardRunner, finished, taken
from worker_faults import FIRST, KINDS, Injector, injected, lines, one

from playground.observers.catalogue import Observers
from playground.observers.field import Field
from playground.observers.plane import AskPlane
from playground.observers.view import View
from playground.texts.changes import THREAD_ENDED
from playground.worker.answer import Failure, Outcome
from playground.worker.commands import KeepState, Look, Open, Pause, Play
from playground.worker.observing import Observing
from playground.worker.training import Training
from playground.worker.worker import Worker

SOME = 12


@pytest.fixture(scope="module")
def places():
    return lines()


@pytest.mark.parametrize("part", range(SOME))
@pytest.mark.parametrize("thread", ["training", "observing"])
def test_a_fault_anywhere_is_told_and_nothing_is_lost(places, thread, part):
    own = [place for place in places if place[0] == thread]
    place = own[part * len(own) // SOME]
    assert injected(place, KINDS[part % len(KINDS)])[0] == ""


def test_without_a_fault_nothing_is_told():
    with Injector() as injector:
        one(injector)
    assert {file for _, file, _ in injector.seen} >= {"worker.py", "training.py", "observing.py", "field.py"}


# -- a thread that ends ----------------------------------------------------------------------


@pytest.fixture
def started():
    runner = HeardRunner()
    runner.submit(Open(FIRST))
    runner.begin()
    taken(runner.take_snapshot)
    yield runner
    assert runner.stop(PATIENCE)


@pytest.mark.parametrize("owner", [Worker, Observing])
@pytest.mark.parametrize("kind", KINDS)
def test_a_thread_that_has_ended_is_replaced_and_that_is_told(started, monkeypatch, owner, kind):
    epoch = finished(started, started.submit(Play(5))).epoch
    threads, turn, of = dict(started._threads), owner._turn, Failure.of

    def fail(*_args):
        monkeypatch.setattr(Failure, "of", of)
        raise kind

    def leave(*_args):
        monkeypatch.setattr(owner, "_turn", turn)
        monkeypatch.setattr(Failure, "of", fail)  # so nothing can be told, and the thread ends
        raise kind

    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    monkeypatch.setattr(owner, "_turn", leave)
    started.submit(Look(View((AskPlane(resolution=20),))))
    started.submit(Pause())
    assert taken(started.take_failure).failure.message == THREAD_ENDED()
    assert started._threads != threads
    assert finished(started, started.submit(Play(4))).epoch == epoch + 4
    assert {answer.ticket for answer in started.answers} >= {1, 2, 3, 4, 5}


def test_a_command_that_is_told_to_exit_has_failed_and_is_answered(started, monkeypatch):
    def leave(*_args):
        raise SystemExit

    with monkeypatch.context() as failing:
        failing.setattr(Training, "_carry_out", leave)
        ticket = started.submit(KeepState())
        answer = taken(started.take_failure)
    assert (answer.ticket, answer.outcome, answer.after) == (ticket, Outcome.FAILED, FIRST)
    assert finished(started, started.submit(Play(4))).epoch == 4


def test_after_a_picture_that_failed_once_another_one_is_made_by_itself(started, monkeypatch):
    whole = Observers.observe

    def fail(*_args):
        monkeypatch.setattr(Observers, "observe", whole)
        raise GeneratorExit

    monkeypatch.setattr(Observers, "observe", fail)
    ticket = started.submit(Look(View((AskPlane(),))))
    assert finished(started, ticket).get(Field) is not None
    assert started.take_failure().failure.message == "GeneratorExit"


def test_pictures_that_always_fail_are_not_made_for_ever(started, monkeypatch):
    made = []

    def fail(*_args):
        made.append(1)
        raise MemoryError

    with monkeypatch.context() as failing:
        failing.setattr(Observers, "observe", fail)
        for _ in range(2):
            started.submit(Look(View((AskPlane(),))))
            taken(started.take_failure)
            taken(started.take_failure)
        assert len(made) == 4
    assert finished(started, started.submit(Play(4))).epoch == 4
