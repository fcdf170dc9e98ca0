"""Why training diverged, read from the experiment."""

from dataclasses import replace

import pytest

from engine import ACTIVATIONS, Divergence, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.observers.divergence import Cause, diagnose, is_bounded
from playground.texts import divergence

WHERE = Divergence(epoch=1_234, steps=56_789, what="weight", kept=1_230)


def reason(experiment=None, rate=3.0, hopeless=False, where=WHERE):
    what = diagnose(where, experiment or Experiment(), rate, hopeless)
    causes = [(one.cause.name, one.evidence) for one in what.suspects]
    return divergence.reason(what.divergence, what.learning_rate, causes, what.hopeless)


def trained_with(**training):
    return reason(Experiment(training=TrainSpec(**training)))


def test_it_says_what_and_where():
    assert divergence.headline(WHERE) == (
        "Training diverged: after 56,789 steps, in epoch 1,234, a weight was infinite or not a number."
    )
    assert "the loss was" in divergence.headline(replace(WHERE, what="loss"))


def test_every_cause_has_its_words():
    assert set(divergence.CAUSES) == {cause.name for cause in Cause}


def test_it_says_which_weights_training_is_back_at():
    assert reason().endswith("Training is back at the weights after epoch 1,230.")
    at_first = reason(where=replace(WHERE, kept=0))
    assert at_first.endswith("Training is back at the starting weights.")


def test_where_the_weights_are_of_another_epoch_than_is_shown_both_are_said():
    said = divergence.reason(WHERE, 3.0, [], False, epoch=1_234)
    assert said.endswith(
        "Training is back at the weights after epoch 1,230 and their losses; the epoch count stays at 1,234."
    )
    same = divergence.reason(WHERE, 3.0, [], False, epoch=1_230)
    assert same.endswith("Training is back at the weights after epoch 1,230.")


def test_it_names_the_learning_rate_that_was_in_effect():
    assert reason(rate=0.5).startswith("The learning rate 0.5 is probably too high here. ")


@pytest.mark.parametrize("name", [name for name, one in ACTIVATIONS.items() if one.hidden])
def test_activations_without_a_bound_are_named(name):
    experiment = Experiment(network=NetworkSpec(hidden=(LayerSpec(4, name),)))
    named = f"{ACTIVATIONS[name].label} outputs are unbounded" in reason(experiment)
    assert named != is_bounded(name)
    assert is_bounded(name) == (name in ("sigmoid", "tanh", "sine"))


def test_probabilities_have_a_bound():
    assert is_bounded("softmax")


@pytest.mark.parametrize(
    ("training", "named", "said"),
    [
        ({"optimizer": "momentum", "momentum": 0.9}, True, "steps up to 10 times their size"),
        ({"optimizer": "momentum", "momentum": 0.1}, False, "times their size"),
        ({"optimizer": "adam", "momentum": 0.9}, False, "times their size"),
        ({"l2": 1.0}, True, "flips each weight's sign and makes it 2 times as large"),
        ({"l2": 0.1}, False, "flips each weight's sign"),
        ({}, True, "lipping the gradient would"),
        ({"clip_norm": 1.0}, False, "lipping the gradient would"),
        ({"clip_value": 1.0}, False, "lipping the gradient would"),
    ],
)
def test_what_makes_steps_larger_is_named_only_where_it_is_there(training, named, said):
    assert (said in trained_with(**training)) is named


def test_where_nothing_else_is_to_blame_the_rate_is():
    assert " Each step overshoots further than the last. " in trained_with(clip_norm=1.0)


def test_weights_that_were_large_from_the_start_are_named():
    network = NetworkSpec(initializer="normal", init_scale=50.0)
    assert "up to about 50" in reason(Experiment(network=network, training=TrainSpec(clip_norm=1.0)))


def test_where_even_the_last_good_weights_are_poor_it_says_so():
    assert "press Reset" in reason(hopeless=True)
    assert "Reset" not in reason()
