from dataclasses import fields

import pytest

from engine import (
    LOSSES,
    OPTIMIZERS,
    RANGES,
    SCHEDULES,
    SETTINGS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    StopSpec,
    TrainSpec,
    setting,
    settings,
    settings_in,
)

SPECS = (DataSpec, NetworkSpec, LayerSpec, TrainSpec, StopSpec, Experiment)
# of several values each, or without a control
PARTS = {"data", "points", "features", "hidden", "network", "training", "stop"} | {
    "column_names",
    "class_names",
    "test_points",
    "weights",
}


def test_every_field_is_a_setting_or_a_part_of_several_values():
    declared = {(spec, one.name) for spec in SPECS for one in settings(spec)}
    every = {(spec, one.name) for spec in SPECS for one in fields(spec)}
    assert {name for _, name in every - declared} == PARTS


@pytest.mark.parametrize("one", SETTINGS, ids=lambda one: f"{one.part}.{one.name}")
def test_a_setting_knows_what_its_field_knows(one):
    spec = next(spec for spec in SPECS if spec.part == one.part)
    assert setting(spec, one.name) == one
    assert one.default == getattr(spec(), one.name)
    assert one.check(one.default) == one.default
    assert one.kind in ("number", "seed", "choice", "switch")
    assert (one.range is not None) == (one.kind in ("number", "seed"))
    assert bool(one.names()) == (one.kind == "choice")


@pytest.mark.parametrize("one", [one for one in SETTINGS if one.range], ids=lambda one: one.name)
def test_the_typical_value_of_a_number_is_allowed(one):
    assert one.range is RANGES[one.name]
    assert one.range.check(one.name, one.typical) == one.typical


def test_a_group_has_its_settings_in_order_across_specs():
    strip = ["learning_rate", "batch_size", "optimizer", "loss", "l1", "l2", "initializer"]
    assert [one.name for one in settings_in("strip")] == strip
    regularisation = ["weight_decay", "clip_norm", "clip_value", "max_norm", "dropout"]
    assert [one.name for one in settings_in("regularisation")] == regularisation
    assert [one.name for one in settings_in("start")] == ["init_scale", "init_bias", "weights_seed"]


@pytest.mark.parametrize(
    ("group", "registry"), [("optimizer", OPTIMIZERS), ("schedule", SCHEDULES), ("loss", LOSSES)]
)
def test_what_a_dictionary_reads_is_shown_beside_it(group, registry):
    read = {name for one in registry.values() for name in one.hyperparameters}
    assert read <= {one.name for one in settings_in(group)}
