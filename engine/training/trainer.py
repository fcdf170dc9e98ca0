"""The trainer: epochs and live changes. Synchronous, deterministic, without threads."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import check_choice, check_kind, quoted
from engine.base.limits import check_memory
from engine.base.recipes import Array, partial, run, scalar
from engine.data.draw import draw, stream
from engine.data.samples import Problem, Samples, Split
from engine.data.task import task_of
from engine.evaluation.metrics import Evaluation, Metrics, decision_threshold
from engine.evaluation.scores import ClassScores, RegressionScores, scores_of
from engine.experiment import Experiment, NetworkSpec
from engine.losses import LOSSES
from engine.network.backprop import Backprop
from engine.network.edits import Edit, edits_between
from engine.network.forward import Forward
from engine.network.masks import Masks
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.schedules import SCHEDULES, RateState
from engine.training import checkpoint
from engine.training.batches import Batches
from engine.training.carry_over import carry_over, same_but_live
from engine.training.divergence import Divergence, LastGood, Replay, are_finite, length_squared
from engine.training.epoch import Course
from engine.training.operations import Operations
from engine.training.progress import Position, Progress
from engine.training.setup import start_of
from engine.training.state import State
from engine.training.stopping import Stopped, StopWatch
from engine.training.update import penalty_gradient, update

NO_SAMPLES = Stopped("no_samples", "There is nothing to learn yet: draw points, type some, or open a file.")


class Trainer(Operations):
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
    task : Task
        The problem that the data pose, and the output and the loss for it.
    network : Network
        Another object after a reset, and after every change of its shape.
    epoch : int
        Completed epochs.
    diverged : Divergence or None
        Set when a weight, or the loss where it is watched, is found not to be finite at the end of an epoch
        or after a `step`. The weights are then those of the last epoch that ended well, before they began
        to run away, so that training can go on at a lower rate. Training on clears it.

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other, or training would take too much memory.

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
        self._build(experiment, draw(experiment) if data is None else _passed_in(data))

    # -- building ----------------------------------------------------------------------------

    def _build(self, experiment: Experiment, data: Split) -> None:
        """Draw weights, and stand at epoch 0."""
        start = start_of(experiment, data)
        self.experiment, self.data, self.task = experiment, data, start.task
        self.network, self._rows = start.network, start.rows
        self.epoch = 0
        self.diverged: Divergence | None = None
        self._masks = Masks.none(self.network.parameters)
        self._growth_rng = stream(experiment.training_seed, "growth")  # the weights of neurons that are added
        self._order_rng = stream(experiment.training_seed, "order")
        self._dropout_rng = stream(experiment.training_seed, "dropout")
        self._good = LastGood.at_first(self.network.parameters)
        self._rate = scalar(experiment.training.learning_rate, self.network.parameters)
        self._pace, self._watch = RateState(), StopWatch()
        self._measure: tuple[Any, ...] | None = None  # what the losses are
        self._optimizer = self._new_optimizer()
        self._compile(steps=0)

    def _data_of(self, experiment: Experiment) -> Split:
        """Return the samples to learn: those there are, where they are the same."""
        old = self.experiment
        if not self.data.drawn or (old.data, old.seed) == (experiment.data, experiment.seed):
            return self.data
        return draw(experiment)

    def _new_optimizer(self) -> Optimizer:
        spec = self.experiment.training
        return OPTIMIZERS[spec.optimizer](self.network.parameters, self._rate, spec)

    def _compile(self, steps: int) -> None:
        """Bind all that depends on the training settings, after so many steps; the epoch starts again."""
        spec, n, network = self.experiment.training, len(self.data.train), self.network
        self.task = task_of(self.experiment, self.data)
        loss, smoothing = self.task.loss, self.task.smoothing(spec)
        measure = (loss, smoothing, *(getattr(spec, name) for name in LOSSES[loss].hyperparameters))
        if measure != self._measure:
            self._measure = measure
            self._forget_losses()
        self._loss = LOSSES[loss].tuned(spec)
        self._targets = self.task.targets(np.concatenate([self.data.train.y, self.data.test.y]), spec)
        dropout = tuple(layer.dropout for layer in self.experiment.network.hidden)
        old = self._optimizer
        self._optimizer = type(old)(
            network.parameters, self._rate, spec, old.tuned(old.state, old.spec, spec)
        )
        gradient = self._optimizer.gradient
        after = update(network, self._optimizer, spec, self._masks.fixed)
        programs: dict[int, Backprop] = {}

        def bind(X: Array, Y: Array, XT: Array) -> list[Callable[[], Any]]:
            size = X.shape[1]
            if size not in programs:  # one for full mini-batches, one for a smaller last one
                programs[size] = Backprop(network, self._loss, size, gradient, dropout, self._dropout_rng)
            return [*programs[size].calls(X, Y, XT), *after]

        rng = self._order_rng if spec.shuffle else None
        batches = Batches(self._rows[:n], self._targets[:n], spec.batch_size, rng, bind)
        self._course = Course(network, self._loss, batches, steps)
        self._evaluation: Evaluation | None = None
        self._replay: Replay | None = None
        self._set_rate()

    def _forget_losses(self) -> None:
        """Compare the losses to come with none before: they are measured in another way."""
        self._pace, self._watch = replace(self._pace), replace(self._watch)
        self._pace.forget()
        self._watch.forget()
        self._good = replace(self._good, first_loss=None)

    def _set_rate(self) -> None:
        self._rate[()] = self._pace.rate(self.experiment.training, self.epoch)

    @property
    def progress(self) -> Progress:
        """All that training has come to: a view that training writes to, to be copied by who keeps it."""
        course = self._course
        return Progress(
            parameters=self.network.parameters,
            optimizer=self._optimizer.state,
            masks=self._masks,
            last_good=self._good,
            order_rng=self._order_rng,
            dropout_rng=self._dropout_rng,
            growth_rng=self._growth_rng,
            rate=self._pace,
            patience=self._watch,
            position=Position(course.batches.order, course.begun, course.done, course.sample),
            epoch=self.epoch,
            steps=course.steps,
            diverged=self.diverged,
        )

    @property
    def learning_rate(self) -> float:
        """η of the epoch under way, as the schedule has it."""
        return self._pace.rate(self.experiment.training, self.epoch)

    @property
    def position(self) -> tuple[int, int, int]:
        """Mini-batches done in the epoch under way, mini-batches in an epoch, samples in the next one."""
        return self._course.position

    @property
    def steps(self) -> int:
        """Mini-batches trained since the weights were drawn."""
        return self._course.steps

    @property
    def sample(self) -> int:
        """Samples of the mini-batch under way that `step("sample")` has gone through."""
        return self._course.sample

    @property
    def last_pass(self) -> Backprop | None:
        """The forward and backward pass of the sample that `step("sample")` went through last."""
        return self._course.last_pass

    @property
    def problem(self) -> Problem:
        """What kind of target the data have, and how many classes or values."""
        return self.task.problem

    @property
    def loss(self) -> str:
        """The name of the loss in use, "auto" settled."""
        return self.task.loss

    @property
    def decision_threshold(self) -> tuple[float, float]:
        """The output above which a sample is of the second class, and the z that gives it."""
        return decision_threshold(self.network.layers[-1].activation, self._loss)

    # -- changes -----------------------------------------------------------------------------

    def configure(self, experiment: Experiment, keep: bool = False) -> bool:
        """Take on a changed experiment.

        Changed training settings, stop rules and dropout take effect at the next step, with weights and
        optimizer state kept (another optimizer starts with its own, empty); with another batch size or
        shuffling the epoch under way starts again. Changed data, network, seed or
        dtype, or another output, draw everything anew; unless `keep`, which carries over all that fits.

        Parameters
        ----------
        experiment : Experiment
        keep : bool
            Go on with the weights there are, as `surgery.edits_between` leads from one network to the
            other. Another number of outputs draws everything anew all the same.

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
        check_kind("experiment", experiment, Experiment)
        old, new = self.experiment, experiment
        if not same_but_live(old, new) or task_of(new, self.data).output != self.task.output:
            inputs = None if self.data.drawn else self.network.sizes[0]
            edits = edits_between(old.network, new.network, inputs) if keep else None
            return self._rebuild(new, self._data_of(new), edits)
        check_memory(self.network.sizes, new.training.batch_size, len(self._rows), new.training.dtype)
        with self._all_or_nothing():
            self.experiment = new
            if new.training.schedule != old.training.schedule:
                self._pace = RateState()
            if new.training.optimizer != old.training.optimizer:
                self._optimizer = self._new_optimizer()
            other_rate = replace(old.training, learning_rate=new.training.learning_rate)
            if new.training != other_rate or new.network != old.network:
                self._compile_in_place()
            self._set_rate()
        return False

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        """Go on with what there was where a change fails: for want of memory, most likely."""
        before = dict(self.__dict__)
        try:
            yield
        except BaseException:
            self.__dict__.update(before)
            raise

    def _rebuild(self, experiment: Experiment, data: Split, edits: list[Edit] | None) -> bool:
        """Build anew; with edits, go on with the old weights after them. Return whether epoch is 0 again."""
        before = dict(self.__dict__)
        with self._all_or_nothing():
            self._build(experiment, data)
            if edits is None or self.network.sizes[-1] != before["network"].sizes[-1]:
                return True
            carry_over(self, before, edits)
            self._compile(before["_course"].steps)
        return False

    def use(self, data: Split | None) -> bool:
        """Learn other samples, and keep the weights where the number of inputs and outputs allows.

        Parameters
        ----------
        data : Split or None
            None for the experiment's own data set.

        Returns
        -------
        bool
            Whether training stands at epoch 0 again.
        """
        check_kind("data", data, Split, None)
        if data is None:
            own = self.data if self.data.drawn else draw(self.experiment)
            return self._rebuild(self.experiment, own, None)
        fits = not self.data.drawn and data.train.X.shape[1] == self.network.sizes[0]
        return self._rebuild(self.experiment, _passed_in(data), [] if fits else None)

    def reset(self) -> None:
        """Go back to the start: the same data, first weights and order of samples again."""
        with self._all_or_nothing():
            self._build(self.experiment, self.data)

    def _operate(self, network: NetworkSpec, edit: Edit) -> None:
        self._rebuild(replace(self.experiment, network=network), self.data, [edit])

    def _hold(self, masks: Masks) -> None:
        with self._all_or_nothing():
            self._masks = masks
            self._compile_in_place()

    def _compile_in_place(self) -> None:
        """Compile anew, and stand where training stood in the epoch, if its mini-batches are the same."""
        before = self._course
        self._compile(before.steps)
        self._course.stand_where(before)

    # -- training ----------------------------------------------------------------------------

    def step(self, of: str = "batch") -> None:
        """Train one mini-batch, or go through one sample of it, or train to the end of the epoch.

        Parameters
        ----------
        of : {"batch", "sample", "epoch"}
            Going through a sample computes its forward and backward pass, without dropout, in `last_pass`;
            weights change with the mini-batch's last sample, by the same bits as in a step over the whole
            mini-batch.

        Raises
        ------
        ValueError
            Where it is something else.

        Notes
        -----
        Where there are no samples, as of own points before the first is drawn, nothing happens.
        """
        check_choice("step of", of, ("sample", "batch", "epoch"))
        if of == "epoch":
            self.run()
            return
        self.diverged = None
        if not len(self.data.train):
            return
        self._replay = None  # looked at after every step, nothing has to be gone through again
        with np.errstate(all="ignore"):
            course = self._course
            course.begin()
            if of == "sample" and not course.go_through_sample():
                return
            course.train_batch()
            if course.complete:
                self._end_epoch(None)
            elif not are_finite(self.network.parameters):
                self._diverge("weight")

    def run(
        self,
        epochs: int = 1,
        interrupt: Callable[[], bool] | None = None,
        each_epoch: Callable[[Metrics], None] | None = None,
    ) -> Stopped:
        """Train whole epochs, the one under way first; end early by a stop rule, or where training diverges.

        Parameters
        ----------
        epochs : int
        interrupt : callable () -> bool, optional
            Asked after every mini-batch; training stops there where it says True.
        each_epoch : callable (Metrics) -> None, optional
            Called with the metrics at the end of every epoch. The loss is then watched as well: one that
            is not finite is a divergence.

        Returns
        -------
        Stopped
            Why it ended.

        Raises
        ------
        ValueError
            Where `epochs` is no whole number from 0.
        """
        if isinstance(epochs, bool) or not isinstance(epochs, Integral) or epochs < 0:
            raise ValueError(f"epochs must be a whole number from 0, got {quoted(epochs)}")
        self.diverged = None
        if not len(self.data.train):
            return NO_SAMPLES
        goal = self.epoch + epochs
        if self._good.first_loss is None and self._is_watched(each_epoch):
            self._good.measure_by(self.metrics().train_loss)
        with np.errstate(all="ignore"):
            while self.epoch < goal:
                course = self._course
                course.begin()
                self._note()
                interrupted = course.train(interrupt, lambda course=course: self._course is not course)
                if self._course.complete and (why := self._end_epoch(each_epoch)):
                    return why
                if interrupted and self.epoch < goal:
                    if not are_finite(self.network.parameters):
                        return self._diverge("weight")
                    return Stopped("interrupt", f"Interrupted in epoch {self.epoch + 1:,}.")
        done = "1 epoch is" if epochs == 1 else f"All {epochs:,} epochs are"
        return Stopped("all_epochs", f"{done} done.")

    def _note(self) -> None:
        """Note what the batches to come start from, to find the step where they go wrong."""
        if self._replay is None:
            draws = any(layer.dropout for layer in self.experiment.network.hidden)
            rng = self._dropout_rng if draws else None
            self._replay = Replay(self.network.parameters, self._optimizer, self._course.batches, rng)
        self._replay.note(self._course.done, self.steps)

    def _end_epoch(self, each_epoch: Callable[[Metrics], None] | None) -> Stopped | None:
        """Close the epoch; return why training should end here, if it should."""
        self.epoch += 1
        self._course.end()
        spec, stop = self.experiment.training, self.experiment.stop
        metrics = self.metrics() if self._is_watched(each_epoch) else None
        parameters = self.network.parameters
        length = length_squared(parameters)
        if not are_finite(parameters, length):
            return self._diverge("weight")
        if metrics and not math.isfinite(metrics.train_loss):
            return self._diverge("loss")
        self._good.see(parameters, self.epoch, length, metrics)
        if metrics and SCHEDULES[spec.schedule].watches:
            self._pace.see(spec, self.epoch, metrics.train_loss)
        self._set_rate()
        why = self._watch.see(stop, self.epoch, metrics)
        if each_epoch and metrics:
            each_epoch(metrics)
        return why

    def _is_watched(self, each_epoch: Callable[[Metrics], None] | None) -> bool:
        """Whether the metrics of every epoch are asked for."""
        schedule = SCHEDULES[self.experiment.training.schedule]
        return each_epoch is not None or self.experiment.stop.watches or schedule.watches

    def _has_gone_wrong(self, what: str) -> bool:
        if what == "weight":
            return not np.isfinite(self.network.parameters).all()
        return not math.isfinite(self.metrics().train_loss)

    def _diverge(self, what: str) -> Stopped:
        """Note where it happened, and go back to the last good weights with a fresh optimizer."""
        epoch = self.epoch + 1 if self._course.begun else self.epoch
        steps = self.steps
        if self._replay is not None:
            steps = self._replay.first_bad_step(self.steps, partial(self._has_gone_wrong, what))
        self.diverged = Divergence(epoch, steps, what, self._good.epoch)
        np.copyto(self.network.parameters, self._good.weights, where=~self._masks.fixed)
        self._optimizer = self._new_optimizer()
        self._compile(self.steps)
        return Stopped(
            "divergence",
            f"Training diverged in epoch {epoch:,}: a {what} is not finite after step {steps:,}.",
        )

    # -- looking -----------------------------------------------------------------------------

    def metrics(self) -> Metrics:
        """Return data loss and accuracy on all train and test samples, without penalties.

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
        if self._evaluation is None:
            self._evaluation = Evaluation(
                self.network, self._loss, self.task.problem, self._rows, self._targets, len(self.data.train)
            )
        return self._evaluation()

    def scores(self) -> tuple[ClassScores | RegressionScores | None, ClassScores | RegressionScores | None]:
        """Return all scores on the train samples and on the test samples.

        Returns
        -------
        train, test : ClassScores or RegressionScores, or None
            None where there are no such samples.

        Examples
        --------
        >>> train, test = Trainer().scores()
        >>> train.confusion.sum(), test.confusion.shape
        (np.int64(250), (2, 2))
        """
        n = len(self.data.train)
        if not n:
            return None, None
        forward = Forward(self.network, self._rows)
        forward.run()
        outputs, zero = forward.outputs(), self.decision_threshold[0]
        train = scores_of(self.problem, zero, self.data.train.y, outputs[:n])
        if not len(self.data.test):
            return train, None
        return train, scores_of(self.problem, zero, self.data.test.y, outputs[n:])

    def gradients(self, X: NDArray[Any], y: NDArray[Any]) -> list[tuple[Array, Array]]:
        """Return the gradient of the mean loss over given samples, penalties included, without dropout.

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
        Y = self.task.targets(samples.y, spec)
        gradient = np.empty_like(self.network.parameters)
        with np.errstate(all="ignore"):
            run(Backprop(self.network, self._loss, len(rows), gradient).calls(rows.T, Y.T))
            run(penalty_gradient(self.network, spec, gradient, np.empty_like(gradient)))
        return [(d[:, :-1], d[:, -1]) for d in self.network.split(gradient)]

    # -- state -------------------------------------------------------------------------------

    def state(self) -> State:
        """Return all that decides how training goes on.

        Returns
        -------
        State
            A value of its own: training on does not change it.
        """
        return checkpoint.state_of(self)

    @classmethod
    def restore(cls, state: State) -> Trainer:
        """Return a trainer that goes on where a state was taken, to the same bits.

        Parameters
        ----------
        state : State
            As `Trainer.state` returns it, or `State.from_bytes`.

        Returns
        -------
        Trainer

        Raises
        ------
        ValueError
            Where the state does not hold all that it needs.
        """
        return checkpoint.trainer_from(cls, state)


def _passed_in(data: Split) -> Split:
    """Return samples as passed in, wherever they are from."""
    return replace(data, drawn=False) if data.drawn else data
