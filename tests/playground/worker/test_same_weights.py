from dataclasses import replace

import numpy as np
import pytest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from playground.worker import same_weights
from playground.worker.same_weights import started_like

FIRST = Experiment(network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3))), seed=3)


def with_network(**fields):
    return replace(FIRST, network=replace(FIRST.network, **fields))


def started(other, first=FIRST):
    """Return which layers are said to be the same, and which are, in a trainer of the experiment."""
    a, b = Trainer(first), Trainer(other)
    same = started_like(a, b)
    made = Trainer(same.experiment)
    return same, a.network.layers, made.network.layers


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (with_network(hidden=(LayerSpec(4, "relu"), LayerSpec(3, "relu"))), (True, True, True)),
        (with_network(hidden=(LayerSpec(5), LayerSpec(3))), (False, False, True)),
        (with_network(hidden=(LayerSpec(4), LayerSpec(2))), (True, False, False)),
        (with_network(hidden=(LayerSpec(4), LayerSpec(3), LayerSpec(3))), (True, True, False, True)),
        (with_network(hidden=(LayerSpec(4),)), (True, False)),
        (with_network(hidden=(LayerSpec(3),)), (False, True)),
        (with_network(hidden=()), (False,)),
        (with_network(features=("x1", "x2", "x1_x2")), (False, True, True)),
        (with_network(features=("x2", "x1")), (False, True, True)),
        (replace(FIRST, weights_seed=8), (True, True, True)),
        (replace(FIRST, seed=8), (True, True, True)),
        (replace(FIRST, data=DataSpec(dataset="blobs")), (True, True, False)),
        (replace(FIRST, training=TrainSpec(optimizer="adam")), (True, True, True)),
    ],
)
def test_every_layer_of_the_same_shape_starts_from_the_same_weights(other, shared):
    same, ours, theirs = started(other)
    assert same.layers == shared
    for k, (is_shared, layer) in enumerate(zip(shared, theirs, strict=True)):
        partner = ours[-1] if k == len(theirs) - 1 else ours[k] if k < len(ours) - 1 else None
        if is_shared:
            assert np.array_equal(layer.theta, partner.theta)


def test_the_other_layers_keep_the_weights_that_they_would_have_drawn():
    other = with_network(hidden=(LayerSpec(4), LayerSpec(2)))
    _, _, theirs = started(other)
    for layer, drawn in zip(theirs[1:], Trainer(other).network.layers[1:], strict=True):
        assert np.array_equal(layer.theta, drawn.theta)


@pytest.mark.parametrize("other", [FIRST, replace(FIRST, training=TrainSpec(l2=0.03, dtype="float64"))])
def test_an_experiment_that_draws_the_same_weights_stays_as_it_is(other):
    same, _, _ = started(other)
    assert same.experiment is other
    assert same.layers == (True, True, True)


@pytest.mark.parametrize(
    "fields",
    [{"initializer": "he_normal"}, {"init_bias": 0.1}, {"initializer": "normal", "init_scale": 0.3}],
)
def test_where_initialisers_are_compared_none_are_taken_over(fields):
    other = with_network(**fields)
    same, _, _ = started(other)
    assert same.experiment is other
    assert same.layers == (False, False, False)


def test_in_single_precision_the_weights_are_the_same_to_its_last_bit():
    other = replace(FIRST, training=TrainSpec(dtype="float32"), weights_seed=4)
    _, ours, theirs = started(other, replace(FIRST, training=TrainSpec(dtype="float32")))
    assert all(np.array_equal(a.theta, b.theta) for a, b in zip(ours, theirs, strict=True))


def test_a_network_with_very_many_weights_keeps_its_own(monkeypatch):
    monkeypatch.setattr(same_weights, "MOST_WEIGHTS", 20)
    same, _, _ = started(replace(FIRST, weights_seed=8))
    assert same.layers == (False, False, False)
