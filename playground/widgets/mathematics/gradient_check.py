"""The gradient check: for every weight and bias, backpropagation beside the measured slope, worst first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
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
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import number_text
from playground.mathematics.writing import Writer
from playground.style import sizes
from playground.style.scaling import fit, px
from playground.texts import gradient_check as texts
from playground.texts import names
from playground.texts.numbers import NONE, power_text
from playground.widgets.controls import Button, prepare
from playground.widgets.controls.base import announce

if TYPE_CHECKING:
    from engine.analysis.gradient_check import GradientError

NAME = "maths.gradients"
ROW = 22
AIR = 16  # beside what is in a cell
PER_CENT = 100
DECIMALS = 3
WHERE, ANALYTIC, NUMERIC, DIFFERENCE, WHY = range(5)
HEADINGS = (texts.WHERE, texts.ANALYTIC, texts.NUMERIC, texts.DIFFERENCE, texts.WHY)
REASONS = {"kink": (texts.KINK, texts.WHY_KINK), "float32": (texts.SINGLE, texts.WHY_SINGLE)}
UNEXPLAINED = texts.UNEXPLAINED, texts.WHY_UNEXPLAINED
Index = QModelIndex | QPersistentModelIndex
ROLE, ALIGN = Qt.ItemDataRole, Qt.AlignmentFlag
_ROOT = QModelIndex()


def reason(error: GradientError) -> tuple[str, str]:
    """Return why the two differ, in short and in a sentence; "" and "" if they agree."""
    from engine.analysis.gradient_check import RIGHT

    if error.trained_error < RIGHT:
        return "", ""
    short, sentence = REASONS.get(error.explanation or "", UNEXPLAINED)
    return short(), sentence()


def summary(errors: Sequence[GradientError]) -> str:
    """Return in a sentence what has been found; the largest difference comes first."""
    if not errors:
        return texts.NONE_CHECKED()
    reasons = [one.explanation for one in takewhile(lambda one: reason(one)[0], errors)]
    if not reasons:
        return texts.ALL_AGREE(worst=_share(errors[0].trained_error))
    unexplained = reasons.count(None)
    return texts.DIFFER(n=unexplained) if unexplained else texts.EXPLAINED(n=len(reasons))


class GradientTable(QAbstractTableModel):
    """The gradients, a row for each.

    Attributes
    ----------
    errors : tuple of GradientError
        In the order of the rows.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.errors: tuple[GradientError, ...] = ()
        self._experiment = Experiment()
        self._decimals: int | None = DECIMALS

    def show_errors(self, experiment: Experiment, errors: Sequence[GradientError]) -> None:
        """Show these, of the network of an experiment, in this order."""
        self.beginResetModel()
        self._experiment = experiment
        self.errors = tuple(errors)
        self.endResetModel()

    def show_decimals(self, decimals: int | None) -> None:
        """Show numbers with so many decimals; None for all digits."""
        self._decimals = decimals
        if self.errors:
            self.dataChanged.emit(self.index(0, ANALYTIC), self.index(len(self.errors) - 1, NUMERIC))

    def place(self, row: int) -> Place:
        """Return which weight or bias a row is of."""
        return _place(self.errors[row])

    def row(self, place: Place) -> int | None:
        """Return the row of a weight or bias, or None if there is none."""
        wanted = place.layer, place.neuron, None if place.source == BIAS else place.source
        if place.source is None:
            return None
        found = (k for k, one in enumerate(self.errors) if (one.layer, one.neuron, one.source) == wanted)
        return next(found, None)

    def widest(self) -> dict[int, str]:
        """Return a text as long as any that a column has."""
        where = [self._where(one) for one in self._corners()]
        number = number_text(-8.888888888888888e-88, self._decimals)
        return {WHERE: max(where, key=len, default=""), DIFFERENCE: _share(8.8e-08)} | dict.fromkeys(
            (ANALYTIC, NUMERIC), number
        )

    def _corners(self) -> list[GradientError]:
        """Return the last weight of each layer, whose name is as long as any."""
        last: dict[int, GradientError] = {}
        for one in self.errors:
            known = last.get(one.layer)
            if known is None or (one.neuron, one.source or 0) > (known.neuron, known.source or 0):
                last[one.layer] = one
        return list(last.values())

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.errors)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole
    ) -> str | None:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == ROLE.ToolTipRole and section == DIFFERENCE:
            return texts.DIFFERENCE_IS()
        return HEADINGS[section]() if role == ROLE.DisplayRole else None

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> object:
        column = index.column()
        if role == ROLE.TextAlignmentRole:
            side = ALIGN.AlignRight if column in (ANALYTIC, NUMERIC, DIFFERENCE) else ALIGN.AlignLeft
            return side | ALIGN.AlignVCenter
        one = self.errors[index.row()]
        if role == ROLE.ToolTipRole:
            return self._name(one) if column == WHERE else reason(one)[1] or None
        return self._cell(one, column) if role == ROLE.DisplayRole else None

    def _cell(self, one: GradientError, column: int) -> str:
        if column == WHERE:
            return self._where(one)
        if column == WHY:
            return reason(one)[0]
        if column == DIFFERENCE:
            return _share(one.trained_error)
        return number_text(one.trained if column == ANALYTIC else one.numeric, self._decimals)

    def _where(self, one: GradientError) -> str:
        """Return the layer and the symbol of a weight or bias, as in the ledger."""
        layer = names.layer_name(self._experiment, one.layer, short=True)
        return texts.SYMBOL(layer=layer, symbol=symbol(_place(one)))

    def _name(self, one: GradientError) -> str:
        if one.source is None:
            neuron = names.neuron_name(self._experiment, one.layer, one.neuron)
            return texts.BIAS_OF(neuron=neuron)
        return names.weight_name(self._experiment, one.layer, one.neuron, one.source)


def _place(one: GradientError) -> Place:
    return Place(one.layer, one.neuron, BIAS if one.source is None else one.source)


def symbol(place: Place) -> str:
    """Return how a weight or bias is written in its layer: w₁₃, w₁₀,₃, b₂."""
    assert place.neuron is not None
    assert place.source is not None
    bound = {"i": place.neuron, "j": place.source}
    return Writer(None, bound).symbol("b_i" if place.source == BIAS else "w_ij")


def _share(value: float) -> str:
    return power_text(value, 1) if math.isfinite(value) else NONE


class GradientsPage(QWidget):
    """What is checked, a button, and the table.

    Signals
    -------
    place_chosen (Place)
        The weight or bias of the row that a person chooses.
    check_requested, stop_requested
    """

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
        table.setColumnHidden(WHY, True)
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

    def show_step(self, _ledger: object, _moment: object, place: Place | None) -> None:
        """Choose the row of a weight or bias that was chosen elsewhere."""
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
