"""What training starts from: samples, the problem that they pose, a network with its first weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.base.limits import check_memory, check_size
from engine.base.recipes import Array
from engine.data.draw import stream
from engine.data.samples import Problem, Split
from engine.data.targets import problem_of
from engine.experiment import Experiment
from engine.losses import LOSSES, resolve
from engine.network.network import Network


@dataclass(frozen=True, eq=False)
class Start:
    """Epoch 0 of an experiment.

    Attributes
    ----------
    data : Split
    problem : Problem
    output : str
        The output activation, "auto" settled.
    network : Network
    rows : ndarray, (N, inputs + 1)
        What the network gets of each sample, the train samples first.
    """

    data: Split
    problem: Problem
    output: str
    network: Network
    rows: Array


def start_of(experiment: Experiment, data: Split, features: tuple[str, ...] | None) -> Start:
    """Return what training starts from.

    Parameters
    ----------
    experiment : Experiment
    data : Split
    features : tuple of str, or None
        What the network is told of a sample; None for its columns as they are.

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other, or training would take too much memory.
    """
    problem, output = head_of(experiment, data)
    spec, training = experiment.network, experiment.training
    inputs = data.train.X.shape[1] if features is None else len(features)
    sizes = (inputs, *(layer.width for layer in spec.hidden), problem.outputs(output))
    check_size(sizes)
    check_memory(sizes, training.batch_size, len(data.train) + len(data.test), training.dtype)
    network = Network(
        sizes=sizes,
        activations=(*(layer.activation for layer in spec.hidden), output),
        features=features,
        dtype=training.dtype,
    )
    weights_rng = stream(experiment.training_seed, "weights")
    network.initialize(spec.initializer, weights_rng, spec.init_scale, spec.init_bias)
    rows = network.inputs(np.concatenate([data.train.X, data.test.X]))
    if not np.isfinite(rows).all():
        row = int(np.argwhere(~np.isfinite(rows))[0][0])
        raise ValueError(f"the inputs of sample {row} are too large for {training.dtype}")
    return Start(data, problem, output, network, rows)


def head_of(experiment: Experiment, data: Split) -> tuple[Problem, str]:
    """Return the problem that the data pose, and the output activation for it."""
    output, loss = experiment.network.output, experiment.training.loss
    for_classes = output == "softmax" or (loss != "auto" and "regression" not in LOSSES[loss].problems)
    problem = problem_of(data, for_classes)
    return problem, resolve(problem.kind, output, loss)[0]
