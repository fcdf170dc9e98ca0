"""Several runs on one clock, side by side: what the window is shown of them. No Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from engine.base.values import dataclass
from playground.observers.snapshot import Snapshot

MOST = 8  # runs side by side


class ClockUnit(Enum):
    """By what the runs keep step."""

    EPOCHS = auto()  # each has trained as many epochs as the others
    SECONDS = auto()  # each has trained for as long as the others


@dataclass(frozen=True)
class Goal:
    """What a race is about: the first run whose loss is as low as this.

    It is the test loss, or the training loss where there are no test points.
    """

    loss: float


@dataclass(frozen=True)
class Arrival:
    """When a run reached the goal.

    Attributes
    ----------
    epoch : int
    seconds : float
        Of its own training.
    place : int
        1 for the first; runs that arrive at the same time of the clock share a place.
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
    shared : tuple of bool or None
        Of each layer, the output last: whether it has started from the weights of the first run; None where
        that was not asked for, and for the first itself.
    """

    snapshot: Snapshot
    seconds: float = 0.0
    arrival: Arrival | None = None
    shared: tuple[bool, ...] | None = None


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
    busy : bool
        Whether any of them trains: playing, or in the middle of a step.
    """

    ticket: int
    lanes: tuple[Lane, ...]
    unit: ClockUnit = ClockUnit.EPOCHS
    time: float = 0.0
    playing: bool = False
    goal: Goal | None = None
    busy: bool = False

    @property
    def complete(self) -> bool:
        """Whether all is there of each: see `Snapshot.complete`."""
        return all(lane.snapshot.complete for lane in self.lanes)

    @property
    def values(self) -> Mapping[tuple[int, type], object]:
        """What was observed of each, by its place and the type."""
        return {
            (k, kind): value
            for k, lane in enumerate(self.lanes)
            for kind, value in lane.snapshot.values.items()
        }

    @property
    def winners(self) -> tuple[int, ...]:
        """The places in `lanes` of those that reached the goal first."""
        return tuple(k for k, lane in enumerate(self.lanes) if lane.arrival and lane.arrival.place == 1)


def arrivals(
    reached: Sequence[tuple[int, float] | None], unit: ClockUnit, until: float
) -> list[Arrival | None]:
    """Return the arrivals of runs, with their places.

    Parameters
    ----------
    reached : sequence of (epoch, seconds) or None
        When each reached the goal, if it has.
    unit : ClockUnit
        What decides about places.
    until : float
        The time of the clock up to which no other run can arrive: those after it are not told yet.
    """
    by = int(unit is ClockUnit.SECONDS)
    times = [one[by] for one in reached if one is not None]
    return [
        None if one is None or one[by] > until else Arrival(*one, 1 + sum(t < one[by] for t in times))
        for one in reached
    ]
