"""The open file: new, open, save, save as; what the title says of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.controllers import remembered
from playground.controllers.saving import BRIEF_SECONDS, FileReplacedError, Saving, ask_to_replace, said_of
from playground.files import pictures
from playground.files.atomic import FileError, size_of, write_atomically
from playground.files.experiments import (
    STATE_SUFFIX,
    Document,
    encode,
    load_document,
    load_state_document,
    refuse_untrainable,
    takes_long,
    with_classroom,
)
from playground.files.identity import Identity, KnownFiles, identity_of, identity_of_written
from playground.files.names import as_text, from_text, resolved, shown
from playground.observers.snapshot import Snapshot
from playground.session.by_hand import changed_by_hand
from playground.session.notices import Notice, NoticeKind
from playground.session.opening import OpenFile
from playground.session.session import Session
from playground.texts import documents as texts
from playground.texts.files import READING, UNTITLED, WRITING
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import Background

if TYPE_CHECKING:
    from concurrent.futures import Future

    from engine import State

    Loaded = tuple[Document, State | None, Identity | None, bool]  # the last: whether from a picture

LARGE = 1_000_000  # bytes that take longer than a frame or two to read


class DocumentFile(QObject):
    """Connects the session with the file it came from, if any.

    Parameters
    ----------
    window : QWidget
        The main window: dialogs are its children.
    session : Session
    settings : QSettings
        Where the last folder is kept.

    Attributes
    ----------
    path : Path or None
    known : KnownFiles
        What was opened or saved: saving asks first if a file holds something else by then.

    Signals
    -------
    changed (Path or None)
        Another file was opened or written; None if there is no file yet.
    trained (bool)
        Whether the network has learned since its weights were opened or saved.
    held_text (str)
        A file that was to be opened holds an experiment in a text, such as an address: it is no file of ours.
    """

    changed = Signal(object)
    held_text = Signal(str)
    trained = Signal(bool)

    def __init__(self, window: QWidget, session: Session, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self.path: Path | None = None
        self._steps: int | None = None  # of the weights in the file
        self._learned = False
        self._asked_at: Experiment | None = None  # what was open when something else was asked for
        self.known = KnownFiles()
        self._reading, self._writing = Background(self), Background(self)
        session.snapshot_taken.connect(self._compare)

    @property
    def name(self) -> str:
        """The file's name, or a placeholder."""
        return shown(self.path.name) if self.path else UNTITLED()

    @property
    def unsaved(self) -> bool:
        """Whether anything of what is open is unsaved."""
        return self._learned or not self._session.undo_stack.isClean()

    def _compare(self, snapshot: Snapshot) -> None:
        """Check whether training has continued since the weights were opened or saved."""
        learned = False
        if self.path is not None and self.path.suffix.lower() == STATE_SUFFIX and self._session.settled:
            if self._steps is None:
                self._steps = snapshot.steps
            learned = snapshot.steps not in (0, self._steps)
        if learned != self._learned:
            self._learned = learned
            self.trained.emit(learned)

    # -- opening -----------------------------------------------------------------------------------

    def new(self) -> None:
        """Open the first experiment."""
        self.open_experiment(Experiment(), texts.NEW())

    def open_experiment(
        self,
        experiment: Experiment,
        message: str,
        classroom: Classroom = EVERYTHING,
        path: Path | None = None,
        then: Callable[[str], None] = lambda _why: None,
    ) -> None:
        """Open an experiment, without a file or as the file `path`, and show a message.

        Parameters
        ----------
        experiment : Experiment
        message : str
        classroom : Classroom
        path : Path, optional
        then : callable (str) -> None
            Called once it is open, with "", or once it is known that it cannot be, with the reason.
        """

        def adopt(trying: Future[None]) -> None:
            try:
                trying.result()
                self._adopt(Document(experiment, classroom), None, path, message)
            except ValueError as error:
                self._say("error", str(error))
                then(str(error))
                return
            then("")

        work = partial(refuse_untrainable, experiment)
        self._reading.run(work, adopt, large=takes_long(experiment), anew=True)

    def here(self) -> OpenFile:
        """Return where another experiment can be opened without a file; undo then brings back this one."""
        # on the other side: the file, the steps of its weights, and the digest of what it holds
        other: tuple[Path | None, int | None, str] = None, None, ""

        def move() -> bool:
            nonlocal other
            here = self.path, self._steps, self.known.digest(self.path)
            path, steps, digest = other
            self._set_path(path)
            self._steps, other = steps, here
            return self.known.digest(path) == digest

        return OpenFile(self.path, move, saved=lambda: not self.unsaved)

    def choose_and_open(self) -> None:
        """Ask for a file, and open it."""
        kinds = texts.OPEN_KINDS(state=STATE_SUFFIX, picture=pictures.SUFFIX)
        name, _ = QFileDialog.getOpenFileName(self._window, texts.OPEN(), self._folder(), kinds)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open an experiment file; if it cannot be read, say why and change nothing.

        One with the weights of a large network is read in the background: a person goes on meanwhile.
        """
        from playground.files import share

        if text := share.text_at(path):
            self.held_text.emit(text)
            return
        weights = path.suffix.lower() == STATE_SUFFIX
        self._asked_at = self._session.experiment

        def load() -> Loaded:
            identity = identity_of(path)  # before it is read: what is written meanwhile is a change
            document, state = load_state_document(path) if weights else (load_document(path), None)
            return document, state, identity, pictures.is_picture_at(path)

        def show(loading: Future[Loaded]) -> None:
            try:
                document, state, identity, in_picture = loading.result()
            except (FileError, ValueError) as error:
                self._refuse(str(error))
                return

            def refuse() -> None:
                if state is None:  # a state has been tried: it brings its data, and they fit
                    refuse_untrainable(document.experiment, str(path))

            large = state is None and takes_long(document.experiment)
            adopt = partial(self._adopt_file, path, document, state, identity, in_picture)
            self._reading.run(refuse, adopt, large)
            if self._reading.busy:
                self._wait(READING(source=path.name))

        self._reading.run(load, show, large=size_of(path) > LARGE, anew=True)
        if self._reading.busy:
            self._wait(READING(source=path.name))

    def _adopt_file(
        self,
        path: Path,
        document: Document,
        state: State | None,
        identity: Identity | None,
        in_picture: bool,
        trying: Future[object],
    ) -> None:
        """Have a file be the open one, if its experiment can be trained; nothing is saved to a picture."""
        if self._session.experiment != self._asked_at:  # nothing else asks whether that may be lost
            self._refuse(texts.CHANGED_MEANWHILE(file=path.name))
            return
        opened = (texts.OPENED_PICTURE if in_picture else texts.OPENED)(file=path.name)
        try:
            trying.result()
            self._adopt(document, state, None if in_picture else path, opened)
        except ValueError as error:
            self._refuse(str(error))
            return
        if not in_picture:
            self.known.note(path, identity)

    def _adopt(self, document: Document, state: State | None, path: Path | None, message: str) -> None:
        """Open what has been tried; only now does anything show its name.

        Raises
        ------
        ValueError
        """
        before = self.path
        self._session.notices.withdraw(NoticeKind.READING)
        self._session.open(
            document.experiment, state, document.classroom, failed=lambda: self._set_path(before)
        )
        self._show(path, message)

    def _refuse(self, why: str) -> None:
        """Say why something was not opened; what is open stays."""
        self._session.notices.withdraw(NoticeKind.READING)
        self._say("error", why)

    # -- saving ------------------------------------------------------------------------------------

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Save to the open file, or ask for one; call `then` once nothing is unsaved."""
        if self.path is None:
            self.choose_and_save(then)
        else:
            self.save_to(self.path, then)

    def choose_and_save(self, then: Callable[[], object] | None = None) -> None:
        """Ask for a file, and save to it."""
        start = str(self.path or Path(self._folder()) / "experiment.json")
        name, kind = QFileDialog.getSaveFileName(
            self._window, texts.SAVE(), start, texts.SAVE_KINDS(state=STATE_SUFFIX)
        )
        if name:
            path, suffix = Path(name), STATE_SUFFIX if STATE_SUFFIX in kind else ".json"
            self.save_to(path if path.suffix else path.with_suffix(suffix), then)

    def save_to(self, path: Path, then: Callable[[], object] | None = None, replace: bool = False) -> None:
        """Save the experiment, with its weights if the suffix says so; if that fails, say why.

        Parameters
        ----------
        path : Path
        then : callable, optional
            Called once nothing is unsaved.
        replace : bool
            Whether to replace a file that another program has written to since; if not, it is asked.
        """
        commit_typing()
        session = self._session
        saving = Saving(
            path, session.experiment, session.gate.chosen, session.undo_stack.index(), then, replace
        )
        if path.suffix.lower() != STATE_SUFFIX:
            self._write(saving, lambda: encode(saving.experiment, saving.classroom))
            return

        def write(content: bytes) -> None:
            if content:  # if not, it failed, which has been reported
                self._write(saving, lambda: with_classroom(content, saving.classroom))

        session.keep_state(write)

    def _write(self, saving: Saving, content: Callable[[], bytes]) -> None:
        """Write a file beside the window, which waits only for what takes no time."""
        path = saving.path

        def work() -> tuple[str, ...]:
            if not saving.replace and self.known.is_replaced(path):
                raise FileReplacedError(path)
            written = content()
            lost = write_atomically(path, written)
            self.known.note(path, identity_of_written(path, written))
            return lost

        self._writing.run(work, partial(self._written, saving), large=True, wait=BRIEF_SECONDS)
        if self._writing.busy:
            self._wait(WRITING(file=path.name))

    def _written(self, saving: Saving, writing: Future[tuple[str, ...]]) -> None:
        """Say what became of a save."""
        session, path = self._session, saving.path
        session.notices.withdraw(NoticeKind.READING)
        try:
            lost = writing.result()
        except FileReplacedError as error:
            self._ask_to_replace(saving, error.is_gone)
            return
        except FileError as error:
            self._say("error", str(error))
            return
        stack = session.undo_stack
        if stack.index() == saving.place and session.experiment == saving.experiment:  # as it was saved
            stack.setClean()
        self._show(path, said_of(path, lost, changed_by_hand(stack)))
        weights = path.suffix.lower() == STATE_SUFFIX
        if weights and session.snapshot is not None:
            self._steps = session.snapshot.steps
            self._compare(session.snapshot)
        if saving.then is not None and stack.isClean():
            saving.then()

    def _ask_to_replace(self, saving: Saving, gone: bool) -> None:
        """Ask whether to replace a file that is not the one that was opened or saved."""

        def answered(answer: str) -> None:
            if answer == "replace":
                self.save_to(saving.path, saving.then, replace=True)
            elif answer == "save_as":
                self.choose_and_save(saving.then)

        ask_to_replace(self._window, saving.path, gone, answered)

    # -- notices -----------------------------------------------------------------------------------

    def _show(self, path: Path | None, message: str) -> None:
        self._set_path(path)
        self._say("info", message)

    def _set_path(self, path: Path | None) -> None:
        self.path, self._steps = path, None
        if path is not None:
            self._settings.setValue("folder", as_text(resolved(path).parent))
        self.changed.emit(path)

    def _folder(self) -> str:
        return from_text(remembered.value(self._settings, "folder", ""))

    def _wait(self, text: str) -> None:
        """Say that a large file is being read or written."""
        self._session.notices.show(Notice("info", text, kind=NoticeKind.READING))

    def _say(self, level: str, text: str) -> None:
        self._session.notices.show(Notice(level, text))
