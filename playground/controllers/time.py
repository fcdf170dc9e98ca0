"""Time: the loss plot leads through the past of the run, and so do commands."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from playground.classroom.catalogue import TIME
from playground.classroom.choice import Classroom
from playground.controllers import remembered
from playground.observers.marks import Mark
from playground.observers.snapshot import Snapshot
from playground.session.notices import Notice, NoticeKind
from playground.session.play_back import PACES, WHOLE
from playground.session.session import Session
from playground.session.ways import WAYS, to_best, to_divergence, to_epoch, to_mark
from playground.texts import time as texts
from playground.widgets.output.loss_plot import LossPlot
from playground.widgets.output.timeline_cursor import TimelineCursor
from playground.widgets.transport.panel import Transport
from playground.worker.commands import GoTo

PACE = "play_back_pace"  # in the settings


class Time(QObject):
    """Connects plots over epochs and the commands with the session's travelling.

    Parameters
    ----------
    window : QWidget
    session : Session
    settings : QSettings
    loss : LossPlot
    transport : Transport

    Attributes
    ----------
    play_back : PlayBack
    """

    def __init__(
        self, window: QWidget, session: Session, settings: QSettings, loss: LossPlot, transport: Transport
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._settings = window, session, settings
        self._loss, self._transport = loss, transport
        self._cursors: list[TimelineCursor] = []
        self._time = session.time
        self.play_back = play_back = self._time.play_back
        pace = remembered.value(settings, PACE, WHOLE)
        play_back.set_pace(pace if pace in PACES else WHOLE)
        loss.time_bar.play_back_asked.connect(play_back.toggle)
        loss.time_bar.stop_asked.connect(self._time.stop)
        play_back.changed.connect(self._show_playing)
        session.playing_changed.connect(lambda _: self._show_playing())
        session.gate.changed.connect(self._show_classroom)
        self.add(loss.timeline)

    def add(self, cursor: TimelineCursor) -> None:
        """Have a plot over epochs lead through time as well."""
        self._cursors.append(cursor)
        cursor.epoch_asked.connect(self.go_to)
        cursor.mark_asked.connect(self._go_to_mark)
        cursor.walk_asked.connect(self.walk)
        cursor.stop_asked.connect(self._time.stop)
        cursor.live = TIME not in self._session.gate.shown.hidden

    def _show_classroom(self, classroom: Classroom) -> None:
        for cursor in self._cursors:
            cursor.live = TIME not in classroom.hidden

    def _show_playing(self, _: bool = False) -> None:
        """Show on both buttons what they do; while the past is played back, the space bar ends that."""
        plays = self.play_back.plays
        self._loss.time_bar.show_playing(plays)
        self._transport.show_playing(plays or self._session.playing)

    # -- going -------------------------------------------------------------------------------

    def go_to(self, epoch: int) -> None:
        """Go to an epoch of the line that is shown."""
        if (snapshot := self._session.snapshot) is not None:
            self._time.go(to_epoch(snapshot, epoch))

    def _go_to_mark(self, mark: Mark) -> None:
        if (snapshot := self._session.snapshot) is not None:
            self._time.go(to_mark(snapshot, mark))

    def walk(self, way: str, forwards: bool) -> None:
        """Go one of `WAYS` from where one is going, or stands."""
        snapshot = self._session.snapshot
        goal = WAYS[way](snapshot, self._time.place, forwards) if snapshot is not None else None
        if goal is not None:
            self._time.go(goal)

    def go_to_best(self) -> None:
        """Go to the lowest loss: on the test points, where there are any."""
        self._take(to_best, texts.NO_BEST())

    def go_to_divergence(self) -> None:
        """Go to where training diverged last."""
        self._take(to_divergence, texts.NO_DIVERGENCE())

    def _take(self, way: Callable[[Snapshot], GoTo | None], nowhere: str) -> None:
        """Take a way, or say why it leads nowhere."""
        snapshot = self._session.snapshot
        goal = way(snapshot) if snapshot is not None else None
        if goal is not None:
            self._time.go(goal)
        else:
            self._session.notices.show(Notice("info", nowhere, kind=NoticeKind.TIME))

    def ask_epoch(self) -> None:
        """Ask for an epoch, and go there."""
        from playground.widgets.dialogs.epoch import EpochDialog

        snapshot = self._session.snapshot
        if snapshot is None or self._window.findChild(EpochDialog) is not None:
            return
        timeline = snapshot.timeline
        dialog = EpochDialog(timeline.first, timeline.end, snapshot.epoch, self._window)
        dialog.chosen.connect(self.go_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # -- playing back, and lines that were left ----------------------------------------------

    @property
    def pace(self) -> str:
        """How fast the past is played back: a name in `PACES`."""
        return self.play_back.pace

    def set_pace(self, name: str) -> None:
        """Play the past back at another pace, now and the next time."""
        self.play_back.set_pace(name)
        self._settings.setValue(PACE, name)

    def fill_left_lines(self, menu: QMenu) -> None:
        """Fill a menu with the lines that were left whenever it opens."""

        def fill() -> None:
            menu.clear()
            snapshot = self._session.snapshot
            branches = snapshot.timeline.branches if snapshot is not None else ()
            branches = tuple(one for one in branches if one.end > one.since)
            for k, branch in enumerate(reversed(branches), start=1):
                text = texts.LEFT_LINE(k=k, since=branch.since, end=branch.end)
                action = QAction(text, menu)
                goal = GoTo(branch=branch.number)
                action.triggered.connect(lambda _=False, goal=goal: self._time.go(goal))
                menu.addAction(action)
            if menu.isEmpty():
                menu.addAction(texts.NO_LEFT_LINES()).setEnabled(False)

        menu.aboutToShow.connect(fill)
        fill()
