"""The loop in the observing thread: it completes snapshots while training goes on. No Qt."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from playground.observers.catalogue import Observers
from playground.observers.lanes import Lanes
from playground.observers.observed import Stale
from playground.observers.snapshot import Snapshot
from playground.worker.answer import Answers, Failure, Report
from playground.worker.loop import Loop
from playground.worker.request import Evaluated, Request, Sight, Unobserved, Wanted
from playground.worker.slot import Slot

# A hurried look that takes longer gives way to a newer one; the next has twice as long, so that pictures come
# however slow they are, and however quickly commands follow each other.
HURRY_SECONDS = 0.050


class Observing(Loop):
    """The loop of the thread. It sees copies, so nothing that it does can change training.

    A paused network is looked at in three steps, of which all but the first give way to whatever is newer:
    at once, as finely as while it trained; then as finely as asked for; then, where that takes long, all
    samples are evaluated. Where all of this is cheap, the first step is the last.

    Parameters
    ----------
    answers : Answers
        What is to be reported with the next snapshot.
    reports : Slot of Report
    tell : callable (Evaluated or Unobserved) -> None
        Tells the worker.
    stopping : Event

    Attributes
    ----------
    requests : Slot of Request
    is_evaluating : bool
        Whether an evaluation of all samples is under way.
    """

    def __init__(
        self,
        answers: Answers,
        reports: Slot[Report],
        tell: Callable[[Evaluated | Unobserved], None],
        stopping: threading.Event,
    ) -> None:
        super().__init__(stopping)
        self.requests: Slot[Request] = Slot()
        self.is_evaluating = False
        self._answers, self._reports = answers, reports
        self._tell = tell
        self._observers: dict[int, Observers] = {}  # by the run that they are for
        self._gives_way_at = 0.0  # when a look gives way to a newer one
        self._patience = HURRY_SECONDS
        self._is_looking = False

    @property
    def is_ready(self) -> bool:
        """Whether a request would be met at once."""
        return self.requests.is_empty and not self._is_looking

    def _recover(self, failure: Failure) -> None:
        """Tell of a failure, and observe afresh."""
        self._observers.clear()
        self._is_looking = self.is_evaluating = False
        self._tell(Unobserved(failure))

    def _turn(self) -> None:
        """Meet a request, and continue the evaluation under way."""
        if not self.is_evaluating:
            self.requests.wait()
        self._is_looking = True
        self._meet(self.requests.take())  # no name for it here: it would be kept until the next comes
        self._is_looking = False
        self._evaluate()
        self.is_evaluating = any(one.is_evaluating for one in self._observers.values())

    def _is_stale(self) -> bool:
        """Whether what is under way is no longer wanted."""
        waits = not self.requests.is_empty and time.perf_counter() >= self._gives_way_at
        return waits or self._stopping.is_set()

    def _meet(self, request: Request | None) -> None:
        """Report the answers, with a snapshot if one can be made."""
        if request is None:
            return
        sight, snapshot = request.sight, None
        try:
            if sight is not None:
                snapshot = self._look(sight, hurried=True)
            self._patience = HURRY_SECONDS
        except Stale:
            self._patience *= 2.0  # the newer request brings a snapshot
        finally:
            # without one: a newer request brings it, or the worker tells of the failure
            follows = snapshot.busy or not snapshot.complete if snapshot is not None else sight is not None
            self._report(Report(self._answers.to(request.last), snapshot, follows), request.last)
        if sight is None or snapshot is None:
            return
        for one in sight.each:
            if one.evaluate is not None:
                self._observers[one.snapshot.run].begin_evaluation(one.evaluate, snapshot.busy)
        if snapshot.busy or not any(one.unfinished for one in self._observers.values()):
            return
        with suppress(Stale):
            finer = self._look(sight, hurried=False)
            if finer.complete or dict(finer.values) != dict(snapshot.values):
                self._report(Report((), finer, not finer.complete))

    def _report(self, report: Report, last: int = 0) -> None:
        self._reports.put(report)
        self._answers.remove_to(last)  # not before: they would be lost where this fails

    def _look(self, sight: Wanted, hurried: bool) -> Snapshot | Lanes:
        """Return the completed snapshot."""
        known, n = self._observers, len(sight.each)
        # colour scales start afresh with a run too: a fresh start always looks the same
        self._observers = {
            run: known.get(run) or Observers(self._is_stale, n)
            for run in (one.snapshot.run for one in sight.each)
        }
        self._gives_way_at = time.perf_counter() + self._patience if hurried else 0.0
        return sight.completed([self._observe(one, hurried) for one in sight.each])

    def _observe(self, sight: Sight, hurried: bool) -> Snapshot:
        snapshot, observers = sight.snapshot, self._observers[sight.snapshot.run]
        values = observers.observe(sight.state, sight.view, snapshot.busy, hurried)
        return replace(snapshot, values=values, complete=snapshot.complete and not observers.unfinished)

    def _evaluate(self) -> None:
        """Continue the evaluation under way, if there is one, until something newer comes."""
        self._gives_way_at = 0.0
        for run, observers in self._observers.items():
            if (result := observers.evaluate()) is not None:
                self._tell(Evaluated(run, *result))
