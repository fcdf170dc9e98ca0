"""What commands act on: the run that is under way, how far it is to go, and what undo needs. No Qt."""

from collections.abc import Callable
from copy import copy
from typing import assert_never

from engine import Trainer
from playground.worker.commands import (
    Command,
    KeepState,
    Look,
    Open,
    Pause,
    Play,
    RemoveNeuron,
    Reset,
    Restore,
    SetMask,
    SetParameter,
    SetSpeed,
    Step,
)
from playground.worker.playback import Playback
from playground.worker.revision import Revision
from playground.worker.run import Run
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
        self._runs = 0

    def carry_out(self, command: Command) -> None:
        """Do what a command asks for; what it is about may not be there, as before anything is opened."""
        match command:
            case Open():
                self._open(Trainer(command.experiment))
            case Restore():
                self._open(Trainer.restore(command.state))
            case SetSpeed():
                self.playback.set_speed(command.speed, self.run.trainer if self.run else None)
            case Pause():
                self._pause()
            case Look():
                pass  # whoever makes snapshots looks
            case Revision() if self.run is None:
                self._open(Trainer(command.experiment))
            case _:
                if self.run is not None:
                    self._carry_out(command, self.run)

    def _carry_out(
        self,
        command: KeepState | Revision | RemoveNeuron | SetParameter | SetMask | Play | Step | Reset,
        run: Run,
    ) -> None:
        match command:
            case Revision():
                self._revise(command, run)
            case RemoveNeuron():
                if run.has_learned:
                    run.remove_neuron(command, self.playback.busy)
                self._revise(command.revision, run)
            case SetParameter():
                run.set_parameter(command)
            case SetMask():
                run.set_mask(command)
            case Play():
                self.playback.play(run.trainer, command.epochs)
            case Step():
                self._step(command.of, run)
            case Reset():
                self._reset(command.number, run)
            case KeepState():
                command.kept.put(run.trainer.state().to_bytes())
            case _:
                assert_never(command)

    def _open(self, trainer: Trainer) -> None:
        self.discarded.clear()
        self._pause()
        self._begin(trainer)

    def _begin(self, trainer: Trainer, discarded: DiscardedRun | None = None) -> None:
        """Begin another run: a fresh one, or one that goes on from a discarded one."""
        self._runs += 1
        self.run = Run(trainer, self._runs, discarded)
        self.playback.restart_clock(trainer)

    def _revise(self, revision: Revision, run: Run) -> None:
        if (discarded := self.discarded.recall(revision.undone)) is not None:
            self._bring_back(discarded, revision)
            return
        before, had_learned = copy(run.trainer), run.has_learned
        if run.revise(revision, self.playback.busy):
            if had_learned:
                self.discarded.keep(
                    revision.since or revision.number, before, run.history, run.removed, run.edited
                )
            self._begin(run.trainer)

    def _bring_back(self, discarded: DiscardedRun, revision: Revision) -> None:
        """Go back to a run that was discarded."""
        trainer = Trainer.restore(discarded.state)
        # in one stroke there may have been other points before the one that started training again
        again = trainer.configure(revision.experiment, keep=True)
        goal = self.playback.goal
        if goal is not None and (self.playback.stepping or goal <= trainer.epoch):
            self.playback.rest()
        self._begin(trainer, None if again else discarded)

    def _reset(self, number: int, run: Run) -> None:
        self._pause()
        before, had_learned = copy(run.trainer), run.has_learned
        run.trainer.reset()
        if had_learned:
            self.discarded.keep(number, before, run.history, run.removed, run.edited)
        self._begin(run.trainer)

    def _step(self, of: str, run: Run) -> None:
        if of == "epoch":
            self.playback.add_epoch(run.trainer)
        elif self.playback.stepping:
            self.playback.pending.append(of)
        else:
            self._pause()
            run.step(of)

    def train(self, interrupt: Callable[[], bool]) -> None:
        """Train towards the goal until `interrupt`, which is asked after every mini-batch."""
        run, playback = self.run, self.playback
        assert run is not None
        assert playback.goal is not None
        throttle = None if playback.stepping else playback.throttle
        if run.train(playback.goal, throttle, interrupt):
            pending = [] if run.trainer.diverged else playback.pending
            self.rest()
            for of in pending:
                run.step(of)
        playback.measure(run.trainer)

    def _pause(self) -> None:
        self.playback.pause()
        if self.run is not None:
            self.run.measure_again()

    def rest(self) -> None:
        """Train no further; the figures are to be those of the very weights that are left."""
        self.playback.rest()
        if self.run is not None:
            self.run.measure_again()
