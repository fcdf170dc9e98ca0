"""Where a run stands in its own past, and what it can go back to: values for the window. No Qt."""

from __future__ import annotations

import math
from dataclasses import field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.base.values import dataclass
from playground.observers.curves import Curves


def _no_moments() -> NDArray[np.integer[Any]]:
    moments = np.empty(0, dtype=np.int64)
    moments.setflags(write=False)
    return moments


@dataclass(frozen=True, eq=False)
class Branch:
    """A line of training that was left, from a moment in its past: it can be gone back to.

    Attributes
    ----------
    number : int
        Identifies it among the branches of its run.
    since : float
        The epoch at which the line that followed left it.
    end : int
        The last epoch that was trained on it.
    curves : Curves
    """

    number: int
    since: float
    end: int
    curves: Curves


@dataclass(frozen=True, eq=False)
class Timeline:
    """The past of the run that is shown; the snapshot beside it says at which epoch it stands.

    Attributes
    ----------
    first : int
        The earliest epoch that can be gone back to.
    end : int
        The last epoch that was trained on this line.
    is_past : bool
        Whether the run stands before its end: whatever is trained or changed there begins a branch.
    moments : ndarray of int, read-only
        The epochs of the kept moments, in rising order: a picture of one comes at once.
    branch : int
        The number of the line itself.
    branches : tuple of Branch
        The lines that were left, the latest last.
    going_to : int or None
        The epoch to which it is being trained again; None while nobody waits for one.
    share : float
        How much of that is done, from 0 to 1.
    seconds : float
        How long it will still take, about; NaN while that is unknown.
    """

    first: int = 0
    end: int = 0
    is_past: bool = False
    moments: NDArray[np.integer[Any]] = field(default_factory=_no_moments)
    branch: int = 0
    branches: tuple[Branch, ...] = ()
    going_to: int | None = None
    share: float = 0.0
    seconds: float = math.nan
