"""What can be read of a damaged library is brought over into a new one. No Qt."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from playground.files.runs import changes, database, queries
from playground.files.runs.values import KeptRun, LibraryError

TOGETHER = 50  # runs in one transaction
# the runs of a damaged library, by every way that leads to them: what one meets first, another meets last
WAYS = tuple(
    f"SELECT id FROM run {way} ORDER BY {order} {direction}"
    for way, order in (
        ("NOT INDEXED", "id"),
        ("INDEXED BY sqlite_autoindex_run_1", "key"),
        ("INDEXED BY run_age", "ended"),
    )
    for direction in ("ASC", "DESC")
)


def bring_over(aside: Path, writer: sqlite3.Connection) -> int:
    """Keep what can be read of a damaged library in a new one; return how many runs that is."""
    brought = 0
    with suppress(LibraryError, sqlite3.Error), closing(database.connect(aside)) as source:
        numbers = sorted(_numbers(source))
        for k in range(0, len(numbers), TOGETHER):
            with database.transaction(writer):
                runs = list(_readable(source, numbers[k : k + TOGETHER]))
                for run in runs:
                    changes.put(writer, run)
            brought += len(runs)
    return brought


def _numbers(source: sqlite3.Connection) -> set[int]:
    found: set[int] = set()
    for way in WAYS:
        with suppress(sqlite3.Error):
            for (number,) in source.execute(way):
                found.add(number)
    return found


def _readable(source: sqlite3.Connection, numbers: list[int]) -> Iterator[KeptRun]:
    for number in numbers:
        with suppress(sqlite3.Error, ValueError, TypeError):
            run = queries.by_number(source, number)
            if run is not None:
                yield run
