"""Which run stands on a side of a comparison: one of several, with one setting changed or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from engine import SETTINGS, Experiment, Setting
from engine.base.values import dataclass
from playground.classroom.catalogue import ACTIVATION, STRIP, WIDTH, control_for, controls
from playground.style import sizes
from playground.style.scaling import fit
from playground.texts import compare as texts
from playground.widgets.controls import Choice, RealNumber, Switch, WholeNumber, caption
from playground.widgets.controls.base import literal
from playground.widgets.training.rows import choice_for, number_for

NARROWEST = 60


@dataclass(frozen=True)
class Contender:
    """What is chosen for a side.

    Attributes
    ----------
    run : str
        Identifies the run among those to choose from.
    setting : str
        The control of the setting that is changed, as in `training.l2`; "" for none.
    value : object
        What it is changed to.
    """

    run: str
    setting: str = ""
    value: object = None


def _control(setting: Setting) -> str:
    return {"width": WIDTH, "activation": ACTIVATION}.get(setting.name) or control_for(setting)


def changeable() -> dict[str, Setting]:
    """Return the settings of which one may be changed, by their controls: those in sight in Build first."""
    some = [
        one for one in SETTINGS if one.part in ("network", "layer", "training") or one.name == "weights_seed"
    ]
    some.sort(key=lambda one: (one.group != STRIP, one.part != "layer"))
    return {_control(one): one for one in some}


def value_in(experiment: Experiment, setting: Setting) -> Any:
    """Return the value of a setting in an experiment; of hidden layers, that of the first."""
    if setting.part == "layer":
        hidden = experiment.network.hidden
        return getattr(hidden[0], setting.name) if hidden else setting.default
    holder = experiment if setting.part == "experiment" else getattr(experiment, setting.part)
    return getattr(holder, setting.name)


class ContenderRow(QWidget):
    """Chooses the run of a side, and what is changed in it.

    Parameters
    ----------
    letter : str
        Of the side: "a" or "b".

    Signals
    -------
    run_chosen (str)
        Another run was chosen, by its key.
    setting_chosen (str)
        Another setting is to be changed; "" for none.
    value_edited (object)
        The setting's new value.
    """

    run_chosen = Signal(str)
    setting_chosen = Signal(str)
    value_edited = Signal(object)

    def __init__(self, letter: str) -> None:
        super().__init__()
        self._letter = letter
        self._value: QWidget | None = None  # the control of the setting that is changed
        self._shown = ""  # that setting
        self.run, self.setting = Choice(f"compare.{letter}_run", {}), Choice(f"compare.{letter}_setting", {})
        for one in (self.run, self.setting):
            one.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        fit(grid.setSpacing, sizes.TIGHT)
        grid.addWidget(self.run, 0, 0, 1, 3)
        self._with = caption(texts.WITH())
        grid.addWidget(self._with, 1, 0)
        grid.addWidget(self.setting, 1, 1, 1, 2)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)
        self.run.chosen.connect(self.run_chosen)
        self.setting.chosen.connect(self.setting_chosen)

    def offer(self, runs: Mapping[str, str], settings: tuple[str, ...]) -> None:
        """Set what there is to choose from: runs by their keys, and settings by their controls."""
        names = {one: controls()[one].label for one in settings}
        self._fill(self.run, runs)
        self._fill(self.setting, {"": texts.AS_IT_IS()} | names)

    def _fill(self, choice: Choice, labels: Mapping[str, str]) -> None:
        if [(choice.itemData(k), choice.itemText(k)) for k in range(choice.count())] == list(labels.items()):
            return
        chosen = choice.name()
        with QSignalBlocker(choice):
            choice.clear()
            for key, label in labels.items():
                choice.addItem(label, key)
                choice.setItemData(choice.count() - 1, literal(label), Qt.ItemDataRole.ToolTipRole)
            choice.setCurrentIndex(max(choice.findData(chosen), 0))

    def show_contender(self, one: Contender) -> None:
        """Show what is chosen, without requesting it."""
        self.run.show_name(one.run)
        self.setting.show_name(one.setting)
        if one.setting != self._shown:
            self._shown = one.setting
            self._replace(self._made(changeable()[one.setting]) if one.setting else None)
        self._show_value(one.value)

    def _replace(self, control: QWidget | None) -> None:
        if self._value is not None:
            self._grid.removeWidget(self._value)
            self._value.hide()
            self._value.setObjectName("")  # the next one has its name
            self._value.deleteLater()
        self._value = control
        self._grid.addWidget(self.setting, 1, 1, 1, 2 if control is None else 1)
        if control is not None:
            self._grid.addWidget(control, 1, 2)
            fit(control.setMinimumWidth, NARROWEST)
            control.show()

    def _made(self, setting: Setting) -> QWidget:
        """Make the control of a setting's value."""
        name = f"compare.{self._letter}_value"
        control: QWidget
        if setting.kind == "choice":
            control = choice_for(setting, name)
            control.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            control.chosen.connect(lambda name: self.value_edited.emit(name))
        elif setting.kind == "switch":
            control = Switch(name)
            control.setText("")
            control.toggled.connect(lambda on: self.value_edited.emit(on))
        else:
            control = number_for(setting, name)
            control.edited.connect(lambda value: self.value_edited.emit(value))
        return control

    def _show_value(self, value: object) -> None:
        control = self._value
        if isinstance(control, Choice):
            control.show_name(str(value))
        elif isinstance(control, Switch):
            control.show_checked(bool(value))
        elif isinstance(control, (RealNumber, WholeNumber)):
            assert isinstance(value, (int, float))
            control.show_value(value)
