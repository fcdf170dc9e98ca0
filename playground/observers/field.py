"""The network's output over the plane, with its decision boundaries. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.close_up import AskCloseUp, spot_of
from playground.observers.observed import Observed
from playground.observers.plane import AskPlane, axes, grid, in_own_units, shape_of
from playground.observers.view import SQUARE, Area, Floats, View

if TYPE_CHECKING:
    from engine import Forward, Layers


@dataclass(frozen=True, eq=False)
class Field:
    """The network's outputs over a part of the plane.

    Attributes
    ----------
    values : ndarray of float32, (outputs, n, n), or (outputs, 1, n) with one input
        Row 0 is the lowest x₂, column 0 the lowest x₁. Single precision is enough for a picture; the
        contours are as exact as the network.
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
NEAR = 1e-3  # of the largest |height|: nearer to 0 than that, single precision may have the wrong sign
FEWEST = 256  # points in a pass over some points of a grid


class GridPass:
    """The forward pass over a grid: in single precision over all of it, exactly over some of its points."""

    def __init__(self, observed: Observed, n: int, area: Area) -> None:
        self._network = observed.network
        self._rows = observed.network.inputs(grid(n, area, observed.is_line))
        with np.errstate(over="ignore"):
            single = self._rows.astype(np.float32)
        self._whole = _forward(observed.single, single)
        self._some: dict[int, tuple[Floats, Forward]] = {}
        self._shape = (-1, *shape_of(n, observed.is_line))

    def pieces(self) -> Iterator[None]:
        """Compute the whole grid, with a pause after every piece."""
        return self._whole.pieces()

    def outputs(self) -> Floats:
        """Return the outputs over the grid, (outputs, n, n), in single precision."""
        return self._whole.outputs().T.reshape(self._shape)

    def logits(self) -> Floats:
        """Return the logits over the grid, (outputs, n, n), in single precision."""
        return self._whole.logits().T.reshape(self._shape)

    def exact_logits(self, points: NDArray[np.intp]) -> Floats:
        """Return the logits at some points of the grid, (outputs, points), in the network's precision."""
        room = min(max(FEWEST, 1 << (len(points) - 1).bit_length()), len(self._rows))
        if room not in self._some:
            rows = self._rows[:room].copy()
            self._some[room] = rows, _forward(self._network, rows)
        rows, forward = self._some[room]
        rows[: len(points)] = self._rows[points]
        forward.run()
        return forward.logits()[: len(points)].T


def _forward(network: Layers, rows: Floats) -> Forward:
    from engine import Forward

    return Forward(network, rows)


class FieldObserver:
    """Computes fields, with a compiled forward pass for each grid.

    A network too large to be drawn within the time allowed gets a coarser grid, and finer again when
    training pauses: the picture stays live, and the worker answers.
    """

    asks = (AskPlane, AskCloseUp)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._passes: dict[int, GridPass] = {}
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
            self._passes[n] = GridPass(observed, n, ask.area)
        one = self._passes[n]
        with self._budget.spend(n * n * work):
            for _ in one.pieces():
                observed.pause_point()
        values, lines = in_own_units(one.outputs(), observed.data.values), self._contours(one, ask.area)
        values.setflags(write=False)
        return Field(values, observed.threshold, lines, ask.area)

    def _contours(self, one: GridPass, area: Area) -> tuple[Floats, ...]:
        """Return the decision boundaries, as exact as the network."""
        observed = self._observed
        if observed.problem.kind == "regression":
            return ()
        logits = one.logits().astype(np.float64)
        logits -= observed.threshold_logit
        if not np.isfinite(logits).all():
            return ()
        near = np.zeros(logits.shape[1:], dtype=bool)
        for height in _heights(logits):
            _mark_crossings(height, near)
        points = np.flatnonzero(near)
        if len(points):
            exact = one.exact_logits(points) - observed.threshold_logit
            logits.reshape(len(logits), -1)[:, points] = exact
        return contours(logits, area)


def contours(logits: Floats, area: Area = SQUARE) -> tuple[Floats, ...]:
    """Return the decision boundaries: the lines along which the most likely class changes.

    They are traced on the logits, which run straight where probabilities jump from 0 to 1 between two
    points of the grid: the lines come out smooth.

    Parameters
    ----------
    logits : ndarray, (outputs, n, n)
        That of a single output is 0 at the threshold.
    area : Area
    """
    if not np.isfinite(logits).all():
        return ()
    return tuple(line for height in _heights(logits) for line in level(height, area))


def _heights(logits: Floats) -> list[Floats]:
    """Return, for every class that has a boundary of its own, by how much it leads: 0 on the boundary."""
    if len(logits) == 1:
        return [logits[0]]
    # two classes share one boundary
    classes = range(1 if len(logits) == 2 else len(logits))
    return [logits[k] - np.delete(logits, k, axis=0).max(axis=0) for k in classes]


def _mark_crossings(height: Floats, near: NDArray[np.bool_]) -> None:
    """Mark the corners of all cells of the grid that the boundary may cross."""
    reach = NEAR * max(float(height.max()), -float(height.min()))
    above, below = height >= -reach, height <= reach
    one = [cells[:-1, :-1] | cells[:-1, 1:] | cells[1:, :-1] | cells[1:, 1:] for cells in (above, below)]
    crossed = one[0] & one[1]
    for corner in (near[:-1, :-1], near[:-1, 1:], near[1:, :-1], near[1:, 1:]):
        corner |= crossed


def level(height: Floats, area: Area) -> tuple[Floats, ...]:
    """Return the lines along which a function on a grid, (n, n), is 0; it is finite everywhere."""
    import contourpy  # here: the worker's first field, not the window's first frame, waits for it

    # not contour_generator(): it looks for what is not finite, longer than it takes to find the lines
    surface: tuple[Any, ...] = *_corners(len(height), area), np.asarray(height, dtype=np.float64), None
    generator = contourpy.SerialContourGenerator(
        *surface,
        corner_mask=True,
        line_type=contourpy.LineType.Separate,
        fill_type=contourpy.FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=contourpy.ZInterp.Linear,
    )
    lines = tuple(np.asarray(line) for line in generator.lines(0.0))
    for line in lines:
        line.setflags(write=False)
    return lines


@lru_cache(maxsize=4)
def _corners(n: int, area: Area) -> tuple[Floats, Floats]:
    """Return x₁ and x₂ of each point of a grid, (n, n)."""
    x1, x2 = np.meshgrid(*axes(n, area))
    x1.setflags(write=False)
    x2.setflags(write=False)
    return x1, x2
