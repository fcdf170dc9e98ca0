"""Starting weights that are given: used as they are, and only where they fit."""

from dataclasses import replace

import numpy as np
import pytest

from engine import Experiment, LayerSpec, NetworkSpec, Samples, SpecError, Split, Trainer, TrainSpec
from engine.training.state import State, facts_of

WEIGHTS = (((0.1, 1 / 3, -2.0), (0.0, 5.0, 0.25)), ((1.0, -1.0, 0.5),))
GIVEN = Experiment(
    network=NetworkSpec(hidden=(LayerSpec(2),), weights=WEIGHTS), training=TrainSpec(dtype="float64")
)


def thetas(trainer):
    return [layer.theta.tolist() for layer in trainer.network.layers]


def test_training_starts_from_the_very_numbers_and_a_reset_goes_back_to_them():
    trainer = Trainer(GIVEN)
    assert thetas(trainer) == [[list(row) for row in layer] for layer in WEIGHTS]
    trainer.run(epochs=2)
    assert thetas(trainer) != [[list(row) for row in layer] for layer in WEIGHTS]
    trainer.reset()
    assert thetas(trainer) == [[list(row) for row in layer] for layer in WEIGHTS]


def test_lists_and_whole_numbers_become_tuples_of_floats():
    spec = NetworkSpec(hidden=(), weights=[[[1, 2, 3]]])
    assert spec.weights == (((1.0, 2.0, 3.0),),)
    assert spec == NetworkSpec(hidden=(), weights=(((1.0, 2.0, 3.0),),))


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ("abc", "weights must be a tuple, got 'abc'"),
        ([1.0], "weights[0] must be a tuple, got 1.0"),
        ([[1.0]], "weights[0][0] must be a tuple, got 1.0"),
        ([[[1.0, float("nan"), 0.0]]], "weights[0][0][1] must be a number from"),
        ([[[1.0, 2e9, 0.0]]], "weights[0][0][1] must be a number from"),
        ([[[1.0, "2", 0.0]]], "weights[0][0][1] must be a number from"),
    ],
)
def test_what_is_no_number_is_refused_where_it_stands(weights, message):
    with pytest.raises(SpecError) as refused:
        NetworkSpec(hidden=(), weights=weights)
    assert message in str(refused.value)
    assert refused.value.field == "weights"


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (WEIGHTS[:1], "weights must have 2 layers, the output's last, got 1"),
        ((WEIGHTS[0][:1], WEIGHTS[1]), "weights[0] must have 2 rows of 3 numbers"),
        ((WEIGHTS[0], ((1.0, -1.0),)), "weights[1] must have 1 rows of 3 numbers"),
        ((((1.0, 2.0, 3.0), (1.0, 2.0)), WEIGHTS[1]), "got 2 of 2, 3"),
    ],
)
def test_weights_of_another_shape_are_refused_and_nothing_has_changed(weights, message):
    trainer = Trainer(GIVEN)
    before = thetas(trainer)
    with pytest.raises(SpecError) as refused:
        trainer.configure(replace(GIVEN, network=replace(GIVEN.network, weights=weights)))
    assert message in str(refused.value)
    assert refused.value.field == "weights"
    assert (trainer.experiment, thetas(trainer)) == (GIVEN, before)


def test_other_weights_restart_training():
    trainer = Trainer(GIVEN)
    trainer.run(epochs=1)
    other = (WEIGHTS[0], ((0.0, 0.0, 9.0),))
    assert trainer.configure(replace(GIVEN, network=replace(GIVEN.network, weights=other)))
    assert (trainer.epoch, thetas(trainer)[1]) == (0, [[0.0, 0.0, 9.0]])


@pytest.mark.parametrize(
    "act",
    [
        lambda trainer: trainer.add_neuron(0),
        lambda trainer: trainer.remove_neuron(0, 1),
        lambda trainer: trainer.add_layer(1),
        lambda trainer: trainer.remove_layer(0),
    ],
)
def test_surgery_keeps_the_weights_that_there_are_and_gives_up_those_of_the_old_shape(act):
    trainer = Trainer(GIVEN)
    trainer.run(epochs=1)
    act(trainer)
    assert trainer.experiment.network.weights == ()
    assert trainer.epoch == 1
    trainer.reset()


def test_a_state_keeps_them_and_versions_without_them_read_states_that_have_none():
    trainer = Trainer(GIVEN)
    trainer.run(epochs=1)
    again = Trainer.restore(State.from_bytes(trainer.state().to_bytes()))
    assert again.experiment == GIVEN
    again.reset()
    assert thetas(again) == [[list(row) for row in layer] for layer in WEIGHTS]
    assert "weights" not in facts_of(Experiment())["network"]


def test_they_fit_data_that_are_passed_in():
    X, y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
    data = Split(Samples(X, y), Samples(X[:0], y[:0]))
    spec = NetworkSpec(hidden=(), output="sigmoid", weights=(((0.1, 0.2, 0.3), (0.4, 0.5, 0.6)),))
    trainer = Trainer(Experiment(network=spec, training=TrainSpec(loss="squared")), data=data)
    assert thetas(trainer) == [[[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]]]
