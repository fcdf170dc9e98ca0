"""What the network says at one place, and of the sample that is there. No Qt."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Split
from playground.observers.observed import Observed
from playground.observers.samples import Point, SamplesPass, label_of, predictions
from playground.observers.view import View


@dataclass(frozen=True)
class AskProbe:
    """A place whose prediction is wanted.

    Attributes
    ----------
    place : (x₁, x₂)
    reach : float
        How far from it a point may be to be the one that is meant.
    train, test : bool
        Which points are shown, and so can be meant.
    """

    place: tuple[float, float]
    reach: float = 0.0
    train: bool = True
    test: bool = True


@dataclass(frozen=True)
class Probe:
    """What the network says at one place.

    Attributes
    ----------
    x : (x₁, x₂)
    outputs : tuple of float
    predicted : float
        A class, or a value.
    probabilities : tuple of float, or None
        One for each class, where the outputs are such.
    point : Point or None
        The sample that is there.
    """

    x: tuple[float, float]
    outputs: tuple[float, ...]
    predicted: float
    probabilities: tuple[float, ...] | None
    point: Point | None


class ProbeObserver:
    """Asks the network at one place, or at the sample that is near enough."""

    asks = (AskProbe,)

    def __init__(self, observed: Observed) -> None:
        self._observed = observed
        self._pass: SamplesPass | None = None

    def observe(self, view: View) -> Probe | None:
        """Return what the network says, or None where nobody asks, or the samples are not plane."""
        ask, observed = view.get(AskProbe), self._observed
        if ask is None or not observed.is_plane:
            return None
        meant = nearest(observed.data, ask)
        place, y = np.array([ask.place]), self._some_label()
        if meant is not None:
            samples = observed.data.train if meant[0] == "train" else observed.data.test
            place, y = samples.X[meant[1]][None], samples.y[meant[1]][None]
        if self._pass is None:
            self._pass = SamplesPass(observed, place, y)
        self._pass.show(place, y)
        outputs = self._pass.run()
        x = (float(place[0, 0]), float(place[0, 1]))
        predicted = float(predictions(observed, outputs)[0])
        point = None
        if meant is not None:
            point = Point(*meant, x, label_of(y[0]), predicted, float(self._pass.losses[0]))
        numbers = tuple(float(value) for value in outputs[0])
        return Probe(x, numbers, predicted, _probabilities(numbers, observed), point)

    def _some_label(self) -> NDArray[Any]:
        """Return a label for a place where there is no sample: its loss is not looked at."""
        y: NDArray[Any] = self._observed.data.train.y[:1]
        # where there are no points at all, the network can be asked all the same
        return y if len(y) else np.zeros((1, *y.shape[1:]), y.dtype)


def nearest(data: Split, ask: AskProbe) -> tuple[str, int] | None:
    """Return the sample in sight that is nearest to the place, and near enough; train before test."""
    best: tuple[str, int] | None = None
    limit = ask.reach**2
    for part, samples, shown in (("train", data.train, ask.train), ("test", data.test, ask.test)):
        if not shown or not len(samples) or samples.X.shape[1] != 2:
            continue
        gaps = np.square(samples.X - ask.place).sum(axis=1)
        i = int(gaps.argmin())
        if gaps[i] < limit or (best is None and gaps[i] <= limit):
            best, limit = (part, i), float(gaps[i])
    return best


def _probabilities(outputs: tuple[float, ...], observed: Observed) -> tuple[float, ...] | None:
    """Return each class's probability, or None where the outputs are none."""
    if observed.problem.kind == "regression" or observed.task.output not in ("sigmoid", "softmax"):
        return None
    if len(outputs) == 1:
        return 1.0 - outputs[0], outputs[0]
    return outputs if observed.task.output == "softmax" else None
