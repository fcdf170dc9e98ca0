"""What is asked of a library: which runs there are, in which order, and what is kept of one. No Qt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from sqlite3 import Connection, DatabaseError
from typing import Any

import msgspec

from engine import SETTINGS
from playground.exports.settings_list import path_of
from playground.files.runs import encoding
from playground.files.runs.encoding import SCALARS
from playground.files.runs.values import PARTS, Found, KeptRun, RunQuery, RunRow

MOST_AT_ONCE = 500  # keys in one statement
SOUGHT = (*SCALARS, "experiment", "words", "said", "deleted")
WORKED = "CASE worked WHEN 1 THEN 'true' WHEN 0 THEN 'false' ELSE 'null' END"
TOGETHER = 200  # experiments in one row
NOT_SORTED = ("spark",)


def find(connection: Connection, schemas: Sequence[str], query: RunQuery) -> list[Found]:
    """Return all runs that match, in order; of a run in several databases the one in the last counts."""
    where, values = _conditions(query)
    order, more = _order(query)
    source = _source(connection, schemas)
    # all in one row: between rows SQLite waits for the interpreter's lock, which a training thread has.
    # A limit, even of none, keeps the order of what is collected.
    statement = (
        f'SELECT json_group_array(json_array(key, "group", json({WORKED}))) FROM'
        f' (SELECT key, "group", worked FROM {source} WHERE {where} ORDER BY {order} LIMIT -1)'
    )
    (found,) = connection.execute(statement, values + more).fetchone()
    return msgspec.json.decode(found, type=list[Found])


def differing(connection: Connection, schemas: Sequence[str], query: RunQuery) -> frozenset[str]:
    """Return the settings that have several values among the runs that match, as dotted paths."""
    where, values = _conditions(query)
    source = _source(connection, schemas)
    # many in one row, as above, but not all: a window must not wait until they are read
    statement = (
        f"SELECT '[' || group_concat(experiment) || ']' FROM (SELECT experiment, row_number() OVER () AS k"
        f" FROM (SELECT DISTINCT experiment FROM {source} WHERE {where})) GROUP BY k / {TOGETHER}"
    )
    values_of: dict[str, set[bytes]] = {}
    for (some,) in connection.execute(statement, values):
        for one in msgspec.json.decode(some, type=list[dict[str, msgspec.Raw]]):
            for part, value in one.items():
                values_of.setdefault(part, set()).add(bytes(value))
    return frozenset(path for part, several in values_of.items() for path in _different(part, several))


def _different(part: str, several: set[bytes]) -> set[str]:
    """Return the paths at which values of a part of experiments differ, as JSON has them."""
    first, *others = map(msgspec.json.decode, several)
    if not isinstance(first, dict):
        return {part} if others else set()
    names = {name for one in others for name in one.keys() | first.keys() if one.get(name) != first.get(name)}
    return {f"{part}.{name}" for name in names}


def _source(connection: Connection, schemas: Sequence[str]) -> str:
    """Return where runs are read: of a run in several databases the one in the last counts."""
    if len(schemas) > 1 and connection.execute("SELECT EXISTS (SELECT 1 FROM main.run)").fetchone()[0]:
        return (
            f"(SELECT {_columns(connection, 'file', SOUGHT)} FROM file.run"
            f" WHERE key NOT IN (SELECT key FROM main.run) UNION ALL"
            f" SELECT {_columns(connection, 'main', SOUGHT)} FROM main.run)"
        )
    return f"(SELECT {_columns(connection, schemas[0], SOUGHT)} FROM {schemas[0]}.run)"


def _columns(connection: Connection, schema: str, names: Sequence[str]) -> str:
    """Return what reads these columns of the runs; an earlier version had no column for some: NULL."""
    there = {name for _, name, *_ in connection.execute(f"PRAGMA {schema}.table_info(run)")}
    return ", ".join(f'"{name}"' if name in there else f'NULL AS "{name}"' for name in names)


def _conditions(query: RunQuery) -> tuple[str, list[Any]]:
    conditions, values = ["deleted IS NULL"], list[Any]()
    for name in ("starred", "diverged", "group"):
        if (wanted := getattr(query, name)) is not None:
            conditions.append(f'"{name}" = ?')
            values.append(wanted)
    for word in encoding.searchable(query.words).split():
        conditions.append("(instr(words, ?) OR instr(said, ?))")
        values += (word, word)
    return " AND ".join(conditions), values


def _order(query: RunQuery) -> tuple[str, list[Any]]:
    """Return how runs are sorted; of equal ones the newest is first.

    Raises
    ------
    ValueError
        If there is no such field or setting.
    """
    values: list[Any] = []
    if query.sort in SCALARS and query.sort not in NOT_SORTED:
        value = f'"{query.sort}"'
        if query.sort in ("name", "note", "group"):
            value = f"nullif({value}, '') COLLATE NOCASE"
        elif query.sort == "test_accuracy":  # one column of the table has both
            value = "coalesce(test_accuracy, test_r2)"
    elif query.sort in settings():
        value = "json_extract(experiment, ?)"
        values = [f"$.{query.sort}"] * 2
    else:
        raise ValueError(f"runs are not sorted by {query.sort!r}")
    way = "DESC" if query.descending else "ASC"
    return f"{value} IS NULL, {value} {way}, began DESC, key", values


def settings() -> frozenset[str]:
    """Return the settings that runs can be sorted by, as dotted paths."""
    return frozenset(map(path_of, SETTINGS)) | {"network.features", "network.hidden"}


def rows(connection: Connection, schema: str, keys: Sequence[str]) -> Iterator[RunRow]:
    """Yield the runs with these keys, in no order; not those that cannot be read."""
    for some in _portions(keys):
        yield from _rows(connection, schema, f"deleted IS NULL AND key IN ({_marks(some)})", some)


def _rows(connection: Connection, schema: str, where: str, values: list[Any]) -> Iterator[RunRow]:
    statement = (
        f"SELECT {_columns(connection, schema, SCALARS)}, experiment, content"
        f" FROM {schema}.run LEFT JOIN {schema}.bulk ON bulk.id = run.bulk WHERE {where}"
    )
    for *columns, settings, bulk in connection.execute(statement, values):
        try:
            yield encoding.row_of(columns, encoding.joined(settings, bulk))
        except ValueError:  # of a newer version that has settings which this one does not know
            continue


def parts(connection: Connection, schema: str, keys: Sequence[str], name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the key and one part of each of these runs, in no order; not one that is damaged."""
    for some in _portions(keys):
        statement = (
            f"SELECT key, content FROM {schema}.run JOIN {schema}.part ON part.run = run.id"
            f" WHERE part.name = ? AND deleted IS NULL AND key IN ({_marks(some)})"
        )
        for key, content in connection.execute(statement, [name, *some]):
            with suppress(ValueError):
                yield key, encoding.unpacked(content)


def whole(connection: Connection, schema: str, key: str) -> KeptRun | None:
    """Return a run with all that is kept of it, or None."""
    row = next(rows(connection, schema, [key]), None)
    if row is None:
        return None
    return KeptRun(
        row, **{name: dict(parts(connection, schema, [key], name)).get(key, b"") for name in PARTS}
    )


def by_number(connection: Connection, number: int) -> KeptRun | None:
    """Return a run of a damaged library with what can be read of it, or None; uses as little as possible."""
    row = next(_rows(connection, "main", "deleted IS NULL AND run.id = ?", [number]), None)
    if row is None:
        return None
    there: dict[str, bytes] = {}
    for name in PARTS:
        with suppress(DatabaseError, ValueError):
            for (part,) in connection.execute(
                "SELECT content FROM part WHERE run = ? AND name = ?", (number, name)
            ):
                there[name] = encoding.unpacked(part)
    return KeptRun(row, **{"state": b""} | there)


def known(connection: Connection, schema: str, keys: Sequence[str]) -> list[str]:
    """Return which of these keys there are, those of deleted runs too."""
    found: list[str] = []
    for some in _portions(keys):
        statement = f"SELECT key FROM {schema}.run WHERE key IN ({_marks(some)})"
        found += (key for (key,) in connection.execute(statement, some))
    return found


def data_version(connection: Connection, schemas: Sequence[str]) -> int:
    """Return a number that changes whenever another connection has changed the database."""
    return int(connection.execute(f"PRAGMA {schemas[0]}.data_version").fetchone()[0])


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def _portions(keys: Sequence[str]) -> Iterator[list[str]]:
    for k in range(0, len(keys), MOST_AT_ONCE):
        yield list(keys[k : k + MOST_AT_ONCE])
