"""A run as it is at one moment, copied out of the training thread, and what a run continues. No Qt."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING

from engine import Experiment, Metrics, Split, State, Trainer
from engine.base.values import dataclass
from playground.files.run_library import KeptRun, RunRow
from playground.observers.curves import Curves
from playground.observers.history import History
from playground.observers.network_state import NetworkState
from playground.observers.samples import are_cheap
from playground.observers.sparkline import sparkline
from playground.observers.success import criterion
from playground.observers.view import Area
from playground.texts.changes import DAMAGED_RUN
from playground.worker.lines import Lines
from playground.worker.moments import Moment

if TYPE_CHECKING:
    from engine import Progress

COPIES = 6  # numbers for each weight, about: moments, the last good weights, masks
MOST_BYTES = 64 * 2**20  # of a run that is kept
MOST_WORK = 2e8  # multiply-adds for R²


@dataclass(frozen=True, eq=False)
class Origin:
    """What a run continues: one that was kept, or left.

    Attributes
    ----------
    key : str
    began : float
        In seconds since 1970.
    group : str
    lines : Lines
        Its past.
    edited : bool
        Whether weights were set by hand.
    opened : bool
        Whether it was opened as it had been kept: it stays so, and whatever is done to it makes a new run.
    """

    key: str
    began: float
    group: str
    lines: Lines
    edited: bool
    opened: bool = False


@dataclass(frozen=True, eq=False)
class RunCopy:
    """All of a run that is kept; it shares nothing with the training that goes on.

    Attributes
    ----------
    origin : Origin
        What continues it.
    ended : float
        When it was copied, in seconds since 1970.
    metrics : Metrics
        The last ones that were known.
    here : Moment or None
        Where it stands, if that is before its end.
    """

    origin: Origin
    ended: float
    experiment: Experiment
    data: Split
    progress: Progress
    metrics: Metrics
    frame: Area
    here: Moment | None = None

    @property
    def size(self) -> int:
        """How many bytes it takes, about."""
        return self.progress.parameters.nbytes * COPIES

    def packed(self) -> KeptRun:
        """Return it as it is kept."""
        from playground.observers.thumbnail import thumbnail
        from playground.worker.packed_lines import packed_lines, packed_removed
        from playground.worker.packing import pack

        origin = self.origin
        trainer = Trainer.resume(self.experiment, self.data, self.progress)
        picture = thumbnail(NetworkState.of(self.progress, self.experiment, self.data, frame=self.frame))
        facts, rows = origin.lines.line.history.parts()
        return KeptRun(
            row=self._row(trainer),
            state=trainer.state().to_bytes(),
            curves=pack(facts, {"rows": rows}),
            thumbnail=picture.to_bytes() if picture is not None else b"",
            timeline=packed_lines(origin.lines, self.here, origin.edited),
            removed=packed_removed(origin.lines),
        )

    def _row(self, trainer: Trainer) -> RunRow:
        origin = self.origin
        metrics = trainer.metrics() if are_cheap(self.data, trainer.network) else self.metrics
        curves = origin.lines.line.history.curves()
        best = curves.best or (None, None)
        train_r2, test_r2 = self._r_squared(trainer)
        return RunRow(
            key=origin.key,
            began=origin.began,
            ended=self.ended,
            experiment=self.experiment,
            epoch=self.progress.epoch,
            steps=self.progress.steps,
            train_loss=_finite(metrics.train_loss),
            test_loss=_finite(metrics.test_loss),
            train_accuracy=_finite(metrics.train_accuracy),
            test_accuracy=_finite(metrics.test_accuracy),
            test_r2=_finite(test_r2),
            best_epoch=best[0],
            best_loss=_finite(best[1]),
            diverged=bool(curves.diverged),
            changes=len(curves.events),
            group=origin.group,
            worked=criterion(self.experiment).met_by(metrics, train_r2 if test_r2 is None else test_r2),
            spark=sparkline(curves),
        )

    def _r_squared(self, trainer: Trainer) -> tuple[float | None, float | None]:
        """Return R² of a regression, on training and test samples; None where that takes too long."""
        work = (len(self.data.train) + len(self.data.test)) * len(self.progress.parameters)
        if self.experiment.data.problem != "regression" or work > MOST_WORK:
            return None, None
        train, test = trainer.scores()
        return getattr(train, "r2", None), getattr(test, "r2", None)


def _finite(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None


def opened(kept: KeptRun, with_undo: bool) -> tuple[Trainer, Origin]:
    """Return a trainer and what a run continues, of one that was kept.

    Parameters
    ----------
    kept : KeptRun
    with_undo : bool
        Whether its changes are those of this session, to be undone; if not, it is opened as it was kept.

    Raises
    ------
    ValueError
        If what was kept is damaged.
    """
    from playground.worker.packed_lines import lines_of

    trainer = Trainer.restore(State.from_bytes(kept.state))
    try:
        lines, here, edited = lines_of(kept, trainer, with_undo)
        if here is not None:
            trainer, edited = here.trainer(), here.edited
        for line in (lines.line, *lines.left):  # what fails must do so before it is open
            operator.index(line.record.count)
            line.history.curves()
        lines.timeline(trainer.epoch)
    except Exception as error:  # what is damaged, or made up, makes any of these raise almost anything
        raise ValueError(DAMAGED_RUN()) from error
    row = kept.row
    return trainer, Origin(row.key, row.began, row.group, lines, edited, not with_undo)


def curves_of(content: bytes) -> Curves | None:
    """Return the curves that were kept of a run; None if there are none, or they are damaged."""
    from playground.worker.packing import unpack

    try:
        facts, arrays = unpack(content)
        return History.of_parts(facts, arrays["rows"]).curves()
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return None
