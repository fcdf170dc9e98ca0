"""Sliders, alone or beside a number that they move from one round value to the next."""

from bisect import bisect_left

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSlider

from engine import Range
from playground.style.scaling import fit
from playground.widgets.controls.base import ARROWS, explain_alike, is_override, mark_focus, prepare
from playground.widgets.controls.numbers import DECIMALS, RealNumber, WholeNumber

NARROWEST, HEIGHT = 36, 16
STEPS_OF_TEN = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
REACH = 1000.0  # a slider reaches from the usual value to so many times more, and as many times less


class Slider(QSlider):
    """A horizontal slider beside a number, moving it in steps."""

    def __init__(self, name: str, low: int, high: int, page: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        prepare(self, name)
        self.setRange(low, high)
        self.setPageStep(page)
        fit(self.setMinimumHeight, HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_value(self, value: int) -> None:
        """Show a value without requesting it."""
        with QSignalBlocker(self):
            self.setValue(value)

    def event(self, event: QEvent) -> bool:
        if is_override(event, ARROWS):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        mark_focus(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NumberSlider(Slider):
    """Moves a number from stop to stop; any number between or beyond them can be typed."""

    def __init__(self, number: WholeNumber | RealNumber, stops: tuple[float, ...]) -> None:
        super().__init__(f"{number.objectName()}_slider", 0, len(stops) - 1, max(len(stops) // 10, 1))
        explain_alike(self, number)
        self._number, self._stops = number, stops
        fit(self.setMinimumWidth, NARROWEST)
        self.valueChanged.connect(self._slid)
        number.follow(self._follow)
        self._follow()

    def set_stops(self, stops: tuple[float, ...]) -> None:
        """Set other stops, without moving the number."""
        if stops != self._stops:
            self._stops = stops
            with QSignalBlocker(self):
                self.setMaximum(len(stops) - 1)
            self._follow()

    def _slid(self, index: int) -> None:
        value = self._stops[index]
        if isinstance(self._number, WholeNumber):
            self._number.setValue(int(value))
        else:
            self._number.setValue(value)

    def _follow(self) -> None:
        value, stops = self._number.value(), self._stops
        above = min(bisect_left(stops, value), len(stops) - 1)
        below = max(above - 1, 0)
        self.show_value(above if stops[above] - value <= value - stops[below] else below)


def stops_of(limits: Range, usual: float) -> tuple[float, ...]:
    """Return round values in a range, for a slider: evenly spaced, or in steps that grow with the value.

    Parameters
    ----------
    usual : float
        A typical value; 0 where the setting is usually off.
    """
    if limits.low < 0.0:
        return tuple(round(0.1 * k, 1) for k in range(-20, 21) if limits.low <= 0.1 * k <= limits.high)
    if not limits.whole and limits.high <= 1.0 and not 0.0 < usual < 0.01:
        return _up_to_one(limits, usual)
    middle = usual or (10.0 if limits.whole else 0.01)
    least, most = max(middle / REACH, limits.low, 10.0**-DECIMALS), min(middle * REACH, limits.high)
    ladder = (digit * 10.0**power for power in range(-DECIMALS, 10) for digit in STEPS_OF_TEN)
    rungs = [float(f"{rung:.2g}") for rung in ladder]
    if limits.whole:
        rungs = [round(rung) for rung in rungs if rung >= 1.0]
    none = [] if limits.above or limits.low > 0.0 else [0 if limits.whole else 0.0]
    return tuple(sorted({*none, *(rung for rung in rungs if least * 0.999 <= rung <= most * 1.001)}))


def _up_to_one(limits: Range, usual: float) -> tuple[float, ...]:
    """Return even steps; a number that comes close to 1 has smaller ones there: 0.9, 0.99, 0.999."""
    if 0.99 < limits.high < 1.0 and usual >= 0.5:
        nearer = (1.0 - digit * 10.0**power for power in range(-2, -7, -1) for digit in (5.0, 2.0, 1.0))
        rungs = [0.1 * k for k in range(10)] + list(nearer)
    else:
        rungs = [0.01 * k for k in range(101)]
    kept = (round(rung, 9) for rung in rungs)
    return tuple(
        r for r in kept if r <= limits.high and (r > limits.low if limits.above else r >= limits.low)
    )
