"""Files dropped on the window, one at a time."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from playground.texts.documents import ONE_FILE
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
    told : callable
        Says that several are too many.
    """

    def __init__(
        self,
        window: QWidget,
        suffixes: frozenset[str],
        opened: Callable[[Path], None],
        told: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._suffixes, self._opened, self._told = suffixes, opened, told
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, (QDragEnterEvent, QDropEvent)) and (paths := self._files_in(event)):
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                commit_typing()
                if len(paths) == 1:
                    self._opened(paths[0])
                else:
                    self._told(ONE_FILE())
            return True
        return super().eventFilter(watched, event)

    def _files_in(self, event: QDropEvent) -> list[Path]:
        """Return all that is dragged, where some of it is taken."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return paths if any(path.suffix.lower() in self._suffixes for path in paths) else []
