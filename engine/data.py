"""Samples, drawn or passed in: split into train and test, checked, and made read-only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.datasets import DATASETS
from engine.points import MOST_POINTS, Points, arranged, choose_test
from engine.spec import Experiment

# Draws of a data set until a class has its samples; where noise mixes labels, two or three do it.
MAX_DRAWS = 100


@dataclass(frozen=True, eq=False)
class Samples:
    """Inputs X, (N, d), and what they stand for, y: (N,) labels or values, or (N, m) values.

    Integer or Boolean labels are classes; so are real numbers that are all 0 or 1. Both arrays are
    copied and made read-only.

    Raises
    ------
    ValueError
        Where shapes do not match, or a value is not a finite number.
    """

    X: NDArray[Any]
    y: NDArray[Any]

    def __post_init__(self) -> None:
        X, y = np.array(self.X), np.array(self.y)
        if y.ndim == 2 and y.shape[1] == 1:  # a column of labels is what a list of them is
            y = y[:, 0]
        if X.ndim != 2 or X.shape[1] == 0:
            raise ValueError(f"X must have the shape (samples, inputs), got {X.shape}")
        if y.ndim not in (1, 2) or len(y) != len(X) or 0 in y.shape[1:]:
            raise ValueError(f"y must have one row for each of the {len(X)} of X, got {y.shape}")
        for name, array in (("X", X), ("y", y)):
            if array.dtype.kind not in "biuf":
                raise ValueError(f"{name} must hold numbers, got {array.dtype}")
            if not np.isfinite(array).all():
                row = int(np.argwhere(~np.isfinite(array))[0][0])
                raise ValueError(f"{name} must hold finite numbers, row {row} does not")
            array.setflags(write=False)
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "y", y)

    def __len__(self) -> int:
        return len(self.X)


@dataclass(frozen=True, eq=False)
class Split:
    """The samples that train, and those held out to test.

    Attributes
    ----------
    train, test : Samples
    problem : Problem or None
        What they pose, where their labels alone would not tell. There may then be none, or none yet.
    """

    train: Samples
    test: Samples
    problem: Problem | None = None

    def __post_init__(self) -> None:
        if len(self.train) == 0 and self.problem is None:
            raise ValueError("there are no train samples: pass at least one")
        if self.train.X.shape[1] != self.test.X.shape[1]:
            raise ValueError(
                f"train and test must have as many columns, got {self.train.X.shape[1]} "
                f"and {self.test.X.shape[1]}"
            )
        if self.train.y.shape[1:] != self.test.y.shape[1:]:
            raise ValueError(
                f"train and test y must have the same shape, got {self.train.y.shape} and {self.test.y.shape}"
            )


@dataclass(frozen=True)
class Problem:
    """What kind of target a data set has, and how many classes or values."""

    kind: str  # "binary", "multiclass" or "regression"
    size: int  # classes, or values to predict

    def outputs(self, output: str) -> int:
        """Return how many outputs a network needs with this activation: 1 for two classes, unless softmax."""
        return 1 if self.kind == "binary" and output != "softmax" else self.size


def stream(seed: int, purpose: str) -> np.random.Generator:
    """Return the random generator of one purpose; generators of other purposes are independent of it."""
    return np.random.default_rng([seed, *purpose.encode()])


def draw(experiment: Experiment) -> Split:
    """Draw an experiment's data set and split it; own points are only split.

    Parameters
    ----------
    experiment : Experiment

    Returns
    -------
    Split
        The same for the same `data` and `seed`.

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
    return Split(train=Samples(X[train], y[train]), test=Samples(X[test], y[test]))


def held_out(experiment: Experiment) -> NDArray[np.bool_]:
    """Return which of an experiment's own points are held out, (N,) of bool."""
    spec = experiment.data
    return choose_test(stream(experiment.seed, "own split"), len(spec.points), spec.test_fraction)


def _split_own(experiment: Experiment) -> Split:
    spec = experiment.data
    kind = np.float64 if spec.problem == "regression" else np.int64
    numbers = np.array(spec.points, dtype=np.float64).reshape(-1, 3)
    X, y, test = numbers[:, :2], numbers[:, 2].astype(kind), held_out(experiment)
    size = 1 if spec.problem == "regression" else spec.class_count
    return Split(Samples(X[~test], y[~test]), Samples(X[test], y[test]), Problem(spec.problem, size))


def as_points(data: Split, experiment: Experiment) -> Points:
    """Return samples as own points of an experiment, which train and test as they did.

    Parameters
    ----------
    data : Split
        Of more than 10,000 samples, as many are taken.
    experiment : Experiment
        Whose seed and test fraction decide what is held out.

    Returns
    -------
    tuple of (float, float, float)
        As `DataSpec.points` takes them.
    """
    fraction = experiment.data.test_fraction
    count = min(len(data.train) + len(data.test), MOST_POINTS)
    held = choose_test(stream(experiment.seed, "own split"), count, fraction)
    train, test = (
        [(float(x1), float(x2), float(y)) for (x1, x2), y in zip(part.X, part.y, strict=True)]
        for part in (data.train, data.test)
    )
    return arranged(train, test, held)


def _draw_imbalanced(experiment: Experiment) -> tuple[NDArray[Any], NDArray[Any]]:
    """Draw every class, in the size it shall have, from a data set in which all classes have that size.

    So a small class is spread as a large one is: over the whole arm of its spiral, over all its rings.
    """
    spec = experiment.data
    dataset = DATASETS[spec.dataset]
    classes = spec.classes if dataset.problem == "multiclass" else 2
    points, labels = [], []
    for label, size in enumerate(class_sizes(spec.samples, classes, spec.imbalance)):
        rng = stream(experiment.seed, f"data of class {label}")
        own = np.empty((0, 2))
        for _ in range(MAX_DRAWS):  # once is enough where noise leaves the labels alone
            X, y = dataset.draw(rng, classes * size, spec.noise, spec.classes)
            own = np.concatenate([own, X[y == label]])
            if len(own) >= size:
                break
        else:
            raise ValueError(f"dataset {spec.dataset!r} draws too few samples of class {label}")
        if len(own) > size:
            own = own[np.sort(rng.choice(len(own), size, replace=False))]
        points.append(own)
        labels.append(np.full(size, label))
    return np.concatenate(points), np.concatenate(labels)


def class_sizes(samples: int, classes: int, imbalance: float) -> list[int]:
    """Return how many samples each class has, at least one, where each is less frequent than the one before.

    Class k has the share (1 − imbalance)ᵏ / Σⱼ (1 − imbalance)ʲ, rounded so that all samples are used: the
    largest remainders are rounded up. What a class lacks to have one sample, the largest ones give.

    Examples
    --------
    >>> class_sizes(70, 3, 0.5)
    [40, 20, 10]
    """
    shares = (1.0 - imbalance) ** np.arange(classes)
    ideal = samples * shares / shares.sum()
    sizes = np.floor(ideal).astype(np.int64)
    remainders = np.argsort(sizes - ideal, kind="stable")  # the largest first
    sizes[remainders[: samples - sizes.sum()]] += 1
    sizes = np.maximum(sizes, 1)
    while sizes.sum() > samples:
        sizes[np.flatnonzero(sizes == sizes.max())[-1]] -= 1
    return [int(size) for size in sizes]


def problem_of(data: Split, classes: bool = False) -> Problem:
    """Tell from the labels which problem the data pose.

    Parameters
    ----------
    data : Split
    classes : bool
        Read whole real numbers as classes, because the output or the loss is one for classes.

    Raises
    ------
    ValueError
        Where labels cannot be class numbers 0…K−1.
    """
    if data.problem is not None:
        return data.problem
    # an empty list of test labels is one of real numbers to numpy, and says nothing
    y = np.concatenate([part.y for part in (data.train, data.test) if len(part)])
    if y.ndim == 2:
        if classes and bool(((y == 0) | (y == 1)).all() and (y.sum(axis=1) == 1).all()):
            raise ValueError("y is one-hot, a column for each class: pass the number of each sample's class")
        return Problem("regression", y.shape[1])
    # where the train labels are whole numbers, so are test labels that are written as real ones
    whole = data.train.y.dtype.kind in "biu" and bool((y == np.round(y)).all())
    if not whole:
        two_valued = bool(np.isin(y, (0.0, 1.0)).all())
        if not two_valued and not (classes and bool((y == np.round(y)).all())):
            return Problem("regression", 1)
    low, high = int(y.min()), int(y.max())
    if low < 0:
        raise ValueError(f"class labels must be 0, 1, 2, …, got {low}")
    if high > 999:
        raise ValueError(f"class labels must be below 1,000, got {high}: pass values as real numbers")
    return Problem("binary", 2) if high <= 1 else Problem("multiclass", high + 1)


def targets(
    y: NDArray[Any], problem: Problem, output: str, dtype: str, signed: bool = False, smoothing: float = 0.0
) -> NDArray[np.floating[Any]]:
    """Return what the outputs should be, (N, outputs).

    Parameters
    ----------
    y : ndarray, (N,) or (N, values)
    problem : Problem
    output : str
        The output's activation.
    dtype : {"float64", "float32"}
    signed : bool
        Labels become −1 and 1, as they always do for tanh, and not 0 and 1.
    smoothing : float
        s: labels 0 and 1 become (1 − s) y + s / K (Szegedy et al., 2016, section 7).

    Raises
    ------
    ValueError
        Where y is not of this problem.
    """
    _check_labels(y, problem)
    if problem.kind == "regression":
        with np.errstate(over="ignore"):
            values = y.reshape(len(y), problem.size).astype(dtype)
        if not np.isfinite(values).all():
            raise ValueError(f"y holds values too large for {dtype}")
        return values
    if problem.outputs(output) == 1:
        T = y.reshape(-1, 1).astype(dtype)
    else:
        T = np.equal(y[:, None], np.arange(problem.size)).astype(dtype)
    if signed or output == "tanh":
        return 2.0 * T - 1.0
    return (1.0 - smoothing) * T + smoothing / problem.size if smoothing else T


def _check_labels(y: NDArray[Any], problem: Problem) -> None:
    if problem.kind == "regression":
        if y.size != len(y) * problem.size:
            raise ValueError(f"y must have the shape (samples, {problem.size}), got {y.shape}")
        return
    if y.ndim != 1:
        raise ValueError(f"y must have the shape (samples,), got {y.shape}")
    strange = y[~np.isin(y, np.arange(problem.size))]
    if len(strange):
        raise ValueError(f"y must hold the classes 0 to {problem.size - 1}, got {strange[0]}")
