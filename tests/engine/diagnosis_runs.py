"""An experiment trained as `diagnosis_rules.md` says, and what the rules measure of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from diagnosis_experiments import EPOCHS

from engine import Experiment, Metrics, Split, Trainer

HUGE = 10.0  # what is left after divergence, and at most


@dataclass
class Run:
    """An experiment, trained for `epochs` epochs."""

    experiment: Experiment
    data: Split | None = None
    epochs: int = EPOCHS
    metrics: list[Metrics] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trainer = Trainer(self.experiment, self.data)
        self.first_gradients = self._gradients()
        stopped = self.trainer.run(self.epochs, each_epoch=self.metrics.append)
        self.diverged = stopped.reason == "divergence"
        self.train = self._shares([one.train_loss for one in self.metrics])
        self.tests = self._shares([one.test_loss or 0.0 for one in self.metrics])

    @cached_property
    def targets(self) -> np.ndarray:
        """The targets of the training samples, (N, outputs)."""
        trainer = self.trainer
        return trainer.task.targets(trainer.data.train.y, trainer.experiment.training)

    @cached_property
    def constant(self) -> float:
        """The loss of the best constant: half the variance, or the entropy of the classes."""
        mean = self.targets.mean(axis=0)
        if self.trainer.loss == "squared":
            return float(0.5 * ((self.targets - mean) ** 2).sum(axis=1).mean())
        shares = mean if len(mean) > 1 else np.array([mean[0], 1.0 - mean[0]])
        return float(-(shares * np.log(np.maximum(shares, 1e-300))).sum())

    def _shares(self, losses: list[float]) -> np.ndarray:
        shares = np.array(losses) / max(self.constant, 1e-12)
        return np.minimum(np.nan_to_num(shares, nan=HUGE, posinf=HUGE), HUGE)

    @property
    def left(self) -> float:
        """What is left of the best constant's loss on the training samples."""
        return HUGE if self.diverged or not len(self.train) else float(np.median(self.train[-10:]))

    @property
    def test(self) -> float:
        """The same of the test samples."""
        return HUGE if self.diverged or not len(self.tests) else float(np.median(self.tests[-10:]))

    @property
    def swing(self) -> float:
        """How much the training loss goes up and down."""
        return float(np.std(self.train[-50:])) if len(self.train) else 0.0

    @property
    def fall(self) -> float:
        """How much the training loss has fallen in the last third."""
        third = len(self.train) * 2 // 3
        return float(np.median(self.train[third - 10 : third])) - self.left if third >= 10 else HUGE

    def _gradients(self) -> list[np.ndarray]:
        train = self.trainer.data.train
        pairs = self.trainer.gradients(train.X, train.y)
        return [np.column_stack([dW, db]) for dW, db in pairs]

    @cached_property
    def gradients(self) -> tuple[list[np.ndarray], ...]:
        """[∂L/∂W | ∂L/∂b] of every layer, at the start and at the end."""
        return self.first_gradients, self._gradients()

    @cached_property
    def activations(self) -> list[np.ndarray]:
        """Of every hidden layer, (N, width), on the training samples."""
        network = self.trainer.network
        found, rows = [], network.inputs(self.trainer.data.train.X).T
        for layer in network.layers[:-1]:
            z = layer.theta @ rows
            a = np.array(layer.activation(z))
            found.append(a.T)
            rows = np.vstack([a, np.ones(a.shape[1])])
        return found

    @property
    def recall(self) -> float:
        """The share of the rarest class's training points that are classified correctly."""
        scores = self.trainer.scores()[0]
        confusion = scores.confusion
        rarest = int(np.argmin(np.where(confusion.sum(axis=1) > 0, confusion.sum(axis=1), np.inf)))
        return float(confusion[rarest, rarest] / confusion[rarest].sum())
