"""The network's output over the plane, with its decision boundaries. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine import Problem
from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.close_up import AskCloseUp, spot_of
from playground.observers.observed import Observed
from playground.observers.plane import AskPlane, axes, grid
from playground.observers.view import SQUARE, Area, Floats, View

if TYPE_CHECKING:
    from engine import Forward


@dataclass(frozen=True, eq=False)
class Field:
    """The network's outputs over a part of the plane.

    Attributes
    ----------
    values : ndarray, (outputs, n, n)
        Row 0 is the lowest x₂, column 0 the lowest x₁.
    threshold : float
        For a single output: the decision threshold.
    contours : tuple of ndarray, (points, 2)
        The decision boundaries, as lines in the plane; none for regression.
    area : Area
    """

    values: Floats
    threshold: float
    contours: tuple[Floats, ...]
    area: Area = SQUARE


HURRIED_SECONDS = 0.010  # what a field may take that is wanted at once
PAUSED_SECONDS = 0.250
COARSEST = 24


class FieldObserver:
    """Computes fields, with a compiled forward pass for each grid.

    A network too large to be drawn within the time allowed gets a coarser grid, and finer again when
    training pauses: the picture stays live, and the worker answers.
    """

    asks = (AskPlane, AskCloseUp)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._passes: dict[int, Forward] = {}
        self._area = SQUARE
        self._budget = Budget(HURRIED_SECONDS, PAUSED_SECONDS)

    def observe(self, view: View) -> Field | None:
        """Return the field; None if nobody asks, or for a close-up instead, or the inputs are no plane."""
        ask, observed = view.get(AskPlane), self._observed
        network = observed.network
        if ask is None or network.features is None or spot_of(view, network) is not None:
            return None
        if ask.area != self._area:
            self._area = ask.area
            self._passes.clear()
        work = float(len(network.parameters))
        n = observed.resolution(self._budget, ask.resolution, COARSEST, work)
        if n not in self._passes:
            from engine import Forward

            self._passes[n] = Forward(network, network.inputs(grid(n, ask.area)))
        with self._budget.spend(n * n * work):
            for _ in self._passes[n].pieces():
                observed.pause_point()
        values = self._passes[n].outputs().T.reshape(-1, n, n)
        values.setflags(write=False)
        logits = self._passes[n].logits().T.reshape(-1, n, n) - observed.threshold_logit
        lines = contours(logits, observed.problem, ask.area)
        return Field(values, observed.threshold, lines, ask.area)


def contours(logits: Floats, problem: Problem, area: Area = SQUARE) -> tuple[Floats, ...]:
    """Return the decision boundaries: the lines along which the most likely class changes.

    They are traced on the logits, which run straight where probabilities jump from 0 to 1 between two
    points of the grid: the lines come out smooth.
    """
    if problem.kind == "regression" or not np.isfinite(logits).all():
        return ()
    if len(logits) == 1:
        return _level(logits[0], area)
    lines: list[Floats] = []
    # two classes share one boundary
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
