"""The way through an epoch: which mini-batches are done, and which sample of the next one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.base.recipes import run
from engine.losses import Loss
from engine.network.backprop import Backprop
from engine.network.network import Network
from engine.training.batches import Batches


class Course:
    """The mini-batches of the epoch under way, and how far training has come in them.

    Parameters
    ----------
    network : Network
    loss : Loss
    batches : Batches
    steps : int
        Mini-batches trained before, since the weights were drawn.

    Attributes
    ----------
    batches : Batches
    steps : int
        Mini-batches trained since the weights were drawn.
    begun : bool
        Whether the order of the epoch is drawn.
    done : int
        Mini-batches done in the epoch.
    sample : int
        Samples of the next mini-batch that were gone through one by one.
    last_pass : Backprop or None
        The forward and backward pass of the sample that was gone through last.
    """

    def __init__(self, network: Network, loss: Loss, batches: Batches, steps: int) -> None:
        self._network, self._loss = network, loss
        self.batches, self.steps = batches, steps
        self.begun = False
        self.done = self.sample = 0
        self.last_pass: Backprop | None = None
        self._single: Backprop | None = None

    @property
    def complete(self) -> bool:
        """Whether all mini-batches of the epoch are done."""
        return self.done == self.batches.count

    @property
    def position(self) -> tuple[int, int, int]:
        """Mini-batches done, mini-batches in an epoch, samples in the next one."""
        return self.done, max(self.batches.count, 1), self.batches.samples_in(self.done)

    def stand_where(self, other: Course) -> None:
        """Stand where another stood, if its mini-batches are laid out in the same way."""
        if self.batches.laid_out_as(other.batches):
            self.batches.restore(other.batches.order)
            self.begun, self.done = other.begun, other.done
            self.sample, self.last_pass = other.sample, other.last_pass

    def begin(self) -> None:
        """Draw the order of the epoch, unless it is under way."""
        if not self.begun:
            self.batches.begin()
            self.begun = True

    def end(self) -> None:
        """Stand before the next epoch."""
        self.begun, self.done = False, 0

    def go_through_sample(self) -> bool:
        """Go forward and back through the mini-batch's next sample; return whether it was the last one."""
        X, Y = self.batches.columns(self.done)
        k = self.sample
        if self._single is None:
            self._single = Backprop(self._network, self._loss, 1, np.empty_like(self._network.parameters))
        run(self._single.calls(X[:, k : k + 1], Y[:, k : k + 1]))
        self.last_pass = self._single
        self.sample += 1
        return bool(self.sample == X.shape[1])

    def train_batch(self) -> None:
        """Train the next mini-batch."""
        run(next(self.batches.from_batch(self.done)))
        self._stand_at(self.done + 1)
        self.sample = 0

    def train(self, interrupt: Callable[[], bool] | None, is_left: Callable[[], bool]) -> bool:
        """Train the mini-batches that are left of the epoch; return whether an interrupt cut them short.

        Parameters
        ----------
        interrupt : callable () -> bool, or None
            Asked after every mini-batch; training stops there where it says True.
        is_left : callable () -> bool
            Whether the interrupt has changed the experiment, so that training goes on in another course.
        """
        done, self.sample = self.done, 0
        try:
            for calls in self.batches.from_batch(done):
                for call in calls:
                    call()
                done += 1
                if interrupt is not None:
                    self._stand_at(done)
                    if interrupt():
                        return True
                    if is_left():
                        return False
        finally:  # in whatever way this ends, training stands where it stands
            self._stand_at(done)
        return False

    def _stand_at(self, batch: int) -> None:
        self.steps += batch - self.done
        self.done = batch
