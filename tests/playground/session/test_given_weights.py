"""Starting weights that are given: they stay while they fit, and undo brings them back."""

from dataclasses import replace

import pytest
from hands import at_rest

from engine import Experiment, LayerSpec, NetworkSpec

WEIGHTS = (((0.1, 0.2, 0.3), (0.4, 0.5, 0.6)), ((0.7, 0.8, 0.9),))
GIVEN = NetworkSpec(hidden=(LayerSpec(2),), weights=WEIGHTS)


@pytest.fixture
def given(session):
    assert session.change(network=GIVEN)
    at_rest(session)
    return session


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.edit("layer0.width", "layers/0", width=3),
        lambda session: session.edit("network.add_layer", "network", hidden=(LayerSpec(2), LayerSpec(2))),
        lambda session: session.edit("features.x1", "network", features=("x1",)),
        lambda session: session.edit("training.initializer", "network", initializer="zeros"),
        lambda session: session.edit("training.initializer", "network", initializer="glorot_uniform"),
        lambda session: session.edit("data.dataset", "data", dataset="blobs"),
        lambda session: session.new_start(),
        lambda session: session.remove_neuron(0, 1),
    ],
)
def test_they_go_where_they_no_longer_fit_or_others_are_asked_for_and_undo_brings_them_back(given, change):
    change(given)
    at_rest(given)
    assert given.experiment.network.weights == ()
    given.undo_stack.undo()
    at_rest(given)
    assert given.experiment.network == GIVEN
    assert given.snapshot.experiment.network == GIVEN


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.edit("layer0.activation", "layers/0", activation="relu"),
        lambda session: session.edit("training.learning_rate", "training", learning_rate=0.5),
        lambda session: session.edit("data.noise", "data", noise=0.1),
        lambda session: session.new_start(new_data=True),
    ],
)
def test_they_stay_with_every_other_change(given, change):
    change(given)
    at_rest(given)
    assert given.experiment.network.weights == WEIGHTS
    assert given.snapshot.experiment.network.weights == WEIGHTS


def test_an_experiment_with_weights_of_another_shape_is_not_opened(session):
    before = session.experiment
    session.open(Experiment(network=replace(GIVEN, hidden=())))
    at_rest(session)
    assert session.experiment == before
