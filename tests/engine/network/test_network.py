import numpy as np
import pytest
from cases import trainer_on

from engine import Network
from engine.network.forward import CACHE_NUMBERS

RNG = np.random.default_rng(0)


def drawn(sizes=(3, 5, 4, 2), activations=("tanh", "relu", "sigmoid"), dtype="float64"):
    network = Network(sizes, activations, dtype=dtype)
    network.initialize("glorot_uniform", np.random.default_rng(1))
    network.parameters += 0.01
    return network


def by_hand(network, x):
    """One sample through the network, one number at a time."""
    for layer in network.layers:
        z = []
        for row, b in zip(layer.W.tolist(), layer.b.tolist(), strict=True):
            z.append(sum(w * v for w, v in zip(row, x, strict=True)) + b)
        x = layer.activation(np.array(z)[:, None])[:, 0].tolist()
    return x


def test_it_predicts_what_a_calculation_by_hand_gives():
    network, X = drawn(), RNG.normal(size=(7, 3))
    np.testing.assert_allclose(network.predict(X), [by_hand(network, x) for x in X.tolist()], rtol=1e-13)


def test_softmax_and_no_hidden_layer_are_calculated_by_hand_too():
    network, X = drawn((3, 4), ("softmax",)), RNG.normal(size=(7, 3))
    np.testing.assert_allclose(network.predict(X), [by_hand(network, x) for x in X.tolist()], rtol=1e-13)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("n", [0, 1, 10])
def test_it_predicts_a_row_of_outputs_for_every_sample(n, dtype):
    outputs = drawn(dtype=dtype).predict(np.ones((n, 3)))
    assert outputs.shape == (n, 2)
    assert outputs.dtype == dtype


def test_more_samples_than_a_chunk_holds_are_predicted_as_a_few():
    network = drawn()
    n = 2 * (CACHE_NUMBERS // sum(network.sizes)) + 3
    X = RNG.normal(size=(n, 3))
    parts = np.concatenate([network.predict(part) for part in np.array_split(X, 97)])
    np.testing.assert_allclose(network.predict(X), parts, rtol=1e-12)


def test_predictions_belong_to_the_caller():
    network, X = drawn(), np.ones((2, 3))
    first = network.predict(X)
    kept = first.copy()
    network.parameters[:] = 0.0
    network.predict(X)
    np.testing.assert_array_equal(first, kept)


def test_weights_and_biases_are_views_on_the_parameters():
    network = drawn()
    network.layers[1].W[2, 3] = 7.0
    network.layers[1].b[2] = 8.0
    first = 5 * (3 + 1)
    assert network.parameters[first + 2 * 6 + 3] == 7.0
    assert network.parameters[first + 2 * 6 + 5] == 8.0
    network.parameters[:] = 0.0
    assert not any(layer.W.any() or layer.b.any() for layer in network.layers)


def test_a_layer_has_a_row_of_weights_for_every_neuron():
    shapes = [(layer.W.shape, layer.b.shape) for layer in drawn().layers]
    assert shapes == [((5, 3), (5,)), ((4, 5), (4,)), ((2, 4), (2,))]


def test_weights_written_by_hand_are_trained_on():
    trainer = trainer_on(batch_size=12)
    trainer.step()
    for layer in trainer.network.layers:
        layer.theta[:] = 0.0
    assert (trainer.network.predict(trainer.data.train.X) == 0.5).all()
    trainer.step()
    hidden, output = trainer.network.layers[:-1], trainer.network.layers[-1]
    assert not any(layer.theta.any() for layer in hidden)  # nothing comes back through weights of 0
    assert not output.W.any()  # and nothing comes forward


@pytest.mark.parametrize("X", [np.ones(3), np.ones((4, 2)), np.ones((4, 3, 1)), 5.0], ids=np.shape)
def test_inputs_of_a_different_shape_are_refused(X):
    with pytest.raises(ValueError, match=r"X must have the shape \(samples, 3\), got \("):
        drawn().predict(X)


def test_a_network_with_features_takes_points():
    network = Network((3, 1), ("linear",), features=("x1", "x2", "sin_x1"))
    assert network.predict(np.ones((4, 2))).shape == (4, 1)
    with pytest.raises(ValueError, match=r"X must have the shape \(samples, 2\), got \(4, 3\)"):
        network.predict(np.ones((4, 3)))


def test_a_list_of_samples_will_do():
    network = drawn()
    np.testing.assert_array_equal(network.predict([[1, 2, 3]]), network.predict(np.array([[1.0, 2.0, 3.0]])))


def test_every_layer_needs_its_activation():
    with pytest.raises(ValueError, match="zip"):
        Network((2, 3, 1), ("tanh",))
