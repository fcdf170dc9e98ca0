"""Operations during training: what they leave unchanged, what moves with them, and what is refused."""

import itertools
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from cases import everything, retrained, samples, split, trainer_on, weights

from engine import (
    OPTIMIZERS,
    Backprop,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    Trainer,
    TrainSpec,
)

TANH = (LayerSpec(4, "tanh"), LayerSpec(3, "tanh"))
RELU = (LayerSpec(4, "relu"), LayerSpec(3, "relu"))
MIXED = (LayerSpec(3, "sigmoid"), LayerSpec(5, "gelu"), LayerSpec(2, "linear"))
STACKS = [TANH, RELU, MIXED]
PROBLEMS = ["binary", "multiclass", "regression"]
PLACES = [(layer, at) for layer in range(2) for at in range(4)]
X = np.random.default_rng(5).normal(size=(40, 3))


def learnt(problem="binary", hidden=TANH, optimizer="adam", **training):
    """A trainer in the midst of its fourth epoch."""
    trainer = trainer_on(
        problem, hidden=hidden, optimizer=optimizer, batch_size=5, learning_rate=0.01, **training
    )
    trainer.run(epochs=3)
    trainer.step()
    return trainer


def plane(hidden=TANH, features=("x1", "x2"), optimizer="adam", **parts):
    """A trainer on points of the plane, three epochs old."""
    network = NetworkSpec(features=features, hidden=hidden)
    training = TrainSpec(optimizer=optimizer)
    trainer = Trainer(Experiment(DataSpec(samples=40), network=network, training=training, **parts))
    trainer.run(epochs=3)
    return trainer


def thetas(trainer, name="parameters"):
    """A vector of the state as matrices, one a layer."""
    return [theta.copy() for theta in trainer.network.split(trainer.state().arrays[name])]


def rebuilt(trainer, keep=True, **network):
    """Configure another network, and return whether training is back at epoch 0."""
    spec = replace(trainer.experiment.network, **network)
    return trainer.configure(replace(trainer.experiment, network=spec), keep=keep)


def assert_same(trainer, other):
    for array, another in zip(thetas(trainer), thetas(other), strict=True):
        np.testing.assert_array_equal(array, another)


def assert_close(found, expected, tolerance=1e-15):
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)


# -- a neuron more -------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("hidden", STACKS)
def test_a_new_neuron_anywhere_does_not_change_the_function(hidden, problem):
    for layer, spec in enumerate(hidden):
        for at in (*range(spec.width + 1), None):
            trainer = learnt(problem, hidden)
            before = trainer.network.predict(X)
            trainer.add_neuron(layer, at)
            assert_close(trainer.network.predict(X), before)


def test_many_new_neurons_do_not_change_the_function():
    trainer = learnt()
    before = trainer.network.predict(X)
    for layer, at in PLACES:
        trainer.add_neuron(layer, at)
    assert trainer.network.sizes == (3, 8, 7, 1)
    assert_close(trainer.network.predict(X), before)


def test_a_new_neuron_does_not_change_a_float32_function():
    trainer = learnt(dtype="float32")
    before = trainer.network.predict(X)
    trainer.add_neuron(0, 1)
    assert weights(trainer).dtype == np.float32
    assert_close(trainer.network.predict(X), before, 3e-7)


@pytest.mark.parametrize(("layer", "at"), PLACES)
def test_a_new_neuron_leaves_the_other_weights_their_bits(layer, at):
    trainer = learnt()
    before = thetas(trainer)
    trainer.add_neuron(layer, at)
    after = thetas(trainer)
    after[layer] = np.delete(after[layer], at, axis=0)
    outgoing = after[layer + 1][:, at]
    after[layer + 1] = np.delete(after[layer + 1], at, axis=1)
    np.testing.assert_array_equal(outgoing, 0.0)
    for one, another in zip(after, before, strict=True):
        np.testing.assert_array_equal(one, another)


def test_a_new_neuron_is_the_last_one_by_default():
    first, second = learnt(), learnt()
    first.add_neuron(0)
    second.add_neuron(0, 4)
    assert_same(first, second)


@pytest.mark.parametrize(("layer", "at"), PLACES)
def test_the_initialiser_draws_what_flows_into_a_new_neuron(layer, at):
    trainer = learnt()
    rebuilt(trainer, initializer="constant", init_scale=0.25, init_bias=-0.75)
    trainer.add_neuron(layer, at)
    new = trainer.network.layers[layer]
    np.testing.assert_array_equal(new.W[at], 0.25)
    assert new.b[at] == -0.75


@pytest.mark.parametrize(("layer", "at"), PLACES)
def test_what_is_drawn_is_in_the_range_of_the_initialiser(layer, at):
    trainer = learnt()
    trainer.add_neuron(layer, at)
    new = trainer.network.layers[layer]
    fan_in, fan_out = new.W.shape[1], new.W.shape[0]
    assert (np.abs(new.W[at]) <= np.sqrt(6.0 / (fan_in + fan_out))).all()
    assert (new.W[at] != 0.0).all()
    assert new.b[at] == 0.0


@pytest.mark.parametrize("initializer", ["glorot_uniform", "he_normal", "orthogonal", "uniform"])
@pytest.mark.parametrize("at", [0, 2, None])
def test_no_two_new_neurons_are_alike(at, initializer):
    # alike in all they receive, with nothing going out, they would be alike for ever
    trainer = plane()
    rebuilt(trainer, initializer=initializer)
    for _ in range(3):
        trainer.add_neuron(0, at)
        trainer.remove_neuron(0, 0 if at is None else -1)
        trainer.add_neuron(0, at)
    incoming = trainer.network.layers[0].W
    incoming = incoming / np.linalg.norm(incoming, axis=1, keepdims=True)
    alike = np.abs(incoming @ incoming.T) > 1.0 - 1e-9
    assert alike.sum() == len(incoming)


def test_a_new_neuron_in_a_fresh_network_is_not_like_one_it_has():
    trainer = Trainer(Experiment(network=NetworkSpec(initializer="he_normal")))
    trainer.add_neuron(0, 0)
    W = trainer.network.layers[0].W
    assert all((W[0] != other).all() for other in W[1:])


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_new_neuron_learns(optimizer):
    trainer = learnt(optimizer=optimizer)
    trainer.add_neuron(0, 1)
    drawn = thetas(trainer)[0][1]
    trainer.step()
    first = thetas(trainer)
    assert (first[1][:, 1] != 0.0).all()
    trainer.run(epochs=1)
    assert (thetas(trainer)[0][1] != drawn).all()


def test_the_same_edits_give_the_same_bits():
    first, second = learnt(), learnt()
    for trainer in (first, second):
        trainer.add_neuron(0, 1)
        trainer.add_layer(1)
        trainer.run(epochs=2)
    assert everything(first) == everything(second)


# -- a neuron less -------------------------------------------------------------------------------


@pytest.mark.parametrize(("layer", "neuron"), [(0, 0), (0, 2), (0, 3), (1, 0), (1, 2)])
def test_a_neuron_leaves_with_its_weights_on_both_sides_and_nothing_else(layer, neuron):
    trainer = learnt()
    expected = thetas(trainer)
    trainer.remove_neuron(layer, neuron)
    expected[layer] = np.delete(expected[layer], neuron, axis=0)
    expected[layer + 1] = np.delete(expected[layer + 1], neuron, axis=1)
    for found, theta in zip(thetas(trainer), expected, strict=True):
        np.testing.assert_array_equal(found, theta)
    assert trainer.experiment.network.hidden[layer].width == TANH[layer].width - 1


def test_the_last_neuron_is_removed_by_default():
    first, second, third = learnt(), learnt(), learnt()
    first.remove_neuron(0)
    second.remove_neuron(0, 3)
    third.remove_neuron(0, -1)
    assert_same(first, second)
    assert_same(first, third)


def test_a_silenced_neuron_goes_unnoticed():
    trainer = learnt()
    trainer.silence(0, 2)
    before = trainer.network.predict(X)
    trainer.remove_neuron(0, 2)
    assert_close(trainer.network.predict(X), before)
    assert not trainer.silenced.any()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(("layer", "at"), PLACES)
def test_a_neuron_that_comes_and_goes_leaves_no_trace(layer, at, optimizer):
    trainer, untouched = learnt(optimizer=optimizer), learnt(optimizer=optimizer)
    trainer.add_neuron(layer, at)
    trainer.remove_neuron(layer, at)
    assert trainer.experiment == untouched.experiment
    found, expected = trainer.state(), untouched.state()
    for name in {"parameters", "frozen", "silenced", "aside"} | {
        name for name in expected.arrays if name.startswith("moment")
    }:
        np.testing.assert_array_equal(found.arrays[name], expected.arrays[name])
    for name in ("epoch", "steps", "updates", "scalars", "pace", "watch"):
        assert found.facts[name] == expected.facts[name]


# -- layers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("hidden", [(), *STACKS], ids=str)
def test_a_linear_layer_anywhere_does_not_change_the_function(hidden, problem):
    for at in range(len(hidden) + 1):
        trainer = learnt(problem, hidden)
        before = trainer.network.predict(X)
        trainer.add_layer(at)
        assert trainer.experiment.network.hidden[at] == LayerSpec(trainer.network.sizes[at], "linear")
        assert len(trainer.network.layers) == len(hidden) + 2
        assert_close(trainer.network.predict(X), before)


@pytest.mark.parametrize("at", [1, 2])
def test_relu_on_relu_does_not_change_the_function(at):
    trainer = learnt(hidden=RELU)
    before = trainer.network.predict(X)
    trainer.add_layer(at, "relu")
    assert_close(trainer.network.predict(X), before)


def test_a_hundred_layers_do_not_change_the_function():
    trainer = plane(hidden=())
    before = trainer.network.predict(X[:, :2])
    for _ in range(100):
        trainer.add_layer(0)
    assert_close(trainer.network.predict(X[:, :2]), before)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_new_layer_learns(optimizer):
    trainer = learnt(optimizer=optimizer)
    trainer.add_layer(1)
    np.testing.assert_array_equal(thetas(trainer)[1], np.eye(4, 5))
    trainer.run(epochs=1)
    assert (thetas(trainer)[1] != np.eye(4, 5)).all()


@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_linear_layer_that_comes_and_goes_leaves_no_trace(at):
    trainer, untouched = learnt(), learnt()
    trainer.add_layer(at)
    trainer.remove_layer(at)
    assert trainer.experiment == untouched.experiment
    assert_same(trainer, untouched)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_linear_layer_goes_unnoticed_however_much_it_has_learned(place, problem):
    hidden = [*TANH]
    hidden.insert(place, LayerSpec(5, "linear"))
    trainer = learnt(problem, tuple(hidden))
    before = trainer.network.predict(X)
    trainer.remove_layer(place)
    assert trainer.experiment.network.hidden == TANH
    assert_close(trainer.network.predict(X), before, 1e-12)


def test_the_only_layer_may_go():
    trainer = learnt(hidden=(LayerSpec(4, "linear"),))
    before = trainer.network.predict(X)
    trainer.remove_layer(0)
    assert trainer.network.sizes == (3, 1)
    assert_close(trainer.network.predict(X), before, 1e-12)
    trainer.run(epochs=1)
    assert trainer.epoch == 4


def test_a_layer_in_a_network_with_features_comes_after_them():
    trainer = plane(features=("x1", "x2", "x1_x2", "=x1*sin(3*x2)"))
    before = trainer.network.predict(X[:, :2])
    trainer.add_layer(0)
    assert trainer.network.sizes == (4, 4, 4, 3, 1)
    assert_close(trainer.network.predict(X[:, :2]), before)


# -- what goes with the weights ------------------------------------------------------------------


REMEMBERING = [name for name, optimizer in OPTIMIZERS.items() if optimizer.moment_names]


def moments(trainer):
    return {name: thetas(trainer, name) for name in trainer.state().arrays if name.startswith("moment_")}


@pytest.mark.parametrize("optimizer", REMEMBERING)
@pytest.mark.parametrize(("layer", "at"), PLACES)
def test_moments_go_with_their_weights_and_new_ones_are_zero(layer, at, optimizer):
    trainer = learnt(optimizer=optimizer)
    before = moments(trainer)
    trainer.add_neuron(layer, at)
    after = moments(trainer)
    assert set(after) == {f"moment_{name}" for name in OPTIMIZERS[optimizer].moment_names}
    for name, expected in before.items():
        assert any(theta.any() for theta in expected)
        expected[layer] = np.insert(expected[layer], at, 0.0, axis=0)
        expected[layer + 1] = np.insert(expected[layer + 1], at, 0.0, axis=1)
        for found, theta in zip(after[name], expected, strict=True):
            np.testing.assert_array_equal(found, theta)


@pytest.mark.parametrize("optimizer", REMEMBERING)
def test_moments_of_the_layers_around_one_that_is_added_or_removed_stay(optimizer):
    trainer = learnt(optimizer=optimizer)
    before = moments(trainer)
    trainer.add_layer(1)
    for name, (first, new, *rest) in moments(trainer).items():
        assert not new.any()
        for found, theta in zip((first, *rest), before[name], strict=True):
            np.testing.assert_array_equal(found, theta)
    trainer.run(epochs=1)
    learnt_since = moments(trainer)
    trainer.remove_layer(1)
    for name, (first, joined, last) in moments(trainer).items():
        np.testing.assert_array_equal(first, learnt_since[name][0])
        assert not joined.any()  # of a product of two matrices neither of them knows a moment
        np.testing.assert_array_equal(last, learnt_since[name][3])


EDITS = {
    "add neuron": lambda trainer: trainer.add_neuron(0, 1),
    "remove neuron": lambda trainer: trainer.remove_neuron(1, 0),
    "add layer": lambda trainer: trainer.add_layer(1),
    "remove layer": lambda trainer: trainer.remove_layer(0),
    "another width": lambda trainer: rebuilt(trainer, hidden=(LayerSpec(2, "tanh"), LayerSpec(9, "tanh"))),
}
edits = pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)


@edits
@pytest.mark.parametrize("optimizer", ["sgd", "nadam"])
def test_epochs_steps_and_updates_are_counted_on(edit, optimizer):
    trainer = learnt(optimizer=optimizer)
    before = trainer.state().facts
    edit(trainer)
    after = trainer.state().facts
    for name in ("epoch", "steps", "updates", "scalars"):
        assert after[name] == before[name]
    trainer.run(epochs=2)
    assert trainer.epoch == 5


@edits
def test_the_schedule_continues(edit):
    trainer = learnt(schedule="exponential", decay_epochs=1, warmup_epochs=1)
    rate = trainer.learning_rate
    edit(trainer)
    assert trainer.learning_rate == rate
    trainer.run(epochs=1)
    assert trainer.learning_rate == pytest.approx(rate / 2)


@edits
@pytest.mark.parametrize("what", ["order_rng", "dropout_rng"])
def test_order_and_dropout_are_drawn_on(what, edit):
    # and not again from where they began
    trainer = learnt(hidden=tuple(replace(layer, dropout=0.5) for layer in TANH))
    before = trainer.state().facts[what]
    edit(trainer)
    assert trainer.state().facts[what] == before


@pytest.mark.parametrize("width", [3, 4], ids=["live", "keep"])
def test_a_different_schedule_begins_without_the_plateaus_of_the_one_before(width):
    trainer = learnt(schedule="plateau", plateau_epochs=1)
    for layer in range(3):
        trainer.freeze(layer)
    trainer.run(epochs=10)
    assert trainer.learning_rate < 0.001
    hidden = (TANH[0], LayerSpec(width, "tanh"))
    for schedule in ("step", "plateau"):
        network = replace(trainer.experiment.network, hidden=hidden)
        changed = replace(retrained(trainer, schedule=schedule), network=network)
        assert trainer.configure(changed, keep=True) is False
        hidden = TANH
    assert trainer.learning_rate == 0.01


@edits
def test_metrics_and_gradients_are_those_of_the_new_network(edit):
    trainer = learnt()
    trainer.metrics()
    edit(trainer)
    new = trainer_on(hidden=trainer.experiment.network.hidden)
    new.network.parameters[:] = trainer.network.parameters
    assert trainer.metrics() == new.metrics()
    train = trainer.data.train
    pairs = zip(trainer.gradients(train.X, train.y), new.gradients(train.X, train.y), strict=True)
    for found, expected in pairs:
        np.testing.assert_array_equal(found[0], expected[0])


@edits
def test_after_a_divergence_training_continues_from_the_edited_network(edit):
    trainer = learnt()
    edit(trainer)
    kept = weights(trainer)
    trainer.network.parameters[0] = np.nan
    trainer.run(epochs=2)
    assert trainer.diverged is not None
    np.testing.assert_array_equal(weights(trainer), kept)
    trainer.run(epochs=1)
    assert trainer.diverged is None


def marked(trainer):
    """Freeze neuron 2 of the first layer, silence neuron 1 and one weight into the output."""
    trainer.freeze(0, 2)
    trainer.silence(0, 1)
    trainer.silence(2, 0, 2)
    return trainer


def marks(trainer):
    split_up = trainer.network.split
    return [theta.copy() for flat in (trainer.frozen, trainer.silenced) for theta in split_up(flat)]


@pytest.mark.parametrize("at", [0, 2, 4])
def test_masks_go_with_their_weights_and_what_is_new_is_free(at):
    trainer = marked(learnt())
    expected = marks(trainer)
    trainer.add_neuron(0, at)
    for i in (0, 3):
        expected[i] = np.insert(expected[i], at, False, axis=0)
        expected[i + 1] = np.insert(expected[i + 1], at, False, axis=1)
    for found, theta in zip(marks(trainer), expected, strict=True):
        np.testing.assert_array_equal(found, theta)


@pytest.mark.parametrize("operate", ["add_layer", "add_neuron"])
def test_marked_weights_rest_after_an_operation(operate):
    trainer = marked(learnt())
    frozen = thetas(trainer)[0][2]
    getattr(trainer, operate)(0)
    at = 1 if operate == "add_layer" else 0
    trainer.run(epochs=2)
    np.testing.assert_array_equal(thetas(trainer)[at][2], frozen)
    np.testing.assert_array_equal(thetas(trainer)[at + 1][:, 1], 0.0)
    assert thetas(trainer)[at + 2][0, 2] == 0.0


def test_what_was_silenced_is_heard_again_after_operations():
    trainer = learnt()
    outgoing = thetas(trainer)[1][:, 1]
    marked(trainer)
    trainer.add_neuron(0, 0)
    trainer.add_layer(0)
    trainer.remove_neuron(2, 0)
    trainer.silence(1, 2, on=False)
    np.testing.assert_array_equal(thetas(trainer)[2][:, 2], outgoing[1:])


# -- configure(keep=True) ------------------------------------------------------------------------


def test_a_new_feature_changes_nothing_until_it_is_learned():
    trainer = plane()
    before, old = trainer.network.predict(X[:, :2]), thetas(trainer)
    assert rebuilt(trainer, features=("sin_x1", "x1", "=x1*x2*x2", "x2")) is False
    assert_close(trainer.network.predict(X[:, :2]), before)
    np.testing.assert_array_equal(thetas(trainer)[0][:, [1, 3, 4]], old[0])
    np.testing.assert_array_equal(thetas(trainer)[0][:, [0, 2]], 0.0)
    trainer.step()
    assert (thetas(trainer)[0][:, [0, 2]] != 0.0).all()


def test_a_feature_leaves_with_its_weights_and_nothing_else():
    trainer = plane(features=("x1", "x2", "sin_x1", "sin_x2"))
    old = thetas(trainer)
    assert rebuilt(trainer, features=("x1", "sin_x2")) is False
    new = thetas(trainer)
    np.testing.assert_array_equal(new[0], old[0][:, [0, 3, 4]])
    np.testing.assert_array_equal(new[1], old[1])


def test_features_that_change_places_take_their_weights_along():
    trainer = plane(features=("x1", "x2", "sin_x1"))
    before, old, velocity = trainer.network.predict(X[:, :2]), thetas(trainer), moments(trainer)
    assert rebuilt(trainer, features=("sin_x1", "x1_squared", "x2", "x1")) is False
    np.testing.assert_array_equal(thetas(trainer)[0][:, [3, 2, 0, 4]], old[0])
    for name, one in moments(trainer).items():
        np.testing.assert_array_equal(one[0][:, [3, 2, 0, 4]], velocity[name][0])
    assert_close(trainer.network.predict(X[:, :2]), before)


@pytest.mark.parametrize("features", [("x2", "x1"), ("sin_x1", "sin_x2")])
def test_a_relu_network_still_learns_after_a_change_of_all_its_features(features):
    layer = LayerSpec(8, "relu")
    trainer = Trainer(Experiment(DataSpec(samples=40), NetworkSpec(hidden=(layer, layer))))
    rebuilt(trainer, features=features)
    before = thetas(trainer)[0]
    trainer.run(epochs=3)
    assert (thetas(trainer)[0] != before).any()


def test_widths_change_at_the_end_of_each_layer():
    trainer = learnt()
    old = thetas(trainer)
    assert rebuilt(trainer, hidden=(LayerSpec(6, "tanh"), LayerSpec(2, "tanh"))) is False
    first, second, third = thetas(trainer)
    assert trainer.network.sizes == (3, 6, 2, 1)
    np.testing.assert_array_equal(first[:4], old[0])
    np.testing.assert_array_equal(second[:, [0, 1, 2, 3, 6]], old[1][:2])
    np.testing.assert_array_equal(second[:, 4:6], 0.0)
    np.testing.assert_array_equal(third, old[2][:, [0, 1, 3]])


def test_a_wider_layer_is_one_with_new_neurons():
    by_hand, configured = learnt(), learnt()
    by_hand.add_neuron(1)
    assert rebuilt(configured, hidden=(TANH[0], LayerSpec(4, "tanh"))) is False
    assert by_hand.experiment == configured.experiment
    np.testing.assert_array_equal(by_hand.network.predict(X), configured.network.predict(X))


LINEAR = LayerSpec(4, "linear")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TANH, (TANH[0], LINEAR, LINEAR, TANH[1])),
        (TANH, (*TANH, LayerSpec(3, "linear"), LayerSpec(3, "linear"))),
        (TANH, (LayerSpec(3, "linear"), LayerSpec(3, "linear"), *TANH)),
        ((TANH[0], LINEAR, LINEAR, TANH[1]), TANH),
        ((*TANH, LINEAR, LINEAR, LINEAR), TANH),
        ((LayerSpec(7, "linear"), LayerSpec(2, "linear"), *TANH), TANH),
        ((LINEAR, LayerSpec(7, "linear")), ()),
        ((), (LayerSpec(3, "linear"), LayerSpec(3, "linear"))),
    ],
    ids=str,
)
@pytest.mark.parametrize("given", [True, False], ids=["given", "drawn"])
def test_several_linear_layers_come_and_go_unnoticed(old, new, given):
    if given:
        trainer, points = learnt(hidden=old), X
    else:
        trainer, points = plane(old, features=("x1", "x2", "sin_x1")), X[:, :2]
    before = trainer.network.predict(points)
    assert rebuilt(trainer, hidden=new) is False
    assert trainer.network.sizes[1:-1] == tuple(layer.width for layer in new)
    assert_close(trainer.network.predict(points), before, 1e-12)


def test_a_different_activation_leaves_the_weights_and_changes_the_function():
    trainer = learnt()
    kept, before = weights(trainer), trainer.network.predict(X)
    assert rebuilt(trainer, hidden=(LayerSpec(4, "relu"), TANH[1])) is False
    np.testing.assert_array_equal(weights(trainer), kept)
    assert (trainer.network.predict(X) != before).all()
    assert trainer.epoch == 3


@pytest.mark.parametrize(
    "change",
    [
        {"data": DataSpec(dataset="circle", samples=60)},
        {"data": DataSpec(dataset="plane", samples=40)},
        {"seed": 7},
        {"network": NetworkSpec(hidden=TANH, output="tanh")},
        {"network": NetworkSpec(hidden=TANH, initializer="he_normal")},
    ],
    ids=str,
)
def test_other_data_another_seed_or_output_keep_the_weights(change):
    trainer = plane()
    kept, memory = weights(trainer), moments(trainer)
    changed = replace(trainer.experiment, **change)
    assert trainer.configure(changed, keep=True) is False
    np.testing.assert_array_equal(weights(trainer), kept)
    for name, one in moments(trainer).items():
        np.testing.assert_array_equal(one[0], memory[name][0])
    new = Trainer(changed)
    np.testing.assert_array_equal(trainer.data.train.X, new.data.train.X)
    np.testing.assert_array_equal(trainer.data.test.y, new.data.test.y)
    assert (trainer.epoch, trainer.loss, trainer.decision_threshold) == (3, new.loss, new.decision_threshold)


def test_a_different_dtype_rounds_the_weights():
    trainer = plane()
    kept = weights(trainer)
    assert trainer.configure(retrained(trainer, dtype="float32"), keep=True) is False
    np.testing.assert_array_equal(weights(trainer), kept.astype(np.float32))
    assert weights(trainer).dtype == np.float32


@pytest.mark.parametrize(
    "change",
    [
        {"data": DataSpec(dataset="blobs", samples=40)},
        {"network": NetworkSpec(hidden=TANH, output="softmax")},
        {"training": TrainSpec(optimizer="adam", loss="categorical_cross_entropy")},
    ],
    ids=str,
)
def test_a_different_number_of_outputs_starts_again_and_says_so(change):
    trainer = plane()
    changed = replace(trainer.experiment, **change)
    new = Trainer(changed)
    assert trainer.configure(changed, keep=True) is True
    assert trainer.network.sizes[-1] > 1
    assert everything(trainer) == everything(new)


@pytest.mark.parametrize(
    "network", [{"hidden": TANH[:1]}, {"features": ("x1",)}, {"initializer": "he_normal"}], ids=str
)
def test_without_keep_a_changed_network_is_drawn_again(network):
    trainer = plane()
    assert rebuilt(trainer, keep=False, **network) is True
    assert everything(trainer) == everything(Trainer(trainer.experiment))


def test_training_settings_change_along_with_the_network():
    trainer = plane(optimizer="adam")
    wide = replace(trainer.experiment.network, hidden=(LayerSpec(5, "tanh"), TANH[1]))
    changed = replace(trainer.experiment, network=wide, training=TrainSpec(optimizer="rmsprop", l2=0.1))
    assert trainer.configure(changed, keep=True) is False
    assert trainer.experiment == changed
    assert trainer.state().facts["updates"] == 0
    assert not any(theta.any() for theta in moments(trainer)["moment_squares"])


@pytest.mark.parametrize("change", [{"features": ("x1",)}, {"features": ("x2", "sin_x1", "x1")}], ids=str)
def test_data_that_are_passed_in_do_not_look_at_features(change):
    trainer = learnt()
    kept = weights(trainer)
    assert rebuilt(trainer, **change) is False
    np.testing.assert_array_equal(weights(trainer), kept)


FEATURES = ("x1", "x2", "sin_x1", "x1_x2", "=x1-x2")


def any_network(rng):
    hidden = tuple(
        LayerSpec(int(rng.integers(1, 6)), str(rng.choice(["tanh", "relu", "linear"])))
        for _ in range(rng.integers(0, 5))
    )
    features = rng.permutation(FEATURES)[: rng.integers(1, 6)]
    return NetworkSpec(features=tuple(str(one) for one in features), hidden=hidden)


@pytest.mark.parametrize("given", [split(), None], ids=["given", "drawn"])
@pytest.mark.parametrize("seed", range(12))
def test_one_network_becomes_any_other_and_learns_on(seed, given):
    rng = np.random.default_rng(seed)
    experiment = Experiment(DataSpec(samples=20), any_network(rng), TrainSpec(optimizer="adam"))
    trainer = Trainer(experiment, data=given)
    for _ in range(5):
        trainer.run(epochs=1)
        epoch = trainer.epoch
        trainer.freeze(len(trainer.network.layers) - 1, 0, 0)
        changed = replace(trainer.experiment, network=any_network(rng))
        sizes = Trainer(changed, data=given).network.sizes
        assert trainer.configure(changed, keep=True) is False
        assert (trainer.network.sizes, trainer.epoch) == (sizes, epoch)
        assert np.isfinite(weights(trainer)).all()
        again = Trainer.restore(trainer.state())
        for one in (trainer, again):
            one.step()
        assert everything(trainer) == everything(again)


# -- other samples -------------------------------------------------------------------------------


def others(columns=3, problem="binary", n=20):
    return Split(samples(problem, n, seed=7, columns=columns), samples(problem, 6, seed=8, columns=columns))


def test_other_samples_with_as_many_columns_are_learned_with_the_weights_there_are():
    trainer, data = learnt(), others()
    kept, memory, steps = weights(trainer), moments(trainer), trainer.steps
    assert trainer.use(data) is False
    assert trainer.data is data
    assert (trainer.epoch, trainer.steps) == (3, steps)
    np.testing.assert_array_equal(weights(trainer), kept)
    for name, one in moments(trainer).items():
        np.testing.assert_array_equal(one[0], memory[name][0])
    trainer.run(epochs=1)
    assert trainer.steps == steps + 4


def test_the_metrics_are_those_of_the_other_samples():
    trainer, data = learnt(), others()
    trainer.metrics()
    trainer.use(data)
    new = trainer_on(data=data)
    new.network.parameters[:] = trainer.network.parameters
    assert trainer.metrics() == new.metrics()


@pytest.mark.parametrize("data", [others(columns=2), others(columns=4), others(problem="multiclass")])
def test_samples_that_do_not_fit_the_network_begin_anew(data):
    trainer = learnt()
    assert trainer.use(data) is True
    assert everything(trainer) == everything(Trainer(trainer.experiment, data=data))


def test_without_samples_it_is_back_at_the_experiments_own():
    trainer = learnt()
    assert trainer.use(None) is True
    new = Trainer(trainer.experiment)
    assert everything(trainer) == everything(new)
    np.testing.assert_array_equal(trainer.data.train.X, new.data.train.X)
    assert trainer.network.features == ("x1", "x2")


def test_samples_passed_in_later_are_those_passed_in_at_first():
    data = others()
    late, early = trainer_on(), trainer_on(data=data)
    late.use(None)
    assert late.use(data) is True
    for trainer in (late, early):
        trainer.run(epochs=2)
    assert everything(late) == everything(early)


def values(labels):
    return Split(Samples(X[:12], labels), Samples(X[:12], labels))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (values(np.linspace(0.1, 0.9, 12)), "cannot be used for regression"),
        (values(np.arange(12) - 1), "class labels must be 0, 1, 2, …, got -1"),
        (values(np.arange(12) * 100), "class labels must be below 1,000"),
        (others(problem="multiclass"), "cannot be used for several classes"),
    ],
)
def test_samples_that_are_refused_change_nothing(data, message):
    trainer, untouched = (learnt(loss="binary_cross_entropy") for _ in range(2))
    given = trainer.data
    with pytest.raises(ValueError, match=message):
        trainer.use(data)
    assert trainer.data is given
    assert everything(trainer) == everything(untouched)
    for one in (trainer, untouched):
        one.run(epochs=2)
    assert everything(trainer) == everything(untouched)
    trainer.reset()
    assert trainer.data is given


# -- what is refused -----------------------------------------------------------------------------


REFUSED = [
    (lambda trainer: trainer.add_neuron(2), "there is no layer 2: choose 0 to 1"),
    (lambda trainer: trainer.add_neuron(-1), "there is no layer -1: choose 0 to 1"),
    (lambda trainer: trainer.add_neuron("first"), "there is no layer 'first'|there is no layer first"),
    (lambda trainer: trainer.add_neuron(0, 5), "there is no neuron 5: choose 0 to 4"),
    (lambda trainer: trainer.add_neuron(0, -1), "there is no neuron -1: choose 0 to 4"),
    (lambda trainer: trainer.add_neuron(0, 0.5), "there is no neuron 0.5"),
    (lambda trainer: trainer.remove_neuron(2), "there is no layer 2: choose 0 to 1"),
    (lambda trainer: trainer.remove_neuron(0, 4), "there is no neuron 4: choose 0 to 3"),
    (lambda trainer: trainer.remove_neuron(0, -2), "there is no neuron -2: choose 0 to 3"),
    (lambda trainer: trainer.remove_neuron(1, None), "there is no neuron None"),
    (lambda trainer: trainer.add_layer(3), "there is no layer 3: choose 0 to 2"),
    (lambda trainer: trainer.add_layer(-1), "there is no layer -1: choose 0 to 2"),
    (lambda trainer: trainer.add_layer(0, "softmax"), "activation 'softmax' is not known"),
    (lambda trainer: trainer.remove_layer(2), "there is no layer 2: choose 0 to 1"),
    (lambda trainer: trainer.remove_layer(-1), "there is no layer -1: choose 0 to 1"),
]


def assert_refused(trainer, untouched, change, message, error=ValueError):
    """Both trainers are alike; the change to one of them is refused, and they still are."""
    network, experiment, data = trainer.network, trainer.experiment, trainer.data
    with pytest.raises(error, match=message) as refusal:
        change(trainer)
    assert "\n" not in str(refusal.value)
    assert trainer.network is network
    assert trainer.experiment is experiment
    assert trainer.data is data
    assert everything(trainer) == everything(untouched)
    for one in (trainer, untouched):
        one.run(epochs=2)
    assert everything(trainer) == everything(untouched)
    assert trainer.metrics() == untouched.metrics()


@pytest.mark.parametrize(("change", "message"), REFUSED)
def test_an_operation_that_is_refused_changes_nothing(change, message):
    assert_refused(learnt(), learnt(), change, message)


def test_a_layer_keeps_its_only_neuron():
    make = partial(learnt, hidden=(LayerSpec(1), LayerSpec(2)))
    assert_refused(make(), make(), lambda trainer: trainer.remove_neuron(0), "needs at least one neuron")


def test_a_layer_has_its_largest_width():
    make = partial(learnt, hidden=(LayerSpec(10_000),), optimizer="sgd")
    message = "width must be a whole number from 1 to 10,000, got 10001"
    assert_refused(make(), make(), lambda trainer: trainer.add_neuron(0), message)


def test_there_are_a_hundred_layers_at_most():
    make = partial(plane, hidden=(LayerSpec(1),) * 100)
    message = "number of hidden layers must be a whole number from 0 to 100, got 101"
    assert_refused(make(), make(), lambda trainer: trainer.add_layer(0), message)


@pytest.mark.parametrize("operate", [Trainer.remove_neuron, Trainer.add_neuron, Trainer.remove_layer])
def test_without_hidden_layers_there_is_nothing_to_operate_on(operate):
    make = partial(learnt, hidden=())
    assert_refused(make(), make(), lambda trainer: operate(trainer, 0), "there is no layer 0")


GROWING = {
    "add neuron": lambda trainer: trainer.add_neuron(0, 1),
    "add layer": lambda trainer: trainer.add_layer(1),
    "remove layer": lambda trainer: trainer.remove_layer(0),
    "keep": lambda trainer: rebuilt(trainer, hidden=(LayerSpec(9), LayerSpec(9), LayerSpec(9))),
    "anew": lambda trainer: rebuilt(trainer, keep=False, hidden=(LayerSpec(9),)),
    "use": lambda trainer: trainer.use(others()),
    "use others": lambda trainer: trainer.use(others(columns=9)),
    "live": lambda trainer: trainer.configure(retrained(trainer, batch_size=7, optimizer="nadam")),
    "freeze": lambda trainer: trainer.freeze(0),
    "silence": lambda trainer: trainer.silence(0, 1),
    "reset": lambda trainer: trainer.reset(),
}


@pytest.mark.parametrize("change", ["add neuron", "add layer", "keep", "anew", "use", "live"])
def test_what_would_not_fit_the_memory_is_refused(change, monkeypatch):
    trainer, untouched = learnt(), learnt()
    with monkeypatch.context() as patch:
        patch.setattr("engine.base.limits.memory_limit", lambda: 1_000)
        with pytest.raises(ValueError, match="of memory"):
            GROWING[change](trainer)
    assert everything(trainer) == everything(untouched)
    assert_refused(trainer, untouched, lambda trainer: trainer.add_neuron(9), "there is no layer")


@pytest.mark.parametrize("change", GROWING.values(), ids=GROWING)
def test_memory_that_runs_out_on_the_way_changes_nothing(change, monkeypatch):
    build = Backprop.__init__
    for enough in itertools.count():  # for so many passes and no more
        trainer, untouched, passes = learnt(), learnt(), itertools.count()

        def bounded(self, *arguments, passes=passes, enough=enough, **named):
            if next(passes) == enough:
                raise MemoryError
            build(self, *arguments, **named)

        with monkeypatch.context() as patch:
            patch.setattr(Backprop, "__init__", bounded)
            try:
                change(trainer)
            except MemoryError:
                pass
            else:
                break
        assert everything(trainer) == everything(untouched)
        for one in (trainer, untouched):
            one.run(epochs=2)
        assert everything(trainer) == everything(untouched)
    assert enough > 0
