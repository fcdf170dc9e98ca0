"""The window's title: the file that is open, and whether it is saved."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from playground.controllers.open_file import DocumentFile
from playground.session.session import Session
from playground.texts.window import FILE_TITLE


class Title(QObject):
    """Keeps the title up to date."""

    def __init__(self, window: QWidget, session: Session, file: DocumentFile) -> None:
        super().__init__(window)
        self._window, self._file = window, file
        session.undo_stack.cleanChanged.connect(self._show)
        file.changed.connect(self._show)
        file.trained.connect(self._show)
        self._show()

    def _show(self) -> None:
        self._window.setWindowTitle(FILE_TITLE(name=self._file.name))
        self._window.setWindowModified(self._file.unsaved)
