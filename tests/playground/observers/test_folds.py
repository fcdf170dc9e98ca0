"""Folds: where the weighted sum of a neuron is zero."""

from dataclasses import replace

import numpy as np
import pytest
from heads import SMALL
from snapshots import observe

from engine import DataSpec, LayerSpec, NetworkSpec, Trainer, TrainSpec
from playground.observers.close_up import AskCloseUp
from playground.observers.folds import AskFolds, Folds

DEEP = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(4, "relu"), LayerSpec(3, "tanh"))))
LINE = replace(
    SMALL,
    data=DataSpec(
        "own",
        points=tuple((x / 4.0, 0.0, x / 9.0) for x in range(-20, 20)),
        labels="values",
        one_input=True,
    ),
    network=NetworkSpec(features=("x1",), hidden=(LayerSpec(3, "relu"), LayerSpec(2))),
)


def folds_of(trainer, *asks):
    return observe(trainer, *asks).get(Folds)


def sums(trainer, layer, X):
    """The weighted sums of a layer at some points, by hand."""
    A = trainer.network.inputs(X)[:, :-1].T
    for one in trainer.network.layers[:layer]:
        A = one.activation(one.W @ A + one.b[:, None])
    last = trainer.network.layers[layer]
    return last.W @ A + last.b[:, None]


def test_on_a_fold_of_the_first_layer_the_sum_is_zero():
    trainer = Trainer(DEEP)
    trainer.network.layers[0].b[:] = [0.5, -0.5, 1.0, 0.0]
    found = folds_of(trainer, AskFolds(0))
    assert len(found.lines) == 4
    for neuron, line in enumerate(found.lines):
        assert np.abs(sums(trainer, 0, line)[neuron]).max() < 1e-9


def test_deeper_folds_bend_at_those_before():
    trainer = Trainer(DEEP)
    trainer.run(20)
    for line in folds_of(trainer, AskFolds(1)).lines:
        near = np.abs(sums(trainer, 1, line)).min(axis=0)
        assert near.max() < 0.1
        assert np.median(near) < 1e-4


def test_all_layers_are_those_of_each():
    trainer = Trainer(DEEP)
    each = [len(folds_of(trainer, AskFolds(k)).lines) for k in (0, 1)]
    assert len(folds_of(trainer, AskFolds(None)).lines) == sum(each)


@pytest.mark.parametrize("layer", [2, 5])
def test_of_the_output_and_of_layers_that_are_not_there_are_none(layer):
    assert folds_of(Trainer(DEEP), AskFolds(layer)).lines == ()


def test_of_a_neuron_that_is_shown_close_up_its_own_fold_alone_is_there():
    trainer = Trainer(DEEP)
    found = folds_of(trainer, AskFolds(0), AskCloseUp((0, 2)))
    assert found.spot == (0, 2)
    (line,) = found.lines
    assert np.abs(sums(trainer, 0, line)[2]).max() < 1e-9


@pytest.mark.parametrize("spot", ["x1", (2, 0)])
def test_of_anything_else_that_is_shown_close_up_there_is_none(spot):
    assert folds_of(Trainer(DEEP), AskFolds(None), AskCloseUp(spot)).lines == ()


def test_with_one_input_they_are_places():
    trainer = Trainer(LINE)
    first = trainer.network.layers[0]
    first.W[:, 0], first.b[:] = [1.0, -2.0, 1.0], [-1.0, 1.0, 100.0]
    found = folds_of(trainer, AskFolds(0))
    assert found.lines == ()
    np.testing.assert_allclose(np.sort(found.places), [0.5, 1.0], atol=1e-9)  # the third is out of sight


def test_only_what_is_visible_is_looked_at():
    trainer = Trainer(DEEP)
    found = folds_of(trainer, AskFolds(0, (2.0, 3.0, 2.0, 3.0)))
    for line in found.lines:
        assert ((line >= 2.0) & (line <= 3.0)).all()


def test_weights_that_are_not_finite_have_no_fold():
    trainer = Trainer(replace(DEEP, training=TrainSpec(dtype="float32")))
    trainer.network.layers[0].W[1] = np.inf
    assert len(folds_of(trainer, AskFolds(0)).lines) == 3


def test_a_neuron_without_weights_has_no_fold():
    trainer = Trainer(DEEP)
    trainer.network.parameters[:] = 0.0
    assert all(len(line) for line in folds_of(trainer, AskFolds(0)).lines)
