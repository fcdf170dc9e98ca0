"""The file of the library: opening it, its tables and their versions, and its failures in words. No Qt."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playground.files.atomic import reason, size_of
from playground.files.runs.values import LibraryError
from playground.texts import run_library as texts

VERSION = 2  # of the tables; a program changes nothing in a library of a higher one
APPLICATION = 0x4E505231  # tells our file from other databases
WAIT_SECONDS = 2.0  # for another program, which most often writes for milliseconds
PAUSE_SECONDS = 0.02
SYNCHRONOUS = "FULL"
MOST_ASIDE = 5  # files that were set aside
BESIDE = ("", "-wal", "-shm")  # SQLite's files of one database

TABLES = """
CREATE TABLE bulk (id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, content BLOB NOT NULL);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    began REAL NOT NULL,
    ended REAL NOT NULL,
    epoch INTEGER NOT NULL,
    steps INTEGER NOT NULL,
    train_loss REAL,
    test_loss REAL,
    train_accuracy REAL,
    test_accuracy REAL,
    best_epoch INTEGER,
    best_loss REAL,
    diverged INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    "group" TEXT NOT NULL,
    worked INTEGER,
    name TEXT NOT NULL,
    note TEXT NOT NULL,
    starred INTEGER NOT NULL,
    spark BLOB NOT NULL,
    experiment TEXT NOT NULL,
    bulk INTEGER REFERENCES bulk (id),
    words TEXT NOT NULL,
    said TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    deleted REAL
);
CREATE INDEX run_age ON run (ended, starred, deleted, bytes);
CREATE INDEX run_bulk ON run (bulk);
CREATE TABLE part (
    run INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (run, name)
);
"""
# what makes the tables of a version those of the next; the first makes them
STEPS: tuple[str, ...] = (TABLES, "ALTER TABLE run ADD COLUMN test_r2 REAL")

WORDS = {
    sqlite3.SQLITE_BUSY: texts.LOCKED,
    sqlite3.SQLITE_LOCKED: texts.LOCKED,
    sqlite3.SQLITE_PROTOCOL: texts.LOCKED,
    sqlite3.SQLITE_FULL: texts.DISK_FULL,
    sqlite3.SQLITE_IOERR_SHMSIZE: texts.DISK_FULL,
    sqlite3.SQLITE_READONLY: texts.READ_ONLY,
    sqlite3.SQLITE_PERM: texts.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: texts.NOT_OPENED,
    sqlite3.SQLITE_AUTH: texts.NOT_OPENED,
    sqlite3.SQLITE_IOERR: texts.DISK_FAILS,
    sqlite3.SQLITE_CORRUPT: texts.DAMAGED,
    sqlite3.SQLITE_NOTADB: texts.DAMAGED,
    sqlite3.SQLITE_TOOBIG: texts.TOO_BIG,
}
OTHERS = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
DAMAGES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@contextmanager
def errors(path: Path | None) -> Iterator[None]:
    """Turn what SQLite and the system say into a LibraryError."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0)
        kind = code & 0xFF
        said = WORDS.get(code, WORDS.get(kind))
        why = str(error) if said is None else said()
        raise LibraryError(path, why, kind in DAMAGES, kind in OTHERS) from error
    except OSError as error:
        raise LibraryError(path, reason(error)) from error


def connect(path: Path | None) -> sqlite3.Connection:
    """Return a connection for any thread, one at a time; transactions are begun by hand."""
    where = "file::memory:" if path is None else path.absolute().as_uri()
    connection = sqlite3.connect(
        where, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False, uri=True
    )
    # a damaged character is no reason to show nothing
    connection.text_factory = lambda content: content.decode(errors="replace")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def in_memory() -> sqlite3.Connection:
    """Return an empty library that ends with the program."""
    connection = connect(None)
    _bring_up_to_date(connection)
    return connection


def open_to_write(path: Path) -> sqlite3.Connection:
    """Open the library, made if there is none, and bring its tables up to date.

    Raises
    ------
    LibraryError
        Nothing in the file was changed then.
    """
    with errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = connect(path)
    try:
        with errors(path):
            with transaction(connection, "DEFERRED"):  # what another program makes now is seen whole
                refuse_others(connection, path)
            _prepare(connection)
            _bring_up_to_date(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def refuse_others(connection: sqlite3.Connection, path: Path | None) -> None:
    """Raise a LibraryError for a library of a newer version, and for what is no library; in a transaction."""
    ours = _number(connection, "application_id") == APPLICATION
    if ours and _number(connection, "user_version") > VERSION:
        raise LibraryError(path, texts.NEWER())
    if not ours and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise LibraryError(path, texts.DAMAGED(), damaged=True)


def _number(connection: sqlite3.Connection, name: str) -> int:
    return int(connection.execute(f"PRAGMA {name}").fetchone()[0])


def _prepare(connection: sqlite3.Connection) -> None:
    """Set how the file is written.

    A write-ahead log lets windows read while one writes, and a kill at any moment leaves whole runs. It is
    synchronised at every commit, so what was kept survives a power cut: there is one commit in seconds, in a
    thread of its own, so that costs nobody anything. Room that is freed goes back to the disk.
    """
    connection.execute("PRAGMA page_size = 8192")  # the first two count for a new file alone
    connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
    _waiting(lambda: connection.execute("PRAGMA journal_mode = WAL"))
    connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    connection.execute("PRAGMA fullfsync = ON")  # on a Mac the usual one need not reach the disk
    connection.execute("PRAGMA journal_size_limit = 16777216")
    connection.execute("PRAGMA secure_delete = ON")  # what is deleted cannot be read in the file


def _waiting(act: Callable[[], object]) -> None:
    """Do what SQLite itself does not wait for while another program has the file."""
    end = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            act()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= end:
                raise
        time.sleep(PAUSE_SECONDS)


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Make the tables those of this version, all or nothing."""
    with transaction(connection):
        version = _number(connection, "user_version")
        for step in STEPS[version:]:
            for statement in step.split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {VERSION}")


@contextmanager
def transaction(connection: sqlite3.Connection, how: str = "IMMEDIATE") -> Iterator[sqlite3.Connection]:
    """Do all that is done within, or nothing.

    All files of the connection are locked at once, or with "DEFERRED" each when something is done to it.
    """
    connection.execute(f"BEGIN {how}")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # of some errors SQLite itself rolls back
            connection.execute("ROLLBACK")
        raise


def attach(connection: sqlite3.Connection, path: Path) -> None:
    """Let a connection read the library in a file, which is called "file" there.

    Raises
    ------
    LibraryError
    """
    with errors(path):
        connection.execute("ATTACH ? AS file", (path.absolute().as_uri(),))


def attach_to_read(connection: sqlite3.Connection, path: Path, busy: bool) -> None:
    """Let a connection read a library that cannot be written, if it is of no newer version.

    Nobody must write to it meanwhile, unless it is locked as usual: `busy` says that somebody does.
    """
    ways = ["mode=ro"]
    if not busy and not size_of(path.with_name(f"{path.name}-wal")):
        ways.append("immutable=1")  # what is in the log beside it would be missing
    for way in ways:
        with suppress(sqlite3.Error):
            connection.execute("ATTACH ? AS file", (f"{path.absolute().as_uri()}?{way}",))
            with suppress(sqlite3.Error):
                marks = _number(connection, "file.application_id"), _number(connection, "file.user_version")
                if marks[0] == APPLICATION and marks[1] <= VERSION:
                    return
            detach(connection)


def attached(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the databases of a connection that have runs: what is in memory, "main", comes last."""
    names = {name for _, name, _ in connection.execute("PRAGMA database_list")}
    return ("file", "main") if "file" in names else ("main",)


def detach(connection: sqlite3.Connection) -> None:
    """Let go of the file."""
    connection.execute("DETACH file")


def set_aside(path: Path) -> Path:
    """Rename a library that cannot be read, so that nothing replaces it; return its new name.

    Raises
    ------
    LibraryError
        If that is not possible, or so many were set aside before.
    """
    for i in range(1, MOST_ASIDE + 1):
        aside = path.with_name(f"unreadable-{path.stem}-{i}{path.suffix}")
        if not any(os.path.lexists(f"{aside}{end}") for end in BESIDE):
            with errors(path):
                path.rename(aside)
                for end in BESIDE[1:]:  # the log belongs to it
                    with suppress(FileNotFoundError):
                        os.rename(f"{path}{end}", f"{aside}{end}")
            return aside
    raise LibraryError(path, texts.DAMAGED())


def identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of the same name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def give_room_back(connection: sqlite3.Connection) -> None:
    """Return the room of what was removed to the disk; nothing of it can be read from there afterwards."""
    connection.execute("PRAGMA incremental_vacuum").fetchall()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
