"""The gradient check: for every weight and bias, backpropagation beside the measured slope, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine import Experiment
from engine.analysis.ledger import Ledger
from playground.mathematics.place import Place
from playground.style import sizes
from playground.style.scaling import fit, px
from playground.texts import gradient_check as texts
from playground.widgets.controls import Button, prepare
from playground.widgets.controls.base import announce
from playground.widgets.mathematics.gradient_table import HEADINGS, WHY, GradientTable, reason, summary

if TYPE_CHECKING:
    from engine.analysis.gradient_check import GradientError

NAME = "maths.gradients"
ROW = 22
LEAST = 5 * ROW  # the height of the table
AIR = 16  # beside what is in a cell
PER_CENT = 100


class GradientsPage(QWidget):
    """What is checked, a button, and the table.

    Signals
    -------
    place_chosen (Place)
        The weight or bias of the row that a person chooses.
    check_requested, stop_requested
    """

    scrolls = True

    place_chosen = Signal(object)
    check_requested = Signal()
    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName(NAME)
        self.model, self.table = GradientTable(self), QTableView()
        self.about, self.status, self.progress = QLabel(texts.WHAT()), QLabel(), QProgressBar()
        self.check, self.stop = Button("gradients.check"), Button("gradients.stop")
        self._following = False  # whether a row is chosen because its place was chosen elsewhere
        self._make_table()
        self._lay_out()
        self._show_busy(False)

    def _make_table(self) -> None:
        table = self.table
        prepare(table, "gradients.table")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        rows, columns = table.verticalHeader(), table.horizontalHeader()
        rows.hide()
        fit(rows.setMinimumSectionSize, ROW)
        fit(rows.setDefaultSectionSize, ROW)
        columns.setHighlightSections(False)
        fit(table.setMinimumHeight, LEAST)
        table.setColumnHidden(WHY, True)
        columns.setStretchLastSection(True)
        table.selectionModel().currentRowChanged.connect(self._choose)

    def _lay_out(self) -> None:
        self.check.clicked.connect(self.check_requested)
        self.stop.clicked.connect(self.stop_requested)
        self.progress.setObjectName("gradients.progress")
        self.progress.setAccessibleName(texts.TITLE())
        self.status.setObjectName("gradients.status")
        self.status.setProperty("role", "strong")
        whole, row = QVBoxLayout(self), QHBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        fit(whole.setSpacing, sizes.SPACING)
        for label in (self.about, self.status):
            label.setWordWrap(True)
        whole.addWidget(self.about)
        whole.addLayout(row)
        fit(row.setSpacing, sizes.SPACING)
        for one in (self.check, self.stop):
            row.addWidget(one)
        row.addWidget(self.progress, 1)
        for part in (self.progress, self.stop):  # their room stays: nothing moves when they come and go
            policy = part.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            part.setSizePolicy(policy)
        whole.addWidget(self.status)
        whole.addWidget(self.table, 1)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_columns()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_columns()  # the text may have another size since

    # -- what is shown -----------------------------------------------------------------------

    def show_begun(self) -> None:
        """Show that a check has begun."""
        self._show_busy(True)
        self.status.setText("")

    def show_done(self, done: int, count: int) -> None:
        """Show how many of so many gradients are checked."""
        self.progress.setValue(round(PER_CENT * done / count))
        self.status.setText(texts.CHECKING(done=done, n=count))

    def show_found(
        self, experiment: Experiment, errors: Sequence[GradientError], count: int, of: str
    ) -> None:
        """Show what was checked of so many gradients, the largest difference first, and of what they are."""
        self._show_busy(False)
        self.model.show_errors(experiment, errors)
        self._fit_columns()
        found = summary(errors)
        differs = bool(errors) and bool(reason(errors[0])[0])
        self.table.setColumnHidden(WHY, not differs)
        self.table.horizontalHeader().setStretchLastSection(differs)
        stopped = len(errors) < count
        self._say(f"{texts.STOPPED(done=len(errors), n=count) if stopped else found} {of}")

    def show_failure(self, why: str) -> None:
        """Show why nothing could be checked."""
        self._show_busy(False)
        self.model.show_errors(Experiment(), ())
        self._say(why)

    def show_step(self, ledger: Ledger | None, _moment: object, place: Place | None) -> None:
        """Choose the row of a weight or bias that was chosen elsewhere; no row is of another network."""
        if ledger is not None and self.model.errors and not self.model.is_of(ledger.experiment):
            self.model.show_errors(ledger.experiment, ())
            self.status.setText("")
        row = None if place is None else self.model.row(place)
        self._following = True
        if row is None:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
        elif row != self.table.currentIndex().row():
            self.table.selectRow(row)
        self._following = False

    def show_decimals(self, decimals: int | None) -> None:
        """Show numbers with so many decimals, in powers of ten; None for all digits."""
        self.model.show_decimals(decimals)
        self._fit_columns()

    def _say(self, text: str) -> None:
        self.status.setText(text)
        announce(self.status, text, urgent=False)

    def _show_busy(self, busy: bool) -> None:
        self.progress.setValue(0)
        for one in (self.progress, self.stop):
            one.setVisible(busy)
        self.check.setEnabled(not busy)

    def _fit_columns(self) -> None:
        """Give each column the width of the widest text in it."""
        width_of = self.table.fontMetrics().horizontalAdvance
        for column, widest in self.model.widest().items():
            width = max(width_of(text) for text in (HEADINGS[column](), widest))
            self.table.setColumnWidth(column, width + px(AIR))

    def _choose(self, current: QModelIndex) -> None:
        if current.isValid() and not self._following:
            self.place_chosen.emit(self.model.place(current.row()))
