"""Own points: drawn, typed or loaded from a file by a person, instead of generated.

They are part of the experiment, as a tuple of (x₁, x₂, y), where y is a class from 0 to 5, or a value: the
experiment says which. Whether a point is held out depends only on its index and the seed, so
adding or moving a point never moves another between training and test data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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
MOST_POINTS = 10_000  # the experiment file is then still small enough to read and send
MOST_CLASSES = 6  # there are six markers
LARGEST = 1e6  # size of a coordinate or value
NUMBERS, CLASSES = Range(-LARGEST, LARGEST), Range(0, MOST_CLASSES - 1, whole=True)
COLUMNS = (0, 3)  # names of columns: none, or one for each of x₁, x₂ and y
LONGEST_NAME = 100  # characters in the name of a column or a class
BLOCK = 20  # points; the test fraction of every block is held out


def checked(points: Any, labels: str) -> Points:
    """Return points as a tuple of tuples of three floats.

    Raises
    ------
    SpecError
        For the first point that is not allowed.
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
    """Whether all are tuples of three floats: the usual case, checked quickly."""
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
        return x1, x2, float(y)  # accepts 2.0 as well as 2
    return x1, x2, float(CLASSES.check(where, y, f"the class of {where}"))


def checked_names(field: str, names: Any, counts: Collection[int]) -> tuple[str, ...]:
    """Return the names of columns or classes as a tuple; a name may be empty.

    Raises
    ------
    SpecError
        Unless they are as many as one of `counts`, each of at most 100 printable characters.
    """
    if not isinstance(names, (tuple, list)) or len(names) not in counts:
        numbers = f"{min(counts)} to {max(counts)}" if isinstance(counts, range) else "no or three"
        raise SpecError(f"{field} must hold {numbers} names, got {quoted(names)}", field=field, value=names)
    for name in names:
        if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
            message = f"{field} must hold texts of at most {LONGEST_NAME} characters, got {quoted(name)}"
            raise SpecError(message, field=field, value=name)
    return tuple(names)


def checked_indices(indices: Any, count: int) -> tuple[int, ...]:
    """Return the indices of test points as a tuple, in rising order.

    Raises
    ------
    SpecError
        Unless they are whole numbers below `count`, each once.
    """
    plain = tuple(indices) if isinstance(indices, (tuple, list)) else None
    if plain is None or not all(type(i) is int and 0 <= i < count for i in plain):
        message = f"test_points must hold indices of points, from 0 to {count - 1}, got {quoted(indices)}"
        raise SpecError(message, field="test_points", value=indices)
    if len(set(plain)) < len(plain):
        message = f"test_points must differ, got {quoted(indices)}"
        raise SpecError(message, field="test_points", value=indices)
    return tuple(sorted(plain))


def check_one_input(points: Points, labels: str) -> None:
    """Raise a SpecError unless points with one input have values, and 0 as x₂."""
    if labels != "values":
        message = f"one_input needs labels 'values', got {quoted(labels)}"
        raise SpecError(message, field="one_input", value=True)
    for i, (_, x2, _) in enumerate(points):
        if x2 != 0.0:
            message = f"points[{i}] must have x2 = 0, as one_input is true, got {quoted(x2)}"
            raise SpecError(message, field="points", value=x2)


def count_classes(points: Points) -> int:
    """Return how many classes own points have: one more than the highest, and at least two."""
    return max(2, 1 + int(max((y for *_, y in points), default=0.0)))


def choose_test(rng: Generator, count: int, fraction: float) -> NDArray[np.bool_]:
    """Return which of `count` points are test points; at least one is left to train on.

    The test fraction of every block of 20 points is drawn at random. Whether a point is a test point depends
    neither on the count nor on later points, and a larger fraction only adds test points.
    """
    blocks = -(-count // BLOCK)
    chances = rng.random((blocks, BLOCK, 2))  # drawn block by block, so a longer list begins the same
    ranks = chances[:, :, 0].argsort(axis=1).argsort(axis=1)
    places = ((ranks + chances[:, :, 1]) / BLOCK).ravel()[:count]
    test = places < fraction
    if count and test.all():
        test[places.argmax()] = False
    return np.asarray(test)


def arranged(train: Iterable[Point], test: Iterable[Point], held_out: NDArray[np.bool_]) -> Points:
    """Return points in an order that keeps training and test points as they are, as far as counts allow."""
    trains, tests = iter(train), iter(test)
    points = []
    for first, second in ((tests, trains) if one else (trains, tests) for one in held_out):
        point = next(first, None) or next(second, None)
        if point is not None:
            points.append(point)
    return tuple(points)


def without(points: Points, removed: Iterable[int]) -> Points:
    """Return the remaining points; the last ones take the places of those removed.

    So most points keep their index, and with it their place in the training or test data.
    """
    left = list(points)
    for i in sorted(set(removed), reverse=True):
        last = left.pop()
        if i < len(left):
            left[i] = last
    return tuple(left)
