"""Measure what the window does for the Maths view: of 7 inputs, six hidden layers of 8, one output.

Usage: python tests/benchmarks/maths_view.py [--seconds 2]
From F3 to the first ledger in sight, and again; then a frame of the ledger alone, from its numbers to its
pixels, with a new step each: closed, with a neuron open, with a weight and its chain open; and how many steps
come into sight in a second while it trains at full speed. By the clock, and processor time of the window's
thread.
"""

import os
import tempfile
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import measuring
from PySide6.QtCore import QSettings

from engine import FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from engine.analysis.tracer import Tracer
from playground.app import application, create_window
from playground.mathematics.moments import Moment, Phase
from playground.mathematics.place import Place

EXPERIMENT = Experiment(
    DataSpec("spiral"), NetworkSpec(tuple(FEATURES)[:7], hidden=tuple(LayerSpec(8) for _ in range(6)))
)
STEPS = 8  # different ones, shown in turn
NEURON = Moment(Phase.FORWARD, 1), Place(1, 2)
WEIGHT = Moment(Phase.GRADIENT), Place(1, 2, 3)


def spin(app, seconds):
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        app.processEvents()
        time.sleep(0.002)


def opening(app, window):
    """Return the milliseconds until the ledger is in sight, by the clock and of the window's thread."""
    clock, worked = time.perf_counter(), time.thread_time()
    window.views.show("maths")
    while window.mathematics.ledger is None:
        app.processEvents()
    app.processEvents()
    took = time.perf_counter() - clock, time.thread_time() - worked
    return [one / measuring.MILLISECOND for one in took]


def frames(view, seconds):
    """Return the milliseconds of processor time for a frame of the ledger."""
    trainer = Trainer(EXPERIMENT)
    tracer, ledgers = Tracer(trainer.experiment, trainer.data), []
    for _ in range(STEPS):
        trainer.step()
        ledgers.append(tracer.trace(trainer.progress.copy(), "train", [0]))
    count, start, worked = 0, time.perf_counter(), time.thread_time()
    while time.perf_counter() - start < seconds:
        view.show_step(ledgers[count % STEPS], view.tree.rows.moment, view.tree.rows.place)
        view.tree.viewport().grab()
        count += 1
    return (time.thread_time() - worked) / count / measuring.MILLISECOND


def followed(app, window, seconds):
    """Return how many steps come into sight in a second while it trains."""
    seen, start = set(), time.perf_counter()
    window.session.play()
    while time.perf_counter() - start < seconds:
        app.processEvents()
        time.sleep(0.001)
        ledger = window.mathematics.ledger
        if ledger is not None:
            seen.add(ledger.progress.steps)
    window.session.pause()
    return len(seen) / seconds


def main():
    options = measuring.parser_of(__doc__, 2.0, "for each figure").parse_args()
    app = application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        window = create_window(EXPERIMENT, settings)
        window.resize(1280, 800)
        spin(app, 2.0)
        print(measuring.line("milliseconds", ["clock", "thread", "goal"]))
        print(measuring.line("F3, the first time", [*opening(app, window), "≤ 100"], 2), flush=True)
        window.views.show("build")
        spin(app, 0.5)
        print(measuring.line("F3 again", [*opening(app, window), ""], 2), flush=True)
        view = window.mathematics._panel.page
        for name, place in (("closed", None), ("a neuron open", NEURON), ("a weight open", WEIGHT)):
            if place is not None:
                view.tree.collapseAll()
                view.show_step(window.mathematics.ledger, *place)
            app.processEvents()
            print(measuring.line(f"a frame, {name}", ["", frames(view, options.seconds), ""], 2), flush=True)
        rate = followed(app, window, options.seconds)
        print("\n" + measuring.line("while training at full speed", ["a second", "goal"]))
        print(measuring.line("steps in sight", [rate, "≥ 10"]))
        window.close()
        spin(app, 0.2)


if __name__ == "__main__":
    main()
