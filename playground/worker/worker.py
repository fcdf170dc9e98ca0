"""The loop in the training thread: it takes commands, trains, and makes snapshots. No Qt."""

import queue
import threading
import time
from contextlib import suppress

from playground.observers.snapshot import Snapshot
from playground.worker.answer import Answer, Failure, Outcome, Report
from playground.worker.commands import Command, Look, Pause
from playground.worker.snapshots import Snapshots
from playground.worker.training import Training, failure_of

SLICE_SECONDS = 0.008
BREATH_SECONDS = 0.001
FRAME_SECONDS = 0.050  # the longest that the worker gives way to one frame


class Worker:
    """The loop of the thread. Nothing else touches the trainer."""

    def __init__(
        self,
        commands: "queue.SimpleQueue[tuple[int, Command]]",
        slot: "queue.Queue[Report]",
        stopping: threading.Event,
        may_train: threading.Event,
    ) -> None:
        self._commands, self._slot = commands, slot
        self._stopping, self._may_train = stopping, may_train
        self._slice_end = 0.0
        self._last: tuple[int, Command] = (0, Pause())
        self._answers: list[Answer] = []  # that are not in the slot yet
        self._training, self._snapshots = Training(), Snapshots()

    def work(self) -> None:
        """Loop until the thread is to stop."""
        playback = self._training.playback
        while not self._stopping.is_set():
            try:
                changed = self._take_commands()
                trains = playback.busy and playback.wait() == 0.0
                if trains:
                    self._train()
                self._publish(changed or (trains and playback.wait() > FRAME_SECONDS))
            except Exception as error:
                self._fail(failure_of(error))
            if playback.busy:
                time.sleep(BREATH_SECONDS)

    def _take_commands(self) -> bool:
        """Carry out all waiting commands; wait for one if there is nothing else to do."""
        changed, playback = False, self._training.playback
        while True:
            longest = 0.0 if changed else playback.wait()
            waits = (not playback.busy and not changed) or longest > 0.0
            try:
                ticket, command = self._commands.get(waits, longest if playback.busy else None)
            except queue.Empty:
                return changed
            if self._stopping.is_set():
                return changed
            if isinstance(command, Look):
                self._snapshots.view = command.view
            self._last, changed = (ticket, command), True
            self._answers.append(self._training.answer(ticket, command))

    def _train(self) -> None:
        """Train for a slice, and give way to a frame that is being drawn."""
        self._slice_end = time.perf_counter() + SLICE_SECONDS
        self._training.train(self._interrupts)
        self._may_train.wait(FRAME_SECONDS)

    def _interrupts(self) -> bool:
        over = time.perf_counter() >= self._slice_end
        return over or not self._may_train.is_set() or not self._commands.empty()

    def _publish(self, changed: bool) -> None:
        """Put a report in the slot if it is empty; always after a command, and when training has stopped."""
        final = not self._training.playback.busy
        if changed or final or self._slot.empty():
            self._put(self._snapshot())

    def _snapshot(self) -> Snapshot | None:
        run, (ticket, _) = self._training.run, self._last
        return self._snapshots.take(ticket, run, self._training.playback) if run is not None else None

    def _fail(self, failure: Failure) -> None:
        """Stop training, and report why, with a snapshot if one can still be made."""
        self._training.stop()
        run, snapshot = self._training.run, None
        experiment, epoch = (run.trainer.experiment, run.trainer.epoch) if run else (None, 0)
        ticket, command = self._last
        self._answers.append(
            Answer(ticket, command, Outcome.STOPPED, experiment, experiment, epoch, failure=failure)
        )
        with suppress(Exception):  # the first failure is reported in any case, with its traceback
            snapshot = self._snapshot()
        self._put(snapshot)

    def _put(self, snapshot: Snapshot | None) -> None:
        """Put a report in the slot; it includes the answers of one that nobody took."""
        report = Report(tuple(self._answers), snapshot)
        self._answers.clear()
        while True:
            try:
                self._slot.put_nowait(report)
                return
            except queue.Full:
                with suppress(queue.Empty):
                    report = report.after(self._slot.get_nowait())
