"""The dialog of a report: its title, a note, which pictures, and the page as it will be."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from playground.style import sizes
from playground.style.scaling import fit, for_dialog, px
from playground.texts import report as texts
from playground.widgets.controls import Button, Switch, add_labelled, caption, prepare
from playground.widgets.dialogs.preview import Preview, lay_out

SIZE = QSize(780, 640)
LEFT = 250  # the width of what is filled in
LEAST = QSize(160, 226)  # of the page
LONGEST_TITLE, LONGEST_NOTE = 120, 4_000
PAUSE_MS = 250  # of typing, after which the page is drawn again


class ReportDialog(QDialog):
    """What a person adds to a report, beside the page that comes of it.

    Parameters
    ----------
    title, note : str
        What stands there first.
    pictures : sequence of str
        The names of those that there are.
    parent : QWidget

    Signals
    -------
    changed
        The page is to be drawn again: after a pause in typing, at another choice, at another size.
    save_requested, print_requested
    """

    changed = Signal()
    save_requested = Signal()
    print_requested = Signal()

    def __init__(self, title: str, note: str, pictures: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.setWindowTitle(texts.TITLE())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page, self._timer = Preview("report.page", texts.PAGE(), texts.MAKING(), LEAST), QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.title_edit, self.note_edit = QLineEdit(title), QPlainTextEdit(note)
        self._switches = {name: Switch(f"report.{name}") for name in pictures}
        self._make_controls()
        self._lay_out()
        parent.installEventFilter(self)
        self.resize(for_dialog(SIZE))
        self.note_edit.setFocus()

    def _make_controls(self) -> None:
        prepare(self.title_edit, "report.title")
        prepare(self.note_edit, "report.note")
        self.title_edit.setMaxLength(LONGEST_TITLE)
        fit(self.title_edit.setMinimumHeight, sizes.CONTROL_HEIGHT)
        self.note_edit.setTabChangesFocus(True)
        for switch in self._switches.values():
            switch.setChecked(True)
            switch.toggled.connect(self.changed)
        for edit in (self.title_edit, self.note_edit):
            edit.textChanged.connect(self._timer.start)
        self.page.resized.connect(self._timer.start)
        self.save, self._print, self._cancel = (
            Button(f"report.{name}") for name in ("save", "print", "cancel")
        )
        for button in (self._print, self._cancel):
            button.setAutoDefault(False)
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.save_requested)
        self._print.clicked.connect(self.print_requested)
        self._cancel.clicked.connect(self.reject)
        self.show_ready(False)

    def _lay_out(self) -> None:
        left = QWidget()
        fit(left.setFixedWidth, LEFT)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        add_labelled(column, self.title_edit)
        add_labelled(column, self.note_edit)
        if self._switches:
            column.addWidget(caption(texts.SHOWN()))
        for switch in self._switches.values():
            column.addWidget(switch)
        fit(column.setSpacing, sizes.SPACING)
        lay_out(self, left, self.page, self._print, self._cancel, self.save)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with the window."""
        if event.type() == QEvent.Type.Close and watched is self.parent():
            self.reject()
        return super().eventFilter(watched, event)

    # -- what is filled in -----------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The title that was typed."""
        return self.title_edit.text().strip()

    @property
    def note(self) -> str:
        """The note that was typed."""
        return self.note_edit.toPlainText()[:LONGEST_NOTE]

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of the pictures that are wanted."""
        return tuple(name for name, switch in self._switches.items() if switch.isChecked())

    @property
    def page_width(self) -> int:
        """How many pixels of the screen a page has across."""
        return round(max(self.page.width(), px(LEAST.width())) * self.devicePixelRatioF())

    @property
    def is_ready(self) -> bool:
        """Whether there is something to save and print."""
        return self.save.isEnabled()

    def show_ready(self, ready: bool) -> None:
        """Offer to save and print, once there is something."""
        for button in (self.save, self._print):
            button.setEnabled(ready)
