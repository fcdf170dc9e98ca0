"""The loop in the training thread: it takes commands, trains, and asks for snapshots. No Qt."""

import queue
import threading
import time
from contextlib import suppress

from playground.worker.answer import Answer, Answers, Failure, Outcome, Report
from playground.worker.commands import Command, Pause
from playground.worker.loop import Loop
from playground.worker.observing import Observing
from playground.worker.request import Evaluated, Request, Unobserved, Wanted
from playground.worker.slot import Slot
from playground.worker.training import Training

SLICE_SECONDS = 0.016
BREATH_SECONDS = 0.0002
FRAME_SECONDS = 0.050  # the longest that the worker gives way to one frame

Message = tuple[int, Command | Evaluated | Unobserved]


class Worker(Loop):
    """The loop of the thread. Nothing else touches the trainer.

    Parameters
    ----------
    messages : SimpleQueue of (int, Command, or what the observing thread tells)
        With the tickets of the commands.
    answers : Answers
    reports : Slot of Report
        Looked at only: the observing thread fills it.
    observing : Observing
    stopping, may_train : Event
    training : Training
        It carries out the commands.

    Attributes
    ----------
    is_in_slice : bool
        Whether it is in the middle of a slice: a message is taken when the mini-batch under way is done.
    """

    def __init__(
        self,
        messages: "queue.SimpleQueue[Message]",
        answers: Answers,
        reports: Slot[Report],
        observing: Observing,
        stopping: threading.Event,
        may_train: threading.Event,
        training: Training,
    ) -> None:
        super().__init__(stopping)
        self._messages, self._answers = messages, answers
        self._reports, self._observing = reports, observing
        self._may_train = may_train
        self.is_in_slice = False
        self._slice_end = 0.0
        self._message: Message | None = None  # that is being carried out
        self._last: tuple[int, Command] = (0, Pause())
        self._looked_again = 0  # the ticket of the last command after which a snapshot failed
        self._training = training

    def work(self, failure: Failure | None = None) -> None:
        """Loop until the thread is to stop, and keep the run."""
        super().work(failure)
        with suppress(BaseException):  # whatever it is, nobody is there to be told
            self._training.keep()

    def _recover(self, failure: Failure) -> None:
        """Train no further, and report a failure; the command that was being carried out has failed."""
        with suppress(BaseException):  # the first failure is reported in any case, with its traceback
            self._training.stop()
        outcome = Outcome.STOPPED
        if self._message is not None:
            ticket, message = self._message
            if not isinstance(message, (Evaluated, Unobserved)):
                self._last, outcome = (ticket, message), Outcome.FAILED
        self._fail(failure, outcome)
        self._message = None
        sight = None
        with suppress(BaseException):
            sight = self._sight()
        self._request(sight)

    def _turn(self) -> None:
        """Carry out what waits, train for a slice, and ask for a snapshot."""
        training = self._training
        training.keep_if_due()
        changed = self._take_messages()
        trains = training.busy and training.wait() == 0.0
        if trains:
            self._train()
        self._publish(changed or (trains and training.wait() > FRAME_SECONDS))
        if trains:  # only now: the next snapshot is made while the frame is drawn
            self._may_train.wait(FRAME_SECONDS)
        if training.busy:
            time.sleep(BREATH_SECONDS)

    def _take_messages(self) -> bool:
        """Carry out all waiting commands; wait for one if there is nothing else to do."""
        changed, training = False, self._training
        while True:
            longest = 0.0 if changed else training.wait()
            rests = not training.busy and not changed
            try:
                until = longest if training.busy else training.seconds_to_keep
                self._message = self._messages.get(rests or longest > 0.0, until)
            except queue.Empty:
                if rests:
                    training.keep_if_due()
                    continue
                return changed
            changed |= self._take(*self._message)
            self._message = None  # not kept until the next comes, and not lost where it fails
            if self._stopping.is_set():
                return changed

    def _take(self, ticket: int, message: "Command | Evaluated | Unobserved") -> bool:
        """Do what a message says; return whether another snapshot is to show it."""
        match message:
            case Evaluated():
                # while training continues, the next frame will show it
                return self._training.take_evaluation(message) and not self._training.busy
            case Unobserved():
                self._training.stop()
                self._fail(message.failure, Outcome.STOPPED)
                again = self._looked_again != self._last[0]
                self._looked_again = self._last[0]
                self._request(self._sight() if again else None)  # a third one would fail as well
                return False
            case _:
                self._carry_out(ticket, message)
                return True

    def _carry_out(self, ticket: int, command: Command) -> None:
        self._last = (ticket, command)
        self._answers.add(self._training.answer(ticket, command))

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
        if changed or not self._training.busy or self._is_wanted():
            self._request(self._sight())

    def _is_wanted(self) -> bool:
        """Whether the window has taken the last snapshot, and there is time for another."""
        return self._reports.is_empty and self._observing.is_ready and self._training.is_due

    def _sight(self) -> Wanted | None:
        return self._training.sight(self._last[0], self._observing.is_evaluating)

    def _fail(self, failure: Failure, outcome: Outcome) -> None:
        """Answer that the last command has failed, or that training has stopped after it, and why."""
        run = self._training.run
        experiment, epoch = (run.trainer.experiment, run.trainer.epoch) if run else (None, 0)
        ticket, command = self._last
        self._answers.add(Answer(ticket, command, outcome, experiment, experiment, epoch, failure=failure))

    def _request(self, sight: Wanted | None) -> None:
        self._observing.requests.put(Request(self._answers.last, sight))
