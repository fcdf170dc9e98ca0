"""Samples, their split into training and test samples, and the problem they pose."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import SpecError
from engine.base.values import dataclass


@dataclass(frozen=True, eq=False)
class Samples:
    """Inputs X, (N, d), and their labels or values y, (N,), or (N, m) values.

    Integer or Boolean labels are classes; so are real numbers that are all 0 or 1. Both arrays are
    copied and made read-only.

    Raises
    ------
    SpecError
        If the shapes do not match, or a value is not a finite number.
    """

    X: NDArray[Any]
    y: NDArray[Any]

    def __post_init__(self) -> None:
        X, y = np.array(self.X), np.array(self.y)
        if y.ndim == 2 and y.shape[1] == 1:  # one column of labels means the same as a list
            y = y[:, 0]
        if X.ndim != 2 or X.shape[1] == 0:
            message = f"X must have the shape (samples, inputs), got {X.shape}"
            raise SpecError(message, field="X", value=X.shape)
        if y.ndim not in (1, 2) or len(y) != len(X) or 0 in y.shape[1:]:
            message = f"y must have one row for each of the {len(X)} rows of X, got {y.shape}"
            raise SpecError(message, field="y", value=y.shape)
        for name, array in (("X", X), ("y", y)):
            if array.dtype.kind not in "biuf":
                message = f"{name} must hold numbers, got {array.dtype}"
                raise SpecError(message, field=name, value=array.dtype)
            if not np.isfinite(array).all():
                row = int(np.argwhere(~np.isfinite(array))[0][0])
                message = f"{name} must hold finite numbers, row {row} does not"
                raise SpecError(message, field=name, value=array[row])
            array.setflags(write=False)
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "y", y)

    def __len__(self) -> int:
        return len(self.X)


@dataclass(frozen=True, eq=False)
class Split:
    """Training samples, and test samples that are never trained on.

    Attributes
    ----------
    train, test : Samples
    problem : Problem or None
        The problem, if the labels alone cannot tell; there may then be no samples yet.
    drawn : bool
        Whether they are the experiment's own data set, as returned by `draw`. Otherwise they were passed in:
        their columns are the inputs, and features are not used.
    """

    train: Samples
    test: Samples
    problem: Problem | None = None
    drawn: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if len(self.train) == 0 and self.problem is None:
            raise SpecError("there are no training samples: pass at least one", field="train", value=0)
        if self.train.X.shape[1] != self.test.X.shape[1]:
            message = (
                f"train and test must have the same number of columns, got {self.train.X.shape[1]} "
                f"and {self.test.X.shape[1]}"
            )
            raise SpecError(message, field="test", value=self.test.X.shape)
        if self.train.y.shape[1:] != self.test.y.shape[1:]:
            message = (
                f"train and test y must have the same shape, got {self.train.y.shape} and {self.test.y.shape}"
            )
            raise SpecError(message, field="test", value=self.test.y.shape)


@dataclass(frozen=True)
class Problem:
    """The kind of target of a data set, and the number of classes or values."""

    kind: str  # "binary", "multiclass" or "regression"
    size: int  # classes, or values to predict

    def outputs(self, output: str) -> int:
        """Return how many outputs this activation needs: 1 for two classes, unless it is softmax."""
        return 1 if self.kind == "binary" and output != "softmax" else self.size
