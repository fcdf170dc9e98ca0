"""What the worker reports: the outcome of each command, with the snapshot that shows it. No Qt."""

import itertools
import traceback
from collections import deque
from enum import Enum, auto

from engine import Experiment
from engine.base.checks import SpecError
from engine.base.values import dataclass
from playground.observers.lanes import Lanes
from playground.observers.snapshot import Snapshot
from playground.worker.commands import Command


class Outcome(Enum):
    """What became of a command."""

    DONE = auto()  # as asked
    KEPT = auto()  # the experiment changed, and the weights were kept
    RESTARTED = auto()  # another run began at epoch 0
    RESTORED = auto()  # a discarded run came back
    REFUSED = auto()  # there is no such weight, or nothing is open
    FAILED = auto()  # it raised an exception, and changed nothing
    STOPPED = auto()  # an exception stopped training, after the command


@dataclass(frozen=True)
class Failure:
    """An exception in the worker.

    Attributes
    ----------
    message : str
        One line for people.
    details : str
        The traceback, for a bug report; "" where a value was refused, which is no fault.
    """

    message: str
    details: str

    @property
    def is_refusal(self) -> bool:
        """Whether a value was refused."""
        return not self.details

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Return a description of the exception that is being handled."""
        text = " ".join(str(error).split())
        if not (isinstance(error, ValueError) and text):  # its text is written for people
            text = f"{type(error).__name__}: {text}" if text else type(error).__name__
        return cls(text, "" if isinstance(error, SpecError) else traceback.format_exc())


@dataclass(frozen=True, eq=False)
class Answer:
    """What became of a command. Every command gets one answer; an exception that stops training, one more.

    Attributes
    ----------
    ticket : int
        The command's, or that of the last one before training stopped.
    command : Command
    outcome : Outcome
    before, after : Experiment or None
        The experiment before and after the command; None while nothing is open.
    epoch : int
        The epoch after the command.
    had_learned : bool
        Whether the network had been trained before the command.
    state : bytes
        The contents of a state file, if `KeepState` asked for it.
    failure : Failure or None
    """

    ticket: int
    command: Command
    outcome: Outcome
    before: Experiment | None = None
    after: Experiment | None = None
    epoch: int = 0
    had_learned: bool = False
    state: bytes = b""
    failure: Failure | None = None


@dataclass(frozen=True, eq=False)
class Report:
    """What the worker puts in the slot.

    Attributes
    ----------
    answers : tuple of Answer
        All since the last report that was taken, in the order of their commands.
    snapshot : Snapshot or Lanes, or None
        It shows what the answers say; None if it cannot be made.
    follows : bool
        Whether another report follows though nothing is commanded.
    """

    answers: tuple[Answer, ...]
    snapshot: Snapshot | Lanes | None
    follows: bool = False

    def after(self, older: "Report") -> "Report":
        """Return this report, with the answers of an older one, which nobody took, put first."""
        return Report(older.answers + self.answers, self.snapshot or older.snapshot, self.follows)


class Answers:
    """The answers that are not reported yet, numbered in their order.

    One thread adds them, another removes them once they are reported, and neither loses one where it fails.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[int, Answer]] = deque()
        self._numbers = itertools.count(1)
        self.last = 0

    def add(self, answer: Answer) -> None:
        """Add an answer."""
        number = next(self._numbers)
        self._waiting.append((number, answer))
        self.last = number

    def to(self, last: int) -> tuple[Answer, ...]:
        """Return the answers up to a number."""
        return tuple(answer for number, answer in self._waiting.copy() if number <= last)

    def remove_to(self, last: int) -> None:
        """Remove the answers up to a number."""
        while self._waiting and self._waiting[0][0] <= last:
            self._waiting.popleft()
