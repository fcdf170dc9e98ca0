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
from functools import partial

from engine import Experiment, Metrics, Trainer
from playground.fields import Fields
from playground.history import History
from playground.snapshot import Failure, Snapshot, View

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

    def configure(self, experiment: Experiment) -> int:
        """Go on with a changed experiment, from the start where its data or network changed."""
        return self._submit(partial(self._worker.configure, experiment))

    def play(self, epochs: int | None = None) -> int:
        """Train without end, or for so many epochs, then pause."""
        return self._submit(partial(self._worker.play, epochs))

    def step(self) -> int:
        """Train one epoch more than asked for so far, then pause; steps in quick succession add up."""
        return self._submit(self._worker.step)

    def pause(self) -> int:
        """Stop training after the mini-batch under way."""
        return self._submit(self._worker.pause)

    def reset(self) -> int:
        """Go back to epoch 0 with the same data and first weights, and pause."""
        return self._submit(self._worker.reset)

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
        self._view = View()
        self._history = History()
        self._fields = Fields()
        self._metrics: Metrics | None = None
        self._speed = 0.0
        self._speed_from = (0.0, 0)  # time, epoch

    # -- commands ----------------------------------------------------------------------------

    def open(self, experiment: Experiment) -> None:
        self._trainer = Trainer(experiment)
        self.pause()
        self._begin()

    def configure(self, experiment: Experiment) -> None:
        if self._trainer is None:
            self.open(experiment)
        elif self._trainer.configure(experiment):
            self._begin()
        self._metrics = None

    def play(self, epochs: int | None) -> None:
        if self._trainer is not None:
            self._goal = self._trainer.epoch + (WITHOUT_END if epochs is None else epochs)
            self._stepping = False
            self._measure_speed_from_here()

    def step(self) -> None:
        if self._trainer is not None:
            standing = self._goal if self._stepping and self._goal is not None else self._trainer.epoch
            self._goal, self._stepping = standing + 1, True

    def pause(self) -> None:
        self._rest()
        self._speed = 0.0

    def _rest(self) -> None:
        """Train no further; the figures are to be those of the very weights that are left."""
        self._goal, self._stepping, self._metrics = None, False, None

    def reset(self) -> None:
        self.pause()
        if self._trainer is not None:
            self._trainer.reset()
            self._begin()

    def look(self, view: View) -> None:
        self._view = view

    def _begin(self) -> None:
        """Note a fresh start; training that was under way goes on from it."""
        assert self._trainer is not None
        self._run += 1
        self._history = History()
        self._metrics = self._trainer.metrics()
        self._history.add(0, self._metrics)
        self._measure_speed_from_here()

    # -- the thread --------------------------------------------------------------------------

    def work(self) -> None:
        while not self._stopping.is_set():
            try:
                changed = self._take_commands()
                if self._goal is not None:
                    self._train()
                self._publish(changed)
            except Exception as error:
                self._rest()
                self._fail(_one_line(error), traceback.format_exc())
            if self._goal is not None:
                time.sleep(BREATH_SECONDS)

    def _take_commands(self) -> bool:
        """Carry out all waiting commands; wait for one where there is nothing else to do."""
        changed = False
        while True:
            waits = self._goal is None and not changed
            try:
                self._ticket, command = self._commands.get(block=waits)
            except queue.Empty:
                return changed
            if self._stopping.is_set():
                return changed
            command()
            changed = True

    def _train(self) -> None:
        trainer = self._trainer
        assert trainer is not None
        assert self._goal is not None
        self._slice_end = time.perf_counter() + SLICE_SECONDS
        trainer.run(self._goal - trainer.epoch, self._interrupts, self._end_of_epoch)
        self._way.wait(FRAME_SECONDS)
        if trainer.diverged or trainer.epoch >= self._goal:
            self._rest()
        now, (then, epoch) = time.perf_counter(), self._speed_from
        if now - then >= SPEED_SECONDS:
            self._speed = (trainer.epoch - epoch) / (now - then)
            self._speed_from = (now, trainer.epoch)

    def _interrupts(self) -> bool:
        over = time.perf_counter() >= self._slice_end
        return over or not self._way.is_set() or not self._commands.empty()

    def _end_of_epoch(self, metrics: Metrics) -> None:
        assert self._trainer is not None
        self._metrics = metrics
        self._history.add(self._trainer.epoch, metrics)

    def _measure_speed_from_here(self) -> None:
        assert self._trainer is not None
        self._speed_from = (time.perf_counter(), self._trainer.epoch)

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
        return Snapshot(
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
            field=self._fields.compute(trainer, self._view, in_a_hurry=busy),
            diverged=trainer.diverged,
            playing=playing,
            busy=busy,
            speed=self._speed if playing else 0.0,
        )


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, ValueError) and text:  # written for people
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
