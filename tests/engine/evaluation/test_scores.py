import json
from pathlib import Path

import numpy as np
import pytest
from cases import HEADS, split, trainer_on
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.data.samples import Problem
from engine.evaluation.scores import (
    ClassScores,
    RegressionScores,
    class_scores,
    predicted_classes,
    regression_scores,
    roc_auc,
    scores_of,
)

SKLEARN = json.loads((Path(__file__).parents[1] / "oracles" / "sklearn.json").read_text())
EACH = ("precision", "recall", "f1")
MACRO = ("macro_precision", "macro_recall", "macro_f1")
law = settings(deadline=None, database=None)


def scored(labels, outputs, zero=0.5):
    """The scores of classes, from lists."""
    outputs = np.array(outputs, dtype=float)
    classes = max(2, outputs.shape[1])
    return class_scores(np.array(labels), predicted_classes(outputs, zero), outputs, classes)


@st.composite
def classified(draw, classes=None):
    """Labels, predictions and outputs, with many ties and classes that may be absent."""
    k = classes or draw(st.integers(2, 5))
    n = draw(st.integers(1, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    outputs = rng.integers(0, draw(st.integers(1, 9)), (n, 1 if k == 2 else k), endpoint=True) / 9
    return rng.integers(0, k, n), predicted_classes(outputs), outputs, k


@pytest.mark.parametrize("name", SKLEARN["classes"])
def test_scores_of_classes_are_those_of_scikit_learn(name):
    case = SKLEARN["classes"][name]
    scores = scored(case["labels"], case["outputs"])
    np.testing.assert_array_equal(scores.confusion, case["confusion"])
    for figure in EACH:
        np.testing.assert_allclose(getattr(scores, figure), case[figure], rtol=1e-14)
    for figure in ("accuracy", *MACRO):
        assert getattr(scores, figure) == pytest.approx(case[figure], rel=1e-14)
    assert scores.auc == (None if case["auc"] is None else pytest.approx(case["auc"], rel=1e-14))


@pytest.mark.parametrize("name", SKLEARN["regression"])
def test_scores_of_values_are_those_of_scikit_learn(name):
    case = SKLEARN["regression"][name]
    scores = regression_scores(np.array(case["y"]), np.array(case["predicted"]))
    for figure in ("r2", "mae", "rmse"):
        assert getattr(scores, figure) == pytest.approx(case[figure], rel=1e-12, abs=1e-14)


def test_a_row_of_the_confusion_matrix_is_a_true_class_and_a_column_a_predicted_one():
    confusion = scored([0, 0, 0, 1], [[0.9], [0.9], [0.1], [0.9]]).confusion
    np.testing.assert_array_equal(confusion, [[1, 2], [0, 1]])
    assert not confusion.flags.writeable


def test_a_share_of_nothing_is_zero():
    scores = scored([0, 0], [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    np.testing.assert_array_equal(scores.precision, [1.0, 0.0, 0.0])
    np.testing.assert_array_equal(scores.recall, [0.5, 0.0, 0.0])
    np.testing.assert_array_equal(scores.f1, [2 / 3, 0.0, 0.0])
    assert scores.macro_precision == 0.5  # class 2 does not occur


@law
@given(classified())
def test_every_sample_is_counted_once(case):
    labels, predicted, _, k = case
    confusion = class_scores(*case).confusion
    assert confusion.sum() == len(labels)
    np.testing.assert_array_equal(confusion.sum(axis=1), np.bincount(labels, minlength=k))
    np.testing.assert_array_equal(confusion.sum(axis=0), np.bincount(predicted, minlength=k))


@law
@given(classified(), st.randoms(use_true_random=False))
def test_the_order_of_the_samples_does_not_matter(case, random):
    labels, predicted, outputs, k = case
    order = random.sample(range(len(labels)), len(labels))
    before = class_scores(*case)
    after = class_scores(labels[order], predicted[order], outputs[order], k)
    np.testing.assert_array_equal(after.confusion, before.confusion)
    assert after.auc == before.auc


@law
@given(classified())
def test_every_figure_is_a_share(case):
    scores = class_scores(*case)
    for figure in (*EACH, "accuracy", *MACRO):
        assert np.all((np.array(getattr(scores, figure)) >= 0.0) & (np.array(getattr(scores, figure)) <= 1.0))
    assert scores.auc is None or 0.0 <= scores.auc <= 1.0


@law
@given(classified())
def test_f1_is_the_harmonic_mean_and_lies_between(case):
    scores = class_scores(*case)
    p, r = scores.precision, scores.recall
    np.testing.assert_allclose(scores.f1 * (p + r), 2 * p * r, rtol=1e-12, atol=1e-15)


@law
@given(st.lists(st.integers(0, 3), min_size=1, max_size=20))
def test_a_perfect_prediction_has_one_everywhere(some):
    labels = np.array([*some, 0, 1, 2, 3])
    scores = scored(labels, np.eye(4)[labels])
    for figure in EACH:
        np.testing.assert_array_equal(getattr(scores, figure), 1.0)
    assert all(getattr(scores, figure) == 1.0 for figure in ("accuracy", *MACRO, "auc"))


def by_pairs(positive, ranking):
    """The area by its meaning: of every pair of a positive and a negative sample, how often it is above."""
    above, below = ranking[positive][:, None], ranking[~positive]
    return ((above > below) + 0.5 * (above == below)).mean()


@law
@given(classified(classes=2))
def test_the_area_under_the_curve_is_how_often_the_positive_one_of_a_pair_is_above(case):
    labels, _, outputs, _ = case
    area = roc_auc(labels == 1, outputs[:, 0])
    if 0 < labels.sum() < len(labels):
        assert area == pytest.approx(by_pairs(labels == 1, outputs[:, 0]), abs=1e-14)
    else:
        assert area is None


@law
@given(classified(classes=2))
def test_of_the_opposite_ranking_or_of_the_other_class_the_area_is_the_rest(case):
    labels, _, outputs, _ = case
    area = roc_auc(labels == 1, outputs[:, 0])
    opposite, other = roc_auc(labels == 1, -outputs[:, 0]), roc_auc(labels == 0, outputs[:, 0])
    assert opposite == other == (None if area is None else pytest.approx(1.0 - area, abs=1e-14))


@law
@given(classified(classes=2))
def test_only_the_order_of_the_outputs_counts_for_the_area(case):
    labels, _, outputs, _ = case
    before = roc_auc(labels == 1, outputs[:, 0])
    assert roc_auc(labels == 1, np.exp(5.0 * outputs[:, 0]) - 3.0) == before
    with np.errstate(divide="ignore"):
        assert roc_auc(labels == 1, np.log(outputs[:, 0])) == before  # 0 is −∞ there


def test_two_outputs_have_the_area_of_the_second():
    labels, outputs = np.array([0, 1, 0, 1, 1]), np.array([0.2, 0.1, 0.4, 0.8, 0.4])
    both = scored(labels, np.column_stack([1.0 - outputs, outputs]))
    assert both.auc == scored(labels, outputs[:, None]).auc


def test_many_samples_are_ranked_in_no_time():
    rng = np.random.default_rng(0)
    labels = np.arange(100_000) % 2
    outputs = rng.normal(size=100_000) + labels
    # of two normal variables a deviation apart: Φ(1/√2)
    assert roc_auc(labels == 1, outputs) == pytest.approx(0.7602, abs=0.005)


@pytest.mark.parametrize("kind", [bool, int, float, np.uint8])
def test_labels_may_be_of_any_kind_of_number(kind):
    scores = scored(np.array([0, 1, 1, 0], dtype=kind), [[0.1], [0.9], [0.2], [0.3]])
    np.testing.assert_array_equal(scores.confusion, [[2, 0], [1, 1]])


@pytest.mark.parametrize(
    ("labels", "predicted", "outputs", "message"),
    [
        ([], [], np.empty((0, 1)), r"with at least one, got \(0,\)"),
        ([[0], [1]], [0, 1], [[0], [1]], r"labels must have the shape \(samples,\)"),
        ([0, 1], [0], [[0], [1]], r"predicted must have the shape \(2,\) of labels, got \(1,\)"),
        ([0, 1], [0, 1], [[0], [1], [1]], r"outputs must have the shape \(2, 2\), got \(3, 1\)"),
        ([0, 2], [0, 1], [[0], [1]], "labels must hold the classes 0 to 1, got 2"),
        ([0, 1], [0, -1], [[0], [1]], "predicted must hold the classes 0 to 1, got -1"),
        ([0, 0.5], [0, 1], [[0], [1]], "labels must hold the classes 0 to 1, got 0.5"),
    ],
)
def test_labels_and_predictions_must_fit_each_other(labels, predicted, outputs, message):
    with pytest.raises(ValueError, match=message):
        class_scores(np.array(labels), np.array(predicted), np.array(outputs), classes=2)


def test_one_output_is_not_enough_for_three_classes():
    with pytest.raises(ValueError, match=r"outputs must have the shape \(3, 3\), got \(3, 1\)"):
        class_scores(np.arange(3), np.arange(3), np.zeros((3, 1)), classes=3)


@pytest.mark.parametrize("outputs", [1, 3])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_outputs_that_are_not_finite_are_scored_without_a_warning(outputs, bad, dtype):
    rng = np.random.default_rng(0)
    A = rng.random((12, outputs)).astype(dtype)
    A[3], A[7, 0] = bad, bad
    labels = np.arange(12) % max(2, outputs)
    scores = class_scores(labels, predicted_classes(A), A, max(2, outputs))
    assert scores.confusion.sum() == 12
    assert (scores.auc is None) == np.isnan(bad)
    figures = regression_scores(rng.normal(size=A.shape), A)
    assert not any(np.isfinite((figures.r2, figures.mae, figures.rmse)))


@law
@given(st.integers(2, 30), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_values_are_scored_alike_in_any_order_and_after_any_change_of_unit(n, m, seed):
    rng = np.random.default_rng(seed)
    Y, P = rng.normal(size=(2, n, m))
    before, order = regression_scores(Y, P), rng.permutation(n)
    shuffled = regression_scores(Y[order], P[order])
    scaled = regression_scores(1e3 * Y + 7.0, 1e3 * P + 7.0)
    assert shuffled.r2 == pytest.approx(before.r2, rel=1e-9)
    assert scaled.r2 == pytest.approx(before.r2, rel=1e-9)
    for figure in ("mae", "rmse"):
        assert getattr(shuffled, figure) == pytest.approx(getattr(before, figure), rel=1e-9)
        assert getattr(scaled, figure) == pytest.approx(1e3 * getattr(before, figure), rel=1e-9)
    assert before.mae <= before.rmse * (1.0 + 1e-12)


def test_a_column_of_values_is_what_a_list_of_them_is():
    y, predicted = np.array([1.0, 2.0, 4.0]), np.array([1.0, 3.0, 3.0])
    assert regression_scores(y, predicted[:, None]) == regression_scores(y, predicted)


@pytest.mark.parametrize("y", [[3.0], [0.1] * 10, [[1.0, 0.1], [2.0, 0.1], [3.0, 0.1]]])
def test_of_values_that_do_not_vary_nothing_is_to_explain(y):
    y = np.array(y)
    scores = regression_scores(y, y + 0.5)
    assert scores.r2 is None
    assert scores.mae == scores.rmse == 0.5


@pytest.mark.parametrize("unit", [1e-200, 1e200])
def test_very_small_and_very_large_values_are_explained_as_well(unit):
    y = np.array([1.0, 2.0, 3.0, 6.0])
    assert regression_scores(unit * y, unit * np.array([1.0, 3.0, 3.0, 5.0])).r2 == pytest.approx(6 / 7)


@pytest.mark.parametrize(
    ("y", "predicted", "message"),
    [
        (np.empty(0), np.empty((0, 1)), "y is empty: scores need at least one sample"),
        (np.ones(3), np.ones(4), r"predicted must have the shape \(3, 1\) of y, got \(4, 1\)"),
        (np.ones((3, 2)), np.ones(3), r"predicted must have the shape \(3, 2\) of y, got \(3, 1\)"),
    ],
)
def test_values_and_predictions_must_fit_each_other(y, predicted, message):
    with pytest.raises(ValueError, match=message):
        regression_scores(y, predicted)


@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_a_network_is_scored_as_its_problem_asks_and_as_its_metrics_say(head):
    problem, output, loss = head
    trainer = trainer_on(problem, output, data=split(problem, 30, 17), loss=loss)
    trainer.run(epochs=3)
    of_train, of_test = trainer.scores()
    metrics = trainer.metrics()
    if problem == "regression":
        assert isinstance(of_train, RegressionScores)
        assert isinstance(of_test, RegressionScores)
        if loss == "squared":  # ½ the sum over the two outputs
            assert of_train.rmse**2 == pytest.approx(metrics.train_loss, rel=1e-12)
            assert of_test.rmse**2 == pytest.approx(metrics.test_loss, rel=1e-12)
        if loss == "absolute":
            assert 2.0 * of_train.mae == pytest.approx(metrics.train_loss, rel=1e-12)
    else:
        assert isinstance(of_train, ClassScores)
        assert isinstance(of_test, ClassScores)
        assert (of_train.accuracy, of_test.accuracy) == (metrics.train_accuracy, metrics.test_accuracy)


@pytest.mark.parametrize(("zero", "said"), [(0.0, [0, 1, 1, 0]), (0.5, [0, 0, 1, 0])])
def test_one_output_says_class_1_above_the_threshold(zero, said):
    outputs = np.array([[-0.3], [0.3], [0.8], [0.0]])
    np.testing.assert_array_equal(predicted_classes(outputs, zero), said)
    scores = scores_of(Problem("binary", 2), zero, np.array(said), outputs)
    assert scores.accuracy == scores.auc == 1.0
