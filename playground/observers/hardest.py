"""The points with the largest losses. No Qt."""

import numpy as np

from engine.base.values import dataclass
from playground.observers.observed import Observed
from playground.observers.samples import (
    AllSamples,
    PeriodicValue,
    Point,
    in_one_piece,
    label_of,
    predictions,
)
from playground.observers.view import View


@dataclass(frozen=True)
class AskHardest:
    """A number of points with the largest losses."""

    count: int


@dataclass(frozen=True, eq=False)
class Hardest:
    """The points with the largest losses.

    Attributes
    ----------
    points : tuple of Point
        The largest loss first.
    step : int
        The mini-batches trained when they were ranked.
    """

    points: tuple[Point, ...]
    step: int


class HardestObserver:
    """Ranks the points."""

    asks = (AskHardest,)

    def __init__(self, observed: Observed) -> None:
        self._count = 0
        self._value = PeriodicValue(observed, in_one_piece(lambda samples: hardest_of(samples, self._count)))

    def observe(self, view: View) -> Hardest | None:
        """Return the hardest points, or None if nobody asks."""
        ask = view.get(AskHardest)
        if ask is None:
            self._value.forget()
            return None
        self._count = ask.count
        return self._value.observe()


def hardest_of(samples: AllSamples, count: int) -> Hardest:
    """Return the points with the largest losses; one that is not a number is the largest."""
    observed = samples.observed
    data, losses = observed.data, np.nan_to_num(samples.losses, nan=np.inf)
    count = min(count, len(losses))
    some = np.argpartition(-losses, count - 1)[:count]
    predicted, n = predictions(observed, samples.outputs), len(data.train)
    points = []
    for i in sorted(some, key=lambda i: (-losses[i], i)):
        name, part = ("train", data.train) if i < n else ("test", data.test)
        k = int(i if i < n else i - n)
        x = observed.coordinates(part.X[k])
        label, loss = label_of(observed, part.y[k]), float(samples.losses[i])
        points.append(Point(name, k, x, label, float(predicted[i]), loss))
    return Hardest(tuple(points), samples.step)
