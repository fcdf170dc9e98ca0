"""What the benchmarks of the engine share: the networks, one core, turns taken in time, and tables.

Import it before numpy, which reads the number of BLAS threads when it is loaded.
"""

import argparse
import os
import platform
import statistics
import time
from dataclasses import dataclass

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np

from engine import Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer, TrainSpec

RATE = 0.003
MICROSECOND, MILLISECOND = 1e-6, 1e-3
TURN_SECONDS = 0.03
FEWEST_TURNS = 3


@dataclass(frozen=True)
class Work:
    """A network, and how many samples it learns in mini-batches of what size."""

    sizes: tuple[int, ...]
    activation: str
    batch: int
    samples: int

    @property
    def steps(self):
        """Whole mini-batches in an epoch: a smaller last one is left out, JAX's scan cannot take it."""
        return self.samples // self.batch

    def data(self, dtype):
        """Return inputs (samples, inputs) and targets ±1 (samples, 1): the sign of x₁x₂."""
        rng = np.random.default_rng(0)
        reach = min(5.0, 20.0 / self.sizes[0])  # many inputs that are large would saturate the first layer
        X = rng.uniform(-reach, reach, (self.steps * self.batch, self.sizes[0])).astype(dtype)
        return X, np.where(X[:, :1] * X[:, 1:2] > 0.0, 1.0, -1.0).astype(dtype)


WORK = {
    "2-4-2-1": Work((2, 4, 2, 1), "tanh", 10, 250),
    "2-8-8-1": Work((2, 8, 8, 1), "tanh", 10, 250),
    "7-8x6-1": Work((7, *[8] * 6, 1), "tanh", 10, 250),
    "2-32-32-1": Work((2, 32, 32, 1), "relu", 32, 1_000),
    "2-256x3-1": Work((2, 256, 256, 256, 1), "relu", 256, 10_000),
    "785-395-200-100-20-1": Work((785, 395, 200, 100, 20, 1), "relu", 10_000, 10_000),
}
NARROW = ("2-4-2-1", "2-8-8-1", "7-8x6-1", "2-32-32-1")


def trainer_of(work, **settings):
    """Return a trainer of the work: squared error of a tanh output; settings as in `TrainSpec`."""
    X, Y = work.data("float64")
    y = (Y[:, 0] > 0.0).astype(int)
    hidden = tuple(LayerSpec(width, work.activation) for width in work.sizes[1:-1])
    training = {"loss": "squared", "learning_rate": RATE, "batch_size": work.batch, "shuffle": False}
    experiment = Experiment(
        network=NetworkSpec(hidden=hidden, output="tanh"), training=TrainSpec(**training | settings)
    )
    return Trainer(experiment, data=Split(Samples(X, y), Samples(X[:0], y[:0])))


def epochs_of(trainer):
    """Return a callable that trains so many epochs; training that diverges would stop, and look fast."""

    def train(epochs):
        trainer.run(epochs=epochs)
        if trainer.diverged is not None:
            raise SystemExit(f"training diverged: {trainer.diverged}")

    return train


def seconds_of(call, *arguments):
    """Return how long a call takes."""
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def turns_of(repeats, seconds):
    """Measure competitors in turns, so that a machine whose speed drifts is the same machine for all.

    Parameters
    ----------
    repeats : dict of str to callable (int)
        Each does its work so many times.
    seconds : float
        For each of them; a turn is a few hundredths of a second, or one piece of work that takes longer.

    Returns
    -------
    dict of str to list of float
        The seconds of doing the work once, turn by turn.
    """
    times, turns = {}, {who: [] for who in repeats}
    for who, repeat in repeats.items():
        repeat(2)  # compilers and caches
        times[who] = max(1, round(TURN_SECONDS / seconds_of(repeat, 1)))
    end = time.perf_counter() + seconds * len(repeats)
    while time.perf_counter() < end or min(map(len, turns.values())) < FEWEST_TURNS:
        for who, repeat in repeats.items():
            turns[who].append(seconds_of(repeat, times[who]) / times[who])
    return turns


def medians(turns, unit):
    """Return the median of everybody's turns, in units of so many seconds."""
    return {who: statistics.median(times) / unit for who, times in turns.items()}


def ratio(turns, one, other):
    """Return how many times as long one takes as the other, in the median of turns next to each other."""
    return statistics.median(a / b for a, b in zip(turns[one], turns[other], strict=True))


def line(title, cells, digits=1):
    """Return a line of a table: numbers with so many digits, nothing where there is none, text as it is."""
    shown = ["" if c is None else c if isinstance(c, str) else f"{c:,.{digits}f}" for c in cells]
    return f"{title:<34}" + "".join(f"{cell:>13}" for cell in shown)


def chosen(text, known):
    """Return the names of a list such as "2-4-2-1,2-8-8-1"; refuse one that is not known."""
    names = text.split(",")
    if unknown := set(names) - set(known):
        raise SystemExit(f"{', '.join(sorted(unknown))} is not known: choose {', '.join(known)}")
    return names


def parser_of(doc, seconds, what):
    """Return a parser with the option that all benchmarks have."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=seconds, help=f"{what} (default {seconds:g})")
    return parser


def one_core():
    """Keep this process to one core, and say which machine this is."""
    if hasattr(os, "sched_setaffinity"):  # JAX knows no other way
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"Python {platform.python_version()}, numpy {np.__version__}, one core of {os.cpu_count()}")
    print("OPENBLAS_CORETYPE", os.environ.get("OPENBLAS_CORETYPE", "not set"))
