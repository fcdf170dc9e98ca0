from math import sqrt

import numpy as np
import pytest
from cases import trainer_on

from engine import INITIALIZERS, Experiment, LayerSpec, Network, NetworkSpec, Trainer

FAN_OUT, FAN_IN = 300, 200
# The mean and the standard deviation of a weight, the largest it can be, and the bias; of those that take a
# scale, at 0.5
TEXTBOOK = {
    "glorot_uniform": (0.0, sqrt(2 / (FAN_IN + FAN_OUT)), sqrt(6 / (FAN_IN + FAN_OUT)), 0.0),
    "glorot_normal": (0.0, sqrt(2 / (FAN_IN + FAN_OUT)), np.inf, 0.0),
    "he_uniform": (0.0, sqrt(2 / FAN_IN), sqrt(6 / FAN_IN), 0.0),
    "he_normal": (0.0, sqrt(2 / FAN_IN), np.inf, 0.0),
    "lecun_uniform": (0.0, sqrt(1 / FAN_IN), sqrt(3 / FAN_IN), 0.0),
    "lecun_normal": (0.0, sqrt(1 / FAN_IN), np.inf, 0.0),
    "orthogonal": (0.0, sqrt(1 / max(FAN_IN, FAN_OUT)), 1.0, 0.0),
    "uniform": (0.0, 0.5 / sqrt(3), 0.5, 0.1),
    "normal": (0.0, 0.5, np.inf, 0.0),
    "constant": (0.5, 0.0, 0.5, 0.0),
    "zeros": (0.0, 0.0, 0.0, 0.0),
}
ALIKE = ("constant", "zeros")  # every weight is
SCALED = ("uniform", "normal", "constant")


def drawn(name, seed=0, **scale):
    return INITIALIZERS[name].draw(np.random.default_rng(seed), FAN_OUT, FAN_IN, **scale)


def network_from(**network):
    hidden = (LayerSpec(4), LayerSpec(3))
    return Trainer(Experiment(network=NetworkSpec(hidden=hidden, **network), seed=3)).network


@pytest.mark.parametrize("name", INITIALIZERS)
def test_weights_have_the_deviation_and_the_limit_of_the_textbook(name):
    W = drawn(name)
    mean, deviation, limit, _ = TEXTBOOK[name]
    assert W.shape == (FAN_OUT, FAN_IN)
    assert abs(W.mean() - mean) <= 4 * deviation / sqrt(W.size)
    assert W.std() == pytest.approx(deviation, rel=0.01)
    assert np.abs(W).max() <= limit


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_generator_decides_every_weight(name):
    np.testing.assert_array_equal(drawn(name, seed=3), drawn(name, seed=3))
    assert name in ALIKE or (drawn(name, seed=3) != drawn(name, seed=4)).any()


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_layer_starts_from_weights_of_its_own_and_the_bias_that_goes_with_them(name):
    network = Network((4, 4, 4), ("tanh", "sigmoid"))
    network.initialize(name, np.random.default_rng(0))
    first, second = network.layers
    assert (first.b == TEXTBOOK[name][-1]).all()
    assert (second.b == TEXTBOOK[name][-1]).all()
    assert name in ALIKE or (first.W != second.W).all()


@pytest.mark.parametrize("name", INITIALIZERS)
def test_a_scale_stretches_the_weights_of_those_that_look_at_it_and_nothing_else(name):
    assert INITIALIZERS[name].scaled == (name in SCALED)
    stretch = 4.0 if name in SCALED else 1.0
    np.testing.assert_allclose(drawn(name, scale=2.0), stretch * drawn(name), rtol=1e-14)
    np.testing.assert_array_equal(drawn(name, scale=0.5), drawn(name))


@pytest.mark.parametrize("name", SCALED)
def test_a_scale_of_zero_gives_weights_of_zero(name):
    assert not drawn(name, scale=0.0).any()


@pytest.mark.parametrize("bias", [0.0, -3.0, 0.25])
@pytest.mark.parametrize("name", INITIALIZERS)
def test_a_bias_that_is_given_goes_before_the_one_of_the_initialiser(name, bias):
    given, own = (network_from(initializer=name, init_bias=start) for start in (bias, None))
    for one, other in zip(given.layers, own.layers, strict=True):
        assert (one.b == bias).all()
        assert (other.b == TEXTBOOK[name][-1]).all()
        np.testing.assert_array_equal(one.W, other.W)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_a_spec_sets_the_scale(name):
    stretched, own = (network_from(initializer=name, **scale) for scale in ({"init_scale": 2.0}, {}))
    for one, other in zip(stretched.layers, own.layers, strict=True):
        np.testing.assert_allclose(one.W, (4.0 if name in SCALED else 1.0) * other.W, rtol=1e-14)


@pytest.mark.parametrize(("fan_out", "fan_in"), [(3, 7), (7, 3), (5, 5), (1, 4)])
def test_the_shorter_side_of_an_orthogonal_matrix_is_at_right_angles(fan_out, fan_in):
    W = INITIALIZERS["orthogonal"].draw(np.random.default_rng(0), fan_out, fan_in)
    product = W @ W.T if fan_out <= fan_in else W.T @ W
    np.testing.assert_allclose(product, np.eye(min(fan_out, fan_in)), atol=1e-14)


@pytest.mark.parametrize("name", ALIKE)
def test_the_neurons_of_a_layer_that_start_alike_stay_alike(name):
    trainer = trainer_on(seed=5)
    trainer.network.initialize(name, np.random.default_rng(0))
    trainer.run(epochs=5)
    for layer in trainer.network.layers:
        assert (layer.theta == layer.theta[0]).all()
