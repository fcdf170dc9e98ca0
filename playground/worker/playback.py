"""How far training is to go, and how fast. No Qt."""

import time

from engine import Trainer
from playground.worker.speed import Speed, Throttle

WITHOUT_END = 10**12  # epochs
SPEED_SECONDS = 0.5  # between measurements of the epochs per second


class Playback:
    """The goal of training, the throttle, and the measured speed.

    Attributes
    ----------
    goal : int or None
        The epoch to train to; None while paused.
    stepping : bool
        Whether it is reached step by step: at full speed and without stop rules.
    pending : list of str
        Steps by sample or mini-batch that follow the epochs to be stepped through.
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
        """Whether training continues at all."""
        return self.goal is not None

    @property
    def playing(self) -> bool:
        """Whether training continues until it is paused or reaches its goal, not step by step."""
        return self.busy and not self.stepping

    @property
    def speed(self) -> float:
        """Recent epochs per second; 0 unless it plays."""
        return self._speed if self.playing else 0.0

    @property
    def by_batch(self) -> bool:
        """Whether it plays one mini-batch at a time."""
        return self.playing and self.throttle.speed.unit == "batch"

    def play(self, trainer: Trainer, epochs: int | None) -> None:
        """Train until paused, or for a number of epochs."""
        self.goal = trainer.epoch + (WITHOUT_END if epochs is None else epochs)
        self.stepping = False
        self.restart_clock(trainer)

    def add_epoch(self, trainer: Trainer) -> None:
        """Step through one more epoch."""
        goal = self.goal if self.stepping and self.goal is not None else trainer.epoch
        self.goal, self.stepping = goal + 1, True

    def stop(self) -> None:
        """Train no further."""
        self.goal, self.stepping, self.pending = None, False, []

    def pause(self) -> None:
        """Train no further, by request; forget the measured speed."""
        self.stop()
        self._speed = 0.0

    def set_speed(self, speed: Speed, trainer: Trainer | None) -> None:
        """Limit the speed of training; what was measured is no longer true."""
        self.throttle.start(speed)
        self._speed = 0.0
        if trainer is not None:
            self._measure_from_here(trainer)

    def restart_clock(self, trainer: Trainer) -> None:
        """Make the next unit due now, and measure the speed from here."""
        self.throttle.start()
        self._measure_from_here(trainer)

    def wait(self) -> float:
        """Return the seconds until the next unit is due."""
        return 0.0 if self.stepping else self.throttle.wait()

    def measure(self, trainer: Trainer) -> None:
        """Measure the speed, twice a second."""
        now, (then, epochs) = time.perf_counter(), self._measured_at
        if now - then >= SPEED_SECONDS:
            self._speed = (_epochs(trainer) - epochs) / (now - then)
            self._measured_at = (now, _epochs(trainer))

    def _measure_from_here(self, trainer: Trainer) -> None:
        self._measured_at = (time.perf_counter(), _epochs(trainer))


def _epochs(trainer: Trainer) -> float:
    """Return the epochs that are done, with the fraction of the current one."""
    done, count, _ = trainer.position
    return trainer.epoch + done / count
