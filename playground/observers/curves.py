"""Curves of losses and accuracies, with what was done to the run: what the loss plot shows. No Qt."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.events import Event, EventKind

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Curve:
    """Points of a curve, in the order of their epochs: two read-only arrays of one length."""

    epochs: Floats
    values: Floats

    def pieces(self, gaps: tuple[int, ...]) -> list[Curve]:
        """Return its parts, none of which goes on after an epoch in `gaps`."""
        if not gaps:
            return [self] if len(self.epochs) else []
        ends = [0, *np.searchsorted(self.epochs, gaps, side="right").tolist(), len(self.epochs)]
        return [Curve(self.epochs[a:b], self.values[a:b]) for a, b in pairwise(ends) if b > a]

    def since(self, epoch: float) -> Curve:
        """Return the part from an epoch on; it begins there, with the value known last."""
        first = int(np.searchsorted(self.epochs, epoch, side="right"))
        if not first:
            return self
        epochs, values = self.epochs[first - 1 :].copy(), self.values[first - 1 :].copy()
        epochs[0] = epoch
        return curve_of(epochs, values)


@dataclass(frozen=True)
class Curves:
    """What the loss plot shows.

    Attributes
    ----------
    train, test : Curve
        Losses; `test` is empty where no samples are held out.
    train_accuracy, test_accuracy : Curve
        Empty for regression.
    best : (epoch, loss) or None
        The smallest test loss, or training loss if no samples are held out, and its first epoch; since the
        data, the network or the loss last changed.
    best_accuracy : (epoch, share) or None
        The same for the largest accuracy; None for regression.
    best_since : int
        The epoch after which the best values are counted; 0 if they are those of all the training.
    diverged : tuple of int
        The epochs in which training diverged.
    events : tuple of Event
        What was done to the run, in the order of its steps.
    usual : float
        The highest loss of all epochs besides those that may be a spike; infinite if there are none.
    """

    train: Curve
    test: Curve
    train_accuracy: Curve
    test_accuracy: Curve
    best: tuple[int, float] | None = None
    diverged: tuple[int, ...] = ()
    best_accuracy: tuple[int, float] | None = None
    events: tuple[Event, ...] = ()
    usual: float = math.inf
    best_since: int = 0

    def since(self, epoch: float) -> Curves:
        """Return the parts of all curves from an epoch on, and what was done since."""
        return replace(
            self,
            train=self.train.since(epoch),
            test=self.test.since(epoch),
            train_accuracy=self.train_accuracy.since(epoch),
            test_accuracy=self.test_accuracy.since(epoch),
            diverged=tuple(one for one in self.diverged if one > epoch),
            events=tuple(one for one in self.events if one.epoch >= epoch),
        )

    @property
    def gaps(self) -> tuple[int, ...]:
        """The epochs after which training has another loss, so that no line joins the two."""
        return tuple(int(one.epoch) for one in self.events if one.kind is EventKind.LOSS)


def curve_of(epochs: Floats, values: Floats) -> Curve:
    """Return a curve of these points, which nobody can write to any longer."""
    epochs.setflags(write=False)
    values.setflags(write=False)
    return Curve(epochs, values)
