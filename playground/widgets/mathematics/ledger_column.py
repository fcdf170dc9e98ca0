"""Chooses whose numbers the ledger of a mini-batch shows on the way forward and back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from engine.analysis.ledger import Ledger
from playground.style import icons, sizes
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.texts import mathematics as texts
from playground.widgets.controls import icon_button
from playground.widgets.controls.base import announce
from playground.widgets.controls.visibility import reveal


class ColumnChooser(QWidget):
    """Two buttons, and which sample of the mini-batch it is; there only for more than one.

    Signals
    -------
    chosen (int)
        Counted from 0.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._indices: tuple[int, ...] = ()
        self._column = 0
        self.previous, self.next = icon_button("maths.previous_in_batch"), icon_button("maths.next_in_batch")
        self._text = QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        fit(row.setSpacing, sizes.TIGHT)
        for one in (self.previous, self.next, self._text):
            row.addWidget(one)
        row.addStretch()
        self.previous.clicked.connect(lambda: self.walk(-1))
        self.next.clicked.connect(lambda: self.walk(1))
        reveal(self, False)

    @property
    def column(self) -> int:
        """Which sample of the mini-batch is shown."""
        return min(self._column, max(len(self._indices) - 1, 0))

    def show_ledger(self, ledger: Ledger | None) -> None:
        """Offer the samples of a step."""
        indices = () if ledger is None or ledger.part != "batch" else ledger.indices
        if indices != self._indices:
            self._indices = indices
            reveal(self, len(indices) > 1)
            self._show()

    def walk(self, by: int) -> bool:
        """Choose the sample before or after; after the last comes the first. Return whether there are any."""
        if len(self._indices) < 2:
            return False
        self._column = (self.column + by) % len(self._indices)
        self._show()
        announce(self, self._text.text(), urgent=False)
        self.chosen.emit(self._column)
        return True

    def _show(self) -> None:
        if self._indices:
            column = self.column
            self._text.setText(
                texts.IN_BATCH(n=column + 1, count=len(self._indices), point=self._indices[column] + 1)
            )

    def apply_theme(self, colours: Theme) -> None:
        """Draw in the theme's colours."""
        self.previous.setIcon(icons.icon("previous", colours.text))
        self.next.setIcon(icons.icon("next", colours.text))
