"""The worker: a thread that trains, a queue of commands in, a slot for one report out. No Qt.

A report is made only when the slot is empty, or a command was carried out, so a slow window never has a
backlog; a report that replaces another includes its answers. The worker trains in slices of a few
milliseconds with a short sleep after each, and gives way while the window draws a frame: two threads that
compete for the interpreter's lock are both slower than by turns. Paused means blocked on the queue.
"""

import queue
import threading

from playground.worker.answer import Report
from playground.worker.commands import Command, Pause
from playground.worker.worker import Worker


class Runner:
    """Runs one trainer in a thread of its own. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[tuple[int, Command]] = queue.SimpleQueue()
        self._slot: queue.Queue[Report] = queue.Queue(maxsize=1)
        self._stopping, self._may_train = threading.Event(), threading.Event()
        self._may_train.set()
        self._tickets, self._ordering = 0, threading.Lock()
        self._worker = Worker(self._commands, self._slot, self._stopping, self._may_train)
        self._thread = threading.Thread(target=self._worker.work, name="training", daemon=True)

    def begin(self) -> None:
        """Start the thread; commands may have been submitted before."""
        self._thread.start()

    @property
    def has_begun(self) -> bool:
        """Whether the thread was started."""
        return self._thread.ident is not None

    def submit(self, command: Command) -> int:
        """Queue a command; return its ticket, which comes back in the answer and in the snapshot with it."""
        with self._ordering:  # commands wait in the order of their tickets
            self._tickets += 1
            self._commands.put((self._tickets, command))
            return self._tickets

    def take(self) -> Report | None:
        """Empty the slot; return the newest report, with all answers since the last, or None."""
        try:
            return self._slot.get_nowait()
        except queue.Empty:
            return None

    def give_way(self) -> None:
        """Have the worker wait after the current mini-batch: a frame is being drawn."""
        self._may_train.clear()

    def resume(self) -> None:
        """Let the worker continue: the frame is drawn."""
        self._may_train.set()

    def stop(self, timeout: float = 2.0) -> bool:
        """End the thread for good; return whether it ended within `timeout` seconds."""
        self._stopping.set()
        self.submit(Pause())  # wakes it
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()
