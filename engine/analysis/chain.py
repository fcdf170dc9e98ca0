"""The chain of one weight: its gradient as factors, along every path, and where the weight moves."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.analysis.ledger import LayerLedger, Ledger
from engine.base.checks import check_index
from engine.base.recipes import Array
from engine.base.values import dataclass

MOST_PATHS = 12  # that are listed
TO_ZERO = ("stop", "flush")  # stages that set a weight to 0, wherever it was going


@dataclass(frozen=True)
class Path:
    """One way from a weight to the loss.

    Attributes
    ----------
    neurons : tuple of int
        One in each layer, from the neuron that the weight leads into to an output.
    factors : tuple of float
        From the loss back to the weight: ∂L/∂z of the output; for each layer before it the weight and g′(z);
        and at the end the weight's own input, 1 for a bias.
    """

    neurons: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self) -> float:
        """What the path adds to the gradient."""
        return math.prod(self.factors)


@dataclass(frozen=True, eq=False)
class Chain:
    """The gradient of one weight or bias in a step, and the step that it takes.

    Attributes
    ----------
    layer, neuron : int
        The neuron that it leads into.
    source : int or None
        The index of the weight among the neuron's inputs; None for the bias.
    sample : int
        Which sample of the step the factors are of, counted from 0.
    loss_slope, slope : float or None
        ∂L/∂a of that sample's own loss L, and g′(z); None at an output that cancels against its loss.
    error : float
        ∂L/∂z of that sample's own loss.
    input : float
        What the weight is multiplied by; 1 for a bias.
    paths : tuple of Path
        The strongest, by the size of their product.
    count : int
        How many paths there are.
    parts : ndarray, (n,)
        ∂L/∂w of each sample's own loss.
    mean : float
        Of the parts: the gradient of the mini-batch's data loss, as backpropagation has it.
    used : float
        The gradient that the optimizer gets, after penalties and clipping.
    before, after : float
        The weight.
    cause : str
        What decides where it moves. "descent": down the slope of the data loss; "penalty": L1 or L2
        outweighs the data loss; "momentum": earlier gradients outweigh this one; "decay"; "stop", "limit" or
        "flush", which set it after the step, "limit" perhaps to what it was. Where it does not move: "fixed";
        "rate": the learning rate is 0; "input", "slope" or "error", the factor that is 0 for every sample;
        "balance": the parts cancel; "held": L1 holds it at 0; "small": the step is lost in rounding.
        "infinite": a number is not finite.
    """

    layer: int
    neuron: int
    source: int | None
    sample: int
    loss_slope: float | None
    slope: float | None
    error: float
    input: float
    paths: tuple[Path, ...]
    count: int
    parts: Array
    mean: float
    used: float
    before: float
    after: float
    cause: str

    @property
    def own(self) -> float:
        """∂L/∂w of the sample's own loss."""
        return float(self.parts[self.sample])

    @property
    def rest(self) -> float:
        """What all paths that are not listed add to it."""
        return 0.0 if len(self.paths) == self.count else self.own - sum(path.product for path in self.paths)


def chain_of(
    ledger: Ledger, layer: int, neuron: int, source: int | None, sample: int = 0, most: int = MOST_PATHS
) -> Chain:
    """Return the chain of a weight, or with no source of the bias, in a step.

    Parameters
    ----------
    ledger : Ledger
    layer, neuron : int
        The neuron that it leads into.
    source : int or None
        The index of the weight among the neuron's inputs; None for the bias.
    sample : int
        Whose factors to return; counted from 0 among the samples of the step.
    most : int
        Paths to list. Some hundred cost little, however many there are.

    Raises
    ------
    ValueError
        If there is no such weight or sample.
    """
    layers, n = ledger.layers, len(ledger.indices)
    here = layers[check_index("layer", layer, len(layers))]
    neuron = check_index("neuron", neuron, len(here.b))
    sample = check_index("sample", sample, n)
    if source is not None:
        source = check_index("source", source, len(here.inputs))
    inputs = np.ones(n, here.z.dtype) if source is None else here.inputs[source]
    with np.errstate(all="ignore"):
        errors = n * here.error[neuron]
        at = ledger.index(layer, neuron, source)
        fed = float(inputs[sample])
        return Chain(
            layer=layer,
            neuron=neuron,
            source=source,
            sample=sample,
            loss_slope=None if here.loss_slope is None else n * float(here.loss_slope[neuron, sample]),
            slope=None if here.slope is None else float(here.slope[neuron, sample]),
            error=float(errors[sample]),
            input=fed,
            paths=tuple(_paths(layers, layer, neuron, sample, fed, most)),
            count=math.prod(len(one.b) for one in layers[layer + 1 :]),
            parts=errors * inputs,
            mean=float(ledger.update.gradient[at]),
            used=_used(ledger, at),
            before=float(ledger.update.before[at]),
            after=float(ledger.update.after[at]),
            cause=_cause(ledger, at, here, neuron, inputs),
        )


# -- paths -------------------------------------------------------------------------------------


def _paths(
    layers: tuple[LayerLedger, ...], first: int, neuron: int, sample: int, fed: float, most: int
) -> list[Path]:
    """Return the paths with the largest products: their tails are the largest too, so few are kept."""
    last = layers[-1].error
    # of each neuron, the largest products from its z to the loss
    values = last.shape[1] * last[:, sample, None]
    kept = []
    for m in range(len(layers) - 2, first - 1, -1):
        slope = layers[m].slope
        assert slope is not None, "only an output cancels against its loss"
        rows = [neuron] if m == first else list(range(len(layers[m].b)))
        on = layers[m + 1].W.T[rows, :, None] * values[None] * slope[rows, sample, None, None]
        flat = on.reshape(len(rows), -1)
        order = np.argsort(-np.abs(flat), axis=1, kind="stable")[:, :most]
        kept.append((order, values.shape[1]))
        values = np.take_along_axis(flat, order, axis=1)
    row = neuron if first == len(layers) - 1 else 0
    ways = [_way(kept[::-1], neuron, row, rank) for rank in range(min(values.shape[1], most))]
    return [Path(way, _factors(layers, first, way, sample, fed)) for way in ways]


def _way(kept: list[tuple[NDArray[np.intp], int]], neuron: int, row: int, rank: int) -> tuple[int, ...]:
    """Return the neurons of a path, from the one that it begins with."""
    way = [neuron]
    for order, ranks in kept:
        row, rank = divmod(int(order[row, rank]), ranks)
        way.append(row)
    return tuple(way)


def _factors(
    layers: tuple[LayerLedger, ...], first: int, way: tuple[int, ...], sample: int, fed: float
) -> tuple[float, ...]:
    """Return the factors of a path, from the loss back to the weight."""
    n = layers[-1].error.shape[1]
    factors = [n * float(layers[-1].error[way[-1], sample])]
    for m in range(len(layers) - 2, first - 1, -1):
        slope, k = layers[m].slope, m - first
        assert slope is not None, "only an output cancels against its loss"
        factors += [float(layers[m + 1].W[way[k + 1], way[k]]), float(slope[way[k], sample])]
    return (*factors, fed)


# -- where the weight moves ----------------------------------------------------------------------


def _used(ledger: Ledger, at: int) -> float:
    """Return the gradient that the optimizer gets."""
    gradients = [ledger.update.gradient, *(one.value for one in ledger.update.stages if one.of == "gradient")]
    return float(gradients[-1][at])


def _cause(ledger: Ledger, at: int, here: LayerLedger, neuron: int, inputs: Array) -> str:
    """Return what decides where a weight moves, or why it does not; see `Chain`."""
    update = ledger.update
    moved = float(update.after[at]) - float(update.before[at])
    if ledger.progress.masks.fixed[at]:
        return "fixed"
    if not math.isfinite(moved):
        return "infinite"
    pushes, last = [], float(update.before[at])
    for stage in update.stages:
        if stage.of == "parameters":
            push, last = float(stage.value[at]) - last, float(stage.value[at])
            if push and (stage.kind in TO_ZERO or (stage.kind == "limit" and not moved)):
                return stage.kind
            pushes.append((push, stage.kind))
    if not moved:
        return _still(ledger, at, here, neuron, inputs)
    _, kind = max(pushes, key=lambda one: one[0] * math.copysign(1.0, moved))
    if kind != "step":
        return kind
    if float(update.gradient[at]) * moved < 0.0:
        return "descent"
    return "penalty" if _used(ledger, at) * moved < 0.0 else "momentum"


def _still(ledger: Ledger, at: int, here: LayerLedger, neuron: int, inputs: Array) -> str:
    """Return why a weight does not move."""
    if ledger.update.rate == 0.0:
        return "rate"
    if _used(ledger, at) != 0.0:
        return "small"
    if float(ledger.update.gradient[at]) != 0.0:
        return "held"
    if not inputs.any():
        return "input"
    if here.slope is not None and not here.slope[neuron].any():
        return "slope"
    return "balance" if here.error[neuron].any() else "error"
