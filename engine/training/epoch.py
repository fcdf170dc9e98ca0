"""The current epoch: trains it mini-batch by mini-batch, and keeps the position in it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.base.recipes import run
from engine.losses import Loss
from engine.network.backprop import Backprop
from engine.network.network import Network
from engine.training.batches import Batches
from engine.training.progress import Progress


class Epoch:
    """The mini-batches of the current epoch.

    Parameters
    ----------
    network : Network
    loss : Loss
    batches : Batches
    progress : Progress
        Its position and steps are kept up to date.

    Attributes
    ----------
    batches : Batches
    last_pass : Backprop or None
        The forward and backward pass of the latest `step_sample`.
    last_sample : int
        The index of its sample among the training samples; −1 before any.
    """

    def __init__(self, network: Network, loss: Loss, batches: Batches, progress: Progress) -> None:
        self._network, self._loss = network, loss
        self._progress, self._position = progress, progress.position
        self.batches = batches
        self.last_pass: Backprop | None = None
        self.last_sample = -1
        self._single: Backprop | None = None

    @property
    def complete(self) -> bool:
        """Whether all mini-batches of the epoch are done."""
        return self._position.batches == self.batches.count

    def begin(self) -> None:
        """Draw the order of the epoch, unless it has begun."""
        if not self._position.begun:
            self.batches.begin()
            self._position.begun = True

    def end(self) -> None:
        """Move to the start of the next epoch."""
        self._position.begun, self._position.batches = False, 0

    def step_sample(self) -> bool:
        """Make the two passes for the mini-batch's next sample; return whether it was the last one."""
        X, Y = self.batches.columns(self._position.batches)
        k = self._position.sample
        if self._single is None:
            self._single = Backprop(self._network, self._loss, 1, np.empty_like(self._network.parameters))
        run(self._single.calls(X[:, k : k + 1], Y[:, k : k + 1]))
        self.last_pass = self._single
        self.last_sample = int(self.batches.order[self._position.batches * self.batches.size + k])
        self._position.sample += 1
        return bool(self._position.sample == X.shape[1])

    def train_batch(self) -> None:
        """Train the next mini-batch."""
        run(next(self.batches.from_batch(self._position.batches)))
        self._move_to(self._position.batches + 1)
        self._position.sample = 0

    def train(self, pause: Callable[[], bool] | None) -> None:
        """Train the remaining mini-batches of the epoch.

        Parameters
        ----------
        pause : callable () -> bool, or None
            Called after every mini-batch; training stops there if it returns True.
        """
        done, self._position.sample = self._position.batches, 0
        try:
            for calls in self.batches.from_batch(done):
                for call in calls:
                    call()
                done += 1
                if pause is not None:
                    self._move_to(done)
                    if pause():
                        return
        finally:  # however it ends, the position says how far it got
            self._move_to(done)

    def _move_to(self, batch: int) -> None:
        self._progress.steps += batch - self._position.batches
        self._position.batches = batch
