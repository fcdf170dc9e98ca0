"""What training starts from: samples, the problem that they pose, a network with its first weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.base.limits import check_memory, check_size
from engine.base.recipes import Array
from engine.data.draw import stream
from engine.data.samples import Split
from engine.data.task import Task, task_of
from engine.experiment import Experiment
from engine.network.network import Network


@dataclass(frozen=True, eq=False)
class Start:
    """Epoch 0 of an experiment.

    Attributes
    ----------
    task : Task
    network : Network
        With its starting weights.
    rows : ndarray, (N, inputs + 1)
        What the network gets of each sample, the training samples first.
    """

    task: Task
    network: Network
    rows: Array


def start_of(experiment: Experiment, data: Split) -> Start:
    """Return what training starts from.

    Parameters
    ----------
    experiment : Experiment
    data : Split

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other, or training would take too much memory.
    """
    task = task_of(experiment, data)
    spec, training = experiment.network, experiment.training
    sizes = _sizes(experiment, data, task.outputs)
    check_size(sizes)
    check_memory(sizes, training.batch_size, len(data.train) + len(data.test), training.dtype)
    network = blank_network(experiment, data)
    weights_rng = stream(experiment.training_seed, "weights")
    network.initialize(spec.initializer, weights_rng, spec.init_scale, spec.init_bias)
    rows = network.inputs(np.concatenate([data.train.X, data.test.X]))
    if not np.isfinite(rows).all():
        row = int(np.argwhere(~np.isfinite(rows))[0][0])
        raise ValueError(f"the inputs of sample {row} are too large for {training.dtype}")
    return Start(task, network, rows)


def blank_network(experiment: Experiment, data: Split) -> Network:
    """Return the network of an experiment on these data, with all parameters zero.

    Parameters
    ----------
    experiment : Experiment
    data : Split
        Where they were passed in, the network has no features: their columns are its inputs.

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other.
    """
    task = task_of(experiment, data)
    return Network(
        sizes=_sizes(experiment, data, task.outputs),
        activations=(*(layer.activation for layer in experiment.network.hidden), task.output),
        features=experiment.network.features if data.drawn else None,
        dtype=experiment.training.dtype,
    )


def _sizes(experiment: Experiment, data: Split, outputs: int) -> tuple[int, ...]:
    spec = experiment.network
    inputs = len(spec.features) if data.drawn else data.train.X.shape[1]
    return (inputs, *(layer.width for layer in spec.hidden), outputs)
