"""200 random experiments for the diagnosis: about a third is drawn as it comes, the others get one fault.

Written before the diagnosis. A seed gives an experiment, and the name of the cause that its fault is meant
to have ("" for none). Whether the fault does any harm, and what else is wrong, is for `diagnosis_rules`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from engine import DATASETS, DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec, draw

SEEDS = tuple(range(20_261_126, 20_261_326))  # the 200 that count
PRACTICE = tuple(range(200))  # those to write the diagnosis with
EPOCHS = 150
SOUND = 0.35  # the share of experiments without a planted fault

EASY = ("circle", "xor", "gaussian", "moons", "and", "blobs", "pinwheel", "plane", "saddle", "cubic")
CURVED = ("circle", "xor", "moons", "saddle", "rings")

Rng = np.random.Generator


def experiment(seed: int) -> tuple[Experiment, str]:
    """Return the experiment of a seed, and the name of the cause that was planted."""
    rng = np.random.default_rng([seed, 14])
    base = _base(rng)
    if rng.random() < SOUND:
        return base, ""
    names = list(FAULTS)
    name = names[int(rng.integers(len(names)))]
    return FAULTS[name](rng, base), name


def _base(rng: Rng) -> Experiment:
    """Draw an experiment as a person might set it."""
    known = [name for name in EASY if name in DATASETS]
    data = DataSpec(
        dataset=str(rng.choice(known)) if rng.random() < 0.8 else str(rng.choice(list(DATASETS))),
        samples=int(rng.integers(120, 400)),
        noise=float(rng.choice([0.0, 0.0, 0.1, 0.2])),
        test_fraction=float(rng.choice([0.3, 0.5])),
    )
    activation = str(rng.choice(["tanh", "relu", "leaky_relu", "elu", "swish", "sigmoid"]))
    widths = rng.integers(4, 13, int(rng.integers(1, 4)))
    hidden = tuple(LayerSpec(int(width), activation) for width in widths)
    initializer = "he_normal" if activation in ("relu", "leaky_relu") else "glorot_uniform"
    optimizer = str(rng.choice(["sgd", "momentum", "adam", "rmsprop"]))
    rates = {"sgd": [0.03, 0.1, 0.3], "momentum": [0.01, 0.03], "adam": [0.003, 0.01, 0.03]}
    training = TrainSpec(
        optimizer=optimizer,
        learning_rate=float(rng.choice(rates.get(optimizer, [0.003, 0.01]))),
        batch_size=int(rng.choice([4, 10, 16, 32])),
    )
    network = NetworkSpec(hidden=hidden, initializer=initializer)
    return Experiment(data, network, training, seed=int(rng.integers(1_000_000)))


# -- changes of an experiment ----------------------------------------------------------------------


def trained(one: Experiment, **changes: Any) -> Experiment:
    """Return an experiment with other training settings."""
    return replace(one, training=replace(one.training, **changes))


def on(one: Experiment, **changes: Any) -> Experiment:
    """Return an experiment with other data settings."""
    return replace(one, data=replace(one.data, **changes))


def with_network(one: Experiment, **changes: Any) -> Experiment:
    """Return an experiment with other settings of the network."""
    return replace(one, network=replace(one.network, **changes))


def with_layers(one: Experiment, widths: list[int], activation: str, initializer: str = "") -> Experiment:
    """Return an experiment with other hidden layers."""
    hidden = tuple(LayerSpec(width, activation) for width in widths)
    return with_network(one, hidden=hidden, initializer=initializer or one.network.initializer)


def with_activation(one: Experiment, activation: str, initializer: str = "") -> Experiment:
    """Return an experiment with another activation in all hidden layers."""
    widths = [layer.width for layer in one.network.hidden]
    return with_layers(one, widths, activation, initializer)


def as_own(one: Experiment, inputs: float, values: float, shift: float = 0.0) -> Experiment:
    """Return an experiment with its samples as own points: stretched inputs, stretched and shifted values."""
    split = draw(one)
    X = np.concatenate([split.train.X, split.test.X]) * inputs
    y = np.concatenate([split.train.y, split.test.y]).astype(float)
    kind = "values" if split.train.y.dtype.kind == "f" else "classes"
    if kind == "values":
        y = y * values + shift
    points = tuple((float(a), float(b), float(c)) for (a, b), c in zip(X, y, strict=True))
    return on(one, dataset="own", points=points, labels=kind)


# -- faults ------------------------------------------------------------------------------------------


def _rate_too_high(rng: Rng, one: Experiment) -> Experiment:
    return trained(one, learning_rate=one.training.learning_rate * float(rng.choice([30.0, 100.0])))


def _rate_too_low(rng: Rng, one: Experiment) -> Experiment:
    return trained(one, learning_rate=one.training.learning_rate * float(rng.choice([1e-5, 1e-4, 1e-3])))


def _oscillating(rng: Rng, one: Experiment) -> Experiment:
    rate = float(rng.choice([1.0, 3.0]))
    return trained(one, optimizer="sgd", learning_rate=rate, batch_size=int(rng.choice([1, 1, 2])))


def _diverged(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(["plane", "saddle", "bumps"])))
    one = with_activation(one, str(rng.choice(["relu", "linear", "leaky_relu"])))
    return trained(one, optimizer="sgd", learning_rate=float(rng.choice([3.0, 10.0, 30.0])))


def _plateau(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(CURVED)))
    one = with_activation(one, "tanh", "normal")
    one = with_network(one, init_scale=float(rng.choice([1e-3, 1e-2])))
    return trained(one, optimizer="sgd", learning_rate=float(rng.choice([0.01, 0.03])), batch_size=16)


def _vanishing(rng: Rng, one: Experiment) -> Experiment:
    one = with_layers(one, [int(rng.integers(4, 9))] * int(rng.integers(5, 9)), "sigmoid", "glorot_uniform")
    return trained(one, optimizer="sgd", learning_rate=float(rng.choice([0.03, 0.1, 0.3])))


def _exploding(rng: Rng, one: Experiment) -> Experiment:
    one = with_layers(one, [8] * int(rng.integers(4, 8)), str(rng.choice(["relu", "leaky_relu"])), "normal")
    one = with_network(one, init_scale=float(rng.choice([1.5, 2.5])))
    return trained(one, optimizer="sgd", learning_rate=float(rng.choice([0.003, 0.01, 0.03])))


def _zero_gradients(rng: Rng, one: Experiment) -> Experiment:
    return with_activation(one, str(rng.choice(["relu", "tanh"])), "zeros")


def _dead_units(rng: Rng, one: Experiment) -> Experiment:
    one = with_activation(one, "relu", "he_normal")
    return with_network(one, init_bias=float(rng.choice([-10.0, -20.0, -50.0])))


def _symmetric_start(rng: Rng, one: Experiment) -> Experiment:
    one = with_activation(one, str(rng.choice(["tanh", "relu", "sigmoid"])), "constant")
    one = on(one, dataset=str(rng.choice(CURVED)))
    return with_network(one, init_scale=float(rng.choice([0.2, 0.5, 1.0])))


def _saturated_outputs(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(["circle", "xor", "gaussian", "moons"])))
    one = with_network(one, output="sigmoid", initializer="normal", init_scale=float(rng.choice([3.0, 8.0])))
    one = with_network(one, init_bias=float(rng.choice([5.0, 20.0])))
    return trained(one, loss="squared", optimizer="sgd", learning_rate=float(rng.choice([0.03, 0.1])))


def _targets_too_large(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(["plane", "saddle", "bumps"])))
    return as_own(one, 1.0, float(rng.choice([100.0, 1e4])), float(rng.choice([0.0, 1e3, 1e5])))


def _inputs_too_large(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(["circle", "xor", "moons", "cubic", "saddle"])))
    return as_own(one, float(rng.choice([30.0, 300.0, 3e4])), 1.0)


def _overfitting(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, noise=float(rng.choice([0.3, 0.5])), samples=int(rng.integers(80, 160)), test_fraction=0.5)
    one = on(one, dataset=str(rng.choice(["circle", "xor", "moons", "gaussian"])))
    one = with_layers(one, [32, 32], "relu", "he_normal")
    return trained(one, optimizer="adam", learning_rate=0.01, batch_size=10)


def _underfitting(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(["circle", "xor", "rings", "moons", "checkerboard", "ripples"])))
    one = with_layers(one, [int(rng.choice([1, 1, 2]))], "tanh", "glorot_uniform")
    return trained(one, optimizer="adam", learning_rate=0.03, batch_size=10)


def _class_imbalance(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(["circle", "xor", "heart", "sine"])), samples=400)
    return on(one, noise=float(rng.choice([0.1, 0.2, 0.3])), imbalance=float(rng.choice([0.85, 0.92, 0.95])))


def _linear_network(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(CURVED)))
    if rng.random() < 0.3:
        return with_network(one, hidden=())
    return with_activation(one, "linear", "glorot_uniform")


def _too_few_points(rng: Rng, one: Experiment) -> Experiment:
    one = on(one, dataset=str(rng.choice(["circle", "xor", "moons", "spiral", "cubic"])))
    one = on(one, samples=int(rng.integers(20, 50)), test_fraction=0.5)
    one = with_layers(one, [8, 8], "tanh", "glorot_uniform")
    return trained(one, optimizer="adam", learning_rate=0.03, batch_size=4)


FAULTS: dict[str, Callable[[Rng, Experiment], Experiment]] = {
    "rate_too_high": _rate_too_high,
    "rate_too_low": _rate_too_low,
    "oscillating": _oscillating,
    "diverged": _diverged,
    "plateau": _plateau,
    "vanishing_gradients": _vanishing,
    "exploding_gradients": _exploding,
    "zero_gradients": _zero_gradients,
    "dead_units": _dead_units,
    "symmetric_start": _symmetric_start,
    "saturated_outputs": _saturated_outputs,
    "targets_too_large": _targets_too_large,
    "inputs_too_large": _inputs_too_large,
    "overfitting": _overfitting,
    "underfitting": _underfitting,
    "class_imbalance": _class_imbalance,
    "linear_network": _linear_network,
    "too_few_points": _too_few_points,
}
