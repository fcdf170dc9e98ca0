"""R² by epoch: what a squared-error loss explains of the values' variance. No Qt."""

import numpy as np

from engine import Split, resolve
from playground.observers.snapshot import Snapshot
from playground.observers.view import Floats
from playground.texts.numbers import NONE, with_minus

LOWEST = -1.0  # an R² that is worse is as bad


class TargetVariances:
    """The variances of train and test values; kept as long as the data stay."""

    def __init__(self) -> None:
        self._known: tuple[Split, float, float] | None = None

    def of(self, snapshot: Snapshot) -> tuple[float, float] | None:
        """Return both of a regression, where R² follows from them and the loss; else None."""
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
    """Return R² of squared-error losses, ½ of the mean squared error, over values of a variance."""
    if variance == 0.0:
        return np.full(len(losses), np.nan)
    with np.errstate(all="ignore"):
        return np.asarray(1.0 - 2.0 * losses / variance)


def r2_text(loss: float | None, variance: float) -> str:
    """Return the R² of one loss; no figure where it is none, and no long one where it is bad."""
    if loss is None or not variance or not np.isfinite(loss):
        return NONE
    r2 = 1.0 - 2.0 * loss / variance
    return with_minus(f"< {LOWEST:.0f}") if r2 < LOWEST else with_minus(f"{r2:.3f}")
