"""The transport: reset, play or pause, step, speed; and the figures that show how training goes."""

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QWidget,
)

from playground.classroom.catalogue import MATHS_VIEW, NEW_DATA, NEW_START, RUNS_VIEW, controls
from playground.classroom.choice import Classroom
from playground.observers.r_squared import TargetVariances, r2_text
from playground.observers.snapshot import Snapshot
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, px
from playground.texts import time as time_texts
from playground.texts import transport as texts
from playground.texts.names import LOSS_UNITS
from playground.texts.numbers import NONE, count_text, loss_text, rate_text, share_text
from playground.texts.old import MARKED
from playground.texts.speeds import FULL, SPEEDS
from playground.widgets.controls import Button, Choice, MenuButton, caption_of, prepare
from playground.widgets.controls.base import explain, literal
from playground.widgets.controls.labels import BELOW
from playground.widgets.controls.visibility import hide, reveal
from playground.widgets.transport.readout import Figure
from playground.widgets.transport.views import VIEWS, ViewSwitch

BUTTON_WIDTH, PLAY_WIDTH, HEIGHT = 70, 84, Slow(32)
MEASURED_WIDTH = Slow(80)
BAR = 12  # a scroll bar takes no more of the width
# epochs a second: progress within an epoch is shown below the first, and then until the second is reached
LONG, FASTEST = 2.0, 4.0
UNHURRIED = (
    0.25  # times as much where the speed is limited: a short epoch that waits for the next is not long
)
WIDEST_LOSSES = "8888.8888", MARKED(figure="888.8888")  # no loss takes more room; larger ones are not marked


class Measured(QLabel):
    """How many epochs a second there are; while there are none, it writes nothing, and keeps its room."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.text() != NONE:
            super().paintEvent(event)


class Transport(QFrame):
    """The bar at the top of the window.

    Signals
    -------
    reset_requested, play_requested
    step_requested (str)
        "epoch", "batch" or "sample".
    step_chosen (str)
        What a step is to be.
    speed_requested (str)
        A name in `SPEEDS`.
    """

    takes_turns = True  # digits that change sixty times a second cannot be read anyway

    reset_requested = Signal()
    play_requested = Signal()
    step_requested = Signal(str)
    step_chosen = Signal(str)
    speed_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(texts.TRANSPORT())
        self._theme: Theme | None = None
        self._playing = False
        self._branches = ""  # what is said of Play in the past
        self._variances = TargetVariances()
        self._long = False  # whether an epoch takes so long that its progress can be followed
        self.step_of = "epoch"
        self.starts, self._steps = QMenu(), QMenu()
        self._make_buttons()
        self._whole = QHBoxLayout(self)
        fit(self._whole.setContentsMargins, sizes.MARGIN, sizes.TIGHT, sizes.MARGIN, sizes.SPACING)
        fit(self._whole.setSpacing, sizes.SPACING)
        self._both = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._whole.addLayout(self._both, 1)
        row = self._controls = QHBoxLayout()
        self._both.addLayout(row)
        fit(row.setSpacing, sizes.SPACING)
        below = Qt.AlignmentFlag.AlignBottom  # on the line of the figures, not of their names
        joined = _joined(self.reset, self.reset_menu), self.play, _joined(self.step, self.step_menu)
        for one in joined:
            row.addWidget(one, 0, below)
        row.addWidget(self._make_speed())
        self._parts = (*joined, self.speed)
        self.views = ViewSwitch()
        self._beside: bool | None = None  # whether controls and figures are in one line; None before any
        row.addStretch()
        self._whole.addWidget(self.views, 0, Qt.AlignmentFlag.AlignVCenter)  # beside both lines
        self._place_speed(beside=False)
        self._make_figures()

    def _make_buttons(self) -> None:
        self.reset = Button("transport.reset")
        self.reset_menu = MenuButton("transport.reset_menu", self.starts)
        self.play = Button("transport.play")
        self.play.setProperty("role", "primary")
        self.step = Button("transport.step")
        self.step_menu = MenuButton("transport.step_menu", self._steps)
        self._fill_steps()
        for button in (self.reset, self.play, self.step):
            fit(button.setMinimumWidth, BUTTON_WIDTH)
            fit(button.setMinimumHeight, HEIGHT)
        fit(self.play.setMinimumWidth, PLAY_WIDTH)
        for arrow in (self.reset_menu, self.step_menu):
            fit(arrow.setFixedHeight, HEIGHT)
        self.reset.clicked.connect(self.reset_requested)
        self.play.clicked.connect(self.play_requested)
        self.step.clicked.connect(lambda: self.step_requested.emit(self.step_of))

    def _fill_steps(self) -> None:
        group = QActionGroup(self)
        self._step_actions: dict[str, QAction] = {}
        for of, words in texts.STEPS.items():
            action = QAction(words.menu(), self)
            action.setCheckable(True)
            action.setToolTip(literal(words.tip()))
            action.triggered.connect(lambda _=False, of=of: self.step_chosen.emit(of))
            group.addAction(action)
            self._step_actions[of] = action
            self._steps.addAction(action)
        self.show_step(self.step_of)

    def _make_speed(self) -> QWidget:
        self.speed = Choice(
            "transport.speed",
            {name: (speed.label, speed.tip) for name, speed in SPEEDS.items()},
        )
        self.speed.show_name(FULL)
        self.speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        fit(self.speed.setMinimumHeight, HEIGHT)
        self.speed.chosen.connect(self.speed_requested)
        self.measured = Measured(NONE)
        self.measured.setProperty("role", "caption")
        prepare(self.measured, "transport.epochs_a_second")
        fit(self.measured.setMinimumWidth, MEASURED_WIDTH)
        self._speed_label = caption_of(self.speed)
        whole = QWidget()
        grid = self._speed_box = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        fit(grid.setHorizontalSpacing, sizes.SPACING)
        fit(grid.setVerticalSpacing, BELOW)
        grid.addWidget(self.speed, 1, 0, 1, 2)
        return whole

    def _place_speed(self, beside: bool) -> None:
        """Place the measured speed above the list, or beside it: there, what it offers says what it is."""
        reveal(self._speed_label, beside)
        self._speed_box.addWidget(self._speed_label, 0, 0)
        self._speed_box.addWidget(self.measured, *((0, 1) if beside else (1, 2)))

    def _make_figures(self) -> None:
        row = self._readouts = QHBoxLayout()
        self._both.addLayout(row, 1)
        fit(row.setSpacing, sizes.SPACING)
        self.epoch = Figure(row, "transport.epoch", "100,000,000")
        self.place = Figure(row, "transport.place", "88/88 · 10/10")
        self.train_loss = Figure(row, "transport.train_loss", *WIDEST_LOSSES)
        self.test_loss = Figure(row, "transport.test_loss", *WIDEST_LOSSES)
        self.accuracy = Figure(row, "transport.accuracy", MARKED(figure="100.0% / 100.0%"))
        row.addStretch()
        self._figures = (self.epoch, self.place, self.train_loss, self.test_loss, self.accuracy)

    # -- layout ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()
        self._whole.activate()

    def _settle(self) -> None:
        """Place the figures below the controls where there is no room beside them; Batch · sample may go."""
        margins = self._whole.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        figures = [figure.least for figure in self._figures]
        gap = self._readouts.spacing()
        whole = sum(figures) + gap * (len(figures) - 1)
        controls = self._widths_of_controls()
        # one line needs less height, so that the window may lose its scroll bar, and gain its width: no going
        # to and fro for that
        spare = px(BAR) if self._beside is False else 0
        left = room - controls - 2 * gap - whole - spare
        beside = left >= self.views.width_in(2)  # with more rows the line would be higher
        if not beside:
            left = room - gap - max(self._widths_of_lines())
        columns = self._columns_in(left, fewest=2 if beside else 1)
        self.views.show_columns(columns)
        if beside != self._beside:
            self._beside = beside
            self._place_speed(beside)
            way = QBoxLayout.Direction
            self._both.setDirection(way.LeftToRight if beside else way.TopToBottom)
        for figure in self._figures:
            figure.fix_height(px(HEIGHT) if beside else 0)
        self._both.setSpacing(gap if beside else px(sizes.TIGHT))
        self.place.set_visible(beside or whole + gap + self.views.width_in(columns) <= room)

    def _widths_of_controls(self) -> int:
        """Return how wide the controls are, with what is between them."""
        each = [max(one.sizeHint().width(), one.minimumWidth()) for one in self._parts]
        return sum(each) + self._controls.spacing() * (len(each) - 1)

    def _widths_of_lines(self) -> tuple[int, int]:
        """Return how wide controls and figures are, each on a line of its own, without Batch · sample."""
        measured = self.measured.minimumWidth() + self._speed_box.horizontalSpacing()
        figures = [one.least for one in self._figures if one is not self.place]
        between = self._readouts.spacing() * (len(figures) - 1)
        return self._widths_of_controls() + measured, sum(figures) + between

    def _columns_in(self, room: int, fewest: int) -> int:
        """Return how many columns the views have where there is so much width for them."""
        width_in = self.views.width_in
        return next((n for n in (len(VIEWS), 2) if width_in(n) + px(BAR) * (n > 2) <= room), fewest)

    def minimumSizeHint(self) -> QSize:
        """Return the room of the longer line: the two need not be side by side."""
        margins = self._whole.contentsMargins()
        views = self._whole.spacing() + self.views.width_in(1)
        least = max(self._widths_of_lines()) + views + margins.left() + margins.right()
        return QSize(least, self._whole.totalMinimumSize().height())

    # -- what is shown -----------------------------------------------------------------------

    def show_step(self, of: str) -> None:
        """Choose what the step button does, and show it."""
        self.step_of = of if of in texts.STEPS else "epoch"
        words = texts.STEPS[self.step_of]
        text, tip = words.button(), words.tip()
        self._step_actions[self.step_of].setChecked(True)
        self.step.setText(text)
        if self._theme is not None:
            self._settle()
        self.step.setAccessibleName(text)
        explain(self.step, name=text, tip=texts.STEP_TIP(tip=tip))

    def show_speed(self, name: str) -> None:
        """Show how fast training may go."""
        self.speed.show_name(name)

    def show_playing(self, playing: bool) -> None:
        """Show on the play button what it does."""
        self._playing = playing
        text = texts.PAUSE() if playing else texts.PLAY()
        self.play.setText(text)
        self.play.setAccessibleName(text)
        if self._theme is not None:
            self.play.setIcon(icons.icon("pause" if playing else "play", self._theme.accent_text))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the figures of a snapshot."""
        metrics = snapshot.metrics
        self._show_epoch(snapshot)
        self.place.show_text(self._place_text(snapshot))
        in_units = LOSS_UNITS() if snapshot.experiment.data.standardises else ""
        for figure in (self.train_loss, self.test_loss):
            figure.show_units(in_units)
        mark = snapshot.is_old(), not math.isnan(metrics.train_loss)
        self.train_loss.show_text(loss_text(metrics.train_loss), *mark)
        tested = len(snapshot.data.test) > 0
        self.test_loss.show_text(loss_text(metrics.test_loss), *(mark if tested else ()))
        self._show_accuracy(snapshot, mark)
        speed = snapshot.speed if snapshot.playing else 0.0
        text = texts.SPEED(speed=rate_text(speed)) if speed else NONE
        if text != self.measured.text():
            self.measured.setText(text)
            self.measured.setAccessibleName(texts.MEASURED(speed=text))

    def _show_epoch(self, snapshot: Snapshot) -> None:
        """Show the epoch; in the past also of how many, and what Play does there."""
        timeline, epoch = snapshot.timeline, count_text(snapshot.epoch)
        if timeline.is_past:
            whole = time_texts.OF(epoch=epoch, end=count_text(timeline.end))
            epoch = whole if self.epoch.fits(whole) else epoch
        self.epoch.rename((time_texts.PAST_EPOCH if timeline.is_past else texts.EPOCH)())
        self.epoch.show_text(epoch)
        note = ""
        if timeline.is_past:
            note = time_texts.PLAY_BRANCHES(epoch=snapshot.epoch, end=timeline.end)
        if note != self._branches:
            self._branches = note
            for one in (self.play, self.step):
                explain(one, note=note)

    def _show_accuracy(self, snapshot: Snapshot, mark: tuple[bool, bool]) -> None:
        """Show the accuracies, or R² for regression."""
        metrics, variances = snapshot.metrics, self._variances.of(snapshot)
        self.accuracy.rename(texts.ACCURACY() if variances is None else texts.R2())
        if variances is None:
            train, test = share_text(metrics.train_accuracy), share_text(metrics.test_accuracy)
        else:
            train, test = r2_text(metrics.train_loss, variances[0]), r2_text(metrics.test_loss, variances[1])
        self.accuracy.show_text(texts.BOTH(train=train, test=test), *mark)

    def _place_text(self, snapshot: Snapshot) -> str:
        """Return the position in the epoch, as fully as there is room for."""
        done, count, size = snapshot.position
        if snapshot.playing and not self._can_be_followed(snapshot):
            return NONE
        whole, short = texts.OF(done=done, n=count), count_text(done)
        if snapshot.sample:
            sample = texts.OF(done=snapshot.sample, n=size)
            whole = texts.BATCH_AND_SAMPLE(batch=whole, sample=sample)
            short = texts.BATCH_AND_SAMPLE(batch=short, sample=count_text(snapshot.sample))
        return whole if self.place.fits(whole) else short

    def _can_be_followed(self, snapshot: Snapshot) -> bool:
        """Whether training is slow enough for its progress within an epoch to be shown."""
        if snapshot.by_batch:
            self._long = False
        elif snapshot.speed:  # it is measured now and then
            share = 1.0 if self.speed.name() == FULL else UNHURRIED
            self._long = snapshot.speed < share * (FASTEST if self._long else LONG)
        return snapshot.by_batch or self._long

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse what a choice for a class leaves empty."""
        hide(self.reset_menu, {NEW_DATA, NEW_START} <= classroom.hidden)
        self.views.show_classroom(classroom)
        here = {MATHS_VIEW, RUNS_VIEW, *(name for name in controls() if name.startswith("transport."))}
        hide(self, here <= classroom.hidden)
        self._settle()  # what is hidden leaves room, and what comes back needs it

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours, and measure the figures in its font."""
        self._theme = colours
        self.reset.setIcon(icons.icon("reset", colours.text))
        self.step.setIcon(icons.icon("step", colours.text))
        for arrow in (self.reset_menu, self.step_menu):
            arrow.setIcon(icons.icon("more", colours.text))
        self.show_playing(self._playing)
        for figure in self._figures:
            figure.fix_width()
        self._settle()
        self._whole.activate()


def _joined(button: Button, arrow: MenuButton) -> QWidget:
    """A button with its arrow close beside it."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    fit(row.setSpacing, 2)
    row.addWidget(button)
    row.addWidget(arrow)
    return whole
