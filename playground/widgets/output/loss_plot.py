"""The loss plot: training and test loss by epoch, or the accuracies."""

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from engine import DataSpec
from playground.observers.curves import Curve, Curves, Floats
from playground.observers.events import Event
from playground.observers.r_squared import LOWEST, TargetVariances, explained
from playground.observers.snapshot import Snapshot
from playground.style import palette
from playground.style.palette import Theme
from playground.style.scaling import fit, px, real
from playground.texts import output as texts
from playground.texts.events import event_line
from playground.texts.names import loss_name
from playground.texts.numbers import loss_text, r_squared_text, share_text
from playground.texts.text import Text
from playground.widgets.controls import Switch
from playground.widgets.controls.visibility import reveal
from playground.widgets.output.curve_lines import (
    Pair,
    accuracy_lines,
    loss_lines,
    r2_lines,
    since_last_gap,
)
from playground.widgets.output.loss_axes import (
    Points,
    log_ticks,
    loss_range,
    right_end,
    value_at,
    with_others,
)
from playground.widgets.output.loss_marks import STRIP, LossMarks
from playground.widgets.output.loss_others import OtherCurves, Pinned
from playground.widgets.output.page import Page
from playground.widgets.output.time_bar import TimeBar
from playground.widgets.output.timeline_cursor import TimelineCursor
from playground.widgets.plots.bold_lines import MEDIUM, Lines
from playground.widgets.plots.epoch_reader import EpochReader
from playground.widgets.plots.plot import Plot
from playground.widgets.plots.readout_card import Card, CardRow

AXIS_WIDTH = 62
LOG_LEFT = 2  # of the frame of the focus
MOST_LINES = 4  # of events in the readout
LOSS, ACCURACY = "loss", "accuracy"  # its tabs


class LossPlot(Page):
    """Two curves with a legend, what is best and where training diverged, and a readout at any epoch.

    Attributes
    ----------
    log : Switch
        For a logarithmic axis: below that axis, in the corner that both axes leave free.
    timeline : TimelineCursor
        Goes to moments of the past.
    time_bar : TimeBar
        In the other corner.
    """

    def __init__(self) -> None:
        super().__init__()
        self._snapshot: Snapshot | None = None
        self._theme = palette.LIGHT
        self._kind = LOSS
        self._ranges: tuple[int, float, float, float, bool, str, float] | None = None
        self._variances = TargetVariances()
        self._plot = Plot(
            "plot.loss", bottom=texts.EPOCH(), left=loss_name(DataSpec()), left_width=AXIS_WIDTH
        )
        self._train, self._test = Lines(MEDIUM), Lines(MEDIUM, dashed=True)
        self._others = OtherCurves(self._plot)
        self._marks = LossMarks()
        for item in (self._test, self._train, self._marks):
            self._plot.add(item)
        self._card = Card("plot.readout", texts.READOUT())
        marks = self._marks
        self._reader = EpochReader(self._plot, self._card, self._epochs, self._figures_at, marks.show_epoch)
        self.timeline = TimelineCursor(self._plot, self._reader)
        self._plot.view_box.sigResized.connect(lambda _: self._draw())
        self.log = Switch("plot.log")
        self.log.toggled.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, 2)
        column.addWidget(self._plot, 1)
        self.log.setParent(self._plot)
        self.time_bar = TimeBar(self._plot)
        self._plot.settled.connect(self._place_corners)
        self._plot.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # the switch needs another size: it has a padlock
            self._place_corners()
        return super().eventFilter(watched, event)

    def _place_corners(self) -> None:
        """Put the switch into the corner below the loss axis, and the row for time into the other one."""
        self.log.adjustSize()
        self.time_bar.adjustSize()
        reveal(self.time_bar, self._plot.is_named)  # lower, there is no room below the ticks
        foot = self._plot.height()
        self.log.move(px(LOG_LEFT), foot - self.log.height())
        self.time_bar.move(self._plot.width() - self.time_bar.width(), foot - self.time_bar.height())
        self._plot.axes["bottom"].keep_name_off(self.time_bar.width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_corners()

    def pin(self, pinned: Sequence[Pinned]) -> None:
        """Draw the curves of these runs over those of the present one, in place of those that were pinned."""
        self._others.pin(pinned)
        self._draw()

    @property
    def shows_left_lines(self) -> bool:
        """Whether lines of training that were left are drawn."""
        return self._others.shows_left

    def show_left_lines(self, shown: bool) -> None:
        """Draw lines of training that were left, or not."""
        self._others.shows_left = shown
        self._draw()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the curves of a snapshot."""
        self._snapshot = snapshot
        self._draw()

    def open(self, tab: str) -> None:
        self.show_curve(tab)

    def show_curve(self, kind: str) -> None:
        """Show the losses ("loss"), or the accuracies or R² ("accuracy")."""
        self._kind = kind
        reveal(self.log, kind == LOSS)
        self._draw()

    def _draw(self) -> None:
        if self._snapshot is None or not self.isVisible():
            return
        snapshot, curves = self._snapshot, self._snapshot.curves
        timeline, log = snapshot.timeline, self.log.isChecked() and self._kind == LOSS
        shown = self._lines_of(curves)
        others = self._others.show(timeline.branches, self._lines_of)
        low, high = self._heights(shown, others, log)
        for item, pieces in zip((self._train, self._test), shown, strict=True):
            item.show_lines(pieces)
        self._show_marks(curves, high, log)
        self._marks.held_out = bool(shown[1])
        height = max(self._plot.view_box.height(), 2.0 * real(STRIP))
        first = int(curves.train.epochs[0]) if len(curves.train.epochs) else 0
        end = max(snapshot.epoch, timeline.end, self._others.end(timeline.branches))
        ranges = (first, first + right_end(end - first), low, high, log, self._axis_name(), height)
        if ranges != self._ranges:  # setting them draws new ticks, even where nothing changed
            self._set_ranges(*ranges)
        self.timeline.show_snapshot(snapshot)
        self.time_bar.show_timeline(timeline)
        self._reader.read()

    def _show_marks(self, curves: Curves, high: float, log: bool) -> None:
        """Show what is best, and what was done to the run."""
        assert self._snapshot is not None
        self._marks.show_curves(curves if self._kind == LOSS else None, log)
        self._marks.show_events(curves.events)
        self._marks.show_spike(_spike(curves, high) if self._kind == LOSS and not log else None)
        self._marks.empty = self._invitation(self._snapshot)
        if self._kind == ACCURACY:
            self._marks.note = "" if self._has_shares(self._snapshot) else texts.NO_R2_CURVE()
            self._mark_best_share(self._snapshot)

    def _lines_of(self, curves: Curves) -> Pair:
        """Return what is drawn of curves in the tab that is open."""
        assert self._snapshot is not None
        if self._kind == LOSS:
            return loss_lines(curves, self.log.isChecked())
        if self._snapshot.problem.kind != "regression":
            return accuracy_lines(curves)
        variances = self._variances.of(self._snapshot)
        return r2_lines(curves, variances) if variances is not None else ([], [])

    def _has_shares(self, snapshot: Snapshot) -> bool:
        """Whether the accuracy, or R², has a curve."""
        return snapshot.problem.kind != "regression" or self._variances.of(snapshot) is not None

    def _heights(self, shown: Pair, others: list[list[Points]], log: bool) -> tuple[float, float]:
        """Return the range of the upright axis: that of the run's own curves, with what is near of others."""
        assert self._snapshot is not None
        lines = [line for pieces in shown for line in pieces]
        beside = [line for pieces in others for line in pieces]
        if self._kind == LOSS:
            low, high = loss_range(lines, log, self._snapshot.curves.usual)
            return with_others(low, high, beside, log)
        least = min((float(y.min()) for _, y in [*lines, *beside] if len(y)), default=0.0)
        return (LOWEST if least < 0.0 else 0.0), 1.02

    def _axis_name(self) -> str:
        assert self._snapshot is not None
        if self._kind == LOSS:
            return loss_name(self._snapshot.experiment.data)
        return texts.R2() if self._snapshot.problem.kind == "regression" else texts.ACCURACY()

    def _set_ranges(
        self, first: int, right: float, low: float, high: float, log: bool, left: str, height: float
    ) -> None:
        if first != (self._ranges[0] if self._ranges is not None else 0):
            self._plot.name_axis("bottom", texts.EPOCH_FROM(epoch=first) if first else texts.EPOCH())
        if self._ranges is None or left != self._ranges[-2]:
            self._plot.name_axis("left", left)
        self._ranges = (first, right, low, high, log, left, height)
        self._plot.axes["left"].setTicks([log_ticks(low, high)] if log else None)
        # room for the legend above the curves
        high = low + (high - low) * height / (height - real(STRIP))
        self._plot.view_box.setRange(
            xRange=(first, right), yRange=(low, high), padding=0, disableAutoRange=False
        )

    def _invitation(self, snapshot: Snapshot) -> str:
        """Return what is to be done for curves to appear; "" where there are some, or will be at once."""
        known = snapshot.curves.train.epochs
        begun = len(known) > 1 or (len(known) and snapshot.epoch > known[0])
        if begun or snapshot.busy or snapshot.diverged:
            return ""
        if not len(snapshot.data.train):
            return texts.NO_POINTS()
        if self._kind == LOSS:
            return texts.LOSS_APPEARS()
        return texts.R2_APPEARS() if snapshot.problem.kind == "regression" else texts.ACCURACY_APPEARS()

    def _mark_best_share(self, snapshot: Snapshot) -> None:
        """Mark the best accuracy, or the best R², which is where the loss is lowest."""
        curves = snapshot.curves
        best, variances = curves.best_accuracy, self._variances.of(snapshot)
        if curves.best is not None and variances is not None:
            variance = variances[1 if len(curves.test.epochs) else 0]
            r2 = float(explained(np.array([curves.best[1]]), variance)[0])
            best = (curves.best[0], r2) if r2 >= LOWEST else None
        if best is not None:
            text = share_text(best[1]) if variances is None else r_squared_text(best[1])
            self._marks.show_best(best, float(curves.train.epochs[0]), text, best[1], curves.best_since)

    # -- the readout -------------------------------------------------------------------------

    def _epochs(self) -> Floats:
        return self._snapshot.curves.train.epochs if self._snapshot is not None else np.empty(0)

    def _figures_at(self, epoch: float) -> tuple[CardRow, ...]:
        """Return what the card says of an epoch."""
        assert self._snapshot is not None
        snapshot, curves = self._snapshot, self._snapshot.curves
        lines = [CardRow(texts.AT_EPOCH(epoch=epoch), bold=True)]
        # where the curves are thinned out, the figures of the moment that is shown are known all the same
        here = snapshot.metrics if _is_at(snapshot, epoch) else None
        losses = (here.train_loss, here.test_loss) if here is not None else (None, None)
        rows: list[tuple[Text, Curve, Callable[[float], str], float | None]] = [
            (texts.TRAIN_LOSS, curves.train, loss_text, losses[0]),
            (texts.TEST_LOSS, curves.test, loss_text, losses[1]),
        ]
        if len(curves.train_accuracy.epochs):
            shares = (here.train_accuracy, here.test_accuracy) if here is not None else (None, None)
            rows.append((texts.ACCURACY, curves.train_accuracy, share_text, shares[0]))
            rows.append((texts.ON_TEST, curves.test_accuracy, share_text, shares[1]))
        elif (variances := self._variances.of(snapshot)) is not None:
            both = (texts.R2, texts.ON_TEST), (curves.train, curves.test)
            for name, curve, variance, loss in zip(*both, variances, losses, strict=True):
                piece = since_last_gap(curve, curves.gaps)
                r2 = None if loss is None else float(explained(np.array([loss]), variance)[0])
                rows.append(
                    (name, Curve(piece.epochs, explained(piece.values, variance)), r_squared_text, r2)
                )
        lines += [
            CardRow(name(), value_at(curve, epoch, text, curves.gaps) if exact is None else text(exact))
            for name, curve, text, exact in rows
        ]
        lines += [CardRow(event_line(one.kind.name, one.arguments)) for one in _events_at(curves, epoch)]
        lines += self._others.lines_at(snapshot.timeline.branches, epoch)
        lines += [CardRow(hint) for hint in (self.timeline.hint,) if hint]
        return tuple(lines)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        self._plot.apply_theme(colours)
        self._train.set_colour(colours.train_line)
        self._test.set_colour(colours.test_line)
        self._marks.apply_theme(colours)
        self._card.apply_theme(colours)
        self._others.apply_theme(colours)
        self.timeline.apply_theme(colours)
        self.time_bar.apply_theme(colours)


def _is_at(snapshot: Snapshot, epoch: float) -> bool:
    """Whether a snapshot is of a moment of the past that is the end of this epoch."""
    begun = snapshot.position[0] or snapshot.sample
    return snapshot.timeline.is_past and snapshot.epoch == epoch and snapshot.evaluated and not begun


def _spike(curves: Curves, high: float) -> tuple[float, float] | None:
    """Return the epoch and the height of the highest loss, if the axis ends below it."""
    found = [
        (float(curve.epochs[k]), float(curve.values[k]))
        for curve in (curves.train, curves.test)
        if len(curve.values)
        for k in [int(np.argmax(curve.values))]
    ]
    highest = max(found, key=lambda one: one[1], default=(0.0, 0.0))
    return highest if highest[1] > high else None


def _events_at(curves: Curves, epoch: float) -> list[Event]:
    """Return the events from an epoch on, before the next one that is shown, the latest few."""
    epochs = curves.train.epochs
    after = epochs[np.searchsorted(epochs, epoch, side="right") :]
    end = float(after[0]) if len(after) else np.inf
    return [one for one in curves.events if epoch <= one.epoch < end][-MOST_LINES:]
