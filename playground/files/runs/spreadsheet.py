"""Runs as a table for a spreadsheet: what came out, and every setting. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from engine import SETTINGS
from playground.exports.settings_list import path_of
from playground.exports.table import to_csv
from playground.files.runs.values import RunRow

LEFT_OUT = ("experiment", "spark")
TIMES = ("began", "ended")
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would carry out


def runs_table(rows: Sequence[RunRow]) -> bytes:
    """Return runs as a CSV file, a row for each; settings have the names that experiment files have."""
    of_row = [one.name for one in fields(RunRow) if one.name not in LEFT_OUT]
    settings = [path_of(one) for one in SETTINGS if one.part != "layer"]
    header = (*of_row, "network.features", "network.hidden", *settings)
    return to_csv(header, ([*_of_row(row, of_row), *_settings(row, settings)] for row in rows))


def _of_row(row: RunRow, names: Sequence[str]) -> list[object]:
    return [_cell(name, getattr(row, name)) for name in names]


def _settings(row: RunRow, paths: Sequence[str]) -> list[object]:
    network = row.experiment.network
    hidden = (f"{layer.width} {layer.activation}" for layer in network.hidden)
    return [
        _cell("", " ".join(network.features)),
        _cell("", "; ".join(hidden)),
        *(_cell(path, _value_at(row.experiment, path)) for path in paths),
    ]


def _value_at(holder: Any, path: str) -> object:
    for name in path.split("."):
        holder = getattr(holder, name)
    return holder


def _cell(name: str, value: object) -> object:
    """Return a value as a cell has it: times as dates, nothing for what is not known."""
    if value is None:
        return ""
    if name in TIMES and isinstance(value, float):
        try:
            return datetime.fromtimestamp(value).isoformat(" ", "seconds")
        except (ValueError, OverflowError, OSError):
            return ""
    if isinstance(value, str) and value.startswith(BEGINS_FORMULA):
        return f"'{value}"
    return value
