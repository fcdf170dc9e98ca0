"""A look that takes long gives way to newer ones, yet pictures come however quickly they are asked for."""

import threading

import pytest
from hands import SMALL

from playground.observers.catalogue import Observers
from playground.observers.observed import Stale
from playground.worker import observing
from playground.worker.answer import Answers
from playground.worker.commands import Open
from playground.worker.observing import HURRY_SECONDS, Observing
from playground.worker.request import Request
from playground.worker.slot import Slot
from playground.worker.snapshots import Snapshots
from playground.worker.training import Training


class Clock:
    now = 0.0

    def perf_counter(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    one = Clock()
    monkeypatch.setattr(observing, "time", one)
    return one


def test_pictures_come_however_slow_they_are_and_however_quickly_commands_follow(monkeypatch, clock):
    def slow(self, *_):
        for _piece in range(20):
            clock.now += HURRY_SECONDS / 2.0
            if self._is_stale():
                raise Stale
        return {}

    monkeypatch.setattr(Observers, "observe", slow)
    training, reports = Training(), Slot()
    training.answer(1, Open(SMALL))
    sight = Snapshots().take(1, training.run, training.playback, evaluating=False)
    one = Observing(Answers(), reports, lambda _: None, threading.Event())
    durations = []
    for _ in range(10):
        one.requests.put(Request(0, sight))  # there is always a newer one
        began = clock.now
        one._meet(Request(0, sight))
        report = reports.take()
        durations.append(clock.now - began)
        if report is not None and report.snapshot is not None:
            break
    else:
        pytest.fail("no picture came")
    assert durations[0] == pytest.approx(HURRY_SECONDS)
