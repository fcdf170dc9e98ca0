"""Measure what the ledger of a step costs: of 7 inputs, six hidden layers of 8, one output.

Usage: python tests/benchmarks/ledger.py [--seconds 2]
The first ledger in a process that has shown nothing of the mathematics yet, its imports included: median of
ten processes; then another of one sample and of a mini-batch; and how many come in a second while the
worker trains at full speed, with what that takes of the speed. The window's share is not in it.
"""

import subprocess
import sys
import time

import measuring

from engine import FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from engine.analysis.ledger import Ledger
from engine.analysis.tracer import Tracer
from playground.observers.ledger import AskLedger
from playground.observers.view import View
from playground.worker.commands import Look, Open, Play
from playground.worker.runner import Runner

PROCESSES = 10
EXPERIMENT = Experiment(
    DataSpec("spiral"), NetworkSpec(tuple(FEATURES)[:7], hidden=tuple(LayerSpec(8) for _ in range(6)))
)
FIRST = """
import time
from engine import FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
hidden = tuple(LayerSpec(8) for _ in range(6))
trainer = Trainer(Experiment(DataSpec("spiral"), NetworkSpec(tuple(FEATURES)[:7], hidden=hidden)))
start = time.perf_counter()
from engine.analysis.tracer import Tracer
Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "train", [0])
print(time.perf_counter() - start)
"""


def first():
    """Return the milliseconds of a process's first ledger, in the median."""
    found = sorted(
        float(
            subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True).stdout
        )
        for _ in range(PROCESSES)
    )
    return found[PROCESSES // 2] / measuring.MILLISECOND


def another(part):
    """Return a callable that makes so many ledgers, each with a copy of the progress of its own."""
    trainer = Trainer(EXPERIMENT)
    tracer = Tracer(trainer.experiment, trainer.data)

    def repeat(times):
        for _ in range(times):
            tracer.trace(trainer.progress.copy(), part, [] if part == "batch" else [0])

    return repeat


def while_training(asks, seconds):
    """Return how many ledgers come in a second, and the epochs a second."""
    runner, steps, ledgers = Runner(), set(), 0
    runner.begin()
    try:
        for command in (Open(EXPERIMENT), Look(View(asks)), Play(None)):
            runner.submit(command)
        start, first_epoch, epoch = time.perf_counter(), None, 0
        while time.perf_counter() - start < seconds:
            time.sleep(0.001)
            report = runner.take()
            if report is None or report.snapshot is None:
                continue
            epoch = report.snapshot.epoch
            first_epoch = epoch if first_epoch is None else first_epoch
            ledger = report.snapshot.get(Ledger)
            if ledger is not None and ledger.progress.steps not in steps:
                steps.add(ledger.progress.steps)
                ledgers += 1
        return ledgers / seconds, (epoch - (first_epoch or 0)) / seconds
    finally:
        runner.stop()


def main():
    options = measuring.parser_of(__doc__, 2.0, "for each figure").parse_args()
    measuring.one_core()
    print(measuring.line("milliseconds", ["median", "goal"]))
    print(measuring.line("the first, with its imports", [first(), "≤ 100"], 2), flush=True)
    for part, name in (("train", "another, one sample"), ("batch", "another, a mini-batch")):
        turns = measuring.turns_of({name: another(part)}, options.seconds)
        median = measuring.medians(turns, measuring.MILLISECOND)[name]
        print(measuring.line(name, [median, ""], 2), flush=True)
    print("\n" + measuring.line("while training at full speed", ["a second", "goal"]))
    count, followed = while_training((AskLedger("batch"),), options.seconds)
    _, alone = while_training((), options.seconds)
    print(measuring.line("ledgers", [count, "≥ 10"]))
    print(measuring.line("epochs, followed", [followed, ""]))
    print(measuring.line("epochs, not looked at", [alone, ""]))


if __name__ == "__main__":
    main()
