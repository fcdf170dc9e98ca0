"""Measure one training step of the engine beside scikit-learn, PyTorch and JAX: median microseconds.

Usage: python tests/benchmarks/engine_speed.py [--seconds 2] [--only tiny,deep]
The peers come with `pip install -e .[peers]`; one that is not installed is named as absent. Everybody gets
the same samples, plain gradient descent, one core and one BLAS thread, and takes turns of a few hundredths
of a second, so that a machine whose speed drifts is the same machine for all. The last, smaller mini-batch
of an epoch is left out: JAX's scan cannot take it.
"""

import argparse
import os
import platform
import statistics
import time
import warnings
from itertools import pairwise

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"
os.environ["MKL_NUM_THREADS"] = "1"

import numpy as np

from engine import Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer, TrainSpec

RATE = 0.003
TURN_SECONDS = 0.03
# name: layer sizes, activation of the hidden layers, batch size, samples; the output is tanh
WORK = {
    "tiny": ((2, 4, 2, 1), "tanh", 10, 250),
    "deep": ((7, *[8] * 6, 1), "tanh", 10, 250),
    "mid": ((2, 32, 32, 1), "relu", 32, 1_000),
    "wide": ((2, 256, 256, 256, 1), "relu", 256, 10_000),
}


def ours(sizes, activation, batch, X, Y, dtype="float64", shuffle=False):
    hidden = tuple(LayerSpec(width, activation) for width in sizes[1:-1])
    experiment = Experiment(
        network=NetworkSpec(hidden=hidden, output="tanh"),
        training=TrainSpec(
            loss="squared", learning_rate=RATE, batch_size=batch, shuffle=shuffle, dtype=dtype
        ),
    )
    y = (Y[:, 0] > 0).astype(int)
    trainer = Trainer(experiment, data=Split(Samples(X, y), Samples(X[:0], y[:0])))
    return lambda epochs: trainer.run(epochs=epochs)


def ours_float32(*work):
    return ours(*work, dtype="float32")


def ours_shuffled(*work):
    return ours(*work, shuffle=True)


def scikit_learn(sizes, activation, batch, X, Y):
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        sizes[1:-1],
        activation=activation,
        solver="sgd",
        batch_size=batch,
        learning_rate_init=RATE,
        momentum=0.0,
        alpha=0.0,
        shuffle=False,
    )
    y = (Y[:, 0] > 0).astype(int)
    model.partial_fit(X, y, classes=[0, 1])

    def train(epochs):
        for _ in range(epochs):
            model.partial_fit(X, y)

    return train


def pytorch(sizes, activation, batch, X, Y):
    import torch

    torch.set_num_threads(1)
    hidden = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[activation]
    layers = []
    for fan_in, fan_out in pairwise(sizes):
        layers += [torch.nn.Linear(fan_in, fan_out), hidden()]
    layers[-1] = torch.nn.Tanh()
    model, loss = torch.nn.Sequential(*layers), torch.nn.MSELoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    batches = list(zip(torch.tensor(X).split(batch), torch.tensor(Y).split(batch), strict=True))

    def train(epochs):
        for _ in range(epochs):
            for x, y in batches:
                optimizer.zero_grad()
                loss(model(x), y).backward()
                optimizer.step()

    return train


def jax_scan(sizes, activation, batch, X, Y):
    import jax
    import jax.numpy as jnp

    hidden = {"tanh": jnp.tanh, "relu": jax.nn.relu}[activation]
    batches = jnp.array(X.reshape(-1, batch, sizes[0])), jnp.array(Y.reshape(-1, batch, 1))
    rng = np.random.default_rng(0)
    state = []
    for fan_in, fan_out in pairwise(sizes):
        W = rng.normal(size=(fan_in, fan_out)) / fan_in**0.5
        state.append((jnp.array(W, jnp.float32), jnp.zeros(fan_out)))

    def loss(parameters, x, y):
        for W, b in parameters[:-1]:
            x = hidden(x @ W + b)
        W, b = parameters[-1]
        return jnp.mean((jnp.tanh(x @ W + b) - y) ** 2)

    def step(parameters, xy):
        gradient = jax.grad(loss)(parameters, *xy)
        return jax.tree_util.tree_map(lambda p, g: p - RATE * g, parameters, gradient), None

    epoch = jax.jit(lambda parameters: jax.lax.scan(step, parameters, batches)[0])

    def train(epochs):
        nonlocal state
        for _ in range(epochs):
            state = jax.block_until_ready(epoch(state))

    return train


OURS = {
    "engine, float64": ours,
    "engine, float64, shuffled": ours_shuffled,
    "engine, float32": ours_float32,
}
PEERS = {
    "scikit-learn partial_fit": scikit_learn,
    "PyTorch eager": pytorch,
    "JAX jit + scan": jax_scan,
}


def seconds_of(call, *arguments):
    start = time.perf_counter()
    call(*arguments)
    return time.perf_counter() - start


def measured(name, seconds):
    """Return the median microseconds of a step, by competitor, each measured for so many seconds."""
    sizes, activation, batch, samples = WORK[name]
    rng, steps = np.random.default_rng(0), samples // batch
    X = rng.uniform(-5.0, 5.0, (steps * batch, sizes[0])).astype(np.float32)
    Y = np.where(X[:, :1] * X[:, 1:2] > 0.0, np.float32(1.0), np.float32(-1.0))
    trains = {}
    for who, make in (OURS | PEERS).items():
        try:
            trains[who] = make(sizes, activation, batch, X, Y)
        except ImportError:
            continue
    epochs, turns = {}, {who: [] for who in trains}
    for who, train in trains.items():
        train(2)  # compilers and caches
        epochs[who] = max(1, round(TURN_SECONDS / seconds_of(train, 1)))
    end = time.perf_counter() + seconds * len(trains)
    while time.perf_counter() < end:
        for who, train in trains.items():
            turns[who].append(1e6 * seconds_of(train, epochs[who]) / (epochs[who] * steps))
    return {who: statistics.median(one) for who, one in turns.items()}


def line(title, values, digits):
    cells = [" " * 10 if value is None else f"{value:10,.{digits}f}" for value in values]
    return f"{title:<44}" + "".join(cells)


def table(results):
    """Say what a step took, and how that compares: below 1 the engine is faster."""
    yield line("", [], 0) + "".join(f"{name:>10}" for name in results)
    for who in OURS | PEERS:
        values = [one.get(who) for one in results.values()]
        yield line(who, values, 1) if any(values) else f"{who:<44}    absent"
    for us in ("engine, float64", "engine, float32"):
        for peer in PEERS:
            ratios = [one[us] / one[peer] if peer in one else None for one in results.values()]
            if any(ratios):
                yield line(f"{us} / {peer}", ratios, 2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=2.0, help="for each competitor and network")
    parser.add_argument("--only", default=",".join(WORK), help="networks, such as tiny,deep")
    options = parser.parse_args()
    names = options.only.split(",")
    if unknown := set(names) - set(WORK):
        parser.error(f"{', '.join(sorted(unknown))} is not known: choose {', '.join(WORK)}")
    warnings.simplefilter("ignore")
    if hasattr(os, "sched_setaffinity"):  # JAX knows no other way to keep to one core
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    print(f"Python {platform.python_version()}, numpy {np.__version__}, one core of {os.cpu_count()}")
    print("OPENBLAS_CORETYPE", os.environ.get("OPENBLAS_CORETYPE", "not set"))
    print("Median microseconds of a training step, and ratios; the peers compute in float32\n")
    print(*table({name: measured(name, options.seconds) for name in names}), sep="\n")


if __name__ == "__main__":
    main()
