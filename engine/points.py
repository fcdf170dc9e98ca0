"""Own points: drawn, typed or read from a file by a person, and not by a generator.

They are part of the experiment, as a tuple of (x₁, x₂, y). What y stands for, the experiment says as well: a
class, 0 to 5, or a value. Which of them are held out is decided for every point by its place in the tuple
and the seed, so that a point that is added or moved leaves all others what they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import Range, SpecError, quoted

if TYPE_CHECKING:  # numpy loads it when first used
    from numpy.random import Generator

Point = tuple[float, float, float]
Points = tuple[Point, ...]

OWN = "own"  # the name of the data set
LABELS = ("classes", "values")
MOST_POINTS = 10_000  # an experiment with them is still a file to read and to send
MOST_CLASSES = 6  # as many as there are markers
LARGEST = 1e6  # of coordinates and values
NUMBERS, CLASSES = Range(-LARGEST, LARGEST), Range(0, MOST_CLASSES - 1, whole=True)
BLOCK = 20  # points of which the right share is held out, one block after the other


def checked(points: Any, labels: str) -> Points:
    """Return points as a tuple of tuples of three floats.

    Raises
    ------
    SpecError
        Where they are no such points: which one, and what it may be.
    """
    if not isinstance(points, (tuple, list)):
        message = f"points must be a list of (x1, x2, y), got {quoted(points)}"
        raise SpecError(message, field="points", value=points)
    if len(points) > MOST_POINTS:
        message, most = f"points must be at most {MOST_POINTS:,}, got {len(points):,}", Range(0, MOST_POINTS)
        raise SpecError(message, field="points", value=len(points), allowed=most)
    if _are_plain(points):
        numbers = np.array(points).reshape(-1, 3)
        y = numbers[:, 2]
        fits = labels == "values" or bool(((y == np.floor(y)) & (y >= 0.0) & (y < MOST_CLASSES)).all())
        if fits and bool((np.abs(numbers) <= LARGEST).all()):
            return tuple(points)
    return tuple(_checked_point(i, point, labels) for i, point in enumerate(points))


def _are_plain(points: Sequence[Any]) -> bool:
    """Whether these are tuples of three floats each, of whatever size: the usual case, told quickly."""
    if any(type(point) is not tuple or len(point) != 3 for point in points):
        return False
    return set(map(type, chain.from_iterable(points))) <= {float}


def _checked_point(i: int, point: Any, labels: str) -> Point:
    where = f"points[{i}]"
    if not isinstance(point, (tuple, list)) or len(point) != 3:
        message = f"{where} must be three numbers, (x1, x2, y), got {quoted(point)}"
        raise SpecError(message, field=where, value=point)
    x1, x2 = (NUMBERS.check(where, point[k], f"x{k + 1} of {where}") for k in range(2))
    y = point[2]
    if labels == "values":
        return x1, x2, NUMBERS.check(where, y, f"the value of {where}")
    if isinstance(y, Real) and not isinstance(y, bool) and y in range(MOST_CLASSES):
        return x1, x2, float(y)  # 2.0 as well
    return x1, x2, float(CLASSES.check(where, y, f"the class of {where}"))


def count_classes(points: Points) -> int:
    """Return how many classes own points have: one more than the highest there is, and two at least."""
    return max(2, 1 + int(max((y for *_, y in points), default=0.0)))


def choose_test(rng: Generator, count: int, fraction: float) -> NDArray[np.bool_]:
    """Return which of `count` points are test points; at least one is left to train.

    Of every block of 20 points the right share is held out, drawn at random. The first of them are always the
    same, whatever the count: what is decided for one is decided for good. A larger share only takes more.
    """
    blocks = -(-count // BLOCK)
    chances = rng.random((blocks, BLOCK, 2))  # drawn block by block: a prefix stays what it is
    ranks = chances[:, :, 0].argsort(axis=1).argsort(axis=1)
    places = ((ranks + chances[:, :, 1]) / BLOCK).ravel()[:count]
    test = places < fraction
    if count and test.all():
        test[places.argmax()] = False
    return np.asarray(test)


def arranged(train: Iterable[Point], test: Iterable[Point], held: NDArray[np.bool_]) -> Points:
    """Return train and test points in an order in which they stay what they are, as far as counts allow."""
    trains, tests = iter(train), iter(test)
    points = []
    for first, second in ((tests, trains) if one else (trains, tests) for one in held):
        point = next(first, None) or next(second, None)
        if point is not None:
            points.append(point)
    return tuple(points)


def without(points: Points, gone: Iterable[int]) -> Points:
    """Return the points that are left; the last ones take the places of those that are gone.

    So most points keep their place, and with it their part as a train or test point.
    """
    left = list(points)
    for i in sorted(set(gone), reverse=True):
        last = left.pop()
        if i < len(left):
            left[i] = last
    return tuple(left)
