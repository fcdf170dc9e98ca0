from dataclasses import replace

import numpy as np
import pytest
from cases import trainer_on

from engine import DataSpec, Experiment, Problem, Samples, Split, Trainer
from engine.data.draw import draw
from engine.data.targets import problem_of, targets

X = np.arange(12.0).reshape(6, 2)
NOTHING = Samples(np.empty((0, 2)), np.empty(0))


def split_of(y):
    """Train samples only."""
    return Split(Samples(X, y), Samples(X[:0], np.asarray(y)[:0]))


@pytest.mark.parametrize(
    ("y", "problem"),
    [
        ([0, 1, 1, 0, 1, 0], Problem("binary", 2)),
        ([True, False, True, True, False, True], Problem("binary", 2)),
        ([0.0, 1.0, 1.0, 0.0, 1.0, 0.0], Problem("binary", 2)),
        ([0, 0, 0, 0, 0, 0], Problem("binary", 2)),
        ([0, 1, 2, 2, 1, 0], Problem("multiclass", 3)),
        ([0, 5, 5, 5, 0, 0], Problem("multiclass", 6)),
        ([0.5, 1.0, 2.0, 3.0, 0.0, 1.0], Problem("regression", 1)),
        ([0.0, 1.0, 2.0, 3.0, 0.0, 1.0], Problem("regression", 1)),
        (np.ones((6, 3)), Problem("regression", 3)),
    ],
)
def test_the_labels_tell_the_problem(y, problem):
    assert problem_of(split_of(y)) == problem


def test_whole_real_numbers_are_classes_where_the_head_is_one_for_classes():
    y = [0.0, 1.0, 2.0, 3.0, 0.0, 1.0]
    assert problem_of(split_of(y), classes=True) == Problem("multiclass", 4)
    assert trainer_on(output="softmax", data=split_of(y)).problem == Problem("multiclass", 4)
    assert trainer_on(loss="categorical_cross_entropy", data=split_of(y)).problem == Problem("multiclass", 4)
    assert trainer_on(data=split_of(y)).problem == Problem("regression", 1)


def test_no_test_samples_say_nothing_about_the_problem():
    classes = Samples(X, [0, 1, 2, 2, 1, 0])
    assert problem_of(Split(classes, NOTHING)) == Problem("multiclass", 3)


def test_a_class_that_only_the_test_samples_have_counts():
    data = Split(Samples(X, [0, 1, 0, 1, 0, 1]), Samples(X, [0, 1, 2, 0, 1, 2]))
    assert problem_of(data) == Problem("multiclass", 3)


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([0, 1, -1, 0, 1, 0], "class labels must be 0, 1, 2, …, got -1"),
        ([0, 1, 1000, 0, 1, 0], "class labels must be below 1,000, got 1000"),
    ],
)
def test_labels_that_are_no_class_numbers_are_refused(y, message):
    with pytest.raises(ValueError, match=message):
        trainer_on(data=split_of(y))


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        (np.ones(6), np.ones(6), r"X must have the shape \(samples, inputs\), got \(6,\)"),
        (np.ones((6, 0)), np.ones(6), r"X must have the shape \(samples, inputs\), got \(6, 0\)"),
        (np.ones((6, 2, 2)), np.ones(6), r"X must have the shape"),
        (X, np.ones(5), r"y must have one row for each of the 6 rows of X, got \(5,\)"),
        (X, 1.0, r"y must have one row for each of the 6 rows of X, got \(\)"),
        (X, np.ones((6, 1, 1)), r"y must have one row for each"),
        (np.where(X == 5.0, np.nan, X), np.ones(6), "X must hold finite numbers, row 2 does not"),
        (X, np.array([0, 1, np.inf, 0, 1, 0]), "y must hold finite numbers, row 2 does not"),
        (X.astype(str), np.ones(6), "X must hold numbers"),
        (X, ["a"] * 6, "y must hold numbers"),
        (X + 1j, np.ones(6), "X must hold numbers, got complex128"),
    ],
)
def test_samples_that_make_no_sense_are_refused(X, y, message):
    with pytest.raises(ValueError, match=message) as refusal:
        Samples(X, y)
    assert "\n" not in str(refusal.value)


def test_samples_are_a_copy_that_nobody_can_write():
    mine = X.copy()
    samples = Samples(mine, np.zeros(6))
    mine[:] = 0.0
    np.testing.assert_array_equal(samples.X, X)
    with pytest.raises(ValueError, match="read-only"):
        samples.X[0, 0] = 1.0


def test_a_split_needs_train_samples_and_the_same_columns():
    with pytest.raises(ValueError, match="no training samples"):
        Split(NOTHING, Samples(X, np.ones(6)))
    with pytest.raises(ValueError, match="the same number of columns, got 2 and 3"):
        Split(Samples(X, np.ones(6)), Samples(np.ones((4, 3)), np.ones(4)))
    with pytest.raises(ValueError, match=r"same shape, got \(6, 2\) and \(6, 3\)"):
        Split(Samples(X, np.ones((6, 2))), Samples(X, np.ones((6, 3))))


@pytest.mark.parametrize("columns", [1, 2, 7])
@pytest.mark.parametrize("y", [np.arange(6) % 2, np.arange(6) % 3, np.linspace(0, 1, 6), np.ones((6, 2))])
def test_any_number_of_columns_can_be_learned(columns, y):
    samples = Samples(np.random.default_rng(0).normal(size=(6, columns)), y)
    trainer = trainer_on(data=Split(samples, samples))
    trainer.run(epochs=2)
    assert trainer.network.sizes[0] == columns
    assert np.isfinite(trainer.metrics().train_loss)


def test_whole_and_real_labels_of_two_classes_train_to_the_same_bits():
    whole, real = (trainer_on(data=split_of(np.array([0, 1, 1, 0, 1, 0], dtype=t))) for t in (int, float))
    whole.run(epochs=3)
    real.run(epochs=3)
    np.testing.assert_array_equal(whole.network.parameters, real.network.parameters)


@pytest.mark.parametrize(
    ("y", "problem", "output", "expected"),
    [
        ([0, 1], Problem("binary", 2), "sigmoid", [[0], [1]]),
        ([0, 1], Problem("binary", 2), "tanh", [[-1], [1]]),
        ([0, 1], Problem("binary", 2), "softmax", [[1, 0], [0, 1]]),
        ([2, 0], Problem("multiclass", 3), "softmax", [[0, 0, 1], [1, 0, 0]]),
        ([2, 0], Problem("multiclass", 3), "tanh", [[-1, -1, 1], [1, -1, -1]]),
        ([0.3, 7.0], Problem("regression", 1), "tanh", [[0.3], [7.0]]),
        ([[1, 2], [3, 4]], Problem("regression", 2), "linear", [[1, 2], [3, 4]]),
    ],
)
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_targets_are_what_the_outputs_should_be(y, problem, output, expected, dtype):
    T = targets(np.array(y), problem, output, dtype)
    assert T.dtype == dtype
    np.testing.assert_array_equal(T, np.array(expected, dtype=dtype))


@pytest.mark.parametrize("fraction", [0.0, 0.3, 0.5, 0.9])
def test_the_split_holds_out_its_share_and_loses_no_sample(fraction):
    experiment = Experiment(data=DataSpec(dataset="xor", samples=50, test_fraction=fraction))
    data = draw(experiment)
    assert len(data.test) == round(50 * fraction)
    everything = draw(replace(experiment, data=replace(experiment.data, test_fraction=0.0))).train
    together = np.concatenate([data.train.X, data.test.X])
    assert sorted(together.tolist()) == sorted(everything.X.tolist())


def test_the_smallest_data_set_keeps_a_train_sample():
    assert len(draw(Experiment(data=DataSpec(samples=10, test_fraction=0.9))).train) == 1


def test_a_seed_draws_each_thing_from_a_stream_of_its_own():
    quiet = Experiment(data=DataSpec(noise=0.0, samples=100), seed=3)
    noisy = replace(quiet, data=DataSpec(noise=0.3, samples=140))
    np.testing.assert_array_equal(Trainer(quiet).network.parameters, Trainer(noisy).network.parameters)


def test_a_column_of_labels_is_a_list_of_labels():
    samples = Samples(X, np.array([[0], [1], [0], [1], [0], [1]]))
    np.testing.assert_array_equal(samples.y, [0, 1, 0, 1, 0, 1])
    assert problem_of(Split(samples, NOTHING)).kind == "binary"
