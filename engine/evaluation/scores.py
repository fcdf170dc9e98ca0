"""Scores of classes and values besides the loss: pure functions of labels and outputs."""

from __future__ import annotations

import math
from collections.abc import Generator
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.base.checks import SpecError
from engine.base.values import dataclass
from engine.data.samples import Problem
from engine.data.targets import check_classes

Counts = NDArray[np.intp]
Figures = NDArray[np.float64]

Result = TypeVar("Result")
Pieces = Generator[None, None, Result]


@dataclass(frozen=True, eq=False)
class ClassScores:
    """How well classes are predicted.

    All but the area under the curve are counted from the confusion matrix C. A share of nothing is 0: the
    precision of a class that is never predicted, the recall of a class without samples (`zero_division=0`
    in scikit-learn). A macro figure is the plain mean over the classes that occur, among the labels or
    among the predictions; each of them counts the same, however few samples it has.

    Attributes
    ----------
    confusion : ndarray, (K, K)
        C[k, j] samples of class k were predicted as class j: a row for each true class. Read-only.
    auc : float or None
        The area under the ROC curve, from 0 to 1, 0.5 for guessing: see `roc_auc`. For two classes that
        of class 1; for several the mean of every class against the rest. None if a class has no sample, or
        an output is NaN.

    References
    ----------
    Sokolova & Lapalme, 2009, "A systematic analysis of performance measures for classification tasks",
    tables 2 and 3; macro F1 is the mean of the classes' F1 (Opitz & Burst, 2019, "Macro F1 and Macro F1").
    """

    confusion: Counts
    auc: float | None

    @property
    def accuracy(self) -> float:
        """The share of samples predicted correctly, Σ Cₖₖ / N."""
        return int(np.trace(self.confusion)) / int(self.confusion.sum())

    @property
    def precision(self) -> Figures:
        """Of the samples predicted as class k, the share that really are, Cₖₖ / Σⱼ Cⱼₖ; (K,)."""
        return _share(self._correct, self._predicted)

    @property
    def recall(self) -> Figures:
        """Of the samples of class k, the share predicted as class k, Cₖₖ / Σⱼ Cₖⱼ; (K,)."""
        return _share(self._correct, self._labelled)

    @property
    def f1(self) -> Figures:
        """The harmonic mean of precision and recall, 2 Cₖₖ / Σⱼ (Cₖⱼ + Cⱼₖ); (K,)."""
        return _share(2 * self._correct, self._labelled + self._predicted)

    @property
    def macro_precision(self) -> float:
        """The mean precision of the classes that occur."""
        return self._macro(self.precision)

    @property
    def macro_recall(self) -> float:
        """The mean recall of the classes that occur."""
        return self._macro(self.recall)

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the classes that occur."""
        return self._macro(self.f1)

    @property
    def _correct(self) -> Counts:
        return np.diagonal(self.confusion)

    @property
    def _labelled(self) -> Counts:
        labelled: Counts = self.confusion.sum(axis=1)
        return labelled

    @property
    def _predicted(self) -> Counts:
        predicted: Counts = self.confusion.sum(axis=0)
        return predicted

    def _macro(self, figures: Figures) -> float:
        return float(figures[self._labelled + self._predicted > 0].mean())


@dataclass(frozen=True)
class RegressionScores:
    """How far predicted values are from the true ones.

    Attributes
    ----------
    r2 : float or None
        The share of the targets' variance that is explained, 1 − Σ (y − ŷ)² / Σ (y − ȳ)²: 1 is perfect,
        0 is as good as always predicting the mean ȳ of these targets, below 0 is worse. With several
        outputs, the mean over them. None if there is nothing to explain: fewer than two samples, or an
        output whose targets are all equal (scikit-learn then returns 0, or 1 if all are correct).
    mae : float
        The mean of |y − ŷ| over samples and outputs, in the unit of y.
    rmse : float
        The root of the mean of (y − ŷ)² over samples and outputs, in the unit of y; never below `mae`.

    If predictions are not finite, neither are their scores.

    References
    ----------
    Draper & Smith, "Applied Regression Analysis", 3rd edition, section 1.3, for R².
    """

    r2: float | None
    mae: float
    rmse: float


def scores_of(
    problem: Problem, threshold: float, y: NDArray[Any], outputs: NDArray[np.floating[Any]]
) -> ClassScores | RegressionScores:
    """Return the scores of a network's outputs.

    Parameters
    ----------
    problem : Problem
    threshold : float
        The output above which a sample is of the second class: the first of `Trainer.decision_threshold`.
    y : ndarray, (N,) or (N, m)
        Labels, or values.
    outputs : ndarray, (N, outputs)
        As `network.predict` returns them.

    Raises
    ------
    SpecError
        If the shapes do not match, there is no sample, or a label is not a class of the problem.
    """
    return _finished(scores_in_pieces(problem, threshold, y, outputs))


def scores_in_pieces(
    problem: Problem, threshold: float, y: NDArray[Any], outputs: NDArray[np.floating[Any]]
) -> Pieces[ClassScores | RegressionScores]:
    """Return a generator that computes what `scores_of` does, and yields between classes.

    Sorting very many samples once for each class takes long; in between, its caller can do something else.
    """
    if problem.kind == "regression":
        yield
        return regression_scores(y, outputs)
    predicted = predicted_classes(outputs, threshold)
    return (yield from _class_scores(y, predicted, outputs, problem.size))


def predicted_classes(outputs: NDArray[np.floating[Any]], threshold: float = 0.5) -> Counts:
    """Return the class that each row of outputs predicts, (N,).

    Parameters
    ----------
    outputs : ndarray, (N, outputs)
        A single output predicts class 1 above `threshold`, and class 0 at or below it; of several outputs,
        the largest predicts its class, the first of equals. NaN counts as in the accuracy of `Metrics`: class
        0, or of several outputs the first that is NaN.
    threshold : float

    Examples
    --------
    >>> predicted_classes(np.array([[0.2], [0.5], [0.9]]))
    array([0, 0, 1])
    >>> predicted_classes(np.array([[0.2, 0.5, 0.3], [0.4, 0.4, 0.2]]))
    array([1, 0])
    """
    with np.errstate(invalid="ignore"):
        predicted: NDArray[Any] = (
            outputs.argmax(axis=-1) if outputs.shape[-1] > 1 else outputs[..., 0] > threshold
        )
    return predicted.astype(np.intp)


def class_scores(
    labels: NDArray[Any], predicted: NDArray[Any], outputs: NDArray[np.floating[Any]], classes: int
) -> ClassScores:
    """Return the scores of predicted classes.

    Parameters
    ----------
    labels, predicted : ndarray, (N,)
        Classes, 0 to `classes` − 1.
    outputs : ndarray, (N, classes), or for two classes (N, 1)
        The numbers that the ROC curve ranks samples by: the larger, the likelier class 1, or the class of the
        column. Probabilities, or any other number that grows with them.
    classes : int

    Returns
    -------
    ClassScores

    Raises
    ------
    SpecError
        If the shapes do not match, there is no sample, or a label is not one of the classes.

    Examples
    --------
    >>> outputs = np.array([[0.1], [0.6], [0.4], [0.8]])
    >>> scores = class_scores(np.array([0, 0, 1, 1]), predicted_classes(outputs), outputs, classes=2)
    >>> scores.confusion
    array([[1, 1],
           [1, 1]])
    >>> scores.accuracy, scores.auc
    (0.5, 0.75)
    """
    return _finished(_class_scores(labels, predicted, outputs, classes))


def _class_scores(
    labels: NDArray[Any], predicted: NDArray[Any], outputs: NDArray[np.floating[Any]], classes: int
) -> Pieces[ClassScores]:
    if labels.ndim != 1 or len(labels) == 0:
        message = f"labels must have the shape (samples,), with at least one, got {labels.shape}"
        raise SpecError(message, field="labels", value=labels.shape)
    if predicted.shape != labels.shape:
        message = f"predicted must have the shape {labels.shape} of labels, got {predicted.shape}"
        raise SpecError(message, field="predicted", value=predicted.shape)
    if outputs.shape != (len(labels), classes) and (classes != 2 or outputs.shape != (len(labels), 1)):
        message = f"outputs must have the shape ({len(labels)}, {classes}), got {outputs.shape}"
        raise SpecError(message, field="outputs", value=outputs.shape)
    rows, columns = _whole("labels", labels, classes), _whole("predicted", predicted, classes)
    confusion = np.bincount(rows * classes + columns, minlength=classes**2).reshape(classes, classes)
    confusion.setflags(write=False)
    return ClassScores(confusion, (yield from _mean_auc(rows, outputs)))


def _whole(name: str, labels: NDArray[Any], classes: int) -> Counts:
    """Return labels, which may be Booleans or whole real numbers, as integers."""
    check_classes(name, labels, classes)
    return labels.astype(np.intp)


def _finished(pieces: Pieces[Result]) -> Result:
    """Return what a generator returns in the end."""
    while True:
        try:
            next(pieces)
        except StopIteration as done:
            result: Result = done.value
            return result


def _share(part: Counts, whole: Counts) -> Figures:
    """Return part / whole, and 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=whole > 0)


def _mean_auc(labels: Counts, outputs: NDArray[np.floating[Any]]) -> Pieces[float | None]:
    """Return the area for class 1, or the mean over several classes, each against the rest."""
    classes: int = outputs.shape[1]
    yield
    if classes <= 2:  # with an output for each of two classes, the second is enough
        return roc_auc(labels == 1, outputs[:, -1])
    total = 0.0
    for k in range(classes):
        area = roc_auc(labels == k, outputs[:, k])
        if area is None:
            return None
        total += area
        yield
    return total / classes


def roc_auc(positive: NDArray[np.bool_], ranking: NDArray[np.floating[Any]]) -> float | None:
    """Return the area under the ROC curve: how often a positive sample ranks above a negative one.

    That is the probability that of a random positive and a random negative sample the positive one has the
    higher number, with ties counting one half. So the area is computed from ranks, as the Mann-Whitney
    statistic, U / (P·N) with U = Σ rank − P (P + 1) / 2 over the P positive samples, without drawing the
    curve; only the order of the numbers matters. O(n log n).

    Parameters
    ----------
    positive : ndarray of bool, (n,)
    ranking : ndarray, (n,)
        The higher, the likelier positive; equal numbers share the mean of their ranks.

    Returns
    -------
    float or None
        From 0 to 1; None without a positive or without a negative sample, or where a number is NaN.

    References
    ----------
    Hanley & McNeil, 1982, "The meaning and use of the area under a receiver operating characteristic (ROC)
    curve", Radiology 143, pp. 29-36; Fawcett, 2006, "An introduction to ROC analysis", section 7.

    Examples
    --------
    >>> roc_auc(np.array([False, False, True, True]), np.array([0.1, 0.4, 0.35, 0.8]))
    0.75
    """
    positives = int(np.count_nonzero(positive))
    negatives = len(positive) - positives
    if not positives or not negatives or np.isnan(ranking).any():
        return None
    _, place, ties = np.unique(ranking, return_inverse=True, return_counts=True)
    # ranks count from 1; tied numbers share their mean rank
    rank = np.cumsum(ties) - (ties - 1) / 2
    above = float(rank[place[positive]].sum()) - positives * (positives + 1) / 2
    return above / (positives * negatives)


def regression_scores(y: NDArray[Any], predicted: NDArray[Any]) -> RegressionScores:
    """Return the scores of predicted values.

    Parameters
    ----------
    y, predicted : ndarray, (N,) or (N, m)
        A 1-d array counts as one column.

    Returns
    -------
    RegressionScores

    Raises
    ------
    SpecError
        If the shapes do not match, or there is no sample.

    Examples
    --------
    >>> regression_scores(np.array([0.0, 1.0, 3.0, 4.0]), np.array([0.0, 2.0, 3.0, 2.0]))
    RegressionScores(r2=0.5, mae=0.75, rmse=1.118033988749895)
    """
    if len(y) == 0:
        raise SpecError("y is empty: scores need at least one sample", field="y", value=())
    Y, P = (np.asarray(part, dtype=np.float64).reshape(len(part), -1) for part in (y, predicted))
    if Y.shape != P.shape:
        message = f"predicted must have the shape {Y.shape} of y, got {P.shape}"
        raise SpecError(message, field="predicted", value=P.shape)
    with np.errstate(all="ignore"):
        E = Y - P
        return RegressionScores(
            r2=_explained(Y, E),
            mae=float(np.abs(E).mean()),
            rmse=math.sqrt(np.square(E).mean()),
        )


def _explained(Y: Figures, E: Figures) -> float | None:
    """Return R², the mean over the columns of values Y and errors E."""
    # whether values are all equal is seen in their range: unlike a mean, it is not rounded
    spread = np.ptp(Y, axis=0)
    if len(Y) < 2 or not spread.all():
        return None
    unexplained = np.square(E / spread).sum(axis=0)
    return float((1.0 - unexplained / np.square((Y - Y.mean(axis=0)) / spread).sum(axis=0)).mean())
