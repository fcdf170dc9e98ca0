"""Own points: drawn, typed or loaded from a file by a person, instead of generated.

They are part of the experiment, as a tuple of (x₁, x₂, y), where y is a class from 0 to 5, or a value: the
experiment says which. Each index has a place between 0 and 1, which depends on the seed alone; of every
class, the points with the lowest places are test points. So moving a point moves no other between training
and test data, and adding one moves at most one other, except where it is the twentieth: fewer are not split.

A tuple of checked points is marked as such and not checked again, and its numbers are at hand as an array:
an edit of 100,000 points takes a millisecond or two.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from numbers import Real
from operator import lt
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import Range, SpecError, quoted
from engine.base.recent import Recent

if TYPE_CHECKING:  # numpy loads it when first used
    from numpy.random import Generator

Point = tuple[float, float, float]
Points = tuple[Point, ...]

OWN = "own"  # the name of the data set
LABELS = ("classes", "values")
MOST_POINTS = 100_000  # the experiment file then takes some megabytes
MOST_CLASSES = 6  # there are six markers
LARGEST = 1e6  # size of a coordinate or value
NUMBERS, CLASSES = Range(-LARGEST, LARGEST), Range(0, MOST_CLASSES - 1, whole=True)
COLUMNS = (0, 3)  # names of columns: none, or one for each of x₁, x₂ and y
LONGEST_NAME = 100  # characters in the name of a column or a class
BLOCK = 20  # points; the test fraction of every block is held out
FEWEST_TO_TEST = 20  # of fewer points all are for training, unless test points are chosen
MANY = 500  # points: of so many, those used last are kept as arrays too
MOST_ARRAYS = 4


class Checked(tuple[Point, ...]):
    """Own points that have been checked: they are what `DataSpec.points` holds."""


_arrays: Recent[NDArray[np.float64]] = Recent(MOST_ARRAYS)


def numbers(points: Points) -> NDArray[np.float64]:
    """Return checked points as an array, (N, 3), read-only."""
    known = _arrays.get(points)
    if known is None:
        known = np.fromiter(chain.from_iterable(points), np.float64, 3 * len(points)).reshape(-1, 3)
    return _remember(points, known)


def _remember(points: Points, array: NDArray[np.float64]) -> NDArray[np.float64]:
    array.setflags(write=False)
    return _arrays.keep(array, points) if len(points) > MANY else array


def checked(points: Any, labels: str) -> Checked:
    """Return points as a tuple of tuples of three floats.

    Raises
    ------
    SpecError
        For the first point that is not allowed.
    """
    if isinstance(points, Checked) and (labels == "values" or _are_classes(numbers(points)[:, 2])):
        return points
    if not isinstance(points, (tuple, list)):
        message = f"points must be a list of (x1, x2, y), got {quoted(points)}"
        raise SpecError(message, field="points", value=points)
    if len(points) > MOST_POINTS:
        message, most = f"points must be at most {MOST_POINTS:,}, got {len(points):,}", Range(0, MOST_POINTS)
        raise SpecError(message, field="points", value=len(points), allowed=most)
    array = _plain_numbers(points)
    if array is not None and (labels == "values" or _are_classes(array[:, 2])):
        plain = Checked(points if _are_points(points) else map(tuple, array.tolist()))
        _remember(plain, array)
        return plain
    return Checked(_checked_point(f"points[{i}]", point, labels) for i, point in enumerate(points))


def from_numbers(array: NDArray[np.float64], labels: str) -> Checked:
    """Return the points in the rows of an array, (N, 3)."""
    return checked(array.tolist(), labels)


def edited(points: Points, origins: NDArray[np.intp], new: Mapping[int, Any], labels: str) -> Checked:
    """Return points in another order, with some that are new or changed; see `DataSpec.edited`."""
    if len(origins) > MOST_POINTS:
        return checked((None,) * len(origins), labels)  # refuses them
    given = {i: _checked_point(f"points[{i}]", point, labels) for i, point in new.items()}
    left = list(points[: len(origins)])
    left += [(0.0, 0.0, 0.0)] * (len(origins) - len(left))
    for i in np.flatnonzero(origins != np.arange(len(origins))).tolist():
        left[i] = points[origins[i]] if origins[i] >= 0 else given[i]
    array = numbers(points)[origins] if len(points) else np.zeros((len(origins), 3))
    for i, point in given.items():
        left[i] = array[i] = point
    result = Checked(left)
    _remember(result, array)
    return result


def _are_classes(y: NDArray[np.float64]) -> bool:
    return bool(((y == np.floor(y)) & (y >= 0.0) & (y < MOST_CLASSES)).all())


def _plain_numbers(points: Sequence[Any]) -> NDArray[np.float64] | None:
    """Return points as an array if all are three plain numbers in range: the usual, quick case."""
    if not set(map(type, points)) <= {tuple, list} or not set(map(len, points)) <= {3}:
        return None
    if not set(map(type, chain.from_iterable(points))) <= {float, int}:
        return None
    try:
        array = np.fromiter(chain.from_iterable(points), np.float64, 3 * len(points)).reshape(-1, 3)
    except OverflowError:  # a whole number may have any size
        return None
    return array if bool((np.abs(array) <= LARGEST).all()) else None


def _are_points(points: Sequence[Any]) -> bool:
    """Whether points are as they are kept: tuples of floats."""
    return set(map(type, points)) <= {tuple} and set(map(type, chain.from_iterable(points))) <= {float}


def _checked_point(where: str, point: Any, labels: str) -> Point:
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
    """Return the indices of test points as a tuple, in rising order; those from `count` on are dropped.

    Raises
    ------
    SpecError
        Unless they are whole numbers from 0, each once.
    """
    plain = tuple(indices) if isinstance(indices, (tuple, list)) else None
    if plain is None or not set(map(type, plain)) <= {int} or (plain and min(plain) < 0):
        message = f"test_points must hold indices of points, whole numbers from 0, got {quoted(indices)}"
        raise SpecError(message, field="test_points", value=indices)
    rising = plain if all(map(lt, plain, plain[1:])) else tuple(sorted(plain))
    if not all(map(lt, rising, rising[1:])):
        message = f"test_points must differ, got {quoted(indices)}"
        raise SpecError(message, field="test_points", value=indices)
    return rising[: bisect_left(rising, count)]


def check_one_input(points: Points, labels: str) -> None:
    """Raise a SpecError unless points with one input have values, and 0 as x₂."""
    if labels != "values":
        message = f"one_input needs labels 'values', got {quoted(labels)}"
        raise SpecError(message, field="one_input", value=True)
    for i in np.flatnonzero(numbers(points)[:, 1])[:1].tolist():
        x2 = points[i][1]
        message = f"points[{i}] must have x2 = 0, as one_input is true, got {quoted(x2)}"
        raise SpecError(message, field="points", value=x2)


def count_classes(points: Points) -> int:
    """Return how many classes own points have: one more than the highest, and at least two."""
    return max(2, 1 + int(numbers(points)[:, 2].max(initial=0.0)))


def choose_test(
    places: NDArray[np.float64], fraction: float, classes: NDArray[np.float64] | None = None
) -> NDArray[np.bool_]:
    """Return which points are test points; at least one, and with classes one of each, is left to train on.

    Parameters
    ----------
    places : ndarray, (N,)
        From `draw_places`.
    fraction : float
        A larger one only adds test points.
    classes : ndarray, (N,), optional
        The test points of each class then are as near to the fraction as counts allow, half a point less
        where that is between two; without classes, they are nearly so in every block of 20 points.
    """
    if classes is None:
        test = np.asarray(places < fraction)
        if len(test) and test.all():
            test[places.argmax()] = False
        return test
    test = np.zeros(len(places), dtype=bool)
    for k in range(MOST_CLASSES):
        members = np.flatnonzero(classes == k)
        count = min(math.ceil(fraction * len(members) - 0.5), len(members) - 1)
        if count > 0:
            test[members[np.argpartition(places[members], count)[:count]]] = True
    return test


def draw_places(rng: Generator, count: int) -> NDArray[np.float64]:
    """Return the places of points, between 0 and 1, (count,).

    In every block of 20 points they are spread evenly, in random order. A place depends neither on the count
    nor on later points.
    """
    blocks = -(-count // BLOCK)
    chances = rng.random((blocks, BLOCK, 2))  # drawn block by block, so a longer list begins the same
    ranks = chances[:, :, 0].argsort(axis=1).argsort(axis=1)
    return np.asarray(((ranks + chances[:, :, 1]) / BLOCK).ravel()[:count])


def with_so_many(test: NDArray[np.bool_], count: int) -> NDArray[np.bool_]:
    """Return which points are test points, so many of them, and otherwise as few changes as possible."""
    result = np.zeros(len(test), dtype=bool)
    result[np.flatnonzero(test)[:count]] = True
    others, chosen = np.flatnonzero(~test), int(np.count_nonzero(test))
    result[others[len(others) - max(count - chosen, 0) :]] = True
    return result


def places_without(count: int, removed: Iterable[int]) -> NDArray[np.intp]:
    """Return the former index of each point that remains; the last ones take the places of those removed.

    So most points keep their index, and with it their place in the training or test data.
    """
    left = np.arange(count)
    for i in sorted(set(removed), reverse=True):
        count -= 1
        left[i] = left[count]
    return left[:count]


def with_origins(test_points: tuple[int, ...], origins: NDArray[np.intp]) -> tuple[int, ...]:
    """Return the indices of chosen test points after an edit; see `DataSpec.edited`."""
    if not test_points:
        return ()
    chosen = np.zeros(max(test_points[-1], int(origins.max(initial=0))) + 2, dtype=bool)
    chosen[np.fromiter(test_points, np.intp, len(test_points))] = True
    return tuple(np.flatnonzero(chosen[origins]).tolist())  # a new point, −1, is at the end: not chosen
