"""Precision, recall, confusion and so on, or R² and errors, of all samples. No Qt."""

from dataclasses import replace

from engine import ClassScores, RegressionScores, Split
from engine.base.values import dataclass
from engine.evaluation.scores import Pieces, scores_in_pieces
from playground.observers.observed import Observed
from playground.observers.samples import AllSamples, PeriodicValue
from playground.observers.view import View


@dataclass(frozen=True)
class AskScores:
    """All scores."""


@dataclass(frozen=True, eq=False)
class Scores:
    """All scores, as `Trainer.scores` returns them, but errors of values in their own units.

    Attributes
    ----------
    train : ClassScores or RegressionScores
    test : ClassScores or RegressionScores, or None
        None if no samples are held out.
    step : int
        The mini-batches trained when they were computed.
    """

    train: ClassScores | RegressionScores
    test: ClassScores | RegressionScores | None
    step: int

    def parts(self) -> tuple[tuple[str, ClassScores | RegressionScores | None], ...]:
        """Return "train" and "test" with the scores of each."""
        return ("train", self.train), ("test", self.test)


class ScoresObserver:
    """Computes scores."""

    asks = (AskScores,)

    def __init__(self, observed: Observed) -> None:
        self._value = PeriodicValue(observed, all_scores)

    def observe(self, view: View) -> Scores | None:
        """Return the scores, or None if nobody asks."""
        if view.get(AskScores) is None:
            self._value.forget()
            return None
        return self._value.observe()


def all_scores(samples: AllSamples) -> Pieces[Scores]:
    """Compute what `Trainer.scores` does, from outputs that are already there."""
    observed, outputs, step = samples.observed, samples.outputs, samples.step
    problem, threshold, data = observed.problem, observed.threshold, observed.data
    n = len(data.train)
    train = yield from scores_in_pieces(problem, threshold, data.train.y, outputs[:n])
    test = None
    if len(data.test):
        test = yield from scores_in_pieces(problem, threshold, data.test.y, outputs[n:])
    return Scores(_in_own_units(train, data), _in_own_units(test, data) if test else None, step)


def _in_own_units(scores: ClassScores | RegressionScores, data: Split) -> ClassScores | RegressionScores:
    """Return scores with errors in the units of the data."""
    if data.values is None or not isinstance(scores, RegressionScores):
        return scores
    unit = data.values.deviation
    return replace(scores, mae=scores.mae * unit, rmse=scores.rmse * unit)
