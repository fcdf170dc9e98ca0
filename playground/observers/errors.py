"""Which samples are misclassified. No Qt."""

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.observed import Observed
from playground.observers.samples import AllSamples, PeriodicValue, in_one_piece, predictions
from playground.observers.view import View

SECONDS = 0.1  # at least, from one value to the next
MOST_ERRORS = 2000  # of training and of test samples; rings on more would hide the field


@dataclass(frozen=True)
class AskErrors:
    """The samples that are misclassified."""


@dataclass(frozen=True, eq=False)
class Errors:
    """Which samples are misclassified; if very many, the first 2,000 of each part.

    Attributes
    ----------
    train, test : ndarray of int
    step : int
        The mini-batches trained when they were found.
    more : int
        How many there are besides.
    """

    train: NDArray[np.intp]
    test: NDArray[np.intp]
    step: int
    more: int = 0


class ErrorsObserver:
    """Finds the errors; there are none in regression."""

    asks = (AskErrors,)

    def __init__(self, observed: Observed) -> None:
        self._classes = observed.problem.kind != "regression"
        self._value = PeriodicValue(observed, in_one_piece(errors_of), SECONDS)

    def observe(self, view: View) -> Errors | None:
        """Return the errors, or None if nobody asks."""
        if view.get(AskErrors) is None or not self._classes:
            self._value.forget()
            return None
        return self._value.observe()


def errors_of(samples: AllSamples) -> Errors:
    """Return which samples are misclassified."""
    observed = samples.observed
    data, predicted = observed.data, predictions(observed, samples.outputs)
    n = len(data.train)
    every = [
        np.flatnonzero(one != part.y)
        for one, part in ((predicted[:n], data.train), (predicted[n:], data.test))
    ]
    train, test = (one[:MOST_ERRORS].copy() for one in every)
    train.setflags(write=False)
    test.setflags(write=False)
    return Errors(train, test, samples.step, sum(map(len, every)) - len(train) - len(test))
