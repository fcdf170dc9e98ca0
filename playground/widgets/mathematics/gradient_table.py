"""The table of a gradient check: a row for each weight and bias, and what the differences come to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.mathematics.place import BIAS, Place
from playground.mathematics.rounding import number_text
from playground.mathematics.writing import Writer
from playground.texts import gradient_check as texts
from playground.texts import names
from playground.texts.numbers import NONE

if TYPE_CHECKING:
    from engine.analysis.gradient_check import GradientError

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

    def is_of(self, experiment: Experiment) -> bool:
        """Whether these are gradients of the network and the data of an experiment."""
        return (self._experiment.network, self._experiment.data) == (experiment.network, experiment.data)

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
        layer = names.capitalised(names.layer_name(self._experiment, one.layer, short=True))
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
    return number_text(value, 1) if math.isfinite(value) else NONE
