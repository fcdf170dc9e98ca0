from itertools import product

import numpy as np
import pytest
from cases import HEADS, retrained, split, trainer_on

from engine import ACTIVATIONS, LOSSES, Samples, Split, TrainSpec, output_activations, resolve
from engine.base.recipes import run
from engine.losses import PROBLEMS

# No error of a linear output is 1, where the Huber loss turns, and none is at the hinge.
LOGITS = np.array([[-2.0, 0.5, 1.5, 0.1], [0.3, -1.2, 2.1, -0.4], [1.1, 0.2, -0.7, 0.6]])
ONE_HOT = np.array([[1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 0.0], [0.0, 1.0, 0.0, 0.0]])


def huber(p, y, delta=1.0):
    e = np.abs(p - y)
    return sum(np.where(e <= delta, 0.5 * e**2, delta * (e - 0.5 * delta)))


# One sample's loss as a textbook writes it, from the outputs p and the targets y
TEXTBOOK = {
    "squared": lambda p, y: 0.5 * sum((p - y) ** 2),
    "absolute": lambda p, y: sum(np.abs(p - y)),
    "huber": huber,
    "hinge": lambda p, y: sum(np.maximum(0.0, 1.0 - y * p)),
    "binary_cross_entropy": lambda p, y: -sum(y * np.log(p) + (1 - y) * np.log(1 - p)),
    "categorical_cross_entropy": lambda p, y: -sum(y * np.log(p)),
}
SMOOTHED = [head for head in HEADS if LOSSES[head[2]].smooths]
FITTING = [(loss, output) for loss, one in LOSSES.items() for output in one.outputs]


def each(loss, output, Z, Y):
    """The loss of every sample, computed by the engine."""
    one = LOSSES[loss] if isinstance(loss, str) else loss
    values = np.full(Z.shape[1], np.nan, dtype=Z.dtype)
    run(one.value(Z, ACTIVATIONS[output](Z), Y, values))
    return values


def labels_for(loss):
    """The one-hot columns as this loss takes them."""
    return 2.0 * ONE_HOT - 1.0 if LOSSES[loss].signed else ONE_HOT


def assert_gradient_is_the_slope(gradient, value, Y):
    h, D = 1e-6, np.empty_like(LOGITS)
    run(gradient(LOGITS, Y, D))
    for k, i in np.ndindex(*D.shape):
        step = h * (np.arange(3) == k)
        above, below = (value(LOGITS[:, i] + s, Y[:, i]) for s in (step, -step))
        assert D[k, i] == pytest.approx((above - below) / (2 * h), abs=1e-8)


@pytest.mark.parametrize(("loss", "output"), FITTING)
def test_it_is_its_textbook_formula(loss, output):
    rows = 1 if loss == "binary_cross_entropy" else 3
    Z, Y = LOGITS[:rows], labels_for(loss)[:rows]
    P = ACTIVATIONS[output](Z)
    textbook = [TEXTBOOK[loss](P[:, i], Y[:, i]) for i in range(Z.shape[1])]
    np.testing.assert_allclose(each(loss, output, Z, Y), textbook, rtol=1e-13)


@pytest.mark.parametrize("loss", [name for name, one in LOSSES.items() if one.gradient])
def test_its_gradient_is_the_slope_of_each_samples_loss(loss):
    assert_gradient_is_the_slope(LOSSES[loss].gradient, TEXTBOOK[loss], labels_for(loss))


@pytest.mark.parametrize("delta", [1e-3, 0.25, 1.0, 2.5, 100.0])
def test_huber_turns_from_a_parabola_into_a_line_at_delta(delta):
    loss = LOSSES["huber"].tuned(TrainSpec(huber_delta=delta))
    textbook = [huber(LOGITS[:, i], ONE_HOT[:, i], delta) for i in range(LOGITS.shape[1])]
    np.testing.assert_allclose(each(loss, "linear", LOGITS, ONE_HOT), textbook, rtol=1e-13)
    assert_gradient_is_the_slope(loss.gradient, lambda p, y: huber(p, y, delta), ONE_HOT)


def test_with_a_large_delta_huber_is_the_squared_error():
    loss = LOSSES["huber"].tuned(TrainSpec(huber_delta=100.0))
    squared = each("squared", "linear", LOGITS, ONE_HOT)
    np.testing.assert_allclose(each(loss, "linear", LOGITS, ONE_HOT), squared, rtol=1e-14)


def test_with_a_tiny_delta_huber_is_delta_times_the_absolute_error():
    loss, delta = LOSSES["huber"].tuned(TrainSpec(huber_delta=1e-9)), 1e-9
    absolute = each("absolute", "linear", LOGITS, ONE_HOT)
    np.testing.assert_allclose(each(loss, "linear", LOGITS, ONE_HOT), delta * absolute, rtol=1e-8)


@pytest.mark.parametrize("loss", ["squared", "absolute", "huber"])
def test_an_error_counts_the_same_in_both_directions_and_none_counts_nothing(loss):
    E = np.abs(LOGITS)
    np.testing.assert_array_equal(each(loss, "linear", E, 0 * E), each(loss, "linear", -E, 0 * E))
    np.testing.assert_array_equal(each(loss, "linear", E, E), np.zeros(E.shape[1]))
    D = np.full_like(E, np.nan)
    run(LOSSES[loss].gradient(E, E, D))
    np.testing.assert_array_equal(D, np.zeros_like(E))


def test_the_hinge_asks_no_more_of_a_sample_beyond_the_margin():
    A, Y = np.array([[1.0, 1.5, -1.0, -7.0, 0.999]]), np.array([[1.0, 1.0, -1.0, -1.0, 1.0]])
    D = np.full_like(A, np.nan)
    run(LOSSES["hinge"].gradient(A, Y, D))
    np.testing.assert_allclose(each("hinge", "linear", A, Y), [0.0, 0.0, 0.0, 0.0, 0.001], atol=1e-15)
    np.testing.assert_array_equal(D, [[0.0, 0.0, 0.0, 0.0, -1.0]])


def test_only_probabilities_of_classes_are_smoothed():
    assert {loss for _, _, loss in SMOOTHED} == {"binary_cross_entropy", "categorical_cross_entropy"}


@pytest.mark.parametrize("loss", LOSSES)
def test_it_is_computed_by_gradient_or_by_the_output_it_is_matched_with(loss):
    one = LOSSES[loss]
    assert one.matched is None or one.matched in one.outputs
    assert one.gradient is not None or one.outputs == (one.matched,)


@pytest.mark.parametrize(("setting", "value"), [("label_smoothing", 0.3), ("huber_delta", 0.2)])
@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_it_reads_the_settings_it_names_and_no_other(head, setting, value):
    problem, output, loss = head
    usual = trainer_on(problem, output, loss=loss)
    other = trainer_on(problem, output, loss=loss, **{setting: value})
    named = LOSSES[loss].smooths if setting == "label_smoothing" else setting in LOSSES[loss].hyperparameters
    assert (other.metrics().train_loss != usual.metrics().train_loss) == named
    for trainer in (usual, other):
        trainer.step()
    assert (other.network.parameters != usual.network.parameters).any() == named


@pytest.mark.parametrize("head", SMOOTHED, ids="-".join)
def test_smoothed_labels_are_the_mean_over_all_classes_to_that_share(head):
    problem, output, loss = head
    data, s = split(problem), 0.3
    trainer = trainer_on(problem, output, data=data, loss=loss)

    def loss_if(labels):
        again = trainer_on(problem, output, data=Split(Samples(data.train.X, labels), data.test), loss=loss)
        return again.metrics().train_loss

    over_all = np.mean([loss_if(np.full_like(data.train.y, k)) for k in range(trainer.problem.size)])
    expected = (1 - s) * trainer.metrics().train_loss + s * over_all
    trainer.configure(retrained(trainer, label_smoothing=s))
    assert trainer.metrics().train_loss == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("head", SMOOTHED, ids="-".join)
def test_smoothed_labels_are_the_same_classes(head):
    problem, output, loss = head
    usual, smooth = (trainer_on(problem, output, loss=loss, label_smoothing=s) for s in (0.0, 0.9))
    assert smooth.metrics().train_accuracy == usual.metrics().train_accuracy


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
    why = f"({output}|{loss}) cannot be used (for|with) .*: choose .* or auto$"
    with pytest.raises(ValueError, match=why) as refusal:
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


@pytest.mark.parametrize(
    ("problem", "loss"),
    [("binary", "hinge"), ("multiclass", "hinge"), ("regression", "absolute"), ("regression", "huber")],
)
def test_auto_takes_the_output_without_limits_for_a_loss_that_wants_it(problem, loss):
    assert resolve(problem, loss=loss) == ("linear", loss)


def test_auto_prefers_the_squared_error_to_the_hinge():
    assert resolve("multiclass", output="linear")[1] == resolve("binary", output="linear")[1] == "squared"


@pytest.mark.parametrize("name", [name for name, one in LOSSES.items() if one.gradient])
def test_it_says_whether_its_derivative_jumps(name):
    outputs = np.linspace(-3.0, 3.0, 100_001)[None]
    slopes = np.empty_like(outputs)
    run(LOSSES[name].tuned(TrainSpec()).gradient(outputs, np.ones_like(outputs), slopes))
    steps = np.abs(np.diff(slopes[0]))
    assert LOSSES[name].jumps == bool((steps > 0.01).any())
    if LOSSES[name].jumps:  # between two jumps it stays what it is
        assert set(steps[steps <= 0.01]) == {0.0}
