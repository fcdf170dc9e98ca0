"""Opening another experiment as a step that undo takes back, with what was open and whether it was saved."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QUndoStack

from engine import Experiment
from playground.classroom.choice import Classroom
from playground.session.undo import Undoable


class Opened(NamedTuple):
    """What was open: the experiment, its choice for a class, and its file, if any."""

    experiment: Experiment
    classroom: Classroom
    path: Path | None


class OpenFile(NamedTuple):
    """The file that is open.

    Attributes
    ----------
    path : Path or None
    moved : callable () -> bool
        Called whenever the step is done, undone or redone: swaps the open file with that on the other side;
        returns whether that one still holds what it held.
    saved : callable () -> bool
        Returns whether nothing of what is open is unsaved.
    """

    path: Path | None
    moved: Callable[[], bool]
    saved: Callable[[], bool]


class Opening(Undoable):
    """Another experiment in place of the one that was open; its file changes with it.

    Parameters
    ----------
    label : str
    do, undo : callable () -> None
    number : int
        As in `Undoable`.
    before : Opened
    moved : callable (bool) -> bool
        As that of `OpenFile`; True where the step is done or redone, False where it is undone or refused.
    saved : callable () -> bool
        Returns whether nothing of what is open is unsaved.

    Attributes
    ----------
    is_other_clean : bool
        Whether nothing is unsaved on the other side of this step; what is about to be opened is saved.
    left_saved : bool
        Whether nothing was unsaved when `before` was left.
    """

    def __init__(
        self,
        label: str,
        do: Callable[[], None],
        undo: Callable[[], None],
        number: int,
        before: Opened,
        moved: Callable[[bool], bool],
        saved: Callable[[], bool],
    ) -> None:
        super().__init__(label, do, undo, number=number, take_back=partial(moved, False))
        self.before, self._moved, self._saved = before, moved, saved
        self.is_other_clean = self.left_saved = True

    def redo(self) -> None:
        self.left_saved = self._saved()
        super().redo()
        self._move(True)

    def undo(self) -> None:
        super().undo()
        self._move(False)

    def _move(self, is_forth: bool) -> None:
        """Go to the other side; what is there is unsaved if its file was saved over since."""
        self.is_other_clean = self._moved(is_forth) and self.is_other_clean


def left_unsaved(stack: QUndoStack) -> int | None:
    """Return the place of the stack where something was last left unsaved, if there is any below."""
    for index in reversed(range(stack.index())):
        command = stack.command(index)
        if isinstance(command, Opening) and not command.left_saved:
            return index
    return None
