"""The causes for which a network does not learn, and what is found of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import Enum, auto

from engine.analysis.remedies import Remedy, Trial
from engine.base.values import dataclass


class Cause(Enum):
    """Why a network does not learn."""

    DIVERGED = auto()
    ZERO_GRADIENTS = auto()
    SYMMETRIC_START = auto()
    DEAD_UNITS = auto()
    SATURATED_OUTPUTS = auto()
    TARGETS_TOO_LARGE = auto()
    INPUTS_TOO_LARGE = auto()
    EXPLODING_GRADIENTS = auto()
    VANISHING_GRADIENTS = auto()
    OSCILLATING = auto()
    RATE_TOO_HIGH = auto()
    RATE_TOO_LOW = auto()
    PLATEAU = auto()
    LINEAR_NETWORK = auto()
    UNDERFITTING = auto()
    CLASS_IMBALANCE = auto()
    TOO_FEW_POINTS = auto()
    OVERFITTING = auto()


@dataclass(frozen=True)
class Finding:
    """A cause that was found.

    Attributes
    ----------
    cause : Cause
    evidence : mapping of str to number
        What was seen of it: losses are mean losses, layers and classes count from 0.
    remedy : Remedy or None
        What helps, if a change of the experiment does.
    trial : Trial or None
        What the remedy led to on a copy, where that was tried.
    """

    cause: Cause
    evidence: Mapping[str, float] = field(default_factory=dict)
    remedy: Remedy | None = None
    trial: Trial | None = None
