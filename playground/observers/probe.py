"""The network's prediction at one point of the plane, and the sample that is there. No Qt."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import DataSpec, Split
from engine.base.values import dataclass
from playground.observers.observed import Observed
from playground.observers.plane import in_own_units, placed
from playground.observers.samples import Point, SamplesPass, label_of, predictions
from playground.observers.view import View


@dataclass(frozen=True)
class AskProbe:
    """A place to predict.

    Attributes
    ----------
    place : (x₁, x₂), or (x₁, value) with one input
    reach : float
        How far from it a point may be to be picked.
    aspect : float
        The length upwards that looks as long as a length of 1 across.
    train, test : bool
        Which points are shown, and so can be picked.
    """

    place: tuple[float, float]
    reach: float = 0.0
    aspect: float = 1.0
    train: bool = True
    test: bool = True


@dataclass(frozen=True)
class Probe:
    """The network's prediction at one place.

    Attributes
    ----------
    x : (x₁, x₂), or (x₁,) with one input
    outputs : tuple of float
    predicted : float
        A class, or a value.
    probabilities : tuple of float, or None
        One for each class, if the outputs are probabilities.
    point : Point or None
        The sample that is there.
    """

    x: tuple[float, ...]
    outputs: tuple[float, ...]
    predicted: float
    probabilities: tuple[float, ...] | None
    point: Point | None


class ProbeObserver:
    """Predicts at one place, or at a sample that is near enough."""

    asks = (AskProbe,)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._pass: SamplesPass | None = None

    def observe(self, view: View) -> Probe | None:
        """Return the prediction, or None if nobody asks or the inputs are no plane."""
        ask, observed = view.get(AskProbe), self._observed
        if ask is None or not observed.is_plane:
            return None
        picked = nearest(observed.data, observed.experiment.data, ask)
        place, y = np.array([ask.place]), self._any_label()
        if observed.is_line:
            place[0, 1] = 0.0
        if picked is not None:
            samples = observed.data.train if picked[0] == "train" else observed.data.test
            place, y = samples.X[picked[1]][None], samples.y[picked[1]][None]
        if self._pass is None:
            self._pass = SamplesPass(observed, place, y)
        self._pass.show(place, y)
        outputs = self._pass.run()
        x = observed.coordinates(place[0])
        predicted = float(predictions(observed, outputs)[0])
        point = None
        if picked is not None:
            point = Point(*picked, x, label_of(observed, y[0]), predicted, float(self._pass.losses[0]))
        numbers = tuple(float(value) for value in in_own_units(outputs[0], observed.data.values))
        return Probe(x, numbers, predicted, _probabilities(numbers, observed), point)

    def _any_label(self) -> NDArray[Any]:
        """Return a label for a place without a sample: its loss is not used."""
        y: NDArray[Any] = self._observed.data.train.y[:1]
        # without any points the network can still predict
        return y if len(y) else np.zeros((1, *y.shape[1:]), y.dtype)


def nearest(data: Split, spec: DataSpec, ask: AskProbe) -> tuple[str, int] | None:
    """Return the visible sample that is nearest to the place, and near enough; training before test."""
    best: tuple[str, int] | None = None
    limit = ask.reach**2
    for part, samples, shown in (("train", data.train, ask.train), ("test", data.test, ask.test)):
        if not shown or not len(samples) or samples.X.shape[1] != 2:
            continue
        gaps = np.square((placed(samples, spec, data.values).X - ask.place) / (1.0, ask.aspect)).sum(axis=1)
        i = int(gaps.argmin())
        if gaps[i] < limit or (best is None and gaps[i] <= limit):
            best, limit = (part, i), float(gaps[i])
    return best


def _probabilities(outputs: tuple[float, ...], observed: Observed) -> tuple[float, ...] | None:
    """Return each class's probability, or None if the outputs are no probabilities."""
    if observed.problem.kind == "regression" or observed.task.output not in ("sigmoid", "softmax"):
        return None
    if len(outputs) == 1:
        return 1.0 - outputs[0], outputs[0]
    return outputs if observed.task.output == "softmax" else None
