"""Opening what replaces all that is open, as a step of its own: undo brings that back with its training."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtGui import QUndoStack

from engine import Experiment
from playground.classroom.catalogue import RESET
from playground.classroom.choice import Classroom
from playground.classroom.permissions import needs
from playground.session.gate import Gate
from playground.session.opening import Opened, OpenFile, Opening
from playground.session.undo import Undoable, push
from playground.texts import undo as labels
from playground.texts.changes import OPENED_AT_START
from playground.worker.commands import OpenRun
from playground.worker.revision import Revision


class Openings:
    """Opens examples, kept runs, and fresh starts, paused.

    Parameters
    ----------
    gate : Gate
    undo_stack : QUndoStack
    numbers : iterator of int
        Identify changes to the worker, for undo.
    present : callable () -> (Experiment, str)
        Returns what is open, and the notice when undo has brought it back.
    enter : callable (Revision or OpenRun, Experiment) -> None
        Has the worker open an experiment, and shows it.
    """

    def __init__(
        self,
        gate: Gate,
        undo_stack: QUndoStack,
        numbers: Iterator[int],
        present: Callable[[], tuple[Experiment, str]],
        enter: Callable[[Revision | OpenRun, Experiment], None],
    ) -> None:
        self._gate, self._undo_stack, self._numbers = gate, undo_stack, numbers
        self._present, self._enter = present, enter

    def example(
        self, file: OpenFile, experiment: Experiment, label: str, message: str, classroom: Classroom
    ) -> None:
        """Open an example, whatever is locked; the open file changes with it.

        Parameters
        ----------
        file : OpenFile
            The one that is open now.
        experiment : Experiment
        label : str
            What undo calls it.
        message : str
            The notice when it is open.
        classroom : Classroom
            Its choice for a class.
        """
        number, before = next(self._numbers), Opened(self._present()[0], self._gate.chosen, file.path)
        forth = Revision(experiment, number=number, afresh=True, message=message)

        def move(is_forth: bool) -> bool:
            self._gate.show(classroom if is_forth else before.classroom)
            return file.moved()

        do, undo = partial(self._enter, forth, experiment), self._way_back(number)
        push(self._undo_stack, Opening(label, do, undo, number, before, move, file.saved))

    def run(self, key: str, experiment: Experiment) -> bool:
        """Continue a kept run, paused where it ended; return whether the class may.

        Parameters
        ----------
        key : str
        experiment : Experiment
            As it is listed; the run itself may have been trained on, and changed, since.
        """
        number, needed = next(self._numbers), needs("", self._present()[0], experiment)
        return self._gate.allows(*needed) and self._open(OpenRun(key, number), experiment)

    def start(self, experiment: Experiment) -> bool:
        """Start afresh with a run's experiment; return whether the class may."""
        number, needed = next(self._numbers), needs("", self._present()[0], experiment)
        command = Revision(experiment, number=number, afresh=True, message=OPENED_AT_START())
        return self._gate.allows(RESET, *needed) and self._open(command, experiment)

    def _open(self, command: Revision | OpenRun, experiment: Experiment) -> bool:
        """Open an experiment as a step that leaves its file as saved as it is."""
        keeps_clean = experiment == self._present()[0]
        do, undo = partial(self._enter, command, experiment), self._way_back(command.number)
        step = Undoable(labels.OPEN_RUN(), do, undo, keeps_clean=keeps_clean, number=command.number)
        push(self._undo_stack, step)
        return True

    def _way_back(self, number: int) -> Callable[[], None]:
        """Return what brings back what is open now, from what the change with this number will open."""
        experiment, text = self._present()
        back = Revision(experiment, undone=(number,), afresh=True, message=text)
        return partial(self._enter, back, experiment)
