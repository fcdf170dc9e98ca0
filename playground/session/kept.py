"""Experiments as the undo stack keeps them: of very many points, only those that differ from others. No Qt.

Hundreds of strokes on 100,000 points would each keep a tuple of all of them, and all test points' indices.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine import Experiment
from engine.base.values import dataclass
from engine.points import Point, Points, edited, numbers

MANY = 2_000  # points; fewer are kept as they are
SHARE = 16  # of the points, the part that may differ: of more, all are kept, for later ones to differ from


@dataclass(frozen=True, eq=False)
class Kept:
    """An experiment whose own points are told by how they differ from others.

    Attributes
    ----------
    rest : Experiment
        Without its points.
    base : tuple of points
    count : int
        How many there are.
    places : ndarray of int
        The indices of those that differ.
    points : tuple of points
        What is there instead.
    tests : ndarray
        Which are chosen for testing, eight in a byte; empty for none.
    """

    rest: Experiment
    base: Points
    count: int
    places: NDArray[np.int32]
    points: Points
    tests: NDArray[np.uint8]

    def whole(self) -> Experiment:
        """Return the experiment."""
        origins = np.arange(self.count)
        origins[len(self.base) :] = -1
        new: dict[int, Point] = dict(zip(self.places.tolist(), self.points, strict=True))
        points = edited(self.base, origins, new, self.rest.data.labels)
        tests = tuple(np.flatnonzero(np.unpackbits(self.tests)).tolist())
        return replace(self.rest, data=replace(self.rest.data, points=points, test_points=tests))


def whole(one: Experiment | Kept) -> Experiment:
    """Return an experiment, however it is kept."""
    return one.whole() if isinstance(one, Kept) else one


def kept(experiment: Experiment, base: Points) -> Experiment | Kept:
    """Return an experiment as its differences from these points; itself if there are few, or many differ."""
    data = experiment.data
    count, shared = len(data.points), min(len(data.points), len(base))
    if data.points is base or count < MANY:
        return experiment
    now, then = (numbers(points).view(np.int64) for points in (data.points, base))  # −0 is not 0
    places = np.append(np.flatnonzero((now[:shared] != then[:shared]).any(axis=1)), np.arange(shared, count))
    if SHARE * len(places) > count:
        return experiment
    tests = np.zeros(count if data.test_points else 0, dtype=bool)
    tests[np.array(data.test_points, dtype=np.intp)] = True
    return Kept(
        rest=replace(experiment, data=replace(data, points=())),
        base=base,
        count=count,
        places=places.astype(np.int32),
        points=tuple(map(data.points.__getitem__, places.tolist())),
        tests=np.packbits(tests),
    )
