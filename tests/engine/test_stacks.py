"""Networks side by side: a leading axis changes no bit."""

import numpy as np
import pytest
from numpy.random import default_rng

from engine import ACTIVATIONS, LOSSES
from engine.base.recipes import run
from engine.evaluation.metrics import compare
from engine.evaluation.scores import predicted_classes

SHAPES = [(1, 1), (1, 7), (3, 1), (3, 40), (9, 1), (10, 300)]
in_any_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)
in_either_precision = pytest.mark.parametrize("dtype", ["float64", "float32"])
COUNT = 4


def stack(shape, dtype, seed=0):
    return (3.0 * default_rng(seed).normal(size=(COUNT, *shape))).astype(dtype)


def labels(shape, loss, dtype):
    """Targets of every network: one-hot for several outputs."""
    drawn = default_rng(9).integers(0, max(shape[0], 2), (COUNT, 1, shape[1]))
    Y = (drawn == np.arange(shape[0])[:, np.newaxis]).astype(dtype)
    return 2 * Y - 1 if loss.signed else Y


def outputs_of(name, Z):
    A = np.empty_like(Z)
    run(ACTIVATIONS[name].forward(Z, A))
    return A


@in_either_precision
@in_any_shape
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_an_activation_of_a_stack_has_the_bits_of_each_alone(name, shape, dtype):
    Z = stack(shape, dtype)
    A = outputs_of(name, Z)
    derivative, dG = ACTIVATIONS[name].derivative, np.empty_like(Z)
    if derivative is not None:
        run(derivative(Z, A, dG))
    for k in range(COUNT):
        np.testing.assert_array_equal(A[k], alone := outputs_of(name, Z[k].copy()))
        if derivative is not None:
            one = np.empty_like(alone)
            run(derivative(Z[k].copy(), alone, one))
            np.testing.assert_array_equal(dG[k], one)


@in_either_precision
@in_any_shape
@pytest.mark.parametrize(("name", "output"), [(name, out) for name in LOSSES for out in LOSSES[name].outputs])
def test_a_loss_of_a_stack_has_the_bits_of_each_alone(name, output, shape, dtype):
    loss, Z = LOSSES[name], stack(shape, dtype)
    A, Y = outputs_of(output, Z), labels(shape, LOSSES[name], dtype)
    each, D = np.empty((COUNT, shape[1]), dtype=dtype), np.empty_like(Z)
    run(loss.value(Z, A, Y, each))
    if loss.gradient is not None:
        run(loss.gradient(A, Y, D))
    for k in range(COUNT):
        one, slope = np.empty(shape[1], dtype=dtype), np.empty(shape, dtype=dtype)
        run(loss.value(Z[k].copy(), A[k].copy(), Y[k].copy(), one))
        np.testing.assert_array_equal(each[k], one)
        if loss.gradient is not None:
            run(loss.gradient(A[k].copy(), Y[k].copy(), slope))
            np.testing.assert_array_equal(D[k], slope)


@in_any_shape
def test_the_classes_of_a_stack_are_those_of_each_alone(shape):
    A, Y = stack(shape, "float64"), labels(shape, LOSSES["squared"], "float64")
    correct = np.empty((COUNT, shape[1]), dtype=bool)
    run(compare(A, Y, 0.5, correct))
    rows = A.swapaxes(-1, -2)
    for k in range(COUNT):
        one = np.empty(shape[1], dtype=bool)
        run(compare(A[k].copy(), Y[k].copy(), 0.5, one))
        np.testing.assert_array_equal(correct[k], one)
        np.testing.assert_array_equal(predicted_classes(rows)[k], predicted_classes(rows[k]))
