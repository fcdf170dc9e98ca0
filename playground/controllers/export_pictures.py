"""Pictures that leave the program: chosen in a dialog, saved to a file, or put on the clipboard."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, QSize
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from playground.controllers import remembered
from playground.controllers.export_files import ExportFiles
from playground.session.notices import Notice
from playground.session.session import Session
from playground.texts import pictures as texts
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import Background

if TYPE_CHECKING:
    from concurrent.futures import Future
    from pathlib import Path

    from playground.controllers.doubles import Pictured
    from playground.controllers.pictures import How
    from playground.widgets.dialogs.picture import PictureDialog

KEY = "export.picture"  # in the settings, where `ExportFiles` keeps the format
SIZES = {"output": QSize(720, 640), "network": QSize(960, 640), "curves": QSize(800, 480)}  # at first
USUAL = {"what": "output", "format": "png", "theme": "light", "scale": "2"}


class ExportPictures(QObject):
    """Takes pictures for a person, and remembers how they were wanted.

    Parameters
    ----------
    window : MainWindow
    session : Session
    settings : QSettings
    files : ExportFiles
    """

    def __init__(self, window: Pictured, session: Session, settings: QSettings, files: ExportFiles) -> None:
        super().__init__(files)
        self._window, self._session, self._settings, self._files = window, session, settings, files
        self._sizes = dict(SIZES)  # as they were chosen last
        self._reading = Background(self)

    def open(self) -> None:
        """Show how a picture will look, to save or copy it; training goes on."""
        from playground.widgets.dialogs.picture import PictureDialog

        commit_typing()
        window, pictured = self._window, self._session.gate.shown.pictured
        assert isinstance(window, QWidget)
        sizes = {what: size for what, size in self._sizes.items() if what in pictured}
        kinds = {"window": window.size(), **sizes}
        dialog = PictureDialog(self._remembered(kinds), kinds, window)
        dialog.changed.connect(partial(self._show, dialog))
        dialog.save_requested.connect(partial(self._save, dialog))
        dialog.copy_requested.connect(partial(self._copy, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()  # does not block

    def _remembered(self, kinds: dict[str, QSize]) -> dict[str, str]:
        """Return what was chosen last, as far as it can be chosen."""
        offered: dict[str, Collection[str]] = {
            "what": kinds, "format": texts.FORMATS, "theme": texts.BACKGROUNDS, "scale": texts.SCALES
        }  # fmt: skip
        chosen = remembered.choices(self._settings, KEY, USUAL, offered)
        last = remembered.value(self._settings, KEY, "").removeprefix(".")
        return {**chosen, "format": last if last in texts.FORMATS else next(iter(texts.FORMATS))}

    def _remember(self, dialog: PictureDialog) -> None:
        for name in USUAL:
            self._settings.setValue(f"{KEY}.{name}", dialog[name])
        self._settings.setValue(KEY, f".{dialog['format']}")
        if dialog["what"] in self._sizes:
            self._sizes[dialog["what"]] = dialog.size_chosen

    def _how(self, dialog: PictureDialog, form: str, scale: float) -> How:
        from playground.controllers.pictures import How

        size = dialog.size_chosen
        return How(size.width(), size.height(), dialog["theme"], form, scale)

    # -- the preview -----------------------------------------------------------------------------

    def _show(self, dialog: PictureDialog) -> None:
        """Draw the preview again."""
        from playground.controllers.pictures import take

        what, how = dialog["what"], self._how(dialog, "png", dialog.share)

        def show(content: bytes) -> None:
            if is_open(dialog) and (what, how) == (dialog["what"], self._how(dialog, "png", dialog.share)):
                dialog.preview.show_image(QImage.fromData(content))

        take(self._window, what, how, show)

    # -- where it goes ---------------------------------------------------------------------------

    def _save(self, dialog: PictureDialog) -> None:
        """Ask for a file, take the picture, and write it."""
        from playground.controllers.pictures import take

        self._remember(dialog)
        kinds = {f".{form}": texts.FILES[form] for form in texts.FORMATS}
        path = self._files.choose("picture", texts.SAVE(), kinds, dialog)
        if path is None:
            return
        form = path.suffix.lower().removeprefix(".")
        form = form if form in texts.FORMATS else dialog["format"]
        dialog.show_busy(True)

        def done(path: Path, content: bytes) -> None:
            self._files.write(path, lambda: content)
            if is_open(dialog):
                dialog.accept()

        how = self._how(dialog, form, int(dialog["scale"]))
        take(self._window, dialog["what"], how, partial(done, path), partial(self._fail, dialog))

    def _copy(self, dialog: PictureDialog) -> None:
        """Take the picture, and put it on the clipboard."""
        from playground.controllers.pictures import take

        self._remember(dialog)
        dialog.show_busy(True)

        def read(content: bytes) -> None:
            self._reading.run(partial(QImage.fromData, content), put, large=True)

        def put(reading: Future[QImage]) -> None:
            image = reading.result()
            if image.isNull():
                self._fail(dialog)
                return
            QGuiApplication.clipboard().setImage(image)
            self._session.notices.show(Notice("info", texts.COPIED()))
            if is_open(dialog):
                dialog.accept()

        how = self._how(dialog, "png", int(dialog["scale"]))
        take(self._window, dialog["what"], how, read, partial(self._fail, dialog))

    def _fail(self, dialog: PictureDialog) -> None:
        """Say that there is not enough memory; a smaller picture can be chosen."""
        self._session.notices.show(Notice("error", texts.TOO_LARGE()))
        if is_open(dialog):
            dialog.show_busy(False)


def is_open(dialog: PictureDialog) -> bool:
    """Return whether a dialog is still there."""
    from shiboken6 import isValid

    return isValid(dialog) and dialog.isVisible()
