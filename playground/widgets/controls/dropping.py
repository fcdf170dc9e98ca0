"""Files dropped on the window, one at a time."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from playground.texts.documents import ONE_FILE
from playground.widgets.controls import commit_typing


class Dropping(QObject):
    """Opens one file of certain kinds that is dropped on a window; other drags are left alone.

    Parameters
    ----------
    window : QWidget
    suffixes : frozenset of str
        Of the file names that are accepted, in lower case, such as ".json".
    open_file : callable
        Called with the file.
    refuse : callable
        Called with the reason when several files are dropped.
    """

    def __init__(
        self,
        window: QWidget,
        suffixes: frozenset[str],
        open_file: Callable[[Path], None],
        refuse: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._suffixes, self._open_file, self._refuse = suffixes, open_file, refuse
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, (QDragEnterEvent, QDropEvent)) and (paths := self._files_in(event)):
            event.acceptProposedAction()
            if event.type() == QEvent.Type.Drop:
                commit_typing()
                if len(paths) == 1:
                    self._open_file(paths[0])
                else:
                    self._refuse(ONE_FILE())
            return True
        return super().eventFilter(watched, event)

    def _files_in(self, event: QDropEvent) -> list[Path]:
        """Return all files that are dragged, if one of them is accepted."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        return paths if any(path.suffix.lower() in self._suffixes for path in paths) else []
