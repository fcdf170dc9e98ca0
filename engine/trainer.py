"""The trainer: mini-batches, epochs and live changes. Synchronous, deterministic, without threads."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.batches import Batches
from engine.calls import Array, constant, run
from engine.data import Problem, Samples, Split, draw, problem_of, stream, targets
from engine.losses import LOSSES, resolve
from engine.metrics import Evaluation, Metrics
from engine.network import Network
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.penalties import penalty_gradient
from engine.program import Backprop
from engine.spec import Experiment, check_batch

# Weights that grow to infinity take some epochs for it: those that made the loss, or where it is not watched
# the parameter vector, so many times as large as at first are finite, but no place to go on from.
SANE = 10.0


@dataclass(frozen=True)
class Divergence:
    """Where training was when the loss or a weight was found not to be a finite number."""

    epoch: int
    steps: int


class Trainer:
    """Trains the network of an experiment.

    Parameters
    ----------
    experiment : Experiment, optional
    data : Split, optional
        Samples to learn instead of the experiment's data set. Their columns are then the inputs, and
        `experiment.network.features` is not used.

    Attributes
    ----------
    experiment : Experiment
    data : Split
    problem : Problem
    network : Network
    epoch : int
        Completed epochs.
    steps : int
        Mini-batches trained since the weights were drawn.
    diverged : Divergence or None
        Set when a weight, or the loss where it is watched, is not finite at the end of an epoch or after
        a `step`. The weights are then those of the last epoch that ended well, before they began to run
        away, so that training can go on at a lower rate. Training on clears it.

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other.

    Examples
    --------
    >>> trainer = Trainer(Experiment())
    >>> trainer.run(epochs=2)
    >>> trainer.epoch
    2
    """

    def __init__(self, experiment: Experiment | None = None, data: Split | None = None) -> None:
        self._given = data
        self._build(experiment or Experiment())

    def _build(self, experiment: Experiment) -> None:
        """Draw data and weights, and stand at epoch 0."""
        data = self._given or draw(experiment)
        problem, output = _head(experiment, data)
        spec = experiment.network
        given = self._given is not None
        inputs = data.train.X.shape[1] if given else len(spec.features)
        sizes = (inputs, *(layer.width for layer in spec.hidden), problem.outputs(output))
        check_batch(sizes, min(experiment.training.batch_size, len(data.train)))
        network = Network(
            sizes=sizes,
            activations=(*(layer.activation for layer in spec.hidden), output),
            features=None if given else spec.features,
            dtype=experiment.training.dtype,
        )
        network.initialize(spec.initializer, stream(experiment.seed, "weights"))
        self.experiment, self.data, self.problem, self.network = experiment, data, problem, network
        self.epoch = self.steps = 0
        self.diverged: Divergence | None = None
        self._output = output
        self._order_rng = stream(experiment.seed, "order")
        self._good = network.parameters.copy()
        self._first_loss: float | None = None  # at the end of the first epoch that was watched
        self._sane_length_squared = SANE**2 * max(1.0, self._length_squared())
        self._rate = constant(experiment.training.learning_rate, network.parameters)
        X = np.concatenate([data.train.X, data.test.X])
        y = np.concatenate([data.train.y, data.test.y])
        self._rows = network.inputs(X)
        self._targets = targets(y, problem, output, experiment.training.dtype)
        self._optimizer = self._new_optimizer()
        self._compile()

    def _new_optimizer(self) -> Optimizer:
        return OPTIMIZERS[self.experiment.training.optimizer](self.network.parameters, self._rate)

    def _compile(self) -> None:
        """Bind everything that depends on the training settings; the epoch under way starts again."""
        spec, n = self.experiment.training, len(self.data.train)
        _, loss = resolve(self.problem.kind, self._output, spec.loss)
        self._loss = LOSSES[loss]
        gradient = np.empty_like(self.network.parameters)
        after = [
            *penalty_gradient(self.network, spec.l1, spec.l2, gradient),
            *self._optimizer.update(gradient),
        ]
        programs: dict[int, Backprop] = {}

        def bind(X: Array, Y: Array) -> list[Callable[[], Any]]:
            size = X.shape[1]
            if size not in programs:  # one for full mini-batches, one for a smaller last one
                programs[size] = Backprop(self.network, self._loss, size, gradient)
            return [*programs[size].calls(X, Y), *after]

        rng = self._order_rng if spec.shuffle else None
        self._batches = Batches(self._rows[:n], self._targets[:n], spec.batch_size, rng, bind)
        self._next_batch = 0
        self._evaluation: Evaluation | None = None

    def configure(self, experiment: Experiment) -> bool:
        """Take on a changed experiment.

        Changed training settings take effect at the next step, with weights and optimizer state kept
        (another optimizer starts with its own, empty). Changed data, network, seed or dtype, or another
        output, draw everything anew.

        Returns
        -------
        bool
            Whether training stands at epoch 0 again.

        Raises
        ------
        ValueError
            Where output, loss and data do not fit each other, or the network not into the memory;
            nothing has changed then.
        """
        old, new = self.experiment, experiment
        same_settings = replace(old, training=replace(new.training, dtype=old.training.dtype)) == new
        if not same_settings or _head(new, self.data)[1] != self._output:
            before = dict(self.__dict__)
            try:
                self._build(new)
            except BaseException:  # out of memory, most likely: go on with what there was
                self.__dict__.update(before)
                raise
            return True
        check_batch(self.network.sizes, min(new.training.batch_size, len(self.data.train)))
        self.experiment = new
        if new.training == old.training:
            return False
        self._rate[()] = new.training.learning_rate
        if replace(new.training, learning_rate=old.training.learning_rate) != old.training:
            if new.training.optimizer != old.training.optimizer:
                self._optimizer = self._new_optimizer()
            self._compile()
        return False

    def reset(self) -> None:
        """Go back to the start: the same data, first weights and order of samples again."""
        self._build(self.experiment)

    def step(self) -> None:
        """Train one mini-batch."""
        self.diverged = None
        with np.errstate(all="ignore"):
            run(next(self._batches.from_batch(self._next_batch)))
            self._next_batch += 1
            self.steps += 1
            if self._next_batch == self._batches.count:
                self._end_epoch(None)
            elif not math.isfinite(self._length_squared()):
                self._diverge()

    def run(
        self,
        epochs: int = 1,
        interrupt: Callable[[], bool] | None = None,
        each_epoch: Callable[[Metrics], None] | None = None,
    ) -> None:
        """Train whole epochs, the one under way first; stop early where training diverges.

        Parameters
        ----------
        epochs : int
        interrupt : callable () -> bool, optional
            Asked after every mini-batch; training stops there where it says True.
        each_epoch : callable (Metrics) -> None, optional
            Called with the metrics at the end of every epoch. The loss is then watched as well: one that
            is not finite is a divergence.
        """
        self.diverged = None
        goal = self.epoch + epochs
        with np.errstate(all="ignore"):
            while self.epoch < goal and self.diverged is None:
                interrupted = self._train_batches(interrupt)
                if self._next_batch == self._batches.count:
                    self._end_epoch(each_epoch)
                if interrupted:
                    return

    def _train_batches(self, interrupt: Callable[[], bool] | None) -> bool:
        """Train the batches that are left of this epoch; return whether an interrupt cut them short."""
        done, interrupted = self._next_batch, False
        for calls in self._batches.from_batch(self._next_batch):
            for call in calls:
                call()
            done += 1
            if interrupt is not None and (interrupted := interrupt()):
                break
        self.steps += done - self._next_batch
        self._next_batch = done
        return interrupted

    def _end_epoch(self, each_epoch: Callable[[Metrics], None] | None) -> None:
        self.epoch += 1
        self._next_batch = 0
        metrics = self.metrics() if each_epoch else None
        length = self._length_squared()
        if not math.isfinite(length) or (metrics and not math.isfinite(metrics.train_loss)):
            self._diverge()
            return
        if self._is_sane(length, metrics):
            np.copyto(self._good, self.network.parameters)
        if each_epoch and metrics:
            each_epoch(metrics)

    def _is_sane(self, length_squared: float, metrics: Metrics | None) -> bool:
        """Judge weights that are finite by their loss where it is watched, or else by their length."""
        if metrics is None:
            return length_squared <= self._sane_length_squared
        if self._first_loss is None:
            self._first_loss = metrics.train_loss
        return metrics.train_loss <= SANE * self._first_loss

    def _length_squared(self) -> float:
        """Return Σθ² over all weights and biases: finite only if they are."""
        p = self.network.parameters
        return float(p.dot(p))

    def _diverge(self) -> None:
        """Note where it happened, and go back to the last good weights with a fresh optimizer."""
        self.diverged = Divergence(self.epoch, self.steps)
        np.copyto(self.network.parameters, self._good)
        self._optimizer = self._new_optimizer()
        self._compile()

    def metrics(self) -> Metrics:
        """Return data loss and accuracy on all train and test samples, without penalties."""
        if self._evaluation is None:
            self._evaluation = Evaluation(
                self.network, self._loss, self.problem, self._rows, self._targets, len(self.data.train)
            )
        return self._evaluation()

    def gradients(self, X: NDArray[Any], y: NDArray[Any]) -> list[tuple[Array, Array]]:
        """Return the gradient of the mean loss over given samples, penalties included.

        Parameters
        ----------
        X : ndarray, (N, d)
        y : ndarray, (N,)
            As in `trainer.data.train`.

        Returns
        -------
        list of (dW, db)
            One pair a layer: ∂L/∂W, (fan_out, fan_in), and ∂L/∂b, (fan_out,).

        Raises
        ------
        ValueError
            Where X has not the shape (N, d), or y not a row for each of its N.
        """
        spec, samples = self.experiment.training, Samples(X, y)
        if len(samples) == 0:
            raise ValueError("X is empty: a mean loss needs at least one sample")
        rows = self.network.inputs(samples.X)
        Y = targets(samples.y, self.problem, self._output, spec.dtype)
        gradient = np.empty_like(self.network.parameters)
        with np.errstate(all="ignore"):
            run(Backprop(self.network, self._loss, len(rows), gradient).calls(rows.T, Y.T))
            run(penalty_gradient(self.network, spec.l1, spec.l2, gradient))
        return [(d[:, :-1], d[:, -1]) for d in self.network.split(gradient)]


def _head(experiment: Experiment, data: Split) -> tuple[Problem, str]:
    """Return the problem that the data pose, and the output activation for it."""
    output, loss = experiment.network.output, experiment.training.loss
    for_classes = output == "softmax" or loss.endswith("cross_entropy")
    problem = problem_of(data, for_classes)
    return problem, resolve(problem.kind, output, loss)[0]
