"""Plays the past of a run back: from moment to moment, as fast as a person likes to watch."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.observers.marks import place_of
from playground.observers.snapshot import Snapshot
from playground.session.ways import to_epoch
from playground.worker.commands import GoTo

TICK_MS = 5  # often: the next moment is asked for as soon as the last one is shown
WHOLE_SECONDS = 20.0  # that all of it takes
WHOLE = "whole"
# epochs a second, by the names that `texts.time` has words for; 0 for all of it in `WHOLE_SECONDS`
PACES = {"epoch": 1.0, "epochs": 10.0, "brisk": 100.0, "quick": 1000.0, WHOLE: 0.0}


class PlayBack(QObject):
    """Shows one moment after another, up to the end of the line; at the end, from its beginning.

    Where a moment takes longer to show than it lasts, the next ones are left out: it keeps its pace.

    Parameters
    ----------
    parent : QObject
    go : callable (GoTo, bool) -> bool
        Goes to a moment, and says so or not; returns whether a class may.
    is_going : callable () -> bool
        Returns whether the last one is not yet shown.

    Attributes
    ----------
    pace : str
        A name in `PACES`.

    Signals
    -------
    changed (bool)
        Whether it plays.
    """

    changed = Signal(bool)

    def __init__(
        self, parent: QObject, go: Callable[[GoTo, bool], bool], is_going: Callable[[], bool]
    ) -> None:
        super().__init__(parent)
        self._go, self._is_going = go, is_going
        self.pace = WHOLE
        self._place = self._time = 0.0  # the epoch to show, and when it was so
        self._line = (0, 0)  # the run and its line
        self._snapshot: Snapshot | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def plays(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def toggle(self) -> None:
        """Play back, or stop where it is."""
        if not self.plays:
            self.start()
            return
        self.stop()
        assert self._snapshot is not None
        self._go(to_epoch(self._snapshot, self._snapshot.epoch), True)  # and say where that is

    def start(self) -> None:
        """Play on from the moment that is shown; from the beginning, if that is the end."""
        snapshot = self._snapshot
        if snapshot is None or snapshot.timeline.end <= snapshot.timeline.first:
            return
        timeline = snapshot.timeline
        self._place = place_of(snapshot) if timeline.is_past else float(timeline.first)
        self._line, self._time = (snapshot.run, timeline.branch), time.monotonic()
        if self._go(to_epoch(snapshot, self._place), False):
            self._timer.start()
            self.changed.emit(True)

    def stop(self) -> None:
        """Play no further."""
        if self.plays:
            self._timer.stop()
            self.changed.emit(False)

    def set_pace(self, name: str) -> None:
        """Play at another pace from now on."""
        self.pace = name

    def take(self, snapshot: Snapshot) -> None:
        """Take note of where the run stands; on another line there is nothing to play on."""
        self._snapshot = snapshot
        if self.plays and self._line != (snapshot.run, snapshot.timeline.branch):
            self.stop()

    def _tick(self) -> None:
        """Show the moment that is due, if the last one is shown."""
        snapshot, now = self._snapshot, time.monotonic()
        assert snapshot is not None
        timeline = snapshot.timeline
        rate = PACES[self.pace] or max(timeline.end - timeline.first, 1) / WHOLE_SECONDS
        self._place += rate * (now - self._time)
        self._time = now
        if self._is_going():
            return
        at_end = self._place >= timeline.end
        if at_end:
            self.stop()
        if at_end or int(self._place) > snapshot.epoch:
            self._go(to_epoch(snapshot, int(self._place)), at_end)
