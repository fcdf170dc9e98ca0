"""Cells that numbers are typed into: how each is read, and the keys of a spreadsheet."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.texts.reading import read_typed
from playground.widgets.controls.base import is_undo, prepare
from playground.widgets.controls.reading import Reading, described

Index = QModelIndex | QPersistentModelIndex
DELETES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


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


class CellView(QTableView):
    """A table of numbers that are typed, with the keys that spreadsheets have.

    Parameters
    ----------
    name : str
        Its name as a control.

    Signals
    -------
    paste_requested, delete_requested, copy_requested
    """

    paste_requested = Signal()
    delete_requested = Signal()
    copy_requested = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setItemDelegate(_Cell(self))
        prepare(self, name)
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
