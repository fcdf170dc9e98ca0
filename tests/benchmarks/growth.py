"""Measure how the cost of a step, an evaluation and the pictures grows, and of an epoch as training goes on.

Usage: python tests/benchmarks/growth.py [--seconds 0.5] [--only width,depth,epochs]
Microseconds, and what they grow with: the exponent, the slope of the straight line nearest to all points in
the log-log plot, 0 where the size costs nothing, 1 where the cost is proportional to it, 2 where it is to its
square; and the size from which on the slope between neighbours exceeds ½. Each size grows alone. A step is in
the order of the samples, or shuffled; an evaluation is loss and accuracy of all samples; pictures are the
field of 100 × 100 points and a map of 40 × 40 of every neuron, what a snapshot has at its finest. Beside the
figures the same as a plot: each column's letter at its place on a logarithmic axis.

Epochs are trained from the first to the last, with the metrics of each in the curves of the window.
"""

import math
import statistics
import time
from dataclasses import replace
from itertools import pairwise

import measuring
import numpy as np

from engine import (
    REACH,
    Experiment,
    Forward,
    LayerSpec,
    NetworkSpec,
    NeuronActivations,
    Samples,
    Split,
    Trainer,
    TrainSpec,
)
from playground.observers.history import History

BASE = measuring.Work((2, 32, 32, 1), "tanh", 32, 1_024)
EPOCHS = (1_000, 10_000, 100_000, 1_000_000)
FIELD, MAP = 100, 40  # points along an edge
PLOT, BENDS = 40, 0.5


def wide(width):
    return replace(BASE, sizes=(2, width, width, 1))


def deep(depth):
    return replace(BASE, sizes=(2, *[32] * depth, 1))


def batched(batch):
    return replace(BASE, batch=batch)


def many(samples):
    return replace(BASE, samples=samples)


def trainer_of_classes(classes, shuffle=False):
    """Return a trainer whose data have so many classes: slices of a circle."""
    X, _ = BASE.data("float64")
    turns = (np.arctan2(X[:, 1], X[:, 0]) + np.pi) / (2.0 * np.pi)
    y = np.minimum(turns * classes, classes - 1).astype(int)
    network = NetworkSpec(hidden=(LayerSpec(32, "tanh"), LayerSpec(32, "tanh")))
    training = TrainSpec(learning_rate=measuring.RATE, batch_size=BASE.batch, shuffle=shuffle)
    data = Split(Samples(X, y), Samples(X[:0], y[:0]))
    return Trainer(Experiment(network=network, training=training), data)


def trainers_of(work_of):
    """Return a function that makes the trainer of a size."""
    return lambda size, **settings: measuring.trainer_of(work_of(size), **{"shuffle": False} | settings)


SWEEPS = {
    "width": (trainers_of(wide), (2, 4, 8, 16, 32, 64, 128, 256, 512)),
    "depth": (trainers_of(deep), (1, 2, 3, 5, 10, 20)),
    "batch": (trainers_of(batched), (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024)),
    "samples": (trainers_of(many), (100, 300, 1_000, 3_000, 10_000, 30_000, 100_000)),
    "classes": (trainer_of_classes, (2, 3, 5, 10, 20)),
}


# Each column is a function of a trainer's maker and a size; it returns a callable that does its work so many
# times, and into how many parts the time of one is divided.


def in_order(make, size, shuffle=False):
    trainer = make(size, shuffle=shuffle)
    _, steps, _ = trainer.position
    return measuring.epochs_of(trainer), steps


def shuffled(make, size):
    return in_order(make, size, shuffle=True)


def evaluation(make, size):
    trainer = make(size)

    def repeat(times):
        for _ in range(times):
            trainer.metrics()

    return repeat, 1


def pictures(make, size):
    network = make(size).network
    outputs = Forward(network, network.inputs(grid(FIELD)))
    neurons = NeuronActivations(network, network.inputs(grid(MAP)))

    def repeat(times):
        for _ in range(times):
            outputs.run()
            outputs.outputs()
            neurons.run()
            for A in neurons.layers:
                A.copy()

    return repeat, 1


def grid(n):
    x1, x2 = np.meshgrid(*[np.linspace(-REACH, REACH, n)] * 2)
    return np.column_stack([x1.ravel(), x2.ravel()])


COLUMNS = {"in order": in_order, "shuffled": shuffled, "evaluation": evaluation, "pictures": pictures}


def measured(column, make, sizes, seconds):
    """Return the median microseconds of what a column measures, by size."""
    works = {str(size): column(make, size) for size in sizes}
    turns = measuring.turns_of({name: repeat for name, (repeat, _) in works.items()}, seconds)
    times = measuring.medians(turns, measuring.MICROSECOND)
    return [times[name] / per for name, (_, per) in works.items()]


def epochs_measured():
    """Return the median microseconds of an epoch with its metrics, in the tenth before each of EPOCHS."""
    work = measuring.Work((2, 4, 2, 1), "tanh", 10, 10)
    trainer, history, costs = measuring.trainer_of(work, optimizer="adam"), History(), []

    def train(epochs):
        trainer.run(epochs, each_epoch=lambda metrics: history.add(trainer.epoch, metrics))

    for last in EPOCHS:
        part = last // 100
        train(last - 10 * part - trainer.epoch)
        turns = []
        for _ in range(10):
            start = time.thread_time()
            train(part)
            turns.append((time.thread_time() - start) / part / measuring.MICROSECOND)
        costs.append(statistics.median(turns))
    if trainer.diverged:
        raise SystemExit(f"training diverged: {trainer.diverged}")
    return costs


def slopes(sizes, costs):
    """Return the slopes between neighbours in the log-log plot."""
    points = [(math.log(x), math.log(y)) for x, y in zip(sizes, costs, strict=True)]
    return [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(points)]


def exponent(sizes, costs):
    """Return the slope of the straight line nearest to all points of the log-log plot."""
    return statistics.linear_regression(*([math.log(x) for x in values] for values in (sizes, costs))).slope


def bend(sizes, costs):
    """Return, as text, the size from which on the cost grows; where it does not, a dash."""
    return next(
        (f"{size:,}" for size, slope in zip(sizes, slopes(sizes, costs), strict=False) if slope > BENDS), "–"
    )


def plot_of(columns):
    """Return a line for each size: every column's first letter at its place on a logarithmic axis."""
    low, high = (f(math.log10(cost) for costs in columns.values() for cost in costs) for f in (min, max))
    low, high = math.floor(low), math.ceil(high)
    lines = []
    for costs in zip(*columns.values(), strict=True):
        cells = [":" if k * (high - low) % PLOT < high - low else " " for k in range(PLOT + 1)]
        for name, cost in zip(columns, costs, strict=True):
            cells[round((math.log10(cost) - low) / (high - low) * PLOT)] = name[0]
        lines.append("".join(cells))
    return f"1e{low} µs … 1e{high} µs", lines


def show(name, sizes, columns):
    """Print the figures of one sweep, what they grow with, and the plot."""
    axis, lines = plot_of(columns)
    print("\n" + measuring.line(name, [*columns]) + "   " + axis)
    for size, costs, text in zip(sizes, zip(*columns.values(), strict=True), lines, strict=True):
        print(measuring.line(f"{size:>10,}", costs, 2) + "   " + text)
    print(measuring.line("  exponent", [exponent(sizes, costs) for costs in columns.values()], 2))
    print(measuring.line("  bends at", [bend(sizes, costs) for costs in columns.values()]), flush=True)


def swept(name, seconds):
    """Return the sizes of one sweep and its columns of microseconds."""
    if name == "epochs":
        return EPOCHS, {"epoch": epochs_measured()}
    make, sizes = SWEEPS[name]
    return sizes, {title: measured(column, make, sizes, seconds) for title, column in COLUMNS.items()}


def main():
    parser = measuring.parser_of(__doc__, 0.5, "for each size and column")
    everything = [*SWEEPS, "epochs"]
    parser.add_argument("--only", default=",".join(everything), help="what grows, such as width,depth")
    options = parser.parse_args()
    names = measuring.chosen(options.only, everything)
    measuring.one_core()
    print("Median microseconds of a step, of an evaluation, of the pictures; float64, sgd")
    print(f"around {'-'.join(map(str, BASE.sizes))} tanh, batch {BASE.batch}, {BASE.samples:,} samples;")
    print("of an epoch with its metrics: 2-4-2-1, adam, 10 samples in one mini-batch")
    for name in names:
        show(name, *swept(name, options.seconds))


if __name__ == "__main__":
    main()
