"""The session: owns the experiment, its undo history and the only display timer; sole caller of the runner.

Widgets ask it for changes and are told what came of them. Several windows may show one session.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from engine import DataSpec, Divergence, Experiment, NetworkSpec, TrainSpec
from playground.runner import Runner
from playground.snapshot import Failure, Snapshot, View

FRAME_MS = 16
# each click on one of these is a change to be undone by itself; so is what a program changes
SEPARATE = frozenset(
    {"network.add_layer", "network.remove_layer", "data.new_data", "data", "network", "training", "seed"}
)
RESTARTED = "The data or the network is new: training starts again at epoch 0."
CLOSE_SECONDS = 0.5  # how long closing may wait for the worker
MERGE_SECONDS = 1.0  # changes of one control within this time are undone together


@dataclass(frozen=True)
class Notice:
    """One line for the person at the window; `level` is "info", "warning" or "error"."""

    level: str
    text: str
    details: str = ""


class Session(QObject):
    """One experiment being trained.

    Signals
    -------
    experiment_changed (Experiment)
        After every change, also by undo or by opening a file.
    snapshot_taken (Snapshot)
        At most once a frame.
    playing_changed (bool)
    noticed (Notice)
        Something to say; a Notice with an empty text takes the last one back.
    refused (str, str)
        A change that was not made: the control's name as in `area.control`, and why.
    """

    experiment_changed = Signal(object)
    snapshot_taken = Signal(object)
    playing_changed = Signal(bool)
    noticed = Signal(object)
    refused = Signal(str, str)

    def __init__(self, experiment: Experiment | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.experiment = experiment or Experiment()
        self.experiment.head()  # a pair of output and loss that does not fit is refused here
        self.snapshot: Snapshot | None = None
        self.playing = False
        self.undo_stack = QUndoStack(self)
        self._runner = Runner()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._look)
        self._run = 1
        self._closed = self._refusing = False
        self._restart_text = RESTARTED
        self._explained: Divergence | None = None
        self._ticket = self._runner.open(self.experiment)
        # once the window has been painted: a worker that builds its first network would hold that up
        QTimer.singleShot(0, self, self._start)

    def _start(self) -> None:
        if not self._closed:
            self._runner.begin()
            self._timer.start()

    # -- training ----------------------------------------------------------------------------

    def play(self, epochs: int | None = None) -> None:
        """Train without end, or for so many epochs."""
        self.noticed.emit(Notice("info", ""))
        self._set_playing(True)
        self._await(self._runner.play(epochs))

    def pause(self) -> None:
        """Stop training where it is."""
        self._set_playing(False)
        self._await(self._runner.pause())

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self) -> None:
        """Train one epoch, then pause."""
        self.noticed.emit(Notice("info", ""))
        self._set_playing(False)
        self._await(self._runner.step())

    def reset(self) -> None:
        """Go back to epoch 0 with the same data and the same first weights, paused."""
        self._restart_text = "Back at epoch 0, with the same data and the same first weights."
        self._set_playing(False)
        self._await(self._runner.reset())

    # -- the experiment ----------------------------------------------------------------------

    def change(
        self,
        data: DataSpec | None = None,
        network: NetworkSpec | None = None,
        training: TrainSpec | None = None,
        seed: int | None = None,
    ) -> bool:
        """Replace parts of the experiment; return whether it was possible."""
        parts = {"data": data, "network": network, "training": training, "seed": seed}
        given: dict[str, Any] = {name: part for name, part in parts.items() if part is not None}
        return self._try(lambda: replace(self.experiment, **given), "+".join(given), "+".join(given))

    def edit(self, control: str, part: str, **fields: Any) -> bool:
        """Replace fields of one part of the experiment, as a control asks for it.

        Parameters
        ----------
        control : str
            Its name, as in `training.learning_rate`: a refusal is shown there, and changes of one
            control in quick succession are undone together.
        part : {"data", "network", "training", "experiment"}
        **fields
            New values.

        Returns
        -------
        bool
            False where the change was refused; nothing has changed then.
        """

        def changed() -> Experiment:
            if part == "experiment":
                return replace(self.experiment, **fields)
            new_part = replace(getattr(self.experiment, part), **fields)
            return replace(self.experiment, **{part: new_part})

        return self._try(changed, control, control.partition(".")[2].replace("_", " "))

    def edit_layer(self, index: int, **fields: Any) -> bool:
        """Replace fields of one hidden layer's spec."""
        name = next(iter(fields))

        def changed() -> Experiment:
            hidden = list(self.experiment.network.hidden)
            hidden[index] = replace(hidden[index], **fields)
            return replace(self.experiment, network=replace(self.experiment.network, hidden=tuple(hidden)))

        return self._try(changed, f"layer{index}.{name}", f"{name} of hidden layer {index + 1}")

    def open(self, experiment: Experiment) -> None:
        """Start afresh with another experiment; there is nothing to undo then.

        Raises
        ------
        ValueError
            Where output, loss and data do not fit each other; nothing has changed then.
        """
        experiment.head()
        self._set_playing(False)
        self._restart_text = ""
        self.undo_stack.clear()
        self.experiment = experiment
        self._await(self._runner.open(experiment))
        self.experiment_changed.emit(experiment)

    def _try(self, changed: Callable[[], Experiment], control: str, text: str) -> bool:
        """Make a new experiment and take it on, or say why not."""
        try:
            experiment = changed()
            experiment.head()
        except ValueError as error:
            self._refusing = True
            self.refused.emit(control, str(error))
            self.noticed.emit(Notice("error", str(error)))
            # the control shows again what is still true
            self.experiment_changed.emit(self.experiment)
            return False
        if self._refusing:
            self._refusing = False
            self.noticed.emit(Notice("info", ""))  # the error has been answered
        if experiment != self.experiment:
            self.undo_stack.push(_Change(self, self.experiment, experiment, control, text))
        return True

    def _adopt(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._await(self._runner.configure(experiment))
        self.experiment_changed.emit(experiment)

    # -- the runner --------------------------------------------------------------------------

    def look_at(self, view: View) -> None:
        """Say what the windows show, so that nothing else is computed."""
        self._await(self._runner.look(view))

    def close(self) -> bool:
        """Stop the timer and the worker for good; return whether the worker ended in time."""
        if self._closed:
            return True
        self._closed = True
        self._timer.stop()
        self.undo_stack.blockSignals(True)  # it would tell of its own end, when windows are half gone
        # a longer mini-batch is left to itself: the thread ends with the process
        return self._runner.stop(CLOSE_SECONDS)

    def _await(self, ticket: int) -> None:
        """Keep looking for snapshots until one includes this command."""
        self._ticket = ticket
        # starting it anew would put off the next frame; a number half typed comes when its window closes
        if self._runner.has_begun and not self._timer.isActive() and not self._closed:
            self._timer.start()

    def _look(self) -> None:
        """Take what the worker has for us: once a frame, while there can be anything."""
        snapshot = self._runner.take()
        # a failure is put there before its snapshot, the last to come for a while: so look for it after
        while (failure := self._runner.take_failure()) is not None:
            self._tell_failure(failure)
            if failure.ticket == self._ticket and not failure.snapshot_follows:
                self._timer.stop()  # there is nothing to come
        if snapshot is None or snapshot.run < self._run:
            return
        self._runner.give_way()
        # Qt paints before it comes to a timer of 0 ms
        QTimer.singleShot(0, self, self._runner.go_on)
        self._show(snapshot)
        if snapshot.ticket == self._ticket and not snapshot.busy:
            self._timer.stop()

    def _show(self, snapshot: Snapshot) -> None:
        if snapshot.run != self._run:
            self._run = snapshot.run
            if self._restart_text:
                self.noticed.emit(Notice("info", self._restart_text))
            self._restart_text = RESTARTED
        self.snapshot = snapshot
        self.snapshot_taken.emit(snapshot)
        if snapshot.ticket == self._ticket:
            if snapshot.diverged and snapshot.diverged is not self._explained and not snapshot.busy:
                self._explained = snapshot.diverged
                self.noticed.emit(Notice("warning", explain_divergence(snapshot)))
            self._set_playing(snapshot.playing)

    def _tell_failure(self, failure: Failure) -> None:
        self._set_playing(False)
        text = f"Training stopped: {failure.message}. Change a setting, or press Reset."
        if failure.experiment is not None and failure.experiment != self.experiment:
            self.experiment = failure.experiment
            self.experiment_changed.emit(self.experiment)
            text = f"That change was not possible: {failure.message}. All is as it was before."
        self.noticed.emit(Notice("error", text, failure.details))

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)


def explain_divergence(snapshot: Snapshot) -> str:
    """Say in words what happened when the loss stopped being a number, and what helps."""
    assert snapshot.diverged is not None
    training = snapshot.experiment.training
    where = f"The loss stopped being a finite number in epoch {snapshot.diverged.epoch:,}"
    kept = "the last good weights are kept"
    return (
        f"{where}; {kept}. The learning rate {training.learning_rate:g} is probably too high here: "
        "lower it and press Play, or press Reset."
    )


class _Change(QUndoCommand):
    """From one experiment to another; quick changes of one control merge into one."""

    def __init__(self, session: Session, old: Experiment, new: Experiment, control: str, text: str) -> None:
        super().__init__(text)
        self._session, self._old, self._new = session, old, new
        self._control, self._when = control, time.monotonic()

    def id(self) -> int:
        return 1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Change) or other._control != self._control:
            return False
        if self._control in SEPARATE or "+" in self._control:
            return False
        if other._when - self._when > MERGE_SECONDS:
            return False
        self._new, self._when = other._new, other._when
        self.setObsolete(self._new == self._old)
        return True

    def redo(self) -> None:
        self._session._adopt(self._new)

    def undo(self) -> None:
        self._session._adopt(self._old)
