"""The plane as each layer sees it: its activations themselves, or as much of them as two components show."""

from dataclasses import replace

import numpy as np
import pytest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.observers.catalogue import Observers
from playground.observers.layer_planes import AskLayerPlanes, LayerPlanes, principal
from playground.observers.network_state import NetworkState
from playground.observers.view import View

ASKED = View((AskLayerPlanes(),))


def experiment(*widths, features=("x1", "x2"), activation="tanh"):
    hidden = tuple(LayerSpec(width, activation) for width in widths)
    return Experiment(
        data=DataSpec(dataset="gaussian", samples=60), network=NetworkSpec(features=features, hidden=hidden)
    )


def seen(trainer, observers=None, view=ASKED, busy=False):
    state = NetworkState.of(trainer.progress, trainer.experiment, trainer.data)
    return (observers or Observers()).observe(state, view, busy).get(LayerPlanes)


def activations(trainer, layer, X):
    """What a layer makes of points, in plain numpy."""
    A = trainer.network.inputs(X)[:, :-1]
    for one in trainer.network.layers[: layer + 1]:
        A = one.activation((A @ one.W.T + one.b).T).T
    return A


def test_nobody_asks_and_nothing_is_computed():
    assert seen(Trainer(experiment(2)), view=View()) is None


def test_the_plane_comes_first_and_each_layer_after_it():
    planes = seen(Trainer(experiment(2, 3, 8))).planes
    assert [(one.layer, one.width) for one in planes] == [(None, 2), (0, 2), (1, 3), (2, 8), (3, 1)]
    assert [one.places.shape[1] for one in planes] == [2, 2, 3, 2, 2]


def test_inputs_are_a_stage_of_their_own_where_they_are_not_the_coordinates():
    planes = seen(Trainer(experiment(2, features=("x1", "x2", "x1_squared")))).planes
    assert [(one.layer, one.width) for one in planes] == [(None, 2), (-1, 3), (0, 2), (1, 1)]
    x1 = planes[0].places[:, 0]
    assert planes[1].places[:, 2] == pytest.approx(x1**2)


@pytest.mark.parametrize(("widths", "layer"), [((2, 4), 0), ((4, 3), 1)])
def test_few_neurons_are_shown_as_they_are(widths, layer):
    trainer = Trainer(experiment(*widths))
    trainer.run(epochs=3)
    planes = seen(trainer).planes
    plane = planes[0].places
    expected = activations(trainer, layer, plane)
    assert planes[layer + 1].places == pytest.approx(expected, abs=1e-5)
    assert planes[layer + 1].share == 1.0


def test_the_grid_comes_before_the_samples_and_runs_along_x1_first():
    trainer = Trainer(experiment(2))
    value = seen(trainer)
    plane, n = value.planes[0].places, value.rows * value.columns
    assert plane[0].tolist() == [-6.0, -6.0]
    assert plane[1, 0] > plane[0, 0]
    assert plane[1, 1] == plane[0, 1]
    assert plane[n:].tolist() == trainer.data.train.X.tolist()
    assert value.y.tolist() == trainer.data.train.y.tolist()


def test_of_many_samples_some_are_shown():
    many = replace(experiment(2), data=DataSpec(dataset="gaussian", samples=2000))
    value = seen(Trainer(many))
    assert 200 <= len(value.y) <= 300


def test_two_components_show_what_they_say():
    trainer = Trainer(experiment(6))
    plane = seen(trainer).planes[1]
    A = activations(trainer, 0, seen(trainer).planes[0].places)
    centred = A - A.mean(axis=0)
    variances = np.linalg.svd(centred, compute_uv=False) ** 2
    assert plane.share == pytest.approx(variances[:2].sum() / variances.sum(), rel=1e-4)
    assert np.square(plane.places).sum() == pytest.approx(variances[:2].sum(), rel=1e-4)


def test_components_neither_flip_nor_change_places_while_it_trains():
    trainer, observers = Trainer(experiment(8)), Observers()
    last = seen(trainer, observers).planes[1].places
    for _ in range(10):
        trainer.run(epochs=1)
        now = seen(trainer, observers).planes[1].places
        assert np.abs(now - last).max() < 0.5 * np.abs(last).max()
        last = now


def test_a_bounded_layer_has_its_bounds_as_its_box_and_another_one_round_numbers():
    tanh = seen(Trainer(experiment(2))).planes[1]
    assert (tanh.middle.tolist(), tanh.reach) == ([0.0, 0.0], 1.0)
    relu = seen(Trainer(experiment(2, activation="relu"))).planes[1]
    inside = np.abs(relu.places - relu.middle) <= relu.reach * (1 + 1e-6)
    assert inside.all()
    assert relu.reach <= 2.0 * np.ptp(relu.places, axis=0).max()


def test_shares_of_classes_lie_between_0_and_1():
    three = replace(experiment(2), data=DataSpec(dataset="blobs", samples=60, classes=3))
    output = seen(Trainer(three)).planes[-1]
    assert output.width == 3
    assert (output.middle.tolist(), output.reach) == ([0.5] * 3, 0.5)


def test_numbers_that_are_not_finite_are_not_shown_as_places():
    trainer = Trainer(experiment(2, activation="relu"))
    trainer.set_parameters(np.full(len(trainer.progress.parameters), 1e300))
    for one in seen(trainer).planes:
        assert np.isfinite(one.places).all()
        assert np.isfinite(one.reach)


def test_one_input_is_a_line():
    points = tuple((x / 10.0, 0.0, x / 5.0) for x in range(30))
    data = DataSpec(dataset="own", labels="values", points=points, one_input=True)
    line = Experiment(data=data, network=NetworkSpec(features=("x1",), hidden=(LayerSpec(2),)))
    value = seen(Trainer(line))
    assert value.rows == 1
    assert [one.layer for one in value.planes] == [None, -1, 0, 1]


@pytest.mark.parametrize("width", [4, 300])
def test_principal_directions_are_orthonormal(width):
    rows = np.random.default_rng(0).normal(size=(500, width)) * np.linspace(3.0, 0.1, width)
    rows -= rows.mean(axis=0)
    V, share = principal(rows)
    assert pytest.approx(np.eye(2), abs=1e-9) == V.T @ V
    assert 0.0 < share <= 1.0


def test_a_layer_that_says_the_same_everywhere_is_shown_whole():
    V, share = principal(np.zeros((10, 5)))
    assert (V.shape, share) == ((5, 2), 1.0)
