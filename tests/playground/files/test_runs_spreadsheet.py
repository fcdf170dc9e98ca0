"""Runs as a table for a spreadsheet."""

import csv
import io
from dataclasses import fields, replace

from kept_runs import row

from engine import SETTINGS, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.files.run_library import RunRow
from playground.files.runs.spreadsheet import runs_table

ONE = Experiment(
    network=NetworkSpec(features=("x1", "x1_x2"), hidden=(LayerSpec(4), LayerSpec(2, "relu"))),
    training=TrainSpec(l2=0.03, learning_rate=1e-05),
    seed=7,
)


def read(*rows):
    return list(csv.DictReader(io.StringIO(runs_table(rows).decode())))


def test_a_row_has_what_came_out_and_every_setting():
    (cells,) = read(row(3, experiment=ONE, test_loss=0.1, name="No, L2", starred=True))
    assert cells.keys() == {
        *(one.name for one in fields(RunRow) if one.name not in ("experiment", "spark")),
        *("network.features", "network.hidden"),
        *(
            one.name if one.part == "experiment" else f"{one.part}.{one.name}"
            for one in SETTINGS
            if one.part != "layer"
        ),
    }
    for name, text in {
        "name": "No, L2",
        "starred": "True",
        "epoch": "3",
        "test_loss": "0.1",
        "train_loss": "",
        "network.features": "x1 x1_x2",
        "network.hidden": "4 tanh; 2 relu",
        "training.l2": "0.03",
        "training.learning_rate": "1e-05",
        "seed": "7",
        "weights_seed": "",
    }.items():
        assert cells[name] == text, name


def test_times_are_dates_and_what_is_no_time_is_empty():
    cells, other = read(replace(row(0), ended=1e300), replace(row(1), note="two\nlines"))
    assert len(cells["began"]) == len("2026-11-26 14:05:00")
    assert cells["ended"] == ""
    assert other["note"] == "two\nlines"


def test_no_spreadsheet_carries_out_what_a_person_has_typed():
    (cells,) = read(row(0, name="=1+1", note="-5", test_loss=-0.5))
    assert (cells["name"], cells["note"], cells["test_loss"]) == ("'=1+1", "'-5", "-0.5")


def test_without_runs_there_is_a_header():
    assert runs_table([]).count(b"\r\n") == 1
