"""Connects the examples, and the lesson that is read, with the data panel that they stand in."""

from dataclasses import replace

from PySide6.QtCore import QObject

from playground.classroom.catalogue import EXAMPLES
from playground.classroom.choice import Classroom
from playground.classroom.lesson import NO_LESSON
from playground.controllers.documents import Documents
from playground.session.session import Session
from playground.texts.undo import CLOSE_LESSON
from playground.widgets.data.panel import DataPanel


class Lessons(QObject):
    """Shows the lesson of what is open, and opens and closes examples.

    Parameters
    ----------
    parent : QObject
    session : Session
    documents : Documents
    panel : DataPanel
    """

    def __init__(self, parent: QObject, session: Session, documents: Documents, panel: DataPanel) -> None:
        super().__init__(parent)
        self._session, self._panel = session, panel
        panel.examples_requested.connect(documents.show_examples)
        panel.example_requested.connect(documents.walk_examples)
        panel.lesson_closed.connect(self._close)
        session.gate.changed.connect(self._show)
        self._show(session.gate.shown)

    def _show(self, classroom: Classroom) -> None:
        self._panel.show_lesson(classroom.lesson)

    def _close(self) -> None:
        gate = self._session.gate
        if gate.allows(EXAMPLES):
            gate.choose(replace(gate.chosen, lesson=NO_LESSON), CLOSE_LESSON())
