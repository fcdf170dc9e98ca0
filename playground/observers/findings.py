"""Why the network does not learn, found now and then, in pieces between the pictures. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, ClassVar

from engine.base.values import dataclass
from playground.observers.curves import Curves
from playground.observers.observed import Observed
from playground.observers.view import View

if TYPE_CHECKING:
    from engine import Progress
    from engine.analysis.causes import Finding
    from engine.analysis.symptoms import LossCurve

PIECE_SECONDS = 0.004  # of each picture's time, while training continues


@dataclass(frozen=True, eq=False)
class AskDiagnosis:
    """A single diagnosis: each new ask gets a new one.

    Attributes
    ----------
    curves : Curves
        The losses so far.
    since : int
        The epoch at which the experiment last changed.
    """

    of_progress: ClassVar[bool] = True

    curves: Curves
    since: int = 0


@dataclass(frozen=True, eq=False)
class Findings:
    """What was found.

    Attributes
    ----------
    ask : AskDiagnosis
        What it answers.
    causes : tuple of Finding
        The likeliest first; empty where the network learns.
    """

    ask: AskDiagnosis
    causes: tuple[Finding, ...]


class FindingsObserver:
    """Makes a diagnosis of the network as it was when it was asked for."""

    def __init__(self, observed: Observed) -> None:
        from engine import Progress

        self.asks = (AskDiagnosis, Progress)
        self._progress = Progress
        self._observed = observed
        self._ask: AskDiagnosis | None = None
        self._pieces: Generator[None, None, tuple[Finding, ...]] | None = None
        self._found: Findings | None = None

    def observe(self, view: View) -> Findings | None:
        """Return the findings once there are any; None before, and if nobody asks."""
        ask, progress = view.get(AskDiagnosis), view.get(self._progress)
        if ask is None or progress is None:
            self._ask = self._pieces = self._found = None
            return None
        if ask is not self._ask:
            self._ask, self._found = ask, None
            self._pieces = self._begin(ask, progress)
        if self._pieces is not None and not self._observed.hurried:
            self._advance(ask, self._observed.pause_point)
        elif self._pieces is not None:
            end = time.perf_counter() + PIECE_SECONDS
            self._advance(ask, lambda: time.perf_counter() >= end)
            self._observed.unfinished |= self._found is None
        return self._found

    def _begin(self, ask: AskDiagnosis, progress: Progress) -> Generator[None, None, tuple[Finding, ...]]:
        from engine.analysis.diagnosis import diagnosing

        observed = self._observed
        return diagnosing(observed.experiment, observed.data, progress, losses_of(ask.curves, ask.since))

    def _advance(self, ask: AskDiagnosis, pause: Callable[[], bool | None]) -> None:
        """Continue until it is done, or to be paused."""
        assert self._pieces is not None
        while True:
            try:
                next(self._pieces)
            except StopIteration as end:
                self._pieces, self._found = None, Findings(ask, end.value)
                return
            if pause():
                return


def losses_of(curves: Curves, since: int = 0) -> LossCurve:
    """Return the losses, those up to an epoch, or of another loss or other data, not to be compared."""
    from engine.analysis.symptoms import LossCurve

    train, test = curves.train, curves.test
    since = max((since, curves.best_since, *curves.gaps))
    return LossCurve(train.epochs, train.values, test.epochs, test.values, since)
