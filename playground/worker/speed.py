"""How fast training goes: as fast as it can, or slowly enough to watch. No Qt."""

import time
from dataclasses import dataclass

from playground.texts.speeds import FULL


@dataclass(frozen=True)
class Speed:
    """So many mini-batches or epochs a second.

    Attributes
    ----------
    unit : {"batch", "epoch"}
        What is trained at one beat.
    per_second : float
        Beats a second; 0 for no limit.
    """

    unit: str = "epoch"
    per_second: float = 0.0

    @property
    def limited(self) -> bool:
        """Whether there is anything to wait for."""
        return self.per_second > 0.0


# by the names that `texts.speeds` has words for
SPEEDS: dict[str, Speed] = {
    "step": Speed("batch", 1.0),
    "steps": Speed("batch", 5.0),
    "epoch": Speed("epoch", 1.0),
    "epochs": Speed("epoch", 10.0),
    "brisk": Speed("epoch", 100.0),
    FULL: Speed(),
}


class Throttle:
    """Says when the next unit is due; what is late is not made up for.

    Attributes
    ----------
    pace : Pace
    """

    def __init__(self) -> None:
        self.pace = SPEEDS[FULL]
        self._due = 0.0

    def start(self, pace: Speed | None = None) -> None:
        """Begin, with another pace perhaps: the first unit is due now."""
        self.pace = pace or self.pace
        self._due = time.perf_counter()

    def wait(self) -> float:
        """Return how many seconds there are until the next unit is due."""
        return max(self._due - time.perf_counter(), 0.0) if self.pace.limited else 0.0

    def done(self) -> None:
        """Note that a unit is done."""
        if self.pace.limited:
            self._due = max(self._due + 1.0 / self.pace.per_second, time.perf_counter())
