"""The dialog that imports points from a table: a preview, the columns to use, and what cannot be read."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from html import escape

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from engine import MOST_POINTS, OWN, DataSpec
from engine.base.values import dataclass
from playground.files import points_table, table
from playground.files.atomic import FileError
from playground.files.points_table import ColumnChoice, ExistingPoints, ImportedPoints
from playground.files.table import DETECT, HowRead, Sheet, TableRow
from playground.style.scaling import fit, fit_gap, for_dialog, px
from playground.style.sizes import MARGIN, SPACING
from playground.texts import tables as texts
from playground.texts.names import axis_names, class_label, class_name
from playground.widgets.controls import Button, Choice, Switch, caption_of, heading, prepare
from playground.widgets.controls.background import SMALL, Background

PREVIEW_ROWS = 6
MOST_PREVIEWED = 50  # columns
FEW_COLUMNS = 4  # share the width
MOST_PROBLEMS = 1000  # that are listed
RELEASED = 500  # rows at a time
ROW_HEIGHT = 24
NONE = "-"
SIZE = QSize(640, 600)


@dataclass(frozen=True)
class ReadText:
    """A file or text, the table in it, and the columns that are most likely meant."""

    content: bytes | str
    sheet: Sheet
    columns: ColumnChoice


def read(content: bytes | str, source: str, how: HowRead = DETECT) -> ReadText:
    """Read a file or text as a table, as `read_table` does; it may take a second.

    Raises
    ------
    FileError
        If it contains no table.
    """
    sheet = table.read_table(content, source, how)
    return ReadText(content, sheet, points_table.suggest(sheet))


class CsvDialog(QDialog):
    """Shows which points a text contains, and imports them; a long text is read in the background.

    Parameters
    ----------
    read : ReadText
    data : DataSpec
        The points that there are.
    names : dict of str to int
        Which label became which class in earlier imports.
    parent : QWidget

    Signals
    -------
    imported (DataSpec, str, bool)
        The points as a data set, the notice about them, and whether they are added to the existing points.
    """

    imported = Signal(object, str, bool)

    def __init__(self, read: ReadText, data: DataSpec, names: dict[str, int], parent: QWidget) -> None:
        super().__init__(parent)
        self._content, self._source, self._data = read.content, read.sheet.source, data
        classes = frozenset(int(y) for *_, y in data.points) if data.labels == "classes" else frozenset()
        self._existing = ExistingPoints(len(data.points), classes, names) if data.own else ExistingPoints()
        self._sheet, self._columns = read.sheet, read.columns
        self._reading, self._importing = Background(self), Background(self)
        self._taken = ImportedPoints()
        self._values_alone = False  # whether the label was a value before "Add" was ticked
        self.setObjectName("csv")
        self.setWindowTitle(texts.TITLE(source=self._source))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(for_dialog(SIZE))
        self._make_controls()
        self._lay_out()
        self._show_sheet()
        self.ok.setFocus()

    def _make_controls(self) -> None:
        self._separator = Choice(
            "csv.separator",
            {key: (word(), word()) for key, word in texts.SEPARATORS.items()},
        )  # fmt: skip
        self._decimal = Choice(
            "csv.decimal",
            {key: (word(), word()) for key, word in texts.DECIMALS.items()},
        )  # fmt: skip
        self._header = Switch("csv.header")
        self._separator.chosen.connect(lambda _: self._read_again())
        self._decimal.chosen.connect(lambda _: self._read_again())
        self._header.clicked.connect(self._read_again)
        self._picks = {name: Choice(f"csv.{name}", {}) for name in ("x1", "x2", "label")}
        self._kind = Choice(
            "csv.kind",
            {key: (label(), hint()) for key, (label, hint) in texts.LABEL_KINDS.items()},
        )  # fmt: skip
        self._standardise = Switch("csv.standardise")
        self._add = Switch("csv.add")
        self._add.setText(texts.ADD_TO(n=self._existing.count))
        self._add.setVisible(self._existing.count > 0)
        self._add.clicked.connect(self._add_or_not)
        for pick in (*self._picks.values(), self._kind):
            pick.chosen.connect(lambda _: self._chosen())
        self._standardise.clicked.connect(self._chosen)
        self.preview = QTableWidget()
        prepare(self.preview, "csv.preview")
        self.preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.preview.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        fit(self.preview.setFixedHeight, (PREVIEW_ROWS + 2) * ROW_HEIGHT)
        self.summary, self.problems = QLabel(), QPlainTextEdit()
        self.summary.setObjectName("csv.summary")
        self.summary.setWordWrap(True)
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        prepare(self.problems, "csv.problems")
        self.problems.setReadOnly(True)
        self.problems.setTabChangesFocus(True)
        self.ok = Button("csv.import")
        self.ok.setProperty("role", "primary")
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._import)
        self.cancel = Button("csv.cancel")
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        fit(whole.setContentsMargins, *(2 * MARGIN for _ in range(4)))
        fit(whole.setSpacing, SPACING)
        row = QHBoxLayout()
        for control in (self._separator, self._decimal):
            row.addWidget(caption_of(control))
            row.addWidget(control)
            fit_gap(row, MARGIN)
        row.addWidget(self._header)
        row.addStretch()
        whole.addLayout(row)
        whole.addWidget(self.preview)
        grid = QGridLayout()
        fit(grid.setSpacing, SPACING)
        names = (*axis_names(self._data), "", "")
        for k, (name, control) in enumerate(zip(names, (*self._picks.values(), self._kind), strict=True)):
            grid.addWidget(caption_of(control, name), 0, k)
            grid.addWidget(control, 1, k)
            grid.setColumnStretch(k, 1)
        whole.addLayout(grid)
        whole.addWidget(self._standardise)
        whole.addWidget(self._add)
        whole.addWidget(self.summary)
        self._problems_heading = heading(texts.UNREADABLE())
        whole.addWidget(self._problems_heading)
        whole.addWidget(self.problems, 1)
        whole.addStretch()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.ok)
        whole.addLayout(row)

    # -- what is chosen --------------------------------------------------------------------------

    def _read_again(self) -> None:
        """Split the text as the person has chosen; where that gives no table, show why."""
        how = replace(
            self._sheet.how,
            separator=self._separator.name(),
            decimal=self._decimal.name(),
            header=self._header.isChecked(),
        )
        work = partial(read, self._content, self._source, how)
        self._importing.forget()
        self._reading.run(work, self._take_sheet, large=self._large, anew=True)
        self._show_waiting()

    def _take_sheet(self, reading: "Future[ReadText]") -> None:
        try:
            now = reading.result()
        except FileError as error:
            self.preview.setRowCount(0)
            self._show_taken(ImportedPoints(error=str(error)))
            return
        self._change_sheet(now.sheet)
        self._columns = replace(now.columns, standardise=self._columns.standardise)
        if self.adds:
            self._columns = replace(self._columns, values=self._data.labels == "values")
        self._show_sheet()

    def _change_sheet(self, sheet: Sheet) -> None:
        """Have another sheet; releasing the rows of a long one takes long too, so a thread does it."""
        rows, self._sheet = list(self._sheet.rows), sheet
        if self._large:
            threading.Thread(target=release, args=(rows,), name="background").start()

    def done(self, result: int) -> None:
        super().done(result)
        self._change_sheet(replace(self._sheet, rows=()))

    def _chosen(self) -> None:
        label = self._picks["label"].name()
        self._columns = ColumnChoice(
            x1=int(self._picks["x1"].name()),
            x2=int(self._picks["x2"].name()),
            label=None if label == NONE else int(label),
            values=(self._data.labels if self.adds else self._kind.name()) == "values",
            standardise=self._standardise.isChecked(),
        )
        self._show_columns()

    def _add_or_not(self) -> None:
        """Give added points what the existing ones have, classes or values."""
        if self.adds:
            self._values_alone = self._columns.values
        else:
            self._kind.show_name("values" if self._values_alone else "classes")
        self._chosen()

    @property
    def adds(self) -> bool:
        """Whether the points are added to the existing ones."""
        return self._add.isChecked()

    @property
    def names(self) -> dict[str, int]:
        """Which label has become which class, including earlier imports."""
        return (self._existing.names if self.adds else {}) | self._taken.classes

    def _import(self) -> None:
        taken = self._taken
        labels = "values" if self._columns.values and self._columns.label is not None else "classes"
        if self.adds:
            labels = self._data.labels
        data = replace(self._data, dataset=OWN, points=taken.points, labels=labels)
        self.imported.emit(data, self._notice(), self.adds)
        self.accept()

    def _notice(self) -> str:
        """Return the notice about the import, in one line."""
        taken, count = self._taken, len(self._taken.points)
        whole = texts.IMPORTED(n=count, source=self._source)
        if self.adds:
            whole = texts.ADDED(n=count, source=self._source, before=self._existing.count)
        if taken.classes and [*taken.classes] != [str(k) for k in taken.classes.values()]:
            classes = (
                texts.CLASS_OF(label=label, name=class_name(self._data, k))
                for label, k in taken.classes.items()
            )
            whole = texts.WITH_CLASSES(points=whole, classes=", ".join(classes))
        parts = [whole]
        if taken.problems:
            parts.append(texts.ROWS_LEFT_OUT(n=len(taken.problems)))
        if taken.outside:
            parts.append(texts.POINTS_OUTSIDE(n=taken.outside))
        return f"{'; '.join(parts)}."

    # -- showing -----------------------------------------------------------------------------------

    def _show_sheet(self) -> None:
        sheet = self._sheet
        self._separator.show_name(sheet.how.separator or "")
        self._decimal.show_name(sheet.how.decimal or "")
        self._header.show_checked(bool(sheet.how.header))
        for name, pick in self._picks.items():
            with QSignalBlocker(pick):
                pick.clear()
                for k, column in enumerate(sheet.names):
                    pick.addItem(_short(column), str(k))
                if name == "label":
                    pick.addItem(texts.ALL_ONE_CLASS(name=class_name(self._data, 0)), NONE)
        self._fill_preview(sheet)
        self._show_columns()

    def _fill_preview(self, sheet: Sheet) -> None:
        rows, columns = sheet.rows[:PREVIEW_ROWS], min(len(sheet.names), MOST_PREVIEWED)
        self.preview.clear()
        self.preview.setRowCount(len(rows))
        self.preview.setColumnCount(columns)
        self.preview.setVerticalHeaderLabels([str(row.line) for row in rows])
        few = columns <= FEW_COLUMNS
        mode = QHeaderView.ResizeMode.Stretch if few else QHeaderView.ResizeMode.ResizeToContents
        self.preview.horizontalHeader().setSectionResizeMode(mode)
        for i, row in enumerate(rows):
            self.preview.setRowHeight(i, px(ROW_HEIGHT))
            for k, cell in enumerate(row.cells[:columns]):
                self.preview.setItem(i, k, QTableWidgetItem(_short(cell)))

    def _show_columns(self) -> None:
        columns, sheet = self._columns, self._sheet
        self._picks["x1"].show_name(str(columns.x1))
        self._picks["x2"].show_name(str(columns.x2))
        self._picks["label"].show_name(NONE if columns.label is None else str(columns.label))
        self._kind.show_name("values" if columns.values else "classes")
        self._kind.setEnabled(columns.label is not None and not self.adds)
        self._standardise.show_checked(columns.standardise)
        x1, x2 = axis_names(self._data)
        uses = {columns.label: texts.LABEL(), columns.x2: x2, columns.x1: x1}
        heads = [
            texts.AS_AXIS(name=_short(name), use=uses[k]) if k in uses else _short(name)
            for k, name in enumerate(sheet.names)
        ]
        self.preview.setHorizontalHeaderLabels(heads[:MOST_PREVIEWED])
        work = partial(points_table.import_points, sheet, columns, self._existing if self.adds else None)
        self._importing.run(work, lambda taking: self._show_taken(taking.result()), self._large, anew=True)
        self._show_waiting()

    @property
    def _large(self) -> bool:
        return len(self._content) > SMALL

    def _show_waiting(self) -> None:
        """Show that a long table is still being read: nothing can be imported until then."""
        if self._reading.busy or self._importing.busy:
            self.ok.setEnabled(False)
            self.summary.setText(texts.READING())

    def _show_taken(self, taken: ImportedPoints) -> None:
        self._taken = taken
        self.ok.setEnabled(bool(taken.points))
        if taken.rows > len(taken.points) > 0:
            text = texts.ADD_FIRST if self.adds else texts.IMPORT_FIRST
            self.ok.setText(text(n=len(taken.points)))
        else:
            self.ok.setText(texts.ADD() if self.adds else texts.IMPORT())
        self.summary.setText(self._summary(taken))
        self._problems_heading.setVisible(bool(taken.problems))
        self.problems.setVisible(bool(taken.problems))
        lines = list(taken.problems[:MOST_PROBLEMS])
        if len(taken.problems) > MOST_PROBLEMS:
            lines.append(texts.MORE_PROBLEMS(n=len(taken.problems) - MOST_PROBLEMS))
        self.problems.setPlainText("\n".join(lines))

    def _summary(self, taken: ImportedPoints) -> str:
        """Return what would be imported: points by class, points outside the square, points too many."""
        if taken.error:
            return f"<b>{escape(taken.error)}</b>"
        sentences = [texts.READABLE(n=taken.rows)]
        if taken.problems:
            sentences.append(texts.LEFT_OUT(n=len(taken.problems)))
        if taken.rows > len(taken.points):
            sentences.append(texts.MOST_POINTS(most=MOST_POINTS, n=len(taken.points)))
        if taken.classes:
            sentences.append(texts.CLASS_SIZES(sizes="; ".join(self._class_sizes(taken))))
        if self.adds:
            sentences.append(self._added_to())
        if taken.outside:
            sentences.append(texts.OUTSIDE(n=taken.outside))
        return " ".join(sentences)

    def _class_sizes(self, taken: ImportedPoints) -> Iterator[str]:
        """Yield which labels become which class, and how many points have it."""
        sizes = Counter(int(y) for *_, y in taken.points)
        labels: dict[int, list[str]] = {}
        for label, k in taken.classes.items():
            labels.setdefault(k, []).append(_short(label))
        for k in sorted(labels):
            name = class_name(self._data, k)
            yield texts.CLASS_SIZE(labels=escape(", ".join(labels[k])), name=name, n=sizes[k])

    def _added_to(self) -> str:
        """Return what the points are added to."""
        count, classes = (
            self._existing.count,
            [class_label(self._data, k) for k in sorted(self._existing.classes)],
        )
        if self._data.labels == "values":
            sentence = texts.ADDED_VALUES(n=count)
        else:
            text = texts.ADDED_CLASS if len(classes) == 1 else texts.ADDED_CLASSES
            sentence = text(n=count, classes=", ".join(classes))
        return f"{sentence} {texts.NEW_STANDARDISED()}" if self._columns.standardise else sentence


def release(rows: list[TableRow]) -> None:
    """Release rows a few at a time: all at once would hold up every thread."""
    while rows:
        del rows[-RELEASED:]


def _short(text: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in text[:60])
    return text if len(text) <= 28 else f"{text[:27]}…"
