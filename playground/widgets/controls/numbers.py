"""Numbers that are typed, or changed by arrows. Showing a value requests nothing; typing one requests it."""

from bisect import bisect_left
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QStyle, QStyleOptionSpinBox

from engine import RANGES, Range
from playground.texts.controls import READ_OUTSIDE, READ_OUTSIDE_WHOLE
from playground.texts.numbers import count_text, field_text
from playground.texts.reading import may_be_typed, read_typed
from playground.texts.training import ALL_OF_THEM, ALL_SAMPLES
from playground.widgets.controls.base import (
    draw_arrow,
    draw_field,
    home_of,
    is_override,
    is_typing,
    is_undo,
    prepare,
)
from playground.widgets.controls.reading import Reading, described, written

DECIMALS = 12
# all samples, however many: a mini-batch this large always holds all of them
ALL = int(RANGES["batch_size"].high)
LARGEST_EXACT = 2**53  # of the whole numbers that are read
MOST_TYPED = 50  # characters: a line edit keeps each one that is pasted in its undo history

# for these reasons the focus only comes back to where it was before
KEPT = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)


class _Number:
    """What both kinds of spin box do, mixed in before Qt's class.

    They consume every character that is typed, even those that mean nothing in a number: a slip of the
    finger must not reset training. Space and Ctrl+Z are passed on to the window unless a number is half
    typed; the wheel changes only the spin box that has the focus. If a click brought the focus, Enter
    or a click on an arrow gives it back: letters are commands again then.
    """

    _clicked = False  # whether a click brought the focus
    _gives_back = True
    _begun = False  # whether something was typed since a value was last shown

    def _prepare(self: Any, name: str) -> None:
        prepare(self, name)
        self.lineEdit().setMaxLength(MOST_TYPED)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._reading: Reading | None = None
        self.lineEdit().textEdited.connect(self._note_typed)
        self.editingFinished.connect(self._note_done)

    def _note_typed(self: Any, text: str) -> None:
        self._begun = True
        self._reading = self._reading or Reading(self)
        self._reading.show_text(self._described(text))

    def _note_done(self: Any) -> None:
        """Nothing is being typed any longer."""
        self._begun = False
        if self._reading is not None:
            self._reading.hide()

    def _described(self: Any, text: str) -> str:
        """Return how a half typed number is read, or "" where that is plain to see."""
        number = self.read(text)
        if number is None or self.fits(number) or 0.0 <= number < self.minimum():
            return described(text, number)  # one that is too small may grow
        low, high = written(self.minimum()), written(self.maximum())
        return str(self.outside(number=written(number), low=low, high=high))

    def interpretText(self: Any) -> None:
        """Commit what is being typed."""
        super().interpretText()  # type: ignore[misc]
        self._note_done()

    def read(self: Any, text: str) -> float | None:
        """Return the number that is typed, or None."""
        return read_typed(text)

    def validate(self: Any, text: str, position: int) -> Any:
        """Let a number be typed to its end, even out of range: dropping digits would make it another one."""
        state, number = QValidator.State, self.read(text)
        if number is not None and self.fits(number):
            return state.Acceptable, text, position
        return (state.Intermediate if may_be_typed(text) else state.Invalid), text, position

    def valueFromText(self: Any, text: str) -> Any:
        if text == self.textFromValue(self.value()):
            return self.value()  # it may have more digits than are shown
        number = self.read(text)
        return number if number is not None and self.fits(number) else self.value()

    def fixup(self: Any, text: str) -> str:
        """Request even what is not allowed: it is refused with the reason, and the last value comes back."""
        number = self.read(text)
        if number is not None:
            self.edited.emit(number)
        return text

    def fits(self: Any, number: float) -> bool:
        """Whether a number is allowed."""
        return bool(self.minimum() <= number <= self.maximum())

    def _tell(self: Any, value: float) -> None:
        self.edited.emit(value)

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
        if undoes or (not self._begun and is_override(event, (Qt.Key.Key_Space,))):
            event.ignore()
            return False
        if is_typing(event) or is_override(event, (Qt.Key.Key_Space,)):
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

    def stepBy(self: Any, steps: int) -> None:
        super().stepBy(steps)  # type: ignore[misc]
        self._note_done()

    def mouseReleaseEvent(self: Any, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)  # type: ignore[misc]
        self._give_back()  # it was an arrow: the line edit gets its own mouse events

    def _give_back(self: Any) -> None:
        if self._clicked and self._gives_back and self.hasFocus():
            home_of(self).setFocus()

    def paintEvent(self: Any, _: QPaintEvent) -> None:
        """Paint the frame and the arrows; the number is painted by the line edit inside."""
        draw_field(self)
        self._draw_buttons()

    def _draw_buttons(self: Any) -> None:
        """Draw the arrows."""
        option, enabled = QStyleOptionSpinBox(), self.stepEnabled()
        self.initStyleOption(option)
        part, can, control = QStyle.SubControl, self.StepEnabledFlag, QStyle.ComplexControl.CC_SpinBox
        for button, step in (
            (part.SC_SpinBoxUp, can.StepUpEnabled),
            (part.SC_SpinBoxDown, can.StepDownEnabled),
        ):
            place = self.style().subControlRect(control, option, button, self)
            draw_arrow(self, place, up=button is part.SC_SpinBoxUp, enabled=bool(enabled & step))

    def wheelEvent(self: Any, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)  # type: ignore[misc]
        else:
            event.ignore()


class WholeNumber(_Number, QSpinBox):
    """A whole number, in groups of digits; `edited` carries what the person requests, whole or not."""

    edited = Signal(object)  # as large as may be: an int of Qt ends at 2³¹
    outside = READ_OUTSIDE_WHOLE

    def __init__(self, name: str, limits: Range) -> None:
        super().__init__()
        self._prepare(name)
        self.setGroupSeparatorShown(True)
        self.setRange(int(limits.low), int(limits.high))
        self.setAccelerated(True)
        self.valueChanged.connect(self._tell)

    def textFromValue(self, value: int) -> str:
        return count_text(value) if self.isGroupSeparatorShown() else str(value)  # a seed counts nothing

    def read(self, text: str) -> float | None:
        number = super().read(text)
        exact = number is not None and number.is_integer() and abs(number) <= LARGEST_EXACT
        return int(number) if exact and number is not None else number

    def fits(self, number: float) -> bool:
        return isinstance(number, int) and super().fits(number)


class BatchSize(WholeNumber):
    """A mini-batch size; at its maximum, "all": as many samples as there are, even when that changes."""

    asked = Signal(object)

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

    def read(self, text: str) -> float | None:
        return self.maximum() if self._is_word(text) else super().read(text)

    def validate(self, text: str, position: int) -> Any:
        if self._is_word(text):  # half typed, it is not a number either
            whole = text.strip().lower().startswith(ALL_OF_THEM())
            return QValidator.State.Acceptable if whole else QValidator.State.Intermediate, text, position
        return super().validate(text, position)

    def _is_word(self, text: str) -> bool:
        return text.strip().lower()[:1] == ALL_OF_THEM()[0]


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
    outside = READ_OUTSIDE

    def __init__(
        self,
        name: str,
        limits: Range,
        step: float | None = None,
        least: float = 1e-6,
        rungs: tuple[float, ...] | None = None,
    ) -> None:
        super().__init__()
        self._prepare(name)
        self._even_step = step
        self.setDecimals(DECIMALS)
        self.setRange(10.0**-DECIMALS if limits.above else limits.low, limits.high)
        self._rungs = rungs or self._one_three_ten(least)
        self.valueChanged.connect(self.edited)

    def textFromValue(self, value: float) -> str:
        return field_text(value)

    def stepBy(self, steps: int) -> None:
        self._note_done()
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
