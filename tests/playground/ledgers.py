"""Ledgers of small networks."""

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from engine.analysis.tracer import Tracer

HIDDEN = (LayerSpec(4, "tanh"), LayerSpec(3, "relu"))


def trainer_of(hidden=HIDDEN, features=("x1", "x2"), dataset="gaussian", epochs=2, **settings):
    """A trainer after some epochs."""
    experiment = Experiment(
        data=DataSpec(dataset=dataset, samples=60),
        network=NetworkSpec(features=features, hidden=hidden),
        training=TrainSpec(**settings),
    )
    trainer = Trainer(experiment)
    trainer.run(epochs=epochs)
    return trainer


def ledger_of(trainer, part="train", *indices):
    """The step that it makes next, with one sample or with the next mini-batch."""
    chosen = () if part == "batch" else indices or (3,)
    return Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), part, chosen)
