import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from cases import HEADS, trainer_on

from engine import LOSSES, Forward, LayerSpec, Network, NeuronActivations
from engine.base.recipes import run
from engine.network.backprop import Backprop
from engine.network.buffers import Stack

KINDS = [(4, "tanh"), (3, "tanh"), (5, "relu"), (2, "sigmoid"), (3, "tanh")]
MIXED = tuple(LayerSpec(width, activation) for width, activation in KINDS)
DELTA = 0.4
# ∂L/∂a of one sample, and ∂a/∂z of an output, as a textbook writes them
LOSS_SLOPES = {
    "squared": lambda a, y: a - y,
    "absolute": lambda a, y: np.where(a > y, 1.0, -1.0),
    "huber": lambda a, y: np.where(np.abs(a - y) <= DELTA, a - y, np.where(a > y, DELTA, -DELTA)),
    "hinge": lambda a, y: np.where(y * a < 1.0, -y, 0.0),
}
OUTPUT_SLOPES = {"linear": np.ones_like, "sigmoid": lambda a: a * (1.0 - a), "tanh": lambda a: 1.0 - a**2}


def wanted(y, problem, output, loss, outputs):
    """The targets in columns: the values of a regression, or 0 and 1, or −1 and 1."""
    if problem == "regression":
        return y.T
    Y = (y == np.arange(outputs)[:, None] if outputs > 1 else y[None, :] == 1).astype(float)
    return 2.0 * Y - 1.0 if output == "tanh" or loss == "hinge" else Y


def compiled(head, hidden=MIXED, dropout=(), rng=None):
    """A pass over the train samples, its inputs and targets, and the trainer they are from."""
    problem, output, loss = head
    trainer = trainer_on(problem, output, hidden=hidden, loss=loss, huber_delta=DELTA)
    samples, network = trainer.data.train, trainer.network
    gradient = np.full_like(network.parameters, np.nan)
    tuned = LOSSES[loss].tuned(trainer.experiment.training)
    program = Backprop(network, tuned, len(samples), gradient, dropout, rng)
    X = network.inputs(samples.X).T
    Y = wanted(samples.y, problem, output, loss, network.sizes[-1])
    return program, X, Y, gradient, trainer


def textbook_gradient(network, X, Y, head, masks=None):
    """Backpropagation as chapters print it: a new array for every line."""
    _, output, loss = head
    masks = masks or [1.0] * len(network.layers)
    Z, A = [], [X[:-1]]
    for layer, mask in zip(network.layers, masks, strict=True):
        Z.append(layer.W @ A[-1] + layer.b[:, None])
        A.append(layer.activation(Z[-1]) * mask)
    if loss.endswith("cross_entropy"):
        delta = A[-1] - Y
    else:
        delta = LOSS_SLOPES[loss](A[-1], Y) * OUTPUT_SLOPES[output](A[-1])
    parts = []
    for i in reversed(range(len(Z))):
        parts.append(np.column_stack([delta @ A[i].T, delta.sum(axis=1)]) / X.shape[1])
        if i > 0:
            slopes = np.empty_like(Z[i - 1])
            activation = network.layers[i - 1].activation
            run(activation.derivative(Z[i - 1], activation(Z[i - 1]), slopes))
            delta = (network.layers[i].W.T @ delta) * slopes * masks[i - 1]
    return np.concatenate([part.ravel() for part in reversed(parts)])


@pytest.mark.parametrize("hidden", [(), MIXED[:1], MIXED], ids=len)
@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_the_calls_compute_what_the_textbook_prints(head, hidden):
    program, X, Y, gradient, trainer = compiled(head, hidden)
    run(program.calls(X, Y))
    expected = textbook_gradient(trainer.network, X, Y, head)
    np.testing.assert_allclose(gradient, expected, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_one_stage_at_a_time_gives_the_same_bits(head):
    program, X, Y, gradient, _ = compiled(head)
    run(program.calls(X, Y))
    at_once = gradient.copy()
    gradient[:] = np.nan
    for stage in program.stages(X, Y):
        run(stage.calls)
    np.testing.assert_array_equal(gradient, at_once)


@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_no_pass_depends_on_the_one_before(head):
    program, X, Y, gradient, _ = compiled(head)
    run(program.calls(X, Y))
    first = gradient.copy()
    run(program.calls(100.0 * X[:, ::-1], Y[:, ::-1]))
    run(program.calls(X, Y))
    np.testing.assert_array_equal(gradient, first)


def test_every_stage_has_its_own_formula():
    program, X, Y, *_ = compiled(HEADS[0])
    formulas = [stage.formula for stage in program.stages(X, Y)]
    assert len(set(formulas)) == len(formulas)
    for layer in range(1, len(MIXED) + 2):
        assert sum(f"∂L/∂[W|b][{layer}] =" in formula for formula in formulas) == 1


def test_stages_leave_what_their_formulas_say_in_the_buffers():
    program, X, Y, _, trainer = compiled(("binary", "sigmoid", "binary_cross_entropy"))
    run(program.calls(X, Y))
    for i, (before, layer) in enumerate(pairwise([None, *trainer.network.layers])):
        inputs = X[:-1] if before is None else program.A[i - 1]
        np.testing.assert_allclose(program.Z[i], layer.W @ inputs + layer.b[:, None], rtol=1e-12, atol=1e-14)
        np.testing.assert_array_equal(program.A[i], layer.activation(program.Z[i]))
    np.testing.assert_allclose(program.D[len(MIXED)], (program.A[len(MIXED)] - Y) / program.n, rtol=1e-14)


LONG = (*MIXED, *(LayerSpec(4, "tanh") for _ in range(4)))  # with equal layers, which share their calls


@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_each_stage_says_its_result_and_its_layer(head):
    shares = (0.5, *(0.0,) * (len(LONG) - 1))
    program, X, Y, gradient, trainer = compiled(head, LONG, shares, rng=np.random.default_rng(3))
    network, seen = trainer.network, set()
    gradient[:] = np.nan
    for stage in program.stages(X, Y):
        run(stage.calls)
        i, result = stage.layer, stage.result.copy()
        seen.add((stage.kind, i))
        layer, inputs = network.layers[i], X if i == 0 else program.A.with_ones(i - 1)
        if stage.kind == "z":
            expected = layer.theta @ inputs
        elif stage.kind == "a":
            expected = layer.activation(program.Z[i])
        elif stage.kind == "slope":
            expected = np.empty_like(result)
            run(layer.activation.derivative(program.Z[i], layer.activation(program.Z[i]), expected))
        elif stage.kind == "loss_slope" and i < len(LONG):
            expected = network.layers[i + 1].W.T @ program.D[i + 1]
        elif stage.kind == "gradient":
            expected = program.D[i] @ inputs.T
            assert np.shares_memory(stage.result, gradient)
        else:
            assert stage.kind in ("dropout_mask", "dropout", "error", "loss_slope")
            continue
        np.testing.assert_allclose(result, expected, rtol=1e-10, atol=1e-13)
    depth = range(len(LONG) + 1)
    assert {(kind, i) for kind in ("z", "a", "error", "gradient") for i in depth} <= seen
    assert ("dropout", 0) in seen
    np.testing.assert_array_equal(np.isfinite(gradient), True)


def test_an_error_is_the_slope_of_the_mean_loss_along_its_pre_activation():
    program, X, Y, _, trainer = compiled(("regression", "linear", "squared"), MIXED[:2])
    run(program.calls(X, Y))
    _, db = trainer.gradients(trainer.data.train.X, trainer.data.train.y)[0]
    np.testing.assert_allclose(program.D[0].sum(axis=1), db, rtol=1e-12)


SHARES = [(0.5, 0.0, 0.25, 0.0, 0.9), (0.0, 0.5, 0.0, 0.0, 0.0), (0.5,) * 5]


def masks_of(program, network, shares):
    """What the last pass multiplied each layer's activations with."""
    masks = []
    for i, (layer, share) in enumerate(zip(network.layers, (*shares, 0.0), strict=True)):
        G = layer.activation(program.Z[i])
        mask = np.where((program.A[i] == 0.0) & (share > 0.0), 0.0, 1.0 / (1.0 - share))
        np.testing.assert_allclose(program.A[i], G * mask, rtol=1e-14)
        masks.append(mask)
    return masks


@pytest.mark.parametrize("shares", SHARES, ids=str)
@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_what_dropout_leaves_out_forward_is_left_out_backward(head, shares):
    program, X, Y, gradient, trainer = compiled(head, MIXED, shares, np.random.default_rng(0))
    for layer in trainer.network.layers:
        layer.b[:] = 0.1  # so that no activation is 0 but for its mask
    for _ in range(3):
        run(program.calls(X, Y))
        masks = masks_of(program, trainer.network, shares)
        expected = textbook_gradient(trainer.network, X, Y, head, masks)
        np.testing.assert_allclose(gradient, expected, rtol=1e-11, atol=1e-14)


def test_dropout_leaves_out_its_share_and_keeps_the_mean():
    wide = (LayerSpec(500, "sigmoid"),)
    program, X, Y, _, trainer = compiled(HEADS[0], wide, (0.3,), np.random.default_rng(0))
    run(program.calls(X, Y))
    first = masks_of(program, trainer.network, (0.3,))[0]
    assert (first == 0.0).mean() == pytest.approx(0.3, abs=0.03)
    assert first.mean() == pytest.approx(1.0, abs=0.04)
    assert np.ptp(first.mean(axis=0)) > 0.0 < np.ptp(first.mean(axis=1))  # each activation by itself
    run(program.calls(X, Y))
    assert (masks_of(program, trainer.network, (0.3,))[0] != first).any()


def test_the_generator_decides_what_dropout_leaves_out():
    gradients = []
    for seed in (0, 0, 1):
        program, X, Y, gradient, _ = compiled(HEADS[0], MIXED, SHARES[0], np.random.default_rng(seed))
        run(program.calls(X, Y))
        gradients.append(gradient)
    np.testing.assert_array_equal(gradients[0], gradients[1])
    assert (gradients[0] != gradients[2]).any()


def test_a_stack_keeps_a_row_of_ones_under_every_layer():
    stack = Stack((2, 3), 4, np.dtype("float64"))
    stack[0][:], stack[1][:] = 5.0, 6.0
    np.testing.assert_array_equal(stack.with_ones(0)[:, 0], [5.0, 5.0, 1.0])
    np.testing.assert_array_equal(stack.with_ones(1)[:, 0], [6.0, 6.0, 6.0, 1.0])
    np.testing.assert_array_equal(stack.span(0, 1)[:, 0], [5.0, 5.0, 1.0, 6.0, 6.0, 6.0])
    assert stack[1].flags.c_contiguous


@pytest.mark.parametrize("activation", ["relu", "gelu"])
def test_a_long_forward_pass_takes_no_more_memory_for_any_activation(activation):
    taken = []
    for name in ("tanh", activation):
        network = Network((2, 64, 64, 64, 1), (name, name, name, "sigmoid"))
        rows = network.inputs(np.zeros((50_000, 2)))
        tracemalloc.start()
        forward = Forward(network, rows)
        taken.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        del forward
    assert taken[1] < 1.5 * taken[0]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_responses_are_the_activations_of_every_layer_of_today(dtype):
    network = Network((2, 5, 3, 2), ("tanh", "relu", "sigmoid"), dtype=dtype)
    network.initialize("he_normal", np.random.default_rng(0))
    X = np.random.default_rng(1).normal(size=(7, 2))
    responses = NeuronActivations(network, network.inputs(X))
    network.parameters[:] += 0.25  # read at every run, not when it is bound
    responses.run()
    A = X.T
    for i, (layer, g) in enumerate(
        zip(network.layers, (np.tanh, lambda z: np.maximum(z, 0), None), strict=True)
    ):
        Z = layer.W @ A + layer.b[:, None]
        A = 1 / (1 + np.exp(-Z)) if g is None else g(Z)
        np.testing.assert_allclose(responses.layers[i], A, rtol=1e-5, atol=1e-6)
    assert {one.dtype for one in responses.layers} == {np.dtype("float32")}


def test_logits_are_what_the_outputs_are_made_of():
    network = Network((2, 4, 1), ("tanh", "sigmoid"))
    network.initialize("he_normal", np.random.default_rng(0))
    forward = Forward(network, network.inputs(np.random.default_rng(1).normal(size=(9, 2))))
    forward.run()
    np.testing.assert_allclose(forward.outputs(), 1 / (1 + np.exp(-forward.logits())), rtol=1e-14)
    assert (forward.logits() != forward.outputs()).all()


def large_pass(kind, dtype="float64"):
    """A pass of several chunks, the last one smaller, over a network of several layers."""
    network = Network((2, 300, 300, 3), ("tanh", "relu", "softmax"), dtype=dtype)
    network.initialize("he_normal", np.random.default_rng(0))
    return network, kind(network, network.inputs(np.random.default_rng(1).normal(size=(700, 2))))


def everything(one):
    return list(one.layers) if isinstance(one, NeuronActivations) else [one.outputs(), one.logits()]


@pytest.mark.parametrize("kind", [Forward, NeuronActivations])
def test_a_pass_piece_by_piece_has_the_bits_of_the_whole(kind):
    (_, whole), (_, other) = large_pass(kind), large_pass(kind)
    whole.run()
    count = sum(1 for _ in other.pieces())
    assert count == (len(other.chunks) if kind is Forward else 3) > 2
    for one, another in zip(everything(whole), everything(other), strict=True):
        np.testing.assert_array_equal(one, another)


@pytest.mark.parametrize("kind", [Forward, NeuronActivations])
def test_between_two_pieces_numpy_warns_the_caller_as_ever(kind):
    network, one = large_pass(kind)
    network.parameters[:] = 1e30 if kind is NeuronActivations else np.inf
    with np.errstate(all="raise"):
        for _ in one.pieces():
            with pytest.raises(FloatingPointError):
                np.float64(1e300) * np.float64(1e300)
