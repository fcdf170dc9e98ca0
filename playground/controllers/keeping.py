"""Whether runs are kept on this computer, deleting all of them, and what a person must know of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.controllers import remembered
from playground.observers.snapshot import Snapshot
from playground.session.notices import Notice
from playground.session.session import Session
from playground.texts import keeping as texts
from playground.texts.controls import words_of
from playground.widgets.controls import prepare

if TYPE_CHECKING:
    from concurrent.futures import Future

    from playground.files.run_library import RunLibrary

KEEP = "runs/keep"  # a key of the settings
NAME = "runs.sqlite"
LATER_MS = 3000  # a run is kept a second after it has paused, and then written


def library_path() -> Path:
    """Return where this user's library of runs is."""
    place = QStandardPaths.StandardLocation.AppDataLocation
    return Path(QStandardPaths.writableLocation(place)) / NAME


class KeptRuns(QObject):
    """Switches keeping on and off, and tells what becomes of it.

    Until it is given a library, a window keeps its runs in memory alone.

    Parameters
    ----------
    window : QWidget
    session : Session
    settings : QSettings
    """

    def __init__(self, window: QWidget, session: Session, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self._library: RunLibrary | None = None
        self._told_full = False
        self._later = QTimer(self)  # no snapshot comes while training is paused, when runs are written
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self._tell)
        session.snapshot_taken.connect(self._tell_soon)

    def keep_in(self, library: RunLibrary) -> None:
        """Keep runs in the user's library, unless that is switched off."""
        self._library = library
        if remembered.value(self._settings, KEEP, True):
            self._session.keeping.use(library)

    @property
    def is_offered(self) -> bool:
        """Whether there is a library on this computer that runs can be kept in."""
        return self._library is not None

    @property
    def is_on(self) -> bool:
        """Whether runs are written to it."""
        return self._library is not None and self._session.keeping.library is self._library

    def where(self) -> str:
        """Return where runs are kept, in words."""
        if self._library is None or not self.is_on:
            return texts.IN_MEMORY()
        budget = self._library.budget
        return texts.IN_FILE(path=self._library.path, runs=budget.runs, megabytes=budget.bytes // 2**20)

    def toggle(self) -> None:
        """Keep runs on this computer from now on, or no longer."""
        from playground.files.run_library import RunLibrary

        if self._library is None:
            return
        on = not self.is_on
        self._settings.setValue(KEEP, on)
        self._session.keeping.use(self._library if on else RunLibrary(None))
        problem = self._session.keeping.problem  # it may not be possible now
        text = (texts.KEPT_NOW if on else texts.KEPT_NO_LONGER)()
        self._session.notices.show(Notice("warning", problem) if problem else Notice("info", text))

    def delete_all(self) -> None:
        """Ask whether to delete all kept runs, and do it."""
        role = QMessageBox.ButtonRole
        box = QMessageBox(self._window)
        box.setObjectName("runs.delete_all_dialog")
        box.setWindowTitle(texts.DELETE_ALL())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setText(texts.DELETE_ALL_ASKED())
        box.setInformativeText(texts.DELETE_ALL_MEANS())
        delete = box.addButton(words_of("runs.delete_all").text, role.DestructiveRole)
        cancel = box.addButton(words_of("runs.keep_all").text, role.RejectRole)
        prepare(delete, "runs.delete_all")
        prepare(cancel, "runs.keep_all")
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)
        delete.clicked.connect(self._delete_all)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _delete_all(self) -> None:
        from playground.widgets.controls.background import Background

        library, keeping = self._library, self._session.keeping

        def work() -> None:
            keeping.clear()
            if library is not None and library is not keeping.library:
                library.clear()  # also while nothing is kept in it
                library.close()

        Background(self).run(work, self._deleted, large=True)

    def _deleted(self, deleting: Future[None]) -> None:
        error = deleting.exception()
        notice = Notice("info", texts.DELETED_ALL()) if error is None else Notice("warning", str(error))
        self._session.notices.show(notice)

    def _tell_soon(self, snapshot: Snapshot) -> None:
        """Tell what there is to tell, and once more when a run that has paused is written."""
        self._tell()
        if not snapshot.busy:
            self._later.start()

    def _tell(self) -> None:
        """Tell what keeps runs from being written, once; and, once, that old ones go for new ones."""
        keeping = self._session.keeping
        if keeping.is_writing:
            self._later.start()
        if not keeping.has_news:
            return
        lines, gone = keeping.take_news()
        for line in lines:
            self._session.notices.show(Notice("warning", line))
        if gone and not lines and not self._told_full:
            self._told_full = True
            self._session.notices.show(Notice("info", texts.FULL(n=len(gone))))
