"""Around the open file: examples, recent files, dropped files, text to share, unsaved changes."""

import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QAction, QGuiApplication, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget

from playground.classroom.catalogue import EXAMPLES
from playground.classroom.choice import EVERYTHING
from playground.controllers import remembered
from playground.controllers.asking import ROLE, Reply, ask
from playground.controllers.open_file import DocumentFile
from playground.files.atomic import FileError
from playground.files.names import as_text, from_text, shown
from playground.session.by_hand import changed_by_hand
from playground.session.notices import Notice
from playground.session.opening import left_unsaved
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme
from playground.texts import documents as texts
from playground.texts.tensorflow_playground import TAKEN
from playground.texts.undo import OPEN_EXAMPLE
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import SMALL, Background
from playground.widgets.controls.base import literal

if TYPE_CHECKING:
    from concurrent.futures import Future

    from playground.files.experiments import Document

RECENT = "recent"
MANY_POINTS = 2_000  # own points that take longer than a frame to put into a text


class Documents(QObject):
    """Opens and shares experiments for the menus.

    Parameters
    ----------
    window : QWidget
        The main window: dialogs are its children, and files may be dropped on it.
    file : DocumentFile
        The open file.
    session : Session
    settings : QSettings
        Where the recent files are kept.

    Attributes
    ----------
    ask : callable
        Asks whether to save changes, and calls back with "save", "discard" or "cancel".
    """

    def __init__(self, window: QWidget, file: DocumentFile, session: Session, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._file, self._session, self._settings = window, file, session, settings
        self._theme, self._sharing = palette.LIGHT, Background(self)
        self.ask: Callable[[Callable[[str], None]], None] = self._ask_in_a_box
        file.changed.connect(self._show_file)
        file.held_text.connect(self.open_text)

    def apply_theme(self, colours: Theme) -> None:
        """Use a theme for what is opened from now on."""
        self._theme = colours

    def _show_file(self, path: Path | None) -> None:
        if path is not None:
            self.remember(path)

    # -- unsaved changes -----------------------------------------------------------------------

    def guard(self, act: Callable[[], object]) -> None:
        """Do something that discards the experiment, and with it undo; ask first whether to save changes.

        Changes that were left unsaved when an example was opened are gone back to, and asked about as well.
        """
        stack = self._session.undo_stack
        place = stack.index()

        def answered(answer: str) -> None:
            if answer == "save":
                self._file.save(then=go_back)  # weights are saved a little later, by the worker
            elif answer == "discard":
                go_back()
            else:
                _go_to(stack, place)

        def go_back() -> None:
            index = left_unsaved(stack)
            if index is None:
                act()
            else:
                _go_to(stack, index)
                self.ask(answered)

        if self._file.unsaved:
            self.ask(answered)
        else:
            go_back()

    def _ask_in_a_box(self, answered: Callable[[str], None]) -> None:
        """Ask without blocking: training continues."""
        lost = texts.TRAINING_LOST if self._session.undo_stack.isClean() else texts.CHANGES_LOST
        replies = (
            Reply("save", texts.SAVE_IT(), ROLE.AcceptRole),
            Reply("discard", texts.DO_NOT_SAVE(), ROLE.DestructiveRole),
            Reply("cancel", texts.CANCEL(), ROLE.RejectRole),
        )
        question = texts.SAVE_CHANGES(file=self._file.name)
        ask(self._window, "unsaved", texts.UNSAVED(), question, lost(), replies, answered)

    def open_guarded(self, path: Path) -> None:
        """Open a file; ask first whether to save unsaved changes."""
        self.guard(partial(self._file.open, path))

    # -- examples ------------------------------------------------------------------------------

    def show_examples(self) -> None:
        """Show all examples, to open one."""
        from playground.widgets.dialogs.examples import PresetDialog

        if self._session.gate.allows(EXAMPLES):
            dialog = PresetDialog(self._theme, self._window, self._example() or 0)
            dialog.chosen.connect(self.open_example)
            dialog.open()

    def open_example(self, name: str) -> None:
        """Open an example with its lesson; undo brings back what was open, so that nothing is asked.

        What is hidden or locked for a class stays so, unless the lesson asks for it.
        """
        from playground.files import examples

        commit_typing()
        one = next(one for one in examples.presets() if one.name == name)
        chosen = replace(self._session.gate.chosen, lesson=one.lesson)
        message = texts.EXAMPLE_OPENED(title=one.title)
        self._session.openings.example(
            self._file.here(), examples.preset(name), OPEN_EXAMPLE(), message, chosen
        )

    def walk_examples(self, by: int) -> None:
        """Open the next example, or with -1 the previous one; the first, or last, if none is open."""
        from playground.files import examples

        if not self._session.gate.allows(EXAMPLES):
            return
        every, at = examples.presets(), self._example()
        k = min(by, 0) if at is None else at + by
        self.open_example(every[k % len(every)].name)

    def _example(self) -> int | None:
        """Return which example is open, known by its lesson; None if none is."""
        from playground.files import examples

        lessons = [one.lesson for one in examples.presets()]
        lesson = self._session.gate.chosen.lesson
        return lessons.index(lesson) if lesson in lessons else None

    # -- recent files --------------------------------------------------------------------------

    @property
    def recent(self) -> list[str]:
        """The files opened or saved last, the latest first."""
        return [path for one in remembered.words(self._settings, RECENT) if (path := from_text(one))]

    def remember(self, path: Path) -> None:
        """Put a file first in the list of recent files."""
        from playground.files import share

        self._set_recent(share.with_recent(self.recent, path))

    def _set_recent(self, paths: list[str]) -> None:
        self._settings.setValue(RECENT, [as_text(path) for path in paths])

    def fill_recent(self, menu: QMenu) -> None:
        """Fill a menu with the recent files whenever it opens."""

        def fill() -> None:
            menu.clear()
            for k, path in enumerate(self.recent, start=1):
                name = shown(Path(path).name).replace("&", "&&")
                action = QAction(f"&{k}  {name}", menu)
                action.setToolTip(literal(shown(path)))
                action.triggered.connect(lambda _=False, path=path: self.open_recent(path))
                menu.addAction(action)
            if menu.isEmpty():
                menu.addAction(texts.NO_RECENT()).setEnabled(False)

        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(fill)
        fill()

    def open_recent(self, path: str) -> None:
        """Open a recent file; if it is gone, say so and forget it."""
        from playground.files import share

        commit_typing()
        if not os.path.exists(path):
            self._set_recent(share.without(self.recent, path))
            self._say("error", texts.RECENT_GONE(path=path))
            return
        self.open_guarded(Path(path))

    # -- text to share -------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the experiment on the clipboard, as one line of text."""
        from playground.files import share

        experiment, chosen = self._session.experiment, self._session.gate.chosen
        message = texts.COPIED_BUT_BY_HAND if changed_by_hand(self._session.undo_stack) else texts.COPIED

        def put(copying: "Future[str]") -> None:
            try:
                text = copying.result()
            except FileError as error:
                self._say("error", str(error))
                return
            QGuiApplication.clipboard().setText(text)
            self._say("info", message(n=len(text)))

        large = len(experiment.data.points) > MANY_POINTS
        self._sharing.run(lambda: share.to_text(experiment, chosen), put, large, anew=True)

    def paste(self) -> None:
        """Change to the experiment on the clipboard; undo goes back."""
        self.open_text(QGuiApplication.clipboard().text())

    def open_text(self, text: str) -> None:
        """Change to the experiment in a text that was pasted or dropped; undo goes back."""
        from playground.files import share

        read, then = partial(share.document_from_text, text), partial(self._pasted, text)
        self._sharing.run(read, then, len(text) > SMALL, anew=True)

    def _pasted(self, text: str, reading: "Future[Document]") -> None:
        from playground.files import share

        try:
            experiment, classroom = reading.result()
        except FileError as error:
            self._say("error", str(error))
            return
        if experiment == self._session.experiment and classroom in (EVERYTHING, self._session.gate.chosen):
            self._say("info", texts.ALREADY_OPEN())
            return
        left_out = share.left_out(text)
        message = TAKEN(what=left_out) if left_out else texts.PASTED()
        self._session.apply(experiment, texts.PASTE_EXPERIMENT(), message, classroom)

    def _say(self, level: str, text: str) -> None:
        self._session.notices.show(Notice(level, text))


def _go_to(stack: QUndoStack, place: int) -> None:
    """Undo or redo step by step to a place of the stack; to its end, where commands have gone meanwhile."""
    while stack.index() > place:
        stack.undo()
    while stack.index() < min(place, stack.count()):
        stack.redo()
