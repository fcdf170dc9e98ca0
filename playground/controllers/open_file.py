"""The open file: new, open, save, save as; what the title says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files.atomic import FileError, size_of, write_atomically
from playground.files.experiments import (
    STATE_SUFFIX,
    Document,
    load_document,
    load_state_document,
    save,
    with_classroom,
)
from playground.observers.snapshot import Snapshot
from playground.session.by_hand import changed_by_hand
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.texts import documents as texts
from playground.texts.files import READING, UNTITLED, WRITING
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import Background

if TYPE_CHECKING:
    from concurrent.futures import Future

    from engine import State

LARGE = 2_000_000  # bytes of weights that take longer than a frame to read or write


class DocumentFile(QObject):
    """Connects the session with the file it came from, if any.

    Parameters
    ----------
    window : QWidget
        The main window: dialogs are its children.
    session : Session
    settings : QSettings
        Where the last folder is kept.

    Signals
    -------
    changed (Path or None)
        Another file was opened or written; None if there is no file yet.
    trained (bool)
        Whether the network has learned since its weights were opened or saved.
    """

    changed = Signal(object)
    trained = Signal(bool)

    def __init__(self, window: QWidget, session: Session, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self.path: Path | None = None
        self._steps: int | None = None  # of the weights in the file
        self._learned = False
        self._reading, self._writing = Background(self), Background(self)
        session.snapshot_taken.connect(self._compare)

    @property
    def name(self) -> str:
        """The file's name, or a placeholder."""
        return self.path.name if self.path else UNTITLED()

    @property
    def unsaved(self) -> bool:
        """Whether opening something else would lose anything."""
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
    ) -> None:
        """Open an experiment, without a file or as the file `path`, and show a message."""
        self._session.open(experiment, classroom=classroom)
        self._show(path, message)

    def choose_and_open(self) -> None:
        """Ask for a file, and open it."""
        kinds = texts.OPEN_KINDS(state=STATE_SUFFIX)
        name, _ = QFileDialog.getOpenFileName(self._window, texts.OPEN(), self._folder(), kinds)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open an experiment file; if it cannot be read, say why and change nothing.

        One with the weights of a large network is read in the background: a person goes on meanwhile.
        """
        weights = path.suffix.lower() == STATE_SUFFIX

        def load() -> tuple[Document, State | None]:
            return load_state_document(path) if weights else (load_document(path), None)

        def show(loading: Future[tuple[Document, State | None]]) -> None:
            self._session.notices.withdraw(NoticeKind.READING)
            try:
                (experiment, classroom), state = loading.result()
                self._session.open(experiment, state, classroom)
            except (FileError, ValueError) as error:
                self._say("error", str(error))
                return
            self._show(path, texts.OPENED(file=path.name))

        self._reading.run(load, show, large=weights and size_of(path) > LARGE, anew=True)
        if self._reading.busy:
            self._wait(READING(source=path.name))

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

    def save_to(self, path: Path, then: Callable[[], object] | None = None) -> None:
        """Save the experiment, with its weights if the suffix says so; if that fails, say why."""
        commit_typing()
        if path.suffix.lower() == STATE_SUFFIX:
            self._save_weights(path, then)
            return
        try:
            save(self._session.experiment, path, self._session.gate.chosen)
        except FileError as error:
            self._say("error", str(error))
            return
        self._session.undo_stack.setClean()
        if changed_by_hand(self._session.undo_stack):
            self._show(path, texts.SAVED_BUT_BY_HAND(file=path.name, state=STATE_SUFFIX))
        else:
            self._show(path, texts.SAVED(file=path.name))
        if then is not None:
            then()

    def _save_weights(self, path: Path, then: Callable[[], object] | None) -> None:
        """Save the experiment with its training state, once the worker has delivered that."""
        index, classroom = self._session.undo_stack.index(), self._session.gate.chosen

        def write(content: bytes) -> None:
            if not content:  # it failed, which has been reported
                return
            self._writing.run(
                lambda: write_atomically(path, with_classroom(content, classroom)),
                written,
                large=len(content) > LARGE,
            )
            if self._writing.busy:
                self._wait(WRITING(file=path.name))

        def written(writing: Future[None]) -> None:
            self._session.notices.withdraw(NoticeKind.READING)
            try:
                writing.result()
            except FileError as error:
                self._say("error", str(error))
                return
            if self._session.undo_stack.index() == index:  # nothing was changed meanwhile
                self._session.undo_stack.setClean()
            self._show(path, texts.SAVED_WEIGHTS(file=path.name))
            if self._session.snapshot is not None:
                self._steps = self._session.snapshot.steps
                self._compare(self._session.snapshot)
            if then is not None and self._session.undo_stack.isClean():
                then()

        self._session.keep_state(write)

    # -- notices -----------------------------------------------------------------------------------

    def _show(self, path: Path | None, message: str) -> None:
        self.path, self._steps = path, None
        if path is not None:
            self._settings.setValue("folder", str(path.resolve().parent))
        self.changed.emit(path)
        self._say("info", message)

    def _folder(self) -> str:
        return str(self._settings.value("folder", "", type=str))

    def _wait(self, text: str) -> None:
        """Say that a large file is being read or written."""
        self._session.notices.show(Notice("info", text, kind=NoticeKind.READING))

    def _say(self, level: str, text: str) -> None:
        self._session.notices.show(Notice(level, text))
