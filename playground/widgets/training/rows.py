"""Settings in rows: a name, a slider and a number; words, ranges and defaults decide how each looks."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine import RANGES
from playground.classroom.catalogue import control_of
from playground.style import sizes
from playground.style.scaling import fit
from playground.texts import settings
from playground.widgets.controls import (
    Choice,
    NumberSlider,
    RealNumber,
    Switch,
    WholeNumber,
    caption_of,
    heading,
    stops_of,
)
from playground.widgets.controls.visibility import reveal

Ask = Callable[[str, dict[str, Any]], object]

NUMBER_WIDTH = 92
UNSLID = frozenset({"weights_seed"})  # a seed is a name more than a size
STEP_OF_TEN = 10_000  # whole numbers that go so far are walked through in steps of their size


def number_for(field: str, control: str) -> WholeNumber | RealNumber:
    """Return the number for a field of the experiment, with its range and good steps."""
    limits = RANGES[field]
    stops = stops_of(limits, settings.usual(field))
    if limits.whole:
        number = WholeNumber(control, limits)
        if limits.high > STEP_OF_TEN:
            number.setStepType(WholeNumber.StepType.AdaptiveDecimalStepType)
        return number
    if limits.low < 0.0 or (limits.high <= 1.0 and stops[-1] >= 0.5):
        return RealNumber(control, limits, rungs=stops)
    return RealNumber(control, limits, least=next(stop for stop in stops if stop > 0.0))


class SettingRow(Protocol):
    """What stands beside each other; the last one is the control that it is about."""

    @property
    def widgets(self) -> tuple[QWidget, ...]: ...


class NumberRow:
    """A number: its name, a slider, and the number itself; one that may be None has a check box.

    Parameters
    ----------
    field : str
    control : str
        The number's name, as in `training.momentum`.
    ask : callable (control, fields)
        Called for a change that the person wants.
    """

    def __init__(self, field: str, control: str, ask: Ask) -> None:
        self.field = field
        self._ask = ask
        self.number = number_for(field, control)
        fit(self.number.setFixedWidth, NUMBER_WIDTH)
        self.slider = None
        if field not in UNSLID:
            self.slider = NumberSlider(self.number, stops_of(RANGES[field], settings.usual(field)))
        self.switch = None
        if settings.default(field) is None:
            self.switch = Switch(f"{control}_on")
            self.switch.setWhatsThis(self.number.whatsThis())
            self.switch.toggled.connect(self._switched)
        self.label: QWidget = self.switch or caption_of(self.number)
        self.number.edited.connect(self._edited)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """All that is in the row, from left to right."""
        return tuple(one for one in (self.label, self.slider, self.number) if one is not None)

    def _edited(self, value: float) -> None:
        self._ask(self.number.objectName(), {self.field: value})

    def _switched(self, on: bool) -> None:
        self._ask(self.number.objectName(), {self.field: self.number.value() if on else None})

    def show(self, value: float | None, instead: float) -> None:
        """Show a value; where there is none, what holds instead, greyed."""
        on = value is not None
        if self.switch is not None:
            self.switch.show_checked(on)
        for one in (self.slider, self.number):
            if one is not None:
                one.setEnabled(on)
        self.number.show_value(value if value is not None else instead)


class ChoiceRow:
    """A choice with its name before it."""

    def __init__(self, field: str, options: dict[str, tuple[str, str]], ask: Ask) -> None:
        control = f"training.{field}"
        self.choice = Choice(control, options)
        self.choice.chosen.connect(lambda name: ask(control, {field: name}))
        self.widgets: tuple[QWidget, ...] = (caption_of(self.choice), self.choice)


class SwitchRow:
    """A check box with its own words."""

    def __init__(self, field: str, ask: Ask) -> None:
        control = f"training.{field}"
        self.switch = Switch(control)
        self.switch.toggled.connect(lambda on: ask(control, {field: on}))
        self.widgets: tuple[QWidget, ...] = (self.switch,)


class Group(QVBoxLayout):
    """Rows under a heading; a row that has no meaning now is not shown."""

    def __init__(self, title: str) -> None:
        super().__init__()
        fit(self.setSpacing, sizes.TIGHT)
        self._grid = QGridLayout()
        fit(self._grid.setHorizontalSpacing, sizes.SPACING)
        fit(self._grid.setVerticalSpacing, sizes.TIGHT)
        self._grid.setColumnStretch(1, 1)
        self.title = heading(title)
        self.controls: list[str] = []
        self.texts: list[QLabel] = []
        self.addWidget(self.title)
        self.addLayout(self._grid)

    def add(self, row: SettingRow) -> None:
        """Add a row below the others; a control without a slider takes its room as well."""
        line, widgets = self._grid.rowCount(), row.widgets
        self.controls.append(control_of(widgets[-1].objectName()) or "")
        self._grid.addWidget(widgets[0], line, 0)
        if len(widgets) == 3:
            self._grid.addWidget(widgets[1], line, 1)
            self._grid.addWidget(widgets[2], line, 2)
        elif isinstance(row, NumberRow):
            self._grid.addWidget(widgets[1], line, 2)
        elif len(widgets) == 2:
            self._grid.addWidget(widgets[1], line, 1, 1, 2)

    def add_text(self, text: QLabel) -> None:
        """Add a line of words."""
        text.setProperty("role", "caption")
        self.texts.append(text)
        self._grid.addWidget(text, self._grid.rowCount(), 0, 1, 3)


def show_row(row: NumberRow, shown: bool) -> None:
    """Show a row, or not."""
    for widget in row.widgets:
        reveal(widget, shown)
