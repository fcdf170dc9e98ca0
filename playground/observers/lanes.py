"""Several runs on one clock, side by side: what the window is shown of them. No Qt."""

from __future__ import annotations

from enum import Enum, auto

from engine.base.values import dataclass
from playground.observers.snapshot import Snapshot


class ClockUnit(Enum):
    """By what the runs keep step."""

    EPOCHS = auto()  # each has trained as many epochs as the others
    SECONDS = auto()  # each has trained for as long as the others


@dataclass(frozen=True)
class Goal:
    """What a race is about: the first run whose loss is as low as this.

    Attributes
    ----------
    loss : float
    of : {"test", "train"}
    """

    loss: float
    of: str = "test"


@dataclass(frozen=True)
class Arrival:
    """When a run reached the goal.

    Attributes
    ----------
    epoch : int
    seconds : float
        Of its own training.
    place : int
        1 for the first; runs that arrive at the same moment of the clock share a place.
    """

    epoch: int
    seconds: float
    place: int


@dataclass(frozen=True, eq=False)
class Lane:
    """One of the runs.

    Attributes
    ----------
    snapshot : Snapshot
        What any panel can show.
    seconds : float
        How long it has trained.
    arrival : Arrival or None
        None while it has not reached the goal.
    """

    snapshot: Snapshot
    seconds: float = 0.0
    arrival: Arrival | None = None


@dataclass(frozen=True, eq=False)
class Lanes:
    """All of them at one moment.

    Attributes
    ----------
    ticket : int
        The number of the last command that this includes.
    lanes : tuple of Lane
    unit : ClockUnit
    time : float
        What the clock shows, in epochs or in seconds.
    playing : bool
    goal : Goal or None
    """

    ticket: int
    lanes: tuple[Lane, ...]
    unit: ClockUnit = ClockUnit.EPOCHS
    time: float = 0.0
    playing: bool = False
    goal: Goal | None = None
