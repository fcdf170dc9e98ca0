import pickle

import numpy as np
import pytest

from engine import Metrics
from playground.observers.history import MOST_DIVERGENCES, History
from playground.observers.series import BUCKETS


def history_of(losses, test=True):
    history = History()
    for epoch, loss in enumerate(losses):
        history.add(epoch, Metrics(loss, 2.0 * loss if test else None, None, None))
    return history


def noisy(epochs, seed=0):
    return np.random.default_rng(seed).exponential(size=epochs)


# one more than a power of two times the buckets is a history that has just been thinned
LENGTHS = [1, 2, BUCKETS, BUCKETS + 1, 2 * BUCKETS + 1, 1000, 12_345]


def test_a_short_history_is_shown_whole():
    losses = noisy(BUCKETS)
    curve = history_of(losses).curves().train
    np.testing.assert_array_equal(curve.epochs, np.arange(BUCKETS))
    np.testing.assert_array_equal(curve.values, losses)


@pytest.mark.parametrize("epochs", LENGTHS)
def test_every_point_is_one_that_was_there_in_the_order_of_epochs(epochs):
    losses = noisy(epochs)
    curves = history_of(losses).curves()
    for curve, truth in ((curves.train, losses), (curves.test, 2.0 * losses)):
        np.testing.assert_array_equal(curve.values, truth[curve.epochs.astype(int)])
        assert (np.diff(curve.epochs) > 0).all()


@pytest.mark.parametrize("epochs", LENGTHS)
def test_thinning_keeps_the_lowest_and_the_highest_loss(epochs):
    for seed in range(5):
        losses = noisy(epochs, seed)
        curves = history_of(losses).curves()
        for curve, truth in ((curves.train, losses), (curves.test, 2.0 * losses)):
            assert (curve.values.min(), curve.values.max()) == (truth.min(), truth.max())


@pytest.mark.parametrize("loss", [0.1, 5.0])
@pytest.mark.parametrize("epoch", [1, 2, 3, 501, 502, 503, 2222, 4999])
def test_a_single_spike_or_dip_is_never_lost(loss, epoch):
    losses = np.ones(5000)
    losses[epoch] = loss
    curve = history_of(losses).curves().train
    assert curve.values[list(curve.epochs).index(epoch)] == loss


@pytest.mark.parametrize("epochs", LENGTHS)
def test_the_first_and_the_last_epoch_are_always_there(epochs):
    for seed in range(5):
        curves = history_of(noisy(epochs, seed)).curves()
        for curve in (curves.train, curves.test):
            assert (curve.epochs[0], curve.epochs[-1]) == (0, epochs - 1)


@pytest.mark.parametrize("epochs", LENGTHS)
def test_there_are_never_more_than_two_points_a_bucket_and_the_two_ends(epochs):
    assert len(history_of(noisy(epochs)).curves().train.epochs) <= 2 * BUCKETS + 2


def test_a_long_history_still_has_a_point_for_every_pixel():
    for epochs in (BUCKETS + 1, 4 * BUCKETS, 4 * BUCKETS + 1, 10_000):
        curve = history_of(noisy(epochs)).curves().train
        assert len(curve.epochs) >= BUCKETS / 2
        assert np.diff(curve.epochs).max() <= 8 * epochs / BUCKETS


def test_its_memory_does_not_grow():
    few, many = (len(pickle.dumps(history_of(noisy(epochs)))) for epochs in (10, 20_000))
    assert many < few + 100


def test_without_held_out_samples_the_test_curves_are_empty():
    curves = history_of(noisy(1000), test=False).curves()
    for curve in (curves.test, curves.test_accuracy, curves.train_accuracy):
        assert len(curve.epochs) == len(curve.values) == 0
    assert len(curves.train.epochs) > 0


def test_accuracies_are_kept_beside_the_losses():
    history, shares = History(), noisy(1000) % 1.0
    for epoch, share in enumerate(shares):
        history.add(epoch, Metrics(1.0, 1.0, share, share / 2.0))
    curves = history.curves()
    for curve, truth in ((curves.train_accuracy, shares), (curves.test_accuracy, shares / 2.0)):
        np.testing.assert_array_equal(curve.values, truth[curve.epochs.astype(int)])
        assert (curve.values.min(), curve.values.max()) == (truth.min(), truth.max())


@pytest.mark.parametrize("test", [True, False])
@pytest.mark.parametrize("epochs", LENGTHS)
def test_the_best_is_the_first_smallest_test_loss_or_train_loss(epochs, test):
    losses = np.round(noisy(epochs), 2)
    epoch, loss = history_of(losses, test).curves().best
    assert epoch == losses.argmin()
    assert loss == losses.min() * (2.0 if test else 1.0)


def test_divergences_are_remembered_the_last_of_very_many():
    history = history_of(noisy(10))
    assert history.curves().diverged == ()
    for epoch in range(200):
        history.add_divergence(epoch)
    assert history.curves().diverged == tuple(range(200 - MOST_DIVERGENCES, 200))


def test_curves_cannot_be_written_to_and_stay_as_they_are():
    history = history_of(noisy(1000))
    curve = history.curves().train
    before = curve.values.copy()
    for epoch in range(1000, 3000):
        history.add(epoch, Metrics(0.0, 0.0, None, None))
    np.testing.assert_array_equal(curve.values, before)
    for array in (curve.epochs, curve.values):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0


def test_after_another_best_has_begun_only_what_comes_then_counts():
    history = history_of([3.0, 1.0, 2.0])
    assert history.curves().best_since == 0
    history.restart_best()
    assert history.curves().best is None
    assert history.curves().best_since == 2
    for epoch, loss in ((3, 9.0), (4, 8.0), (5, 8.5)):
        history.add(epoch, Metrics(loss, None, None, None))
    assert history.curves().best == (4, 8.0)
    assert history.curves().train.values.min() == 1.0, "the curve itself goes on"


def test_the_best_accuracy_is_the_first_largest_of_the_test_or_the_train_points():
    history = History()
    for epoch, (train, test) in enumerate([(0.5, 0.25), (1.0, 0.5), (0.75, 0.5)]):
        history.add(epoch, Metrics(1.0, 1.0, train, test))
    assert history.curves().best_accuracy == (1, 0.5)
    alone = History()
    for epoch, train in enumerate([0.5, 1.0, 0.75]):
        alone.add(epoch, Metrics(1.0, None, train, None))
    assert alone.curves().best_accuracy == (1, 1.0)
    assert history_of([1.0]).curves().best_accuracy is None
