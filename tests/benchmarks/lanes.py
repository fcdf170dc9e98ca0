"""Measure runs side by side in the window: epochs a second together, as a share of one run's, and frames.

Usage: python tests/benchmarks/lanes.py [--seconds 5] [--rounds 3] [--hidden 8,8]
One run in the view Build, two side by side and races of eight are measured in turns, as often as `--rounds`
says; the middle values are told. A frame is a paint of the first run's output that shows something new.
Offscreen at 1280×800 unless QT_QPA_PLATFORM says otherwise. The processor time of training for an epoch, of
all else for a frame, and how many processors there were, stand beside: run it when nothing else does.
"""

import argparse
import os
import sys
import tempfile
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, QTimer

from engine import OPTIMIZERS, Experiment, LayerSpec, NetworkSpec
from playground.app import SWITCH_SECONDS, application, create_window
from playground.observers.lanes import ClockUnit
from playground.widgets.runs.lane_output import LaneOutput
from playground.widgets.runs.race_dialog import Race
from playground.widgets.transport.views import BUILD, RUNS
from playground.worker import worker

WARM_SECONDS = 1.0


def spin(seconds):
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def opened(happened):
    while not happened():
        spin(0.02)


class Paints(QObject):
    """Counts the paints of a widget that show a newer value than the last."""

    def __init__(self, widget, newest):
        super().__init__()
        self.count, self._shown, self._newest, self._widget = 0, None, newest, widget
        widget.installEventFilter(self)

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint and (value := self._newest()) is not self._shown:
            self._shown, self.count = value, self.count + 1
        return False

    def end(self):
        self._widget.removeEventFilter(self)


class TrainingTime:
    """The processor time of training, in all threads."""

    def __init__(self):
        self.seconds, train = 0.0, worker.Worker._train

        def timed(one):
            began = time.thread_time()
            train(one)
            self.seconds += time.thread_time() - began

        worker.Worker._train = timed


def measured(source, widget, newest, epochs, training, seconds):
    """Play for a while; return what came of it in a second, and what it cost."""
    paints = Paints(widget, newest)
    source.play()
    spin(WARM_SECONDS)
    began, first, frames = time.perf_counter(), epochs(), paints.count
    work, whole = training.seconds, time.process_time()
    spin(seconds)
    took, done, frames = time.perf_counter() - began, epochs() - first, paints.count - frames
    work, whole = training.seconds - work, time.process_time() - whole
    source.pause()
    paints.end()
    beside = (whole - work) / max(frames, 1)
    return done / took, frames / took, 1e6 * work / max(done, 1), 1e3 * beside, whole / took


def one(window, training, seconds):
    session = window.session
    window.views.show(BUILD)
    session.reset()
    opened(lambda: session.settled)
    viewport = window.boundary._plot.viewport()
    return measured(
        session, viewport, lambda: session.snapshot, lambda: session.snapshot.epoch, training, seconds
    )


def several(window, begin, training, seconds):
    window.views.show(RUNS)
    begin(window.compare)
    lanes = window.compare.lanes
    opened(lambda: lanes.settled)
    picture = next(one for one in window.findChildren(LaneOutput) if one.isVisible())

    def epochs():
        return sum(lane.snapshot.epoch for lane in lanes.value.lanes)

    try:
        return measured(lanes, picture, lambda: lanes.value, epochs, training, seconds)
    finally:
        window.compare.close()


def race(unit):
    return lambda compare: compare.start_race(Race("optimizer", tuple(OPTIMIZERS)[:8], None, unit))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hidden", default="8,8")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH_SECONDS)
    application()
    layers = tuple(LayerSpec(int(width)) for width in options.hidden.split(","))
    training = TrainingTime()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        window = create_window(Experiment(network=NetworkSpec(hidden=layers)), settings)
        opened(lambda: window.session.settled)
        begins = {
            "two side by side": lambda compare: compare.open_side_by_side(),
            "eight, by epochs": race(ClockUnit.EPOCHS),
            "eight, by seconds": race(ClockUnit.SECONDS),
        }
        found = {name: [] for name in ("one", *begins)}
        for _ in range(options.rounds):
            found["one"].append(one(window, training, options.seconds))
            for name, begin in begins.items():
                found[name].append(several(window, begin, training, options.seconds))
        window.close()
    middle = {name: np.median(each, axis=0) for name, each in found.items()}
    print(f"{'':20}epochs/s  of one  frames/s  µs of training/epoch  ms of all else/frame  cores")
    for name, (epochs, frames, work, beside, cores) in middle.items():
        share = epochs / middle["one"][0]
        print(f"{name:20}{epochs:8,.0f}{share:8.0%}{frames:10.1f}{work:22,.0f}{beside:22.1f}{cores:7.2f}")


if __name__ == "__main__":
    main()
