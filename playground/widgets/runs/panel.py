"""The panel of the runs: the table of all that are kept, and what compares some of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QSplitter, QVBoxLayout, QWidget

from playground.classroom.catalogue import RUNS
from playground.files.run_library import RunQuery
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import LARGE, fit, px, scale
from playground.texts import runs as texts
from playground.texts.controls import words_of
from playground.texts.text import ControlWords
from playground.widgets.controls import Button, Choice, Switch, caption, caption_of, is_override, prepare
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.tabs import tabs_of_pages
from playground.widgets.controls.visibility import is_wanted, reveal
from playground.widgets.runs.cells import Column
from playground.widgets.runs.lanes_page import LanesPage
from playground.widgets.runs.lines import Line
from playground.widgets.runs.table import RunTable

BOTH = 860  # the height, at the usual text size, from which table and comparison stand one above the other
SHARES = (300, 560)
ESCAPE = (Qt.Key.Key_Escape,)
HIGHEST_FIRST = {"began", "ended", "test_accuracy", "epoch", "starred"}


class RunsPanel(Panel):
    """The table; below it, or in its place where there is too little height, a page that compares runs.

    Attributes
    ----------
    page : QWidget or None
        None where there is the table alone.
    query : RunQuery
        Which runs are to be shown.
    menu : QMenu
        What more can be done: its actions come from whoever does it.

    Signals
    -------
    side_by_side_asked, race_asked ()
    compare_asked (RunRow, str)
        A run, and the side on which it is wanted: "A" or "B".
    page_closed ()
        A person goes back to the table.
    query_changed ()
        Other runs are to be shown, or in another order.
    listed (bool)
        Whether the table is in sight.
    """

    groups = (RUNS,)
    page: QWidget | None = None  # Qt asks for keys before all is made
    side_by_side_asked = Signal()
    race_asked = Signal()
    compare_asked = Signal(object, str)
    page_closed = Signal()
    query_changed = Signal()
    listed = Signal(bool)

    def __init__(self) -> None:
        super().__init__(texts.HEADING())
        self.side_by_side, self.race = Button("runs.side_by_side"), Button("runs.race")
        fit(self._name_side_by_side)
        self.more, self.menu = Button("runs.more"), QMenu(self)
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands after the word
        fit(self.more.setIconSize, QSize(12, 12))
        self.more.clicked.connect(self._open_menu)
        self.side_by_side.clicked.connect(self.side_by_side_asked)
        self.race.clicked.connect(self.race_asked)
        self.bar = tabs_of_pages("runs.pages", [texts.TABLE_TAB])
        self.bar.currentChanged.connect(self._settle)
        self._is_both = False
        self.query = RunQuery()
        self.count = caption("")
        self._list = self._make_list()
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.setChildrenCollapsible(False)
        fit(self._parts.setHandleWidth, sizes.SPACING)
        self._parts.addWidget(self._list)
        self.head.addWidget(self.count)
        self.head.addWidget(self.bar)
        self.head.addStretch()
        self.head.addWidget(self.side_by_side)
        self.head.addWidget(self.race)
        self.head.addWidget(self.more)
        self.column.addWidget(self._parts, 1)
        reveal(self.bar, False)

    def _name_side_by_side(self) -> None:
        """Write less on the button where text is large: its name and its tip stay whole."""
        short = scale() >= LARGE
        whole = words_of("runs.side_by_side").text
        self.side_by_side.setText(texts.SIDE_BY_SIDE_SHORT() if short else whole)

    def _open_menu(self) -> None:
        self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _make_list(self) -> QWidget:
        self.filter, self.only_starred = QLineEdit(), Switch("runs.only_starred")
        prepare(self.filter, "runs.filter")
        self.filter.setPlaceholderText(texts.FILTER())
        self.filter.setClearButtonEnabled(True)
        fit(self.filter.setMinimumHeight, sizes.CONTROL_HEIGHT)
        fit(self.filter.setTextMargins, sizes.TIGHT, 0, sizes.TIGHT, 0)
        self.sort = Choice("runs.sort", {name: (one(), tip()) for name, (one, tip) in texts.SORTS.items()})
        self.filter.textChanged.connect(self._ask)
        self.only_starred.toggled.connect(self._ask)
        self.sort.chosen.connect(self._sort_by)
        self.table, self.empty = RunTable(), QLabel(texts.READING())
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by_column)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        whole = QWidget()
        column, row = QVBoxLayout(whole), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.SPACING)
        column.addLayout(row)
        fit(row.setSpacing, sizes.SPACING)
        row.addWidget(self.filter, 1)
        row.addWidget(self.only_starred)
        row.addWidget(caption_of(self.sort, texts.SORT()))
        row.addWidget(self.sort)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        reveal(self.table, False)
        return whole

    # -- what is shown ---------------------------------------------------------------------------

    def _ask(self) -> None:
        self.query = replace(
            self.query, words=self.filter.text(), starred=True if self.only_starred.isChecked() else None
        )
        self.query_changed.emit()

    def _sort_by(self, name: str) -> None:
        self._sort(name, name in HIGHEST_FIRST)

    def _sort_by_column(self, section: int) -> None:
        """Sort by a column; by the same one again, the other way round."""
        name = self.table.runs.columns[section].sort
        if name:
            again = name == self.query.sort
            self._sort(name, not self.query.descending if again else name in HIGHEST_FIRST)

    def _sort(self, name: str, descending: bool) -> None:
        self.query = replace(self.query, sort=name, descending=descending)
        if name in texts.SORTS and descending == (name in HIGHEST_FIRST):
            self.sort.show_name(name)
        else:
            headings = {column.sort: column.heading for column in self.table.runs.columns}
            self.sort.show_none(texts.SORTED_BY(column=headings.get(name, name)))
        self.query_changed.emit()

    def show_lines(
        self, lines: list[Line], columns: tuple[Column, ...], counts: tuple[int, int], kept: bool = True
    ) -> None:
        """Show runs, as a query found them.

        Parameters
        ----------
        lines : list of Line
        columns : tuple of Column
        counts : (int, int)
            How many runs were found, and how many there are.
        kept : bool
            Whether they outlast the window.
        """
        self._fill(lines, columns)
        found, every = counts
        text = texts.COUNT(n=every) if found == every else texts.FOUND(n=found, all=every)
        self.count.setText(text if kept else texts.ONLY_HERE(runs=text))
        self.count.setToolTip("" if kept else texts.ONLY_HERE_WHY())
        self.count.setVisible(every > 0)
        if not lines:
            starred = self.only_starred.isChecked()
            nothing = (texts.NO_STARS if starred else texts.NOTHING_FOUND)() if every else texts.NO_RUNS()
            more = "" if every else texts.NO_RUNS_WHY()
            self.empty.setText(texts.TWO_LINES(first=nothing, second=more))
        reveal(self.table, bool(lines))
        reveal(self.empty, not lines)

    def show_columns(self, columns: tuple[Column, ...]) -> None:
        """Show other columns of the same runs."""
        self._fill(self.table.runs.lines, columns)

    def _fill(self, lines: list[Line], columns: tuple[Column, ...]) -> None:
        """Fill the table; what was selected stays so, and where it was scrolled to."""
        table, selected = self.table, self.table.selected
        bars = table.verticalScrollBar(), table.horizontalScrollBar()
        scrolled = [bar.value() for bar in bars]
        table.runs.show_lines(lines, columns)
        if table.selected != selected:
            table.select(selected)
        for bar, value in zip(bars, scrolled, strict=True):
            bar.setValue(value)
        self._mark_sorted()

    def _mark_sorted(self) -> None:
        """Mark the heading that runs are sorted by."""
        header, sorts = self.table.horizontalHeader(), [column.sort for column in self.table.runs.columns]
        header.setSortIndicatorShown(self.query.sort in sorts)
        if self.query.sort in sorts:
            way = Qt.SortOrder.DescendingOrder if self.query.descending else Qt.SortOrder.AscendingOrder
            header.setSortIndicator(sorts.index(self.query.sort), way)

    def show_as(self, other: RunsPanel) -> None:
        """Show the runs that another panel shows."""
        self.query = other.query
        self.filter.setText(other.filter.text())
        self.table.runs.show_as(other.table.runs)
        self.table.select(other.table.selected)
        self.count.setText(other.count.text())
        self.empty.setText(other.empty.text())
        reveal(self.table, is_wanted(other.table))
        reveal(self.empty, is_wanted(other.empty))

    # -- a page beside the table -----------------------------------------------------------------

    def show_page(self, page: QWidget, words: ControlWords) -> None:
        """Show a page that compares runs, until a person goes back to the table.

        Parameters
        ----------
        page : QWidget
            It may be shown again and again; another one takes its place.
        words : ControlWords
            Of its tab.
        """
        self.show_table()
        self.page = page
        if self._parts.indexOf(page) < 0:
            self._parts.addWidget(page)
        self.bar.setCurrentIndex(self.bar.addTab(words.text))
        self.bar.setTabToolTip(1, words.tip)
        self._settle()
        whole = max(self._parts.height(), sum(SHARES))
        self._parts.setSizes([whole * share // sum(SHARES) if one else 0 for one, share in self._shares()])

    def show_table(self) -> None:
        """Show the table alone."""
        if self.page is not None:
            page, self.page = self.page, None
            page.hide()
            self.bar.removeTab(1)
            self._settle()

    def _shares(self) -> list[tuple[bool, int]]:
        """Return which parts are in sight, each with its share of the height."""
        every = [self._parts.widget(k) for k in range(self._parts.count())]
        return [(one in (self._list, self.page), SHARES[one is not self._list]) for one in every]

    def _settle(self) -> None:
        """Show both where there is room for both; if not, the one whose tab is open."""
        both = self._is_both = self.height() >= px(BOTH)
        reveal(self.bar, self.page is not None and not both)
        opened = self.page is not None and self.bar.currentIndex() == 1
        self._list.setVisible(both or not opened)
        self.listed.emit(both or not opened)
        if self.page is not None:
            self.page.setVisible(both or opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_both != (self.height() >= px(BOTH)):
            self._settle()

    def event(self, event: QEvent) -> bool:
        if self.page is not None and is_override(event, ESCAPE):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.page is not None and event.key() in ESCAPE:
            self.show_table()
            self.page_closed.emit()
        else:
            super().keyPressEvent(event)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.table.apply_theme(colours)
        self.more.setIcon(icons.icon("more", colours.text))
        if isinstance(self.page, LanesPage):
            self.page.apply_theme(colours)
