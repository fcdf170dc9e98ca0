"""Which runs are kept, and when; those that changes discarded, and undo brings back. No Qt."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from engine import Experiment, Trainer
from engine.base.checks import SpecError
from playground.texts.changes import NO_SUCH_RUN
from playground.worker.run import CHANGES, Run
from playground.worker.run_copy import Origin, opened

if TYPE_CHECKING:
    from playground.worker.keeping import Keeping

PAUSED_SECONDS = 1.0  # after which a run that has paused is kept
PLAYING_SECONDS = 10.0  # from one time to the next while it trains


class Left(NamedTuple):
    """A run that a change discarded.

    Attributes
    ----------
    key : str
    with_undo : bool
        Whether it comes back with what undo needs, where it stood; else as it had been opened, at its end.
    """

    key: str
    with_undo: bool


class Kept:
    """Has runs kept as they happen, and finds those again that changes discarded.

    Parameters
    ----------
    keeping : Keeping or None
        Writes and reads them; without, none is kept, nor brought back.
    """

    def __init__(self, keeping: Keeping | None) -> None:
        self._keeping = keeping
        self._left: dict[int, Left] = {}  # by the numbers of the changes
        self._due: float | None = None  # when runs are to be kept again

    # -- as they happen ----------------------------------------------------------------------

    def keep(self, runs: Iterable[Run]) -> None:
        """Keep runs as they are, each if that is new."""
        self._due = None
        for run in runs:
            if run.is_new:
                self._put(run)

    def keep_soon(self, runs: Iterable[Run]) -> None:
        """Have runs kept that have paused, if there is anything new to keep: they may continue at once."""
        self._keep_in(PAUSED_SECONDS, runs)

    def keep_now_and_then(self, runs: Iterable[Run]) -> None:
        """Have runs kept that train, unless they are to be kept anyway."""
        if self._due is None:
            self._keep_in(PLAYING_SECONDS, runs)

    def _keep_in(self, seconds: float, runs: Iterable[Run]) -> None:
        is_new = any(run.is_new for run in runs)
        self._due = time.monotonic() + seconds if is_new and self._keeping else None

    @property
    def seconds(self) -> float | None:
        """How long it is until runs are to be kept; None if there is nothing new to keep."""
        return None if self._due is None else max(self._due - time.monotonic(), 0.0)

    def _put(self, run: Run, leaves: bool = False) -> bool:
        """Have a run kept, unless it is kept as it is, if it is left also where it stands.

        Return whether it can be.
        """
        if self._keeping is None:
            return False
        stands = run.place if run.lines.here is not None else None
        if run.key and run.kept_as == run.mark and (not leaves or run.kept_at == stands):
            return True
        try:
            one = run.copied()
            if one is not None:
                self._keeping.put(one)
                run.kept_as, run.kept_at = run.mark, stands
            return one is not None
        except Exception as error:  # too little memory, say: training goes on
            self._keeping.tell_of(error)
            return False

    # -- discarded, and brought back ---------------------------------------------------------

    def leave(self, run: Run, number: int = 0) -> None:
        """Keep a run that is over; undoing the change with that number, if any, brings it back.

        Of changes that merge, that is the first one's run; what lasted from one to the next is not kept.
        """
        if number in self._left or not run.has_past:
            return
        with_undo = not run.is_as_opened or run.lines.here is not None
        if self._put(run, leaves=True) and number:
            self._left[number] = Left(run.key, with_undo)

    def recalled(self, numbers: Iterable[int]) -> tuple[Trainer, Origin] | None:
        """Return the run that the first of these changes discarded, if it is still kept."""
        left = next((self._left[number] for number in numbers if number in self._left), None)
        kept = self._keeping.get(left.key) if left is not None and self._keeping else None
        with suppress(ValueError):  # a damaged one is as good as none
            return opened(kept, left.with_undo) if left is not None and kept is not None else None
        return None

    def forget(self, numbers: Iterable[int] | None = None) -> None:
        """Forget what these changes discarded, or all changes: they are not undone any more."""
        for number in list(self._left) if numbers is None else numbers:
            self._left.pop(number, None)

    def opened(self, key: str) -> tuple[Trainer, Origin]:
        """Return a run as it was kept, at its end.

        Raises
        ------
        SpecError
            If there is none.
        ValueError
            If what was kept is damaged.
        """
        kept = self._keeping.get(key) if self._keeping else None
        if kept is None:
            raise SpecError(NO_SUCH_RUN(), field="key", value=key)
        return opened(kept, with_undo=False)


def starts_like(run: Run, other: Run) -> bool:
    """Return whether a run begins as another one did that nothing was changed in, but for the seeds."""
    record = other.record
    changed = any(one.place.steps and isinstance(one.what, CHANGES) for one in record.entries)
    if changed or record.forgotten or not isinstance(record.start, Experiment):
        return False
    return _seedless(run.trainer.experiment) == _seedless(other.trainer.experiment)


def _seedless(experiment: Experiment) -> Experiment:
    """Return what experiments have in common that are new starts of one."""
    data = replace(experiment.data, test_points=())  # they are drawn anew with the data
    return replace(experiment, data=data, seed=0, weights_seed=None)
