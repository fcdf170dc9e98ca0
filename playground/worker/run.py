"""One training run: its trainer, and what begins and ends with it. No Qt."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

from engine import SCHEDULES, Experiment, Metrics, Progress, State, Stopped, Trainer
from playground.files.run_library import new_key
from playground.observers.curves import History
from playground.observers.events import EventKind, are_comparable, changes, progress_of
from playground.observers.network_state import NetworkState
from playground.observers.samples import are_cheap
from playground.observers.view import SQUARE
from playground.worker.commands import ExplainedStep, RemoveNeuron, SetMask, SetParameter, Step
from playground.worker.record import Record
from playground.worker.revision import Revision
from playground.worker.run_copy import Origin
from playground.worker.speed import Throttle
from playground.worker.stop_rules import StopRules
from playground.worker.undo_memory import RemovedWeights

MOST_BACK = 100  # explained steps whose curves are kept
UNKNOWN = Metrics(math.nan, None, None, None)
CHANGES = (Revision, RemoveNeuron, SetParameter, SetMask)

Mark = tuple[int, int, Experiment, int, str]


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
    history : History
    removed : RemovedWeights
    rules : StopRules
    record : Record
    restored_at : int or None
        The epoch at which undo brought it back; None for a fresh start.
    last_sample : int
        The training sample that the last step went through, if that was a single one; else −1.
    """

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
        self._before: dict[int, History] = {}  # of the steps that can be taken back, by the steps before
        self.kept_as: Mark | None = None
        if origin is None:
            self._identify(new_key(), time.time(), "")
            self.edited, self.restored_at = False, None
            self.history, self.removed = History(), RemovedWeights()
            self.record = Record(state or trainer.experiment)
            if self._is_cheap:
                self.history.add(trainer.epoch, self.metrics)  # not 0 where it was opened with a state
        else:
            self._identify(origin.key, origin.began, origin.group)
            self.edited, self.restored_at = origin.edited, trainer.epoch
            self.history, self.removed = origin.history, origin.removed
            self.record = origin.record
            self._is_opened, self.kept_as = origin.opened, self.mark
        self._began_as = self.mark

    # -- what it is kept as ------------------------------------------------------------------

    def _identify(self, key: str, began: float, group: str) -> None:
        self._key, self.began, self.group, self._is_opened = key, began, group, False

    @property
    def mark(self) -> Mark:
        """What differs once there is something to keep that is not kept yet."""
        trainer, record = self.trainer, self.record
        return trainer.steps, self._edition, trainer.experiment, len(record.entries), self.group

    @property
    def is_new(self) -> bool:
        """Whether anything has been learned, or changed, since it began and since it was kept last."""
        return self.has_learned and self.mark not in (self.kept_as, self._began_as)

    @property
    def key(self) -> str:
        """Identifies it in the library; what is done to a run that was opened as it was kept is another."""
        if self._is_opened and self.kept_as != self.mark:
            self._identify(new_key(), time.time(), "")
        return self._key

    def starts_like(self, other: Run) -> bool:
        """Return whether this begins as another one did that nothing was changed in, but for the seeds."""
        changed = any(one.steps and isinstance(one.command, CHANGES) for one in other.record.entries)
        if changed or not other.record.complete or not isinstance(other.record.start, Experiment):
            return False
        return _seedless(self.trainer.experiment) == _seedless(other.trainer.experiment)

    # -- metrics -----------------------------------------------------------------------------

    @property
    def has_learned(self) -> bool:
        """Whether its weights differ from those that were drawn."""
        return self.trainer.steps > 0 or self.edited

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

    @property
    def known_metrics(self) -> Metrics:
        """The newest metrics that were computed, which may be of an earlier step."""
        return self._metrics

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

    def _change_network(self) -> None:
        """Drop what is known, and being computed, of the network before a change that is not training."""
        self._edition, self._changed_at = self._edition + 1, self.trainer.steps
        self._ended_epoch = None
        self.forget_metrics()

    # -- changes -----------------------------------------------------------------------------

    def revise(self, revision: Revision, busy: bool) -> bool:
        """Continue with another experiment; return whether the trainer started again, which ends this run."""
        trainer, new = self.trainer, revision.experiment
        old = trainer.experiment
        other_network = new.network != old.network
        if new.stop != old.stop or (other_network and not busy):
            self.rules.reset()  # a changed network may meet the rules again; while it trains, it continues
        # an untrained, unedited network is drawn again: the same seed then means the same start
        keep = revision.keep and self.has_learned
        here = progress_of(trainer)
        if keep and revision.number and other_network:
            self.removed.note(revision.number, trainer, new.network)

        def change() -> bool:
            return trainer.configure(new, keep)

        if self.removed.recall(revision.undone, trainer, change) if keep else change():
            return True
        self.record.note(trainer.steps, revision)
        self.history.add_events(here, changes(old, new), revision.since or revision.number)
        if new.data != old.data:
            self.last_sample = -1
        if not are_comparable(old, new):
            self.history.restart_best()
            self._change_network()
        self.forget_metrics()
        return False

    def remove_neuron(self, command: RemoveNeuron, busy: bool) -> None:
        """Remove one neuron of a network that has learned; the revision follows."""
        before, here = self.trainer.experiment, progress_of(self.trainer)
        self.removed.note_neuron(command.revision.number, self.trainer, command.layer, command.neuron)
        self.trainer.remove_neuron(command.layer, command.neuron)
        self._change_network()
        self.history.add_events(here, changes(before, self.trainer.experiment), command.revision.number)
        self.record.note(self.trainer.steps, command)
        self.history.restart_best()
        if not busy:
            self.rules.reset()

    def set_parameter(self, command: SetParameter) -> bool:
        """Set a weight or bias; return whether there is one."""
        if not self._has(command.layer, command.neuron, command.source):
            return False
        network = self.trainer.network
        values = network.parameters.copy()
        theta = network.split(values)[command.layer]
        before = float(theta[command.neuron, command.source])
        theta[command.neuron, command.source] = command.value
        self.trainer.set_parameters(values)
        self._note_edit(command, EventKind.WEIGHT, {"before": before, "after": command.value})
        return True

    def set_mask(self, command: SetMask) -> bool:
        """Freeze or silence a part of the network, or undo that; return whether there is such a part."""
        if not self._has(command.layer, command.neuron, command.source or 0):
            return False
        act = self.trainer.freeze if command.kind == "freeze" else self.trainer.silence
        act(command.layer, command.neuron, command.source, command.on)
        change = {"mask": command.kind, "before": not command.on, "after": command.on}
        self._note_edit(command, EventKind.MASK, change)
        return True

    def _note_edit(self, command: SetParameter | SetMask, kind: EventKind, change: dict[str, object]) -> None:
        what = {"layer": command.layer, "neuron": command.neuron, "source": command.source}
        self.history.add_events(progress_of(self.trainer), [(kind, what | change)])
        self.record.note(self.trainer.steps, command)
        self.edited = True
        self._change_network()

    def _has(self, layer: int, neuron: int, source: int) -> bool:
        """Whether there is such a weight: the change that was to add it may have failed."""
        layers = self.trainer.network.layers
        if layer >= len(layers):
            return False
        rows, columns = layers[layer].theta.shape
        return bool(neuron < rows and source < columns)

    # -- training ----------------------------------------------------------------------------

    def step(self, of: str) -> None:
        """Train one sample or mini-batch."""
        trainer = self.trainer
        epoch, steps, (done, count, _) = trainer.epoch, trainer.steps, trainer.position
        # where training was interrupted while it evaluated, the step ends that epoch before it trains
        ended = trainer.metrics() if done == count and self._is_cheap else None
        self.forget_metrics()
        with self.rules.enforced(trainer, stepping=True):
            trainer.step(of)
        self.last_sample = trainer.last_sample if of == "sample" else -1
        self.record.note(steps, Step(of))
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
        trainer, steps = self.trainer, self.trainer.steps
        self._before[steps] = self.history.copy()
        while len(self._before) > MOST_BACK:
            del self._before[next(iter(self._before))]
        if not command.indices:
            self.step("batch")
            return
        self.forget_metrics()
        self.last_sample = -1
        with self.rules.enforced(trainer, stepping=True):
            trainer.step_on(command.indices)
        self.record.note(steps, command)
        self._note_divergence()

    def go_back(self, progress: Progress) -> bool:
        """Go back to where the run was one mini-batch ago; return whether it was there."""
        trainer = self.trainer
        fits = progress.parameters.shape == trainer.network.parameters.shape
        if trainer.steps != progress.steps + 1 or not fits:
            return False
        self.trainer = Trainer.resume(trainer.experiment, trainer.data, progress)
        self.history = self._before.pop(progress.steps, self.history)
        self.record.forget_from(progress.steps)
        self.last_sample = -1
        self._change_network()
        return True

    def train(self, goal: int, throttle: Throttle | None, interrupt: Callable[[], bool]) -> bool:
        """Train until interrupted; return whether training is over.

        Parameters
        ----------
        goal : int
            The epoch to train to.
        throttle : Throttle or None
            Limits the speed; None steps through whole epochs, at full speed and without stop rules.
        interrupt : callable () -> bool
            Asked after every mini-batch: whether the slice ends there.
        """
        trainer = self.trainer
        if trainer.epoch >= goal:
            return True
        self.last_sample = -1
        with self.rules.enforced(trainer, stepping=throttle is None):
            stopped = self._train_slice(goal - trainer.epoch, throttle, interrupt)
        diverged = self._note_divergence()
        return self.rules.note(stopped) or diverged or trainer.epoch >= goal

    def _note_divergence(self) -> bool:
        """Note whether training has just diverged, which has changed the weights; return it."""
        diverged = self.trainer.diverged
        if diverged is not None:
            self.history.add_divergence(diverged.epoch)
            self._change_network()
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


def _seedless(experiment: Experiment) -> Experiment:
    """Return what experiments have in common that are new starts of one."""
    data = replace(experiment.data, test_points=())  # they are drawn anew with the data
    return replace(experiment, data=data, seed=0, weights_seed=None)
