"""A dialog about a document: what is filled in, beside its first page as it will be."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QFrame, QLineEdit, QVBoxLayout, QWidget

from playground.style import sizes
from playground.style.scaling import fit, for_dialog, px
from playground.texts import report as texts
from playground.widgets.controls import Button, prepare
from playground.widgets.dialogs.preview import Preview, lay_out

SIZE = QSize(780, 640)
LEFT = 250  # the width of what is filled in
LEAST = QSize(160, 226)  # of the page
LONGEST_TITLE = 120
PAUSE_MS = 250  # of typing, after which the page is drawn again


class PageDialog(QDialog):
    """The title of a document, its first page, and buttons to save or print it; subclasses ask for more.

    Parameters
    ----------
    name : str
        Its controls are called `name.title`, `name.save` and so on.
    heading, title : str
        Of the dialog, and what stands in the field for the document's title first.
    parent : QWidget

    Signals
    -------
    changed
        The page is to be drawn again: after a pause in typing, at another choice, at another size.
    save_requested, print_requested

    Attributes
    ----------
    page : Preview
    title_edit : QLineEdit
    column : QVBoxLayout
        Takes what is filled in.
    """

    changed = Signal()
    save_requested = Signal()
    print_requested = Signal()

    def __init__(self, name: str, heading: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.page, self._timer = Preview(f"{name}.page", texts.PAGE(), texts.MAKING(), LEAST), QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.changed)
        self.page.resized.connect(self._timer.start)
        self.title_edit = QLineEdit(title)
        prepare(self.title_edit, f"{name}.title")
        self.title_edit.setMaxLength(LONGEST_TITLE)
        fit(self.title_edit.setMinimumHeight, sizes.CONTROL_HEIGHT)
        self.title_edit.textChanged.connect(self.change_soon)
        self.save, self._print, self._cancel = (
            Button(f"{name}.{one}") for one in ("save", "print", "cancel")
        )
        self._connect_buttons()
        left = QFrame()  # in one, a title looks as other fields do
        fit(left.setFixedWidth, LEFT)
        self.column = QVBoxLayout(left)
        self.column.setContentsMargins(0, 0, 0, 0)
        fit(self.column.setSpacing, sizes.SPACING)
        lay_out(self, left, self.page, self._print, self._cancel, self.save)
        parent.installEventFilter(self)
        self.resize(for_dialog(SIZE))

    def _connect_buttons(self) -> None:
        for button in (self._print, self._cancel):
            button.setAutoDefault(False)
        self.save.setProperty("role", "primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self.save_requested)
        self._print.clicked.connect(self.print_requested)
        self._cancel.clicked.connect(self.reject)
        self.show_ready(False)

    def change_soon(self) -> None:
        """Have the page drawn again after a pause."""
        self._timer.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with the window."""
        if event.type() == QEvent.Type.Close and watched is self.parent():
            self.reject()
        return super().eventFilter(watched, event)

    @property
    def title(self) -> str:
        """The title that was typed."""
        return self.title_edit.text().strip()

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
