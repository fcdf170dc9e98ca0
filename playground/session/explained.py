"""Steps of training that are explained moment by moment: undo takes each back, to the very bits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from playground.classroom.catalogue import STEP
from playground.session.gate import Gate
from playground.session.undo import Undoable, push
from playground.texts import undo as labels
from playground.worker.commands import Command, ExplainedStep, GoBack

if TYPE_CHECKING:
    from engine.analysis.ledger import Ledger

MOST = 100  # steps that can be taken back
MOST_BYTES = 64 * 2**20  # of their ledgers


class ExplainedSteps(QObject):
    """Makes the step that a ledger is of.

    Parameters
    ----------
    gate : Gate
    stack : QUndoStack
    submit : callable (Command) -> int
        Submits a command to the worker.

    Attributes
    ----------
    ticket : int
        That of the last step that was made, or taken back: a later snapshot shows it.

    Signals
    -------
    made, taken_back (Ledger)
        Also by undo and redo.
    forgotten ()
        Training has gone on otherwise: none of the steps can be taken back.
    """

    made = Signal(object)
    taken_back = Signal(object)
    forgotten = Signal()

    def __init__(self, gate: Gate, stack: QUndoStack, submit: Callable[[Command], int]) -> None:
        super().__init__(stack)
        self.ticket = 0
        self._gate, self._stack, self._submit = gate, stack, submit

    def step(self, ledger: Ledger) -> bool:
        """Make the step of a ledger that is not of a test sample; return whether that is allowed."""
        if not self._gate.allows(STEP):
            return False
        push(self._stack, _Step(ledger, partial(self._make, ledger), partial(self._take_back, ledger)))
        self._limit()
        return True

    @property
    def last(self) -> Ledger | None:
        """The ledger of the step that undo would take back; None if that is something else."""
        index = self._stack.index()
        command = self._stack.command(index - 1) if index else None
        return command.ledger if isinstance(command, _Step) else None

    def take_back(self) -> None:
        """Take the last step back."""
        if self.last is not None:
            self._stack.undo()

    def _make(self, ledger: Ledger) -> None:
        self.ticket = self._submit(ExplainedStep(ledger.indices if ledger.part == "train" else ()))
        self.made.emit(ledger)

    def _take_back(self, ledger: Ledger) -> None:
        self.ticket = self._submit(GoBack(ledger.progress))
        self.taken_back.emit(ledger)

    # -- forgetting --------------------------------------------------------------------------

    def forget(self) -> None:
        """Have undo take no step back from now on: training goes on otherwise."""
        steps = list(self._steps())
        if steps:
            self._remove(steps)
        self.forgotten.emit()

    def _limit(self) -> None:
        """Forget the oldest steps, where there are many, or they are large."""
        left, old = MOST_BYTES, list[_Step]()
        for k, step in enumerate(reversed(list(self._steps()))):
            left -= step.size
            if k >= MOST or (k and left < 0):
                old.append(step)
        self._remove(old)

    def _steps(self) -> list[_Step]:
        commands = (self._stack.command(k) for k in range(self._stack.count()))
        return [one for one in commands if isinstance(one, _Step) and not one.isObsolete()]

    def _remove(self, steps: list[_Step]) -> None:
        """Take steps off the stack, at once where they are next to be undone or redone."""
        for step in steps:
            step.setObsolete(True)
        stack, clean = self._stack, self._stack.isClean()
        while stack.index() < stack.count() and stack.command(stack.index()).isObsolete():
            stack.redo()
        while stack.index() and stack.command(stack.index() - 1).isObsolete():
            stack.undo()
        if clean:
            stack.setClean()


class _Step(Undoable):
    """One step; a file that holds the experiment stays what it is."""

    def __init__(self, ledger: Ledger, do: Callable[[], None], undo: Callable[[], None]) -> None:
        super().__init__(labels.STEP(), do, undo, keeps_clean=True)
        self.ledger = ledger

    @property
    def size(self) -> int:
        """The bytes that it keeps, approximately."""
        arrays = [getattr(layer, name) for layer in self.ledger.layers for name in ("W", "a", "error")]
        return 20 * sum(int(array.nbytes) for array in arrays)
