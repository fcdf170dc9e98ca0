"""The loss at every epoch so far, thinned to what a plot can show, in memory that does not grow. No Qt."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Metrics

# Each keeps its lowest and its highest loss: 1,000 points a curve, about one for each pixel of the plot.
BUCKETS = 500

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of a curve, in the order of their epochs: two read-only arrays of one length."""

    epochs: Floats
    losses: Floats


@dataclass(frozen=True)
class Curves:
    """What the loss plot shows; `test` is empty where no samples are held out."""

    train: Curve
    test: Curve


class _Series:
    """One loss: the minimum and the maximum of every bucket, the first and the last, each with its epoch."""

    def __init__(self) -> None:
        # rows: epoch of the minimum, minimum, epoch of the maximum, maximum
        self._rows = np.zeros((4, BUCKETS))
        self._first = self._last = (0, 0.0)

    def open(self, bucket: int, epoch: int, loss: float) -> None:
        self._rows[:, bucket] = epoch, loss, epoch, loss
        self._last = (epoch, loss)
        if bucket == 0:
            self._first = self._last

    def add(self, bucket: int, epoch: int, loss: float) -> None:
        rows = self._rows
        self._last = (epoch, loss)
        if loss < rows[1, bucket]:
            rows[0, bucket], rows[1, bucket] = epoch, loss
        elif loss > rows[3, bucket]:
            rows[2, bucket], rows[3, bucket] = epoch, loss

    def halve(self) -> None:
        """Merge each two neighbouring buckets."""
        left, right = self._rows[:, 0::2], self._rows[:, 1::2]
        half = BUCKETS // 2
        merged = np.where(left[1] <= right[1], left[:2], right[:2])
        self._rows[2:, :half] = np.where(left[3] >= right[3], left[2:], right[2:])
        self._rows[:2, :half] = merged

    def curve(self, count: int) -> Curve:
        low_at, low, high_at, high = self._rows[:, :count]
        order = low_at <= high_at
        epochs = np.stack([np.where(order, low_at, high_at), np.where(order, high_at, low_at)], axis=1)
        losses = np.stack([np.where(order, low, high), np.where(order, high, low)], axis=1)
        distinct = np.ones(2 * count, dtype=bool)
        distinct[1::2] = low_at != high_at
        points = np.stack([epochs.ravel()[distinct], losses.ravel()[distinct]])
        # it begins and ends where the losses do, be they extreme there or not
        if self._first[0] < points[0, 0]:
            points = np.column_stack([self._first, points])
        if self._last[0] > points[0, -1]:
            points = np.column_stack([points, self._last])
        return _curve(points[0], points[1])


def _curve(epochs: Floats, losses: Floats) -> Curve:
    epochs.setflags(write=False)
    losses.setflags(write=False)
    return Curve(epochs, losses)


class History:
    """Train and test loss by epoch. Once there are more epochs than buckets, a bucket spans several."""

    def __init__(self) -> None:
        self._train, self._test = _Series(), _Series()
        self._buckets = 0
        self._span = 1
        self._filled = 0
        self._has_test = False

    def add(self, epoch: int, metrics: Metrics) -> None:
        """Take in the metrics at the end of an epoch."""
        test = metrics.test_loss
        self._has_test = test is not None
        if self._buckets and self._filled < self._span:
            bucket = self._buckets - 1
            self._train.add(bucket, epoch, metrics.train_loss)
            if test is not None:
                self._test.add(bucket, epoch, test)
            self._filled += 1
            return
        if self._buckets == BUCKETS:
            self._train.halve()
            self._test.halve()
            self._buckets //= 2
            self._span *= 2
        self._train.open(self._buckets, epoch, metrics.train_loss)
        self._test.open(self._buckets, epoch, test if test is not None else 0.0)
        self._buckets += 1
        self._filled = 1

    def curves(self) -> Curves:
        """Return the curves as they are now."""
        empty = _curve(np.empty(0), np.empty(0))
        return Curves(
            train=self._train.curve(self._buckets),
            test=self._test.curve(self._buckets) if self._has_test else empty,
        )
