import math
from dataclasses import replace

import numpy as np
import pytest
from cases import split, trainer_on, weights

from engine import (
    ACTIVATIONS,
    OPTIMIZERS,
    DataSpec,
    Experiment,
    LayerSpec,
    Samples,
    Split,
    Trainer,
    hidden_activations,
)
from engine.analysis import health
from engine.analysis.health import HealthMeter, can_die, can_saturate, norm


def measured(trainer):
    return HealthMeter(trainer.experiment, trainer.data).measure(trainer.progress)


def of(activation, **settings):
    return trainer_on(hidden=(LayerSpec(4, activation), LayerSpec(3, activation)), **settings)


@pytest.mark.parametrize("activation", hidden_activations())
def test_norms_are_those_of_the_gradient_of_all_training_samples_and_of_the_weights(activation):
    trainer = of(activation)
    train = trainer.data.train
    found = measured(trainer).layers
    for one, layer, (dW, _) in zip(
        found, trainer.network.layers, trainer.gradients(train.X, train.y), strict=True
    ):
        assert one.gradient_norm == pytest.approx(np.linalg.norm(dW))
        assert one.weight_norm == pytest.approx(np.linalg.norm(layer.W))
        assert one.neurons == len(layer.b)


def test_penalties_are_no_part_of_the_norms():
    pairs = zip(measured(of("tanh")).layers, measured(of("tanh", l1=0.5, l2=0.5)).layers, strict=True)
    for plain, penalised in pairs:
        assert penalised.gradient_norm == plain.gradient_norm
        assert penalised.update_norm != plain.update_norm


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_update_is_the_one_that_training_makes_next(optimizer, steps):
    settings = {"l1": 0.01, "l2": 0.02, "clip_norm": 0.5, "weight_decay": 0.01, "max_norm": 1.5}
    trainer = of("tanh", optimizer=optimizer, batch_size=5, shuffle=False, **settings)
    trainer.freeze(0, 1)
    for _ in range(steps):
        trainer.step()
    found, before = measured(trainer).layers, [layer.W.copy() for layer in trainer.network.layers]
    last_batch = trainer.position[0] == 2  # it is smaller; as many samples as in others are looked at
    trainer.step()
    for one, layer, W in zip(found, trainer.network.layers, before, strict=True):
        assert one.ratio == one.update_norm / one.weight_norm
        if not last_batch:
            assert one.update_norm == pytest.approx(np.linalg.norm(layer.W - W), rel=1e-9)


def test_the_rate_is_as_scheduled():
    trainer = of("tanh", schedule="step", decay_epochs=1, decay_factor=0.1, shuffle=False, batch_size=12)
    first = measured(trainer).layers[0]
    trainer.run(epochs=1)
    second = measured(trainer).layers[0]
    expected = 0.1 * first.update_norm / first.gradient_norm
    assert second.update_norm / second.gradient_norm == pytest.approx(expected)


def test_measuring_changes_nothing():
    trainer, other = (
        of("relu", optimizer="adam", dtype="float32"),
        of("relu", optimizer="adam", dtype="float32"),
    )
    for one in (trainer, other):
        one.run(epochs=2)
    meter = HealthMeter(trainer.experiment, trainer.data)
    assert meter.measure(trainer.progress) == meter.measure(trainer.progress)
    for one in (trainer, other):
        one.run(epochs=2)
    assert weights(trainer).tobytes() == weights(other).tobytes()


def test_a_relu_that_no_sample_turns_on_is_dead():
    trainer = of("relu")
    assert measured(trainer).layers[0].dead == 0.0
    trainer.network.layers[0].b[2] = -100.0
    layer = measured(trainer).layers[0]
    assert (layer.dead_neurons, layer.dead, layer.saturated) == ((2,), 0.25, None)


def test_a_relu_that_one_sample_turns_on_is_not_dead():
    trainer = of("relu")
    first = trainer.network.layers[0]
    z = first.W[2] @ trainer.data.train.X.T
    first.b[2] = 0.5 * (np.sort(z)[-2] - np.sort(z)[-1]) - np.sort(z)[-2]
    assert 2 not in measured(trainer).layers[0].dead_neurons


@pytest.mark.parametrize("activation", ["leaky_relu", "sigmoid", "softplus", "linear", "sine"])
def test_what_is_never_exactly_flat_is_never_dead(activation):
    trainer = of(activation)
    trainer.network.layers[0].b[2] = -100.0
    assert measured(trainer).layers[0].dead is None


@pytest.mark.parametrize(
    "activation", ["sigmoid", "tanh", "elu", "selu", "softplus", "swish", "gelu", "mish"]
)
def test_a_neuron_on_the_level_part_of_its_activation_is_saturated(activation):
    trainer = of(activation)
    assert 2 not in measured(trainer).layers[0].saturated_neurons
    trainer.network.layers[0].b[2] = -30.0
    assert measured(trainer).layers[0].saturated_neurons == (2,)


@pytest.mark.parametrize(("steep", "saturated"), [(1, True), (2, False)])
def test_nine_samples_in_ten_decide(steep, saturated):
    X = np.repeat([[5.0, 5.0, 5.0], [0.0, 0.0, 0.0]], [12 - steep, steep], axis=0)
    trainer = of("tanh", data=Split(Samples(X, np.arange(12) % 2), split().test))
    first = trainer.network.layers[0]
    first.W[2], first.b[2] = 1.0, 0.0
    assert (2 in measured(trainer).layers[0].saturated_neurons) is saturated


def test_saturated_outputs_are_seen():
    trainer = of("tanh")
    trainer.network.layers[-1].b[:] = 50.0
    assert measured(trainer).layers[-1].saturated == 1.0


def test_a_softmax_has_no_slope_of_its_own():
    layer = measured(of("tanh", problem="multiclass")).layers[-1]
    assert (layer.dead, layer.saturated) == (None, None)


def test_which_activations_die_and_which_saturate():
    assert [name for name in ACTIVATIONS if can_die(ACTIVATIONS[name])] == ["relu"]
    never = {"linear", "leaky_relu", "sine", "softmax"}
    assert {name for name in ACTIVATIONS if not can_saturate(ACTIVATIONS[name])} == never


def test_weights_of_zero_have_no_ratio():
    trainer = of("relu")
    trainer.network.parameters[:] = 0.0
    first = measured(trainer).layers[0]
    assert (first.weight_norm, first.gradient_norm) == (0.0, 0.0)
    assert math.isnan(first.ratio)
    assert first.dead == 1.0


def test_eight_sigmoid_layers_let_the_gradient_vanish():
    hidden = tuple(LayerSpec(8, "sigmoid") for _ in range(8))
    layers = measured(trainer_on(hidden=hidden)).layers
    assert layers[0].gradient_norm < 1e-3 * layers[-1].gradient_norm


def test_of_many_samples_some_are_looked_at(monkeypatch):
    monkeypatch.setattr(health, "MOST_SAMPLES", 20)
    monkeypatch.setattr(health, "FEWEST_SAMPLES", 10)
    trainer = Trainer(Experiment(data=DataSpec(samples=300)))
    assert measured(trainer).samples == 20
    full = replace(trainer.experiment, training=replace(trainer.experiment.training, batch_size=150))
    assert measured(Trainer(full)).samples == 20


def test_the_work_has_a_bound():
    assert health.affordable(100, 10) == 1000
    assert health.affordable(200_000, 2_000) * 2_000 <= health.MOST_NUMBERS
    assert health.affordable(2_000_000, 2_000) * 2_000_000 <= health.MOST_WORK
    assert health.affordable(10**9, 10**6) == health.FEWEST_SAMPLES


def test_numbers_that_are_not_finite_are_told_as_they_are():
    trainer = of("linear")
    trainer.network.layers[0].W[0, 0] = np.inf
    first = measured(trainer).layers[0]
    assert math.isinf(first.weight_norm)
    assert not math.isfinite(first.gradient_norm)


def test_a_norm_neither_overflows_nor_vanishes():
    assert norm(np.array([3e200, 4e200])) == pytest.approx(5e200)
    assert norm(np.array([3e-200, 4e-200])) == pytest.approx(5e-200)
    assert norm(np.array([3e30, 4e30], dtype=np.float32)) == pytest.approx(5e30)
    assert norm(np.empty(0)) == 0.0


def test_what_a_histogram_needs_is_that_of_the_last_measurement():
    trainer = of("tanh")
    meter = HealthMeter(trainer.experiment, trainer.data)
    meter.measure(trainer.progress)
    train = trainer.data.train
    hidden = np.tanh(trainer.network.layers[0].W @ train.X.T + trainer.network.layers[0].b[:, None])
    assert np.allclose(meter.activations(0), hidden)
    assert np.array_equal(meter.weights(1), trainer.network.layers[1].W)
    assert np.allclose(meter.gradient(1), trainer.gradients(train.X, train.y)[1][0])


def test_data_of_one_sample_will_do():
    assert measured(trainer_on(data=split(train=1))).samples == 1
