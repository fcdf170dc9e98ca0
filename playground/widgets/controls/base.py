"""What all controls share: their names and help, and the keys they keep from the window's shortcuts."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QWidget

from playground import theme
from playground.sizes import fit

LETTERS = range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)
ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def prepare(widget: QWidget, name: str, label: str, tip: str) -> None:
    """Give a control its name, the one that a screen reader says, its tooltip and What's This."""
    widget.setObjectName(name)
    widget.setAccessibleName(label)
    widget.setAccessibleDescription(tip)
    widget.setToolTip(tip)
    widget.setWhatsThis(f"<b>{label}</b><p>{tip}</p>")
    if isinstance(widget, (QAbstractSpinBox, QComboBox)):
        fit(widget.setMinimumHeight, theme.CONTROL_HEIGHT)


def commit_typing() -> None:
    """Take a number that is being typed for what it is now, as the next act may depend on it."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractSpinBox):
        focus.interpretText()


def is_override(event: QEvent, keys: Iterable[int]) -> bool:
    """Whether a shortcut is about to take one of these keys."""
    return (
        isinstance(event, QKeyEvent)  # asked first: it is quick, and hardly any event is one
        and event.type() == QEvent.Type.ShortcutOverride
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
        and event.key() in keys
    )


def is_undo(event: QEvent) -> bool:
    """Whether the window is about to undo a change, or to make it again."""
    return (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.ShortcutOverride
        and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )
