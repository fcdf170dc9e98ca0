"""Curves and weights as CSV files, read back as a spreadsheet would."""

import csv
import io
import math
from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL

from engine import DataSpec, Experiment, LayerSpec, Metrics, NetworkSpec, Trainer, TrainSpec
from playground.exports.catalogue import EXPORTS, Trained
from playground.exports.curves import curves_table
from playground.exports.weights import weights_table
from playground.observers.events import EventKind
from playground.observers.history import History
from playground.observers.series import BUCKETS


def read(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def history_of(rows):
    history = History()
    for epoch, row in enumerate(rows):
        history.add(epoch, Metrics(*row))
    return history.curves()


# -- curves --------------------------------------------------------------------------------------


def test_each_epoch_has_its_row_to_the_last_digit():
    values = [(1 / 3, 2 / 3, 0.5, 0.25), (0.1 + 0.2, 1e-17, 1.0, 0.75)]
    rows = read(curves_table(history_of(values)))
    assert [int(row["epoch"]) for row in rows] == [0, 1]
    names = "train_loss", "test_loss", "train_accuracy", "test_accuracy"
    assert [tuple(float(row[name]) for name in names) for row in rows] == values


def test_a_curve_that_there_is_not_has_no_column():
    rows = read(curves_table(history_of([(0.5, None, None, None)])))
    assert rows == [{"epoch": "0", "train_loss": "0.5"}]


def test_no_curve_at_all_is_a_table_without_rows():
    assert curves_table(History().curves()) == b"epoch\r\n"


def test_a_long_training_keeps_the_extremes_of_each_curve_and_leaves_other_cells_empty():
    rng = np.random.default_rng(3)
    values = rng.exponential(size=(5 * BUCKETS, 2))
    curves = history_of([(a, b, None, None) for a, b in values])
    rows = read(curves_table(curves))
    for column, (name, curve) in enumerate({"train_loss": curves.train, "test_loss": curves.test}.items()):
        given = {int(row["epoch"]): float(row[name]) for row in rows if row[name]}
        assert given == dict(zip(curve.epochs.astype(int), curve.values, strict=True))
        assert min(given.values()) == values[:, column].min()
        assert max(given.values()) == values[:, column].max()
    assert any(not row["train_loss"] for row in rows)
    epochs = [int(row["epoch"]) for row in rows]
    assert epochs == sorted(set(epochs))


def test_what_was_done_during_training_stands_at_its_epoch():
    history = History()
    for epoch in range(4):
        history.add(epoch, Metrics(0.5, None, None, None))
    rate = {"name": "learning_rate", "before": 0.03, "after": 0.5}
    history.add_events((7, 2.25), [(EventKind.SETTING, rate), (EventKind.LAYERS, {"before": 2, "after": 3})])
    rows = read(curves_table(history.curves()))
    assert [row["event"] for row in rows] == ["", "", "η 0.5 (before: 0.03); layer added", ""]


def test_where_nothing_was_done_there_is_no_column_for_it():
    assert "event" not in read(curves_table(history_of([(0.5, None, None, None)])))[0]


# -- weights -------------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", ["xor", "blobs", "plane"])
@pytest.mark.parametrize("hidden", [(), (3,), (4, 2)])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_every_weight_is_there_to_the_last_digit(dataset, hidden, dtype):
    network = NetworkSpec(features=("x1", "x2", "x1_x2"), hidden=tuple(LayerSpec(n) for n in hidden))
    trainer = Trainer(
        Experiment(DataSpec(dataset, samples=40), network=network, training=TrainSpec(dtype=dtype))
    )
    trainer.run(3)
    rows = read(weights_table(trainer.state()))
    values = np.array([float(row["value"]) for row in rows], dtype=dtype)
    assert (values == trainer.network.parameters).all()
    layers = list(dict.fromkeys(row["layer"] for row in rows))
    assert layers == [*(f"hidden layer {k + 1}" for k in range(len(hidden))), "output"]
    for name, layer in zip(layers, trainer.network.layers, strict=True):
        own = [row for row in rows if row["layer"] == name]
        assert [int(row["neuron"]) for row in own] == [
            neuron for neuron in range(1, len(layer.b) + 1) for _ in range(layer.theta.shape[1])
        ]
        assert [row["source"] == "bias" for row in own] == ([False] * layer.W.shape[1] + [True]) * len(
            layer.b
        )
    assert [row["source"] for row in rows][:4] == ["x₁", "x₂", "x₁x₂", "bias"]


def test_a_weight_comes_from_an_input_or_from_a_neuron():
    rows = read(weights_table(Trainer(SMALL).state()))
    second = [row["source"] for row in rows if row["layer"] == "hidden layer 2" and row["neuron"] == "1"]
    assert second == [*(f"hidden layer 1, neuron {k}" for k in range(1, 5)), "bias"]


def test_what_is_frozen_or_silenced_is_said_where_anything_is():
    trainer = Trainer(SMALL)
    assert "mask" not in read(weights_table(trainer.state()))[0]
    trainer.freeze(0, 1, 0)
    trainer.silence(0, 0, 1)
    rows = read(weights_table(trainer.state()))
    masks = {(row["neuron"], row["source"]): row["mask"] for row in rows if row["layer"] == "hidden layer 1"}
    assert {place: mask for place, mask in masks.items() if mask} == {
        ("2", "x₁"): "frozen",
        ("1", "x₂"): "silenced",
    }
    (silenced,) = [row for row in rows if row["mask"] == "silenced"]
    assert float(silenced["value"]) == 0.0


def test_columns_keep_the_names_that_people_gave_them():
    data = DataSpec(
        "own", points=((0.0, 1.0, 0.0), (1.0, 0.0, 1.0)), column_names=('the "long", one', "größe", "kind")
    )
    rows = read(weights_table(Trainer(replace(SMALL, data=data)).state()))
    assert [row["source"] for row in rows[:3]] == ['the "long", one', "größe", "bias"]


def test_a_diverged_network_is_a_table_too():
    from hands import EXPLOSIVE

    trainer = Trainer(EXPLOSIVE)
    trainer.run(1000, each_epoch=lambda _: None)
    assert trainer.diverged
    assert all(math.isfinite(float(row["value"])) for row in read(weights_table(trainer.state())))


@pytest.mark.parametrize("name", EXPORTS)
def test_every_format_writes_a_file_of_what_training_has_come_to(name):
    trainer = Trainer(SMALL)
    curves = history_of([(0.5, 0.5, 1.0, 1.0)])
    content = EXPORTS[name].write(Trained(curves, trainer.state().to_bytes()))
    assert read(content)
    assert EXPORTS[name].suffix in EXPORTS[name].kind()
