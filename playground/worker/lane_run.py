"""One of several runs that train in turns: a run with its own time, and when it reached the goal. No Qt."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from engine import Experiment, Metrics, State, Trainer
from playground.observers.lanes import ClockUnit, Goal
from playground.worker.playback import Playback
from playground.worker.run import Run

Clock = Callable[[], float]


class Stopwatch:
    """Measures training by the thread's own time, where the system knows that exactly.

    Parameters
    ----------
    now : callable () -> float, optional
        Another clock.
    """

    def __init__(self, now: Clock | None = None) -> None:
        is_exact = time.get_clock_info("thread_time").resolution <= 1e-5
        self.now = now or (time.thread_time if is_exact else time.perf_counter)
        # the thread's own time is never ahead of this one, and dearer to ask
        self._quick = now or time.perf_counter

    def timer(self, seconds: float) -> Callable[[], bool]:
        """Return what tells whether so many seconds have passed since now."""
        now, quick = self.now, self._quick
        began, began_quick = now(), quick()
        return lambda: quick() - began_quick >= seconds and now() - began >= seconds


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
    watch : Stopwatch

    Attributes
    ----------
    playback : Playback
        How far it is to train, and how quickly it does.
    seconds : float
        How long it has trained.
    arrived : (int, float) or None
        The epoch in which it reached the goal, and the seconds that it had trained.
    is_over : bool
        Whether it trains no further though others do: a rule stopped it, or it diverged.
    """

    most_bytes = 16 * 2**20  # nobody goes back in it until it is the run in hand

    def __init__(
        self, start: Experiment | State, trainer: Trainer, number: int, goal: Goal | None, watch: Stopwatch
    ) -> None:
        self.start, self.goal, self._watch = start, goal, watch
        self.playback = Playback()
        self.seconds = self._turn_began = 0.0
        self.is_over = False
        self.arrived: tuple[int, float] | None = None
        super().__init__(trainer, number, state=start if isinstance(start, State) else None)
        if self._is_cheap:
            self._note_loss(self.metrics, 0.0)

    @property
    def has_diverged(self) -> bool:
        """Whether its training ended by divergence."""
        return self.trainer.diverged is not None

    def time_in(self, unit: ClockUnit) -> float:
        """Return how far it is by the clock: its epochs, with the fraction of the current one, or seconds."""
        if unit is ClockUnit.SECONDS:
            return self.seconds
        done, count, _ = self.trainer.position
        return self.trainer.epoch + min(done, count - 0.5) / count  # the epoch counts once it is evaluated

    # -- training ----------------------------------------------------------------------------

    def train_until(self, until: float, unit: ClockUnit, interrupt: Callable[[], bool]) -> None:
        """Train until a time of the clock, or until interrupted."""
        playback = self.playback
        assert playback.goal is not None
        goal, is_over = playback.goal, interrupt
        if unit is ClockUnit.EPOCHS:
            goal = min(goal, int(until))
        else:
            is_done = self._watch.timer(until - self.seconds)

            def is_over() -> bool:
                return is_done() or interrupt()

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
        self._turn_began = self._watch.now()
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
        return self.seconds + self._watch.now() - self._turn_began

    # -- the goal ----------------------------------------------------------------------------

    @property
    def _is_watched(self) -> bool:
        awaited = self.goal is not None and self.arrived is None
        return awaited or super()._is_watched

    def _end_of_epoch(self, metrics: Metrics | None) -> None:
        super()._end_of_epoch(metrics)
        if metrics is not None:
            self._note_loss(metrics, self._seconds_now)

    def _note_loss(self, metrics: Metrics, seconds: float) -> None:
        loss = metrics.train_loss if metrics.test_loss is None else metrics.test_loss
        if self.goal is not None and self.arrived is None and loss <= self.goal.loss:
            self.arrived = self.trainer.epoch, seconds
