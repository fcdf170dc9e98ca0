"""Changes of a run while it lives: of its experiment, a neuron, a weight, a mask. No Qt."""

from engine.base.checks import SpecError
from playground.observers.events import EventKind, are_comparable, changes, progress_of
from playground.texts.changes import NO_SUCH_NEURON
from playground.worker.commands import RemoveNeuron, SetMask, SetParameter
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.undo_memory import Removal, put_back


def revise(run: Run, revision: Revision, busy: bool, back: tuple[Removal, ...] | None = None) -> bool:
    """Continue with another experiment; return whether the trainer started again, which ends this run.

    Parameters
    ----------
    run : Run
    revision : Revision
    busy : bool
        Whether training goes on meanwhile.
    back : tuple of Removal, optional
        The weights that come back; by default those that the changes removed that it undoes.
    """
    trainer, new = run.trainer, revision.experiment
    old = trainer.experiment
    other_network = new.network != old.network
    # an untrained, unedited network is drawn again: the same seed then means the same start
    keep = revision.keep and run.has_learned
    here, branch = progress_of(trainer), run.branching()
    if keep and revision.number and other_network:
        run.removed.note(revision.number, trainer, new.network)
    if back is None:
        back = run.removed.of(revision.undone) if keep else ()

    def change() -> bool:
        return trainer.configure(new, keep)

    if put_back(back, trainer, change) if keep else change():
        return True
    branch()
    if new.stop != old.stop or (other_network and not busy):
        run.rules.reset()  # a changed network may meet the rules again; while it trains, it continues
    run.note(revision, busy, back)
    run.history.add_events(here, changes(old, new), revision.since or revision.number)
    if new.data != old.data:
        run.last_sample = -1
    if not are_comparable(old, new):
        run.history.restart_best()
        run.change_network()
    run.forget_metrics()
    return False


def remove_neuron(run: Run, command: RemoveNeuron, busy: bool) -> None:
    """Remove one neuron of a network that has learned; the revision follows.

    Raises
    ------
    SpecError
        If there is no such neuron: the run may have been on its way to a moment of another network.
    """
    if command.layer + 1 >= len(run.trainer.network.layers) or not _has(
        run, command.layer, command.neuron, 0
    ):
        raise SpecError(NO_SUCH_NEURON(), field="neuron", value=command.neuron)
    before, here, branch = run.trainer.experiment, progress_of(run.trainer), run.branching()
    run.removed.note_neuron(command.revision.number, run.trainer, command.layer, command.neuron)
    run.trainer.remove_neuron(command.layer, command.neuron)
    branch()
    run.change_network()
    run.history.add_events(here, changes(before, run.trainer.experiment), command.revision.number)
    run.note(command, busy)
    run.history.restart_best()
    if not busy:
        run.rules.reset()


def set_parameter(run: Run, command: SetParameter) -> bool:
    """Set a weight or bias; return whether there is one."""
    if not _has(run, command.layer, command.neuron, command.source):
        return False
    network, branch = run.trainer.network, run.branching()
    values = network.parameters.copy()
    theta = network.split(values)[command.layer]
    before = float(theta[command.neuron, command.source])
    theta[command.neuron, command.source] = command.value
    run.trainer.set_parameters(values)
    branch()
    _note_edit(run, command, EventKind.WEIGHT, {"before": before, "after": command.value})
    return True


def set_mask(run: Run, command: SetMask) -> bool:
    """Freeze or silence a part of the network, or undo that; return whether there is such a part."""
    if not _has(run, command.layer, command.neuron, command.source or 0):
        return False
    branch = run.branching()
    act = run.trainer.freeze if command.kind == "freeze" else run.trainer.silence
    act(command.layer, command.neuron, command.source, command.on)
    branch()
    change = {"mask": command.kind, "before": not command.on, "after": command.on}
    _note_edit(run, command, EventKind.MASK, change)
    return True


def _note_edit(run: Run, command: SetParameter | SetMask, kind: EventKind, change: dict[str, object]) -> None:
    what = {"layer": command.layer, "neuron": command.neuron, "source": command.source}
    run.history.add_events(progress_of(run.trainer), [(kind, what | change)])
    run.note(command)
    run.edited = True
    run.change_network()


def _has(run: Run, layer: int, neuron: int, source: int) -> bool:
    """Whether there is such a weight: the change that was to add it may have failed."""
    layers = run.trainer.network.layers
    if layer >= len(layers):
        return False
    rows, columns = layers[layer].theta.shape
    return bool(neuron < rows and source < columns)
