"""The side of the runner that lives in the thread: it trains, and makes snapshots."""

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
from playground.observers.curves import History
from playground.observers.field import Fields
from playground.observers.neuron_maps import NeuronMaps
from playground.observers.points import Answerer
from playground.observers.snapshot import Failure, Snapshot
from playground.observers.view import Questions, View
from playground.worker.speed import Speed, Throttle
from playground.worker.stop_rules import Rules
from playground.worker.undo_memory import Memories, Restarts, Training

SLICE_SECONDS = 0.008
BREATH_SECONDS = 0.001
FRAME_SECONDS = 0.050  # the longest that the worker gives way to one frame
SPEED_SECONDS = 0.5  # how often the epochs a second are measured
WITHOUT_END = 10**12  # epochs


class Worker:
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
        self._beat, self._rules = Throttle(), Rules()
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

    def keep_pace(self, pace: Speed) -> None:
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
            by_batch=playing and self._beat.pace.unit == "batch",
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
