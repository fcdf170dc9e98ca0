"""The table of points: every point as its numbers, to read, type, paste and delete."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QUndoStack
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from engine import DataSpec
from playground.files.atomic import FileError
from playground.files.cells import cells_of
from playground.style import sizes
from playground.style.scaling import fit, for_dialog
from playground.texts import data as data_texts
from playground.texts import tables as texts
from playground.texts.files import CLIPBOARD, READING
from playground.widgets.controls import Button
from playground.widgets.controls.background import SMALL, Background
from playground.widgets.controls.cells import CellView
from playground.widgets.data.points_model import PointsModel
from playground.widgets.data.typed_rows import TypedRows, rows_text

if TYPE_CHECKING:
    from concurrent.futures import Future

SIZE = QSize(360, 480)
MANY_ROWS = 5_000  # that are copied beside the window
UNDO, REDO = ("Ctrl+Z",), ("Ctrl+Shift+Z", "Ctrl+Y")


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
        self.view = CellView("table.points")
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
        column, row = QVBoxLayout(self), QHBoxLayout()
        fit(column.setSpacing, sizes.SPACING)
        column.addWidget(self.view, 1)
        column.addWidget(self.message)
        column.addLayout(row)
        for button in self._undo_buttons(stack):
            row.addWidget(button)
        for button, act in ((paste, self.paste), (delete, self.delete), (close, self.close)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
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
        """Change to the pasted points, unless the points have changed meanwhile."""
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
