"""Snapshots as the worker would make them, without a worker."""

from hands import SMALL

from engine import Trainer
from playground.observers.curves import History
from playground.observers.field import Fields
from playground.observers.snapshot import Snapshot
from playground.observers.view import View


def snapshot_of(experiment=SMALL, data=None, epochs=0):
    """What the worker would tell of a trainer."""
    trainer = Trainer(experiment, data)
    trainer.run(epochs)
    metrics, history = trainer.metrics(), History()
    history.add(trainer.epoch, metrics)
    return Snapshot(
        ticket=1, run=1, experiment=experiment, problem=trainer.problem, data=trainer.data,
        sizes=trainer.network.sizes, epoch=trainer.epoch, steps=trainer.steps, metrics=metrics,
        curves=history.curves(), field=Fields().compute(trainer, View(), in_a_hurry=False),
        diverged=None, playing=False, busy=False, speed=0.0,
    )  # fmt: skip
