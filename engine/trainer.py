"""The trainer: mini-batches, epochs and live changes. Synchronous, deterministic, without threads."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import resume, surgery
from engine.batches import Batches
from engine.calls import Array, partial, run, scalar
from engine.checks import check_choice, check_kind, said
from engine.data import Problem, Samples, Split, draw, problem_of, stream, targets
from engine.divergence import Divergence, Replay
from engine.holds import Holds
from engine.losses import LOSSES, resolve
from engine.memory import check_memory
from engine.metrics import Evaluation, Metrics, halfway
from engine.network import Network
from engine.operations import Operations
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.program import Backprop, Forward
from engine.regularisation import penalty_gradient, update
from engine.schedules import SCHEDULES, Pace
from engine.scores import ClassScores, RegressionScores, scores_of
from engine.spec import Experiment, NetworkSpec, check_size
from engine.state import State
from engine.stopping import Stopped, StopWatch

# Weights that run away stay finite for some epochs, but are no place to go on from. They are taken for sane
# while the loss is at most so many times what it was at first; where it is not watched, while θ is at most so
# many times as long.
SANE = 10.0
ORDINARY_LOSS = 1.0  # a first loss below it, after much training, is no measure for what comes
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
    problem : Problem
    network : Network
        Another object after a reset, and after every change of its shape.
    epoch : int
        Completed epochs.
    steps : int
        Mini-batches trained since the weights were drawn.
    sample : int
        Samples of the mini-batch under way that `step("sample")` has gone through.
    last_pass : Backprop or None
        The forward and backward pass of the sample that `step("sample")` went through last.
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
        self._given = data
        self._build(Experiment() if experiment is None else experiment)

    # -- building ----------------------------------------------------------------------------

    def _build(self, experiment: Experiment) -> None:
        """Draw data and weights, and stand at epoch 0."""
        data = self._drawn(experiment) if self._given is None else self._given
        problem, output = _head(experiment, data)
        spec, training = experiment.network, experiment.training
        given = self._given is not None
        inputs = data.train.X.shape[1] if given else len(spec.features)
        sizes = (inputs, *(layer.width for layer in spec.hidden), problem.outputs(output))
        check_size(sizes)
        check_memory(sizes, training.batch_size, len(data.train) + len(data.test), training.dtype)
        network = Network(
            sizes=sizes,
            activations=(*(layer.activation for layer in spec.hidden), output),
            features=None if given else spec.features,
            dtype=training.dtype,
        )
        weights_rng = stream(experiment.training_seed, "weights")
        network.initialize(spec.initializer, weights_rng, spec.init_scale, spec.init_bias)
        rows = network.inputs(np.concatenate([data.train.X, data.test.X]))
        if not np.isfinite(rows).all():
            row = int(np.argwhere(~np.isfinite(rows))[0][0])
            raise ValueError(f"the inputs of sample {row} are too large for {training.dtype}")
        self._own_data = not given
        self.experiment, self.data, self.problem, self.network = experiment, data, problem, network
        self.epoch = self.steps = 0
        self.diverged: Divergence | None = None
        self._holds = Holds(network)
        self._rows, self._output = rows, output
        self._growth_rng = stream(experiment.training_seed, "growth")  # the weights of neurons that are added
        self._order_rng = stream(experiment.training_seed, "order")
        self._dropout_rng = stream(experiment.training_seed, "dropout")
        self._good = network.parameters.copy()
        self._first_loss: float | None = None  # before the first epoch that is watched
        self._sane_length_squared = SANE**2 * max(1.0, self._length_squared())
        self._rate = scalar(training.learning_rate, network.parameters)
        self._pace, self._watch = Pace(), StopWatch()
        self._measure: tuple[Any, ...] | None = None  # what the losses are
        self._optimizer = self._new_optimizer()
        self._compile()

    def _drawn(self, experiment: Experiment) -> Split:
        """Return the experiment's own data: those there are, where they are the same."""
        old = self.__dict__.get("experiment")
        if old and self._own_data and (old.data, old.seed) == (experiment.data, experiment.seed):
            return self.data
        return draw(experiment)

    def _new_optimizer(self) -> Optimizer:
        spec = self.experiment.training
        return OPTIMIZERS[spec.optimizer](self.network.parameters, self._rate, spec)

    def _compile(self) -> None:
        """Bind everything that depends on the training settings; the epoch under way starts again."""
        spec, n, network = self.experiment.training, len(self.data.train), self.network
        _, loss = resolve(self.problem.kind, self._output, spec.loss)
        smoothing = spec.label_smoothing if LOSSES[loss].smooths else 0.0
        measure = (loss, smoothing, *(getattr(spec, name) for name in LOSSES[loss].hyperparameters))
        if measure != self._measure:
            self._measure = measure
            self._forget_losses()
        self._loss = LOSSES[loss].tuned(spec)
        self._targets = self._targets_of(np.concatenate([self.data.train.y, self.data.test.y]))
        dropout = tuple(layer.dropout for layer in self.experiment.network.hidden)
        self._optimizer = self._optimizer.tuned(spec)
        gradient = self._optimizer.gradient
        after = update(network, self._optimizer, spec, self._holds.held)
        programs: dict[int, Backprop] = {}

        def bind(X: Array, Y: Array, XT: Array) -> list[Callable[[], Any]]:
            size = X.shape[1]
            if size not in programs:  # one for full mini-batches, one for a smaller last one
                programs[size] = Backprop(network, self._loss, size, gradient, dropout, self._dropout_rng)
            return [*programs[size].calls(X, Y, XT), *after]

        rng = self._order_rng if spec.shuffle else None
        self._batches = Batches(self._rows[:n], self._targets[:n], spec.batch_size, rng, bind)
        self._next_batch = self.sample = 0
        self._begun = False  # whether the order of the epoch under way is drawn
        self.last_pass: Backprop | None = None
        self._single: Backprop | None = None
        self._evaluation: Evaluation | None = None
        self._replay: Replay | None = None
        self._set_rate()

    def _forget_losses(self) -> None:
        """Compare the losses to come with none before: they are measured in another way."""
        self._pace, self._watch = replace(self._pace), replace(self._watch)
        self._pace.forget()
        self._watch.forget()
        self._first_loss = None

    def _targets_of(self, y: NDArray[Any]) -> Array:
        spec, loss = self.experiment.training, self._loss
        smoothing = spec.label_smoothing if loss.smooths else 0.0
        return targets(y, self.problem, self._output, spec.dtype, loss.signed, smoothing)

    def _set_rate(self) -> None:
        self._rate[()] = self._pace.rate(self.experiment.training, self.epoch)

    @property
    def learning_rate(self) -> float:
        """η of the epoch under way, as the schedule has it."""
        return self._pace.rate(self.experiment.training, self.epoch)

    @property
    def place(self) -> tuple[int, int, int]:
        """Mini-batches done in the epoch under way, mini-batches in an epoch, samples in the next one."""
        done, size = self._next_batch, self._batches.size
        return done, max(self._batches.count, 1), min(size, len(self.data.train) - done * size)

    @property
    def loss(self) -> str:
        """The name of the loss in use, "auto" settled."""
        return resolve(self.problem.kind, self._output, self.experiment.training.loss)[1]

    @property
    def halfway(self) -> tuple[float, float]:
        """The output that stands half-way between two labels, and the z that gives it."""
        return halfway(self.network.layers[-1].activation, self._loss)

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
        if not _same_but_live(old, new) or _head(new, self.data)[1] != self._output:
            inputs = self.network.sizes[0] if self._given is not None else None
            edits = surgery.edits_between(old.network, new.network, inputs) if keep else None
            return self._rebuild(new, edits)
        check_memory(self.network.sizes, new.training.batch_size, len(self._rows), new.training.dtype)
        with self._all_or_nothing():
            self.experiment = new
            if new.training.schedule != old.training.schedule:
                self._pace = Pace()
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

    def _rebuild(self, experiment: Experiment, edits: list[surgery.Edit] | None) -> bool:
        """Build anew; with edits, go on with the old weights after them. Return whether epoch is 0 again."""
        before = dict(self.__dict__)
        with self._all_or_nothing():
            self._build(experiment)
            if edits is None or self.network.sizes[-1] != before["network"].sizes[-1]:
                return True
            self._carry_over(before, edits)
        return False

    def _carry_over(self, before: dict[str, Any], edits: list[surgery.Edit]) -> None:
        """Take the place in training, the weights and what goes with them from before the edits."""
        old, new = before["network"], self.network
        # not what the network began with: a new neuron is to be none that it has already
        spec, self._growth_rng = self.experiment.network, deepcopy(before["_growth_rng"])
        new.initialize(spec.initializer, self._growth_rng, spec.init_scale, spec.init_bias)
        drawn = [theta.astype(np.float64) for theta in new.split(new.parameters)]

        def moved(flat: NDArray[Any], weights: bool = False) -> NDArray[Any]:
            thetas = surgery.operate(edits, old.split(flat), drawn if weights else None)
            return np.concatenate([theta.ravel() for theta in thetas])

        with np.errstate(all="ignore"):  # a product, or a smaller dtype, may overflow: training then says so
            new.parameters[...] = moved(old.parameters, weights=True)
        np.copyto(self._good, new.parameters)
        holds = before["_holds"]
        self._holds.frozen[...], self._holds.silenced[...] = moved(holds.frozen), moved(holds.silenced)
        self._holds.aside[...] = moved(holds.aside)
        self.epoch, self.steps = before["epoch"], before["steps"]
        self._order_rng, self._dropout_rng = before["_order_rng"], before["_dropout_rng"]
        self._watch = deepcopy(before["_watch"])
        if self.experiment.training.schedule == before["experiment"].training.schedule:
            self._pace = deepcopy(before["_pace"])
        if self.data is not before["data"]:
            self._forget_losses()
        optimizer = before["_optimizer"]
        if type(optimizer) is type(self._optimizer):
            self._optimizer.spec = optimizer.spec  # _compile() tunes it, with its moments, to the new one
            for name, moment in optimizer.moments.items():
                self._optimizer.moments[name][...] = moved(moment)
            self._optimizer.remember(optimizer)
        self._compile()

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
        inputs = self.network.sizes[0]
        with self._all_or_nothing():
            fits = data is not None and self._given is not None and data.train.X.shape[1] == inputs
            self._given = data
            return self._rebuild(self.experiment, [] if fits else None)

    def reset(self) -> None:
        """Go back to the start: the same data, first weights and order of samples again."""
        with self._all_or_nothing():
            self._build(self.experiment)

    def _operate(self, network: NetworkSpec, edit: surgery.Edit) -> None:
        self._rebuild(replace(self.experiment, network=network), [edit])

    def _hold(self, holds: Holds) -> None:
        with self._all_or_nothing():
            self._holds = holds
            self._compile_in_place()

    def _compile_in_place(self) -> None:
        """Compile anew, and stand where training stood in the epoch, if its mini-batches are the same."""
        batches, begun = self._batches, self._begun
        batch, sample, last_pass = self._next_batch, self.sample, self.last_pass
        self._compile()
        if self._batches.laid_out_as(batches):
            self._batches.restore(batches.order)
            self._begun, self._next_batch, self.sample, self.last_pass = begun, batch, sample, last_pass

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
            self._begin_epoch()
            if of == "sample" and not self._last_sample():
                return
            run(next(self._batches.from_batch(self._next_batch)))
            self._next_batch += 1
            self.steps += 1
            self.sample = 0
            if self._next_batch == self._batches.count:
                self._end_epoch(None)
            elif not self._is_finite(self._length_squared()):
                self._diverge("weight")

    def _last_sample(self) -> bool:
        """Go through the next sample of the mini-batch; return whether it was the last one."""
        X, Y = self._batches.columns(self._next_batch)
        k = self.sample
        if self._single is None:
            self._single = Backprop(self.network, self._loss, 1, np.empty_like(self.network.parameters))
        run(self._single.calls(X[:, k : k + 1], Y[:, k : k + 1]))
        self.last_pass = self._single
        self.sample += 1
        return bool(self.sample == X.shape[1])

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
            raise ValueError(f"epochs must be a whole number from 0, got {said(epochs)}")
        self.diverged = None
        if not len(self.data.train):
            return NO_SAMPLES
        goal = self.epoch + epochs
        if self._first_loss is None and self._is_watched(each_epoch):
            first = self.metrics().train_loss
            self._first_loss = first if math.isfinite(first) else 0.0
        with np.errstate(all="ignore"):
            while self.epoch < goal:
                self._begin_epoch()
                self._note()
                interrupted = self._train_batches(interrupt)
                if self._next_batch == self._batches.count and (why := self._end_epoch(each_epoch)):
                    return why
                if interrupted and self.epoch < goal:
                    if not self._is_finite(self._length_squared()):
                        return self._diverge("weight")
                    return Stopped("interrupt", f"Interrupted in epoch {self.epoch + 1:,}.")
        done = "1 epoch is" if epochs == 1 else f"All {epochs:,} epochs are"
        return Stopped("all_epochs", f"{done} done.")

    def _begin_epoch(self) -> None:
        if not self._begun:
            self._batches.begin()
            self._begun = True

    def _note(self) -> None:
        """Note what the batches to come start from, to find the step where they go wrong."""
        if self._replay is None:
            draws = any(layer.dropout for layer in self.experiment.network.hidden)
            rng = self._dropout_rng if draws else None
            self._replay = Replay(self.network.parameters, self._optimizer, self._batches, rng)
        self._replay.note(self._next_batch, self.steps)

    def _train_batches(self, interrupt: Callable[[], bool] | None) -> bool:
        """Train the batches that are left of this epoch; return whether an interrupt cut them short."""
        batches, done = self._batches, self._next_batch
        self.sample = 0
        try:
            for calls in batches.from_batch(done):
                for call in calls:
                    call()
                done += 1
                if interrupt is not None:
                    self._stand_at(done)
                    if interrupt():
                        return True
                    if self._batches is not batches:  # it changed the experiment
                        return False
        finally:  # in whatever way this ends, training stands where it stands
            if self._batches is batches:
                self._stand_at(done)
        return False

    def _stand_at(self, batch: int) -> None:
        self.steps += batch - self._next_batch
        self._next_batch = batch

    def _end_epoch(self, each_epoch: Callable[[Metrics], None] | None) -> Stopped | None:
        """Close the epoch; return why training should end here, if it should."""
        self.epoch += 1
        self._next_batch = 0
        self._begun = False
        spec, stop = self.experiment.training, self.experiment.stop
        metrics = self.metrics() if self._is_watched(each_epoch) else None
        length = self._length_squared()
        if not self._is_finite(length):
            return self._diverge("weight")
        if metrics and not math.isfinite(metrics.train_loss):
            return self._diverge("loss")
        if self._is_sane(length, metrics):
            np.copyto(self._good, self.network.parameters)
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

    def _is_sane(self, length_squared: float, metrics: Metrics | None) -> bool:
        """Judge weights that are finite by their loss where it is watched, or else by their length."""
        if metrics is None:
            return length_squared <= self._sane_length_squared
        if self._first_loss is None:
            self._first_loss = metrics.train_loss
        return metrics.train_loss <= SANE * max(self._first_loss, ORDINARY_LOSS)

    def _length_squared(self) -> float:
        """Return Σθ² over all weights and biases; where it is finite, so are they."""
        p = self.network.parameters
        return float(p.dot(p))

    def _is_finite(self, length_squared: float) -> bool:
        # squares of finite weights may be infinite; it is rarely asked
        return math.isfinite(length_squared) or bool(np.isfinite(self.network.parameters).all())

    def _has_gone_wrong(self, what: str) -> bool:
        if what == "weight":
            return not np.isfinite(self.network.parameters).all()
        return not math.isfinite(self.metrics().train_loss)

    def _diverge(self, what: str) -> Stopped:
        """Note where it happened, and go back to the last good weights with a fresh optimizer."""
        epoch = self.epoch + 1 if self._begun else self.epoch
        steps = self.steps
        if self._replay is not None:
            steps = self._replay.first_bad_step(self.steps, partial(self._has_gone_wrong, what))
        self.diverged = Divergence(epoch, steps, what)
        np.copyto(self.network.parameters, self._good, where=~self._holds.held)
        self._optimizer = self._new_optimizer()
        self._compile()
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
                self.network, self._loss, self.problem, self._rows, self._targets, len(self.data.train)
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
        outputs, zero = forward.outputs(), self.halfway[0]
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
        Y = self._targets_of(samples.y)
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
        return resume.state_of(self)

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
        return resume.trainer_from(cls, state)


def _same_but_live(old: Experiment, new: Experiment) -> bool:
    """Whether two experiments differ in nothing but what may change while training goes on."""
    if len(old.network.hidden) != len(new.network.hidden):
        return False
    layers = zip(old.network.hidden, new.network.hidden, strict=True)
    hidden = tuple(replace(one, dropout=other.dropout) for one, other in layers)
    live = replace(
        old,
        network=replace(old.network, hidden=hidden),
        training=replace(new.training, dtype=old.training.dtype),
        stop=new.stop,
    )
    return bool(live == new)


def _head(experiment: Experiment, data: Split) -> tuple[Problem, str]:
    """Return the problem that the data pose, and the output activation for it."""
    output, loss = experiment.network.output, experiment.training.loss
    for_classes = output == "softmax" or (loss != "auto" and "regression" not in LOSSES[loss].problems)
    problem = problem_of(data, for_classes)
    return problem, resolve(problem.kind, output, loss)[0]
