"""A runner whose reports are taken apart: snapshots, answers and failures."""

from collections import deque

from playground.worker.runner import Runner


class HeardRunner(Runner):
    """Keeps every answer; the newest snapshot, and answers that tell of a failure, wait to be taken."""

    def __init__(self):
        super().__init__()
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
