"""What the two pages with several runs have in common: one clock, one plot, the keys, the way back."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from playground.observers.lanes import Lane, Lanes
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, px
from playground.widgets.controls import Button, icon_button
from playground.widgets.controls.base import HOME, is_override
from playground.widgets.controls.labels import show_wrapped
from playground.widgets.output.viewport import WIDEST
from playground.widgets.runs.clock import ClockBar
from playground.widgets.runs.lane_curves import LaneCurves
from playground.widgets.runs.lane_keymaps import LOG, PLAY, RESET, STEP, TOGETHER

# the width of clock and losses beside the runs, and its share of the page
ASIDE, ASIDE_SHARE = Slow(244), 0.26
BESIDE = 740  # from this width on they stand beside the runs, not below them
NOTE_LINES = 2
QUICK = 0.025  # seconds: moments that come faster are frames of a movement
LOW = 150  # the least height of the losses


class LanesPage(QWidget):
    """A page of the view Runs on which several runs train on one clock.

    Parameters
    ----------
    main : QWidget
        Where the runs themselves are.
    controls : sequence of QWidget
        What stands between the words and the clock.
    both : bool
        Whether the plot shows training and test loss.

    Signals
    -------
    closed ()
        Back to the table of runs.
    looked (tuple)
        For each run, everything of it that is looked at.
    take_asked (int)
        Make that one the run in hand.

    Attributes
    ----------
    lanes : Lanes or None
    title, note : QLabel
        What it is about, and what is to be known of it.
    clock : ClockBar
    curves : LaneCurves
    """

    closed = Signal()
    looked = Signal(tuple)
    take_asked = Signal(int)

    def __init__(self, main: QWidget, controls: Sequence[QWidget], both: bool) -> None:
        super().__init__()
        self.lanes: Lanes | None = None
        self._turn, self._last = 0, 0.0
        self.clock, self.curves = ClockBar(), LaneCurves(both)
        self.clock.log.toggled.connect(self.curves.show_log)
        self.close_button = icon_button("compare.close")
        self.close_button.clicked.connect(self.closed)
        self.title, self.note = QLabel(), QLabel()
        self.title.setProperty("role", "strong")
        self.note.setProperty("role", "caption")
        for label in (self.title, self.note):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        fit(self._fix_note)
        self.setProperty(HOME, True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place(main, controls)

    def _place(self, main: QWidget, controls: Sequence[QWidget]) -> None:
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        fit(whole.setSpacing, sizes.SPACING)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        area.setWidget(inside)
        whole.addWidget(area, 1)
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        fit(self._grid.setHorizontalSpacing, sizes.MARGIN)
        fit(self._grid.setVerticalSpacing, sizes.SPACING)
        self._grid.addWidget(main, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self._grid.setRowStretch(0, 1)
        self._aside, self._controls = QWidget(), QWidget()
        self._ways = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._aside)
        self._ways.setContentsMargins(0, 0, 0, 0)
        fit(self._ways.setSpacing, sizes.SPACING)
        column, head = QVBoxLayout(self._controls), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        column.addLayout(head)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        for one in (self.note, *controls):
            column.addWidget(one)
        column.addStretch()
        self._column = column
        self._controls.installEventFilter(self)
        self._ways.addWidget(self._controls)
        self._ways.addWidget(self.curves, 1)
        self._arrange()

    def _fix_note(self) -> None:
        """Keep room for what may be said later: nothing moves while they train."""
        self.note.setFixedHeight(self._note_height)

    @property
    def _note_height(self) -> int:
        return NOTE_LINES * self.note.fontMetrics().lineSpacing()

    # -- layout ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Place clock and losses beside the runs, or below them where there is little width."""
        beside, way = self.width() >= px(BESIDE), QBoxLayout.Direction
        self._grid.addWidget(self._aside, *((0, 1) if beside else (1, 0)))
        self._ways.setDirection(way.TopToBottom if beside else way.LeftToRight)
        on_line = self.clock.width_on_line <= self.width()
        self.clock.arrange(3 if beside else 1 if on_line else 2)
        width = px(ASIDE)
        if beside:
            width = max(width, self.clock.minimumSizeHint().width(), round(ASIDE_SHARE * self.width()))
        self._controls.setFixedWidth(width)
        self._aside.setMaximumWidth(width if beside else WIDEST)
        if beside:
            self._column.insertWidget(self._column.count() - 1, self.clock)
        else:  # in sight, even where the rest is scrolled
            self._whole.addWidget(self.clock)
        self.curves.setMinimumHeight(px(LOW))
        self._fix_height()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:  # words that take more lines, say
            self._fix_height()
        return super().eventFilter(watched, event)

    def _fix_height(self) -> None:
        """Have the page scrolled where it is too low for all: Qt forgets heights where words are wrapped."""
        column, low, high = self._column, px(LOW), 0
        if self._ways.direction() == QBoxLayout.Direction.TopToBottom:
            width = self._controls.width()
            high = column.minimumHeightForWidth(width) if column.hasHeightForWidth() else 0
            high = max(high, column.minimumSize().height()) + self._ways.spacing()
        self._aside.setMinimumHeight(low + high)

    # -- what is shown -----------------------------------------------------------------------

    def show_words(self, title: str, note: str) -> None:
        """Show what this is about, and what is to be known of it."""
        for label, text in ((self.title, title), (self.note, note)):
            if text != label.property("whole"):
                label.setProperty("whole", text)
                show_wrapped(label, text)
        self.note.setToolTip(note)

    def show_as(self, other: LanesPage) -> None:
        """Show what another page shows."""
        self.show_words(*(label.property("whole") or "" for label in (other.title, other.note)))
        self.clock.log.setChecked(other.clock.log.isChecked())
        self.show_lanes(other.lanes)

    def show_lanes(self, lanes: Lanes | None) -> None:
        """Show all runs as they are now; None while they are being prepared."""
        self.lanes = lanes
        now = time.perf_counter()
        quick, self._last = lanes is not None and lanes.busy and now - self._last < QUICK, now
        self._turn = 1 - self._turn
        self.clock.show_lanes(lanes)
        if not quick or self._turn:
            self.curves.show_lanes(lanes)
        if not quick or not self._turn:
            self.show_in_turn(lanes)

    def show_in_turn(self, lanes: Lanes | None) -> None:
        """Show what takes turns with the losses where moments follow quickly: a half of them each."""

    # -- what is looked at -------------------------------------------------------------------

    @property
    def asks(self) -> tuple[tuple[object, ...], ...]:
        """For each run, what is needed to draw it."""
        raise NotImplementedError

    def look(self) -> None:
        """Tell what is looked at: nothing while the page is hidden."""
        self.looked.emit(self.asks if self.isVisible() else tuple(() for _ in self.asks))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.look()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.clock.apply_theme(colours)
        self.curves.apply_theme(colours)
        self.close_button.setIcon(icons.icon("close", colours.text))

    # -- the keys ----------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if is_override(event, TOGETHER.every):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        acts: dict[int, Button] = {
            PLAY: self.clock.play,
            STEP: self.clock.step,
            RESET: self.clock.reset,
            Qt.Key.Key_Escape: self.close_button,
        }
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in acts:
            acts[event.key()].click()
        elif plain and event.key() == LOG:
            self.clock.log.toggle()
        else:
            super().keyPressEvent(event)


def lane_of(lanes: Lanes | None, k: int) -> Lane | None:
    """Return one of the runs, if there are so many."""
    return lanes.lanes[k] if lanes is not None and k < len(lanes.lanes) else None
