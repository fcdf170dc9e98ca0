"""Own points: drawn, typed or loaded by a person."""

from dataclasses import replace

import numpy as np
import pytest

from engine import (
    DataSpec,
    Experiment,
    Metrics,
    NetworkSpec,
    Problem,
    State,
    Trainer,
    TrainSpec,
    as_points,
    draw,
    held_out,
)
from engine.points import (
    BLOCK,
    FEWEST_TO_TEST,
    LABELS,
    LARGEST,
    MOST_POINTS,
    numbers,
    places_without,
)

SQUARE = ((-1.0, -1.0, 0.0), (-1.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, 0.0))


def points(count, classes=2, seed=0):
    rng = np.random.default_rng(seed)
    X, y = rng.uniform(-6.0, 6.0, (count, 2)), rng.integers(0, classes, count)
    return tuple((float(x1), float(x2), float(one)) for (x1, x2), one in zip(X, y, strict=True))


def own(some=SQUARE, seed=0, **values):
    return Experiment(data=DataSpec(dataset="own", points=some, **values), seed=seed)


def members(experiment):
    """The points of an experiment, each with whether it is held out."""
    return list(zip(experiment.data.points, held_out(experiment).tolist(), strict=True))


# -- what may stand --------------------------------------------------------------------------


def test_points_are_tuples_of_floats_whatever_they_came_as():
    spec = DataSpec(dataset="own", points=[[1, 2, np.int64(1)], (np.float32(0.5), -3, 0)])
    assert spec.points == ((1.0, 2.0, 1.0), (0.5, -3.0, 0.0))
    assert all(type(number) is float for point in spec.points for number in point)
    assert DataSpec(dataset="own", points=spec.points).points == spec.points
    assert hash(spec) == hash(replace(spec))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (5, r"points must be a list of \(x1, x2, y\), got 5"),
        ([(1.0, 2.0)], r"points\[0\] must be three numbers, \(x1, x2, y\), got \(1\.0, 2\.0\)"),
        ([*SQUARE, None], r"points\[4\] must be three numbers"),
        (
            [(float("nan"), 0.0, 0.0)],
            r"x1 of points\[0\] must be a number from -1,000,000 to 1,000,000",
        ),
        ([(0.0, float("inf"), 0.0)], r"x2 of points\[0\] must be a number"),
        ([(0.0, "1", 0.0)], r"x2 of points\[0\] must be a number"),
        ([(0.0, True, 0.0)], r"x2 of points\[0\] must be a number"),
        ([(2 * LARGEST, 0.0, 0.0)], r"x1 of points\[0\]"),
        ([(10**400, 0, 0)], r"x1 of points\[0\]"),
        ([(0.0, 0.0, 0.5)], r"the class of points\[0\] must be a whole number from 0 to 5, got 0\.5"),
        ([(0.0, 0.0, 6.0)], r"the class of points\[0\]"),
        ([(0.0, 0.0, -1.0)], r"the class of points\[0\]"),
        ([(0.0, 0.0, False)], r"the class of points\[0\]"),
        ([(0.0, 0.0, 0.0)] * (MOST_POINTS + 1), r"points must be at most 100,000, got 100,001"),
    ],
)
def test_what_is_not_a_point_is_refused_in_one_line(given, message):
    with pytest.raises(ValueError, match=f"^{message}") as refused:
        DataSpec(dataset="own", points=given)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_values_may_be_what_classes_may_not():
    spec = DataSpec(dataset="own", points=((0.0, 0.0, -2.5),), labels="values")
    assert spec.problem == "regression"
    with pytest.raises(ValueError, match=r"the class of points\[0\]"):
        replace(spec, labels="classes")
    with pytest.raises(ValueError, match=r"the value of points\[0\] must be a number"):
        replace(spec, points=((0.0, 0.0, float("nan")),))


def test_points_are_checked_even_where_another_data_set_is_chosen():
    with pytest.raises(ValueError, match="points"):
        DataSpec(points=((1.0, 2.0),))


# -- the problem -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "kind", "size"),
    [
        ((), "binary", 2),
        ((0,), "binary", 2),
        ((1, 1), "binary", 2),
        ((0, 1, 2), "multiclass", 3),
        ((5, 5), "multiclass", 6),
    ],
)
def test_the_highest_class_says_how_many_there_are(labels, kind, size):
    experiment = own(tuple((0.0, float(k), float(y)) for k, y in enumerate(labels)))
    assert (experiment.data.problem, experiment.data.class_count) == (kind, size)
    assert Trainer(experiment).problem == Problem(kind, size)


def test_values_that_are_all_0_or_1_stay_values():
    trainer = Trainer(own(labels="values"))
    assert trainer.problem == Problem("regression", 1)
    assert trainer.network.layers[-1].activation.label == "linear"


def test_an_output_that_does_not_fit_own_points_is_refused_at_the_door():
    experiment = replace(own(), training=TrainSpec(loss="binary_cross_entropy"))
    experiment.head()
    with pytest.raises(ValueError, match="choose"):
        replace(experiment, data=DataSpec(dataset="own", labels="values")).head()


# -- the split -------------------------------------------------------------------------------


def test_every_point_trains_or_tests_in_its_order():
    experiment = own(points(50, classes=3))
    data, test = draw(experiment), held_out(experiment)
    every = np.array(experiment.data.points)
    assert np.array_equal(data.test.X, every[test][:, :2])
    assert np.array_equal(data.train.X, every[~test][:, :2])
    assert np.array_equal(data.train.y, every[~test][:, 2])


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("fraction", [0.0, 0.1, 0.37, 0.5, 0.9])
def test_a_point_that_is_added_changes_the_split_of_at_most_one_other(fraction, labels):
    every = points(3 * BLOCK + 7, classes=3)
    for count in range(FEWEST_TO_TEST, len(every)):
        before = held_out(own(every[:count], test_fraction=fraction, labels=labels))
        after = held_out(own(every[: count + 1], test_fraction=fraction, labels=labels))
        changed = np.count_nonzero(before != after[:count])
        assert changed <= (labels == "classes")


def test_a_point_that_is_moved_changes_the_split_of_none():
    every = list(points(40))
    before = held_out(own(tuple(every)))
    every[7] = (3.0, -3.0, every[7][2])
    assert np.array_equal(held_out(own(tuple(every))), before)


def test_a_point_of_another_class_changes_the_split_of_at_most_one_other_of_each():
    every = list(points(60))
    before = held_out(own(tuple(every)))
    for i, (x1, x2, y) in enumerate(every):
        flipped = [*every[:i], (x1, x2, 1.0 - y), *every[i + 1 :]]
        changed = np.flatnonzero(held_out(own(tuple(flipped))) != before)
        assert len(set(changed) - {i}) <= 2


def test_removed_points_change_few_others():
    experiment = own(points(60))
    gone = {3, 4, 20, 59}
    left = replace(experiment, data=experiment.data.edited(places_without(60, gone)))
    assert set(left.data.points) == set(experiment.data.points) - {experiment.data.points[i] for i in gone}
    changed = set(members(left)) - set(members(experiment))
    assert len(changed) <= 3 * len(gone)


@pytest.mark.parametrize("labels", LABELS)
def test_fewer_than_twenty_points_are_all_for_training(labels):
    for count in range(FEWEST_TO_TEST):
        assert not held_out(own(points(count), test_fraction=0.9, labels=labels)).any()
    assert held_out(own(points(FEWEST_TO_TEST), test_fraction=0.5, labels=labels)).any()


@pytest.mark.parametrize("fraction", [0.0, 0.1, 0.25, 0.37, 0.5, 0.9])
def test_each_class_has_the_share_of_test_points_that_is_asked_for(fraction):
    sizes = (1, 2, 3, 10, 37, 200)
    every = tuple((float(i), float(k), float(k)) for k, size in enumerate(sizes) for i in range(size))
    for seed in range(5):
        test = draw(own(every, seed=seed, test_fraction=fraction)).test.y
        for k, size in enumerate(sizes):
            count = np.count_nonzero(test == k)
            assert count < size
            assert abs(count - fraction * size) <= 0.5 or count == size - 1


# -- chosen test points ------------------------------------------------------------------------


@pytest.mark.parametrize("count", [3, 50])
def test_chosen_test_points_are_held_out_whatever_the_share(count):
    for fraction in (0.0, 0.9):
        chosen = held_out(own(points(count), test_fraction=fraction, test_points=(2, 0)))
        assert np.flatnonzero(chosen).tolist() == [0, 2]


def test_of_points_that_are_all_chosen_for_testing_the_last_one_trains():
    assert held_out(own(points(3), test_points=(0, 1, 2))).tolist() == [True, True, False]
    assert held_out(own(points(1), test_points=(0,))).tolist() == [False]


def test_fewer_points_may_replace_chosen_ones():
    data = own(points(5), test_points=(1, 4)).data
    assert replace(data, points=data.points[:3]).test_points == (1,)
    assert replace(data, points=()).test_points == ()


def edits(rng, data):
    """An edit as a person makes it: the origins, what is new, and the points that must come of it."""
    count, kind = len(data.points), rng.integers(4)
    point = (round(rng.uniform(-6, 6), 3), 0.5, 1.0)
    if kind == 0 or count < 2:
        return [*range(count), -1], {count: point}
    if kind == 1:
        return range(count), {int(rng.integers(count)): point}
    gone = rng.choice(count, size=int(rng.integers(1, count)), replace=False).tolist()
    return (places_without(count, gone) if kind == 2 else [i for i in range(count) if i not in gone]), {}


@pytest.mark.parametrize("count", [5, 600])
def test_chosen_test_points_stay_test_points_through_edits(count):
    rng = np.random.default_rng(1)
    chosen = tuple(range(0, count, 3))
    data = own(points(count), test_points=chosen).data
    for _ in range(200):
        origins, new = edits(rng, data)
        changed = data.edited(origins, new)
        test = [origin in data.test_points for origin in origins]
        assert [i in changed.test_points for i in range(len(origins))] == test
        expected = [new[i] if i in new else data.points[j] for i, j in enumerate(origins)]
        assert changed.points == tuple(expected)
        assert np.array_equal(numbers(changed.points), np.array(expected).reshape(-1, 3))
        assert changed == replace(changed, points=list(changed.points))
        data = changed if len(changed.points) > 3 else data


@pytest.mark.parametrize(
    ("new", "message"),
    [({1: (0.0, 0.0, 7.0)}, r"the class of points\[1\]"), ({0: (None, 0.0, 0.0)}, r"x1 of points\[0\]")],
)
def test_an_edit_is_checked_like_any_point(new, message):
    data = own(points(2)).data
    with pytest.raises(ValueError, match=message):
        data.edited(range(2), new)


def test_an_edit_to_too_many_points_is_refused():
    with pytest.raises(ValueError, match=r"points must be at most 100,000, got 100,001"):
        DataSpec("own").edited(np.full(MOST_POINTS + 1, -1), {})


@pytest.mark.parametrize("fraction", [0.0, 0.05, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("count", [20, 33, 500])
def test_the_share_that_is_held_out_is_the_one_asked_for(fraction, count):
    held = held_out(own(points(count), test_fraction=fraction)).sum()
    assert abs(held - fraction * count) <= BLOCK / 4 + count / BLOCK * 0.5 + 1


def test_a_larger_share_holds_out_more_and_lets_none_go():
    small, large = (held_out(own(points(99), test_fraction=share)) for share in (0.3, 0.6))
    assert (small & ~large).sum() == 0
    assert large.sum() > small.sum()


def test_a_different_seed_gives_a_different_split():
    assert not np.array_equal(held_out(own(points(50))), held_out(own(points(50), seed=1)))


@pytest.mark.parametrize("count", [1, 2, 5, 41])
def test_there_is_a_train_point_whatever_the_share(count):
    for seed in range(30):
        experiment = own(points(count), seed=seed, test_fraction=0.9)
        assert len(draw(experiment).train) >= 1


def test_points_that_come_by_turns_are_not_split_by_class():
    turns = tuple((float(k), 0.0, float(k % 2)) for k in range(200))
    y = draw(own(turns)).train.y
    assert 30 < y.sum() < 70


# -- points of a generator become own ones -----------------------------------------------------


@pytest.mark.parametrize("fraction", [0.0, 0.2, 0.5, 0.9])
@pytest.mark.parametrize("dataset", ["spiral", "blobs", "bumps"])
def test_generated_points_become_own_ones_and_train_and_test_as_they_did(dataset, fraction):
    generated = Experiment(DataSpec(dataset=dataset, samples=400, test_fraction=fraction), seed=5)
    before = draw(generated)
    labels = "values" if dataset == "bumps" else "classes"
    data = replace(generated.data, dataset="own", points=as_points(before, generated), labels=labels)
    after = draw(replace(generated, data=data))
    assert data.problem == generated.data.problem

    def rows(samples):
        return {(*x, y) for x, y in zip(samples.X.tolist(), samples.y.tolist(), strict=True)}

    assert rows(before.train) | rows(before.test) == rows(after.train) | rows(after.test)
    assert len(rows(before.train) - rows(after.train)) <= 20


def test_as_many_points_may_be_generated_become_own_ones():
    generated = Experiment(DataSpec(samples=MOST_POINTS, test_fraction=0.25))
    taken = as_points(draw(generated), generated)
    assert len(taken) == len(set(taken)) == MOST_POINTS


# -- training --------------------------------------------------------------------------------


def test_own_points_are_learned():
    experiment = replace(
        own(SQUARE, test_fraction=0.0), training=TrainSpec(optimizer="adam", batch_size=4, learning_rate=0.05)
    )
    trainer = Trainer(experiment)
    trainer.run(epochs=400)
    assert trainer.metrics().train_accuracy == 1.0


def test_another_point_keeps_the_weights_and_the_position():
    trainer = Trainer(own(points(40)))
    trainer.run(epochs=5)
    weights = trainer.network.parameters.copy()
    more = replace(trainer.experiment.data, points=(*trainer.experiment.data.points, (0.0, 0.0, 1.0)))
    assert not trainer.configure(replace(trainer.experiment, data=more), keep=True)
    assert np.array_equal(trainer.network.parameters, weights)
    assert trainer.epoch == 5
    assert len(trainer.data.train) + len(trainer.data.test) == 41


def test_a_third_class_asks_for_other_outputs():
    trainer = Trainer(own(points(40)))
    trainer.run(epochs=5)
    more = replace(trainer.experiment.data, points=(*trainer.experiment.data.points, (0.0, 0.0, 2.0)))
    assert trainer.configure(replace(trainer.experiment, data=more), keep=True)
    assert trainer.network.sizes[-1] == 3


def test_the_same_points_and_seed_give_the_same_bits():
    one, other = Trainer(own(points(60))), Trainer(own(points(60)))
    one.run(epochs=3)
    other.run(epochs=3)
    assert np.array_equal(one.network.parameters, other.network.parameters)


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("count", [0, 1, 2, 30])
def test_a_state_with_own_points_continues_bit_for_bit(labels, count):
    trainer = Trainer(own(points(count), labels=labels))
    trainer.run(epochs=2)
    again = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    assert again.experiment == trainer.experiment
    trainer.run(epochs=2)
    again.run(epochs=2)
    assert np.array_equal(again.network.parameters, trainer.network.parameters)


# -- without points --------------------------------------------------------------------------


@pytest.mark.parametrize("labels", LABELS)
def test_without_points_nothing_is_learned_and_nothing_breaks(labels):
    trainer = Trainer(replace(own((), labels=labels), network=NetworkSpec(hidden=())))
    before = trainer.network.parameters.copy()
    assert trainer.run(epochs=5).reason == "no_samples"
    for of in ("sample", "batch", "epoch"):
        trainer.step(of)
    metrics = trainer.metrics()
    assert np.isnan(metrics.train_loss)
    assert replace(metrics, train_loss=0.0) == Metrics(0.0, None, None, None)
    assert trainer.scores() == (None, None)
    assert trainer.position == (0, 1, 0)
    assert (trainer.epoch, trainer.steps, trainer.diverged) == (0, 0, None)
    assert np.array_equal(trainer.network.parameters, before)
    assert trainer.network.predict([[0.0, 0.0]]).shape == (1, 1)
    trainer.reset()


def test_training_continues_after_the_last_point_is_removed_and_one_is_added():
    trainer = Trainer(own(points(9)))
    trainer.run(epochs=3)
    weights = trainer.network.parameters.copy()
    trainer.configure(own(()), keep=True)
    assert trainer.run(epochs=3).reason == "no_samples"
    assert np.array_equal(trainer.network.parameters, weights)
    trainer.configure(own(points(3)), keep=True)
    assert trainer.run(epochs=3).reason == "all_epochs"
    assert trainer.epoch == 6
