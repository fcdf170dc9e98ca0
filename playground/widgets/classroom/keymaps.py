"""The keys of the dialog for a class, apart from it, as the dialog is imported only when it is opened."""

from PySide6.QtCore import Qt

from playground.texts import keys as words
from playground.widgets.controls.keys import KeyMap, Keys

CLASS = KeyMap(
    words.CLASS,
    (
        Keys((Qt.Key.Key_Space,), "Space", words.SHOW_OR_HIDE),
        Keys((Qt.Key.Key_L,), "L", words.LOCK_OR_UNLOCK),
    ),
)
