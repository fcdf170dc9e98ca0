"""The small controls that every panel is made of: numbers, choices, switches, buttons.

A click leaves the keyboard's focus where it was, so that Space goes on meaning Play; who walks by Tab gives
each control the focus in turn, and it then gets the keys it understands.
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from engine import Range
from playground import theme

_LETTERS = range(Qt.Key.Key_A, Qt.Key.Key_Z + 1)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def _is_override(event: QEvent, keys: Iterable[int]) -> bool:
    """Whether a shortcut is about to take one of these keys."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.modifiers() == Qt.KeyboardModifier.NoModifier
        and event.key() in keys
    )


def _is_undo(event: QEvent) -> bool:
    """Whether the window is about to undo a change, or to make it again."""
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)
        and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    )


def prepare(widget: QWidget, name: str, label: str, tip: str) -> None:
    """Give a control the name others find it by, the name a screen reader says, and its tooltip."""
    widget.setObjectName(name)
    widget.setAccessibleName(label)
    widget.setAccessibleDescription(tip)
    widget.setToolTip(tip)
    if isinstance(widget, (QAbstractSpinBox, QComboBox)):
        widget.setMinimumHeight(theme.CONTROL_HEIGHT)


def commit_typing() -> None:
    """Take a number that is being typed for what it is now, as the next act may depend on it."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QAbstractSpinBox):
        focus.interpretText()


class Button(QPushButton):
    """A push button; a click takes no focus, but what is being typed elsewhere counts first."""

    def __init__(self, name: str, text: str, label: str, tip: str) -> None:
        super().__init__(text)
        prepare(self, name, label, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pressed.connect(commit_typing)

    def event(self, event: QEvent) -> bool:
        if _is_override(event, (Qt.Key.Key_Space,)):
            event.accept()
            return True
        return super().event(event)


class Switch(QCheckBox):
    """A check box."""

    def __init__(self, name: str, text: str, label: str, tip: str) -> None:
        super().__init__(text)
        prepare(self, name, label, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def event(self, event: QEvent) -> bool:
        if _is_override(event, (Qt.Key.Key_Space,)):
            event.accept()
            return True
        return super().event(event)

    def show_checked(self, checked: bool) -> None:
        """Show a state without asking for it."""
        with QSignalBlocker(self):
            self.setChecked(checked)


class Choice(QComboBox):
    """One of several names, each shown by its label; `chosen` carries the name."""

    chosen = Signal(str)

    def __init__(self, name: str, label: str, tip: str, options: dict[str, tuple[str, str]]) -> None:
        """`options`: name -> (label, tooltip)."""
        super().__init__()
        prepare(self, name, label, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for i, (key, (text, hint)) in enumerate(options.items()):
            self.addItem(text, key)
            self.setItemData(i, hint, Qt.ItemDataRole.ToolTipRole)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentIndexChanged.connect(lambda: self.chosen.emit(self.name()))

    def name(self) -> str:
        """Return the chosen name."""
        return str(self.currentData())

    def setCurrentText(self, text: str) -> None:
        """Choose by label, or by name."""
        index = self.findData(text)
        self.setCurrentIndex(index if index >= 0 else self.findText(text))

    def show_name(self, name: str) -> None:
        """Show a choice without asking for it."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(name))

    def event(self, event: QEvent) -> bool:
        if _is_override(event, (Qt.Key.Key_Space, *_ARROWS, *_LETTERS)):
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the wheel scrolls; it does not change what the pointer happens to rest on


class _Number:
    """What both kinds of spin box do, mixed in before Qt's class.

    They give the keys that mean nothing in a number to the window's shortcuts, and so Ctrl+Z, unless a
    number is half typed; the wheel changes only the one that has the focus.
    """

    _passed = frozenset({Qt.Key.Key_Space, *(k for k in _LETTERS if k != Qt.Key.Key_E)})

    def show_value(self: Any, value: float) -> None:
        """Show a value without asking for it; what is being typed stays."""
        if self.value() != value:
            with QSignalBlocker(self):
                self.setValue(value)

    def event(self: Any, event: QEvent) -> bool:
        undoes = _is_undo(event) and self.text() == self.textFromValue(self.value())
        if undoes or _is_override(event, self._passed):
            event.ignore()
            return False
        return bool(super().event(event))  # type: ignore[misc]

    def wheelEvent(self: Any, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)  # type: ignore[misc]
        else:
            event.ignore()


class WholeNumber(_Number, QSpinBox):
    """A whole number, with a thousands separator; `edited` carries a value the person asked for."""

    edited = Signal(int)

    def __init__(self, name: str, label: str, tip: str, limits: Range) -> None:
        super().__init__()
        prepare(self, name, label, tip)
        self.setRange(int(limits.low), int(limits.high))
        self.setKeyboardTracking(False)
        self.setGroupSeparatorShown(True)
        self.setAccelerated(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self.edited)

    def fixup(self, text: str) -> str:
        """Ask even for what is out of range: it is refused with the reason, and the last value comes back."""
        number = self._read(text)
        if number is not None and abs(number) < 2**31:
            self.edited.emit(number)
        return text

    def validate(self, text: str, position: int) -> Any:
        number = self._read(text)
        if number is not None and number > self.maximum():
            # may be typed to its end: to swallow digits would make another number of it
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def _read(self, text: str) -> int | None:
        plain = text.strip().replace(self.locale().groupSeparator(), "")
        return int(plain) if plain.isdecimal() else None


class BatchSize(WholeNumber):
    """A mini-batch size; at its maximum, "all"."""

    def show_size(self, size: int, samples: int) -> None:
        """Show a batch size, where there are so many train samples, without asking for it."""
        with QSignalBlocker(self):
            self.setMaximum(samples)
            self.setValue(min(size, samples))

    def textFromValue(self, value: int) -> str:
        text = super().textFromValue(value)
        return f"all ({text})" if value == self.maximum() else text

    def valueFromText(self, text: str) -> int:
        if text.strip().lower().startswith("a"):
            return self.maximum()
        return super().valueFromText(text)

    def validate(self, text: str, position: int) -> Any:
        word = text.strip().lower()
        if word.startswith("a"):
            whole = word.startswith("all")
            return QValidator.State.Acceptable if whole else QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def event(self, event: QEvent) -> bool:
        if _is_override(event, (Qt.Key.Key_A, Qt.Key.Key_L)):
            event.accept()
            return True
        return super().event(event)


class RealNumber(_Number, QDoubleSpinBox):
    """A number that is typed as one likes, 0.03 or 3e-2; its arrows go 1, 3, 10, 30 … or by even steps."""

    edited = Signal(float)

    def __init__(
        self, name: str, label: str, tip: str, limits: Range, step: float | None = None, least: float = 1e-6
    ) -> None:
        super().__init__()
        prepare(self, name, label, tip)
        self._even_step, self._least = step, least
        self.setDecimals(12)
        self.setRange(1e-12 if limits.above else limits.low, limits.high)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self.edited)

    def textFromValue(self, value: float) -> str:
        return f"{value:.6g}"

    def valueFromText(self, text: str) -> float:
        if text == self.textFromValue(self.value()):
            return self.value()  # it may have more digits than are shown
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return self.value()

    def validate(self, text: str, position: int) -> Any:
        plain = text.strip().lower().replace(",", ".")
        state = QValidator.State
        if any(c not in "0123456789.e+-" for c in plain):
            return state.Invalid, text, position
        try:
            number = float(plain)
        except ValueError:
            return state.Intermediate, text, position
        fits = self.minimum() <= number <= self.maximum()
        return (state.Acceptable if fits else state.Intermediate), text, position

    def fixup(self, text: str) -> str:
        """Ask even for what is out of range: it is refused with the reason, and the last value comes back."""
        with suppress(ValueError):
            self.edited.emit(float(text.replace(",", ".")))
        return text

    def stepBy(self, steps: int) -> None:
        if self._even_step is not None:
            self.setValue(round(self.value() + steps * self._even_step, 6))
            return
        for _ in range(abs(steps)):
            self.setValue(self._next(up=steps > 0))

    def _next(self, up: bool) -> float:
        """The next of 1, 3, 10, 30 … above or below; 0 comes before the least, where 0 is allowed."""
        rungs = [digit * 10.0**power for power in range(-6, 5) for digit in (1.0, 3.0)]
        rungs = [float(f"{rung:.6g}") for rung in rungs if self._least <= rung <= self.maximum()]
        value = self.value()
        if up:
            return next((rung for rung in rungs if rung > value * 1.001), self.maximum())
        lowest = 0.0 if self.minimum() == 0.0 else value
        return next((rung for rung in reversed(rungs) if rung < value * 0.999), lowest)


class Slider(QSlider):
    """A horizontal slider beside a number, moving it in steps."""

    def __init__(self, name: str, label: str, tip: str, low: int, high: int, page: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        prepare(self, name, label, tip)
        self.setRange(low, high)
        self.setPageStep(page)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_value(self, value: int) -> None:
        """Show a value without asking for it."""
        with QSignalBlocker(self):
            self.setValue(value)

    def event(self, event: QEvent) -> bool:
        if _is_override(event, _ARROWS):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():  # Fusion marks it too faintly
            painter = QPainter(self)
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
            painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def heading(text: str) -> QLabel:
    """Return the heading of a panel."""
    label = QLabel(text)
    label.setProperty("role", "heading")
    return label


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """Return a control's label; it shows the control's tooltip as well."""
    label = QLabel(text)
    label.setProperty("role", "caption")
    if buddy is not None:
        label.setBuddy(buddy)
        label.setToolTip(buddy.toolTip())
    return label


def labelled(text: str, control: QWidget) -> QVBoxLayout:
    """Return a label above its control."""
    column = QVBoxLayout()
    column.setSpacing(3)
    column.addWidget(caption(text, control))
    column.addWidget(control)
    return column


def icon_button(name: str, label: str, tip: str) -> Button:
    """Return a small square button that shows an icon only."""
    button = Button(name, "", label, tip)
    button.setFixedSize(QSize(30, 28))
    button.setStyleSheet("padding: 2px;")
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return button
