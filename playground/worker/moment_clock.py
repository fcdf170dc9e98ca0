"""When moments of a run are kept: spaced by the time of training that lies between them. No Qt."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SPACING = 0.125  # seconds of training between two moments
SHARE = 0.02  # of the time of training that keeping them may take


class MomentClock:
    """Measures how long a line has been trained, and says when a moment is due.

    Parameters
    ----------
    trained : float
        Seconds that it has been trained before.
    spacing : float, optional
        Seconds of training between two moments.
    """

    def __init__(self, trained: float, spacing: float | None = None) -> None:
        self._trained, self._spacing = trained, SPACING if spacing is None else spacing
        self._began: float | None = None  # the slice of training under way
        self._due = trained + self._spacing

    @property
    def trained(self) -> float:
        """Seconds that the line has been trained by now."""
        return self._trained + (0.0 if self._began is None else time.perf_counter() - self._began)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Measure what is done inside as training."""
        self._began = time.perf_counter()
        try:
            yield
        finally:
            self._trained, self._began = self.trained, None

    def keep(self, take: Callable[[], None]) -> None:
        """Have a moment kept, if one is due."""
        trained = self.trained
        if trained >= self._due:
            take()
            cost = self.trained - trained
            self._due = trained + max(self._spacing, cost / SHARE)
