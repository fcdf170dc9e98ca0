"""A training run, compiled: all calls that train and evaluate it, bound to its arrays."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.base.recipes import Array, Recipe, calls_of, scalar
from engine.evaluation.metrics import Evaluation, Metrics, decision_threshold
from engine.evaluation.scores import ClassScores, RegressionScores, scores_of
from engine.experiment import Experiment
from engine.losses import LOSSES
from engine.network.backprop import Backprop
from engine.optimizers import OPTIMIZERS
from engine.training.batches import Batches, Bind
from engine.training.denormals import flush
from engine.training.divergence import Replay, are_finite, largest_output, squared_norm
from engine.training.epoch import Epoch
from engine.training.setup import TrainingRun
from engine.training.update import update


class Compiled:
    """The compiled calls of a training run, bound to the arrays of its progress.

    Parameters
    ----------
    training : TrainingRun
        Compiling does not change it.

    Attributes
    ----------
    training : TrainingRun
    loss : Loss
        With its hyperparameters set.
    epoch : Epoch
        Trains the mini-batches.
    """

    def __init__(self, training: TrainingRun) -> None:
        data, progress, spec = training.data, training.progress, training.experiment.training
        network, n = training.network, len(data.train)
        self.training = training
        self.loss = LOSSES[training.task.loss].tuned(spec)
        self._targets = training.task.targets(np.concatenate([data.train.y, data.test.y]), spec)
        self._rate = scalar(0.0, network.parameters)
        kind = OPTIMIZERS[spec.optimizer]
        self._optimizer = kind(network.parameters, self._rate, spec, progress.optimizer)
        rng = progress.order_rng if spec.shuffle else None
        rows, targets, order = training.rows[:n], self._targets[:n], progress.position.order
        at_end = flush(self._optimizer, progress.masks.fixed)
        batches = Batches(rows, targets, spec.batch_size, rng, self._binding(), order, at_end)
        self.epoch = Epoch(network, self.loss, batches, progress)
        self._evaluation: Evaluation | None = None
        self._replay: Replay | None = None
        self.set_rate()

    def _binding(self) -> Bind:
        """Return the function that binds the calls of a step to the place of a mini-batch."""
        network, progress = self.training.network, self.training.progress
        experiment, loss = self.training.experiment, self.loss
        dropout = tuple(layer.dropout for layer in experiment.network.hidden)
        gradient = self._optimizer.gradient
        after = calls_of(update(network, self._optimizer, experiment.training, progress.masks.fixed))
        passes: dict[int, Backprop] = {}

        def bind(X: Array, Y: Array, XT: Array) -> Recipe:
            size = X.shape[1]
            if size not in passes:  # one for full mini-batches, one for a smaller last one
                passes[size] = Backprop(network, loss, size, gradient, dropout, progress.dropout_rng)
            return [*passes[size].calls(X, Y, XT), *after]

        return bind

    def with_experiment(self, experiment: Experiment) -> Compiled:
        """Return the same calls for an experiment that differs only in learning rate and stop rules."""
        changed = copy.copy(self)
        changed.training = replace(self.training, experiment=experiment)
        return changed

    def set_rate(self) -> None:
        """Make the next step use the learning rate of the current epoch."""
        progress = self.training.progress
        self._rate[()] = progress.rate.rate(self.training.experiment.training, progress.epoch)

    def step_on(self, samples: NDArray[np.intp]) -> Recipe:
        """Return the calls of one step with a mini-batch of just these training samples."""
        rows, targets = self.training.rows[samples], self._targets[samples]
        X, Y = np.ascontiguousarray(rows.T), np.ascontiguousarray(targets.T)
        return self._binding()(X, Y, rows)

    @property
    def evaluation(self) -> Evaluation:
        """Computes data loss and accuracy on all samples; see `Trainer.metrics`."""
        if self._evaluation is None:
            training = self.training
            self._evaluation = Evaluation(
                training.network,
                self.loss,
                training.task.problem,
                training.rows,
                self._targets,
                len(training.data.train),
            )
        return self._evaluation

    def share_evaluation(self, other: Compiled) -> None:
        """Use that of other calls for the same network, samples and loss: it may have been interrupted."""
        self._evaluation = other._evaluation

    def evaluate(self, pause: Callable[[], bool] | None) -> Metrics | None:
        """Return the metrics, or None if paused between two chunks of samples."""
        return self.evaluation() if pause is None else self.evaluation.run(pause)

    def scores(self) -> tuple[ClassScores | RegressionScores | None, ClassScores | RegressionScores | None]:
        """Return all scores on the training samples and on the test samples; see `Trainer.scores`."""
        training, n = self.training, len(self.training.data.train)
        if not n:
            return None, None
        data, problem = training.data, training.task.problem
        self.evaluation()
        outputs = self.evaluation.outputs()
        threshold, _ = decision_threshold(training.network.layers[-1].activation, self.loss)
        train = scores_of(problem, threshold, data.train.y, outputs[:n])
        if not len(data.test):
            return train, None
        return train, scores_of(problem, threshold, data.test.y, outputs[n:])

    # -- finding where training diverges -----------------------------------------------------

    @cached_property
    def _reach(self) -> float:
        """The largest number that a sample brings along, and as large as any ‖x‖."""
        rows, targets = self.training.rows, self._targets
        largest = float(np.abs(rows).max(initial=0.0)) * math.sqrt(rows.shape[1])
        return largest + float(np.abs(targets).max(initial=0.0))

    def has_finite_loss(self) -> bool:
        """Return whether the training loss is finite; it is computed only where it might not be."""
        return not self._may_overflow() or math.isfinite(self.evaluation().train_loss)

    def _may_overflow(self) -> bool:
        """Whether weights and samples do not rule out a loss that is not finite."""
        parameters, sizes = self.training.progress.parameters, self.training.network.sizes
        bound = largest_output(squared_norm(parameters), sizes[1:], self._reach) + self._reach
        enough = float(np.finfo(parameters.dtype).max) / (4.0 * max(len(self.training.rows), 1))
        return not bound < math.sqrt(enough)

    def record_start(self) -> None:
        """Record what the coming mini-batches start from, to find the step where one goes wrong.

        Where none are left and an interrupted evaluation goes on, what the last ones started from stays.
        """
        if self.epoch.complete and self._evaluation is not None and self._evaluation.goes_on:
            return
        progress = self.training.progress
        if self._replay is None:
            has_dropout = any(layer.dropout for layer in self.training.experiment.network.hidden)
            rng = progress.dropout_rng if has_dropout else None
            self._replay = Replay(progress.parameters, progress.optimizer, self.epoch.batches, rng)
        self._replay.record(progress.position.batches, progress.steps)

    def forget_start(self) -> None:
        """Record nothing: from here every step is checked as it is made."""
        self._replay = None

    def first_bad_step(self, watched: bool) -> tuple[int, str]:
        """Return the step after which a number was not finite, and which: a "weight", or else the "loss".

        The loss counts only where it is watched. The weights are then as after that step. Of many samples,
        only the chunk with the largest loss is evaluated after each step: all of them would take minutes. If
        its loss alone is finite at the end, that is the last step.
        """
        step, parameters = self.training.progress.steps, self.training.progress.parameters
        if self._replay is not None:
            evaluation, worst = self.evaluation, self.evaluation.worst_chunk() if watched else 0

            def is_bad() -> bool:
                return not are_finite(parameters) or (watched and not evaluation.is_finite(worst))

            step = self._replay.first_bad_step(step, is_bad)
        return step, "loss" if are_finite(parameters) else "weight"
