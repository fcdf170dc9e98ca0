"""What the worker tells the window: immutable values, each complete in itself. No Qt."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Divergence, Experiment, Metrics, Problem, Split
from playground.history import Curves

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class View:
    """What the window looks at, and so what the worker computes."""

    field: bool = True
    resolution: int = 100


@dataclass(frozen=True, eq=False)
class Field:
    """The network's outputs over the square of the data.

    Attributes
    ----------
    values : ndarray, (outputs, n, n)
        Row 0 is the lowest x₂, column 0 the lowest x₁.
    zero : float
        For a single output: the value half-way between two classes.
    contours : tuple of ndarray, (points, 2)
        Where the decision changes, as lines in the plane; none for regression.
    """

    values: Floats
    zero: float
    contours: tuple[Floats, ...]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The state of training at one moment.

    Attributes
    ----------
    ticket : int
        The number of the last command that this snapshot includes.
    run : int
        Counts the fresh starts: data and weights of another run are others.
    sizes : tuple of int
        Inputs, neurons of every hidden layer, outputs.
    playing : bool
        Whether training goes on until it is paused.
    busy : bool
        Whether it goes on at all: playing, or in the middle of a step.
    speed : float
        Epochs a second, lately.
    """

    ticket: int
    run: int
    experiment: Experiment
    problem: Problem
    data: Split
    sizes: tuple[int, ...]
    epoch: int
    steps: int
    metrics: Metrics
    curves: Curves
    field: Field | None
    diverged: Divergence | None
    playing: bool
    busy: bool
    speed: float


@dataclass(frozen=True)
class Failure:
    """An exception in the worker: one line for people, and the traceback for a report.

    Attributes
    ----------
    experiment : Experiment or None
        What the trainer has: the last change may not have been possible.
    snapshot_follows : bool
        Whether the worker could still say how things stand.
    """

    ticket: int
    message: str
    details: str
    experiment: Experiment | None
    snapshot_follows: bool
