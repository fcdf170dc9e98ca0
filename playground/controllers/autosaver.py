"""Autosave: keeps unsaved changes, a second after each change, and offers them after a crash."""

import os
import time
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QEvent, QLocale, QLockFile, QObject, QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from playground.controllers.open_file import DocumentFile
from playground.files.atomic import FileError
from playground.files.autosave import Autosave, Recovered
from playground.files.experiments import STATE_SUFFIX
from playground.files.identity import Identity, identity_of
from playground.session.by_hand import changed_by_hand
from playground.session.notices import Notice
from playground.session.opening import Opening, left_unsaved
from playground.session.session import Session
from playground.texts import documents as texts
from playground.widgets.controls import commit_typing, prepare
from playground.widgets.controls.background import Background
from playground.widgets.controls.base import literal

if TYPE_CHECKING:
    from concurrent.futures import Future

DELAY_MS = 1000
LAST_SECONDS = 2.0  # how long closing may wait for what is being written
MOST_WINDOWS = 50  # of programs that run at the same time


class Slot(NamedTuple):
    """An autosave file that this program has taken, its lock, and what was recovered from it."""

    file: Autosave
    lock: QLockFile
    recovered: Recovered | None


def state_folder() -> Path:
    """Return where programs of this user keep their state."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.StateLocation))


class Autosaver(QObject):
    """Watches a session while its window is open.

    Parameters
    ----------
    window : QWidget
        The main window.
    file : DocumentFile
        Opens an experiment that is recovered.
    session : Session
    folder : Path
        Each running program has a file of its own there; one left by a program that died is taken over.
    """

    def __init__(self, window: QWidget, file: DocumentFile, session: Session, folder: Path) -> None:
        super().__init__(window)
        self._window, self._document, self._session = window, file, session
        self._failed, self._writing = False, Background(self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._begin_to_write)
        self._offered = self._take_slots(folder)
        self._own, self._restored = self._offered[0], False
        window.installEventFilter(self)
        if self._own.recovered is None:
            self._offered = []
        self._offer_next()

    def _take_slots(self, folder: Path) -> list[Slot]:
        """Take every file left by a program that died; if there is none, the first free one."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self._warn(str(error.strerror))
        found, free = [], None
        for i in range(MOST_WINDOWS):
            path = folder / f"autosave-{i}.json"
            if free is not None and not os.path.lexists(path):
                continue
            lock = QLockFile(str(path.with_suffix(".lock")))
            lock.setStaleLockTime(0)  # never stale while its program runs; a dead program's is void anyway
            if not _take(lock):
                continue
            slot = self._read(Autosave(path), lock)
            if slot is None:
                lock.unlock()
            elif slot.recovered is not None:
                found.append(slot)
            elif free is None:
                free = slot
            else:
                lock.unlock()
        if found and free is not None:  # one of the offered files becomes free
            free.lock.unlock()
        return found or [free or Slot(_spare(folder), lock, None)]

    def _read(self, file: Autosave, lock: QLockFile) -> Slot | None:
        """Read what was left; if that is impossible, set it aside. None if the file has to stay as it is."""
        try:
            return Slot(file, lock, file.read())
        except FileError as error:
            return Slot(file, lock, None) if self._set_aside(file, str(error)) else None

    def _set_aside(self, file: Autosave, why: str) -> bool:
        """Rename a file that cannot be used, and say so; return whether that was possible."""
        try:
            text = texts.SET_ASIDE(file=file.set_aside().name, why=why)
        except FileError as error:
            text = texts.LEFT_THERE(why=f"{why}; {error}")
        self._session.notices.show(Notice("warning", text))
        return not os.path.lexists(file.path)

    def _watch(self) -> None:
        for changed in (self._session.experiment_changed, self._session.gate.changed):
            changed.connect(lambda _: self._soon())
        stack = self._session.undo_stack
        stack.cleanChanged.connect(lambda _: self._soon())
        stack.indexChanged.connect(lambda _: self._soon())  # a weight set by hand changes nothing else
        self._document.changed.connect(lambda _: self._soon())
        self._soon()

    def _soon(self) -> None:
        if not self._timer.isActive():  # not put off by further changes: a second at most is lost
            self._timer.start()

    def write(self) -> None:
        """Write unsaved changes now; if there are none, remove the file."""
        self._begin_to_write()
        self._writing.finish(LAST_SECONDS)

    def _begin_to_write(self) -> None:
        """Write unsaved changes beside the window."""
        session, file, index = self._session, self._own.file, None
        experiment, chosen, path = session.experiment, session.gate.chosen, self._document.path
        if session.undo_stack.isClean():
            index = left_unsaved(session.undo_stack)
            opening = session.undo_stack.command(index) if index is not None else None
            if not isinstance(opening, Opening):
                self._writing.run(file.remove, lambda _: None, large=False)
                return
            experiment, chosen, path = opening.before
        by_hand = changed_by_hand(session.undo_stack, index)
        work = partial(file.write, experiment, chosen, path, by_hand, self._document.known.digest(path))
        self._writing.run(work, self._written, large=True)

    def _written(self, writing: "Future[None]") -> None:
        try:
            writing.result()
            self._failed = False
        except FileError as error:
            self._warn(str(error))

    def _warn(self, why: str) -> None:
        if not self._failed:  # once
            self._failed = True
            self._session.notices.show(Notice("warning", texts.NOT_KEPT(why=why)))

    # -- recovery ------------------------------------------------------------------------------

    def _offer_next(self) -> None:
        """Offer what was recovered, one after the other; then watch for changes."""
        if self._offered:
            self._offer(self._offered[0])
        else:
            self._watch()

    def _offer(self, slot: Slot) -> None:
        """Ask, without blocking, whether to restore an experiment; its file stays until then."""
        assert slot.recovered is not None
        role = QMessageBox.ButtonRole
        box = QMessageBox(self._window)
        box.setObjectName("document.restore_offer")
        box.setWindowTitle(texts.RESTORE())
        box.setTextFormat(Qt.TextFormat.PlainText)  # names of files come from outside
        box.setText(_headline(slot.recovered))
        besides = [texts.FIRST_KEPT()] if self._restored else []
        if _written_since(slot.recovered):
            besides.append(texts.FILE_NEWER())
        box.setInformativeText(" ".join(besides))
        restore = box.addButton(texts.RESTORE_IT(), role.AcceptRole)
        forget = box.addButton(texts.DO_NOT_RESTORE(), role.DestructiveRole)
        prepare(restore, "document.restore")
        prepare(forget, "document.forget")
        box.setDefaultButton(restore)
        box.setEscapeButton(restore)  # nothing is lost by a key pressed in haste
        later = box.addButton(texts.LATER(), role.RejectRole) if self._restored else None
        if later is not None:
            later.setObjectName("document.later")
            later.setToolTip(literal(texts.LATER_TIP()))
            box.setDefaultButton(later)
            box.setEscapeButton(later)

        def done(_code: int) -> None:
            clicked = box.clickedButton()
            answer = "forget" if clicked is forget else "restore" if clicked is restore else "later"
            box.deleteLater()
            self._answered(slot, answer)

        box.finished.connect(done)
        box.open()

    def _answered(self, slot: Slot, answer: str) -> None:
        self._offered.remove(slot)
        if answer == "forget":
            slot.file.remove()
        if answer == "restore":
            self._restore(slot)
            return
        if slot is not self._own:
            slot.lock.unlock()
        self._offer_next()

    def _restore(self, slot: Slot) -> None:
        """Open an experiment as the file it belongs to, with unsaved changes; say what is missing."""
        recovered = slot.recovered
        assert recovered is not None
        path, by_hand = recovered.path, recovered.by_hand
        message = texts.RESTORED_BUT_BY_HAND() if by_hand else texts.RESTORED()
        if path is not None and path.suffix.lower() == STATE_SUFFIX:
            message = texts.RESTORED_UNTRAINED(file=path.name)
            path = None  # saving it there would overwrite the weights
        elif path is not None and not os.path.isfile(path):
            message = message if by_hand else texts.RESTORED_WITHOUT_FILE(file=path.name)
            path = None

        def opened(why: str) -> None:
            self._restored_from(slot, why)
            if path is not None and not why:
                self._document.known.note(path, _identity(recovered, path))

        self._document.open_experiment(recovered.experiment, message, recovered.classroom, path, opened)

    def _restored_from(self, slot: Slot, why: str) -> None:
        """Go on with the slot of what was restored; set it aside if it could not be opened."""
        if why:
            stays = not self._set_aside(slot.file, why)
            if slot is not self._own:
                slot.lock.unlock()
            elif stays:  # it is not written over
                self._own = slot._replace(file=_spare(slot.file.path.parent))
        else:
            if slot is not self._own:
                self._own.lock.unlock()  # what was restored before stays in its file
            self._own, self._restored = slot, True
            self._session.undo_stack.resetClean()
        self._offer_next()

    # -- the end -------------------------------------------------------------------------------

    def end(self) -> None:
        """Write once more, and release the files."""
        if self._own.lock.isLocked():
            if self._timer.isActive():
                self.write()
            self._timer.stop()
            self._writing.finish(LAST_SECONDS)
        for slot in (self._own, *self._offered):
            slot.lock.unlock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self._window:
            commit_typing()  # a half-typed number counts, as with any other action
            self.end()
        return super().eventFilter(watched, event)


def _spare(folder: Path) -> Autosave:
    """Return a file where no other can be used: it keeps what is changed, and nobody offers it."""
    return Autosave(folder / f"unsaved-of-{os.getpid()}.json")


def _identity(recovered: Recovered, path: Path) -> Identity | None:
    """Return what the program that died knew of the contents of its file."""
    if recovered.digest:
        return Identity(recovered.digest)
    # kept by an earlier version: what was written since is not known to it
    return Identity("") if _written_since(recovered) else identity_of(path)


def _headline(recovered: Recovered) -> str:
    """Return what was found, of which file and when, as far as known."""
    when = time_text(recovered.written, time.time())
    if recovered.path is not None:
        file = recovered.path.name
        return texts.FOUND_CHANGES_OF(file=file, when=when) if when else texts.FOUND_CHANGES(file=file)
    return texts.FOUND_EXPERIMENT_OF(when=when) if when else texts.FOUND_EXPERIMENT()


def time_text(when: float, now: float) -> str:
    """Return a time in words: "today, 14:05", "21 November, 9:30"; "" if it is unknown."""
    try:
        then, today = datetime.fromtimestamp(when), datetime.fromtimestamp(now).date()
    except (ValueError, OverflowError, OSError):
        return ""
    if not when:
        return ""
    time_of_day, days = f"{then.hour}:{then.minute:02}", (today - then.date()).days
    if days in (0, 1):
        return texts.YESTERDAY(time=time_of_day) if days else texts.TODAY(time=time_of_day)
    month = QLocale(QLocale.Language.English).standaloneMonthName(then.month)
    if days > 1 and then.year != today.year:
        return texts.DAY_OF_YEAR(day=then.day, month=month, year=then.year, time=time_of_day)
    return texts.DAY(day=then.day, month=month, time=time_of_day)


def _written_since(recovered: Recovered) -> bool:
    """Return whether the file was written after its changes were kept."""
    try:
        return recovered.path is not None and 0.0 < recovered.written < recovered.path.stat().st_mtime
    except (OSError, ValueError):
        return False


def _take(lock: QLockFile) -> bool:
    """Take a lock unless a running program holds it; return whether that worked."""
    if lock.tryLock(0):
        return True
    pid, _machine, _program = lock.getLockInfo()
    # Qt never treats a lock that names no owner as stale, though a program may have died before writing
    # that. A running program also holds the file open, so that it cannot be removed.
    return not pid and lock.removeStaleLockFile() and lock.tryLock(0)
