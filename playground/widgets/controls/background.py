"""Work that grows with the data, in a thread beside the window's: the window stays live meanwhile."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from concurrent.futures import Future

POLL_MS = 10
SLOW_MS = 300  # after which work shows how far it has come
SMALL = 60_000  # characters or bytes that are read at once: the window would only flicker

Then = Callable[["Future[Any]"], None]


class Progress:
    """How far a piece of work has come: the work calls it with the share, from 0 to 1, that is done.

    Attributes
    ----------
    share : float
    cancelled : bool
        Whether nobody waits for the result any more: the next call ends the work.
    """

    def __init__(self) -> None:
        self.share, self.cancelled = 0.0, False

    def __call__(self, share: float) -> None:
        """Note the share that is done.

        Raises
        ------
        Cancelled
        """
        if self.cancelled:
            from playground.files.table import Cancelled

            raise Cancelled
        self.share = share

    def cancel(self) -> None:
        """End the work at its next call."""
        self.cancelled = True


class Background(QObject):
    """Does one piece of work after the other, and hands each result over in the window's thread.

    The thread only fills a `Future`, which is polled: it never touches a Qt object.

    Signals
    -------
    slow (float)
        The share that is done of work that takes longer than a moment, again and again while it goes on.
    """

    slow = Signal(float)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: deque[tuple[Callable[[], Any], Then, Progress]] = deque()
        self._current: tuple[Future[Any], Then, Progress] | None = None
        self._polls = 0  # while the current work goes on
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._poll)

    @property
    def busy(self) -> bool:
        """Whether a result is still to come."""
        return self._current is not None

    def run(
        self,
        work: Callable[[], Any],
        then: Then,
        large: bool,
        anew: bool = False,
        wait: float = 0.0,
        progress: Progress | None = None,
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
        progress : Progress, optional
            What the work calls, if it does.
        """
        if anew:
            self.forget()
        if large or self._current is not None:
            if progress is None:
                progress = Progress()  # which the work does not call
            else:
                self.destroyed.connect(progress.cancel)  # the window was closed
            self._waiting.append((work, then, progress))
            self._start_next()
            if wait:
                self._wait_for_all(wait)
        else:
            then(_done(_future(), work))

    def forget(self) -> None:
        """Hand over nothing that is still to come, and end what can be ended."""
        self._waiting.clear()
        if self._current is not None:
            future, _, progress = self._current
            progress.cancel()
            self._current = future, lambda _: None, progress

    def end(self) -> None:
        """Hand over nothing more, and look for nothing more: the window is closed."""
        self.forget()
        self._current = None
        self._timer.stop()

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
            work, then, progress = self._waiting.popleft()
            future = _future()
            self._current, self._polls = (future, then, progress), 0
            # no daemon: a file that is being written is finished before the program ends
            threading.Thread(target=_done, args=(future, work), name="background").start()
            self._timer.start()

    def _poll(self) -> None:
        if self._current is None:
            return
        future, then, progress = self._current
        if not future.done():
            self._polls += 1
            if self._polls * POLL_MS >= SLOW_MS and not progress.cancelled:
                self.slow.emit(progress.share)
            return
        self._current = None
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
