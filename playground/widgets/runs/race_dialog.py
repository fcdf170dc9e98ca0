"""The dialog that sets up a race: what is raced, the goal, the clock."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from engine import SETTINGS, Experiment, Range, Setting
from engine.base.values import dataclass
from playground.observers.lanes import MOST, ClockUnit, Goal
from playground.style import sizes
from playground.style.scaling import fit, resize_dialog
from playground.texts import compare as texts
from playground.texts import settings
from playground.texts.numbers import field_text
from playground.texts.reading import read_typed
from playground.texts.text import ControlWords
from playground.widgets.controls import Button, Choice, RealNumber, Switch, add_answers, add_labelled, prepare
from playground.widgets.runs.clock import CLOCKS
from playground.widgets.runs.contender import value_in

WIDTH = 470
COLUMNS = 3  # of values to choose from
RATES = (0.003, 0.01, 0.03, 0.1, 0.3)
FIRST = {  # what is chosen at first
    "optimizer": ("sgd", "momentum", "rmsprop", "adam"),
    "initializer": ("glorot_uniform", "he_normal", "lecun_normal", "zeros"),
}
LOSSES = Range(0.0, 1e6)
USUAL_GOAL = 0.1


@dataclass(frozen=True)
class Race:
    """What was chosen.

    Attributes
    ----------
    what : str
        The name of the setting that is raced.
    values : tuple
    goal : Goal or None
    unit : ClockUnit
    """

    what: str
    values: tuple[object, ...]
    goal: Goal | None = Goal(USUAL_GOAL)
    unit: ClockUnit = ClockUnit.EPOCHS

    @property
    def names(self) -> tuple[str, ...]:
        """What each run is called."""
        return tuple(_name(self.what, value) for value in self.values)


def raced(what: str) -> Setting:
    """Return the setting of that name."""
    return next(one for one in SETTINGS if one.name == what)


def _name(what: str, value: object) -> str:
    if isinstance(value, (int, float)):
        return field_text(value)
    return settings.options(raced(what))[str(value)][0]


class RaceDialog(QDialog):
    """Chooses what is raced.

    Parameters
    ----------
    parent : QWidget
    experiment : Experiment
        The start of all runs.
    kinds : sequence of str
        The settings that may be raced.
    last : Race or None
        What was chosen the last time.

    Signals
    -------
    started (Race)
    """

    started = Signal(object)

    def __init__(
        self, parent: QWidget, experiment: Experiment, kinds: Sequence[str], last: Race | None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("race")
        self.setWindowTitle(texts.RACE_TITLE())
        self._experiment, self._kinds = experiment, [one for one in kinds if one in texts.KINDS]
        options = {one: (texts.KINDS[one](), texts.KIND_TIPS[one]()) for one in self._kinds}
        self._what = Choice("race.what", options)
        self._switches: dict[str, dict[str, Switch]] = {}
        self._rates = QLineEdit()
        self._pages = QStackedWidget()
        self._count = QLabel()
        self._count.setProperty("role", "caption")
        self._with_goal, self._goal = Switch("race.with_goal"), RealNumber("race.goal", LOSSES)
        self._clock = Choice("race.clock", {name: (text(), tip()) for name, (text, tip) in CLOCKS.items()})
        self._start, self._cancel = Button("race.start"), Button("race.cancel")
        self._place()
        self._connect()
        self._show(last if last is not None and last.what in self._kinds else None)
        self._what.setFocus()

    def _place(self) -> None:
        column = QVBoxLayout(self)
        fit(column.setSpacing, sizes.SPACING)
        intro = QLabel(texts.RACE_INTRO())
        intro.setWordWrap(True)
        column.addWidget(intro)
        add_labelled(column, self._what)
        for kind in self._kinds:
            self._pages.addWidget(self._page_of(kind))
        column.addWidget(self._pages)
        column.addWidget(self._count)
        row = QHBoxLayout()
        column.addLayout(row)
        fit(row.setSpacing, sizes.SPACING)
        row.addWidget(self._with_goal)
        row.addWidget(self._goal)
        row.addStretch()
        add_labelled(column, self._clock)
        column.addStretch()
        self._cancel.setAutoDefault(False)
        self._start.setProperty("role", "primary")
        self._start.setDefault(True)
        add_answers(column, self._cancel, self._start)

    def _page_of(self, kind: str) -> QWidget:
        page = QWidget()
        if kind == "learning_rate":
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            prepare(self._rates, "race.rates")
            fit(self._rates.setMinimumHeight, sizes.CONTROL_HEIGHT)
            add_labelled(column, self._rates)
            return page
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        fit(grid.setSpacing, sizes.TIGHT)
        self._switches[kind] = switches = {}
        for k, (name, (label, formula)) in enumerate(settings.options(raced(kind)).items()):
            switches[name] = one = Switch(
                f"race.value_{name}", ControlWords(label, texts.KIND_TIPS[kind](), formula=formula)
            )
            one.toggled.connect(self._tell)
            grid.addWidget(one, k // COLUMNS, k % COLUMNS)
        return page

    def _connect(self) -> None:
        self._what.chosen.connect(self._show_page)
        self._rates.textChanged.connect(self._tell)
        self._with_goal.toggled.connect(self._show_goal)
        self._start.clicked.connect(self._begin)
        self._cancel.clicked.connect(self.reject)

    # -- what is shown -----------------------------------------------------------------------

    def _show(self, last: Race | None) -> None:
        """Show what was chosen the last time, or what is worth trying."""
        for kind, switches in self._switches.items():
            own = value_in(self._experiment, raced(kind))
            first = [one for one in FIRST[kind] if one in switches]
            chosen = {own, *first} if last is None or last.what != kind else set(last.values)
            for name, one in switches.items():
                one.setChecked(name in chosen)
        own = self._experiment.training.learning_rate
        rates: Sequence[object] = sorted({own, *RATES})
        if last is not None and last.what == "learning_rate":
            rates = last.values
        self._rates.setText("  ".join(_name("learning_rate", one) for one in rates))
        goal = last.goal if last is not None else Goal(USUAL_GOAL)
        self._with_goal.setChecked(goal is not None)
        self._goal.show_value(goal.loss if goal is not None else USUAL_GOAL)
        self._clock.show_name(last.unit.name if last is not None else ClockUnit.EPOCHS.name)
        if last is not None:
            self._what.show_name(last.what)
        self._show_page()
        self._show_goal()

    def _show_page(self) -> None:
        """Show what may be chosen of one kind; the dialog is as high as that needs."""
        self._pages.setCurrentIndex(self._kinds.index(self._what.name()))
        unseen, seen = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred
        for k in range(self._pages.count()):
            if (page := self._pages.widget(k)) is not None:
                page.setSizePolicy(seen, seen if k == self._pages.currentIndex() else unseen)
        self._tell()
        resize_dialog(self, WIDTH)

    def _show_goal(self) -> None:
        self._goal.setEnabled(self._with_goal.isChecked())

    def _values(self) -> tuple[object, ...] | str:
        """Return what is to be raced, or why that cannot be."""
        what = self._what.name()
        if what != "learning_rate":
            return tuple(name for name, one in self._switches[what].items() if one.isChecked())
        limits = raced(what).range
        assert limits is not None
        rates = []
        for text in self._rates.text().replace(";", " ").split():
            rate = read_typed(text)
            if rate is None or not 0.0 < rate <= limits.high:
                return texts.NOT_A_RATE(text=text, high=limits.high)
            rates.append(rate)
        return tuple(dict.fromkeys(rates))

    def _tell(self) -> None:
        """Say how many there are, and whether they can start."""
        values = self._values()
        if isinstance(values, str):
            said, can = values, False
        elif len(values) > MOST:
            said, can = texts.TOO_MANY(n=len(values), most=MOST), False
        elif len(values) < 2:
            said, can = texts.TOO_FEW(), False
        else:
            said, can = texts.CHOSEN_VALUES(n=len(values), most=MOST), True
        self._count.setText(said)
        self._start.setEnabled(can)

    def _begin(self) -> None:
        values = self._values()
        if isinstance(values, str):
            return
        goal = Goal(self._goal.value()) if self._with_goal.isChecked() else None
        self.started.emit(Race(self._what.name(), values, goal, ClockUnit[self._clock.name()]))
        self.accept()
