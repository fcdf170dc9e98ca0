"""The network that observers look at: a copy of their own, compiled once per shape. No Qt."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol, TypeVar
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from engine import LOSSES, Experiment, Split
from playground.observers.budget import Budget
from playground.observers.network_state import NetworkState
from playground.observers.plane import is_line, scale_of
from playground.observers.view import View

Shared = TypeVar("Shared")


class Stale(Exception):  # noqa: N818 - nothing has gone wrong
    """Something newer is to be observed."""


class Observer(Protocol):
    """Computes one type of value from an observed network; a network of another shape gets a new observer.

    Attributes
    ----------
    asks : tuple of type
        The asks of a view that its value depends on; and `Progress`, if it depends on more of training than
        parameters and masks.
    """

    @property
    def asks(self) -> tuple[type, ...]: ...

    def observe(self, view: View) -> object | None:
        """Return the value, or None if nobody asks for it or there is none."""


class Observed:
    """A network of one shape, with data and loss; its parameters and masks are copied in.

    Attributes
    ----------
    experiment : Experiment
    data : Split
    frame : Area
        The part of the plane that the data are shown in.
    network : Network
    single : Layers
        The same network in single precision, which is enough for a picture.
    task : Task
    problem : Problem
        That of the task.
    loss : Loss
    threshold, threshold_logit : float
        The decision threshold, and the logit that gives it.
    frozen, silenced : ndarray of bool, (P,)
    state : NetworkState
        What was copied in last.
    busy : bool
        Whether training continues.
    hurried : bool
        Whether a picture is wanted at once, and may be coarse: while training continues, and when it has just
        stopped.
    unfinished : bool
        Set by an observer whose value is coarser, or of an earlier step, than it will be once there is time.
    """

    def __init__(self, state: NetworkState, is_stale: Callable[[], bool], sharing: int = 1) -> None:
        from engine.data.task import task_of
        from engine.evaluation.metrics import decision_threshold
        from engine.network.layers import Layers
        from engine.training.setup import blank_network

        experiment, data = state.experiment, state.data
        self.experiment, self.data, self.frame = experiment, data, state.frame
        self.network = network = blank_network(experiment, data)
        activations = tuple(layer.activation for layer in network.layers)
        self.single = Layers(network.sizes, activations, network.parameters.astype(np.float32))
        self.task = task_of(experiment, data)
        self.problem = self.task.problem
        self.loss = LOSSES[self.task.loss].tuned(experiment.training)
        last = self.network.layers[-1].activation
        self.threshold, self.threshold_logit = decision_threshold(last, self.loss)
        count = len(self.network.parameters)
        self.frozen: NDArray[np.bool_] = np.zeros(count, dtype=bool)
        self.silenced: NDArray[np.bool_] = np.zeros(count, dtype=bool)
        self.state: NetworkState | None = None
        self.busy = self.hurried = self.unfinished = False
        self._is_stale, self._sharing = is_stale, sharing
        self._shared: WeakValueDictionary[object, Any] = WeakValueDictionary()

    def fits(self, experiment: Experiment, data: Split) -> bool:
        """Return whether it fits an experiment: the same data, and all that is compiled in."""
        if data is not self.data:
            return False
        if experiment is not self.experiment:
            if _compiled(self.experiment) != _compiled(experiment):
                return False
            self.experiment = experiment
        return True

    def copy_in(self, state: NetworkState) -> bool:
        """Copy in parameters and masks; return whether anything changed."""
        if state.same_network(self.state):
            return False
        self.state = state
        np.copyto(self.network.parameters, state.parameters)
        with np.errstate(all="ignore"):  # what is too large for single precision becomes infinite
            np.copyto(self.single.parameters, state.parameters, "same_kind")
        np.copyto(self.frozen, state.frozen)
        np.copyto(self.silenced, state.silenced)
        return True

    @property
    def step(self) -> int:
        """The mini-batches trained when the network was copied."""
        return self.state.step if self.state is not None else -1

    def pause_point(self) -> None:
        """Give up what takes long if something newer is to be observed.

        Raises
        ------
        Stale
        """
        if self._is_stale():
            raise Stale

    def resolution(self, budget: Budget, wanted: int, least: int, work: float) -> int:
        """Return the points along one edge of a grid that there is time for; see `Budget.resolution`."""
        if self.is_line:
            return wanted  # a row is no dearer than the coarsest grid
        work *= self._sharing
        n = budget.resolution(wanted, least, work, self.hurried)
        if self.hurried and n < budget.resolution(wanted, least, work, hurried=False):
            self.unfinished = True
        return n

    @property
    def is_plane(self) -> bool:
        """Whether the network has an output at every point of the plane."""
        return self.network.features is not None or self.network.sizes[0] == 2

    @property
    def is_line(self) -> bool:
        """Whether values depend on x₁ alone, and the plot shows curves."""
        return is_line(self.experiment.data)

    def coordinates(self, x: NDArray[Any]) -> tuple[float, ...]:
        """Return the coordinates that a point has: x₁ alone with one input."""
        return tuple(float(value) for value in (x[:1] if self.is_line else x))

    @cached_property
    def scale(self) -> tuple[float, float]:
        """The middle of the data's values, and how far from it colours are full."""
        return scale_of(self.experiment, self.data, self.frame)

    def known(self, make: "Callable[[Observed], Shared]") -> Shared | None:
        """Return what several observers share, if one of them has had it made."""
        return self._shared.get(make)

    def shared(self, make: "Callable[[Observed], Shared]") -> Shared:
        """Return what several observers share, made once; it lives as long as one of them holds it."""
        one: Shared | None = self._shared.get(make)
        if one is None:
            one = self._shared[make] = make(self)
        return one


def _compiled(experiment: Experiment) -> tuple[object, ...]:
    """Return what is compiled in of an experiment, besides its data: shape, precision and loss."""
    network, spec = experiment.network, experiment.training
    layers = tuple((layer.width, layer.activation) for layer in network.hidden)
    names = {name for loss in LOSSES.values() for name in loss.hyperparameters}
    loss = spec.loss, spec.label_smoothing, *(getattr(spec, name) for name in sorted(names))
    return network.features, layers, network.output, spec.dtype, *loss
