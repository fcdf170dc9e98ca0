"""The session: owns the experiment and its undo history; whatever changes training goes through it.

Requests of widgets come here by way of the controllers; results go back as signals. Several windows may show
one session.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from engine import DataSpec, Experiment, NetworkSpec, StopSpec, TrainSpec
from playground.classroom.catalogue import (
    NEW_DATA,
    NEW_START,
    PLAY,
    RESET,
    SPEED,
    STEP,
    WIDTH,
)
from playground.classroom.choice import EVERYTHING, Classroom
from playground.classroom.permissions import needs
from playground.observers.snapshot import Snapshot
from playground.observers.view import View
from playground.session import edits
from playground.session.by_hand import ByHand
from playground.session.clock import Clock
from playground.session.gate import Gate
from playground.session.notices import Notice, NoticeKind, Notices
from playground.session.opening import Opening
from playground.session.openings import Openings
from playground.session.time import TimeTravel
from playground.session.undo import Change, Undoable, push, take_back
from playground.texts import changes, settings
from playground.texts import undo as labels
from playground.texts.speeds import FULL
from playground.worker import commands
from playground.worker.answer import Answer, Outcome, Report
from playground.worker.commands import OpenRun, RemoveNeuron
from playground.worker.revision import Revision
from playground.worker.runner import Runner
from playground.worker.speed import SPEEDS

if TYPE_CHECKING:
    from engine import State
    from playground.files.run_library import RunLibrary
    from playground.worker.keeping import Keeping
    from playground.worker.training import Training

KEEP_SECONDS = 2.0  # how long closing may wait for runs to be written
NEW_SEEDS = 10_000  # few enough digits to read out to a class


class Session(QObject):
    """One experiment being trained.

    Attributes
    ----------
    experiment : Experiment
    snapshot : Snapshot or None
        The latest one.
    playing : bool
    speed : str
        A name in `playground.worker.speed.SPEEDS`.
    undo_stack : QUndoStack
    gate : Gate
        What the class may do.
    notices : Notices
    openings : Openings
        Opens what replaces all that is open.
    by_hand : ByHand
        Sets weights and masks, and makes steps that can be taken back.
    time : TimeTravel
        Goes to moments of the run's past.

    Signals
    -------
    experiment_changed (Experiment)
        After every change, also by undo or by opening a file.
    snapshot_taken (Snapshot)
        At most once a frame.
    playing_changed (bool)
    speed_changed (str)
    """

    experiment_changed = Signal(object)
    snapshot_taken = Signal(object)
    playing_changed = Signal(bool)
    speed_changed = Signal(str)

    def __init__(
        self,
        experiment: Experiment | None = None,
        parent: QObject | None = None,
        classroom: Classroom = EVERYTHING,
        library: RunLibrary | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self.experiment = experiment or Experiment()
        self.experiment.head()  # a pair of output and loss that does not fit is refused here
        self.snapshot: Snapshot | None = None
        self.playing = False
        self.speed = FULL
        self.undo_stack = QUndoStack(self)
        self.notices = Notices(self)
        self.gate = Gate(classroom, self.undo_stack, self.notices, self._show_again)
        self._view = View()
        self._asks: dict[Hashable, tuple[object, ...]] = {}  # by who asks
        self._run, self._index = 1, 0
        self._numbers = itertools.count(1)  # identify changes to the worker, for undo
        self._waiting: dict[int, Callable[[bytes], None]] = {}  # callbacks for a state, by ticket
        self.undo_stack.indexChanged.connect(self._stay_clean)
        self.gate.changed.connect(self._pause_where_closed)
        self._clock = Clock(self, Runner(self._training))
        self.openings = Openings(self.gate, self.undo_stack, self._numbers, self._present, self._enter)
        self.by_hand = ByHand(self.gate, self.undo_stack, self._clock.submit)
        self.time = TimeTravel(
            self.gate,
            self.undo_stack,
            self.notices,
            self._clock.submit,
            partial(self._set_playing, False),
            self._show_moment,
        )
        self.by_hand.steps.forgotten.connect(self.time.leave)  # training goes on
        self._clock.reported.connect(self._take_report)
        self._clock.held_up.connect(self._tell_wait)
        self._revised = self._clock.submit(commands.Open(self.experiment))  # the last change's ticket
        self._before_open = classroom
        self._not_opened: Callable[[], None] | None = None

    def begin(self) -> None:
        """Start the worker: best once the window has been painted, or it delays the first frame."""
        self._clock.begin()

    @property
    def settled(self) -> bool:
        """Whether every command is carried out, and all that comes of it shown."""
        return (
            self._is_current and self.snapshot is not None and (self.snapshot.busy or self.snapshot.complete)
        )

    @property
    def _is_current(self) -> bool:
        """Whether every command is carried out, and a snapshot after it shown."""
        return self.snapshot is not None and self.snapshot.ticket == self._clock.ticket

    def close(self) -> bool:
        """Stop the clock and the worker for good; return whether the worker ended in time."""
        self.time.play_back.stop()
        self.undo_stack.blockSignals(True)  # it would signal its own end to windows that are half gone
        self.undo_stack.clear()  # Qt would delete its commands after Python has, in a cycle of garbage
        ended = [clock.close() for clock in self.findChildren(Clock)]  # that of runs side by side too
        return self.keeping.close(KEEP_SECONDS) and all(ended)

    @cached_property
    def keeping(self) -> Keeping:
        """Keeps its runs, in the library; made once there may be any: it takes long to import."""
        from playground.worker.keeping import Keeping

        return Keeping(self._library)

    def _training(self) -> Training:
        """Return what carries out commands, made once it is needed: it takes long to import."""
        from playground.worker.training import Training

        return Training(self.keeping)

    # -- training ----------------------------------------------------------------------------

    def play(self, epochs: int | None = None) -> None:
        """Train until paused, or for a number of epochs; not a control's request, so never refused."""
        if self._nothing_to_learn():
            return
        self.notices.continue_training()
        self.by_hand.steps.forget()
        self._set_playing(True)
        self._clock.submit(commands.Play(epochs))

    def pause(self) -> None:
        """Stop training, or playing back, where it is."""
        self.time.play_back.stop()
        self._set_playing(False)
        self._clock.submit(commands.Pause())

    def toggle(self) -> None:
        """Play or pause, at a person's request."""
        if self.time.play_back.plays:
            self.time.play_back.toggle()
            return
        if not self.gate.allows(PLAY):
            return
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, of: str = "epoch") -> None:
        """Train one epoch or mini-batch ("batch"), or go through one "sample" of it; then pause."""
        if not self.gate.allows(STEP) or self._nothing_to_learn():
            return
        if of == "sample":
            self.notices.diverged.emit(None)  # the notice is soon followed by what this step did
        else:
            self.notices.continue_training()
        self.by_hand.steps.forget()
        self._set_playing(False)
        self._clock.submit(commands.Step(of))

    def _nothing_to_learn(self) -> bool:
        """Return whether there are no points; if so, show a notice."""
        if self.experiment.data.count:
            return False
        self.notices.show(Notice("warning", changes.NOTHING_TO_LEARN(), kind=NoticeKind.CHANGE))
        return True

    def set_speed(self, name: str, asked: bool = True) -> None:
        """Limit training to one of `SPEEDS`; steps are not limited.

        Parameters
        ----------
        name : str
        asked : bool
            Whether a person asks for it: it is refused where a class may not.
        """
        if asked and not self.gate.allows(SPEED):
            self.speed_changed.emit(self.speed)  # the control shows the actual speed again
        elif name != self.speed:
            self.speed = name
            self._clock.submit(commands.SetSpeed(SPEEDS[name]))
            self.speed_changed.emit(name)

    # -- starting again ----------------------------------------------------------------------

    def reset(self) -> None:
        """Go back to epoch 0 with the same data and the same starting weights, paused."""
        if not self.gate.allows(RESET):
            return
        if not self.playing and not self._has_learned:
            self._reset(0)  # there is nothing that undo could bring back
            return
        number = next(self._numbers)
        back = Revision(self.experiment, undone=(number,), message=changes.GONE())  # if it does not come back
        push(
            self.undo_stack,
            Undoable(
                labels.RESET(), partial(self._reset, number), partial(self._revise, back), keeps_clean=True
            ),
        )

    @property
    def _has_learned(self) -> bool:
        """Whether anything was trained, before or after the moment that is shown."""
        return self.snapshot is not None and (self.snapshot.steps > 0 or self.snapshot.timeline.is_past)

    def _reset(self, number: int) -> None:
        self._set_playing(False)
        self._clock.submit(commands.Reset(number))

    def _stay_clean(self, index: int) -> None:
        """Keep the stack clean after a step that changes nothing a file holds."""
        last, self._index = self._index, index
        step = self.undo_stack.command(min(last, index)) if abs(index - last) == 1 else None
        was_clean = self.undo_stack.cleanIndex() == last
        if isinstance(step, Opening):
            if step.is_other_clean:
                self.undo_stack.setClean()
            step.is_other_clean = was_clean
        elif isinstance(step, Undoable) and step.keeps_clean and was_clean:
            self.undo_stack.setClean()

    def new_start(self, new_data: bool = False) -> None:
        """Start again with new starting weights; with the same data, or with new data of the same kind."""
        old = self.experiment
        if new_data:
            data = replace(old.data, test_points=())  # they are drawn
            new = replace(old, data=data, seed=_other_than(old.seed), weights_seed=None)
            message = changes.new_data(new.data)
            self._change_to(lambda: new, NEW_DATA, message=message)
        else:
            new = replace(old, weights_seed=_other_than(old.training_seed))
            self._change_to(lambda: new, NEW_START, message=changes.NEW_START())

    # -- the experiment ----------------------------------------------------------------------

    def change(
        self,
        data: DataSpec | None = None,
        network: NetworkSpec | None = None,
        training: TrainSpec | None = None,
        seed: int | None = None,
        stop: StopSpec | None = None,
    ) -> bool:
        """Replace parts of the experiment; return whether it was possible."""
        parts = {"data": data, "network": network, "training": training, "seed": seed, "stop": stop}
        given: dict[str, Any] = {name: part for name, part in parts.items() if part is not None}
        label = labels.parts_label(list(given))
        return self._change_to(lambda: edits.changed(self.experiment, **given), "+".join(given), label)

    def edit(self, control: str, part: str, **fields: Any) -> bool:
        """Replace fields of one part of the experiment, as a control asks for it.

        Parameters
        ----------
        control : str
            Its name, as in `training.learning_rate`: a refusal is shown there, and changes of one
            control in quick succession are undone together.
        part : {"data", "network", "training", "stop", "experiment", "layers"}
            Of "layers", every hidden layer's; of "layers/0" the first one's alone, and so on.
        **fields
            New values.

        Returns
        -------
        bool
            False where the change was refused; nothing has changed then.
        """
        _, _, layer = part.partition("/")
        label = labels.layer_label(self.experiment, int(layer), next(iter(fields))) if layer else ""
        return self._change_to(lambda: edits.edited(self.experiment, part, **fields), control, label)

    def edit_points(self, data: DataSpec, label: str, stroke: int = 0) -> bool:
        """Change to own points that were added, moved or erased; the network keeps its weights.

        Parameters
        ----------
        data : DataSpec
        label : str
            What undo calls the change.
        stroke : int
            Changes of one stroke, numbered from 1, are undone together; with 0, each by itself.
        """
        control = f"data.draw/{stroke}" if stroke else "data.points"
        return self._change_to(
            lambda: replace(self.experiment, data=data), control, label, keep=True, drawn=stroke > 0
        )

    def open(
        self,
        experiment: Experiment,
        state: State | None = None,
        classroom: Classroom = EVERYTHING,
        failed: Callable[[], None] | None = None,
    ) -> None:
        """Start afresh with another experiment, or at a saved state of it, without undo.

        The choice for a class is replaced as well. If the worker cannot open it, what was open before is
        again, and `failed` is called.

        Raises
        ------
        ValueError
            Where output, loss and data do not fit each other; nothing has changed then.
        """
        experiment.head()
        self._set_playing(False)
        self._before_open, self._not_opened = self.gate.chosen, failed
        self.undo_stack.clear()
        self.undo_stack.setClean()  # a stack that was empty has not been cleared
        self.experiment = experiment
        start = commands.Open(experiment) if state is None else commands.Restore(state)
        self._revised = self._clock.submit(start)
        self.gate.show(classroom)
        self.experiment_changed.emit(experiment)

    def apply(
        self,
        experiment: Experiment,
        label: str,
        message: str,
        classroom: Classroom | None = None,
        pauses: bool = True,
    ) -> bool:
        """Change to an experiment that was pasted, imported or chosen, and show a message.

        If it comes with a choice for a class, that is applied as well. If nothing is hidden or locked in it,
        the current choice stays in force, and only what is open to the class may change; but its lesson
        replaces the current one.

        Parameters
        ----------
        experiment : Experiment
        label : str
            What undo calls the change.
        message : str
            The notice when it is made.
        classroom : Classroom, optional
            By default the current one stays, with its lesson.
        pauses : bool
            False to let training continue.

        Returns
        -------
        bool
            False where the change was refused; nothing has changed then.
        """
        chosen = self.gate.chosen
        new = classroom or (replace(chosen, lesson=classroom.lesson) if classroom is not None else chosen)
        keeps_choice = not classroom and new == chosen
        if keeps_choice and experiment == self.experiment:
            self.notices.show(Notice("info", message))  # already open: nothing restarts
            return True
        if not classroom and not self.gate.allows(*needs("", self.experiment, experiment)):
            return False
        if pauses:
            self.pause()
        if keeps_choice:
            return self._change_to(lambda: experiment, "data", label, message=message)
        number = next(self._numbers)
        forth = Revision(experiment, number=number, message=message)
        back = Revision(self.experiment, undone=(number,))
        do, undo = (partial(self._apply_with_class, *one) for one in ((forth, new), (back, chosen)))
        show_again = partial(self.gate.show, chosen)
        push(self.undo_stack, Undoable(label, do, undo, number=number, take_back=show_again))
        return True

    def _enter(self, command: Revision | OpenRun, experiment: Experiment) -> None:
        """Open an experiment, or a kept run that has it, paused."""
        if isinstance(command, Revision):
            self.pause()
            self._revise(command)
        else:  # where it is gone, training goes on
            self._set_playing(False)
            self._begin(command, experiment)

    def _begin(self, command: commands.Command, experiment: Experiment) -> None:
        """Have the worker carry out a command that changes the experiment, and show the new one."""
        self._revised = self._clock.submit(command)
        self._show_experiment(experiment)

    def _present(self) -> tuple[Experiment, str]:
        """Return the experiment, and the notice when undo has brought it back."""
        return self.experiment, changes.GONE() if self._has_learned else changes.TAKEN_BACK()

    def _apply_with_class(self, revision: Revision, classroom: Classroom) -> None:
        self.gate.show(classroom)
        self._revise(revision)

    def _change_to(
        self,
        changed: Callable[[], Experiment],
        control: str,
        label: str = "",
        keep: bool = False,
        message: str = "",
        drawn: bool = False,
    ) -> bool:
        """Change to what `changed` returns and continue with it, or show why not."""
        asked = control.partition("/")[0]
        try:
            experiment = wanted = edits.fitting(self.experiment, changed())
            if keep:
                wanted.head()  # points that are still being drawn must not change the loss
            else:
                experiment = edits.with_compatible_head(self.experiment, wanted)
        except ValueError as error:
            self.gate.refuse(asked, "error", settings.refusal(error))
            return False
        if self.gate.shown and not self.gate.allows(*needs(asked, self.experiment, wanted), at=asked):
            return False
        self.gate.accept()
        if experiment != self.experiment:
            revision = Revision(experiment, keep, message=message, drawn=drawn)
            label = label or labels.label(experiment, control)
            number = partial(next, self._numbers)
            push(self.undo_stack, Change(self.experiment, revision, control, label, self._revise, number))
        return True

    def _revise(self, revision: Revision) -> None:
        """Continue with another experiment; the answer says what became of it."""
        keep = revision.keep or edits.keeps(self.experiment, revision.experiment)
        self._begin(replace(revision, keep=keep), revision.experiment)

    def _show_experiment(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self.experiment_changed.emit(experiment)

    def _show_moment(self, experiment: Experiment) -> bool:
        """Show the experiment of a moment, unless another command follows; return whether it is shown."""
        if self._is_current and experiment != self.experiment:
            self._show_experiment(experiment)
        return self._is_current

    def _show_again(self) -> None:
        self.experiment_changed.emit(self.experiment)

    # -- the network itself ------------------------------------------------------------------

    def remove_neuron(self, layer: int, neuron: int) -> bool:
        """Remove one neuron of a hidden layer, and keep all other weights; return whether that is allowed."""
        if not self.gate.allows(WIDTH):
            return False
        width = self.experiment.network.hidden[layer].width - 1
        new = edits.with_layers(self.experiment, str(layer), width=width)
        number = next(self._numbers)
        command = RemoveNeuron(Revision(new, keep=True, number=number), layer, neuron)
        back = Revision(self.experiment, undone=(number,))
        push(
            self.undo_stack,
            Undoable(
                labels.REMOVE_NEURON(),
                partial(self._begin, command, new),
                partial(self._revise, back),
                number=number,
            ),
        )
        return True

    # -- the worker --------------------------------------------------------------------------

    def look_at(self, who: Hashable, asks: tuple[object, ...]) -> None:
        """Set what somebody asks for from now on; nothing else is computed.

        Parameters
        ----------
        who : hashable
            Who asks, such as a window: what it asked for before is replaced. Where two ask in different ways,
            the one that began later is answered, as it is soon done.
        asks : tuple
            One for each observer that is needed, such as `AskPlane` or `AskProbe`.
        """
        self._asks[who] = asks
        if not asks:
            del self._asks[who]
        by_kind = {type(ask): ask for asks in self._asks.values() for ask in asks}
        view = View(tuple(by_kind.values()))
        if view != self._view:
            self._view = view
            self._clock.submit(commands.Look(view))

    def keep_state(self, then: Callable[[bytes], None]) -> None:
        """Request the training state; call back with the contents of a file, or none if that failed."""
        self._waiting[self._clock.submit(commands.KeepState())] = then

    def _take_report(self, report: Report) -> None:
        """Show what became of commands, and the snapshot."""
        for answer in report.answers:
            if answer.failure is None:
                self._show_opened(answer)
                self.notices.report(answer)
            else:
                self._take_failure(answer)
        snapshot = report.snapshot
        if isinstance(snapshot, Snapshot) and snapshot.run >= self._run:
            self._show(snapshot)
        for answer in report.answers:
            if answer.ticket in self._waiting:
                self._waiting.pop(answer.ticket)(answer.state)

    def _show_opened(self, answer: Answer) -> None:
        """Show what a kept run has, which may have been trained on, and changed, since it was listed."""
        opened, after = isinstance(answer.command, OpenRun), answer.after
        if opened and answer.ticket == self._revised and after is not None and after != self.experiment:
            self._show_experiment(after)

    def _show(self, snapshot: Snapshot) -> None:
        self._run = snapshot.run
        self.snapshot = snapshot
        self.time.take(snapshot)
        self.snapshot_taken.emit(snapshot)
        if self._is_current:
            if not snapshot.busy:
                self.notices.report_stop(snapshot)
            self._set_playing(snapshot.playing)

    def _tell_wait(self, waits: bool) -> None:
        """Tell that a command waits for a long mini-batch, or no longer."""
        notice = None
        if waits and self.snapshot is not None:
            notice = Notice("info", changes.FINISHING(n=self.snapshot.position[2]))
        self.notices.show_passing(notice)

    def _take_failure(self, answer: Answer) -> None:
        """Report a failure; have everything as it was before, unless another change came after it."""
        assert answer.failure is not None
        command, left = answer.command, answer.after
        if not answer.failure.is_refusal:
            self._set_playing(False)
        if answer.outcome is Outcome.FAILED and left is not None:
            if (revision := _revision_of(command, left)) is not None:
                take_back(self.undo_stack, revision, left)
            if answer.ticket == self._revised:
                self._show_experiment(left)
                if isinstance(command, (commands.Open, commands.Restore)):
                    self._stay_open()
        self.notices.report_failure(answer)

    def _stay_open(self) -> None:
        """Show the class what it saw before something was opened that the worker cannot open."""
        self.gate.show(self._before_open)
        self.undo_stack.resetClean()  # what is open may not be saved anywhere
        if self._not_opened is not None:
            self._not_opened()

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)

    def _pause_where_closed(self, classroom: Classroom) -> None:
        if self.playing and classroom.closed(PLAY):
            self.pause()  # nobody could stop it otherwise


def _revision_of(command: commands.Command, left: Experiment) -> Revision | None:
    """Return the change that a command is, if it is one."""
    match command:
        case OpenRun():
            return Revision(left, number=command.number)
        case RemoveNeuron():
            return command.revision
        case Revision():
            return command
    return None


def _other_than(seed: int) -> int:
    """Return a random seed other than this one."""
    new = random.randrange(NEW_SEEDS - 1)
    return new + (new >= seed)
