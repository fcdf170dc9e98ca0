"""Undo commands: each makes a change, undoes it, and may merge with the next."""

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QUndoCommand, QUndoStack

from engine import Experiment, Points
from playground.session.kept import Kept, kept, whole
from playground.texts import undo as labels
from playground.worker.revision import Revision

# each click on one of these is undone by itself; so is what a program changes
SEPARATE = frozenset(
    {"network.add_layer", "network.remove_layer", "data.new_data", "transport.new_start", "training.halved"}
    | {"data", "network", "training", "stop", "seed", "data.points"}
)
MERGE_SECONDS = 1.0  # changes of one control within this time are undone together

FIRST = Experiment()

# layer, neuron, and the input its weight comes from; for the bias, the number of inputs
ParameterIndex = tuple[int, int, int]


class Change(QUndoCommand):
    """A change of the experiment; quick changes of one control merge into one.

    Parameters
    ----------
    old : Experiment
    revision : Revision
        To the new experiment; its numbers are filled in when it is made.
    control : str
        Changes of one control merge; with a stroke's number after a "/", however long they take.
    label : str
        What undo calls it.
    revise : callable (Revision) -> None
    number : callable () -> int
        Returns the number that identifies this change when it is undone.
    """

    def __init__(
        self,
        old: Experiment,
        revision: Revision,
        control: str,
        label: str,
        revise: Callable[[Revision], None],
        number: Callable[[], int],
    ) -> None:
        super().__init__(label)
        self._kept: tuple[Experiment | Kept, Experiment | Kept] = old, revision.experiment
        self._revision = replace(revision, experiment=FIRST)  # without its own, which is kept beside it
        self._revise, self._number = revise, number
        self._control, self._when = control, time.monotonic()
        self._numbers: tuple[int, ...] = ()
        self._since = 0
        self.is_made = False  # nothing is to be done at the next redo
        self.base: Points = ()  # what its points differ from, once another change has come

    @property
    def _old(self) -> Experiment:
        return whole(self._kept[0])

    @property
    def _new(self) -> Experiment:
        return whole(self._kept[1])

    def pack(self, base: Points) -> None:
        """Keep very many points as their differences from these, or from its own where they differ much."""
        old = kept(self._old, base)
        if isinstance(old, Experiment):
            base = old.data.points
        self._kept, self.base = (old, kept(self._new, base)), base

    def follows(self, other: QUndoCommand) -> bool:
        """Return whether the next change belongs to this one."""
        if not isinstance(other, Change) or other._control != self._control:
            return False
        if self._control in SEPARATE or "+" in self._control:
            return False
        # what is drawn in one stroke belongs together, however long it takes
        return other._when - self._when <= MERGE_SECONDS or "/" in self._control

    def undo_with(self, previous: "Change") -> None:
        """Undo this together with the previous change."""
        self._since = previous._numbers[0] if previous._numbers else 0

    def merge(self, other: "Change") -> None:
        """Become both changes in one; obsolete, if they cancel out."""
        self._revision, self._when = other._revision, other._when
        self._kept = self._kept[0], other._kept[1]
        self._numbers += other._numbers
        self.setObsolete(self._new == self._old)

    def refuse(self, number: int, left: Experiment) -> bool:
        """Leave out a change that was refused; obsolete if there is no other in this one.

        Parameters
        ----------
        number : int
            The refused change's.
        left : Experiment
            The one that stayed.

        Returns
        -------
        bool
            Whether it was part of this one.
        """
        if number not in self._numbers:
            return False
        if number == self._numbers[-1]:
            self._kept = self._kept[0], left
        self._numbers = tuple(one for one in self._numbers if one != number)
        self.setObsolete(not self._numbers or self._new == self._old)
        return True

    def is_change(self, numbers: tuple[int, ...]) -> bool:
        """Return whether these are the numbers of this change."""
        return numbers == self._numbers

    def redo(self) -> None:
        if self.is_made:
            self.is_made = False
            return
        self._numbers = (self._number(),)
        number = self._numbers[0]
        self._revise(replace(self._revision, experiment=self._new, number=number, since=self._since))

    def undo(self) -> None:
        made = self._revision
        self._revise(Revision(self._old, made.keep, undone=self._numbers, drawn=made.drawn))


class ParameterChange(QUndoCommand):
    """One weight or bias set by hand; undo restores its value."""

    def __init__(
        self,
        index: ParameterIndex,
        value: float,
        before: float,
        put: Callable[[ParameterIndex, float], None],
    ) -> None:
        super().__init__(labels.WEIGHT())
        self._index, self._value, self._before, self._put = index, value, before, put
        self._when = time.monotonic()

    def follows(self, other: QUndoCommand) -> bool:
        """Return whether the next value belongs to this one."""
        if not isinstance(other, ParameterChange) or other._index != self._index:
            return False
        return other._when - self._when <= MERGE_SECONDS

    def merge(self, other: "ParameterChange") -> None:
        """Become both in one."""
        self._value, self._when = other._value, other._when

    def redo(self) -> None:
        self._put(self._index, self._value)

    def undo(self) -> None:
        self._put(self._index, self._before)


class Undoable(QUndoCommand):
    """A change that one call makes and another undoes; it never merges.

    Attributes
    ----------
    keeps_clean : bool
        Whether it changes nothing that a file holds: a saved experiment stays saved.
    by_hand : bool
        Whether it is a mask, which only a file with the trained weights holds.
    number : int
        Identifies the change to the worker, which may refuse it; 0 for one that is never refused.
    take_back : callable, optional
        Takes back what the worker knows nothing of, where it has refused the change.
    """

    def __init__(
        self,
        label: str,
        do: Callable[[], None],
        undo: Callable[[], None],
        keeps_clean: bool = False,
        by_hand: bool = False,
        number: int = 0,
        take_back: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(label)
        self._do, self._undo, self.keeps_clean, self.by_hand = do, undo, keeps_clean, by_hand
        self._change, self._take_back = number, take_back
        self.is_made = False  # nothing is to be done at the next redo

    def refuse(self, number: int, _left: Experiment) -> bool:
        """Become obsolete if this is the change that was refused; return whether it is."""
        if not self.is_change((number,)):
            return False
        if self._take_back is not None:
            self._take_back()
        self.setObsolete(True)
        return True

    def is_change(self, numbers: tuple[int, ...]) -> bool:
        """Return whether this is the number of this change."""
        return numbers == (self._change,)

    def redo(self) -> None:
        if self.is_made:
            self.is_made = False
        else:
            self._do()

    def undo(self) -> None:
        self._undo()


def push(stack: QUndoStack, command: Change | ParameterChange | Undoable) -> None:
    """Carry out a command: by itself, or merged into the last one if it belongs to that.

    Qt has `mergeWith` for this; but the binding never lets go of a command that was pushed and merged, and a
    slider that is dragged makes one for every pixel.
    """
    index = stack.index()
    last = stack.command(index - 1) if 0 < index == stack.count() != stack.cleanIndex() else None
    if isinstance(last, (Change, ParameterChange)) and last.follows(command):
        if isinstance(last, Change) and isinstance(command, Change):
            command.undo_with(last)
        command.redo()
        last.merge(command)  # type: ignore[arg-type]  # of the same kind, or it would not follow
        if last.isObsolete():
            last.undo()  # brings back what it discarded on the way
            stack.undo()  # takes it off the stack; an obsolete command is not undone again
    else:
        if index and isinstance(last := stack.command(index - 1), Change):
            last.pack(_base_below(stack, index - 1))
        stack.push(command)


def last_on(stack: QUndoStack) -> QUndoCommand | None:
    """Return what undo takes back next, where there is nothing to redo; else None."""
    index = stack.index()
    return stack.command(index - 1) if 0 < index == stack.count() else None


def take_off(stack: QUndoStack, last: Undoable) -> None:
    """Take the last step off the stack, as if it had never been; nothing is undone."""
    clean = stack.isClean() and last.keeps_clean
    last.setObsolete(True)
    stack.undo()
    if clean:
        stack.setClean()
    _take_off_refused(stack)


def _take_off_refused(stack: QUndoStack) -> None:
    """Take off what was refused, where it is last: Qt takes commands off at the end alone."""
    while stack.index() and (last := stack.command(stack.index() - 1)) and last.isObsolete():
        stack.undo()


def _base_below(stack: QUndoStack, index: int) -> Points:
    """Return the points that an earlier change differs from; none if the last ones do not tell."""
    commands = (stack.command(i) for i in reversed(range(max(index - 10, 0), index)))
    return next((one.base for one in commands if isinstance(one, Change) and one.base), ())


def take_back(stack: QUndoStack, revision: Revision, left: Experiment) -> None:
    """Have the stack stand where it stood before a change, or an undo, that the worker has refused.

    Parameters
    ----------
    stack : QUndoStack
    revision : Revision
    left : Experiment
        The one that stayed.
    """
    if revision.undone:
        back = stack.command(stack.index())
        if isinstance(back, (Change, Undoable)) and back.is_change(revision.undone):
            back.is_made = True
            stack.redo()
        return
    commands = (stack.command(i) for i in reversed(range(stack.count())))
    refusing = (one for one in commands if isinstance(one, (Change, Undoable)))
    if revision.number and any(one.refuse(revision.number, left) for one in refusing):
        _take_off_refused(stack)  # one below others goes when they are undone, or taken off
