"""A network that learns is changed, and changed back."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, settled, trained, until

from engine import LayerSpec, NetworkSpec
from playground.observers.neuron_maps import AskNeuronMaps, NeuronMaps
from playground.session.edits import keeps
from playground.texts import changes

WHOLE = AskNeuronMaps(((0, 30),) * 5, size=16, sources=(0, 30))


@pytest.fixture
def said(session):
    texts = []
    session.notices.changed.connect(lambda notice: texts.append(notice.text if notice else ""))
    return texts


@pytest.fixture
def learned(session):
    """A session whose network has learned."""
    session.look_at("network", (WHOLE,))
    session.play(5)
    at_rest(session)
    return session


def thetas(session):
    """Weights and biases of all layers, as the window is told."""
    until(lambda: settled(session))
    return [np.column_stack([part.weights, part.biases]) for part in session.snapshot.get(NeuronMaps).parts]


def same(one, other):
    return all(a.shape == b.shape and (a == b).all() for a, b in zip(one, other, strict=True))


def widened(session, layer, width):
    assert session.edit(f"layer{layer}.width", f"layers/{layer}", width=width)
    at_rest(session)


def test_a_neuron_more_leaves_weights_and_function_as_they_are(learned, said):
    before, metrics = thetas(learned), learned.snapshot.metrics
    widened(learned, 0, 5)
    after = thetas(learned)
    assert (after[0][:4] == before[0]).all()
    assert (after[1][:, :4] == before[1][:, :4]).all()
    assert (after[1][:, 4] == 0.0).all()
    assert learned.snapshot.epoch == 5
    assert learned.snapshot.metrics.train_loss == pytest.approx(metrics.train_loss)
    assert "outgoing weights are zero" in said[-1]


LONGER = (LayerSpec(4), LayerSpec(3), LayerSpec(3))
CHANGES = {
    "a neuron more": lambda s: s.edit("layer0.width", "layers/0", width=5),
    "two neurons less": lambda s: s.edit("layer0.width", "layers/0", width=2),
    "the second neuron less": lambda s: s.remove_neuron(0, 1),
    "another activation": lambda s: s.edit("layer1.activation", "layers/1", activation="relu"),
    "another output": lambda s: s.edit("network.output", "network", output="tanh"),
    "a layer more": lambda s: s.edit("network.add_layer", "network", hidden=LONGER),
    "a layer less": lambda s: s.edit("network.remove_layer", "network", hidden=(LayerSpec(4),)),
    "no layer": lambda s: s.edit("network.remove_layer", "network", hidden=()),
    "an input more": lambda s: s.edit("features.x1_x2", "network", features=("x1", "x2", "x1_x2")),
    "an input less": lambda s: s.edit("features.x1", "network", features=("x2",)),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_keeps_what_was_learned_and_is_undone_to_the_same_bits(learned, said, change):
    before, run = thetas(learned), learned.snapshot.run
    change(learned)
    assert at_rest(learned).epoch == 5
    assert learned.snapshot.run == run
    assert len(said[-1]) > 20
    assert changes.RESTARTS() not in said[-1]
    learned.undo_stack.undo()
    assert same(thetas(learned), before)
    assert learned.experiment == SMALL
    assert said[-1] == changes.UNDONE()
    learned.undo_stack.redo()
    learned.undo_stack.undo()
    assert same(thetas(learned), before)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_made_while_it_trains(learned, change):
    learned.play()
    trained(learned, 3)
    epoch = learned.snapshot.epoch
    change(learned)
    trained(learned, 3)
    learned.undo_stack.undo()
    trained(learned, 3)
    assert learned.playing
    assert learned.snapshot.epoch > epoch + 5
    assert learned.snapshot.sizes == (2, 4, 3, 1)


def test_changes_of_one_control_that_merge_are_undone_together(learned):
    before = thetas(learned)
    for width in (2, 6, 1, 3):
        learned.edit("layer0.width", "layers/0", width=width)
    assert learned.undo_stack.count() == 1
    learned.undo_stack.undo()
    assert same(thetas(learned), before)


def test_what_has_learned_nothing_is_drawn_anew(session, said):
    session.look_at("network", (WHOLE,))
    before = thetas(session)
    session.edit("layer0.width", "layers/0", width=5)
    assert not (thetas(session)[0][:4] == before[0]).all()
    assert said == []
    session.undo_stack.undo()
    assert same(thetas(session), before)


def test_an_untrained_network_with_a_weight_set_by_hand_is_kept(session):
    session.look_at("network", (WHOLE,))
    session.by_hand.set_parameter(0, 1, 0, 7.5, before=float(thetas(session)[0][1, 0]))
    session.edit("layer1.width", "layers/1", width=5)
    assert thetas(session)[0][1, 0] == 7.5


@pytest.mark.parametrize(
    "change",
    [
        lambda e: replace(e, seed=1),
        lambda e: replace(e, network=replace(e.network, initializer="zeros")),
        lambda e: replace(e, network=replace(e.network, init_scale=2.0)),
        lambda e: replace(e, data=replace(e.data, dataset="xor")),
        lambda e: replace(e, training=replace(e.training, learning_rate=1.0)),
        lambda e: e,
    ],
)
def test_only_the_shape_of_a_network_changes_with_its_weights_kept(change):
    assert not keeps(SMALL, change(SMALL))
    assert keeps(SMALL, replace(SMALL, network=NetworkSpec(features=("x1",))))


def test_another_initialiser_starts_again(learned, said):
    run = learned.snapshot.run
    learned.edit("training.initializer", "network", initializer="he_normal")
    assert at_rest(learned).epoch == 0
    assert learned.snapshot.run > run
    assert said[-1] == f"{changes.OTHER_INITIALIZER()} {changes.RESTARTS()}"


# -- by hand ---------------------------------------------------------------------------------


def test_a_weight_is_set_to_the_bit_and_back(learned):
    before = thetas(learned)
    learned.by_hand.set_parameter(1, 2, 3, 0.1 + 0.2, before=float(before[1][2, 3]))
    assert thetas(learned)[1][2, 3] == 0.1 + 0.2
    assert learned.snapshot.epoch == 5
    learned.undo_stack.undo()
    assert same(thetas(learned), before)


def test_the_metrics_are_those_of_the_weight_that_was_set(learned):
    before = learned.snapshot.metrics.train_loss
    learned.by_hand.set_parameter(2, 0, 3, 30.0, before=0.0)
    assert at_rest(learned).metrics.train_loss > before


def test_quick_settings_of_one_weight_are_undone_together(learned):
    before = thetas(learned)
    start = float(before[0][0, 0])
    for value in (1.0, 2.0, 3.0):
        learned.by_hand.set_parameter(0, 0, 0, value, before=start)
    assert learned.undo_stack.count() == 1
    learned.undo_stack.undo()
    assert same(thetas(learned), before)


def test_a_frozen_neuron_learns_nothing_until_it_is_let(learned):
    before = thetas(learned)[0]
    learned.by_hand.set_mask("freeze", 0, 2, None, True)
    learned.play(3)
    at_rest(learned)
    after = thetas(learned)[0]
    assert (after[2] == before[2]).all()
    assert (after[1] != before[1]).any()
    learned.undo_stack.undo()
    learned.play(3)
    at_rest(learned)
    assert (thetas(learned)[0][2] != before[2]).any()


def test_a_silenced_neuron_comes_back_as_it_was(learned):
    before = thetas(learned)
    learned.by_hand.set_mask("silence", 0, 2, None, True)
    assert (thetas(learned)[1][:, 2] == 0.0).all()
    learned.undo_stack.undo()
    assert same(thetas(learned), before)


# -- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (NetworkSpec(hidden=(LayerSpec(5), LayerSpec(3))), "One neuron added to hidden layer 1. Its"),
        (NetworkSpec(hidden=(LayerSpec(4), LayerSpec(6))), "3 neurons added to hidden layer 2. Their"),
        (NetworkSpec(hidden=(LayerSpec(4), LayerSpec(2))), "One neuron removed from hidden layer 2"),
        (NetworkSpec(hidden=(LayerSpec(4),)), "Hidden layer 2 removed"),
        (NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3), LayerSpec(3))), "Hidden layer 3 added"),
        (NetworkSpec(hidden=(LayerSpec(4, "relu"), LayerSpec(3))), "Hidden layer 1 now uses ReLU"),
        (replace(SMALL.network, features=("x1", "x2", "x1_squared")), "x₁² is now an input. Its"),
        (replace(SMALL.network, features=("x2",)), "x₁ is no longer an input"),
        (replace(SMALL.network, output="tanh"), "Output is now tanh"),
    ],
)
def test_what_a_change_did_is_said_in_plain_words(changed, words):
    assert words in changes.network(SMALL, replace(SMALL, network=changed))
