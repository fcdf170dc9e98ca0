"""Trains a line of a run again, from a moment that was kept to a place of its past. No Qt."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple, assert_never

from engine import State, Trainer
from engine.training.divergence import are_finite
from playground.observers.events import progress_of
from playground.worker.changing import remove_neuron, revise, set_mask, set_parameter
from playground.worker.commands import (
    ExplainedStep,
    GoTo,
    RemoveNeuron,
    SetMask,
    SetParameter,
    Step,
)
from playground.worker.framing import Framing
from playground.worker.line import Line
from playground.worker.moment_clock import MomentClock
from playground.worker.moments import Moment
from playground.worker.record import Diverged, Entry, Judged, Place, Record, Stepping
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.speed import Throttle

SPACING = 0.02  # seconds of training between two moments kept on the way
SURE = 0.05  # the share of the way after which the time it took tells how long the rest takes


class Replayed(Record):
    """What stands in for the record of a run that is trained again: it notes nothing.

    Attributes
    ----------
    done : int
        How many entries of the real record have taken effect.
    """

    done = 0

    @property
    def count(self) -> int:
        return self.done

    def note(self, _: Entry) -> bool:
        return False


class Target(NamedTuple):
    """A place of a line.

    Attributes
    ----------
    entries : int
        How many entries of its record take effect before it.
    place : Place
        With 0 steps where only the epoch counts, with epoch 0 where only the steps do.
    is_end : bool
        Whether the line ends there.
    """

    entries: int
    place: Place
    is_end: bool = False

    @classmethod
    def of(cls, command: GoTo, line: Line) -> Target:
        """Return where a command leads on a line."""
        record, end = line.record, line.place
        if command.steps is not None and (steps := max(command.steps, line.first_step)) < end.steps:
            return cls(record.at_step(steps), Place(steps, 0))
        if command.epoch is not None and (epoch := max(command.epoch, line.first)) < line.epoch:
            return cls(record.before_epoch(epoch), Place(0, epoch))
        return cls(record.count, end, is_end=True)


class Replay:
    """A part of a line that is trained again; the run itself stays where it is meanwhile.

    Parameters
    ----------
    run : Run
    line : Line
        One of its lines.
    target : Target

    Attributes
    ----------
    there : Run
        What is trained.
    line, target
    """

    def __init__(self, run: Run, line: Line, target: Target) -> None:
        self.line, self.target = line, target
        self._record = Replayed(line.record.start)
        self.there = _nearest(run, line, target, self._record)
        self.there.lines.line.record = self._record
        self.there.clock = MomentClock(self.there.clock.trained, SPACING)
        self._framing = Framing(self.there.frame, self.there.trainer.experiment.data)
        self._from, self._began = self._amount, time.perf_counter()
        self._expected = self._expected_seconds

    # -- how far it is -----------------------------------------------------------------------

    @property
    def _amount(self) -> float:
        """How far it has come, in mini-batches where these are what counts, and else in epochs."""
        return self.there.trainer.steps if self.target.place.steps else progress_of(self.there.trainer)[1]

    @property
    def epoch(self) -> int:
        """The epoch to which it goes."""
        return self.target.place.epoch or self.there.trainer.epoch

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        goal = self._goal
        return min((self._amount - self._from) / (goal - self._from), 1.0) if goal > self._from else 1.0

    @property
    def _goal(self) -> int:
        return self.target.place.steps or self.target.place.epoch

    @property
    def left(self) -> float:
        """How many seconds it will still take, about: as long as it took then, until it has got some way."""
        share = self.share
        if share < SURE:
            return self._expected * (1.0 - share)
        return (time.perf_counter() - self._began) * (1.0 / share - 1.0)

    @property
    def _expected_seconds(self) -> float:
        """How long it took to train it, about: from here to the next moment, the same for every epoch."""
        line, target = self.line, self.target
        i = _place_among(line.moments, target)
        kept = line.moments[i] if i < len(line.moments) else line
        end = kept.place.steps if target.place.steps else kept.place.epoch
        trained = max(kept.trained - self.there.clock.trained, 0.0)
        return trained * min((self._goal - self._from) / max(end - self._from, 1.0), 1.0)

    # -- training ----------------------------------------------------------------------------

    def advance(self, interrupt: Callable[[], bool]) -> bool:
        """Train until interrupted; return whether it has arrived."""
        record, target = self.line.record, self.target
        while self._record.done < target.entries:
            entry = record.entry(self._record.done)
            if not self._train_to(entry.place, interrupt):
                return False
            if self._ends_within(entry):
                break
            self._apply(entry)
        if not self._train_to(target.place, interrupt):
            return False
        if self._record.done < record.count:
            entry = record.entry(self._record.done)
            if isinstance(entry.what, Diverged) and entry.place == self.there.place:
                self._apply(entry)
        return True

    def _ends_within(self, entry: Entry) -> bool:
        """Whether the place is in the middle of a step, which first ends an epoch that was interrupted."""
        done, count, _ = self.there.trainer.position
        ends = isinstance(entry.what, Step) and done == count
        return ends and self.target.place == (0, entry.place.epoch + 1)

    def _train_to(self, place: Place, interrupt: Callable[[], bool]) -> bool:
        """Train to a place; return whether it is reached."""
        there, trainer = self.there, self.there.trainer

        def is_there() -> bool:
            return trainer.steps >= place.steps and trainer.epoch >= place.epoch

        def is_over() -> bool:
            # what is no longer finite is noticed where it was the first time, not where a slice ends
            return is_there() or (interrupt() and are_finite(trainer.progress.parameters))

        while not is_there():
            assert len(trainer.data.train)  # or it would never be there; and it could not have been
            goal = place.epoch if trainer.epoch < place.epoch else trainer.epoch + 1
            there.train(goal, None if self._record.stepping else Throttle(), is_over)
            if not is_there() and interrupt():
                return False
        return True

    def _apply(self, entry: Entry) -> None:
        """Do what was done."""
        there, what, progress = self.there, entry.what, self.there.trainer.progress
        self._record.done += 1  # before it: a step may end an epoch, of which a moment is then kept
        match what:
            case Revision():
                revise(there, what, entry.busy, entry.back)
                there.frame = self._framing.frame(there.trainer, what.drawn)
            case RemoveNeuron():
                remove_neuron(there, what, entry.busy)
            case SetParameter():
                set_parameter(there, what)
            case SetMask():
                set_mask(there, what)
            case Step():
                there.step(what.of)
            case ExplainedStep():
                there.step_explained(what)
            case Stepping():
                self._record.stepping = what.on
            case Judged():
                progress.last_good.judge_by(there.trainer.metrics().train_loss)
            case Diverged():
                # where exactly: that depends on when training was interrupted before
                progress.diverged = what.divergence
                progress.dropout_rng.bit_generator.state = what.drawn
            case _:
                assert_never(what)


def _nearest(run: Run, line: Line, target: Target, record: Replayed) -> Run:
    """Return a run at the moment from which the way to a place is the shortest."""
    moment = _nearest_moment(run, line, target)
    if moment is None:
        start = line.record.start
        if isinstance(start, State):
            there = Run(Trainer.restore(start), 0, state=start)
        else:
            there = Run(Trainer(start), 0)
        there.frame = Framing().frame(there.trainer, drawn=False)
        return there
    record.done, record.stepping = moment.entries, moment.stepping
    return Run.at(moment)


def _nearest_moment(run: Run, line: Line, target: Target) -> Moment | None:
    if target.is_end and line.end is not None:
        return line.end
    kept = _last_before(line.moments, target)
    if line is not run.lines.line:
        return kept
    here = _last_before([run.take_moment()], target)
    return here if kept is None or (here is not None and here.place > kept.place) else kept


def _last_before(moments: Sequence[Moment], target: Target) -> Moment | None:
    """Return the last of the moments from which a place is still to come."""
    i = _place_among(moments, target)
    while i and not _leads_to(moments[i - 1], target):
        i -= 1
    return moments[i - 1] if i else None


def _place_among(moments: Sequence[Moment], target: Target) -> int:
    """Return how many of the moments are before a place, or at it."""
    steps, epoch = target.place
    if steps:
        return bisect_right(moments, steps, key=lambda one: one.place.steps)
    return bisect_right(moments, epoch, key=lambda one: one.place.epoch)


def _leads_to(moment: Moment, target: Target) -> bool:
    steps, epoch = target.place
    within = moment.place.steps <= steps if steps else moment.place.epoch < epoch or moment.ends_epoch
    return within and moment.entries <= target.entries
