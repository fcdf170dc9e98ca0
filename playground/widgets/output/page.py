"""The page of a tab below the output plot."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.observers.snapshot import Snapshot
from playground.style.palette import Theme


class Page(QWidget):
    """A page; it is created when its tab is first opened, and is shown snapshots while it is open.

    Signals
    -------
    chosen (Point or None)
        The sample to mark in the output plot.
    asks_changed
        It asks for something else.

    Attributes
    ----------
    asks : tuple
        What it asks the worker for while it is open.
    scrolls : bool
        Whether it scrolls where it has too little room.
    """

    chosen = Signal(object)
    asks_changed = Signal()
    asks: tuple[object, ...] = ()
    scrolls = False

    def open(self, tab: str) -> None:
        """Show one of its tabs, if it has several."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        raise NotImplementedError

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
