from dataclasses import replace

import pytest
from hands import SMALL

from engine import LayerSpec, NetworkSpec
from playground.observers import cost
from playground.observers.cost import cost_of


@pytest.fixture(autouse=True)
def machine(monkeypatch):
    """A machine on which a product of a million weights takes 2 ms, and a pass over them 1 ms."""
    monkeypatch.setattr(cost, "_speed", lambda _batch, _dtype: (0.002, 0.001))


def of(width, layers, **training):
    network = NetworkSpec(hidden=(LayerSpec(width),) * layers)
    one = replace(SMALL, network=network, training=replace(SMALL.training, **training))
    return cost_of(one, (2, *(width,) * layers, 1))


def test_a_network_of_a_usual_size_costs_nothing_to_speak_of():
    assert of(8, 6) is None
    assert of(100, 20) is None


def test_twenty_layers_of_a_thousand_are_told_to_be_slow_and_large():
    found = of(1000, 20)
    assert found.seconds > 1.0
    assert found.memory > 1e9


def test_smaller_batches_cost_more_and_half_the_digits_half_the_memory():
    assert of(1000, 20, batch_size=1).seconds > 2.0 * of(1000, 20, batch_size=10).seconds
    assert of(1000, 20, dtype="float32").memory == pytest.approx(0.5 * of(1000, 20).memory, rel=0.01)
