"""The output over the plane, small, as places among 256 shades: what the output plot would show."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer
from playground.observers import thumbnail as module
from playground.observers.network_state import NetworkState
from playground.observers.plane import grid
from playground.observers.thumbnail import Thumbnail, thumbnail

NETWORK = NetworkSpec(hidden=(LayerSpec(4),))
KINDS = {
    "two classes": SMALL,
    "three classes": Experiment(data=DataSpec(dataset="blobs", classes=3), network=NETWORK),
    "values": Experiment(data=DataSpec(dataset="plane"), network=NETWORK),
    "two classes by softmax": replace(SMALL, network=replace(SMALL.network, output="softmax")),
    "tanh": replace(SMALL, network=replace(SMALL.network, output="tanh")),
}


def of(trainer):
    return thumbnail(NetworkState.of(trainer.progress, trainer.experiment, trainer.data))


@pytest.mark.parametrize("experiment", KINDS.values(), ids=KINDS)
def test_it_is_of_the_output_at_every_place(experiment):
    trainer = Trainer(experiment)
    trainer.run(20)
    one = of(trainer)
    assert one.shades.shape == (32, 32)
    outputs = trainer.network.predict(grid(32)).T.reshape(-1, 32, 32)
    if len(outputs) == 3:
        sure = np.sort(outputs, axis=0)[-1] - np.sort(outputs, axis=0)[-2] > 1e-3
        np.testing.assert_array_equal(one.classes[sure], outputs.argmax(axis=0)[sure])
        expected = (outputs.max(axis=0) - 1 / 3) * 1.5 * 255
    else:
        assert one.classes is None
        low = -1.0 if experiment.data.dataset == "plane" or experiment.network.output == "tanh" else 0.0
        value = outputs[-1]
        expected = np.clip((value - low) / (1.0 - low), 0.0, 1.0) * 255
    assert np.abs(one.shades - expected).max() <= 1.5


def test_it_comes_back_from_bytes():
    for experiment in (SMALL, KINDS["three classes"]):
        one = of(Trainer(experiment))
        again = Thumbnail.of(one.to_bytes())
        np.testing.assert_array_equal(again.shades, one.shades)
        assert (again.classes is None) == (one.classes is None)
        assert len(one.to_bytes()) <= 2 * 32 * 32 + 5


@pytest.mark.parametrize(
    "content", [b"", b"abc", b"\x20\x00\x20\x00\x00", b"\x00\x00\x00\x00\x00", bytes(5000)]
)
def test_what_is_no_thumbnail_is_none(content):
    assert Thumbnail.of(content) is None


def test_with_one_input_it_is_a_row():
    points = tuple((x / 4.0, 0.0, x / 8.0) for x in range(-8, 9))
    data = DataSpec(dataset="own", points=points, labels="values", one_input=True)
    one = of(Trainer(Experiment(data=data, network=NetworkSpec(features=("x1",), hidden=(LayerSpec(3),)))))
    assert one.shades.shape[0] == 1


def test_of_inputs_that_are_no_plane_there_is_none():
    samples = Samples(np.zeros((10, 5)), np.zeros(10))
    trainer = Trainer(SMALL, data=Split(samples, samples))
    assert of(trainer) is None


def test_a_large_network_has_a_coarser_one_and_a_huge_one_none(monkeypatch):
    trainer = Trainer(SMALL)
    monkeypatch.setattr(module, "MOST_WORK", 32 * 32 * len(trainer.network.parameters) - 1)
    assert of(trainer).shades.shape == (12, 12)
    monkeypatch.setattr(module, "MOST_WORK", 10)
    assert of(trainer) is None
