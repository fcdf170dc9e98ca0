"""What two experiments differ in, in words."""

from dataclasses import replace

import pytest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from playground.exports.differences import differences

FIRST = Experiment()
OWN = DataSpec("own", points=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (2.0, 2.0, 0.0)))
WEIGHTS = (((0.1, 0.2, 0.0),),)
BY_HAND = NetworkSpec(hidden=(), weights=WEIGHTS)


def with_training(**fields):
    return replace(FIRST, training=TrainSpec(**fields))


def with_network(**fields):
    return replace(FIRST, network=NetworkSpec(**fields))


def with_data(**fields):
    return replace(FIRST, data=DataSpec(**fields))


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (FIRST, []),
        (with_training(l2=0.03), [("L2", "0", "0.03")]),
        (with_training(learning_rate=0.1), [("Learning rate η", "0.03", "0.1")]),
        (with_training(optimizer="adam"), [("Optimiser", "SGD", "Adam")]),
        (with_training(weight_decay=0.01), [("Decay λ", "off", "0.01")]),
        (with_training(shuffle=False), [("Shuffle", "on", "off")]),
        (
            with_training(optimizer="momentum", l1=0.5),
            [("Optimiser", "SGD", "momentum"), ("L1", "0", "0.5")],
        ),
        (with_network(initializer="zeros"), [("Initialiser", "Glorot uniform", "zeros")]),
        (with_network(hidden=(LayerSpec(4),)), [("Hidden layers", "2 × 8 tanh", "4 tanh")]),
        (with_network(features=("x1",)), [("Inputs", "x₁, x₂", "x₁")]),
        (with_data(noise=0.2), [("Noise", "0", "0.2")]),
        (with_data(dataset="xor"), [("Data set", "spiral", "XOR")]),
        (replace(FIRST, stop=StopSpec(epochs=50)), [("Pause at epoch", "off", "50")]),
        (replace(FIRST, seed=7), [("Seed", "0", "7")]),
        (replace(FIRST, weights_seed=1234), [("Seed of the starting weights", "0", "1234")]),
        (replace(FIRST, seed=7, weights_seed=0), [("Seed", "0", "7")]),
        (
            replace(FIRST, seed=7, weights_seed=8),
            [("Seed", "0", "7"), ("Seed of the starting weights", "0", "8")],
        ),
    ],
)
def test_what_differs_is_said_with_both_values(second, expected):
    assert differences(FIRST, second) == expected
    assert differences(second, FIRST) == [(label, b, a) for label, a, b in expected]


@pytest.mark.parametrize(
    "second",
    [
        with_training(loss="binary_cross_entropy"),
        with_network(output="sigmoid"),
        with_training(momentum=0.5),  # SGD does not read it
        with_training(huber_delta=2.0),
        with_training(decay_factor=0.1),
        with_network(init_scale=0.1),
        replace(FIRST, weights_seed=0),
        with_data(classes=5),
        with_training(weight_decay=0.0),
    ],
)
def test_what_has_no_other_effect_is_no_difference(second):
    assert differences(FIRST, second) == []


def test_batches_of_all_points_are_alike_however_large():
    assert differences(with_training(batch_size=250), with_training(batch_size=1000)) == []
    assert differences(with_training(batch_size=249), with_training(batch_size=1000)) == [
        ("Batch size", "249", "all")
    ]


def test_what_follows_by_auto_from_other_data_is_not_said_again():
    assert [one.label for one in differences(FIRST, with_data(dataset="plane"))] == ["Data set"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (replace(OWN, points=OWN.points[:2]), [("Points", "3", "2")]),
        (replace(OWN, points=(*OWN.points[:2], (2.0, 2.0, 1.0))), [("Points", "3", "3")]),
        (replace(OWN, test_points=(1,)), [("Test points", "0", "1")]),
    ],
)
def test_own_points_that_differ_are_said_once(data, expected):
    assert differences(replace(FIRST, data=OWN), replace(FIRST, data=data)) == expected


def test_given_weights_differ_from_others_and_from_drawn_ones():
    by_hand = replace(FIRST, network=BY_HAND)
    drawn = replace(FIRST, network=NetworkSpec(hidden=()))
    other = replace(FIRST, network=replace(BY_HAND, weights=(((0.5, 0.2, 0.0),),)))
    assert differences(drawn, by_hand) == [("Starting weights", "drawn", "set by hand")]
    assert differences(other, by_hand) == [("Starting weights", "set by hand", "set by hand")]
    assert differences(by_hand, replace(by_hand, network=replace(BY_HAND, initializer="zeros"))) == []
