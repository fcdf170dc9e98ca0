"""The file of a library and what is in memory beside it: opened when needed, for any thread. No Qt."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from playground.files.runs.values import LibraryError
from playground.texts import run_library as texts

if TYPE_CHECKING:
    from sqlite3 import Connection

RETRY_SECONDS = 2.0  # a file that could not be opened is left alone so long by those who only read

T = TypeVar("T")
Schemas = tuple[str, ...]


class Connections:
    """One connection that writes to the file, and one that reads it beside a database in memory.

    So reading does not wait for writing. A file that turns out to be damaged is set aside, and what can be
    read of it brought over into a new one. SQLite is imported when the first connection is made.

    Parameters
    ----------
    path : Path or None
        None for memory alone.

    Attributes
    ----------
    problem : str
        Why runs are not written to the file now, as one line; "" while they are.
    told : callable
        Called with each line that a person must know, once.
    changes : int
        How often something was written.
    """

    def __init__(self, path: Path | None, told: Callable[[str], None]) -> None:
        self.path, self.told, self.problem, self.changes = path, told, "", 0
        self.writing, self._reading = threading.RLock(), threading.RLock()  # taken in this order
        self._writer: Connection | None = None
        self._reader: Connection | None = None
        self._made: list[Connection] = []  # that are not closed
        weakref.finalize(self, _close_all, self._made).atexit = False
        self._schemas: Schemas = ("main",)  # what is read; of a run in several the one in the last counts
        self._identity: tuple[int, int] | None = None  # of the file that is open
        self._tried = float("-inf")

    # -- reading and writing -----------------------------------------------------------------------

    def write(self, act: Callable[[Connection], T]) -> T:
        """Change the file: all that is done, or nothing.

        Raises
        ------
        LibraryError
        """
        with self.writing:
            try:
                return self._write_once(act)
            except LibraryError as error:
                if not error.damaged:
                    raise
            self._renew(self._identity)
            return self._write_once(act)

    def _write_once(self, act: Callable[[Connection], T]) -> T:
        from playground.files.runs import database

        with database.errors(self.path), database.transaction(self.open()) as file:
            database.refuse_others(file, self.path)  # a newer program may have been started meanwhile
            done = act(file)
        self.changes += 1
        return done

    def remember(self, act: Callable[[Connection], T]) -> T:
        """Change what is in memory: all that is done, or nothing."""
        from playground.files.runs import database

        with self._reading, database.transaction(self._memory(), "DEFERRED") as memory:
            self.changes += 1
            return act(memory)

    def read(self, act: Callable[[Connection, Schemas], T]) -> T:
        """Read from the file where that is possible, and from memory, the main database.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import database

        closed = self.path is not None and "file" not in self._schemas
        if closed and time.monotonic() - self._tried >= RETRY_SECONDS:
            with suppress(LibraryError):
                self.open()
        identity = self._identity
        try:
            with self._reading, database.errors(self.path):
                identity = self._identity
                return act(self._memory(), self._schemas)
        except LibraryError as error:
            if not error.damaged:
                raise
        self._renew(identity)
        with self._reading, database.errors(self.path):
            return act(self._memory(), self._schemas)

    def give_room_back(self) -> None:
        """Return the room of what was removed to the disk.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import database

        with self.writing, database.errors(self.path):
            database.give_room_back(self.open())

    def report(self, problem: str) -> None:
        """Remember what is wrong, and say it if that is new."""
        if problem and problem != self.problem:
            self.told(problem)
        self.problem = problem

    # -- the file ----------------------------------------------------------------------------------

    def open(self) -> Connection:
        """Return the connection that writes to the file; open it if it is not open, or was replaced.

        Raises
        ------
        LibraryError
            The file is then read, if nothing but writing is impossible.
        """
        from playground.files.runs import database

        if self.path is None:
            raise LibraryError(None, texts.NOT_OPENED())
        with self.writing:
            # what is written to a file that somebody has removed would be lost
            if self._writer is not None and database.identity(self.path) == self._identity:
                return self._writer
            with self._reading:
                self._close_file()
                try:
                    return self._opened(self.path)
                except LibraryError as error:
                    self.report(texts.ONLY_HERE(why=error.why))
                    if not error.damaged:
                        database.attach_to_read(self._memory(), self.path, error.busy)
                    raise
                finally:
                    self._tried = time.monotonic()
                    self._schemas = database.attached(self._memory())

    def _opened(self, path: Path) -> Connection:
        from playground.files.runs import database

        identity = database.identity(path)
        try:
            writer = database.open_to_write(path)
        except LibraryError as error:
            if not error.damaged:
                raise
            writer = self._renewed(path, identity)
        try:
            database.attach(self._memory(), path)
        except BaseException:
            writer.close()
            raise
        self._made.append(writer)
        self._writer, self._identity = writer, database.identity(path)
        return writer

    def _renew(self, identity: tuple[int, int] | None) -> None:
        """Replace a file that turned out to be damaged; if that is impossible, use memory alone."""

        with self.writing, self._reading:
            if self.path is None or identity != self._identity:  # another thread was first
                return
            self._close_file()
            try:
                self._renewed(self.path, identity).close()
                self.open()
            except LibraryError as error:
                self.report(texts.ONLY_HERE(why=error.why))

    def _renewed(self, path: Path, identity: tuple[int, int] | None) -> Connection:
        """Set a damaged file aside; return a connection to a new one with what could be read of it.

        Raises
        ------
        LibraryError
        """
        from playground.files.runs import database, salvage

        if database.identity(path) != identity:  # another program was first
            return database.open_to_write(path)
        aside = database.set_aside(path)
        writer = database.open_to_write(path)
        brought = salvage.bring_over(aside, writer)
        text = (
            texts.SET_ASIDE(n=brought, aside=aside.name) if brought else texts.NOTHING_READ(aside=aside.name)
        )
        self.told(text)
        return writer

    def _close_file(self) -> None:
        from playground.files.runs import database

        if "file" in self._schemas:
            database.detach(self._memory())
            self._schemas = ("main",)
        if self._writer is not None:
            self._made.remove(self._writer)
            self._writer.close()
            self._writer = None

    def _memory(self) -> Connection:
        """Return the connection whose main database is in memory."""
        from playground.files.runs import database

        if self._reader is None:
            self._reader = database.in_memory()
            self._made.append(self._reader)
        return self._reader

    def close(self) -> None:
        """Let go of the file and of what is in memory; the next call opens the file again."""
        with self.writing, self._reading:
            if self._reader is not None:
                self._close_file()
                self._made.remove(self._reader)
                self._reader.close()
                self._reader, self._tried = None, float("-inf")


def _close_all(connections: list[Connection]) -> None:
    for connection in connections:
        connection.close()
