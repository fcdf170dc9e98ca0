"""The output over the plane, small enough to be kept with a run. No Qt."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.field import GridPass
from playground.observers.network_state import NetworkState
from playground.observers.neuron_maps import shades_of
from playground.observers.observed import Observed
from playground.observers.plane import in_own_units, shape_of

SIZES = (32, 12)  # points along one edge
MOST_WORK = 2e8  # multiply-adds
HEADER = struct.Struct("<HH?")

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """The output over the plane as places among 256 shades, which the theme gives colours.

    Attributes
    ----------
    shades : ndarray of uint8, (n, n), or (1, n) with one input
        Row 0 is the lowest x₂. Of values and of two classes: from the lowest to the highest. Of more classes:
        how far the most likely one leads.
    classes : ndarray of uint8, or None
        The most likely class, where there are more than two.
    """

    shades: Bytes
    classes: Bytes | None = None

    def to_bytes(self) -> bytes:
        """Return it as it is kept."""
        parts = [self.shades] if self.classes is None else [self.shades, self.classes]
        header = HEADER.pack(*self.shades.shape, self.classes is not None)
        return header + b"".join(part.tobytes() for part in parts)

    @classmethod
    def of(cls, content: bytes) -> Thumbnail | None:
        """Return what bytes hold; None if that is no thumbnail."""
        if len(content) < HEADER.size:
            return None
        rows, columns, has_classes = HEADER.unpack_from(content)
        count = 2 if has_classes else 1
        if not rows * columns or len(content) != HEADER.size + count * rows * columns:
            return None
        parts = np.frombuffer(content, np.uint8, offset=HEADER.size).reshape(count, rows, columns)
        return cls(parts[0], parts[1] if has_classes else None)


def thumbnail(state: NetworkState) -> Thumbnail | None:
    """Return the thumbnail of a network; None where its inputs are no plane, or that takes too long."""
    observed = Observed(state, lambda: False)
    if observed.network.features is None:
        return None
    weights = len(state.parameters)
    n = next((n for n in SIZES if np.prod(shape_of(n, observed.is_line)) * weights <= MOST_WORK), None)
    if n is None:
        return None
    observed.copy_in(state)
    with np.errstate(all="ignore"):
        one = GridPass(observed, n, state.frame)
        for _ in one.pieces():
            pass
        return _of_outputs(observed, one.outputs())


def _of_outputs(observed: Observed, outputs: NDArray[Any]) -> Thumbnail:
    """Return the thumbnail of outputs over the plane, (outputs, n, n), in the colours of the output plot."""
    if observed.problem.kind == "regression":
        return Thumbnail(shades_of(in_own_units(outputs, observed.data.values)[0], *observed.scale))
    if len(outputs) == 1:
        return Thumbnail(shades_of(outputs[0], observed.threshold, 1.0 - observed.threshold))
    if len(outputs) == 2:
        return Thumbnail(shades_of(outputs[1] - outputs[0], 0.0, 1.0))
    even, known = 1.0 / len(outputs), np.nan_to_num(outputs)
    lead = (known.max(axis=0) - even) / (1.0 - even)
    return Thumbnail(shades_of(lead, 0.5, 0.5), known.argmax(axis=0).astype(np.uint8))
