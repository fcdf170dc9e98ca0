"""Trainers with every kind of output and of loss, and the loss of each of their samples."""

from dataclasses import replace

import numpy as np
import pytest

from engine import DATASETS, DataSpec, Experiment, LayerSpec, NetworkSpec, Samples, Split, Trainer, TrainSpec

SMALL = Experiment(data=DataSpec(samples=80, noise=0.3), network=NetworkSpec(hidden=(LayerSpec(4),)))
ALL = pytest.mark.parametrize("dataset", DATASETS)
# every kind of output, and of loss
HEADS = [
    ("circle", "auto", "auto"), ("circle", "tanh", "auto"), ("circle", "softmax", "auto"),
    ("circle", "auto", "hinge"), ("circle", "sigmoid", "squared"), ("blobs", "auto", "auto"),
    ("blobs", "auto", "hinge"), ("blobs", "sigmoid", "squared"), ("plane", "auto", "huber"),
    ("plane", "auto", "absolute"),
]  # fmt: skip


def trainer_of(dataset="circle", epochs=3, **training):
    data = DataSpec(dataset=dataset, samples=80, noise=0.3)
    trainer = Trainer(replace(SMALL, data=data, training=replace(SMALL.training, **training)))
    trainer.run(epochs)
    return trainer


def headed(dataset, output, loss):
    data, network = DataSpec(dataset=dataset, samples=80, noise=0.3), replace(SMALL.network, output=output)
    trainer = Trainer(Experiment(data=data, network=network, training=TrainSpec(loss=loss)))
    trainer.run(2)
    return trainer


def losses_of(trainer, samples):
    """Each sample's loss, asked for one by one: the train loss of a trainer that has only this one."""
    found = []
    for k in range(len(samples)):
        one = Samples(samples.X[k : k + 1], samples.y[k : k + 1])
        other = Trainer(trainer.experiment, Split(Samples(trainer.data.train.X, trainer.data.train.y), one))
        other.network.parameters[...] = trainer.network.parameters
        found.append(other.metrics().test_loss)
    return np.array(found)
