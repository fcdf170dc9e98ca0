"""Prepares a class: what it reads, and a tree of all controls, shown or not, locked or not.

The window shows each choice at once; Cancel puts back what was there.
"""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QTextCursor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from playground.classroom.catalogue import controls
from playground.classroom.choice import Classroom, presets, summary
from playground.classroom.lesson import LONGEST_LINE, LONGEST_TITLE, Lesson
from playground.style import sizes
from playground.style.scaling import area, fit, for_dialog
from playground.texts import classroom as texts
from playground.widgets.classroom.keymaps import CLASS
from playground.widgets.controls import Button, add_labelled, prepare

SIZE, ROW = QSize(460, 720), QSize(120, 22)
LINES = 3  # of the text that is seen at once
KEYS = CLASS.every
NAME, SHOWN, LOCKED = 0, 1, 2
_ON, _OFF, _PARTLY = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


class ClassTree(QTreeWidget):
    """All controls in their groups, each with a box for "shown" and one for "locked".

    Signals
    -------
    toggled (QTreeWidgetItem, int)
        A row, and one of its columns.
    """

    toggled = Signal(QTreeWidgetItem, int)

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "class.tree")
        self.setColumnCount(3)
        self.setHeaderLabels([text() for text in texts.COLUMNS])
        self.setUniformRowHeights(True)
        palette = (
            self.palette()
        )  # the style draws the boxes in a shade of it: they must be visible on a dark theme
        palette.setColor(QPalette.ColorRole.Window, palette.color(QPalette.ColorRole.PlaceholderText))
        self.setPalette(palette)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.header().setStretchLastSection(False)
        self.header().setSectionsMovable(False)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)

    def event(self, event: QEvent) -> bool:
        """Keep Space and L for the row: L neither searches the tree nor is a shortcut of the window."""
        if isinstance(event, QKeyEvent) and event.key() in KEYS:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and (item := self.currentItem()) is not None:
                self.toggled.emit(item, SHOWN if event.key() == Qt.Key.Key_Space else LOCKED)
                return True
        return super().event(event)


class LineEdit(QPlainTextEdit):
    """A line that is shown wrapped, and no longer than a lesson's may be."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setTabChangesFocus(True)
        fit(self._settle)
        self.textChanged.connect(self._limit)

    def _settle(self) -> None:
        edges = 2 * (self.frameWidth() + round(self.document().documentMargin()))
        self.setFixedHeight(LINES * self.fontMetrics().lineSpacing() + edges)

    def _limit(self) -> None:
        if len(text := self.toPlainText()) > LONGEST_LINE:
            with QSignalBlocker(self):
                self.setPlainText(text[:LONGEST_LINE])
                self.moveCursor(QTextCursor.MoveOperation.End)


class ClassDialog(QDialog):
    """A title and a line to read, the tree, ready-made choices, and a summary of what is chosen.

    Signals
    -------
    changed (Classroom)
        After every click.

    Attributes
    ----------
    classroom : Classroom
        What is chosen now.
    """

    changed = Signal(object)

    def __init__(self, classroom: Classroom, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("class")
        self.setWindowTitle(texts.TITLE())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(for_dialog(SIZE))
        self.classroom, self._first = classroom, classroom.lesson
        self._filling = False
        self._make_lesson()
        self.tree, self._summary = ClassTree(), QLabel()
        self._summary.setObjectName("class.said")
        self._rows: dict[str, QTreeWidgetItem] = {}
        self._groups: dict[str, QTreeWidgetItem] = {}
        self._make_rows()
        self._show()
        parent.installEventFilter(self)
        self.tree.itemChanged.connect(self._ticked)
        self.tree.toggled.connect(self._toggle)
        self._lay_out()
        first = self.tree.topLevelItem(0)
        assert first is not None
        self.tree.setCurrentItem(first, NAME, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.tree.setFocus()

    def _make_lesson(self) -> None:
        """Make the two fields for what the class reads."""
        self.lesson_title, self.lesson_line = QLineEdit(self._first.title), LineEdit(self._first.line)
        self.lesson_title.setMaxLength(LONGEST_TITLE)
        fit(self.lesson_title.setMinimumHeight, sizes.CONTROL_HEIGHT)
        prepare(self.lesson_title, "class.lesson_title")
        prepare(self.lesson_line, "class.lesson_line")
        self.lesson_title.textChanged.connect(self._write)
        self.lesson_line.textChanged.connect(self._write)

    def _write(self) -> None:
        """Have the class read what is typed; a line that is a teacher's own asks for nothing by itself."""
        lesson = Lesson(self.lesson_title.text(), self.lesson_line.toPlainText())
        if lesson.line == self._first.line:
            lesson = replace(lesson, asks=self._first.asks)
        self.choose(replace(self.classroom, lesson=lesson))

    def _make_rows(self) -> None:
        for control in controls().values():
            if control.group not in self._groups:
                title = texts.GROUPS[control.group]()
                group = self._groups[control.group] = QTreeWidgetItem(self.tree, [title])
                group.setExpanded(True)
                font = group.font(NAME)
                font.setBold(True)
                group.setFont(NAME, font)
                group.setSizeHint(NAME, area(ROW))
            self._rows[control.name] = QTreeWidgetItem(self._groups[control.group], [control.label])

    def _lay_out(self) -> None:
        whole, ready, ends = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        fit(whole.setContentsMargins, *(sizes.MARGIN for _ in range(4)))
        fit(whole.setSpacing, sizes.MARGIN)
        hint = QLabel(texts.HINT())
        hint.setWordWrap(True)
        whole.addWidget(hint)
        for field in (self.lesson_title, self.lesson_line):
            add_labelled(whole, field)
        whole.addLayout(ready)
        for name in presets():
            button = Button(f"class.{name}")
            button.clicked.connect(partial(self._choose_preset, name))
            button.setAutoDefault(False)
            ready.addWidget(button)
        ready.addStretch()
        whole.addWidget(self.tree, 1)
        whole.addLayout(ends)
        cancel = Button("class.cancel")
        ok = Button("class.ok")
        ok.setProperty("role", "primary")
        ok.setDefault(True)
        ok.clicked.connect(self.accept)
        cancel.clicked.connect(self.reject)
        ends.addWidget(self._summary, 1)
        ends.addWidget(cancel)
        ends.addWidget(ok)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Discard the choice when the window closes."""
        if event.type() == QEvent.Type.Close and watched is self.parent():
            self.reject()
        return super().eventFilter(watched, event)

    # -- choosing ------------------------------------------------------------------------------

    def choose(self, classroom: Classroom) -> None:
        """Choose all of it at once."""
        if classroom != self.classroom:
            self.classroom = classroom
            self._show()
            self.changed.emit(classroom)

    def _choose_preset(self, name: str) -> None:
        self.choose(replace(presets()[name], lesson=self.classroom.lesson))

    def _names(self, item: QTreeWidgetItem) -> list[str]:
        """The controls of a row, or of a whole group."""
        return [name for name, row in self._rows.items() if item in (row, row.parent())]

    def _toggle(self, item: QTreeWidgetItem, column: int) -> None:
        self._set(item, column, item.checkState(column) != _ON)

    def _ticked(self, item: QTreeWidgetItem, column: int) -> None:
        if not self._filling and column != NAME:
            self._set(item, column, item.checkState(column) == _ON)

    def _set(self, item: QTreeWidgetItem, column: int, on: bool) -> None:
        names = [name for name in self._names(item) if name not in self.classroom.lesson.asks]
        hidden, locked = self.classroom.hidden, self.classroom.locked
        if column == SHOWN:
            hidden = hidden.difference(names) if on else hidden.union(names)
        else:
            names = [name for name in names if controls()[name].lockable]
            locked = locked.union(names) if on else locked.difference(names)
        self.choose(replace(self.classroom, hidden=hidden, locked=locked))
        self._show()  # undoes a tick where nothing can be locked

    def _show(self) -> None:
        """Tick what is chosen."""
        self._filling = True
        asks, shown = self.classroom.lesson.asks, self.classroom.in_force
        hidden, locked = shown.hidden, shown.locked
        for name, row in self._rows.items():
            label = controls()[name].label
            row.setText(NAME, texts.ASKED_FOR(control=label) if name in asks else label)
            row.setCheckState(SHOWN, _OFF if name in hidden else _ON)
            if controls()[name].lockable:
                row.setCheckState(LOCKED, _ON if name in locked else _OFF)
            row.setData(NAME, Qt.ItemDataRole.AccessibleDescriptionRole, self._words(name))
        for group in self._groups.values():
            names = self._names(group)
            ticks = {SHOWN: [name not in hidden for name in names]}
            if lockable := [name in locked for name in names if controls()[name].lockable]:
                ticks[LOCKED] = lockable
            for column, ticked in ticks.items():
                group.setCheckState(column, _state(ticked))
            group.setData(NAME, Qt.ItemDataRole.AccessibleDescriptionRole, _count(ticks))
        self._summary.setText(summary(shown) or texts.NOTHING())
        self._filling = False

    def _words(self, name: str) -> str:
        """What a screen reader says of a row."""
        shown = self.classroom.in_force
        if name in shown.hidden:
            return texts.ROW_HIDDEN_LOCKED() if name in shown.locked else texts.ROW_HIDDEN()
        return texts.ROW_SHOWN_LOCKED() if name in shown.locked else texts.ROW_SHOWN()


def _count(ticks: dict[int, list[bool]]) -> str:
    """What a screen reader says of a heading."""
    counts = {SHOWN: texts.COUNT_SHOWN, LOCKED: texts.COUNT_LOCKED}
    return ", ".join(counts[column](n=sum(rows), all=len(rows)) for column, rows in ticks.items())


def _state(ticks: list[bool]) -> Qt.CheckState:
    if all(ticks):
        return _ON
    return _PARTLY if any(ticks) else _OFF
