"""Settings in rows: a name, a slider and a number; ranges and defaults decide what each looks like."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from engine import Setting
from playground.classroom.catalogue import control_for, control_of
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

Ask = Callable[[str, str, dict[str, Any]], object]  # control, part of the experiment, its new fields

NUMBER_WIDTH = 92
STEP_OF_TEN = 10_000  # larger whole numbers have arrows that step by their order of magnitude
FINEST = {"learning_rate": 1e-6}  # below the lowest stop of its slider


def number_for(setting: Setting) -> WholeNumber | RealNumber:
    """Return the number for a setting, with its range and round steps."""
    control, limits = control_for(setting), setting.range
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


def choice_for(setting: Setting) -> Choice:
    """Return the choice for a setting, with the words of everything that it offers."""
    return Choice(control_for(setting), settings.options(setting))


class Row(Protocol):
    """Widgets side by side, from left to right; the last one is the control itself."""

    @property
    def widgets(self) -> tuple[QWidget, ...]: ...


class SettingRow(Row, Protocol):
    """A row that shows the value of a setting."""

    def show(self, value: Any) -> None: ...


class SideBySide:
    """A row of existing widgets."""

    def __init__(self, *widgets: QWidget) -> None:
        self.widgets: tuple[QWidget, ...] = widgets


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
        fit(self.number.setFixedWidth, NUMBER_WIDTH)
        self.slider = None
        if setting.kind == "seed":  # a name rather than an amount
            self.number.setGroupSeparatorShown(False)
        elif setting.range is not None:
            self.slider = NumberSlider(self.number, stops_of(setting.range, setting.typical))
        self.switch = None
        if setting.optional:
            self.switch = Switch(f"{self.number.objectName()}_on")
            self.switch.toggled.connect(self._switched)
        self.label: QWidget = self.switch or caption_of(self.number)
        self.number.show_value(setting.typical)  # where nothing is set, a value worth trying
        self.number.edited.connect(self._edited)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """All that is in the row, from left to right."""
        return tuple(one for one in (self.label, self.slider, self.number) if one is not None)

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
    """A choice with its name before it."""

    def __init__(self, setting: Setting, ask: Ask) -> None:
        self.choice = choice_for(setting)
        control = self.choice.objectName()
        self.choice.chosen.connect(lambda name: ask(control, setting.part, {setting.name: name}))
        self.widgets: tuple[QWidget, ...] = (caption_of(self.choice), self.choice)

    def show(self, value: str) -> None:
        """Show what is chosen."""
        self.choice.show_name(value)


class SwitchRow:
    """A check box with its own words."""

    def __init__(self, setting: Setting, ask: Ask) -> None:
        control = control_for(setting)
        self.switch = Switch(control)
        self.switch.toggled.connect(lambda on: ask(control, setting.part, {setting.name: on}))
        self.widgets: tuple[QWidget, ...] = (self.switch,)

    def show(self, value: bool) -> None:
        """Show whether it is on."""
        self.switch.show_checked(value)


class Group(QVBoxLayout):
    """Rows under a heading; a row without meaning at the moment is not shown."""

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

    def add(self, row: Row) -> None:
        """Add a row below the others; a control without a slider takes the slider's room too."""
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
        """Add a line of text."""
        text.setProperty("role", "caption")
        self.texts.append(text)
        self._grid.addWidget(text, self._grid.rowCount(), 0, 1, 3)


def show_row(row: SettingRow, shown: bool) -> None:
    """Show a row, or not."""
    for widget in row.widgets:
        reveal(widget, shown)
