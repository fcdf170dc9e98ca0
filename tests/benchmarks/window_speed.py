"""Measure the window: epochs a second, also as a share of the engine's own, frames, latency, idle CPU.

Usage: python tests/benchmarks/window_speed.py [--seconds 60] [--hidden 8,8] [--features 7] [--losses]
Runs offscreen at 1280×800 unless QT_QPA_PLATFORM says otherwise. A frame is a paint of the boundary plot
that shows a new snapshot. The engine's own epochs, with their metrics, are measured before and after. With
--losses, what the window costs is left out, one thing after another. Run it when nothing else does.
"""

import argparse
import os
import resource
import sys
import tempfile
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, QTimer

from engine import FEATURES, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.app import SWITCH_SECONDS, application, create_window
from playground.observers.view import View
from playground.worker import worker


class PaintClock(QObject):
    """Notes when the boundary plot was painted with a snapshot that it had not shown before."""

    def __init__(self, window):
        super().__init__()
        self.window, self.times, self.shown, self.fresh = window, [], None, None
        window.session.snapshot_taken.connect(self.take)
        self.viewport = window.boundary._plot.viewport()
        self.viewport.installEventFilter(self)

    def take(self, snapshot):
        self.fresh = snapshot

    def eventFilter(self, _watched, event):
        if event.type() == QEvent.Type.Paint and self.fresh is not self.shown:
            self.shown = self.fresh
            # the paint itself follows this filter: note its end when the loop comes round again
            QTimer.singleShot(0, self, self.note)
        return False

    def note(self):
        self.times.append((time.perf_counter(), self.shown))


def spin(seconds):
    """Run the event loop; not by app.quit(), which would close the window."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


def percentile(values, share):
    return float(np.percentile(values, share))


def measure_frames(window, clock, seconds):
    window.session.play()
    spin(2.0)
    clock.times.clear()
    start, first = time.perf_counter(), window.session.snapshot.epoch
    spin(seconds)
    elapsed = time.perf_counter() - start
    intervals = np.diff([t for t, _ in clock.times]) * 1e3
    speed = (window.session.snapshot.epoch - first) / elapsed
    print(f"epochs a second      {speed:10,.0f}")
    print(f"frames a second      {len(clock.times) / elapsed:10.1f}")
    print(
        f"frame interval ms    p50 {percentile(intervals, 50):.1f}   p99 {percentile(intervals, 99):.1f}"
        f"   worst {intervals.max():.1f}"
    )
    return speed


def measure_latency(window, clock, changes=60):
    """From a control's change to the painted frame whose snapshot includes it."""
    rate = window.findChild(QObject, "training.learning_rate")
    width = window.findChild(QObject, "layer0.width")
    for name, change in (
        ("learning rate", lambda i: rate.setValue(0.02 + 0.0001 * i)),
        ("layer width", lambda i: width.setValue(6 + i % 4)),
    ):
        waits = []
        for i in range(changes):
            spin(0.05 + 0.013 * (i % 5))
            clock.times.clear()
            asked = time.perf_counter()
            change(i)
            ticket = window.session._clock.ticket
            while not any(snapshot.ticket >= ticket for _, snapshot in clock.times):
                spin(0.002)
                if time.perf_counter() - asked > 2.0:
                    raise SystemExit(f"{name}: no frame showed the change")
            shown = next(t for t, snapshot in clock.times if snapshot.ticket >= ticket)
            waits.append((shown - asked) * 1e3)
        print(
            f"latency ms           {name}: p50 {percentile(waits, 50):.1f}   p95 {percentile(waits, 95):.1f}"
        )


def measure_idle(window, seconds=5.0):
    window.session.pause()
    spin(1.0)
    before = resource.getrusage(resource.RUSAGE_SELF)
    spin(seconds)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    print(f"paused: CPU          {used / seconds:10.2%}")


def engine_speed(experiment, seconds=2.0):
    """Return the epochs a second of the engine alone, with the metrics of every epoch."""
    trainer = Trainer(experiment)
    trainer.run(50, each_epoch=lambda _: None)
    start, first = time.perf_counter(), trainer.epoch
    trainer.run(10**9, lambda: time.perf_counter() - start > seconds, lambda _: None)
    return (trainer.epoch - first) / (time.perf_counter() - start)


def measure_losses(window, own, seconds):
    """Print the share of the engine's epochs as it is, and with one cost after another left out."""
    window.session.play()
    spin(2.0)
    clock = window.session._clock
    runner, interval = clock._runner, clock._timer.interval()
    observing, observe = runner._observing, runner._observing._observers.__class__.observe

    def nothing(observers, state, _view, busy, hurried=False):
        return observe(observers, state, View(), busy, hurried)

    changes = {
        "as it is": lambda: None,
        "without the sleep after each slice": lambda: setattr(worker, "BREATH_SECONDS", 0.0),
        "without giving way to frames": lambda: setattr(runner, "give_way", lambda: None),
        "without pictures": lambda: setattr(type(observing._observers), "observe", nothing),
        "without frames": lambda: clock._timer.setInterval(500),
    }
    breath = worker.BREATH_SECONDS
    for name, change in changes.items():
        change()
        spin(0.5)
        start, first = time.perf_counter(), runner._worker._training.run.trainer.epoch
        spin(seconds)
        done = runner._worker._training.run.trainer.epoch - first
        print(f"{name:36} {done / (time.perf_counter() - start) / own:.0%} of the engine's own", flush=True)
        worker.BREATH_SECONDS = breath
        runner.__dict__.pop("give_way", None)
        type(observing._observers).observe = observe
        clock._timer.setInterval(interval)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--hidden", default="8,8")
    parser.add_argument("--features", type=int, default=2, help="how many of the menu's inputs, in order")
    parser.add_argument("--losses", action="store_true", help="what the window costs, thing by thing")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH_SECONDS)
    application()
    network = NetworkSpec(
        features=tuple(FEATURES)[: options.features],
        hidden=tuple(LayerSpec(int(width), "tanh") for width in options.hidden.split(",")),
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        experiment = Experiment(network=network)
        before = engine_speed(experiment)
        window = create_window(experiment, settings)
        clock = PaintClock(window)
        if options.losses:
            measure_losses(window, before, options.seconds)
        else:
            speed = measure_frames(window, clock, options.seconds)
            measure_latency(window, clock)
            measure_idle(window)
        window.close()
        own = (before + engine_speed(experiment)) / 2.0
        print(f"engine's own         {own:10,.0f}")
        if not options.losses:
            print(f"of the engine's own  {speed / own:10.0%}")


if __name__ == "__main__":
    main()
