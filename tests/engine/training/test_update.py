import numpy as np
import pytest
from cases import HIDDEN, retrained, trainer_on, weights
from pytorch import TRAINING, assert_trained_alike, title

from engine import OPTIMIZERS, LayerSpec, Samples, Split
from engine.base.recipes import run
from engine.training.update import update

L1, L2 = 0.3, 0.7
WIDE = (LayerSpec(40, "tanh"), LayerSpec(30, "tanh"))
RUNS = TRAINING["regularisation"]
FIELDS = {"l1", "l2", "weight_decay", "clip_value", "clip_norm", "max_norm"}
in_networks_of_any_size = pytest.mark.parametrize("hidden", [HIDDEN, WIDE], ids=["small", "wide"])
with_every_optimizer = pytest.mark.parametrize("optimizer", OPTIMIZERS)


def trainer_with(**training):
    """A trainer whose steps are over all 12 samples."""
    return trainer_on(**{"batch_size": 12, "learning_rate": 0.1, **training})


def gradient_of(trainer):
    """The gradient over all train samples, penalties included."""
    pairs = trainer.gradients(trainer.data.train.X, trainer.data.train.y)
    return np.concatenate([np.column_stack(pair).ravel() for pair in pairs])


def step_of(trainer):
    """What one step adds to the parameters."""
    before = weights(trainer)
    trainer.step()
    return weights(trainer) - before


def is_weight(trainer):
    """True where a parameter is a weight, False where it is a bias."""
    found = np.ones(len(trainer.network.parameters), dtype=bool)
    for theta in trainer.network.split(found):
        theta[:, -1] = False
    return found


def row_norms(trainer):
    """The 2-norm of the weights into every neuron."""
    return np.concatenate([np.linalg.norm(layer.W, axis=1) for layer in trainer.network.layers])


# --- penalties


@in_networks_of_any_size
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.0), (L1, 0.0), (0.0, L2), (L1, L2)])
def test_penalties_add_their_slope_to_every_weight_and_nothing_to_a_bias(l1, l2, dtype, hidden):
    plain = trainer_with(dtype=dtype, hidden=hidden)
    punished = trainer_with(l1=l1, l2=l2, dtype=dtype, hidden=hidden)
    for trainer in (plain, punished):
        trainer.network.layers[0].W[0] = [4.0, -2.0, 3.0]
        trainer.network.layers[0].b[:] = 9.0
    w, weight = weights(plain), is_weight(plain)
    slope = np.where(weight, l1 * np.sign(w) + l2 * w, 0.0)
    np.testing.assert_allclose(gradient_of(punished), gradient_of(plain) + slope, rtol=1e-6, atol=1e-7)
    np.testing.assert_array_equal(gradient_of(punished)[~weight], gradient_of(plain)[~weight])


@in_networks_of_any_size
def test_at_zero_l1_takes_away_as_much_of_the_slope_as_it_can(hidden):
    plain, punished = trainer_with(hidden=hidden), trainer_with(l1=0.02, l2=L2, hidden=hidden)
    for trainer in (plain, punished):
        trainer.network.layers[0].W[:] = 0.0
    pull = plain.gradients(plain.data.train.X, plain.data.train.y)[0][0]
    left = punished.gradients(plain.data.train.X, plain.data.train.y)[0][0]
    assert (np.abs(pull) > 0.02).any()
    assert (np.abs(pull) < 0.02).any()
    expected = np.sign(pull) * np.maximum(np.abs(pull) - 0.02, 0.0)
    np.testing.assert_allclose(left, expected, rtol=1e-10, atol=1e-16)
    assert (left[np.abs(pull) < 0.02] == 0.0).all()


@in_networks_of_any_size
def test_a_step_moves_along_the_loss_and_the_penalties_as_far_as_zero(hidden):
    trainer = trainer_with(l1=L1, l2=L2, hidden=hidden)
    before, along = weights(trainer), weights(trainer) - 0.1 * gradient_of(trainer)
    across = is_weight(trainer) & (before * along < 0.0)
    trainer.step()
    assert 0 < across.sum() < len(across)
    np.testing.assert_allclose(weights(trainer), np.where(across, 0.0, along), rtol=1e-12, atol=1e-15)


def test_metrics_report_the_loss_without_penalties():
    assert trainer_with(l1=L1, l2=L2).metrics() == trainer_with().metrics()


@in_networks_of_any_size
@with_every_optimizer
def test_a_weight_that_a_step_with_l1_takes_across_zero_stops_there(optimizer, hidden):
    trainer = trainer_with(optimizer=optimizer, learning_rate=0.05, l1=0.5, weight_decay=0.0, hidden=hidden)
    free = OPTIMIZERS[optimizer](weights(trainer), np.array(0.05), trainer.experiment.training)
    free.gradient[:] = gradient_of(trainer)
    run(free.update())
    crossing = weights(trainer) * free.parameters < 0.0
    stopped = crossing & is_weight(trainer)
    trainer.step()
    assert stopped.any()
    np.testing.assert_array_equal(weights(trainer), np.where(stopped, 0.0, free.parameters))


def test_l1_stops_no_bias_at_zero():
    trainer = trainer_with(l1=0.01, learning_rate=1.0)
    biases = ~is_weight(trainer)
    trainer.network.parameters[biases] = 1e-9 * np.sign(gradient_of(trainer)[biases])
    before = weights(trainer)
    trainer.step()
    assert (before * weights(trainer) < 0.0)[biases].all()


def test_with_l1_weights_come_to_zero_and_stay_as_long_as_the_loss_pulls_less():
    trainer = trainer_with(l1=0.05)
    trainer.run(epochs=300)
    at_zero = weights(trainer) == 0.0
    assert 0 < at_zero.sum() < len(at_zero)
    assert (gradient_of(trainer)[at_zero] == 0.0).all()
    trainer.run(epochs=100)
    assert (weights(trainer)[at_zero] == 0.0).all()


def test_a_weight_leaves_zero_when_the_loss_pulls_more_than_l1():
    trainer = trainer_with(l1=1e-4)
    trainer.network.layers[0].W[0, 0] = 0.0
    assert gradient_of(trainer)[0] != 0.0
    trainer.step()
    assert trainer.network.layers[0].W[0, 0] != 0.0


def test_l2_and_weight_decay_bring_no_weight_to_zero():
    for shrinking in ({"l2": 0.05}, {"weight_decay": 0.05}):
        trainer = trainer_with(**shrinking)
        trainer.run(epochs=400)
        assert (weights(trainer) != 0.0).all()


# --- weight decay


@in_networks_of_any_size
@with_every_optimizer
def test_weight_decay_shrinks_every_weight_by_its_share_beside_the_step_and_no_bias(optimizer, hidden):
    decay = 0.4
    plain, decayed = (
        trainer_with(optimizer=optimizer, hidden=hidden, learning_rate=0.05, weight_decay=share)
        for share in (0.0, decay)
    )
    before, weight = weights(plain), is_weight(plain)
    expected = step_of(plain) - np.where(weight, 0.05 * decay * before, 0.0)
    found = step_of(decayed)
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-15)
    np.testing.assert_array_equal(weights(decayed)[~weight], weights(plain)[~weight])


@with_every_optimizer
def test_by_default_weight_decay_is_a_hundredth_with_adamw_and_zero_otherwise(optimizer):
    share = 0.01 if optimizer == "adamw" else 0.0
    unsaid, said = (trainer_with(optimizer=optimizer, weight_decay=decay) for decay in (None, share))
    unsaid.run(epochs=3)
    said.run(epochs=3)
    np.testing.assert_array_equal(weights(unsaid), weights(said))


def test_weight_decay_goes_with_the_rate_of_the_epoch():
    # a warm-up of two epochs begins at half the rate
    plain, decayed = (trainer_with(weight_decay=share, warmup_epochs=2) for share in (0.0, 0.4))
    before, weight = weights(plain), is_weight(plain)
    shrunk = step_of(plain) - step_of(decayed)
    np.testing.assert_allclose(shrunk[weight], (0.05 * 0.4 * before)[weight], rtol=1e-10)


def test_with_sgd_weight_decay_and_l2_are_the_same():
    decayed, punished = trainer_with(weight_decay=0.4), trainer_with(l2=0.4)
    decayed.run(epochs=10)
    punished.run(epochs=10)
    np.testing.assert_allclose(weights(decayed), weights(punished), rtol=1e-11, atol=1e-14)


def test_with_adam_weight_decay_and_l2_are_not_the_same():
    decayed, punished = (
        trainer_with(optimizer="adam", **one) for one in ({"weight_decay": 0.4}, {"l2": 0.4})
    )
    decayed.run(epochs=10)
    punished.run(epochs=10)
    assert np.abs(weights(decayed) - weights(punished)).max() > 0.01


# --- limits


@in_networks_of_any_size
@pytest.mark.parametrize("bound", [1e-3, 0.01, 0.1])
def test_no_number_of_the_gradient_is_above_clip_value_and_the_others_are_unchanged(bound, hidden):
    trainer = trainer_with(clip_value=bound, hidden=hidden, l2=0.01)
    gradient = gradient_of(trainer)
    expected = weights(trainer) - 0.1 * np.clip(gradient, -bound, bound)
    assert (np.abs(gradient) < bound).any()
    trainer.step()
    np.testing.assert_allclose(weights(trainer), expected, rtol=1e-14, atol=1e-17)


@in_networks_of_any_size
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("bound", [1e-3, 0.1])
def test_a_gradient_longer_than_clip_norm_is_so_long_and_points_where_it_did(bound, dtype, hidden):
    trainer = trainer_with(clip_norm=bound, learning_rate=1.0, dtype=dtype, hidden=hidden, l2=0.01)
    gradient = gradient_of(trainer)
    length = np.linalg.norm(gradient)
    assert length > bound
    applied = -step_of(trainer)
    # what is left of a step after it was added to the parameters and taken away again
    lost = 4 * np.finfo(dtype).eps
    np.testing.assert_allclose(np.linalg.norm(applied), bound, rtol=0.0, atol=lost * len(applied) ** 0.5)
    np.testing.assert_allclose(applied, gradient * bound / length, rtol=0.0, atol=lost)


@pytest.mark.parametrize("limit", ["clip_value", "clip_norm"])
@with_every_optimizer
def test_a_gradient_within_the_limit_is_left_as_it_is(optimizer, limit):
    plain, limited = (trainer_with(optimizer=optimizer, **one) for one in ({}, {limit: 1e3}))
    plain.run(epochs=5)
    limited.run(epochs=5)
    np.testing.assert_array_equal(weights(limited), weights(plain))


@in_networks_of_any_size
@with_every_optimizer
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_after_every_step_no_neurons_weights_are_longer_than_max_norm(dtype, optimizer, hidden):
    trainer = trainer_with(max_norm=0.5, optimizer=optimizer, dtype=dtype, hidden=hidden, batch_size=5)
    assert row_norms(trainer).max() > 0.5
    for _ in range(10):
        trainer.step()
        assert row_norms(trainer).max() <= 0.5 * (1.0 + 4 * np.finfo(dtype).eps)
    assert row_norms(trainer).min() > 0.0


@in_networks_of_any_size
def test_max_norm_turns_no_neuron_and_shortens_none_that_is_short_enough(hidden):
    free, limited = trainer_with(hidden=hidden), trainer_with(hidden=hidden, max_norm=0.9)
    free.step()
    limited.step()
    lengths = row_norms(free)
    assert lengths.min() < 0.9 < lengths.max()
    for one, other in zip(free.network.layers, limited.network.layers, strict=True):
        long = np.linalg.norm(one.W, axis=1) > 0.9
        np.testing.assert_array_equal(other.W[~long], one.W[~long])
        shortened = 0.9 * one.W / np.linalg.norm(one.W, axis=1, keepdims=True)
        np.testing.assert_allclose(other.W[long], shortened[long], rtol=1e-14)
        np.testing.assert_array_equal(other.b, one.b)


def test_a_weight_that_stops_at_zero_does_not_count_for_max_norm():
    trainer = trainer_with(hidden=(), l1=1e-3, max_norm=0.5, learning_rate=1.0)
    (layer,) = trainer.network.layers
    layer.W[0] = [1e-9 * np.sign(gradient_of(trainer)[0]), 2.0, 2.0]
    trainer.step()
    assert layer.W[0, 0] == 0.0
    assert row_norms(trainer)[0] == pytest.approx(0.5, rel=1e-14)


def test_a_neuron_without_weights_stays_so_under_max_norm():
    trainer = trainer_on(hidden=(), l1=100.0, max_norm=0.5, learning_rate=1.0)
    trainer.run(epochs=2)
    assert (trainer.network.layers[0].W == 0.0).all()
    assert np.isfinite(weights(trainer)).all()


# --- all of them


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_switched_on_in_mid_training_it_takes_effect_at_the_next_step(field):
    value = {"l1": 0.01, "l2": 0.1, "weight_decay": 0.1}.get(field, 1e-2)
    switched, never = trainer_with(), trainer_with()
    for trainer in (switched, never):
        trainer.run(epochs=3)
    always = trainer_with(**{field: value})
    always.network.parameters[:] = weights(switched)
    switched.configure(retrained(switched, **{field: value}))
    for trainer in (switched, never, always):
        trainer.step()
    assert (weights(switched) != weights(never)).any()
    np.testing.assert_array_equal(weights(switched), weights(always))


def test_pytorch_has_trained_with_each_of_them_and_with_all_at_once():
    used = [set(one["training"]) & FIELDS for one in RUNS]
    assert FIELDS in used
    assert {field for fields in used if len(fields) == 1 for field in fields} == FIELDS - {"weight_decay"}
    assert len({tuple(one["after"]["100"]) for one in RUNS}) == len(RUNS)  # each of them matters


@pytest.mark.parametrize("one", RUNS, ids=title)
def test_a_hundred_steps_of_a_network_are_those_of_pytorch(one):
    assert_trained_alike(one)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_weight_that_l1_has_brought_to_zero_stays_whatever_drove_it_there(optimizer):
    data = Split(Samples([[1.0], [-1.0]], [1e-3, -1e-3]), Samples(np.empty((0, 1)), []))
    rate = 0.5 if optimizer == "adagrad" else 0.01
    trainer = trainer_on(
        "regression", hidden=(), data=data, optimizer=optimizer, l1=1.0, batch_size=2, learning_rate=rate
    )
    weight, zeros = trainer.network.layers[0].W, []
    for _ in range(2_000):
        trainer.step()
        zeros.append(weight[0, 0] == 0.0)
    assert zeros[-1]
    assert all(zeros[zeros.index(True) :])


@pytest.mark.parametrize(("dtype", "size"), [("float32", 1e20), ("float64", 1e160)])
def test_a_gradient_whose_square_overflows_is_clipped_to_the_norm(dtype, size):
    data = Split(Samples([[1.0], [2.0]], [size, -size]), Samples(np.empty((0, 1)), []))
    trainer = trainer_on(
        "regression", hidden=(), data=data, dtype=dtype, clip_norm=1.0, learning_rate=1.0, batch_size=2
    )
    before = weights(trainer)
    trainer.step()
    assert np.linalg.norm(weights(trainer) - before) == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize(("dtype", "size"), [("float32", 1e25), ("float64", 1e200)])
def test_weights_whose_squares_overflow_are_brought_to_the_largest_norm(dtype, size):
    trainer = trainer_on(hidden=(), dtype=dtype, max_norm=2.0, learning_rate=1e-9)
    trainer.network.layers[0].W[...] = [[size, -2 * size, 2 * size]]
    trainer.step()
    np.testing.assert_allclose(trainer.network.layers[0].W, [[2 / 3, -4 / 3, 4 / 3]], rtol=1e-6)


# --- stages


EVERYTHING = {"l1": L1, "l2": L2, "weight_decay": 0.1, "clip_value": 0.5, "clip_norm": 0.3, "max_norm": 1.0}


@with_every_optimizer
def test_the_update_is_made_of_stages_in_the_order_in_which_they_are_run(optimizer):
    trainer = trainer_with(optimizer=optimizer, **EVERYTHING)
    network, spec = trainer.network, trainer.experiment.training
    one = OPTIMIZERS[optimizer](network.parameters, np.array(0.1), spec)
    fixed = np.zeros(len(network.parameters), dtype=bool)
    fixed[0] = True
    one.gradient[:] = np.linspace(-3.0, 3.0, len(one.gradient))
    before = weights(trainer)
    stages = update(network, one, spec, fixed)
    limits = ["limit"] * len(network.layers)
    order = ["penalty", "penalty", "mask", "clip", "clip", "decay", "step", "stop", *limits, "mask"]
    assert [stage.kind for stage in stages] == order
    assert [stage.layer for stage in stages if stage.kind == "limit"] == list(range(len(limits)))
    formulas = [stage.formula for stage in stages]
    assert len(set(formulas)) == len(formulas)
    for stage in stages:
        run(stage.calls)
        if stage.kind == "mask":
            masked = stage.result[0]
            assert masked == (0.0 if stage is stages[2] else before[0])
        elif stage.formula.startswith("g ← min"):
            assert np.abs(stage.result).max() <= 0.5
        elif stage.formula.startswith("g ← g min"):
            assert np.linalg.norm(stage.result) <= 0.3 * (1 + 1e-12)
        elif stage.kind == "limit":
            assert (np.linalg.norm(stage.result, axis=1) <= 1.0 + 1e-12).all()
    assert stages[-1].result is network.parameters


def test_what_is_switched_off_has_no_stage():
    trainer = trainer_with()
    one = OPTIMIZERS["sgd"](trainer.network.parameters, np.array(0.1), trainer.experiment.training)
    nothing = np.zeros(len(trainer.network.parameters), dtype=bool)
    (stage,) = update(trainer.network, one, trainer.experiment.training, nothing)
    assert (stage.kind, stage.formula) == ("step", OPTIMIZERS["sgd"].formula)
