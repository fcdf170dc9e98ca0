"""Dialogs in which something is chosen that is then made: a picture, a film."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from playground.texts.text import Text
from playground.widgets.controls import commit_typing
from playground.widgets.controls.buttons import ENTER


class Choosing(QDialog):
    """Closes with the window; Enter in a number only sets it: one sees what comes of it before it is made.

    Parameters
    ----------
    parent : QWidget
        The window.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        parent.installEventFilter(self)

    def only_set_by_enter(self, number: QWidget) -> None:
        """Have Enter set a number, and not make what is chosen."""
        number.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in ENTER:
            commit_typing()
            return watched is not self.parent()
        if event.type() == QEvent.Type.Close and watched is self.parent():
            self.reject()
        return super().eventFilter(watched, event)


def said(words: Mapping[str, tuple[Text, Text]]) -> dict[str, tuple[str, str]]:
    """Return labels with their hints, as a `Choice` takes them."""
    return {name: (label(), hint()) for name, (label, hint) in words.items()}
