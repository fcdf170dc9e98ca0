"""Progress: everything training has produced so far, as one value."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.base.recipes import Array
from engine.data.draw import stream
from engine.experiment import Experiment
from engine.network.masks import Masks
from engine.optimizers import OPTIMIZERS, OptimizerState
from engine.schedules import RateState
from engine.training.divergence import Divergence, LastGood
from engine.training.stopping import PatienceState


@dataclass(eq=False)
class Position:
    """Where training is in the current epoch.

    Attributes
    ----------
    order : ndarray of int, (N,)
        The order of the training samples.
    begun : bool
        Whether the order of the epoch has been drawn.
    batches : int
        Mini-batches done in the epoch.
    sample : int
        Samples of the next mini-batch that were stepped through one by one.
    """

    order: NDArray[np.intp]
    begun: bool = False
    batches: int = 0
    sample: int = 0

    @classmethod
    def at_start(cls, samples: int) -> Position:
        """Return the position at the start of an epoch over this many samples."""
        return cls(np.arange(samples))

    def copy(self) -> Position:
        """Return a copy with its own array."""
        return replace(self, order=self.order.copy())


@dataclass(eq=False)
class Progress:
    """Everything training has produced so far: with experiment and data, enough to continue bit for bit.

    `Trainer.progress` is written to as training continues: copy it to keep it.

    Attributes
    ----------
    parameters : ndarray, (P,)
        Every weight and bias, as in `Network.parameters`.
    optimizer : OptimizerState
        Its moments, how many updates it has made, and its scalars.
    masks : Masks
        Which parameters are frozen or silenced, and the saved values of the latter.
    last_good : LastGood
        The weights to go back to if training diverges.
    order_rng, dropout_rng, growth_rng : Generator
        They draw the order of the samples, the dropout masks, and the weights of added neurons.
    rate : RateState
        What schedules that watch the loss have seen.
    patience : PatienceState
        What the stop rules have seen.
    position : Position
        Where training is in the current epoch.
    epoch : int
        Completed epochs.
    steps : int
        Mini-batches trained since the weights were drawn.
    diverged : Divergence or None
        Where a number stopped being finite, if the last run ended that way.
    """

    parameters: Array
    optimizer: OptimizerState
    masks: Masks
    last_good: LastGood
    order_rng: np.random.Generator
    dropout_rng: np.random.Generator
    growth_rng: np.random.Generator
    rate: RateState
    patience: PatienceState
    position: Position
    epoch: int = 0
    steps: int = 0
    diverged: Divergence | None = None

    @classmethod
    def at_start(cls, parameters: Array, experiment: Experiment, samples: int) -> Progress:
        """Return the progress at epoch 0.

        Parameters
        ----------
        parameters : ndarray, (P,)
            The starting weights; not copied.
        experiment : Experiment
        samples : int
            Training samples.
        """
        seed = experiment.training_seed
        return cls(
            parameters=parameters,
            optimizer=OPTIMIZERS[experiment.training.optimizer].empty_state(parameters),
            masks=Masks.none(parameters),
            last_good=LastGood.at_start(parameters),
            order_rng=stream(seed, "order"),
            dropout_rng=stream(seed, "dropout"),
            growth_rng=stream(seed, "growth"),
            rate=RateState(),
            patience=PatienceState(),
            position=Position.at_start(samples),
        )

    def copy(self) -> Progress:
        """Return a copy that shares no array and no generator with this one."""
        return Progress(
            parameters=self.parameters.copy(),
            optimizer=self.optimizer.copy(),
            masks=self.masks.copy(),
            last_good=self.last_good.copy(),
            order_rng=deepcopy(self.order_rng),
            dropout_rng=deepcopy(self.dropout_rng),
            growth_rng=deepcopy(self.growth_rng),
            rate=replace(self.rate),
            patience=replace(self.patience),
            position=self.position.copy(),
            epoch=self.epoch,
            steps=self.steps,
            diverged=self.diverged,
        )
