from math import sqrt

import numpy as np
import pytest
from cases import trainer_on

from engine import INITIALIZERS, Network

FAN_OUT, FAN_IN = 300, 200
# The standard deviation of a weight, the largest it can be, and the bias
TEXTBOOK = {
    "glorot_uniform": (sqrt(2 / (FAN_IN + FAN_OUT)), sqrt(6 / (FAN_IN + FAN_OUT)), 0.0),
    "glorot_normal": (sqrt(2 / (FAN_IN + FAN_OUT)), np.inf, 0.0),
    "he_uniform": (sqrt(2 / FAN_IN), sqrt(6 / FAN_IN), 0.0),
    "he_normal": (sqrt(2 / FAN_IN), np.inf, 0.0),
    "lecun_uniform": (sqrt(1 / FAN_IN), sqrt(3 / FAN_IN), 0.0),
    "lecun_normal": (sqrt(1 / FAN_IN), np.inf, 0.0),
    "orthogonal": (sqrt(1 / max(FAN_IN, FAN_OUT)), 1.0, 0.0),
    "uniform": (0.5 / sqrt(3), 0.5, 0.1),
    "zeros": (0.0, 0.0, 0.0),
}


def drawn(name, seed=0):
    return INITIALIZERS[name].draw(np.random.default_rng(seed), FAN_OUT, FAN_IN)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_weights_have_the_deviation_and_the_limit_of_the_textbook(name):
    W = drawn(name)
    deviation, limit, _ = TEXTBOOK[name]
    assert W.shape == (FAN_OUT, FAN_IN)
    assert abs(W.mean()) <= 4 * deviation / sqrt(W.size)
    assert W.std() == pytest.approx(deviation, rel=0.01)
    assert np.abs(W).max() <= limit


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_generator_decides_every_weight(name):
    np.testing.assert_array_equal(drawn(name, seed=3), drawn(name, seed=3))
    assert name == "zeros" or (drawn(name, seed=3) != drawn(name, seed=4)).any()


@pytest.mark.parametrize("name", INITIALIZERS)
def test_every_layer_starts_from_weights_of_its_own_and_the_bias_that_goes_with_them(name):
    network = Network((4, 4, 4), ("tanh", "sigmoid"))
    network.initialize(name, np.random.default_rng(0))
    first, second = network.layers
    assert (first.b == TEXTBOOK[name][2]).all()
    assert (second.b == TEXTBOOK[name][2]).all()
    assert name == "zeros" or (first.W != second.W).all()


@pytest.mark.parametrize(("fan_out", "fan_in"), [(3, 7), (7, 3), (5, 5), (1, 4)])
def test_the_shorter_side_of_an_orthogonal_matrix_stands_at_right_angles(fan_out, fan_in):
    W = INITIALIZERS["orthogonal"].draw(np.random.default_rng(0), fan_out, fan_in)
    product = W @ W.T if fan_out <= fan_in else W.T @ W
    np.testing.assert_allclose(product, np.eye(min(fan_out, fan_in)), atol=1e-14)


def test_the_neurons_of_a_layer_that_start_alike_stay_alike():
    trainer = trainer_on(seed=5)
    trainer.network.initialize("zeros", np.random.default_rng(0))
    trainer.run(epochs=5)
    for layer in trainer.network.layers:
        assert (layer.theta == layer.theta[0]).all()
