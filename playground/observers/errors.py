"""Which samples are classified wrong. No Qt."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.observers.observed import Observed
from playground.observers.samples import AllSamples, PeriodicValue, predictions
from playground.observers.view import View

SECONDS = 0.1  # from one look at them to the next, at least
MOST_ERRORS = 2000  # of train and of test; rings on more would hide the field


@dataclass(frozen=True)
class AskErrors:
    """The samples that are classified wrong."""


@dataclass(frozen=True, eq=False)
class Errors:
    """Which samples are classified wrong, the first of very many.

    Attributes
    ----------
    train, test : ndarray of int
    step : int
        The mini-batches trained when they were.
    """

    train: NDArray[np.intp]
    test: NDArray[np.intp]
    step: int


class ErrorsObserver:
    """Finds the errors; none of a regression."""

    asks = (AskErrors,)

    def __init__(self, observed: Observed) -> None:
        self._classes = observed.problem.kind != "regression"
        self._value = PeriodicValue(observed, errors_of, SECONDS)

    def observe(self, view: View) -> Errors | None:
        """Return the errors, or None where nobody asks."""
        if view.get(AskErrors) is None or not self._classes:
            self._value.forget()
            return None
        return self._value.observe()


def errors_of(samples: AllSamples) -> Errors:
    """Return which samples are classified wrong."""
    observed = samples.observed
    data, said = observed.data, predictions(observed, samples.outputs)
    n = len(data.train)
    train, test = (
        np.flatnonzero(one != part.y)[:MOST_ERRORS]
        for one, part in ((said[:n], data.train), (said[n:], data.test))
    )
    train.setflags(write=False)
    test.setflags(write=False)
    return Errors(train, test, observed.step)
