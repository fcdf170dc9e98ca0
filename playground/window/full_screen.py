"""Full screen, and how large text is: for a projector, and for who sits in the last row."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt

from playground.session.notices import Notice
from playground.style import scaling
from playground.style.scaling import TEXT_SIZES, USUAL

if TYPE_CHECKING:
    from playground.window.main_window import MainWindow


FULL_SCREEN = Qt.WindowState.WindowFullScreen
FULL = "Full screen. F11 goes back to a window."


class Screen(QObject):
    """What the View menu says about the window as a whole; the text size is remembered.

    Escape does not leave the full screen: it closes what is open in the window, and is pressed often.
    """

    def __init__(self, window: "MainWindow", settings: QSettings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._geometry = QByteArray()  # of the window, before it took the whole screen

    # -- full screen -------------------------------------------------------------------------

    def toggle_full(self) -> None:
        """Take the whole screen, or give it back."""
        window = self._window
        if window.isFullScreen():
            window.setWindowState(window.windowState() & ~FULL_SCREEN)  # maximised, if it was
            window.session.take_back(FULL)
        else:
            self._geometry = window.saveGeometry()
            window.setWindowState(window.windowState() | FULL_SCREEN)
            window.session.noticed.emit(Notice("info", FULL))

    def geometry(self) -> QByteArray:
        """Return what is to be remembered: a window, for who starts in full screen finds no way out."""
        return self._geometry if self._window.isFullScreen() else self._window.saveGeometry()

    # -- the text size -----------------------------------------------------------------------

    @property
    def percent(self) -> int:
        """How large text is, of its usual size."""
        return round(scaling.scale() * USUAL)

    def choose(self, percent: int) -> None:
        """Make text, and all else with it, larger or smaller."""
        if scaling.change(percent):
            self._window.show_text_size()
        self._settings.setValue("text_size", self.percent)
        self._window.menus.show_text_size(self.percent)

    def step(self, by: int) -> None:
        """Go to the next larger or smaller size."""
        at = TEXT_SIZES.index(self.percent) + by
        self.choose(TEXT_SIZES[min(max(at, 0), len(TEXT_SIZES) - 1)])
