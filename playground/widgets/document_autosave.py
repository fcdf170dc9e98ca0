"""Autosave: keeps what is not saved, a second after each change, and offers it after a crash."""

from pathlib import Path

from PySide6.QtCore import QEvent, QLockFile, QObject, QStandardPaths, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.documents import Autosave
from playground.session import Session
from playground.storage import Document, FileError
from playground.telling import Notice
from playground.widgets.controls import commit_typing
from playground.widgets.document_file import DocumentFile

DELAY_MS = 1000
MOST_WINDOWS = 50  # of programs that run at once
RESTORED = "Restored what was not saved when the program last ended. Save it to keep it."
FAILED = "What you change is not kept in case of a crash: {}"


def state_folder() -> Path:
    """Return where programs of this user keep such things."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.StateLocation))


class Autosaver(QObject):
    """Watches a session while its window is open.

    Parameters
    ----------
    window : QWidget
        The main window.
    file : DocumentFile
        What opens an experiment that was left.
    session : Session
    folder : Path
        Each program that runs has a file of its own there; one left by a program that died is taken over.
    """

    def __init__(self, window: QWidget, file: DocumentFile, session: Session, folder: Path) -> None:
        super().__init__(window)
        self._window, self._document, self._session = window, file, session
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.write)
        self._file, self._lock = self._own_file(folder)
        window.installEventFilter(self)
        left = self._file.read()
        if left is None:
            self._watch()
        else:
            self._offer(left)

    def _own_file(self, folder: Path) -> tuple[Autosave, QLockFile]:
        """Take the first file that no running program has."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._tell(str(error.strerror))
        for i in range(MOST_WINDOWS):
            path = folder / f"autosave-{i}.json"
            lock = QLockFile(str(path.with_suffix(".lock")))
            lock.setStaleLockTime(0)  # however long it runs; a dead program's lock is void all the same
            if _take(lock):
                break
        return Autosave(path), lock

    def _watch(self) -> None:
        for changed in (self._session.experiment_changed, self._session.classroom_changed):
            changed.connect(lambda _: self._soon())
        self._session.undo_stack.cleanChanged.connect(lambda _: self._soon())
        self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():  # not put off by further changes: a second at most is lost
            self._timer.start()

    def write(self) -> None:
        """Keep what is not saved, or nothing where all is."""
        if self._session.undo_stack.isClean():
            self._file.remove()
            return
        try:
            self._file.write(self._session.experiment, self._session.classroom)
            self._failed = False
        except FileError as error:
            self._tell(str(error))

    def _tell(self, why: str) -> None:
        if not self._failed:  # once
            self._failed = True
            self._session.noticed.emit(Notice("warning", FAILED.format(why)))

    def _offer(self, left: Document) -> None:
        """Ask, without blocking, whether to go on with what was left; the file stays until then."""
        role = QMessageBox.ButtonRole
        box = QMessageBox(self._window)
        box.setObjectName("document.restore_offer")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Restore")
        box.setText("There is an experiment that was not saved when the program last ended.")
        box.setInformativeText("Restore it?")
        restore = box.addButton("&Restore", role.AcceptRole)
        forget = box.addButton("&Don't restore", role.DestructiveRole)
        restore.setObjectName("document.restore")
        forget.setObjectName("document.forget")
        box.setDefaultButton(restore)
        box.setEscapeButton(restore)  # nothing is lost by a key pressed in haste

        def done(_code: int) -> None:
            if box.clickedButton() is not forget:
                self._document.open_experiment(left.experiment, RESTORED, left.classroom)
                self._session.undo_stack.resetClean()
            box.deleteLater()
            self._watch()

        box.finished.connect(done)
        box.open()

    def end(self) -> None:
        """Keep what is not saved once more, and let another program have the file."""
        if self._lock.isLocked():
            if self._timer.isActive():
                self.write()
            self._timer.stop()
            self._lock.unlock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self._window:
            commit_typing()  # a number half typed counts, as with any other act
            self.end()
        return super().eventFilter(watched, event)


def _take(lock: QLockFile) -> bool:
    """Take a lock unless a program that runs has it."""
    if lock.tryLock(0):
        return True
    pid, _machine, _program = lock.getLockInfo()
    # Qt never takes a lock for stale that does not say whose it is, though its program died before it could
    # write that. One that runs holds the file itself as well, which keeps it from being removed.
    return not pid and lock.removeStaleLockFile() and lock.tryLock(0)
