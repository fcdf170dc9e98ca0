"""The training step in the network panel: what the drawing and the key show of it, and what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.mathematics.edges import Quantity
from playground.mathematics.moments import Moment
from playground.mathematics.place import Place
from playground.observers.ledger import AskLedger
from playground.observers.snapshot import Snapshot
from playground.widgets.network.foot import Foot
from playground.widgets.network.view import NetworkView

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger

BATCH = "batch"  # the part of a ledger that is of a mini-batch


class PanelStep(QObject):
    """Shows a step in the drawing, and says in the key what lines and neurons stand for.

    Parameters
    ----------
    drawing : NetworkView
    foot : Foot

    Signals
    -------
    changed ()
        Something else is to be asked for.
    """

    changed = Signal()

    def __init__(self, drawing: NetworkView, foot: Foot) -> None:
        super().__init__(drawing)
        self._drawing, self._foot, self._step = drawing, foot, drawing.subject.step
        self._sample = AskLedger("train", 0)  # whose signals are shown: the one last looked at

    def show_lines(self, lines: Quantity) -> None:
        """Show other numbers as lines."""
        self._drawing.show_lines(lines)
        self.changed.emit()
        self._show_key()

    def show_mathematics(self, on: bool) -> None:
        """Show numbers on the neurons, and have a click choose a place in the mathematics; or not."""
        if on != self._step.mathematics:
            self._drawing.show_mathematics(on)
            self._drawing.show_step(None, None, None)
            self.changed.emit()
            self._show_key()

    def show(self, ledger: Ledger | None, moment: Moment | None, place: Place | None) -> None:
        """Show a step that others have asked for: it is that of the mathematics."""
        if ledger is not None and ledger.part != BATCH:
            self._sample = AskLedger(ledger.part, ledger.indices[0])
        self._drawing.show_step(ledger, moment, place)
        self._show_key()

    @property
    def ask(self) -> AskLedger | None:
        """The step that the lines need, unless one is shown anyway."""
        if self._step.mathematics or not self._step.needs_ledger:
            return None
        return self._sample if self._step.chosen is Quantity.SIGNALS else AskLedger(BATCH)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the step that the lines need, if no other is shown."""
        if self.ask is not None:
            from engine.analysis.ledger import Ledger

            self._drawing.show_step(snapshot.get(Ledger), None, None)
            self._show_key()

    def _show_key(self) -> None:
        self._foot.show_lines(self._step.lines(), self._step.strongest, self._step.symbol)
