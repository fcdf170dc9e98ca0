"""Samples, their split into training and test samples, and the problem they pose."""

from __future__ import annotations

from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.base.checks import SpecError
from engine.base.values import dataclass

LEAST_SPREAD = 1e-100  # of values: smaller ones count as equal


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


@dataclass(frozen=True)
class Standardised:
    """How values in a person's own units become standardised ones: less the mean, over the deviation.

    Attributes
    ----------
    mean, deviation : float
        Of the training values alone: test values must not be known in training.

    Examples
    --------
    >>> values = Standardised.of(np.array([10.0, 20.0, 30.0]))
    >>> values.from_own([10.0, 20.0]).round(3)
    array([-1.225,  0.   ])
    >>> values.to_own(values.from_own([10.0, 20.0]))
    array([10., 20.])
    """

    mean: float
    deviation: float

    @classmethod
    def of(cls, y: NDArray[Any]) -> Standardised:
        """Return what standardises these values; those that are all equal are only centred."""
        if not len(y):
            return cls(0.0, 1.0)
        mean, spread = float(y.mean()), float(np.ptp(y))
        if spread < LEAST_SPREAD:
            return cls(mean, 1.0)
        return cls(mean, spread * float(np.std((y - mean) / spread)))  # squares of tiny numbers would vanish

    def from_own(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return values in standardised units."""
        standardised: NDArray[np.float64] = (
            np.asarray(values, dtype=np.float64) - self.mean
        ) / self.deviation
        return standardised

    def to_own(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return standardised values, such as outputs of the network, in their own units."""
        own: NDArray[np.float64] = np.asarray(values, dtype=np.float64) * self.deviation + self.mean
        return own


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
    values : Standardised or None
        How y became what it is, where values were standardised: outputs and losses are then in standardised
        units, and `values.to_own` gives them in their own.
    """

    train: Samples
    test: Samples
    problem: Problem | None = None
    drawn: bool = field(default=False, kw_only=True)
    values: Standardised | None = field(default=None, kw_only=True)

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
