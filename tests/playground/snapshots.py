"""Snapshots as the worker would make them, without a worker."""

from hands import SMALL

from engine import Trainer
from playground.observers.catalogue import Observers
from playground.observers.history import History
from playground.observers.network_state import NetworkState
from playground.observers.plane import AskPlane, frame_of, grid
from playground.observers.snapshot import Snapshot
from playground.observers.view import SQUARE, View


def state_of(trainer, edition=0, whole=False):
    """What observers see of a trainer."""
    return NetworkState.of(trainer.progress, trainer.experiment, trainer.data, edition, whole=whole)


def observe(trainer, *asks, observers=None, busy=False, hurried=False):
    """What observers make of a trainer's network, by its type."""
    view = View(asks)
    state = state_of(trainer, whole=view.of_progress)
    return (observers or Observers()).observe(state, view, busy, hurried)


def snapshot_of(experiment=SMALL, data=None, epochs=0):
    """What the worker would tell of a trainer."""
    trainer = Trainer(experiment, data)
    trainer.run(epochs)
    metrics, history = trainer.metrics(), History()
    history.add(trainer.epoch, metrics)
    return Snapshot(
        ticket=1, run=1, experiment=experiment, problem=trainer.problem, data=trainer.data,
        sizes=trainer.network.sizes, epoch=trainer.epoch, steps=trainer.steps, metrics=metrics,
        curves=history.curves(), diverged=None, playing=False, busy=False, speed=0.0,
        frame=frame_of(experiment, trainer.data), values=observe(trainer, AskPlane()),
    )  # fmt: skip


def outputs_of(trainer, layer, n, area=SQUARE):
    """Every neuron's output over the grid, by hand and in double precision, the highest x₂ first."""
    A = trainer.network.inputs(grid(n, area))[:, :-1].T
    for one in trainer.network.layers[: layer + 1]:
        A = one.activation(one.W @ A + one.b[:, None])
    return A.reshape(-1, n, n)[:, ::-1]
