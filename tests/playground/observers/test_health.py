"""Health is remembered while somebody looks, thinned out, and costs a small share of the time."""

from dataclasses import replace

import numpy as np
import pytest
from heads import SMALL
from snapshots import observe

from engine import DataSpec, LayerSpec, NetworkSpec, Trainer
from engine.analysis.health import HealthMeter
from playground.observers import health
from playground.observers.catalogue import Observers
from playground.observers.health import AskHealth, AskHistograms, HealthCurves, Histograms
from playground.observers.histogram import BINS, histogram
from playground.observers.plane import AskPlane

RELU = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(4, "relu"), LayerSpec(3, "linear"))))


class Looking:
    """Somebody who looks at a training."""

    def __init__(self, experiment=SMALL):
        self.trainer, self.observers = Trainer(experiment), Observers()

    def see(self, ask=AskHealth(), busy=False):  # noqa: B008 - it is frozen
        return observe(self.trainer, ask, observers=self.observers, busy=busy).get(
            HealthCurves if ask == AskHealth() else Histograms
        )

    def go_to(self, progress, experiment=None):
        self.trainer = Trainer.resume(experiment or self.trainer.experiment, self.trainer.data, progress)

    def look_away(self):
        observe(self.trainer, AskPlane(), observers=self.observers)


def test_each_look_adds_a_point_to_every_curve():
    one = Looking(RELU)
    for epochs in (0, 1, 2, 5):
        one.trainer.run(epochs - one.trainer.epoch)
        seen = one.see()
    assert seen.epochs.tolist() == [0.0, 1.0, 2.0, 5.0]
    expected = HealthMeter(one.trainer.experiment, one.trainer.data).measure(one.trainer.progress)
    assert seen.now == expected
    assert {name: curve.shape for name, curve in seen.curves.items()} == dict.fromkeys(health.FIGURES, (3, 4))
    for k, layer in enumerate(expected.layers):
        assert seen.curves["gradient"][k, -1] == layer.gradient_norm
        assert seen.curves["ratio"][k, -1] == layer.ratio
        assert seen.curves["weights"][k, -1] == layer.weight_norm


def test_flat_neurons_are_dead_or_saturated_or_neither():
    one = Looking(RELU)  # ReLU, linear, and a sigmoid output
    one.trainer.network.layers[0].b[:] = [-100.0, -100.0, -100.0, 100.0]
    one.trainer.network.layers[2].b[:] = 100.0
    np.testing.assert_array_equal(one.see().curves["flat"][:, 0], [0.75, np.nan, 1.0])


def test_within_an_epoch_a_point_is_at_its_fraction():
    one = Looking()
    one.trainer.step()
    done, count, _ = one.trainer.position
    assert one.see().epochs.tolist() == [done / count]


def test_while_nobody_looks_nothing_is_measured_and_the_curve_has_a_gap(monkeypatch):
    one = Looking()
    one.see()
    with monkeypatch.context() as patch:
        patch.setattr(HealthMeter, "measure", None)
        one.look_away()
        one.trainer.run(3)
        one.look_away()
    seen = one.see()
    np.testing.assert_array_equal(seen.epochs, [0.0, np.nan, 3.0])
    assert np.isnan(seen.curves["weights"][:, 1]).all()


def test_who_looks_away_while_it_rests_leaves_no_gap():
    one = Looking()
    one.see()
    one.look_away()
    assert one.see().epochs.tolist() == [0.0]


def test_what_is_taken_back_is_forgotten():
    one, kept = Looking(), {}
    for epoch in (1, 2, 3):
        one.trainer.run(1)
        one.see()
        kept[epoch] = one.trainer.progress.copy()
    one.trainer = Trainer.resume(one.trainer.experiment, one.trainer.data, kept[2])
    assert one.see().epochs.tolist() == [1.0, 2.0]


def test_who_goes_back_and_comes_to_the_end_again_finds_all_as_it_was():
    one = Looking()
    there = {}
    for epoch in range(5):
        one.trainer.run(epoch - one.trainer.epoch)
        there[epoch] = one.trainer.progress.copy()
        whole = one.see()
    for epoch, known in ((1, [0.0, 1.0]), (3, [0.0, 1.0, 3.0]), (4, [0.0, 1.0, 2.0, 3.0, 4.0])):
        one.go_to(there[epoch].copy())
        assert one.see().epochs.tolist() == known
    np.testing.assert_array_equal(one.see().curves["weights"], whole.curves["weights"])


def test_another_line_has_a_curve_of_its_own():
    one = Looking()
    one.see()
    there = one.trainer.progress.copy()
    one.trainer.run(2)
    one.see()
    one.go_to(there, replace(SMALL, training=replace(SMALL.training, learning_rate=0.5)))
    one.see()
    one.trainer.run(2)
    seen = one.see()
    assert seen.epochs.tolist() == [0.0, 2.0]
    assert seen.curves["weights"][0, -1] == seen.now.layers[0].weight_norm


def test_a_weight_that_is_set_by_hand_is_measured_again():
    one = Looking()
    first = one.see()
    one.trainer.set_parameters(2.0 * one.trainer.network.parameters)
    second = one.see()
    assert len(second.epochs) == 1
    assert second.curves["weights"][0, 0] == pytest.approx(2.0 * first.curves["weights"][0, 0])


def test_a_long_history_is_thinned_and_ends_with_now(monkeypatch):
    monkeypatch.setattr(health, "MOST", 20)
    one = Looking()
    lengths = []
    for _ in range(100):
        one.trainer.step()
        seen = one.see()
        lengths.append(len(seen.epochs))
        assert seen.now.steps == one.trainer.steps
        assert (np.diff(seen.epochs) > 0.0).all()
    assert max(lengths) <= 21
    assert seen.epochs[0] < 0.5


def test_while_training_continues_it_takes_a_small_share_of_the_time(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("playground.observers.budget.time.perf_counter", lambda: clock[0])

    def slow(meter, progress, measure=HealthMeter.measure):
        clock[0] += 1.0
        return measure(meter, progress)

    monkeypatch.setattr(HealthMeter, "measure", slow)
    one, spent = Looking(), 0
    start = clock[0]
    for _ in range(1000):
        one.trainer.step()
        before = clock[0]
        one.see(busy=True)
        spent += clock[0] - before
        clock[0] += 0.1
    assert 2 <= spent <= 1 + health.SHARE_OF_TIME * (clock[0] - start)


def test_without_training_points_there_is_none():
    nothing = replace(SMALL, data=DataSpec("own", points=()))
    assert Looking(nothing).see() is None
    assert Looking(nothing).see(AskHistograms(0)) is None


def test_another_layer_begins_afresh():
    one = Looking()
    one.see()
    one.trainer.run(1)
    one.trainer.configure(RELU, keep=True)
    seen = one.see()
    assert seen.epochs.tolist() == [1.0]
    assert len(seen.curves["gradient"]) == 3


# -- histograms ------------------------------------------------------------------------------


def test_the_numbers_of_a_layer_are_counted():
    one = Looking(RELU)
    seen, train = one.see(AskHistograms(0)), one.trainer.data.train
    first, dW = one.trainer.network.layers[0], one.trainer.gradients(train.X, train.y)[0][0]
    activations = np.maximum(first.W @ train.X.T + first.b[:, None], 0.0)
    for found, numbers in (
        (seen.weights, first.W),
        (seen.activations, activations),
        (seen.gradients, dW),
    ):
        assert found.counts.sum() == numbers.size
        assert (found.least, found.most) == pytest.approx((numbers.min(), numbers.max()))
        assert found.mean == pytest.approx(numbers.mean())
    assert seen.activations.low == 0.0


def test_of_a_layer_that_is_not_there_is_no_histogram():
    assert Looking().see(AskHistograms(2)) is None


def test_a_range_ends_at_round_numbers_around_zero():
    found = histogram(np.array([-0.13, 0.4]))
    assert (found.low, found.high) == (-0.15, 0.5)
    assert len(found.counts) == BINS
    assert (histogram(np.array([2.0, 3.0])).low, histogram(np.array([-2.0, -3.0])).high) == (0.0, 0.0)


def test_a_range_stays_while_it_suits():
    first = histogram(np.array([-1.0, 1.0]))
    assert histogram(np.array([-0.4, 0.9]), first).low == -1.0
    assert histogram(np.array([-0.2, 0.9]), first).low == -0.2
    assert histogram(np.array([-1.2, 0.9]), first).low == -1.5
    assert histogram(np.array([0.5, 0.9]), first).low == 0.0


@pytest.mark.parametrize("values", [[], [0.0, 0.0], [np.nan, np.inf], [0.0, -np.inf]])
def test_numbers_without_a_range_have_one(values):
    found = histogram(np.array(values))
    assert (found.low, found.high) == (-1.0, 1.0)
    assert found.others + found.counts.sum() == len(values)
