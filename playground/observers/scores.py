"""Precision, recall, confusion and so on, or R² and errors, of all samples. No Qt."""

from engine import ClassScores, RegressionScores
from engine.base.values import dataclass
from engine.evaluation.scores import scores_of
from playground.observers.observed import Observed
from playground.observers.samples import AllSamples, PeriodicValue
from playground.observers.view import View


@dataclass(frozen=True)
class AskScores:
    """All scores."""


@dataclass(frozen=True, eq=False)
class Scores:
    """All scores, as `Trainer.scores` returns them.

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


def all_scores(samples: AllSamples) -> Scores:
    """Return what `Trainer.scores` does, from outputs that are already computed."""
    observed = samples.observed
    problem, threshold, data = observed.problem, observed.threshold, observed.data
    n = len(data.train)
    train = scores_of(problem, threshold, data.train.y, samples.outputs[:n])
    test = scores_of(problem, threshold, data.test.y, samples.outputs[n:]) if len(data.test) else None
    return Scores(train, test, observed.step)
