"""All observers, and what runs them. No Qt."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine import Metrics
from engine.base.values import dataclass
from playground.observers.close_up import CloseUpObserver
from playground.observers.errors import ErrorsObserver
from playground.observers.field import FieldObserver
from playground.observers.findings import FindingsObserver
from playground.observers.folds import FoldsObserver
from playground.observers.hardest import HardestObserver
from playground.observers.health import HealthObserver, HistogramsObserver
from playground.observers.layer_planes import LayerPlanesObserver
from playground.observers.ledger import LedgerObserver
from playground.observers.network_state import NetworkState
from playground.observers.neuron_maps import NeuronMapsObserver
from playground.observers.neuron_parameters import NeuronParametersObserver
from playground.observers.neuron_spread import NeuronSpreadObserver
from playground.observers.observed import Observed, Observer
from playground.observers.probe import ProbeObserver
from playground.observers.samples import AllSamples
from playground.observers.scores import ScoresObserver
from playground.observers.view import View

OBSERVERS: tuple[Callable[[Observed], Observer], ...] = (
    FieldObserver,
    CloseUpObserver,
    NeuronMapsObserver,
    NeuronParametersObserver,
    NeuronSpreadObserver,
    ProbeObserver,
    ErrorsObserver,
    HardestObserver,
    ScoresObserver,
    LedgerObserver,
    HealthObserver,
    HistogramsObserver,
    FoldsObserver,
    LayerPlanesObserver,
    FindingsObserver,
)


@dataclass(frozen=True)
class _Cached:
    """The last value of an observer, and what it was made for."""

    asked: tuple[object, ...]
    unfinished: bool
    value: object | None


class Observers:
    """Runs all observers on one training run, in one thread; the trainer is never touched.

    Values are kept as long as the network and what is asked for stay the same.

    Parameters
    ----------
    is_stale : callable () -> bool
        Asked between pieces of what takes long: whether something newer is to be observed.
    sharing : int
        How many training runs are observed in turns: they share the time that there is.

    Attributes
    ----------
    unfinished : bool
        Whether there is more to see of the network observed last than the values had time for.
    """

    def __init__(self, is_stale: Callable[[], bool] = lambda: False, sharing: int = 1) -> None:
        self.unfinished = False
        self._is_stale, self._sharing = is_stale, sharing
        self._observed: Observed | None = None
        self._observers: tuple[Observer, ...] = ()
        self._kinds: frozenset[type] | None = None  # that were asked for last
        self._asked: tuple[Observer, ...] = ()  # those of the observers that they concern
        self._cache: dict[Observer, _Cached] = {}
        self._samples: AllSamples | None = None  # while they are evaluated in pieces

    def observe(
        self, state: NetworkState, view: View, busy: bool, hurried: bool = False
    ) -> Mapping[type, object]:
        """Return the values that are asked for, by their types.

        Parameters
        ----------
        state : NetworkState
        view : View
        busy : bool
            Whether training continues: values are then made in a hurry, and some only now and then.
        hurried : bool
            Whether they are wanted at once though it does not: what takes long is left `unfinished`.

        Raises
        ------
        Stale
            If something newer is to be observed.
        """
        observed = self._fitting(state)
        observed.busy, observed.hurried = busy, busy or hurried
        if observed.copy_in(state):
            self._cache.clear()
        if state.progress is not None:
            view = View((*view.asks, state.progress))
        kinds = frozenset(map(type, view.asks))
        # where other things are asked for, each observer is told once that it may rest
        for observer in self._asked if kinds == self._kinds else self._observers:
            self._look(observer, observed, view)
        if kinds != self._kinds:
            asked = [one for one in self._observers if any(view.get(kind) is not None for kind in one.asks)]
            self._kinds, self._asked = kinds, tuple(asked)
        found = [self._cache[observer] for observer in self._asked]
        self.unfinished = any(cached.unfinished for cached in found)
        return MappingProxyType({type(one.value): one.value for one in found if one.value is not None})

    def _fitting(self, state: NetworkState) -> Observed:
        """Return what is observed, made anew where this network has another shape, or other data."""
        if self._observed is None or not self._observed.fits(state.experiment, state.data):
            self._observed, self._samples = Observed(state, self._is_stale, self._sharing), None
            self._observers = tuple(make(self._observed) for make in OBSERVERS)
            self._cache.clear()
            self._kinds = None
        return self._observed

    def _look(self, observer: Observer, observed: Observed, view: View) -> None:
        """Have an observer look, unless its last value still holds."""
        asked, cached = tuple(view.get(kind) for kind in observer.asks), self._cache.get(observer)
        if cached is None or cached.asked != asked or (cached.unfinished and not observed.busy):
            observed.unfinished = False
            value = observer.observe(view)
            self._cache[observer] = _Cached(asked, observed.busy or observed.unfinished, value)

    # -- evaluation, where it takes long ---------------------------------------------------------

    @property
    def is_evaluating(self) -> bool:
        """Whether an evaluation of all samples has begun and is not done."""
        return self._samples is not None and self._samples.begun is not None

    def begin_evaluation(self, state: NetworkState, busy: bool) -> None:
        """Begin an evaluation of all samples; one under way goes on if only training has continued since.

        Parameters
        ----------
        state : NetworkState
        busy : bool
            Whether training continues; once it is paused, older figures are of no use.
        """
        self._samples = samples = self._fitting(state).shared(AllSamples)
        if samples.begun is None or not busy or samples.begun.edition != state.edition:
            samples.begin(state)

    def evaluate(self) -> tuple[NetworkState, Metrics] | None:
        """Continue the evaluation until something newer is to be observed; return its result once done."""
        samples = self._samples
        if samples is None or samples.begun is None or not samples.advance(self._is_stale):
            return None
        assert samples.state is not None
        return samples.state, samples.metrics
