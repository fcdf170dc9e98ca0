"""A frame that lies over the window beside one of its panels, so that nothing moves when it opens."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from playground.widgets.controls import is_override
from playground.widgets.controls.base import HOME

GAP = 4  # between it and the panel


class Overlay(QFrame):
    """Keeps its place beside a panel; Escape, with the focus inside, closes it.

    Parameters
    ----------
    beside : QWidget
        The panel; both have the same parent.
    """

    def __init__(self, beside: QWidget) -> None:
        super().__init__(beside.parentWidget())
        self._beside = beside
        self.setProperty(HOME, True)
        self.hide()
        beside.installEventFilter(self)

    def open(self) -> None:
        """Show it in its place, above everything else."""
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Move to its place beside the panel."""
        raise NotImplementedError

    def leave(self) -> None:
        """Close it after Escape."""
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize) and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        # not a shortcut: the window may have one for Escape too, and Qt activates neither of two
        if is_override(event, (Qt.Key.Key_Escape,)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
