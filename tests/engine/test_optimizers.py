import json
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from cases import retrained, trainer_on, weights

from engine import OPTIMIZERS, LayerSpec, Samples, Split
from engine.calls import constant, run

PYTORCH = json.loads((Path(__file__).parent / "oracles" / "pytorch.json").read_text())["trajectories"]
GRADIENTS = np.random.default_rng(7).normal(size=(100, 6))
START = np.linspace(-1.0, 1.0, 6)


# The rules as their papers state them, for a single parameter: each yields its value after every step.
def sgd(value, gradients, rate):
    for g in gradients:
        value = value - rate * g
        yield value


def momentum(value, gradients, rate):
    velocity = 0.0
    for g in gradients:
        velocity = 0.9 * velocity + g
        value = value - rate * velocity
        yield value


def adam(value, gradients, rate):
    m = v = 0.0
    for t, g in enumerate(gradients, start=1):
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        value = value - rate * m_hat / (sqrt(v_hat) + 1e-8)
        yield value


TEXTBOOK = {"sgd": sgd, "momentum": momentum, "adam": adam}


def path(name, gradients, rate, dtype="float64"):
    """The parameters after every step of the engine's optimizer."""
    parameters, gradient = START.astype(dtype), np.empty(6, dtype=dtype)
    update = OPTIMIZERS[name](parameters, constant(rate, parameters)).update(gradient)
    steps = []
    for gradient[:] in gradients:
        run(update)
        steps.append(parameters.copy())
    return np.array(steps)


def textbook_path(name, gradients, rate):
    columns = [list(TEXTBOOK[name](start, gradients[:, i], rate)) for i, start in enumerate(START)]
    return np.array(columns).T


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_hundred_steps_are_those_of_the_textbook(name):
    expected = textbook_path(name, GRADIENTS, 0.05)
    np.testing.assert_allclose(path(name, GRADIENTS, 0.05), expected, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("scale", [1e-12, 1e-6, 1e6])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_gradients_of_any_size_take_it_where_the_textbook_goes(name, scale):
    gradients = scale * GRADIENTS
    np.testing.assert_allclose(path(name, gradients, 0.05), textbook_path(name, gradients, 0.05), rtol=1e-10)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_follows_the_textbook_in_float32_too(name):
    steps = path(name, GRADIENTS, 0.05, "float32")
    assert steps.dtype == np.float32
    np.testing.assert_allclose(steps, textbook_path(name, GRADIENTS, 0.05), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_leaves_the_gradient_alone(name):
    parameters, gradient = START.copy(), GRADIENTS[0].copy()
    run(OPTIMIZERS[name](parameters, constant(0.1, parameters)).update(gradient))
    np.testing.assert_array_equal(gradient, GRADIENTS[0])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_new_rate_counts_from_the_next_step_and_the_state_goes_on(name):
    parameters, gradient = START.copy(), GRADIENTS[0].copy()
    rate = constant(0.1, parameters)
    update = OPTIMIZERS[name](parameters, rate).update(gradient)
    run(update)
    first = parameters.copy()
    rate[()] = 0.3
    run(update)
    at_one_rate = path(name, [gradient, gradient], 0.1)
    np.testing.assert_allclose(parameters - first, 3.0 * (at_one_rate[1] - at_one_rate[0]), rtol=1e-10)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_bound_anew_it_goes_on_with_the_state_it_has(name):
    parameters, gradient = START.copy(), GRADIENTS[0].copy()
    optimizer = OPTIMIZERS[name](parameters, constant(0.1, parameters))
    run(optimizer.update(gradient))
    run(optimizer.update(gradient.copy()))
    np.testing.assert_array_equal(parameters, path(name, [gradient, gradient], 0.1)[1])


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_hundred_steps_of_a_network_are_those_of_pytorch(name):
    data = Samples(PYTORCH["X"], PYTORCH["y"])
    trainer = trainer_on(
        hidden=(LayerSpec(3, "tanh"), LayerSpec(2, "tanh")),
        data=Split(data, data),
        optimizer=name,
        learning_rate=PYTORCH["rates"][name],
        batch_size=PYTORCH["batch_size"],
        shuffle=False,
    )
    trainer.network.parameters[:] = PYTORCH["start"]
    for step in range(1, 101):
        trainer.step()
        if str(step) in PYTORCH["after"][name]:
            expected = PYTORCH["after"][name][str(step)]
            np.testing.assert_allclose(trainer.network.parameters, expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_chosen_in_mid_training_it_starts_with_an_empty_state(name):
    other = next(one for one in reversed(OPTIMIZERS) if one != name)
    trainer = trainer_on(optimizer=other, batch_size=12)
    trainer.run(epochs=3)
    fresh = trainer_on(optimizer=name, batch_size=12)
    fresh.network.parameters[:] = trainer.network.parameters
    trainer.configure(retrained(trainer, optimizer=name))
    trainer.run(epochs=3)
    fresh.run(epochs=3)
    np.testing.assert_array_equal(weights(trainer), weights(fresh))
