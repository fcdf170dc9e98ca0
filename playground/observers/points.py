"""What is asked of the output and of the points: a probe, errors, the hardest points, scores. No Qt."""

import weakref
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import (
    LOSSES,
    ClassScores,
    Forward,
    Network,
    RegressionScores,
    Split,
    Trainer,
    TrainSpec,
    resolve,
)
from engine.base.recipes import Recipe, run
from engine.data.targets import targets
from engine.evaluation.scores import predicted_classes, scores_of
from playground.observers.budget import Budget
from playground.observers.view import Floats, Questions

Scores = ClassScores | RegressionScores


@dataclass(frozen=True)
class Point:
    """One of the samples, and what the network makes of it.

    Attributes
    ----------
    part : {"train", "test"}
    index : int
        Its place among those.
    x : tuple of float
    label, predicted : float
        A class, or a value.
    loss : float
    """

    part: str
    index: int
    x: tuple[float, ...]
    label: float
    predicted: float
    loss: float


@dataclass(frozen=True)
class Probe:
    """What the network says at one place.

    Attributes
    ----------
    x : (x₁, x₂)
    outputs : tuple of float
    predicted : float
        A class, or a value.
    probabilities : tuple of float, or None
        One for each class, where the outputs are such.
    point : Point or None
        The sample that is there.
    """

    x: tuple[float, float]
    outputs: tuple[float, ...]
    predicted: float
    probabilities: tuple[float, ...] | None
    point: Point | None


@dataclass(frozen=True, eq=False)
class Answers:
    """What was asked by `Questions`, each None or empty where it was not.

    Attributes
    ----------
    probe : Probe or None
    wrong_train, wrong_test : ndarray of int, or None
        The samples that are classified wrong; none for regression.
    hardest : tuple of Point
        The largest loss first.
    scores : (train, test), or None
        The test scores are None where no samples are held out.
    """

    probe: Probe | None = None
    wrong_train: NDArray[np.intp] | None = None
    wrong_test: NDArray[np.intp] | None = None
    hardest: tuple[Point, ...] = ()
    scores: tuple[Scores, Scores | None] | None = None


READING_SECONDS = 0.25  # figures that change more often cannot be read
EVERY = {"errors": 0.1, "hardest": READING_SECONDS, "scores": READING_SECONDS}
SHARE_OF_TRAINING = 0.2  # of the time that all samples may take while training goes on
MOST_ERRORS = 2000  # of train and of test; rings on more would hide the field


class Answerer:
    """Answers questions; computes nothing that is not asked, and figures of all samples only now and then.

    While training goes on, what needs every sample comes a few times a second, and less often where it
    costs much; at rest it is that of the very weights there are. A probe is answered in every snapshot.
    """

    def __init__(self) -> None:
        self._about: _About | None = None
        self._all: _Pass | None = None
        self._one: _Pass | None = None
        self._known: dict[str, Any] = {}
        self._budgets: dict[str, Budget] = {}

    def answer(self, trainer: Trainer, asked: Questions, in_a_hurry: bool) -> Answers:
        """Return what is asked, of the trainer's network as it is now."""
        about = _About(weakref.ref(trainer.network), trainer.data, trainer.experiment.training)
        if about != self._about:
            self._about, self._all, self._one = about, None, None
            self._known = {}
            self._budgets = {
                name: Budget(share=SHARE_OF_TRAINING, every=seconds) for name, seconds in EVERY.items()
            }
        wanted = {"errors": asked.errors, "hardest": asked.hardest, "scores": asked.scores}
        there = bool(len(trainer.data.train))  # where there are no points, there is nothing to say of them
        wanted = {name: size for name, size in wanted.items() if size and there}
        due = [name for name in wanted if self._budgets[name].is_due(in_a_hurry)]
        if due:
            with ExitStack() as spending:
                for name in due:
                    spending.enter_context(self._budgets[name].spend())
                self._examine(trainer, due, asked)
        elif not wanted:
            self._all = None  # it may be large
        known = {name: self._known.get(name) for name in wanted}
        train, test = known.get("errors") or (None, None)
        return Answers(
            probe=self._probe(trainer, asked) if asked.probe is not None else None,
            wrong_train=train,
            wrong_test=test,
            hardest=known.get("hardest") or (),
            scores=known.get("scores"),
        )

    # -- all samples -------------------------------------------------------------------------

    def _examine(self, trainer: Trainer, due: list[str], asked: Questions) -> None:
        """Go through all samples, and note what is due."""
        data = trainer.data
        if self._all is None:
            X, y = (np.concatenate([getattr(data.train, a), getattr(data.test, a)]) for a in ("X", "y"))
            self._all = _Pass(trainer, X, y)
        everyone = self._all
        everyone.run()
        outputs = everyone.forward.outputs()
        if "errors" in due:
            self._known["errors"] = _errors(trainer, everyone.y, outputs)
        if "hardest" in due:
            self._known["hardest"] = _hardest(trainer, everyone, outputs, asked.hardest)
        if "scores" in due:
            self._known["scores"] = _scores(trainer, outputs)

    # -- one place ---------------------------------------------------------------------------

    def _probe(self, trainer: Trainer, asked: Questions) -> Probe | None:
        """Say what the network makes of a place, and of the sample that is there."""
        network, problem = trainer.network, trainer.problem
        assert asked.probe is not None
        if network.sizes[0] != 2 and network.features is None:
            return None
        meant = nearest(trainer.data, asked)
        place = np.array([asked.probe])
        y: NDArray[Any] = trainer.data.train.y[:1]
        if not len(y):  # there are no points at all; the network can be asked all the same
            y = np.zeros((1, *y.shape[1:]), y.dtype)
        if meant is not None:
            samples = trainer.data.train if meant[0] == "train" else trainer.data.test
            place, y = samples.X[meant[1]][None], samples.y[meant[1]][None]
        if self._one is None:
            self._one = _Pass(trainer, place, y)
        self._one.show(trainer, place, y)
        self._one.run()
        outputs = self._one.forward.outputs()
        x = (float(place[0, 0]), float(place[0, 1]))
        predicted = float(_predictions(trainer, outputs)[0])
        point = None
        if meant is not None:
            point = Point(*meant, x, _label(y[0]), predicted, float(self._one.losses[0]))
        numbers = tuple(float(value) for value in outputs[0])
        return Probe(x, numbers, predicted, _probabilities(numbers, trainer, problem.kind), point)


@dataclass(frozen=True)
class _About:
    """What compiled passes are about: as long as it is the same, they hold."""

    network: weakref.ref[Network]
    data: Split  # compared by identity
    training: TrainSpec


class _Pass:
    """The forward pass over some samples, and the loss of each."""

    def __init__(self, trainer: Trainer, X: NDArray[Any], y: NDArray[Any]) -> None:
        self.y = y
        self._rows = trainer.network.inputs(X)
        self.forward = Forward(trainer.network, self._rows)
        self.losses: Floats = np.empty(len(X), dtype=trainer.network.dtype)
        self._targets = _targets(trainer, y).T.copy()
        loss = LOSSES[trainer.loss].tuned(trainer.experiment.training)
        self._calls: Recipe = []
        for chunk in self.forward.chunks:
            Y = self._targets[:, chunk.start : chunk.stop]
            self._calls += loss.value(chunk.Z, chunk.A, Y, self.losses[chunk.start : chunk.stop])

    def show(self, trainer: Trainer, X: NDArray[Any], y: NDArray[Any]) -> None:
        """Have it go through as many other samples."""
        np.copyto(self._rows, trainer.network.inputs(X))
        np.copyto(self._targets, _targets(trainer, y).T)

    def run(self) -> None:
        """Compute outputs and losses with the network's present parameters."""
        self.forward.run()
        with np.errstate(all="ignore"):
            run(self._calls)


def _targets(trainer: Trainer, y: NDArray[Any]) -> Floats:
    """Return what the outputs should be, as training has it."""
    experiment, loss = trainer.experiment, LOSSES[trainer.loss]
    output, _ = resolve(trainer.problem.kind, experiment.network.output, experiment.training.loss)
    smoothing = experiment.training.label_smoothing if loss.smooths else 0.0
    return targets(y, trainer.problem, output, experiment.training.dtype, loss.signed, smoothing)


def nearest(data: Split, asked: Questions) -> tuple[str, int] | None:
    """Return the sample in sight that is nearest to the probe, and near enough; train before test."""
    best: tuple[str, int] | None = None
    limit = asked.reach**2
    for part, samples, shown in (("train", data.train, asked.train), ("test", data.test, asked.test)):
        if not shown or not len(samples) or samples.X.shape[1] != 2:
            continue
        gaps = np.square(samples.X - asked.probe).sum(axis=1)
        i = int(gaps.argmin())
        if gaps[i] < limit or (best is None and gaps[i] <= limit):
            best, limit = (part, i), float(gaps[i])
    return best


def _predictions(trainer: Trainer, outputs: Floats) -> NDArray[Any]:
    """Return the class, or the first value, that each row of outputs says."""
    if trainer.problem.kind == "regression":
        return outputs[:, 0]
    return predicted_classes(outputs, trainer.decision_threshold[0])


def _probabilities(outputs: tuple[float, ...], trainer: Trainer, kind: str) -> tuple[float, ...] | None:
    """Return each class's probability, or None where the outputs are none."""
    output, _ = resolve(kind, trainer.experiment.network.output, trainer.experiment.training.loss)
    if kind == "regression" or output not in ("sigmoid", "softmax"):
        return None
    if len(outputs) == 1:
        return 1.0 - outputs[0], outputs[0]
    return outputs if output == "softmax" else None


def _errors(
    trainer: Trainer, y: NDArray[Any], outputs: Floats
) -> tuple[NDArray[np.intp], NDArray[np.intp]] | None:
    """Return which train and which test samples are classified wrong, the first of very many."""
    if trainer.problem.kind == "regression":
        return None
    wrong, n = _predictions(trainer, outputs) != y, len(trainer.data.train)
    train, test = np.flatnonzero(wrong[:n])[:MOST_ERRORS], np.flatnonzero(wrong[n:])[:MOST_ERRORS]
    train.setflags(write=False)
    test.setflags(write=False)
    return train, test


def _hardest(trainer: Trainer, everyone: _Pass, outputs: Floats, count: int) -> tuple[Point, ...]:
    """Return the points with the largest losses; one that is not a number is the largest."""
    losses = np.nan_to_num(everyone.losses, nan=np.inf)
    count = min(count, len(losses))
    some = np.argpartition(-losses, count - 1)[:count]
    said, n = _predictions(trainer, outputs), len(trainer.data.train)
    points = []
    for i in sorted(some, key=lambda i: (-losses[i], i)):
        part, samples = ("train", trainer.data.train) if i < n else ("test", trainer.data.test)
        k = int(i if i < n else i - n)
        x = tuple(float(value) for value in samples.X[k])
        points.append(Point(part, k, x, _label(samples.y[k]), float(said[i]), float(everyone.losses[i])))
    return tuple(points)


def _label(y: Any) -> float:
    return float(np.ravel(y)[0])


def _scores(trainer: Trainer, outputs: Floats) -> tuple[Scores, Scores | None]:
    """Return what `Trainer.scores` does, from outputs that are there already."""
    problem, zero, data = trainer.problem, trainer.decision_threshold[0], trainer.data
    n = len(data.train)
    train = scores_of(problem, zero, data.train.y, outputs[:n])
    return train, scores_of(problem, zero, data.test.y, outputs[n:]) if len(data.test) else None
