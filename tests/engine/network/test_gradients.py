from itertools import product

import numpy as np
import pytest
from cases import HEADS, split, trainer_on
from pytorch import oracle

from engine import LOSSES, LayerSpec, Samples, Split, hidden_activations

PYTORCH = oracle("gradients")
COMPUTED = [
    pytest.param(
        head,
        activation,
        id="-".join([head["problem"], head["output"], *map(str, head["training"].values()), activation]),
    )
    for head in PYTORCH["heads"]
    for activation in head["found"]
]


def flat(pairs):
    return np.concatenate([np.column_stack([dW, db]).ravel() for dW, db in pairs])


def trainer_with(activation, head, seed=0, **training):
    problem, output, loss = head
    hidden = (LayerSpec(4, activation), LayerSpec(3, activation))
    return trainer_on(problem, output, hidden=hidden, data=split(problem), seed=seed, loss=loss, **training)


def objective(trainer):
    """What training makes small: the mean data loss and the penalties, from their formulas."""
    spec = trainer.experiment.training
    weights = np.concatenate([layer.W.ravel() for layer in trainer.network.layers])
    penalty = spec.l1 * np.abs(weights).sum() + 0.5 * spec.l2 * (weights**2).sum()
    return trainer.metrics().train_loss + penalty


def slopes(trainer, h=1e-6):
    """The central difference of the objective along every parameter, and how far both sides disagree."""
    parameters, found, bends = trainer.network.parameters, [], []
    middle = objective(trainer)
    for i, value in enumerate(parameters.copy()):
        parameters[i] = value + h
        above = objective(trainer)
        parameters[i] = value - h
        below = objective(trainer)
        parameters[i] = value
        found.append((above - below) / (2 * h))
        bends.append(abs(above - 2 * middle + below) / h)
    return np.array(found), np.array(bends)


def assert_gradient_is_the_slope(trainer):
    X, y = trainer.data.train.X, trainer.data.train.y
    for layer in trainer.network.layers:
        layer.b[:] = np.linspace(-0.2, 0.3, len(layer.b))
    found, bends = slopes(trainer)
    assert bends.max() < 1e-4  # no kink is near, of an activation, a loss or |w|: there it has no slope
    np.testing.assert_allclose(flat(trainer.gradients(X, y)), found, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("head", HEADS, ids="-".join)
@pytest.mark.parametrize("activation", hidden_activations())
def test_the_gradient_is_the_slope_of_the_mean_loss(activation, head):
    assert_gradient_is_the_slope(trainer_with(activation, head))


@pytest.mark.parametrize("settings", [{"l1": 0.03}, {"l2": 0.2}, {"l1": 0.03, "l2": 0.2}], ids=str)
@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_it_is_so_with_penalties(head, settings):
    assert_gradient_is_the_slope(trainer_with("tanh", head, **settings))


@pytest.mark.parametrize("head", [head for head in HEADS if LOSSES[head[2]].smooths], ids="-".join)
def test_it_is_so_with_smoothed_labels(head):
    assert_gradient_is_the_slope(trainer_with("tanh", head, label_smoothing=0.2))


@pytest.mark.parametrize("head", [head for head in HEADS if head[2] == "huber"], ids="-".join)
def test_it_is_so_wherever_huber_turns(head):
    assert_gradient_is_the_slope(trainer_with("tanh", head, huber_delta=0.3))


@pytest.mark.parametrize(
    "settings",
    [{"weight_decay": 0.5}, {"clip_value": 1e-3}, {"clip_norm": 1e-3}, {"max_norm": 1e-3}],
    ids=str,
)
def test_what_is_done_to_a_step_is_not_in_the_gradient(settings):
    plain, other = trainer_on(), trainer_on(**settings)
    X, y = plain.data.train.X, plain.data.train.y
    np.testing.assert_array_equal(flat(other.gradients(X, y)), flat(plain.gradients(X, y)))


def test_pytorch_has_computed_every_head_with_every_activation():
    computed = {
        (activation, (head["problem"], head["output"], head["training"]["loss"]))
        for head in PYTORCH["heads"]
        for activation in head["found"]
    }
    assert computed >= set(product(hidden_activations(), HEADS))


@pytest.mark.parametrize(("head", "activation"), COMPUTED)
def test_the_gradient_and_the_loss_are_those_of_pytorch(head, activation):
    samples = Samples(PYTORCH["X"], PYTORCH["y"][head["problem"]])
    trainer = trainer_on(
        output=head["output"],
        hidden=(LayerSpec(3, activation), LayerSpec(2, activation)),
        data=Split(samples, samples),
        **head["training"],
    )
    trainer.network.parameters[:] = PYTORCH["start"][str(trainer.network.sizes[-1])]
    expected = head["found"][activation]
    assert trainer.metrics().train_loss == pytest.approx(expected["loss"], rel=1e-12)
    # the file has 13 digits of every number
    gradient = flat(trainer.gradients(samples.X, samples.y))
    np.testing.assert_allclose(gradient, expected["gradient"], rtol=1e-11, atol=1e-13)


def test_a_hand_calculation_agrees():
    # Matt Mazur, "A step by step backpropagation example" (2015): 2-2-2, sigmoid, squared error, rate 0.5
    sample = Samples([[0.05, 0.10]], [[0.01, 0.99]])
    trainer = trainer_on(
        output="sigmoid",
        hidden=(LayerSpec(2, "sigmoid"),),
        data=Split(sample, sample),
        loss="squared",
        learning_rate=0.5,
    )
    hidden, output = trainer.network.layers
    hidden.W[:], hidden.b[:] = [[0.15, 0.20], [0.25, 0.30]], 0.35
    output.W[:], output.b[:] = [[0.40, 0.45], [0.50, 0.55]], 0.60
    printed = {"rtol": 0.0, "atol": 5e-9}  # it gives eight or nine digits
    np.testing.assert_allclose(trainer.network.predict(sample.X), [[0.75136507, 0.772928465]], **printed)
    assert trainer.metrics().train_loss == pytest.approx(0.298371109, abs=5e-9)
    (dW1, _), (dW2, _) = trainer.gradients(sample.X, sample.y)
    assert dW1[0, 0] == pytest.approx(0.000438568, abs=5e-9)
    assert dW2[0, 0] == pytest.approx(0.082167041, abs=5e-9)
    trainer.step()
    np.testing.assert_allclose(hidden.W, [[0.149780716, 0.19956143], [0.24975114, 0.29950229]], **printed)
    np.testing.assert_allclose(output.W, [[0.35891648, 0.408666186], [0.51130127, 0.561370121]], **printed)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("head", HEADS, ids="-".join)
def test_loss_and_gradient_are_finite_at_logits_of_a_thousand(head, dtype):
    trainer = trainer_with("linear", head, dtype=dtype)
    output = trainer.network.layers[-1]
    output.W[:], output.b[:] = 0.0, np.resize([1000.0, -1000.0], len(output.b))
    X, y = trainer.data.train.X, trainer.data.train.y
    assert np.isfinite(trainer.metrics().train_loss)
    assert all(np.isfinite(part).all() for pair in trainer.gradients(X, y) for part in pair)


def test_the_gradient_of_a_batch_is_the_mean_of_its_samples_gradients():
    trainer = trainer_on("multiclass", l2=0.1)
    X, y = trainer.data.train.X, trainer.data.train.y
    single = [flat(trainer.gradients(X[i : i + 1], y[i : i + 1])) for i in range(len(X))]
    np.testing.assert_allclose(flat(trainer.gradients(X, y)), np.mean(single, axis=0), rtol=1e-12, atol=1e-15)


def test_asking_for_gradients_changes_nothing():
    trainer, untouched = trainer_on(optimizer="momentum"), trainer_on(optimizer="momentum")
    trainer.step()
    trainer.gradients(trainer.data.train.X, trainer.data.train.y)
    trainer.step()
    untouched.step()
    untouched.step()
    np.testing.assert_array_equal(trainer.network.parameters, untouched.network.parameters)


@pytest.mark.parametrize("rows", [1, 11])
def test_gradients_want_a_label_for_every_sample(rows):
    trainer = trainer_on()
    with pytest.raises(ValueError, match="y must have one row for each of the 12 rows of X"):
        trainer.gradients(trainer.data.train.X, trainer.data.train.y[:rows])


@pytest.mark.parametrize(
    ("problem", "y", "message"),
    [
        ("binary", [0, 1, 2], "y must hold the classes 0 to 1, got 2"),
        ("multiclass", [0, -1, 2], "y must hold the classes 0 to 2, got -1"),
        ("multiclass", [0, 1.5, 2], "y must hold the classes 0 to 2, got 1.5"),
        ("binary", [[0, 1], [1, 0], [0, 1]], r"y must have the shape \(samples,\), got \(3, 2\)"),
        ("regression", [0, 1, 2], r"y must have the shape \(samples, 2\), got \(3,\)"),
    ],
)
def test_gradients_want_labels_of_their_problem(problem, y, message):
    with pytest.raises(ValueError, match=message):
        trainer_on(problem).gradients(np.ones((3, 3)), y)


def test_gradients_want_at_least_one_sample():
    trainer = trainer_on()
    with pytest.raises(ValueError, match="at least one sample"):
        trainer.gradients(np.empty((0, 3)), np.empty(0))
