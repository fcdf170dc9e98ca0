"""Toy data sets on the square [−6, 6]²: the only file to touch to add one.

Each is a function of a random generator, a number of samples, a noise level from 0 to 1 and a number of
classes; it returns points (N, 2) and labels (N,): 0 and 1, 0…K−1, or real values. The first four and the
two for regression follow TensorFlow Playground's `dataset.ts`, whose noise of 0 to 50 % is 0 to 0.5 here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass

if TYPE_CHECKING:  # numpy loads it lazily, after the window's first frame
    from numpy.random import Generator

Coordinates = NDArray[np.float64]
Labels = NDArray[Any]

REACH = 6.0  # half the side of the square


@dataclass(frozen=True)
class Dataset:
    """A data set to learn.

    Attributes
    ----------
    label, hint : str
        What a menu and a tooltip show.
    problem : {"binary", "multiclass", "regression"}
    draw : callable (rng, samples, noise, classes) -> (points (N, 2), labels (N,))
    """

    label: str
    hint: str
    problem: str
    draw: Callable[[Generator, int, float, int], tuple[Coordinates, Labels]]


def circle(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 within half the radius of 5, class 0 in a ring around it; noise mixes the two."""
    inner = samples // 2
    radius = np.concatenate([rng.uniform(0.0, 2.5, inner), rng.uniform(3.5, 5.0, samples - inner)])
    angle = rng.uniform(0.0, 2.0 * np.pi, samples)
    X = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    seen = X + rng.uniform(-5.0, 5.0, X.shape) * noise
    return X, (np.hypot(seen[:, 0], seen[:, 1]) < 2.5).astype(np.int64)


def xor(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 where x₁ and x₂ have the same sign, a gap of 0.6 between the quadrants; noise mixes them."""
    quadrant = np.arange(samples) % 4
    signs = np.column_stack([np.where(quadrant < 2, 1.0, -1.0), np.where(quadrant % 2 == 0, 1.0, -1.0)])
    X = signs * (rng.uniform(0.0, 5.0, (samples, 2)) + 0.3)
    # quadrants alternate, (+ +) (+ -) (- +) (- -): both classes get half the samples
    seen = X + rng.uniform(-5.0, 5.0, X.shape) * noise
    return X, (seen[:, 0] * seen[:, 1] >= 0.0).astype(np.int64)


def gaussian(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Two round clouds at (2, 2) and (−2, −2), of variance 0.5 + 7·noise."""
    y = np.arange(samples) % 2
    centres = np.where(y[:, None] == 1, 2.0, -2.0) * np.ones(2)
    return _clouds(rng, centres, np.sqrt(0.5 + 7.0 * noise)), y


def spiral(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Two arms that wind 1¾ times around each other; noise shifts every point by up to that much."""
    return _arms(rng, samples, noise, arms=2, turns=1.75)


def moons(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Two interlocking half circles of radius 3; noise shifts points by up to 1.5·noise."""
    y = np.arange(samples) % 2
    angle = rng.uniform(0.0, np.pi, samples)
    upper = np.column_stack([3.0 * np.cos(angle) - 1.5, 3.0 * np.sin(angle) - 0.75])
    X = np.where(y[:, None] == 1, upper, -upper)  # the lower moon is the upper one, rotated by half a turn
    return X + rng.uniform(-1.5, 1.5, X.shape) * noise, y


def checkerboard(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Four by four squares of alternating classes, as on a chessboard; noise mixes them."""
    y = np.arange(samples) % 2
    row, pair = rng.integers(0, 4, samples), rng.integers(0, 2, samples)
    corner = np.column_stack([2 * pair + (row + y) % 2, row])
    X = 3.0 * (corner + rng.uniform(0.0, 1.0, (samples, 2))) - REACH
    seen = X + rng.uniform(-REACH, REACH, X.shape) * noise
    cell = np.floor((seen + REACH) / 3.0).astype(np.int64)
    return X, cell.sum(axis=1) % 2


def rings(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Four concentric rings of alternating classes, 1 in the middle; noise mixes them."""
    ring = np.arange(samples) % 4
    radius = 1.5 * ring + rng.uniform(0.2, 1.3, samples)
    angle = rng.uniform(0.0, 2.0 * np.pi, samples)
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    seen = X + rng.uniform(-REACH, REACH, X.shape) * noise
    seen_ring = np.floor(np.hypot(seen[:, 0], seen[:, 1]) / 1.5).astype(np.int64)
    return X, (seen_ring + 1) % 2


def heart(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 inside the heart (x² + y² − 1)³ < x² y³, four times as large; noise mixes the two."""
    return _regions(rng, samples, noise, _in_heart)


def _in_heart(X: Coordinates) -> NDArray[np.bool_]:
    x1, x2 = X[:, 0] / 4.0, X[:, 1] / 4.0
    return np.asarray((x1**2 + x2**2 - 1.0) ** 3 < x1**2 * x2**3)


def sine(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 above the curve x₂ = 3.5 sin x₁; noise mixes the two."""
    return _regions(rng, samples, noise, lambda X: X[:, 1] > 3.5 * np.sin(X[:, 0]))


def cubic(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 above the curve x₂ = x₁³ / 12 − 2 x₁, from corner to corner; noise mixes the two."""
    return _regions(rng, samples, noise, lambda X: X[:, 1] > X[:, 0] ** 3 / 12.0 - 2.0 * X[:, 0])


def absolute(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 above the V-shaped line x₂ = 1.5 |x₁| − 4.5; noise mixes the two."""
    return _regions(rng, samples, noise, lambda X: X[:, 1] > 1.5 * np.abs(X[:, 0]) - 4.5)


def and_gate(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 where both inputs are 1; see `_gate`."""
    return _gate(rng, samples, noise, (0, 0, 0, 1))


def or_gate(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 where at least one input is 1; see `_gate`."""
    return _gate(rng, samples, noise, (0, 1, 1, 1))


def xor_gate(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Class 1 where one input is 1 and the other is 0; see `_gate`."""
    return _gate(rng, samples, noise, (0, 1, 1, 0))


def blobs(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """One round cloud per class, centred on a circle of radius 3.5; standard deviation 0.6 + 2·noise."""
    y = np.arange(samples) % classes
    angle = 2.0 * np.pi * y / classes + np.pi / 2.0
    centres = 3.5 * np.column_stack([np.cos(angle), np.sin(angle)])
    return _clouds(rng, centres, 0.6 + 2.0 * noise), y


def spirals(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """One arm per class; the more arms, the fewer turns."""
    return _arms(rng, samples, noise, arms=classes, turns=2.5 / classes)


def pinwheel(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """One blade per class, more curved further out; noise widens the blades."""
    y = np.arange(samples) % classes
    along = rng.uniform(0.8, 5.0, samples)
    across = rng.uniform(-1.0, 1.0, samples) * (0.25 + 0.7 * noise)
    angle = 2.0 * np.pi * y / classes + 0.22 * along
    X = along[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return X + across[:, None] * np.column_stack([-np.sin(angle), np.cos(angle)]), y


def plane(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """The value (x₁ + x₂) / 10; noise shifts the point at which it is read."""
    X = rng.uniform(-REACH, REACH, (samples, 2))
    seen = X + rng.uniform(-REACH, REACH, X.shape) * noise
    return X, seen.sum(axis=1) / 10.0


def bumps(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Six cones of radius 2 and height 1, alternately up and down; noise shifts the point that is read."""
    X = rng.uniform(-REACH, REACH, (samples, 2))
    seen = X + rng.uniform(-REACH, REACH, X.shape) * noise
    centres = np.array([(-4.0, 2.5), (0.0, 2.5), (4.0, 2.5), (-4.0, -2.5), (0.0, -2.5), (4.0, -2.5)])
    signs = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])
    distance = np.linalg.norm(seen[:, None, :] - centres, axis=2)
    return X, (signs * np.clip(1.0 - distance / 2.0, 0.0, 1.0)).sum(axis=1)


def ripples(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """Waves around the centre, cos(1.5 r), r the distance from it; noise shifts the point that is read."""
    X = rng.uniform(-REACH, REACH, (samples, 2))
    seen = X + rng.uniform(-REACH, REACH, X.shape) * noise
    return X, np.cos(1.5 * np.hypot(seen[:, 0], seen[:, 1]))


def saddle(rng: Generator, samples: int, noise: float, classes: int) -> tuple[Coordinates, Labels]:
    """The value (x₁² − x₂²) / 36, from −1 to 1; noise shifts the point at which it is read."""
    X = rng.uniform(-REACH, REACH, (samples, 2))
    seen = X + rng.uniform(-REACH, REACH, X.shape) * noise
    return X, (seen[:, 0] ** 2 - seen[:, 1] ** 2) / REACH**2


def _arms(rng: Generator, samples: int, noise: float, arms: int, turns: float) -> tuple[Coordinates, Labels]:
    """Spread the samples evenly along spiral arms from the centre to a radius of 5."""
    y = np.arange(samples) % arms
    along = (np.arange(samples) // arms) / max(1.0, samples / arms)
    angle = 2.0 * np.pi * (turns * along + y / arms)
    X = 5.0 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    # in TensorFlow Playground the second of two arms is class 0: the classes count backwards
    return X + rng.uniform(-1.0, 1.0, X.shape) * noise, arms - 1 - y


def _regions(
    rng: Generator, samples: int, noise: float, inside: Callable[[Coordinates], NDArray[np.bool_]]
) -> tuple[Coordinates, Labels]:
    """Spread half the samples evenly over the region of class 1, the rest over the rest of the square.

    Noise shifts the point at which the class is read.
    """
    y = np.arange(samples) % 2
    X = rng.uniform(-REACH, REACH, (samples, 2))
    while (wrong := inside(X) != (y == 1)).any():
        X[wrong] = rng.uniform(-REACH, REACH, (int(wrong.sum()), 2))
    seen = X + rng.uniform(-REACH, REACH, X.shape) * noise
    return X, inside(seen).astype(np.int64)


def _gate(
    rng: Generator, samples: int, noise: float, truth: tuple[int, int, int, int]
) -> tuple[Coordinates, Labels]:
    """One round cloud for each row of a truth table, at (±3, ±3): −3 is an input of 0, and 3 one of 1.

    The table has the rows 00, 01, 10, 11. As in all data sets the classes are equally large, so the corners
    are not: those of a class share its samples evenly. Clouds have a standard deviation of 0.5 + 2·noise.
    """
    y, turn = np.arange(samples) % 2, np.arange(samples) // 2
    corners = np.array([(-3.0, -3.0), (-3.0, 3.0), (3.0, -3.0), (3.0, 3.0)])
    zeros, ones = (corners[np.equal(truth, label)] for label in (0, 1))
    centres = np.where(y[:, None] == 1, ones[turn % len(ones)], zeros[turn % len(zeros)])
    return _clouds(rng, centres, 0.5 + 2.0 * noise), y


def _clouds(rng: Generator, centres: Coordinates, deviation: float) -> Coordinates:
    """Draw one normally distributed point around each centre, again if it falls outside the square."""
    X = rng.normal(centres, deviation)
    while (outside := np.abs(X).max(axis=1) > REACH).any():
        X[outside] = rng.normal(centres[outside], deviation)
    return X


DATASETS: dict[str, Dataset] = {
    "circle": Dataset("circle", "a disc inside a ring", "binary", circle),
    "xor": Dataset("XOR", "opposite quadrants belong together", "binary", xor),
    "gaussian": Dataset("Gaussian", "two round clouds: a straight line separates them", "binary", gaussian),
    "spiral": Dataset("spiral", "two arms wound around each other: the hard one", "binary", spiral),
    "moons": Dataset("moons", "two interlocking half circles", "binary", moons),
    "checkerboard": Dataset("checkerboard", "sixteen squares of alternating classes", "binary", checkerboard),
    "rings": Dataset("rings", "four concentric rings of alternating classes", "binary", rings),
    "heart": Dataset("heart", "inside or outside a heart", "binary", heart),
    "sine": Dataset("sine", "above or below a wave", "binary", sine),
    "cubic": Dataset("cubic", "above or below a cubic curve", "binary", cubic),
    "absolute": Dataset("absolute", "above or below a V-shaped line", "binary", absolute),
    "and_gate": Dataset(
        "AND gate", "both inputs on: a straight line separates the classes", "binary", and_gate
    ),
    "or_gate": Dataset(
        "OR gate", "at least one input on: a straight line separates the classes", "binary", or_gate
    ),
    "xor_gate": Dataset(
        "XOR gate", "exactly one input on: no straight line separates the classes", "binary", xor_gate
    ),
    "blobs": Dataset("blobs", "one cloud per class", "multiclass", blobs),
    "spirals": Dataset("spirals", "one spiral arm per class", "multiclass", spirals),
    "pinwheel": Dataset("pinwheel", "one curved blade per class", "multiclass", pinwheel),
    "plane": Dataset("plane", "a value that rises steadily: regression", "regression", plane),
    "bumps": Dataset("bumps", "hills and hollows: regression", "regression", bumps),
    "ripples": Dataset("ripples", "circular waves around the centre: regression", "regression", ripples),
    "saddle": Dataset("saddle", "up along one axis, down along the other: regression", "regression", saddle),
}
