from itertools import product

import numpy as np
import pytest
from cases import HEADS

from engine import ACTIVATIONS, LOSSES, output_activations, resolve
from engine.calls import run
from engine.losses import PROBLEMS

LOGITS = np.array([[-2.0, 0.5, 1.5, 0.1], [0.3, -1.2, 2.0, -0.4], [1.0, 0.2, -0.7, 0.6]])
ONE_HOT = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 0.0]])

# One sample's loss as a textbook writes it, from the outputs p and the targets y
TEXTBOOK = {
    "squared": lambda p, y: 0.5 * sum((p - y) ** 2),
    "binary_cross_entropy": lambda p, y: -sum(y * np.log(p) + (1 - y) * np.log(1 - p)),
    "categorical_cross_entropy": lambda p, y: -sum(y * np.log(p)),
}
FITTING = [(loss, output) for loss, one in LOSSES.items() for output in one.outputs]


def each(loss, output, Z, Y):
    """The loss of every sample, computed by the engine."""
    values = np.full(Z.shape[1], np.nan, dtype=Z.dtype)
    run(LOSSES[loss].value(Z, ACTIVATIONS[output](Z), Y, values))
    return values


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_it_is_its_textbook_formula(loss, output):
    rows = 1 if loss == "binary_cross_entropy" else 3
    Z, Y = LOGITS[:rows], ONE_HOT[:rows]
    P = ACTIVATIONS[output](Z)
    textbook = [TEXTBOOK[loss](P[:, i], Y[:, i]) for i in range(Z.shape[1])]
    np.testing.assert_allclose(each(loss, output, Z, Y), textbook, rtol=1e-13)


@pytest.mark.parametrize("loss", [name for name, one in LOSSES.items() if one.gradient])
def test_its_gradient_is_the_slope_of_each_samples_loss(loss):
    value, h = TEXTBOOK[loss], 1e-6
    D = np.empty_like(LOGITS)
    run(LOSSES[loss].gradient(LOGITS, ONE_HOT, D))
    for k, i in np.ndindex(*D.shape):
        step = h * (np.arange(3) == k)
        above, below = (value(LOGITS[:, i] + s, ONE_HOT[:, i]) for s in (step, -step))
        assert D[k, i] == pytest.approx((above - below) / (2 * h), abs=1e-8)


@pytest.mark.parametrize("loss", LOSSES)
def test_it_is_computed_by_gradient_or_by_the_output_it_is_matched_with(loss):
    one = LOSSES[loss]
    assert one.matched in one.outputs
    assert one.gradient is not None or one.outputs == (one.matched,)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("logit", "label", "loss"),
    [
        (1000.0, 1.0, 0.0),
        (1000.0, 0.0, 1000.0),
        (-1000.0, 1.0, 1000.0),
        (-1000.0, 0.0, 0.0),
        (0.0, 1.0, np.log(2.0)),
    ],
)
def test_binary_cross_entropy_is_exact_at_a_thousand(logit, label, loss, dtype):
    Z, Y = np.array([[logit]], dtype=dtype), np.array([[label]], dtype=dtype)
    assert each("binary_cross_entropy", "sigmoid", Z, Y)[0] == np.dtype(dtype).type(loss)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize(
    ("logits", "label", "loss"),
    [
        ([1000.0, -1000.0], 0, 0.0),
        ([1000.0, -1000.0], 1, 2000.0),
        ([-1000.0, 0.0], 0, 1000.0),
        ([1000.0, 1000.0], 0, np.log(2.0)),
        ([-1000.0, -1000.0], 1, np.log(2.0)),
        ([1000.0, 0.0, -1000.0], 1, 1000.0),
    ],
)
def test_categorical_cross_entropy_is_exact_at_a_thousand(logits, label, loss, dtype):
    Z = np.array(logits, dtype=dtype)[:, None]
    Y = (np.arange(len(logits)) == label).astype(dtype)[:, None]
    assert each("categorical_cross_entropy", "softmax", Z, Y)[0] == np.dtype(dtype).type(loss)


def test_a_sample_keeps_its_loss_beside_extreme_ones():
    Z, Y = np.array([[1000.0, 0.3, -1000.0]]), np.array([[0.0, 1.0, 1.0]])
    alone = each("binary_cross_entropy", "sigmoid", Z[:, 1:2], Y[:, 1:2])
    assert each("binary_cross_entropy", "sigmoid", Z, Y).tolist() == [1000.0, alone[0], 1000.0]


@pytest.mark.parametrize("head", HEADS)
def test_what_fits_together_is_taken_as_it_is(head):
    problem, output, loss = head
    assert resolve(problem, output, loss) == (output, loss)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("output", ["auto", *output_activations()])
@pytest.mark.parametrize("loss", ["auto", *LOSSES])
def test_auto_settles_on_what_fits_or_one_line_says_what_would(problem, output, loss):
    possible = {
        (o, name) for p, o, name in HEADS if p == problem and output in ("auto", o) and loss in ("auto", name)
    }
    if possible:
        assert resolve(problem, output, loss) in possible
        return
    with pytest.raises(ValueError, match=f"({output}|{loss}) does not .*: choose .* or auto$") as refusal:
        resolve(problem, output, loss)
    assert "\n" not in str(refusal.value)


def test_the_advice_of_a_refusal_can_be_followed():
    for problem, output, loss in product(PROBLEMS, output_activations(), LOSSES):
        if (problem, output, loss) in HEADS:
            continue
        with pytest.raises(ValueError, match=": choose ") as refusal:
            resolve(problem, output, loss)
        advice = str(refusal.value).split(": choose ")[1].removeprefix("output ").removesuffix(", or auto")
        for name in advice.split(" or "):
            resolve(problem, loss=name) if name in LOSSES else resolve(problem, output=name, loss=loss)


@pytest.mark.parametrize(
    ("problem", "head"),
    [
        ("binary", ("sigmoid", "binary_cross_entropy")),
        ("multiclass", ("softmax", "categorical_cross_entropy")),
        ("regression", ("linear", "squared")),
    ],
)
def test_auto_follows_the_problem(problem, head):
    assert resolve(problem) == head
