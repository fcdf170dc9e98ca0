"""A titled panel of controls that requests changes of the experiment."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from playground.style import sizes
from playground.style.scaling import Slow, fit, px
from playground.texts.classroom import LOCK, LOCKED_PANEL
from playground.widgets.controls import heading
from playground.widgets.controls.base import explain
from playground.widgets.controls.visibility import reveal

LOCK_EDGE = Slow(14)


class Panel(QFrame):
    """A frame with a heading; `column` is where its controls go, `head` is the row of its heading.

    Attributes
    ----------
    groups : tuple of str
        The groups of controls in it, as the catalogue for a class names them.
    rests : bool
        Whether there is nothing to do in it; below others it then gives its room back.
    lock : QIcon
        A padlock, where all controls in it are locked.

    Signals
    -------
    requested (str, str, dict)
        The control, the part of the experiment, and the fields to replace in it.
    grown ()
        New controls were created.
    rested ()
        It has nothing to do, or has something again: `rests` says which.
    """

    requested = Signal(str, str, dict)
    grown = Signal()
    rested = Signal()

    groups: tuple[str, ...] = ()
    rests = False

    def __init__(self, title: str) -> None:
        super().__init__()
        self.lock = QIcon()
        self._mark: QLabel | None = None
        self.setObjectName("panel")
        self.setAccessibleName(title.capitalize())
        self.column = QVBoxLayout(self)
        fit(self.column.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, sizes.MARGIN)
        fit(self.column.setSpacing, sizes.SPACING)
        self.title = heading(title)
        fit(self.title.setMinimumHeight, sizes.HEADING)
        self.head = QHBoxLayout()
        fit(self.head.setSpacing, sizes.TIGHT)
        self.column.addLayout(self.head)
        self.head.addWidget(self.title)

    def show_lock(self, lock: QIcon) -> None:
        """Show one padlock beside the heading for all that is locked in it; none for an empty icon."""
        self.lock = lock
        if self._mark is None:
            if lock.isNull():
                return
            self._mark = QLabel()
            self._mark.setObjectName("lock")
            self._mark.setAccessibleName(LOCK())
            self.title.setAttribute(Qt.WidgetAttribute.WA_LayoutOnEntireRect)
            QHBoxLayout(self.title).addWidget(self._mark)
            fit(self._place_lock)
        self._place_lock()
        self._mark.setVisible(not lock.isNull())
        explain(self.title, lock="" if lock.isNull() else LOCKED_PANEL())

    def _place_lock(self) -> None:
        """Make room for the padlock after the text of the heading, and place it there."""
        layout = self.title.layout()
        if self._mark is None or layout is None:
            return
        edge = px(LOCK_EDGE)
        self.title.setContentsMargins(0, 0, 0, 0)
        words = self.title.sizeHint().width()
        layout.setContentsMargins(words + px(sizes.TIGHT), 0, 0, 0)
        self._mark.setPixmap(self.lock.pixmap(edge, edge))
        self.title.setContentsMargins(0, 0, 0 if self.lock.isNull() else edge + px(sizes.TIGHT), 0)

    def fold(self, on: bool) -> None:
        """Stand under a tab, which is its heading and has the frame, or by itself."""
        reveal(self.title, not on)
        self.setProperty("folded", on)
        self.style().unpolish(self)
        self.style().polish(self)
        # a style sheet changes how a frame looks, and not how much room it takes
        self.setFrameShape(self.Shape.NoFrame if on else self.Shape.StyledPanel)

    def ask(self, control: str, part: str, **fields: object) -> None:
        """Request fields of a part to be replaced."""
        self.requested.emit(control, part, fields)
