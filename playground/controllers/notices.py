"""Shows notices: in the line at the foot of the window, and beside a control whose change was refused."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QToolTip, QWidget

from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.widgets.controls.base import announce, literal
from playground.widgets.transport.notice_bar import NoticeBar


class Notices(QObject):
    """Connects a session's notices with the window.

    Parameters
    ----------
    window : QWidget
        The window with the controls.
    session : Session
    bar : NoticeBar
    """

    def __init__(self, window: QWidget, session: Session, bar: NoticeBar) -> None:
        super().__init__(window)
        self._window, self._bar = window, bar
        session.notices.changed.connect(self._show)
        session.gate.refused.connect(self._show_refusal)
        bar.close_button.clicked.connect(lambda _: session.notices.close())

    def _show(self, notice: Notice | None) -> None:
        if notice is None:
            self._bar.clear()
        else:
            self._bar.say(notice.level, notice.text, notice.details)
            self._bar.offer(notice.kind is NoticeKind.DIAGNOSIS, notice.remedy)
            announce(self._bar.text, self._bar.text.accessibleName(), urgent=notice.level != "info")

    def _show_refusal(self, control: str, why: str) -> None:
        """Show beside the control why its change was refused."""
        widget = self._window.findChild(QWidget, control) if control else None
        if widget is not None and widget.isVisible():
            QToolTip.showText(widget.mapToGlobal(QPoint(0, widget.height())), literal(why), widget)
