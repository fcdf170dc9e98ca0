"""What the class at the window may do: the choice for a class, and refusals."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from playground.classroom.catalogue import control_of
from playground.classroom.choice import Classroom
from playground.session.notices import Notice, NoticeKind, Notices
from playground.session.undo import Undoable, push
from playground.texts import undo as labels
from playground.texts.classroom import LOCKED_CONTROL


class Gate(QObject):
    """The choice for a class.

    Parameters
    ----------
    classroom : Classroom
    stack : QUndoStack
    notices : Notices
    show_again : callable () -> None
        Makes controls show the unchanged experiment again, after a refusal.

    Attributes
    ----------
    chosen : Classroom
        The choice that files hold.
    shown : Classroom
        The choice in force: the one that is chosen, or previewed, less what its lesson asks for.

    Signals
    -------
    changed (Classroom)
        The choice in force has changed.
    refused (str, str)
        A change that was not made: the control's name as in `area.control`, and why.
    """

    changed = Signal(object)
    refused = Signal(str, str)

    def __init__(
        self, classroom: Classroom, stack: QUndoStack, notices: Notices, show_again: Callable[[], None]
    ) -> None:
        super().__init__(stack)
        self.chosen, self.shown = classroom, classroom.in_force
        self._stack, self._notices, self._show_again = stack, notices, show_again

    # -- the choice --------------------------------------------------------------------------

    def choose(self, classroom: Classroom, label: str = "") -> None:
        """Choose what is hidden, locked and read, as a step that undo calls `label`."""
        if classroom != self.chosen:
            do, undo = partial(self.show, classroom), partial(self.show, self.chosen)
            push(self._stack, Undoable(label or labels.CLASSROOM(), do, undo))
        self.preview(self.chosen)

    def show(self, classroom: Classroom) -> None:
        """Choose what is hidden and locked, without undo: as a file says, or undo itself."""
        self.chosen = classroom
        self.preview(classroom)

    def preview(self, classroom: Classroom) -> None:
        """Show a choice that is not made yet; the one that is made ends the preview."""
        classroom = classroom.in_force
        if classroom != self.shown:
            self.shown = classroom
            self.changed.emit(classroom)
            self.accept()  # what was locked may be open now

    # -- permission --------------------------------------------------------------------------

    def allows(self, *controls: str, at: str = "") -> bool:
        """Whether the class may use all of these; if not, say so, beside the control `at` if given."""
        closed = [name for name in controls if self.shown.closed(name)]
        if closed:
            self.refuse(at or closed[0], "warning", LOCKED_CONTROL())
        return not closed

    def allows_widget(self, name: str) -> bool:
        """Whether the class may use a widget of that name; if not, say so beside it."""
        return self.allows(control_of(name) or "", at=name)

    def refuse(self, control: str, level: str, why: str) -> None:
        """Say beside a control why its change was not made."""
        self.refused.emit(control, why)
        self._notices.show(Notice(level, why, kind=NoticeKind.REFUSAL))
        self._show_again()

    def accept(self) -> None:
        """Withdraw a refusal: a change was accepted."""
        self._notices.withdraw(NoticeKind.REFUSAL)
