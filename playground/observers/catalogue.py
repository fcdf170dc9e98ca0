"""All observers there are, and the one who has them look. No Qt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine import Experiment, Split
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
class _Seen:
    """What an observer made of the network as it is."""

    asked: tuple[object, ...]
    busy: bool
    value: object | None


class Observers:
    """Has every observer look at one training run, from one thread: it touches nothing of the trainer.

    What was observed is kept as long as the network and what is asked stay the same.
    """

    def __init__(self) -> None:
        self._observed: Observed | None = None
        self._observers: tuple[Observer, ...] = ()
        self._seen: dict[Observer, _Seen] = {}

    def observe(
        self, progress: Progress, experiment: Experiment, data: Split, view: View, busy: bool
    ) -> Mapping[type, object]:
        """Return the values that are asked for, by their types.

        Parameters
        ----------
        progress : Progress
            How training stands; it is copied from.
        experiment : Experiment
        data : Split
        view : View
        busy : bool
            Whether training continues, and waits for it.
        """
        if self._observed is None or not self._observed.fits(experiment, data):
            self._observed = Observed(experiment, data)
            self._observers = tuple(make(self._observed) for make in OBSERVERS)
        if self._observed.copy_in(progress, busy):
            self._seen.clear()
        values: dict[type, object] = {}
        for observer in self._observers:
            value = self._look(observer, view, busy)
            if value is not None:
                values[type(value)] = value
        return MappingProxyType(values)

    def _look(self, observer: Observer, view: View, busy: bool) -> object | None:
        asked, seen = tuple(view.get(kind) for kind in observer.asks), self._seen.get(observer)
        if seen is None or seen.asked != asked or (seen.busy and not busy):
            seen = self._seen[observer] = _Seen(asked, busy, observer.observe(view))
        return seen.value
