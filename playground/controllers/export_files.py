"""Where exported files go: asks for a file, has it written beside the window, and says what became of it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.controllers import remembered
from playground.controllers.open_file import DocumentFile
from playground.controllers.saving import BRIEF_SECONDS, with_lost
from playground.files.atomic import FileError, write_atomically
from playground.files.names import as_text, from_text, resolved
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.texts import exports as texts
from playground.texts.files import NO_MEMORY, WRITING
from playground.texts.text import Text
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import Background

if TYPE_CHECKING:
    from concurrent.futures import Future

FOLDER = "export.folder"  # in the settings


class ExportFiles(QObject):
    """Asks where something goes, and writes it.

    Parameters
    ----------
    window : QWidget
        The main window: dialogs are its children.
    session : Session
    settings : QSettings
        Where the last folder is kept, and the last format of each kind of file.
    file : DocumentFile
        The open file, after which exported ones are called.
    """

    def __init__(self, window: QWidget, session: Session, settings: QSettings, file: DocumentFile) -> None:
        super().__init__(window)
        self._window, self._session, self._settings, self._file = window, session, settings, file
        self._writing = Background(self)

    def choose(
        self, name: str, title: str, kinds: dict[str, Text], parent: QWidget | None = None
    ) -> Path | None:
        """Ask for a file.

        Parameters
        ----------
        name : str
            What it is, such as "report": its format is remembered under that name.
        title : str
        kinds : dict of str to Text
            The kinds of files to choose from, by their suffix.
        parent : QWidget, optional
            By default the main window.

        Returns
        -------
        Path or None
            With a suffix; None where nothing was chosen.
        """
        commit_typing()
        key = f"export.{name}"
        last = remembered.value(self._settings, key, next(iter(kinds)))
        usual = last if last in kinds else next(iter(kinds))
        words = {suffix: kind() for suffix, kind in kinds.items()}
        start = str(self._folder() / f"{self._stem(name)}{usual}")
        every = ";;".join([*words.values(), texts.ALL_FILES()])
        chosen, kind = QFileDialog.getSaveFileName(
            self._window if parent is None else parent, title, start, every, words[usual]
        )
        if not chosen:
            return None
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(next((suffix for suffix, one in words.items() if one == kind), usual))
        self._settings.setValue(FOLDER, as_text(resolved(path).parent))
        if path.suffix.lower() in kinds:
            self._settings.setValue(key, path.suffix.lower())
        return path

    def _folder(self) -> Path:
        """Return the folder of what was exported last, or that of the open file."""
        last = from_text(remembered.value(self._settings, FOLDER, ""))
        return Path(last) if last or self._file.path is None else resolved(self._file.path).parent

    def _stem(self, name: str) -> str:
        return name if self._file.path is None else f"{self._file.path.stem}-{name}"

    def write(self, path: Path, content: Callable[[], bytes]) -> None:
        """Write a file beside the window, and say so; if it cannot be written, say why.

        Parameters
        ----------
        path : Path
        content : callable () -> bytes
            Called in a thread: it must not touch what the window shows.
        """
        self._writing.run(
            lambda: write_atomically(path, content()), partial(self._written, path), True, wait=BRIEF_SECONDS
        )
        if self._writing.busy:
            self._session.notices.show(Notice("info", WRITING(file=path.name), kind=NoticeKind.READING))

    def _written(self, path: Path, writing: "Future[tuple[str, ...]]") -> None:
        self._session.notices.withdraw(NoticeKind.READING)
        try:
            lost = writing.result()
        except (FileError, ValueError, MemoryError) as error:
            text = str(error) or NO_MEMORY()
            self._session.notices.show(Notice("error", text))
            return
        self._session.notices.show(Notice("info", with_lost(texts.SAVED(file=path.name), lost)))
