"""Around the open file: examples, recent files, dropped files, text to share, unsaved changes."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QMenu, QMessageBox, QPushButton, QWidget

from playground.classroom.choice import EVERYTHING
from playground.controllers.open_file import DocumentFile
from playground.files.atomic import FileError
from playground.files.experiments import STATE_SUFFIX
from playground.session.by_hand import changed_by_hand
from playground.session.notices import Notice
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme
from playground.texts import documents as texts
from playground.widgets.controls import commit_typing
from playground.widgets.controls.dropping import Dropping

DROPPED = frozenset({".json", STATE_SUFFIX})
RECENT = "recent"


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
    lesson : str
        What to look for in the open example; shown while there is no other notice.
    ask : callable
        Asks whether to save changes, and calls back with "save", "discard" or "cancel".
    """

    def __init__(self, window: QWidget, file: DocumentFile, session: Session, settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._file, self._session, self._settings = window, file, session, settings
        self._theme = palette.LIGHT
        self.lesson = ""
        self.ask: Callable[[Callable[[str], None]], None] = self._ask_in_a_box
        file.changed.connect(self._show_file)
        Dropping(window, DROPPED, self._open_guarded, partial(self._say, "warning"))

    def apply_theme(self, colours: Theme) -> None:
        """Use a theme for what is opened from now on."""
        self._theme = colours

    def _show_file(self, path: Path | None) -> None:
        self.end_lesson()
        if path is not None:
            self.remember(path)

    def end_lesson(self) -> None:
        """Stop showing the lesson."""
        self.lesson = ""

    # -- unsaved changes -----------------------------------------------------------------------

    def guard(self, act: Callable[[], object]) -> None:
        """Do something that discards the experiment; ask first whether to save unsaved changes."""
        if not self._file.unsaved:
            act()
            return

        def answered(answer: str) -> None:
            if answer == "save":
                self._file.save(then=act)  # weights are saved a little later, by the worker
            elif answer == "discard":
                act()

        self.ask(answered)

    def _ask_in_a_box(self, answered: Callable[[str], None]) -> None:
        """Ask without blocking: training continues."""
        if self._window.findChild(QMessageBox, "document.unsaved") is not None:
            return  # one question at a time
        kind, role = QMessageBox.StandardButton, QMessageBox.ButtonRole
        box = QMessageBox(self._window)
        box.setObjectName("document.unsaved")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(texts.UNSAVED())
        box.setText(texts.SAVE_CHANGES(file=self._file.name))
        lost = texts.TRAINING_LOST if self._session.undo_stack.isClean() else texts.CHANGES_LOST
        box.setInformativeText(lost())
        answers: dict[QAbstractButton | None, str] = {
            box.addButton(texts.SAVE_IT(), role.AcceptRole): "save",
            box.addButton(texts.DO_NOT_SAVE(), role.DestructiveRole): "discard",
            box.addButton(kind.Cancel): "cancel",
        }
        for button, name in answers.items():
            assert button is not None
            button.setObjectName(f"document.{name}")
            if name == "save" and isinstance(button, QPushButton):
                box.setDefaultButton(button)

        def done(_code: int) -> None:
            answer = answers.get(box.clickedButton(), "cancel")
            box.deleteLater()
            answered(answer)

        box.finished.connect(done)
        box.open()

    def _open_guarded(self, path: Path) -> None:
        self.guard(partial(self._file.open, path))

    # -- examples ------------------------------------------------------------------------------

    def show_presets(self) -> None:
        """Show all examples, to open one."""
        from playground.widgets.dialogs.examples import PresetDialog

        dialog = PresetDialog(self._theme, self._window)
        dialog.chosen.connect(lambda name: self.guard(lambda: self.open_preset(name)))
        dialog.open()

    def open_preset(self, name: str) -> None:
        """Open an example and show its lesson; what is hidden or locked for a class stays so."""
        from playground.files import examples

        one = next(one for one in examples.presets() if one.name == name)
        self._file.open_experiment(examples.preset(name), one.line, self._session.gate.chosen)
        self.lesson = one.line

    # -- recent files --------------------------------------------------------------------------

    @property
    def recent(self) -> list[str]:
        """The files opened or saved last, the latest first."""
        found = self._settings.value(RECENT, [])
        found = [found] if isinstance(found, str) else found  # a list of one comes back as text
        return [str(one) for one in found] if isinstance(found, list) else []

    def remember(self, path: Path) -> None:
        """Put a file first in the list of recent files."""
        from playground.files import share

        self._settings.setValue(RECENT, share.with_recent(self.recent, path))

    def fill_recent(self, menu: QMenu) -> None:
        """Fill a menu with the recent files whenever it opens."""

        def fill() -> None:
            menu.clear()
            for k, path in enumerate(self.recent, start=1):
                name = Path(path).name.replace("&", "&&")
                action = QAction(f"&{k}  {name}", menu)
                action.setToolTip(path)
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
        if not Path(path).exists():
            self._settings.setValue(RECENT, share.without(self.recent, path))
            self._say("error", texts.RECENT_GONE(path=path))
            return
        self._open_guarded(Path(path))

    # -- text to share -------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the experiment on the clipboard, as one line of text."""
        from playground.files import share

        text = share.to_text(self._session.experiment, self._session.gate.chosen)
        QGuiApplication.clipboard().setText(text)
        by_hand = changed_by_hand(self._session.undo_stack)
        self._say("info", (texts.COPIED_BUT_BY_HAND if by_hand else texts.COPIED)(n=len(text)))

    def paste(self) -> None:
        """Change to the experiment on the clipboard; undo goes back."""
        from playground.files import share

        try:
            experiment, classroom = share.document_from_text(QGuiApplication.clipboard().text())
        except FileError as error:
            self._say("error", str(error))
            return
        if experiment == self._session.experiment and classroom in (EVERYTHING, self._session.gate.chosen):
            self._say("info", texts.ALREADY_OPEN())
        else:
            self._session.apply(experiment, texts.PASTE_EXPERIMENT(), texts.PASTED(), classroom)

    def _say(self, level: str, text: str) -> None:
        self._session.notices.show(Notice(level, text))
