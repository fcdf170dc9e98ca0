"""Which controls must be open to the class for a change. No Qt."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any

from engine import DataSpec, Experiment, NetworkSpec, setting
from engine.features import needs_x2
from playground.classroom.catalogue import (
    ACTIVATION,
    DROPOUT,
    FORMULA,
    LAYERS,
    NEW_DATA,
    NEW_START,
    OWN_POINTS,
    WEIGHTS,
    WEIGHTS_SEED,
    WIDTH,
    control_for,
)

OF_LAYER = {"width": WIDTH, "activation": ACTIVATION, "dropout": DROPOUT}
# fields of the data that all belong to a person's own points
POINT_FIELDS = ("points", "labels", *DataSpec.added)
# commands that change fields which have controls of their own: it is enough that the command is open
COMMANDS = {NEW_DATA: {"data.seed", WEIGHTS_SEED}, NEW_START: {WEIGHTS_SEED}}


def needs(asked: str, old: Experiment, new: Experiment) -> frozenset[str]:
    """Return the controls that must be open for a change, whatever asks for it.

    Parameters
    ----------
    asked : str
        The control that asks for it. A command may change fields that have controls of their own.
    old, new : Experiment
    """
    names = frozenset(_changed(old, new))
    if OWN_POINTS in names and new.data.own:
        names -= {"data.dataset"}  # drawing on a generated data set makes it one's own
    if 1 in old.data.columns and 1 not in new.data.columns:  # inputs made of x₂ go with it
        names -= {_input_control(name) for name in old.network.features if needs_x2(name)}
    if asked in COMMANDS:
        return (names - COMMANDS[asked]) | {asked}
    return names


def _changed(old: Experiment, new: Experiment) -> Iterator[str]:
    for field in _differing(old.data, new.data):
        if field == "test_points" and not new.data.test_points:
            continue  # another share or seed draws them
        yield OWN_POINTS if field in POINT_FIELDS else f"data.{field}"
    if old.seed != new.seed:
        yield "data.seed"
    if old.weights_seed != new.weights_seed:
        yield WEIGHTS_SEED
    yield from _changed_network(old.network, new.network)
    for field in _differing(old.training, new.training):
        yield f"training.{field}"
    for field in _differing(old.stop, new.stop):
        yield f"training.stop_{field}"


def _changed_network(old: NetworkSpec, new: NetworkSpec) -> Iterator[str]:
    for field in _differing(old, new):
        if field == "features":
            for name in set(old.features) ^ set(new.features):
                yield _input_control(name)
        elif field == "hidden":
            if len(old.hidden) != len(new.hidden):
                yield LAYERS
            for a, b in zip(old.hidden, new.hidden, strict=False):
                for inside in _differing(a, b):
                    yield OF_LAYER.get(inside, LAYERS)
        elif field != "weights":
            yield control_for(setting(NetworkSpec, field))
        elif new.weights:  # if not, they go with what no longer suits them
            yield WEIGHTS


def _input_control(name: str) -> str:
    return FORMULA if name.startswith("=") else f"features.{name}"


def _differing(old: Any, new: Any) -> Iterable[str]:
    """Return the names of the fields in which two dataclass objects differ."""
    if old == new:
        return ()
    return [one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name)]
