"""What the window looks at, and so what is computed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import (
    REACH,
)

Floats = NDArray[np.floating[Any]]
Area = tuple[float, float, float, float]  # of the plane: left, right, bottom, top
SQUARE: Area = (-REACH, REACH, -REACH, REACH)  # where the data are


@dataclass(frozen=True)
class Questions:
    """What the window wants to know of the output and of the points.

    Attributes
    ----------
    area : Area
        The part of the plane that the large plot shows.
    probe : (x₁, x₂), or None
        A place whose prediction is wanted.
    reach : float
        How far from it a point may be to be the one that is meant.
    train, test : bool
        Which points are shown, and so can be meant.
    errors : bool
        Which points are classified wrong.
    hardest : int
        How many points with the largest losses.
    scores : bool
    """

    area: Area = SQUARE
    probe: tuple[float, float] | None = None
    reach: float = 0.0
    train: bool = True
    test: bool = True
    errors: bool = False
    hardest: int = 0
    scores: bool = False


@dataclass(frozen=True)
class View:
    """What the window looks at, and so what the worker computes.

    Attributes
    ----------
    field : bool
        The network's output over the plane.
    resolution : int
        Points along one edge of the field, and of a close-up.
    maps : tuple of (first, count)
        For each layer after the inputs, the neurons that are in sight; empty where the diagram is not.
    map_size : int
        Points along one edge of a neuron's map.
    sources : (first, count)
        The inputs whose weights are in sight.
    close_up : (layer, neuron), or the name of a feature
        What the large plot shows instead of the output.
    row : (layer, neuron)
        The neuron whose weights are wanted all, as numbers.
    questions : Questions
    """

    field: bool = True
    resolution: int = 100
    maps: tuple[tuple[int, int], ...] = ()
    map_size: int = 40
    sources: tuple[int, int] = (0, 0)
    close_up: tuple[int, int] | str | None = None
    row: tuple[int, int] | None = None
    questions: Questions = Questions()
