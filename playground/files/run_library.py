"""The library of runs: every training as it happens, in one SQLite file. No Qt."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.files.runs.values import Budget, Found, KeptRun, LibraryError, RunQuery, RunRow
from playground.texts import run_library as texts

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Budget", "Found", "KeptRun", "LibraryError", "RunLibrary", "RunQuery", "RunRow", "new_key"]

# SQLite, and what reads experiments, are imported by the first call: a window opens sooner


def new_key() -> str:
    """Return a key that no other run has."""
    return os.urandom(16).hex()


class RunLibrary:
    """Keeps runs in a file; what cannot be written stays in memory, and is written as soon as it can be.

    Nothing is opened before the first call. Any thread may call, but not that of a window: a call can wait
    for a disk. Reading does not wait for writing.

    Parameters
    ----------
    path : Path or None
        None to keep runs only as long as the program runs.
    budget : Budget, optional
    told : callable, optional
        See below.

    Attributes
    ----------
    problem : str
        Why runs are not written to the file now, as one line; "" while they are.
    told : callable
        Called, in the thread that calls, with what a person must know: one line, once.
    """

    def __init__(
        self, path: Path | None, budget: Budget | None = None, told: Callable[[str], None] = lambda _: None
    ) -> None:
        self.path, self.budget, self.problem = path, budget or Budget(), ""
        self.told = told
        self._writing, self._reading = threading.RLock(), threading.RLock()  # taken in this order
        self._writer: Connection | None = None
        self._reader: Connection | None = None  # its main database: what is not in the file
        self._tried = False
        self._identity: tuple[int, int] | None = None  # of the file that is open
        self._deleted: set[str] = set()
        self._changes = 0

    # -- keeping -----------------------------------------------------------------------------------

    def put(self, run: KeptRun) -> tuple[RunRow, ...]:
        """Keep a run, instead of what was kept of it before; a name, note and star that it has stay.

        Returns
        -------
        tuple of RunRow
            The runs that went because of the budget.
        """
        from playground.files.runs import changes

        with self._writing:
            self._deleted.discard(run.row.key)
            try:
                if self.path is not None:
                    return self._put_in_file(run)
            except LibraryError as error:
                self._report(texts.ONLY_HERE(why=error.why))
            with self._in_memory() as memory:
                changes.put(memory, self._as_named(run))
                return changes.keep_within(memory, self.budget, run.row.key)

    def _put_in_file(self, run: KeptRun) -> tuple[RunRow, ...]:
        """Write a run, and what could not be written before."""
        from playground.files.runs import changes

        waiting = self._not_in_file()
        with self._in_file() as file:
            for one in (*waiting, run):
                changes.put(file, one)
            gone = changes.keep_within(file, self.budget, run.row.key)
        self._report("")
        with self._in_memory() as memory:
            changes.remove(memory, [one.row.key for one in waiting])
        return gone

    def _not_in_file(self) -> list[KeptRun]:
        from playground.files.runs import queries

        with self._read() as reader:
            keys = [found.key for found in queries.find(reader, ["main"], RunQuery())]
            runs = [queries.whole(reader, "main", key) for key in keys]
        return [run for run in runs if run is not None]

    def _as_named(self, run: KeptRun) -> KeptRun:
        """Return a run with the name, note and star that it has in the file."""
        from playground.files.runs import changes

        with suppress(LibraryError):
            for row in self.rows([run.row.key]):
                return changes.named(run, row)
        return run

    # -- what a person does ------------------------------------------------------------------------

    def update(self, key: str, **by_hand: Any) -> None:
        """Set the `name`, the `note` or whether a run is `starred`.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import changes

        self._everywhere([key], lambda there, keys: changes.update(there, keys, by_hand))

    def delete(self, keys: Iterable[str]) -> None:
        """Delete runs; until the library is closed they can be restored.

        Raises
        ------
        LibraryError
            Nothing is deleted then.
        """
        from playground.files.runs import changes

        keys = list(keys)
        self._everywhere(keys, changes.delete)
        self._deleted.update(keys)

    def restore(self, keys: Iterable[str]) -> None:
        """Bring runs back that were deleted.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import changes

        keys = list(keys)
        self._everywhere(keys, changes.restore)
        self._deleted.difference_update(keys)

    def clear(self) -> None:
        """Delete all runs, for good.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import changes, database

        with self._writing:
            with self._in_memory() as memory:
                changes.remove_all(memory)
            if self.path is not None:
                with self._in_file() as file:
                    changes.remove_all(file)
                with database.errors(self.path):
                    database.give_room_back(self._open())

    def _everywhere(self, keys: Sequence[str], act: Callable[[Connection, Sequence[str]], object]) -> None:
        """Change runs where they are: in the file, in memory, or in both."""
        from playground.files.runs import queries

        with self._writing:
            with self._read() as reader:
                there = queries.known(reader, "file", keys) if "file" in self._schemas() else []
            if there:
                with self._in_file() as file:
                    act(file, there)
            with self._in_memory() as memory:
                act(memory, keys)

    # -- reading -----------------------------------------------------------------------------------

    def find(self, query: RunQuery | None = None) -> list[Found]:
        """Return all runs that match, in order.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        with self._read() as reader:
            return queries.find(reader, self._schemas(), query or RunQuery())

    def differing(self, query: RunQuery | None = None) -> frozenset[str]:
        """Return the settings that have several values among the runs that match: their dotted paths.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        with self._read() as reader:
            return queries.differing(reader, self._schemas(), query or RunQuery())

    def rows(self, keys: Sequence[str]) -> list[RunRow]:
        """Return the runs with these keys, in this order; not those that are gone, or cannot be read.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        with self._read() as reader:
            found = {row.key: row for schema in self._schemas() for row in queries.rows(reader, schema, keys)}
        return [found[key] for key in keys if key in found]

    def get(self, key: str) -> KeptRun | None:
        """Return a run with all that is kept of it, or None.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        with self._read() as reader:
            found = (queries.whole(reader, schema, key) for schema in reversed(self._schemas()))
            return next((run for run in found if run is not None), None)

    def thumbnail(self, key: str) -> bytes:
        """Return the thumbnail of a run; nothing if there is none."""
        return self.parts([key], "thumbnail").get(key, b"")

    def parts(self, keys: Sequence[str], name: str) -> dict[str, bytes]:
        """Return one part of each of these runs, such as the "thumbnail" or the "curves", by their keys.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        with self._read() as reader:
            return {
                key: part
                for schema in self._schemas()
                for key, part in queries.parts(reader, schema, keys, name)
            }

    def version(self) -> tuple[int, int]:
        """Return what changes when anybody, in another program too, changes the library."""
        from playground.files.runs import queries

        with self._read() as reader:
            return self._changes, queries.data_version(reader, self._schemas())

    # -- connections -------------------------------------------------------------------------------

    def close(self) -> None:
        """Close the file; what was deleted is gone then."""
        with self._writing, self._reading:
            if self._deleted and self._writer is not None:
                from playground.files.runs import changes

                with suppress(LibraryError), self._in_file() as file:
                    changes.purge(file, self._deleted)
            self._close_file()
            if self._reader is not None:
                self._reader.close()
            self._reader, self._tried = None, False
            self._deleted.clear()

    @contextmanager
    def _in_file(self) -> Iterator[Connection]:
        """Write to the file: all that is done within, or nothing; opens it first.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import database

        with self._writing:
            try:
                with database.errors(self.path), database.transaction(self._open()) as file:
                    yield file
            except LibraryError as error:
                if error.damaged:
                    self._set_aside()
                raise
            self._changes += 1

    @contextmanager
    def _in_memory(self) -> Iterator[Connection]:
        """Change what is in memory: all that is done within, or nothing."""
        from playground.files.runs import database

        with self._read() as reader, database.transaction(reader):
            yield reader
            self._changes += 1

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        """Read from memory, and from the file where that can be opened.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import database

        if self.path is not None and not self._tried:
            try:
                self._open()
            except LibraryError as error:
                self._report(texts.ONLY_HERE(why=error.why))
        with self._reading, database.errors(self.path):
            if self._reader is None:
                self._reader = database.in_memory()
            yield self._reader

    def _schemas(self) -> tuple[str, ...]:
        """Return the databases of the reader, the one that prevails last."""
        return ("main",) if self._writer is None else ("file", "main")

    def _open(self) -> Connection:
        """Return the connection that writes to the file; open it if it is not open, or was replaced.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import database

        assert self.path is not None
        with self._writing, self._reading:
            self._tried = True
            if self._writer is not None and database.identity(self.path) != self._identity:
                self._close_file()  # somebody has removed it: what is written there would be lost
            if self._writer is None:
                self._writer = self._opened(self.path)
                self._identity = database.identity(self.path)
            return self._writer

    def _opened(self, path: Path) -> Connection:
        """Open the file for writing, and for reading beside what is in memory; a damaged one is set aside."""
        from playground.files.runs import database

        if self._reader is None:
            self._reader = database.in_memory()
        try:
            writer = database.open_to_write(path)
        except LibraryError as error:
            if not error.damaged:
                raise
            self.told(texts.SET_ASIDE(aside=database.set_aside(path)))
            writer = database.open_to_write(path)
        try:
            with database.errors(path):
                database.attach(self._reader, path)
        except BaseException:
            writer.close()
            raise
        return writer

    def _close_file(self) -> None:
        if self._writer is not None:
            from playground.files.runs import database

            assert self._reader is not None
            database.detach(self._reader)
            self._writer.close()
            self._writer = None

    def _set_aside(self) -> None:
        """Keep a file that turned out to be damaged under another name; the next call begins a new one."""
        from playground.files.runs import database

        assert self.path is not None
        with self._writing, self._reading, suppress(LibraryError):
            self._close_file()
            self.told(texts.SET_ASIDE(aside=database.set_aside(self.path)))

    def _report(self, problem: str) -> None:
        """Remember what is wrong, and say it if that is new."""
        if problem and problem != self.problem:
            self.told(problem)
        self.problem = problem
