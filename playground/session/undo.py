"""What undo goes back over: each change as a command that does it, undoes it, and takes up the next."""

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QUndoCommand, QUndoStack

from engine import Experiment
from engine.features import label
from playground.classroom.catalogue import control_of, controls

# each click on one of these is a change to be undone by itself; so is what a program changes
SEPARATE = frozenset(
    {"network.add_layer", "network.remove_layer", "data.new_data", "transport.new_start", "training.halved"}
    | {"data", "network", "training", "stop", "seed", "data.points"}
)
MERGE_SECONDS = 1.0  # changes of one control within this time are undone together

# what is called otherwise than its control
CALLED = {
    "network.add_layer": "add hidden layer",
    "network.remove_layer": "remove hidden layer",
    "transport.new_start": "new start",
    "training.halved": "halve the learning rate",
    "training.stop_epochs": "stop at epoch",
    "training.stop_target_loss": "stop at loss",
    "training.stop_target_accuracy": "stop at accuracy",
    "training.stop_patience": "stop by patience",
    "features.formula": "own formula",
    "data.labels": "what own points have",
}
NAMED_AFTER = ("Huber",)  # people are written large

Spot = tuple[int, int, int]  # layer, neuron, and the input its weight comes from, or their number: the bias


def called(control: str) -> str:
    """Return what undo calls a change that a control asks for: as the control is called, and small."""
    if control in CALLED:
        return CALLED[control]
    area, _, name = control.partition(".")
    if area.startswith("layer"):
        what = "neurons" if name == "width" else name
        return f"{what} of hidden layer {int(area[5:]) + 1}"
    if area == "features":
        return f"input {label(name)}"
    known = controls().get(control_of(control) or "")
    text = known.label if known is not None else name.replace("_", " ")
    small = text[1:2].islower() or text[1:2] == " "
    return text[:1].lower() + text[1:] if small and not text.startswith(NAMED_AFTER) else text


class Adopt(Protocol):
    """Takes on an experiment, as the change of that number, or by undoing those changes.

    `since` is the first of the changes that are undone together with this one.
    """

    def __call__(
        self, experiment: Experiment, number: int = 0, undone: tuple[int, ...] = (), since: int = 0
    ) -> None: ...


class Change(QUndoCommand):
    """From one experiment to another; quick changes of one control merge into one.

    Parameters
    ----------
    old, new : Experiment
    control : str
        Changes of one control merge; with a stroke's number after a "/", however long they take.
    text : str
        What undo calls it.
    adopt : Adopt
    number : callable
        Returns a number by which the worker will know this change when it undoes it.
    """

    def __init__(
        self,
        old: Experiment,
        new: Experiment,
        control: str,
        text: str,
        adopt: Adopt,
        number: Callable[[], int],
    ) -> None:
        super().__init__(text)
        self._old, self._new, self._adopt, self._number = old, new, adopt, number
        self._control, self._when = control, time.monotonic()
        self._numbers: tuple[int, ...] = ()
        self._since = 0

    def follows(self, other: QUndoCommand) -> bool:
        """Whether a change that comes after this one belongs to it."""
        if not isinstance(other, Change) or other._control != self._control:
            return False
        if self._control in SEPARATE or "+" in self._control:
            return False
        # what is drawn in one stroke belongs together, however long it takes
        return other._when - self._when <= MERGE_SECONDS or "/" in self._control

    def belong_to(self, last: "Change") -> None:
        """Be going to be undone together with the last change."""
        self._since = last._numbers[0] if last._numbers else 0

    def take_up(self, other: "Change") -> None:
        """Be both changes in one."""
        self._new, self._when = other._new, other._when
        self._numbers += other._numbers
        self.setObsolete(self._new == self._old)

    def redo(self) -> None:
        self._numbers = (self._number(),)
        self._adopt(self._new, self._numbers[0], since=self._since)

    def undo(self) -> None:
        self._adopt(self._old, undone=self._numbers)


class Setting(QUndoCommand):
    """One weight or bias set by hand; undone, it is what it was then."""

    def __init__(self, spot: Spot, value: float, before: float, put: Callable[[Spot, float], None]) -> None:
        super().__init__("weight")
        self._spot, self._value, self._before, self._put = spot, value, before, put
        self._when = time.monotonic()

    def follows(self, other: QUndoCommand) -> bool:
        """Whether a value that is set after this one belongs to it."""
        if not isinstance(other, Setting) or other._spot != self._spot:
            return False
        return other._when - self._when <= MERGE_SECONDS

    def take_up(self, other: "Setting") -> None:
        """Be both in one."""
        self._value, self._when = other._value, other._when

    def redo(self) -> None:
        self._put(self._spot, self._value)

    def undo(self) -> None:
        self._put(self._spot, self._before)


class Undoable(QUndoCommand):
    """What is done by one call and undone by another, and never merges.

    Attributes
    ----------
    saved : bool
        Whether a file holds nothing of it: an experiment that was saved is so before and after.
    """

    def __init__(
        self, text: str, do: Callable[[], None], take_back: Callable[[], None], saved: bool = False
    ) -> None:
        super().__init__(text)
        self._do, self._take_back, self.saved = do, take_back, saved

    def redo(self) -> None:
        self._do()

    def undo(self) -> None:
        self._take_back()


def push(stack: QUndoStack, command: Change | Setting | Undoable) -> None:
    """Do a command: by itself, or as a part of the last one, if it belongs to that.

    Qt has `mergeWith` for this; but the binding never lets go of a command that was pushed and merged, and a
    slider that is dragged makes one for every pixel.
    """
    index = stack.index()
    last = stack.command(index - 1) if 0 < index == stack.count() != stack.cleanIndex() else None
    if isinstance(last, (Change, Setting)) and last.follows(command):
        if isinstance(last, Change) and isinstance(command, Change):
            command.belong_to(last)
        command.redo()
        last.take_up(command)  # type: ignore[arg-type]  # of its own kind, or it would not belong to it
        if last.isObsolete():
            last.undo()  # what it threw away on the way comes back
            stack.undo()  # takes it off; one that is obsolete is not undone
    else:
        stack.push(command)
