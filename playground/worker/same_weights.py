"""Two runs that are compared start from the same weights, as far as their shapes allow. No Qt."""

from dataclasses import replace

import numpy as np

from engine import Experiment, Trainer
from engine.base.values import dataclass

MOST_WEIGHTS = 200_000  # an experiment that holds more weights is slow to copy and to save


@dataclass(frozen=True)
class SameStart:
    """An experiment that starts like another one.

    Attributes
    ----------
    experiment : Experiment
        Holds its starting weights only where it would have drawn others.
    layers : tuple of bool
        Of each layer, the output last: whether all its starting weights and biases are the other's.
    """

    experiment: Experiment
    layers: tuple[bool, ...]


def started_like(first: Trainer, other: Trainer) -> SameStart:
    """Return an experiment with the starting weights of another one, in every layer of the same shape.

    Hidden layers correspond in their order, the output to the output; the first also needs the same inputs.
    Where the experiments say in different ways how weights are to be drawn, that is what is compared, so
    none are taken over.

    Parameters
    ----------
    first, other : Trainer
        At epoch 0.
    """
    experiment, layers = other.experiment, other.network.layers
    partners = _partners(first, other)
    alike = [
        i is not None and np.array_equal(first.network.layers[i].theta, layer.theta)
        for i, layer in zip(partners, layers, strict=True)
    ]
    too_many = len(other.network.parameters) > MOST_WEIGHTS
    if too_many or _start(first.experiment) != _start(experiment) or not _may_share(partners, alike):
        return SameStart(experiment, tuple(alike))
    thetas = [
        layer.theta if i is None else first.network.layers[i].theta
        for i, layer in zip(partners, layers, strict=True)
    ]
    weights = tuple(tuple(tuple(row) for row in theta.tolist()) for theta in thetas)
    network = replace(experiment.network, weights=weights)
    return SameStart(replace(experiment, network=network), tuple(i is not None for i in partners))


def _may_share(partners: list[int | None], alike: list[bool]) -> bool:
    """Whether there is a layer to be taken over that is not the same already."""
    return any(i is not None and not same for i, same in zip(partners, alike, strict=True))


def _start(experiment: Experiment) -> tuple[object, ...]:
    network = experiment.network
    return network.initializer, network.init_scale, network.init_bias, network.weights


def _partners(first: Trainer, other: Trainer) -> list[int | None]:
    """Return, for each layer of the other network, the one of the first that has its shape, if any."""
    ours, theirs = first.network.layers, other.network.layers
    same_inputs = first.experiment.network.features == other.experiment.network.features
    partners: list[int | None] = []
    for i, layer in enumerate(theirs):
        is_output = i == len(theirs) - 1
        k = len(ours) - 1 if is_output else i
        is_like = (is_output or k < len(ours) - 1) and ours[k].theta.shape == layer.theta.shape
        reads_inputs = i == 0 or k == 0
        partners.append(k if is_like and (not reads_inputs or (i == k == 0 and same_inputs)) else None)
    return partners
