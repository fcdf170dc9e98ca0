"""Measure what it costs to look at the health of a network: of 2-8-8-1, of 7-8×6-1, and of a large one.

Usage: python tests/benchmarks/health.py [--seconds 4]
One measurement, in milliseconds; then the epochs a second of a worker at full speed, while nobody looks and
while health and the histograms of a layer are looked at, in turns, and the share of the speed that this
takes. The window's drawing is not in it.
"""

import time

import measuring

from engine import FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from engine.analysis.health import HealthMeter
from playground.observers.health import AskHealth, AskHistograms
from playground.observers.plane import AskPlane
from playground.observers.view import View
from playground.worker.commands import Look, Open, Play
from playground.worker.runner import Runner

TURNS = 7
NETWORKS = {
    "2-8-8-1": NetworkSpec(hidden=(LayerSpec(8), LayerSpec(8))),
    "7-8×6-1": NetworkSpec(tuple(FEATURES)[:7], hidden=tuple(LayerSpec(8) for _ in range(6))),
    "2-100×8-1": NetworkSpec(hidden=tuple(LayerSpec(100, "relu") for _ in range(8))),
}
LOOKS = {"nobody": (AskPlane(),), "health": (AskPlane(), AskHealth(), AskHistograms(1))}


def measurement(network):
    """Return a callable that measures so many times, each with a copy of the progress of its own."""
    trainer = Trainer(Experiment(DataSpec("spiral"), network))
    meter = HealthMeter(trainer.experiment, trainer.data)

    def repeat(times):
        for _ in range(times):
            meter.measure(trainer.progress.copy())

    return repeat


def epochs_in(runner, seconds):
    """Return how many epochs a worker trains in a second, while its snapshots are taken."""
    begin, first, last = time.perf_counter(), None, None
    while time.perf_counter() - begin < seconds:
        if (report := runner.take()) is not None and report.snapshot is not None:
            last = (time.perf_counter(), report.snapshot.epoch)
            first = first or last
        time.sleep(0.016)
    return (last[1] - first[1]) / (last[0] - first[0])


def speeds(network, seconds):
    """Return the median epochs a second for each of LOOKS, taken in turns."""
    runner, found = Runner(), {name: [] for name in LOOKS}
    runner.begin()
    try:
        runner.submit(Open(Experiment(DataSpec("spiral"), network)))
        runner.submit(Play(None))
        for _ in range(TURNS):
            for name, asks in LOOKS.items():
                runner.submit(Look(View(asks)))
                time.sleep(0.1)
                found[name].append(epochs_in(runner, seconds / TURNS))
    finally:
        runner.stop()
    return {name: sorted(some)[TURNS // 2] for name, some in found.items()}


def main():
    options = measuring.parser_of(__doc__, 4.0, "for each network, looked at and not").parse_args()
    measuring.one_core()
    print(measuring.line("", ["ms", "nobody", "health", "costs"]))
    for name, network in NETWORKS.items():
        turns = measuring.turns_of({"one": measurement(network)}, options.seconds / 4.0)
        (once,) = measuring.medians(turns, measuring.MILLISECOND).values()
        found = speeds(network, options.seconds)
        share = 1.0 - found["health"] / found["nobody"]
        print(
            measuring.line(name, [once, *(f"{one:,.0f}" for one in found.values()), f"{share:.1%}"]),
            flush=True,
        )


if __name__ == "__main__":
    main()
