"""How fast training goes: as fast as it can, or slowly enough to watch. No Qt."""

import time

from engine.base.values import dataclass
from playground.texts.speeds import FULL


@dataclass(frozen=True)
class Speed:
    """A number of mini-batches or epochs per second.

    Attributes
    ----------
    unit : {"batch", "epoch"}
        What is counted.
    per_second : float
        Units per second; 0 for no limit.
    """

    unit: str = "epoch"
    per_second: float = 0.0

    @property
    def limited(self) -> bool:
        """Whether there is a limit."""
        return self.per_second > 0.0


# keyed by the names that `texts.speeds` has words for
SPEEDS: dict[str, Speed] = {
    "step": Speed("batch", 1.0),
    "steps": Speed("batch", 5.0),
    "epoch": Speed("epoch", 1.0),
    "epochs": Speed("epoch", 10.0),
    "brisk": Speed("epoch", 100.0),
    FULL: Speed(),
}


class Throttle:
    """Says when the next unit is due; a delay is not made up for.

    Attributes
    ----------
    speed : Speed
    """

    def __init__(self) -> None:
        self.speed = SPEEDS[FULL]
        self._due = 0.0

    def start(self, speed: Speed | None = None) -> None:
        """Make the next unit due now; change the speed if one is given."""
        self.speed = speed or self.speed
        self._due = time.perf_counter()

    def wait(self) -> float:
        """Return the seconds until the next unit is due."""
        return max(self._due - time.perf_counter(), 0.0) if self.speed.limited else 0.0

    def done(self) -> None:
        """Note that a unit is done."""
        if self.speed.limited:
            self._due = max(self._due + 1.0 / self.speed.per_second, time.perf_counter())
