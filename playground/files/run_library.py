"""The library of runs: every training as it happens, in one SQLite file. No Qt."""

from __future__ import annotations

from engine import Experiment
from engine.base.values import dataclass


@dataclass(frozen=True)
class RunRow:
    """What the table of runs shows of one; cheap to read, without weights.

    Attributes
    ----------
    key : str
        Identifies the run everywhere and for ever.
    began, ended : float
        When it began and was last trained, in seconds since 1970.
    experiment : Experiment
        As it was at the end.
    epoch, steps : int
        How far it was trained.
    train_loss, test_loss, train_accuracy, test_accuracy : float or None
        At the end.
    best_epoch, best_loss : int, float or None
        Where the test loss, or the training loss without test points, was lowest.
    diverged : bool
    changes : int
        How often it was changed while it trained.
    group : str
        What runs have in common that are new starts of one experiment, one after the other; "" for none.
    name, note : str
        Given by a person.
    starred : bool
    """

    key: str
    began: float
    ended: float
    experiment: Experiment
    epoch: int = 0
    steps: int = 0
    train_loss: float | None = None
    test_loss: float | None = None
    train_accuracy: float | None = None
    test_accuracy: float | None = None
    best_epoch: int | None = None
    best_loss: float | None = None
    diverged: bool = False
    changes: int = 0
    group: str = ""
    name: str = ""
    note: str = ""
    starred: bool = False


@dataclass(frozen=True, eq=False)
class KeptRun:
    """A run with all that it takes to continue it.

    Attributes
    ----------
    row : RunRow
    state : bytes
        The contents of a state file, at its end.
    curves : bytes
        Its curves and events.
    thumbnail : bytes
        The output over the plane, small, as levels from 0 to 255 that whoever draws it gives colours.
    timeline : bytes
        The moments that it can be gone back to; empty for the last one alone.
    removed : bytes
        What undo of its earlier changes needs.
    """

    row: RunRow
    state: bytes
    curves: bytes = b""
    thumbnail: bytes = b""
    timeline: bytes = b""
    removed: bytes = b""
