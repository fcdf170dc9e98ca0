"""The task: the problem that the data pose, with the output and loss for it ("auto" resolved)."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from engine.base.recipes import Array
from engine.base.values import dataclass
from engine.data.samples import Problem, Split
from engine.data.targets import problem_of, targets
from engine.experiment import Experiment, TrainSpec
from engine.losses import LOSSES, resolve


@dataclass(frozen=True)
class Task:
    """What a network is trained for.

    Attributes
    ----------
    problem : Problem
    output : str
        The output's activation.
    loss : str
        A name in `engine.LOSSES`.
    """

    problem: Problem
    output: str
    loss: str

    @property
    def outputs(self) -> int:
        """How many outputs the network needs."""
        return self.problem.outputs(self.output)

    def smoothing(self, spec: TrainSpec) -> float:
        """Return how much labels are smoothed: 0 for a loss without label smoothing."""
        return spec.label_smoothing if LOSSES[self.loss].smooths else 0.0

    def targets(self, y: NDArray[Any], spec: TrainSpec) -> Array:
        """Return what the outputs should be for labels or values `y`, (N, outputs).

        Parameters
        ----------
        y : ndarray, (N,) or (N, values)
        spec : TrainSpec
            Only label smoothing and dtype are read.

        Raises
        ------
        ValueError
            If y does not suit this problem.
        """
        signed = LOSSES[self.loss].signed
        return targets(y, self.problem, self.output, spec.dtype, signed, self.smoothing(spec))


def task_of(experiment: Experiment, data: Split) -> Task:
    """Return the task of an experiment's network on these data.

    Parameters
    ----------
    experiment : Experiment
    data : Split

    Raises
    ------
    ValueError
        If output, loss and data are not compatible.
    """
    output, loss = experiment.network.output, experiment.training.loss
    for_classes = output == "softmax" or (loss != "auto" and "regression" not in LOSSES[loss].problems)
    problem = problem_of(data, for_classes)
    return Task(problem, *resolve(problem.kind, output, loss))
