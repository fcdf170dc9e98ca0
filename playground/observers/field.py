"""The network's output over the plane, and the lines where its decision changes. No Qt."""

import weakref
from dataclasses import dataclass

import numpy as np

from engine import (
    Forward,
    Network,
    Problem,
    Trainer,
)
from playground.observers.budget import Budget
from playground.observers.plane import axes, grid
from playground.observers.view import SQUARE, Area, Floats, View


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


HURRIED_SECONDS = 0.010  # what a field may take while training goes on
PATIENT_SECONDS = 0.250  # and while it is paused
COARSEST = 24


class Fields:
    """Computes fields; keeps the compiled forward pass of the grid as long as the network lives.

    A network too large to be drawn within the time allowed gets a coarser grid, and finer again when
    training pauses: the picture stays live, and the worker answers.
    """

    def __init__(self) -> None:
        self._network: weakref.ref[Network] | None = None
        self._passes: dict[int, Forward] = {}
        self._area = SQUARE
        self._budget = Budget(HURRIED_SECONDS, PATIENT_SECONDS)

    def compute(self, trainer: Trainer, view: View, in_a_hurry: bool) -> Field | None:
        """Return the field of the trainer's network, or None where it is not looked at or not plane."""
        network = trainer.network
        if not view.field or network.features is None:
            return None
        if self._network is None or self._network() is not network:
            self._network = weakref.ref(network)
            self._passes.clear()
            self._budget = Budget(HURRIED_SECONDS, PATIENT_SECONDS)
        area = view.questions.area
        if area != self._area:
            self._area = area
            self._passes.clear()
        work = float(len(network.parameters))
        n = self._budget.resolution(view.resolution, COARSEST, work, in_a_hurry)
        if n not in self._passes:
            self._passes[n] = Forward(network, network.inputs(grid(n, area)))
        with self._budget.spend(n * n * work):
            self._passes[n].run()
        values = self._passes[n].outputs().T.reshape(-1, n, n)
        values.setflags(write=False)
        zero, zero_logit = trainer.decision_threshold
        logits = self._passes[n].logits().T.reshape(-1, n, n) - zero_logit
        return Field(values, zero, contours(logits, trainer.problem, area), area)


def contours(logits: Floats, problem: Problem, area: Area = SQUARE) -> tuple[Floats, ...]:
    """Return the lines along which the most likely class changes.

    They are traced on the logits, which run straight where probabilities jump from 0 to 1 between two
    points of the grid: the lines come out smooth.
    """
    if problem.kind == "regression" or not np.isfinite(logits).all():
        return ()
    if len(logits) == 1:
        return _level(logits[0], area)
    lines: list[Floats] = []
    # two classes share their only border
    for k in range(1 if len(logits) == 2 else len(logits)):
        others = np.delete(logits, k, axis=0).max(axis=0)
        lines += _level(logits[k] - others, area)
    return tuple(lines)


def _level(height: Floats, area: Area) -> tuple[Floats, ...]:
    import contourpy  # here: the worker's first field, not the window's first frame, waits for it

    places = axes(len(height), area)
    generator = contourpy.contour_generator(*places, np.asarray(height, dtype=np.float64))
    lines = tuple(np.asarray(line) for line in generator.lines(0.0))
    for line in lines:
        line.setflags(write=False)
    return lines
