"""The display clock: the only timer that polls for reports; the worker gives way while the window draws."""

import time

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.worker import garbage
from playground.worker.commands import Command
from playground.worker.runner import Runner

FRAME_MS = 16
PATIENCE_SECONDS = 0.1  # a wait for a mini-batch that takes longer is reported
CLOSE_SECONDS = 0.5  # how long closing may wait for the worker


class Clock(QObject):
    """Passes commands to the worker, and polls once a frame while there may be reports.

    Parameters
    ----------
    parent : QObject, optional
    runner : Runner, optional

    Attributes
    ----------
    ticket : int
        The ticket of the last command.

    Signals
    -------
    reported (Report)
    held_up (bool)
        Whether a command has to wait for a long mini-batch; False as soon as it is answered.
    """

    reported = Signal(object)
    held_up = Signal(bool)

    def __init__(self, parent: QObject | None = None, runner: Runner | None = None) -> None:
        super().__init__(parent)
        self.ticket = 0
        self._runner = runner or Runner()
        self._closed = False
        self._answered = 0  # the last ticket that a report included
        self._waits_since: float | None = None
        self._told = False  # that a command waits
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._poll)
        # Qt paints before it comes to a timer of 0 ms. This is one of its own: QTimer.singleShot keeps the
        # worker alive where the window is closed before it fires.
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(self._resume)

    def begin(self) -> None:
        """Start the worker."""
        if not self._closed:
            garbage.take_over()
            self._runner.begin()
            self._timer.start()

    def submit(self, command: Command) -> int:
        """Submit a command, and poll until a report includes it; return its ticket."""
        self.ticket = self._runner.submit(command)
        # a restart would delay the next frame; a half-typed number may arrive after its window has closed
        if self._runner.has_begun and not self._timer.isActive() and not self._closed:
            self._timer.start()
        return self.ticket

    def close(self) -> bool:
        """Stop the timer and the worker for good; return whether the worker ended in time."""
        if self._closed:
            return True
        self._closed = True
        self._timer.stop()
        self._painted.stop()
        # a longer mini-batch is not waited for: the thread ends with the process
        stopped = self._runner.stop(CLOSE_SECONDS)
        if stopped and self._runner.has_begun:
            garbage.give_back()
        return stopped

    def _poll(self) -> None:
        """Emit the newest report, if there is one."""
        report = self._runner.take()
        if report is None:
            self._watch()
            return
        snapshot = report.snapshot
        if snapshot is not None:
            self._runner.give_way()
            self._painted.start(0)
        busy = snapshot is not None and snapshot.busy
        answered = report.answers[-1].ticket if report.answers else 0
        reached = max(answered, snapshot.ticket if snapshot is not None else 0)
        self._answered = max(self._answered, reached)
        if report.answers:
            self._tell(False)
        self.reported.emit(report)
        garbage.collect(paused=not busy)
        if reached == self.ticket and not report.follows:
            self._timer.stop()  # nothing more will come

    def _resume(self) -> None:
        self._runner.resume()

    def _watch(self) -> None:
        """Report that a command has waited long for a mini-batch."""
        now = time.monotonic()
        if self._answered == self.ticket or not self._runner.is_held_up:
            self._waits_since = None
        elif self._waits_since is None:
            self._waits_since = now
        elif now - self._waits_since >= PATIENCE_SECONDS:
            self._tell(True)

    def _tell(self, waits: bool) -> None:
        self._waits_since = None
        if waits != self._told:
            self._told = waits
            self.held_up.emit(waits)
