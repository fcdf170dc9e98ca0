"""What an observer may spend: seconds on one value, and a share of the time of training. No Qt."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS = 2e-10  # for a multiplication: a cautious guess until the machine's speed has been measured
SMOOTHING = 0.2  # the weight of the newest measurement


class Budget:
    """The time that an observer may take, and how often.

    Parameters
    ----------
    hurried, paused : float
        Seconds that a value may take where it is wanted at once, and while training is paused.
    share : float
        The share of training's time that values may take: what costs more comes less often.
    every : float
        The least seconds between two values while training continues.
    """

    def __init__(
        self, hurried: float = math.inf, paused: float = math.inf, share: float = 1.0, every: float = 0.0
    ) -> None:
        self._hurried, self._paused = hurried, paused
        self._share, self._every = share, every
        self._seconds = SECONDS
        self._due = 0.0
        self._last: tuple[int, float, int] | None = None  # wanted, work and result

    def is_due(self, busy: bool) -> bool:
        """Whether another value is due: always while training is paused."""
        return not busy or time.perf_counter() >= self._due

    @contextmanager
    def spend(self, work: float = 0.0, already: float = 0.0) -> Iterator[None]:
        """Measure what is done inside.

        Parameters
        ----------
        work : float
            How many multiplications it takes; 0 where no resolution depends on it.
        already : float
            Seconds that were spent on it just before.
        """
        start = time.perf_counter()
        yield
        seconds = time.perf_counter() - start
        self._due = start - already + max((seconds + already) / self._share, self._every)
        if work:
            # smoothed: a moment in which the thread did not run is not slowness
            self._seconds += SMOOTHING * (seconds / work - self._seconds)

    def resolution(self, wanted: int, least: int, work: float, hurried: bool) -> int:
        """Return the points along one edge of a grid: as wanted, or halved until they are affordable.

        Parameters
        ----------
        wanted, least : int
        work : float
            How many multiplications each point takes.
        hurried : bool
            Whether the picture is wanted at once.
        """
        if not hurried:
            return self._halved(wanted, least, work, self._paused)
        n = self._halved(wanted, least, work, self._hurried)
        last = self._last[2] if self._last is not None and self._last[:2] == (wanted, work) else n
        if n > last:  # raised only where there is time to spare: no flicker
            n = max(last, self._halved(wanted, least, work, 0.5 * self._hurried))
        self._last = wanted, work, n
        return n

    def _halved(self, n: int, least: int, work: float, seconds: float) -> int:
        while n // 2 >= least and n * n * work * self._seconds > seconds:
            n //= 2
        return n
