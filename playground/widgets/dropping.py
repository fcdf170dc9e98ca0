"""Files dropped on the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from playground.widgets.controls import commit_typing


class Dropping(QObject):
    """Takes one file of certain kinds that is dropped on a window; what else is dragged is left to others.

    Parameters
    ----------
    window : QWidget
    suffixes : frozenset of str
        Of the names that are taken, in lower case, such as ".json".
    opened : callable
        What to do with such a file.
    """

    def __init__(self, window: QWidget, suffixes: frozenset[str], opened: Callable[[Path], None]) -> None:
        super().__init__(window)
        self._suffixes, self._opened = suffixes, opened
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, (QDragEnterEvent, QDropEvent)) and (path := self._file_in(event)) is not None:
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                commit_typing()
                self._opened(path)
            return True
        return super().eventFilter(watched, event)

    def _file_in(self, event: QDropEvent) -> Path | None:
        """Return the one file that is dragged, where it is taken."""
        urls = event.mimeData().urls()
        if len(urls) != 1 or not urls[0].isLocalFile():
            return None
        path = Path(urls[0].toLocalFile())
        return path if path.suffix.lower() in self._suffixes else None
