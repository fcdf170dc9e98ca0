"""Operations on a network that learns: neurons and layers come and go, the other weights stay.

An edit works on a list of matrices [W | b], one a layer (`theta` in `network.py`), so that the same edit can
be done to the weights and to all that goes with them: the optimizer's moments, the parts at rest. A new
neuron leaves the function as it was: its outgoing weights are zero (after Net2Net, Chen et al., 2016).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.experiment import NetworkSpec

Thetas = list[NDArray[Any]]
Edit = Callable[[Thetas, bool], None]
DRAWN = np.nan  # stands for a weight, or bias, that the initialiser is to draw


def add_neurons(layer: int, at: int, count: int = 1) -> Edit:
    """Return the edit that puts new neurons into a hidden layer, before its neuron `at`.

    What flows into them is drawn, what flows out of them is zero.
    """
    places = [at] * count

    def edit(thetas: Thetas, weights: bool) -> None:
        thetas[layer] = np.insert(thetas[layer], places, DRAWN if weights else 0, axis=0)
        thetas[layer + 1] = np.insert(thetas[layer + 1], places, 0, axis=1)

    return edit


def remove_neurons(layer: int, at: int, count: int = 1) -> Edit:
    """Return the edit that takes neurons out of a hidden layer, with their weights on both sides."""
    gone = slice(at, at + count)

    def edit(thetas: Thetas, weights: bool) -> None:
        thetas[layer] = np.delete(thetas[layer], gone, axis=0)
        thetas[layer + 1] = np.delete(thetas[layer + 1], gone, axis=1)

    return edit


def choose_inputs(sources: list[int | None]) -> Edit:
    """Return the edit that puts inputs in another order; None stands for a new one, whose weights are zero.

    Where all are new, their weights are drawn: ReLU would never learn from zeros alone.
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
    """Return the edit that puts a layer before layer `at`, as wide as what it receives, which passes that on.

    W is the identity, b zero: with a linear activation, or ReLU on top of ReLU, the function stays as it was.
    """

    def edit(thetas: Thetas, weights: bool) -> None:
        fan_in = thetas[at].shape[1] - 1
        one = np.eye(fan_in, fan_in + 1) if weights else np.zeros((fan_in, fan_in + 1))
        thetas.insert(at, one.astype(thetas[at].dtype))

    return edit


def remove_layer(at: int) -> Edit:
    """Return the edit that takes a hidden layer away.

    The next layer gets the product of both matrices: what the two did, if the layer had been linear.
    """

    def edit(thetas: Thetas, weights: bool) -> None:
        gone = thetas.pop(at)
        behind = thetas[at]
        joined = np.zeros((len(behind), gone.shape[1]), dtype=behind.dtype)
        if weights:
            joined += behind[:, :-1] @ gone
            joined[:, -1] += behind[:, -1]
        thetas[at] = joined

    return edit


def edits_between(old: NetworkSpec, new: NetworkSpec, inputs: int | None = None) -> list[Edit]:
    """Return the edits that lead from one network to another.

    Inputs are known by their feature. Of layers that come or go, those are taken where the two lists of
    layers begin to differ; of neurons, the last.

    Parameters
    ----------
    old, new : NetworkSpec
    inputs : int, optional
        How many inputs the samples have, where these are the inputs and features are not used.
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


def operate(edits: list[Edit], thetas: Thetas, drawn: Thetas | None = None) -> Thetas:
    """Return the matrices after all edits; the given ones stay as they are.

    Parameters
    ----------
    edits : list of Edit
    thetas : list of ndarray, (fan_out, fan_in + 1)
    drawn : list of ndarray, optional
        Of the shapes after the edits: where new weights come from. Without it, the matrices hold something
        else than weights, and new places hold zero.
    """
    done = list(thetas)
    for edit in edits:
        edit(done, drawn is not None)
    if drawn is None:
        return done
    return [np.where(np.isnan(theta), first, theta) for theta, first in zip(done, drawn, strict=True)]
