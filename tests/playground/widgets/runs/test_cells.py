"""What the table of runs says."""

import time
from dataclasses import replace

import pytest
from kept_runs import row

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, StopSpec, TrainSpec
from playground.exports.settings_list import labels, settings_of
from playground.observers.success import how_often
from playground.widgets.runs.cells import (
    USUAL,
    ShownGroup,
    columns_of,
    described,
    figures_line,
    shown,
    text_of,
    text_of_group,
    title_of,
    told_apart,
    when_text,
    worked_text,
    worked_tip,
)

XOR = Experiment(
    data=DataSpec(dataset="xor"),
    network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(2))),
    training=TrainSpec(l2=0.03, optimizer="adam"),
)
NOVEMBER = time.mktime((2026, 11, 26, 14, 5, 0, 0, 0, -1))
COLUMNS = {one.name: one for one in columns_of(labels(), labels())}


def settings(*differing):
    return [one.name for one in columns_of(differing, labels()) if one.name in labels()]


def test_what_differs_comes_first_among_what_was_set():
    assert settings() == list(USUAL)
    assert settings("training.l2", "training.momentum") == [
        *("training.l2", "training.momentum"),
        *(one for one in USUAL if one != "training.l2"),
    ]


def test_every_setting_may_have_a_column():
    assert {one.name for one in settings_of(XOR)} <= labels().keys()
    for column in columns_of(labels(), labels()):
        assert column.tip
        assert column.heading or column.name in ("star", "picture")


def test_a_run_is_called_what_it_was_named_or_after_its_data_and_layers():
    assert title_of(row(1, experiment=XOR)) == described(row(1, experiment=XOR)) == "XOR, 4–2"
    assert title_of(row(1, experiment=XOR, name="No L2")) == "No L2"
    assert told_apart(row(1, experiment=XOR, name="No L2")) == "No L2"
    assert told_apart(row(0, experiment=XOR)) == f"XOR, 4–2, {when_text(0.0)}"
    none = replace(XOR, network=NetworkSpec(hidden=()))
    assert title_of(shown(row(1, experiment=none))) == "XOR"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("test_loss", "0.1234"),
        ("test_accuracy", "97.5%"),
        ("best_loss", "0.1111 at 40"),
        ("epoch", "1,200"),
        ("training.l2", "0.03"),
        ("training.optimizer", "Adam"),
        ("data.dataset", "XOR"),
        ("network.hidden", "4 tanh, 2 tanh"),
        ("training.momentum", "–"),  # which Adam does not read
        ("star", "starred"),
        ("curve", ""),
    ],
)
def test_a_cell_says_what_came_out_or_was_set(column, text):
    figures = {"test_loss": 0.1234, "test_accuracy": 0.975, "best_loss": 0.1111, "best_epoch": 40}
    one = shown(row(1, experiment=XOR, epoch=1200, starred=True, **figures))
    assert text_of(COLUMNS[column], one) == text


def test_what_is_not_known_is_a_dash_and_divergence_is_said():
    one = shown(row(1, experiment=XOR, epoch=0))
    assert [text_of(COLUMNS[name], one) for name in ("test_loss", "test_accuracy", "best_loss")] == ["–"] * 3
    assert text_of(COLUMNS["test_loss"], shown(row(1, diverged=True, test_loss=3.0))) == "diverged"


def group(*worked, **named):
    rows = [
        row(k, experiment=replace(XOR, weights_seed=k), worked=one, test_loss=0.1 * (k + 1), **named)
        for k, one in enumerate(worked)
    ]
    return ShownGroup(shown(rows[0]), *how_often((one.experiment, one.worked) for one in rows), tuple(rows))


def test_a_group_says_how_often_it_worked_and_what_counts():
    one = group(True, False, True, None, True)
    assert text_of_group(COLUMNS["name"], one) == "5 starts"
    assert worked_text(one) == "worked 3 of 5"
    assert worked_tip(one) == "A start has worked if its test accuracy is at least 95.0%."
    assert text_of_group(COLUMNS["test_loss"], one) == "0.1000"  # the best of them
    assert text_of_group(COLUMNS["training.l2"], one) == "0.03"
    assert text_of_group(COLUMNS["test_accuracy"], one) == "–"


def test_of_values_the_column_of_accuracies_says_r2():
    column = COLUMNS["test_accuracy"]
    runs = [row(k, test_r2=r2, group="g") for k, r2 in enumerate((0.25, 0.987, None))]
    assert [text_of(column, shown(one)) for one in runs] == ["R² 0.250", "R² 0.987", "–"]
    assert text_of(column, shown(row(3, test_r2=-20.0))) == "R² < −1"
    assert text_of_group(column, ShownGroup(shown(runs[0]), 1, 3, tuple(runs))) == "R² 0.987"
    assert figures_line(runs[1]).endswith("R² 0.987")


def test_the_goal_is_that_of_the_stop_rule():
    one = group(True, False)
    aimed = replace(XOR, stop=StopSpec(target_loss=0.1))
    first = replace(one.first, row=replace(one.first.row, experiment=aimed))
    assert worked_tip(replace(one, first=first)) == "A start has worked if its test loss is at most 0.1000."


@pytest.mark.parametrize(
    ("days", "text"), [(0, "14:05"), (1, "26 Nov, 14:05"), (60, "26 Nov 2026"), (-1, "26 Nov, 14:05")]
)
def test_a_moment_is_told_as_short_as_it_can_be(days, text):
    assert when_text(NOVEMBER, NOVEMBER + 86_400 * days) == text


def test_a_time_that_no_calendar_has_is_a_dash():
    assert when_text(1e300) == "–"


def test_what_came_out_is_said_in_a_line():
    one = row(1, experiment=XOR, epoch=40, test_loss=0.5, test_accuracy=0.75)
    assert figures_line(one) == "XOR, 4–2: 40 epochs, test loss 0.5000, accuracy 75.0%"
    plane = row(1, experiment=Experiment(data=DataSpec(dataset="plane")), epoch=1, train_loss=0.25)
    assert figures_line(plane).endswith(": 1 epoch, training loss 0.2500, test loss –")
