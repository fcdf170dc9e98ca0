"""Traces a training step: the trainer's own stages, run over a copied progress, with every result kept."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy, deepcopy
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from engine.analysis.ledger import LayerLedger, Ledger, Update, UpdateStage
from engine.base.checks import SpecError, check_choice, check_index
from engine.base.recipes import Array, Recipe, Stage, run, scalar
from engine.data.samples import Split
from engine.data.task import task_of
from engine.experiment import Experiment
from engine.losses import LOSSES
from engine.network.backprop import Backprop
from engine.optimizers import OPTIMIZERS
from engine.training.batches import layout
from engine.training.denormals import flush
from engine.training.progress import Progress
from engine.training.setup import blank_network
from engine.training.update import update

PARTS = ("train", "test", "batch")
SIZES = 3  # mini-batch sizes that stay compiled: one sample, a full mini-batch, a smaller last one


class Tracer:
    """Makes the ledger of any step of a training run, in buffers of its own.

    Its calls are those that train, compiled once for each size of a mini-batch. So the numbers are the
    trainer's, bit for bit, on the same machine with the same numpy.

    Parameters
    ----------
    experiment : Experiment
    data : Split

    Examples
    --------
    >>> from engine import Trainer
    >>> trainer = Trainer()
    >>> ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    >>> trainer.step()
    >>> bool((ledger.update.after == trainer.network.parameters).all())
    True
    """

    def __init__(self, experiment: Experiment, data: Split) -> None:
        self.experiment, self.data = experiment, data
        self._network, self._task = blank_network(experiment, data), task_of(experiment, data)
        self._samples = {"train": data.train, "test": data.test, "batch": data.train}
        # of all samples at once, as in training: no bit depends on how many there are
        self._rows = self._network.inputs(np.concatenate([data.train.X, data.test.X]))
        y = np.concatenate([data.train.y, data.test.y])
        self._targets = self._task.targets(y, experiment.training)
        self._compiled: dict[int, _Step] = {}
        self._fixed: NDArray[np.bool_] | None = None  # what is compiled in of the masks

    def adapted(self, experiment: Experiment, data: Split) -> Tracer:
        """Return a tracer for another experiment or other data: on the same calls, where these fit."""
        if experiment is self.experiment and data is self.data:
            return self
        rate = self.experiment.training.learning_rate
        training, stop = replace(experiment.training, learning_rate=rate), self.experiment.stop
        if data is not self.data or replace(experiment, training=training, stop=stop) != self.experiment:
            return Tracer(experiment, data)
        changed = copy(self)
        changed.experiment = experiment
        return changed

    def trace(self, progress: Progress, part: str, indices: Sequence[int] = ()) -> Ledger:
        """Return the ledger of one step from `progress`, which is not changed.

        Parameters
        ----------
        progress : Progress
        part : {"train", "test", "batch"}
            Where the samples are from; "batch" is the mini-batch that training takes next.
        indices : sequence of int
            The samples of the part that make up the mini-batch, usually one; not used for "batch".

        Raises
        ------
        ValueError
            If there are no such samples.
        """
        check_choice("part", part, PARTS)
        epoch, last = progress.epoch, False
        if part == "batch":
            chosen, epoch, last = next_batch(progress, self.experiment)
        else:
            chosen = np.array([check_index("index", one, len(self._samples[part])) for one in indices])
        if not len(chosen):
            raise SpecError("there is no sample to trace", field="indices", value=())
        with np.errstate(all="ignore"):
            step = self._step(len(chosen), progress)
            rows = chosen + (len(self.data.train) if part == "test" else 0)
            step.copy_in(progress, self._rows[rows], self._targets[rows])
            step.optimizer.rate[()] = progress.rate.rate(self.experiment.training, epoch)
            layers = step.passes()
            losses = step.losses.copy()
            penalty = _penalty(self.experiment, layers)
            traced = step.update(last)
        return Ledger(
            experiment=self.experiment,
            task=self._task,
            progress=progress,
            part=part,
            indices=tuple(chosen.tolist()),
            X=_kept(self._samples[part].X[chosen]),
            Y=_kept(step.Y),
            losses=_kept(losses),
            loss=float(losses.mean(dtype=np.float64)),
            penalty=penalty,
            layers=layers,
            update=traced,
        )

    def _step(self, n: int, progress: Progress) -> _Step:
        """Return the compiled step for mini-batches of n samples."""
        fixed = progress.masks.fixed
        if self._fixed is None or not np.array_equal(fixed, self._fixed):
            self._compiled, self._fixed = {}, fixed
        if n not in self._compiled:
            if len(self._compiled) == SIZES:
                self._compiled.pop(next(iter(self._compiled)))
            self._compiled[n] = _Step(self, n, progress)
        return self._compiled[n]


def next_batch(progress: Progress, experiment: Experiment) -> tuple[NDArray[np.intp], int, bool]:
    """Return the mini-batch that training takes next.

    Where an epoch waits for its interrupted evaluation, that is the first of the next epoch; a schedule that
    watches the loss may still lower its rate then.

    Parameters
    ----------
    progress : Progress
        It is not changed, also where the order of a new epoch is not drawn yet.
    experiment : Experiment

    Returns
    -------
    samples : ndarray of int
        Their indices among the training samples.
    epoch : int
        Completed epochs at that time.
    last : bool
        Whether it ends its epoch.
    """
    position, spec = progress.position, experiment.training
    size, count, shuffled = layout(len(position.order), spec.batch_size, spec.shuffle)
    batch, begun, epoch, order = position.batches, position.begun, progress.epoch, position.order
    if batch == count:  # its evaluation was interrupted
        batch, begun, epoch = 0, False, epoch + 1
    if shuffled and not begun:
        order = order.copy()
        deepcopy(progress.order_rng).shuffle(order)
    return order[batch * size : (batch + 1) * size], epoch, batch == count - 1


class _Step:
    """A step with mini-batches of one size, compiled for one tracer."""

    def __init__(self, tracer: Tracer, n: int, progress: Progress) -> None:
        experiment, network, spec = tracer.experiment, tracer._network, tracer.experiment.training
        width, outputs = network.sizes[0] + 1, network.sizes[-1]
        # laid out as `Batches` does: other strides could give other bits
        self._X, self._XT = (np.empty(shape, network.dtype) for shape in ((width, n), (n, width)))
        self.Y = np.empty((outputs, n), network.dtype)
        self._network, self.losses = network, np.empty(n, network.dtype)
        state = progress.optimizer.copy()
        kind = OPTIMIZERS[spec.optimizer]
        self.optimizer = kind(network.parameters, scalar(0.0, network.parameters), spec, state)
        self._rng = deepcopy(progress.dropout_rng)
        loss = LOSSES[tracer._task.loss].tuned(spec)
        dropout = tuple(layer.dropout for layer in experiment.network.hidden)
        gradient, fixed = self.optimizer.gradient, progress.masks.fixed
        self._backprop = Backprop(network, loss, n, gradient, dropout, self._rng)
        self._passes = self._backprop.stages(self._X, self.Y, self._XT)
        last = len(network.layers) - 1
        self._loss: Recipe = loss.value(self._backprop.Z[last], self._backprop.A[last], self.Y, self.losses)
        self._update = update(network, self.optimizer, spec, fixed)
        self._flush = flush(self.optimizer, fixed)

    def copy_in(self, progress: Progress, rows: Array, targets: Array) -> None:
        """Make the next step one from this progress, with these samples."""
        np.copyto(self._network.parameters, progress.parameters)
        state, given = self.optimizer.state, progress.optimizer
        np.copyto(state.slab, given.slab)
        state.steps, state.scalars = given.steps, dict(given.scalars)
        self._rng.bit_generator.state = progress.dropout_rng.bit_generator.state
        np.copyto(self._XT, rows)
        np.copyto(self._X, rows.T)
        np.copyto(self.Y, targets.T)

    def passes(self) -> tuple[LayerLedger, ...]:
        """Run the passes forward and backward, and return what each layer came to."""
        before = [(_kept(layer.W), _kept(layer.b)) for layer in self._network.layers]
        found: dict[tuple[str, int | None], Array] = {}
        for stage in self._passes:
            run(stage.calls)
            found[stage.kind, stage.layer] = _kept(stage.result)
        run(self._loss)
        layers: list[LayerLedger] = []
        for i, (W, b) in enumerate(before):
            dg, g, mask = found.get(("slope", i)), found["a", i], found.get(("dropout_mask", i))
            layers.append(
                LayerLedger(
                    W=W,
                    b=b,
                    inputs=layers[-1].a if layers else _kept(self._X[:-1]),
                    z=found["z", i],
                    g=g,
                    a=found.get(("dropout", i), g),
                    mask=mask,
                    dg=dg,
                    slope=dg if mask is None else _kept(self._backprop.dG[i]),
                    loss_slope=found.get(("loss_slope", i)),
                    error=found["error", i],
                    dW=_kept(found["gradient", i][:, :-1]),
                    db=_kept(found["gradient", i][:, -1]),
                )
            )
        return tuple(layers)

    def update(self, last: bool) -> Update:
        """Run the update, as after the last mini-batch of an epoch or another, and return what it came to."""
        optimizer = self.optimizer
        p, state, gradient = optimizer.parameters, optimizer.state, optimizer.gradient
        data_gradient, before = _kept(gradient), _kept(p)
        moments, scalars = self._moments(), dict(state.scalars)
        stages = [self._ran(stage) for stage in self._update]
        if last:
            after = p.copy()
            run(self._flush)
            if not np.array_equal(after, p, equal_nan=True):
                stages.append(
                    UpdateStage(
                        "flush", "w ← 0 where |w| < the smallest normal number", "parameters", _kept(p)
                    )
                )
        return Update(
            gradient=data_gradient,
            stages=tuple(stages),
            rate=float(optimizer.rate),
            count=state.steps,
            before=before,
            after=_kept(p),
            moments_before=moments,
            moments_after=self._moments(),
            scalars_before=scalars,
            scalars_after=dict(state.scalars),
        )

    def _ran(self, stage: Stage) -> UpdateStage:
        """Run a stage of the update, and return what it wrote."""
        run(stage.calls)
        of_gradient = stage.result is self.optimizer.gradient
        value = _kept(self.optimizer.gradient if of_gradient else self.optimizer.parameters)
        return UpdateStage(
            stage.kind, stage.formula, "gradient" if of_gradient else "parameters", value, stage.layer
        )

    def _moments(self) -> dict[str, Array]:
        return {name: _kept(one) for name, one in self.optimizer.textbook_moments().items()}


def _penalty(experiment: Experiment, layers: tuple[LayerLedger, ...]) -> float:
    """Return l₁·Σ|w| + ½·l₂·Σw² over all weights."""
    spec = experiment.training
    weights = [layer.W.astype(np.float64) for layer in layers]
    sizes, squares = (sum(float(f(W).sum()) for W in weights) for f in (np.abs, np.square))
    return spec.l1 * sizes + 0.5 * spec.l2 * squares


def _kept(array: Array) -> Array:
    """Return a copy that nobody can write to."""
    kept = np.array(array)
    kept.setflags(write=False)
    return kept
