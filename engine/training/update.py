"""The update, once the gradient of the data loss is known: penalties, masks, clipping, decay, step, limits.

`update` arranges all of it around the optimizer: the gradient of the penalties, the mask, clipping by value
and by norm; then decay and the optimizer's step; then the stop at zero and the limit on the norm. What is
switched off costs nothing. Only the mask and clipping affect biases.
"""

import math

import numpy as np
from numpy.typing import NDArray

from engine.base.recipes import Array, Recipe, Stage, constant, filled, maximum, minimum, partial, scalar
from engine.experiment import TrainSpec
from engine.network.layers import Layers
from engine.optimizers import Optimizer


def update(network: Layers, optimizer: Optimizer, spec: TrainSpec, fixed: NDArray[np.bool_]) -> list[Stage]:
    """Return the stages of one update, with the gradient of the data loss in `optimizer.gradient`.

    Parameters
    ----------
    network : Layers
        Usually a `Network`.
    optimizer : Optimizer
        Built for the parameters of the network.
    spec : TrainSpec
    fixed : ndarray of bool, (P,)
        The parameters that do not learn.

    Returns
    -------
    list of Stage
        In the order in which they are to be run.
    """
    p, gradient = network.parameters, optimizer.gradient
    decay = optimizer.weight_decay if spec.weight_decay is None else spec.weight_decay
    before, after = keep_fixed(p, gradient, fixed) if fixed.any() else ([], [])
    signs = np.empty_like(gradient)
    return [
        *penalty_gradient(network, spec, gradient, signs),
        *before,
        *(clip_values(gradient, spec.clip_value) if spec.clip_value > 0.0 else []),
        *(clip_norm(gradient, spec.clip_norm) if spec.clip_norm > 0.0 else []),
        *(decay_weights(network, optimizer.rate, decay) if decay > 0.0 else []),
        Stage(optimizer.formula, optimizer.update(), "step", p),
        *(stop_at_zero(network, optimizer, signs) if spec.l1 > 0.0 else []),
        *(limit_weights(network, spec.max_norm) if spec.max_norm > 0.0 else []),
        *after,
    ]


def penalty_gradient(network: Layers, spec: TrainSpec, gradient: Array, signs: Array) -> list[Stage]:
    """Return the stages that add the gradient of l1·Σ|w| + ½·l2·Σw², over all weights w, to `gradient`.

    l1·|w| has no derivative at w = 0, where any number from −l1 to l1 is a sub-gradient. The one that brings
    the whole gradient nearest to zero is used, so a weight at zero stays there as long as the loss pulls at
    it with less than l1. With L1, `signs` then holds sign(w), and 0 for biases.
    """
    p, t = network.parameters, np.empty_like(gradient)
    stages: list[Stage] = []
    if spec.l2 > 0.0:
        factor = _on_weights(network) * constant(spec.l2, p)
        recipe: Recipe = [partial(np.multiply, p, factor, t), partial(np.add, gradient, t, gradient)]
        stages.append(Stage("g ← g + l₂ w", recipe, "penalty", gradient))
    if spec.l1 > 0.0:
        weights = _on_weights(network)
        l1 = constant(spec.l1, p)
        pull, at_zero = weights * l1, np.empty(p.shape, dtype=bool)
        recipe = [
            partial(np.sign, p, signs),
            partial(np.multiply, signs, weights, signs),
            partial(np.multiply, signs, l1, t),
            partial(np.add, gradient, t, gradient),
            # at zero: g ← g − min(max(g, −l1), l1)
            minimum(gradient, pull, t),
            maximum(t, -pull, t),
            partial(np.equal, p, constant(0.0, p), at_zero),
            partial(np.subtract, gradient, t, gradient, where=at_zero),
        ]
        stages.append(Stage("g ← g + l₁ sign(w)", recipe, "penalty", gradient))
    return stages


def stop_at_zero(network: Layers, optimizer: Optimizer, signs: Array) -> list[Stage]:
    """Set every weight that changed its sign in the step to zero.

    The momentum that carried it there becomes zero as well: it would carry the weight further.
    """
    p, t, crossed = network.parameters, np.empty_like(signs), np.empty(signs.shape, dtype=bool)
    recipe: Recipe = [
        partial(np.multiply, p, signs, t),
        partial(np.less, t, constant(0.0, p), crossed),
        partial(np.copyto, p, scalar(0.0, p), where=crossed),
        *(
            partial(np.copyto, optimizer.moments[name], scalar(0.0, p), where=crossed)
            for name in optimizer.driving
        ),
    ]
    return [Stage("w ← 0 where w has changed its sign", recipe, "stop", p)]


def clip_values(gradient: Array, largest: float) -> list[Stage]:
    """Clip every component of the gradient to ±largest."""
    recipe: Recipe = [
        minimum(gradient, filled(largest, gradient), gradient),
        maximum(gradient, filled(-largest, gradient), gradient),
    ]
    return [Stage("g ← min(max(g, −c), c)", recipe, "clip", gradient)]


def clip_norm(gradient: Array, largest: float) -> list[Stage]:
    """Scale the gradient down to at most this 2-norm (Pascanu et al., 2013, algorithm 1)."""

    def scale_down() -> None:
        norm = math.sqrt(gradient.dot(gradient))
        if norm > largest:
            if math.isinf(norm):  # the squares overflow, but perhaps not the numbers
                np.divide(gradient, np.abs(gradient).max(), gradient)
                norm = math.sqrt(gradient.dot(gradient))
            np.multiply(gradient, largest / norm, gradient)

    return [Stage("g ← g min(1, c / ‖g‖)", [scale_down], "clip", gradient)]


def decay_weights(network: Layers, rate: Array, decay: float) -> list[Stage]:
    """Decoupled weight decay, w ← w − η λ w, as in PyTorch.

    Loshchilov & Hutter, 2019, eq. 1, where our η λ is written λ.
    """
    p, t = network.parameters, np.empty_like(network.parameters)
    factor = _on_weights(network) * constant(decay, p)
    recipe: Recipe = [
        partial(np.multiply, factor, rate, t),
        partial(np.multiply, p, t, t),
        partial(np.subtract, p, t, p),
    ]
    return [Stage("w ← w − η λ w", recipe, "decay", p)]


def limit_weights(network: Layers, largest: float) -> list[Stage]:
    """Keep the weights into every neuron within this 2-norm (Srivastava et al., 2014, section 5.1)."""
    stages = []
    for i, layer in enumerate(network.layers):
        W = layer.W
        squares, norms = np.empty(W.shape, dtype=W.dtype), np.empty((len(W), 1), dtype=W.dtype)
        longest, tiny = np.empty_like(norms), filled(float(np.finfo(W.dtype).tiny), norms)
        recipe: Recipe = [
            # dividing by the largest first keeps squares from overflowing
            partial(np.absolute, W, squares),
            partial(np.maximum.reduce, squares, 1, None, longest, True),
            maximum(longest, tiny, longest),
            partial(np.divide, W, longest, squares),
            partial(np.square, squares, squares),
            partial(np.add.reduce, squares, 1, None, norms, True),
            partial(np.sqrt, norms, norms),
            partial(np.multiply, norms, longest, norms),
            partial(np.divide, constant(largest, norms), norms, norms),
            minimum(norms, filled(1.0, norms), norms),
            partial(np.multiply, W, norms, W),
        ]
        formula = f"w ← w min(1, c / ‖w‖), w the weights into a neuron of layer {i + 1}"
        stages.append(Stage(formula, recipe, "limit", W, i))
    return stages


def keep_fixed(p: Array, gradient: Array, fixed: NDArray[np.bool_]) -> tuple[list[Stage], list[Stage]]:
    """Return the stages, before and after the optimizer's, that keep some parameters as they are.

    Their gradient becomes zero, so no clipping counts it and no moment remembers it; and what decay or limits
    did to them is undone.
    """
    before = np.empty_like(p)
    learning = np.logical_not(fixed).astype(p.dtype)
    recipe: Recipe = [partial(np.copyto, before, p), partial(np.multiply, gradient, learning, gradient)]
    mask = Stage("g ← 0 for what is frozen or silenced", recipe, "mask", gradient)
    restore: Recipe = [partial(np.copyto, p, before, where=fixed)]
    return [mask], [Stage("θ as before for what is frozen or silenced", restore, "mask", p)]


def _on_weights(network: Layers) -> Array:
    """Return 1 for every weight and 0 for every bias, in the order of the parameters."""
    ones = np.ones_like(network.parameters)
    for theta in network.split(ones):
        theta[:, -1] = 0.0
    return ones
