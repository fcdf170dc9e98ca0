"""Which panels show a snapshot at once, and which take turns: a frame has sixteen milliseconds."""

import time
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer

from playground.observers.snapshot import Snapshot

QUICK = 0.025  # seconds: snapshots that come faster are frames of a movement
LATEST_MS = 50  # after which a panel shows what it has left out, if nothing follows


@runtime_checkable
class ShowsSnapshots(Protocol):
    """A panel that shows the progress of training."""

    def show_snapshot(self, snapshot: Snapshot) -> None: ...


@runtime_checkable
class TakesTurns(ShowsSnapshots, Protocol):
    """A panel that may leave out every second snapshot: thirty pictures a second move smoothly."""

    takes_turns: bool


class Turns(QObject):
    """Shows snapshots to panels that take turns.

    What is left out is drawn when nothing follows: a panel never stays behind.

    Parameters
    ----------
    parent : QObject
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._panels: list[ShowsSnapshots] = []
        self._behind: set[int] = set()
        self._snapshot: Snapshot | None = None
        self._turn, self._last = 0, 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LATEST_MS)
        self._timer.timeout.connect(self._catch_up)

    def add(self, panel: ShowsSnapshots) -> None:
        """Have a panel take turns with the others."""
        self._panels.append(panel)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot to the panels whose turn it is; to all of them, if it is not one of many."""
        self._snapshot = snapshot
        now = time.perf_counter()
        quick, self._last = snapshot.busy and now - self._last < QUICK, now
        self._turn = 1 - self._turn
        for k, panel in enumerate(self._panels):
            if quick and k % 2 != self._turn:
                self._behind.add(k)
            else:
                self._behind.discard(k)
                panel.show_snapshot(snapshot)
        if self._behind:
            self._timer.start()
        else:
            self._timer.stop()

    def _catch_up(self) -> None:
        """Show the last snapshot to those who have left it out."""
        assert self._snapshot is not None
        for k in sorted(self._behind):
            self._panels[k].show_snapshot(self._snapshot)
        self._behind.clear()
