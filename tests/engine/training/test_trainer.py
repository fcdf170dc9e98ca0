import itertools
import math
import re
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from cases import retrained, split, trainer_on, weights

from engine import (
    DATASETS,
    OPTIMIZERS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    Trainer,
    TrainSpec,
)
from engine.base.checks import SpecError


def at_once():
    """Interrupt training after every mini-batch."""
    return True


DTYPES = ["float64", "float32"]


def after_20_epochs(seed=0, **training):
    experiment = Experiment(
        data=DataSpec(samples=104, noise=0.1), training=TrainSpec(**training), seed=seed
    )  # 52 train samples: five batches of 10, one of 2
    trainer = Trainer(experiment)
    trainer.run(epochs=20)
    return weights(trainer)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_seed_gives_the_same_bits_and_another_does_not(optimizer, dtype):
    first = after_20_epochs(optimizer=optimizer, dtype=dtype)
    np.testing.assert_array_equal(after_20_epochs(optimizer=optimizer, dtype=dtype), first)
    assert (after_20_epochs(seed=1, optimizer=optimizer, dtype=dtype) != first).any()


def test_shuffling_takes_the_samples_in_another_order():
    assert (after_20_epochs(shuffle=True) != after_20_epochs(shuffle=False)).any()


def test_the_seed_decides_the_starting_weights_even_where_data_are_passed_in():
    first, other = (trainer_on(seed=seed).network.layers for seed in (0, 1))
    assert all((one.W != another.W).all() for one, another in zip(first, other, strict=True))


def drawn(**seeds):
    experiment = Experiment(
        data=DataSpec(samples=104, noise=0.1),
        network=NetworkSpec(hidden=(LayerSpec(4, dropout=0.5),)),
        training=TrainSpec(batch_size=5),
        **seeds,
    )
    return Trainer(experiment)


def after(trainer):
    trainer.run(epochs=2)
    return weights(trainer)


def test_a_different_seed_of_the_weights_starts_with_different_weights_on_the_same_data():
    one, other = drawn(seed=3), drawn(seed=3, weights_seed=4)
    for mine, its in ((one.data.train, other.data.train), (one.data.test, other.data.test)):
        np.testing.assert_array_equal(mine.X, its.X)
        np.testing.assert_array_equal(mine.y, its.y)
    assert all((a.W != b.W).all() for a, b in zip(one.network.layers, other.network.layers, strict=True))


def test_the_seed_of_the_weights_alone_decides_what_training_draws():
    # the same samples: weights, their order and dropout must then make the difference, or none
    data = drawn(seed=3).data
    one, other = (Trainer(Experiment(seed=seed, weights_seed=7), data) for seed in (3, 4))
    np.testing.assert_array_equal(after(one), after(other))


def test_without_a_seed_of_their_own_weights_come_from_the_seed():
    np.testing.assert_array_equal(after(drawn(seed=3)), after(drawn(seed=3, weights_seed=3)))


def test_a_different_seed_of_the_weights_starts_again():
    trainer = drawn(seed=3)
    trainer.run(epochs=2)
    assert trainer.configure(replace(trainer.experiment, weights_seed=4)) is True
    np.testing.assert_array_equal(after(trainer), after(drawn(seed=3, weights_seed=4)))


def test_the_position_in_the_epoch_is_known():
    trainer = trainer_on(batch_size=5)  # 12 train samples
    assert trainer.position == (0, 3, 5)
    trainer.step("sample")
    assert (trainer.position, trainer.sample) == ((0, 3, 5), 1)
    for place in ((1, 3, 5), (2, 3, 2), (0, 3, 5)):
        trainer.step()
        assert trainer.position == place


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_is_the_steps_it_is_made_of(optimizer):
    stepped, run = (trainer_on(optimizer=optimizer, batch_size=5) for _ in range(2))
    for _ in range(2 * 3):
        stepped.step()
    run.run(epochs=2)
    assert (stepped.epoch, stepped.steps) == (run.epoch, run.steps) == (2, 6)
    np.testing.assert_array_equal(weights(stepped), weights(run))


@pytest.mark.parametrize("batches", [1, 2, 255, 256, 257, 300, 513])
def test_steps_and_runs_agree_however_many_batches_there_are(batches):
    data = split(train=2 * batches + 1)
    stepped, run = trainer_on(data=data, batch_size=2), trainer_on(data=data, batch_size=2)
    for _ in range(batches + 1):
        stepped.step()
    run.run()
    assert (stepped.epoch, stepped.steps) == (run.epoch, run.steps) == (1, batches + 1)
    np.testing.assert_array_equal(weights(stepped), weights(run))


def test_without_shuffling_a_run_trains_the_samples_in_their_order():
    trainer = trainer_on(batch_size=5, shuffle=False, learning_rate=0.1)
    X, y = trainer.data.train.X, trainer.data.train.y
    expected = trainer_on(batch_size=5)
    for part in (slice(0, 5), slice(5, 10), slice(10, 12)):  # the last batch has two samples
        gradients = expected.gradients(X[part], y[part])
        for layer, (dW, db) in zip(expected.network.layers, gradients, strict=True):
            layer.W[:] -= 0.1 * dW
            layer.b[:] -= 0.1 * db
    trainer.run(epochs=1)
    np.testing.assert_allclose(weights(trainer), weights(expected), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("batch_size", [12, 13, 1_000_000])
def test_a_full_batch_does_not_notice_the_order_of_the_samples(batch_size):
    data = split()
    turned = Split(Samples(data.train.X[::-1], data.train.y[::-1]), data.test)
    runs = [
        trainer_on(data=data, batch_size=batch_size, shuffle=True),
        trainer_on(data=data, batch_size=batch_size, shuffle=False),
        trainer_on(data=turned, batch_size=batch_size),
    ]
    for trainer in runs:
        trainer.run(epochs=20)
        assert trainer.steps == 20
    np.testing.assert_array_equal(weights(runs[0]), weights(runs[1]))
    np.testing.assert_allclose(weights(runs[2]), weights(runs[0]), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("batch_size", [3, 5, 12])
def test_a_run_whose_time_is_over_stops_after_one_batch(batch_size):
    trainer = trainer_on(batch_size=batch_size)
    for batches in (1, 2, 3, 4, 5):
        trainer.run(epochs=3, interrupt=at_once)
        assert trainer.steps == batches
        assert trainer.epoch == batches // math.ceil(12 / batch_size)


@pytest.mark.parametrize("batch_size", [3, 5, 12])
def test_a_run_cut_short_continues_bit_for_bit(batch_size):
    cut, whole = (trainer_on(batch_size=batch_size, optimizer="adam") for _ in range(2))
    while cut.epoch < 4:
        cut.run(epochs=4 - cut.epoch, interrupt=at_once)
    whole.run(epochs=4)
    assert (cut.epoch, cut.steps) == (whole.epoch, whole.steps)
    np.testing.assert_array_equal(weights(cut), weights(whole))


def test_a_run_ends_at_the_mini_batch_where_it_is_interrupted():
    trainer, batches = trainer_on(batch_size=12), itertools.count(1)
    trainer.run(epochs=10**9, interrupt=lambda: next(batches) == 37)
    assert trainer.steps == 37


@pytest.mark.parametrize("batch_size", [1, 5, 12])
def test_the_samples_of_a_mini_batch_are_stepped_through_one_by_one(batch_size):
    trainer, by_batch = (trainer_on(batch_size=batch_size, shuffle=False) for _ in range(2))
    X, y = trainer.data.train.X, trainer.data.train.y
    for k in range(24):
        at = k % 12
        start, last = weights(trainer), at == 11 or at % batch_size == batch_size - 1
        expected = trainer.gradients(X[at : at + 1], y[at : at + 1])
        trainer.step("sample")
        for theta, (dW, db) in zip(trainer.last_pass.dtheta, expected, strict=True):
            np.testing.assert_allclose(theta, np.column_stack([dW, db]), rtol=1e-12, atol=1e-15)
        if last:
            by_batch.step()
            assert trainer.sample == 0
        else:
            assert trainer.sample == at % batch_size + 1
            np.testing.assert_array_equal(weights(trainer), start)
        np.testing.assert_array_equal(weights(trainer), weights(by_batch))
        assert (trainer.epoch, trainer.steps) == (by_batch.epoch, by_batch.steps)


@pytest.mark.parametrize("goes_on", [Trainer.step, Trainer.run, lambda trainer: trainer.step("epoch")])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_mini_batch_that_was_begun_by_samples_is_finished_as_one(optimizer, goes_on):
    begun, whole = (trainer_on(batch_size=5, optimizer=optimizer) for _ in range(2))
    for one in (begun, whole):
        one.step()
    for _ in range(3):
        begun.step("sample")
    assert begun.sample == 3
    for one in (begun, whole):
        goes_on(one)
    assert begun.sample == 0
    assert (begun.epoch, begun.steps) == (whole.epoch, whole.steps)
    np.testing.assert_array_equal(weights(begun), weights(whole))


def test_a_sample_is_stepped_through_without_dropout_or_drawing():
    sparse = (LayerSpec(6, "tanh", dropout=0.5),)
    by_sample, by_batch = (trainer_on(hidden=sparse, batch_size=5) for _ in range(2))
    by_sample.step("sample")
    assert (by_sample.last_pass.A[0] != 0.0).all()
    while by_sample.epoch < 2:
        by_sample.step("sample")
    by_batch.run(epochs=2)
    np.testing.assert_array_equal(weights(by_sample), weights(by_batch))


def test_a_step_of_an_epoch_trains_to_its_end():
    stepped, run = trainer_on(batch_size=5), trainer_on(batch_size=5)
    for _ in range(2):
        stepped.step()
        stepped.step("epoch")
    run.run(epochs=2)
    assert (stepped.epoch, stepped.steps) == (run.epoch, run.steps) == (2, 6)
    np.testing.assert_array_equal(weights(stepped), weights(run))


@pytest.mark.parametrize("of", ["batches", "", None, 3, ["batch"]], ids=repr)
def test_a_step_of_anything_else_is_refused_and_nothing_is_trained(of):
    trainer = trainer_on()
    start = weights(trainer)
    with pytest.raises(ValueError, match=r"^step of .* is not known: .*batch") as refused:
        trainer.step(of)
    assert "\n" not in str(refused.value)
    assert trainer.steps == 0
    np.testing.assert_array_equal(weights(trainer), start)


def test_the_epoch_under_way_counts_as_the_first_of_a_run():
    trainer = trainer_on(batch_size=5)
    trainer.step()
    trainer.run(epochs=2)
    assert (trainer.epoch, trainer.steps) == (2, 6)


def test_every_epoch_reports_the_metrics_it_ended_with():
    trainer, seen = trainer_on(), []
    trainer.run(epochs=3, each_epoch=lambda metrics: seen.append((trainer.epoch, metrics, trainer.metrics())))
    assert [epoch for epoch, _, _ in seen] == [1, 2, 3]
    assert all(told == asked for _, told, asked in seen)
    assert seen[0][1] != seen[2][1]


def test_watching_the_epochs_does_not_change_them():
    watched, alone = trainer_on(), trainer_on()
    watched.run(epochs=3, each_epoch=lambda _: None)
    alone.run(epochs=3)
    np.testing.assert_array_equal(weights(watched), weights(alone))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("given", [None, split()], ids=["drawn", "given"])
def test_reset_gives_the_bits_of_a_new_trainer(given, optimizer):
    experiment = Experiment(training=TrainSpec(optimizer=optimizer), data=DataSpec(samples=60))
    used, new = Trainer(experiment, data=given), Trainer(experiment, data=given)
    used.run(epochs=2)
    used.step()
    used.reset()
    assert (used.epoch, used.steps, used.diverged) == (0, 0, None)
    np.testing.assert_array_equal(weights(used), weights(new))
    used.run(epochs=3)
    new.run(epochs=3)
    np.testing.assert_array_equal(weights(used), weights(new))


def test_reset_starts_from_the_settings_last_made():
    used = trainer_on()
    used.run(epochs=1)
    used.configure(retrained(used, learning_rate=0.2, optimizer="adam", batch_size=4))
    used.reset()
    new = trainer_on(learning_rate=0.2, optimizer="adam", batch_size=4)
    used.run(epochs=2)
    new.run(epochs=2)
    np.testing.assert_array_equal(weights(used), weights(new))


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_is_learned_from_the_first_epochs_on(dataset):
    trainer = Trainer(Experiment(data=DataSpec(dataset=dataset, samples=100)))
    before = trainer.metrics().train_loss
    trainer.run(epochs=20)
    assert trainer.metrics().train_loss < before


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_float32_goes_the_way_of_float64(optimizer):
    double, single = (trainer_on(dtype=dtype, optimizer=optimizer) for dtype in DTYPES)
    double.run(epochs=5)
    single.run(epochs=5)
    assert weights(single).dtype == single.network.predict(np.ones((1, 3))).dtype == np.float32
    np.testing.assert_allclose(weights(single), weights(double), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_training_takes_no_memory(optimizer, shuffle):
    layer = LayerSpec(64, "relu")
    experiment = Experiment(
        data=DataSpec(samples=1_000),
        network=NetworkSpec(hidden=(layer, layer)),
        training=TrainSpec(optimizer=optimizer, batch_size=110, shuffle=shuffle, l1=1e-4, l2=1e-4),
    )
    trainer = Trainer(experiment)
    trainer.run(epochs=2)
    tracemalloc.start()
    try:
        trainer.run(epochs=1)
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        trainer.run(epochs=30)
        after, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 1_000
    assert peak - before < 10_000  # one array of a hidden layer would be 56 kB


def test_nothing_is_left_behind_by_steps():
    trainer = trainer_on(batch_size=5)
    for _ in range(10):
        trainer.step()
    tracemalloc.start()
    try:
        trainer.step()
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(300):
            trainer.step()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 2_000


def test_two_trainers_have_nothing_in_common():
    alone, first, second = (trainer_on(optimizer="adam") for _ in range(3))
    alone.run(epochs=2)
    for _ in range(2):
        first.run(epochs=1)
        second.run(epochs=1)
    np.testing.assert_array_equal(weights(first), weights(alone))
    np.testing.assert_array_equal(weights(second), weights(alone))


def test_an_experiment_is_never_written():
    experiment = Experiment()
    copy = replace(experiment)
    trainer = Trainer(experiment)
    trainer.run(epochs=1)
    assert trainer.experiment == experiment == copy


# -- what an interrupt may do --------------------------------------------------------------------


def test_an_interrupt_sees_where_training_stands():
    trainer, seen = trainer_on(batch_size=5), []
    trainer.run(epochs=1, interrupt=lambda: seen.append((trainer.steps, trainer.position[0])))
    assert seen == [(1, 1), (2, 2), (3, 3)]


@pytest.mark.parametrize("batch_size", [1, 4, 5, 1_000])
def test_an_interrupt_may_change_the_experiment(batch_size):
    trainer, steps = trainer_on(batch_size=5), []

    def change():
        steps.append(trainer.steps)
        if len(steps) == 2:
            trainer.configure(retrained(trainer, batch_size=batch_size))
        assert len(steps) < 100
        return False

    assert trainer.run(epochs=2, interrupt=change).reason == "all_epochs"
    assert trainer.epoch == 2
    assert steps == sorted(set(steps))


def test_training_that_is_cut_short_keeps_its_position():
    trainer, by_hand = trainer_on(batch_size=5), trainer_on(batch_size=5)

    def break_off():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trainer.run(interrupt=break_off)
    by_hand.step()
    assert (trainer.steps, trainer.position) == (by_hand.steps, by_hand.position)
    for one in (trainer, by_hand):
        one.run(epochs=2)
    np.testing.assert_array_equal(weights(trainer), weights(by_hand))


def test_a_changed_setting_keeps_the_position_in_the_epoch():
    trainer = trainer_on(batch_size=4)
    for k in range(9):
        trainer.step()
        trainer.configure(retrained(trainer, l2=1e-3 * (k + 1)))
    assert (trainer.epoch, trainer.steps) == (3, 9)


@pytest.mark.parametrize("epochs", [-1, 2.5, float("nan"), "3", None, True])
def test_a_number_of_epochs_that_makes_no_sense_is_refused(epochs):
    with pytest.raises(ValueError, match="epochs must be a whole number from 0, got "):
        trainer_on().run(epochs)


def test_one_epoch_is_one():
    assert trainer_on().run(1).message == "1 epoch is done."
    assert trainer_on().run(np.int64(2)).message == "All 2 epochs are done."


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Trainer("spiral"), "experiment must be an Experiment, got 'spiral'"),
        (lambda: Trainer(data=([[0.0]], [0])), "data must be a Split, got ([[0.0]], [0])"),
        (lambda: trainer_on().configure(None), "experiment must be an Experiment, got None"),
        (lambda: trainer_on().use([]), "data must be a Split, got []"),
        (lambda: trainer_on().network.inputs(1j * np.ones((2, 3))), "X must hold numbers, got complex128"),
    ],
)
def test_what_is_of_a_different_kind_is_refused_in_one_line(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


def test_inputs_and_values_too_large_for_single_precision_are_refused():
    far = Split(Samples([[1.0], [1e300]], [0, 1]), Samples(np.empty((0, 1)), []))
    with pytest.raises(ValueError, match="the inputs of sample 1 are too large for float32"):
        trainer_on(data=far, dtype="float32")
    high = Split(Samples([[1.0], [2.0]], [0.5, 1e300]), Samples(np.empty((0, 1)), []))
    with pytest.raises(ValueError, match="y holds values too large for float32"):
        trainer_on("regression", data=high, dtype="float32")


@pytest.mark.parametrize(
    ("feature", "x1", "what"),
    [
        ("=log(x1+7)", -1e6, "not a number"),
        ("=log(x1+7)", -7.0, "infinite or too large for float64"),
        ("=exp(x1)", 1e6, "infinite or too large for float64"),
        ("=sqrt(x1+8)", -1e6, "not a number"),
    ],
)
def test_an_input_that_own_points_make_no_number_is_named_with_its_point(feature, x1, what):
    data = DataSpec(dataset="own", points=((1.0, 2.0, 0.0), (x1, 2.0, 1.0)), test_fraction=0.0)
    message = f"the input {feature} is {what} at x1 = {x1:g}, x2 = 2"
    with pytest.raises(SpecError, match=f"^{re.escape(message)}$"):
        Trainer(Experiment(data, NetworkSpec(features=("x1", feature))))


def test_one_hot_labels_are_named():
    labelled = Split(Samples(np.eye(3), np.eye(3)), Samples(np.empty((0, 3)), np.empty((0, 3))))
    with pytest.raises(ValueError, match="y is one-hot, a column for each class"):
        trainer_on(data=labelled, loss="categorical_cross_entropy")


def test_whole_test_labels_written_as_real_numbers_are_classes_too():
    data = Split(Samples(np.eye(3), [0, 1, 2]), Samples(np.eye(3), [0.0, 1.0, 2.0]))
    assert trainer_on(data=data).problem.kind == "multiclass"
