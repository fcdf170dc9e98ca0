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
        The open file: exported ones are named after it.
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
        start = self._folder() / f"{self._stem(name)}{usual}"
        path, is_new = self._ask(title, start, kinds, usual, parent or self._window)
        if path is not None and is_new and path.exists():  # Qt has not asked whether to replace that
            path, _ = self._ask(title, path, kinds, usual, parent or self._window)
        if path is not None:
            self._settings.setValue(FOLDER, as_text(resolved(path).parent))
            self._settings.setValue(key, path.suffix.lower())
        return path

    def _ask(
        self, title: str, start: Path, kinds: dict[str, Text], usual: str, parent: QWidget
    ) -> tuple[Path | None, bool]:
        """Return what a person chose, and whether its suffix was added."""
        words = {suffix: kind() for suffix, kind in kinds.items()}
        every = ";;".join(words.values())
        chosen, kind = QFileDialog.getSaveFileName(parent, title, str(start), every, words[usual])
        if not chosen:
            return None, False
        path = Path(chosen)
        if path.suffix.lower() in kinds:
            return path, False
        suffix = next((suffix for suffix, one in words.items() if one == kind), usual)
        return path.with_name(path.name + suffix), True

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
