"""What a run consists of becomes bytes and comes back; what is damaged, or made up, is refused."""

import math
import random
from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL

from engine import DataSpec, LayerSpec, Metrics, TrainSpec
from playground.observers.events import EventKind
from playground.observers.history import History
from playground.worker import packing
from playground.worker.packing import Experiments, pack, unpack


def history(epochs=1200):
    """A history of so many epochs, with changes, a divergence and a loss that is no number."""
    one = History()
    for epoch in range(epochs):
        loss = math.nan if epoch == 700 else 1.0 / (1 + epoch)
        one.add(epoch, Metrics(loss, 2.0 * loss, 0.5, 0.25))
        if epoch == 300:
            given = {"layers": (0, 1), "before": 3, "after": 4}
            one.add_events((3000, 300.0), [(EventKind.WIDTH, given)], 7)
            points = {"before": ("x1",), "after": ("x1", "x2")}
            one.add_events((3001, 300.1), [(EventKind.INPUTS, points)], 8)
    one.add_divergence(701)
    return one


def again(one):
    facts, rows = one.parts()
    facts, arrays = unpack(pack(facts, {"rows": rows}))
    return History.of_parts(facts, arrays["rows"])


def test_facts_and_arrays_come_back():
    facts = {"number": np.int64(3), "list": [1, (2.5, None)], "text": "ŷ", "huge": math.inf}
    arrays = {"one": np.arange(6.0).reshape(2, 3), "flags": np.array([True, False])}
    back, others = unpack(pack(facts, arrays))
    assert back == {"number": 3, "list": (1, (2.5, None)), "text": "ŷ", "huge": math.inf}
    assert others.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(others[name], array)


@pytest.mark.parametrize("epochs", [0, 1, 500, 501, 1200])
def test_curves_come_back_and_go_on_alike(epochs):
    one = history(epochs)
    other = again(one)
    for _ in range(2):
        before, after = one.curves(), other.curves()
        for name in ("train", "test", "train_accuracy", "test_accuracy"):
            for part in ("epochs", "values"):
                np.testing.assert_array_equal(
                    getattr(getattr(before, name), part), getattr(getattr(after, name), part)
                )
        for name in ("best", "best_accuracy", "diverged", "events", "usual", "best_since"):
            assert getattr(before, name) == getattr(after, name)
        for epoch in range(epochs, epochs + 300):
            for each in (one, other):
                each.add(epoch, Metrics(0.001, 0.002, 1.0, 1.0))


def test_an_experiment_is_there_once():
    table = Experiments()
    other = replace(SMALL, seed=4)
    assert [table.place(one) for one in (SMALL, other, SMALL)] == [0, 1, 0]
    assert Experiments.of(table.array()).all == [SMALL, other]


def test_so_are_points_and_networks_that_many_experiments_have_in_common():
    points = tuple((0.001 * k, -0.001 * k, float(k % 2)) for k in range(400))
    own = replace(SMALL, data=DataSpec(dataset="own", points=points))
    rates = [replace(own, training=TrainSpec(learning_rate=0.001 * (k + 1))) for k in range(50)]
    assert len(Experiments(rates).array()) < 8 * len(Experiments(rates[:1]).array())
    back = Experiments.of(Experiments(rates).array()).all
    assert back == rates
    assert len({id(one.data) for one in back}) == len({id(one.network) for one in back}) == 1


def test_bytes_that_are_damaged_are_refused():
    content, chance = pack({"a": [1, 2]}, {"one": np.arange(100)}), random.Random(1)
    for _ in range(300):
        damaged = bytearray(content[: chance.randrange(1, len(content))])
        for _ in range(chance.randrange(4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        with pytest.raises(ValueError, match="damaged"):
            unpack(bytes(damaged))


def test_little_that_unpacks_to_very_much_is_refused(monkeypatch):
    monkeypatch.setattr(packing, "LARGEST", 10_000)
    with pytest.raises(ValueError, match="damaged"):
        unpack(pack({}, {"one": np.zeros(100_000)}))


def test_nothing_is_unpickled():
    with pytest.raises(ValueError, match="damaged"):
        unpack(pack({}, {"one": np.array([SMALL], dtype=object)}))


MADE_UP = {
    "a number for a list": {"diverged": 3},
    "no span": {"span": 0},
    "filled beyond its span": {"filled": 10**6},
    "text for a number": {"tally": (None, None, "0", 0, ())},
    "too few series": {"series": ()},
    "a kind of event that there is not": {"events": ((1, 1.0, "NOTHING", {}, 0),)},
}


@pytest.mark.parametrize("given", MADE_UP.values(), ids=MADE_UP)
def test_a_history_that_is_made_up_is_refused(given):
    facts, rows = history(30).parts()
    with pytest.raises((ValueError, KeyError)):
        History.of_parts(facts | given, rows)


@pytest.mark.parametrize("shape", [(4, 4, 501), (3, 4, 20), (4, 20), ()])
def test_curves_of_another_shape_are_refused(shape):
    facts, _ = history(30).parts()
    with pytest.raises((ValueError, IndexError)):
        History.of_parts(facts, np.zeros(shape))


@pytest.mark.parametrize("given", [{}, {"after": 3}, {"layers": 5, "before": 1, "after": 2}, {"after": {}}])
def test_an_event_that_cannot_be_said_is_left_out(given):
    facts, rows = history(30).parts()
    events = ((1, 1.0, "WIDTH", given, 0), (2, 1.0, "WIDTH", {"layers": (0,), "before": 1, "after": 2}, 0))
    assert len(History.of_parts(facts | {"events": events}, rows).curves().events) == 1


def test_layers_of_experiments_come_back_as_they_were():
    wide = replace(SMALL, network=replace(SMALL.network, hidden=(LayerSpec(7, "relu", 0.25),)))
    assert Experiments.of(Experiments([wide]).array()).all[0] == wide
