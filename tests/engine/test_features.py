import numpy as np
import pytest

from engine import FEATURES, Network

TEXTBOOK = {
    "x1": lambda a, b: a,
    "x2": lambda a, b: b,
    "x1_squared": lambda a, b: a**2,
    "x2_squared": lambda a, b: b**2,
    "x1_x2": lambda a, b: a * b,
    "sin_x1": lambda a, b: np.sin(a),
    "sin_x2": lambda a, b: np.sin(b),
}
POINTS = np.array([[0.5, -2.0], [-3.0, 1.5], [4.0, 6.0]])


@pytest.mark.parametrize("name", FEATURES)
def test_it_is_its_formula(name):
    expected = [TEXTBOOK[name](a, b) for a, b in POINTS]
    np.testing.assert_allclose(FEATURES[name].compute(POINTS[:, 0], POINTS[:, 1]), expected, rtol=1e-15)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_network_takes_the_features_it_names_in_their_order_and_a_one(dtype):
    names = tuple(reversed(FEATURES))
    rows = Network((len(names), 1), ("linear",), features=names, dtype=dtype).inputs(POINTS)
    expected = np.array([[*(TEXTBOOK[name](a, b) for name in names), 1.0] for a, b in POINTS])
    assert rows.dtype == dtype
    np.testing.assert_allclose(rows, expected, rtol=1e-6)


def test_whole_numbers_of_any_type_are_points_like_others():
    network = Network((1, 1), ("linear",), features=("x1_x2",))
    np.testing.assert_array_equal(network.inputs(np.array([[100, 100]], dtype=np.int8)), [[10_000.0, 1.0]])
