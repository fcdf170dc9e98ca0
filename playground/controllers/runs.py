"""The Runs view: what it shows of the library, and what is done with the runs in it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.session.session import Session


class Runs(QObject):
    """Fills the table of runs, and does with them what a person asks for.

    Parameters
    ----------
    window : QWidget
    session : Session
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session

    def add_panels(self, made: Sequence[QWidget]) -> None:
        """Connect the panels of the view, which were just made."""
