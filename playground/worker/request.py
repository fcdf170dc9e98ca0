"""What the worker asks the observing thread for. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.base.values import dataclass
from playground.observers.network_state import NetworkState
from playground.observers.snapshot import Snapshot
from playground.observers.view import View
from playground.worker.answer import Failure

if TYPE_CHECKING:
    from engine import Metrics
    from playground.observers.lanes import Lanes


@dataclass(frozen=True, eq=False)
class Sight:
    """A snapshot that lacks its values, and what they are to be observed of.

    Attributes
    ----------
    snapshot : Snapshot
    state : NetworkState
        The network of the snapshot.
    view : View
    evaluate : NetworkState or None
        A network that is to be evaluated on all samples, because that takes too long for the worker.
    """

    snapshot: Snapshot
    state: NetworkState
    view: View
    evaluate: NetworkState | None = None

    @property
    def each(self) -> tuple[Sight, ...]:
        """The networks that are to be observed: one."""
        return (self,)

    def completed(self, snapshots: Sequence[Snapshot]) -> Snapshot:
        """Return what is to be shown, from a completed snapshot of each."""
        return snapshots[0]


@dataclass(frozen=True, eq=False)
class WantedLanes:
    """Several runs at one moment, the snapshots of which lack their values.

    Attributes
    ----------
    snapshot : Lanes
    each : tuple of Sight
        One for each lane.
    """

    snapshot: Lanes
    each: tuple[Sight, ...]

    def completed(self, snapshots: Sequence[Snapshot]) -> Lanes:
        """Return what is to be shown, from a completed snapshot of each."""
        lanes = zip(self.snapshot.lanes, snapshots, strict=True)
        return replace(self.snapshot, lanes=tuple(replace(lane, snapshot=one) for lane, one in lanes))


Wanted = Sight | WantedLanes


@dataclass(frozen=True)
class Request:
    """Report the answers that are not reported yet, with a snapshot that shows what they say.

    Attributes
    ----------
    last : int
        The number of the last answer that the snapshot shows.
    sight : Sight or WantedLanes, or None
        None if there is nothing to observe.
    """

    last: int
    sight: Wanted | None

    def after(self, older: Request) -> Request:
        """Return this request instead of an older one, which has come to nothing."""
        return Request(max(self.last, older.last), self.sight or older.sight)


@dataclass(frozen=True)
class Evaluated:
    """The metrics of a network, computed in the observing thread.

    Attributes
    ----------
    run : int
        The run that it belongs to, as in `Snapshot.run`.
    state : NetworkState
    metrics : Metrics
    """

    run: int
    state: NetworkState
    metrics: Metrics


@dataclass(frozen=True)
class Unobserved:
    """Observing failed."""

    failure: Failure
