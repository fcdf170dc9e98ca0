"""Carries out commands: on the current run, its playback, and the runs kept for undo. No Qt."""

from collections.abc import Callable
from copy import copy
from typing import assert_never

from engine import DataSpec, Experiment, State, Trainer
from playground.observers.plane import frame_of
from playground.observers.view import SQUARE
from playground.worker.answer import Answer, Failure, Outcome
from playground.worker.commands import (
    Command,
    ExplainedStep,
    GoBack,
    KeepState,
    Look,
    LookAtLanes,
    OnRun,
    Open,
    OpenLanes,
    Pause,
    Play,
    RemoveNeuron,
    Reset,
    Restore,
    SetGoal,
    SetMask,
    SetParameter,
    SetSpeed,
    SetUnit,
    Step,
)
from playground.worker.playback import Playback
from playground.worker.request import Evaluated, Wanted
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.snapshots import Snapshots
from playground.worker.undo_memory import DiscardedRun, DiscardedRuns


class Training:
    """Carries out commands.

    Attributes
    ----------
    run : Run or None
        None before anything is opened.
    playback : Playback
    discarded : DiscardedRuns
    """

    def __init__(self) -> None:
        self.run: Run | None = None
        self.playback = Playback()
        self.discarded = DiscardedRuns()
        self._snapshots = Snapshots()
        self._runs = 0
        self._frame, self._framed = SQUARE, DataSpec()  # the last frame, and what it was for

    def answer(self, ticket: int, command: Command) -> Answer:
        """Carry out a command; return what became of it."""
        before, had_learned = self._experiment(), self.run is not None and self.run.trainer.steps > 0
        state, failure = b"", None
        try:
            outcome = self._carry_out(command)
            if isinstance(command, KeepState) and self.run is not None:
                state = self.run.trainer.state().to_bytes()
            self._frame_data(isinstance(command, Revision) and command.drawn)
        except BaseException as error:  # SystemExit too: nobody else would tell of it
            outcome, failure = Outcome.FAILED, Failure.of(error)
            if not failure.is_refusal:
                self.stop()
        epoch = self.run.trainer.epoch if self.run else 0
        after = self._experiment()
        return Answer(ticket, command, outcome, before, after, epoch, had_learned, state, failure)

    def _frame_data(self, drawn: bool) -> None:
        """Give the run's data their frame: the last one, where the points are the same or were only drawn."""
        if self.run is None:
            return
        trainer = self.run.trainer
        spec, last = trainer.experiment.data, self._framed
        if spec is not last:
            same = (spec.own, spec.points, spec.columns) == (last.own, last.points, last.columns)
            drawn_in = self._frame if drawn and spec.columns == last.columns else None
            if not same:
                self._frame = frame_of(trainer.experiment, trainer.data, drawn_in)
            self._framed = spec
        self.run.frame = self._frame

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
            case OpenLanes() | LookAtLanes() | SetUnit() | SetGoal():
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
                    run.remove_neuron(command, self.playback.busy)
                return self._revise(command.revision, run)
            case SetParameter():
                return Outcome.DONE if run.set_parameter(command) else Outcome.REFUSED
            case SetMask():
                return Outcome.DONE if run.set_mask(command) else Outcome.REFUSED
            case Reset():
                return self._reset(command.number, run)
            case Play():
                self.playback.play(run.trainer, command.epochs)
            case Step():
                self._step(command.of, run)
            case ExplainedStep():
                self._pause()
                run.step_explained(command)
            case GoBack():
                self._pause()
                return Outcome.DONE if run.go_back(command.progress) else Outcome.REFUSED
            case KeepState():
                pass  # the answer has it
            case _:
                assert_never(command)
        return Outcome.DONE

    def _open(self, trainer: Trainer, state: State | None = None) -> Outcome:
        self.discarded.clear()
        self._pause()
        return self._begin(trainer, state=state)

    def _begin(
        self, trainer: Trainer, discarded: DiscardedRun | None = None, state: State | None = None
    ) -> Outcome:
        """Begin a run: a fresh one, or one that continues a discarded run."""
        self._runs += 1
        self.run = Run(trainer, self._runs, discarded, state)
        self.playback.restart_clock(trainer)
        return Outcome.RESTORED if discarded else Outcome.RESTARTED

    def _revise(self, revision: Revision, run: Run) -> Outcome:
        if (discarded := self.discarded.recall(revision.undone)) is not None:
            try:
                return self._bring_back(discarded, revision)
            except BaseException:
                self.discarded.put_back(revision.undone[0], discarded)
                raise
        if revision.afresh:
            return self._begin_afresh(revision, run)
        before, had_learned = copy(run.trainer), run.has_learned
        if not run.revise(revision, self.playback.busy):
            return Outcome.KEPT
        if had_learned:
            self._keep(revision.since or revision.number, before, run)
        return self._begin(run.trainer)

    def _begin_afresh(self, revision: Revision, run: Run) -> Outcome:
        """Begin with another experiment, and keep the run that was there for undo."""
        trainer = Trainer(revision.experiment)
        self._pause()
        if run.has_learned:
            self._keep(revision.number, run.trainer, run)
        return self._begin(trainer)

    def _keep(self, number: int, before: Trainer, run: Run) -> None:
        """Keep a run that is over, for undo; `before` is a copy of its trainer from before the change."""
        self.discarded.keep(number, before, run.history, run.removed, run.edited, run.record)

    def _bring_back(self, discarded: DiscardedRun, revision: Revision) -> Outcome:
        """Go back to a run that was discarded."""
        trainer = Trainer.restore(discarded.state)
        # a merged stroke may have changed points before the change that started training again
        again = trainer.configure(revision.experiment, keep=True)
        goal = self.playback.goal
        if goal is not None and (self.playback.stepping or goal <= trainer.epoch):
            self.playback.stop()
        if again:
            return self._begin(trainer)
        discarded.record.note(trainer.steps, Revision(revision.experiment, keep=True))
        return self._begin(trainer, discarded)

    def _reset(self, number: int, run: Run) -> Outcome:
        self._pause()
        before, had_learned = copy(run.trainer), run.has_learned
        run.trainer.reset()
        if had_learned:
            self._keep(number, before, run)
        return self._begin(run.trainer)

    def _step(self, of: str, run: Run) -> None:
        if of == "epoch":
            self.playback.add_epoch(run.trainer)
        elif self.playback.stepping:
            self.playback.pending.append(of)
        else:
            self._pause()
            run.step(of)

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
        return None if run is None else self._snapshots.take(ticket, run, self.playback, evaluating)

    def take_evaluation(self, found: Evaluated) -> bool:
        """Take note of what the observing thread has computed; return whether it is of any use."""
        run = self.run
        return run is not None and run.number == found.run and run.take_evaluation(found.state, found.metrics)

    def train(self, interrupt: Callable[[], bool]) -> None:
        """Train towards the goal until `interrupt`, which is asked after every mini-batch."""
        run, playback = self.run, self.playback
        assert run is not None
        assert playback.goal is not None
        throttle = None if playback.stepping else playback.throttle
        if run.train(playback.goal, throttle, interrupt):
            pending = [] if run.trainer.diverged else playback.pending
            self.stop()
            for of in pending:
                run.step(of)
        playback.measure(run.trainer)

    def _pause(self) -> None:
        self.playback.pause()
        if self.run is not None:
            self.run.forget_metrics()

    def stop(self) -> None:
        """Train no further; the metrics become those of the current weights."""
        self.playback.stop()
        if self.run is not None:
            self.run.forget_metrics()
