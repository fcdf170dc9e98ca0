"""Standardised values: what they become, what outputs and scores mean, and how they come back."""

from dataclasses import replace

import numpy as np
import pytest

from engine import (
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    Standardised,
    State,
    Trainer,
    TrainSpec,
    as_points,
    draw,
    gradient_check,
    held_out,
)


def points(count=60, mean=250_000.0, deviation=40_000.0, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.uniform(-6.0, 6.0, (count, 2))
    y = mean + deviation * np.sin(X[:, 0])
    return tuple(map(tuple, np.column_stack([X, y]).tolist()))


def own(some=None, seed=0, standardise_values=True, **training):
    some = points() if some is None else some
    data = DataSpec("own", points=some, labels="values", standardise_values=standardise_values)
    network = NetworkSpec(hidden=(LayerSpec(6),))
    return Experiment(data, network, TrainSpec(**training), seed=seed)


def values_of(experiment):
    """The own values of training and test points."""
    y, test = np.array(experiment.data.points)[:, 2], held_out(experiment)
    return y[~test], y[test]


def test_values_are_standardised_by_the_training_points_alone():
    experiment = own()
    data, (train, test) = draw(experiment), values_of(experiment)
    assert data.values == Standardised(train.mean(), pytest.approx(train.std()))
    np.testing.assert_allclose(data.train.y.mean(), 0.0, atol=1e-12)
    np.testing.assert_allclose(data.train.y.std(), 1.0)
    np.testing.assert_allclose(data.test.y, (test - train.mean()) / train.std())
    np.testing.assert_allclose(data.values.to_own(data.test.y), test)


def test_a_test_point_moves_neither_mean_nor_deviation():
    experiment = own()
    i = int(np.flatnonzero(held_out(experiment))[0])
    data = experiment.data.edited(range(60), {i: (0.0, 0.0, 1e6)})
    assert draw(replace(experiment, data=data)).values == draw(experiment).values


@pytest.mark.parametrize("y", [0.0, -3.5, 1e6, 1 / 3])
@pytest.mark.parametrize("count", [1, 2, 30])
def test_values_that_are_all_equal_are_only_centred(count, y):
    data = draw(own(tuple((float(i), 0.0, y) for i in range(count))))
    assert data.values.deviation == 1.0
    np.testing.assert_allclose(data.train.y, 0.0, atol=1e-9)
    assert data.values.to_own(data.train.y)[0] == pytest.approx(y)


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e-150, 1e-9, 1e6])
def test_values_of_any_size_are_standardised_to_finite_ones(scale):
    some = tuple((float(i), 0.0, scale * (i % 3 - 1.0)) for i in range(30))
    assert np.isfinite(draw(own(some)).train.y).all()


def test_without_points_there_is_nothing_to_standardise():
    trainer = Trainer(own(()))
    assert trainer.data.values == Standardised(0.0, 1.0)
    assert trainer.run().reason == "no_samples"


@pytest.mark.parametrize(
    "data",
    [
        DataSpec("plane", standardise_values=True),
        DataSpec("own", points=tuple((float(i), 0.0, i % 2) for i in range(30)), standardise_values=True),
        DataSpec("own", points=points(), labels="values"),
    ],
)
def test_other_data_stay_as_they_are(data):
    assert draw(Experiment(data)).values is None
    assert np.array_equal(
        draw(Experiment(data)).train.y, draw(Experiment(replace(data, standardise_values=False))).train.y
    )


def test_large_values_are_learned_and_predicted_in_their_own_units():
    trainer = Trainer(own(points(200), optimizer="adam", learning_rate=0.02))
    trainer.run(epochs=300)
    train, _ = values_of(trainer.experiment)
    outputs = trainer.network.predict(trainer.data.train.X)[:, 0]
    assert np.abs(outputs).max() < 3.0  # standardised
    predicted = trainer.data.values.to_own(outputs)
    assert np.sqrt(np.mean((predicted - train) ** 2)) < 0.2 * train.std()


def test_the_loss_is_in_standardised_units_and_r2_is_that_of_own_units():
    trainer = Trainer(own())
    trainer.run(epochs=20)
    for part, y, scores, loss in zip(
        (trainer.data.train, trainer.data.test),
        values_of(trainer.experiment),
        trainer.scores(),
        (trainer.metrics().train_loss, trainer.metrics().test_loss),
        strict=True,
    ):
        outputs = trainer.network.predict(part.X)[:, 0]
        predicted = trainer.data.values.to_own(outputs)
        assert scores.r2 == pytest.approx(1.0 - np.sum((y - predicted) ** 2) / np.sum((y - y.mean()) ** 2))
        assert loss == pytest.approx(0.5 * np.mean((outputs - part.y) ** 2))
        assert scores.rmse * trainer.data.values.deviation == pytest.approx(
            np.sqrt(np.mean((predicted - y) ** 2))
        )


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_units_of_values_do_not_matter(dtype):
    one = Trainer(own(points(mean=0.0, deviation=1.0), dtype=dtype))
    other = Trainer(own(points(mean=4096.0, deviation=1024.0), dtype=dtype))
    for trainer in (one, other):
        trainer.run(epochs=3)
    np.testing.assert_allclose(one.network.parameters, other.network.parameters, rtol=1e-4, atol=1e-6)


def test_gradients_are_those_of_standardised_values():
    trainer = Trainer(own(batch_size=30))
    trainer.step("sample")
    assert all(one.relative_error < 1e-5 for one in gradient_check(trainer))


def test_an_edit_changes_the_mean_and_keeps_the_weights():
    trainer = Trainer(own())
    trainer.run(epochs=5)
    weights, before = trainer.network.parameters.copy(), trainer.data.values
    data = trainer.experiment.data
    more = data.edited([*range(60), -1], {60: (0.0, 0.0, 9e5)})
    for _ in range(2):
        more = more.edited([*range(more.count), -1], {more.count: (0.0, 0.0, 9e5)})
    assert not trainer.configure(replace(trainer.experiment, data=more), keep=True)
    assert np.array_equal(trainer.network.parameters, weights)
    assert trainer.data.values != before
    assert trainer.run(epochs=2).reason == "all_epochs"


def test_switching_it_on_may_keep_the_weights():
    trainer = Trainer(own(points(mean=3.0, deviation=1.0), standardise_values=False))
    trainer.run(epochs=2)
    weights = trainer.network.parameters.copy()
    data = replace(trainer.experiment.data, standardise_values=True)
    assert not trainer.configure(replace(trainer.experiment, data=data), keep=True)
    assert np.array_equal(trainer.network.parameters, weights)
    assert trainer.data.values is not None


def test_a_state_continues_bit_for_bit():
    trainer = Trainer(own())
    trainer.run(epochs=2)
    again = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    assert again.data.values == trainer.data.values
    trainer.run(epochs=2)
    again.run(epochs=2)
    assert np.array_equal(again.network.parameters, trainer.network.parameters)


def test_values_that_a_program_standardised_come_back_with_the_state():
    train, values = Samples(np.arange(6.0).reshape(-1, 2), [5.0, 7.0, 9.0]), Standardised(7.0, 2.0)
    part = Samples(train.X, values.from_own(train.y))
    trainer = Trainer(Experiment(), data=Split(part, part, values=values))
    again = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    assert again.data.values == values
    assert np.array_equal(again.data.train.y, part.y)


@pytest.mark.parametrize(
    "wrong", [5, {}, {"mean": "x", "deviation": 1.0}, {"mean": 0.0, "deviation": -1.0}, [1.0, 2.0]]
)
def test_a_state_with_senseless_units_is_refused(wrong):
    part = Samples(np.arange(6.0).reshape(-1, 2), [5.0, 7.0, 9.0])
    state = Trainer(Experiment(), data=Split(part, part, values=Standardised(7.0, 2.0))).state()
    state.facts["values"] = wrong
    with pytest.raises(ValueError, match="state"):
        Trainer.restore(state)


def test_samples_become_points_in_their_own_units():
    experiment = own()
    back = as_points(draw(experiment), experiment)
    np.testing.assert_allclose(sorted(back), sorted(experiment.data.points))
