"""Setting up a training run: at epoch 0 of an experiment, or from earlier progress."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.base.checks import SpecError
from engine.base.limits import check_memory, check_size
from engine.base.recipes import Array
from engine.base.values import dataclass
from engine.data.draw import stream
from engine.data.samples import Split
from engine.data.task import Task, task_of
from engine.experiment import Experiment
from engine.network.network import Network
from engine.optimizers import OPTIMIZERS
from engine.training.progress import Progress


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """An experiment, its data and the progress, with what follows from these.

    Attributes
    ----------
    experiment : Experiment
    data : Split
    progress : Progress
    task : Task
    network : Network
        Its parameters are those of the progress, the same array.
    rows : ndarray, (N, inputs + 1)
        The inputs of each sample, as from `Network.inputs`; training samples first.
    """

    experiment: Experiment
    data: Split
    progress: Progress
    task: Task
    network: Network
    rows: Array

    def with_progress(self, progress: Progress) -> TrainingRun:
        """Return the training run with this progress, which is on the same parameters."""
        return replace(self, progress=progress)


def start(experiment: Experiment, data: Split) -> TrainingRun:
    """Return a training run at epoch 0, with its starting weights drawn, or as the experiment gives them.

    Parameters
    ----------
    experiment : Experiment
    data : Split

    Raises
    ------
    ValueError
        If output, loss and data are not compatible, training would take too much memory, or the weights that
        are given do not fit the network.
    """
    check_fit(experiment, data)
    network, spec = blank_network(experiment, data), experiment.network
    if spec.weights:
        network.put(spec.weights)
    else:
        weights_rng = stream(experiment.training_seed, "weights")
        network.initialize(spec.initializer, weights_rng, spec.init_scale, spec.init_bias)
    progress = Progress.at_start(network.parameters, experiment, len(data.train))
    return TrainingRun(experiment, data, progress, task_of(experiment, data), network, _rows(network, data))


def resume(experiment: Experiment, data: Split, progress: Progress) -> TrainingRun:
    """Return a training run that continues from a copy of `progress`.

    Parameters
    ----------
    experiment : Experiment
    data : Split
    progress : Progress

    Raises
    ------
    ValueError
        If they do not fit together, or training would take too much memory.
    """
    check_fit(experiment, data)
    network = blank_network(experiment, data)
    _check_progress(progress, experiment, data, network)
    np.copyto(network.parameters, progress.parameters)
    copy = replace(progress.copy(), parameters=network.parameters)
    return TrainingRun(experiment, data, copy, task_of(experiment, data), network, _rows(network, data))


def blank_network(experiment: Experiment, data: Split) -> Network:
    """Return the network of an experiment on these data, with all parameters zero.

    Parameters
    ----------
    experiment : Experiment
    data : Split
        If they were passed in, the network has no features: their columns are its inputs.

    Raises
    ------
    ValueError
        If output, loss and data are not compatible.
    """
    task = task_of(experiment, data)
    return Network(
        sizes=_sizes(experiment, data, task),
        activations=(*(layer.activation for layer in experiment.network.hidden), task.output),
        features=experiment.network.features if data.drawn else None,
        dtype=experiment.training.dtype,
    )


def check_fit(experiment: Experiment, data: Split) -> None:
    """Raise a ValueError if training an experiment on these data would take too much memory."""
    sizes, spec = _sizes(experiment, data, task_of(experiment, data)), experiment.training
    check_size(sizes)
    check_memory(sizes, spec.batch_size, len(data.train) + len(data.test), spec.dtype)


def _sizes(experiment: Experiment, data: Split, task: Task) -> tuple[int, ...]:
    spec = experiment.network
    inputs = len(spec.features) if data.drawn else data.train.X.shape[1]
    return (inputs, *(layer.width for layer in spec.hidden), task.outputs)


def _check_progress(progress: Progress, experiment: Experiment, data: Split, network: Network) -> None:
    parameters, order = progress.parameters, progress.position.order
    if (parameters.shape, parameters.dtype) != (network.parameters.shape, network.dtype):
        raise ValueError(
            f"the progress has {len(parameters)} parameters of {parameters.dtype}, "
            f"the experiment's network {len(network.parameters)} of {network.dtype}"
        )
    if len(order) != len(data.train):
        raise ValueError(
            f"the progress is for {len(order)} training samples, the data have {len(data.train)}"
        )
    name = experiment.training.optimizer
    empty = OPTIMIZERS[name].empty_state(parameters[:0])
    if (progress.optimizer.names, {*progress.optimizer.scalars}) != (empty.names, {*empty.scalars}):
        raise ValueError(f"the progress is not of the optimizer {name}")


def _rows(network: Network, data: Split) -> Array:
    X = np.concatenate([data.train.X, data.test.X])
    rows = network.inputs(X)
    wrong = ~np.isfinite(rows)
    if wrong.any():
        row, column = (int(one) for one in np.argwhere(wrong)[0])
        if network.features is None:
            message = f"the inputs of sample {row} are too large for {network.dtype}"
        else:
            x1, x2 = X[row]
            what = (
                "not a number"
                if np.isnan(rows[row, column])
                else f"infinite or too large for {network.dtype}"
            )
            message = f"the input {network.features[column]} is {what} at x1 = {x1:g}, x2 = {x2:g}"
        raise SpecError(message, field="X", value=rows[row])
    return rows
