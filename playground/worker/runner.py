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
from collections.abc import Callable
from typing import TYPE_CHECKING

from playground.texts.changes import THREAD_ENDED
from playground.worker.answer import Answers, Failure, Report
from playground.worker.commands import Command, Pause
from playground.worker.request import Request
from playground.worker.slot import Slot

if TYPE_CHECKING:
    from playground.worker.training import Training
    from playground.worker.worker import Message


class Runner:
    """Runs one trainer in threads of its own. Every method may be called from any thread.

    Parameters
    ----------
    make : callable () -> Training, optional
        What carries out the commands; by default, a `Training` of one run.
    """

    def __init__(self, make: Callable[[], Training] | None = None) -> None:
        self._make = make
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._reports: Slot[Report] = Slot()
        self._stopping, self._may_train = threading.Event(), threading.Event()
        self._may_train.set()
        self._tickets, self._ordering = 0, threading.Lock()
        self._threads: dict[str, threading.Thread] = {}

    def begin(self) -> None:
        """Start the threads; commands may have been submitted before."""
        # here, after the first frame: nothing takes longer to import than what trains
        from playground.worker.observing import Observing
        from playground.worker.training import Training
        from playground.worker.worker import Worker

        messages, answers, reports = self._messages, Answers(), self._reports
        self._observing = Observing(answers, reports, lambda what: messages.put((0, what)), self._stopping)
        training = Training() if self._make is None else self._make()
        self._worker = Worker(
            messages, answers, reports, self._observing, self._stopping, self._may_train, training
        )
        for name in ("training", "observing"):
            self._threads[name] = self._started(name, None)

    def _started(self, name: str, failure: Failure | None) -> threading.Thread:
        loop = self._worker.work if name == "training" else self._observing.work
        thread = threading.Thread(target=loop, args=(failure,), name=name, daemon=True)
        thread.start()
        return thread

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
        """Empty the slot; return the newest report, with all answers since the last, or None.

        A thread that has ended by itself is replaced by one that continues from the last state.
        """
        for name, thread in self._threads.items():
            if not (thread.is_alive() or self._stopping.is_set()):
                self._threads[name] = self._started(name, Failure(THREAD_ENDED(), name))
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
            self._observing.requests.put(Request(0, None))
        end = time.monotonic() + timeout
        for thread in self._threads.values():
            if thread.is_alive():
                thread.join(max(end - time.monotonic(), 0.0))
        return not any(thread.is_alive() for thread in self._threads.values())
