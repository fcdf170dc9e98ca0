"""Two runs side by side, and races: the pages of the view Runs on which several runs train."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.classroom.catalogue import control_for
from playground.classroom.choice import Classroom
from playground.exports.differences import differences
from playground.observers.lanes import ClockUnit, Lanes
from playground.session.edits import edited
from playground.session.lanes import LanesSession
from playground.session.session import Session
from playground.style.palette import Theme
from playground.texts import compare as texts
from playground.texts.settings import refusal
from playground.texts.text import ControlWords
from playground.widgets.runs.cells import title_of
from playground.widgets.runs.contender import Contender, changeable, value_in
from playground.widgets.runs.lanes_page import LanesPage
from playground.widgets.runs.panel import RunsPanel
from playground.widgets.runs.race import RacePage
from playground.widgets.runs.race_dialog import Race, RaceDialog, raced
from playground.widgets.runs.side_by_side import SideBySide

if TYPE_CHECKING:
    from playground.files.run_library import RunRow

HAND = "hand"  # the run in hand
BEFORE = "before"  # begins the keys of runs that were in hand
L2, USUAL_L2 = "training.l2", 0.03
PAUSE_MS = 150  # of choosing, after which the runs start again
SIDES = "AB"


class Known(NamedTuple):
    """A run to choose from, besides the one in hand."""

    label: str
    experiment: Experiment
    changed: bool  # while it trained


class Compare(QObject):
    """Has several runs train on one clock, and shows them on a page.

    Parameters
    ----------
    session : Session
    view : RunsPanel
        Where the pages are shown.

    Attributes
    ----------
    lanes : LanesSession
    page : LanesPage or None
        The one that is open.
    """

    def __init__(self, session: Session, view: RunsPanel) -> None:
        super().__init__(view)
        self._session, self._view, self.lanes = session, view, LanesSession(session)
        self._theme: Theme | None = None
        self.page: LanesPage | None = None
        self._pages: dict[type[LanesPage], LanesPage] = {}
        self._hand = session.experiment
        self._known: dict[str, Known] = {}
        self._numbers = itertools.count()
        self._sides = (Contender(HAND), Contender(HAND))
        self._alike, self._differs = True, ""
        self._race: Race | None = None
        self._unit = ClockUnit.EPOCHS
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._begin_both)
        self.lanes.taken.connect(self._show)
        self.lanes.failed.connect(self._tell_failure)
        session.experiment_changed.connect(self._keep_hand)
        session.gate.changed.connect(self._offer)
        view.side_by_side_asked.connect(self.open_side_by_side)
        view.race_asked.connect(self.ask_race)
        view.compare_asked.connect(self.put)
        view.page_closed.connect(self.close)

    # -- the pages ---------------------------------------------------------------------------

    def _made(self, kind: type[Any]) -> Any:
        """Return a page, made when it is first asked for."""
        if kind not in self._pages:
            self._pages[kind] = page = kind()
            self._connect(page)
            if self._theme is not None:
                page.apply_theme(self._theme)
        return self._pages[kind]

    def _connect(self, page: LanesPage) -> None:
        lanes = self.lanes
        page.clock.play_asked.connect(lanes.toggle)
        page.clock.step_asked.connect(lambda: lanes.step())
        page.clock.reset_asked.connect(lanes.reset)
        page.clock.unit_chosen.connect(self._choose_unit)
        page.looked.connect(self._look)
        page.take_asked.connect(lanes.in_hand)
        page.closed.connect(self.close)
        page.installEventFilter(self)
        if isinstance(page, SideBySide):
            page.run_chosen.connect(self._choose_run)
            page.setting_chosen.connect(self._choose_setting)
            page.value_edited.connect(self._choose_value)
            page.alike_chosen.connect(self._choose_alike)
        elif isinstance(page, RacePage):
            page.again_asked.connect(self.ask_race)

    def _open(self, page: LanesPage, words: ControlWords) -> None:
        """Show a page, with the keys in it."""
        self.page = page
        page.show_lanes(None)
        self._view.show_page(page, words)

    def close(self) -> None:
        """End the runs, and show the table of runs."""
        self._timer.stop()
        self.page = None
        self.lanes.end()
        self._view.show_table()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pause what nobody sees; have the keys on the page that is shown."""
        page = self.page
        if page is not None and watched is page and event.type() == QEvent.Type.Hide:
            self.lanes.pause()
        elif page is not None and watched is page and event.type() == QEvent.Type.Show:
            page.setFocus(Qt.FocusReason.OtherFocusReason)
        return super().eventFilter(watched, event)

    def _look(self, asks: tuple[tuple[object, ...], ...]) -> None:
        if self.sender() is self.page or self.page is None:
            for k, some in enumerate(asks):
                self.lanes.look_at("page", some, k)

    def _show(self, lanes: Lanes) -> None:
        page = self.page
        if page is None:
            return
        page.show_lanes(lanes)
        if isinstance(page, RacePage) and self._race is not None:
            self._tell_race(page, self._race, lanes)
        elif len(lanes.lanes) == len(SIDES):
            changed = [SIDES[k] for k, one in enumerate(self._sides) if self._is_changed(one)]
            page.show_words(self._differs, texts.start_words(lanes.lanes[1].shared, changed))

    def _tell_failure(self, why: str) -> None:
        """Say on the page why the runs could not be made."""
        if self.page is not None:
            self.page.show_words(texts.IMPOSSIBLE(), why)

    def _choose_unit(self, name: str) -> None:
        unit = ClockUnit[name]
        if isinstance(self.page, SideBySide):
            self._unit = unit
        self.lanes.set_unit(unit)

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self._theme = colours
        for page in self._pages.values():
            page.apply_theme(colours)

    def show_in(self, panels: Sequence[QWidget]) -> None:
        """Show the page that is open in further panels too: doubles, for a picture."""
        page = self.page
        for panel in panels:
            if page is not None and isinstance(panel, RunsPanel):
                double, words = self._double(page)
                double.show_as(page)
                panel.show_page(double, words)

    def _double(self, page: LanesPage) -> tuple[LanesPage, ControlWords]:
        """Return another page with what is chosen on this one, and the words of its tab."""
        if isinstance(page, SideBySide):
            double = SideBySide()
            self._show_choices(double)
            double.show_alike(self._alike)
            return double, texts.SIDE_BY_SIDE
        race = RacePage()
        race.show_names(self._race.names if self._race is not None else ())
        return race, texts.RACE

    # -- two runs ----------------------------------------------------------------------------

    def open_side_by_side(self) -> None:
        """Show the run in hand beside itself, with one setting changed."""
        changed = Contender(HAND, L2, 0.0 if self._session.experiment.training.l2 else USUAL_L2)
        self._sides = Contender(HAND), changed if L2 in self._settings() else Contender(HAND)
        self._show_both()

    def put(self, row: RunRow | None, side: str) -> None:
        """Show a kept run, or the run in hand for None, as A or B; beside the other one that there is."""
        if not isinstance(self.page, SideBySide):
            self._sides = Contender(HAND), Contender(HAND)
        key = HAND
        if row is not None:
            key = row.key
            label = texts.kept_name(title_of(row), row.epoch)
            self._known[key] = Known(label, row.experiment, row.changes > 0)
        sides = list(self._sides)
        sides[SIDES.index(side)] = Contender(key)
        self._sides = sides[0], sides[1]
        self._show_both()

    def _show_both(self) -> None:
        page = self._made(SideBySide)
        if self.page is not page:
            self._open(page, texts.SIDE_BY_SIDE)
        self._offer()
        self._begin_both()

    @property
    def _chosen(self) -> set[str]:
        """The runs on both sides."""
        return {one.run for one in self._sides}

    @property
    def _runs(self) -> dict[str, str]:
        """The runs to choose from, and what they are called."""
        return {HAND: texts.IN_HAND()} | {key: one.label for key, one in self._known.items()}

    def _settings(self) -> tuple[str, ...]:
        """Return the settings that may be changed."""
        shown: Classroom = self._session.gate.shown
        return tuple(name for name in changeable() if not shown.closed(name))

    def _offer(self, *_: object) -> None:
        page = self._pages.get(SideBySide)
        self._known = {
            key: one for key, one in self._known.items() if key in self._chosen or not key.startswith(BEFORE)
        }
        if isinstance(page, SideBySide):
            self._show_choices(page)

    def _show_choices(self, page: SideBySide) -> None:
        page.offer(self._runs, self._settings())
        page.show_contenders(self._sides)

    def _keep_hand(self, experiment: Experiment) -> None:
        """Keep what is compared where the run in hand becomes another one."""
        before, self._hand = self._hand, experiment
        if isinstance(self.page, SideBySide) and experiment != before and HAND in self._chosen:
            key = f"{BEFORE}/{next(self._numbers)}"
            self._known[key] = Known(texts.BEFORE(), before, self._is_hand_changed)
            first, second = (replace(one, run=key) if one.run == HAND else one for one in self._sides)
            self._sides = first, second
            self._offer()

    def _choose_run(self, side: int, key: str) -> None:
        self._choose(side, replace(self._sides[side], run=key))

    def _choose_setting(self, side: int, name: str) -> None:
        one = self._sides[side]
        value = None
        if name:
            value = value_in(self._base(one), changeable()[name])
            if value is None:
                value = changeable()[name].typical
        self._choose(side, Contender(one.run, name, value))

    def _choose_value(self, side: int, value: object) -> None:
        one, gate = self._sides[side], self._session.gate
        try:
            value = changeable()[one.setting].check(value)
        except ValueError as error:  # the value before it comes back
            gate.refuse(f"compare.{SIDES[side].lower()}_value", "error", refusal(error))
            self._offer()
            return
        gate.accept()
        self._choose(side, replace(one, value=value))

    def _choose(self, side: int, one: Contender) -> None:
        sides = list(self._sides)
        sides[side] = one
        self._sides = sides[0], sides[1]
        self._offer()
        self._timer.start()

    def _choose_alike(self, on: bool) -> None:
        self._alike = on
        self._begin_both()

    def _base(self, one: Contender) -> Experiment:
        return self._hand if one.run == HAND else self._known[one.run].experiment

    def _is_changed(self, one: Contender) -> bool:
        """Return whether the run of a side was changed while it trained: it starts here without that."""
        return self._is_hand_changed if one.run == HAND else self._known[one.run].changed

    @property
    def _is_hand_changed(self) -> bool:
        """Whether the run in hand, as it was shown last, was changed while it trained."""
        snapshot = self._session.snapshot
        return snapshot is not None and bool(snapshot.curves.events)

    def _experiment(self, one: Contender) -> Experiment:
        """Return what a side trains; where its change is not possible, ValueError says why."""
        base = self._base(one)
        if not one.setting:
            return base
        changed = changeable()[one.setting]
        part = "layers" if changed.part == "layer" else changed.part
        experiment = edited(base, part, **{changed.name: one.value})
        experiment.head()  # a pair of output and loss that does not fit is refused here
        return experiment

    def _begin_both(self) -> None:
        """Start both runs at epoch 0, paused, and say what differs."""
        page = self.page
        if not isinstance(page, SideBySide):
            return
        try:
            first, second = map(self._experiment, self._sides)
        except ValueError as error:
            page.show_words(texts.IMPOSSIBLE(), refusal(error))
            return
        self._differs = texts.differs(differences(first, second))
        page.show_alike(self._alike)
        page.show_words(self._differs, "")
        self.lanes.open([first, second], self._unit, same_weights=self._alike)
        page.look()

    # -- a race ------------------------------------------------------------------------------

    def ask_race(self) -> None:
        """Open the dialog that sets up a race."""
        shown = self._session.gate.shown
        kinds = [one for one in texts.KINDS if not shown.closed(control_for(raced(one)))]
        dialog = RaceDialog(self._view.window(), self._session.experiment, kinds, self._race)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.started.connect(self.start_race)
        dialog.open()

    def start_race(self, race: Race) -> None:
        """Start a race."""
        self._race = race
        page = self._made(RacePage)
        page.show_names(race.names)
        self._open(page, texts.RACE)
        start, part = self._session.experiment, raced(race.what).part
        runs = [edited(start, part, **{race.what: value}) for value in race.values]
        self.lanes.open(runs, race.unit, race.goal)
        page.look()
        self.lanes.play()

    def _tell_race(self, page: RacePage, race: Race, lanes: Lanes) -> None:
        """Say what the race is about, and who is first."""
        tested = len(lanes.lanes[0].snapshot.data.test) > 0
        title = texts.race_title(race.what, race.goal.loss if race.goal is not None else None, tested)
        names = [race.names[k] for k in lanes.winners]
        arrival = lanes.lanes[lanes.winners[0]].arrival if names else None
        if arrival is not None:
            letters = [texts.LETTERS[k] for k in lanes.winners]
            note = texts.first_words(letters, names, arrival.epoch, arrival.seconds)
        else:
            note = texts.NOBODY() if race.goal is not None else ""
        page.show_words(title, note)
