import numpy as np
import pytest

from engine import ACTIVATIONS, Problem, output_activations
from engine.base.recipes import run
from engine.data.targets import targets

ORDINARY = np.array([[-4.0, -1.3, -0.2, 0.3], [1.1, 2.5, -3.3, 0.7], [-0.6, 0.9, 4.2, -2.2]])
DIFFERENTIABLE = [name for name, one in ACTIVATIONS.items() if one.derivative]


def sigma(z):
    return 1.0 / (1.0 + np.exp(-z))


# g and g′ as a textbook writes them
LAMBDA, ALPHA = 1.0507009873554805, 1.6732632423543772


def inner(z):
    """The argument of GELU's tanh."""
    return np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)


def gelu_slope(z):
    slope = np.sqrt(2.0 / np.pi) * (1.0 + 3.0 * 0.044715 * z**2)
    return (1.0 + np.tanh(inner(z))) / 2.0 + z / np.cosh(inner(z)) ** 2 * slope / 2.0


def mish_slope(z):
    softened = np.log1p(np.exp(z))
    return np.tanh(softened) + z * sigma(z) / np.cosh(softened) ** 2


TEXTBOOK = {
    "linear": (lambda z: z, lambda z: z**0),
    "relu": (lambda z: np.where(z > 0, z, 0.0), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.01 * z), lambda z: np.where(z > 0, 1.0, 0.01)),
    "sigmoid": (sigma, lambda z: sigma(z) * (1.0 - sigma(z))),
    "tanh": (lambda z: np.sinh(z) / np.cosh(z), lambda z: 1.0 / np.cosh(z) ** 2),
    "elu": (lambda z: np.where(z > 0, z, np.expm1(z)), lambda z: np.where(z > 0, 1.0, np.exp(z))),
    "selu": (
        lambda z: LAMBDA * np.where(z > 0, z, ALPHA * np.expm1(z)),
        lambda z: LAMBDA * np.where(z > 0, 1.0, ALPHA * np.exp(z)),
    ),
    "softplus": (lambda z: np.log1p(np.exp(z)), sigma),
    "swish": (lambda z: z * sigma(z), lambda z: sigma(z) * (1.0 + z * (1.0 - sigma(z)))),
    "gelu": (lambda z: z * (1.0 + np.tanh(inner(z))) / 2.0, gelu_slope),
    "mish": (lambda z: z * np.tanh(np.log1p(np.exp(z))), mish_slope),
    "sine": (np.sin, np.cos),
    "softmax": (lambda z: np.exp(z) / np.exp(z).sum(axis=0), None),
}


def derivative(name, Z):
    activation = ACTIVATIONS[name]
    dG = np.full_like(Z, np.nan)
    with np.errstate(over="ignore"):  # as wherever the engine runs a recipe
        run(activation.derivative(Z, activation(Z), dG))
    return dG


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_it_is_its_textbook_formula(name):
    np.testing.assert_allclose(ACTIVATIONS[name](ORDINARY), TEXTBOOK[name][0](ORDINARY), rtol=1e-14)


@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_its_derivative_is_the_textbook_formula(name):
    # 1 - tanh² loses digits where tanh is near 1, as every implementation of it does
    np.testing.assert_allclose(
        derivative(name, ORDINARY), TEXTBOOK[name][1](ORDINARY), rtol=1e-12, atol=1e-13
    )


@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_its_derivative_is_the_slope_of_the_function(name):
    g, h = ACTIVATIONS[name], 1e-6
    slope = (g(ORDINARY + h) - g(ORDINARY - h)) / (2 * h)
    np.testing.assert_allclose(derivative(name, ORDINARY), slope, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_it_keeps_the_dtype_and_leaves_its_input_alone(name, dtype):
    Z = ORDINARY.astype(dtype)
    assert ACTIVATIONS[name](Z).dtype == dtype
    np.testing.assert_array_equal(Z, ORDINARY.astype(dtype))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("sigmoid", [0.0, 0.5, 1.0]),
        ("tanh", [-1.0, 0.0, 1.0]),
        ("relu", [0.0, 0.0, 1000.0]),
    ],
)
def test_it_takes_its_exact_limits_at_a_thousand(name, limits, dtype):
    Z = np.array([[-1000.0, 0.0, 1000.0]], dtype=dtype)
    np.testing.assert_array_equal(ACTIVATIONS[name](Z), np.array([limits], dtype=dtype))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("logits", "probabilities"),
    [
        ([1000.0, -1000.0], [1.0, 0.0]),
        ([-1000.0, 0.0], [0.0, 1.0]),
        ([1000.0, 1000.0], [0.5, 0.5]),
        ([-1000.0, -1000.0], [0.5, 0.5]),
        ([1000.0, -1000.0, 1000.0, 0.0], [0.5, 0.0, 0.5, 0.0]),
    ],
)
def test_softmax_takes_its_exact_limits_at_a_thousand(logits, probabilities, dtype):
    Z = np.array(logits, dtype=dtype)[:, None]
    np.testing.assert_array_equal(ACTIVATIONS["softmax"](Z)[:, 0], np.array(probabilities, dtype=dtype))


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_its_derivative_is_finite_at_a_thousand(name, dtype):
    Z = np.array([[-1000.0, -30.0, 0.0, 30.0, 1000.0]], dtype=dtype)
    assert np.isfinite(derivative(name, Z)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_value_that_is_no_number_stays_visible(name):
    assert np.isnan(ACTIVATIONS[name](np.array([[1.0, np.nan]]))[0, 1])


def test_softmax_adds_up_to_one_and_does_not_notice_a_common_shift():
    softmax = ACTIVATIONS["softmax"]
    np.testing.assert_allclose(softmax(ORDINARY).sum(axis=0), 1.0, rtol=1e-15)
    np.testing.assert_allclose(softmax(ORDINARY + 300.0), softmax(ORDINARY), rtol=1e-12)


@pytest.mark.parametrize("name", [name for name in output_activations() if name in DIFFERENTIABLE])
def test_the_threshold_is_half_way_between_the_two_targets(name):
    labels = targets(np.array([0, 1]), Problem("binary", 2), name, "float64")
    assert ACTIVATIONS[name].threshold == labels.mean()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_without_a_derivative_no_hidden_layer_can_have_it(name):
    assert ACTIVATIONS[name].derivative is not None or not ACTIVATIONS[name].hidden


@pytest.mark.parametrize("name", [name for name, one in ACTIVATIONS.items() if one.derivative])
@pytest.mark.parametrize(("dtype", "far"), [("float32", 1e30), ("float64", 1e250)])
def test_the_derivative_is_a_number_however_far_out(name, dtype, far):
    Z = np.array([[-far, far]], dtype=dtype)
    A, dG = ACTIVATIONS[name](Z), np.empty_like(Z)
    with np.errstate(all="ignore"):
        run(ACTIVATIONS[name].derivative(Z, A, dG))
    assert np.isfinite(dG).all()


@pytest.mark.parametrize("name", output_activations())
def test_the_threshold_logit_gives_the_threshold(name):
    one = ACTIVATIONS[name]
    if name != "softmax":  # which of several is the largest does not hang on a single one
        np.testing.assert_allclose(one(np.array([[one.threshold_logit]])), one.threshold, atol=1e-15)


@pytest.mark.parametrize("name", DIFFERENTIABLE)
def test_it_says_where_its_derivative_jumps(name):
    z = np.linspace(-5.0, 5.0, 200_002)[None]  # never quite 0
    A, slopes = ACTIVATIONS[name](z), np.empty_like(z)
    run(ACTIVATIONS[name].derivative(z, A, slopes))
    jumps = np.flatnonzero(np.abs(np.diff(slopes[0])) > 0.01)
    middles = (z[0, jumps] + z[0, jumps + 1]) / 2.0
    kink = ACTIVATIONS[name].kink
    np.testing.assert_allclose(middles, [] if kink is None else [kink], atol=1e-4)
