from math import sqrt

import numpy as np
import pytest
from cases import retrained, trainer_on, weights
from pytorch import TRAINING, assert_trained_alike, title

from engine import OPTIMIZERS, TrainSpec
from engine.base.recipes import run, scalar

GRADIENTS = np.random.default_rng(7).normal(size=(100, 6))
START = np.linspace(-1.0, 1.0, 6)
OTHERS = {"momentum": 0.5, "beta1": 0.8, "beta2": 0.99, "rho": 0.95, "epsilon": 1e-3}
RUNS = TRAINING["optimizers"]


# The rules as their papers state them, for a single parameter: each yields its value after every step. A step
# is its gradient and the settings that hold in it.
def sgd(value, steps, rate):
    for g, _ in steps:
        value = value - rate * g
        yield value


def momentum(value, steps, rate):
    velocity = 0.0
    for g, spec in steps:
        velocity = spec.momentum * velocity + g
        value = value - rate * velocity
        yield value


def nesterov(value, steps, rate):
    velocity = 0.0
    for g, spec in steps:
        velocity = spec.momentum * velocity + g
        value = value - rate * (g + spec.momentum * velocity)
        yield value


def adagrad(value, steps, rate):
    squares = 0.0
    for g, spec in steps:
        squares = squares + g**2
        value = value - rate * g / (sqrt(squares) + spec.epsilon)
        yield value


def rmsprop(value, steps, rate):
    v = 0.0
    for g, spec in steps:
        v = spec.rho * v + (1 - spec.rho) * g**2
        value = value - rate * g / (sqrt(v) + spec.epsilon)
        yield value


def adam(value, steps, rate):
    m = v = 0.0
    for t, (g, spec) in enumerate(steps, start=1):
        m = spec.beta1 * m + (1 - spec.beta1) * g
        v = spec.beta2 * v + (1 - spec.beta2) * g**2
        m_hat, v_hat = m / (1 - spec.beta1**t), v / (1 - spec.beta2**t)
        value = value - rate * m_hat / (sqrt(v_hat) + spec.epsilon)
        yield value


def nadam(value, steps, rate):
    m = v = 0.0
    product = 1.0  # μ₁ μ₂ … μₜ
    for t, (g, spec) in enumerate(steps, start=1):
        m = spec.beta1 * m + (1 - spec.beta1) * g
        v = spec.beta2 * v + (1 - spec.beta2) * g**2
        now, next_ = (spec.beta1 * (1 - 0.5 * 0.96 ** (0.004 * step)) for step in (t, t + 1))
        product = product * now
        m_hat = next_ * m / (1 - product * next_) + (1 - now) * g / (1 - product)
        value = value - rate * m_hat / (sqrt(v / (1 - spec.beta2**t)) + spec.epsilon)
        yield value


TEXTBOOK = {
    "sgd": sgd,
    "momentum": momentum,
    "nesterov": nesterov,
    "adagrad": adagrad,
    "rmsprop": rmsprop,
    "adam": adam,
    "adamw": adam,  # the decay is not the optimizer's own: see test_regularisation.py
    "nadam": nadam,
}


class Moving:
    """Six parameters, or many copies of them, that an optimizer moves along given gradients."""

    def __init__(self, name, rate, dtype="float64", copies=1, **settings):
        self.copies = copies
        self.parameters = np.tile(START.astype(dtype), copies)
        self.rate = scalar(rate, self.parameters)
        self.optimizer = OPTIMIZERS[name](self.parameters, self.rate, TrainSpec(**settings))
        self.update = self.optimizer.update()

    def step(self, gradient):
        """Where the parameters are after one step."""
        self.optimizer.gradient[:] = np.tile(gradient, self.copies)
        run(self.update)
        return self.parameters.copy()

    def tune(self, **settings):
        spec = TrainSpec(**settings)
        state = self.optimizer.tuned(self.optimizer.state, self.optimizer.spec, spec)
        self.optimizer = type(self.optimizer)(self.parameters, self.rate, spec, state)
        self.update = self.optimizer.update()


def path(name, gradients, rate, dtype="float64", copies=1, **settings):
    """The parameters after every step of the engine's optimizer."""
    moving = Moving(name, rate, dtype, copies, **settings)
    return np.array([moving.step(gradient) for gradient in gradients])


def textbook_path(name, gradients, rate, *settings):
    """The same from the textbook, with each of the settings for an equal number of steps."""
    specs = np.repeat([TrainSpec(**one) for one in settings or [{}]], len(gradients) // max(1, len(settings)))
    columns = [
        list(TEXTBOOK[name](start, zip(gradients[:, i], specs, strict=True), rate))
        for i, start in enumerate(START)
    ]
    return np.array(columns).T


@pytest.mark.parametrize("settings", [{}, OTHERS], ids=["", "other settings"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_hundred_steps_are_those_of_the_textbook(name, settings):
    expected = textbook_path(name, GRADIENTS, 0.05, settings)
    np.testing.assert_allclose(path(name, GRADIENTS, 0.05, **settings), expected, rtol=1e-12, atol=1e-14)


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
def test_where_there_was_never_a_gradient_nothing_moves(name):
    np.testing.assert_array_equal(path(name, np.zeros((10, 6)), 0.05), np.tile(START, (10, 1)))


@pytest.mark.parametrize("setting", OTHERS)
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_reads_the_settings_it_names_and_no_other(name, setting):
    usual = path(name, GRADIENTS, 0.05)
    other = path(name, GRADIENTS, 0.05, **{setting: OTHERS[setting]})
    assert (other != usual).any() == (setting in OPTIMIZERS[name].hyperparameters)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_parameter_moves_alike_among_few_and_among_many(name, dtype):
    few, many = (path(name, GRADIENTS[:20], 0.05, dtype, copies) for copies in (1, 400))
    np.testing.assert_allclose(many, np.tile(few, 400), rtol=20 * np.finfo(dtype).eps)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_it_leaves_the_gradient_alone(name):
    moving = Moving(name, 0.1)
    moving.step(GRADIENTS[0])
    np.testing.assert_array_equal(moving.optimizer.gradient, GRADIENTS[0])


@pytest.mark.parametrize("copies", [1, 400])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_new_rate_counts_from_the_next_step_and_the_state_continues(name, copies):
    moving, at_one_rate = (Moving(name, 0.1, copies=copies) for _ in range(2))
    first = moving.step(GRADIENTS[0])
    at_one_rate.step(GRADIENTS[0])
    moving.rate[()] = 0.3
    step = moving.step(GRADIENTS[1]) - first
    np.testing.assert_allclose(step, 3.0 * (at_one_rate.step(GRADIENTS[1]) - first), rtol=1e-10)


@pytest.mark.parametrize("copies", [1, 400])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_bound_again_it_continues_with_the_state_it_has(name, copies):
    moving = Moving(name, 0.1, copies=copies)
    steps = []
    for gradient in GRADIENTS[:5]:
        steps.append(moving.step(gradient))
        moving.tune()
    np.testing.assert_array_equal(steps, path(name, GRADIENTS[:5], 0.1, copies=copies))


@pytest.mark.parametrize("copies", [1, 400])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_other_settings_count_from_the_next_step_and_the_state_continues(name, copies):
    moving, steps = Moving(name, 0.05, copies=copies), []
    for settings, gradients in zip(({}, OTHERS), np.split(GRADIENTS, 2), strict=True):
        moving.tune(**settings)
        steps += [moving.step(gradient)[:6] for gradient in gradients]
    np.testing.assert_allclose(steps, textbook_path(name, GRADIENTS, 0.05, {}, OTHERS), rtol=1e-11)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_pytorch_has_trained_with_it_and_with_every_setting_it_names(name):
    changed = {setting for one in RUNS if one["training"]["optimizer"] == name for setting in one["training"]}
    assert {"learning_rate", "weight_decay", *OPTIMIZERS[name].hyperparameters} <= changed


@pytest.mark.parametrize("one", RUNS, ids=title)
def test_a_hundred_steps_of_a_network_are_those_of_pytorch(one):
    assert_trained_alike(one)


@pytest.mark.parametrize("name", ["momentum", "nesterov"])
def test_without_momentum_it_is_sgd(name):
    np.testing.assert_array_equal(path(name, GRADIENTS, 0.05, momentum=0.0), path("sgd", GRADIENTS, 0.05))


def test_without_weight_decay_adamw_is_adam_to_the_bit():
    decoupled, plain = (trainer_on(optimizer=name, weight_decay=0.0) for name in ("adamw", "adam"))
    decoupled.run(epochs=5)
    plain.run(epochs=5)
    np.testing.assert_array_equal(weights(decoupled), weights(plain))


def test_nesterov_is_ahead_of_momentum_by_the_step_it_will_take():
    # θ − η μ v, where Sutskever et al. (2013) take the gradient
    slow, ahead = path("momentum", GRADIENTS, 0.05), path("nesterov", GRADIENTS, 0.05)
    last_step = np.diff(slow, axis=0, prepend=[START])
    np.testing.assert_allclose(ahead, slow + 0.9 * last_step, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam", "nadam"])
def test_the_size_of_the_gradient_does_not_matter_to_it(name):
    gradients = np.where(np.abs(GRADIENTS) < 0.1, 0.1, GRADIENTS)
    small, large = (path(name, scale * gradients, 0.05, epsilon=1e-30) for scale in (1e-3, 1e3))
    np.testing.assert_allclose(small, large, rtol=1e-10, atol=1e-13)


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
