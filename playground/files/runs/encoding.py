"""A run as the columns of a table, and back. No Qt."""

from __future__ import annotations

import math
import unicodedata
import zlib
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

import msgspec

from engine import Experiment
from engine.experiment import Weights, written
from engine.points import Points
from playground.exports.settings_list import settings_of
from playground.files.runs.values import LONGEST_NAME, RunRow
from playground.texts.text import unicode_only

# the fields of a row that are columns as they are; the experiment is split in two
SCALARS = tuple(one.name for one in fields(RunRow) if one.name != "experiment")
BY_HAND = ("name", "note", "starred")  # a person's: training on does not change them
FLAGS = ("diverged", "starred", "worked")
LONGEST = {"name": LONGEST_NAME, "note": 100_000}  # characters
PACKED, PLAIN = b"\x01", b"\x00"  # the first byte of what is stored


class Bulk(msgspec.Struct, frozen=True, omit_defaults=True):
    """What may be large in an experiment, and is most often the same in many runs."""

    points: Points = ()
    test_points: tuple[int, ...] = ()
    weights: Weights = ()


def split(experiment: Experiment) -> tuple[str, bytes | None]:
    """Return an experiment as JSON without its bulk, and its bulk, packed, if it has any."""
    data, network = experiment.data, experiment.network
    bulk = Bulk(data.points, data.test_points, network.weights)
    if bulk == Bulk():
        return msgspec.json.encode(written(experiment)).decode(), None
    light = replace(
        experiment, data=replace(data, points=(), test_points=()), network=replace(network, weights=())
    )
    return msgspec.json.encode(written(light)).decode(), packed(msgspec.json.encode(bulk))


def joined(settings: str, bulk: bytes | None) -> Experiment:
    """Return the experiment that was split.

    Raises
    ------
    ValueError
        If it cannot be read: a newer version may have written it.
    """
    experiment = msgspec.json.decode(settings, type=Experiment)
    if bulk is None:
        return experiment
    heavy = _bulk(bulk)
    return replace(
        experiment,
        data=replace(experiment.data, points=heavy.points, test_points=heavy.test_points),
        network=replace(experiment.network, weights=heavy.weights),
    )


@lru_cache(maxsize=16)
def _bulk(content: bytes) -> Bulk:
    """Return what was packed; runs of the same points share them."""
    return msgspec.json.decode(unpacked(content), type=Bulk)


def packed(content: bytes) -> bytes:
    """Return bytes as they are stored: compressed where that helps."""
    small = zlib.compress(content, 1)
    return PACKED + small if len(small) < len(content) else PLAIN + content


def unpacked(stored: bytes) -> bytes:
    """Return the bytes that were stored.

    Raises
    ------
    ValueError
        If they are damaged.
    """
    if stored[:1] == PLAIN:
        return stored[1:]
    try:
        return zlib.decompress(stored[1:])
    except zlib.error as error:
        raise ValueError(str(error)) from error


def scalars(row: RunRow) -> dict[str, Any]:
    """Return the fields of a row as columns hold them."""
    return {name: as_stored(name, getattr(row, name)) for name in SCALARS}


def as_stored(name: str, value: Any) -> Any:
    """Return the value of a field as a column holds it."""
    if isinstance(value, float) and math.isnan(value):
        return None
    if isinstance(value, str):
        return unicode_only(value)[: LONGEST.get(name)]
    return value


def row_of(values: Iterable[Any], experiment: Experiment) -> RunRow:
    """Return a row from its columns, in the order of `SCALARS`."""
    named = dict(zip(SCALARS, values, strict=True))
    for name in FLAGS:
        if named[name] is not None:
            named[name] = bool(named[name])
    return RunRow(experiment=experiment, **named)


def settings_in_words(experiment: Experiment) -> str:
    """Return what a search looks through: every choice, and what differs from the first experiment.

    So "adam" finds the runs that have it, "momentum" and "0.5" those in which somebody set it.
    """
    told = []
    for one in settings_of(experiment):
        if one.differs:
            told.append(one.label)
        if one.differs or one.is_choice:
            told.append(one.value)
    return searchable("\n".join(told))


def searchable(text: str) -> str:
    """Return a text as it is compared with words that are searched for: x₁ is found as x1 too."""
    return unicodedata.normalize("NFKC", unicode_only(text)).casefold()
