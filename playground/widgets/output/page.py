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

    Attributes
    ----------
    asks : tuple
        What it asks the worker for while it is open.
    scrolls : bool
        Whether it scrolls where it has too little room.
    corner : QWidget or None
        A widget beside the tabs while it is open.
    """

    chosen = Signal(object)
    asks: tuple[object, ...] = ()
    scrolls = False
    corner: QWidget | None = None

    def open(self, tab: str) -> None:
        """Show one of its tabs, if it has several."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        raise NotImplementedError

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
