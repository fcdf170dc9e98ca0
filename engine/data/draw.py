"""Drawing an experiment's samples, and splitting them into training and test samples."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import SpecError
from engine.base.recent import Recent
from engine.data.samples import Problem, Samples, Split, Standardised
from engine.data_spec import DataSpec
from engine.datasets import DATASETS
from engine.experiment import Experiment
from engine.points import (
    MOST_ARRAYS,
    OWN,
    Points,
    choose_test,
    draw_places,
    from_numbers,
    numbers,
    with_so_many,
)

# draws of a data set until a class has its samples; even when noise mixes labels, two or three are enough
MAX_DRAWS = 100
# which own points are test points: asked for again and again while somebody draws
_held_out: Recent[NDArray[np.bool_]] = Recent(MOST_ARRAYS)


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


def held_out(experiment: Experiment) -> NDArray[np.bool_]:
    """Return which of an experiment's own points are test points, a bool for each, (N,), read-only.

    Chosen ones are what they were chosen for. Otherwise fewer than 20 points are all for training; of more,
    the test fraction of each class is held out, and of values that of every 20. At least one is left to
    train on.
    """
    known = _held_out.get(experiment.data, experiment.seed)
    if known is not None:
        return known
    test = _tests(experiment)
    test.setflags(write=False)
    return _held_out.keep(test, experiment.data, experiment.seed)


def _tests(experiment: Experiment) -> NDArray[np.bool_]:
    spec = experiment.data
    count = len(spec.points)
    if spec.test_points:
        test = np.zeros(count, dtype=bool)
        test[list(spec.test_points)] = True
        test[-1] &= not test.all()
        return test
    if not spec.is_split:
        return np.zeros(count, dtype=bool)
    classes = numbers(spec.points)[:, 2] if spec.labels == "classes" else None
    return choose_test(_places(experiment.seed, count), spec.test_fraction, classes)


def with_former_split(experiment: Experiment) -> Experiment:
    """Return an experiment with the test points that earlier versions drew, chosen where they differ.

    They drew own test points from any number of points, whatever their classes. A state of that time
    continues with the points that it was trained on.
    """
    spec = experiment.data
    if not spec.own:
        return experiment
    test = choose_test(_places(experiment.seed, len(spec.points)), spec.test_fraction)
    if np.array_equal(test, held_out(experiment)):
        return experiment
    chosen = tuple(np.flatnonzero(test).tolist())
    fraction = spec.test_fraction if chosen else 0.0
    return replace(experiment, data=replace(spec, test_points=chosen, test_fraction=fraction))


@lru_cache(maxsize=4)  # asked for again and again while somebody draws
def _places(seed: int, count: int) -> NDArray[np.float64]:
    return draw_places(stream(seed, "own split"), count)


def _split_own(experiment: Experiment) -> Split:
    spec = experiment.data
    dtype = np.float64 if spec.problem == "regression" else np.int64
    rows = numbers(spec.points)
    X, y, test = rows[:, :2], rows[:, 2].astype(dtype), held_out(experiment)
    size = 1 if spec.problem == "regression" else spec.class_count
    values = Standardised.of(y[~test]) if spec.standardises else None
    if values is not None:
        y = values.from_own(y)
    train_samples, test_samples = Samples(X[~test], y[~test]), Samples(X[test], y[test])
    return Split(train_samples, test_samples, Problem(spec.problem, size), drawn=True, values=values)


def as_points(data: Split, experiment: Experiment) -> Points:
    """Return samples as own points of an experiment; training and test points stay what they are.

    Of fewer than 20 all are training points, and where the shares of the classes differ, some change.

    Parameters
    ----------
    data : Split
    experiment : Experiment
        Its seed and test fraction decide which points are test points.

    Returns
    -------
    tuple of (float, float, float)
        As `DataSpec.points` takes them.
    """
    return _arranged(data, experiment)[0]


def _arranged(data: Split, experiment: Experiment) -> tuple[Points, NDArray[np.bool_]]:
    """Return samples as own points, and which of them are test points."""
    spec, count = experiment.data, len(data.train) + len(data.test)
    drawn = choose_test(_places(experiment.seed, count), spec.test_fraction)
    test = with_so_many(drawn, len(data.test))
    rows = np.empty((count, 3))
    for where, part in ((~test, data.train), (test, data.test)):
        y = part.y if data.values is None else data.values.to_own(part.y)
        rows[where] = np.column_stack([part.X, y])
    return from_numbers(rows, "values" if spec.problem == "regression" else "classes"), test


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

    Test points are chosen where they would not be drawn again: the shares of the classes may differ.

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
    points, test = _arranged(draw(experiment) if data is None else data, experiment)
    first = DataSpec()
    plain = {name: getattr(first, name) for name in DataSpec.added}  # left from other points
    own = replace(spec, dataset=OWN, points=points, labels=labels, **plain)
    if np.array_equal(test, held_out(replace(experiment, data=own))):
        return own
    return replace(own, test_points=tuple(np.flatnonzero(test).tolist()))
