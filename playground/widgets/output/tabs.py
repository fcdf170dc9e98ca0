"""The tabs below the output plot, one open at a time; the window says which there are."""

from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from playground.classroom.choice import EVERYTHING, Classroom
from playground.observers.snapshot import Snapshot
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import Slow, fit, px
from playground.texts.tabs import TABS
from playground.widgets.controls.scrolled import Scrolled
from playground.widgets.controls.tabs import Tabs, tabs_of_pages
from playground.widgets.controls.visibility import hide
from playground.widgets.output.page import Page

LEAST, LEAST_BAR = Slow(337), 242  # the width of the output plot, and of the tabs below it in large text

P = TypeVar("P", bound=Page)
MakePage = Callable[[], QWidget]


class OutputTabs(QWidget):
    """The tabs. A page is created when one of its tabs is first opened, and computed for while it is visible.

    Parameters
    ----------
    tabs : mapping of str -> callable
        What creates the `Page` of each tab, by the tab's name; tabs with the same callable share a page.

    Signals
    -------
    asked (tuple)
        Everything that is looked at: no more is computed.
    chosen (Point or None)
        The sample to mark in the output plot.
    made (Page)
        A page, when it is first opened.
    """

    takes_turns = True

    asked = Signal(tuple)
    chosen = Signal(object)
    made = Signal(object)

    def __init__(self, tabs: Mapping[str, MakePage]) -> None:
        super().__init__()
        self._theme: Theme | None = None
        self._snapshot: Snapshot | None = None
        self._classroom, self._withheld = EVERYTHING, frozenset[str]()
        self.names, self._makers = tuple(tabs), dict(tabs)
        self._made: dict[MakePage, Page] = {}
        self.bar, self._pages = self._make_bar(), QStackedWidget()
        self._page()
        fit(self._settle)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        column.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._pages, 1)

    def _settle(self) -> None:
        """Keep the output plot and the tabs of the Build view in sight."""
        self._pages.setMinimumWidth(max(px(LEAST), px(LEAST_BAR)))

    def _make_bar(self) -> Tabs:
        bar = tabs_of_pages("plot.curve", [TABS[name] for name in self.names])
        bar.currentChanged.connect(self._changed)
        return bar

    @property
    def tab(self) -> str:
        """The name of the tab that is open."""
        return self.names[self.bar.currentIndex()]

    def open(self, name: str) -> None:
        """Open a tab by its name."""
        if name not in self._withheld:
            self.bar.setCurrentIndex(self.names.index(name))

    def get(self, kind: type[P]) -> P | None:
        """Return the page of that class, if one of its tabs has been opened."""
        return next((page for page in self._made.values() if isinstance(page, kind)), None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot in the tab that is open."""
        self._snapshot = snapshot
        self._page().show_snapshot(snapshot)

    def _page(self) -> Page:
        """Return the page of the open tab, created when it is first opened."""
        make = self._makers[self.tab]
        if make not in self._made:
            page = make()
            assert isinstance(page, Page)
            self._made[make] = page
            page.chosen.connect(self.chosen)
            page.asks_changed.connect(self._ask)
            if self._theme is not None:
                page.apply_theme(self._theme)
            self._pages.addWidget(Scrolled(page) if page.scrolls else page)
            self.made.emit(page)
        return self._made[make]

    def _changed(self) -> None:
        page = self._page()
        for k, one in enumerate(self._made.values()):
            if one is page:
                self._pages.setCurrentIndex(k)
        page.open(self.tab)
        self._ask()
        if self._snapshot is not None:
            self.show_snapshot(self._snapshot)

    def _ask(self) -> None:
        """Ask for what is looked at."""
        self.asked.emit(self._page().asks if self.isVisible() else ())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ask()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.bar.show_room(self.width())

    def withhold(self, names: Collection[str]) -> None:
        """Show no tabs of these names: they belong to another view."""
        self._withheld = frozenset(names)
        self.show_classroom(self._classroom)

    def show_classroom(self, classroom: Classroom) -> None:
        """Show the tabs that a class may see, and nothing where it may see none."""
        self._classroom = classroom
        hidden = {name for name in self.names if f"output.{name}" in classroom.hidden} | self._withheld
        seen = [name not in hidden for name in self.names]
        for k, shown in enumerate(seen):
            if self.bar.isTabVisible(k) != shown:  # setting it unchanged would lose other pending changes
                self.bar.setTabVisible(k, shown)
        self.bar.updateGeometry()  # it does not update its size by itself
        self.bar.show_room(self.width())
        if any(seen) and not seen[self.bar.currentIndex()]:
            self.bar.setCurrentIndex(seen.index(True))
        hide(self, not any(seen))

    def apply_theme(self, colours: Theme) -> None:
        """Draw everything in the theme's colours."""
        self._theme = colours
        for page in self._made.values():
            page.apply_theme(colours)
