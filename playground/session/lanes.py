"""Several runs side by side, on one clock: they have threads and a display clock of their own."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine import Experiment, State
from playground.classroom.catalogue import PLAY, RESET, STEP
from playground.observers.lanes import MOST, ClockUnit, Goal, Lane, Lanes
from playground.observers.view import View
from playground.session.clock import Clock
from playground.session.notices import Notice
from playground.texts import changes
from playground.worker import commands
from playground.worker.answer import Answer, Outcome, Report
from playground.worker.lanes import LanesTraining
from playground.worker.runner import Runner
from playground.worker.speed import SPEEDS

if TYPE_CHECKING:
    from playground.session.session import Session


class LanesSession(QObject):
    """Runs that train in turns. Nothing runs, and no thread waits, before they are opened and after the end.

    Parameters
    ----------
    session : Session
        It owns them; it does not train beside them, and its end is theirs.

    Attributes
    ----------
    value : Lanes or None
        The latest one; None before any are opened.
    playing : bool

    Signals
    -------
    taken (Lanes)
        At most once a frame.
    playing_changed (bool)
    failed (str)
        They could not be opened, and why; those that there were before stay, or nothing is left.
    ended ()
        There are none any more.
    """

    taken = Signal(object)
    playing_changed = Signal(bool)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.value: Lanes | None = None
        self.playing = False
        self._session, self._gate = session, session.gate
        session.playing_changed.connect(self._pause_for_session)
        session.speed_changed.connect(self._set_speed)
        self._clock: Clock | None = None
        self._opened = 0  # the ticket of the command that opened them
        self._asks: dict[tuple[Hashable, int | None], tuple[object, ...]] = {}
        self._views: tuple[View, ...] = ()
        self._count = 0
        self._wanted: tuple[int, int] | None = None  # the one to be handed over, with a command's ticket

    @property
    def is_open(self) -> bool:
        """Whether there are any."""
        return self._clock is not None

    @property
    def settled(self) -> bool:
        """Whether every command is carried out, and all that comes of it shown."""
        value, clock = self.value, self._clock
        current = value is not None and clock is not None and value.ticket == clock.ticket
        return current and value is not None and (value.busy or value.complete)

    def open(
        self,
        starts: Sequence[Experiment | State],
        unit: ClockUnit = ClockUnit.EPOCHS,
        goal: Goal | None = None,
        same_weights: bool = False,
    ) -> None:
        """Begin with other runs, paused; the run in hand is paused too.

        Parameters
        ----------
        starts : sequence of Experiment or State
            What each begins with; from 1 to `MOST`.
        unit : ClockUnit
            By what they keep step.
        goal : Goal, optional
            What they race for: training pauses once all that can have reached it.
        same_weights : bool
            Whether all start from the weights of the first, where the shapes allow.
        """
        assert 1 <= len(starts) <= MOST
        self._pause_session()
        self._set_playing(False)
        self._wanted = None
        self.value, self._count = None, len(starts)
        if self._clock is None:
            keeping = self._session.keeping
            self._clock = Clock(self, Runner(lambda: LanesTraining(keeping)))
            self._clock.reported.connect(self._take_report)
            self._clock.held_up.connect(self._tell_wait)
            self._set_speed(self._session.speed)
            self._clock.begin()
        self._opened = self._clock.submit(commands.OpenLanes(tuple(starts), unit, goal, same_weights))
        self._look()

    def end(self) -> bool:
        """Stop the threads for good; return whether they ended in time."""
        clock, self._clock = self._clock, None
        self.value, self._views, self._count, self._wanted = None, (), 0, None
        self._set_playing(False)
        if clock is None:
            return True
        stopped = clock.close()
        clock.deleteLater()
        self.ended.emit()
        return stopped

    # -- training ----------------------------------------------------------------------------

    def play(self, epochs: int | None = None) -> None:
        """Train all until paused, or for a number of epochs."""
        if self._clock is not None:
            self._pause_session()
            self._set_playing(True)
            self._clock.submit(commands.Play(epochs))

    def pause(self) -> None:
        """Stop training where they are."""
        self._set_playing(False)
        if self._clock is not None:
            self._clock.submit(commands.Pause())

    def toggle(self) -> None:
        """Play or pause, at a person's request."""
        if not self._gate.allows(PLAY):
            return
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, of: str = "epoch") -> None:
        """Train one epoch or mini-batch ("batch") of each, then pause."""
        if self._clock is not None and self._gate.allows(STEP):
            self._pause_session()
            self._set_playing(False)
            self._clock.submit(commands.Step(of))

    def reset(self) -> None:
        """Have all go back to where they began, paused."""
        if self._clock is not None and self._gate.allows(RESET):
            self._set_playing(False)
            self._clock.submit(commands.Reset())

    def _set_speed(self, name: str) -> None:
        """Limit training as the session's is, whoever limits that; steps are not limited."""
        if self._clock is not None:
            self._clock.submit(commands.SetSpeed(SPEEDS[name]))

    def set_unit(self, unit: ClockUnit) -> None:
        """Have them keep step by something else from now on: those that are behind catch up."""
        if self._clock is not None:
            self._clock.submit(commands.SetUnit(unit))

    # -- the run in hand -----------------------------------------------------------------------

    def in_hand(self, k: int) -> None:
        """Continue with one of them as the run in hand, paused where it stands; undo takes that back.

        Parameters
        ----------
        k : int
            Its place.
        """
        if self._clock is not None:
            self.pause()  # which keeps them
            self._wanted = k, self._clock.ticket

    def _hand_over(self, lane: Lane) -> None:
        snapshot, session = lane.snapshot, self._session
        if snapshot.steps:
            session.openings.run(snapshot.key, snapshot.experiment)
        elif snapshot.experiment != session.experiment:  # nothing of it is kept
            session.openings.start(snapshot.experiment)
        else:
            session.reset()

    # -- looking -----------------------------------------------------------------------------

    def look_at(self, who: Hashable, asks: tuple[object, ...], lane: int | None = None) -> None:
        """Set what somebody asks for of one run, or of each, from now on; nothing else is computed.

        Parameters
        ----------
        who : hashable
            Who asks: what it asked for before, of that run, is replaced.
        asks : tuple
            As for `Session.look_at`.
        lane : int, optional
            The run's place; None for each. What is asked of one comes before what is asked of each.
        """
        self._asks.pop((who, lane), None)
        if asks:
            self._asks[who, lane] = asks
        self._look()

    def _look(self) -> None:
        views = tuple(self._view(k) for k in range(self._count))
        if self._clock is not None and views != self._views:
            self._views = views
            self._clock.submit(commands.LookAtLanes(views))

    def _view(self, k: int) -> View:
        of_each = [asks for (_, lane), asks in self._asks.items() if lane is None]
        of_one = [asks for (_, lane), asks in self._asks.items() if lane == k]
        return View(tuple({type(ask): ask for asks in (*of_each, *of_one) for ask in asks}.values()))

    # -- the worker --------------------------------------------------------------------------

    def _take_report(self, report: Report) -> None:
        for answer in report.answers:
            if answer.failure is not None:
                self._take_failure(answer, answer.failure.message)
        lanes = report.snapshot
        if not isinstance(lanes, Lanes) or lanes.ticket < self._opened or self._clock is None:
            return
        self.value = lanes
        if len(lanes.lanes) != self._count:  # others could not be opened
            self._count = len(lanes.lanes)
            self._look()
        self.taken.emit(lanes)
        if self._clock is not None and lanes.ticket == self._clock.ticket:
            self._set_playing(lanes.playing)
        if self._wanted is not None and lanes.ticket >= self._wanted[1]:
            (k, _), self._wanted = self._wanted, None
            self._hand_over(lanes.lanes[k])

    def _take_failure(self, answer: Answer, why: str) -> None:
        self._set_playing(False)
        self._session.notices.report_failure(answer)
        if isinstance(answer.command, commands.OpenLanes) and answer.outcome is Outcome.FAILED:
            self.failed.emit(why)
            if answer.ticket == self._opened and answer.after is None:
                self.end()  # there were none before

    def _tell_wait(self, waits: bool) -> None:
        """Tell that a command waits for a long mini-batch, or no longer."""
        notice = None
        if waits and self.value is not None:
            n = max(lane.snapshot.position[2] for lane in self.value.lanes)
            notice = Notice("info", changes.FINISHING(n=n))
        self._session.notices.show_passing(notice)

    def _pause_session(self) -> None:
        if self._session.playing:
            self._session.pause()

    def _pause_for_session(self, playing: bool) -> None:
        if playing and self.playing:
            self.pause()

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)
