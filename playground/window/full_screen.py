"""Full screen: for a projector."""

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtWidgets import QWidget

from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.texts.window import FULL_SCREEN as FULL_SCREEN_NOTICE

FULL_SCREEN = Qt.WindowState.WindowFullScreen


class FullScreen(QObject):
    """Switches a window to full screen and back.

    Escape does not leave the full screen: it closes what is open in the window, and is pressed often.
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._geometry = QByteArray()  # of the window, before it went full screen

    def toggle(self) -> None:
        """Enter or leave full screen."""
        window = self._window
        if window.isFullScreen():
            window.setWindowState(window.windowState() & ~FULL_SCREEN)  # maximised, if it was
            self._session.notices.withdraw(NoticeKind.FULL_SCREEN)
        else:
            self._geometry = window.saveGeometry()
            window.setWindowState(window.windowState() | FULL_SCREEN)
            self._session.notices.show(Notice("info", FULL_SCREEN_NOTICE(), kind=NoticeKind.FULL_SCREEN))

    def geometry(self) -> QByteArray:
        """Return the geometry to remember, never full screen: a program that starts in it seems a trap."""
        return self._geometry if self._window.isFullScreen() else self._window.saveGeometry()
