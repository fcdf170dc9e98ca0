"""The trainer: training and live changes. Synchronous, deterministic, without threads."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.base.checks import SpecError, check_choice, check_index, check_kind, quoted
from engine.base.recipes import Array, run
from engine.data.draw import draw
from engine.data.samples import Problem, Samples, Split
from engine.data.task import Task
from engine.evaluation.metrics import Metrics, decision_threshold
from engine.evaluation.scores import ClassScores, RegressionScores
from engine.experiment import Experiment
from engine.network.backprop import Backprop
from engine.network.edits import Edit, edits_between
from engine.network.network import Network
from engine.schedules import SCHEDULES
from engine.training import operations
from engine.training.carry_over import (
    after_divergence,
    carried_over,
    data_for,
    is_live,
    measure,
    reconfigured,
    with_masks,
)
from engine.training.checkpoint import progress_from, state_of
from engine.training.compiled import Compiled
from engine.training.divergence import Divergence, are_finite, squared_norm
from engine.training.gradients import gradients_of
from engine.training.operations import Operation
from engine.training.progress import Progress
from engine.training.setup import TrainingRun, resume, start
from engine.training.state import State
from engine.training.stopping import Stopped

NO_SAMPLES = Stopped("no_samples", "There is nothing to learn yet: draw points, type some, or open a file.")


class Trainer:
    """Trains the network of an experiment.

    Parameters
    ----------
    experiment : Experiment, optional
    data : Split, optional
        Samples to use instead of the experiment's data set. Their columns are then the inputs, and
        `experiment.network.features` is not used.

    Raises
    ------
    ValueError
        If output, loss and data are not compatible, or training would take too much memory.

    Examples
    --------
    >>> trainer = Trainer(Experiment())
    >>> trainer.run(epochs=2).message
    'All 2 epochs are done.'
    >>> trainer.epoch
    2
    """

    def __init__(self, experiment: Experiment | None = None, data: Split | None = None) -> None:
        check_kind("experiment", experiment, Experiment, None)
        check_kind("data", data, Split, None)
        experiment = Experiment() if experiment is None else experiment
        # the only attribute: whatever can fail is built first, and assigned in one go
        self._compiled = Compiled(start(experiment, draw(experiment) if data is None else _passed_in(data)))

    # -- parts --------------------------------------------------------------------------------

    @property
    def experiment(self) -> Experiment:
        """What is learned, and how."""
        return self._compiled.training.experiment

    @property
    def data(self) -> Split:
        """The training and test samples."""
        return self._compiled.training.data

    @property
    def progress(self) -> Progress:
        """Everything training has produced so far; training writes to it, so copy it to keep it."""
        return self._compiled.training.progress

    @property
    def network(self) -> Network:
        """The network; a new object after a reset, and after every change of its shape."""
        return self._compiled.training.network

    @property
    def task(self) -> Task:
        """The problem that the data pose, and the output and the loss for it."""
        return self._compiled.training.task

    @property
    def problem(self) -> Problem:
        """The kind of target, and the number of classes or values."""
        return self.task.problem

    @property
    def loss(self) -> str:
        """The name of the loss in use, with "auto" resolved."""
        return self.task.loss

    @property
    def decision_threshold(self) -> tuple[float, float]:
        """The output above which a sample is of the second class, and the z that gives it."""
        return decision_threshold(self.network.layers[-1].activation, self._compiled.loss)

    # -- progress --------------------------------------------------------------------------------

    @property
    def epoch(self) -> int:
        """Completed epochs."""
        return self.progress.epoch

    @property
    def steps(self) -> int:
        """Mini-batches trained since the weights were drawn."""
        return self.progress.steps

    @property
    def position(self) -> tuple[int, int, int]:
        """Mini-batches done in the current epoch, mini-batches in an epoch, samples in the next one.

        All are done where a run was interrupted while it evaluated at the end of the epoch.
        """
        done, batches = self.progress.position.batches, self._compiled.epoch.batches
        count = max(batches.count, 1)
        return done, count, batches.samples_in(done % count)

    @property
    def sample(self) -> int:
        """Samples of the current mini-batch already done by `step("sample")`."""
        return self.progress.position.sample

    @property
    def last_pass(self) -> Backprop | None:
        """The forward and backward pass of the latest `step("sample")`."""
        return self._compiled.epoch.last_pass

    @property
    def last_sample(self) -> int:
        """The index of the training sample that `last_pass` is of; −1 before any."""
        return self._compiled.epoch.last_sample

    @property
    def learning_rate(self) -> float:
        """The learning rate η of the current epoch, as scheduled."""
        return self.progress.rate.rate(self.experiment.training, self.epoch)

    @property
    def diverged(self) -> Divergence | None:
        """Where a weight, or a loss that is watched, stopped being finite; None once training continues.

        Checked at the end of every epoch and after every `step`, which watches the loss. The weights are then
        the last good ones, from the end of an epoch before they began to diverge, so training can continue at
        a lower rate.
        """
        return self.progress.diverged

    @property
    def frozen(self) -> NDArray[np.bool_]:
        """Which parameters do not learn, (P,), in the order of `network.parameters`; see `freeze`."""
        return self.progress.masks.frozen.copy()

    @property
    def silenced(self) -> NDArray[np.bool_]:
        """Which weights count as zero, (P,), in the order of `network.parameters`; see `silence`."""
        return self.progress.masks.silenced.copy()

    # -- changes -----------------------------------------------------------------------------

    def configure(self, experiment: Experiment, keep: bool = False) -> bool:
        """Apply a changed experiment.

        Changed training settings, stop rules and dropout take effect at the next step. Weights and optimizer
        state are kept; a changed optimizer starts with an empty state, and a changed batch size or shuffling
        restarts the current epoch. Changed data, network, seed, dtype or output restart training, unless
        `keep` carries over everything that fits.

        Parameters
        ----------
        experiment : Experiment
        keep : bool
            Carry the weights over, by the edits that `edits_between` finds from one network to the other.
            A changed number of outputs restarts training all the same.

        Returns
        -------
        bool
            Whether training is back at epoch 0.

        Raises
        ------
        ValueError
            If output, loss and data are not compatible, or training would take too much memory;
            nothing has changed then.
        """
        check_kind("experiment", experiment, Experiment)
        training = self._compiled.training
        old, new = training.experiment, experiment
        rate = new.training.learning_rate
        if new == replace(old, training=replace(old.training, learning_rate=rate), stop=new.stop):
            self._compiled = self._compiled.with_experiment(new)
            self._compiled.set_rate()
            return False
        if is_live(training, new):
            self._continue(reconfigured(training, new))
            return False
        inputs = None if self.data.drawn else self.network.sizes[0]
        edits = edits_between(old.network, new.network, inputs) if keep else None
        return self._rebuild(new, data_for(training, new), edits)

    def use(self, data: Split | None) -> bool:
        """Train on other samples, and keep the weights if the numbers of inputs and outputs allow it.

        Parameters
        ----------
        data : Split or None
            None for the experiment's own data set.

        Returns
        -------
        bool
            Whether training is back at epoch 0.
        """
        check_kind("data", data, Split, None)
        if data is None:
            own = self.data if self.data.drawn else draw(self.experiment)
            return self._rebuild(self.experiment, own, None)
        fits = not self.data.drawn and data.train.X.shape[1] == self.network.sizes[0]
        return self._rebuild(self.experiment, _passed_in(data), [] if fits else None)

    def reset(self) -> None:
        """Go back to the start: same data, same starting weights, same order of samples."""
        self._rebuild(self.experiment, self.data, None)

    def _rebuild(self, experiment: Experiment, data: Split, edits: list[Edit] | None) -> bool:
        """Start again, and with edits carry over what fits; return whether training is back at epoch 0."""
        old, new = self._compiled.training, start(experiment, data)
        carries_over = edits is not None and old.task.outputs == new.task.outputs
        self._compiled = Compiled(carried_over(old, new, edits or []) if carries_over else new)
        return not carries_over

    def _continue(self, training: TrainingRun) -> None:
        """Continue with changed settings or masks from the next step on."""
        compiled, before = Compiled(training), self._compiled
        if compiled.epoch.batches.layout == before.epoch.batches.layout:
            compiled.epoch.last_pass = before.epoch.last_pass
        if measure(training) == measure(before.training):
            compiled.share_evaluation(before)
        self._compiled = compiled

    # -- operations on the network -----------------------------------------------------------

    def add_neuron(self, layer: int, at: int | None = None) -> None:
        """Add a neuron to hidden layer `layer`, before its neuron `at`; see `operations.add_neuron`."""
        self._operate(operations.add_neuron(self.experiment.network, layer, at))

    def remove_neuron(self, layer: int, neuron: int = -1) -> None:
        """Remove neuron `neuron` of hidden layer `layer`; see `operations.remove_neuron`."""
        self._operate(operations.remove_neuron(self.experiment.network, layer, neuron))

    def add_layer(self, at: int, activation: str = "linear") -> None:
        """Add a layer with this `activation` before hidden layer `at`; see `operations.add_layer`."""
        network = self.experiment.network
        self._operate(operations.add_layer(network, self.network.sizes[0], at, activation))

    def remove_layer(self, layer: int) -> None:
        """Remove hidden layer `layer`; see `operations.remove_layer`."""
        self._operate(operations.remove_layer(self.experiment.network, layer))

    def _operate(self, operation: Operation) -> None:
        self._rebuild(replace(self.experiment, network=operation.network), self.data, [operation.edit])

    def freeze(
        self, layer: int, neuron: int | None = None, source: int | None = None, on: bool = True
    ) -> None:
        """Freeze `layer`, its neuron `neuron`, or that neuron's weight from `source`: it does not learn.

        With `on` False, it learns again. See `Masks.freeze`.
        """
        masks = self.progress.masks.copy()
        masks.freeze(self.network, layer, neuron, source, on)
        self._continue(with_masks(self._compiled.training, masks))

    def silence(
        self, layer: int, neuron: int | None = None, source: int | None = None, on: bool = True
    ) -> None:
        """Silence `layer`, its neuron `neuron`, or that neuron's weight from `source`: it counts as zero.

        With `on` False, it is restored. See `Masks.silence`.
        """
        masks = self.progress.masks.copy()
        change = masks.silence(self.network, layer, neuron, source, on)
        self._continue(with_masks(self._compiled.training, masks))
        for values in (self.progress.parameters, self.progress.last_good.weights):
            values[change] = 0.0 if on else masks.saved[change]

    def set_parameters(self, values: ArrayLike) -> None:
        """Set all parameters to `values`, (P,), in the order of `network.parameters`.

        The value of a silenced weight is saved until it counts again; see `operations.set_parameters`.
        """
        operations.set_parameters(self.progress, values)

    # -- training ----------------------------------------------------------------------------

    def step(self, of: str = "batch") -> None:
        """Train one mini-batch, or pass one sample of it, or train to the end of the epoch.

        Parameters
        ----------
        of : {"batch", "sample", "epoch"}
            A sample gets its forward and backward pass, without dropout, in `last_pass`; weights change with
            the last sample of the mini-batch, bit for bit as in a step over the whole mini-batch.

        Raises
        ------
        ValueError
            If `of` is none of these.

        Notes
        -----
        Without samples, for example before any own points are drawn, nothing happens. Where a run was
        interrupted while it evaluated at the end of an epoch, the epoch ends first.
        """
        check_choice("step of", of, ("sample", "batch", "epoch"))
        if of == "epoch":
            self.run()
            self._check_loss()
            return
        self.progress.diverged = None
        if not len(self.data.train):
            return
        with np.errstate(all="ignore"):
            if self._compiled.epoch.complete:
                self._compiled.record_start()
                self._end_epoch(None)
                if self.diverged:
                    return
            self._compiled.forget_start()
            epoch = self._compiled.epoch
            epoch.begin()
            if of == "sample" and not epoch.step_sample():
                return
            epoch.train_batch()
            if epoch.complete:
                self._end_epoch(None)
            elif not are_finite(self.progress.parameters):
                self._diverge(watched=True)
            self._check_loss()

    def step_on(self, indices: Sequence[int]) -> None:
        """Train one mini-batch of just these training samples.

        It is one more mini-batch and one more update, but no part of the epoch: the mini-batches that the
        epoch has left stay what they are.

        Parameters
        ----------
        indices : sequence of int
            Their indices among the training samples; usually one.

        Raises
        ------
        ValueError
            If there are none, or no such samples.

        Examples
        --------
        >>> trainer = Trainer()
        >>> trainer.step_on([7])
        >>> trainer.steps, trainer.position[0]
        (1, 0)
        """
        samples = np.array([check_index("index", one, len(self.data.train)) for one in indices])
        if not len(samples):
            raise SpecError("there are no samples to step on", field="indices", value=())
        self.progress.diverged = None
        with np.errstate(all="ignore"):
            self._compiled.forget_start()
            run(self._compiled.step_on(samples))
            self.progress.steps += 1
            if not are_finite(self.progress.parameters):
                self._diverge(watched=True)
            self._check_loss()

    def _check_loss(self) -> None:
        """Diverge where the weights are finite and the loss is not: after a step, nothing else watches it."""
        with np.errstate(all="ignore"):
            if self.diverged is None and not self._compiled.has_finite_loss():
                self._diverge(watched=True)

    def run(
        self,
        epochs: int = 1,
        interrupt: Callable[[], bool] | None = None,
        each_epoch: Callable[[Metrics], None] | None = None,
    ) -> Stopped:
        """Train whole epochs, first the rest of the current one; end early by a stop rule, or on divergence.

        Parameters
        ----------
        epochs : int
        interrupt : callable () -> bool, optional
            Called after every mini-batch, and between two chunks of samples where they are evaluated;
            training stops there if it returns True. The next run goes on from there; an epoch counts once
            it has been evaluated.
        each_epoch : callable (Metrics) -> None, optional
            Called with the metrics at the end of every epoch. The loss is then watched too: if it is not
            finite, training has diverged.

        Returns
        -------
        Stopped
            Why it ended.

        Raises
        ------
        ValueError
            If `epochs` is not a whole number from 0.
        """
        if isinstance(epochs, bool) or not isinstance(epochs, Integral) or epochs < 0:
            message = f"epochs must be a whole number from 0, got {quoted(epochs)}"
            raise SpecError(message, field="epochs", value=epochs)
        self.progress.diverged = None
        if not len(self.data.train):
            return NO_SAMPLES
        goal, interrupted, compiled = self.epoch + epochs, False, self._compiled

        def pause() -> bool:  # also where the interrupt has changed the experiment
            nonlocal interrupted
            interrupted = interrupted or (interrupt is not None and interrupt())
            return interrupted or self._compiled.epoch is not compiled.epoch

        asked = None if interrupt is None else pause
        judged = self.progress.last_good.first_loss is not None or not self._is_watched(each_epoch)
        with np.errstate(all="ignore"):
            while self.epoch < goal and not interrupted:
                compiled = self._compiled
                if not judged:
                    judged = self._judge(asked)
                    continue
                compiled.epoch.begin()
                compiled.record_start()
                compiled.epoch.train(asked)
                if self._compiled.epoch.complete and (why := self._end_epoch(each_epoch, asked)):
                    return why
            if self.epoch < goal:
                if judged and not are_finite(self.progress.parameters):
                    return self._diverge(self._is_watched(each_epoch))
                return Stopped("interrupt", f"Interrupted in epoch {self.epoch + 1:,}.")
        done = "1 epoch is" if epochs == 1 else f"All {epochs:,} epochs are"
        return Stopped("all_epochs", f"{done} done.")

    def _judge(self, pause: Callable[[], bool] | None) -> bool:
        """Judge later weights by the loss before the first watched epoch; return False if paused."""
        metrics = self._compiled.evaluate(pause)
        if metrics is None:
            return False
        self.progress.last_good.judge_by(metrics.train_loss)
        return True

    def _end_epoch(
        self, each_epoch: Callable[[Metrics], None] | None, pause: Callable[[], bool] | None = None
    ) -> Stopped | None:
        """Finish the epoch, unless its evaluation is paused; return why training should end, if it should."""
        progress = self.progress
        squares = squared_norm(progress.parameters)
        finite = are_finite(progress.parameters, squares)
        watched = finite and self._is_watched(each_epoch)
        metrics = self._compiled.evaluate(pause) if watched else None
        if watched and metrics is None:
            return None
        experiment = self.experiment
        progress.epoch += 1
        self._compiled.epoch.end()
        if not finite or (metrics is not None and not math.isfinite(metrics.train_loss)):
            return self._diverge(self._is_watched(each_epoch))
        progress.last_good.see(progress.parameters, progress.epoch, squares, metrics)
        if metrics and SCHEDULES[experiment.training.schedule].watches:
            progress.rate.see(experiment.training, progress.epoch, metrics.train_loss)
        self._compiled.set_rate()
        why = progress.patience.see(experiment.stop, progress.epoch, metrics)
        if each_epoch and metrics:
            each_epoch(metrics)
        return why

    def _is_watched(self, each_epoch: Callable[[Metrics], None] | None) -> bool:
        """Whether something needs the metrics of every epoch."""
        schedule = SCHEDULES[self.experiment.training.schedule]
        return each_epoch is not None or self.experiment.stop.watches or schedule.watches

    def _diverge(self, watched: bool) -> Stopped:
        """Record where it happened, and go back to the last good weights with an empty optimizer state."""
        progress = self.progress
        epoch = progress.epoch + 1 if progress.position.begun else progress.epoch
        step, what = self._compiled.first_bad_step(watched)
        divergence = Divergence(epoch, step, what, progress.last_good.epoch)
        self._compiled = Compiled(after_divergence(self._compiled.training, divergence))
        np.copyto(progress.parameters, progress.last_good.weights, where=~progress.masks.fixed)
        message = f"Training diverged in epoch {epoch:,}: a {what} is not finite after step {step:,}."
        return Stopped("divergence", message)

    # -- evaluation --------------------------------------------------------------------------

    def metrics(self) -> Metrics:
        """Return data loss and accuracy on all training and test samples, without penalties.

        Returns
        -------
        Metrics

        Examples
        --------
        >>> from engine import DataSpec
        >>> trainer = Trainer(Experiment(DataSpec(dataset="gaussian")))
        >>> _ = trainer.run(epochs=10)
        >>> trainer.metrics().test_accuracy > 0.95
        True
        """
        return self._compiled.evaluation()

    def scores(self) -> tuple[ClassScores | RegressionScores | None, ClassScores | RegressionScores | None]:
        """Return all scores on the training samples and on the test samples.

        Returns
        -------
        train, test : ClassScores or RegressionScores, or None
            None if there are no such samples.

        Examples
        --------
        >>> train, test = Trainer().scores()
        >>> train.confusion.sum(), test.confusion.shape
        (np.int64(250), (2, 2))
        """
        return self._compiled.scores()

    def gradients(self, X: NDArray[Any], y: NDArray[Any]) -> list[tuple[Array, Array]]:
        """Return the gradient of the mean loss over the given samples, penalties included, without dropout.

        Parameters
        ----------
        X : ndarray, (N, d)
        y : ndarray, (N,)
            Like those of `trainer.data.train`.

        Returns
        -------
        list of (dW, db)
            One pair for each layer: ∂L/∂W, (fan_out, fan_in), and ∂L/∂b, (fan_out,).

        Raises
        ------
        ValueError
            If X does not have the shape (N, d), or y not one row for each of its N.
        """
        return gradients_of(self.network, self.task, self.experiment.training, Samples(X, y))

    # -- state -------------------------------------------------------------------------------

    def state(self) -> State:
        """Return everything that decides how training continues.

        Returns
        -------
        State
            A copy, which further training does not change.
        """
        return state_of(self.experiment, self.data, self.progress)

    @classmethod
    def restore(cls, state: State) -> Trainer:
        """Return a trainer that continues, bit for bit, from where a state was taken.

        Parameters
        ----------
        state : State
            As returned by `Trainer.state` or `State.from_bytes`.

        Returns
        -------
        Trainer

        Raises
        ------
        ValueError
            If the state is incomplete or makes no sense.
        """
        return cls.resume(*progress_from(state))

    @classmethod
    def resume(cls, experiment: Experiment, data: Split, progress: Progress) -> Trainer:
        """Return a trainer that continues, bit for bit, from a copy of `progress`.

        Parameters
        ----------
        experiment : Experiment
        data : Split
            Those of the earlier `Trainer.data`, drawn or passed in.
        progress : Progress
            That of the earlier trainer; it is not changed.

        Returns
        -------
        Trainer

        Raises
        ------
        ValueError
            If they do not fit together.
        """
        trainer = cls.__new__(cls)
        trainer._compiled = Compiled(resume(experiment, data, progress))
        return trainer


def _passed_in(data: Split) -> Split:
    """Return the samples marked as passed in, wherever they come from."""
    return replace(data, drawn=False) if data.drawn else data
