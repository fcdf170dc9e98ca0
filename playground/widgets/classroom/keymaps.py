"""The keys of the dialog for a class: light, as the dialog is made only when it is wanted."""

from PySide6.QtCore import Qt

from playground.widgets.controls.keys import KeyMap, Keys

CLASS = KeyMap(
    "For a class",
    (
        Keys((Qt.Key.Key_Space,), "Space", "Show the control, or hide it"),
        Keys((Qt.Key.Key_L,), "L", "Lock it, or take the lock away"),
    ),
)
