"""Work that grows with the data, in a thread beside the window's: the window stays live meanwhile."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from concurrent.futures import Future

POLL_MS = 10
SMALL = 60_000  # characters or bytes that are read at once: the window would only flicker

Then = Callable[["Future[Any]"], None]


class Background(QObject):
    """Does one piece of work after the other, and hands each result over in the window's thread.

    The thread only fills a `Future`, which is polled: it never touches a Qt object.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Callable[[], Any], Then]] = deque()
        self._current: tuple[Future[Any], Then] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return self._current is not None

    def run(
        self, work: Callable[[], Any], then: Then, large: bool, anew: bool = False, wait: float = 0.0
    ) -> None:
        """Do some work, then call `then` with a `Future` that holds its result, or what it raised.

        Parameters
        ----------
        work : callable () -> object
            It must not touch a Qt object.
        then : callable (Future) -> None
        large : bool
            Whether it may take long; if not, it is done at once.
        anew : bool
            Whether results of earlier work that are still to come are no longer wanted.
        wait : float
            Seconds that the window waits for the result of large work: what is usually quick, but not if a
            disk is slow, is then most often done when this returns.
        """
        if anew:
            self.forget()
        if large or self._current is not None:
            self._waiting.append((work, then))
            self._start_next()
            if wait:
                self._wait_for_all(wait)
        else:
            then(_done(_future(), work))

    def forget(self) -> None:
        """Hand over nothing that is still to come."""
        self._waiting.clear()
        if self._current is not None:
            self._current = self._current[0], lambda _: None

    def finish(self, longest: float) -> bool:
        """Wait until everything is done and handed over; return whether it is in time."""
        self._wait_for_all(longest)
        return not self.busy

    def _wait_for_all(self, longest: float) -> None:
        from concurrent.futures import wait

        end = time.monotonic() + longest
        while self._current is not None:
            wait([self._current[0]], max(end - time.monotonic(), 0.0))
            if not self._current[0].done():
                return
            self._poll()

    def _start_next(self) -> None:
        if self._current is None and self._waiting:
            work, then = self._waiting.popleft()
            future = _future()
            self._current = future, then
            # no daemon: a file that is being written is finished before the program ends
            threading.Thread(target=_done, args=(future, work), name="background").start()
            self._timer.start()

    def _poll(self) -> None:
        if self._current is None or not self._current[0].done():
            return
        (future, then), self._current = self._current, None
        self._timer.stop()
        self._start_next()
        then(future)


def _future() -> Future[Any]:
    from concurrent.futures import Future

    return Future()


def _done(future: Future[Any], work: Callable[[], Any]) -> Future[Any]:
    """Do the work, and fill the future."""
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
    return future
