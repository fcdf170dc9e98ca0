"""The dialog of a report: its title, a note, which pictures, and the page as it will be."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from playground.texts import report as texts
from playground.widgets.controls import Switch, add_labelled, caption, prepare
from playground.widgets.dialogs.page import PageDialog

LONGEST_NOTE = 4_000


class ReportDialog(PageDialog):
    """What a person adds to a report, beside the page that comes of it.

    Parameters
    ----------
    title, note : str
        What stands there first.
    pictures : sequence of str
        The names of those that there are.
    parent : QWidget
    """

    def __init__(self, title: str, note: str, pictures: Sequence[str], parent: QWidget) -> None:
        super().__init__("report", texts.TITLE(), title, parent)
        self.note_edit = QPlainTextEdit(note)
        prepare(self.note_edit, "report.note")
        self.note_edit.setTabChangesFocus(True)
        self.note_edit.textChanged.connect(self.change_soon)
        add_labelled(self.column, self.title_edit)
        add_labelled(self.column, self.note_edit)
        self._switches = {name: Switch(f"report.{name}") for name in pictures}
        if self._switches:
            self.column.addWidget(caption(texts.SHOWN()))
        for switch in self._switches.values():
            switch.setChecked(True)
            switch.toggled.connect(self.changed)
            self.column.addWidget(switch)
        self.note_edit.setFocus()

    @property
    def note(self) -> str:
        """The note that was typed."""
        return self.note_edit.toPlainText()[:LONGEST_NOTE]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of the pictures that are wanted."""
        return tuple(name for name, switch in self._switches.items() if switch.isChecked())
