"""One training run: its trainer, and what begins and ends with it. No Qt."""

from collections.abc import Callable

from engine import Experiment, Metrics, State, Stopped, Trainer
from playground.observers.curves import History
from playground.worker.commands import RemoveNeuron, SetMask, SetParameter, Step
from playground.worker.record import Record
from playground.worker.revision import Revision
from playground.worker.speed import Throttle
from playground.worker.stop_rules import StopRules
from playground.worker.undo_memory import DiscardedRun, RemovedWeights


class Run:
    """A trainer, its curves, its stop rules, and what undo needs.

    Parameters
    ----------
    trainer : Trainer
    number : int
        Counts the fresh starts.
    discarded : DiscardedRun, optional
        The run that undo brings back: this one continues it.
    state : State, optional
        The state it was opened with, if any.

    Attributes
    ----------
    edited : bool
        Whether weights were set by hand since they were drawn.
    history : History
    removed : RemovedWeights
    rules : StopRules
    record : Record
    restored_at : int or None
        The epoch at which undo brought it back; None for a fresh start.
    """

    def __init__(
        self,
        trainer: Trainer,
        number: int,
        discarded: DiscardedRun | None = None,
        state: State | None = None,
    ) -> None:
        self.trainer, self.number = trainer, number
        self.rules = StopRules()
        self._metrics: Metrics | None = trainer.metrics()
        if discarded is None:
            self.edited, self.restored_at = False, None
            self.history, self.removed = History(), RemovedWeights()
            self.record = Record(state or trainer.experiment)
            self.history.add(trainer.epoch, self._metrics)  # not 0 where it was opened with a state
        else:
            self.edited, self.restored_at = discarded.edited, trainer.epoch
            self.history, self.removed = discarded.history, discarded.removed
            self.record = discarded.record

    @property
    def has_learned(self) -> bool:
        """Whether its weights differ from those that were drawn."""
        return self.trainer.steps > 0 or self.edited

    @property
    def metrics(self) -> Metrics:
        """Those at the end of the last epoch; once training has stopped, those of the current weights."""
        if self._metrics is None:
            self._metrics = self.trainer.metrics()
        return self._metrics

    def forget_metrics(self) -> None:
        """Have the metrics computed again, from the current weights."""
        self._metrics = None

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
        if keep and revision.number and other_network:
            self.removed.note(revision.number, trainer, new.network)

        def change() -> bool:
            return trainer.configure(new, keep)

        if self.removed.recall(revision.undone, trainer, change) if keep else change():
            return True
        self.record.note(trainer.steps, revision)
        if _changes_losses(old, new):
            self.history.restart_best()
        self.forget_metrics()
        return False

    def remove_neuron(self, command: RemoveNeuron, busy: bool) -> None:
        """Remove one neuron of a network that has learned; the revision follows."""
        self.removed.note_neuron(command.revision.number, self.trainer, command.layer, command.neuron)
        self.trainer.remove_neuron(command.layer, command.neuron)
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
        network.split(values)[command.layer][command.neuron, command.source] = command.value
        self.trainer.set_parameters(values)
        self._note_edit(command)
        return True

    def set_mask(self, command: SetMask) -> bool:
        """Freeze or silence a part of the network, or undo that; return whether there is such a part."""
        if not self._has(command.layer, command.neuron, command.source or 0):
            return False
        act = self.trainer.freeze if command.kind == "freeze" else self.trainer.silence
        act(command.layer, command.neuron, command.source, command.on)
        self._note_edit(command)
        return True

    def _note_edit(self, command: SetParameter | SetMask) -> None:
        self.record.note(self.trainer.steps, command)
        self.edited = True
        self.forget_metrics()

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
        epoch, steps = trainer.epoch, trainer.steps
        self.forget_metrics()
        with self.rules.enforced(trainer, stepping=True):
            trainer.step(of)
        self.record.note(steps, Step(of))
        if trainer.epoch > epoch:
            self._end_of_epoch(trainer.metrics())

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
        with self.rules.enforced(trainer, stepping=throttle is None):
            stopped = self._train_slice(goal - trainer.epoch, throttle, interrupt)
        if trainer.diverged:
            self.history.add_divergence(trainer.diverged.epoch)
        return self.rules.note(stopped) or bool(trainer.diverged) or trainer.epoch >= goal

    def _train_slice(self, epochs: int, throttle: Throttle | None, interrupt: Callable[[], bool]) -> Stopped:
        """Train until interrupted; one unit, if the speed is limited."""
        trainer = self.trainer
        if throttle is None or not throttle.speed.limited:
            return trainer.run(epochs, interrupt, self._end_of_epoch)
        if throttle.speed.unit == "batch":
            self.forget_metrics()  # the metrics are those of the weights after this very step
            stopped = trainer.run(epochs, lambda: True, self._end_of_epoch)
            throttle.done()
            return stopped
        epoch = trainer.epoch
        stopped = trainer.run(1, interrupt, self._end_of_epoch)
        if trainer.epoch > epoch:
            throttle.done()
        return stopped

    def _end_of_epoch(self, metrics: Metrics) -> None:
        self._metrics = metrics
        self.history.add(self.trainer.epoch, metrics)


def _changes_losses(old: Experiment, new: Experiment) -> bool:
    """Whether losses before and after a change can no longer be compared."""
    a, b = old.training, new.training
    return (
        (old.network, old.data) != (new.network, new.data)
        or a.loss != b.loss
        or (a.label_smoothing, a.huber_delta) != (b.label_smoothing, b.huber_delta)
    )
