import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from cases import HEADS, trainer_on

from engine import LOSSES, Forward, LayerSpec, Network
from engine.calls import run
from engine.data import targets
from engine.program import Backprop, Stack

KINDS = [(4, "tanh"), (3, "tanh"), (5, "relu"), (2, "sigmoid"), (3, "tanh")]
MIXED = tuple(LayerSpec(width, activation) for width, activation in KINDS)
OUTPUT_SLOPES = {"linear": np.ones_like, "sigmoid": lambda a: a * (1.0 - a), "tanh": lambda a: 1.0 - a**2}


def compiled(head, hidden=MIXED):
    """A pass over the train samples, its inputs and targets, and the trainer they are from."""
    problem, output, loss = head
    trainer = trainer_on(problem, output, hidden=hidden, loss=loss)
    samples, network = trainer.data.train, trainer.network
    gradient = np.full_like(network.parameters, np.nan)
    program = Backprop(network, LOSSES[loss], len(samples), gradient)
    X = network.inputs(samples.X).T
    Y = targets(samples.y, trainer.problem, output, "float64").T
    return program, X, Y, gradient, trainer


def textbook_gradient(network, X, Y, head):
    """Backpropagation as chapters print it: a new array for every line."""
    _, output, loss = head
    Z, A = [], [X[:-1]]
    for layer in network.layers:
        Z.append(layer.W @ A[-1] + layer.b[:, None])
        A.append(layer.activation(Z[-1]))
    delta = A[-1] - Y
    if output != LOSSES[loss].matched:
        delta = delta * OUTPUT_SLOPES[output](A[-1])
    parts = []
    for i in reversed(range(len(Z))):
        parts.append(np.column_stack([delta @ A[i].T, delta.sum(axis=1)]) / X.shape[1])
        if i > 0:
            slopes = np.empty_like(Z[i - 1])
            run(network.layers[i - 1].activation.derivative(Z[i - 1], A[i], slopes))
            delta = (network.layers[i].W.T @ delta) * slopes
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


def test_every_stage_says_its_formula_and_no_two_say_the_same():
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


def test_an_error_is_the_slope_of_the_mean_loss_along_its_pre_activation():
    program, X, Y, _, trainer = compiled(("regression", "linear", "squared"), MIXED[:2])
    run(program.calls(X, Y))
    _, db = trainer.gradients(trainer.data.train.X, trainer.data.train.y)[0]
    np.testing.assert_allclose(program.D[0].sum(axis=1), db, rtol=1e-12)


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
        Forward(network, rows)
        taken.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
    assert taken[1] < 1.5 * taken[0]
