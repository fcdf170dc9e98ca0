"""The points of the table as a model of Qt: cells, headings, and what is typed into a cell."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)

from engine import DataSpec, Points
from playground.texts import data as data_texts
from playground.texts import tables as texts
from playground.texts.names import class_label, number_names
from playground.texts.numbers import exact_text, field_text
from playground.widgets.controls.base import literal
from playground.widgets.controls.cells import Index
from playground.widgets.data.typed_rows import TypedRows, is_class

SHOWN, TIP = Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole


class PointsModel(QAbstractTableModel):
    """Points as rows of x₁, x₂ and class or value, or of x₁ and value; a last, empty row takes a new one.

    Signals
    -------
    edited (DataSpec, str)
        The data with changed points, and what undo calls the change.
    refused (str)
        What is wrong with a cell; "" if nothing is.
    """

    edited = Signal(object, str)
    refused = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.data_spec = DataSpec()
        self._begun = [""] * self.columnCount()  # the new row, as far as it has been typed

    @property
    def points(self) -> Points:
        """The points that are shown."""
        return self.data_spec.points

    def show_data(self, data: DataSpec) -> None:
        """Show other points. Rows come and go at the end: a model reset would abort what is being typed."""
        old, now, here = len(self.points), len(data.points), QModelIndex()
        before = self.data_spec
        renamed = (data.column_names, data.class_names) != (before.column_names, before.class_names)
        if data.columns != before.columns:
            self.beginResetModel()
            self.data_spec = data
            self._begun = [""] * self.columnCount()
            self.endResetModel()
            return
        if data.points == self.points and data.labels == before.labels and not renamed:
            self.data_spec = data
            return
        if now > old:
            self.beginInsertRows(here, old, now - 1)
            self.data_spec = data
            self.endInsertRows()
        elif now < old:
            self.beginRemoveRows(here, now, old - 1)
            self.data_spec = data
            self.endRemoveRows()
        self.data_spec = data
        last = self.columnCount() - 1
        self.dataChanged.emit(self.index(0, 0), self.index(now, last))
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, last)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.points) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.data_spec.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role in (SHOWN, TIP):
            name = number_names(self.data_spec)[section]
            return name if role == SHOWN else literal(name)
        if role != SHOWN:
            return None
        return str(section + 1) if section < len(self.points) else texts.NEW_ROW()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == TIP and is_class(self.data_spec, index.column()):
            return literal(self.text(index.row(), index.column(), exact=True))
        if role not in (SHOWN, Qt.ItemDataRole.EditRole):
            return None
        return self.text(index.row(), index.column(), exact=role == Qt.ItemDataRole.EditRole)

    def text(self, row: int, column: int, exact: bool) -> str:
        """Return the text of a cell."""
        if row >= len(self.points):
            return self._begun[column]
        value = self.points[row][self.data_spec.columns[column]]
        if is_class(self.data_spec, column):
            return class_label(self.data_spec, int(value))
        return exact_text(value) if exact else field_text(value)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row, column, text = index.row(), index.column(), str(value).strip()
        if row < len(self.points):
            if text == self.text(row, column, exact=True):
                return False
            return self._put([[text]], row, column, data_texts.EDIT_POINT())
        if text:
            try:
                TypedRows(self.data_spec).number(row, column, text)
            except ValueError as error:
                self.refused.emit(str(error))
                return False
        self._begun[column] = text
        self.refused.emit("")
        if all(self._begun):
            begun, self._begun = self._begun, [""] * self.columnCount()
            return self._put([begun], row, 0, data_texts.ADD_POINT())
        return True

    def _put(self, cells: list[list[str]], row: int, column: int, text: str) -> bool:
        """Put cells into the table, the first at one cell; all of them, or none."""
        try:
            changed = TypedRows(self.data_spec).edited(cells, row, column)
        except ValueError as error:
            self.refused.emit(str(error))
            return False
        self.refused.emit("")
        self.edited.emit(changed, text)
        return True

    def remove(self, rows: set[int]) -> None:
        """Remove the points of some rows."""
        left = [i for i in range(len(self.points)) if i not in rows]
        if len(left) < len(self.points):
            self.edited.emit(self.data_spec.edited(left), data_texts.DELETE_POINTS())
