"""The transport: reset, play or pause, step; and the figures that tell how training goes."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from playground import theme
from playground.figures import NONE, loss_text, share_text
from playground.snapshot import Snapshot
from playground.theme import Theme
from playground.widgets.controls import Button, caption


class Figure(QVBoxLayout):
    """A number with its name above it, of a fixed width: nothing moves when digits come or go."""

    def __init__(self, name: str, label: str, tip: str, widest: str) -> None:
        super().__init__()
        self.setSpacing(0)
        self._label = label
        self.value = QLabel(NONE)
        self.value.setObjectName(name)
        self.value.setProperty("role", "figure")
        self.value.setToolTip(tip)
        self.value.setAccessibleName(label)
        self._widest = widest
        self.addWidget(caption(label, self.value))
        self.addWidget(self.value)

    def fix_width(self) -> None:
        """Reserve the room of the widest text, once the font is known."""
        self.value.ensurePolished()
        self.value.setMinimumWidth(self.value.fontMetrics().horizontalAdvance(self._widest))

    def show_text(self, text: str) -> None:
        """Show a value."""
        if text != self.value.text():
            self.value.setText(text)
            self.value.setAccessibleName(f"{self._label} {text}")


class Transport(QFrame):
    """The bar at the top of the window.

    Signals
    -------
    reset_requested, play_requested, step_requested
    """

    reset_requested = Signal()
    play_requested = Signal()
    step_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName("Transport")
        self._theme: Theme | None = None
        self._playing = False
        self.reset = Button(
            "transport.reset",
            "Reset",
            "Reset",
            "Back to epoch 0 with the same data and the same first weights. (R)",
        )
        self.play = Button("transport.play", "Play", "Play", "Start or pause training. (Space)")
        self.play.setProperty("role", "primary")
        self.step = Button("transport.step", "Step", "Step", "Train one epoch, then pause. (→)")
        self.reset.clicked.connect(self.reset_requested)
        self.play.clicked.connect(self.play_requested)
        self.step.clicked.connect(self.step_requested)
        self.epoch = Figure(
            "transport.epoch", "Epoch", "How often every train point has been learned from.", "1,000,000,000"
        )
        self.train_loss = Figure(
            "transport.train_loss", "Train loss", "The mean loss over the train points.", "0.00000000"
        )
        self.test_loss = Figure(
            "transport.test_loss",
            "Test loss",
            "The mean loss over points that were never learned from: what counts.",
            "0.00000000",
        )
        self.accuracy = Figure(
            "transport.accuracy",
            "Accuracy, train / test",
            "The share of points whose class is told right; there is none for regression.",
            "100.0 % / 100.0 %",
        )
        self.speed = Figure("transport.speed", "Epochs a second", "How fast it trains now.", "1,000,000")
        self._figures = (self.epoch, self.train_loss, self.test_loss, self.accuracy, self.speed)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, theme.SPACING, theme.MARGIN, theme.SPACING)
        row.setSpacing(theme.SPACING)
        for button in (self.reset, self.play, self.step):
            button.setMinimumSize(QSize(92, 36))
            row.addWidget(button)
        for figure in self._figures:
            row.addSpacing(theme.MARGIN)
            row.addLayout(figure)
        row.addStretch()

    def show_playing(self, playing: bool) -> None:
        """Make the play button say what it will do."""
        self._playing = playing
        self.play.setText("Pause" if playing else "Play")
        self.play.setAccessibleName("Pause" if playing else "Play")
        if self._theme is not None:
            self.play.setIcon(theme.icon("pause" if playing else "play", self._theme.accent_text))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the figures of a snapshot."""
        metrics = snapshot.metrics
        self.epoch.show_text(f"{snapshot.epoch:,}")
        self.train_loss.show_text(loss_text(metrics.train_loss))
        self.test_loss.show_text(loss_text(metrics.test_loss))
        shares = (metrics.train_accuracy, metrics.test_accuracy)
        self.accuracy.show_text(" / ".join(share_text(s) for s in shares))
        self.speed.show_text(f"{snapshot.speed:,.0f}" if snapshot.playing and snapshot.speed else NONE)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours, and measure the figures in its font."""
        self._theme = colours
        self.reset.setIcon(theme.icon("reset", colours.text))
        self.step.setIcon(theme.icon("step", colours.text))
        self.show_playing(self._playing)
        for figure in self._figures:
            figure.fix_width()
