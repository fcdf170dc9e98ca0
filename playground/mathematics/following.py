"""The sample that is explained stays the same one when data change, or it is said that it does not. No Qt."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Samples, Split
from playground.observers.ledger import AskLedger
from playground.observers.plane import in_own_units
from playground.texts import explained as texts


def followed(ask: AskLedger, before: Split | None, now: Split) -> tuple[AskLedger, str]:
    """Return where the chosen sample is among other data, and what there is to be said of that.

    Parameters
    ----------
    ask : AskLedger
    before : Split or None
        The data that it was chosen in; None for no data.
    now : Split

    Returns
    -------
    ask : AskLedger
        For the same point, wherever it is now; for another one, if it is gone.
    note : str
        "" where it is what it was.
    """
    if ask.part == "batch" or before is None or before is now:
        return _within(ask, now), ""
    old = _part(before, ask.part)
    if ask.index < len(old):
        X, y = old.X[ask.index], in_own_units(old.y[ask.index : ask.index + 1], before.values)
        for part in (ask.part, "test" if ask.part == "train" else "train"):
            places = _same(_part(now, part), now, X, y)
            if len(places):
                index = int(places[np.abs(places - ask.index).argmin()])
                found = AskLedger(part, index)
                return found, "" if found == ask else texts.MOVED[part](n=index + 1)
    found = _within(ask, now)
    return found, texts.OTHER_POINT() if len(_part(now, found.part)) and len(old) else ""


def _same(samples: Samples, data: Split, X: NDArray[Any], y: NDArray[Any]) -> NDArray[np.intp]:
    """Return the indices of the samples at a point, with its label."""
    if samples.X.shape[1:] != X.shape:
        return np.empty(0, dtype=np.intp)
    there = np.flatnonzero((samples.X == X).all(axis=1))
    labels = in_own_units(samples.y[there], data.values)
    alike = np.isclose(labels, y, rtol=1e-9, atol=0.0)
    found: NDArray[np.intp] = there[alike.all(axis=tuple(range(1, alike.ndim)))]
    return found


def _part(data: Split, part: str) -> Samples:
    return data.test if part == "test" else data.train


def _within(ask: AskLedger, data: Split) -> AskLedger:
    """Return the sample itself if there is one; else the last one, of the training samples if need be."""
    if ask.part == "batch":
        return ask
    part = ask.part if len(_part(data, ask.part)) else "train"
    return AskLedger(part, max(min(ask.index, len(_part(data, part)) - 1), 0))
