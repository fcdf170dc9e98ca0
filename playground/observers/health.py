"""The health of every layer over time, and how numbers of a layer are distributed. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.histogram import Histogram, histogram
from playground.observers.observed import Observed
from playground.observers.view import Floats, View

if TYPE_CHECKING:
    from engine import Progress
    from engine.analysis.health import Health, HealthMeter, LayerHealth

SHARE_OF_TIME = 0.05  # of training's: the copies that are measured take as much again at most
SECONDS = 0.05  # the least from one measurement to the next while training continues
MOST = 800  # points of a curve; from then on every second one is left out
FIGURES = ("gradient", "ratio", "flat", "weights")


@dataclass(frozen=True)
class AskHealth:
    """The health of every layer, from when it is first asked for."""

    of_progress: ClassVar[bool] = True


@dataclass(frozen=True)
class AskHistograms:
    """The distribution of the weights, the activations and the gradients of one layer."""

    of_progress: ClassVar[bool] = True

    layer: int


@dataclass(frozen=True, eq=False)
class HealthCurves:
    """The health of every layer over time, as far as it was looked at.

    Attributes
    ----------
    epochs : ndarray, (n,)
        With fractions, in rising order; NaN where nobody looked for a while.
    curves : mapping of str to ndarray, (layers, n)
        "gradient", "ratio" and "weights" as in `LayerHealth`; "flat" is the share of neurons that are dead,
        or else saturated. NaN where there is none.
    now : Health
        The newest.
    """

    epochs: Floats
    curves: Mapping[str, Floats]
    now: Health


@dataclass(frozen=True, eq=False)
class Histograms:
    """How the numbers of one layer are distributed.

    Attributes
    ----------
    layer : int
    weights, activations, gradients : Histogram
        Of w, of a over training samples, and of ∂L/∂w.
    step : int
        The mini-batches trained when they were counted.
    """

    layer: int
    weights: Histogram
    activations: Histogram
    gradients: Histogram
    step: int


class Meter:
    """Measures the observed network, once for all who ask."""

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._meter: HealthMeter | None = None
        self._known: tuple[Progress, Health] | None = None

    def measure(self, progress: Progress) -> Health:
        """Return the health at this progress; there is at least one training sample."""
        from engine.analysis.health import HealthMeter

        observed = self._observed
        if self._meter is None or self._meter.experiment is not observed.experiment:
            self._meter, self._known = HealthMeter(observed.experiment, observed.data), None
        if self._known is None or self._known[0] is not progress:
            self._known = progress, self._meter.measure(progress)
        return self._known[1]

    def numbers(self, layer: int) -> tuple[Floats, Floats, Floats]:
        """Return weights, activations and gradients of a layer in the last measurement."""
        assert self._meter is not None
        return self._meter.weights(layer), self._meter.activations(layer), self._meter.gradient(layer)


class HealthObserver:
    """Measures health now and then, and remembers it for as long as the network keeps its shape."""

    def __init__(self, observed: Observed) -> None:
        from engine import Progress

        self.asks = (AskHealth, Progress)
        self._progress = Progress
        self._observed = observed
        self._meter = observed.shared(Meter)
        self._budget = Budget(share=SHARE_OF_TIME, every=SECONDS)
        self._memory = _Memory()
        self._known: HealthCurves | None = None

    def observe(self, view: View) -> HealthCurves | None:
        """Return the curves up to now; None if nobody asks, or there is nothing to learn from."""
        progress = view.get(self._progress)
        if view.get(AskHealth) is None:
            self._memory.look_away()
            return None
        if progress is None or not len(self._observed.data.train):
            return None
        if self._known is None or self._budget.is_due(self._observed.busy):
            with self._budget.spend():
                health = self._meter.measure(progress)
                self._known = self._memory.with_(self._epoch(progress), health, self._observed.busy)
        return self._known

    def _epoch(self, progress: Progress) -> float:
        """Return the epoch, with the part of it that is done."""
        from engine.training.batches import layout

        spec = self._observed.experiment.training
        _, count, _ = layout(len(self._observed.data.train), spec.batch_size, spec.shuffle)
        return progress.epoch + min(progress.position.batches / count, 1.0)


class _Memory:
    """Health at earlier steps, thinned out where there is more of it than a plot can show."""

    def __init__(self) -> None:
        self._rows: list[tuple[float, int, Floats]] = []  # epoch, step, and the figures of every layer
        self._stride, self._skipped = 1, 0
        self._looked = True
        self._last: tuple[float, int, Floats] | None = None
        self._ahead: list[tuple[float, int, Floats]] = []  # all, where one has gone back since

    def look_away(self) -> None:
        """Leave a gap if steps follow before the next one."""
        self._looked = False

    def with_(self, epoch: float, health: Health, busy: bool = False) -> HealthCurves:
        """Remember some health, and return all that is remembered up to there.

        Who has gone back in time and comes to the end again finds all as it was, unless training went on.
        """
        steps = health.steps
        figures = np.array([_figures(layer) for layer in health.layers]).T
        if busy:
            self._ahead = []
        elif not self._ahead and self._last is not None and self._last[1] > steps:
            self._ahead = [*self._rows, self._last]
        elif self._ahead and _is_same(self._ahead[-1], steps, figures):
            self._rows, self._ahead, self._looked = self._ahead, [], True
        rows = self._rows
        if rows and rows[-1][1] < steps and not self._looked:
            rows.append((np.nan, rows[-1][1], np.full_like(figures, np.nan)))
        self._looked = True
        while rows and rows[-1][1] >= steps:  # steps were taken back, or a weight was set by hand
            rows.pop()
        last = self._last = (epoch, steps, figures)
        shown = [*rows, last]
        self._skipped += 1
        if self._skipped >= self._stride or not rows:
            self._skipped = 0
            rows.append(last)
        if len(rows) >= MOST:
            del rows[1::2]
            self._stride *= 2
        epochs, stacked = np.array([one[0] for one in shown]), np.stack([one[2] for one in shown], axis=-1)
        for one in (epochs, stacked):
            one.setflags(write=False)
        return HealthCurves(epochs, MappingProxyType(dict(zip(FIGURES, stacked, strict=True))), health)


def _is_same(row: tuple[float, int, Floats], steps: int, figures: Floats) -> bool:
    """Return whether a row is of the same network."""
    return row[1] == steps and np.array_equal(row[2], figures, equal_nan=True)


def _figures(layer: LayerHealth) -> tuple[float, ...]:
    flat = layer.dead if layer.dead is not None else layer.saturated
    return layer.gradient_norm, layer.ratio, np.nan if flat is None else flat, layer.weight_norm


class HistogramsObserver:
    """Counts the numbers of a layer now and then."""

    def __init__(self, observed: Observed) -> None:
        from engine import Progress

        self.asks = (AskHistograms, Progress)
        self._progress = Progress
        self._observed = observed
        self._meter = observed.shared(Meter)
        self._budget = Budget(share=SHARE_OF_TIME, every=SECONDS)
        self._known: Histograms | None = None

    def observe(self, view: View) -> Histograms | None:
        """Return the histograms of a layer, or None if nobody asks or there is no such layer."""
        ask, progress, observed = view.get(AskHistograms), view.get(self._progress), self._observed
        layers = len(observed.network.layers)
        if ask is None or progress is None or ask.layer >= layers or not len(observed.data.train):
            self._known = None
            return None
        known = self._known if self._known is not None and self._known.layer == ask.layer else None
        if known is not None and not self._budget.is_due(observed.busy):
            return known
        with self._budget.spend():
            self._meter.measure(progress)
            weights, activations, gradients = self._meter.numbers(ask.layer)
            self._known = Histograms(
                ask.layer,
                histogram(weights, known.weights if known is not None else None),
                histogram(activations, known.activations if known is not None else None),
                histogram(gradients, known.gradients if known is not None else None),
                progress.steps,
            )
        return self._known
