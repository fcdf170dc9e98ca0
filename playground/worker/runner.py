"""The threads behind the window: one that trains, and one that observes. No Qt.

Commands wait in a queue for the worker, which trains in slices no longer than a frame. It copies the network
now and then, and the observing thread makes a snapshot of the copy, in a slot for one report. It is made only
when the slot is empty, or a command was carried out, so a slow window never has a backlog; a report that
replaces another includes its answers. After each slice the worker sleeps for a moment, and it gives way while
the window draws a frame: two threads that compete for the interpreter's lock are both slower than by turns.
Paused means that both wait.
"""

from __future__ import annotations

import queue
import threading
import time
from typing import TYPE_CHECKING

from playground.worker.answer import Report
from playground.worker.commands import Command, Pause
from playground.worker.request import Request
from playground.worker.slot import Slot

if TYPE_CHECKING:
    from playground.worker.worker import Message


class Runner:
    """Runs one trainer in threads of its own. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._reports: Slot[Report] = Slot()
        self._stopping, self._may_train = threading.Event(), threading.Event()
        self._may_train.set()
        self._tickets, self._ordering = 0, threading.Lock()
        self._threads: list[threading.Thread] = []

    def begin(self) -> None:
        """Start the threads; commands may have been submitted before."""
        # here, after the first frame: nothing takes longer to import than what trains
        from playground.worker.observing import Observing
        from playground.worker.worker import Worker

        messages = self._messages
        self._observing = Observing(self._reports, lambda what: messages.put((0, what)), self._stopping)
        self._worker = Worker(messages, self._reports, self._observing, self._stopping, self._may_train)
        loops = {"training": self._worker.work, "observing": self._observing.work}
        self._threads = [
            threading.Thread(target=loop, name=name, daemon=True) for name, loop in loops.items()
        ]
        for thread in self._threads:
            thread.start()

    @property
    def has_begun(self) -> bool:
        """Whether the threads were started."""
        return bool(self._threads)

    def submit(self, command: Command) -> int:
        """Queue a command; return its ticket, which comes back in the answer and in the snapshot with it."""
        with self._ordering:  # commands wait in the order of their tickets
            self._tickets += 1
            self._messages.put((self._tickets, command))
            return self._tickets

    def take(self) -> Report | None:
        """Empty the slot; return the newest report, with all answers since the last, or None."""
        return self._reports.take()

    @property
    def is_held_up(self) -> bool:
        """Whether a message waits for a mini-batch to be done."""
        return self._worker.is_in_slice and not self._messages.empty()

    def give_way(self) -> None:
        """Have the worker wait after the current mini-batch: a frame is being drawn."""
        self._may_train.clear()

    def resume(self) -> None:
        """Let the worker continue: the frame is drawn."""
        self._may_train.set()

    def stop(self, timeout: float = 2.0) -> bool:
        """End the threads for good; return whether they ended within `timeout` seconds."""
        self._stopping.set()
        self.submit(Pause())  # wakes the worker
        if self.has_begun:
            self._observing.requests.put(Request((), None))
        end = time.monotonic() + timeout
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(end - time.monotonic(), 0.0))
        return not any(thread.is_alive() for thread in self._threads)
