"""The slim row below the loss plot: playing the past back, a menu; while training again, how far that is."""

import math

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from playground.observers.timeline import Timeline
from playground.style import icons
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit
from playground.texts import time as texts
from playground.widgets.controls import Button, icon_button, prepare
from playground.widgets.controls.base import explain
from playground.widgets.controls.visibility import reveal

HEIGHT, ARROW, BAR = Slow(22), Slow(26), Slow(66)
SHORT = 0.5  # seconds: what takes less needs no bar
PER_CENT = 100


class TimeBar(QWidget):
    """Two buttons; while a moment is being trained again, a bar and a button that ends it.

    Signals
    -------
    play_back_asked, stop_asked
    menu_asked (QPoint)
        Where the menu is to be, on the screen.
    """

    play_back_asked = Signal()
    stop_asked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.play_back, self.menu, self.stop = (
            Button("time.play_back"),
            icon_button("time.menu"),
            Button("time.stop"),
        )
        self.progress = QProgressBar()
        prepare(self.progress, "time.progress")
        self.progress.setRange(0, PER_CENT)
        fit(self.progress.setFixedSize, BAR, HEIGHT)
        for button in (self.play_back, self.stop):
            button.setProperty("role", "slim")
            fit(button.setFixedHeight, HEIGHT)
        fit(self.menu.setFixedSize, ARROW, HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        fit(row.setSpacing, 2)
        for one in (self.progress, self.stop, self.play_back, self.menu):
            row.addWidget(one)
        self._theme: Theme | None = None
        self._plays = self._is_long = False
        self.play_back.clicked.connect(self.play_back_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.menu.clicked.connect(self._open)
        self.show_timeline(Timeline())

    def _open(self) -> None:
        self.menu_asked.emit(self.menu.mapToGlobal(self.menu.rect().bottomLeft()))

    def show_timeline(self, timeline: Timeline) -> None:
        """Show whether there is a past, or how far training again has come."""
        goes = timeline.going_to is not None
        self._is_long = goes and (self._is_long or timeline.seconds > SHORT)
        for one, there in (
            (self.progress, self._is_long),
            (self.stop, self._is_long),
            (self.play_back, not self._is_long),
            (self.menu, not self._is_long),
        ):
            reveal(one, there)
        self.play_back.setEnabled(timeline.end > timeline.first)
        if self._is_long and timeline.going_to is not None:
            self.progress.setValue(round(PER_CENT * timeline.share))
            left = math.ceil(timeline.seconds) if math.isfinite(timeline.seconds) else None
            self.progress.setFormat("" if left is None else texts.SECONDS_LEFT(n=left))
            explain(self.progress, note=texts.TRAINING_AGAIN(epoch=timeline.going_to))
        self.adjustSize()

    def show_playing(self, plays: bool) -> None:
        """Show on the button whether it plays or stops."""
        if plays == self._plays:
            return
        self._plays = plays
        # as wide as before: nothing moves under the pointer
        self.play_back.setMinimumWidth(self.play_back.sizeHint().width() if plays else 0)
        self.play_back.setText((texts.PAUSE if plays else texts.PLAY_BACK_SHORT)())
        self._draw_icon()
        self.adjustSize()

    def _draw_icon(self) -> None:
        if self._theme is not None:
            self.play_back.setIcon(icons.icon("pause" if self._plays else "play_back", self._theme.text))

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._theme = colours
        self.menu.setIcon(icons.icon("more", colours.text))
        self._draw_icon()
