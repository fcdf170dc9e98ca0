"""How fast training goes: as fast as it can, or slowly enough to watch. No Qt."""

import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """So many mini-batches or epochs a second.

    Attributes
    ----------
    label, hint : str
        What a menu and a tooltip show.
    unit : {"batch", "epoch"}
        What is trained at one beat.
    per_second : float
        Beats a second; 0 for no limit.
    """

    label: str
    hint: str
    unit: str = "epoch"
    per_second: float = 0.0

    @property
    def limited(self) -> bool:
        """Whether there is anything to wait for."""
        return self.per_second > 0.0


# from the slowest to the fastest
PACES: dict[str, Pace] = {
    "step": Pace(
        "1 step a second", "One mini-batch a second: watch each step move the boundary.", "batch", 1.0
    ),
    "steps": Pace("5 steps a second", "Five mini-batches a second.", "batch", 5.0),
    "epoch": Pace("1 epoch a second", "Every train point once a second.", "epoch", 1.0),
    "epochs": Pace("10 epochs a second", "Slow enough to see where the boundary moves next.", "epoch", 10.0),
    "brisk": Pace("100 epochs a second", "A pace that one can follow with a finger.", "epoch", 100.0),
    "full": Pace("full speed", "As many epochs a second as the machine can."),
}
FULL = "full"


class Beat:
    """Says when the next unit is due; what is late is not made up for.

    Attributes
    ----------
    pace : Pace
    """

    def __init__(self) -> None:
        self.pace = PACES[FULL]
        self._due = 0.0

    def start(self, pace: Pace | None = None) -> None:
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
