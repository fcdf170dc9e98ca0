"""The worker: a thread that trains, a queue of commands in, a slot for one snapshot out. No Qt.

A snapshot is made only when the slot is empty, so a slow window never has a backlog. The worker
trains in slices of a few milliseconds with a short sleep after each, and gives way while the window
draws a frame: two threads that fight for the interpreter's lock would both be slower than by turns.
Paused means blocked on the queue.
"""

import queue
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from copy import copy
from dataclasses import replace
from functools import partial

from engine import Experiment, Metrics, State, Stopped, Trainer
from playground.answers import Answerer
from playground.changes import Memories
from playground.fields import Fields
from playground.history import History
from playground.pace import Beat, Pace
from playground.responses import NeuronMaps
from playground.restarts import Restarts, Training
from playground.rules import Rules
from playground.snapshot import Failure, Questions, Snapshot, View

SLICE_SECONDS = 0.008
BREATH_SECONDS = 0.001
FRAME_SECONDS = 0.050  # the longest that the worker gives way to one frame
SPEED_SECONDS = 0.5  # how often the epochs a second are measured
WITHOUT_END = 10**12  # epochs


class Runner:
    """Runs one trainer in a thread of its own. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[tuple[int, Callable[[], None]]] = queue.SimpleQueue()
        self._slot: queue.Queue[Snapshot] = queue.Queue(maxsize=1)
        self._failures: queue.SimpleQueue[Failure] = queue.SimpleQueue()
        self._stopping, self._way = threading.Event(), threading.Event()
        self._way.set()
        self._tickets, self._ordering = 0, threading.Lock()
        self._worker = _Worker(self._commands, self._slot, self._failures, self._stopping, self._way)
        self._thread = threading.Thread(target=self._worker.work, name="training", daemon=True)

    def begin(self) -> None:
        """Start the thread; commands may have been given before."""
        self._thread.start()

    @property
    def has_begun(self) -> bool:
        """Whether the thread was started."""
        return self._thread.ident is not None

    def open(self, experiment: Experiment) -> int:
        """Begin anew with another experiment, paused at epoch 0."""
        return self._submit(partial(self._worker.open, experiment))

    def restore(self, state: State) -> int:
        """Begin anew where a state was taken, paused."""
        return self._submit(partial(self._worker.restore, state))

    def keep_state(self, kept: "queue.SimpleQueue[bytes]") -> int:
        """Put all that training has come to, as a file holds it, into `kept` before the next snapshot."""
        return self._submit(partial(self._worker.keep_state, kept))

    def configure(
        self,
        experiment: Experiment,
        keep: bool = False,
        number: int = 0,
        undone: tuple[int, ...] = (),
        since: int = 0,
    ) -> int:
        """Go on with a changed experiment, from the start where its data or network changed.

        Parameters
        ----------
        experiment : Experiment
        keep : bool
            Carry over the weights of a network that has learned, or been edited.
        number : int
            What the change is known by when it is undone; 0 for one that cannot be.
        undone : tuple of int
            The numbers of the changes that are undone by this one: what they took away comes back, and a
            training that they threw away, where it is still kept.
        since : int
            The first of the changes that are undone together with this one.
        """
        return self._submit(partial(self._worker.configure, experiment, keep, number, undone, since))

    def remove_neuron(self, experiment: Experiment, layer: int, neuron: int, number: int) -> int:
        """Take out one neuron, which leads to this experiment; `number` as for `configure`."""
        return self._submit(partial(self._worker.remove_neuron, experiment, layer, neuron, number))

    def set_parameter(self, layer: int, neuron: int, source: int, value: float) -> int:
        """Give a weight, or where `source` is the number of inputs a bias, a value."""
        return self._submit(partial(self._worker.set_parameter, layer, neuron, source, value))

    def hold(self, kind: str, layer: int, neuron: int, source: int | None, on: bool) -> int:
        """Have a part of the network "freeze" or "silence", or learn or count again; see `Trainer.freeze`."""
        return self._submit(partial(self._worker.hold, kind, layer, neuron, source, on))

    def play(self, epochs: int | None = None) -> int:
        """Train without end, or for so many epochs, then pause."""
        return self._submit(partial(self._worker.play, epochs))

    def step(self, of: str = "epoch") -> int:
        """Train one more, then pause; steps in quick succession add up.

        Parameters
        ----------
        of : {"sample", "batch", "epoch"}
            See `Trainer.step`.
        """
        return self._submit(partial(self._worker.step, of))

    def keep_pace(self, pace: Pace) -> int:
        """Train no faster than this from now on, except step by step."""
        return self._submit(partial(self._worker.keep_pace, pace))

    def pause(self) -> int:
        """Stop training after the mini-batch under way."""
        return self._submit(self._worker.pause)

    def reset(self, number: int = 0) -> int:
        """Go back to epoch 0 with the same data and first weights, and pause; `number` as for `configure`."""
        return self._submit(partial(self._worker.reset, number))

    def look(self, view: View) -> int:
        """Say what the window shows from now on."""
        return self._submit(partial(self._worker.look, view))

    def take(self) -> Snapshot | None:
        """Empty the slot: the newest snapshot, or None where there is no newer one."""
        try:
            return self._slot.get_nowait()
        except queue.Empty:
            return None

    def take_failure(self) -> Failure | None:
        """Return the oldest failure that was not taken yet, or None."""
        try:
            return self._failures.get_nowait()
        except queue.Empty:
            return None

    def give_way(self) -> None:
        """Have the worker wait after the mini-batch under way: a frame is being drawn."""
        self._way.clear()

    def go_on(self) -> None:
        """Let the worker go on: the frame is drawn."""
        self._way.set()

    def stop(self, timeout: float = 2.0) -> bool:
        """End the thread for good; return whether it ended within `timeout` seconds."""
        self._stopping.set()
        self._submit(lambda: None)
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _submit(self, command: Callable[[], None]) -> int:
        with self._ordering:  # commands wait in the order of their tickets
            self._tickets += 1
            self._commands.put((self._tickets, command))
            return self._tickets


class _Worker:
    """The side of the runner that lives in the thread, and alone touches the trainer."""

    def __init__(
        self,
        commands: "queue.SimpleQueue[tuple[int, Callable[[], None]]]",
        slot: "queue.Queue[Snapshot]",
        failures: "queue.SimpleQueue[Failure]",
        stopping: threading.Event,
        way: threading.Event,
    ) -> None:
        self._commands, self._slot, self._failures = commands, slot, failures
        self._stopping, self._way = stopping, way
        self._slice_end = 0.0
        self._ticket = 0
        self._trainer: Trainer | None = None
        self._run = 0
        self._goal: int | None = None  # the epoch to train to; None is paused
        self._stepping = False
        self._steps_to_come: list[str] = []  # smaller ones, after the epochs that are stepped through
        self._beat, self._rules = Beat(), Rules()
        self._view = View()
        self._history = History()
        self._fields = Fields()
        self._maps, self._memories, self._restarts = NeuronMaps(), Memories(), Restarts()
        self._back: int | None = None  # the epoch of the training that undo has brought back
        self._answerer = Answerer()
        self._last: Snapshot | None = None  # as long as nothing has changed since
        self._pictured = View()  # what the last snapshot's pictures were made for
        self._edited = False  # whether weights were set by hand since they were drawn
        self._metrics: Metrics | None = None
        self._speed = 0.0
        self._speed_from = (0.0, 0.0)  # time, epochs

    # -- commands ----------------------------------------------------------------------------

    def open(self, experiment: Experiment) -> None:
        self._trainer = Trainer(experiment)
        self._restarts.clear()
        self.pause()
        self._begin()

    def restore(self, state: State) -> None:
        self._trainer = Trainer.restore(state)
        self._restarts.clear()
        self.pause()
        self._begin()

    def keep_state(self, kept: "queue.SimpleQueue[bytes]") -> None:
        if self._trainer is not None:
            kept.put(self._trainer.state().to_bytes())

    def configure(
        self,
        experiment: Experiment,
        keep: bool = False,
        number: int = 0,
        undone: tuple[int, ...] = (),
        since: int = 0,
    ) -> None:
        trainer = self._trainer
        if trainer is None:
            self.open(experiment)
            return
        if (lost := self._restarts.recall(undone)) is not None:
            self._bring_back(lost, experiment)
            return
        old = trainer.experiment
        other_network = experiment.network != old.network
        if experiment.stop != old.stop or (other_network and self._goal is None):
            self._rules.begin()  # what another network reaches is another matter; one that plays goes on
        # what nobody has trained or edited is drawn anew: the same seed then means the same start
        keep = keep and self._has_learned(trainer)
        if keep and number and other_network:
            self._memories.note(number, trainer, experiment.network)
        change, before = partial(trainer.configure, experiment, keep), copy(trainer)
        if self._memories.recall(undone, trainer, change) if keep else change():
            self._keep_lost(since or number, before)
            self._begin()
        elif _other_losses(old, experiment):
            self._history.begin_best()
        self._metrics = None

    def _has_learned(self, trainer: Trainer) -> bool:
        """Whether its weights are others than those that were drawn."""
        return trainer.steps > 0 or self._edited

    def _keep_lost(self, number: int, before: Trainer) -> None:
        """Keep what a fresh start throws away; that leaves the parts of a copy of the trainer as they are."""
        if number and self._has_learned(before):
            self._restarts.keep(number, before, self._history, self._memories, self._edited)

    def _bring_back(self, lost: Training, experiment: Experiment) -> None:
        """Go back to a training that was thrown away."""
        trainer = Trainer.restore(lost.state)
        # in one stroke there may have been other points before the one that started training again
        again = trainer.configure(experiment, keep=True)
        self._trainer = trainer
        if self._goal is not None and (self._stepping or self._goal <= trainer.epoch):
            self._rest()
        self._begin(None if again else lost)

    def remove_neuron(self, experiment: Experiment, layer: int, neuron: int, number: int) -> None:
        trainer = self._trainer
        if trainer is not None and (trainer.steps > 0 or self._edited):
            self._memories.note_neuron(number, trainer, layer, neuron)
            trainer.remove_neuron(layer, neuron)
            self._history.begin_best()
            if self._goal is None:
                self._rules.begin()
        self.configure(experiment, keep=True)

    def set_parameter(self, layer: int, neuron: int, source: int, value: float) -> None:
        if self._trainer is not None and self._has(layer, neuron, source):
            network = self._trainer.network
            values = network.parameters.copy()
            network.split(values)[layer][neuron, source] = value
            self._trainer.set_parameters(values)
            self._metrics, self._edited = None, True

    def hold(self, kind: str, layer: int, neuron: int, source: int | None, on: bool) -> None:
        if self._trainer is not None and self._has(layer, neuron, source or 0):
            if kind == "freeze":
                self._trainer.freeze(layer, neuron, source, on)
            else:
                self._trainer.silence(layer, neuron, source, on)
            self._metrics, self._edited = None, True

    def _has(self, layer: int, neuron: int, source: int) -> bool:
        """Whether there is such a weight: the change that was to make it may have been refused, and told."""
        layers = self._trainer.network.layers if self._trainer is not None else ()
        if layer >= len(layers):
            return False
        rows, columns = layers[layer].theta.shape
        return bool(neuron < rows and source < columns)

    def play(self, epochs: int | None) -> None:
        if self._trainer is not None:
            self._goal = self._trainer.epoch + (WITHOUT_END if epochs is None else epochs)
            self._stepping = False
            self._beat.start()
            self._measure_speed_from_here()

    def step(self, of: str) -> None:
        trainer = self._trainer
        if trainer is None:
            return
        if of == "epoch":
            standing = self._goal if self._stepping and self._goal is not None else trainer.epoch
            self._goal, self._stepping = standing + 1, True
        elif self._stepping:
            self._steps_to_come.append(of)
        else:
            self.pause()
            self._step_now(of)

    def _step_now(self, of: str) -> None:
        """Go through one sample or mini-batch."""
        trainer = self._trainer
        assert trainer is not None
        epoch, self._metrics = trainer.epoch, None
        with self._rules.held(trainer, stepping=True):
            trainer.step(of)
        if trainer.epoch > epoch:
            self._end_of_epoch(trainer.metrics())

    def keep_pace(self, pace: Pace) -> None:
        self._beat.start(pace)
        if self._trainer is not None:
            self._measure_speed_from_here()

    def pause(self) -> None:
        self._rest()
        self._speed = 0.0

    def _rest(self) -> None:
        """Train no further; the figures are to be those of the very weights that are left."""
        self._goal, self._stepping, self._metrics = None, False, None
        self._steps_to_come = []

    def reset(self, number: int = 0) -> None:
        self.pause()
        if self._trainer is not None:
            before = copy(self._trainer)
            self._trainer.reset()
            self._keep_lost(number, before)
            self._begin()

    def look(self, view: View) -> None:
        self._view = view

    def _begin(self, lost: Training | None = None) -> None:
        """Note a fresh start, or one where a training was lost; one that was under way goes on from it."""
        assert self._trainer is not None
        self._run += 1
        self._back = self._trainer.epoch if lost else None
        self._edited = lost.edited if lost else False
        self._memories = lost.memories if lost else Memories()
        self._history = lost.history if lost else History()
        self._rules.begin()
        self._beat.start()
        self._metrics = self._trainer.metrics()
        if lost is None:
            self._history.add(self._trainer.epoch, self._metrics)  # 0, unless it was opened so
        self._measure_speed_from_here()

    # -- the thread --------------------------------------------------------------------------

    def work(self) -> None:
        while not self._stopping.is_set():
            try:
                changed = self._take_commands()
                trains = self._goal is not None and (self._stepping or self._beat.wait() == 0.0)
                if trains:
                    self._train()
                self._publish(changed or (trains and self._beat.wait() > FRAME_SECONDS))
            except Exception as error:
                self._rest()
                self._fail(_one_line(error), traceback.format_exc())
            if self._goal is not None:
                time.sleep(BREATH_SECONDS)

    def _take_commands(self) -> bool:
        """Carry out all waiting commands; wait for one where there is nothing else to do."""
        changed = False
        while True:
            longest = 0.0 if changed or self._stepping else self._beat.wait()
            waits = (self._goal is None and not changed) or longest > 0.0
            try:
                self._ticket, command = self._commands.get(waits, longest if self._goal is not None else None)
            except queue.Empty:
                return changed
            if self._stopping.is_set():
                return changed
            command()
            if getattr(command, "func", None) != self.look:
                self._maps.holds_known, self._last = False, None
            changed = True

    def _train(self) -> None:
        trainer = self._trainer
        assert trainer is not None
        assert self._goal is not None
        self._slice_end, self._last = time.perf_counter() + SLICE_SECONDS, None
        with self._rules.held(trainer, self._stepping):
            stopped = self._train_slice(trainer, self._goal - trainer.epoch)
        self._way.wait(FRAME_SECONDS)
        if trainer.diverged:
            self._history.add_divergence(trainer.diverged.epoch)
        if self._rules.see(stopped) or trainer.diverged or trainer.epoch >= self._goal:
            to_come = [] if trainer.diverged else self._steps_to_come
            self._rest()
            for of in to_come:
                self._step_now(of)
        now, (then, epochs) = time.perf_counter(), self._speed_from
        if now - then >= SPEED_SECONDS:
            self._speed = (_epochs(trainer) - epochs) / (now - then)
            self._speed_from = (now, _epochs(trainer))

    def _train_slice(self, trainer: Trainer, epochs: int) -> Stopped:
        """Train for a slice, or where there is a pace to keep, one beat of it."""
        pace = self._beat.pace
        if self._stepping or not pace.limited:
            return trainer.run(epochs, self._interrupts, self._end_of_epoch)
        if pace.unit == "batch":
            self._metrics = None  # those of the weights that there are after this very step
            stopped = trainer.run(epochs, lambda: True, self._end_of_epoch)
            self._beat.done()
            return stopped
        epoch = trainer.epoch
        stopped = trainer.run(1, self._interrupts, self._end_of_epoch)
        if trainer.epoch > epoch:
            self._beat.done()
        return stopped

    def _interrupts(self) -> bool:
        over = time.perf_counter() >= self._slice_end
        return over or not self._way.is_set() or not self._commands.empty()

    def _end_of_epoch(self, metrics: Metrics) -> None:
        assert self._trainer is not None
        self._metrics = metrics
        self._history.add(self._trainer.epoch, metrics)

    def _measure_speed_from_here(self) -> None:
        assert self._trainer is not None
        self._speed_from = (time.perf_counter(), _epochs(self._trainer))

    def _publish(self, changed: bool) -> None:
        """Put a snapshot in the slot: where it is empty, and always after a command or at a stop."""
        final = self._goal is None
        if self._trainer is None or not (changed or final or self._slot.empty()):
            return
        self._put(self._snapshot())

    def _fail(self, message: str, details: str) -> None:
        """Tell the window what went wrong, and how things stand, if the trainer can still be asked."""
        snapshot = None
        with suppress(Exception):  # what led here is told in any case, with its traceback
            snapshot = self._snapshot() if self._trainer else None
        experiment = self._trainer.experiment if self._trainer else None
        self._failures.put(Failure(self._ticket, message, details, experiment, snapshot is not None))
        if snapshot is not None:
            self._put(snapshot)

    def _put(self, snapshot: Snapshot) -> None:
        while True:
            try:
                self._slot.put_nowait(snapshot)
                return
            except queue.Full:
                try:
                    self._slot.get_nowait()  # an older one that nobody has looked at
                except queue.Empty:
                    continue

    def _snapshot(self) -> Snapshot:
        trainer = self._trainer
        assert trainer is not None
        busy = self._goal is not None
        playing = busy and not self._stepping
        if self._metrics is None:
            self._metrics = trainer.metrics()
        answers = self._answerer.answer(trainer, self._view.questions, in_a_hurry=busy)
        pictured = replace(self._view, questions=Questions(area=self._view.questions.area))
        if self._last is not None and pictured == self._pictured:  # only something else is asked for
            self._last = replace(self._last, ticket=self._ticket, answers=answers)
            return self._last
        self._pictured = pictured
        close_up = self._maps.close_up(trainer, self._view, in_a_hurry=busy)
        self._last = Snapshot(
            ticket=self._ticket,
            run=self._run,
            experiment=trainer.experiment,
            problem=trainer.problem,
            data=trainer.data,
            sizes=trainer.network.sizes,
            epoch=trainer.epoch,
            steps=trainer.steps,
            metrics=self._metrics,
            curves=self._history.curves(),
            field=None if close_up else self._fields.compute(trainer, self._view, in_a_hurry=busy),
            diverged=trainer.diverged,
            playing=playing,
            busy=busy,
            speed=self._speed if playing else 0.0,
            place=trainer.place,
            sample=trainer.sample,
            learning_rate=trainer.learning_rate,
            stopped=self._rules.stopped,
            back=self._back,
            drawn=self._maps.compute(trainer, self._view, in_a_hurry=busy),
            close_up=close_up,
            answers=answers,
        )
        return self._last


def _epochs(trainer: Trainer) -> float:
    """Return how many epochs are done, the part of the one under way included."""
    done, count, _ = trainer.place
    return trainer.epoch + done / count


def _other_losses(old: Experiment, new: Experiment) -> bool:
    """Whether losses before and after a change are no longer to be compared."""
    a, b = old.training, new.training
    return (
        (old.network, old.data) != (new.network, new.data)
        or a.loss != b.loss
        or (a.label_smoothing, a.huber_delta) != (b.label_smoothing, b.huber_delta)
    )


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, ValueError) and text:  # written for people
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
