"""What the worker tells the window: immutable values, each complete in itself. No Qt."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import (
    REACH,
    ClassScores,
    Divergence,
    Experiment,
    Metrics,
    Problem,
    RegressionScores,
    Split,
    Stopped,
)
from playground.history import Curves

Floats = NDArray[np.floating[Any]]
Area = tuple[float, float, float, float]  # of the plane: left, right, bottom, top
Scores = ClassScores | RegressionScores
STROKES = 6  # widths of line that weights are drawn in
NO_STROKE = 2 * STROKES  # how a weight of exactly 0 is drawn, which has no sign
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


@dataclass(frozen=True, eq=False)
class Field:
    """The network's outputs over a part of the plane.

    Attributes
    ----------
    values : ndarray, (outputs, n, n)
        Row 0 is the lowest x₂, column 0 the lowest x₁.
    zero : float
        For a single output: the value half-way between two classes.
    contours : tuple of ndarray, (points, 2)
        Where the decision changes, as lines in the plane; none for regression.
    area : Area
    """

    values: Floats
    zero: float
    contours: tuple[Floats, ...]
    area: Area = SQUARE


@dataclass(frozen=True)
class Point:
    """One of the samples, and what the network makes of it.

    Attributes
    ----------
    part : {"train", "test"}
    index : int
        Its place among those.
    x : tuple of float
    label, predicted : float
        A class, or a value.
    loss : float
    """

    part: str
    index: int
    x: tuple[float, ...]
    label: float
    predicted: float
    loss: float


@dataclass(frozen=True)
class Probe:
    """What the network says at one place.

    Attributes
    ----------
    x : (x₁, x₂)
    outputs : tuple of float
    predicted : float
        A class, or a value.
    probabilities : tuple of float, or None
        One for each class, where the outputs are such.
    point : Point or None
        The sample that is there.
    """

    x: tuple[float, float]
    outputs: tuple[float, ...]
    predicted: float
    probabilities: tuple[float, ...] | None
    point: Point | None


@dataclass(frozen=True, eq=False)
class Answers:
    """What was asked by `Questions`, each None or empty where it was not.

    Attributes
    ----------
    probe : Probe or None
    wrong_train, wrong_test : ndarray of int, or None
        The samples that are classified wrong; none for regression.
    hardest : tuple of Point
        The largest loss first.
    scores : (train, test), or None
        The test scores are None where no samples are held out.
    """

    probe: Probe | None = None
    wrong_train: NDArray[np.intp] | None = None
    wrong_test: NDArray[np.intp] | None = None
    hardest: tuple[Point, ...] = ()
    scores: tuple[Scores, Scores | None] | None = None


@dataclass(frozen=True, eq=False)
class LayerPart:
    """The part of a layer that is in sight.

    Attributes
    ----------
    first : int
        The first neuron in sight.
    images : ndarray of uint8, (neurons, n, n)
        Each neuron's output over the square of the data, as places among the shades; row 0 is the highest x₂.
    weights : ndarray, (neurons, sources)
        From the neurons in sight of the layer before, the first of which is `source`.
    strokes : ndarray of uint8, (neurons, sources)
        How each weight is drawn: one of STROKES widths, STROKES more where it is above 0; NO_STROKE at 0.
    biases : ndarray, (neurons,)
    frozen, silenced : ndarray of bool, (neurons, sources + 1), or None where nothing in the network is
        The bias comes last.
    muted : ndarray of bool, (neurons,), or None
        Neurons whose weights to the next layer are all silenced.
    """

    first: int
    source: int
    images: NDArray[np.uint8]
    weights: Floats
    strokes: NDArray[np.uint8]
    biases: Floats
    frozen: NDArray[np.bool_] | None = None
    silenced: NDArray[np.bool_] | None = None
    muted: NDArray[np.bool_] | None = None


@dataclass(frozen=True, eq=False)
class Row:
    """All parameters of one neuron: its weights, and its bias last, (sources + 1,)."""

    layer: int
    neuron: int
    values: Floats
    frozen: NDArray[np.bool_]
    silenced: NDArray[np.bool_]
    muted: bool


@dataclass(frozen=True, eq=False)
class CloseUp:
    """One neuron's output, or a feature, over the part of the plane that the large plot shows.

    Attributes
    ----------
    spot : (layer, neuron), or the name of a feature
    values : ndarray, (n, n)
        Row 0 is the lowest x₂, column 0 the lowest x₁.
    middle, reach : float
        The value of the middle colour, and how far from it the colours are full.
    low, high : float
        The smallest and largest value in sight.
    area : Area
    """

    spot: tuple[int, int] | str
    values: Floats
    middle: float
    reach: float
    low: float
    high: float
    area: Area = SQUARE


@dataclass(frozen=True, eq=False)
class Drawn:
    """What the diagram of the network shows, one part for each layer after the inputs."""

    parts: tuple[LayerPart, ...]
    row: Row | None = None


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
    place : (int, int, int)
        Mini-batches done in the epoch under way, mini-batches in an epoch, samples in the next one.
    sample : int
        Samples of the next mini-batch that were gone through one by one.
    learning_rate : float
        η of the epoch under way, as the schedule has it.
    stopped : Stopped or None
        The stop rule that ended training, until it goes on.
    back : int or None
        Where undo has brought back a training that was thrown away: the epoch at which it was.
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
    place: tuple[int, int, int] = (0, 1, 1)
    sample: int = 0
    learning_rate: float = 0.0
    stopped: Stopped | None = None
    back: int | None = None
    drawn: Drawn | None = None
    close_up: CloseUp | None = None
    answers: Answers = Answers()


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
