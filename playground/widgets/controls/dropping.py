"""Files and texts dropped on the window, one at a time; what cannot be opened is told."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from playground.texts.documents import ONE_FILE
from playground.texts.files import IS_FOLDER
from playground.widgets.controls import commit_typing


class Dropping(QObject):
    """Opens one file, or one text, that is dropped on a window, and says why another cannot be opened.

    Parameters
    ----------
    window : QWidget
    open_file : callable (Path)
        It says itself why a file cannot be read.
    open_text : callable (str)
        Likewise; a web address is a text too.
    refuse : callable (str)
        Called with the reason where neither is tried.
    """

    def __init__(
        self,
        window: QWidget,
        open_file: Callable[[Path], None],
        open_text: Callable[[str], None],
        refuse: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._open_file, self._open_text, self._refuse = open_file, open_text, refuse
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, (QDragEnterEvent, QDropEvent)):
            mime = event.mimeData()
            if mime.hasUrls() or mime.hasText():
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    commit_typing()
                    self._take(mime)
                return True
        return super().eventFilter(watched, event)

    def _take(self, mime: QMimeData) -> None:
        urls = mime.urls()
        if len(urls) > 1:
            self._refuse(ONE_FILE())
        elif not urls:
            self._open_text(mime.text())
        elif not urls[0].isLocalFile():
            self._open_text(urls[0].toString())
        elif os.path.isdir(path := _path_of(urls[0])):
            self._refuse(IS_FOLDER(file=path.name))
        else:
            self._open_file(path)


def _path_of(url: QUrl) -> Path:
    """Return the path of a local file, whose name need not be Unicode."""
    path = url.toLocalFile()
    if os.name == "posix" and "\N{REPLACEMENT CHARACTER}" in path:
        from urllib.parse import unquote_to_bytes  # here: few names need it

        path = os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded)))
    return Path(path)
