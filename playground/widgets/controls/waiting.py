"""How far reading has come, and a way to end it: shown once it takes longer than a moment."""

from collections.abc import Callable

from PySide6.QtWidgets import QProgressDialog, QWidget

from playground.texts.files import READING
from playground.widgets.controls.buttons import Button

PER_CENT = 100


class Waiting:
    """Shows a bar beside the window, which can be used all the while.

    Parameters
    ----------
    window : QWidget
    cancel : callable (str)
        What ends the reading of a source.
    """

    def __init__(self, window: QWidget, cancel: Callable[[str], object]) -> None:
        self._window, self._cancel = window, cancel
        self._dialog: QProgressDialog | None = None
        self._source = ""

    def begin(self, source: str) -> None:
        """Begin to read something else; `source` is its name for people."""
        self.end()
        self._source = source

    def show_share(self, share: float) -> None:
        """Show the share that is done, from 0 to 1."""
        if self._dialog is None:
            self._dialog = QProgressDialog(self._window)
            self._dialog.setObjectName("reading")
            self._dialog.setWindowTitle(self._source)
            self._dialog.setLabelText(READING(source=self._source))
            self._dialog.setCancelButton(Button("reading.cancel"))
            self._dialog.setAutoClose(False)
            self._dialog.setAutoReset(False)
            self._dialog.canceled.connect(self._stop)
            self._dialog.show()
        self._dialog.setValue(round(PER_CENT * share))

    def _stop(self) -> None:
        self.end()
        self._cancel(self._source)

    def end(self) -> None:
        """Show nothing more."""
        if self._dialog is not None:
            self._dialog.hide()
            self._dialog.deleteLater()
            self._dialog = None
