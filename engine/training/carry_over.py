"""What a training run keeps when its experiment or data change: everything that still fits."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.recipes import Array
from engine.data.draw import draw
from engine.data.samples import Split
from engine.data.task import task_of
from engine.experiment import Experiment, TrainSpec
from engine.losses import LOSSES
from engine.network.edits import Edit, apply_edits
from engine.network.masks import Masks
from engine.optimizers import OPTIMIZERS, OptimizerState
from engine.schedules import RateState
from engine.training.batches import layout
from engine.training.divergence import Divergence, are_finite
from engine.training.progress import Position, Progress
from engine.training.setup import TrainingRun, check_fit


def is_live(training: TrainingRun, experiment: Experiment) -> bool:
    """Whether an experiment changes only what may change as training continues."""
    old, new = training.experiment, experiment
    if len(old.network.hidden) != len(new.network.hidden):
        return False
    pairs = zip(old.network.hidden, new.network.hidden, strict=True)
    hidden = tuple(replace(layer, dropout=changed.dropout) for layer, changed in pairs)
    live = replace(
        old,
        network=replace(old.network, hidden=hidden),
        training=replace(new.training, dtype=old.training.dtype),
        stop=new.stop,
    )
    return bool(live == new) and task_of(new, training.data).output == training.task.output


def data_for(training: TrainingRun, experiment: Experiment) -> Split:
    """Return the data of a changed experiment: the current data, if they stay the same."""
    old, new = training.experiment, experiment
    if not training.data.drawn or (old.data, old.seed) == (new.data, new.seed):
        return training.data
    return draw(experiment)


def reconfigured(training: TrainingRun, experiment: Experiment) -> TrainingRun:
    """Return the training run with changed settings, for experiments that `is_live` accepts.

    Weights and network stay the same objects. A changed batch size or shuffling restarts the current epoch; a
    changed optimizer starts with an empty state.
    """
    check_fit(experiment, training.data)
    progress, old, new = training.progress, training.experiment.training, experiment.training
    samples = len(progress.position.order)
    layouts = [layout(samples, spec.batch_size, spec.shuffle) for spec in (old, new)]
    changed = replace(
        training,
        experiment=experiment,
        task=task_of(experiment, training.data),
        progress=replace(
            progress,
            optimizer=_tuned(progress.optimizer, progress.parameters, old, new),
            rate=replace(progress.rate) if old.schedule == new.schedule else RateState(),
            position=progress.position.copy() if layouts[0] == layouts[1] else Position.at_start(samples),
        ),
    )
    return _comparable(training, changed)


def with_masks(training: TrainingRun, masks: Masks) -> TrainingRun:
    """Return the training run with other masks."""
    progress = training.progress
    return training.with_progress(replace(progress, masks=masks, position=progress.position.copy()))


def after_divergence(training: TrainingRun, divergence: Divergence) -> TrainingRun:
    """Return the training run marked as diverged, with an empty optimizer state, at the start of an epoch."""
    progress, spec = training.progress, training.experiment.training
    return training.with_progress(
        replace(
            progress,
            diverged=divergence,
            optimizer=OPTIMIZERS[spec.optimizer].empty_state(progress.parameters),
            position=Position.at_start(len(progress.position.order)),
        )
    )


@np.errstate(all="ignore")  # a product, or a smaller dtype, may overflow: training then reports a divergence
def carried_over(old: TrainingRun, new: TrainingRun, edits: list[Edit]) -> TrainingRun:
    """Return the new training run with the weights of the old one, and everything that belongs to them.

    Parameters
    ----------
    old : TrainingRun
        It is not changed.
    new : TrainingRun
        At epoch 0; its progress is replaced, and its network filled.
    edits : list of edits.Edit
        The edits that lead from the old network to the new one.
    """
    before, progress, network = old.progress, new.progress, new.network
    # drawn from its own generator: a new neuron must not repeat one that the network started with
    spec, growth_rng = new.experiment.network, deepcopy(before.growth_rng)
    network.initialize(spec.initializer, growth_rng, spec.init_scale, spec.init_bias)
    drawn = [theta.astype(np.float64) for theta in network.split(network.parameters)]

    def moved(flat: NDArray[Any], weights: bool = False) -> NDArray[Any]:
        thetas = apply_edits(edits, old.network.split(flat), drawn if weights else None)
        return np.concatenate([theta.ravel() for theta in thetas])

    parameters = network.parameters
    start = parameters.copy()
    parameters[...] = moved(before.parameters, weights=True)
    saved = moved(before.masks.saved).astype(parameters.dtype)
    good, epoch = parameters.copy(), before.epoch
    if not are_finite(parameters):  # training goes back to those that were good before, as far as they are
        good[...], epoch = moved(before.last_good.weights, weights=True), before.last_good.epoch
        good = np.where(np.isfinite(good), good, start)
    last_good = replace(progress.last_good, weights=good, epoch=epoch)
    same_schedule = old.experiment.training.schedule == new.experiment.training.schedule
    carried = Progress(
        parameters=parameters,
        optimizer=_moved_state(old, new, moved),
        masks=Masks(moved(before.masks.frozen), moved(before.masks.silenced), saved),
        last_good=last_good,
        order_rng=deepcopy(before.order_rng),
        dropout_rng=deepcopy(before.dropout_rng),
        growth_rng=growth_rng,
        rate=replace(before.rate) if same_schedule else RateState(),
        patience=replace(before.patience),
        position=progress.position,
        epoch=before.epoch,
        steps=before.steps,
    )
    return _comparable(old, new.with_progress(carried))


def _moved_state(
    old: TrainingRun, new: TrainingRun, moved: Callable[[Array], NDArray[Any]]
) -> OptimizerState:
    """Return the optimizer's state after the edits, which `moved` makes."""
    state, parameters = old.progress.optimizer, new.progress.parameters
    slab = np.empty((len(state.names), len(parameters)), dtype=parameters.dtype)
    for row, moment in zip(slab, state.slab, strict=True):
        row[...] = moved(moment)
    state = OptimizerState(slab, state.names, state.steps, dict(state.scalars))
    return _tuned(state, parameters, old.experiment.training, new.experiment.training)


def _tuned(state: OptimizerState, parameters: Array, old: TrainSpec, new: TrainSpec) -> OptimizerState:
    """Return the optimizer's state under changed settings, perhaps of another optimizer."""
    kind = OPTIMIZERS[new.optimizer]
    return kind.tuned(state, old, new) if new.optimizer == old.optimizer else kind.empty_state(parameters)


def _comparable(old: TrainingRun, new: TrainingRun) -> TrainingRun:
    """Return the new training run, without remembered losses that can no longer be compared."""
    if old.data is new.data and measure(old) == measure(new):
        return new
    progress = new.progress
    rate, patience = replace(progress.rate), replace(progress.patience)
    rate.forget()
    patience.forget()
    last_good = replace(progress.last_good, first_loss=None)
    return new.with_progress(replace(progress, rate=rate, patience=patience, last_good=last_good))


def measure(training: TrainingRun) -> tuple[Any, ...]:
    """Return everything that decides what a loss means."""
    task, spec = training.task, training.experiment.training
    hyperparameters = (getattr(spec, name) for name in LOSSES[task.loss].hyperparameters)
    return (task.loss, task.smoothing(spec), *hyperparameters)
