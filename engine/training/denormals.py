"""No denormal numbers: what has decayed to next to nothing becomes zero at the end of an epoch.

Without a gradient, as in a ReLU neuron that is never active, moments decay until they are smaller than the
smallest normal number, 2e-308 or 1e-38 in single precision, and stay there. Many processors are far slower
with such numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.recipes import Array, Recipe, constant, partial, scalar
from engine.optimizers import Optimizer

# Far above the smallest normal number, and far too little to move a weight.
NEGLIGIBLE = {"float64": 1e-200, "float32": 1e-32}


def flush(optimizer: Optimizer, fixed: NDArray[np.bool_]) -> Recipe:
    """Return the calls that set negligible moments, and weights below the smallest normal number, to zero.

    They follow the last mini-batch of every epoch, however it is trained. What a negligible moment would
    still do is lost in the rounding of every weight above 1e-15; weights below the smallest normal number are
    the one place where a bit can change.

    Parameters
    ----------
    optimizer : Optimizer
        Its moments and its parameters are written to.
    fixed : ndarray of bool, (P,)
        The parameters that do not learn: they stay what they are.
    """
    p, slab = optimizer.parameters, optimizer.slab
    weights = _below(p, float(np.finfo(p.dtype).tiny), None if not fixed.any() else np.logical_not(fixed))
    return [*(_below(slab, negligible(optimizer)) if slab.size else []), *weights]


def negligible(optimizer: Optimizer) -> float:
    """Return the size below which a moment counts as zero.

    Where a step divides by √v + ε, v has to be lost beside a small ε as well: in single precision this lowers
    the limit for an ε below 3e-9.
    """
    dtype = optimizer.parameters.dtype
    limit = NEGLIGIBLE[dtype.name]
    if "epsilon" not in optimizer.hyperparameters:
        return limit
    lost = optimizer.spec.epsilon * float(np.finfo(dtype).eps) / 4.0
    return min(limit, lost * lost)


def _below(values: Array, limit: float, learning: NDArray[np.bool_] | None = None) -> Recipe:
    """Return the calls that set values closer to zero than `limit` to zero, where they are `learning`."""
    sizes: NDArray[Any] = np.empty_like(values)
    small = np.empty(values.shape, dtype=bool)
    return [
        partial(np.absolute, values, sizes),
        partial(np.less, sizes, constant(limit, values), small),
        *([] if learning is None else [partial(np.logical_and, small, learning, small)]),
        partial(np.copyto, values, scalar(0.0, values), where=small),
    ]
