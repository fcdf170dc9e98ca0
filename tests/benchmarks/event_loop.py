"""Measure the longest turns of the window's event loop, whatever a person does, at the largest sizes.

Usage: python tests/benchmarks/event_loop.py [--scene own,deep] [--only paste,table] [--mode paused]
Runs offscreen. Each act is done as a person does it, by clicks and keys where it has some, twice: the first
time may import and make what later ones find. For every act: the longest turn of the loop in milliseconds of
the processor time of the window's thread alone, in which a busy machine and other threads do not count, and
the longest on the clock, which waits for them too. What exceeds a frame and a tenth of a second is marked.
"""

import argparse
import cProfile
import itertools
import os
import pstats
import sys
import tempfile
import time
import traceback
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "playground"))

import event_loop_acts  # noqa: F401  # it registers what it does
import event_loop_data  # noqa: F401
from event_loop_scenes import ACTS, SCENES
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QSettings, Qt, QTimer, qInstallMessageHandler

from playground.app import SWITCH_SECONDS, application, create_window
from playground.controllers.autosaver import Autosaver

BEAT_MS = 4  # between two turns of an idle loop
AUTOSAVE_MS = 30  # instead of a second: it belongs to the act that caused it
QUIET_TURNS = 12  # after everything has come, until an act counts as over
TRAINING_SECONDS = 0.4  # that the loop runs after each part of an act while training continues
PATIENCE = 20.0
FRAME, LIMIT = 16.0, 100.0  # ms


class Loop:
    """Runs the event loop turn by turn, and notes the longest turns.

    Attributes
    ----------
    processor, clock : (float, str)
        The longest turn since the last `start`, in milliseconds, and what it was.
    """

    def __init__(self, app, window, autosaver):
        self._app, self._window, self._autosaver = app, window, autosaver
        self._beat = QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.start(BEAT_MS)
        self.profile = None
        self.start()

    def start(self):
        self.processor = self.clock = (0.0, "")

    def do(self, what, act, *arguments, **options):
        """Do something as one turn of the loop, as if an event had led to it; then take one turn more."""
        self._turn(what, lambda: act(*arguments, **options))
        self._turn(f"after {what}", self._process)

    def settle(self, what, seconds=TRAINING_SECONDS):
        """Let the program run until it is at rest, or for so long while it trains."""
        limit, end = time.perf_counter() + PATIENCE, time.perf_counter() + seconds
        quiet = 0
        while quiet < QUIET_TURNS:
            self._turn(f"after {what}", self._process)
            session, snapshot = self._window.session, self._window.session.snapshot
            waits = self._autosaver._timer.isActive() or not session.settled
            if not waits and snapshot.busy:
                waits = time.perf_counter() < end
            quiet = 0 if waits else quiet + 1
            if time.perf_counter() > limit:
                print(f"    (gave up waiting after {what})", flush=True)
                return

    def run(self, what, done):
        """Let the program run until something is so."""
        limit = time.perf_counter() + PATIENCE
        while not done():
            self._turn(f"after {what}", self._process)
            if time.perf_counter() > limit:
                print(f"    (gave up waiting for {what})", flush=True)
                return

    def _process(self):
        self._app.processEvents(
            QEventLoop.ProcessEventsFlag.AllEvents | QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        )
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _turn(self, what, act):
        if self.profile is not None:
            self.profile.enable()
        processor, clock = time.thread_time(), time.perf_counter()
        act()
        processor, clock = time.thread_time() - processor, time.perf_counter() - clock
        if self.profile is not None:
            self.profile.disable()
        self.processor = max(self.processor, (1e3 * processor, what))
        self.clock = max(self.clock, (1e3 * clock, what))


class Person:
    """Somebody at the window, with whatever the acts need."""

    def __init__(self, window, loop, folder):
        self.window, self.loop, self.folder = window, loop, folder
        self.do, self.run = loop.do, loop.run
        self.count = itertools.count()

    def settle(self, what="it", **how):
        self.loop.settle(what, **how)

    def to_front(self):
        self.window.activateWindow()
        self.run("the window", self.window.isActiveWindow)


def measured(person, act, times, profiles):
    """Do an act some times; return its longest turns: the first time, and later."""
    results = []
    for turn in range(times):
        loop = person.loop
        loop.start()
        if profiles and turn == times - 1:
            loop.profile = cProfile.Profile()
        try:
            act(person)
        except Exception:
            traceback.print_exc()
        person.settle(act.__name__)
        if loop.profile is not None:
            pstats.Stats(loop.profile).sort_stats("cumulative").print_stats(45)
            loop.profile = None
        results.append((loop.processor, loop.clock))
    return results


def walk(person, scenes, modes, names, times, profiles):
    """Do all acts in all scenes; yield a line for each."""
    window = person.window
    for scene, mode in itertools.product(scenes, modes):
        acts = [
            act for act in ACTS if scene in act.scenes and (not names or any(n in act.name for n in names))
        ]
        for act in acts:
            window.session.gate.show(type(window.session.gate.chosen)())
            window.session.open(SCENES[scene]())
            person.settle("opening")
            person.to_front()
            if mode == "training":
                window.session.play()
                person.settle("Play")
            results = measured(person, act, times, profiles)
            window.session.pause()
            person.settle("Pause")
            firsts, later = results[0], results[1:] or results
            worst = max(one[0] for one in results)
            line = (
                act.name, f"{scene}, {mode}", firsts[0][0], max(one[0][0] for one in later),
                max(one[1][0] for one in results), worst[1],
            )  # fmt: skip
            print(f"  {row(*line)}", flush=True)
            yield line


def row(act, where, first, later, clock, what):
    worst = max(first, later)
    mark = "!!" if worst > LIMIT else "! " if worst > FRAME else "  "
    return f"{mark} {act:<34} {where:<17} {first:8.1f} {later:8.1f} {clock:9.1f}  {what}"


HEAD = f"   {'act':<34} {'where':<17} {'first ms':>8} {'later ms':>8} {'clock ms':>9}  the longest turn"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scene", default=",".join(SCENES), help=", ".join(SCENES))
    parser.add_argument("--only", default="", help="acts whose names contain one of these")
    parser.add_argument("--mode", default="paused,training")
    parser.add_argument("--times", type=int, default=2, help="how often each act is done")
    parser.add_argument("--profile", action="store_true", help="print where the time goes, act by act")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH_SECONDS)
    app = application()
    qInstallMessageHandler(lambda *_: None)  # the offscreen platform complains of all that it cannot do
    names = [name for name in options.only.split(",") if name]
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        window = create_window(None, settings)
        autosaver = Autosaver(window, window.file, window.session, Path(folder, "state"))
        autosaver._timer.setInterval(AUTOSAVE_MS)
        loop = Loop(app, window, autosaver)
        loop.run("the first snapshot", lambda: window.session.snapshot is not None)
        window.activateWindow()
        person = Person(window, loop, Path(folder))
        print(HEAD)
        lines = list(
            walk(
                person,
                options.scene.split(","),
                options.mode.split(","),
                names,
                options.times,
                options.profile,
            )
        )
        window.close()
    print(
        f"\nthe longest turns first (! above {FRAME:.0f} ms of processor time, !! above {LIMIT:.0f})\n{HEAD}"
    )
    for line in sorted(lines, key=lambda one: -max(one[2], one[3])):
        print(row(*line))


if __name__ == "__main__":
    main()
