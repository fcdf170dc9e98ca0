"""Measure whether training slows down as it goes on: a late step against an early one, and why.

Usage: python tests/benchmarks/denormals.py [--only adam,relu,float32] [--epochs 10000]
2-32-32-1 on the spiral at a rate of 0.01, with every optimizer, five activations and both dtypes; `--only`
takes names of any of these. A trainer is put back to epoch 10 and to the last epoch in turns, in the same
buffers, and trains a few epochs from there: the median of seven pairs, in processor time. A ratio above 1.15
is measured three times, and their median counts. Beside it, how many denormal numbers a step meets at both
ends, in the results of its stages and in the moments, and where most of them are: some processors hardly mind
them, on others each can cost 50 ns.
"""

import statistics
import time
from collections import Counter

import measuring
import numpy as np

from engine import (
    LOSSES,
    OPTIMIZERS,
    Backprop,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Trainer,
    TrainSpec,
)
from engine.base.recipes import run, scalar
from engine.training.update import update

ACTIVATIONS = ("relu", "elu", "sigmoid", "tanh", "swish")
DTYPES = ("float64", "float32")
EARLY, PAIRS, WANTED = 10, 7, 1.15


def trainer_of(optimizer, activation, dtype):
    """Return a trainer at epoch 0."""
    network = NetworkSpec(hidden=(LayerSpec(32, activation), LayerSpec(32, activation)))
    training = TrainSpec(optimizer=optimizer, learning_rate=0.01, dtype=dtype)
    return Trainer(Experiment(DataSpec(dataset="spiral"), network, training))


def put_back(trainer, progress):
    """Put a trainer's weights and moments back to earlier ones; its buffers stay the same."""
    now, then = trainer.progress.optimizer, progress.optimizer
    trainer.set_parameters(progress.parameters)
    np.copyto(now.slab, then.slab)
    now.steps = then.steps
    now.scalars.update(then.scalars)


def seconds_of(trainer, progress, epochs):
    """Return the processor time of so many epochs from there on."""
    put_back(trainer, progress)
    trainer.run(epochs=1)  # caches
    put_back(trainer, progress)
    start = time.thread_time()
    trainer.run(epochs=epochs)
    return time.thread_time() - start


def ratio(trainer, early, late):
    """Return how many times as long as early steps late ones take; a high figure is the median of three."""
    epochs = max(1, round(measuring.TURN_SECONDS / seconds_of(trainer, early, 20) * 20))

    def measured():
        pairs = ((seconds_of(trainer, one, epochs) for one in (late, early)) for _ in range(PAIRS))
        return statistics.median(a / b for a, b in pairs)

    first = measured()
    return first if first <= WANTED else statistics.median([first, measured(), measured()])


def denormals(values):
    """Return how many of the values are denormal numbers."""
    sizes = np.abs(values)
    return int(np.count_nonzero((sizes > 0.0) & (sizes < np.finfo(values.dtype).tiny)))


def found(trainer, progress):
    """Return how many denormal numbers a step meets on average in an epoch from there on, by where."""
    other = Trainer.resume(trainer.experiment, trainer.data, progress)
    network, spec, train = other.network, other.experiment.training, other.data.train
    optimizer = OPTIMIZERS[spec.optimizer](
        network.parameters, scalar(spec.learning_rate, network.parameters), spec, other.progress.optimizer
    )
    rows, Y = network.inputs(train.X), other.task.targets(train.y, spec)
    after = update(network, optimizer, spec, other.progress.masks.fixed)
    counts, starts = Counter(), range(0, len(rows), spec.batch_size)
    for start in starts:
        batch = slice(start, start + spec.batch_size)
        step = Backprop(network, LOSSES[other.loss], len(rows[batch]), optimizer.gradient)
        for stage in [*step.stages(rows[batch].T.copy(), Y[batch].T.copy()), *after]:
            with np.errstate(all="ignore"):
                run(stage.calls)
            counts[stage.kind] += denormals(stage.result)
        for name, moment in optimizer.moments.items():
            counts[name] += denormals(moment)
    return {where: count / len(starts) for where, count in counts.most_common() if count}


def row(names, epochs):
    """Train one combination; return its line, and its ratio or None if it has diverged."""
    trainer = trainer_of(*names)
    trainer.run(epochs=EARLY)
    early = trainer.progress.copy()
    trainer.run(epochs=epochs - EARLY)
    title = " ".join(names)
    if trainer.diverged:
        return measuring.line(title, [f"diverged in epoch {trainer.diverged.epoch:,}: left out"]), None
    late = trainer.progress.copy()
    before, after = found(trainer, early), found(trainer, late)
    most = ", ".join(f"{where} {count:.1f}" for where, count in list(after.items())[:4])
    measured = ratio(trainer, early, late)
    cells = [f"{measured:.2f}", sum(before.values()), sum(after.values())]
    return measuring.line(title, cells) + ("   " + most if most else ""), measured


def chosen(text):
    """Return the combinations that a list such as "adam,relu" leaves; of a kind it does not name, all."""
    kinds = (tuple(OPTIMIZERS), ACTIVATIONS, DTYPES)
    names = measuring.chosen(text, [name for kind in kinds for name in kind])
    some = [[name for name in kind if name in names] or kind for kind in kinds]
    return [(a, b, c) for a in some[0] for b in some[1] for c in some[2]]


def main():
    parser = measuring.argparse.ArgumentParser(description=__doc__.splitlines()[0])
    everything = ",".join((*OPTIMIZERS, *ACTIVATIONS, *DTYPES))
    parser.add_argument("--only", default=everything, help="such as adam,relu or float32")
    parser.add_argument("--epochs", type=int, default=10_000, help="after which a step is late")
    options = parser.parse_args()
    measuring.one_core()
    print(f"A step after {options.epochs:,} epochs to one after {EARLY}; denormal numbers in a step\n")
    print(measuring.line("", ["ratio", "early", "late"]) + "   most of them")
    ratios = {}
    for names in chosen(options.only):
        text, measured = row(names, options.epochs)
        print(text, flush=True)
        if measured is not None:
            ratios[names] = measured
    above = [" ".join(names) for names, measured in ratios.items() if measured > WANTED]
    print(f"\nabove {WANTED}: {'; '.join(above) or 'none'} (of {len(ratios)})")


if __name__ == "__main__":
    main()
