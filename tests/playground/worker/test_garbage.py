"""Garbage is collected on the window's thread: the worker must not destroy what is Qt's."""

import gc
import subprocess
import sys
import threading
import weakref
from types import SimpleNamespace

import pytest
from commands import run
from hands import PATIENCE, SMALL, until
from PySide6.QtCore import QCoreApplication, QEvent

from playground.app import create_window
from playground.worker import garbage


def test_the_worker_collects_no_garbage(window):
    threads = set()

    def note(phase, info):  # noqa: ARG001 - as gc calls it
        threads.add(threading.current_thread())

    gc.callbacks.append(note)
    try:
        window.session.play()
        until(lambda: window.session.snapshot.epoch > 300)
        window.session.pause()
        until(lambda: not window.session.snapshot.busy)
    finally:
        gc.callbacks.remove(note)
    assert threads <= {threading.main_thread()}


def test_what_is_due_is_collected():
    class Ring:
        pass

    rings = []
    for _ in range(garbage.EVERY[0] + 100):
        ring = Ring()
        ring.itself = ring
        rings.append(ring)
    del rings, ring
    garbage.collect(paused=False)
    assert gc.get_count()[0] < garbage.EVERY[0]


@pytest.fixture
def machine(monkeypatch):
    """A clock that is set, and a collector that takes 0.1 s and notes what it collects."""
    one = SimpleNamespace(now=100.0, counts=(0, 0, 11), collected=[])

    def collect(generation=2):
        one.collected.append(generation)
        one.now += 0.1

    monkeypatch.setattr(garbage, "gc", SimpleNamespace(get_count=lambda: one.counts, collect=collect))
    monkeypatch.setattr(garbage, "time", SimpleNamespace(perf_counter=lambda: one.now))
    monkeypatch.setattr(garbage, "_due", 0.0)
    return one


def test_however_long_it_trains_everything_is_collected_now_and_then(machine):
    began = machine.now
    for _ in range(100_000):
        garbage.collect(paused=False)
        machine.now += 0.016
    passed = machine.now - began
    assert set(machine.collected) == {2}
    assert passed / (2.0 * garbage.RARELY * 0.1) <= len(machine.collected) <= passed / garbage.PLAYING_SECONDS
    before = len(machine.collected)
    garbage.collect(paused=True)
    assert len(machine.collected) == before + 1  # at once: nobody waits


@pytest.mark.parametrize("shown", [1, 5])
def test_a_window_closed_right_after_a_snapshot_leaves_nothing_of_its_training(settings, shown):
    window, snapshots = create_window(SMALL, settings), []
    window.session.snapshot_taken.connect(lambda _: snapshots.append(1))
    window.session.play()
    until(lambda: snapshots)  # a frame is still to be drawn of the last one
    while len(snapshots) < shown:
        QCoreApplication.processEvents()
    runner = window.session._clock._runner
    left = [weakref.ref(one) for one in (runner, runner._worker, runner._worker._training.run.trainer)]
    window.close()
    window.deleteLater()
    window.session.deleteLater()
    del window, runner
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [one() for one in left] == [None, None, None]


CLOSED = """
import gc
import subprocess
import sys
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from playground.app import application, create_window, quiet_offscreen
quiet_offscreen()
for _ in range(3):
    window = create_window()
    window.session.edit("training.learning_rate", "training", learning_rate=0.1)
    window.session.play()
    QTest.qWait(300)
    window.close()
    window.deleteLater()
    del window
    application().sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
print("done")
"""


def test_a_window_that_is_closed_and_collected_after_a_change_ends_nothing_else():
    done = subprocess.run([sys.executable, "-c", CLOSED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr


HOST = """
import gc
import time
from PySide6.QtTest import QTest
from playground.app import application, create_window, quiet_offscreen
quiet_offscreen()
SWITCH
before = gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()
application()
assert (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()) == before
windows = [create_window(), create_window()]
for window in windows:
    window.session.play()
end = time.monotonic() + PATIENCE
while not all(one.session.snapshot and one.session.snapshot.epoch > 3 for one in windows):
    assert time.monotonic() < end
    QTest.qWait(10)
assert not gc.isenabled()
for window in windows:
    window.close()
assert (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()) == before
"""


@pytest.mark.parametrize("switch", ["", "gc.disable()"], ids=["automatic", "off"])
def test_a_program_that_shows_windows_has_its_collector_back_when_they_are_closed(switch, tmp_path):
    done = run(
        cwd=tmp_path,
        code=HOST.replace("SWITCH", switch).replace("PATIENCE", str(PATIENCE)),
        env={"XDG_CONFIG_HOME": str(tmp_path)},
    )
    assert (done.returncode, done.stderr) == (0, "")
