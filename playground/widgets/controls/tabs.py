"""A bar of tabs that has the focus like any other control."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTabBar

from playground.style.scaling import Slow, px
from playground.texts.text import ControlWords
from playground.widgets.controls.base import ARROWS, is_override, prepare

AIR, GAP = Slow(5), 2  # beside the words of a tab, and between two, as in the style sheet


class Tabs(QTabBar):
    """A bar of tabs that keeps the arrow keys while it has the focus; in little room they are closer."""

    def show_room(self, width: int) -> None:
        """Make the tabs smaller, and leave less air between them, where they need more room than that."""
        shown = [k for k in range(self.count()) if self.isTabVisible(k)]
        parent = self.parentWidget()
        usual = QFontMetrics((parent or self).font())
        words = sum(usual.horizontalAdvance(self.tabText(k)) for k in shown)
        dense = words + len(shown) * (2 * px(AIR) + px(GAP)) > width
        if dense != bool(self.property("dense")):
            self.setProperty("dense", dense)
            self.style().unpolish(self)
            self.style().polish(self)
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if is_override(event, ARROWS):
            event.accept()
            return True
        return super().event(event)


def tabs_of_pages(name: str, pages: Iterable[ControlWords]) -> Tabs:
    """Return a bar with a tab for each page of a part of the window.

    Parameters
    ----------
    name : str
        Its object name.
    pages : iterable of ControlWords
        What is written on each tab, and its tooltip.
    """
    bar = Tabs()
    prepare(bar, name)
    bar.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    bar.setProperty("role", "figures")
    bar.setDrawBase(False)
    bar.setExpanding(False)
    for words in pages:
        bar.setTabToolTip(bar.addTab(words.text), words.tip)
    return bar
