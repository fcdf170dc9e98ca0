"""Small problems, and trainers on them, that several of these tests start from."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest

from engine import LOSSES, Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer, TrainSpec
from engine.network import forward

# Every (problem, output, loss) that makes sense together.
HEADS = [
    (problem, output, name)
    for name, loss in LOSSES.items()
    for problem in loss.problems
    for output in loss.outputs
]
HIDDEN = (LayerSpec(4, "tanh"), LayerSpec(3, "tanh"))
CHUNK = 3  # samples that are evaluated together within `small_chunks`


def samples(problem: str, n: int, seed: int = 0, columns: int = 3) -> Samples:
    """Draw samples with the labels, or two values, of a problem."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, columns))
    classes = {"binary": 2, "multiclass": 3}
    y = rng.normal(size=(n, 2)) if problem == "regression" else np.arange(n) % classes[problem]
    return Samples(X, y)


def split(problem: str = "binary", train: int = 12, test: int = 5) -> Split:
    return Split(samples(problem, train, seed=1), samples(problem, test, seed=2))


def trainer_on(
    problem: str = "binary",
    output: str = "auto",
    hidden: tuple[LayerSpec, ...] = HIDDEN,
    data: Split | None = None,
    seed: int = 0,
    **training: object,
) -> Trainer:
    """A trainer with passed-in data; what is not named is the default."""
    experiment = Experiment(
        network=NetworkSpec(hidden=hidden, output=output), training=TrainSpec(**training), seed=seed
    )
    return Trainer(experiment, data=data or split(problem))


def retrained(trainer: Trainer, **training: object) -> Experiment:
    """The trainer's experiment with other training settings."""
    return replace(trainer.experiment, training=replace(trainer.experiment.training, **training))


def weights(trainer: Trainer) -> np.ndarray:
    return trainer.network.parameters.copy()


def everything(trainer: Trainer) -> dict[str, object]:
    """A trainer's whole state, to compare bit for bit with that of another."""
    state = trainer.state()
    return state.facts | {name: array.tobytes() for name, array in state.arrays.items()}


@contextmanager
def small_chunks() -> Iterator[None]:
    """Within, a few samples are as many as a large experiment's: evaluated in several chunks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forward, "CACHE_NUMBERS", 1)
        patch.setattr(forward, "LEAST_SAMPLES", CHUNK)
        yield
