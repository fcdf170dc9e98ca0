"""The ledger of a step: every number with its formula."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from engine.analysis.ledger import Ledger
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place


class LedgerView(QWidget):
    """Holds the place of the ledger.

    Signals
    -------
    place_chosen (Place or None)
    """

    place_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("maths.ledger")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_step(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show a step."""

    def show_decimals(self, decimals: int | None) -> None:
        """Write numbers with so many decimals; None for all digits."""
