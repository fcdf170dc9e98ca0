"""Measure what it costs to keep the past of a run, and how soon a moment of it is shown again.

Usage: python tests/benchmarks/timeline.py [--seconds 10] [--epochs 100000] [--moments 1000000]
First the epochs a second of 2-8-8-1 with moments kept and without, in turns and in processor time. Then a run
of so many epochs: from a command to the snapshot with the output and the neurons' maps, for kept moments and
for any epochs. Last so many kept moments, which is a day and a half at full speed: how much memory they take,
and how long it takes to keep one.
"""

import dataclasses
import math
import random
import statistics
import time
import tracemalloc
from itertools import pairwise

import measuring

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.observers.field import Field
from playground.observers.neuron_maps import AskNeuronMaps
from playground.observers.plane import AskPlane
from playground.observers.view import View
from playground.worker.commands import GoTo, Look, Open, Play
from playground.worker.moment_clock import SPACING, MomentClock
from playground.worker.record import Place
from playground.worker.run import Run
from playground.worker.runner import Runner

EXPERIMENT = Experiment(DataSpec("spiral"), NetworkSpec(hidden=(LayerSpec(8), LayerSpec(8))))
MAPS = AskNeuronMaps(((0, 8), (0, 8), (0, 1)), sources=(0, 2))
SLICE = 100  # epochs of a turn
GOES = 200
PATIENCE = 3_600.0  # seconds


def recording(seconds):
    """Return the processor time of an epoch, in µs, with moments kept and without."""
    runs = {"with": Run(Trainer(EXPERIMENT), 1), "without": Run(Trainer(EXPERIMENT), 2)}
    runs["without"].clock = MomentClock(0.0, math.inf)
    found = {name: [] for name in runs}
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for name, run in runs.items():
            start = time.thread_time()
            run.train(run.trainer.epoch + SLICE, None, lambda: False)
            found[name].append((time.thread_time() - start) / SLICE * 1e6)
    spent = {name: sum(times) / len(times) for name, times in found.items()}
    return spent, len(runs["with"].lines.line.moments)


def shown(runner, is_shown):
    """Return the first snapshot that is as asked for."""
    end = time.perf_counter() + PATIENCE
    while time.perf_counter() < end:
        report = runner.take()
        if report is not None and report.snapshot is not None and is_shown(report.snapshot):
            return report.snapshot
        time.sleep(0.0005)
    raise SystemExit("nothing was shown in time")


def trained(epochs):
    """Return a worker that has trained so many epochs, and its last snapshot."""
    runner = Runner()
    runner.begin()
    runner.submit(Open(EXPERIMENT))
    runner.submit(Look(View((AskPlane(), MAPS))))
    ticket = runner.submit(Play(epochs))
    return runner, shown(runner, lambda one: one.ticket == ticket and one.complete and not one.busy)


def goes(runner, epochs):
    """Return how many milliseconds it took to show each of these epochs."""
    found = []
    for epoch in epochs:
        start = time.perf_counter()
        ticket = runner.submit(GoTo(epoch))
        one = shown(runner, lambda one, ticket=ticket: one.ticket == ticket and one.timeline.going_to is None)
        assert one.epoch == epoch
        assert one.get(Field) is not None
        found.append((time.perf_counter() - start) * 1e3)
    return found


def memory(count):
    """Keep so many moments; return megabytes, how many moments are left, and microseconds for each."""
    run = Run(Trainer(EXPERIMENT), 1)
    run.train(1, None, lambda: False)
    lines = run.lines
    tracemalloc.start()
    spent = longest = 0.0
    for k in range(1, count + 1):
        moment = run.take_moment()
        moment = dataclasses.replace(moment, place=Place(25 * k, k), trained=SPACING * k)
        start = time.perf_counter()
        lines.keep(moment)
        taken = time.perf_counter() - start
        spent, longest = spent + taken, max(longest, taken)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20, lines.line.moments, spent / count * 1e6, longest * 1e3


def in_words(name, times):
    ninety_five = statistics.quantiles(times, n=20)[-1]
    return measuring.line(name, [statistics.median(times), ninety_five, max(times)])


def main():
    parser = measuring.parser_of(__doc__, 10.0, "for what recording costs")
    parser.add_argument("--epochs", type=int, default=100_000, help="of the run to go back in")
    parser.add_argument("--moments", type=int, default=1_000_000, help="that are kept")
    options = parser.parse_args()
    spent, kept = recording(options.seconds)
    share = spent["with"] / spent["without"] - 1.0
    print(f"an epoch takes {spent['with']:.1f} µs with moments, {spent['without']:.1f} without: {share:+.2%}")
    print(f"{kept} moments were kept\n")
    runner, snapshot = trained(options.epochs)
    try:
        moments, chance = snapshot.timeline.moments, random.Random(1)
        print(f"{options.epochs:,} epochs, {len(moments):,} moments kept")
        print(measuring.line("ms until it is shown", ["median", "95 %", "longest"]))
        dragged = [int(one) for one in moments[:: max(len(moments) // GOES, 1)] if one < options.epochs]
        print(in_words("kept moments, dragged over", goes(runner, dragged)))
        print(in_words("kept moments, anywhere", goes(runner, chance.sample(dragged, len(dragged)))))
        anywhere = [chance.randrange(1, options.epochs) for _ in range(GOES)]
        print(in_words("any epochs", goes(runner, anywhere)))
        print(in_words("epoch by epoch", goes(runner, range(anywhere[0], max(anywhere[0] - 50, 0), -1))))
    finally:
        runner.stop()
    most, left, each, longest = memory(options.moments)
    print(f"\n{options.moments:,} moments kept: at most {most:.0f} MB, {len(left):,} are left")
    print(f"{each:.1f} µs to keep one, {longest:.0f} ms at most")
    gaps = [after.trained - one.trained for one, after in pairwise(left)]
    print(f"seconds of training between two: {gaps[0]:.1f} at the start, {gaps[-1]:.3f} at the end")


if __name__ == "__main__":
    main()
