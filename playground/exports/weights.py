"""All weights and biases as a table: a row for each. No Qt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from engine import parameter_count
from engine.training.state import experiment_from
from playground.exports.table import to_csv
from playground.texts.names import BIAS, layer_name, source_name

if TYPE_CHECKING:
    from engine import Experiment, State
    from engine.experiment import Weights

HEADER = ("layer", "neuron", "source", "value")
MASKS = ("frozen", "silenced")


def weights_table(state: State) -> bytes:
    """Return all parameters of a network as a CSV file; neurons count from 1 in their layer.

    Where some are frozen or silenced, a last column says which; a silenced weight counts as zero, and is.
    """
    return to_csv((*HEADER, "mask") if _some(state) else HEADER, _rows(state))


def weights_of(state: State) -> tuple[Experiment, Weights]:
    """Return the experiment of a saved training, and its weights as `NetworkSpec.weights` gives them."""
    experiment = experiment_from(state.facts["experiment"])
    values = iter(state.arrays["parameters"].tolist())
    weights = tuple(
        tuple(tuple(islice(values, fan_in + 1)) for _ in range(width))
        for fan_in, width in _shapes(experiment, len(state.arrays["parameters"]))
    )
    return experiment, weights


def _some(state: State) -> bool:
    return any(state.arrays[name].any() for name in MASKS)


def _rows(state: State) -> Iterator[tuple[object, ...]]:
    experiment = experiment_from(state.facts["experiment"])
    values = state.arrays["parameters"].tolist()
    masks = [state.arrays[name].tolist() for name in MASKS] if _some(state) else []
    at = 0
    for layer, (fan_in, width) in enumerate(_shapes(experiment, len(values))):
        name = layer_name(experiment, layer)
        sources = [*(source_name(experiment, layer, k) for k in range(fan_in)), BIAS()]
        for neuron in range(1, width + 1):
            for source in sources:
                row = name, neuron, source, values[at]
                yield (*row, _mask(masks, at)) if masks else row
                at += 1


def _mask(masks: list[list[bool]], at: int) -> str:
    return next((name for name, mask in zip(MASKS[::-1], masks[::-1], strict=True) if mask[at]), "")


def _shapes(experiment: Experiment, parameters: int) -> Iterator[tuple[int, int]]:
    """Yield inputs and neurons of each layer; how many outputs there are follows from the parameters."""
    *sizes, _ = experiment.network.sizes
    yield from pairwise(sizes)
    yield sizes[-1], (parameters - parameter_count((*sizes, 0))) // (sizes[-1] + 1)
