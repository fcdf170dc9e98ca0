"""The runs as a model of Qt: as many lines as there are, of which only those in sight are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.texts import runs as texts
from playground.widgets.controls.base import literal
from playground.widgets.runs.cells import (
    NAME,
    Column,
    Shown,
    ShownGroup,
    described,
    text_of,
    text_of_group,
    when_text,
    worked_text,
    worked_tip,
)
from playground.widgets.runs.lines import Line

MOST = 2_000  # lines that stay read
Index = QModelIndex | QPersistentModelIndex
Read = Shown | ShownGroup | None  # None for a run that a newer version has kept
ROLE, ALIGN = Qt.ItemDataRole, Qt.AlignmentFlag
SECOND = ROLE.UserRole  # the smaller text below the name
_ROOT = QModelIndex()


class RunsModel(QAbstractTableModel):
    """The table's contents.

    Attributes
    ----------
    lines : list of Line
    columns : tuple of Column
    in_hand : str
        The key of the run that is open.
    pinned : dict of str to int
        The keys of the runs whose curves are pinned, with the numbers of their colours.

    Signals
    -------
    missed ()
        Something is to be shown that has not been read: `missing` says what.
    """

    missed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []
        self.columns: tuple[Column, ...] = ()
        self.in_hand = ""
        self.pinned: dict[str, int] = {}
        self._read: dict[Line, Read] = {}
        self._old = set[Line]()  # of those that are read, what may have changed since
        self._soon = QTimer(self)  # one signal for all cells of a frame
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.missed)

    def show_lines(self, lines: list[Line], columns: tuple[Column, ...]) -> None:
        """Show other lines, or the same ones of runs that may have changed."""
        self._old = set(self._read)
        if lines == self.lines and columns == self.columns:
            self._tell()
            return
        self.beginResetModel()
        self.lines, self.columns = lines, columns
        self.endResetModel()

    def show_as(self, other: RunsModel) -> None:
        """Show what another model shows."""
        self.in_hand, self.pinned, self._read = other.in_hand, other.pinned, dict(other._read)
        self.show_lines(other.lines, other.columns)

    def show_read(self, read: Mapping[Line, Read]) -> None:
        """Show what has been read."""
        if len(self._read) > MOST:
            self._read.clear()
        self._read.update(read)
        self._old -= read.keys()
        self._tell()

    def show_changed(self, by_hand: Mapping[str, Mapping[str, Any]]) -> None:
        """Show at once what a person has given some runs, by their keys: a name, a note, a star."""
        for line, one in self._read.items():
            if one is not None and not by_hand.keys().isdisjoint(line.keys):
                self._read[line] = one.changed(by_hand)
        self._tell()

    def show_in_hand(self, key: str) -> None:
        """Mark the run that is open."""
        if key != self.in_hand:
            self.in_hand = key
            self._tell()

    def show_pinned(self, pinned: dict[str, int]) -> None:
        """Mark the runs whose curves are pinned."""
        self.pinned = pinned
        self._tell()

    def _tell(self) -> None:
        if self.lines:
            last = self.index(len(self.lines) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def missing(self, first: int, last: int) -> list[Line]:
        """Return which of some lines are to be read, again or for the first time."""
        some = self.lines[max(first, 0) : last + 1]
        return [line for line in some if line not in self._read or line in self._old]

    def shown(self, row: int) -> Read:
        """Return what a line shows; None if it has not been read, or cannot be."""
        return self._read.get(self.lines[row]) if 0 <= row < len(self.lines) else None

    def read_of(self, line: Line) -> Read:
        """Return what a line shows; None if it has not been read, or cannot be."""
        return self._read.get(line)

    def is_open(self, row: int) -> bool:
        """Whether the runs of a group are below its line."""
        return row + 1 < len(self.lines) and self.lines[row + 1].group == self.lines[row].group

    def row_of(self, key: str) -> int | None:
        """Return the line of a run, not that of its group; None if there is none."""
        return next((k for k, line in enumerate(self.lines) if line.key == key and not line.members), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == ROLE.TextAlignmentRole:
            return (ALIGN.AlignLeft if column.is_text else ALIGN.AlignRight) | ALIGN.AlignVCenter
        if role == ROLE.ToolTipRole:
            return literal(column.tip)
        return column.heading if role == ROLE.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        column = self.columns[index.column()]
        if role == ROLE.TextAlignmentRole:
            return (ALIGN.AlignLeft if column.is_text else ALIGN.AlignRight) | ALIGN.AlignVCenter
        if role not in (ROLE.DisplayRole, ROLE.ToolTipRole, SECOND):
            return None
        line = self.lines[index.row()]
        if (line not in self._read or line in self._old) and not self._soon.isActive():
            self._soon.start(0)
        one = self._read.get(line)
        if one is None:
            unreadable = line in self._read and column.name == NAME and role != SECOND
            return texts.UNREADABLE() if unreadable else None
        if isinstance(one, ShownGroup):
            return self._of_group(column, one, role)
        return self._of_run(column, one, role)

    def _of_run(self, column: Column, one: Shown, role: int) -> str | None:
        if role == SECOND:
            note = one.row.note.strip().partition("\n")[0]
            here = texts.OPEN_NOW() if one.row.key == self.in_hand else ""
            second = described(one) if one.row.name else ""
            pinned = texts.PINNED() if one.row.key in self.pinned else ""
            return (
                texts.BETWEEN().join(filter(None, (here, pinned, second, note)))
                if column.name == NAME
                else None
            )
        text = when_text(one.row.began) if column.name == "began" else text_of(column, one)
        if role == ROLE.ToolTipRole:
            note = one.row.note if column.name == NAME else ""
            return literal(f"{text}\n{note}".strip())
        return text

    def _of_group(self, column: Column, one: ShownGroup, role: int) -> str | None:
        if role == SECOND:
            return worked_text(one) if column.name == NAME else None
        if role == ROLE.ToolTipRole and column.name == NAME:
            return literal(f"{worked_text(one)}\n{worked_tip(one)}")
        if column.name == "began":
            return when_text(max(row.began for row in one.runs))
        text = text_of_group(column, one)
        if role == ROLE.ToolTipRole and column.name in texts.BEST_OF_STARTS:
            return literal(texts.TWO_LINES(first=text, second=texts.BEST_OF_STARTS[column.name]()))
        return text


def keys_of(lines: Sequence[Line]) -> list[str]:
    """Return the runs that some lines stand for, each once, in their order."""
    return list(dict.fromkeys(key for line in lines for key in line.keys))
