"""What a training keeps when its experiment or its data change: all that fits."""

from __future__ import annotations

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
from engine.training.divergence import Divergence
from engine.training.progress import Position, Progress
from engine.training.setup import Training, check_fit


def is_live(training: Training, experiment: Experiment) -> bool:
    """Whether an experiment differs from that of a training only in what may change as training continues."""
    old, new = training.experiment, experiment
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
    return bool(live == new) and task_of(new, training.data).output == training.task.output


def data_for(training: Training, experiment: Experiment) -> Split:
    """Return the data of a changed experiment: those of a training, where they stay the same."""
    old, new = training.experiment, experiment
    if not training.data.drawn or (old.data, old.seed) == (new.data, new.seed):
        return training.data
    return draw(experiment)


def reconfigured(training: Training, experiment: Experiment) -> Training:
    """Return a training under other settings, where `is_live` says that it can just continue.

    Weights and network stay the same objects. With another batch size or shuffling the epoch under way
    starts again, another optimizer starts with its own, empty state.
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


def with_masks(training: Training, masks: Masks) -> Training:
    """Return a training that continues under other masks."""
    progress = training.progress
    return training.with_progress(replace(progress, masks=masks, position=progress.position.copy()))


def after_divergence(training: Training, divergence: Divergence) -> Training:
    """Return a training that has diverged, with an empty optimizer, at the start of an epoch."""
    progress, spec = training.progress, training.experiment.training
    return training.with_progress(
        replace(
            progress,
            diverged=divergence,
            optimizer=OPTIMIZERS[spec.optimizer].empty_state(progress.parameters),
            position=Position.at_start(len(progress.position.order)),
        )
    )


@np.errstate(all="ignore")  # a product, or a smaller dtype, may overflow: training then says so
def carried_over(old: Training, new: Training, edits: list[Edit]) -> Training:
    """Return a training on another network, with the weights of an old one and what belongs to them.

    Parameters
    ----------
    old : Training
        It stays as it is.
    new : Training
        At epoch 0; its progress is replaced, its network filled.
    edits : list of edits.Edit
        They lead from the old network to the new one.
    """
    before, progress, network = old.progress, new.progress, new.network
    # not what the network started with: a new neuron shall not be one that it has already
    spec, growth_rng = new.experiment.network, deepcopy(before.growth_rng)
    network.initialize(spec.initializer, growth_rng, spec.init_scale, spec.init_bias)
    drawn = [theta.astype(np.float64) for theta in network.split(network.parameters)]

    def moved(flat: NDArray[Any], weights: bool = False) -> NDArray[Any]:
        thetas = apply_edits(edits, old.network.split(flat), drawn if weights else None)
        return np.concatenate([theta.ravel() for theta in thetas])

    parameters = network.parameters
    parameters[...] = moved(before.parameters, weights=True)
    saved = moved(before.masks.saved).astype(parameters.dtype)
    last_good = replace(progress.last_good, weights=parameters.copy(), epoch=before.epoch)
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


def _moved_state(old: Training, new: Training, moved: Any) -> OptimizerState:
    """Return the optimizer's state after some edits."""
    state, parameters = old.progress.optimizer, new.progress.parameters
    slab = np.empty((len(state.names), len(parameters)), dtype=parameters.dtype)
    for row, moment in zip(slab, state.slab, strict=True):
        row[...] = moved(moment)
    state = OptimizerState(slab, state.names, state.steps, dict(state.scalars))
    return _tuned(state, parameters, old.experiment.training, new.experiment.training)


def _tuned(state: OptimizerState, parameters: Array, old: TrainSpec, new: TrainSpec) -> OptimizerState:
    """Return the optimizer's state under other settings, which may name another optimizer."""
    kind = OPTIMIZERS[new.optimizer]
    return kind.tuned(state, old, new) if new.optimizer == old.optimizer else kind.empty_state(parameters)


def _comparable(old: Training, new: Training) -> Training:
    """Return the new training, without what it knows of losses that it cannot be compared by."""
    if old.data is new.data and _measure(old) == _measure(new):
        return new
    progress = new.progress
    rate, patience = replace(progress.rate), replace(progress.patience)
    rate.forget()
    patience.forget()
    last_good = replace(progress.last_good, first_loss=None)
    return new.with_progress(replace(progress, rate=rate, patience=patience, last_good=last_good))


def _measure(training: Training) -> tuple[Any, ...]:
    """Return all that decides what a loss means."""
    task, spec = training.task, training.experiment.training
    named = (getattr(spec, name) for name in LOSSES[task.loss].hyperparameters)
    return (task.loss, task.smoothing(spec), *named)
