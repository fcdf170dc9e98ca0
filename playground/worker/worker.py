"""The loop in the training thread: it takes commands, trains, and asks for snapshots. No Qt."""

import queue
import threading
import time
from contextlib import suppress

from playground.worker.answer import Answer, Failure, Outcome, Report
from playground.worker.commands import Command, Look, Pause
from playground.worker.observing import Observing
from playground.worker.request import Evaluated, Request, Sight, Unobserved
from playground.worker.slot import Slot
from playground.worker.snapshots import Snapshots
from playground.worker.training import Training

SLICE_SECONDS = 0.016
BREATH_SECONDS = 0.0002
FRAME_SECONDS = 0.050  # the longest that the worker gives way to one frame

Message = tuple[int, Command | Evaluated | Unobserved]


class Worker:
    """The loop of the thread. Nothing else touches the trainer.

    Parameters
    ----------
    messages : SimpleQueue of (int, Command, or what the observing thread tells)
        With the tickets of the commands.
    reports : Slot of Report
        Looked at only: the observing thread fills it.
    observing : Observing
    stopping, may_train : Event

    Attributes
    ----------
    is_in_slice : bool
        Whether it is in the middle of a slice: a message is taken when the mini-batch under way is done.
    """

    def __init__(
        self,
        messages: "queue.SimpleQueue[Message]",
        reports: Slot[Report],
        observing: Observing,
        stopping: threading.Event,
        may_train: threading.Event,
    ) -> None:
        self._messages, self._reports, self._observing = messages, reports, observing
        self._stopping, self._may_train = stopping, may_train
        self.is_in_slice = False
        self._slice_end = 0.0
        self._last: tuple[int, Command] = (0, Pause())
        self._answers: list[Answer] = []  # that are not reported yet
        self._training, self._snapshots = Training(), Snapshots()

    def work(self) -> None:
        """Loop until the thread is to stop."""
        playback = self._training.playback
        while not self._stopping.is_set():
            try:
                changed = self._take_messages()
                trains = playback.busy and playback.wait() == 0.0
                if trains:
                    self._train()
                self._publish(changed or (trains and playback.wait() > FRAME_SECONDS))
                if trains:  # only now: the next snapshot is made while the frame is drawn
                    self._may_train.wait(FRAME_SECONDS)
            except BaseException as error:  # SystemExit too: nobody else would tell of it
                failure, sight = Failure.of(error), None
                self._training.stop()
                with suppress(BaseException):  # the first failure is reported in any case, with its traceback
                    sight = self._sight()
                self._fail(failure, sight)
            if playback.busy:
                time.sleep(BREATH_SECONDS)

    def _take_messages(self) -> bool:
        """Carry out all waiting commands; wait for one if there is nothing else to do."""
        changed, playback = False, self._training.playback
        while True:
            longest = 0.0 if changed else playback.wait()
            waits = (not playback.busy and not changed) or longest > 0.0
            try:
                # no name for the message here: it would be kept until the next comes
                changed |= self._take(*self._messages.get(waits, longest if playback.busy else None))
            except queue.Empty:
                return changed
            if self._stopping.is_set():
                return changed

    def _take(self, ticket: int, message: "Command | Evaluated | Unobserved") -> bool:
        """Do what a message says; return whether another snapshot is to show it."""
        match message:
            case Evaluated():
                # while training continues, the next frame will show it
                return self._training.take_evaluation(message) and not self._training.playback.busy
            case Unobserved():
                self._training.stop()
                self._fail(message.failure, None)  # another snapshot would fail as well
                return False
            case _:
                self._carry_out(ticket, message)
                return True

    def _carry_out(self, ticket: int, command: Command) -> None:
        if isinstance(command, Look):
            self._snapshots.view = command.view
        self._last = (ticket, command)
        self._answers.append(self._training.answer(ticket, command))

    def _train(self) -> None:
        """Train for a slice, at most until a frame is to be drawn."""
        self._slice_end = time.perf_counter() + SLICE_SECONDS
        self.is_in_slice = True
        try:
            self._training.train(self._interrupts)
        finally:
            self.is_in_slice = False

    def _interrupts(self) -> bool:
        over = time.perf_counter() >= self._slice_end
        return over or not self._may_train.is_set() or not self._messages.empty()

    def _publish(self, changed: bool) -> None:
        """Ask for a snapshot if one is wanted; always after a command, and when training has stopped."""
        if changed or not self._training.playback.busy or self._is_wanted():
            self._request(self._sight())

    def _is_wanted(self) -> bool:
        """Whether the window has taken the last snapshot, and there is time for another."""
        return self._reports.is_empty and self._observing.is_ready and self._snapshots.is_due()

    def _sight(self) -> Sight | None:
        training, (ticket, _) = self._training, self._last
        if training.run is None:
            return None
        return self._snapshots.take(ticket, training.run, training.playback, self._observing.is_evaluating)

    def _fail(self, failure: Failure, sight: Sight | None) -> None:
        """Report why training has stopped, with a snapshot if one can still be made."""
        run = self._training.run
        experiment, epoch = (run.trainer.experiment, run.trainer.epoch) if run else (None, 0)
        ticket, command = self._last
        self._answers.append(
            Answer(ticket, command, Outcome.STOPPED, experiment, experiment, epoch, failure=failure)
        )
        self._request(sight)

    def _request(self, sight: Sight | None) -> None:
        answers = tuple(self._answers)
        self._answers.clear()
        self._observing.requests.put(Request(answers, sight))
