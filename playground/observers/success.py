"""Whether a run has worked: it has reached its target, or one that most would be content with. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import Enum, auto
from typing import TYPE_CHECKING

from engine import Experiment
from engine.base.values import dataclass

if TYPE_CHECKING:
    from engine import Metrics

GOOD_ACCURACY = 0.95
GOOD_R2 = 0.95


class Measure(Enum):
    """What tells whether a run has worked: of the test samples, or of all if none are held out."""

    LOSS = auto()  # no higher than the target
    ACCURACY = auto()  # the share that is classified correctly, at least the target
    R2 = auto()  # how much of the values' variance the network explains, at least the target


@dataclass(frozen=True)
class Criterion:
    """When a run has worked."""

    measure: Measure
    target: float

    def met_by(self, metrics: Metrics, r2: float | None) -> bool | None:
        """Return whether it is met; None where that is unknown."""
        match self.measure:
            case Measure.LOSS:
                loss = metrics.train_loss if metrics.test_loss is None else metrics.test_loss
                return None if math.isnan(loss) else loss <= self.target
            case Measure.ACCURACY:
                held_out = metrics.test_loss is not None
                share = metrics.test_accuracy if held_out else metrics.train_accuracy
                return None if share is None else share >= self.target
            case Measure.R2:
                return None if r2 is None else r2 >= self.target


def criterion(experiment: Experiment) -> Criterion:
    """Return when a run of an experiment has worked: at the target of its stop rule, if there is one.

    Otherwise where it classifies 95 % of the samples correctly, or explains 95 % of the variance.
    """
    stop, is_regression = experiment.stop, experiment.data.problem == "regression"
    if stop.target_accuracy is not None and not is_regression:
        return Criterion(Measure.ACCURACY, stop.target_accuracy)
    if stop.target_loss is not None:
        return Criterion(Measure.LOSS, stop.target_loss)
    if is_regression:
        return Criterion(Measure.R2, GOOD_R2)
    return Criterion(Measure.ACCURACY, GOOD_ACCURACY)


def how_often(runs: Iterable[tuple[Experiment, bool | None]]) -> tuple[int, int]:
    """Return how many starts worked, and how many there were, of experiments and whether they worked.

    A start that was tried again counts once, and worked if it ever did.
    """
    starts: dict[tuple[int, int | None], bool] = {}
    for experiment, worked in runs:
        start = experiment.seed, experiment.weights_seed
        starts[start] = starts.get(start, False) or worked is True
    return sum(starts.values()), len(starts)
