"""Chooses what is explained: a training point, a test point, or the next mini-batch."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine.analysis.ledger import Ledger
from engine.base.checks import Range
from playground.observers.ledger import AskLedger
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import LARGE, fit, scale
from playground.texts import explained as texts
from playground.widgets.controls import Choice, WholeNumber, icon_button
from playground.widgets.controls.base import announce
from playground.widgets.controls.visibility import reveal

MOST = 2**31 - 1


class Chooser(QWidget):
    """A list of what there is to explain, the number of the point, and a line that says what it is.

    Signals
    -------
    chosen (AskLedger)
    column_chosen (int)
        Which sample of the mini-batch is shown, counted from 0.
    """

    chosen = Signal(object)
    column_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._ask, self._counts = AskLedger("train"), {"train": 0, "test": 0}
        self._indices: tuple[int, ...] = ()  # of the mini-batch
        self._column = 0
        self._given, self._note, self._text = "", "", ""
        self.part = Choice(
            "maths.part", {part: (words(), texts.PARTS[part]()) for part, words in texts.CHOSEN.items()}
        )
        self.number = WholeNumber("maths.number", Range(1, MOST))
        self.previous, self.next = icon_button("maths.previous"), icon_button("maths.next")
        self._of = QLabel()
        self._of.setProperty("role", "caption")
        self._line = QLabel()
        self._place()
        fit(self._show_line)
        self.part.chosen.connect(lambda part: self._choose(part, 0))
        self.number.edited.connect(self._choose_typed)
        self.previous.clicked.connect(lambda: self.walk(-1))
        self.next.clicked.connect(lambda: self.walk(1))

    def _place(self) -> None:
        row = QHBoxLayout()
        fit(row.setSpacing, sizes.TIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        column.addLayout(row)
        column.addWidget(self._line)
        for one in (self.part, self.previous, self.number, self.next, self._of):
            row.addWidget(one)
        row.addStretch()

    @property
    def ask(self) -> AskLedger:
        """What is chosen."""
        return self._ask

    @property
    def column(self) -> int:
        """Which sample of the mini-batch is shown; 0 for a single one."""
        return min(self._column, max(len(self._indices) - 1, 0)) if self._ask.part == "batch" else 0

    @property
    def _count(self) -> int:
        part = self._ask.part
        return len(self._indices) if part == "batch" else self._counts[part]

    def walk(self, by: int) -> None:
        """Choose the previous or the next point; after the last comes the first."""
        if self._count:
            now = self.column if self._ask.part == "batch" else self._ask.index
            self._choose_number((now + by) % self._count)

    def _choose_typed(self, number: float) -> None:
        """Choose the point of a number that was typed, counted from 1, if there is one."""
        if self.number.fits(number):
            self._choose_number(int(number) - 1)

    def _choose_number(self, number: int) -> None:
        """Choose a point of the part, or show another one of the mini-batch."""
        if self._ask.part != "batch":
            self._choose(self._ask.part, number)
            return
        self._column = number
        self._show_number()
        self._show_line()
        announce(self, self._text, urgent=False)
        self.column_chosen.emit(self.column)

    def _choose(self, part: str, index: int) -> None:
        ask = AskLedger(part, index)
        if ask != self._ask:
            self.show_choice(ask)
            self.chosen.emit(ask)

    def show_choice(self, ask: AskLedger) -> None:
        """Show what is chosen, without requesting it."""
        self._ask = ask
        self.part.show_name(ask.part)
        self._show_number()

    def show_counts(self, train: int, test: int) -> None:
        """Show how many points there are."""
        self._counts = {"train": train, "test": test}
        self._show_number()

    def show_ledger(self, ledger: Ledger | None) -> None:
        """Offer the samples of a mini-batch."""
        indices = () if ledger is None or ledger.part != "batch" else ledger.indices
        if indices != self._indices:
            self._indices = indices
            self._show_number()
            self._show_line()

    def _show_number(self) -> None:
        count, batch = self._count, self._ask.part == "batch"
        with QSignalBlocker(self.number):
            self.number.setMaximum(max(count, 1))
        self.number.show_value((self.column if batch else self._ask.index) + 1)
        self._of.setText(texts.OF(n=count))
        for one in (self.previous, self.number, self.next, self._of):
            reveal(one, not batch or count > 1)
            one.setEnabled(count > 0)

    def show_line(self, text: str, note: str = "") -> None:
        """Show what is chosen in numbers, before a note of what happened to it."""
        self._given, self._note = text, note
        self._show_line()
        if note:
            announce(self, note, urgent=False)

    def _show_line(self) -> None:
        text = self._given
        if self._ask.part == "batch" and self._indices:
            text = texts.NUMBERED["train"](n=self._indices[self.column] + 1)
        self._text = texts.NOTED(line=text, note=self._note) if text and self._note else text or self._note
        self._line.setToolTip(self._text)
        # large text leaves out what the first row of the ledger says, and the plot shows
        whole = scale() < LARGE or self._note or self._ask.part == "batch"
        reveal(self._line, bool(self._text and whole))
        self._fit_line()

    def _fit_line(self) -> None:
        room, end = max(self.width(), 1), self._line.fontMetrics()
        self._line.setText(end.elidedText(self._text, Qt.TextElideMode.ElideRight, room))
        self._line.setAccessibleName(self._text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_line()

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.previous.setIcon(icons.icon("previous", colours.text))
        self.next.setIcon(icons.icon("next", colours.text))
