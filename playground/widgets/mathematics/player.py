"""The explained step: back and forth through the moments of a step, or played at a speed that is chosen."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy

from playground.classroom.catalogue import MATHS
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, px
from playground.texts import explained as texts
from playground.texts.controls import words_of
from playground.widgets.controls import Button, Choice, caption_of, icon_button
from playground.widgets.controls.base import announce
from playground.widgets.controls.panel import Panel

USUAL = "usual"
WIDTH = Slow(86)


class Player(Panel):
    """Buttons, the speed, and in words what happens at the moment in sight.

    Signals
    -------
    start_asked, back_asked, forward_asked ()
    speed_chosen (str)
        A name in `texts.explained.SPEEDS`.
    """

    groups = (MATHS,)
    start_asked = Signal()
    back_asked = Signal()
    forward_asked = Signal()
    speed_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(texts.STEP())
        self._theme: Theme | None = None
        self._playing, self._caption = False, ""
        self.start, self.back = icon_button("maths.start"), icon_button("maths.back")
        self.forward, self.play = icon_button("maths.forward"), Button("maths.play")
        self.speed = Choice(
            "maths.speed", {name: (one(), tip()) for name, (one, tip, _) in texts.SPEEDS.items()}
        )
        self.speed.show_name(USUAL)
        self.caption = QLabel()
        self.caption.setProperty("role", "strong")
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.forward_asked)
        self._place()
        self._connect()

    def _place(self) -> None:
        self.caption.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        fit(self.play.setMinimumWidth, WIDTH)
        self.play.setProperty("role", "line")  # no air above and below: it is as high as what is beside it
        fit(self.column.setSpacing, sizes.TIGHT)  # no higher than the training settings
        row = QHBoxLayout()
        self.column.addLayout(row)
        fit(row.setSpacing, sizes.TIGHT)
        for one in (self.start, self.back, self.play, self.forward):
            row.addWidget(one)
        row.addSpacing(int(sizes.SPACING))
        row.addWidget(caption_of(self.speed))
        row.addWidget(self.speed)
        row.addStretch()
        row.addWidget(self.count)
        fit(self._indent)
        fit(self.play.setFixedHeight, sizes.CONTROL_HEIGHT)
        self.head.addWidget(self.caption, 1)

    def _indent(self) -> None:
        """Keep the caption apart from the heading, where there is one."""
        self.caption.setContentsMargins(0 if self.property("folded") else px(sizes.SPACING), 0, 0, 0)

    def fold(self, on: bool) -> None:
        """Stand under a tab, which is its heading, or by itself."""
        super().fold(on)
        self._indent()
        above = 0 if on else sizes.SPACING  # the tab's own air is enough
        fit(self.column.setContentsMargins, sizes.MARGIN, above, sizes.MARGIN, sizes.MARGIN)

    def _connect(self) -> None:
        for button, signal in (
            (self.start, self.start_asked),
            (self.back, self.back_asked),
            (self.forward, self.forward_asked),
        ):
            button.clicked.connect(self.stop)
            button.clicked.connect(signal)
        self.play.clicked.connect(self._toggle)
        self.speed.chosen.connect(self._pace)
        self.speed.chosen.connect(self.speed_chosen)
        self._pace()

    # -- playing -----------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether moment follows moment by itself."""
        return self._timer.isActive()

    def _toggle(self) -> None:
        if self.playing:
            self.stop()
        else:
            self._timer.start()
            self._show_playing()
            self.forward_asked.emit()

    def stop(self) -> None:
        """Stay at the moment in sight."""
        self._timer.stop()
        self._show_playing()

    def show_speed(self, name: str) -> None:
        """Show how long each moment stays, without requesting it."""
        if name in texts.SPEEDS:
            self.speed.show_name(name)
            self._pace()

    def _pace(self) -> None:
        self._timer.setInterval(texts.SPEEDS[self.speed.name()][2])

    def _show_playing(self) -> None:
        if self.playing == self._playing:
            return
        self._playing = self.playing
        text = texts.PAUSE() if self._playing else words_of("maths.play").text
        self.play.setText(text)
        self.play.setAccessibleName(text)
        if self._theme is not None:
            self.play.setIcon(icons.icon("pause" if self._playing else "play", self._theme.text))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.stop()

    # -- what is shown -----------------------------------------------------------------------

    def show_moment(self, caption: str, count: str, can_go: tuple[bool, bool]) -> None:
        """Show a moment.

        Parameters
        ----------
        caption : str
            What happens, in words.
        count : str
            Which of how many moments it is; "" for none.
        can_go : (bool, bool)
            Whether there is a moment before it, and one after it.
        """
        if caption != self._caption:
            self._caption = caption
            self._fit_caption()
            self.caption.setToolTip(caption)
            self.caption.setAccessibleName(caption)
            if count:
                announce(self, caption, urgent=False)
        self.count.setText(count)
        back, forward = can_go
        for button, on in (
            (self.start, back),
            (self.back, back),
            (self.forward, forward),
            (self.play, forward),
        ):
            button.setEnabled(on)

    def _fit_caption(self) -> None:
        """Show as much of the caption as there is room for."""
        room, end = self.caption.contentsRect().width(), Qt.TextElideMode.ElideRight
        self.caption.setText(self.caption.fontMetrics().elidedText(self._caption, end, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self._fit_caption()

    def apply_theme(self, colours: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self._theme = colours
        self.start.setIcon(icons.icon("to_start", colours.text))
        self.back.setIcon(icons.icon("back", colours.text))
        self.forward.setIcon(icons.icon("step", colours.text))
        self.play.setIcon(icons.icon("pause" if self._playing else "play", colours.text))
