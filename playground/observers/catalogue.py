"""All observers, and what runs them. No Qt."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine import Experiment, Split
from engine.base.values import dataclass
from engine.training.progress import Progress
from playground.observers.close_up import CloseUpObserver
from playground.observers.errors import ErrorsObserver
from playground.observers.field import FieldObserver
from playground.observers.hardest import HardestObserver
from playground.observers.neuron_maps import NeuronMapsObserver
from playground.observers.neuron_parameters import NeuronParametersObserver
from playground.observers.observed import Observed, Observer
from playground.observers.probe import ProbeObserver
from playground.observers.scores import ScoresObserver
from playground.observers.view import View

OBSERVERS: tuple[Callable[[Observed], Observer], ...] = (
    FieldObserver,
    CloseUpObserver,
    NeuronMapsObserver,
    NeuronParametersObserver,
    ProbeObserver,
    ErrorsObserver,
    HardestObserver,
    ScoresObserver,
)


@dataclass(frozen=True)
class _Cached:
    """The last value of an observer, and what it was made for."""

    asked: tuple[object, ...]
    busy: bool
    value: object | None


class Observers:
    """Runs all observers on one training run, in one thread; the trainer is never touched.

    Values are kept as long as the network and what is asked for stay the same.
    """

    def __init__(self) -> None:
        self._observed: Observed | None = None
        self._observers: tuple[Observer, ...] = ()
        self._cache: dict[Observer, _Cached] = {}

    def observe(
        self, progress: Progress, experiment: Experiment, data: Split, view: View, busy: bool
    ) -> Mapping[type, object]:
        """Return the values that are asked for, by their types.

        Parameters
        ----------
        progress : Progress
            The state of training, of which the network is a copy.
        experiment : Experiment
        data : Split
        view : View
        busy : bool
            Whether training continues, and so waits for the values.
        """
        if self._observed is None or not self._observed.fits(experiment, data):
            self._observed = Observed(experiment, data)
            self._observers = tuple(make(self._observed) for make in OBSERVERS)
        if self._observed.copy_in(progress, busy):
            self._cache.clear()
        values: dict[type, object] = {}
        for observer in self._observers:
            value = self._value(observer, view, busy)
            if value is not None:
                values[type(value)] = value
        return MappingProxyType(values)

    def _value(self, observer: Observer, view: View, busy: bool) -> object | None:
        asked, cached = tuple(view.get(kind) for kind in observer.asks), self._cache.get(observer)
        if cached is None or cached.asked != asked or (cached.busy and not busy):
            cached = self._cache[observer] = _Cached(asked, busy, observer.observe(view))
        return cached.value
