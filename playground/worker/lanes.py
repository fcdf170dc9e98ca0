"""Several runs that train in turns, in one thread and on one clock. No Qt."""

import math
from collections.abc import Callable, Iterable, Sequence

from engine import Experiment, State, Trainer
from playground.observers.lanes import Arrival, ClockUnit, Goal, Lane, Lanes, arrivals
from playground.observers.plane import frame_of
from playground.observers.view import View
from playground.worker.answer import Outcome
from playground.worker.commands import (
    Command,
    LookAtLanes,
    OpenLanes,
    Pause,
    Play,
    Reset,
    SetSpeed,
    SetUnit,
    Step,
)
from playground.worker.keeping import Keeping
from playground.worker.lane_run import Clock, LaneRun, Stopwatch
from playground.worker.request import Evaluated, Wanted, WantedLanes
from playground.worker.run import Run
from playground.worker.same_weights import started_like
from playground.worker.snapshots import Snapshots
from playground.worker.training import Training

# Of a round, where epochs are that short: a picture waits for its end. Shorter ones cost more, as caches are
# filled anew at every turn.
ROUND_SECONDS = 0.002
LONG_SECONDS = 0.010  # a round that takes longer is interrupted


class LanesTraining(Training):
    """Carries out commands on several runs; what is said of one run is said of the first.

    Training goes in rounds: each run trains to the same time of the clock, the one that is behind first. A
    round of short epochs is not interrupted, so that all runs stand at the same epoch in every picture. At a
    limited speed they train one unit at a time.

    Parameters
    ----------
    keeping : Keeping, optional
        Keeps the runs.
    clock : callable () -> float, optional
        Measures how long a run has trained, in seconds.

    Attributes
    ----------
    lanes : list of LaneRun
    unit : ClockUnit
    goal : Goal or None
    """

    def __init__(self, keeping: Keeping | None = None, clock: Clock | None = None) -> None:
        super().__init__(keeping)
        self.lanes: list[LaneRun] = []
        self.unit = ClockUnit.EPOCHS
        self.goal: Goal | None = None
        self._watch = Stopwatch(clock)
        self._views: tuple[View, ...] = ()
        self._pictures: list[Snapshots] = []
        self._shared: list[tuple[bool, ...] | None] = []
        self._races = False  # whether training ends once all that can have reached the goal
        self._restart_round()

    # -- commands ----------------------------------------------------------------------------

    def _carry_out(self, command: Command) -> Outcome:
        match command:
            case OpenLanes():
                return self._open_lanes(command)
            case LookAtLanes():
                self._views = command.views
                self._show_views()
            case SetUnit():
                self.unit = command.unit
                self._restart_round()
            case SetSpeed():
                self.playback.set_speed(command.speed, None)
                for lane in self.lanes:
                    lane.playback.set_speed(command.speed, lane.trainer)
            case Pause():
                self._pause()
                self.keep()  # now: one of them may become the run in hand
            case Play() if self.lanes:
                self._play(command.epochs)
            case Step() if self.lanes:
                self._step_each(command.of)
            case Reset() if self.lanes:
                self.keep()
                self._begin_lanes([(lane.start, _trainer(lane.start, lane)) for lane in self.lanes])
                return Outcome.RESTARTED
            case _:
                return Outcome.REFUSED
        return Outcome.DONE

    def _open_lanes(self, command: OpenLanes) -> Outcome:
        starts = [(start, _trainer(start)) for start in command.starts]  # what can fail comes first
        shared: list[tuple[bool, ...] | None] = [None for _ in starts]
        if command.same_weights:
            for k, (start, trainer) in enumerate(starts[1:], 1):
                if isinstance(start, Experiment):
                    same = started_like(starts[0][1], trainer)
                    trainer.configure(same.experiment)
                    starts[k], shared[k] = (same.experiment, trainer), same.layers
        self.keep()
        self.unit, self.goal, self._shared = command.unit, command.goal, shared
        self._begin_lanes(starts)
        return Outcome.RESTARTED

    def _begin_lanes(self, starts: Iterable[tuple[Experiment | State, Trainer]]) -> None:
        self._pause()
        lanes = []
        for start, trainer in starts:
            self._runs += 1
            lane = LaneRun(start, trainer, self._runs, self.goal, self._watch)
            lane.frame = frame_of(trainer.experiment, trainer.data)
            lane.playback.set_speed(self.playback.throttle.speed, trainer)
            lanes.append(lane)
        self.lanes, self._pictures = lanes, [Snapshots() for _ in lanes]
        self.run = lanes[0] if lanes else None
        self._show_views()

    def _show_views(self) -> None:
        for pictures, view in zip(self._pictures, self._views, strict=False):
            pictures.view = view

    def _frame_data(self, drawn: bool) -> None:
        """Nobody changes the data of a lane, so their frames stay."""

    def _play(self, epochs: int | None) -> None:
        able = [lane for lane in self.lanes if not lane.is_over]
        if not able:  # rules have stopped all of them: they continue, as a single run does
            able = [lane for lane in self.lanes if not lane.has_diverged]
        for lane in able:
            lane.is_over = False
            lane.playback.play(lane.trainer, epochs)
        self._races = self._is_open
        self._restart_round()
        if able:
            self.playback.play(able[0].trainer, epochs)

    def _step_each(self, of: str) -> None:
        able = [lane for lane in self.lanes if not lane.has_diverged]
        if of == "epoch" and able:
            self._restart_round()
            self.playback.add_epoch(able[0].trainer)
            for lane in able:
                lane.playback.add_epoch(lane.trainer)
        elif self.playback.stepping:
            self.playback.pending.append(of)
        else:
            self._pause()
            for lane in able:
                lane.step(of)

    def _pause(self) -> None:
        self.playback.pause()
        for lane in self.lanes:
            lane.playback.pause()
            lane.forget_metrics()
        self._restart_round()

    def stop(self) -> None:
        """Train no further; the metrics become those of the current weights."""
        self.playback.stop()
        for lane in self.lanes:
            lane.playback.stop()
            lane.forget_metrics()
        self._kept.keep_soon(self._present)

    # -- training ----------------------------------------------------------------------------

    @property
    def _unit(self) -> ClockUnit:
        """What decides whose turn it is: each steps through as many epochs as the others."""
        return ClockUnit.EPOCHS if self.playback.stepping else self.unit

    @property
    def _busy(self) -> list[LaneRun]:
        return [lane for lane in self.lanes if lane.playback.busy]

    def _behind(self) -> LaneRun | None:
        """Return the run whose turn it is, if any trains."""
        unit = self._unit
        return min(self._busy, key=lambda lane: lane.time_in(unit), default=None)

    def train(self, interrupt: Callable[[], bool]) -> None:
        """Train in rounds until `interrupt`; at a limited speed, one unit of each run."""
        if self.playback.stepping or not self.playback.throttle.speed.limited:
            self._train_rounds(interrupt)
        else:
            self._train_units(interrupt)
        self._kept.keep_now_and_then(self._present)
        for lane in self._busy:
            lane.playback.measure(lane.trainer)
        if not self._busy or self._is_decided:
            pending = self.playback.pending
            self.stop()
            for lane in self.lanes:
                for of in [] if lane.has_diverged else pending:
                    lane.step(of)

    @property
    def _is_open(self) -> bool:
        """Whether there is a goal that a run may still reach."""
        return self.goal is not None and bool(self._waited_for)

    @property
    def _waited_for(self) -> list[LaneRun]:
        return [lane for lane in self.lanes if not lane.is_over and lane.arrived is None]

    @property
    def _is_decided(self) -> bool:
        """Whether the race is: every run that is not over has reached the goal."""
        return self._races and not self._waited_for

    def _restart_round(self) -> None:
        """Have the next round begin where the runs are."""
        self._until = 0.0  # the time of the clock that the round goes to
        self._epochs = 1  # in a round
        self._spent = 0.0  # seconds in this round
        self._units = 0  # done at a limited speed, of those that are due

    def _train_rounds(self, interrupt: Callable[[], bool]) -> None:
        unit, lane = self._unit, self._behind()
        while lane is not None:
            if lane.time_in(unit) >= self._until:  # the round is over
                self._begin_round(lane.time_in(unit))
            began, is_due = self._watch.now(), self._watch.timer(LONG_SECONDS - self._spent)

            def is_long(is_due: Callable[[], bool] = is_due) -> bool:
                return is_due() and interrupt()

            lane.train_until(self._until, unit, is_long)
            self._spent += self._watch.now() - began
            lane = self._behind()
            is_over = lane is None or lane.time_in(unit) >= self._until
            if is_long() or (is_over and (self._is_decided or interrupt())):
                return

    def _begin_round(self, here: float) -> None:
        if self._unit is ClockUnit.SECONDS:
            self._until = here + ROUND_SECONDS / len(self.lanes)
        else:
            if self._spent:  # as many epochs as there is time for, at most twice as many as in the last round
                self._epochs = max(1, int(self._epochs * min(ROUND_SECONDS / self._spent, 2.0)))
            self._until = float(int(here) + self._epochs)
        self._spent = 0.0

    def _train_units(self, interrupt: Callable[[], bool]) -> None:
        while (lane := self._behind()) is not None:
            self._units += lane.train_unit(interrupt)
            if self._units >= len(self._busy):
                self._units = 0
                self.playback.throttle.done()
                return
            if interrupt():
                return

    # -- what is kept ------------------------------------------------------------------------

    @property
    def _present(self) -> Sequence[Run]:
        """The runs that there are to be kept: all of them."""
        return self.lanes

    # -- what is shown -----------------------------------------------------------------------

    @property
    def is_due(self) -> bool:
        """Whether there may be another snapshot while training continues."""
        return all(pictures.is_due() for pictures in self._pictures)

    def sight(self, ticket: int, evaluating: bool) -> Wanted | None:
        """Return what is to be shown of all runs; None if nothing is open. As in `Training.sight`."""
        if not self.lanes:
            return None
        sights = tuple(
            pictures.take(ticket, lane, lane.playback, evaluating)
            for pictures, lane in zip(self._pictures, self.lanes, strict=True)
        )
        each = zip(sights, self.lanes, self._arrivals(), self._shared, strict=True)
        lanes = tuple(Lane(one.snapshot, lane.seconds, at, shared) for one, lane, at, shared in each)
        playback = self.playback
        return WantedLanes(
            Lanes(ticket, lanes, self.unit, self._now, playback.playing, self.goal, playback.busy), sights
        )

    @property
    def _now(self) -> float:
        """What the clock shows: how far all have come that are not over."""
        times = [lane.time_in(self.unit) for lane in self.lanes if not lane.is_over]
        return min(times) if times else max(lane.time_in(self.unit) for lane in self.lanes)

    def _arrivals(self) -> list[Arrival | None]:
        """Return when each reached the goal; None until no other can have done so earlier."""
        until = min((lane.time_in(self.unit) for lane in self._waited_for), default=math.inf)
        return arrivals([lane.arrived for lane in self.lanes], self.unit, until)

    def take_evaluation(self, found: Evaluated) -> bool:
        """Take note of what the observing thread has computed; return whether it is of any use."""
        mine = [lane for lane in self.lanes if lane.number == found.run]
        return any(lane.take_evaluation(found.state, found.metrics) for lane in mine)


def _trainer(start: Experiment | State, lane: LaneRun | None = None) -> Trainer:
    """Return a trainer at a start; that of a lane that is reset goes back to it, with its data."""
    if isinstance(start, State):
        return Trainer.restore(start)
    if lane is None:
        return Trainer(start)
    lane.trainer.reset()
    return lane.trainer
