"""Measure one training step of the engine beside scikit-learn, PyTorch and JAX: median microseconds.

Usage: python tests/benchmarks/engine_speed.py [--seconds 2] [--only 2-4-2-1,7-8x6-1]
The peers come with `pip install -e .[peers]`; one that is not installed is named as absent. Everybody gets
the same samples in their order (the engine once more in an order of its own), one core, one BLAS thread and
the same dtype, and takes turns. scikit-learn computes its loss as it goes, and PyTorch is not compiled; its
SGD is as the constructor sets it, on a processor a loop over the tensors, its Adam is the fused one, which
is the fastest it has. The matrix products alone, of the same shapes in the same buffers, are what is left to
do when all else is free.
"""

import importlib.util
import warnings
from functools import partial
from itertools import pairwise

import measuring
import numpy as np

from engine import LOSSES, Backprop

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8
PRODUCTS = ("dot", "matmul")


def ours(work, optimizer, dtype, shuffle=False):
    return measuring.epochs_of(measuring.trainer_of(work, optimizer=optimizer, dtype=dtype, shuffle=shuffle))


def products_alone(work, dtype):
    """Return a callable that does only the matrix products of an epoch's steps."""
    network = measuring.trainer_of(work, dtype=dtype).network
    X, Y = (part[: work.batch] for part in work.data(dtype))
    rows = network.inputs(X)
    step = Backprop(network, LOSSES["squared"], work.batch, np.empty_like(network.parameters))
    calls = step.calls(np.ascontiguousarray(rows.T), Y.T, rows)
    with np.errstate(all="ignore"):
        for call in calls:  # the numbers that the products find are those of a step
            call()
    products = [c for c in calls if isinstance(c, partial) and c.func.__name__ in PRODUCTS]

    def repeat(epochs):
        for _ in range(epochs * work.steps):
            for product in products:
                product()

    return repeat


def scikit_learn(work, optimizer, dtype):
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(
        work.sizes[1:-1],
        activation=work.activation,
        solver=optimizer,
        batch_size=work.batch,
        learning_rate_init=measuring.RATE,
        momentum=0.0,
        alpha=0.0,
        shuffle=False,
    )
    X, Y = work.data(dtype)
    y = (Y[:, 0] > 0).astype(int)
    model.partial_fit(X, y, classes=[0, 1])

    def train(epochs):
        for _ in range(epochs):
            model.partial_fit(X, y)

    return train


def pytorch(work, optimizer, dtype):
    import torch

    torch.set_num_threads(1)
    hidden = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}[work.activation]
    layers = []
    for fan_in, fan_out in pairwise(work.sizes):
        layers += [torch.nn.Linear(fan_in, fan_out), hidden()]
    layers[-1] = torch.nn.Tanh()
    model, loss = torch.nn.Sequential(*layers).to(getattr(torch, dtype)), torch.nn.MSELoss()
    if optimizer == "sgd":
        rule = torch.optim.SGD(model.parameters(), lr=measuring.RATE)
    else:
        rule = torch.optim.Adam(model.parameters(), lr=measuring.RATE, fused=True)
    parts = (torch.tensor(part).split(work.batch) for part in work.data(dtype))
    batches = list(zip(*parts, strict=True))

    def train(epochs):
        for _ in range(epochs):
            for x, y in batches:
                rule.zero_grad()
                loss(model(x), y).backward()
                rule.step()

    return train


def jax_scan(work, optimizer, dtype):
    import jax
    import jax.numpy as jnp

    hidden = {"tanh": jnp.tanh, "relu": jax.nn.relu}[work.activation]
    each = jax.tree_util.tree_map

    def loss(parameters, x, y):
        for W, b in parameters[:-1]:
            x = hidden(x @ W + b)
        W, b = parameters[-1]
        return jnp.mean((jnp.tanh(x @ W + b) - y) ** 2)

    def sgd(parameters, xy):
        gradient = jax.grad(loss)(parameters, *xy)
        return each(lambda p, g: p - measuring.RATE * g, parameters, gradient), None

    def adam(state, xy):
        parameters, m, v, t = state
        gradient, t = jax.grad(loss)(parameters, *xy), t + 1
        m = each(lambda m, g: BETA1 * m + (1.0 - BETA1) * g, m, gradient)
        v = each(lambda v, g: BETA2 * v + (1.0 - BETA2) * g * g, v, gradient)
        root = jnp.sqrt(1.0 - BETA2**t)
        rate = measuring.RATE * root / (1.0 - BETA1**t)
        parameters = each(lambda p, m, v: p - rate * m / (jnp.sqrt(v) + EPSILON * root), parameters, m, v)
        return (parameters, m, v, t), None

    with jax.enable_x64(dtype == "float64"):
        X, Y = work.data(dtype)
        batches = (
            jnp.array(X.reshape(work.steps, work.batch, -1)),
            jnp.array(Y.reshape(work.steps, work.batch, 1)),
        )
        rng, state = np.random.default_rng(0), []
        for fan_in, fan_out in pairwise(work.sizes):
            W = rng.normal(size=(fan_in, fan_out)) / fan_in**0.5
            state.append((jnp.array(W, dtype), jnp.zeros(fan_out, dtype)))
        if optimizer == "adam":
            zeros = each(jnp.zeros_like, state)
            state = (state, zeros, zeros, jnp.zeros((), dtype))
        step = {"sgd": sgd, "adam": adam}[optimizer]
        epoch = jax.jit(lambda state: jax.lax.scan(step, state, batches)[0])

    def train(epochs):
        nonlocal state
        with jax.enable_x64(dtype == "float64"):
            for _ in range(epochs):
                state = jax.block_until_ready(epoch(state))

    return train


# by the module that it needs
PEERS = {"sklearn": scikit_learn, "torch": pytorch, "jax": jax_scan}


def turns_of(work, optimizer, dtype, seconds):
    """Return the seconds of an epoch, turn by turn, of everybody who is here."""
    repeats = {
        "engine": ours(work, optimizer, dtype),
        "shuffled": ours(work, optimizer, dtype, shuffle=True),
        "products": products_alone(work, dtype),
    }
    for module, make in PEERS.items():
        if importlib.util.find_spec(module):
            repeats[module] = make(work, optimizer, dtype)
    return measuring.turns_of(repeats, seconds)


def row(title, turns, steps):
    """Say what a step took, and how that compares: below 1 the engine is faster than the fastest peer."""
    times = measuring.medians(turns, steps * measuring.MICROSECOND)
    cells = [times.get(who) for who in ("engine", "shuffled", *PEERS)]
    fastest = min((who for who in PEERS if who in times), key=times.get, default=None)
    ratio = f"{measuring.ratio(turns, 'engine', fastest):.2f}" if fastest else None
    share = f"{measuring.ratio(turns, 'products', 'engine'):.0%}"
    return measuring.line(title, [*cells, ratio, times["products"], share])


def main():
    parser = measuring.parser_of(__doc__, 2.0, "for each competitor, network, optimizer and dtype")
    parser.add_argument("--only", default=",".join(measuring.WORK), help="networks, such as 2-4-2-1,2-8-8-1")
    options = parser.parse_args()
    names = measuring.chosen(options.only, measuring.WORK)
    warnings.simplefilter("ignore")
    measuring.one_core()
    for module in PEERS:
        if not importlib.util.find_spec(module):
            print(f"{module} is absent")
    print("Median microseconds of a training step; engine to the fastest peer; its matrix products alone")
    columns = ["engine", "shuffled", "scikit-learn", "PyTorch", "JAX scan", "ratio", "products", "share"]
    print("\n" + measuring.line("", columns))
    for name in names:
        for optimizer in ("sgd", "adam"):
            for dtype in ("float64", "float32"):
                work = measuring.WORK[name]
                turns = turns_of(work, optimizer, dtype, options.seconds)
                print(row(f"{name} {optimizer} {dtype}", turns, work.steps), flush=True)


if __name__ == "__main__":
    main()
