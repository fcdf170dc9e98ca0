"""The engine of Neural Playground: an L-layer network in numpy and the standard library.

Read it in this order: `spec` (what an experiment is), `activations`, `losses`, `program` (forward and
backward), `optimizers`, `trainer`. It opens no file, prints nothing, starts no thread and knows no window.

>>> import engine
>>> trainer = engine.Trainer(engine.Experiment(data=engine.DataSpec(dataset="gaussian")))
>>> trainer.run(epochs=5)
>>> trainer.metrics().test_accuracy > 0.9
True
"""

from engine.activations import ACTIVATIONS, Activation
from engine.data import Problem, Samples, Split
from engine.datasets import DATASETS, REACH, Dataset
from engine.features import FEATURES, Feature
from engine.initializers import INITIALIZERS, Initializer
from engine.losses import LOSSES, Loss, resolve
from engine.metrics import Metrics
from engine.network import Layer, Network
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.program import Forward
from engine.spec import (
    RANGES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Range,
    TrainSpec,
    hidden_activations,
    output_activations,
    parameter_count,
)
from engine.trainer import Divergence, Trainer

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "FEATURES",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "RANGES",
    "REACH",
    "Activation",
    "DataSpec",
    "Dataset",
    "Divergence",
    "Experiment",
    "Feature",
    "Forward",
    "Initializer",
    "Layer",
    "LayerSpec",
    "Loss",
    "Metrics",
    "Network",
    "NetworkSpec",
    "Optimizer",
    "Problem",
    "Range",
    "Samples",
    "Split",
    "TrainSpec",
    "Trainer",
    "hidden_activations",
    "output_activations",
    "parameter_count",
    "resolve",
]
