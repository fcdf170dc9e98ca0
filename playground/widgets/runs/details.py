"""The run that is chosen in the table: its name, its note, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from playground.classroom.catalogue import RUNS
from playground.files.run_library import RunRow
from playground.files.runs.values import LONGEST_NAME
from playground.style import sizes
from playground.style.scaling import Slow, fit, px, scale
from playground.texts import runs as texts
from playground.texts.controls import words_of
from playground.widgets.controls import Button, Switch, prepare
from playground.widgets.controls.base import explain
from playground.widgets.controls.labels import OneLine
from playground.widgets.controls.panel import Panel
from playground.widgets.runs.cells import figures_line

TYPING_MS = 800  # after which what is typed is kept
NAME_WIDTH, NOTE_HEIGHT = Slow(100), 60
BELOW, LINE_HEIGHT = 1.5, 30  # times larger than usual, text leaves the note a line of its own


class RunDetails(Panel):
    """Stands below the table, in place of the training settings.

    Signals
    -------
    named, noted (RunRow, str)
        A run as it was, and its new name, or note.
    starred, opened, pinned, deleted ()
        What is to be done with the runs that are chosen.
    compare_asked (str)
        The side on which the run is wanted: "A" or "B".
    """

    groups = (RUNS,)
    named = Signal(object, str)
    noted = Signal(object, str)
    starred = Signal()
    opened = Signal()
    pinned = Signal()
    deleted = Signal()
    compare_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(texts.DETAILS())
        self._row: RunRow | None = None
        self.name, self.note, self.star = QLineEdit(), QPlainTextEdit(), Switch("runs.star")
        prepare(self.name, "runs.name")
        prepare(self.note, "runs.note")
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(texts.NAME_HERE())
        self.note.setPlaceholderText(texts.NOTE_HERE())
        self.note.setTabChangesFocus(True)
        self.summary = OneLine()
        self.open, self.pin, self.delete = (Button(f"runs.{one}") for one in ("open", "pin", "delete"))
        self.as_a, self.as_b = Button("runs.as_a"), Button("runs.as_b")
        self._place()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._connect()
        self.show_runs([], 0)

    def _place(self) -> None:
        fit(self.name.setMinimumHeight, sizes.CONTROL_HEIGHT)
        fit(self.name.setTextMargins, sizes.TIGHT, 0, sizes.TIGHT, 0)
        fit(self.name.setMinimumWidth, NAME_WIDTH)
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        body = QWidget()
        grid, first, second = QGridLayout(body), QHBoxLayout(), QHBoxLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        self.head.addWidget(body, 1)
        self.head.setAlignment(self.title, Qt.AlignmentFlag.AlignTop)
        fit(grid.setHorizontalSpacing, sizes.SPACING)
        fit(grid.setVerticalSpacing, sizes.TIGHT)
        grid.addWidget(self.name, 0, 0)
        grid.addWidget(self.star, 0, 1)
        grid.addWidget(self.summary, 1, 0, 1, 2)
        grid.addLayout(first, 0, 3)
        grid.addLayout(second, 1, 3)
        grid.setColumnStretch(0, 2)
        self._grid = grid
        fit(self._place_note)
        for row, buttons in ((first, (self.open, self.pin)), (second, (self.as_a, self.as_b, self.delete))):
            fit(row.setSpacing, sizes.TIGHT)
            for button in buttons:
                button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                row.addWidget(button)

    def _place_note(self) -> None:
        """Place the note beside the name, or on a line below all where text is large."""
        below = scale() >= BELOW
        self._grid.addWidget(self.note, *((2, 0, 1, 4) if below else (0, 2, 2, 1)))
        self._grid.setColumnStretch(2, 0 if below else 3)
        self.note.setFixedHeight(px(LINE_HEIGHT if below else NOTE_HEIGHT))

    def show_listed(self, listed: bool) -> None:
        """Rest while no run can be selected: the table is not in sight."""
        if self.rests == listed:
            self.rests = not listed
            self.rested.emit()

    def _connect(self) -> None:
        self.name.editingFinished.connect(self.commit)
        self.name.textEdited.connect(self._typing.start)
        self.note.textChanged.connect(self._typing.start)
        self._typing.timeout.connect(self.commit)
        self.note.installEventFilter(self)
        for button, signal in (
            (self.open, self.opened),
            (self.pin, self.pinned),
            (self.delete, self.deleted),
            (self.star, self.starred),
        ):
            button.clicked.connect(signal)
        self.as_a.clicked.connect(lambda: self.compare_asked.emit("A"))
        self.as_b.clicked.connect(lambda: self.compare_asked.emit("B"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.commit()
        return super().eventFilter(watched, event)

    def commit(self) -> None:
        """Pass on what was typed."""
        self._typing.stop()
        row = self._row
        if row is None:
            return
        name, note = self.name.text().strip(), self.note.toPlainText()
        self._row = replace(row, name=name, note=note)  # what is told now is told once
        if name != row.name:
            self.named.emit(row, name)
        if note != row.note:
            self.noted.emit(row, note)

    def show_runs(self, chosen: Sequence[RunRow], count: int) -> None:
        """Show what is chosen.

        Parameters
        ----------
        chosen : sequence of RunRow
            The first of them, as far as they have been read.
        count : int
            How many runs are chosen.
        """
        row = chosen[0] if count == 1 and chosen else None
        last = self._row if row is not None and self._row is not None and row.key == self._row.key else None
        if last is None:
            self.commit()
        self._row = row
        name, note = ("", "") if row is None else (row.name, row.note)
        typing = self._typing.isActive()
        with QSignalBlocker(self.name), QSignalBlocker(self.note), QSignalBlocker(self.star):
            # what is being typed stays; what has just been passed on is there, with the cursor in its place
            if last is None or (name != last.name and not typing):
                self.name.setText(name)
                self.name.setCursorPosition(0)  # where it is longer than its room, it is read from the start
            if last is None or (note != last.note and not typing):
                self.note.setPlainText(note)
            self.star.setChecked(row is not None and row.starred)
        for one in (self.name, self.note, self.star, self.open, self.as_a, self.as_b):
            one.setEnabled(row is not None)
        for one in (self.pin, self.delete):
            one.setEnabled(count > 0)
        if row is not None:
            text = figures_line(row)
        else:
            text = texts.SELECTED(n=count) if count > 1 else texts.NONE_SELECTED()
        self.summary.show_text(text)

    def show_pinned(self, pinned: bool) -> None:
        """Show what the button for pinning does: whether all that is chosen is pinned already."""
        words = words_of("runs.pin")
        label, tip = (texts.UNPIN_CURVES(), texts.UNPIN_TIP()) if pinned else (words.label, words.tip)
        self.pin.setText(texts.UNPIN() if pinned else words.text)
        self.pin.setAccessibleName(label)
        explain(self.pin, name=label, tip=tip)
