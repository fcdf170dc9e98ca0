"""The dialog that makes points of a table: a preview, which columns are meant, and what cannot be read."""

from dataclasses import replace
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
from playground.files import points_table, table
from playground.files.atomic import FileError
from playground.files.points_table import Choice as Columns
from playground.files.points_table import Taken, There
from playground.files.table import DECIMALS, SEPARATORS, Sheet
from playground.style.scaling import fit, fit_gap, for_dialog, px
from playground.style.sizes import MARGIN, SPACING
from playground.texts.names import axis_names, class_label, class_name
from playground.widgets.controls import Button, Choice, Switch, caption_of, heading, prepare

PREVIEW_ROWS = 6
MOST_PREVIEWED = 50  # columns
FEW_COLUMNS = 4  # share the width
MOST_TOLD = 1000  # problems
ROW_HEIGHT = 24
NONE = "-"
SIZE = QSize(640, 600)


class CsvDialog(QDialog):
    """Shows what a text holds as points, until it is imported or left.

    Signals
    -------
    imported (DataSpec, str, bool)
        The points as a data set, what to say of them, and whether they are added to those there are.
    """

    imported = Signal(object, str, bool)

    def __init__(
        self, text: str, source: str, data: DataSpec, names: dict[str, int], parent: QWidget
    ) -> None:
        """Raise a FileError where the text holds no table."""
        sheet = table.read_table(text, source)  # before there is a dialog, which its parent would keep
        super().__init__(parent)
        self._text, self._source, self._data = text, source, data
        classes = frozenset(int(y) for *_, y in data.points) if data.labels == "classes" else frozenset()
        self._there = There(len(data.points), classes, names) if data.own else There()
        self._sheet = sheet
        self._columns = points_table.suggest(self._sheet)
        self._taken = Taken()
        self._values_alone = False  # whether the label was a value before the points were to be added
        self.setObjectName("csv")
        self.setWindowTitle(f"Points from {source}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(for_dialog(SIZE))
        self._make_controls()
        self._lay_out()
        self._show_sheet()
        self.ok.setFocus()

    def _make_controls(self) -> None:
        self._separator = Choice(
            "csv.separator",
            {key: (word, word) for key, word in SEPARATORS.items()},
        )  # fmt: skip
        self._decimal = Choice(
            "csv.decimal",
            {key: (word, word) for key, word in DECIMALS.items()},
        )  # fmt: skip
        self._header = Switch("csv.header")
        self._separator.chosen.connect(lambda _: self._read_again())
        self._decimal.chosen.connect(lambda _: self._read_again())
        self._header.clicked.connect(self._read_again)
        self._picks = {name: Choice(f"csv.{name}", {}) for name in ("x1", "x2", "label")}
        self._kind = Choice(
            "csv.kind",
            {"classes": ("a class", "Up to six of them."), "values": ("a value", "Regression.")},
        )  # fmt: skip
        self._standardise = Switch("csv.standardise")
        self._add = Switch("csv.add")
        self._add.setText(f"Add to the {self._there.count:,} points there are")
        self._add.setVisible(self._there.count > 0)
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
        self._problems_heading = heading("ROWS THAT CANNOT BE READ")
        whole.addWidget(self._problems_heading)
        whole.addWidget(self.problems, 1)
        whole.addStretch()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.ok)
        whole.addLayout(row)

    # -- what is said and chosen -----------------------------------------------------------------

    def _read_again(self) -> None:
        """Split the text as the person says; where that gives no table, say so."""
        try:
            self._sheet = table.read_table(
                self._text,
                self._source,
                separator=self._separator.name(),
                decimal=self._decimal.name(),
                header=self._header.isChecked(),
            )
        except FileError as error:
            self.preview.setRowCount(0)
            self._show_taken(Taken(error=str(error)))
            return
        self._columns = replace(points_table.suggest(self._sheet), standardise=self._columns.standardise)
        if self.adds:
            self._columns = replace(self._columns, values=self._data.labels == "values")
        self._show_sheet()

    def _chosen(self) -> None:
        label = self._picks["label"].name()
        self._columns = Columns(
            x1=int(self._picks["x1"].name()),
            x2=int(self._picks["x2"].name()),
            label=None if label == NONE else int(label),
            values=(self._data.labels if self.adds else self._kind.name()) == "values",
            standardise=self._standardise.isChecked(),
        )
        self._show_columns()

    def _add_or_not(self) -> None:
        """Points that are added have what those there have, classes or values."""
        if self.adds:
            self._values_alone = self._columns.values
        else:
            self._kind.show_name("values" if self._values_alone else "classes")
        self._chosen()

    @property
    def adds(self) -> bool:
        """Whether the points there are stay."""
        return self._add.isChecked()

    @property
    def names(self) -> dict[str, int]:
        """Which label has become which class, also by imports before."""
        return (self._there.names if self.adds else {}) | self._taken.classes

    def _import(self) -> None:
        taken = self._taken
        labels = "values" if self._columns.values and self._columns.label is not None else "classes"
        if self.adds:
            labels = self._data.labels
        data = replace(self._data, dataset=OWN, points=taken.points, labels=labels)
        self.imported.emit(data, self._tell(), self.adds)
        self.accept()

    def _tell(self) -> str:
        """Return what to say of the import, in one line."""
        taken = self._taken
        count = len(taken.points)
        said = f"{count:,} {'point' if count == 1 else 'points'} from {self._source}"
        if self.adds:
            said += f", added to the {self._there.count:,} there were"
        if taken.classes and [*taken.classes] != [str(k) for k in taken.classes.values()]:
            said += ": " + ", ".join(
                f"{name} is {class_name(self._data, k)}" for name, k in taken.classes.items()
            )
        if taken.problems:
            said += f"; {_rows(len(taken.problems))} left out"
        if taken.outside:
            said += f"; {taken.outside:,} of the points lie outside the usual square from −6 to 6"
        return f"{said}."

    # -- showing -----------------------------------------------------------------------------------

    def _show_sheet(self) -> None:
        sheet = self._sheet
        self._separator.show_name(sheet.separator)
        self._decimal.show_name(sheet.decimal)
        self._header.show_checked(sheet.header)
        for name, pick in self._picks.items():
            with QSignalBlocker(pick):
                pick.clear()
                for k, column in enumerate(sheet.names):
                    pick.addItem(_short(column), str(k))
                if name == "label":
                    pick.addItem(f"none: all are {class_name(self._data, 0)}", NONE)
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
        uses = {columns.label: "label", columns.x2: x2, columns.x1: x1}
        heads = [
            f"{_short(name)} → {uses[k]}" if k in uses else _short(name) for k, name in enumerate(sheet.names)
        ]
        self.preview.setHorizontalHeaderLabels(heads[:MOST_PREVIEWED])
        self._show_taken(points_table.take(sheet, columns, self._there if self.adds else None))

    def _show_taken(self, taken: Taken) -> None:
        self._taken = taken
        self.ok.setEnabled(bool(taken.points))
        too_many = taken.rows > len(taken.points) > 0
        what = f" the first {len(taken.points):,}" if too_many else ""
        self.ok.setText(("Add" if self.adds else "Import") + what)
        self.summary.setText(self._summary(taken))
        self._problems_heading.setVisible(bool(taken.problems))
        self.problems.setVisible(bool(taken.problems))
        told = list(taken.problems[:MOST_TOLD])
        if len(taken.problems) > MOST_TOLD:
            told.append(f"… and {len(taken.problems) - MOST_TOLD:,} more")
        self.problems.setPlainText("\n".join(told))

    def _summary(self, taken: Taken) -> str:
        """Return what would be imported: how many of which class, what lies outside, what is too much."""
        if taken.error:
            return f"<b>{escape(taken.error)}</b>"
        said = [f"<b>{_rows(taken.rows)}</b> can be read."]
        if taken.problems:
            are = "is" if len(taken.problems) == 1 else "are"
            said.append(f"<b>{_rows(len(taken.problems))}</b> cannot, and {are} left out.")
        if taken.rows > len(taken.points):
            first = f"the first {len(taken.points):,} are taken"
            said.append(f"<b>At most {MOST_POINTS:,} points can be learned: {first}.</b>")
        if taken.classes:
            sizes = [0] * (max(taken.classes.values()) + 1)
            for *_, y in taken.points:
                sizes[int(y)] += 1
            names: dict[int, list[str]] = {}
            for name, k in taken.classes.items():
                names.setdefault(k, []).append(name)
            kinds = "; ".join(
                f"{escape(', '.join(map(_short, names[k])))} → {class_name(self._data, k)}: {sizes[k]:,}"
                for k in sorted(names)
            )
            said.append(f"<br>{kinds}.")
        if self.adds:
            said.append(f"<br>{self._say_beside()}")
        if taken.outside:
            which = "point lies" if taken.outside == 1 else "points lie"
            where = "outside the usual square from −6 to 6"
            said.append(
                f"<br>{taken.outside:,} {which} {where}: the plot goes to where they are. Numbers so large "
                "can be hard to learn from: then standardise."
            )
        return " ".join(said)

    def _say_beside(self) -> str:
        """Return how what is added fits what there is."""
        said = [f"They are added to the {self._there.count:,} points there are"]
        if self._data.labels == "values":
            said[0] += ", which have values."
        else:
            classes = [class_label(self._data, k) for k in sorted(self._there.classes)]
            which = "class " if len(classes) == 1 else "classes "
            said[0] += f", of {which}{', '.join(classes)}."
        if self._columns.standardise:
            said.append("Only the new ones are standardised: they may lie elsewhere than the others.")
        return " ".join(said)


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _short(text: str) -> str:
    text = "".join(c if c.isprintable() else " " for c in text[:60])
    return text if len(text) <= 28 else f"{text[:27]}…"
