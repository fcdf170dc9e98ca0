"""Carries out commands: on the current run, its playback, and the runs kept for undo. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from copy import copy
from typing import TYPE_CHECKING, assert_never

from engine import Experiment, State, Trainer
from playground.worker.answer import Answer, Failure, Outcome
from playground.worker.changing import remove_neuron, revise, set_mask, set_parameter
from playground.worker.commands import (
    Command,
    ExplainedStep,
    GoBack,
    GoTo,
    KeepState,
    Look,
    LookAtLanes,
    OnRun,
    Open,
    OpenLanes,
    OpenRun,
    Pause,
    Play,
    RemoveNeuron,
    Reset,
    Restore,
    SetMask,
    SetParameter,
    SetSpeed,
    SetUnit,
    Step,
)
from playground.worker.framing import Framing
from playground.worker.kept import Kept, starts_like
from playground.worker.playback import Playback
from playground.worker.replay import Replay, Target
from playground.worker.request import Evaluated, Wanted
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.run_copy import Origin
from playground.worker.snapshots import Snapshots

if TYPE_CHECKING:
    from playground.worker.keeping import Keeping

AT_ONCE = 0.01  # seconds of training again that a command takes itself
BESIDES = (Look, SetSpeed, KeepState)  # while they are carried out, the way to a moment goes on


class Training:
    """Carries out commands.

    Parameters
    ----------
    keeping : Keeping, optional
        Keeps its runs; without, none is kept, nor brought back.

    Attributes
    ----------
    run : Run or None
        None before anything is opened.
    playback : Playback
    replay : Replay or None
        The way to a moment of the past, while it is trained again.
    """

    def __init__(self, keeping: Keeping | None = None) -> None:
        self.run: Run | None = None
        self.playback = Playback()
        self.replay: Replay | None = None
        self._snapshots = Snapshots()
        self._kept = Kept(keeping)
        self._runs = 0
        self._framing = Framing()

    def answer(self, ticket: int, command: Command) -> Answer:
        """Carry out a command; return what became of it."""
        before, had_learned = self._experiment(), self.run is not None and self.run.trainer.steps > 0
        state, failure = b"", None
        if not isinstance(command, BESIDES):
            self.replay = None
        try:
            outcome = self._carry_out(command)
            if isinstance(command, KeepState) and self.run is not None:
                state = self.run.trainer.state().to_bytes()
            self._frame_data(isinstance(command, Revision) and command.drawn)
        except BaseException as error:  # SystemExit too: nobody else would tell of it
            outcome, failure = Outcome.FAILED, Failure.of(error)
            if not failure.is_refusal:
                self.stop()
        if not self.playback.busy:
            self._kept.keep_soon(self._present)
        epoch = self.run.trainer.epoch if self.run else 0
        after = self._experiment()
        return Answer(ticket, command, outcome, before, after, epoch, had_learned, state, failure)

    def _frame_data(self, drawn: bool) -> None:
        """Give the run's data their frame."""
        if self.run is not None:
            self.run.frame = self._framing.frame(self.run.trainer, drawn)

    def _experiment(self) -> Experiment | None:
        return self.run.trainer.experiment if self.run else None

    def _carry_out(self, command: Command) -> Outcome:
        match command:
            case Open():
                return self._open(Trainer(command.experiment))
            case Restore():
                return self._open(Trainer.restore(command.state), command.state)
            case SetSpeed():
                self.playback.set_speed(command.speed, self.run.trainer if self.run else None)
            case Pause():
                self._pause()
            case Look():
                self._snapshots.view = command.view
            case OpenLanes() | LookAtLanes() | SetUnit():
                return Outcome.REFUSED  # they are for several runs
            case Revision() if self.run is None:
                return self._open(Trainer(command.experiment))
            case _:
                return self._carry_out_on(self.run, command) if self.run else Outcome.REFUSED
        return Outcome.DONE

    def _carry_out_on(self, run: Run, command: OnRun) -> Outcome:
        match command:
            case Revision():
                return self._revise(command, run)
            case RemoveNeuron():
                if run.has_learned:
                    remove_neuron(run, command, self.playback.busy)
                return self._revise(command.revision, run)
            case SetParameter():
                return Outcome.DONE if set_parameter(run, command) else Outcome.REFUSED
            case SetMask():
                return Outcome.DONE if set_mask(run, command) else Outcome.REFUSED
            case Reset():
                return self._reset(command.number, run)
            case Play():
                self.playback.play(run.trainer, command.epochs)
            case Step():
                self._step(command.of, run)
            case ExplainedStep():
                self._pause()
                run.step_explained(command)
            case GoTo():
                return self._go_to(command, run)
            case GoBack():
                self._pause()
                return Outcome.DONE if run.go_back(command.progress) else Outcome.REFUSED
            case OpenRun():
                return self._open_run(command, run)
            case KeepState():
                pass  # the answer has it
            case _:
                assert_never(command)
        return Outcome.DONE

    def _open(self, trainer: Trainer, state: State | None = None) -> Outcome:
        self._pause()
        self.keep()
        self._kept.forget()
        return self._begin(trainer, state=state)

    def _open_run(self, command: OpenRun, run: Run) -> Outcome:
        """Continue a run that was kept as it was then."""
        trainer, origin = self._kept.opened(command.key)
        self._pause()
        self._kept.leave(run, command.number)
        return self._begin(trainer, origin)

    def _begin(self, trainer: Trainer, origin: Origin | None = None, state: State | None = None) -> Outcome:
        """Begin a run: a fresh one, or one that continues another."""
        self._runs += 1
        self.run = Run(trainer, self._runs, origin, state)
        self.playback.restart_clock(trainer)
        return Outcome.RESTORED if origin else Outcome.RESTARTED

    def _start_again(self, run: Run, number: int, before: Trainer, had_learned: bool) -> Outcome:
        """Begin a run in place of one whose trainer has started again.

        Parameters
        ----------
        run : Run
        number : int
            Of the change.
        before : Trainer
            A copy of its trainer from before the change.
        had_learned : bool
        """
        outcome = self._begin(run.trainer)
        assert self.run is not None
        run.trainer = before
        if had_learned:
            if starts_like(self.run, run):
                if run.trainer.experiment != self.run.trainer.experiment:
                    run.group = run.group or run.key
                self.run.group = run.group
            self._kept.leave(run, number)
        return outcome

    def _revise(self, revision: Revision, run: Run) -> Outcome:
        if (left := self._kept.recalled(revision.undone)) is not None:
            return self._bring_back(*left, revision, run)
        if revision.afresh:
            trainer = Trainer(revision.experiment)
            self._pause()
            self._kept.leave(run, revision.number)
            return self._begin(trainer)
        before, had_learned = copy(run.trainer), run.has_past
        if not revise(run, revision, self.playback.busy):
            return Outcome.KEPT
        return self._start_again(run, revision.since or revision.number, before, had_learned)

    def _bring_back(self, trainer: Trainer, origin: Origin, revision: Revision, run: Run) -> Outcome:
        """Go back to a run that was discarded."""
        # a merged stroke may have changed points before the change that started training again
        changed = Trainer.resume(trainer.experiment, trainer.data, trainer.progress)
        again = changed.configure(revision.experiment, keep=trainer.steps > 0 or origin.edited)
        self._kept.forget(revision.undone)
        self._kept.leave(run)
        goal = self.playback.goal
        if goal is not None and (self.playback.stepping or goal <= trainer.epoch):
            self.playback.stop()
        if again:
            return self._begin(changed)
        outcome = self._begin(trainer, origin)
        if self.run is not None and trainer.experiment != revision.experiment:
            revise(self.run, Revision(revision.experiment, keep=True), self.playback.busy)
        return outcome

    # -- what is kept ------------------------------------------------------------------------

    @property
    def _present(self) -> Sequence[Run]:
        """The runs that there are to be kept."""
        return [] if self.run is None else [self.run]

    def keep(self) -> None:
        """Keep the run as it is, if that is new."""
        self._kept.keep(self._present)

    @property
    def seconds_to_keep(self) -> float | None:
        """How long it is until the run is to be kept; None if there is nothing new to keep."""
        return self._kept.seconds

    def keep_if_due(self) -> None:
        """Keep the run, if that is due."""
        if self.seconds_to_keep == 0.0:
            self.keep()

    # -- training ----------------------------------------------------------------------------

    def _reset(self, number: int, run: Run) -> Outcome:
        self._pause()
        before, had_learned = copy(run.trainer), run.has_past
        run.trainer.reset()
        return self._start_again(run, number, before, had_learned)

    def _step(self, of: str, run: Run) -> None:
        if of == "epoch":
            self.playback.add_epoch(run.trainer)
        elif self.playback.stepping:
            self.playback.pending.append(of)
        else:
            self._pause()
            run.step(of)

    def _go_to(self, command: GoTo, run: Run) -> Outcome:
        """Go to a moment at once, where it is kept; else begin to train it again."""
        self._pause()
        line = run.lines.find(command.branch)
        if line is None:
            return Outcome.REFUSED
        run.leave()
        target = Target.of(command, line)
        if not (target.is_end and line is run.lines.line and run.lines.here is None):
            self.replay = Replay(run, line, target)
            end = time.perf_counter() + AT_ONCE
            self._advance(run, lambda: time.perf_counter() >= end)
        return Outcome.DONE

    def _advance(self, run: Run, interrupt: Callable[[], bool]) -> None:
        """Train towards the moment to which one goes, and stand there on arrival."""
        replay = self.replay
        if replay is not None and replay.advance(interrupt):
            self.replay = None
            run.stand(replay.line, replay.there, not replay.target.is_end)
            self._framing = Framing(run.frame, run.trainer.experiment.data)

    @property
    def busy(self) -> bool:
        """Whether anything is trained."""
        return self.playback.busy or self.replay is not None

    def wait(self) -> float:
        """Return the seconds until the next unit is due."""
        return 0.0 if self.replay is not None else self.playback.wait()

    @property
    def is_due(self) -> bool:
        """Whether there may be another snapshot while training continues."""
        return self._snapshots.is_due()

    def sight(self, ticket: int, evaluating: bool) -> Wanted | None:
        """Return a snapshot that is to be completed; None if nothing is open.

        Parameters
        ----------
        ticket : int
        evaluating : bool
            As for `Snapshots.take`.
        """
        run = self.run
        return (
            None if run is None else self._snapshots.take(ticket, run, self.playback, evaluating, self.replay)
        )

    def take_evaluation(self, found: Evaluated) -> bool:
        """Take note of what the observing thread has computed; return whether it is of any use."""
        run = self.run
        return run is not None and run.number == found.run and run.take_evaluation(found.state, found.metrics)

    def train(self, interrupt: Callable[[], bool]) -> None:
        """Train towards the goal until `interrupt`, which is asked after every mini-batch."""
        run, playback = self.run, self.playback
        assert run is not None
        if self.replay is not None:
            self._advance(run, interrupt)
            return
        assert playback.goal is not None
        throttle = None if playback.stepping else playback.throttle
        if run.train(playback.goal, throttle, interrupt):
            pending = [] if run.trainer.diverged else playback.pending
            self.stop()
            for of in pending:
                run.step(of)
        self._kept.keep_now_and_then(self._present)
        playback.measure(run.trainer)

    def _pause(self) -> None:
        self.playback.pause()
        if self.run is not None:
            self.run.forget_metrics()

    def stop(self) -> None:
        """Train no further; the metrics become those of the current weights."""
        self.replay = None
        self.playback.stop()
        if self.run is not None:
            self.run.forget_metrics()
        self._kept.keep_soon(self._present)
