"""Drawing an experiment's samples, and splitting them into training and test samples."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import SpecError
from engine.data.samples import Problem, Samples, Split
from engine.datasets import DATASETS
from engine.experiment import DataSpec, Experiment
from engine.points import MOST_POINTS, OWN, Points, arranged, choose_test

# draws of a data set until a class has its samples; even when noise mixes labels, two or three are enough
MAX_DRAWS = 100


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Return the random generator for one purpose, independent of the generators for all others."""
    return np.random.default_rng([seed, *purpose.encode()])


def draw(experiment: Experiment) -> Split:
    """Draw an experiment's data set and split it; own points are only split.

    Parameters
    ----------
    experiment : Experiment

    Returns
    -------
    Split
        Always the same for the same `data` and `seed`.

    Examples
    --------
    >>> from engine import DataSpec
    >>> data = draw(Experiment(DataSpec(dataset="circle", samples=40, test_fraction=0.25)))
    >>> data.train.X.shape, data.test.y.shape
    ((30, 2), (10,))
    """
    spec = experiment.data
    if spec.own:
        return _split_own(experiment)
    dataset = DATASETS[spec.dataset]
    if spec.imbalance > 0.0 and dataset.problem != "regression":
        X, y = _draw_imbalanced(experiment)
    else:
        X, y = dataset.draw(stream(experiment.seed, "data"), spec.samples, spec.noise, spec.classes)
    order = stream(experiment.seed, "split").permutation(len(X))
    test, train = order[: spec.test_samples], order[spec.test_samples :]
    return Split(Samples(X[train], y[train]), Samples(X[test], y[test]), drawn=True)


def held_out(experiment: Experiment, count: int | None = None) -> NDArray[np.bool_]:
    """Return which of an experiment's own points are test points, a bool for each, (N,).

    Parameters
    ----------
    experiment : Experiment
    count : int, optional
        How many points there are; by default those of the experiment.
    """
    spec = experiment.data
    count = len(spec.points) if count is None else count
    return choose_test(stream(experiment.seed, "own split"), count, spec.test_fraction)


def _split_own(experiment: Experiment) -> Split:
    spec = experiment.data
    dtype = np.float64 if spec.problem == "regression" else np.int64
    numbers = np.array(spec.points, dtype=np.float64).reshape(-1, 3)
    X, y, test = numbers[:, :2], numbers[:, 2].astype(dtype), held_out(experiment)
    size = 1 if spec.problem == "regression" else spec.class_count
    train_samples, test_samples = Samples(X[~test], y[~test]), Samples(X[test], y[test])
    return Split(train_samples, test_samples, Problem(spec.problem, size), drawn=True)


def as_points(data: Split, experiment: Experiment) -> Points:
    """Return samples as own points of an experiment; training and test points stay what they are.

    Parameters
    ----------
    data : Split
        Only the first 10,000 samples are used.
    experiment : Experiment
        Its seed and test fraction decide which points are test points.

    Returns
    -------
    tuple of (float, float, float)
        As `DataSpec.points` takes them.
    """
    count = min(len(data.train) + len(data.test), MOST_POINTS)
    train, test = (
        [(float(x1), float(x2), float(y)) for (x1, x2), y in zip(part.X, part.y, strict=True)]
        for part in (data.train, data.test)
    )
    return arranged(train, test, held_out(experiment, count))


def _draw_imbalanced(experiment: Experiment) -> tuple[NDArray[Any], NDArray[Any]]:
    """Draw each class at its own size, from a data set in which all classes have that size.

    So a small class is spread as widely as a large one: along its whole spiral arm, over all its rings.
    """
    spec = experiment.data
    dataset = DATASETS[spec.dataset]
    classes = spec.classes if dataset.problem == "multiclass" else 2
    points, labels = [], []
    for label, size in enumerate(class_sizes(spec.samples, classes, spec.imbalance)):
        rng = stream(experiment.seed, f"data of class {label}")
        found = np.empty((0, 2))
        for _ in range(MAX_DRAWS):  # once is enough unless noise changes labels
            X, y = dataset.draw(rng, classes * size, spec.noise, spec.classes)
            found = np.concatenate([found, X[y == label]])
            if len(found) >= size:
                break
        else:
            message = f"dataset {spec.dataset!r} draws too few samples of class {label}"
            raise SpecError(message, field="imbalance", value=spec.imbalance)
        if len(found) > size:
            found = found[np.sort(rng.choice(len(found), size, replace=False))]
        points.append(found)
        labels.append(np.full(size, label))
    return np.concatenate(points), np.concatenate(labels)


def class_sizes(samples: int, classes: int, imbalance: float) -> list[int]:
    """Return how many samples each class has: at least one, and fewer the higher the class.

    Class k has the share (1 − imbalance)ᵏ / Σⱼ (1 − imbalance)ʲ, rounded so that all samples are used: the
    largest remainders are rounded up. If a class would have no sample, the largest class gives one up.

    Examples
    --------
    >>> class_sizes(70, 3, 0.5)
    [40, 20, 10]
    """
    shares = (1.0 - imbalance) ** np.arange(classes)
    ideal = samples * shares / shares.sum()
    sizes = np.floor(ideal).astype(np.int64)
    remainders = np.argsort(sizes - ideal, kind="stable")  # largest first
    sizes[remainders[: samples - sizes.sum()]] += 1
    sizes = np.maximum(sizes, 1)
    while sizes.sum() > samples:
        sizes[np.flatnonzero(sizes == sizes.max())[-1]] -= 1
    return [int(size) for size in sizes]


def train_count(experiment: Experiment) -> int:
    """Return how many training samples there are."""
    data = experiment.data
    return len(data.points) - int(held_out(experiment).sum()) if data.own else data.train_samples


def with_own_points(experiment: Experiment, data: Split | None = None) -> DataSpec:
    """Return the data of an experiment as own points; own points stay as they are.

    Parameters
    ----------
    experiment : Experiment
    data : Split, optional
        Its samples, if they have already been drawn.
    """
    spec = experiment.data
    if spec.own:
        return spec
    labels = "values" if spec.problem == "regression" else "classes"
    points = as_points(draw(experiment) if data is None else data, experiment)
    # names that the spec kept belong to other points
    plain = replace(spec, column_names=(), class_names=(), one_input=False)
    return replace(plain, dataset=OWN, points=points, labels=labels)
