"""Measure how long a person waits where evaluating all samples takes seconds: after Pause, and for commands.

Usage: python tests/benchmarks/waiting.py [--samples 100000] [--layers 20] [--width 100] [--rounds 20]
Runs offscreen. A command has acted when a snapshot that includes it has come; figures are exact when the
snapshot is complete. Run it when nothing else does.
"""

import argparse
import os
import tempfile
import time
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtCore import QSettings
from window_speed import percentile, spin

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.app import application, create_window

LIMIT = 60.0  # seconds


def seconds_until(condition):
    """Run the event loop until a condition holds; return how long that took."""
    start = time.perf_counter()
    while not condition():
        spin(0.001)
        if time.perf_counter() - start > LIMIT:
            raise SystemExit("it did not happen")
    return time.perf_counter() - start


def is_shown(session):
    """Whether a snapshot after the last command is shown."""
    return session.snapshot is not None and session.snapshot.ticket == session._clock.ticket


def show(what, seconds):
    print(
        f"{what:34} p50 {percentile(seconds, 50) * 1e3:8.0f}   p95 {percentile(seconds, 95) * 1e3:8.0f}   "
        f"worst {max(seconds) * 1e3:8.0f} ms",
        flush=True,
    )


def acts(session):
    """What a person may do that needs the worker, by name."""
    weights = iter(range(1, 10**6))

    def change(**fields):
        session.change(training=replace(session.experiment.training, **fields))

    return {
        "a learning rate": lambda: change(learning_rate=1e-4 + 1e-7 * next(weights)),
        "L2": lambda: change(l2=1e-6 * next(weights)),
        "a weight": lambda: session.by_hand.set_parameter(0, 0, 0, 1e-3 * next(weights), 0.0),
        "the optimizer": lambda: change(optimizer=("adam", "sgd", "momentum")[next(weights) % 3]),
        "the batch size": lambda: change(batch_size=10 + next(weights) % 50),
        "an activation": lambda: session.edit(
            "layer0.activation", "layers/0", activation=("relu", "tanh")[next(weights) % 2]
        ),
        "a width": lambda: session.edit("layer0.width", "layers/0", width=50 + next(weights) % 50),
        "Reset": session.reset,
        "New data": lambda: session.new_start(new_data=True),
        "Step by batch": lambda: session.step("batch"),
        "Play": session.play,
        "Pause": session.pause,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--samples", type=int, default=100_000)
    parser.add_argument("--layers", type=int, default=20)
    parser.add_argument("--width", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    application()
    experiment = Experiment(
        data=DataSpec(samples=options.samples),
        network=NetworkSpec(hidden=(LayerSpec(options.width, "tanh"),) * options.layers),
        training=TrainSpec(learning_rate=1e-4),
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        window = create_window(experiment, settings)
        session = window.session
        print(f"{options.samples:,} samples, {options.layers} layers of {options.width}")
        print(f"first snapshot {seconds_until(lambda: is_shown(session)) * 1e3:.0f} ms")
        stands, exact = [], []
        for _ in range(max(3, options.rounds // 4)):
            session.play()
            seconds_until(lambda: is_shown(session) and session.snapshot.busy)
            spin(0.3)
            start = time.perf_counter()
            session.pause()
            seconds_until(lambda: is_shown(session))
            stands.append(time.perf_counter() - start)
            seconds_until(lambda: session.settled)
            exact.append(time.perf_counter() - start)
        show("after Pause: picture and figures", stands)
        show("after Pause: exact figures", exact)
        for when in ("evaluating", "training"):
            for name, act in acts(session).items():
                waits = []
                for _ in range(options.rounds):
                    if when == "training":
                        session.play()
                    else:
                        session.by_hand.set_parameter(1, 0, 0, 0.01 * len(waits), 0.0)  # anew
                    seconds_until(lambda: is_shown(session))
                    spin(0.05)
                    start = time.perf_counter()
                    act()
                    seconds_until(lambda: is_shown(session))
                    waits.append(time.perf_counter() - start)
                show(f"while {when}: {name}", waits)
                session.pause()
        window.close()


if __name__ == "__main__":
    main()
