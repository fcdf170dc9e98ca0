"""Changes during training: what they keep, what they restart, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from cases import HIDDEN, retrained, split, trainer_on, weights

from engine import (
    OPTIMIZERS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    StopSpec,
    Trainer,
    TrainSpec,
    bytes_needed,
)
from engine.base import limits

LIVE = [
    {"learning_rate": 0.2},
    {"batch_size": 4},
    {"l1": 0.01},
    {"l2": 0.01},
    {"shuffle": False},
    {"optimizer": "momentum"},
    {"loss": "squared"},
    {"loss": "huber", "huber_delta": 0.2},
    {"label_smoothing": 0.2},
    {"schedule": "exponential", "decay_epochs": 1},
    {"warmup_epochs": 5},
    {"weight_decay": 0.1},
    {"clip_value": 0.01},
    {"clip_norm": 0.01},
    {"max_norm": 0.1},
    {"learning_rate": 0.2, "batch_size": 4, "l2": 0.1, "optimizer": "adam"},
]
REBUILDING = [
    {"seed": 7},
    {"data": DataSpec(noise=0.2)},
    {"data": DataSpec(dataset="plane")},
    {"data": DataSpec(imbalance=0.5)},
    {"network": NetworkSpec(hidden=())},
    {"network": NetworkSpec(features=("x1", "x2", "sin_x1"))},
    {"network": NetworkSpec(initializer="he_normal")},
    {"network": NetworkSpec(init_bias=1.0)},
    {"network": NetworkSpec(output="softmax")},
    {"training": TrainSpec(loss="hinge")},
]


def started(**training):
    trainer = trainer_on(**training)
    trainer.run(epochs=2)
    return trainer


@pytest.mark.parametrize("change", LIVE, ids=", ".join)
def test_training_settings_change_live_with_the_weights_kept(change):
    trainer = started(optimizer="sgd")
    before = weights(trainer)
    assert trainer.configure(retrained(trainer, **change)) is False
    np.testing.assert_array_equal(weights(trainer), before)
    assert trainer.epoch == 2
    trainer.run(epochs=1)
    unchanged = started()
    unchanged.run(epochs=1)
    assert (weights(trainer) != weights(unchanged)).any()


def test_dropout_changes_live():
    trainer, always = trainer_on(), trainer_on(hidden=tuple(replace(layer, dropout=0.5) for layer in HIDDEN))
    assert trainer.configure(always.experiment) is False
    for one in (trainer, always):
        one.run(epochs=2)
    np.testing.assert_array_equal(weights(trainer), weights(always))


def test_stop_rules_change_live_and_do_not_interrupt_the_epoch():
    trainer, untouched = trainer_on(batch_size=5), trainer_on(batch_size=5)
    trainer.step()
    assert trainer.configure(replace(trainer.experiment, stop=StopSpec(epochs=2))) is False
    assert trainer.run(epochs=9).reason == "epochs"
    untouched.run(epochs=2)
    assert (trainer.epoch, trainer.steps) == (untouched.epoch, untouched.steps) == (2, 6)
    np.testing.assert_array_equal(weights(trainer), weights(untouched))


@pytest.mark.parametrize("change", REBUILDING, ids=str)
def test_data_network_and_seed_begin_anew(change):
    trainer = Trainer(Experiment(data=DataSpec(samples=60)))
    trainer.run(epochs=2)
    changed = replace(trainer.experiment, **change)
    assert trainer.configure(changed) is True
    assert (trainer.epoch, trainer.steps, trainer.experiment) == (0, 0, changed)
    new = Trainer(changed)
    np.testing.assert_array_equal(weights(trainer), weights(new))
    trainer.run(epochs=1)
    new.run(epochs=1)
    np.testing.assert_array_equal(weights(trainer), weights(new))


def test_a_different_dtype_starts_again():
    trainer = started()
    assert trainer.configure(retrained(trainer, dtype="float32")) is True
    assert (trainer.epoch, weights(trainer).dtype) == (0, np.float32)


def test_a_loss_that_asks_for_another_output_starts_again():
    trainer = started()
    assert trainer.configure(retrained(trainer, loss="categorical_cross_entropy")) is True
    assert trainer.network.sizes[-1] == 2


def test_the_same_experiment_again_changes_nothing():
    trainer, untouched = trainer_on(), trainer_on()
    for one in (trainer, untouched):
        one.step()
    assert trainer.configure(replace(trainer.experiment)) is False
    for one in (trainer, untouched):
        one.run(epochs=2)
    np.testing.assert_array_equal(weights(trainer), weights(untouched))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_different_rate_does_not_interrupt_the_epoch(optimizer):
    trainer, untouched = (trainer_on(batch_size=5, optimizer=optimizer) for _ in range(2))
    for one in (trainer, untouched):
        one.step()
    trainer.configure(retrained(trainer, learning_rate=0.5))
    trainer.configure(retrained(trainer, learning_rate=0.03))
    for one in (trainer, untouched):
        one.run(epochs=1)
    assert (trainer.epoch, trainer.steps) == (1, 3)
    np.testing.assert_array_equal(weights(trainer), weights(untouched))


def test_a_new_rate_is_the_rate_of_the_next_step():
    trainer = started(batch_size=12)
    X, y = trainer.data.train.X, trainer.data.train.y
    trainer.configure(retrained(trainer, learning_rate=0.5))
    before, gradients = weights(trainer), trainer.gradients(X, y)
    trainer.step()
    flat = np.concatenate([np.column_stack(pair).ravel() for pair in gradients])
    np.testing.assert_allclose(weights(trainer), before - 0.5 * flat, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_other_settings_leave_the_optimizer_its_state(optimizer):
    trainer, untouched = (trainer_on(batch_size=12, optimizer=optimizer) for _ in range(2))
    for one in (trainer, untouched):
        one.run(epochs=3)
    trainer.configure(retrained(trainer, l2=0.5))
    trainer.configure(retrained(trainer, l2=0.0))
    for one in (trainer, untouched):
        one.run(epochs=3)
    np.testing.assert_array_equal(weights(trainer), weights(untouched))


def test_the_squared_error_of_a_tanh_output_wants_no_other_labels_than_the_output():
    trainer = trainer_on(output="tanh")
    trainer.run(epochs=2)
    assert trainer.configure(retrained(trainer, loss="squared")) is False


def test_metrics_follow_a_change_of_the_loss():
    trainer = started()
    squared = trainer_on(loss="squared")
    squared.network.parameters[:] = trainer.network.parameters
    trainer.metrics()
    trainer.configure(retrained(trainer, loss="squared"))
    assert trainer.metrics() == squared.metrics()


def wide_inputs():
    """A network that fits its 3,000 inputs only just."""
    X = np.random.default_rng(0).normal(size=(12, 3_000))
    samples = Samples(X, np.arange(12) % 2)
    return trainer_on(data=Split(samples, samples), hidden=(LayerSpec(2),))


BINARY_ONLY = {"training": {"loss": "binary_cross_entropy"}}


@pytest.mark.parametrize(
    ("make", "change", "message"),
    [
        (trainer_on, BINARY_ONLY | {"network": {"output": "tanh"}}, "output tanh cannot be used with"),
        (trainer_on, BINARY_ONLY | {"network": {"output": "softmax"}}, "output softmax cannot be used with"),
        (lambda: trainer_on("regression"), BINARY_ONLY, "cannot be used for regression"),
        (
            lambda: trainer_on("regression"),
            {"network": {"output": "softmax"}},
            "output softmax cannot be used for regression",
        ),
        (lambda: trainer_on("multiclass"), BINARY_ONLY, "cannot be used for several classes"),
        (wide_inputs, {"network": {"hidden": (LayerSpec(10_000),)}}, "weights and biases"),
    ],
)
def test_a_change_that_is_refused_changes_nothing(make, change, message):
    trainer, untouched = make(), make()
    for one in (trainer, untouched):
        one.run(epochs=1)
        one.step()
    kept, network = trainer.experiment, trainer.network
    wrong = replace(kept, **{part: replace(getattr(kept, part), **values) for part, values in change.items()})
    with pytest.raises(ValueError, match=message) as refusal:
        trainer.configure(wrong)
    assert "\n" not in str(refusal.value)
    assert trainer.experiment is kept
    assert trainer.network is network
    assert (trainer.epoch, trainer.steps) == (untouched.epoch, untouched.steps)
    for one in (trainer, untouched):
        one.run(epochs=2)
    np.testing.assert_array_equal(weights(trainer), weights(untouched))
    assert trainer.metrics() == untouched.metrics()


@pytest.mark.parametrize("seed", [0, 1], ids=["live", "anew"])
def test_a_mini_batch_that_would_fill_the_memory_is_refused(seed, monkeypatch):
    samples = Samples(np.zeros((12_000, 1)), np.arange(12_000) % 2)
    trainer = trainer_on(data=Split(samples, samples), hidden=(LayerSpec(10_000),))
    trainer.step()
    kept, before = trainer.experiment, weights(trainer)
    monkeypatch.setattr(limits, "memory_limit", lambda: 10**9)
    needed = bytes_needed((1, 10_000, 1), 12_000, 24_000, "float64") / 1e9
    with pytest.raises(ValueError, match=f"would take {needed:.1f} GB of memory; the limit is 1.0 GB"):
        trainer.configure(replace(retrained(trainer, batch_size=12_000), seed=seed))
    assert trainer.experiment is kept
    np.testing.assert_array_equal(weights(trainer), before)


def test_data_passed_in_stay_through_every_change():
    data = split()
    trainer = trainer_on(data=data)
    trainer.configure(replace(trainer.experiment, data=DataSpec(dataset="circle"), seed=4))
    assert trainer.data is data
    trainer.reset()
    assert trainer.data is data
