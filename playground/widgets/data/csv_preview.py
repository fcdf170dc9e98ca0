"""The first rows of a table, under the names of its columns and what each is used as."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from engine import DataSpec
from playground.files.points.guess import ColumnChoice
from playground.files.table import Sheet
from playground.style.scaling import fit, px
from playground.texts import tables as texts
from playground.texts.names import axis_names
from playground.widgets.controls import prepare
from playground.widgets.controls.base import literal

ROWS = 6
MOST_COLUMNS = 50
FEW_COLUMNS = 4  # share the width
ROW_HEIGHT = 24
LONGEST = 28  # characters of a name


class Preview(QTableWidget):
    """Shows, and changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "csv.preview")
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)  # Tab leads past it
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)  # what it is used as is last
        fit(self.setFixedHeight, (ROWS + 2) * ROW_HEIGHT)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the first rows."""
        rows, columns = sheet.rows[:ROWS], min(len(sheet.names), MOST_COLUMNS)
        self.clear()
        self.setRowCount(len(rows))
        self.setColumnCount(columns)
        self.setVerticalHeaderLabels([str(row.line) for row in rows])
        few = columns <= FEW_COLUMNS
        mode = QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.ResizeToContents
        self.horizontalHeader().setSectionResizeMode(mode)
        for i, row in enumerate(rows):
            self.setRowHeight(i, px(ROW_HEIGHT))
            for k, cell in enumerate(row.cells[:columns]):
                self.setItem(i, k, QTableWidgetItem(short(cell)))

    def show_choice(self, sheet: Sheet, choice: ColumnChoice) -> None:
        """Show over each column what it is used as; its whole name is its tooltip."""
        x1, x2 = axis_names(DataSpec())
        uses = {choice.test: texts.TEST(), choice.label: texts.LABEL(), choice.x2: x2, choice.x1: x1}
        uses |= dict.fromkeys(choice.hot, texts.LABEL())
        for k, name in enumerate(sheet.names[:MOST_COLUMNS]):
            shown = short(name)
            head = QTableWidgetItem(texts.AS_AXIS(name=shown, use=uses[k]) if k in uses else shown)
            head.setData(Qt.ItemDataRole.ToolTipRole, literal(name))
            self.setHorizontalHeaderItem(k, head)


def short(text: str, longest: int = LONGEST) -> str:
    """Return a text from outside, printable and short enough for a narrow place."""
    text = "".join(c if c.isprintable() else " " for c in text[: 2 * LONGEST])
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
