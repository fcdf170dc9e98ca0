"""The rules of `diagnosis_rules.md`: what is a true case of each cause, decided by training again.

`python tests/engine/diagnosis_rules.py` writes the verdicts on the 200 experiments into
`diagnosis_truth.json`, in about two minutes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from diagnosis_experiments import (
    EPOCHS,
    SEEDS,
    experiment,
    on,
    trained,
    with_activation,
    with_layers,
    with_network,
)
from diagnosis_runs import Run

from engine import Experiment, LayerSpec, Samples, Split

TRUTH = Path(__file__).with_name("diagnosis_truth.json")
STRICT, LOOSE = 0, 1  # the place of each limit
FAILS = (0.35, 0.2)  # left


# -- symptoms: what is seen, by the strict and by the looser limit -------------------------------


def _at_either(run: Run, holds: Callable[[list[np.ndarray]], bool]) -> bool:
    return any(holds(gradients) for gradients in run.gradients)


def _vanishes(limit: float) -> Callable[[list[np.ndarray]], bool]:
    return lambda all_: (
        len(all_) > 2 and np.abs(all_[0][:, :-1]).mean() <= limit * np.abs(all_[-1][:, :-1]).mean()
    )


def _explodes(limit: float) -> Callable[[list[np.ndarray]], bool]:
    return lambda all_: not np.sqrt(sum((one**2).sum() for one in all_)) < limit


def _is_zero(all_: list[np.ndarray]) -> bool:
    return all(np.abs(one[:, :-1]).max() < 1e-12 for one in all_)


def _dead(run: Run) -> float:
    shares = [
        float((a == 0.0).all(axis=0).mean())
        for a, layer in zip(run.activations, run.experiment.network.hidden, strict=True)
        if layer.activation == "relu"
    ]
    return max(shares, default=0.0)


def _has_identical(run: Run) -> bool:
    thetas = [layer.theta for layer in run.trainer.network.layers[:-1]]
    return any(len(one) > 1 and np.allclose(one, one[:1], rtol=1e-9, atol=1e-12) for one in thetas)


def _saturated(run: Run) -> float:
    """Return the share of samples whose output is at the activation's bound, and wrong."""
    bounds = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0), "softmax": (0.0, 1.0)}
    output = run.trainer.task.output
    if output not in bounds:
        return 0.0
    A = run.trainer.network.predict(run.trainer.data.train.X)
    at_bound = np.minimum(*(np.abs(A - bound) for bound in bounds[output])) < 0.02
    return float((at_bound & (np.abs(A - run.targets) > 0.5)).any(axis=1).mean())


def _rms(values: np.ndarray) -> float:
    return float(np.sqrt((np.asarray(values, dtype=float) ** 2).mean(axis=0)).max())


def _large_targets(run: Run, limit: float) -> bool:
    if run.trainer.problem.kind != "regression":
        return False
    size = _rms(run.targets)
    return size >= limit or size >= limit * float(run.targets.std())


def _rarity(run: Run) -> float:
    """Return the rarest class's share as a part of its even share."""
    if run.trainer.problem.kind == "regression":
        return 1.0
    _, counts = np.unique(run.trainer.data.train.y, return_counts=True)
    return float(counts.min() / counts.mean())


def _inputs(run: Run) -> np.ndarray:
    return run.trainer.network.inputs(run.trainer.data.train.X)[:, :-1]


def _is_linear(run: Run) -> bool:
    return all(layer.activation == "linear" for layer in run.experiment.network.hidden)


def _past_best(run: Run, factor: float) -> bool:
    return bool(len(run.tests)) and run.test >= factor * float(run.tests.min())


Symptom = Callable[[Run, int], bool]
SYMPTOMS: dict[str, Symptom] = {
    "rate_too_high": lambda run, by: run.left >= FAILS[by],
    "rate_too_low": lambda run, by: run.left >= (0.5, 0.3)[by],
    "oscillating": lambda run, by: run.swing >= (0.1, 0.05)[by],
    "diverged": lambda run, _: run.diverged,
    "plateau": lambda run, by: (
        run.left >= (0.5, 0.3)[by] and abs(run.fall) < (0.02, 0.05)[by] and run.swing < (0.05, 0.1)[by]
    ),
    "vanishing_gradients": lambda run, by: (
        run.left >= (0.5, 0.3)[by] and _at_either(run, _vanishes((0.02, 0.05)[by]))
    ),
    "exploding_gradients": lambda run, by: (
        run.left >= FAILS[by] and _at_either(run, _explodes((100.0, 30.0)[by] * run.constant))
    ),
    "zero_gradients": lambda run, by: run.left >= FAILS[by] and _at_either(run, _is_zero),
    "dead_units": lambda run, by: run.left >= (0.25, 0.15)[by] and _dead(run) >= (0.5, 0.3)[by],
    "symmetric_start": lambda run, by: run.left >= (0.25, 0.15)[by] and _has_identical(run),
    "saturated_outputs": lambda run, by: run.left >= FAILS[by] and _saturated(run) >= (0.15, 0.08)[by],
    "targets_too_large": lambda run, by: run.left >= FAILS[by] and _large_targets(run, (10.0, 5.0)[by]),
    "inputs_too_large": lambda run, by: run.left >= FAILS[by] and _rms(_inputs(run)) >= (20.0, 12.0)[by],
    "overfitting": lambda run, by: (
        len(run.trainer.data.test) > 0
        and run.test >= run.left + (0.25, 0.1)[by]
        and _past_best(run, (1.25, 1.1)[by])
    ),
    "underfitting": lambda run, by: run.left >= FAILS[by] and run.fall < (0.05, 0.1)[by],
    "class_imbalance": lambda run, by: _rarity(run) < (0.4, 0.6)[by] and run.recall < (0.5, 0.7)[by],
    "linear_network": lambda run, by: run.left >= FAILS[by] and _is_linear(run),
    "too_few_points": lambda run, by: (
        len(run.trainer.data.test) > 0
        and len(run.trainer.data.train) <= (40, 60)[by]
        and run.test >= run.left + (0.3, 0.15)[by]
    ),
}


# -- remedies: the same from the start, with one thing mended ------------------------------------


def _slower(one: Experiment, *factors: float) -> Iterator[Experiment]:
    for factor in factors:
        rate = one.training.learning_rate * factor
        if rate <= 1000.0:
            yield trained(one, learning_rate=rate)


def _started(one: Experiment, *names: str) -> Iterator[Experiment]:
    for name in names:
        yield with_network(one, initializer=name, init_bias=None)


def _standardised(values: np.ndarray) -> np.ndarray:
    return (values - values.mean(axis=0)) / np.maximum(values.std(axis=0), 1e-12)


def _on_standardised(run: Run, inputs: bool) -> Run:
    train = run.trainer.data.train
    X = _standardised(_inputs(run)) if inputs else _inputs(run)
    y = train.y if inputs else _standardised(np.asarray(train.y, dtype=float))
    return Run(run.experiment, Split(Samples(X, y), Samples(X[:0], y[:0])))


def _remedied(cause: str, run: Run) -> Iterator[Run]:
    """Train again with each remedy of a cause."""
    one = run.experiment
    widths = [layer.width for layer in one.network.hidden]
    if cause == "targets_too_large" or cause == "inputs_too_large":
        yield _on_standardised(run, inputs=cause == "inputs_too_large")
    elif cause == "plateau":
        yield Run(trained(one, optimizer="adam", learning_rate=0.01))
        yield Run(one, epochs=8 * EPOCHS)
    elif cause in REMEDIES:
        for remedied in REMEDIES[cause](one, widths):
            yield Run(remedied)


REMEDIES: dict[str, Callable[[Experiment, list[int]], Iterator[Experiment]]] = {
    "rate_too_high": lambda one, _: _slower(one, 0.1, 0.01),
    "rate_too_low": lambda one, _: _slower(one, 10.0, 100.0, 1e3, 1e4),
    "oscillating": lambda one, _: iter([trained(one, batch_size=32), *_slower(one, 0.1)]),
    "diverged": lambda one, _: _slower(one, 0.1, 0.01, 0.001),
    "vanishing_gradients": lambda one, _: iter(
        [
            with_activation(one, "relu", "he_normal"),
            with_network(one, hidden=one.network.hidden[:2]),
        ]
    ),
    "exploding_gradients": lambda one, _: iter(
        [trained(one, clip_norm=1.0), *_started(one, "glorot_uniform", "he_normal")]
    ),
    "zero_gradients": lambda one, _: iter(
        [*_started(one, "glorot_uniform", "he_normal"), with_activation(one, "leaky_relu")]
    ),
    "dead_units": lambda one, _: iter(
        [with_activation(one, "leaky_relu"), *_slower(one, 0.1), *_started(one, "he_normal")]
    ),
    "symmetric_start": lambda one, _: _started(one, "glorot_uniform"),
    "saturated_outputs": lambda one, _: iter(
        [with_network(trained(one, loss="auto"), output="auto"), *_started(one, "glorot_uniform")]
    ),
    "underfitting": lambda one, _: iter(
        [
            with_network(
                one,
                hidden=tuple(replace(layer, width=max(4 * layer.width, 12)) for layer in one.network.hidden),
            ),
            with_network(one, hidden=(*one.network.hidden, LayerSpec(8, _last_activation(one)))),
        ]
    ),
    "class_imbalance": lambda one, _: iter([on(one, imbalance=0.0)]),
    "linear_network": lambda one, widths: iter(
        [with_activation(one, "tanh"), with_layers(one, [*widths, 8], "tanh")]
    ),
    "too_few_points": lambda one, _: iter([on(one, samples=8 * one.data.samples)]),
}


def _last_activation(one: Experiment) -> str:
    return one.network.hidden[-1].activation if one.network.hidden else "tanh"


# -- the verdict ---------------------------------------------------------------------------------


def _helps(cause: str, before: Run, after: Run, by: int) -> bool:
    if cause == "diverged":
        return not after.diverged
    if cause == "class_imbalance":
        return after.recall >= 0.75 if by == STRICT else after.recall >= before.recall + 0.1
    if cause == "too_few_points":
        return after.test <= (0.5, 0.9)[by] * before.test
    most, least = ((0.5, 0.15), (0.9, 0.03))[by]
    return after.left <= most * before.left and before.left - after.left >= least


def verdict(one: Experiment) -> dict[str, tuple[str, ...]]:
    """Return which causes of an experiment are "true", and which are at least "tenable"."""
    run = Run(one)
    true, tenable = [], []
    for cause, has_symptom in SYMPTOMS.items():
        if not has_symptom(run, LOOSE):
            continue
        if cause == "overfitting":
            fits = (has_symptom(run, STRICT), True)
        else:
            afters = list(_remedied(cause, run))
            fits = tuple(
                has_symptom(run, by) and any(_helps(cause, run, after, by) for after in afters)
                for by in (STRICT, LOOSE)
            )
        true += [cause] * fits[STRICT]
        tenable += [cause] * (fits[STRICT] or fits[LOOSE])
    return {"true": tuple(true), "tenable": tuple(tenable)}


def main() -> None:
    """Write a line for each seed."""
    lines = []
    for seed in SEEDS:
        drawn, planted = experiment(seed)
        lines.append(json.dumps({"seed": seed, "planted": planted, **verdict(drawn)}))
    TRUTH.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
