"""Where training stopped making sense: the step after which a number was no longer finite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np

from engine.batches import Batches
from engine.calls import Array, run
from engine.optimizers import Optimizer


@dataclass(frozen=True)
class Divergence:
    """Where the loss or a weight stopped being a finite number.

    Attributes
    ----------
    epoch : int
        The epoch, counted from 1, in which it happened.
    steps : int
        The mini-batch, counted from 1 since the weights were drawn, after which it was so.
    what : {"weight", "loss"}
        What was not finite; "weight" where neither was.
    kept : int
        After how many epochs the weights were what training has gone back to.
    """

    epoch: int
    steps: int
    what: str
    kept: int


class Replay:
    """Goes through the steps of an epoch again, to find the one after which a number was not finite.

    Looking after every step, instead, would cost every step.

    Parameters
    ----------
    parameters : ndarray, (P,)
    optimizer : Optimizer
    batches : Batches
    rng : Generator or None
        What draws anew in every step: dropout.
    """

    def __init__(
        self, parameters: Array, optimizer: Optimizer, batches: Batches, rng: np.random.Generator | None
    ) -> None:
        self._optimizer, self._batches, self._rng = optimizer, batches, rng
        self._arrays = [parameters, *optimizer.moments.values()]
        self._noted = [one.copy() for one in self._arrays]
        self._scalars: dict[str, float] = {}
        self._drawn: Any = None

    def note(self, batch: int, steps: int) -> None:
        """Note all that the batches to come depend on; `batch` is the next one of the epoch.

        To be called before anything is trained, and again whenever a weight may have been written by hand.
        """
        for noted, array in zip(self._noted, self._arrays, strict=True):
            np.copyto(noted, array)
        self._batch, self._steps = batch, steps
        self._updates = self._optimizer.steps
        self._scalars.update(self._optimizer.scalars)
        if self._rng is not None:
            self._drawn = self._rng.bit_generator.state

    def first_bad_step(self, last: int, bad: Callable[[], bool]) -> int:
        """Return the step, at most `last`, after which things were first bad; weights are then its own."""
        if last - self._steps <= 1:
            return last
        for noted, array in zip(self._noted, self._arrays, strict=True):
            np.copyto(array, noted)
        self._optimizer.steps = self._updates
        self._optimizer.scalars.update(self._scalars)
        if self._rng is not None:
            self._rng.bit_generator.state = self._drawn
        batches = islice(self._batches.from_batch(self._batch), last - self._steps)
        for step, calls in enumerate(batches, self._steps + 1):
            run(calls)
            if bad():
                return step
        return last
