"""A titled panel of controls that requests changes of the experiment."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from playground.style import sizes
from playground.style.scaling import fit
from playground.widgets.controls import heading


class Panel(QFrame):
    """A frame with a heading; `column` is where its controls go, `head` is the row of its heading.

    Signals
    -------
    requested (str, str, dict)
        The control, the part of the experiment, and the fields to replace in it.
    grown ()
        New controls were created.
    """

    requested = Signal(str, str, dict)
    grown = Signal()

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAccessibleName(title.capitalize())
        self.column = QVBoxLayout(self)
        fit(self.column.setContentsMargins, sizes.MARGIN, sizes.SPACING, sizes.MARGIN, sizes.MARGIN)
        fit(self.column.setSpacing, sizes.SPACING)
        self.title = heading(title)
        fit(self.title.setMinimumHeight, sizes.HEADING)
        self.head = QHBoxLayout()
        fit(self.head.setSpacing, sizes.TIGHT)
        self.head.addWidget(self.title)
        self.column.addLayout(self.head)

    def ask(self, control: str, part: str, **fields: object) -> None:
        """Request fields of a part to be replaced."""
        self.requested.emit(control, part, fields)
