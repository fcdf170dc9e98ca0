"""Measure runs side by side: epochs a second together, as a share of one run's, and pictures a second.

Usage: python tests/benchmarks/lanes.py [--seconds 5] [--rounds 3] [--hidden 8,8]
One run, two side by side with boundary and network, and eight in a race with their boundaries are measured in
turns, as often as `--rounds` says. Without a window: what is observed is what the window asks for. Processor
time of the threads stands beside, for machines that do other things as well.
"""

import argparse
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from engine import OPTIMIZERS, Experiment, LayerSpec, NetworkSpec
from playground.app import SWITCH_SECONDS
from playground.observers.lanes import ClockUnit
from playground.observers.neuron_maps import AskNeuronMaps
from playground.observers.plane import AskPlane
from playground.session.lanes import LanesSession
from playground.session.session import Session
from playground.worker import worker

BOUNDARY, SMALL = AskPlane(resolution=100), AskPlane(resolution=60)


def maps(experiment):
    network = experiment.network
    sight = tuple((0, layer.width) for layer in network.hidden)
    return AskNeuronMaps((*sight, (0, 1)), sources=(0, len(network.features)))


def spin(seconds):
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()


class Measured:
    """What was done in a while."""

    def __init__(self, seconds, pictures, epochs, work, whole):
        self.pictures = pictures / seconds
        self.epochs, self.work, self.whole = epochs / seconds, 1e6 * work / epochs, whole / seconds


class TimedWorker:
    """Counts the processor time of training."""

    def __init__(self):
        self.seconds, train = 0.0, worker.Worker._train

        def timed(one):
            began = time.thread_time()
            train(one)
            self.seconds += time.thread_time() - began

        worker.Worker._train = timed


def measured(source, signal, epochs_of, timed, seconds):
    taken = []
    signal.connect(taken.append)
    source.play()
    spin(1.0)
    began, first, pictures = time.perf_counter(), epochs_of(taken[-1]), len(taken)
    work, whole = timed.seconds, time.process_time()
    spin(seconds)
    took = time.perf_counter() - began
    done = epochs_of(taken[-1]) - first
    result = Measured(took, len(taken) - pictures, done, timed.seconds - work, time.process_time() - whole)
    source.pause()
    signal.disconnect(taken.append)
    return result


def one(experiment, timed, seconds):
    session = Session(experiment)
    session.look_at("window", (BOUNDARY, maps(experiment)))
    session.begin()
    try:
        return measured(session, session.snapshot_taken, lambda snapshot: snapshot.epoch, timed, seconds)
    finally:
        session.close()


def several(starts, asks, unit, timed, seconds):
    session = Session(starts[0])
    session.begin()
    lanes = LanesSession(session)
    lanes.look_at("window", asks)
    lanes.open(starts, unit)

    def epochs_of(value):
        return sum(lane.snapshot.epoch for lane in value.lanes)

    try:
        return measured(lanes, lanes.taken, epochs_of, timed, seconds)
    finally:
        session.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hidden", default="8,8")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QCoreApplication([])
    layers = tuple(LayerSpec(int(width)) for width in options.hidden.split(","))
    first = Experiment(network=NetworkSpec(hidden=layers))
    two = [first, replace(first, training=replace(first.training, l2=0.03))]
    names = list(OPTIMIZERS)[:8]
    eight = [replace(first, training=replace(first.training, optimizer=name)) for name in names]
    timed = TimedWorker()
    cases = {
        "one": lambda: one(first, timed, options.seconds),
        "the same twice": lambda: several(
            [first, first], (BOUNDARY, maps(first)), ClockUnit.EPOCHS, timed, options.seconds
        ),
        "two, by epochs": lambda: several(
            two, (BOUNDARY, maps(first)), ClockUnit.EPOCHS, timed, options.seconds
        ),
        "eight, by epochs": lambda: several(eight, (SMALL,), ClockUnit.EPOCHS, timed, options.seconds),
        "eight, by seconds": lambda: several(eight, (SMALL,), ClockUnit.SECONDS, timed, options.seconds),
    }
    results = {name: [] for name in cases}
    for _ in range(options.rounds):
        for name, case in cases.items():
            results[name].append(case())
    print(f"{'':20}{'epochs/s':>10}{'of one':>8}{'pictures/s':>12}{'µs of processor/epoch':>24}{'cores':>7}")
    base = np.median([each.epochs for each in results["one"]])
    for name, each in results.items():
        middle = {field: np.median([getattr(x, field) for x in each]) for field in vars(each[0])}
        print(
            f"{name:20}{middle['epochs']:10,.0f}{middle['epochs'] / base:8.0%}{middle['pictures']:12.1f}"
            f"{middle['work']:24,.0f}{middle['whole']:7.2f}"
        )
    del app


if __name__ == "__main__":
    main()
