"""The panel that explains why nothing is being learned: one cause at a time, its evidence and its remedy."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.texts import findings
from playground.texts import transport as texts
from playground.texts.text import ControlWords
from playground.widgets.controls import Button
from playground.widgets.controls.visibility import reveal
from playground.widgets.transport.foot_panel import FootPanel

if TYPE_CHECKING:
    from engine.analysis.causes import Finding


class DiagnosisPanel(FootPanel):
    """Explains what was found; see `FootPanel` for the parameters.

    Signals
    -------
    remedy_requested (Finding)
    """

    remedy_requested = Signal(object)

    def __init__(self, above: QWidget, over: QWidget, end_of_controls: Callable[[], int]) -> None:
        self.next, self.apply = Button("diagnosis.next"), Button("diagnosis.apply")
        self.apply.setProperty("role", "primary")
        super().__init__("diagnosis", above, over, end_of_controls, (self.next, self.apply))
        self._found: Sequence[Finding] = ()
        self._index = 0
        self.next.clicked.connect(self._show_next)
        self.apply.clicked.connect(lambda: self.remedy_requested.emit(self._found[self._index]))

    def show_findings(self, found: "Sequence[Finding]") -> None:
        """Show the first of the causes that were found."""
        self._found, self._index = found, 0
        self._show()

    def take_focus(self) -> None:
        """Put the focus on the first answer: Enter gives it, and Escape closes the panel."""
        next(one for one in (self.apply, self.next, self.close_button) if not one.isHidden()).setFocus()

    def _show_next(self) -> None:
        self._index = (self._index + 1) % len(self._found)
        self._show()

    def _show(self) -> None:
        found = self._found[self._index]
        reveal(self.next, len(self._found) > 1)
        reveal(self.apply, found.remedy is not None)
        if found.remedy is not None:
            self.apply.setText(texts.APPLY_REMEDY(remedy=findings.remedy(found.remedy)))
        headline = ControlWords(findings.line(found), texts.WHAT_IS_WRONG())
        self.say(headline, ControlWords(findings.reason(found), texts.WHAT_WAS_MEASURED()))
