"""What there is to say of training: each thing once, when the snapshot that shows it has come. No Qt."""

from dataclasses import dataclass

from engine import Divergence, Stopped
from playground.observers.snapshot import Snapshot
from playground.texts import changes
from playground.texts.changes import AGAIN
from playground.texts.diagnosis import Diagnosis, diagnose

RESTARTED = "Training starts again at epoch 0."
BACK = "Back at epoch 0, with the same data and the same first weights."
NEW_START = f"Other first weights for the same data{AGAIN}"
NEW_DATA = f"New data and new first weights{AGAIN}"
UNDONE = "Undone: the network has its old shape; what was taken out of it is back as it was."
BROUGHT_BACK = "Undone: training is back at epoch {:,}, with the weights that it had."
GONE = "That training is kept no longer: it is too long ago, or was too large."
LOST = 1000.0  # a loss so many times the first one is not worth going on from


@dataclass(frozen=True)
class Notice:
    """One line for the person at the window; `level` is "info", "warning" or "error"."""

    level: str
    text: str
    details: str = ""


class Telling:
    """Remembers what was asked for until it is seen, and what has been said already.

    Attributes
    ----------
    restart : str
        What is said when training starts again the next time; nothing where it is empty.
    """

    def __init__(self) -> None:
        self.restart = RESTARTED
        self._kept: tuple[int, str] | None = None  # the ticket of a change that keeps weights; what it does
        self._points: str | None = None  # what is said if points that changed start training again
        self._why = ""  # what is said if another change does, and nothing was asked to be said
        self._besides = ""  # what else a change has led to
        self._change: int | None = None  # the ticket of a change of which nothing was said so far
        self._explained: Divergence | None = None
        self._stopped: Stopped | None = None
        self._sample = False  # whether a step through one sample is still to be told

    # -- what was asked for ------------------------------------------------------------------

    def expect_kept(self, ticket: int, text: str) -> None:
        """A change was asked for that keeps the weights."""
        self._kept = ticket, text

    def expect_points(self, ticket: int, text: str) -> None:
        """Points were changed: the weights are kept, unless their classes are others now."""
        self._kept, self._points = (ticket, text), text

    def expect_change(self, ticket: int, why: str, besides: str = "") -> None:
        """Anything was changed; `why` is said if that has training start again, `besides` in any case."""
        self._points, self._why, self._besides, self._change = None, why, besides, ticket

    def expect_nothing(self) -> None:
        """What there was to say of a change has been said."""
        self._change = None

    def is_over(self, snapshot: Snapshot) -> bool:
        """Whether this snapshot is the first to include a change of which nothing was said."""
        if self._change is None or snapshot.ticket < self._change:
            return False
        self._change = None
        return True

    def expect_sample(self, asked: bool) -> None:
        """A step through one sample was asked for, or training goes on in another way."""
        self._sample = asked

    def fail(self) -> None:
        """What was asked for came to nothing, which is told elsewhere."""
        self._kept = None

    # -- what has come -----------------------------------------------------------------------

    def of_start(self, snapshot: Snapshot, learned: bool = True) -> str:
        """Return what to say of training that has started again, if anything.

        Parameters
        ----------
        snapshot : Snapshot
        learned : bool
            Whether there was any training before: else it does not start again, and only what was asked
            for is told.
        """
        text = self.restart if self._points is None else self._points
        empty = bool(text) and not snapshot.experiment.data.count
        if text == RESTARTED:
            text = (self._why or text) if learned else ""
        self.restart, self._points, self._kept, self._sample = RESTARTED, None, None, False
        besides, self._why, self._besides = self._besides, "", ""
        if snapshot.back is not None:
            return BROUGHT_BACK.format(snapshot.back)
        if empty:
            return changes.NO_POINTS
        text = text if learned else text.replace(AGAIN, ".")
        return f"{text} {besides}".strip()

    def of_kept(self, snapshot: Snapshot) -> str:
        """Return what to say of a change that this snapshot is the first to include, if anything."""
        if self._kept is None or snapshot.ticket < self._kept[0]:
            return ""
        text = self._kept[1]
        self._kept = self._points = None
        return text

    def of_rest(self, snapshot: Snapshot) -> Notice | Diagnosis | None:
        """Return why training has stopped by itself, once; or what going through one sample has done."""
        if snapshot.diverged and snapshot.diverged is not self._explained:
            self._explained = snapshot.diverged
            first = snapshot.curves.train.values[:1]
            lost = bool(len(first)) and not snapshot.metrics.train_loss < LOST * max(float(first[0]), 1.0)
            return diagnose(snapshot.diverged, snapshot.experiment, snapshot.learning_rate, lost)
        if snapshot.stopped and snapshot.stopped is not self._stopped:
            self._stopped = snapshot.stopped
            goes_on = " Play goes on." if snapshot.stopped.by_rule else ""
            return Notice("info", snapshot.stopped.message + goes_on)
        if self._sample:
            self._sample = False
            return Notice("info", say_sample(snapshot))
        return None


def say_sample(snapshot: Snapshot) -> str:
    """Say what going through one sample has done."""
    if snapshot.sample == 0:
        return "That was the mini-batch's last sample: the mean of its gradients has moved the weights."
    size = snapshot.place[2]
    return f"Sample {snapshot.sample} of {size} of this mini-batch; the weights change with its last sample."
