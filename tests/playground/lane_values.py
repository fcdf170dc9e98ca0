"""Several runs on one clock, as a worker would tell of them, without a worker."""

from dataclasses import replace

from hands import SMALL
from snapshots import observe

from engine import Trainer
from playground.observers.history import History
from playground.observers.lanes import Lane, Lanes
from playground.observers.plane import AskPlane, frame_of
from playground.observers.snapshot import Snapshot


def lane_of(experiment=SMALL, epochs=3, asks=None, arrival=None, seconds=None, **more):
    """A run that was trained for some epochs; `more` is what its snapshot has besides."""
    trainer, history = Trainer(experiment), History()
    asks = (AskPlane(resolution=24),) if asks is None else asks
    history.add(0, trainer.metrics())
    for _ in range(epochs):
        trainer.run(1)
        history.add(trainer.epoch, trainer.metrics())
    snapshot = Snapshot(
        ticket=1, run=1, experiment=experiment, problem=trainer.problem, data=trainer.data,
        sizes=trainer.network.sizes, epoch=trainer.epoch, steps=trainer.steps, metrics=trainer.metrics(),
        curves=history.curves(), diverged=None, playing=False, busy=False, speed=0.0,
        frame=frame_of(experiment, trainer.data), values=observe(trainer, *asks),
    )  # fmt: skip
    return Lane(replace(snapshot, **more), 0.01 * epochs if seconds is None else seconds, arrival)


def lanes_of(*lanes, **more):
    """Those runs at one moment."""
    time = max((lane.snapshot.epoch for lane in lanes), default=0)
    return Lanes(1, lanes, **{"time": float(time)} | more)
