"""What the worker asks the observing thread for. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.base.values import dataclass
from playground.observers.network_state import NetworkState
from playground.observers.snapshot import Snapshot
from playground.observers.view import View
from playground.worker.answer import Failure

if TYPE_CHECKING:
    from engine import Metrics


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


@dataclass(frozen=True)
class Request:
    """Report the answers that are not reported yet, with a snapshot that shows what they say.

    Attributes
    ----------
    last : int
        The number of the last answer that the snapshot shows.
    sight : Sight or None
        None if there is nothing to observe.
    """

    last: int
    sight: Sight | None

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
