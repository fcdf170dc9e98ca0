"""Operations on a network during training: add and remove neurons and layers, and set parameters.

An operation is a value: the shape of the network after it, and the edit of its matrices.
"""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from engine.base.checks import SpecError, check_index
from engine.experiment import LayerSpec, NetworkSpec
from engine.network import edits
from engine.training.progress import Progress


class Operation(NamedTuple):
    """A change of a network's shape: the network after it, and the edit that leads there."""

    network: NetworkSpec
    edit: edits.Edit


def add_neuron(network: NetworkSpec, layer: int, at: int | None = None) -> Operation:
    """Add a neuron to a hidden layer; its outgoing weights are zero, so the function does not change.

    Parameters
    ----------
    network : NetworkSpec
    layer : int
        From 0, the first hidden layer.
    at : int, optional
        Its index; by default the last.

    Raises
    ------
    ValueError
        If there is no such layer or index, or the layer cannot be wider.
    """
    width = _hidden(network, layer).width
    at = width if at is None else check_index("neuron", at, width + 1)
    return Operation(_with_width(network, layer, width + 1), edits.add_neurons(layer, at))


def remove_neuron(network: NetworkSpec, layer: int, neuron: int = -1) -> Operation:
    """Remove a neuron from a hidden layer, with all its weights.

    Parameters
    ----------
    network : NetworkSpec
    layer : int
        From 0, the first hidden layer.
    neuron : int
        From 0; by default the last.

    Raises
    ------
    ValueError
        If there is no such neuron, or it is the layer's only one.
    """
    width = _hidden(network, layer).width
    neuron = check_index("neuron", neuron % width if neuron == -1 else neuron, width)
    if width == 1:
        raise SpecError("a layer needs at least one neuron: remove the layer", field="width", value=0)
    return Operation(_with_width(network, layer, width - 1), edits.remove_neurons(layer, neuron))


def add_layer(network: NetworkSpec, inputs: int, at: int, activation: str = "linear") -> Operation:
    """Add a hidden layer before hidden layer `at`, or before the output, that passes on its input.

    It is as wide as its input; with a linear activation the function does not change.

    Parameters
    ----------
    network : NetworkSpec
    inputs : int
        How many inputs the network has.
    at : int
        From 0, before the first hidden layer, to the number of hidden layers, before the output.
    activation : str
        A name in `engine.ACTIVATIONS` that a hidden layer may have.

    Raises
    ------
    ValueError
        If there is no such place, or the network cannot have another layer.
    """
    hidden = network.hidden
    at = check_index("layer", at, len(hidden) + 1)
    width = hidden[at - 1].width if at else inputs
    layers = (*hidden[:at], LayerSpec(width, activation), *hidden[at:])
    return Operation(replace(network, hidden=layers, weights=()), edits.add_layer(at))


def remove_layer(network: NetworkSpec, layer: int) -> Operation:
    """Remove a hidden layer; the next one gets the product of both matrices.

    If the removed layer is linear, the function does not change.

    Parameters
    ----------
    network : NetworkSpec
    layer : int
        From 0, the first hidden layer.

    Raises
    ------
    ValueError
        If there is no such layer.
    """
    _hidden(network, layer)
    hidden = (*network.hidden[:layer], *network.hidden[layer + 1 :])
    return Operation(replace(network, hidden=hidden, weights=()), edits.remove_layer(layer))


def set_parameters(progress: Progress, values: ArrayLike) -> None:
    """Set all parameters; the value of a silenced weight is saved until it counts again.

    Parameters
    ----------
    progress : Progress
        Its parameters and its masks are written to.
    values : array_like, (P,)

    Raises
    ------
    ValueError
        If there is not exactly one value for each parameter.
    """
    parameters, masks = progress.parameters, progress.masks
    new = np.asarray(values, dtype=parameters.dtype)
    if new.shape != parameters.shape:
        message = (
            f"set_parameters needs 1 number for each of {len(parameters)} weights and biases, "
            f"got the shape {new.shape}"
        )
        raise SpecError(message, field="values", value=new.shape)
    np.copyto(masks.saved, new, where=masks.silenced & (new != parameters))
    np.copyto(parameters, new, where=~masks.silenced)


def _hidden(network: NetworkSpec, layer: int) -> LayerSpec:
    return network.hidden[check_index("layer", layer, len(network.hidden))]


def _with_width(network: NetworkSpec, layer: int, width: int) -> NetworkSpec:
    hidden = list(network.hidden)
    hidden[layer] = replace(hidden[layer], width=width)
    return replace(network, hidden=tuple(hidden), weights=())
