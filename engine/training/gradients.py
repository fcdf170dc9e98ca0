"""The gradient that training follows, for given samples: to look at, without a step."""

from __future__ import annotations

import numpy as np

from engine.base.checks import SpecError
from engine.base.recipes import Array, calls_of, run
from engine.data.samples import Samples
from engine.data.task import Task
from engine.experiment import TrainSpec
from engine.losses import LOSSES
from engine.network.backprop import Backprop
from engine.network.network import Network
from engine.training.update import penalty_gradient


def gradients_of(
    network: Network, task: Task, spec: TrainSpec, samples: Samples
) -> list[tuple[Array, Array]]:
    """Return the gradient of the mean loss, penalties included, without dropout; see `Trainer.gradients`.

    Parameters
    ----------
    network : Network
    task : Task
    spec : TrainSpec
    samples : Samples

    Raises
    ------
    ValueError
        If there are no samples, or they do not fit the network.
    """
    if len(samples) == 0:
        raise SpecError("X is empty: a mean loss needs at least one sample", field="X", value=())
    rows = network.inputs(samples.X)
    Y = task.targets(samples.y, spec)
    gradient = np.empty_like(network.parameters)
    with np.errstate(all="ignore"):
        loss = LOSSES[task.loss].tuned(spec)
        run(Backprop(network, loss, len(rows), gradient).calls(rows.T, Y.T))
        run(calls_of(penalty_gradient(network, spec, gradient, np.empty_like(gradient))))
    return [(d[:, :-1], d[:, -1]) for d in network.split(gradient)]
