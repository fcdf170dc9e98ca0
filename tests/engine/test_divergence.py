"""Training that runs away: it is a state, said in so many words, with the last good weights kept."""

import numpy as np
import pytest
from cases import retrained, split, trainer_on, weights

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer, TrainSpec
from engine.trainer import SANE


def running_away(activation="tanh", **training):
    """A trainer whose squared error grows without end, a little more every epoch."""
    settings = {"learning_rate": 10.0} | training
    experiment = Experiment(
        data=DataSpec(dataset="plane", samples=100),
        network=NetworkSpec(hidden=(LayerSpec(8, activation), LayerSpec(8, activation))),
        training=TrainSpec(**settings),
    )
    return Trainer(experiment)


def far_away(dtype="float64"):
    """Inputs so large that the first squared error is already too large for a number."""
    samples = Samples(np.full((12, 2), 1e200 if dtype == "float64" else 1e25), np.linspace(0.1, 0.9, 12))
    return trainer_on(hidden=(), data=Split(samples, samples), dtype=dtype)


def length(parameters):
    return np.linalg.norm(parameters.astype(float))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_it_is_reported_and_the_weights_of_the_last_good_epoch_are_kept(activation, dtype):
    trainer, ended = running_away(activation, dtype=dtype), []
    while trainer.diverged is None:
        ended.append(weights(trainer))
        trainer.run(epochs=1)
    assert trainer.diverged.epoch == trainer.epoch == len(ended)
    assert trainer.diverged.steps == trainer.steps == 5 * len(ended)
    good = [one for one in ended if length(one) <= SANE * length(ended[0])]
    np.testing.assert_array_equal(weights(trainer), good[-1])


def test_a_long_run_ends_where_it_happens():
    trainer, by_epochs = running_away(), running_away()
    trainer.run(epochs=1_000)
    while by_epochs.diverged is None:
        by_epochs.run(epochs=1)
    assert trainer.diverged == by_epochs.diverged
    np.testing.assert_array_equal(weights(trainer), weights(by_epochs))


def test_single_steps_notice_it_in_mid_epoch():
    trainer = running_away("linear", batch_size=1, learning_rate=1_000.0)
    start = weights(trainer)
    while trainer.diverged is None and trainer.steps < 50:
        trainer.step()
    assert trainer.diverged is not None
    assert 0 < trainer.diverged.steps < 50
    assert trainer.diverged.epoch == trainer.epoch == 0
    np.testing.assert_array_equal(weights(trainer), start)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear", "sigmoid"])
@pytest.mark.parametrize("rate", [10.0, 1_000.0])
@pytest.mark.parametrize("advance", [Trainer.run, Trainer.step])
def test_training_goes_on_and_learns_at_a_lower_rate(advance, rate, activation):
    trainer = running_away(activation, learning_rate=rate)
    trainer.run(epochs=1_000)
    assert trainer.diverged is not None
    before = trainer.metrics().train_loss
    assert trainer.configure(retrained(trainer, learning_rate=0.01)) is False
    for _ in range(60):
        advance(trainer)
        assert trainer.diverged is None
    assert trainer.metrics().train_loss < before


def test_good_weights_learnt_before_are_kept_and_not_the_first_ones():
    trainer = running_away(learning_rate=0.03)
    trainer.run(epochs=20)
    learnt = trainer.metrics().train_loss
    kept = weights(trainer)
    trainer.configure(retrained(trainer, learning_rate=1_000.0))
    trainer.run(epochs=1_000)
    assert trainer.diverged is not None
    np.testing.assert_array_equal(weights(trainer), kept)
    assert trainer.metrics().train_loss == learnt


def test_the_optimizer_forgets_what_drove_it_away():
    trainer = running_away(optimizer="momentum")
    trainer.run(epochs=1_000)
    kept = weights(trainer)
    trainer.configure(retrained(trainer, learning_rate=1e-12))
    trainer.step()
    assert trainer.diverged is None
    np.testing.assert_allclose(weights(trainer), kept, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_loss_that_is_not_finite_is_one_where_it_is_watched(dtype):
    trainer = far_away(dtype)
    start, seen = weights(trainer), []
    trainer.run(epochs=5, each_epoch=seen.append)
    assert trainer.diverged is not None
    assert trainer.diverged.epoch == 1
    assert seen == []
    np.testing.assert_array_equal(weights(trainer), start)


def test_a_weight_that_is_no_number_is_one():
    trainer = trainer_on()
    start = weights(trainer)
    trainer.network.layers[0].W[0, 0] = np.nan
    trainer.run(epochs=3)
    assert trainer.diverged is not None
    np.testing.assert_array_equal(weights(trainer), start)


def test_training_on_clears_it():
    trainer = running_away()
    trainer.run(epochs=1_000)
    trainer.configure(retrained(trainer, learning_rate=0.01))
    assert trainer.diverged is not None
    trainer.step()
    assert trainer.diverged is None


def test_reset_clears_it():
    trainer = running_away()
    trainer.run(epochs=1_000)
    trainer.reset()
    assert trainer.diverged is None


def test_a_high_rate_that_does_no_harm_is_none():
    trainer = trainer_on(data=split(train=40), learning_rate=1_000.0)
    trainer.run(epochs=20)
    assert trainer.diverged is None
    assert np.isfinite(trainer.metrics().train_loss)
