"""The views of the window: Build, Maths and Runs; the one that was shown last is remembered."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from playground.classroom.choice import Classroom
from playground.controllers import remembered
from playground.controllers.view_memory import VIEW
from playground.session.session import Session
from playground.widgets.transport.panel import Transport
from playground.widgets.transport.views import BUILD, VIEWS
from playground.window.workspace import Workspace


class Views(QObject):
    """Shows one view of a window.

    It belongs to the person and to no file; what is chosen in class mode is not remembered.

    Parameters
    ----------
    session : Session
    settings : QSettings
    workspace : Workspace
    transport : Transport
        Has the switch.
    connect : callable (str, sequence of QWidget)
        Connects panels that were just made for a view.

    Attributes
    ----------
    shown : str
        A name in `VIEWS`.

    Signals
    -------
    changed (str)
    """

    changed = Signal(str)

    def __init__(
        self,
        session: Session,
        settings: QSettings,
        workspace: Workspace,
        transport: Transport,
        connect: Callable[[str, Sequence[QWidget]], None],
    ) -> None:
        super().__init__(workspace)
        self._session, self._settings, self._workspace = session, settings, workspace
        self._switch, self._connect = transport.views, connect
        self.shown = BUILD
        self._switch.chosen.connect(self.show)
        session.gate.changed.connect(self._restore)

    def restore(self) -> None:
        """Show the view that was shown last, if a class sees it."""
        self._restore(self._session.gate.shown)

    def _restore(self, classroom: Classroom) -> None:
        if not classroom:
            self._show(remembered.value(self._settings, VIEW, BUILD))
        elif VIEWS[self.shown] in classroom.hidden:
            self._show(BUILD)

    def show(self, view: str) -> None:
        """Show a view, at a person's request."""
        self._show(view)
        if not self._session.gate.shown:
            self._settings.setValue(VIEW, self.shown)

    def _show(self, view: str) -> None:
        if view == self.shown or view not in VIEWS or VIEWS[view] in self._session.gate.shown.hidden:
            return
        self.shown = view
        window = self._workspace.window()
        focused = window.focusWidget()
        if new := self._workspace.show_view(view):
            self._connect(view, new)
        if focused is not None and not focused.isVisibleTo(window):
            window.setFocus()  # Qt would go on to Reset, where the space bar is no longer Play
        self._switch.show_view(view)
        self.changed.emit(view)
