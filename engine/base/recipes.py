"""Recipes: lists of numpy calls, bound once to their buffers and run any number of times.

Everything in the engine's hot path is a recipe. A mathematical function is written once, in textbook
order, as the calls that compute it (`activations.py`, `losses.py`, `optimizers.py`); `network/backprop.py`
binds it to the buffers of one network and one batch size. Running a bound call costs no more than writing the
numpy call in the loop, and allocates nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Call = Callable[[], Any]
Recipe = list[Call]


@dataclass(frozen=True, eq=False)
class Stage:
    """One line of the textbook: its formula, the calls that compute it, and the array of the result.

    Attributes
    ----------
    formula : str
        Counts layers from 1.
    calls : Recipe
        Empty if an earlier stage computes this one too: one call can serve several layers.
    kind : str
        What is computed: "z", "a", "slope" (g′), "dropout_mask", "dropout", "loss_slope" (∂L/∂a), "error" (δ)
        and "gradient" of a pass; "penalty", "mask", "clip", "decay", "step", "stop" and "limit" of an update.
    result : ndarray
        Holds the result once the calls have run, until a later stage writes to it.
    layer : int or None
        Counted from 0; None for all layers.
    """

    formula: str
    calls: Recipe
    kind: str
    result: Array
    layer: int | None = None


def calls_of(stages: Iterable[Stage]) -> Recipe:
    """Return the calls of all stages, in order."""
    return [call for stage in stages for call in stage.calls]


SMALL = 512  # elements up to which an operand of full shape is faster than a scalar


def scalar(value: float, like: Array) -> Array:
    """Return `value` as a 0-d array of the dtype of `like`: an operand twice as fast as a Python float.

    Its value can be changed later: `s[()] = …`.
    """
    return np.array(value, dtype=like.dtype)


def constant(value: float, like: Array) -> Array:
    """Return `value` as an operand for calls between arrays of the shape of `like`."""
    return filled(value, like) if like.size <= SMALL else scalar(value, like)


def filled(value: float, like: Array) -> Array:
    """Return an array of the shape and dtype of `like`, filled with `value`.

    `np.maximum` and `np.minimum` run two to three times faster between two arrays than between an
    array and a scalar.
    """
    return np.full(like.shape, value, dtype=like.dtype)


def maximum(X: Array, Y: Array, out: Array) -> Call:
    """Return the call max(X, Y) into `out`; numpy takes it only by name, fastest from a closure."""
    larger = np.maximum
    return lambda: larger(X, Y, out=out)


def minimum(X: Array, Y: Array, out: Array) -> Call:
    """Return the call min(X, Y) into `out`."""
    smaller = np.minimum
    return lambda: smaller(X, Y, out=out)


def run(recipe: Recipe) -> None:
    """Run every call of a recipe, in order."""
    for call in recipe:
        call()


__all__ = [
    "Array",
    "Call",
    "Recipe",
    "Stage",
    "calls_of",
    "constant",
    "filled",
    "maximum",
    "minimum",
    "partial",
    "run",
    "scalar",
]
