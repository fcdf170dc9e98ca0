"""What a tab below the output plot shows."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.observers.snapshot import Snapshot
from playground.style.palette import Theme


class Page(QWidget):
    """A page is made when its tab is first opened, and shown snapshots while it is open.

    Signals
    -------
    chosen (Point or None)
        The sample to mark in the output plot.

    Attributes
    ----------
    asks : tuple
        What is looked at while it is open.
    scrolls : bool
        Whether it scrolls where it has too little room.
    corner : QWidget or None
        What stands beside the tabs while it is open.
    """

    chosen = Signal(object)
    asks: tuple[object, ...] = ()
    scrolls = False
    corner: QWidget | None = None

    def open(self, tab: str) -> None:
        """Show what belongs to one of its tabs, where it has several."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot."""
        raise NotImplementedError

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
