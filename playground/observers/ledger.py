"""The ledger of the step that is to be made next. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from engine import Split
from engine.base.values import dataclass
from playground.observers.budget import Budget
from playground.observers.observed import Observed
from playground.observers.view import View

if TYPE_CHECKING:
    from engine import Progress
    from engine.analysis.ledger import Ledger
    from engine.analysis.tracer import Tracer

SHARE_OF_TIME = 0.2  # what ledgers may take while training continues
FRAME_SECONDS = 1 / 60  # no two are shown in less


@dataclass(frozen=True)
class AskLedger:
    """The ledger of the step that is to be made next, with one sample or with a mini-batch.

    Attributes
    ----------
    part : str
        "train" or "test" for one sample, as if it were a mini-batch of its own; "batch" for the mini-batch
        that training takes next.
    index : int
        Of the sample in its part; not used for a mini-batch.
    """

    of_progress: ClassVar[bool] = True

    part: str
    index: int = 0


class LedgerObserver:
    """Traces one step, over the copied progress."""

    def __init__(self, observed: Observed) -> None:
        from engine import Progress

        self.asks = (AskLedger, Progress)
        self._progress = Progress
        self._observed = observed
        self._tracer: Tracer | None = None
        self._known: tuple[AskLedger, Ledger] | None = None
        self._budget = Budget(share=SHARE_OF_TIME, every=FRAME_SECONDS)

    def observe(self, view: View) -> Ledger | None:
        """Return the ledger, the last one until another is due; None if nobody asks or there is none."""
        ask, progress, data = view.get(AskLedger), view.get(self._progress), self._observed.data
        if ask is None or progress is None:
            self._tracer = self._known = None
            return None
        if not _has(data, ask):
            return None
        known = self._known
        if known is not None and known[0] == ask and not self._budget.is_due(self._observed.busy):
            return known[1]
        with self._budget.spend():
            ledger = self._traced(progress, ask)
        self._known = ask, ledger
        return ledger

    def _traced(self, progress: Progress, ask: AskLedger) -> Ledger:
        from engine.analysis.tracer import Tracer

        experiment, data = self._observed.experiment, self._observed.data
        if self._tracer is None:
            self._tracer = Tracer(experiment, data)
        self._tracer = self._tracer.adapted(experiment, data)
        return self._tracer.trace(progress, ask.part, () if ask.part == "batch" else (ask.index,))


def _has(data: Split, ask: AskLedger) -> bool:
    """Whether there is what is asked for: points may have gone."""
    if ask.part == "batch":
        return len(data.train) > 0
    return ask.index < len(data.test if ask.part == "test" else data.train)
