"""Keeps runs in the library as they happen, in a thread of its own. No Qt."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from playground.files.run_library import KeptRun, LibraryError, RunLibrary, RunRow
from playground.texts.keeping import NOT_KEPT

if TYPE_CHECKING:
    from playground.worker.run_copy import RunCopy

MOST_WAITING = 128 * 2**20  # bytes of runs that wait to be written: then training waits
LONGEST_WAIT = 5.0  # seconds


class Keeping:
    """Writes runs into a library; what waits to be written can be read at once. For any thread.

    Parameters
    ----------
    library : RunLibrary, optional
        By default one in memory, which ends with it.

    Attributes
    ----------
    library : RunLibrary
        Where runs are kept from now on.
    has_news : bool
        Whether there is something that a person must know: see `take_news`.
    """

    def __init__(self, library: RunLibrary | None = None) -> None:
        self.library = RunLibrary(None) if library is None else library
        self._earlier: list[RunLibrary] = []  # undo brings runs back from these as well
        self._waiting: dict[str, RunCopy] = {}  # by their keys; the first one is being written
        self._changed = threading.Condition()
        self._lines: list[str] = []  # that nobody has been told yet
        self._gone: list[RunRow] = []
        self.has_news = False
        self.library.told = self._tell
        self._closing = False
        self._thread: threading.Thread | None = None

    def use(self, library: RunLibrary) -> None:
        """Keep runs in another library from now on."""
        with self._changed:
            self._earlier = [one for one in (*self._earlier, self.library) if one is not library]
            self.library = library
            library.told = self._tell

    def put(self, run: RunCopy) -> None:
        """Keep a run, in place of what was kept of it; its name and note stay."""
        with self._changed:
            if self._closing:
                return
            self._changed.wait_for(self._has_room, LONGEST_WAIT)
            self._waiting[run.origin.key] = run
            if self._thread is None:
                thread = threading.Thread(target=self._work, name="keeping", daemon=True)
                with suppress(RuntimeError):  # none can begin while Python ends: `close` writes then
                    thread.start()
                    self._thread = thread
            self._changed.notify_all()

    def _has_room(self) -> bool:
        return sum(run.size for run in self._waiting.values()) <= MOST_WAITING

    def get(self, key: str) -> KeptRun | None:
        """Return the latest version of a run; None if it has been deleted."""
        with self._changed:
            waiting = self._waiting.get(key)
            libraries = [self.library, *reversed(self._earlier)]
        if waiting is not None:
            return waiting.packed()
        try:
            return next((run for one in libraries if (run := one.get(key)) is not None), None)
        except LibraryError as error:  # the disk fails
            self._tell(str(error))
            return None

    @property
    def problem(self) -> str:
        """Why runs are not written to the file now, as one line; "" while they are."""
        return self.library.problem

    @property
    def is_writing(self) -> bool:
        """Whether there is anything that still is to be written."""
        return bool(self._waiting)

    def _tell(self, line: str) -> None:
        with self._changed:
            self._lines.append(line)
            self.has_news = True

    def tell_of(self, error: Exception) -> None:
        """Tell that a run could not be kept, and why."""
        self._tell(NOT_KEPT(why=" ".join(str(error).split()) or type(error).__name__))

    def take_news(self) -> tuple[list[str], list[RunRow]]:
        """Return lines to be told, and the runs that had to go for new ones, since this was asked last."""
        with self._changed:
            lines, self._lines = self._lines, []
            gone, self._gone = self._gone, []
            self.has_news = False
            return lines, gone

    def clear(self) -> None:
        """Delete all runs that are kept, for good.

        Raises
        ------
        LibraryError
        """
        with self._changed:
            first = next(iter(self._waiting), None)
            for key in list(self._waiting):
                if key != first:  # which is being written
                    del self._waiting[key]
            self._changed.wait_for(lambda: not self._waiting, LONGEST_WAIT)
            libraries = [*self._earlier, self.library]
        for library in libraries:
            library.clear()

    def finish(self, longest: float) -> bool:
        """Wait until everything is written; return whether it is in time."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, longest)

    def close(self, longest: float) -> bool:
        """Write what waits, and end; return whether that was done in time."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        if self._thread is None:
            self._work()
        else:
            self._thread.join(longest)
            if self._thread.is_alive():
                return False
        for library in (*self._earlier, self.library):
            with suppress(LibraryError):  # nobody is there to be told
                library.close()
        return True

    def _work(self) -> None:
        """Write what waits until there will be no more."""
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    return
                key, run = next(iter(self._waiting.items()))
                library = self.library
            self._write(run, library)
            with self._changed:
                if self._waiting.get(key) is run:  # else it has been trained further meanwhile
                    del self._waiting[key]
                self._changed.notify_all()

    def _write(self, run: RunCopy, library: RunLibrary) -> None:
        """Write a run, and note what had to go for it."""
        try:
            gone = library.put(run.packed())
        except Exception as error:  # too little memory, say: it may be kept the next time
            self.tell_of(error)
            return
        if gone:
            with self._changed:
                self._gone.extend(gone)
                self.has_news = True
