"""The engine of Neural Playground: an L-layer network in numpy and the standard library.

Read it in this order: `spec` (what an experiment is), `activations`, `losses`, `program` (forward and
backward), `optimizers`, `trainer`. It opens no file, prints nothing, starts no thread and knows no window.

>>> import engine
>>> trainer = engine.Trainer(engine.Experiment(data=engine.DataSpec(dataset="gaussian")))
>>> trainer.run(epochs=5).message
'All 5 epochs are done.'
>>> trainer.metrics().test_accuracy > 0.9
True
"""

from engine.activations import ACTIVATIONS, Activation
from engine.data import Problem, Samples, Split, as_points, draw, held_out
from engine.datasets import DATASETS, REACH, Dataset
from engine.divergence import Divergence
from engine.features import FEATURES, Feature
from engine.gradcheck import GradientError, gradient_check
from engine.initializers import INITIALIZERS, Initializer
from engine.losses import LOSSES, Loss, resolve
from engine.memory import bytes_needed, memory_limit
from engine.metrics import Metrics
from engine.network import Layer, Network
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.points import MOST_CLASSES, MOST_POINTS, OWN, Points
from engine.program import Backprop, Forward, Responses, Stage
from engine.schedules import SCHEDULES, Schedule
from engine.scores import ClassScores, RegressionScores, class_scores, regression_scores, roc_auc
from engine.spec import (
    RANGES,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Range,
    StopSpec,
    TrainSpec,
    hidden_activations,
    output_activations,
    parameter_count,
)
from engine.state import State
from engine.stopping import Stopped
from engine.trainer import Trainer

__all__ = [
    "ACTIVATIONS",
    "DATASETS",
    "FEATURES",
    "INITIALIZERS",
    "LOSSES",
    "MOST_CLASSES",
    "MOST_POINTS",
    "OPTIMIZERS",
    "OWN",
    "RANGES",
    "REACH",
    "SCHEDULES",
    "Activation",
    "Backprop",
    "ClassScores",
    "DataSpec",
    "Dataset",
    "Divergence",
    "Experiment",
    "Feature",
    "Forward",
    "GradientError",
    "Initializer",
    "Layer",
    "LayerSpec",
    "Loss",
    "Metrics",
    "Network",
    "NetworkSpec",
    "Optimizer",
    "Points",
    "Problem",
    "Range",
    "RegressionScores",
    "Responses",
    "Samples",
    "Schedule",
    "Split",
    "Stage",
    "State",
    "StopSpec",
    "Stopped",
    "TrainSpec",
    "Trainer",
    "as_points",
    "bytes_needed",
    "class_scores",
    "draw",
    "gradient_check",
    "held_out",
    "hidden_activations",
    "memory_limit",
    "output_activations",
    "parameter_count",
    "regression_scores",
    "resolve",
    "roc_auc",
]
