"""How far training is to go, and how fast. No Qt."""

import time

from engine import Trainer
from playground.worker.speed import Speed, Throttle

WITHOUT_END = 10**12  # epochs
SPEED_SECONDS = 0.5  # how often the epochs a second are measured


class Playback:
    """The goal of training, the throttle, and the speed that is measured.

    Attributes
    ----------
    goal : int or None
        The epoch to train to; None while paused.
    stepping : bool
        Whether it goes there step by step, at full speed and without stop rules.
    pending : list of str
        Smaller steps that follow the epochs that are stepped through.
    throttle : Throttle
    """

    def __init__(self) -> None:
        self.goal: int | None = None
        self.stepping = False
        self.pending: list[str] = []
        self.throttle = Throttle()
        self._speed = 0.0
        self._measured_at = (0.0, 0.0)  # time, epochs

    @property
    def busy(self) -> bool:
        """Whether training goes on at all."""
        return self.goal is not None

    @property
    def playing(self) -> bool:
        """Whether training goes on until it is paused, or has gone far enough."""
        return self.busy and not self.stepping

    @property
    def speed(self) -> float:
        """Epochs a second, lately; 0 unless it plays."""
        return self._speed if self.playing else 0.0

    @property
    def by_batch(self) -> bool:
        """Whether it plays one mini-batch at a time."""
        return self.playing and self.throttle.speed.unit == "batch"

    def play(self, trainer: Trainer, epochs: int | None) -> None:
        """Train without end, or for so many epochs."""
        self.goal = trainer.epoch + (WITHOUT_END if epochs is None else epochs)
        self.stepping = False
        self.restart_clock(trainer)

    def add_epoch(self, trainer: Trainer) -> None:
        """Step through one more epoch."""
        standing = self.goal if self.stepping and self.goal is not None else trainer.epoch
        self.goal, self.stepping = standing + 1, True

    def rest(self) -> None:
        """Train no further."""
        self.goal, self.stepping, self.pending = None, False, []

    def pause(self) -> None:
        """Train no further, by request: the speed that was measured is history."""
        self.rest()
        self._speed = 0.0

    def set_speed(self, speed: Speed, trainer: Trainer | None) -> None:
        """Train no faster than this."""
        self.throttle.start(speed)
        if trainer is not None:
            self._measure_from_here(trainer)

    def restart_clock(self, trainer: Trainer) -> None:
        """The next unit is due now, and the speed is measured from here."""
        self.throttle.start()
        self._measure_from_here(trainer)

    def wait(self) -> float:
        """Return how many seconds there are until the next unit is due."""
        return 0.0 if self.stepping else self.throttle.wait()

    def measure(self, trainer: Trainer) -> None:
        """Measure the speed, now and then."""
        now, (then, epochs) = time.perf_counter(), self._measured_at
        if now - then >= SPEED_SECONDS:
            self._speed = (_epochs(trainer) - epochs) / (now - then)
            self._measured_at = (now, _epochs(trainer))

    def _measure_from_here(self, trainer: Trainer) -> None:
        self._measured_at = (time.perf_counter(), _epochs(trainer))


def _epochs(trainer: Trainer) -> float:
    """Return how many epochs are done, the part of the one under way included."""
    done, count, _ = trainer.position
    return trainer.epoch + done / count
