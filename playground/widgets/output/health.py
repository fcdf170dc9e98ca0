"""The health of every layer by epoch: whether it learns, and how much of it still can; or its histograms."""

import math
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QColor, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout

from engine import Experiment
from engine.analysis.health import USUAL_RATIOS
from playground.observers.health import AskHealth, AskHistograms, HealthCurves, Histograms
from playground.observers.snapshot import Snapshot
from playground.observers.view import Floats
from playground.style import palette, sizes
from playground.style.palette import Theme, layer_colour
from playground.style.scaling import fit, px
from playground.texts import health as texts
from playground.texts import output as output_texts
from playground.texts.names import layer_name
from playground.texts.numbers import localised, power_text, weight_text
from playground.widgets.controls import Choice, caption
from playground.widgets.output.health_marks import ROOM, End, HealthMarks
from playground.widgets.output.health_words import described, flat_words, summary
from playground.widgets.output.histograms import HistogramsView
from playground.widgets.output.loss_axes import right_end
from playground.widgets.output.metrics import nothing_in
from playground.widgets.output.page import Page
from playground.widgets.output.timeline_cursor import TimelineCursor
from playground.widgets.plots.bold_lines import MEDIUM, Lines
from playground.widgets.plots.epoch_reader import EpochReader
from playground.widgets.plots.plot import Plot
from playground.widgets.plots.readout_card import Card, CardRow

AXIS_WIDTH = 62
HISTOGRAMS, FLAT, RATIO = "histograms", "flat", "ratio"
MOST_DECADES = 12  # of an axis: what is lower is at its foot
SHARES = [(share, texts.PERCENT(n=round(100.0 * share))) for share in (0.0, 0.5, 1.0)]
MOST_TICKS = 4
WRITTEN_OUT = (-2, 3)  # powers of ten that need no exponent
USUAL = math.log10(USUAL_RATIOS[0]), math.log10(USUAL_RATIOS[1])
LEAST_RANGE = (-4.0, -2.0)  # of its axis


class HealthPanel(Page):
    """One curve for each layer, labelled at its end; or the histograms of one layer.

    Attributes
    ----------
    figure, layer : Choice
        What is shown; the layer of the histograms.
    timeline : TimelineCursor
        Goes to moments of the past.
    """

    asks: tuple[object, ...] = (AskHealth(),)

    def __init__(self) -> None:
        super().__init__()
        self._theme = palette.LIGHT
        self._snapshot: Snapshot | None = None
        self._curves: HealthCurves | None = None
        self._ranges: tuple[object, ...] = ()
        options = {name: (label(), tip()) for name, (label, tip) in texts.FIGURES.items()}
        self.figure, self.layer = Choice("plot.health_figure", options), Choice("plot.health_layer", {})
        self._summary = caption("")
        self._plot = Plot("plot.health", output_texts.EPOCH(), texts.AXES["gradient"](), AXIS_WIDTH)
        self._lines: list[Lines] = []
        self._marks = HealthMarks()
        self._plot.add(self._marks)
        self._card = Card("plot.health_readout", output_texts.READOUT())
        marks = self._marks
        self._reader = EpochReader(self._plot, self._card, self._epochs, self._figures_at, marks.show_epoch)
        self.timeline = TimelineCursor(self._plot, self._reader, only_points=True)
        self.histograms = HistogramsView()
        self._pages = QStackedWidget()
        self._place()
        self.figure.chosen.connect(self._choose)
        self.layer.chosen.connect(lambda _: self._ask())
        self._plot.view_box.sigResized.connect(lambda _: self._draw())

    def _place(self) -> None:
        self._pages.addWidget(self._plot)
        self._pages.addWidget(self.histograms)
        self._summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.layer.hide()
        head = QHBoxLayout()
        fit(head.setSpacing, sizes.SPACING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, 2)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        head.addWidget(self.figure)
        head.addWidget(self.layer)
        head.addWidget(self._summary, 1)

    def show_as(self, other: "HealthPanel") -> None:
        """Show what another panel shows, of the same layer."""
        if other._snapshot is not None:
            self._list_layers(other._snapshot.experiment)
        self.layer.setCurrentIndex(other.layer.currentIndex())
        self.figure.setCurrentText(other.figure.name())

    def _choose(self, figure: str) -> None:
        """Show another figure."""
        shown = figure == HISTOGRAMS
        self.layer.setVisible(shown)
        self._pages.setCurrentWidget(self.histograms if shown else self._plot)
        self._ask()
        self._draw()

    def _ask(self) -> None:
        """Ask for what is seen; curves go on behind the histograms."""
        asks: tuple[object, ...] = (AskHealth(),)
        if self.figure.name() == HISTOGRAMS and self.layer.count():
            asks = (*asks, AskHistograms(int(self.layer.name())))
        if asks != self.asks:
            self.asks = asks
            self.asks_changed.emit()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the health that a snapshot brings."""
        self._snapshot = snapshot
        self._list_layers(snapshot.experiment)
        self.histograms.show_histograms(snapshot.get(Histograms), nothing_in(snapshot.data))
        self.timeline.show_snapshot(snapshot)
        curves = snapshot.get(HealthCurves)
        if curves is not self._curves or curves is None:
            self._curves = curves
            self._draw()

    def _list_layers(self, experiment: Experiment) -> None:
        """Offer the layers; the chosen one stays chosen, as long as it exists."""
        names = [layer_name(experiment, k) for k in range(len(experiment.network.hidden) + 1)]
        if names == [self.layer.itemText(k) for k in range(self.layer.count())]:
            return
        chosen = max(self.layer.currentIndex(), 0)
        with QSignalBlocker(self.layer):
            self.layer.clear()
            for k, name in enumerate(names):
                self.layer.addItem(name, str(k))
            self.layer.setCurrentIndex(min(chosen, len(names) - 1))
        self._ask()

    # -- curves ------------------------------------------------------------------------------

    def _draw(self) -> None:
        figure, curves, snapshot = self.figure.name(), self._curves, self._snapshot
        if snapshot is None or not self.isVisible():
            return
        self._summary.setText(summary(figure, curves) if curves is not None else "")
        if figure == HISTOGRAMS:
            return
        if curves is None:
            for line in self._lines:
                line.show_lines([])
            self._marks.show_ends([], None, nothing_in(snapshot.data) or "…")
            return
        heights = curves.curves[figure]
        if figure != FLAT:
            with np.errstate(all="ignore"):
                heights = np.log10(heights)
        low, high = (0.0, 1.02) if figure == FLAT else log_range(heights, figure == RATIO)
        self._set_ranges(figure, curves, low, high)
        ends = self._show_lines(curves.epochs, np.clip(heights, low, high), snapshot.experiment)
        note = texts.NEVER_FLAT() if figure == FLAT and not ends else ""
        self._marks.show_ends(ends, USUAL if figure == RATIO else None, note)
        self._plot.setAccessibleDescription("; ".join(described(figure, curves, snapshot.experiment)))
        self._reader.read()

    def _show_lines(self, epochs: Floats, heights: Floats, experiment: Experiment) -> list[End]:
        """Draw a line for each layer; return where they end."""
        count = len(heights)
        while len(self._lines) < count:
            self._lines.append(Lines(MEDIUM))
            self._plot.add(self._lines[-1])
        ends = []
        for k, line in enumerate(self._lines):
            row = heights[k] if k < count else heights[:0, 0]
            pieces = [(epochs[part], row[part]) for part in known(row)] if k < count else []
            colour = layer_colour(self._theme, k, count)
            line.set_colour(colour)
            line.show_lines([one for one in pieces if len(one[0]) > 1])
            if pieces and math.isfinite(float(row[-1])):
                label = str(k + 1) if k < len(experiment.network.hidden) else texts.OUTPUT_SHORT()
                ends.append(End(float(epochs[-1]), float(row[-1]), label, QColor(colour)))
        return ends

    def _set_ranges(self, figure: str, curves: HealthCurves, low: float, high: float) -> None:
        first = math.floor(float(curves.epochs[0]))
        width = max(self._plot.view_box.width(), 2.0 * px(ROOM))
        assert self._snapshot is not None
        end = max(float(curves.epochs[-1]), self._snapshot.timeline.end)
        right = right_end(end - first) * width / (width - px(ROOM))
        ranges = figure, first, first + right, low, high
        if ranges == self._ranges:  # setting them draws new ticks, even where nothing changed
            return
        if ranges[0] != (self._ranges[0] if self._ranges else ""):
            self._plot.name_axis("left", texts.AXES[figure]())
        self._ranges = ranges
        ticks = SHARES if figure == FLAT else decades(low, high)
        self._plot.axes["left"].setTicks([ticks])
        self._plot.view_box.setRange(
            xRange=(first, first + right), yRange=(low, high), padding=0, disableAutoRange=False
        )

    # -- the readout -------------------------------------------------------------------------

    def _epochs(self) -> Floats:
        if self._curves is None or self.figure.name() == HISTOGRAMS:
            return np.empty(0)
        return self._curves.epochs[np.isfinite(self._curves.epochs)]

    def _figures_at(self, epoch: float) -> tuple[CardRow, ...]:
        """Return what the card says of an epoch."""
        assert self._curves is not None
        assert self._snapshot is not None
        curves, experiment, figure = self._curves, self._snapshot.experiment, self.figure.name()
        k = int(np.nanargmin(np.abs(curves.epochs - epoch)))
        values = curves.curves[figure][:, k].tolist()
        newest = k == len(curves.epochs) - 1
        lines = [CardRow(output_texts.AT_EPOCH(epoch=epoch), bold=True)]
        hint = self.timeline.hint
        for layer, value in enumerate(values):
            now = curves.now.layers[layer] if newest else None
            text = flat_words(value, now) if figure == FLAT else weight_text(value)
            colour = layer_colour(self._theme, layer, len(values))
            lines.append(CardRow(layer_name(experiment, layer, short=True), text, marker="o", colour=colour))
        return (*lines, CardRow(hint)) if hint else tuple(lines)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        for part in (self._plot, self._marks, self._card, self.histograms, self.timeline):
            part.apply_theme(colours)
        self._draw()


def known(row: Floats) -> Iterator[slice]:
    """Yield the parts of a row between places where it is not a number."""
    ends = np.flatnonzero(np.diff(np.isnan(row), prepend=True, append=True))
    return (slice(*pair) for pair in ends.reshape(-1, 2).tolist())


def decades(low: float, high: float) -> list[tuple[float, str]]:
    """Return some whole powers of ten as ticks for an axis of log₁₀: few and short, so that each is seen."""
    stride = max(1, math.ceil((high - low) / MOST_TICKS))
    powers = range(math.ceil(low), math.floor(high) + 1, stride)
    return [(float(k), _power(k)) for k in powers]


def _power(k: int) -> str:
    low, high = WRITTEN_OUT
    return localised(f"{10.0**k:g}") if low <= k <= high else power_text(10.0**k, 0)


def log_range(heights: Floats, usual: bool) -> tuple[float, float]:
    """Return the whole powers of ten between which an axis of log₁₀ reaches.

    Parameters
    ----------
    heights : ndarray
        −∞ for 0.
    usual : bool
        Whether the usual range of the ratio of updates to weights is among them.
    """
    finite = heights[np.isfinite(heights)]
    ends = [*LEAST_RANGE] if usual or not len(finite) else []
    if len(finite):
        ends += [math.floor(float(finite.min())), math.ceil(float(finite.max()))]
    high = max(ends)
    return max(min(ends), high - MOST_DECADES), max(high, min(ends) + 1.0)
