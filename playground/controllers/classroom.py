"""Class mode: opens its dialog, and shows the window as the class sees it.

The view that applies the choice is made when something is first chosen.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QDialog, QMainWindow, QStyle, QWidget

from playground.classroom.choice import Classroom
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme

if TYPE_CHECKING:
    from playground.controllers.class_view import ClassView


class ClassMode(QObject):
    """Connects a session's choice for a class with the window.

    Parameters
    ----------
    window : QMainWindow
    session : Session
    panels : sequence of QWidget
        Those that may collapse what is left empty in them.
    """

    def __init__(self, window: QMainWindow, session: Session, panels: Sequence[QWidget]) -> None:
        super().__init__(window)
        self._window, self._session, self._panels = window, session, panels
        self._theme = palette.LIGHT
        self._view: ClassView | None = None
        session.gate.changed.connect(self._show)
        if session.gate.chosen:
            self._show(session.gate.chosen)

    def _show(self, classroom: Classroom) -> None:
        if classroom or self._view is not None:
            self._view = self._view or self._make_view()
            self._view.show(classroom)

    def refresh(self) -> None:
        """Hide and lock controls that were made since."""
        if self._view is not None:
            self._view.refresh()

    def _make_view(self) -> "ClassView":
        from playground.controllers.class_view import ClassView

        view = ClassView(self._window, self._window.menuBar(), self._session, self._panels)
        view.sign.clicked.connect(self.choose)
        view.apply_theme(self._theme)
        return view

    def choose(self) -> None:
        """Let a person choose, with a live preview in the window; training continues."""
        from playground.widgets.classroom.dialog import ClassDialog

        gate = self._session.gate
        dialog = ClassDialog(gate.chosen, self._window)
        dialog.changed.connect(gate.preview)

        def done(code: int) -> None:
            if gate.shown != dialog.classroom.in_force:
                return  # another file was opened meanwhile
            gate.choose(dialog.classroom if code == QDialog.DialogCode.Accepted else gate.chosen)

        dialog.finished.connect(done)
        dialog.open()
        _place(dialog, self._window)

    def apply_theme(self, colours: Theme) -> None:
        """Draw marks and sign in the theme's colours."""
        self._theme = colours
        if self._view is not None:
            self._view.apply_theme(colours)


def _place(dialog: QDialog, window: QWidget) -> None:
    """Place the dialog at the right of the window, all of it on the window's screen, with its frame."""
    corner, screen = window.mapToGlobal(window.rect().topRight()), window.screen().availableGeometry()
    # no frame is known before it is shown, and a window in full screen has none
    title = dialog.style().pixelMetric(QStyle.PixelMetric.PM_TitleBarHeight)
    frame = (dialog.frameGeometry().size() - dialog.size()).expandedTo(QSize(0, title))
    dialog.resize(dialog.size().boundedTo(screen.size() - frame))
    size = dialog.size() + frame
    left = min(corner.x(), screen.right()) - size.width()
    top = min(corner.y(), screen.bottom() + 1 - size.height())
    dialog.move(max(left, screen.left()), max(top, screen.top()))
