"""The library of runs: every training as it happens, in one SQLite file. No Qt."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.files.runs.connections import Connections, Schemas
from playground.files.runs.values import Budget, Found, KeptRun, LibraryError, RunQuery, RunRow
from playground.texts import run_library as texts

if TYPE_CHECKING:
    from sqlite3 import Connection

__all__ = ["Budget", "Found", "KeptRun", "LibraryError", "RunLibrary", "RunQuery", "RunRow", "new_key"]

MOST_IN_MEMORY = 2**28  # bytes of runs that cannot be written


def new_key() -> str:
    """Return a key that no other run has."""
    return os.urandom(16).hex()


class RunLibrary:
    """Keeps runs in a file; what cannot be written stays in memory, and is written as soon as it can be.

    Nothing is opened before the first call, and SQLite not imported. Any thread may call, but not that of a
    window: a call can wait for a disk. Reading does not wait for writing.

    Parameters
    ----------
    path : Path or None
        None to keep runs only as long as the program runs.
    budget : Budget, optional
    told : callable, optional
        See below.

    Attributes
    ----------
    told : callable
        Called, in the thread that calls, with what a person must know: one line, once.
    """

    def __init__(
        self, path: Path | None, budget: Budget | None = None, told: Callable[[str], None] = lambda _: None
    ) -> None:
        self.path, self.budget, self.told = path, budget or Budget(), told
        self._there = Connections(path, lambda line: self.told(line))
        self._deleted: set[str] = set()

    @property
    def problem(self) -> str:
        """Why runs are not written to the file now, as one line; "" while they are."""
        return self._there.problem

    # -- keeping -----------------------------------------------------------------------------------

    def put(self, run: KeptRun) -> tuple[RunRow, ...]:
        """Keep a run, instead of what was kept of it before; a name, note and star that it has stay.

        Returns
        -------
        tuple of RunRow
            The runs that went because of the budget.
        """
        from playground.files.runs import changes

        with self._there.writing:
            self._deleted.discard(run.row.key)
            try:
                if self.path is not None:
                    return self._put_in_file(run)
            except LibraryError as error:
                self._there.report(texts.ONLY_HERE(why=error.why))
            few = replace(self.budget, bytes=min(self.budget.bytes, MOST_IN_MEMORY))
            named = self._as_named(run)
            return self._there.remember(lambda memory: changes.put_within(memory, named, few))

    def _put_in_file(self, run: KeptRun) -> tuple[RunRow, ...]:
        """Write a run, then what could not be written before."""
        from playground.files.runs import changes

        gone = self._there.write(lambda file: changes.put_within(file, run, self.budget))
        self._there.report("")
        self._there.remember(lambda memory: changes.remove(memory, [run.row.key]))
        try:
            gone += self._put_from_memory()
        except LibraryError as error:
            self._there.report(texts.ONLY_HERE(why=error.why))
        return gone

    def _put_from_memory(self) -> tuple[RunRow, ...]:
        """Write what could not be written before."""
        from playground.files.runs import queries

        gone: tuple[RunRow, ...] = ()
        for key, *_ in self._there.read(lambda reader, _: queries.find(reader, ("main",), RunQuery())):
            gone += self._put_one(key)
        return gone

    def _put_one(self, key: str) -> tuple[RunRow, ...]:
        from playground.files.runs import changes, queries

        gone: tuple[RunRow, ...] = ()
        run = self._there.read(lambda reader, _: queries.whole(reader, "main", key))
        if run is not None:
            gone = self._there.write(lambda file: changes.put_within(file, run, self.budget))
        self._there.remember(lambda memory: changes.remove(memory, [key]))
        return gone

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
        from playground.files.runs import changes

        with self._there.writing:
            self._there.remember(changes.remove_all)
            if self.path is not None:
                self._there.write(changes.remove_all)
                self._there.give_room_back()

    def _everywhere(self, keys: Sequence[str], act: Callable[[Connection, Sequence[str]], None]) -> None:
        """Change runs where they are: in the file, in memory, or in both."""
        from playground.files.runs import queries

        with self._there.writing:
            there = self._there.read(
                lambda reader, schemas: queries.known(reader, schemas[0], keys) if len(schemas) > 1 else []
            )
            if there:
                self._there.write(lambda file: act(file, there))
            self._there.remember(lambda memory: act(memory, keys))

    # -- reading -----------------------------------------------------------------------------------

    def find(self, query: RunQuery | None = None) -> list[Found]:
        """Return all runs that match, in order.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        return self._there.read(lambda reader, schemas: queries.find(reader, schemas, query or RunQuery()))

    def differing(self, query: RunQuery | None = None) -> frozenset[str]:
        """Return the settings that have several values among the runs that match: their dotted paths.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        return self._there.read(
            lambda reader, schemas: queries.differing(reader, schemas, query or RunQuery())
        )

    def rows(self, keys: Sequence[str]) -> list[RunRow]:
        """Return the runs with these keys, in this order; not those that are gone, or cannot be read.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        def read(reader: Connection, schemas: Schemas) -> dict[str, RunRow]:
            return {row.key: row for schema in schemas for row in queries.rows(reader, schema, keys)}

        found = self._there.read(read)
        return [found[key] for key in keys if key in found]

    def get(self, key: str) -> KeptRun | None:
        """Return a run with all that is kept of it, or None.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import queries

        def read(reader: Connection, schemas: Schemas) -> KeptRun | None:
            found = (queries.whole(reader, schema, key) for schema in reversed(schemas))
            return next((run for run in found if run is not None), None)

        return self._there.read(read)

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

        def read(reader: Connection, schemas: Schemas) -> dict[str, bytes]:
            found = (queries.parts(reader, schema, keys, name) for schema in schemas)
            return {key: part for some in found for key, part in some}

        return self._there.read(read)

    def version(self) -> tuple[int, int]:
        """Return what changes when anybody, in another program too, changes the library."""
        from playground.files.runs import queries

        return self._there.changes, self._there.read(queries.data_version)

    def close(self) -> None:
        """Write what could not be written, and close the file; what was deleted is gone then."""
        with self._there.writing:
            if self.problem:
                with suppress(LibraryError):
                    self._put_from_memory()
            if self._deleted:
                with suppress(LibraryError):
                    self._purge()
                self._deleted.clear()
            self._there.close()

    def _purge(self) -> None:
        from playground.files.runs import changes

        self._there.write(lambda file: changes.purge(file, self._deleted))
        self._there.give_room_back()
