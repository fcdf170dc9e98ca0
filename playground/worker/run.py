"""One training run: its trainer, and what begins and ends with it. No Qt."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from engine import SCHEDULES, Experiment, Metrics, Progress, State, Stopped, Trainer
from playground.files.run_library import new_key
from playground.observers.events import progress_of
from playground.observers.history import History
from playground.observers.network_state import NetworkState
from playground.observers.samples import are_cheap
from playground.observers.view import SQUARE
from playground.worker import run_copy
from playground.worker.commands import ExplainedStep, RemoveNeuron, SetMask, SetParameter, Step
from playground.worker.line import Line
from playground.worker.lines import MOST_BYTES, Here, Lines
from playground.worker.moment_clock import MomentClock
from playground.worker.moments import Moment, Packed
from playground.worker.record import Diverged, Entry, Judged, Place, Record, Recorded, Stepping
from playground.worker.revision import Revision
from playground.worker.run_copy import COPIES, Origin, RunCopy
from playground.worker.speed import Throttle
from playground.worker.stop_rules import StopRules
from playground.worker.undo_memory import Removal, RemovedWeights

MOST_BACK = 100  # explained steps whose curves are kept
NUMBERS = 4  # that a moment holds for each weight, about
UNKNOWN = Metrics(math.nan, None, None, None)
CHANGES = (Revision, RemoveNeuron, SetParameter, SetMask)

Mark = tuple[Place, Experiment, int, int, str, tuple[tuple[int, Place, int], ...]]


class Run:
    """A trainer, its curves, its stop rules, and what undo needs.

    The metrics are those at the end of every epoch, where evaluating all samples is cheap, or something that
    decides about training watches them. Otherwise training does not wait for them: the observing thread
    evaluates the network as it was at the end of one epoch, and when that is done, at the end of another.

    Parameters
    ----------
    trainer : Trainer
    number : int
        Counts the fresh starts.
    origin : Origin, optional
        What it continues: a run that undo brings back, or that was kept.
    state : State, optional
        The state it was opened with, if any.

    Attributes
    ----------
    frame : Area
        The part of the plane that the data are shown in.
    edited : bool
        Whether weights were set by hand since they were drawn.
    began : float
        In seconds since 1970.
    group : str
        As in `RunRow`.
    kept_as : tuple or None
        The `mark` that it had when it was kept last.
    kept_at : Place or None
        Where it stood then, if that was before its end.
    history : History
    removed : RemovedWeights
    rules : StopRules
    record : Record
    restored_at : int or None
        The epoch at which undo brought it back; None for a fresh start.
    lines : Lines
        Its past: what can be gone back to.
    clock : MomentClock
    last_sample : int
        The training sample that the last step went through, if that was a single one; else −1.
    """

    most_bytes = MOST_BYTES  # of moments

    def __init__(
        self,
        trainer: Trainer,
        number: int,
        origin: Origin | None = None,
        state: State | None = None,
    ) -> None:
        self.trainer, self.number = trainer, number
        self.frame = SQUARE
        self.rules = StopRules()
        self.last_sample = -1
        self._metrics, self._is_evaluated = UNKNOWN, False
        self._edition, self._changed_at = 0, -1  # the latter in mini-batches
        self._ended_epoch: NetworkState | None = None
        self.kept_as: Mark | None = None
        self.kept_at: Place | None = None
        if origin is None:
            self._identify(new_key(), time.time(), "")
            self.edited, self.restored_at = False, None
            self.lines = Lines(Line(0, Record(state or trainer.experiment, self.place)))
            if self._is_cheap:
                self.history.add(trainer.epoch, self.metrics)  # not 0 where it was opened with a state
        else:
            self._identify(origin.key, origin.began, origin.group)
            self.edited, self.restored_at = origin.edited, trainer.epoch
            self.lines = origin.lines
            self._is_opened, self.kept_as = origin.opened, self.mark
        self._began_as = self.mark
        self.lines.most = self.most_bytes
        self.clock = MomentClock(self.lines.trained)

    @classmethod
    def at(cls, moment: Moment) -> Run:
        """Return a run that continues from a moment of another, with a past of its own."""
        lines = Lines(Line(0, Record(moment.experiment, moment.place)))
        lines.line.history, lines.line.trained = History.after(moment.tally), moment.trained
        run = cls(moment.trainer(), 0, Origin("", 0.0, "", lines, moment.edited))
        run.rules, run.frame = StopRules(moment.met, moment.stopped), moment.frame
        return run

    @property
    def history(self) -> History:
        """The curves of the line that is shown."""
        return self.lines.line.history

    @property
    def removed(self) -> RemovedWeights:
        """What changes have removed from its network."""
        return self.lines.line.removed

    @property
    def record(self) -> Record:
        """What was done on the line that is shown."""
        return self.lines.line.record

    # -- what it is kept as ------------------------------------------------------------------

    def _identify(self, key: str, began: float, group: str) -> None:
        self._key, self.began, self.group, self._is_opened = key, began, group, False

    @property
    def mark(self) -> Mark:
        """What differs once there is something to keep that is not kept yet: no look at the past."""
        line, experiment, place = self.lines.line, self.trainer.experiment, self.place
        if self.lines.here is not None and line.end is not None:
            experiment, place = line.end.experiment, line.place
        left = sorted((one.number, one.place, one.record.count) for one in self.lines.left)
        return place, experiment, line.record.count, line.number, self.group, tuple(left)

    @property
    def is_new(self) -> bool:
        """Whether anything has been learned, or changed, since it began and since it was kept last."""
        return self.has_past and self.mark not in (self.kept_as, self._began_as)

    @property
    def is_as_opened(self) -> bool:
        """Whether it was opened as it had been kept, and nothing has been done to it since."""
        return self._is_opened and self.kept_as == self.mark

    @property
    def key(self) -> str:
        """Identifies it in the library; a kept run that was opened gets a new one once it is changed."""
        if self._is_opened and self.kept_as != self.mark:
            self._identify(new_key(), time.time(), "")
        return self._key

    def copied(self) -> RunCopy | None:
        """Return a copy of all that is kept of it; None if it is too large for that."""
        here, end = self.trainer, self.lines.line.end
        if here.network.parameters.nbytes * COPIES > run_copy.MOST_BYTES:
            return None
        stands, edited, lines = None, self.edited, self.lines.copy()
        if lines.here is not None and end is not None:  # what is kept of it is its end
            stands, here, edited = self.take_moment(), end.trainer(), end.edited
        elif lines.here is not None:  # its end is too large: it is kept as if a branch had begun here
            lines.branch(*self._parting())
        return RunCopy(
            origin=Origin(self.key, self.began, self.group, lines, edited),
            ended=time.time(),
            experiment=here.experiment,
            data=here.data,
            progress=here.progress.copy(),
            metrics=self._metrics,
            frame=self.frame,
            here=stands,
        )

    # -- metrics -----------------------------------------------------------------------------

    @property
    def has_learned(self) -> bool:
        """Whether its weights differ from those that were drawn."""
        return self.trainer.steps > 0 or self.edited

    @property
    def has_past(self) -> bool:
        """Whether it has learned, here or on any line that can be gone back to."""
        return self.has_learned or self.lines.here is not None or bool(self.lines.left)

    @property
    def _is_cheap(self) -> bool:
        """Whether all samples are evaluated so quickly that training may wait for it."""
        return are_cheap(self.trainer.data, self.trainer.network)

    @property
    def _is_watched(self) -> bool:
        """Whether training depends on the metrics of every epoch."""
        experiment = self.trainer.experiment
        return experiment.stop.watches or SCHEDULES[experiment.training.schedule].watches

    @property
    def metrics(self) -> Metrics:
        """The newest metrics; those of the current weights once training has stopped, if they are cheap."""
        if not self._is_evaluated and self._is_cheap:
            self._metrics, self._is_evaluated = self.trainer.metrics(), True
        return self._metrics

    @property
    def is_evaluated(self) -> bool:
        """Whether `metrics` are the newest that there can be."""
        return self._is_evaluated or self._is_cheap

    def forget_metrics(self) -> None:
        """Have the metrics computed again, from the current weights."""
        self._is_evaluated = False

    def take_evaluation(self, state: NetworkState, metrics: Metrics) -> bool:
        """Take note of metrics that were computed beside training; return whether they are of any use.

        They are not once the network, the data or the loss has changed. Only those of the end of an epoch are
        part of the curves, in the order of the epochs.
        """
        if state.edition != self._edition or self._is_cheap:
            return False
        self._metrics, self._is_evaluated = metrics, state.step == self.trainer.steps
        if state.ends_epoch and state.step > self._changed_at and state.epoch > self.history.last_epoch:
            self.history.add(state.epoch, metrics)
        return True

    # -- copies for observers ----------------------------------------------------------------

    def state(self, whole: bool = False) -> NetworkState:
        """Return a copy of the network; with `whole`, of all that training has come to."""
        progress, experiment, data = self.trainer.progress, self.trainer.experiment, self.trainer.data
        return NetworkState.of(progress, experiment, data, self._edition, self.frame, whole)

    def is_still(self, state: NetworkState) -> bool:
        """Return whether a copy made earlier is what a new one would be."""
        trainer = self.trainer
        return state.is_still(trainer.progress, trainer.experiment, trainer.data, self._edition)

    def take_ended_epoch(self) -> NetworkState | None:
        """Return the network at the end of an epoch that was not evaluated, if there is one; only once."""
        state, self._ended_epoch = self._ended_epoch, None
        return state

    def change_network(self) -> None:
        """Drop what is known, and being computed, of the network before a change that is not training."""
        self._edition, self._changed_at = self._edition + 1, self.trainer.steps
        self._ended_epoch = None
        self.forget_metrics()

    # -- training ----------------------------------------------------------------------------

    def step(self, of: str) -> None:
        """Train one sample or mini-batch."""
        self.branching()()
        trainer = self.trainer
        epoch, (done, count, _), place = trainer.epoch, trainer.position, self.place
        # where training was interrupted while it evaluated, the step ends that epoch before it trains
        ended = trainer.metrics() if done == count and self._is_cheap else None
        self.forget_metrics()
        with self.rules.enforced(trainer, stepping=True):
            trainer.step(of)
        self.last_sample = trainer.last_sample if of == "sample" else -1
        self.note(Step(of), place=place)
        if self._note_divergence():
            return
        if done == count:
            epoch += 1
            if ended is not None:
                self.history.add(epoch, ended)
        if trainer.epoch > epoch:
            self._end_of_epoch(trainer.metrics() if self._is_cheap else None)

    def step_explained(self, command: ExplainedStep) -> None:
        """Train one mini-batch in a way that can be taken back."""
        self.branching()()
        trainer, place = self.trainer, self.place
        before = self.lines.line.before
        before[place.steps] = self.history.copy()
        while len(before) > MOST_BACK:
            del before[next(iter(before))]
        if not command.indices:
            self.step("batch")
            return
        self.forget_metrics()
        self.last_sample = -1
        with self.rules.enforced(trainer, stepping=True):
            trainer.step_on(command.indices)
        self.note(command, place=place)
        self._note_divergence()

    def go_back(self, progress: Progress) -> bool:
        """Go back to where the run was one mini-batch ago; return whether it was there."""
        trainer = self.trainer
        fits = progress.parameters.shape == trainer.network.parameters.shape
        if trainer.steps != progress.steps + 1 or not fits or self.lines.here is not None:
            return False
        self.trainer = Trainer.resume(trainer.experiment, trainer.data, progress)
        self.lines.forget_from(progress.steps)
        self.last_sample = -1
        self.change_network()
        return True

    def train(self, goal: int, throttle: Throttle | None, interrupt: Callable[[], bool]) -> bool:
        """Train until interrupted; return whether training is over.

        Parameters
        ----------
        goal : int
            The epoch to stop at.
        throttle : Throttle or None
            Limits the speed; None steps through whole epochs, at full speed and without stop rules.
        interrupt : callable () -> bool
            Asked after every mini-batch: whether the slice ends there.
        """
        trainer = self.trainer
        if trainer.epoch >= goal:
            return True
        self.branching()()
        self.last_sample = -1
        stepping = throttle is None
        if trainer.experiment.stop.watches and stepping != self.record.stepping:
            self.note(Stepping(stepping))
        loss, steps = trainer.progress.last_good.first_loss, trainer.steps
        with self.clock.running(), self.rules.enforced(trainer, stepping):
            stopped = self._train_slice(goal - trainer.epoch, throttle, interrupt)
        if trainer.steps == steps and trainer.progress.last_good.first_loss != loss:
            self.note(Judged())
        diverged = self._note_divergence()
        if diverged and trainer.diverged is not None:
            self.note(Diverged(trainer.diverged, trainer.progress.dropout_rng.bit_generator.state))
        met = self.rules.note(stopped)
        if met:
            self.lines.take_again(self.place, self.take_moment)  # now that the rule is known to be met
        return met or diverged or trainer.epoch >= goal

    def _note_divergence(self) -> bool:
        """Note whether training has just diverged, which has changed the weights; return it."""
        diverged = self.trainer.diverged
        if diverged is not None:
            self.history.add_divergence(diverged.epoch)
            self.change_network()
        return diverged is not None

    def _train_slice(self, epochs: int, throttle: Throttle | None, interrupt: Callable[[], bool]) -> Stopped:
        """Train until interrupted; one unit, if the speed is limited."""
        trainer = self.trainer
        if throttle is None or not throttle.speed.limited:
            return self._train_epochs(epochs, interrupt)
        if throttle.speed.unit == "batch":
            steps = trainer.steps
            self.forget_metrics()  # the metrics are those of the weights after this very step

            def is_over() -> bool:
                return interrupt() or (trainer.steps > steps and trainer.position[0] < trainer.position[1])

            stopped = self._train_epochs(1, is_over)
            if trainer.steps > steps:
                throttle.done()
            return stopped
        epoch = trainer.epoch
        stopped = self._train_epochs(1, interrupt)
        if trainer.epoch > epoch:
            throttle.done()
        return stopped

    def _train_epochs(self, epochs: int, interrupt: Callable[[], bool]) -> Stopped:
        """Train so many epochs, and evaluate each where training may, or must, wait for that."""
        trainer = self.trainer
        if self._is_cheap or self._is_watched:
            return trainer.run(epochs, interrupt, self._end_of_epoch)
        self.forget_metrics()
        while True:
            epoch = trainer.epoch
            stopped = trainer.run(1, interrupt)
            if trainer.epoch > epoch:
                self._end_of_epoch(None)
                epochs -= 1
            if stopped.reason != "all_epochs" or not epochs or interrupt():
                return stopped

    def _end_of_epoch(self, metrics: Metrics | None) -> None:
        """Add the metrics to the curves; without any, have the network evaluated as it is."""
        if metrics is not None:
            self._metrics, self._is_evaluated = metrics, True
            self.history.add(self.trainer.epoch, metrics)
        elif self._ended_epoch is None:
            self._ended_epoch = self.state()
        self.clock.keep(self._keep)

    # -- its past ----------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """How far training has come."""
        return Place(self.trainer.steps, self.trainer.epoch)

    def _keep(self) -> None:
        """Keep the moment, if it is not too large."""
        if self.trainer.progress.parameters.nbytes * NUMBERS <= self.most_bytes // 8:
            self.lines.keep(self.take_moment())

    def take_moment(self) -> Moment:
        """Return the run as it is, packed."""
        trainer, record, rules, here = self.trainer, self.record, self.rules, self.lines.here
        packed = Packed.of(trainer.progress)
        return Moment(
            place=self.place,
            entries=record.count if here is None else here.entries,
            trained=self.clock.trained,
            experiment=rules.asked or trainer.experiment,
            data=trainer.data,
            packed=packed,
            edited=self.edited,
            met=rules.met,
            stopped=rules.stopped,
            stepping=record.stepping if here is None else here.stepping,
            frame=self.frame,
            tally=self.history.tally if here is None else here.tally,
            size=packed.size,
        )

    def note(
        self,
        what: Recorded,
        busy: bool = False,
        back: tuple[Removal, ...] = (),
        place: Place | None = None,
    ) -> None:
        """Record what has taken effect, here or at the place before it."""
        if isinstance(what, CHANGES):
            self.group = ""  # it is no other start of the same
        if self.record.note(Entry(place or self.place, what, busy, back)):
            self._keep()  # the rest of the line is trained again from here

    def branching(self) -> Callable[[], None]:
        """Return what begins a branch, where the run stands in its past: before that, nothing is changed."""
        lines = self.lines
        if lines.here is None:
            return _nothing
        parting = self._parting()
        return lambda: lines.branch(*parting)

    def _parting(self) -> tuple[Place, float, History]:
        """Return where a line begins that leaves the one that is shown here, and the curves until there."""
        trainer, here = self.trainer, self.lines.here
        assert here is not None
        place, (_, epoch), (done, _, _) = self.place, progress_of(trainer), trainer.position
        known = self._is_cheap and not done and not trainer.sample
        metrics = self.metrics if known else None
        return place, epoch, self.history.until(place.epoch, place.steps, here.tally, metrics)

    def leave(self) -> None:
        """Note where the line that is shown ends: it is trained no further for now."""
        line = self.lines.line
        if self.lines.here is None:
            line.end, line.place, line.epoch = self.take_moment(), self.place, progress_of(self.trainer)[1]
            line.trained = self.clock.trained

    def stand(self, line: Line, there: Run, is_past: bool) -> None:
        """Stand at another place of a line, at which another run has arrived."""
        record, trained = there.record, there.clock.trained
        here = Here(record.count, record.stepping, trained, there.history.tally) if is_past else None
        self.lines.show(line, here, there.lines.line.moments)
        self.trainer, self.rules, self.frame = there.trainer, there.rules, there.frame
        self.edited, self.clock = there.edited, MomentClock(trained)
        self.last_sample = -1
        self.change_network()


def _nothing() -> None:
    """Begin no branch: the run stands at the end of its line."""
