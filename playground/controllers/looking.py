"""What the panels of a window ask for: passed on to the session while some of the window can be seen."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

from playground.session.session import Session

CHANGES = (QEvent.Type.Expose, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange)


class Looking(QObject):
    """Asks a session for what the panels show; for nothing while the window is minimised, hidden or covered.

    Training goes on without pictures then. When the window is seen again, the present ones are asked for.
    """

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._window, self._session = window, session
        self._handle: QWindow | None = None
        self._seen = False
        self._asks: dict[object, tuple[object, ...]] = {}
        window.installEventFilter(self)

    def ask(self, panel: object, asks: tuple[object, ...]) -> None:
        """Replace what one panel asks for."""
        self._asks[panel] = asks
        if self._seen:
            self._pass_on()

    def _pass_on(self) -> None:
        asks = [ask for one in self._asks.values() for ask in one] if self._seen else []
        self._session.look_at(self, tuple(asks))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in CHANGES:
            self._look()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        """Note whether anything of the window can be seen."""
        window = self._window
        handle = window.windowHandle()
        if handle is not None and handle is not self._handle:
            self._handle = handle  # only it hears of being covered
            handle.installEventFilter(self)
        shown = window.isVisible() and not window.isMinimized()
        seen = shown and handle is not None and handle.isExposed()
        if seen != self._seen:
            self._seen = seen
            self._pass_on()
