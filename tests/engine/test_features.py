import numpy as np
import pytest

from engine import FEATURES, Network
from engine.features import check_feature, compute, label

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
    "cos_x1": np.cos(A),
    "cos_x2": np.cos(B),
    "radius": np.sqrt(A**2 + B**2),
    "angle": [
        -1.3258176636680326,
        2.677945044588987,
        0.982793723247329,
    ],  # arctan(-4), π − arctan 0.5, arctan 1.5
}


@pytest.mark.parametrize("name", FEATURES)
def test_it_is_its_formula(name):
    np.testing.assert_allclose(FEATURES[name].compute(A, B), TEXTBOOK[name], rtol=1e-15)
    np.testing.assert_array_equal(compute(name, A, B), FEATURES[name].compute(A, B))


def test_the_polar_coordinates_give_back_the_point():
    r, angle = compute("radius", A, B), compute("angle", A, B)
    np.testing.assert_allclose([r * np.cos(angle), r * np.sin(angle)], [A, B], rtol=1e-14)
    assert compute("angle", np.zeros(1), np.zeros(1)) == 0.0


def test_a_formula_is_a_feature_like_one_with_a_name():
    check_feature("=x1*sin(3*x2)")
    np.testing.assert_allclose(compute("=x1*sin(3*x2)", A, B), A * np.sin(3.0 * B), rtol=1e-15)
    network = Network((2, 1), ("linear",), features=("x1", "=x1*sin(3*x2)"))
    np.testing.assert_allclose(network.inputs(POINTS)[:, 1], A * np.sin(3.0 * B), rtol=1e-15)


def test_every_feature_has_a_label_of_its_own():
    assert [label(name) for name in FEATURES] == [one.label for one in FEATURES.values()]
    assert len({one.label for one in FEATURES.values()}) == len(FEATURES)
    assert label("= x1**2*sin(3 * x2)") == "x₁^2·sin(3 · x₂)"


@pytest.mark.parametrize("name", FEATURES)
def test_every_name_is_a_feature(name):
    check_feature(name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x1x2", "feature 'x1x2' is not known: did you mean x1_x2?"),
        ("cosx1", "feature 'cosx1' is not known: did you mean cos_x1?"),
        ("x1*sin(x2)", "feature 'x1*sin(x2)' is not known: a formula begins with =, such as =x1*sin(x2)"),
        ("", f"feature '' is not known: choose {', '.join(FEATURES)}, or a formula such as =x1*sin(x2)"),
        (None, f"feature None is not known: choose {', '.join(FEATURES)}, or a formula such as =x1*sin(x2)"),
        (
            ["x1"],
            f"feature ['x1'] is not known: choose {', '.join(FEATURES)}, or a formula such as =x1*sin(x2)",
        ),
        ("=x1+z", 'formula "=x1+z", column 5: z is not known; use x1, x2, pi, e'),
    ],
)
def test_what_is_not_a_feature_is_refused_in_one_line(name, message):
    with pytest.raises(ValueError, match=r"\S") as refused:
        check_feature(name)
    assert str(refused.value) == message


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
