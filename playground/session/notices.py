"""Notices about training: each is shown once, when the snapshot that shows its cause has come."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from engine import Experiment
from engine.base.values import dataclass
from playground.observers.divergence import Diagnosis, diagnose, hard_values
from playground.observers.snapshot import Snapshot
from playground.texts import changes
from playground.texts.divergence import kept_weights
from playground.texts.numbers import range_text
from playground.worker.answer import Answer, Outcome
from playground.worker.commands import Open, OpenLanes, OpenRun, Play, RemoveNeuron, Reset, Restore, Step
from playground.worker.revision import Revision

if TYPE_CHECKING:
    from engine import Divergence, Stopped

HOPELESS = 1000.0  # times the first loss: from there training is not worth continuing


class NoticeKind(Enum):
    """What a notice is about: notices are withdrawn by their kind."""

    MESSAGE = auto()  # anything that only another notice replaces
    CHANGE = auto()  # what a change of the experiment did
    REFUSAL = auto()  # why a change was not made
    FAILURE = auto()
    STOP = auto()  # why training stopped, or what a step did
    DRAWING = auto()  # how to draw points
    READING = auto()  # that a large file is being read, or written
    FULL_SCREEN = auto()  # how to leave it
    PACE = auto()  # that training is slow at first, to be watched
    DIAGNOSIS = auto()  # why nothing is being learned
    TIME = auto()  # at which moment of its past the run stands


@dataclass(frozen=True)
class Notice:
    """One line for the person at the window; `level` is "info", "warning" or "error".

    A diagnosis may have a `remedy`, what its button says.
    """

    level: str
    text: str
    details: str = ""
    kind: NoticeKind = NoticeKind.MESSAGE
    remedy: str = ""


class Notices(QObject):
    """The current notice, and what has been reported already.

    Signals
    -------
    changed (Notice or None)
        The current notice was replaced or withdrawn.
    closed (Notice or None)
        A person has closed this one.
    diverged (Diagnosis or None)
        What happened when training diverged; None when that is over.
    """

    changed = Signal(object)
    closed = Signal(object)
    diverged = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current: Notice | None = None
        self._passing: Notice | None = None  # in front of the current one
        self._explained: Divergence | None = None
        self._stopped: Stopped | None = None
        self._sample = False  # whether the last step was by sample, and has not been reported

    def show(self, notice: Notice) -> None:
        """Show a notice in place of the current one."""
        self._current, self._passing = notice, None
        self.changed.emit(notice)

    def show_passing(self, notice: Notice | None) -> None:
        """Show a notice in front of the current one, which comes back if it still holds; None ends that."""
        if notice is not self._passing:
            self._passing = notice
            self.changed.emit(notice or self._current)

    def close(self) -> None:
        """Close what is shown, at a person's request: it does not come back."""
        closed, self._current, self._passing = self._current, None, None
        self.changed.emit(None)
        self.closed.emit(closed)

    @property
    def current(self) -> Notice | None:
        """The one that stays until another replaces it."""
        return self._current

    def withdraw(self, *kinds: NoticeKind) -> None:
        """Withdraw the current notice if it is of one of these kinds; in any case if none is given."""
        if self._current is not None and (not kinds or self._current.kind in kinds):
            self._current = None
            self.changed.emit(self._passing)

    def continue_training(self) -> None:
        """Withdraw notices about training that has stopped: it continues."""
        self._sample = False
        self.withdraw()
        self.diverged.emit(None)

    def before_divergence(self) -> None:
        """Withdraw why training diverged: at the moment that is shown it has not; there it is told again."""
        self._explained = None
        self.diverged.emit(None)

    def stay(self) -> None:
        """Report that training is paused at the last good weights."""
        self.diverged.emit(None)
        if self._explained is not None:
            text = changes.PAUSED(weights=kept_weights(self._explained))
            self.show(Notice("info", text, kind=NoticeKind.STOP))

    def report(self, answer: Answer) -> None:
        """Report what a command did, if that is worth a notice."""
        if answer.outcome in (Outcome.RESTARTED, Outcome.RESTORED):
            self._sample = False
            self.diverged.emit(None)
        if isinstance(answer.command, (Step, Play)):
            self._sample = answer.command == Step("sample")
        text = of_change(answer)
        if text:
            self.show(Notice("info", text, kind=NoticeKind.CHANGE))
        elif text is not None:
            self.withdraw(NoticeKind.CHANGE)  # it was about the previous change

    def report_failure(self, answer: Answer) -> None:
        """Report what went wrong."""
        assert answer.failure is not None
        text = changes.STOPPED
        if answer.outcome is Outcome.FAILED:
            if isinstance(answer.command, (Revision, RemoveNeuron)):
                text = changes.FAILED
            elif isinstance(answer.command, OpenLanes) or (
                isinstance(answer.command, (Open, OpenRun, Restore)) and answer.after is not None
            ):
                text = changes.NOT_OPENED
        self.show(
            Notice("error", text(why=answer.failure.message), answer.failure.details, NoticeKind.FAILURE)
        )

    def report_stop(self, snapshot: Snapshot) -> None:
        """Report why training has stopped by itself, once; or what a step by sample has done."""
        sample, self._sample = self._sample, False
        if snapshot.diverged and snapshot.diverged is not self._explained:
            self._explained = snapshot.diverged
            self.withdraw()  # the divergence panel shows it, with the answers
            self.diverged.emit(diagnosis_of(snapshot, snapshot.diverged))
        elif snapshot.stopped and snapshot.stopped is not self._stopped:
            self._stopped = snapshot.stopped
            text = changes.stopped(snapshot.stopped)
            self.show(Notice("info", text, kind=NoticeKind.STOP))
        elif sample:
            text = changes.sample(snapshot.sample, snapshot.position[2])
            self.show(Notice("info", text, kind=NoticeKind.STOP))


def diagnosis_of(snapshot: Snapshot, diverged: Divergence) -> Diagnosis:
    """Return why training diverged."""
    first = snapshot.curves.train.values[:1]
    hopeless = bool(len(first)) and not snapshot.metrics.train_loss < HOPELESS * max(float(first[0]), 1.0)
    return diagnose(diverged, snapshot.experiment, snapshot.learning_rate, hopeless, snapshot.epoch)


def of_change(answer: Answer) -> str | None:
    """Return what a command changed, in words; "" where that is obvious, None where it changes nothing."""
    command = answer.command
    if isinstance(command, Reset) and answer.after is not None:
        return changes.BACK() if answer.after.data.count else changes.NO_POINTS()
    if isinstance(command, OpenRun):
        return changes.OPENED_RUN(epoch=answer.epoch)
    revision = command.revision if isinstance(command, RemoveNeuron) else command
    if not isinstance(revision, Revision) or answer.before is None:
        return None
    if answer.outcome is Outcome.RESTORED:
        return changes.restored(answer.epoch)
    if answer.outcome is Outcome.RESTARTED:
        return _of_restart(revision, answer.before, answer.had_learned)
    if isinstance(command, RemoveNeuron):
        return changes.neuron_removed(answer.before, command.layer, command.neuron)
    return _of_kept(revision, answer.before)


def _of_restart(revision: Revision, old: Experiment, had_learned: bool) -> str:
    new = revision.experiment
    if revision.afresh:
        return revision.message
    if _is_of_points(revision, old):
        parts = [changes.points(old.data, new.data)]
    elif not new.data.count:
        return changes.NO_POINTS()
    else:
        why = (changes.why_restarted if had_learned else changes.one_or_two_inputs)(old, new)
        parts = [revision.message or why]
    parts += [changes.RESTARTS() if had_learned else ""]
    parts += [changes.without_x2(old, new), changes.compatible_head(old, new), _of_values(old, new)]
    return " ".join(filter(None, parts))


def _of_values(old: Experiment, new: Experiment) -> str:
    """Return that values have become hard to learn, or ""."""
    if hard_values(old.data) or not (ends := hard_values(new.data)):
        return ""
    low, high = map(range_text, ends)
    return changes.HARD_VALUES(low=low, high=high)


def _of_kept(revision: Revision, old: Experiment) -> str:
    new = revision.experiment
    if _is_of_points(revision, old):
        return " ".join(filter(None, [changes.points(old.data, new.data), _of_values(old, new)]))
    if revision.message or not revision.keep:
        return revision.message
    return changes.UNDONE() if revision.undone else changes.network(old, new)


def _is_of_points(revision: Revision, old: Experiment) -> bool:
    return revision.keep and revision.experiment.data != old.data
