"""A bar of tabs that has the focus like any other control."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QTabBar

from playground.texts.text import ControlWords
from playground.widgets.controls.base import ARROWS, is_override, prepare


class Tabs(QTabBar):
    """A bar of tabs that keeps the arrow keys while it has the focus."""

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
