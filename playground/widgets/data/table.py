"""The table of points: every point as its numbers, to read, type, paste and delete."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QUndoStack
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from engine import DataSpec, Points
from playground.files.atomic import FileError
from playground.style import sizes
from playground.style.scaling import fit, for_dialog
from playground.texts import data as data_texts
from playground.texts import tables as texts
from playground.texts.files import CLIPBOARD, READING
from playground.texts.names import class_label, number_names
from playground.texts.numbers import exact_text, field_text
from playground.texts.reading import read_typed
from playground.widgets.controls import Button, prepare
from playground.widgets.controls.background import SMALL, Background
from playground.widgets.controls.base import is_undo, literal
from playground.widgets.controls.reading import Reading, described
from playground.widgets.data.typed_rows import TypedRows, cells_of, rows_text

if TYPE_CHECKING:
    from concurrent.futures import Future

SIZE = QSize(360, 480)
MANY_ROWS = 5_000  # that are copied beside the window
UNDO, REDO = ("Ctrl+Z",), ("Ctrl+Shift+Z", "Ctrl+Y")
DELETES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
Index = QModelIndex | QPersistentModelIndex
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
        if role == TIP and self._is_class(index.column()):
            return literal(self.text(index.row(), index.column(), exact=True))
        if role not in (SHOWN, Qt.ItemDataRole.EditRole):
            return None
        return self.text(index.row(), index.column(), exact=role == Qt.ItemDataRole.EditRole)

    def text(self, row: int, column: int, exact: bool) -> str:
        """Return the text of a cell."""
        if row >= len(self.points):
            return self._begun[column]
        value = self.points[row][self.data_spec.columns[column]]
        if self._is_class(column):
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

    def _is_class(self, column: int) -> bool:
        return self.data_spec.columns[column] == 2 and self.data_spec.labels == "classes"


class TableDialog(QDialog):
    """The table in a window of its own; training and everything else continue.

    Parameters
    ----------
    parent : QWidget
    stack : QUndoStack
        Undo and redo work here as they do in the main window.

    Signals
    -------
    points_changed (DataSpec, str)
    closed ()
    """

    points_changed = Signal(object, str)
    closed = Signal()

    def __init__(self, parent: QWidget, stack: QUndoStack) -> None:
        super().__init__(parent)
        self.setObjectName("table")
        self.setWindowTitle(texts.TABLE_TITLE())
        self.resize(for_dialog(SIZE))
        self.model, self._background = PointsModel(self), Background(self)
        self.view = _View()
        self.view.setModel(self.model)
        self.view.paste_requested.connect(self.paste)
        self.view.delete_requested.connect(self.delete)
        self.view.copy_requested.connect(self.copy)
        self.model.edited.connect(self.points_changed)
        self.model.refused.connect(self._say)
        self.message = QLabel()
        self.message.setObjectName("table.message")
        self.message.setTextFormat(Qt.TextFormat.PlainText)  # what is typed, and names, are not ours
        self.message.setWordWrap(True)
        fit(self.message.setMinimumHeight, 2 * sizes.ICON.height())
        self.message.setAlignment(Qt.AlignmentFlag.AlignTop)
        paste = Button("table.paste")
        delete = Button("table.delete")
        close = Button("table.close")
        row = QHBoxLayout()
        for button in self._undo_buttons(stack):
            row.addWidget(button)
        for button, act in ((paste, self.paste), (delete, self.delete), (close, self.close)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        column = QVBoxLayout(self)
        fit(column.setSpacing, sizes.SPACING)
        column.addWidget(self.view, 1)
        column.addWidget(self.message)
        column.addLayout(row)
        self._say("")

    def _undo_buttons(self, stack: QUndoStack) -> list[Button]:
        """Return the buttons for undo and redo; the shortcuts of the main window do not reach a dialog."""
        undo = Button("table.undo")
        redo = Button("table.redo")
        for button, act, changed, can, keys in (
            (undo, stack.undo, stack.canUndoChanged, stack.canUndo(), UNDO),
            (redo, stack.redo, stack.canRedoChanged, stack.canRedo(), REDO),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            button.setEnabled(can)
            changed.connect(button.setEnabled)
            action = QAction(self)
            action.setShortcuts([QKeySequence(key) for key in keys])
            action.triggered.connect(act)
            self.addAction(action)
        return [undo, redo]

    def show_data(self, data: DataSpec) -> None:
        """Show these points."""
        self.model.show_data(data)
        self.setWindowTitle(texts.POINTS(n=len(data.points)))

    def paste(self) -> None:
        """Paste the clipboard into the table, from the selected cell on; all of it, or nothing."""
        text, at, data = QGuiApplication.clipboard().text(), self.view.currentIndex(), self.model.data_spec
        row, column = (at.row(), at.column()) if at.isValid() else (len(data.points), 0)
        single_column = column == self.model.columnCount() - 1

        def read() -> tuple[DataSpec, int]:
            cells = cells_of(text, single_column)
            return TypedRows(data).edited(cells, row, column), len(cells)

        self._background.run(read, partial(self._take_pasted, data), len(text) > SMALL, anew=True)
        if self._background.busy:
            self._say(READING(source=CLIPBOARD()))

    def _take_pasted(self, before: DataSpec, reading: "Future[tuple[DataSpec, int]]") -> None:
        """Change to the pasted points, unless there are others by now."""
        try:
            changed, count = reading.result()
        except (FileError, ValueError) as error:
            self._say(str(error))
            return
        if self.model.data_spec != before:
            self._say(texts.PASTE_AGAIN())
            return
        self.points_changed.emit(changed, data_texts.PASTE_POINTS())
        self._say(texts.PASTED(n=count))

    def copy(self) -> None:
        """Copy the selected rows to the clipboard, as text for a spreadsheet."""
        if rows := self._selected_rows():
            data = self.model.data_spec
            self._background.run(partial(rows_text, data, rows), _put_on_clipboard, len(rows) > MANY_ROWS)

    def delete(self) -> None:
        """Remove the selected points."""
        self.model.remove(set(self._selected_rows()))

    def _selected_rows(self) -> list[int]:
        """Return the points of which a cell is selected: by blocks, as there may be thousands of cells."""
        chosen = self.view.selectionModel().selection()
        blocks = map(chosen.at, range(chosen.count()))
        rows = {row for block in blocks for row in range(block.top(), block.bottom() + 1)}
        return sorted(rows - {len(self.model.points)})

    def _say(self, text: str) -> None:
        self.message.setText(text or texts.HINT())

    def done(self, result: int) -> None:
        self._background.forget()
        super().done(result)
        self.closed.emit()


def _put_on_clipboard(text: "Future[str]") -> None:
    QGuiApplication.clipboard().setText(text.result())


class _Cell(QStyledItemDelegate):
    """Shows how a number is read; leaves undo and redo to the table until something is typed."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            reading = Reading(editor)
            editor.textEdited.connect(lambda text: reading.show_text(described(text, read_typed(text))))
        return editor

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if is_undo(event) and isinstance(editor, QLineEdit) and not editor.isModified():
            event.ignore()
            return True
        return super().eventFilter(editor, event)


class _View(QTableView):
    """The cells, and the keys that spreadsheets have."""

    paste_requested = Signal()
    delete_requested = Signal()
    copy_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_Cell(self))
        prepare(self, "table.points")
        self.setWordWrap(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            # to highlight a heading, Qt would ask for the flags of all cells below it
            self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self))

    def event(self, event: QEvent) -> bool:
        # what is typed here is meant for the cell, not for the window's shortcuts
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            own = event.matches(QKeySequence.StandardKey.Paste) or event.matches(
                QKeySequence.StandardKey.Copy
            )
            if own or not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif event.key() in DELETES:
            self.delete_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)
