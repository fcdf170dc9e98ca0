"""The worker: a thread that trains, a queue of commands in, a slot for one snapshot out. No Qt.

A snapshot is made only when the slot is empty, so a slow window never has a backlog. The worker
trains in slices of a few milliseconds with a short sleep after each, and gives way while the window
draws a frame: two threads that fight for the interpreter's lock would both be slower than by turns.
Paused means blocked on the queue.
"""

import queue
import threading
from collections.abc import Callable
from functools import partial

from engine import Experiment, State
from playground.observers.snapshot import Failure, Snapshot
from playground.observers.view import View
from playground.worker.speed import Speed
from playground.worker.worker import Worker


class Runner:
    """Runs one trainer in a thread of its own. Every method may be called from any thread."""

    def __init__(self) -> None:
        self._commands: queue.SimpleQueue[tuple[int, Callable[[], None]]] = queue.SimpleQueue()
        self._slot: queue.Queue[Snapshot] = queue.Queue(maxsize=1)
        self._failures: queue.SimpleQueue[Failure] = queue.SimpleQueue()
        self._stopping, self._way = threading.Event(), threading.Event()
        self._way.set()
        self._tickets, self._ordering = 0, threading.Lock()
        self._worker = Worker(self._commands, self._slot, self._failures, self._stopping, self._way)
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

    def keep_pace(self, pace: Speed) -> int:
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
