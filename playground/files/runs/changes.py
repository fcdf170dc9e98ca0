"""What is done to a library: keeping, changing and deleting runs, and its budget. No Qt.

All of it acts on the main database of a connection, within a transaction of whoever calls.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b
from sqlite3 import Connection
from typing import Any

from playground.files.runs import encoding, queries
from playground.files.runs.encoding import BY_HAND
from playground.files.runs.values import PARTS, Budget, KeptRun, RunRow

SAID = "said"  # a name and a note, as a search looks through them
DAY = 86_400.0  # seconds


def put(connection: Connection, run: KeptRun) -> None:
    """Keep a run, instead of what was kept of it before; its name, note and star stay."""
    settings, bulk = encoding.split(run.row.experiment)
    stored = {name: encoding.packed(part) for name in PARTS if (part := getattr(run, name))}
    values = encoding.scalars(run.row) | {
        "experiment": settings,
        "bulk": None if bulk is None else _bulk(connection, bulk),
        "bytes": len(settings) + len(run.row.spark) + sum(map(len, stored.values())),
        "words": encoding.settings_in_words(run.row.experiment),
        SAID: encoding.searchable(f"{run.row.name} {run.row.note}"),
        "deleted": None,
    }
    names, marks = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
    kept = ", ".join(f'"{name}" = excluded."{name}"' for name in values if name not in (*BY_HAND, SAID))
    statement = f"INSERT INTO run ({names}) VALUES ({marks}) ON CONFLICT (key) DO UPDATE SET {kept}"
    connection.execute(statement, list(values.values()))
    (number,) = connection.execute("SELECT id FROM run WHERE key = ?", (run.row.key,)).fetchone()
    connection.execute("DELETE FROM part WHERE run = ?", (number,))
    connection.executemany(
        "INSERT INTO part (run, name, content) VALUES (?, ?, ?)",
        [(number, name, part) for name, part in stored.items()],
    )


def put_within(connection: Connection, run: KeptRun, budget: Budget) -> tuple[RunRow, ...]:
    """Keep a run; return the runs that went because of the budget."""
    put(connection, run)
    return keep_within(connection, budget, run.row.key)


def _bulk(connection: Connection, content: bytes) -> int:
    """Return the number of what is bulky in an experiment; the same is stored once."""
    digest = blake2b(content, digest_size=16).digest()
    connection.execute("INSERT OR IGNORE INTO bulk (digest, content) VALUES (?, ?)", (digest, content))
    return int(connection.execute("SELECT id FROM bulk WHERE digest = ?", (digest,)).fetchone()[0])


def named(run: KeptRun, row: RunRow) -> KeptRun:
    """Return a run with the name, the note and the star of another row."""
    return replace(run, row=replace(run.row, **{name: getattr(row, name) for name in BY_HAND}))


def update(connection: Connection, keys: Sequence[str], by_hand: dict[str, Any]) -> None:
    """Set what a person gives runs: their name, their note, their star."""
    for name, value in by_hand.items():
        assert name in BY_HAND, name
        value = encoding.as_stored(name, value)
        connection.executemany(f"UPDATE run SET {name} = ? WHERE key = ?", [(value, key) for key in keys])
    for key in keys:
        for name, note in connection.execute("SELECT name, note FROM run WHERE key = ?", (key,)).fetchall():
            said = encoding.searchable(f"{name} {note}")
            connection.execute(f"UPDATE run SET {SAID} = ? WHERE key = ?", (said, key))


def delete(connection: Connection, keys: Iterable[str]) -> None:
    """Let runs be as if they were not there, until they are restored or purged."""
    now = time.time()
    connection.executemany(
        "UPDATE run SET deleted = ? WHERE key = ? AND deleted IS NULL", [(now, key) for key in keys]
    )


def restore(connection: Connection, keys: Iterable[str]) -> None:
    """Bring deleted runs back."""
    connection.executemany("UPDATE run SET deleted = NULL WHERE key = ?", [(key,) for key in keys])


def purge(connection: Connection, keys: Iterable[str]) -> None:
    """Remove for good which of these runs are deleted, and those that were deleted a day ago.

    A program that was killed could not remove what was deleted in it.
    """
    connection.executemany("DELETE FROM run WHERE key = ? AND deleted IS NOT NULL", [(key,) for key in keys])
    connection.execute("DELETE FROM run WHERE deleted < ?", (time.time() - DAY,))
    _remove_unused(connection)


def remove(connection: Connection, keys: Iterable[str]) -> None:
    """Remove runs for good."""
    connection.executemany("DELETE FROM run WHERE key = ?", [(key,) for key in keys])
    _remove_unused(connection)


def remove_all(connection: Connection) -> None:
    """Remove all runs for good."""
    connection.execute("DELETE FROM run")
    _remove_unused(connection)


def _remove_unused(connection: Connection) -> None:
    connection.execute("DELETE FROM bulk WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.bulk = bulk.id)")


def keep_within(connection: Connection, budget: Budget, newest: str) -> tuple[RunRow, ...]:
    """Remove runs until the rest is within the budget; return those that went.

    First those that were deleted, then the oldest unstarred; never the newest.
    """
    count, size = connection.execute("SELECT count(*), total(bytes) FROM run").fetchone()
    (bulk,) = connection.execute("SELECT total(length(content)) FROM bulk").fetchone()
    many, much = count - budget.runs, size + bulk - budget.bytes
    if many <= 0 and much <= 0:
        return ()
    gone: list[str] = []
    order = "SELECT key, bytes FROM run WHERE NOT starred AND key <> ? ORDER BY deleted IS NULL, ended"
    for key, room in connection.execute(order, (newest,)):
        if many <= 0 and much <= 0:
            break
        gone.append(key)
        many, much = many - 1, much - room
    went = tuple(queries.rows(connection, "main", gone))
    remove(connection, gone)
    return tuple(sorted(went, key=lambda row: row.ended))
