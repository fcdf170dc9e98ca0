"""Penalties on large weights, l1·Σ|w| + ½·l2·Σw²: their part of the gradient. Biases are free."""

import numpy as np

from engine.calls import Array, Recipe, constant, partial
from engine.network import Network


def penalty_gradient(network: Network, l1: float, l2: float, gradient: Array) -> Recipe:
    """Return the calls that add l1·sign(w) + l2·w to the gradient of every weight w."""
    p = network.parameters
    on_weights = np.ones_like(p)  # 1 for a weight, 0 for a bias
    for theta in network.split(on_weights):
        theta[:, -1] = 0.0
    t = np.empty_like(p)
    recipe: Recipe = []
    if l1 > 0:
        factor = on_weights * constant(l1, p)
        recipe += [partial(np.sign, p, t), partial(np.multiply, t, factor, t)]
        recipe += [partial(np.add, gradient, t, gradient)]
    if l2 > 0:
        factor = on_weights * constant(l2, p)
        recipe += [partial(np.multiply, p, factor, t), partial(np.add, gradient, t, gradient)]
    return recipe
