"""Numbers that are typed, or changed by arrows. Showing a value requests nothing; typing one requests it."""

from bisect import bisect_left
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox

from engine import RANGES, Range
from playground.texts.training import ALL_OF_THEM, ALL_SAMPLES
from playground.widgets.controls.base import home_of, is_override, is_typing, is_undo, mark_focus, prepare

DECIMALS = 12
MOST_DIGITS = 18  # of a whole number; Python refuses to parse thousands of them
# all samples, however many: a mini-batch this large always holds all of them
ALL = int(RANGES["batch_size"].high)
MOST_TYPED = 50  # characters: a line edit keeps each one that is pasted in its undo history

# for these reasons the focus only comes back to where it was before
KEPT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _Number:
    """What both kinds of spin box do, mixed in before Qt's class.

    They consume every character that is typed, even those that mean nothing in a number: a slip of the
    finger must not reset training. Space is passed on to the window, and so is Ctrl+Z, unless a number is
    half typed; the wheel changes only the spin box that has the focus. If a click brought the focus, Enter
    or a click on an arrow gives it back: letters are commands again then.
    """

    _clicked = False  # whether a click brought the focus
    _gives_back = True

    def follow(self: Any, follower: Callable[[], None]) -> None:
        """Call a function whenever the value changes, or is shown again: for the slider beside it."""
        self._followers = [*self.__dict__.get("_followers", ()), follower]
        self.valueChanged.connect(lambda: follower())

    def show_value(self: Any, value: float) -> None:
        """Show a value without requesting it; what is being typed stays."""
        if self.value() != value:
            with QSignalBlocker(self):
                self.setValue(value)
        for follower in self.__dict__.get("_followers", ()):
            follower()

    def event(self: Any, event: QEvent) -> bool:
        undoes = is_undo(event) and self.text() == self.textFromValue(self.value())
        if undoes or is_override(event, (Qt.Key.Key_Space,)):
            event.ignore()
            return False
        if is_typing(event):
            event.accept()
            return True
        return bool(super().event(event))  # type: ignore[misc]

    def focusInEvent(self: Any, event: QFocusEvent) -> None:
        if event.reason() not in KEPT:
            self._clicked = event.reason() == Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)  # type: ignore[misc]

    def keyPressEvent(self: Any, event: QKeyEvent) -> None:
        super().keyPressEvent(event)  # type: ignore[misc]
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give_back()

    def mouseReleaseEvent(self: Any, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)  # type: ignore[misc]
        self._give_back()  # it was an arrow: the line edit gets its own mouse events

    def _give_back(self: Any) -> None:
        if self._clicked and self._gives_back and self.hasFocus():
            home_of(self).setFocus()

    def paintEvent(self: Any, event: QPaintEvent) -> None:
        super().paintEvent(event)  # type: ignore[misc]
        mark_focus(self)

    def wheelEvent(self: Any, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)  # type: ignore[misc]
        else:
            event.ignore()


class WholeNumber(_Number, QSpinBox):
    """A whole number, with a thousands separator; `edited` carries a value that the person requests."""

    edited = Signal(int)

    def __init__(self, name: str, limits: Range) -> None:
        super().__init__()
        prepare(self, name)
        self.lineEdit().setMaxLength(MOST_TYPED)
        self.setRange(int(limits.low), int(limits.high))
        self.setKeyboardTracking(False)
        self.setGroupSeparatorShown(True)
        self.setAccelerated(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.valueChanged.connect(self.edited)

    def fixup(self, text: str) -> str:
        """Request even what is out of range: it is refused with the reason, and the last value comes back."""
        number = self._read(text)
        if number is not None and abs(number) < 2**31:
            self.edited.emit(number)
        return text

    def validate(self, text: str, position: int) -> Any:
        number = self._read(text)
        if number is not None and number > self.maximum():
            # may be typed to its end: dropping digits would make it another number
            return QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def _read(self, text: str) -> int | None:
        plain = text.strip().replace(self.locale().groupSeparator(), "")
        return int(plain) if plain.isdecimal() and len(plain) <= MOST_DIGITS else None


class BatchSize(WholeNumber):
    """A mini-batch size; at its maximum, "all": as many samples as there are, even when that changes."""

    asked = Signal(int)

    def __init__(self, name: str, limits: Range) -> None:
        super().__init__(name, limits)
        self.edited.connect(lambda size: self.asked.emit(ALL if size == self.maximum() else size))

    def show_size(self, size: int, samples: int) -> None:
        """Show a batch size for a number of training samples, without requesting it."""
        with QSignalBlocker(self):
            self.setMaximum(samples)
        self.show_value(min(size, samples))

    def textFromValue(self, value: int) -> str:
        text = super().textFromValue(value)
        return ALL_SAMPLES(count=text) if value == self.maximum() else text

    def valueFromText(self, text: str) -> int:
        if text.strip().lower()[:1] == ALL_OF_THEM()[0]:
            return self.maximum()
        return super().valueFromText(text)

    def validate(self, text: str, position: int) -> Any:
        word = text.strip().lower()
        if word[:1] == ALL_OF_THEM()[0]:  # half typed, it is not a number either
            whole = word.startswith(ALL_OF_THEM())
            return QValidator.State.Acceptable if whole else QValidator.State.Intermediate, text, position
        return super().validate(text, position)


class RealNumber(_Number, QDoubleSpinBox):
    """A number typed in any form, 0.03 or 3e-2; its arrows go 1, 3, 10 …, or in even steps.

    Parameters
    ----------
    step : float, optional
        Even steps, for a number that has a natural one.
    least : float
        The smallest number above 0 that the arrows go to.
    rungs : tuple of float, optional
        The values that the arrows go to, instead.
    """

    edited = Signal(float)

    def __init__(
        self,
        name: str,
        limits: Range,
        step: float | None = None,
        least: float = 1e-6,
        rungs: tuple[float, ...] | None = None,
    ) -> None:
        super().__init__()
        prepare(self, name)
        self.lineEdit().setMaxLength(MOST_TYPED)
        self._even_step = step
        self.setDecimals(DECIMALS)
        self.setRange(10.0**-DECIMALS if limits.above else limits.low, limits.high)
        self._rungs = rungs or self._one_three_ten(least)
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
        """Request even what is out of range: it is refused with the reason, and the last value comes back."""
        with suppress(ValueError):
            self.edited.emit(float(text.replace(",", ".")))
        return text

    def stepBy(self, steps: int) -> None:
        if self._even_step is not None:
            self.setValue(round(self.value() + steps * self._even_step, 6))
            return
        for _ in range(abs(steps)):
            self.setValue(self._next(up=steps > 0))

    def _one_three_ten(self, least: float) -> tuple[float, ...]:
        """1, 3, 10, 30 … within the range; 0 comes before the least, where 0 is allowed."""
        ladder = (digit * 10.0**power for power in range(-DECIMALS, 7) for digit in (1.0, 3.0))
        rungs = [float(f"{rung:.6g}") for rung in ladder]
        zero = (0.0,) if self.minimum() == 0.0 else ()
        return (*zero, *(rung for rung in rungs if least <= rung <= self.maximum()))

    def _next(self, up: bool) -> float:
        """The next rung above or below."""
        value = self.value()
        if up:
            above = bisect_left(self._rungs, value * 1.001 if value > 0.0 else value + 1e-15)
            return self._rungs[above] if above < len(self._rungs) else self.maximum()
        below = bisect_left(self._rungs, value * 0.999 if value > 0.0 else value)
        return self._rungs[below - 1] if below else value
