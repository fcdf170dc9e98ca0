"""The transport: start again, play or pause, step, speed; and the figures that tell how training goes."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy

from playground.classroom.catalogue import OTHER_DATA, OTHER_START, controls
from playground.classroom.choice import Classroom
from playground.observers.r_squared import TargetVariances, r2_text
from playground.observers.snapshot import Snapshot
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, px
from playground.texts.numbers import NONE, loss_text, share_text
from playground.texts.speeds import FULL, SPEEDS
from playground.widgets.controls import Button, Choice, MenuButton, caption_of, prepare
from playground.widgets.controls.visibility import hide
from playground.widgets.transport.readout import Figure

BUTTON_WIDTH, PLAY_WIDTH, HEIGHT = 84, 90, Slow(36)
NARROW = Slow(5)
MEASURED_WIDTH = 84
ACCURACY, R2 = "Accuracy, train / test", "R², train / test"
WIDEST_LOSS = "8888.8888"  # no loss is written wider
# what a step is -> (in the menu, on the button, what it does to learning)
STEPS = {
    "epoch": ("Step by &epoch", "Step", "Train to the end of the epoch, then pause."),
    "batch": ("Step by &mini-batch", "Step batch", "Train one mini-batch: the weights move once."),
    "sample": (
        "Step by &sample",
        "Step sample",
        "Go forward and back through one sample; the weights move with the last one of the mini-batch.",
    ),
}


class Transport(QFrame):
    """The bar at the top of the window.

    Signals
    -------
    reset_requested, play_requested
    step_requested (str)
        "epoch", "batch" or "sample".
    step_chosen (str)
        What a step is from now on.
    pace_requested (str)
        A name in `PACES`.
    """

    reset_requested = Signal()
    play_requested = Signal()
    step_requested = Signal(str)
    step_chosen = Signal(str)
    pace_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Transport")
        self._theme: Theme | None = None
        self._playing = False
        self._spreads = TargetVariances()
        self.step_of = "epoch"
        self.starts, self._steps = QMenu(), QMenu()
        self._make_buttons()
        self._make_figures()
        row = self._controls = QHBoxLayout()
        fit(row.setSpacing, sizes.SPACING)
        row.addLayout(_joined(self.reset, self.reset_menu))
        row.addWidget(self.play)
        row.addLayout(_joined(self.step, self.step_menu))
        row.addLayout(self._make_speed())
        row.addStretch()
        row = self._told = QHBoxLayout()
        fit(row.setSpacing, sizes.SPACING + sizes.TIGHT)
        for figure in self._figures:
            row.addLayout(figure)
        row.addStretch()
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        fit(self._both.setContentsMargins, sizes.MARGIN, NARROW, sizes.MARGIN, NARROW)
        self._both.addLayout(self._controls)
        self._both.addLayout(self._told, 1)

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
        for of, (text, _, tip) in STEPS.items():
            action = QAction(text, self)
            action.setCheckable(True)
            action.setToolTip(tip)
            action.triggered.connect(lambda _=False, of=of: self.step_chosen.emit(of))
            group.addAction(action)
            self._step_actions[of] = action
            self._steps.addAction(action)
        self.show_step(self.step_of)

    def _make_speed(self) -> QBoxLayout:
        self.speed = Choice(
            "transport.speed",
            {name: (speed.label, speed.hint) for name, speed in SPEEDS.items()},
        )
        self.speed.show_name(FULL)
        self.speed.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.speed.chosen.connect(self.pace_requested)
        self.measured = QLabel(NONE)
        self.measured.setProperty("role", "caption")
        self.measured.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        fit(self.measured.setFixedWidth, MEASURED_WIDTH)
        prepare(self.measured, "transport.epochs_a_second")
        head = QHBoxLayout()
        head.addWidget(caption_of(self.speed))
        head.addStretch()
        head.addWidget(self.measured)
        column = self._pace = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        fit(column.setSpacing, 1)
        column.addLayout(head)
        column.addWidget(self.speed)
        return column

    def _make_figures(self) -> None:
        self.epoch = Figure("transport.epoch", "100,000,000")
        self.place = Figure("transport.place", "25 / 25 · 10 / 10")
        self.train_loss = Figure("transport.train_loss", WIDEST_LOSS)
        self.test_loss = Figure("transport.test_loss", WIDEST_LOSS)
        self.accuracy = Figure("transport.accuracy", "100.0% / 100.0%")
        self._figures = (self.epoch, self.place, self.train_loss, self.test_loss, self.accuracy)

    # -- its room ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        """Where there is no room side by side, figures stand below the controls; the finest may go."""
        margins = self._both.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        figures = [figure.minimumSize().width() for figure in self._figures]
        gap = self._told.spacing()
        whole = sum(figures) + gap * (len(figures) - 1)
        way = QBoxLayout.Direction
        self._pace.setDirection(way.TopToBottom)  # as it would be beside the figures
        self._controls.invalidate()
        beside = self._controls.sizeHint().width() + gap + whole <= room
        self._both.setDirection(way.LeftToRight if beside else way.TopToBottom)
        if not beside:
            self._pace.setDirection(way.LeftToRight)
        self._pace.setSpacing(px(1 if beside else sizes.SPACING))
        self._both.setSpacing(gap if beside else px(sizes.TIGHT))
        self.place.set_visible(beside or whole <= room)

    def minimumSizeHint(self) -> QSize:
        """Each line has room; they need not stand side by side."""
        margins = self._both.contentsMargins()
        figures = sum(one.minimumSize().width() for one in self._figures if one is not self.place)
        figures += self._told.spacing() * (len(self._figures) - 1)
        least = max(self._controls.sizeHint().width(), figures) + margins.left() + margins.right()
        return QSize(least, self._both.totalMinimumSize().height())

    # -- what is shown -----------------------------------------------------------------------

    def show_step(self, of: str) -> None:
        """Make the step button do another step, and say so."""
        self.step_of = of if of in STEPS else "epoch"
        _, text, tip = STEPS[self.step_of]
        self._step_actions[self.step_of].setChecked(True)
        self.step.setText(text)
        if self._theme is not None:
            self._settle()
        self.step.setAccessibleName(text)
        self.step.setToolTip(f"{tip} (→)")
        self.step.setAccessibleDescription(tip)
        self.step.setWhatsThis(f"<b>{text}</b><p>{tip}</p>")

    def show_pace(self, name: str) -> None:
        """Show how fast training may go."""
        self.speed.show_name(name)

    def show_playing(self, playing: bool) -> None:
        """Make the play button say what it will do."""
        self._playing = playing
        self.play.setText("Pause" if playing else "Play")
        self.play.setAccessibleName("Pause" if playing else "Play")
        if self._theme is not None:
            self.play.setIcon(icons.icon("pause" if playing else "play", self._theme.accent_text))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the figures of a snapshot."""
        metrics = snapshot.metrics
        self.epoch.show_text(f"{snapshot.epoch:,}")
        self.place.show_text(self._place_text(snapshot))
        self.train_loss.show_text(loss_text(metrics.train_loss))
        self.test_loss.show_text(loss_text(metrics.test_loss))
        self._show_accuracy(snapshot)
        speed = snapshot.speed if snapshot.playing else 0.0
        text = f"{speed:,.0f} / s" if speed >= 10.0 else f"{speed:.2g} / s" if speed else NONE
        if text != self.measured.text():
            self.measured.setText(text)
            self.measured.setAccessibleName(f"Epochs a second {text}")

    def _show_accuracy(self, snapshot: Snapshot) -> None:
        """Show the accuracies, or for a regression R²."""
        metrics, spreads = snapshot.metrics, self._spreads.of(snapshot)
        self.accuracy.rename(ACCURACY if spreads is None else R2)
        if spreads is None:
            texts = [share_text(one) for one in (metrics.train_accuracy, metrics.test_accuracy)]
        else:
            losses = metrics.train_loss, metrics.test_loss
            texts = [r2_text(*one) for one in zip(losses, spreads, strict=True)]
        self.accuracy.show_text(" / ".join(texts))

    def _place_text(self, snapshot: Snapshot) -> str:
        """Where in the epoch it stands, as fully as there is room for."""
        if snapshot.playing and not snapshot.by_batch:
            return NONE
        done, count, size = snapshot.place
        whole, short = f"{done:,} / {count:,}", f"{done:,}"
        if snapshot.sample:
            whole, short = f"{whole} · {snapshot.sample:,} / {size:,}", f"{short} · {snapshot.sample:,}"
        return whole if self.place.fits(whole) else short

    def show_classroom(self, classroom: Classroom) -> None:
        """Close up what a choice for a class has left empty."""
        hide(self.reset_menu, {OTHER_DATA, OTHER_START} <= classroom.hidden)
        hide(self, {name for name in controls() if name.startswith("transport.")} <= classroom.hidden)

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


def _joined(button: Button, arrow: MenuButton) -> QHBoxLayout:
    """A button with its arrow close beside it."""
    row = QHBoxLayout()
    fit(row.setSpacing, 2)
    row.addWidget(button)
    row.addWidget(arrow)
    return row
