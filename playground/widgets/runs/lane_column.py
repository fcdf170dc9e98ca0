"""One side of a comparison: which run it is, its output, its network, and its figures."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.observers.lanes import Lane
from playground.observers.plane import AskPlane
from playground.style import sizes
from playground.style.palette import Theme, lane_colour
from playground.style.scaling import LARGE, fit, px, scale
from playground.texts import compare as texts
from playground.texts.numbers import loss_text
from playground.widgets.controls import Button, prepare
from playground.widgets.runs.contender import ContenderRow
from playground.widgets.runs.figures import Figures, why_none
from playground.widgets.runs.lane_network import LaneNetwork
from playground.widgets.runs.lane_output import LaneOutput

RESOLUTION = 64  # of the output
SHARES = 5, 4  # of output and network
WIDE = 1.25  # times as wide as high: from there on, output and network stand side by side


class Pictures(QWidget):
    """Output and network, below each other, or side by side where there is more width than height."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        self._parts = parts
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)  # see minimumSizeHint
        self._row.setContentsMargins(0, 0, 0, 0)
        fit(self._row.setSpacing, sizes.TIGHT)
        for part, share in zip(parts, SHARES, strict=True):
            self._row.addWidget(part, share)

    @property
    def _fits_beside(self) -> bool:
        return self.width() >= sum(one.minimumSizeHint().width() for one in self._parts) + self._row.spacing()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: as high as both only where there is no room for them side by side."""
        least = [one.minimumSizeHint() for one in self._parts]
        highs = [one.height() for one in least]
        high = max(highs) if self._fits_beside else sum(highs) + self._row.spacing()
        return QSize(max(one.width() for one in least), high)

    sizeHint = minimumSizeHint  # it takes what is left

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        wide = self._fits_beside and self.width() > WIDE * self.height()
        self._row.setDirection(way.LeftToRight if wide else way.TopToBottom)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class LaneColumn(QWidget):
    """A run with its letter, to be chosen, watched, and taken in hand.

    Parameters
    ----------
    lane : int
        Which of the runs it is.

    Signals
    -------
    take_asked ()
    changed ()
        `asks` has changed: other things are in sight.
    """

    take_asked = Signal()
    changed = Signal()

    def __init__(self, lane: int) -> None:
        super().__init__()
        self.lane = lane
        letter = texts.LETTERS[lane]
        name = letter.lower()
        self._badge = QLabel(letter)
        self._badge.setProperty("role", "title")
        self.choice = ContenderRow(name)
        self.output, self.network = LaneOutput(), LaneNetwork()
        prepare(self.output, f"compare.{name}_output")
        prepare(self.network, f"compare.{name}_network")
        self.figures = Figures()
        self.take = Button(f"compare.{name}_take")
        self.take.setProperty("role", "slim")
        self.take.clicked.connect(self.take_asked)
        self.network.changed.connect(self.changed)
        self._pictures = Pictures(self.output, self.network)
        self._place()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        head = QHBoxLayout()
        fit(head.setSpacing, sizes.SPACING)
        column.addLayout(head)
        head.addWidget(self._badge)
        head.addWidget(self.choice, 1)
        column.addWidget(self._pictures, 1)
        self._foot = foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        column.addLayout(foot)
        foot.addWidget(self.figures, 1)
        foot.addWidget(self.take)
        fit(self._turn_foot)

    def _turn_foot(self) -> None:
        """Place what takes the run in hand beside its figures, or below them where text is large."""
        way = QBoxLayout.Direction
        self._foot.setDirection(way.TopToBottom if scale() >= LARGE else way.LeftToRight)

    @property
    def asks(self) -> tuple[object, ...]:
        """Everything of this run that is looked at."""
        return AskPlane(self.output.frame, RESOLUTION), self.network.ask

    def show_lane(self, lane: Lane | None) -> None:
        """Show the run as it is now, but its network; None while it is being prepared."""
        frame = self.output.frame
        snapshot = lane.snapshot if lane is not None else None
        self.output.show_snapshot(snapshot)
        self.take.setEnabled(lane is not None)
        self.figures.show_forms(*figures_of(lane))
        if self.output.frame != frame:
            self.changed.emit()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.output.apply_theme(colours)
        self.network.apply_theme(colours)
        self._badge.setStyleSheet(f"color: {lane_colour(colours, self.lane)}")
        fit(self._fix_badge)

    def _fix_badge(self) -> None:
        self._badge.setMinimumWidth(px(14))


def figures_of(lane: Lane | None) -> tuple[str, ...]:
    """Return the losses of a run, or why it trains no further; the longest form first."""
    why = why_none(lane)
    if lane is None or why:
        return (why,)
    snapshot = lane.snapshot
    train, test = (loss_text(one) for one in (snapshot.metrics.train_loss, snapshot.metrics.test_loss))
    if not len(snapshot.data.test):
        return tuple(one(train=train) for one in texts.FIGURES_TRAIN)
    return tuple(one(train=train, test=test) for one in texts.FIGURES)
