"""Targets: which problem the labels pose, and what the outputs should be."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import Range, SpecError
from engine.data.samples import Problem, Split

CLASS_LABELS = Range(0, 999, whole=True)


def problem_of(data: Split, classes: bool = False) -> Problem:
    """Return the problem that the data pose, inferred from the labels.

    Parameters
    ----------
    data : Split
    classes : bool
        Take whole real numbers as classes, because the output or the loss is for classes.

    Raises
    ------
    SpecError
        If the labels cannot be the classes 0…K−1.
    """
    if data.problem is not None:
        return data.problem
    # an empty list of test labels is one of real numbers to numpy, so it is left out
    y = np.concatenate([part.y for part in (data.train, data.test) if len(part)])
    if y.ndim == 2:
        if classes and bool(((y == 0) | (y == 1)).all() and (y.sum(axis=1) == 1).all()):
            message = "y is one-hot, a column for each class: pass the number of each sample's class"
            raise SpecError(message, field="y", value=y.shape)
        return Problem("regression", y.shape[1])
    # if the training labels are integers, whole real numbers count as test labels too
    whole = data.train.y.dtype.kind in "biu" and bool((y == np.round(y)).all())
    if not whole:
        two_valued = bool(np.isin(y, (0.0, 1.0)).all())
        if not two_valued and not (classes and bool((y == np.round(y)).all())):
            return Problem("regression", 1)
    low, high = int(y.min()), int(y.max())
    if low < 0:
        raise SpecError(
            f"class labels must be 0, 1, 2, …, got {low}", field="y", value=low, allowed=CLASS_LABELS
        )
    if high > CLASS_LABELS.high:
        message = f"class labels must be below 1,000, got {high}: pass values as real numbers"
        raise SpecError(message, field="y", value=high, allowed=CLASS_LABELS)
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
        Labels become −1 and 1 instead of 0 and 1; with tanh they always do.
    smoothing : float
        s: labels 0 and 1 become (1 − s) y + s / K (Szegedy et al., 2016, section 7).

    Raises
    ------
    SpecError
        If y does not suit this problem.
    """
    _check_labels(y, problem)
    if problem.kind == "regression":
        with np.errstate(over="ignore"):
            values = y.reshape(len(y), problem.size).astype(dtype)
        if not np.isfinite(values).all():
            raise SpecError(f"y holds values too large for {dtype}", field="y", value=dtype)
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
            message = f"y must have the shape (samples, {problem.size}), got {y.shape}"
            raise SpecError(message, field="y", value=y.shape)
        return
    if y.ndim != 1:
        raise SpecError(f"y must have the shape (samples,), got {y.shape}", field="y", value=y.shape)
    check_classes("y", y, problem.size)


def check_classes(field: str, labels: NDArray[Any], count: int) -> None:
    """Raise a SpecError unless all labels are among the classes 0 … count − 1."""
    unknown = labels[~np.isin(labels, np.arange(count))]
    if len(unknown):
        message = f"{field} must hold the classes 0 to {count - 1}, got {unknown[0]}"
        allowed = Range(0, count - 1, whole=True)
        raise SpecError(message, field=field, value=unknown[0].item(), allowed=allowed)
