"""The losses of several runs in one plot, on one clock; where each reached the goal of a race."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from engine import DataSpec
from engine.base.values import dataclass
from playground.observers.curves import Curve, Floats
from playground.observers.lanes import ClockUnit, Lane, Lanes
from playground.style import palette
from playground.style.palette import Theme, lane_colour
from playground.style.scaling import real
from playground.texts import compare as texts
from playground.texts import output as output_texts
from playground.texts.names import loss_name
from playground.texts.numbers import loss_text
from playground.widgets.output.loss_axes import HIGHEST, log_ticks, loss_range, right_end, value_at
from playground.widgets.output.loss_marks import LEAST_LOSS, STRIP
from playground.widgets.plots.bold_lines import MEDIUM, Lines
from playground.widgets.plots.epoch_reader import EpochReader
from playground.widgets.plots.plot import Plot
from playground.widgets.plots.readout_card import Card, CardRow
from playground.widgets.runs.lane_marks import LaneMarks

AXIS_WIDTH = 62
ABOVE = 1.5  # times the highest first loss: as far as a linear axis reaches
LETTERS = 26.0  # pixels on the right, for the letters of the curves


@dataclass(frozen=True, eq=False)
class LaneCurve:
    """A curve of one of the runs, over the clock's unit."""

    lane: int
    part: str
    curve: Curve
    gaps: tuple[int, ...]


class LaneCurves(QWidget):
    """A curve for each run, with its letter at its end: solid for training, dashed for test points.

    Attributes
    ----------
    both : bool
        Whether training and test loss are shown; otherwise only the one that counts.
    log : bool
        Whether the axis is logarithmic.
    """

    def __init__(self, both: bool) -> None:
        super().__init__()
        self.both, self.log = both, False
        self._theme = palette.LIGHT
        self._lanes: Lanes | None = None
        self._curves: list[LaneCurve] = []
        self._ranges: tuple[object, ...] = ()
        self._names = ("", "")
        left = loss_name(DataSpec())
        self._plot = Plot("compare.loss", bottom=output_texts.EPOCH(), left=left, left_width=AXIS_WIDTH)
        self._items: dict[tuple[int, str], Lines] = {}
        self._marks = LaneMarks()
        self._plot.add(self._marks)
        self._card = Card("compare.readout", output_texts.READOUT())
        marks = self._marks
        self.reader = EpochReader(self._plot, self._card, self._places, self._lines_at, marks.show_place)
        self._plot.view_box.sigResized.connect(lambda _: self._draw())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)  # it takes what is left
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._plot, 1)

    @property
    def plot(self) -> Plot:
        """The plot itself."""
        return self._plot

    def show_log(self, on: bool) -> None:
        """Have a logarithmic axis, or not."""
        self.log = on
        self._draw()

    def show_lanes(self, lanes: Lanes | None) -> None:
        """Show the curves of all runs; None while there are none."""
        self._lanes = lanes
        self._draw()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self._plot.apply_theme(colours)
        self._card.apply_theme(colours)
        self._marks.apply_theme(colours)
        for (lane, _), item in self._items.items():
            item.set_colour(lane_colour(colours, lane))

    # -- drawing -----------------------------------------------------------------------------

    def _draw(self) -> None:
        if not self.isVisible():
            return
        lanes = self._lanes
        self._curves = [] if lanes is None else curves_of(lanes, self.both)
        shown = {(one.lane, one.part): one for one in self._curves}
        for key in shown.keys() - self._items.keys():
            self._items[key] = item = Lines(MEDIUM, dashed=self.both and key[1] == "test")
            item.set_colour(lane_colour(self._theme, key[0]))
            self._plot.add(item)
        for key, item in self._items.items():
            item.show_lines(self._pieces(shown[key]) if key in shown else [])
        if lanes is None:
            self._marks.show_lanes(None, [], False, self.both)
            return
        self._set_ranges(lanes)
        ends = [
            (one.lane, self._height(float(one.curve.values[-1])))
            for one in self._curves
            if len(one.curve.values)
        ]
        self._marks.show_lanes(lanes, ends, self.log, self.both)
        self.reader.read()

    def _height(self, loss: float) -> float:
        return math.log10(max(loss, LEAST_LOSS)) if self.log else min(loss, HIGHEST)

    def _pieces(self, one: LaneCurve) -> list[tuple[Floats, Floats]]:
        pieces = one.curve.pieces(one.gaps)
        if self.log:
            return [(piece.epochs, np.log10(np.maximum(piece.values, LEAST_LOSS))) for piece in pieces]
        return [(piece.epochs, np.minimum(piece.values, HIGHEST)) for piece in pieces]

    def _set_ranges(self, lanes: Lanes) -> None:
        """Fit the axes to the curves, and to the goal."""
        pieces = [piece for one in self._curves for piece in self._pieces(one)]
        usual = [one.snapshot.curves.usual for one in lanes.lanes if math.isfinite(one.snapshot.curves.usual)]
        low, high = loss_range(pieces, self.log, max(usual, default=math.inf))
        if not self.log and pieces:  # one that runs away leaves the axis to the others
            first, best = max(float(y[0]) for _, y in pieces), min(float(y[-1]) for _, y in pieces)
            high = min(high, ABOVE * max(first, best)) if math.isfinite(first + best) else high
        if (goal := lanes.goal) is not None:
            at = self._height(goal.loss)
            low, high = (
                (min(low, math.floor(at)), max(high, math.ceil(at)))
                if self.log
                else (low, max(high, 1.2 * at))
            )
        by_seconds = lanes.unit is ClockUnit.SECONDS
        last = max(
            [float(one.curve.epochs[-1]) for one in self._curves if len(one.curve.epochs)], default=0.0
        )
        last = max(last, lanes.time)
        right = right_end(last) if not by_seconds else right_end(last * 100.0) / 100.0
        data = lanes.lanes[0].snapshot.experiment.data if lanes.lanes else DataSpec()
        names = texts.SECONDS() if by_seconds else output_texts.EPOCH(), loss_name(data)
        box = self._plot.view_box
        wide, tall = max(box.width(), 2.0 * real(LETTERS)), max(box.height(), 2.0 * real(STRIP))
        ranges = (right, low, high, self.log, names, wide, tall)
        if ranges == self._ranges:  # setting them draws new ticks, even where nothing changed
            return
        if names != self._names:
            self._names = names
            self._plot.name_axis("bottom", names[0])
            self._plot.name_axis("left", names[1])
        self._ranges = ranges
        self._plot.axes["left"].setTicks([log_ticks(low, high)] if self.log else None)
        right *= wide / (wide - real(LETTERS))
        high = low + (high - low) * tall / (tall - real(STRIP))
        box.setRange(xRange=(0.0, right), yRange=(low, high), padding=0, disableAutoRange=False)

    # -- the readout -------------------------------------------------------------------------

    def _places(self) -> Floats:
        longest = max(self._curves, key=lambda one: len(one.curve.epochs), default=None)
        return longest.curve.epochs if longest is not None else np.empty(0)

    def _lines_at(self, place: float) -> tuple[CardRow, ...]:
        """Return what the card says of a place of the clock."""
        assert self._lanes is not None
        title = texts.clock_text(place, self._lanes.unit is ClockUnit.SECONDS)
        lines = [CardRow(title, bold=True)]
        for one in self._curves:
            letter = texts.LETTERS[one.lane]
            name = (
                {"train": texts.TRAIN_OF, "test": texts.TEST_OF}[one.part](letter=letter)
                if self.both
                else letter
            )
            lines.append(CardRow(name, value_at(one.curve, place, loss_text, one.gaps)))
        return tuple(lines)


def curves_of(lanes: Lanes, both: bool) -> list[LaneCurve]:
    """Return the curves to show: of training and test loss, or of the one that counts alone."""
    found = []
    for k, lane in enumerate(lanes.lanes):
        curves = lane.snapshot.curves
        tested = len(curves.test.epochs) > 0
        parts = ("train", "test") if both else ("test" if tested else "train",)
        for part in parts:
            curve = curves.test if part == "test" else curves.train
            if len(curve.epochs):
                found.append(
                    LaneCurve(k, part, _on_clock(curve, lane, lanes.unit), _gaps_on_clock(lane, lanes.unit))
                )
    return found


def _on_clock(curve: Curve, lane: Lane, unit: ClockUnit) -> Curve:
    return curve if unit is ClockUnit.EPOCHS else Curve(seconds_at(curve.epochs, lane), curve.values)


def _gaps_on_clock(lane: Lane, unit: ClockUnit) -> tuple[int, ...]:
    return lane.snapshot.curves.gaps if unit is ClockUnit.EPOCHS else ()


def seconds_at(epochs: Floats, lane: Lane) -> Floats:
    """Return how long a run had trained at some epochs, as evenly as is known of it."""
    known = [(0.0, 0.0)]
    if lane.arrival is not None:
        known.append((float(lane.arrival.epoch), lane.arrival.seconds))
    known.append((float(lane.snapshot.epoch), lane.seconds))
    rising = known[:1] + [b for a, b in pairwise(known) if b[0] > a[0]]
    x, y = zip(*rising, strict=True)
    return np.asarray(np.interp(epochs, x, y))
