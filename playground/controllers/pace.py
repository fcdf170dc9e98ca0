"""The speed between starts: the one chosen last; and, at a person's first Play, a pace to watch."""

from PySide6.QtCore import QObject, QSettings, Qt, QTimer

from playground.classroom.catalogue import SPEED
from playground.controllers import remembered
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.texts.speeds import FULL, FULL_SPEED_NOW, SPEEDS, WATCH_FIRST

CHOSEN, WATCHED = "speed", "seen/pace"  # keys of the settings
PACE = "brisk"
WATCH_MS = 10_000  # of training, pauses left out


class Pace(QObject):
    """Keeps the speed that a person chooses.

    A window trains at full speed unless it is asked to do otherwise; windows for pictures, tests and
    measurements never are.

    Parameters
    ----------
    session : Session
    settings : QSettings
    """

    def __init__(self, session: Session, settings: QSettings) -> None:
        super().__init__(session)
        self._session, self._settings = session, settings
        self._set = session.speed  # by this class, or by a person who has been heard
        self._watching = False  # whether the pace to watch is on
        self._left = QTimer(self)
        self._left.setSingleShot(True)
        self._left.setTimerType(Qt.TimerType.PreciseTimer)
        self._left.setInterval(WATCH_MS)
        self._left.timeout.connect(self._finish)
        session.speed_changed.connect(self._keep)

    def restore(self) -> None:
        """Train at the speed that was chosen last."""
        name = remembered.value(self._settings, CHOSEN, FULL)
        if name in SPEEDS:
            self._run_at(name)

    def watch_first_play(self) -> None:
        """Make a person's first Play slow enough to watch, for ten seconds; only once."""
        if not remembered.value(self._settings, WATCHED, False):
            self._session.playing_changed.connect(self._follow)

    def _follow(self, playing: bool) -> None:
        """Begin, hold or continue what a person is to watch."""
        if not playing:
            if self._watching:
                self._left.setInterval(max(self._left.remainingTime(), 0))
                self._left.stop()
            return
        if not self._watching:
            self._settings.setValue(WATCHED, True)
            if self._session.speed != FULL or self._session.gate.shown.closed(SPEED):
                self._stop_watching()  # a person who has chosen a speed, or has none to choose
                return
            self._watching = True
            self._run_at(PACE)
            self._say(WATCH_FIRST())
        self._left.start()

    def _finish(self) -> None:
        self._stop_watching()
        self._run_at(FULL)
        self._say(FULL_SPEED_NOW())

    def _stop_watching(self) -> None:
        self._watching = False
        self._left.stop()
        self._session.playing_changed.disconnect(self._follow)

    def _run_at(self, name: str) -> None:
        self._set = name
        self._session.set_speed(name, asked=False)

    def _keep(self, name: str) -> None:
        """Keep a speed that a person has chosen: it is theirs from then on."""
        if name == self._set:
            return
        self._set = name
        self._settings.setValue(CHOSEN, name)
        if self._watching:
            self._stop_watching()
            self._session.notices.withdraw(NoticeKind.PACE)

    def _say(self, text: str) -> None:
        self._session.notices.show(Notice("info", text, kind=NoticeKind.PACE))
