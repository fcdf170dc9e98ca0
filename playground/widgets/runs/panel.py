"""The panel of the runs: the table of all that are kept, and what compares some of them."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSplitter, QTableView, QVBoxLayout, QWidget

from playground.classroom.catalogue import RUNS
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit, px
from playground.texts import runs as texts
from playground.texts.text import ControlWords
from playground.widgets.controls import Button, is_override, prepare
from playground.widgets.controls.panel import Panel
from playground.widgets.controls.tabs import tabs_of_pages
from playground.widgets.controls.visibility import reveal

BOTH = 860  # the height, at the usual text size, from which table and comparison stand one above the other
SHARES = (300, 560)
ESCAPE = (Qt.Key.Key_Escape,)


class RunsPanel(Panel):
    """The table; below it, or in its place where there is too little height, a page that compares runs.

    Attributes
    ----------
    page : QWidget or None
        None where there is the table alone.

    Signals
    -------
    side_by_side_asked, race_asked ()
    compare_asked (str, str)
        The key of a run, and the side on which it is wanted: "A" or "B".
    page_closed ()
        A person goes back to the table.
    """

    groups = (RUNS,)
    page: QWidget | None = None  # Qt asks for keys before all is made
    side_by_side_asked = Signal()
    race_asked = Signal()
    compare_asked = Signal(str, str)
    page_closed = Signal()

    def __init__(self) -> None:
        super().__init__(texts.HEADING())
        self.side_by_side, self.race = Button("runs.side_by_side"), Button("runs.race")
        self.side_by_side.clicked.connect(self.side_by_side_asked)
        self.race.clicked.connect(self.race_asked)
        self.bar = tabs_of_pages("runs.pages", [texts.TABLE_TAB])
        self.bar.currentChanged.connect(self._settle)
        self._is_both = False
        self._list = self._make_list()
        self._parts = QSplitter(Qt.Orientation.Vertical)
        self._parts.setChildrenCollapsible(False)
        fit(self._parts.setHandleWidth, sizes.SPACING)
        self._parts.addWidget(self._list)
        self.head.addWidget(self.bar)
        self.head.addStretch()
        self.head.addWidget(self.side_by_side)
        self.head.addWidget(self.race)
        self.column.addWidget(self._parts, 1)
        reveal(self.bar, False)

    def _make_list(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        self.empty = QLabel(texts.NO_RUNS())
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.empty, 1)
        self.table = QTableView()
        prepare(self.table, "runs.table")
        column.addWidget(self.table)
        reveal(self.table, False)
        return whole

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
