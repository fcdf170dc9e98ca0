"""Measure how soon the window shows a moment that is asked for in its loss plot, and how it follows a drag.

Usage: python tests/benchmarks/dragging.py [--epochs 20000] [--goes 200]
Runs offscreen with 2-8-8-1 at 1280 × 800: from the request to the picture, painted, in wall-clock time and in
processor time, for kept moments and for any epochs; then a drag over the whole line, a place every 4 ms: how
many moments are shown a second, and how long the event loop is held up. Run it when nothing else does.
"""

import argparse
import os
import random
import tempfile
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtCore import QSettings
from waiting import seconds_until
from window_speed import percentile, spin

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec
from playground.app import application, create_window

EXPERIMENT = Experiment(DataSpec("spiral"), NetworkSpec(hidden=(LayerSpec(8), LayerSpec(8))))
DRAG_SECONDS, STEP_SECONDS = 5.0, 0.004


def show(what, seconds):
    print(
        f"{what:26} p50 {percentile(seconds, 50) * 1e3:6.1f}   p95 {percentile(seconds, 95) * 1e3:6.1f}   "
        f"worst {max(seconds) * 1e3:6.1f} ms",
        flush=True,
    )


def went_to(window, epochs):
    """Go to epochs, one after the other; return how long each took, and how much processor time."""
    session, wall, spent = window.session, [], []
    for epoch in epochs:
        start, used = time.perf_counter(), time.process_time()
        window.time.go_to(epoch)
        seconds_until(lambda epoch=epoch: not session.time.is_going and session.snapshot.epoch == epoch)
        window.loss._plot.viewport().repaint()
        wall.append(time.perf_counter() - start)
        spent.append(time.process_time() - used)
    return wall, spent


def dragged(window, end):
    """Drag from the end to the beginning; return how many moments were shown, and the event loop's turns."""
    shown, turns = [], []
    window.session.snapshot_taken.connect(lambda snapshot: shown.append(snapshot.epoch))
    start = time.perf_counter()
    while (passed := time.perf_counter() - start) < DRAG_SECONDS:
        window.time.go_to(round(end * (1.0 - passed / DRAG_SECONDS)))
        before = time.perf_counter()
        spin(STEP_SECONDS)
        turns.append(time.perf_counter() - before)
    return len(set(shown)), turns


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=int, default=20_000)
    parser.add_argument("--goes", type=int, default=200)
    asked = parser.parse_args()
    application()
    folder = tempfile.mkdtemp()
    window = create_window(EXPERIMENT, QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
    window.resize(1280, 800)
    session, rng = window.session, random.Random(0)
    seconds_until(lambda: session.snapshot is not None)
    session.play(asked.epochs)
    while session.snapshot.epoch < asked.epochs:
        spin(0.1)
    seconds_until(lambda: session.settled)
    moments = session.snapshot.timeline.moments.tolist()
    print(f"{asked.epochs:,} epochs, {len(moments)} kept moments")
    for what, epochs in (
        ("a kept moment", [rng.choice(moments) for _ in range(asked.goes)]),
        ("any epoch", [rng.randrange(asked.epochs) for _ in range(asked.goes)]),
    ):
        wall, spent = went_to(window, epochs)
        show(what, wall)
        show("  its processor time", spent)
    shown, turns = dragged(window, asked.epochs)
    print(f"dragged: {shown / DRAG_SECONDS:.0f} moments a second")
    show("  turns of 4 ms took", turns)
    window.close()


if __name__ == "__main__":
    main()
