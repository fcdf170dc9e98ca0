"""Settings as fields: a name, a number and a slider; ranges and defaults decide what each looks like."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine import Setting
from playground.classroom.catalogue import control_for, control_of
from playground.classroom.choice import Classroom
from playground.style import sizes
from playground.style.scaling import fit
from playground.texts import settings
from playground.widgets.controls import (
    Choice,
    NumberSlider,
    RealNumber,
    Switch,
    WholeNumber,
    heading,
    stops_of,
)
from playground.widgets.controls.fields import Field, Fields
from playground.widgets.controls.visibility import hide

Ask = Callable[[str, str, dict[str, Any]], object]  # control, part of the experiment, its new fields

STEP_OF_TEN = 10_000  # larger whole numbers have arrows that step by their order of magnitude
FINEST = {"learning_rate": 1e-6}  # below the lowest stop of its slider


def number_for(setting: Setting, name: str = "") -> WholeNumber | RealNumber:
    """Return the number for a setting, with its range and round steps; by default with its own name."""
    control, limits = name or control_for(setting), setting.range
    assert limits is not None
    stops = stops_of(limits, setting.typical)
    if limits.whole:
        number = WholeNumber(control, limits)
        if limits.high > STEP_OF_TEN:
            number.setStepType(WholeNumber.StepType.AdaptiveDecimalStepType)
        return number
    if limits.low < 0.0 or (limits.high <= 1.0 and stops[-1] >= 0.5):
        return RealNumber(control, limits, rungs=stops)
    least = FINEST.get(setting.name) or next(stop for stop in stops if stop > 0.0)
    return RealNumber(control, limits, least=least)


def choice_for(setting: Setting, name: str = "") -> Choice:
    """Return the choice for a setting, with the words of all that it offers; by default with its own name."""
    return Choice(name or control_for(setting), settings.options(setting))


class SettingRow(Protocol):
    """Shows the value of a setting in a field."""

    @property
    def field(self) -> Field: ...

    def show(self, value: Any) -> None: ...


def row_for(setting: Setting, ask: Ask) -> SettingRow:
    """Return the row for a setting, whatever its kind; `ask` is called for a change that the person wants."""
    if setting.kind == "choice":
        return ChoiceRow(setting, ask)
    if setting.kind == "switch":
        return SwitchRow(setting, ask)
    return NumberRow(setting, ask)


class NumberRow:
    """A number: its name, a slider, and the number itself; one that may be None has a check box."""

    def __init__(self, setting: Setting, ask: Ask) -> None:
        self._setting, self._ask = setting, ask
        self.number = number_for(setting)
        self.slider = None
        if setting.kind == "seed":  # a name rather than an amount
            self.number.setGroupSeparatorShown(False)
        elif setting.range is not None:
            self.slider = NumberSlider(self.number, stops_of(setting.range, setting.typical))
        self.switch = None
        if setting.optional:
            self.switch = Switch(f"{self.number.objectName()}_on")
            self.switch.toggled.connect(self._switched)
        self.field = Field(self.number, self.slider, self.switch)
        self.number.show_value(setting.typical)  # where nothing is set, a value worth trying
        self.number.edited.connect(self._edited)

    def _edited(self, value: float | None) -> None:
        self._ask(self.number.objectName(), self._setting.part, {self._setting.name: value})

    def _switched(self, on: bool) -> None:
        self._edited(self.number.value() if on else None)

    def show(self, value: float | None) -> None:
        """Show a value; where there is none, the last one, greyed out."""
        on = value is not None
        if self.switch is not None:
            self.switch.show_checked(on)
        for one in (self.slider, self.number):
            if one is not None:
                one.setEnabled(on)
        if value is not None:
            self.number.show_value(value)


class ChoiceRow:
    """A choice under its name."""

    def __init__(self, setting: Setting, ask: Ask) -> None:
        self.choice = choice_for(setting)
        control = self.choice.objectName()
        self.choice.chosen.connect(lambda name: ask(control, setting.part, {setting.name: name}))
        self.field = Field(self.choice)

    def show(self, value: str) -> None:
        """Show what is chosen."""
        self.choice.show_name(value)


class SwitchRow:
    """A check box with its own words."""

    def __init__(self, setting: Setting, ask: Ask) -> None:
        control = control_for(setting)
        self.switch = Switch(control)
        self.switch.toggled.connect(lambda on: ask(control, setting.part, {setting.name: on}))
        self.field = Field(self.switch, label=self.switch)

    def show(self, value: bool) -> None:
        """Show whether it is on."""
        self.switch.show_checked(value)


class Group(QVBoxLayout):
    """Fields, and lines of text, under a heading; the next in a column."""

    def __init__(self, column: QVBoxLayout, title: str, *widgets: QWidget) -> None:
        super().__init__()
        column.addLayout(self)
        fit(self.setSpacing, sizes.TIGHT)
        self._title, self._fields = heading(title), Fields(*widgets)
        named = (one.control.objectName() for one in widgets if isinstance(one, Field))
        self._controls = {control_of(name) for name in named}
        for one in widgets:
            if isinstance(one, QLabel):
                one.setProperty("role", "caption")
                one.setWordWrap(True)
        self.addWidget(self._title)
        self.addWidget(self._fields)

    def settle(self) -> None:
        """Place the fields as the text size and what is shown ask for."""
        self._fields.arrange()

    def show_classroom(self, classroom: Classroom) -> None:
        """Collapse what a class does not see, and the whole group with its last field."""
        self._fields.show_classroom(classroom)
        for one in (self._title, self._fields):
            hide(one, self._controls <= classroom.hidden)
