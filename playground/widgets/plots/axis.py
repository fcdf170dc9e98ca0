"""The axes of a plot: numbers as in the rest of the window, with room for each and for the name."""

import itertools
import math
import os
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from playground.style.scaling import real
from playground.texts.numbers import power_text, with_minus

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

LARGEST = 1e9  # smaller numbers are written out
APART = 6.0, 1.0  # the least between two numbers: side by side, one above the other
ROOM_FOR_TICK = 22.0, 64.0  # pixels from one tick to the next: upright, and across
MOST_TICKS = 6.0  # however much room there is
ONE_NUMBER = 0.75  # of a narrow axis across: ticks farther apart leave it without a number, as 0 has no room
STEPS = 1.0, 2.0, 5.0, 10.0, 20.0  # between ticks, in tens
CLOSE = 1.0 - 1e-9  # as good as exact
FRAME = 4.0  # kept free for the frame of the focus
NUMBER_SHARE = 0.8  # of the height of a line that pyqtgraph leaves for a number
NAME_AIR = 4.0  # that Qt leaves around the name of an axis

Text = tuple[QRectF, Any, str]  # the place of a number on an axis, its alignment and its text


class Axis(pg.AxisItem):  # type: ignore[misc]
    """An axis whose numbers are written as in the rest of the window: 20,000 and −4."""

    _units = (0.0, 1.0)  # what the axis shows at 0 of the plot's coordinate, and for a length of 1
    _taken = 0.0  # pixels below its right end where something else stands

    def keep_name_off(self, width: float) -> None:
        """Keep the name of an axis across off so many pixels at its right end."""
        if width != self._taken:
            self._taken = width
            self.resizeEvent()

    def show_units(self, origin: float = 0.0, unit: float = 1.0) -> None:
        """Show other numbers than the plot's coordinate: `origin` at its 0, and more by `unit` for each 1."""
        if (origin, unit) != self._units:
            self._units = origin, unit
            self.linkedViewChanged(self.linkedView())

    def linkedViewChanged(self, view: pg.ViewBox, newRange: Any = None) -> None:
        """Draw new numbers only where the range has changed: pyqtgraph tells both axes of either's."""
        ends = view.viewRange()[self.orientation == "left"] if newRange is None else newRange
        origin, unit = self._units
        ends = [origin + unit * end for end in ends]
        if ends != self.range:
            super().linkedViewChanged(view, ends)

    def setTicks(self, ticks: Any) -> None:
        """Draw the numbers again only where they have changed."""
        if ticks != self._tickLevels:
            super().setTicks(ticks)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Return one distance between ticks, (distance, offset): few enough to be read at a glance."""
        most = min(max(size / real(ROOM_FOR_TICK[self.orientation == "bottom"]), 1.0), MOST_TICKS)
        least = abs(maxVal - minVal) / most
        decade = 10.0 ** math.floor(math.log10(least)) if least > 0.0 else 1.0
        steps = [step * decade for step in STEPS]
        k = next(k for k, step in enumerate(steps) if step >= least * CLOSE)
        if self.orientation == "bottom" and k and steps[k] > ONE_NUMBER * abs(maxVal - minVal):
            k -= 1
        return [(steps[k], 0.0)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """See `pyqtgraph.AxisItem.tickStrings`."""
        if spacing * scale >= 1.0 and all(abs(one * scale) < LARGEST for one in values):
            texts = [with_minus(f"{one * scale:,.0f}") for one in values]
        else:
            texts = [with_minus(one) for one in super().tickStrings(values, scale, spacing)]
        if self.orientation == "left" and any(
            self._metrics().horizontalAdvance(one) > self._room() for one in texts
        ):
            largest = max(abs(one) for one in values)
            digits = max(0, math.ceil(math.log10(largest / spacing) - 1e-9)) if largest else 0
            short = [power_text(one * scale, digits) for one in values]
            texts = min(texts, short, key=lambda some: max(map(len, some)))
        return texts

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self.style["tickFont"] or QFont())

    def _room(self) -> float:
        """Return the width that numbers have beside the name of an upright axis."""
        name = self.label.boundingRect().height() - NAME_AIR if self.labelText else 0.0
        return float(self.width() - name - self.style["tickTextOffset"][0])

    def resizeEvent(self, event: Any = None) -> None:
        """Place the name within the frame that shows the focus, in the middle or as near as there is room."""
        super().resizeEvent(event)
        if self.label is not None and self.orientation == "left":
            self.label.setX(real(FRAME) - NAME_AIR)
        elif self.label is not None:
            low = self.size().height() + NAME_AIR - real(FRAME)
            last = self.size().width() - self._taken - self.label.boundingRect().width()
            self.label.setPos(min(self.label.x(), max(last, 0.0)), low - self.label.boundingRect().height())

    def room_below(self, named: bool) -> int:
        """Return the height of a bottom axis: of its numbers, of its name, and of the frame of the focus.

        It follows from the font alone, so that it never depends on what was drawn before.
        """
        numbers = NUMBER_SHARE * self._metrics().height() + self.style["tickTextOffset"][1]
        name = self.label.boundingRect().height() - NAME_AIR if named else 0.0
        return math.ceil(float(numbers + name + real(FRAME)))

    def _updateHeight(self) -> None:
        super()._updateHeight()
        if self.orientation == "bottom" and self.isVisible():
            height = self.room_below(self.label.isVisible())
            self.setMaximumHeight(height)
            self.setMinimumHeight(height)

    def generateDrawSpecs(self, painter: QPainter) -> Any:
        """See `pyqtgraph.AxisItem.generateDrawSpecs`; where numbers would touch, some are left out."""
        specs = super().generateDrawSpecs(painter)
        if specs is None:
            return None
        line, ticks, texts = specs
        if self.orientation == "left" and self.labelText:  # a number that is too long is left out
            name = self.label.mapRectToParent(self.label.boundingRect())
            name.adjust(NAME_AIR, NAME_AIR, -NAME_AIR, -NAME_AIR)
            texts = [one for one in texts if not one[0].intersects(name)]
        return line, ticks, thinned(texts, upright=self.orientation == "left")


def thinned(texts: list[Text], upright: bool) -> list[Text]:
    """Return as many of an axis's numbers as fit: all, every second, …, with 0 among them."""
    if upright:
        texts = sorted(texts, key=lambda one: -one[0].center().y())
    else:
        texts = sorted(texts, key=lambda one: one[0].center().x())
    zero = next((k for k, (*_, text) in enumerate(texts) if text == "0"), 0)
    for stride in range(1, len(texts)):
        some = texts[zero % stride :: stride]
        if all(not touch(a[0], b[0], upright) for a, b in itertools.pairwise(some)):
            return some
    return texts[zero : zero + 1]


def touch(a: QRectF, b: QRectF, upright: bool) -> bool:
    """Whether there is no gap between two numbers on an axis."""
    gap = b.center() - a.center()
    if upright:
        return abs(gap.y()) < 0.5 * (a.height() + b.height()) + real(APART[1])
    return abs(gap.x()) < 0.5 * (a.width() + b.width()) + real(APART[0])
