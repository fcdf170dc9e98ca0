"""One of several runs that train in turns: a run with its own time, and when it reached the goal. No Qt."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine import Experiment, Metrics, State, Trainer
from playground.observers.lanes import ClockUnit, Goal
from playground.worker.playback import Playback
from playground.worker.run import Run

Clock = Callable[[], float]


class LaneRun(Run):
    """A run that takes turns with others.

    Parameters
    ----------
    start : Experiment or State
        What it begins with.
    trainer : Trainer
        Just begun with it.
    number : int
        As in `Run`.
    goal : Goal or None
        Where there is one, the loss is watched at the end of every epoch.
    clock : callable () -> float
        Measures how long it has trained.

    Attributes
    ----------
    playback : Playback
        How far it is to train, and how quickly it does.
    seconds : float
        How long it has trained.
    arrived : (epoch, seconds) or None
        When it reached the goal.
    is_over : bool
        Whether it trains no further though others do: a rule stopped it, or it diverged.
    """

    def __init__(
        self, start: Experiment | State, trainer: Trainer, number: int, goal: Goal | None, clock: Clock
    ) -> None:
        self.start, self.goal, self._clock = start, goal, clock
        self.playback = Playback()
        self.seconds = self._turn_began = 0.0
        self.arrived: tuple[int, float] | None = None
        self.is_over = False
        super().__init__(trainer, number, state=start if isinstance(start, State) else None)
        if goal is not None:
            self._look_for_goal(trainer.metrics(), 0.0)

    @property
    def has_diverged(self) -> bool:
        """Whether its training ended by divergence."""
        return self.trainer.diverged is not None

    def moment(self, unit: ClockUnit) -> float:
        """Return how far it is by the clock: its epochs, with the fraction of the current one, or seconds."""
        if unit is ClockUnit.SECONDS:
            return self.seconds
        done, count, _ = self.trainer.position
        return self.trainer.epoch + min(done, count - 0.5) / count  # the epoch counts once it is evaluated

    # -- training ----------------------------------------------------------------------------

    def train_until(self, moment: float, unit: ClockUnit, interrupt: Callable[[], bool]) -> None:
        """Train to a moment of the clock, or until interrupted."""
        playback = self.playback
        assert playback.goal is not None
        goal, is_over = playback.goal, interrupt
        if unit is ClockUnit.EPOCHS:
            goal = min(goal, int(moment))
        else:

            def is_over() -> bool:
                return self._seconds_now >= moment or interrupt()

        with self._turn():
            self.train(goal, None if playback.stepping else playback.throttle, is_over)

    def train_unit(self, interrupt: Callable[[], bool]) -> bool:
        """Train an epoch or a mini-batch, as its limited speed has it; return whether it was done."""
        trainer, playback = self.trainer, self.playback
        assert playback.goal is not None
        epoch, steps = trainer.epoch, trainer.steps
        with self._turn():
            self.train(playback.goal, playback.throttle, interrupt)
        return trainer.steps > steps if playback.by_batch else trainer.epoch > epoch

    def step(self, of: str) -> None:
        """Train one sample or mini-batch."""
        with self._turn():
            super().step(of)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Measure what is done inside as its training; note when that is to go no further."""
        self._turn_began = self._clock()
        try:
            yield
        finally:
            self.seconds = self._seconds_now
        self.is_over = self.rules.stopped is not None or self.has_diverged
        goal = self.playback.goal
        if self.is_over or (goal is not None and self.trainer.epoch >= goal):
            self.playback.stop()
            self.forget_metrics()

    @property
    def _seconds_now(self) -> float:
        return self.seconds + self._clock() - self._turn_began

    # -- the goal ----------------------------------------------------------------------------

    @property
    def _is_watched(self) -> bool:
        awaited = self.goal is not None and self.arrived is None
        return awaited or super()._is_watched

    def _end_of_epoch(self, metrics: Metrics | None) -> None:
        super()._end_of_epoch(metrics)
        if metrics is not None:
            self._look_for_goal(metrics, self._seconds_now)

    def _look_for_goal(self, metrics: Metrics, seconds: float) -> None:
        if self.goal is None or self.arrived is not None:
            return
        loss = metrics.test_loss if self.goal.of == "test" else metrics.train_loss
        if (metrics.train_loss if loss is None else loss) <= self.goal.loss:
            self.arrived = self.trainer.epoch, seconds
