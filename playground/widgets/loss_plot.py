"""The loss plot: train and test loss by epoch."""

import math

import numpy as np
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground import theme
from playground.history import Curve, Floats
from playground.snapshot import Snapshot
from playground.theme import Theme
from playground.widgets.controls import Switch, heading
from playground.widgets.lines import MEDIUM, Lines
from playground.widgets.plot import Plot

LEAST_LOSS = 1e-12  # what a logarithmic axis shows for a loss of 0
AXIS_WIDTH = 62
RUNAWAY = 20.0  # times the first loss: so far an even axis reaches
HIGHEST = 1e30  # what is drawn of a loss on its way to infinity; Qt draws no larger numbers
MOST_TICKS = 5  # of a logarithmic axis of many decades
FIRST_EPOCHS = 10  # the axis reaches so far from the start
GROWTH = 1.05  # and grows by so much at a time: new ticks in every frame would cost 2 ms each


class LossPlot(QWidget):
    """Two curves with a legend, and a switch for a logarithmic axis."""

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._ranges: tuple[float, float, float, bool] | None = None
        self._plot = Plot(
            "plot.loss",
            "Loss plot",
            "Train and test loss by epoch. A test loss that rises while the train loss falls is overfitting.",
            bottom="epoch",
            left="loss",
            left_width=AXIS_WIDTH,
        )
        self._train, self._test = Lines(MEDIUM), Lines(MEDIUM, dashed=True)
        self._plot.addItem(self._test)
        self._plot.addItem(self._train)
        self.log = Switch(
            "plot.log",
            "Log scale",
            "Logarithmic loss axis",
            "A logarithmic loss axis shows progress among small losses. (L)",
        )
        self.log.toggled.connect(self._draw)
        self._legend = QLabel()
        head = QHBoxLayout()
        head.addWidget(heading("LOSS"))
        head.addSpacing(theme.MARGIN)
        head.addWidget(self._legend)
        head.addStretch()
        head.addWidget(self.log)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._plot, 1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the curves of a snapshot."""
        self._snapshot = snapshot
        self._draw()

    def _draw(self) -> None:
        if self._snapshot is None:
            return
        log = self.log.isChecked()
        curves = self._snapshot.curves
        shown = [_points(curve, log) for curve in (curves.train, curves.test)]
        for item, (x, y) in zip((self._train, self._test), shown, strict=True):
            item.show_lines([(x, y)])
        values = np.concatenate([y for _, y in shown])
        ranges = (_right_end(self._snapshot.epoch), *_range(values, log, shown[0][1][0]), log)
        if ranges == self._ranges:  # setting them draws new ticks, even where they stay
            return
        self._ranges = ranges
        right, low, high, _ = ranges
        self._plot.getPlotItem().getAxis("left").setTicks([log_ticks(low, high)] if log else None)
        self._plot.setRange(xRange=(0, right), yRange=(low, high), padding=0, disableAutoRange=False)

    def apply_theme(self, colours: Theme) -> None:
        """Take on the theme's colours."""
        self._plot.apply_theme(colours)
        self._train.set_colour(colours.train_line)
        self._test.set_colour(colours.test_line)
        self._legend.setText(
            f'<span style="color:{colours.train_line}">━━ train</span>&nbsp;&nbsp;&nbsp;'
            f'<span style="color:{colours.test_line}">╍╍ test</span>'
        )


def _points(curve: Curve, log: bool) -> tuple[Floats, Floats]:
    y = np.log10(np.maximum(curve.losses, LEAST_LOSS)) if log else np.minimum(curve.losses, HIGHEST)
    return curve.epochs, y


def log_ticks(low: float, high: float) -> list[tuple[float, str]]:
    """Return ticks (log₁₀ of the loss, text) for an axis between two powers of ten: few enough to be read."""
    decades = round(high - low)
    digits = (1, 2, 5) if decades <= 2 else (1,)
    stride = max(1, math.ceil(decades / MOST_TICKS))
    losses = [
        digit * 10.0**power
        for power in range(round(low), round(high) + 1, stride)
        for digit in digits
        if power < round(high) or digit == 1
    ]
    return [(math.log10(loss), f"{loss:.0e}" if loss < 0.001 else f"{loss:g}") for loss in losses]


def _right_end(epoch: int) -> float:
    """Return how far the axis of epochs reaches: FIRST_EPOCHS, grown as often as this epoch needs."""
    if epoch <= FIRST_EPOCHS:
        return FIRST_EPOCHS
    return FIRST_EPOCHS * GROWTH ** math.ceil(math.log(epoch / FIRST_EPOCHS, GROWTH) - 1e-9)


def _range(values: Floats, log: bool, first: float) -> tuple[float, float]:
    """Return the range of the loss axis: from 0, or whole powers of ten, to a little above the highest.

    A loss that runs away leaves an even axis at the top: to show it all would flatten all the rest.
    """
    finite = values[np.isfinite(values)]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    if log:
        return math.floor(low), max(math.ceil(high), math.floor(low) + 1)
    if math.isfinite(first):
        high = min(high, max(RUNAWAY * first, LEAST_LOSS))
    return 0.0, max(high * 1.05, LEAST_LOSS)
