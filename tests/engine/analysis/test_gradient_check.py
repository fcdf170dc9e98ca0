from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from cases import HEADS, samples, split, trainer_on, weights

from engine import (
    ACTIVATIONS,
    LOSSES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    Trainer,
    hidden_activations,
)
from engine.analysis.gradient_check import GradientError, check_each, check_progress, gradient_check

RIGHT = 1e-6  # the worst relative error where backpropagation is right and no kink is near
SMOOTHED = [head for head in HEADS if LOSSES[head[2]].smooths]


def trainer_with(activations, head=("regression", "linear", "squared"), **settings):
    """A trainer that no sample brings near a kink."""
    problem, output, loss = head
    hidden = tuple(LayerSpec(4 - i, name) for i, name in enumerate(activations))
    trainer = trainer_on(problem, output, hidden=hidden, data=split(problem), loss=loss, **settings)
    for layer in trainer.network.layers:
        layer.b[:] = np.linspace(-0.2, 0.3, len(layer.b))
    return trainer


def worst_in(errors, layer):
    return max(one.relative_error for one in errors if one.layer == layer)


def broken(record, factor=1.1):
    """An activation whose derivative is a tenth too steep."""

    def derivative(Z, A, dG):
        return [*record.derivative(Z, A, dG), partial(np.multiply, dG, np.array(factor, dG.dtype), dG)]

    return replace(record, derivative=derivative)


@pytest.mark.parametrize("head", HEADS, ids="-".join)
@pytest.mark.parametrize("activation", hidden_activations())
def test_backpropagation_is_right(activation, head):
    trainer = trainer_with((activation, activation), head, l1=0.03, l2=0.2)
    assert gradient_check(trainer)[0].relative_error < RIGHT


@pytest.mark.parametrize("head", SMOOTHED, ids="-".join)
def test_smoothed_labels_are_what_the_loss_is_measured_against(head):
    sharp, smoothed = (trainer_with(("tanh",), head, label_smoothing=s) for s in (0.0, 0.3))
    assert gradient_check(smoothed)[0].relative_error < RIGHT
    assert gradient_check(smoothed)[0].numeric != gradient_check(sharp)[0].numeric


def test_a_loss_is_measured_with_its_own_parameter():
    trainer = trainer_with(("tanh",), ("regression", "linear", "huber"), huber_delta=0.2)
    assert gradient_check(trainer)[0].relative_error < RIGHT


def test_dropout_is_off():
    hidden = (LayerSpec(6, "tanh", dropout=0.5), LayerSpec(5, "tanh", dropout=0.9))
    assert gradient_check(trainer_on(hidden=hidden))[0].relative_error < RIGHT


def test_features_of_points_are_inputs_like_others():
    network = NetworkSpec(features=("x1", "sin_x2", "x1_x2"), hidden=(LayerSpec(5, "tanh"),))
    trainer = Trainer(Experiment(data=DataSpec(dataset="circle"), network=network))
    assert gradient_check(trainer)[0].relative_error < RIGHT


def test_a_network_without_hidden_layers_is_checked_too():
    assert gradient_check(trainer_with(()))[0].relative_error < RIGHT


def test_every_parameter_is_in_the_list_once_with_its_gradient():
    trainer = trainer_with(("tanh", "sine"), l1=0.1)
    errors = gradient_check(trainer)
    assert len(errors) == len(trainer.network.parameters)
    found = {(one.layer, one.neuron, one.source): one.analytic for one in errors}
    for i, (dW, db) in enumerate(trainer.gradients(trainer.data.train.X, trainer.data.train.y)):
        for (j, k), gradient in np.ndenumerate(dW):
            assert found.pop((i, j, k)) == gradient
        for j, gradient in enumerate(db):
            assert found.pop((i, j, None)) == gradient
    assert not found


def test_the_worst_comes_first():
    errors = [one.relative_error for one in gradient_check(trainer_with(("relu", "gelu")))]
    assert errors == sorted(errors, reverse=True)


@pytest.mark.parametrize("name", [name for name in hidden_activations() if name != "linear"])
def test_a_wrong_derivative_is_found_and_the_layer_it_is_in(monkeypatch, name):
    monkeypatch.setitem(ACTIVATIONS, name, broken(ACTIVATIONS[name]))
    first = gradient_check(trainer_with((name, "linear")))
    assert first[0].layer == 0
    assert 0.05 < first[0].relative_error < 0.2
    assert max(worst_in(first, 1), worst_in(first, 2)) < RIGHT
    second = gradient_check(trainer_with(("linear", name)))
    assert second[0].layer < 2
    assert min(worst_in(second, 0), worst_in(second, 1)) > 0.05
    assert worst_in(second, 2) < RIGHT


def test_a_wrong_derivative_of_the_loss_is_found_in_all_layers(monkeypatch):
    wrong = replace(LOSSES["squared"], gradient=LOSSES["absolute"].gradient, matched=None)
    monkeypatch.setitem(LOSSES, "squared", wrong)
    errors = gradient_check(trainer_with(("tanh", "tanh")))
    assert min(worst_in(errors, layer) for layer in range(3)) > 0.05


def test_a_penalty_that_is_left_out_is_found_at_the_weights(monkeypatch):
    monkeypatch.setattr("engine.training.gradients.penalty_gradient", lambda *_: [])
    errors = gradient_check(trainer_with(("tanh",), l2=0.5))
    assert errors[0].source is not None
    assert errors[0].relative_error > 0.05
    assert max(one.relative_error for one in errors if one.source is None) < RIGHT


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_trainer_is_left_as_it_was(dtype):
    checked, alone = (trainer_with(("tanh", "relu"), optimizer="adam", dtype=dtype) for _ in range(2))
    checked.step()
    alone.step()
    before = dict(checked.__dict__)
    gradient_check(checked)
    assert checked.__dict__ == before
    assert checked.network.dtype == dtype
    np.testing.assert_array_equal(weights(checked), weights(alone))
    checked.run(epochs=3)
    alone.run(epochs=3)
    np.testing.assert_array_equal(weights(checked), weights(alone))


def test_the_trainer_is_left_as_it_was_by_a_check_that_is_cut_short(monkeypatch):
    trainer, passes = trainer_with(("tanh",)), []

    def run(recipe):
        passes.append(recipe)
        if len(passes) == 12:
            raise KeyboardInterrupt

    before, parameters = dict(trainer.__dict__), weights(trainer)
    monkeypatch.setattr("engine.analysis.gradient_check.run", run)
    with pytest.raises(KeyboardInterrupt):
        gradient_check(trainer)
    assert trainer.__dict__ == before
    np.testing.assert_array_equal(weights(trainer), parameters)


def test_a_float32_network_is_checked_in_float64():
    trainer, double = (trainer_with(("tanh", "gelu"), dtype=dtype) for dtype in ("float32", "float64"))
    double.network.parameters[:] = trainer.network.parameters
    assert gradient_check(trainer) == gradient_check(double)
    assert gradient_check(trainer)[0].relative_error < RIGHT


def test_the_first_200_train_samples_are_taken():
    trainer = trainer_on(data=Split(samples("binary", 230), samples("binary", 5)))
    X, y = trainer.data.train.X, trainer.data.train.y
    assert gradient_check(trainer) == gradient_check(trainer, X[:200], y[:200])
    assert gradient_check(trainer) != gradient_check(trainer, X, y)


def test_on_a_kink_the_slope_is_measured_across_it():
    one = Samples([[1.0]], [3.0])
    trainer = trainer_on(hidden=(LayerSpec(1, "relu"),), data=Split(one, one))
    hidden, output = trainer.network.layers
    hidden.theta[:], output.theta[:] = [[0.5, -0.5]], [[1.0, 0.0]]
    # at z = 0 and ŷ = 0 the loss ½ (ŷ − 3)² falls by 3 to the right, and is flat to the left
    for found in gradient_check(trainer):
        if found.layer == 0:
            assert found.analytic == 0.0
            assert found.numeric == pytest.approx(-1.5, abs=1e-5)
            assert found.relative_error == 1.0
        else:
            assert found.relative_error < RIGHT


@pytest.mark.parametrize("w", [4e-7, -9e-7])
def test_a_weight_within_a_step_of_zero_is_on_the_kink_of_l1(w):
    trainer = trainer_with(("tanh",), l1=0.3)
    trainer.network.layers[0].W[1, 0] = w
    first, second, *_ = gradient_check(trainer)
    assert (first.layer, first.neuron, first.source) == (0, 1, 0)
    assert first.relative_error > 0.01
    assert first.explanation == "kink"
    assert second.relative_error < RIGHT


def test_l1_explains_no_other_difference(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "tanh", broken(ACTIVATIONS["tanh"]))
    trainer = trainer_with(("tanh",), l1=0.3)
    trainer.network.layers[0].W[1, 0] = 4e-7
    assert {one.explanation for one in gradient_check(trainer)} == {None}


def test_a_weight_that_l1_holds_at_zero_is_right():
    trainer = trainer_with(("tanh", "tanh"), l1=0.02, l2=0.1)
    for layer in trainer.network.layers:
        layer.W[:, ::2] = 0.0
    errors = gradient_check(trainer)
    assert errors[0].relative_error < RIGHT
    zeros = {
        (i, j, k) for i, layer in enumerate(trainer.network.layers) for j, k in np.argwhere(layer.W == 0)
    }
    assert any(one.analytic for one in errors if (one.layer, one.neuron, one.source) in zeros)


def test_two_zeros_are_no_error():
    trainer = trainer_with(("relu",))
    trainer.network.layers[0].b[:] = -100.0  # no sample brings it to life
    dead = [one for one in gradient_check(trainer) if one.layer == 0]
    assert all((one.analytic, one.numeric, one.relative_error) == (0.0, 0.0, 0.0) for one in dead)


@pytest.mark.parametrize("unit", [1e-4, 1.0, 1e4])
def test_rounding_is_no_error_in_any_unit(unit):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 3))
    data = Samples(X, unit * (X @ [1.0, -2.0, 0.5] + 3.0))
    trainer = trainer_on(data=Split(data, data))
    assert gradient_check(trainer)[0].relative_error < RIGHT


@pytest.mark.parametrize("size", [np.nan, np.inf, 1e200])
def test_a_gradient_that_is_not_a_number_is_the_worst_and_no_warning(size):
    trainer = trainer_with(("tanh",))
    trainer.network.layers[1].W[0, 0] = size
    errors = gradient_check(trainer)
    assert errors[0].relative_error == np.inf
    assert isinstance(errors[0], GradientError)


@pytest.mark.parametrize("step", [0.0, -1e-6, np.inf, np.nan])
def test_the_step_is_above_zero(step):
    with pytest.raises(ValueError, match=r"step must be a number from 1e-08 to 0\.001, got"):
        gradient_check(trainer_on(), step=step)


def test_samples_and_labels_go_together():
    trainer = trainer_on()
    X, y = trainer.data.train.X, trainer.data.train.y
    for alone in ({"X": X}, {"y": y}):
        with pytest.raises(ValueError, match="X and y go together: pass both, or neither"):
            gradient_check(trainer, **alone)
    with pytest.raises(ValueError, match="y must have one row for each of the 12 rows of X"):
        gradient_check(trainer, X, y[:3])
    with pytest.raises(ValueError, match="at least one sample"):
        gradient_check(trainer, X[:0], y[:0])


# -- what explains a difference --------------------------------------------------------------------


def large(errors):
    return [one for one in errors if one.relative_error >= 1e-5]


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "selu"])
def test_a_kink_at_a_bias_of_zero_explains_a_difference(activation):
    data = Samples([[0.0, 0.0], [0.3, -1.2], [-0.7, 0.4]], [1.0, 2.0, -1.0])
    hidden = (LayerSpec(3, activation), LayerSpec(2, activation))
    found = large(gradient_check(trainer_on(hidden=hidden, data=Split(data, data))))
    assert found
    assert {(one.source, one.explanation) for one in found} == {(None, "kink")}


@pytest.mark.parametrize(("loss", "y"), [("absolute", 0.0), ("hinge", 0)])
def test_so_does_one_of_the_loss(loss, y):
    data = Samples([[1.0], [2.0]], [y, 1 - y])
    trainer = trainer_on(hidden=(), output="linear", loss=loss, data=Split(data, data))
    # less than a step from ŷ = y, or from y ŷ = 1
    trainer.network.parameters[:] = (0.5, -0.5 + 4e-7) if loss == "absolute" else (-1.0, 4e-7)
    found = gradient_check(trainer)
    assert {one.explanation for one in large(found)} == {"kink"}
    assert len(found) == 2


@pytest.mark.parametrize("name", ["relu", "selu", "tanh"])
def test_no_kink_explains_a_wrong_derivative(monkeypatch, name):
    monkeypatch.setitem(ACTIVATIONS, name, broken(ACTIVATIONS[name]))
    trainer = trainer_with((name, "linear"))
    data = trainer.data.train
    X = np.concatenate([data.X, np.zeros((1, data.X.shape[1]))])  # on the kink of each neuron
    trainer.network.layers[0].b[:] = 0.0
    found = large(gradient_check(trainer, X, np.append(data.y, data.y[:1], axis=0)))
    assert found
    assert {one.explanation for one in found} == {None}


def test_single_precision_explains_what_double_precision_does_not_show():
    trainer = trainer_with(("tanh", "gelu"), dtype="float32", learning_rate=0.3)
    trainer.run(200)  # near a minimum what the samples add cancels, but not its rounding
    found = gradient_check(trainer)
    assert not large(found)
    explained = [one for one in found if one.explanation == "float32"]
    assert explained
    for one in found:
        assert (one.trained_error >= 1e-5) == (one in explained)
        assert one.trained == pytest.approx(one.numeric, abs=1e-5)


def test_in_double_precision_what_is_trained_is_what_is_checked():
    for one in gradient_check(trainer_with(("tanh", "relu"))):
        assert (one.trained, one.trained_error) == (one.analytic, one.relative_error)
        assert one.explanation is None


# -- one by one ----------------------------------------------------------------------------------


def test_taken_one_by_one_they_are_the_same_and_can_be_left():
    trainer = trainer_with(("tanh", "relu"))
    parts = trainer.experiment, trainer.data, trainer.progress, trainer.data.train
    every = list(check_each(*parts))
    assert sorted(every, key=lambda one: -one.relative_error) == check_progress(*parts)
    places = [(one.layer, one.neuron, one.source) for one in every]
    expected = [
        (i, j, k if k < layer.W.shape[1] else None)
        for i, layer in enumerate(trainer.network.layers)
        for j, k in np.ndindex(layer.theta.shape)
    ]
    assert places == expected
    under_way = check_each(*parts)
    assert [next(under_way), next(under_way)] == every[:2]
    under_way.close()
