"""What the library of runs takes and gives: values. No Qt, no SQLite."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from engine import Experiment
from engine.base.values import dataclass
from playground.files.atomic import FileError
from playground.texts import run_library as texts

LONGEST_NAME = 200  # characters
SUFFIX = ".nprun"  # of a file of runs
PARTS = ("state", "curves", "thumbnail", "timeline", "removed")  # of a kept run, as bytes


class LibraryError(FileError):
    """A library that cannot be used now.

    Attributes
    ----------
    why : str
        The part of the line that says what keeps it from being used.
    damaged, busy : bool
        Whether the file is damaged, or another program has it.
    """

    def __init__(self, path: Path | None, why: str, damaged: bool = False, busy: bool = False) -> None:
        super().__init__(texts.CANNOT_USE(path=path, why=why))
        self.why, self.damaged, self.busy = why, damaged, busy


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
        At the end; None also for what is not a number.
    test_r2 : float or None
        R² on the test points at the end of a regression; None where that takes too long to find out.
    best_epoch, best_loss : int, float or None
        Where the test loss, or the training loss without test points, was lowest.
    diverged : bool
    changes : int
        How often it was changed while it trained.
    group : str
        What runs have in common that are new starts of one experiment, one after the other; "" for none.
    worked : bool or None
        Whether it reached what counts as solved; None where nothing says what does.
    name, note : str
        Given by a person.
    starred : bool
        Whether a person wants it kept whatever the budget.
    spark : bytes
        Its curve, as small as the table draws it.
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
    test_r2: float | None = None
    best_epoch: int | None = None
    best_loss: float | None = None
    diverged: bool = False
    changes: int = 0
    group: str = ""
    worked: bool | None = None
    name: str = ""
    note: str = ""
    starred: bool = False
    spark: bytes = b""


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


@dataclass(frozen=True)
class RunQuery:
    """Which runs are asked for, and in which order.

    Attributes
    ----------
    words : str
        Each must be part of the name, the note, or a setting in words.
    starred, diverged : bool or None
        None for both kinds.
    group : str or None
        None for all; "" for the runs in none.
    sort : str
        A field of `RunRow`, or a setting as a dotted path, such as "training.l2".
    descending : bool
        Runs without a value come last both ways.
    """

    words: str = ""
    starred: bool | None = None
    group: str | None = None
    diverged: bool | None = None
    sort: str = "began"
    descending: bool = True


class Found(NamedTuple):
    """A run that a query found, as far as a list of all of them needs it; see `RunRow`."""

    key: str
    group: str
    worked: bool | None


@dataclass(frozen=True)
class Budget:
    """How much is kept; of what is too much the oldest unstarred runs go first.

    Attributes
    ----------
    runs : int
    bytes : int
        Of all that is kept of the runs, compressed.
    """

    runs: int = 20_000
    bytes: int = 2**30
