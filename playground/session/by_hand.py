"""Weights and masks that a person sets by hand, and steps that are explained, each with its undo."""

from collections.abc import Callable
from functools import partial
from itertools import takewhile

from PySide6.QtGui import QUndoStack

from engine.base.checks import WEIGHT
from playground.classroom.catalogue import WEIGHTS
from playground.session.explained import ExplainedSteps
from playground.session.gate import Gate
from playground.session.opening import Opening
from playground.session.undo import ParameterChange, ParameterIndex, Undoable, push
from playground.texts import settings
from playground.texts import undo as labels
from playground.worker.commands import Command, SetMask, SetParameter


class ByHand:
    """Changes weights and masks of the network itself: they are no part of the experiment.

    Parameters
    ----------
    gate : Gate
    stack : QUndoStack
    submit : callable (Command) -> int
        Submits a command to the worker.

    Attributes
    ----------
    steps : ExplainedSteps
    """

    def __init__(self, gate: Gate, stack: QUndoStack, submit: Callable[[Command], int]) -> None:
        self._gate, self._stack, self._submit = gate, stack, submit
        self.steps = ExplainedSteps(gate, stack, submit)

    def set_parameter(self, layer: int, neuron: int, source: int, value: float, before: float) -> bool:
        """Set a weight, or the bias if `source` is the number of inputs; undo sets `before`."""
        if not self._gate.allows(WEIGHTS):
            return False
        try:
            WEIGHT.check("weight", value)
        except ValueError as error:
            self._gate.refuse("neuron.value", "error", settings.refusal(error))
            return False
        self._gate.accept()
        push(self._stack, ParameterChange((layer, neuron, source), value, before, self._put))
        return True

    def _put(self, index: ParameterIndex, value: float) -> None:
        self._submit(SetParameter(*index, value))

    def set_mask(self, kind: str, layer: int, neuron: int, source: int | None, on: bool) -> bool:
        """Freeze or silence a neuron or one of its weights, or undo that; `kind` is "freeze" or "silence"."""
        if not self._gate.allows(WEIGHTS):
            return False

        def put(on: bool) -> None:
            self._submit(SetMask(kind, layer, neuron, source, on))

        label = labels.FREEZE() if kind == "freeze" else labels.SILENCE()
        push(self._stack, Undoable(label, partial(put, on), partial(put, not on), by_hand=True))
        return True


def changed_by_hand(stack: QUndoStack, index: int | None = None) -> bool:
    """Return whether weights or masks of what is open were set by hand and not undone.

    Parameters
    ----------
    stack : QUndoStack
    index : int, optional
        The place of the stack that it is asked of; by default where it stands.
    """
    before = (stack.command(i) for i in reversed(range(stack.index() if index is None else index)))
    done = takewhile(lambda one: not isinstance(one, Opening), before)
    return any(
        isinstance(one, ParameterChange) or (isinstance(one, Undoable) and one.by_hand) for one in done
    )
