"""The network's output over the plane, and the lines where its decision changes. No Qt."""

import time
import weakref

import numpy as np

from engine import REACH, Experiment, Forward, Network, Problem, Split, Trainer
from playground.snapshot import SQUARE, Area, Field, Floats, View

HURRIED_SECONDS = 0.010  # what a field may take while training goes on
PATIENT_SECONDS = 0.250  # and while it is paused
COARSEST = 24
SMOOTHING = 0.2  # the weight of the newest measurement
FLOPS = 1e10  # a cautious guess of the machine's speed, until it has been measured
FARTHER = 1.5 * REACH  # points so far out belong to the usual square still, which grows for them
AIR = 1.1  # times what the points span: the frame around them
USUAL = (0.0, 1.0)  # the scale of values: the one in the middle, and how far from it colours are full
BEYOND = 1.25  # labels so large have the usual scale still


class Fields:
    """Computes fields; keeps the compiled forward pass of the grid as long as the network lives.

    A network too large to be drawn within the time allowed gets a coarser grid, and finer again when
    training pauses: the picture stays live, and the worker answers.
    """

    def __init__(self) -> None:
        self._network: weakref.ref[Network] | None = None
        self._passes: dict[int, Forward] = {}
        self._area = SQUARE
        self._seconds_per_point = 0.0
        self._last = 0  # the resolution last drawn while training

    def compute(self, trainer: Trainer, view: View, in_a_hurry: bool) -> Field | None:
        """Return the field of the trainer's network, or None where it is not looked at or not plane."""
        network = trainer.network
        if not view.field or network.features is None:
            return None
        if self._network is None or self._network() is not network:
            self._network = weakref.ref(network)
            self._passes.clear()
            self._seconds_per_point = 2.0 * len(network.parameters) / FLOPS
            self._last = self._affordable(view.resolution, HURRIED_SECONDS)
        area = view.questions.area
        if area != self._area:
            self._area = area
            self._passes.clear()
        n = (
            self._hurried(view.resolution)
            if in_a_hurry
            else self._affordable(view.resolution, PATIENT_SECONDS)
        )
        if n not in self._passes:
            self._passes[n] = Forward(network, network.inputs(grid(n, area)))
        start = time.perf_counter()
        self._passes[n].run()
        # smoothed: a moment in which the thread did not run is not slowness
        seconds = (time.perf_counter() - start) / (n * n)
        self._seconds_per_point += SMOOTHING * (seconds - self._seconds_per_point)
        values = self._passes[n].outputs().T.reshape(-1, n, n)
        values.setflags(write=False)
        zero, zero_logit = trainer.halfway
        logits = self._passes[n].logits().T.reshape(-1, n, n) - zero_logit
        return Field(values, zero, contours(logits, trainer.problem, area), area)

    def _hurried(self, resolution: int) -> int:
        """Return the resolution while training; raised only where there is time to spare: no flicker."""
        n = self._affordable(resolution, HURRIED_SECONDS)
        if n > self._last:
            n = max(self._last, self._affordable(resolution, HURRIED_SECONDS / 2))
        self._last = n
        return n

    def _affordable(self, resolution: int, seconds: float) -> int:
        """Return the resolution, halved until the field fits into the seconds."""
        n = resolution
        while n // 2 >= COARSEST and n * n * self._seconds_per_point > seconds:
            n //= 2
        return n


def frame_of(experiment: Experiment, data: Split) -> Area:
    """Return the part of the plane to look at: the square of the data sets, or where own points are.

    It depends on the data alone. Points a little outside widen the square; others have a frame of their own.
    """
    if not experiment.data.own or not experiment.data.count:
        return SQUARE
    return frame_around(np.concatenate([data.train.X, data.test.X]))


def frame_around(X: Floats) -> Area:
    """Return the part of the plane in which own points are looked at, (N, 2)."""
    largest = float(np.abs(X).max(initial=0.0))
    if largest <= REACH:
        return SQUARE
    if largest <= FARTHER:
        half, middle = float(np.ceil(largest)), np.zeros(2)
    else:
        low, high = X.min(axis=0), X.max(axis=0)
        half, middle = AIR * 0.5 * float((high - low).max()), 0.5 * (low + high)
        half = max(half, 1e-6 * largest) if half else REACH  # one point has its surroundings
    (left, bottom), (right, top) = (middle - half).tolist(), (middle + half).tolist()
    return left, right, bottom, top


def scale_of(experiment: Experiment, data: Split) -> tuple[float, float]:
    """Return the value that has the middle colour, and how far from it colours are full.

    That is from −1 to 1, but where the labels of own points leave that: then they have all the colours.
    """
    spec = experiment.data
    if not spec.own or spec.problem != "regression" or not spec.count:
        return USUAL
    return scale_around(np.concatenate([data.train.y, data.test.y]))


def scale_around(y: Floats) -> tuple[float, float]:
    """Return the middle of labels of own points, and how far from it colours are full, as `scale_of`."""
    low, high = float(y.min(initial=np.inf)), float(y.max(initial=-np.inf))
    if max(-low, high) <= BEYOND:  # or there are none
        return USUAL
    return 0.5 * (low + high), 0.5 * (high - low) or 1.0


def grid(n: int, area: Area = SQUARE) -> Floats:
    """Return n × n points over a part of the plane, edges included, (n², 2), x₁ running fastest."""
    x1, x2 = np.meshgrid(*axes(n, area))
    return np.column_stack([x1.ravel(), x2.ravel()])


def axes(n: int, area: Area = SQUARE) -> tuple[Floats, Floats]:
    """Return n evenly spaced x₁ and x₂, from edge to edge: contours so reach the edges of the square."""
    left, right, bottom, top = area
    return np.linspace(left, right, n), np.linspace(bottom, top, n)


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
