"""Edits of a trained network: add or remove neurons, layers and inputs, and keep all other weights.

An edit works on a list of matrices [W | b], one for each layer (`Layer.theta`), so the same edit can be
applied to the weights and to everything that belongs to them: the optimizer's moments and the masks. A new
neuron does not change the function: its outgoing weights are zero (after Net2Net, Chen et al., 2016).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.experiment import NetworkSpec

Thetas = list[NDArray[Any]]
Edit = Callable[[Thetas, bool], None]
DRAWN = np.nan  # marks a weight or bias for the initialiser to draw


def add_neurons(layer: int, at: int, count: int = 1) -> Edit:
    """Return the edit that adds neurons to a hidden layer, before its neuron `at`.

    Their incoming weights are drawn, their outgoing weights are zero.
    """
    places = [at] * count

    def edit(thetas: Thetas, weights: bool) -> None:
        thetas[layer] = np.insert(thetas[layer], places, DRAWN if weights else 0, axis=0)
        thetas[layer + 1] = np.insert(thetas[layer + 1], places, 0, axis=1)

    return edit


def remove_neurons(layer: int, at: int, count: int = 1) -> Edit:
    """Return the edit that removes neurons from a hidden layer, with their incoming and outgoing weights."""
    removed = slice(at, at + count)

    def edit(thetas: Thetas, weights: bool) -> None:
        thetas[layer] = np.delete(thetas[layer], removed, axis=0)
        thetas[layer + 1] = np.delete(thetas[layer + 1], removed, axis=1)

    return edit


def choose_inputs(sources: list[int | None]) -> Edit:
    """Return the edit that reorders inputs; None stands for a new input, whose weights are zero.

    If all are new, their weights are drawn: from zeros alone ReLU would never learn.
    """
    kept = [(new, old) for new, old in enumerate(sources) if old is not None]

    def edit(thetas: Thetas, weights: bool) -> None:
        theta = thetas[0]
        chosen = np.zeros((len(theta), len(sources) + 1), dtype=theta.dtype)
        if weights and not kept:
            chosen[:, :-1] = DRAWN
        for new, old in kept:
            chosen[:, new] = theta[:, old]
        chosen[:, -1] = theta[:, -1]
        thetas[0] = chosen

    return edit


def add_layer(at: int) -> Edit:
    """Return the edit that inserts a layer before layer `at`, as wide as its input, and passes it on.

    W is the identity and b zero: with a linear activation, or ReLU after ReLU, the function does not change.
    """

    def edit(thetas: Thetas, weights: bool) -> None:
        fan_in = thetas[at].shape[1] - 1
        theta = np.eye(fan_in, fan_in + 1) if weights else np.zeros((fan_in, fan_in + 1))
        thetas.insert(at, theta.astype(thetas[at].dtype))

    return edit


def remove_layer(at: int) -> Edit:
    """Return the edit that removes a hidden layer.

    The next layer gets the product of both matrices: what the two would compute if the layer were linear.
    """

    def edit(thetas: Thetas, weights: bool) -> None:
        removed = thetas.pop(at)
        following = thetas[at]
        merged = np.zeros((len(following), removed.shape[1]), dtype=following.dtype)
        if weights:
            merged += following[:, :-1] @ removed
            merged[:, -1] += following[:, -1]
        thetas[at] = merged

    return edit


def edits_between(old: NetworkSpec, new: NetworkSpec, inputs: int | None = None) -> list[Edit]:
    """Return the edits that turn one network into another.

    Inputs are matched by feature. Layers are added or removed where the two lists of layers first differ,
    neurons at the end of their layer.

    Parameters
    ----------
    old, new : NetworkSpec
    inputs : int, optional
        How many columns the samples have, if these are the inputs and features are not used.
    """
    edits: list[Edit] = []
    if inputs is None and old.features != new.features:
        places = {name: i for i, name in enumerate(old.features)}
        edits.append(choose_inputs([places.get(name) for name in new.features]))
    widths = [layer.width for layer in old.hidden]
    pairs = zip(old.hidden, new.hidden, strict=False)
    alike = next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(old.hidden), len(new.hidden)))
    while len(widths) > len(new.hidden):
        at = min(alike, len(widths) - 1)
        edits.append(remove_layer(at))
        del widths[at]
    while len(widths) < len(new.hidden):
        edits.append(add_layer(alike))
        widths.insert(alike, widths[alike - 1] if alike > 0 else inputs or len(new.features))
    for i, (width, layer) in enumerate(zip(widths, new.hidden, strict=True)):
        if layer.width > width:
            edits.append(add_neurons(i, width, layer.width - width))
        elif layer.width < width:
            edits.append(remove_neurons(i, layer.width, width - layer.width))
    return edits


def apply_edits(edits: list[Edit], thetas: Thetas, drawn: Thetas | None = None) -> Thetas:
    """Return the matrices after all edits; `thetas` is not changed.

    Parameters
    ----------
    edits : list of Edit
    thetas : list of ndarray, (fan_out, fan_in + 1)
    drawn : list of ndarray, optional
        New weights, with the shapes after the edits. Without it the matrices are not weights, and new entries
        are zero.
    """
    edited = list(thetas)
    for edit in edits:
        edit(edited, drawn is not None)
    if drawn is None:
        return edited
    return [np.where(np.isnan(theta), new, theta) for theta, new in zip(edited, drawn, strict=True)]
