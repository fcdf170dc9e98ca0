"""Dropout: the share it drops, what it does not change, where it is off, and its gradient."""

from dataclasses import replace

import numpy as np
import pytest
from cases import HEADS, trainer_on, weights

from engine import (
    ACTIVATIONS,
    LOSSES,
    Backprop,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Trainer,
    hidden_activations,
)
from engine.base.recipes import run
from engine.data.draw import stream
from engine.data.targets import targets

SHARES = [0.1, 0.25, 0.5, 0.95]
WIDE = (LayerSpec(200, "tanh", dropout=0.3), LayerSpec(100, "tanh"))


def dropping(share, hidden=WIDE):
    """The layers, each with this share of dropout."""
    return tuple(replace(layer, dropout=share) for layer in hidden)


def passed(trainer, rng=0):
    """One pass over the train samples: its buffers, inputs, targets and gradient."""
    samples, network = trainer.data.train, trainer.network
    gradient = np.empty_like(network.parameters)
    shares = tuple(layer.dropout for layer in trainer.experiment.network.hidden)
    loss = LOSSES[trainer.loss]
    program = Backprop(network, loss, len(samples), gradient, shares, np.random.default_rng(rng))
    X = network.inputs(samples.X).T
    output = next(name for name, one in ACTIVATIONS.items() if one is network.layers[-1].activation)
    Y = targets(samples.y, trainer.problem, output, str(network.dtype), loss.signed).T
    run(program.calls(X, Y))
    return program, X, Y, gradient


def masks(hidden, n, seed):
    """What multiplies the activations of each layer, by hand and from the same generator."""
    rng, found = np.random.default_rng(seed), []
    for layer in hidden:
        kept = np.ones((layer.width, n)) if layer.dropout == 0.0 else rng.random((layer.width, n))
        found.append((kept >= layer.dropout) / (1.0 - layer.dropout))
    return found


def masked_outputs(network, X, found):
    """The outputs, (outputs, n), of the network whose activations are multiplied by the masks."""
    A = X[:-1]
    for layer, mask in zip(network.layers, [*found, 1.0], strict=True):
        A = layer.activation(layer.W @ A + layer.b[:, None]) * mask
    return A


# -- the mask ------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("share", SHARES)
def test_the_share_is_left_out_and_the_others_are_scaled(share, dtype):
    trainer = trainer_on(hidden=dropping(share), dtype=dtype)
    program, X, _, _ = passed(trainer)
    layer = trainer.network.layers[0]
    before = layer.activation(layer.W @ X[:-1] + layer.b[:, None])
    ratio = program.A[0] / before
    kept = program.A[0] != 0.0
    np.testing.assert_allclose(ratio[kept], 1.0 / (1.0 - share), rtol=1e-5)
    deviation = np.sqrt(share * (1.0 - share) / kept.size)
    assert abs((~kept).mean() - share) < 4.0 * deviation


@pytest.mark.parametrize("share", SHARES)
def test_the_mean_is_kept(share):
    # of what each neuron passes on, over many draws
    trainer = trainer_on(hidden=(LayerSpec(50, "sigmoid", dropout=share),))
    layer, draws = trainer.network.layers[0], 400
    sums = 0.0
    for seed in range(draws):
        program, X, _, _ = passed(trainer, rng=seed)
        sums = sums + program.A[0]
    before = layer.activation(layer.W @ X[:-1] + layer.b[:, None])
    deviation = before * np.sqrt(share / (1.0 - share) / draws)
    assert (np.abs(sums / draws - before) < 5.0 * deviation).all()


def test_every_layer_every_sample_and_every_step_has_a_mask_of_its_own():
    trainer = trainer_on(hidden=dropping(0.5, (LayerSpec(64), LayerSpec(64))))
    program, X, Y, _ = passed(trainer)
    first, second = program.A[0] == 0.0, program.A[1] == 0.0
    assert (first != second).any()
    assert (first[:, 0] != first[:, 1]).any()
    run(program.calls(X, Y))
    assert (first != (program.A[0] == 0.0)).any()


def test_the_mask_is_the_generators():
    hidden = dropping(0.4)
    program, *_ = passed(trainer_on(hidden=hidden), rng=3)
    for i, mask in enumerate(masks(hidden, 12, seed=3)):
        np.testing.assert_array_equal(program.A[i] == 0.0, mask == 0.0)


def test_only_the_layers_that_ask_for_it_have_one():
    program, *_ = passed(trainer_on(hidden=WIDE))
    assert (program.A[0] == 0.0).any()
    assert (program.A[1] != 0.0).all()
    assert (program.A[2] != 0.0).all()


def test_the_row_of_ones_that_carries_the_bias_is_never_left_out():
    program, *_ = passed(trainer_on(hidden=dropping(0.95)))
    for i in range(2):
        np.testing.assert_array_equal(program.A.with_ones(i)[-1], 1.0)


# -- the gradient --------------------------------------------------------------------------------


STACKS = {
    "first": (LayerSpec(4, "tanh", dropout=0.5), LayerSpec(3, "tanh")),
    "last": (LayerSpec(4, "tanh"), LayerSpec(3, "tanh", dropout=0.3)),
    "both": (LayerSpec(4, "tanh", dropout=0.2), LayerSpec(3, "tanh", dropout=0.4)),
    "between": (LayerSpec(3, "tanh"), LayerSpec(4, "tanh", dropout=0.5), LayerSpec(3, "tanh")),
    "around": (
        LayerSpec(3, "sigmoid", dropout=0.3),
        LayerSpec(4, "tanh"),
        LayerSpec(3, "sigmoid", dropout=0.5),
    ),
    "one": (LayerSpec(5, "tanh", dropout=0.5),),
}


def masked_slopes(trainer, X, Y, found, h=1e-6):
    """The central difference of the mean loss of the masked network, along every parameter."""
    network, loss = trainer.network, LOSSES[trainer.loss]
    parameters, slopes = network.parameters, []

    def mean():
        A = X[:-1]
        for layer, mask in zip(network.layers, [*found, 1.0], strict=True):
            Z = layer.W @ A + layer.b[:, None]
            A = layer.activation(Z) * mask
        each = np.empty(X.shape[1])
        run(loss.value(Z, A, np.ascontiguousarray(Y), each))
        return each.mean()

    for i, value in enumerate(parameters.copy()):
        parameters[i] = value + h
        above = mean()
        parameters[i] = value - h
        slopes.append((above - mean()) / (2 * h))
        parameters[i] = value
    return np.array(slopes)


def assert_gradient_is_the_slope(trainer):
    for layer in trainer.network.layers:
        layer.b[:] = np.linspace(-0.2, 0.3, len(layer.b))
    hidden = trainer.experiment.network.hidden
    _, X, Y, gradient = passed(trainer, rng=7)
    expected = masked_slopes(trainer, X, Y, masks(hidden, 12, seed=7))
    assert np.abs(expected).max() > 1e-3
    np.testing.assert_allclose(gradient, expected, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("head", HEADS, ids="-".join)
@pytest.mark.parametrize("hidden", STACKS.values(), ids=STACKS)
def test_the_gradient_is_the_slope_of_the_masked_network(hidden, head):
    problem, output, loss = head
    assert_gradient_is_the_slope(trainer_on(problem, output, hidden=hidden, loss=loss))


@pytest.mark.parametrize("activation", hidden_activations())
def test_the_gradient_is_the_slope_with_every_activation(activation):
    # g′ is often computed from a: from what it was before the mask
    hidden = (LayerSpec(4, activation, dropout=0.5), LayerSpec(3, activation, dropout=0.2))
    assert_gradient_is_the_slope(trainer_on(hidden=hidden))


def test_the_outputs_are_those_of_the_masked_network():
    for hidden in STACKS.values():
        trainer = trainer_on(hidden=hidden)
        program, X, _, _ = passed(trainer, rng=5)
        expected = masked_outputs(trainer.network, X, masks(hidden, 12, seed=5))
        np.testing.assert_allclose(program.A[len(hidden)], expected, rtol=1e-12)


def test_a_neuron_that_is_left_out_by_all_samples_learns_nothing():
    trainer = trainer_on(hidden=dropping(0.95, (LayerSpec(30, "tanh"),)))
    program, _, _, gradient = passed(trainer)
    first, second = trainer.network.split(gradient)
    out = (program.A[0] == 0.0).all(axis=1)
    assert out.any()
    assert not out.all()
    np.testing.assert_array_equal(first[out], 0.0)
    np.testing.assert_array_equal(second[:, :-1][:, out], 0.0)
    assert (first[~out] != 0.0).any()


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_a_step_goes_along_the_gradient_of_a_masked_network(optimizer):
    trainer = trainer_on(hidden=STACKS["both"], batch_size=12, learning_rate=0.1, optimizer=optimizer)
    before = weights(trainer)
    *_, gradient = passed(trainer, rng=stream(0, "dropout"))
    trainer.step()
    np.testing.assert_allclose(weights(trainer), before - 0.1 * gradient, rtol=1e-12, atol=1e-15)


# -- where it is off -----------------------------------------------------------------------------


def test_outputs_metrics_scores_and_gradients_know_nothing_of_it():
    dropped, plain = trainer_on(hidden=dropping(0.5)), trainer_on(hidden=dropping(0.0))
    dropped.run(epochs=2)
    plain.network.parameters[:] = dropped.network.parameters
    train, test = dropped.data.train, dropped.data.test
    np.testing.assert_array_equal(dropped.network.predict(test.X), plain.network.predict(test.X))
    assert dropped.metrics() == plain.metrics()
    assert str(dropped.scores()) == str(plain.scores())
    pairs = zip(dropped.gradients(train.X, train.y), plain.gradients(train.X, train.y), strict=True)
    for found, expected in pairs:
        np.testing.assert_array_equal(found[0], expected[0])
        np.testing.assert_array_equal(found[1], expected[1])


def test_looking_draws_nothing():
    looked, alone = (trainer_on(hidden=dropping(0.5), batch_size=5) for _ in range(2))
    for _ in range(7):
        looked.metrics()
        looked.network.predict(looked.data.test.X)
        looked.gradients(looked.data.train.X, looked.data.train.y)
        looked.step()
        alone.step()
    np.testing.assert_array_equal(weights(looked), weights(alone))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_none_gives_the_bits_of_a_network_without_it(dtype):
    zero, plain = (
        trainer_on(hidden=hidden, dtype=dtype, batch_size=5)
        for hidden in (dropping(0.0), (LayerSpec(200), LayerSpec(100)))
    )
    before = zero.state().facts["dropout_rng"]
    for trainer in (zero, plain):
        trainer.run(epochs=3)
    np.testing.assert_array_equal(weights(zero), weights(plain))
    assert zero.state().facts["dropout_rng"] == before


# -- the seed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_same_seed_leaves_out_the_same(dtype):
    first, second = (trainer_on(hidden=dropping(0.5), dtype=dtype, batch_size=5) for _ in range(2))
    for trainer in (first, second):
        trainer.run(epochs=3)
    np.testing.assert_array_equal(weights(first), weights(second))


def test_a_different_seed_leaves_out_others():
    first, second = (trainer_on(hidden=dropping(0.5), seed=seed, batch_size=12) for seed in (0, 1))
    second.network.parameters[:] = first.network.parameters
    for trainer in (first, second):
        trainer.step()
    assert (weights(first) != weights(second)).any()


def test_it_changes_neither_the_starting_weights_nor_the_data_nor_their_order():
    dropped, plain = (
        Trainer(Experiment(DataSpec(samples=40), NetworkSpec(hidden=hidden)))
        for hidden in (dropping(0.5), dropping(0.0))
    )
    np.testing.assert_array_equal(weights(dropped), weights(plain))
    np.testing.assert_array_equal(dropped.data.train.X, plain.data.train.X)
    for trainer in (dropped, plain):
        trainer.run(epochs=3)
    np.testing.assert_array_equal(dropped.state().arrays["order"], plain.state().arrays["order"])


def test_a_reset_leaves_out_the_same_again():
    trainer = trainer_on(hidden=dropping(0.5))
    trainer.run(epochs=3)
    first = weights(trainer)
    trainer.reset()
    trainer.run(epochs=3)
    np.testing.assert_array_equal(weights(trainer), first)


# -- live ----------------------------------------------------------------------------------------


def with_share(trainer, share):
    hidden = dropping(share, trainer.experiment.network.hidden)
    network = replace(trainer.experiment.network, hidden=hidden)
    return replace(trainer.experiment, network=network)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize(("before", "after"), [(0.0, 0.5), (0.5, 0.0), (0.5, 0.1)])
def test_it_changes_without_a_reset(before, after, optimizer):
    trainer = trainer_on(hidden=dropping(before), optimizer=optimizer)
    trainer.run(epochs=3)
    kept, memory = weights(trainer), trainer.state().arrays
    assert trainer.configure(with_share(trainer, after)) is False
    np.testing.assert_array_equal(weights(trainer), kept)
    assert (trainer.epoch, trainer.steps) == (3, 6)
    for name, array in trainer.state().arrays.items():
        if name.startswith("moment"):
            np.testing.assert_array_equal(array, memory[name])


def test_switched_off_it_is_off_from_the_next_step_on():
    dropped, plain = trainer_on(hidden=dropping(0.5)), trainer_on(hidden=dropping(0.0))
    dropped.configure(with_share(dropped, 0.0))
    for trainer in (dropped, plain):
        trainer.run(epochs=2)
    np.testing.assert_array_equal(weights(dropped), weights(plain))


def test_switched_on_it_is_on_from_the_next_step_on():
    dropped, plain = trainer_on(hidden=dropping(0.5)), trainer_on(hidden=dropping(0.0))
    plain.configure(with_share(plain, 0.5))
    for trainer in (dropped, plain):
        trainer.run(epochs=2)
    np.testing.assert_array_equal(weights(dropped), weights(plain))


def test_a_network_that_leaves_out_half_learns():
    experiment = Experiment(DataSpec(dataset="gaussian"), NetworkSpec(hidden=dropping(0.5)))
    trainer = Trainer(experiment)
    trainer.run(epochs=5)
    assert trainer.metrics().test_accuracy > 0.95


@pytest.mark.parametrize("share", [-0.1, 0.96, 1.0, float("nan"), "half", None])
def test_a_share_that_makes_no_sense_is_refused(share):
    with pytest.raises(ValueError, match=r"dropout must be a number from 0 to 0\.95"):
        LayerSpec(dropout=share)
