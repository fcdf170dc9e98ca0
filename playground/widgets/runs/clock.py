"""One Play for several runs: the clock that they share, and what moves it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from playground.observers.lanes import ClockUnit, Lanes
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.texts import compare as texts
from playground.texts import transport as transport_texts
from playground.texts.controls import words_of
from playground.widgets.controls import Button, Choice, Switch, caption_of

CLOCKS = {
    ClockUnit.EPOCHS.name: (texts.EPOCHS_CLOCK, texts.EPOCHS_TIP),
    ClockUnit.SECONDS.name: (texts.SECONDS_CLOCK, texts.SECONDS_TIP),
}


# row, column, and how many of each, on so many lines
PLACES = {
    1: tuple((0, k, 1, 1) for k in range(7)),
    2: ((0, 0, 1, 2), (0, 2, 1, 1), (0, 3, 1, 1), (1, 0, 1, 1), (1, 1, 1, 2), (1, 3, 1, 1), (0, 4, 1, 1)),
    3: ((0, 0, 1, 2), (0, 2, 1, 1), (0, 3, 1, 1), (1, 0, 1, 1), (1, 1, 1, 2), (1, 3, 1, 1), (2, 0, 1, 4)),
}
TIME = 90  # the width of the time on a line with others


class ClockBar(QWidget):
    """Play, step and reset for all runs, the unit of their clock, and what it shows.

    Signals
    -------
    play_asked, step_asked, reset_asked ()
    unit_chosen (str)
        A name in `ClockUnit`.

    Attributes
    ----------
    log : Switch
        For a logarithmic axis of the losses.
    """

    play_asked = Signal()
    step_asked = Signal()
    reset_asked = Signal()
    unit_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._playing = False
        self.play, self.step, self.reset = (Button(f"compare.{one}") for one in ("play", "step", "reset"))
        self.play.setProperty("role", "primary")
        self.unit = Choice("compare.clock", {name: (text(), tip()) for name, (text, tip) in CLOCKS.items()})
        self.log = Switch("compare.log")
        self.time = QLabel()
        self.time.setProperty("role", "strong")
        # it has what is left: nothing moves as the numbers grow
        self.time.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        fit(self._grid.setHorizontalSpacing, sizes.TIGHT)
        fit(self._grid.setVerticalSpacing, sizes.TIGHT)
        self._label = caption_of(self.unit)
        self.arrange(3)
        for button, signal in (
            (self.play, self.play_asked),
            (self.step, self.step_asked),
            (self.reset, self.reset_asked),
        ):
            button.clicked.connect(signal)
        self.unit.chosen.connect(self.unit_chosen)

    def arrange(self, lines: int) -> None:
        """Place everything on so many lines, from 1 to 3."""
        parts = (*self._in_line, self.time)
        for part, place in zip(parts, PLACES[lines], strict=True):
            self._grid.addWidget(part, *place)
        for k in range(len(parts)):
            self._grid.setColumnStretch(k, k == {1: len(parts) - 1, 2: 4, 3: 1}[lines])

    @property
    def _in_line(self) -> tuple[QWidget, ...]:
        return self.play, self.step, self.reset, self._label, self.unit, self.log

    @property
    def width_on_line(self) -> int:
        """The width that one line needs."""
        gaps = (len(self._in_line) + 1) * self._grid.horizontalSpacing()
        return sum(one.sizeHint().width() for one in self._in_line) + gaps + px(TIME)

    def show_lanes(self, lanes: Lanes | None) -> None:
        """Show the clock; None while there is nothing to train."""
        for one in (self.play, self.step, self.reset):
            one.setEnabled(lanes is not None)
        if lanes is None:
            self.time.setText(texts.PREPARING())
            self._show_playing(False)
            return
        self.unit.show_name(lanes.unit.name)
        shown = texts.clock_text(lanes.time, lanes.unit is ClockUnit.SECONDS)
        if shown != self.time.text():
            self.time.setText(shown)
        self._show_playing(lanes.playing)

    def _show_playing(self, playing: bool) -> None:
        self._playing = playing
        text = transport_texts.PAUSE() if playing else words_of("compare.play").text
        if text != self.play.text():
            self.play.setText(text)
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._theme is not None:
            name = "pause" if self._playing else "play"
            self.play.setIcon(icons.icon(name, self._theme.accent_text))

    def _keep_width(self) -> None:
        """Keep the width whether it plays or not, so that nothing moves under the pointer."""
        shown, widest = self.play.text(), 0
        for text in (transport_texts.PAUSE(), words_of("compare.play").text):
            self.play.setText(text)
            widest = max(widest, self.play.sizeHint().width())
        self.play.setText(shown)
        self.play.setMinimumWidth(widest)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._theme = colours
        self._draw_icon()
        fit(self._keep_width)
        self.step.setIcon(icons.icon("step", colours.text))
        self.reset.setIcon(icons.icon("reset", colours.text))
