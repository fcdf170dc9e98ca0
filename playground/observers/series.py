"""One metric by epoch, thinned to what a plot can show. No Qt."""

from __future__ import annotations

from copy import copy

import numpy as np

from playground.observers.curves import Curve, Floats, curve_of

# Each keeps its lowest and its highest value: 1,000 points a curve, about one for each pixel of the plot.
BUCKETS = 500


class Series:
    """One metric: minimum and maximum of every bucket, the first and the last value, each with its epoch.

    Whoever has several of them counts their buckets.

    Attributes
    ----------
    ends : tuple of (epoch, value)
        The first and the last value.
    """

    def __init__(self) -> None:
        self._rows = np.zeros((4, BUCKETS))
        self.ends = (0, 0.0), (0, 0.0)

    def open(self, bucket: int, epoch: int, value: float) -> None:
        """Begin a bucket with the value at an epoch."""
        self._rows[:, bucket] = epoch, value, epoch, value
        last = (epoch, value)
        self.ends = self.ends[0] if bucket else last, last

    def add(self, bucket: int, epoch: int, value: float) -> None:
        """Add the value at a later epoch to the last bucket."""
        rows = self._rows
        self.ends = self.ends[0], (epoch, value)
        if value < rows[1, bucket]:
            rows[0, bucket], rows[1, bucket] = epoch, value
        elif value > rows[3, bucket]:
            rows[2, bucket], rows[3, bucket] = epoch, value

    def copy(self) -> Series:
        """Return a copy that later values do not change."""
        other = copy(self)
        other._rows = self._rows.copy()
        return other

    def rows(self, count: int) -> Floats:
        """Return so many buckets, (4, count): where the minimum is, the minimum; the same of the maximum."""
        return self._rows[:, :count]

    def cut(self, buckets: int, epoch: int, value: float | None) -> None:
        """Forget all after an epoch in the last of so many buckets, which has this value."""
        at = epoch
        if value is None:  # the last point before it then stands for what is not known
            points = self.curve(buckets)
            k = max(int(np.searchsorted(points.epochs, epoch, side="right")) - 1, 0)
            at, value = int(points.epochs[k]), float(points.values[k])
        low_at, low, high_at, high = self._rows[:, buckets - 1].tolist()
        # of a part of a bucket only those extremes are known that lie in it
        if low_at > epoch:
            low_at, low = at, value
        if high_at > epoch:
            high_at, high = at, value
        self._rows[:, buckets - 1] = low_at, low, high_at, high
        self.ends = self.ends[0], (at, value)

    def halve(self) -> None:
        """Merge neighbouring buckets in pairs."""
        left, right = self._rows[:, 0::2], self._rows[:, 1::2]
        half = BUCKETS // 2
        merged = np.where(left[1] <= right[1], left[:2], right[:2])
        self._rows[2:, :half] = np.where(left[3] >= right[3], left[2:], right[2:])
        self._rows[:2, :half] = merged

    def curve(self, count: int) -> Curve:
        """Return the points of so many buckets, at least one."""
        low_at, low, high_at, high = self._rows[:, :count]
        # it begins and ends where the values do, whether or not these are extremes
        points = np.empty((2, 2 * count + 2))
        points[:, 0], points[:, -1] = self.ends
        earlier, later = points[:, 1:-1:2], points[:, 2:-1:2]
        np.minimum(low_at, high_at, out=earlier[0])
        np.maximum(low_at, high_at, out=later[0])
        rises = low_at <= high_at
        earlier[1], later[1] = high, low
        np.copyto(earlier[1], low, where=rises)
        np.copyto(later[1], high, where=rises)
        distinct = np.ones(2 * count + 2, dtype=bool)
        np.not_equal(low_at, high_at, out=distinct[2:-1:2])
        distinct[0], distinct[-1] = points[0, 0] < points[0, 1], points[0, -1] > points[0, -2]
        return curve_of(*points.compress(distinct, axis=1))
