"""Divergence is a state: reported in plain words, with the last good weights kept."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from cases import everything, retrained, small_chunks, split, trainer_on, weights
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import (
    OPTIMIZERS,
    DataSpec,
    Divergence,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    State,
    StopSpec,
    Trainer,
    TrainSpec,
    hidden_activations,
)
from engine.evaluation.metrics import Evaluation
from engine.training.divergence import SANE, largest_output, squared_norm


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


ONE_LINEAR = (LayerSpec(4, "linear"),)


def growing(hidden=(), **training):
    """A trainer of 50 mini-batches an epoch whose weights grow with every one of them."""
    settings = {"learning_rate": 0.2, "batch_size": 1, "dtype": "float32"}
    experiment = Experiment(
        data=DataSpec(dataset="plane", samples=100),
        network=NetworkSpec(hidden=hidden),
        training=TrainSpec(**settings | training),
    )
    return Trainer(experiment)


def poisoned(hidden=ONE_LINEAR, **training):
    """A trainer of 50 mini-batches an epoch, one of which has a sample that is too much for float32."""
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(50, 2)), rng.normal(size=(50, 1))
    X[17] = 1e38
    settings = {"learning_rate": 0.01, "batch_size": 1, "dtype": "float32", "seed": 3}
    return trainer_on(hidden=hidden, data=Split(Samples(X, y), Samples(X[:2], y[:2])), **settings | training)


def first_bad_step(trainer):
    """Train until it diverges, and look after every step; return the first that left a weight not finite."""
    steps, bad = itertools.count(trainer.steps + 1), []

    def look():
        step = next(steps)
        if not np.isfinite(weights(trainer)).all():
            bad.append(step)
        return False

    trainer.run(epochs=1_000, interrupt=look)
    return bad[0]


def seen_by_nobody(metrics):
    """Watch the loss of every epoch."""


def trainer_batches(trainer):
    """How many mini-batches an epoch of it has."""
    return -(-len(trainer.data.train) // trainer.experiment.training.batch_size)


def cuts(steps):
    """Some numbers of steps before the last one."""
    return sorted({1, steps // 3, steps // 2, steps - 2, steps - 1} - {0})


def interrupted_after(trainer, batches):
    """Train exactly this many mini-batches."""
    count = itertools.count(1)
    assert trainer.run(epochs=1_000, interrupt=lambda: next(count) == batches).reason == "interrupt"
    return trainer


def length(parameters):
    return math.hypot(*parameters.tolist())  # which squares of large weights do not overflow


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_it_is_reported_and_the_weights_of_the_last_good_epoch_are_kept(activation, dtype):
    trainer, ended = running_away(activation, dtype=dtype), []
    while trainer.diverged is None:
        ended.append(weights(trainer))
        trainer.run(epochs=1)
    assert trainer.diverged.epoch == trainer.epoch == len(ended)
    assert trainer.steps == 5 * len(ended)
    assert 5 * (len(ended) - 1) < trainer.diverged.steps <= 5 * len(ended)
    good = [epoch for epoch, one in enumerate(ended) if length(one) <= SANE * length(ended[0])]
    assert trainer.diverged.kept == good[-1]
    np.testing.assert_array_equal(weights(trainer), ended[good[-1]])


def test_a_long_run_ends_where_it_happens():
    trainer, by_epochs = running_away(), running_away()
    trainer.run(epochs=1_000)
    while by_epochs.diverged is None:
        by_epochs.run(epochs=1)
    assert trainer.diverged == by_epochs.diverged
    np.testing.assert_array_equal(weights(trainer), weights(by_epochs))


def test_single_steps_notice_it_in_the_middle_of_an_epoch():
    trainer = running_away("linear", batch_size=1, learning_rate=1_000.0)
    start = weights(trainer)
    while trainer.diverged is None and trainer.steps < 50:
        trainer.step()
    assert trainer.diverged is not None
    assert 0 < trainer.diverged.steps < 50
    assert (trainer.diverged.epoch, trainer.epoch) == (1, 0)
    np.testing.assert_array_equal(weights(trainer), start)


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear", "sigmoid"])
@pytest.mark.parametrize("rate", [10.0, 1_000.0])
@pytest.mark.parametrize("advance", [Trainer.run, Trainer.step])
def test_training_continues_and_learns_at_a_lower_rate(advance, rate, activation):
    trainer = running_away(activation, learning_rate=rate)
    trainer.run(epochs=1_000)
    assert trainer.diverged is not None
    before = trainer.metrics().train_loss
    assert trainer.configure(retrained(trainer, learning_rate=0.01)) is False
    for _ in range(60):
        advance(trainer)
        assert trainer.diverged is None
    assert trainer.metrics().train_loss < before


@pytest.mark.parametrize("good_too", [False, True])
def test_where_weights_overflow_as_layers_merge_training_goes_back_to_finite_ones(good_too):
    trainer = running_away("linear", learning_rate=0.01)
    trainer.run(epochs=3)
    huge = np.full_like(weights(trainer), 1e200)
    if good_too:
        np.copyto(trainer.progress.last_good.weights, huge)
    trainer.set_parameters(huge)
    trainer.remove_layer(1)
    assert not np.isfinite(weights(trainer)).all()
    restored = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    for one in (trainer, restored):
        one.run(epochs=1)
        assert one.diverged is not None
        assert np.isfinite(weights(one)).all()
        assert one.diverged.kept == 3
    np.testing.assert_array_equal(weights(restored), weights(trainer))


def test_good_weights_learned_before_are_kept_and_not_the_first_ones():
    trainer = running_away(learning_rate=0.03)
    trainer.run(epochs=20)
    learnt = trainer.metrics().train_loss
    kept = weights(trainer)
    trainer.configure(retrained(trainer, learning_rate=1_000.0))
    trainer.run(epochs=1_000)
    assert trainer.diverged is not None
    assert trainer.diverged.kept == 20
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


@pytest.mark.parametrize("epochs", [0, 3])
@pytest.mark.parametrize("advance", [Trainer.run, Trainer.step])
def test_masked_parts_stay_as_they_are(advance, epochs):
    trainer = running_away(learning_rate=0.01)
    trainer.run(epochs=epochs)
    trainer.step()
    trainer.freeze(0, 1)
    trainer.silence(0, 2)
    frozen, silenced, heard = trainer.frozen, trainer.silenced, weights(trainer)
    trainer.configure(retrained(trainer, learning_rate=1_000.0))
    while trainer.diverged is None:
        advance(trainer)
    np.testing.assert_array_equal(weights(trainer)[frozen], heard[frozen])
    np.testing.assert_array_equal(weights(trainer)[silenced], 0.0)
    assert (trainer.frozen == frozen).all()
    assert (trainer.silenced == silenced).all()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_loss_that_is_not_finite_is_one_where_it_is_watched(dtype):
    trainer = far_away(dtype)
    start, seen = weights(trainer), []
    trainer.run(epochs=5, each_epoch=seen.append)
    assert trainer.diverged is not None
    assert trainer.diverged.epoch == 1
    assert seen == []
    np.testing.assert_array_equal(weights(trainer), start)


WATCHED = [
    ({"each_epoch": lambda _: None}, {}, {}),
    ({}, {"schedule": "plateau"}, {}),
    ({}, {}, {"stop": StopSpec(target_loss=0.0)}),
    ({}, {}, {"stop": StopSpec(patience=5)}),
]


@pytest.mark.parametrize(("watching", "training", "rest"), WATCHED)
def test_a_loss_that_is_not_finite_is_distinguished_from_a_weight_that_is_not(watching, training, rest):
    # the square of such a value is beyond all numbers, the value itself is not
    samples = Samples(np.ones((12, 1)), np.full(12, 1e160))
    trainer = trainer_on(hidden=(), data=Split(samples, samples), batch_size=5, **training)
    trainer.configure(replace(trainer.experiment, **rest))
    start = weights(trainer)
    stopped = trainer.run(epochs=5, **watching)
    assert trainer.diverged == Divergence(epoch=1, steps=1, what="loss", kept=0)
    assert stopped.reason == "divergence"
    assert "loss" in stopped.message
    np.testing.assert_array_equal(weights(trainer), start)


def test_an_unwatched_loss_is_none():
    samples = Samples(np.ones((12, 1)), np.full(12, 1e160))
    trainer = trainer_on(hidden=(), data=Split(samples, samples))
    assert trainer.run(epochs=5).reason == "all_epochs"
    assert trainer.diverged is None
    assert np.isfinite(weights(trainer)).all()


@pytest.mark.parametrize(("dtype", "size"), [("float64", 1e200), ("float32", 1e25)])
def test_weights_that_are_finite_are_none_however_large(dtype, size):
    for advance in (Trainer.step, Trainer.run):
        trainer = trainer_on(dtype=dtype, learning_rate=1e-12, batch_size=5)
        trainer.network.parameters[:] = size
        advance(trainer)
        assert np.isfinite(weights(trainer)).all()
        assert trainer.diverged is None


def test_a_weight_that_is_no_number_is_one():
    trainer = trainer_on()
    start = weights(trainer)
    trainer.network.layers[0].W[0, 0] = np.nan
    trainer.run(epochs=3)
    assert trainer.diverged is not None
    assert trainer.diverged.what == "weight"
    np.testing.assert_array_equal(weights(trainer), start)


SPARSE = (LayerSpec(4, "linear", dropout=0.2),)
RUNAWAYS = [
    (growing, {"optimizer": "sgd"}),
    (growing, {"optimizer": "momentum"}),
    (growing, {"optimizer": "nesterov"}),
    (growing, {"optimizer": "sgd", "learning_rate": 1.0}),
    (growing, {"shuffle": False}),
    (growing, {"batch_size": 3, "learning_rate": 0.4}),
    (growing, {"optimizer": "nesterov", "learning_rate": 0.4, "warmup_epochs": 4}),
    (growing, {"learning_rate": 0.3, "schedule": "exponential", "decay_epochs": 1, "decay_factor": 0.9}),
    (growing, {"l1": 0.001, "l2": 0.001, "weight_decay": 0.001}),
    (growing, {"hidden": SPARSE, "learning_rate": 0.2}),
    *((poisoned, {"optimizer": optimizer}) for optimizer in OPTIMIZERS),
    *((poisoned, {"optimizer": optimizer, "hidden": SPARSE}) for optimizer in ("sgd", "adam")),
    (poisoned, {"clip_norm": 1.0}),
    (poisoned, {"max_norm": 1.0, "optimizer": "adamw"}),
]


@pytest.fixture(params=RUNAWAYS, ids=lambda pair: f"{pair[0].__name__} {pair[1]}")
def runaway(request):
    """A function that makes a trainer which diverges in mid-epoch: the same one at every call."""
    make, settings = request.param
    return lambda: make(**settings)


def test_it_names_the_first_step_that_left_a_weight_not_finite(runaway):
    trainer = runaway()
    stopped = trainer.run(epochs=100)
    step = first_bad_step(runaway())
    assert step % trainer_batches(trainer) > 1  # in mid-epoch
    kept = trainer.diverged.kept
    assert trainer.diverged == Divergence(trainer.epoch, step, "weight", kept)
    assert (stopped.reason, stopped.by_rule) == ("divergence", False)
    assert f"in epoch {trainer.epoch:,}: a weight is not finite after step {step:,}" in stopped.message
    assert np.isfinite(weights(trainer)).all()


def test_steps_and_runs_name_the_same_step(runaway):
    stepped, run = runaway(), runaway()
    while stepped.diverged is None:
        stepped.step()
    run.run(epochs=100, each_epoch=seen_by_nobody)  # a step watches the loss as well
    assert replace(stepped.diverged, kept=run.diverged.kept) == run.diverged


def test_an_interrupted_run_names_the_same_step(runaway):
    whole = runaway()
    whole.run(epochs=100)
    for batches in cuts(whole.diverged.steps):
        cut = interrupted_after(runaway(), batches)
        cut.run(epochs=100)
        assert cut.diverged == whole.diverged


def test_a_restored_training_names_the_same_step(runaway):
    whole = runaway()
    whole.run(epochs=100)
    for batches in cuts(whole.diverged.steps):
        saved = interrupted_after(runaway(), batches).state().to_bytes()
        restored = Trainer.restore(State.from_bytes(saved))
        restored.run(epochs=100)
        assert restored.diverged == whole.diverged


def test_a_run_interrupted_wherever_it_evaluates_names_the_same_step(runaway):
    with small_chunks():
        whole, cut = runaway(), runaway()
        whole.run(epochs=100, each_epoch=seen_by_nobody)
        while cut.diverged is None:
            cut.run(100, lambda: cut.position[0] == cut.position[1], seen_by_nobody)
    assert cut.diverged == whole.diverged
    assert everything(cut) == everything(whole)


# Trainers whose loss is the first to be no number, at the end of an epoch
OVERFLOWING = [
    {"learning_rate": 0.3},
    {"learning_rate": 0.2, "optimizer": "nesterov"},
    {"learning_rate": 0.35, "batch_size": 3},
    {"learning_rate": 0.12, "optimizer": "momentum"},
]


def first_bad_loss(trainer):
    """Train until it diverges, and look after every step; return the first that left a loss not finite."""
    bad = []

    def look():
        if not bad and not np.isfinite(trainer.metrics().train_loss):
            bad.append(trainer.steps)
        return False

    trainer.run(1_000, look, seen_by_nobody)
    return bad[0]


@pytest.mark.parametrize("training", OVERFLOWING)
def test_it_names_the_first_step_that_left_the_loss_not_finite(training):
    trainer = growing(**training)
    trainer.run(epochs=1_000, each_epoch=seen_by_nobody)
    assert trainer.diverged.what == "loss"
    assert trainer.diverged.steps == first_bad_loss(growing(**training)) < trainer.steps - 1


@pytest.mark.parametrize("training", OVERFLOWING)
def test_of_many_samples_some_tell_the_step(training):
    with small_chunks():
        trainer = growing(**training)
        trainer.run(epochs=1_000, each_epoch=seen_by_nobody)
        first = first_bad_loss(growing(**training))
    assert trainer.diverged.what == "loss"
    assert first <= trainer.diverged.steps <= first + 3


@pytest.mark.parametrize("training", OVERFLOWING)
def test_the_search_evaluates_a_few_samples_after_each_step(training, monkeypatch):
    looked, is_finite = [], Evaluation.is_finite
    monkeypatch.setattr(
        Evaluation, "is_finite", lambda self, chunk: looked.append(chunk) or is_finite(self, chunk)
    )
    with small_chunks():
        trainer, whole = growing(**training), []
        monkeypatch.setattr(
            Evaluation,
            "__call__",
            lambda self, evaluate=Evaluation.__call__: whole.append(1) or evaluate(self),
        )
        trainer.run(epochs=1_000, each_epoch=seen_by_nobody)
    assert len(looked) == trainer.diverged.steps - (trainer.epoch - 1) * trainer_batches(trainer)
    assert len(set(looked)) == 1
    assert len(whole) == 1 + trainer.epoch


@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_weights_that_grow_slowly_are_followed_to_the_end(activation, dtype):
    trainer, stepped = running_away(activation, dtype=dtype), running_away(activation, dtype=dtype)
    trainer.run(epochs=1_000)
    while stepped.diverged is None:
        stepped.step()
    step = first_bad_step(running_away(activation, dtype=dtype))
    kept = trainer.diverged.kept
    assert trainer.diverged == Divergence(-(-step // 5), step, "weight", kept)
    assert stepped.diverged.steps <= step  # the loss may be past all numbers before


def unchanged(trainer):
    pass


def one_weight_frozen(trainer):
    trainer.freeze(0, 0, 0)


def one_weight_silenced(trainer):
    trainer.silence(0, 0, 0)


def written_by_hand(trainer):
    trainer.network.parameters[:] *= 1e25


def at_a_higher_rate(trainer):
    trainer.configure(retrained(trainer, learning_rate=100.0))


def at_a_lower_rate_first(trainer):
    trainer.configure(retrained(trainer, learning_rate=1e-6))
    for _ in range(5):
        trainer.step()
    trainer.configure(retrained(trainer, learning_rate=0.5))


def with_a_penalty(trainer):
    trainer.configure(retrained(trainer, l2=0.01))


def with_another_optimizer(trainer):
    trainer.configure(retrained(trainer, optimizer="momentum"))


def with_dropout(trainer):
    spec = trainer.experiment.network
    hidden = tuple(replace(layer, dropout=0.2) for layer in spec.hidden)
    trainer.configure(replace(trainer.experiment, network=replace(spec, hidden=hidden)))


CHANGES = [
    unchanged,
    one_weight_frozen,
    one_weight_silenced,
    written_by_hand,
    at_a_higher_rate,
    at_a_lower_rate_first,
    with_a_penalty,
    with_another_optimizer,
    with_dropout,
]


@pytest.mark.parametrize("make", [growing, poisoned])
@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_in_the_middle_of_an_epoch_it_still_names_the_step(change, make):
    trainer, looking = (interrupted_after(make(), 9) for _ in range(2))
    for one in (trainer, looking):
        change(one)
    trainer.run(epochs=100)
    step = first_bad_step(looking)
    assert step > 9
    assert (trainer.diverged.steps, trainer.diverged.what) == (step, "weight")


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


def test_weights_that_explode_in_the_first_epoch_are_no_good_weights():
    network = NetworkSpec(hidden=(LayerSpec(8, "relu"), LayerSpec(8, "relu")))
    experiment = Experiment(DataSpec(dataset="plane"), network, TrainSpec(learning_rate=1000.0))
    trainer = Trainer(experiment)
    first = weights(trainer)
    assert trainer.run(epochs=50, each_epoch=lambda _: None).reason == "divergence"
    np.testing.assert_array_equal(weights(trainer), first)


# -- after a step, finite or told ------------------------------------------------------------


@pytest.mark.parametrize("of", ["batch", "sample", "epoch"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("rate", [0.1, 1.0, 10.0, 1000.0])
@pytest.mark.parametrize("activation", ["relu", "linear", "tanh", "sine"])
def test_after_every_step_the_loss_is_finite_or_training_has_diverged(of, dtype, rate, activation):
    for dataset in ("plane", "gaussian"):
        experiment = Experiment(
            data=DataSpec(dataset=dataset, samples=40),
            network=NetworkSpec(hidden=(LayerSpec(8, activation),)),
            training=TrainSpec(learning_rate=rate, loss="squared", dtype=dtype),
        )
        trainer = Trainer(experiment)
        for _ in range(60 if of == "sample" else 25):
            trainer.step(of)
            assert trainer.diverged or math.isfinite(trainer.metrics().train_loss)
            assert math.isfinite(trainer.metrics().train_loss), "the last good weights are finite"


@given(st.data())
@settings(max_examples=50)
def test_no_output_exceeds_its_bound(data):
    widths = tuple(data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=4)))
    activation = data.draw(st.sampled_from(sorted(hidden_activations())))
    scale, reach = data.draw(st.floats(0.0, 50.0)), data.draw(st.floats(0.0, 1e6))
    spec = NetworkSpec(hidden=tuple(LayerSpec(width, activation) for width in widths))
    trainer = Trainer(Experiment(data=DataSpec(dataset="plane", samples=20), network=spec))
    network = trainer.network
    network.parameters[:] = np.random.default_rng(0).normal(size=network.parameters.size) * scale
    X = np.random.default_rng(1).uniform(-reach, reach, size=(30, 2)) / math.sqrt(2.0)
    bound = largest_output(squared_norm(network.parameters), network.sizes[1:], reach)
    assert np.abs(network.predict(X)).max() <= bound


def test_ordinary_weights_cost_no_evaluation(monkeypatch):
    monkeypatch.setattr(Evaluation, "__call__", None)  # cannot be called
    for hidden in ((LayerSpec(8, "relu"),), (LayerSpec(100, "relu"),) * 20):
        trainer = Trainer(Experiment(network=NetworkSpec(hidden=hidden)))
        for of in ("batch", "sample", "epoch"):
            trainer.step(of)
        assert trainer.diverged is None
