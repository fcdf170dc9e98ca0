"""The ledger: a step from its sample to its new weights, as formulas with their numbers in them."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.style import sizes
from playground.style.palette import Theme
from playground.style.scaling import fit
from playground.widgets.controls import Button
from playground.widgets.mathematics.ledger_entries import Mode
from playground.widgets.mathematics.ledger_tree import LedgerTree


class LedgerView(QWidget):
    """The rows of a step, and below them what of each is shown.

    Signals
    -------
    place_chosen (Place or None)
        The part of the network that a row in focus is about.

    Attributes
    ----------
    tree : LedgerTree
    """

    place_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.tree = LedgerTree()
        self.tree.place_chosen.connect(self.place_chosen)
        self._modes = {mode: Button(f"maths.{mode.value}") for mode in Mode}
        self.code = Button("maths.code")
        self.code.toggled.connect(self.tree.show_code)
        group = QButtonGroup(self)
        for mode, button in self._modes.items():
            button.setCheckable(True)
            button.setChecked(mode is Mode.TERMS)
            group.addButton(button)
            button.clicked.connect(lambda _=False, mode=mode: self.tree.show_mode(mode))
        self.code.setCheckable(True)
        for button in (*self._modes.values(), self.code):
            button.setProperty("role", "slim")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        fit(column.setSpacing, sizes.TIGHT)
        column.addWidget(self.tree, 1)
        row = QHBoxLayout()
        column.addLayout(row)
        fit(row.setSpacing, sizes.TIGHT)
        for button in self._modes.values():
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.code)

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show a step, at a moment of it, with what is chosen in it."""
        self.tree.show_step(ledger, moment, place)

    def show_decimals(self, decimals: int | None) -> None:
        """Write numbers with so many decimals; None for all digits."""
        self.tree.show_decimals(decimals)

    def show_column(self, column: int) -> None:
        """Show another sample of the mini-batch; counted from 0."""
        self.tree.show_column(column)

    def apply_theme(self, colours: Theme) -> None:
        """Paint in the theme's colours."""
        self.tree.apply_theme(colours)
