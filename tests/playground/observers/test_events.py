"""What was done to a run besides training, as values."""

from dataclasses import replace
from itertools import pairwise, product

import pytest
from hands import SMALL

from engine import DataSpec, Experiment, LayerSpec, Metrics, NetworkSpec, TrainSpec
from playground.observers.events import Event, EventKind, changes
from playground.observers.history import MOST_EVENTS, History

NETWORK, TRAINING = SMALL.network, SMALL.training
KINDS = EventKind


def with_network(**fields):
    return replace(SMALL, network=replace(NETWORK, **fields))


def with_training(**fields):
    return replace(SMALL, training=replace(TRAINING, **fields))


WIDER = replace(NETWORK.hidden[0], width=NETWORK.hidden[0].width + 2)


@pytest.mark.parametrize(
    ("new", "kind", "arguments"),
    [
        (with_network(hidden=(*NETWORK.hidden, LayerSpec())), KINDS.LAYERS,
         {"before": len(NETWORK.hidden), "after": len(NETWORK.hidden) + 1}),
        (with_network(hidden=(WIDER, *NETWORK.hidden[1:])), KINDS.WIDTH,
         {"layers": (0,), "before": WIDER.width - 2, "after": WIDER.width}),
        (with_network(features=("x1",)), KINDS.INPUTS, {"before": NETWORK.features, "after": ("x1",)}),
        (with_training(learning_rate=0.5), KINDS.SETTING,
         {"name": "learning_rate", "before": TRAINING.learning_rate, "after": 0.5}),
        (with_training(optimizer="adam"), KINDS.SETTING,
         {"name": "optimizer", "before": TRAINING.optimizer, "after": "adam"}),
        (with_training(loss="squared"), KINDS.LOSS,
         {"name": "loss", "before": "binary_cross_entropy", "after": "squared"}),
        (with_training(label_smoothing=0.1), KINDS.LOSS,
         {"name": "label_smoothing", "before": 0.0, "after": 0.1}),
        (with_training(huber_delta=3.0), KINDS.SETTING, {"name": "huber_delta", "before": 1.0, "after": 3.0}),
    ],
)  # fmt: skip
def test_a_change_is_told_by_its_kind_and_arguments(new, kind, arguments):
    assert list(changes(SMALL, new)) == [(kind, arguments)]
    opposite = {**arguments, "before": arguments["after"], "after": arguments["before"]}
    assert list(changes(new, SMALL)) == [(kind, opposite)]


def test_nothing_changed_is_nothing_told():
    assert not list(changes(SMALL, SMALL))
    named = with_training(loss="binary_cross_entropy")
    assert not list(changes(SMALL, named)), "auto is that loss already"


def test_a_loss_that_follows_the_output_is_told_with_it():
    data = DataSpec(dataset="plane")
    old = Experiment(data=data, training=TrainSpec(loss="huber"))
    new = replace(old, training=TrainSpec(loss="huber", huber_delta=2.0))
    assert [kind for kind, _ in changes(old, new)] == [KINDS.LOSS], "another δ makes it a different loss"
    other = replace(SMALL, network=replace(NETWORK, output="tanh"))
    assert [kind for kind, _ in changes(SMALL, other)] == [KINDS.OUTPUT, KINDS.LOSS]


def test_layers_that_change_alike_are_one_event():
    old = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(5), LayerSpec(4))))
    layers = tuple(replace(layer, activation="relu") for layer in old.network.hidden)
    new = replace(old, network=NetworkSpec(hidden=layers))
    assert list(changes(old, new)) == [
        (KINDS.ACTIVATION, {"layers": (0, 1, 2), "before": "tanh", "after": "relu"})
    ]


# -- the history -----------------------------------------------------------------------------


def rate(before, after):
    return KINDS.SETTING, {"name": "learning_rate", "before": before, "after": after}


def test_before_training_begins_a_change_is_a_setting_and_no_event():
    history = History()
    history.add_events((0, 0.0), [rate(0.1, 0.2)])
    assert history.curves().events == ()


def test_events_keep_their_step_and_their_order():
    history = History()
    history.add_events((30, 1.5), [rate(0.1, 0.2)], 4)
    history.add_events((70, 3.5), [rate(0.2, 0.4)], 5)
    assert history.curves().events == (
        Event(30, 1.5, *rate(0.1, 0.2), 4),
        Event(70, 3.5, *rate(0.2, 0.4), 5),
    )


@pytest.mark.parametrize("together", ["one place", "one change"])
def test_a_slider_that_is_dragged_leaves_one_event(together):
    history = History()
    values = [0.1, 0.2, 0.3, 0.4]
    for k, (before, after) in enumerate(pairwise(values)):
        place, change = ((30, 1.5), k + 1) if together == "one place" else ((30 + k, 1.5), 7)
        history.add_events(place, [rate(before, after)], change)
    (event,) = history.curves().events
    assert event.arguments == {"name": "learning_rate", "before": 0.1, "after": 0.4}


def test_what_is_taken_back_at_once_leaves_none():
    history = History()
    history.add_events((30, 1.5), [rate(0.1, 0.2)], 1)
    history.add_events((30, 1.5), [rate(0.2, 0.1)], 0)
    assert history.curves().events == ()


def test_changes_of_two_things_at_one_place_stay_two():
    history = History()
    history.add_events((30, 1.5), [rate(0.1, 0.2), (KINDS.LAYERS, {"before": 1, "after": 2})])
    history.add_events((30, 1.5), [(KINDS.SETTING, {"name": "l2", "before": 0.0, "after": 0.1})])
    assert len(history.curves().events) == 3


def test_only_the_latest_events_are_kept():
    history = History()
    for k in range(MOST_EVENTS + 50):
        history.add_events((k + 1, k + 1.0), [rate(k, k + 1)])
    events = history.curves().events
    assert len(events) == MOST_EVENTS
    assert events[-1].step == MOST_EVENTS + 50


@pytest.mark.parametrize(("length", "gap"), list(product([20, 3000], [3, 10, 18])))
def test_no_piece_of_a_curve_goes_on_past_a_change_of_the_loss(length, gap):
    history = History()
    for epoch in range(length):
        if epoch == gap + 1:
            history.add_events((epoch, gap + 0.5), [(KINDS.LOSS, {"name": "loss", "before": 1, "after": 2})])
        history.add(epoch, Metrics(1.0, 2.0, None, None))
    curves = history.curves()
    assert curves.gaps == (gap,)
    pieces = curves.train.pieces(curves.gaps)
    assert sum(len(piece.epochs) for piece in pieces) == len(curves.train.epochs)
    assert all(piece.epochs[-1] <= gap or piece.epochs[0] > gap for piece in pieces)
    assert len(pieces) == 2
