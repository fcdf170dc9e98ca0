"""The dialog that imports points from a table: a preview, the columns to use, and what cannot be read."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from engine import DataSpec
from playground.files import points_table
from playground.files.atomic import FileError
from playground.files.points.guess import ColumnChoice
from playground.files.points_table import ImportedPoints, ReadTable, existing_of
from playground.files.table import Sheet, TableRow
from playground.style.scaling import area, fit, px, within_screen
from playground.style.sizes import MARGIN, SPACING
from playground.texts import tables as texts
from playground.widgets.controls import Button, Switch, add_answers, heading, prepare
from playground.widgets.controls.background import SMALL, Background, Progress
from playground.widgets.controls.scrolled import Whole
from playground.widgets.data.csv_columns import ColumnPicks
from playground.widgets.data.csv_preview import Preview
from playground.widgets.data.csv_reading import ReadingControls
from playground.widgets.data.csv_summary import notice, summary

if TYPE_CHECKING:
    from concurrent.futures import Future

FEW_ROWS = 5_000  # that are imported at once: the window would only flicker
MOST_PROBLEMS = 1000  # that are listed
RELEASED = 500  # rows at a time
SIZE = QSize(680, 700)
LEAST = QSize(480, 240)  # of all but the buttons: on a small screen, it scrolls
PROBLEMS_HEIGHT = 84
PER_CENT = 100


class CsvDialog(QDialog):
    """Shows which points a table contains, and imports them; a long table is read in the background.

    Parameters
    ----------
    read : ReadTable
    data : DataSpec
        The points that there are.
    parent : QWidget
    choice : ColumnChoice, optional
        The columns to begin with, instead of those that are most likely meant.
    adds : bool
        Whether the points are first to be added to those that there are.
    edited : bool
        Whether points that were imported before have been changed, which another import undoes.

    Signals
    -------
    imported (ImportedPoints, str, bool)
        The points, the notice about them, and whether they are added to the existing points.
    """

    imported = Signal(object, str, bool)

    def __init__(
        self,
        read: ReadTable,
        data: DataSpec,
        parent: QWidget,
        choice: ColumnChoice | None = None,
        adds: bool = False,
        edited: bool = False,
    ) -> None:
        super().__init__(parent)
        self.read, self.choice, self._data = read, choice or read.guess.choice, data
        self._existing, self._edited = existing_of(data), edited
        self._reading, self._importing, self._releasing = (Background(self) for _ in range(3))
        self._taken = ImportedPoints()
        self._values_alone = self.choice.values  # whether the label is a value while "Add" is not ticked
        self._kept: Sheet | None = read.sheet  # which is somebody else's to release
        self.setObjectName("csv")
        self.setWindowTitle(texts.TITLE(source=read.sheet.source))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._make_controls(adds)
        self._lay_out()
        self._show_sheet()
        self.resize(within_screen(area(SIZE).expandedTo(self.sizeHint())))
        self.ok.setFocus()

    def _make_controls(self, adds: bool) -> None:
        self._how = ReadingControls()
        self._how.changed.connect(self._read_again)
        self.preview, self._columns = Preview(), ColumnPicks()
        self._columns.chosen.connect(self._chosen)
        self._add = Switch("csv.add")
        self._add.setText(texts.ADD_TO(n=self._existing.count))
        self._add.setVisible(self._existing.count > 0)
        self._add.setChecked(adds)
        self._add.clicked.connect(self._add_or_not)
        self.summary, self.notes, self.problems = QLabel(), QLabel(), Problems()
        self.summary.setObjectName("csv.summary")
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.notes.setObjectName("csv.notes")
        self.notes.setTextFormat(Qt.TextFormat.PlainText)  # names come from outside
        for label in (self.summary, self.notes):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
        prepare(self.problems, "csv.problems")
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        self.progress = QProgressBar()
        self.progress.setObjectName("csv.progress")
        self.progress.setAccessibleName(texts.READING())
        self.progress.hide()
        for work in (self._reading, self._importing):
            work.slow.connect(self._show_progress)
        self.ok = Button("csv.import")
        self.ok.setProperty("role", "primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._import)
        self.cancel = Button("csv.cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        inside = QWidget()
        column, whole = QVBoxLayout(inside), QVBoxLayout(self)
        self._problems_heading = heading(texts.UNREADABLE())
        for one in (self._how, self.preview, self._columns, self._add, self.summary, self.progress):
            column.addWidget(one)
        column.addWidget(self.notes)
        column.addWidget(self._problems_heading)
        column.addWidget(self.problems, 1)
        column.addStretch()
        column.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Whole(inside, LEAST))  # the buttons below it are always there
        add_answers(whole, self.cancel, self.ok)
        fit(whole.setContentsMargins, *(2 * MARGIN for _ in range(4)))
        for layout in (column, whole):
            fit(layout.setSpacing, SPACING)

    # -- what is chosen --------------------------------------------------------------------------

    def _read_again(self) -> None:
        """Split the text as the person has chosen; where that gives no table, show why."""
        progress, source = Progress(), self.read.sheet.source
        work = partial(points_table.read, self.read.content, source, self._how.how, progress)
        self._importing.forget()
        self._reading.run(work, self._take_sheet, large=self._large, anew=True, progress=progress)
        self._show_waiting()

    def _take_sheet(self, reading: "Future[ReadTable]") -> None:
        try:
            now = reading.result()
        except FileError as error:
            self.preview.setRowCount(0)
            self._show_taken(ImportedPoints(error=str(error)))
            return
        self._release()
        self.read = now
        self.choice = replace(now.guess.choice, standardise=self.choice.standardise)
        self._values_alone = self.choice.values
        if self.adds:
            self.choice = replace(self.choice, values=self._data.labels == "values" and not self.choice.hot)
        self._show_sheet()

    def _release(self) -> None:
        """Release the rows of a sheet that nobody else has, in a thread if they are many: it takes long."""
        if self.read.sheet is not self._kept:
            rows = list(self.read.sheet.rows)
            self.read = replace(self.read, sheet=replace(self.read.sheet, rows=()))
            self._releasing.run(partial(release, rows), lambda _: None, large=len(rows) > FEW_ROWS)

    def done(self, result: int) -> None:
        super().done(result)
        self._reading.forget()
        self._importing.forget()
        if result == QDialog.DialogCode.Rejected:
            self._release()

    def _chosen(self) -> None:
        self.choice = self._columns.choice(self._data.labels if self.adds else "")
        if not self.adds:
            self._values_alone = self.choice.values
        self._show_choice()

    def _add_or_not(self) -> None:
        """Give added points what the existing ones have, classes or values."""
        values = self._data.labels == "values" if self.adds else self._values_alone
        self.choice = replace(self.choice, values=values and not self.choice.hot)
        self._show_choice()

    @property
    def adds(self) -> bool:
        """Whether the points are added to the existing ones."""
        return self._add.isChecked()

    def _import(self) -> None:
        text = notice(self._taken, self.read.sheet.source, self._existing.count, self.adds)
        self.imported.emit(self._taken, text, self.adds)
        self.accept()

    # -- showing -----------------------------------------------------------------------------------

    def _show_sheet(self) -> None:
        sheet, guess = self.read.sheet, self.read.guess
        self._how.show_sheet(sheet)
        self.preview.show_sheet(sheet)
        self._columns.show_sheet(sheet, guess)
        self._show_choice()

    def _show_choice(self) -> None:
        self._columns.show_choice(self.choice, self.adds)
        self.preview.show_choice(self.read.sheet, self.choice)
        progress, existing = Progress(), self._existing if self.adds else None
        work = partial(points_table.import_points, self.read.sheet, self.choice, existing, progress)
        self._importing.run(
            work, lambda taking: self._show_taken(taking.result()), self._large, anew=True, progress=progress
        )
        self._show_waiting()

    @property
    def _large(self) -> bool:
        sheet = self.read.sheet
        return len(self.read.content) > SMALL or len(sheet.rows) > FEW_ROWS or len(sheet.worksheets) > 1

    def _show_waiting(self) -> None:
        """Show that a long table is still being read: nothing can be imported until then."""
        if self._reading.busy or self._importing.busy:
            self.ok.setEnabled(False)
            self.summary.setText(texts.READING())
            self.notes.clear()

    def _show_progress(self, share: float) -> None:
        self.progress.setValue(round(PER_CENT * share))
        self.progress.show()

    def _show_taken(self, taken: ImportedPoints) -> None:
        self._taken = taken
        self.progress.hide()
        self.ok.setEnabled(bool(taken.points))
        if taken.rows > len(taken.points) > 0:
            text = texts.ADD_FIRST if self.adds else texts.IMPORT_FIRST
            self.ok.setText(text(n=len(taken.points)))
        else:
            self.ok.setText(texts.ADD() if self.adds else texts.IMPORT())
        self._columns.show_folded(bool(taken.classes.folded) or not self.choice.fold)
        self.summary.setText(summary(taken, self._data, self.adds, self.choice))
        guess = self.read.guess
        guessed = guess.notes if self.choice.columns == guess.choice.columns else ()
        edited = (texts.EDITED(),) if self._edited else ()
        self.notes.setText("\n".join((*self.read.sheet.notes, *guessed, *taken.notes, *edited)))
        self.notes.setVisible(bool(self.notes.text()))
        self._problems_heading.setVisible(bool(taken.problems))
        self.problems.setVisible(bool(taken.problems))
        lines = list(taken.problems[:MOST_PROBLEMS])
        if len(taken.problems) > MOST_PROBLEMS:
            lines.append(texts.MORE_PROBLEMS(n=len(taken.problems) - MOST_PROBLEMS))
        self.problems.setPlainText("\n".join(lines))


class Problems(QPlainTextEdit):
    """A list of problems; it asks for little room, and takes what there is."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), px(PROBLEMS_HEIGHT))


def release(rows: list[TableRow]) -> None:
    """Release rows a few at a time: all at once would hold up every thread."""
    while rows:
        del rows[-RELEASED:]
