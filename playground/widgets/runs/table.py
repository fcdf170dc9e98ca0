"""The table of runs as it is seen: stars, pictures and curves in its cells, and its keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPalette,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
)

from playground.style.palette import Theme, rgb
from playground.style.scaling import Slow, fit, px
from playground.style.sizes import SPACING
from playground.widgets.controls import is_override, prepare
from playground.widgets.runs.cells import CURVE, PICTURE, STAR
from playground.widgets.runs.keymaps import DELETES, FOLDS, OPENS, STARS
from playground.widgets.runs.lines import Line
from playground.widgets.runs.model import RunsModel, keys_of
from playground.widgets.runs.run_cell import RunCell

ROW = 44
NARROW = {STAR: Slow(30), PICTURE: 44, CURVE: 108}  # columns without words
WIDEST_HEADING = 110
SIGN = Slow(14)  # of the order, in a heading
OWN_KEYS = (*FOLDS, *OPENS, *STARS, *DELETES)


class RunTable(QTableView):
    """The table.

    Signals
    -------
    chosen ()
        Other lines are selected.
    opened (str)
        The run of this key is to be opened.
    folded (str, bool)
        A group is to be closed (False) or opened.
    starred, deleted ()
        What is selected is to have a star or not, or to go.
    sight_changed ()
        Other lines may be in sight.
    menu_asked (QPoint)
        The menu of what is selected is to be opened there, on the screen.
    """

    chosen = Signal()
    opened = Signal(str)
    folded = Signal(str, bool)
    starred = Signal()
    deleted = Signal()
    sight_changed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        prepare(self, "runs.table")
        self.runs = RunsModel(self)
        self.setModel(self.runs)
        self.setItemDelegate(RunCell(self, self.runs))
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns.setHighlightSections(False)
        columns.setSectionsClickable(True)
        columns.setTextElideMode(Qt.TextElideMode.ElideRight)
        # to highlight a heading, Qt would ask for the flags of all cells below it
        columns.setSelectionModel(QItemSelectionModel(self.runs, self))
        self.selectionModel().selectionChanged.connect(self.chosen)
        self.selectionModel().currentChanged.connect(self.chosen)
        self.verticalScrollBar().valueChanged.connect(self.sight_changed)
        self.runs.modelReset.connect(self._settle)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        fit(self._settle)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, RunCell)
        delegate.theme = colours
        paper, ink = rgb(colours.panel), rgb(colours.accent)
        chosen = QColor(*(round(0.8 * a + 0.2 * b) for a, b in zip(paper, ink, strict=True)))
        look = self.palette()
        look.setColor(QPalette.ColorRole.Highlight, chosen)  # pale: curves and stars are seen on it
        look.setColor(QPalette.ColorRole.HighlightedText, QColor(colours.text))
        self.setPalette(look)
        self.viewport().update()

    def _settle(self) -> None:
        """Give rows and columns their sizes."""
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        words = self.fontMetrics().horizontalAdvance
        for k, column in enumerate(self.runs.columns):
            width = px(NARROW[column.name]) if column.name in NARROW else 0
            heading = min(words(column.heading) + px(SIGN), px(WIDEST_HEADING))
            room = max(words(column.sample), heading) + 2 * px(SPACING)
            self.setColumnWidth(k, width or room)

    # -- what is selected ------------------------------------------------------------------------

    @property
    def in_sight(self) -> tuple[int, int]:
        """The first and the last line that can be seen."""
        first = self.rowAt(0)
        last = self.rowAt(self.viewport().height() - 1)
        return max(first, 0), last if last >= 0 else len(self.runs.lines) - 1

    @property
    def selected(self) -> list[Line]:
        """The lines that are selected, from top to bottom."""
        chosen = self.selectionModel().selection()
        blocks = map(chosen.at, range(chosen.count()))
        rows = {row for block in blocks for row in range(block.top(), block.bottom() + 1)}
        return [self.runs.lines[row] for row in sorted(rows) if row < len(self.runs.lines)]

    @property
    def keys(self) -> list[str]:
        """The runs that are selected; of a group's line, all in it."""
        return keys_of(self.selected)

    def select(self, lines: list[Line]) -> None:
        """Select those of some lines that there are, without scrolling."""
        wanted, model, flags = set(lines), self.selectionModel(), QItemSelectionModel.SelectionFlag
        found = [k for k, line in enumerate(self.runs.lines) if line in wanted] if wanted else []
        for n, k in enumerate(found):
            how = flags.Rows | (flags.ClearAndSelect if n == 0 else flags.Select)
            model.select(self.runs.index(k, 0), how)
        if found:
            model.setCurrentIndex(self.runs.index(found[0], 2), flags.NoUpdate)

    # -- keys and clicks -------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if is_override(event, OWN_KEYS) or is_star(event):
            event.accept()  # no step, and nothing that the window does
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), Qt.Key(event.key())
        if key in OPENS:
            self._open(row)
        elif key in FOLDS:
            self._fold(row, FOLDS[key])
        elif key in STARS:
            self.starred.emit()
        elif key in DELETES:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self.runs.lines):
            line = self.runs.lines[row]
            if line.members:
                self._fold(row, not self.runs.is_open(row))
            else:
                self.opened.emit(line.key)

    def _fold(self, row: int, on: bool) -> None:
        if 0 <= row < len(self.runs.lines) and (group := self.runs.lines[row].group):
            self.folded.emit(group, on)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        if self.runs.columns[index.column()].name == STAR:
            if self.runs.lines[index.row()].members:
                self._fold(index.row(), not self.runs.is_open(index.row()))
            else:
                self.starred.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        place = self.visualRect(self.currentIndex()).center() if by_key else event.pos()
        if self.indexAt(place).isValid():
            self.menu_asked.emit(self.viewport().mapToGlobal(place))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sight_changed.emit()


def is_star(event: QEvent) -> bool:
    """Whether a shortcut is about to take the asterisk, which needs Shift on most keyboards."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.key() in STARS
        and not event.modifiers() & Qt.KeyboardModifier.ControlModifier
    )
