import numpy as np
import pytest

from engine import FEATURES, Network

POINTS = np.array([[0.5, -2.0], [-3.0, 1.5], [4.0, 6.0]])
A, B = POINTS.T
TEXTBOOK = {
    "x1": A,
    "x2": B,
    "x1_squared": A**2,
    "x2_squared": B**2,
    "x1_x2": A * B,
    "sin_x1": np.sin(A),
    "sin_x2": np.sin(B),
}


@pytest.mark.parametrize("name", FEATURES)
def test_it_is_its_formula(name):
    np.testing.assert_allclose(FEATURES[name].compute(A, B), TEXTBOOK[name], rtol=1e-15)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_network_takes_the_features_it_names_in_their_order_and_a_one(dtype):
    names = tuple(reversed(FEATURES))
    rows = Network((len(names), 1), ("linear",), features=names, dtype=dtype).inputs(POINTS)
    assert rows.dtype == dtype
    np.testing.assert_allclose(rows[:, :-1].T, [TEXTBOOK[name] for name in names], rtol=1e-6)
    assert (rows[:, -1] == 1.0).all()


def test_whole_numbers_of_any_type_are_points_like_others():
    network = Network((1, 1), ("linear",), features=("x1_x2",))
    np.testing.assert_array_equal(network.inputs(np.array([[100, 100]], dtype=np.int8)), [[10_000.0, 1.0]])
