"""The runner's side in the thread: the loop that takes commands, trains, and makes snapshots. No Qt."""

import queue
import threading
import time
import traceback
from contextlib import suppress

from playground.observers.snapshot import Failure, Snapshot
from playground.worker.commands import Command, Look
from playground.worker.snapshots import Snapshots
from playground.worker.training import Training

SLICE_SECONDS = 0.008
BREATH_SECONDS = 0.001
FRAME_SECONDS = 0.050  # the longest that the worker gives way to one frame


class Worker:
    """The loop of the thread. Nothing else touches the trainer."""

    def __init__(
        self,
        commands: "queue.SimpleQueue[tuple[int, Command]]",
        slot: "queue.Queue[Snapshot]",
        failures: "queue.SimpleQueue[Failure]",
        stopping: threading.Event,
        way: threading.Event,
    ) -> None:
        self._commands, self._slot, self._failures = commands, slot, failures
        self._stopping, self._way = stopping, way
        self._slice_end = 0.0
        self._ticket = 0
        self._training, self._snapshots = Training(), Snapshots()

    def work(self) -> None:
        """Go round until the thread is stopped."""
        playback = self._training.playback
        while not self._stopping.is_set():
            try:
                changed = self._take_commands()
                trains = playback.busy and playback.wait() == 0.0
                if trains:
                    self._train()
                self._publish(changed or (trains and playback.wait() > FRAME_SECONDS))
            except Exception as error:
                self._training.rest()
                self._fail(_one_line(error), traceback.format_exc())
            if playback.busy:
                time.sleep(BREATH_SECONDS)

    def _take_commands(self) -> bool:
        """Carry out all waiting commands; wait for one where there is nothing else to do."""
        changed, playback = False, self._training.playback
        while True:
            longest = 0.0 if changed else playback.wait()
            waits = (not playback.busy and not changed) or longest > 0.0
            try:
                self._ticket, command = self._commands.get(waits, longest if playback.busy else None)
            except queue.Empty:
                return changed
            if self._stopping.is_set():
                return changed
            if isinstance(command, Look):
                self._snapshots.view = command.view
            else:
                self._training.carry_out(command)
            changed = True

    def _train(self) -> None:
        """Train for a slice, and give way to a frame that is being drawn."""
        self._slice_end = time.perf_counter() + SLICE_SECONDS
        self._training.train(self._interrupts)
        self._way.wait(FRAME_SECONDS)

    def _interrupts(self) -> bool:
        over = time.perf_counter() >= self._slice_end
        return over or not self._way.is_set() or not self._commands.empty()

    def _publish(self, changed: bool) -> None:
        """Put a snapshot in the slot: where it is empty, and always after a command or at a stop."""
        final = not self._training.playback.busy
        if self._training.run is not None and (changed or final or self._slot.empty()):
            self._put(self._snapshot())

    def _snapshot(self) -> Snapshot:
        assert self._training.run is not None
        return self._snapshots.take(self._ticket, self._training.run, self._training.playback)

    def _fail(self, message: str, details: str) -> None:
        """Tell the window what went wrong, and how things stand, if the trainer can still be asked."""
        snapshot, run = None, self._training.run
        with suppress(Exception):  # what led here is told in any case, with its traceback
            snapshot = self._snapshot() if run else None
        experiment = run.trainer.experiment if run else None
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


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    if isinstance(error, ValueError) and text:  # written for people
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
