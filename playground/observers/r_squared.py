"""R² by epoch: the share of the values' variance that is explained, from a squared-error loss. No Qt."""

import numpy as np

from engine import Split, resolve
from playground.observers.snapshot import Snapshot
from playground.observers.view import Floats
from playground.texts.numbers import NONE, r_squared_text, with_minus

LOWEST = -1.0  # a lower R² is only said to be lower


class TargetVariances:
    """The variances of training and test values; kept as long as the data stay the same."""

    def __init__(self) -> None:
        self._known: tuple[Split, float, float] | None = None

    def of(self, snapshot: Snapshot) -> tuple[float, float] | None:
        """Return both, if R² follows from them and the loss of a regression; else None."""
        experiment, data = snapshot.experiment, snapshot.data
        if snapshot.problem.kind != "regression" or data.train.y.ndim != 1:
            return None
        _, loss = resolve("regression", experiment.network.output, experiment.training.loss)
        if loss != "squared":
            return None
        if self._known is None or self._known[0] is not data:
            train, test = (float(part.y.var()) if len(part) else 0.0 for part in (data.train, data.test))
            self._known = (data, train, test)
        return self._known[1:]


def explained(losses: Floats, variance: float) -> Floats:
    """Return R² from squared-error losses (½ of the mean squared error) and the variance of the values."""
    if variance == 0.0:
        return np.full(len(losses), np.nan)
    with np.errstate(all="ignore"):
        return np.asarray(1.0 - 2.0 * losses / variance)


def r2_text(loss: float | None, variance: float) -> str:
    """Return the R² of one loss as text: a dash if there is none, a bound if it is very low."""
    if loss is None or not variance or not np.isfinite(loss):
        return NONE
    return bounded_text(1.0 - 2.0 * loss / variance)


def bounded_text(r2: float) -> str:
    """Return R² as text: a bound if it is very low."""
    return with_minus(f"< {LOWEST:.0f}") if r2 < LOWEST else r_squared_text(r2)
