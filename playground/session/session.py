"""The session: owns the experiment, its undo history and the only display timer; sole caller of the runner.

Widgets ask it for changes and are told what came of them. Several windows may show one session.
"""

import itertools
import queue
import random
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QUndoStack

from engine import DataSpec, Experiment, NetworkSpec, State, StopSpec, TrainSpec
from engine.base.checks import WEIGHT
from playground.classroom.catalogue import (
    OTHER_DATA,
    OTHER_START,
    PLAY,
    RESET,
    SPEED,
    STEP,
    WEIGHTS,
    WIDTH,
    control_of,
)
from playground.classroom.choice import EVERYTHING, Classroom
from playground.classroom.permissions import needs
from playground.observers.snapshot import Failure, Snapshot
from playground.observers.view import View
from playground.session import edits
from playground.session.edits import fitted
from playground.session.notices import BACK, GONE, NEW_DATA, NEW_START, RESTARTED, UNDONE, Notice, Telling
from playground.session.undo import Change, Setting, Spot, Undoable, called, push
from playground.texts import changes, settings
from playground.texts.changes import NOTHING_TO_LEARN, OTHER_SPLIT, say_fit, say_points
from playground.texts.classroom import LOCKED_CONTROL
from playground.texts.diagnosis import Diagnosis, kept_weights
from playground.texts.speeds import FULL
from playground.worker import commands, garbage
from playground.worker.revision import Revision
from playground.worker.runner import Runner
from playground.worker.speed import SPEEDS

FRAME_MS = 16
NEW_SEEDS = 10_000  # few enough digits to read out to a class
CLOSE_SECONDS = 0.5  # how long closing may wait for the worker


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
    diverged (Diagnosis or None)
        What happened when training diverged; None when that is over.
    pace_changed (str)
        A name in `playground.worker.speed.PACES`.
    classroom_changed (Classroom)
        Other controls are hidden or locked than before.
    """

    experiment_changed = Signal(object)
    snapshot_taken = Signal(object)
    playing_changed = Signal(bool)
    noticed = Signal(object)
    refused = Signal(str, str)
    diverged = Signal(object)
    pace_changed = Signal(str)
    classroom_changed = Signal(object)

    def __init__(
        self,
        experiment: Experiment | None = None,
        parent: QObject | None = None,
        classroom: Classroom = EVERYTHING,
    ) -> None:
        super().__init__(parent)
        self.experiment = experiment or Experiment()
        self.experiment.head()  # a pair of output and loss that does not fit is refused here
        self.classroom = classroom
        self.snapshot: Snapshot | None = None
        self.playing = False
        self.pace = FULL
        self.undo_stack = QUndoStack(self)
        self._runner, self._view = Runner(), View()
        self._asks: dict[str, tuple[object, ...]] = {}  # what each panel looks at
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._look)
        self._run, self._index = 1, 0
        self.undo_stack.indexChanged.connect(self._stay_saved)
        self._closed = self._refusing = False
        self._telling = Telling()
        self._numbers = itertools.count(1)  # what changes are known by to the worker that undoes them
        self._states: list[tuple[int, queue.SimpleQueue[bytes], Callable[[bytes], None]]] = []
        self._ticket = self._runner.submit(commands.Open(self.experiment))
        self._said = self._of_change = ""  # the notice that stands; the last one about a change
        self.noticed.connect(self._note)

    def begin(self) -> None:
        """Have the worker begin: once the window has been painted, for that would be held up."""
        if not self._closed:
            self._runner.begin()
            self._timer.start()

    @property
    def settled(self) -> bool:
        """Whether all that was asked for is done, and shown."""
        return self.snapshot is not None and self.snapshot.ticket == self._ticket

    # -- training ----------------------------------------------------------------------------

    def play(self, epochs: int | None = None) -> None:
        """Train without end, or for so many epochs; not asked for by a control, so never refused."""
        if self._nothing_to_learn():
            return
        self._go_on()
        self._set_playing(True)
        self._await(self._runner.submit(commands.Play(epochs)))

    def pause(self) -> None:
        """Stop training where it is."""
        self._set_playing(False)
        self._await(self._runner.submit(commands.Pause()))

    def toggle(self) -> None:
        """Play, or pause, as a person asks for it."""
        if not self.allows(PLAY):
            return
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, of: str = "epoch") -> None:
        """Train one epoch or mini-batch ("batch"), or go through one "sample" of it; then pause."""
        if not self.allows(STEP) or self._nothing_to_learn():
            return
        if of == "sample":
            self.diverged.emit(None)  # what was said last is soon followed by what this step did
        else:
            self._go_on()
        self._set_playing(False)
        self._await(self._runner.submit(commands.Step(of)))
        self._telling.expect_sample(of == "sample")

    def _nothing_to_learn(self) -> bool:
        """Whether there are no points; say so."""
        if self.experiment.data.count:
            return False
        self.noticed.emit(Notice("warning", NOTHING_TO_LEARN))
        self._of_change = NOTHING_TO_LEARN  # true until there are points
        return True

    def keep_pace(self, name: str) -> None:
        """Train no faster than one of `PACES`; steps are not held up."""
        if not self.allows(SPEED):
            self.pace_changed.emit(self.pace)  # the control shows again what is still true
        elif name != self.pace:
            self.pace = name
            self._await(self._runner.submit(commands.SetSpeed(SPEEDS[name])))
            self.pace_changed.emit(name)

    def _go_on(self) -> None:
        """Take back what was said of training that has stopped."""
        self._telling.expect_sample(False)
        self.noticed.emit(Notice("info", ""))
        self.diverged.emit(None)

    # -- starting again ----------------------------------------------------------------------

    def reset(self) -> None:
        """Go back to epoch 0 with the same data and the same first weights, paused."""
        if not self.allows(RESET):
            return
        if not self.playing and (self.snapshot is None or not self.snapshot.steps):
            self._reset(0)  # there is nothing that undo could bring back
            return
        number = next(self._numbers)
        take_back = partial(self._go_back, self.experiment, number)
        push(self.undo_stack, Undoable("reset", partial(self._reset, number), take_back, saved=True))

    def _reset(self, number: int) -> None:
        self._telling.restart = BACK
        self._set_playing(False)
        self._await(self._runner.submit(commands.Reset(number)))

    def _go_back(self, experiment: Experiment, number: int) -> None:
        """Undo a reset: it changed nothing but what was learned."""
        self._adopt(experiment, undone=(number,))
        self._telling.expect_kept(self._ticket, GONE)  # not said where it starts again there

    def _stay_saved(self, index: int) -> None:
        """A step of which a file holds nothing leaves what is saved saved."""
        last, self._index = self._index, index
        step = self.undo_stack.command(min(last, index)) if abs(index - last) == 1 else None
        if isinstance(step, Undoable) and step.saved and self.undo_stack.cleanIndex() == last:
            self.undo_stack.setClean()

    def new_start(self) -> None:
        """Start again with other first weights, and the same data."""
        self._start_with(OTHER_START, NEW_START, weights_seed=_other_than(self.experiment.training_seed))

    def new_data(self) -> None:
        """Start again with other data of the same kind, and other first weights."""
        text = OTHER_SPLIT if self.experiment.data.own else NEW_DATA
        self._start_with(OTHER_DATA, text, seed=_other_than(self.experiment.seed), weights_seed=None)

    def _start_with(self, control: str, text: str, **seeds: int | None) -> None:
        self._telling.restart = text
        if not self.edit(control, "experiment", **seeds):
            self._telling.restart = RESTARTED

    # -- after divergence --------------------------------------------------------------------

    def stay(self) -> None:
        """Stand at the last good weights, which training has gone back to, and say so."""
        self.diverged.emit(None)
        if (diverged := self.snapshot.diverged if self.snapshot else None) is not None:
            text = f"Paused, at {kept_weights(diverged)}: change a setting, then press Play."
            self.noticed.emit(Notice("info", text))

    def go_on_slower(self) -> None:
        """Halve the learning rate, and train on from the last good weights."""
        halved = self.experiment.training.learning_rate / 2.0
        if self.allows(PLAY) and self.edit("training.halved", "training", learning_rate=halved):
            self.play()

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
        return self._try(lambda: replace(self.experiment, **given), "+".join(given), " and ".join(given))

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

        def changed() -> Experiment:
            if part == "experiment":
                return replace(self.experiment, **fields)
            if part.startswith("layers"):
                return edits.with_layers(self.experiment, part.partition("/")[2], **fields)
            new_part = replace(getattr(self.experiment, part), **fields)
            return replace(self.experiment, **{part: new_part})

        return self._try(changed, control, called(control))

    def edit_layer(self, index: int, **fields: Any) -> bool:
        """Replace fields of one hidden layer's spec."""
        name = next(iter(fields))

        def changed() -> Experiment:
            return edits.with_layers(self.experiment, str(index), **fields)

        control = f"layer{index}.{name}"
        return self._try(changed, control, called(control))

    def open(
        self, experiment: Experiment, state: State | None = None, classroom: Classroom = EVERYTHING
    ) -> None:
        """Start afresh with another experiment, or go on where a state of it was taken; no undo.

        What a class sees is another then, too.

        Raises
        ------
        ValueError
            Where output, loss and data do not fit each other; nothing has changed then.
        """
        experiment.head()
        self._set_playing(False)
        self._telling.restart = ""
        self.undo_stack.clear()
        self.experiment = experiment
        start = commands.Open(experiment) if state is None else commands.Restore(state)
        self._await(self._runner.submit(start))
        self.show_class(classroom)
        self.experiment_changed.emit(experiment)

    def edit_points(self, data: DataSpec, text: str, stroke: int = 0) -> bool:
        """Take on own points that were added, moved or erased; the network learns on with the weights it has.

        Parameters
        ----------
        data : DataSpec
        text : str
            What undo calls the change.
        stroke : int
            Changes of one stroke, numbered from 1, are undone together; others each by itself.
        """
        control = f"data.draw/{stroke}" if stroke else "data.points"
        return self._try(lambda: replace(self.experiment, data=data), control, text, keep=True)

    def import_points(self, data: DataSpec, said: str) -> bool:
        """Start again with points that came from elsewhere; `said` is what the person is told of them."""
        if data == self.experiment.data:
            self.noticed.emit(Notice("info", said))  # nothing starts again for points that are there
            return True
        self._telling.restart = said
        done = self._try(lambda: replace(self.experiment, data=data), "data", "open points")
        if not done:
            self._telling.restart = RESTARTED
        return done

    def keep_state(self, then: Callable[[bytes], None]) -> None:
        """Have the worker take its state, and call back with the contents of a file; none if it failed."""
        kept: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._await(self._runner.submit(commands.KeepState(kept)))
        self._states.append((self._ticket, kept, then))

    def _hand_over_states(self, reached: int) -> None:
        """Give those who asked for the state what the worker has put there before its snapshot."""
        due = [one for one in self._states if one[0] <= reached]
        self._states = [one for one in self._states if one[0] > reached]
        for _, kept, then in due:
            then(b"" if kept.empty() else kept.get())

    def take_on(
        self, experiment: Experiment, text: str, said: str, classroom: Classroom = EVERYTHING
    ) -> bool:
        """Change to a whole other experiment, paused; `text` is what undo calls it, `said` what is told.

        One that comes with a choice for a class brings that along. One that comes without is no way round the
        choice there is: it may change only what is open.
        """
        if not classroom and not self.allows(*needs("", self.experiment, experiment)):
            return False
        self._set_playing(False)
        self._await(self._runner.submit(commands.Pause()))
        self._telling.restart = said
        if classroom:
            number = next(self._numbers)
            take = partial(self._take_document, experiment, classroom, number)
            take_back = partial(self._take_document, self.experiment, self.classroom, undone=(number,))
            push(self.undo_stack, Undoable(text, take, take_back))
            return True
        done = self._try(lambda: experiment, "data", text)
        if not done:
            self._telling.restart = RESTARTED
        return done

    def _take_document(
        self, experiment: Experiment, classroom: Classroom, number: int = 0, undone: tuple[int, ...] = ()
    ) -> None:
        self.show_class(classroom)
        self._adopt(experiment, number, undone)

    def _try(self, changed: Callable[[], Experiment], control: str, text: str, keep: bool = False) -> bool:
        """Make a new experiment and take it on, or say why not."""
        asked = control.partition("/")[0]
        try:
            experiment = wanted = changed()
            if keep:
                wanted.head()  # points that go on being drawn are no reason for another loss
            else:
                experiment = fitted(self.experiment, wanted)
        except ValueError as error:
            self._refuse(asked, Notice("error", settings.refusal(error)))
            return False
        if self.classroom and not self.allows(*needs(asked, self.experiment, wanted), at=asked):
            return False
        self._take_refusal_back()
        if experiment != self.experiment:
            adopt, number = partial(self._adopt, keep=keep), partial(next, self._numbers)
            push(self.undo_stack, Change(self.experiment, experiment, control, text, adopt, number))
        return True

    def _refuse(self, control: str, why: Notice) -> None:
        self._refusing = True
        self.refused.emit(control, why.text)
        self.noticed.emit(why)
        # the control shows again what is still true
        self.experiment_changed.emit(self.experiment)

    def _take_refusal_back(self) -> None:
        if self._refusing:
            self._refusing = False
            self.noticed.emit(Notice("info", ""))  # the error has been answered

    # -- for a class -------------------------------------------------------------------------

    def choose_class(self, classroom: Classroom, instead: Classroom | None = None) -> None:
        """Hide and lock other controls; undo goes back, or to what there was `instead` before a preview."""
        before = self.classroom if instead is None else instead
        if classroom != before:
            show = self.show_class
            push(
                self.undo_stack,
                Undoable("choice for a class", partial(show, classroom), partial(show, before)),
            )
        else:
            self.show_class(before)

    def show_class(self, classroom: Classroom) -> None:
        """Hide and lock other controls, without a change to be undone."""
        if classroom != self.classroom:
            self.classroom = classroom
            self.classroom_changed.emit(classroom)
            if self.playing and classroom.closed(PLAY):
                self.pause()  # for nobody could stop it any more
            if self._refusing:
                self._refusing = False
                self.noticed.emit(Notice("info", ""))  # what was locked may not be so any more

    def allows_widget(self, name: str) -> bool:
        """Whether the class may use a widget of that name; where not, say so beside it."""
        return self.allows(control_of(name) or "", at=name)

    def allows(self, *controls: str, at: str = "") -> bool:
        """Whether the class may use all of these; where not, say so, beside the control `at` if any."""
        closed = [name for name in controls if self.classroom.closed(name)]
        if closed:
            self._refuse(at or closed[0], Notice("warning", LOCKED_CONTROL()))
        return not closed

    def _adopt(
        self,
        experiment: Experiment,
        number: int = 0,
        undone: tuple[int, ...] = (),
        since: int = 0,
        keep: bool = False,
    ) -> None:
        """Take on another experiment; see `Runner.configure` for the numbers, `keep` is for its points."""
        old, self.experiment = self.experiment, experiment
        points, keep = keep, keep or edits.keeps(old, experiment)
        ticket = self._runner.submit(Revision(experiment, keep, number, undone, since))
        self._await(ticket)
        why, besides = changes.say_start(old, experiment), say_fit(old, experiment)
        self._telling.expect_change(ticket, why, besides)
        if points:
            self._telling.expect_points(ticket, say_points(old.data, experiment.data))
        elif keep:
            said = UNDONE if undone else changes.say(old.network, experiment.network)
            self._telling.expect_kept(ticket, said)
        self.experiment_changed.emit(experiment)

    # -- the network as it is ----------------------------------------------------------------

    def remove_neuron(self, layer: int, neuron: int) -> bool:
        """Take one neuron out of a hidden layer, and keep all other weights; return whether it may be."""
        if not self.allows(WIDTH):
            return False
        hidden = list(self.experiment.network.hidden)
        hidden[layer] = replace(hidden[layer], width=hidden[layer].width - 1)
        network = replace(self.experiment.network, hidden=tuple(hidden))
        new = replace(self.experiment, network=network)
        number = next(self._numbers)
        push(
            self.undo_stack,
            Undoable(
                "remove neuron",
                partial(self._remove, new, (layer, neuron), number),
                partial(self._adopt, self.experiment, undone=(number,)),
            ),
        )
        return True

    def set_parameter(self, layer: int, neuron: int, source: int, value: float, before: float) -> bool:
        """Give a weight, or where `source` is the number of inputs a bias, a value; undo sets `before`."""
        if not self.allows(WEIGHTS):
            return False
        try:
            WEIGHT.check("A weight or bias", value)
        except ValueError as error:
            self._refuse("neuron.value", Notice("error", str(error)))
            return False
        self._take_refusal_back()
        push(self.undo_stack, Setting((layer, neuron, source), value, before, self._set_parameter))
        return True

    def hold(self, kind: str, layer: int, neuron: int, source: int | None, on: bool) -> bool:
        """Freeze or silence a neuron or one of its weights, or let it learn or count again."""
        if not self.allows(WEIGHTS):
            return False
        spot = layer, neuron, source
        push(
            self.undo_stack,
            Undoable(kind, partial(self._hold, kind, spot, on), partial(self._hold, kind, spot, not on)),
        )
        return True

    def _remove(self, experiment: Experiment, spot: tuple[int, int], number: int) -> None:
        self.experiment = experiment
        ticket = self._runner.submit(
            commands.RemoveNeuron(Revision(experiment, keep=True, number=number), *spot)
        )
        self._await(ticket)
        where = f"Neuron {spot[1] + 1} was taken out of hidden layer {spot[0] + 1}"
        self._telling.expect_kept(ticket, f"{where}; all other weights are kept.")
        self.experiment_changed.emit(experiment)

    def _set_parameter(self, spot: Spot, value: float) -> None:
        self._await(self._runner.submit(commands.SetParameter(*spot, value)))

    def _hold(self, kind: str, spot: tuple[int, int, int | None], on: bool) -> None:
        self._await(self._runner.submit(commands.SetMask(kind, *spot, on)))

    # -- the runner --------------------------------------------------------------------------

    def look_at(self, panel: str, asks: tuple[object, ...]) -> None:
        """Say all that a panel looks at from now on, so that nothing else is computed.

        Parameters
        ----------
        panel : str
            Its name: what it looked at before is replaced.
        asks : tuple
            One for each observer that has something to do, as `AskPlane` or `AskProbe`.
        """
        self._asks[panel] = asks
        view = View(tuple(ask for asks in self._asks.values() for ask in asks))
        if view != self._view:
            self._view = view
            self._await(self._runner.submit(commands.Look(view)))

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
        garbage.collect(at_rest=not snapshot.busy)
        self._hand_over_states(snapshot.ticket)
        if snapshot.ticket == self._ticket and not snapshot.busy:
            self._timer.stop()

    def _show(self, snapshot: Snapshot) -> None:
        if snapshot.run != self._run:
            self._run = snapshot.run
            self.diverged.emit(None)
            learned = self.snapshot is not None and self.snapshot.steps > 0
            self._tell(self._telling.of_start(snapshot, learned))
        self._tell(self._telling.of_kept(snapshot))
        if self._telling.is_over(snapshot) and self._of_change:
            self.take_back(self._of_change)  # a change that says nothing has come after it
        self.snapshot = snapshot
        self.snapshot_taken.emit(snapshot)
        if snapshot.ticket == self._ticket:
            self._telling.restart = RESTARTED  # all is done: what started nothing again is not said later
            if not snapshot.busy:
                self._tell_why_it_stands(self._telling.of_rest(snapshot))
            self._set_playing(snapshot.playing)

    def _tell(self, text: str) -> None:
        if text:
            self._of_change = text
            self._telling.expect_nothing()
            self.noticed.emit(Notice("info", text))

    def _tell_why_it_stands(self, why: Notice | Diagnosis | None) -> None:
        if isinstance(why, Diagnosis):
            self.noticed.emit(Notice("info", ""))  # it is said where it can be answered
            self.diverged.emit(why)
        elif why is not None:
            self.noticed.emit(why)

    def _tell_failure(self, failure: Failure) -> None:
        self._set_playing(False)
        self._telling.fail()
        text = f"Training stopped: {failure.message}. Change a setting, or press Reset."
        if failure.experiment is not None and failure.experiment != self.experiment:
            self.experiment = failure.experiment
            self.experiment_changed.emit(self.experiment)
            text = f"That change was not possible: {failure.message}. All is as it was before."
        self.noticed.emit(Notice("error", text, failure.details))

    def take_back(self, text: str) -> None:
        """Say a notice no more, if nothing else has been said since."""
        if self._said == text:
            self.noticed.emit(Notice("info", ""))

    def _note(self, notice: Notice) -> None:
        self._said = notice.text

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)


def _other_than(seed: int) -> int:
    """Return a seed at random that is not this one."""
    new = random.randrange(NEW_SEEDS - 1)
    return new + (new >= seed)
