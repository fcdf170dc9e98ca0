"""A runner whose reports are taken apart: snapshots, answers and failures; and what its threads wait for."""

import threading
import time
from collections import deque

from hands import PATIENCE

from playground.worker.runner import Runner
from playground.worker.slot import Slot


def taken(take, wanted=lambda _: True, seconds=PATIENCE):
    """Take what comes until it is what is wanted."""
    limit = time.monotonic() + seconds
    while (one := take()) is None or not wanted(one):
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.001)
    return one


def included(runner, ticket):
    """Return the first snapshot that includes a command."""
    return taken(runner.take_snapshot, lambda snapshot: snapshot.ticket == ticket)


def finished(runner, ticket):
    """Return the snapshot in which training has come to rest after a command, and every value is exact.

    On a slow machine another one comes before it, at once, and as fine as there was time for.
    """
    return taken(
        runner.take_snapshot,
        lambda one: one.ticket == ticket and one.complete and not one.playing,
    )


class HeardRunner(Runner):
    """Keeps every answer; the newest snapshot, and answers that tell of a failure, wait to be taken."""

    def __init__(self, make=None):
        super().__init__(make)
        self.answers, self._failures, self._snapshot = [], deque(), None

    def _hear(self):
        if (report := self.take()) is not None:
            self.answers += report.answers
            self._failures += [answer for answer in report.answers if answer.failure is not None]
            self._snapshot = report.snapshot

    def take_snapshot(self):
        """Return the newest snapshot, or None where it was taken."""
        self._hear()
        snapshot, self._snapshot = self._snapshot, None
        return snapshot

    def take_failure(self):
        """Return the oldest failure that was not taken yet, or None."""
        self._hear()
        return self._failures.popleft() if self._failures else None


class Waits:
    """Counts the waits of a runner's threads; made before the runner begins.

    A thread that waits uses no CPU until its wait is over, and each wait that follows is counted.
    """

    def __init__(self, runner, monkeypatch):
        self.begun = 0
        self.current = {}  # the longest that a thread waits now, in seconds, by its name; None: no limit
        messages, runner._messages, wait = runner._messages, self, Slot.wait
        self.put, self.empty, self._get = messages.put, messages.empty, messages.get
        monkeypatch.setattr(Slot, "wait", lambda slot: self._counted(None, wait, slot))

    def get(self, block, timeout):
        """Take a message, as the worker does."""
        return self._counted(timeout, self._get, True, timeout) if block else self._get(False)

    def _counted(self, seconds, wait, *args):
        name = threading.current_thread().name
        self.begun += 1
        self.current[name] = seconds
        try:
            return wait(*args)
        finally:
            del self.current[name]
