"""The engine of Neural Playground: an L-layer network in numpy and the standard library.

Read it in this order: `experiment` (what is learned, and how), `activations`, `losses`, `network.backprop`
(forward and backward), `optimizers`, `training.trainer`. It opens no files, prints nothing, starts no threads
and knows nothing of windows.

>>> import engine
>>> trainer = engine.Trainer(engine.Experiment(data=engine.DataSpec(dataset="gaussian")))
>>> trainer.run(epochs=5).message
'All 5 epochs are done.'
>>> trainer.metrics().test_accuracy > 0.9
True
"""

from engine.activations import ACTIVATIONS, Activation
from engine.analysis.gradient_check import GradientError, gradient_check
from engine.base.checks import Range, SpecError
from engine.base.limits import bytes_needed, memory_limit, parameter_count
from engine.base.recipes import Stage
from engine.base.settings import Setting, setting, settings
from engine.data.draw import as_points, draw, held_out
from engine.data.samples import Problem, Samples, Split
from engine.datasets import DATASETS, REACH, Dataset
from engine.evaluation.metrics import Metrics
from engine.evaluation.scores import ClassScores, RegressionScores, class_scores, regression_scores, roc_auc
from engine.experiment import (
    RANGES,
    SETTINGS,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    StopSpec,
    TrainSpec,
    hidden_activations,
    output_activations,
    settings_in,
)
from engine.features import FEATURES, Feature
from engine.initializers import INITIALIZERS, Initializer
from engine.losses import LOSSES, Loss, resolve
from engine.network.backprop import Backprop
from engine.network.forward import Forward, NeuronActivations
from engine.network.layers import Layer, Layers
from engine.network.network import Network
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.points import MOST_CLASSES, MOST_POINTS, OWN, Points
from engine.schedules import SCHEDULES, Schedule
from engine.training.divergence import Divergence
from engine.training.progress import Progress
from engine.training.state import State
from engine.training.stopping import Stopped
from engine.training.trainer import Trainer

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
    "SETTINGS",
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
    "Layers",
    "Loss",
    "Metrics",
    "Network",
    "NetworkSpec",
    "NeuronActivations",
    "Optimizer",
    "Points",
    "Problem",
    "Progress",
    "Range",
    "RegressionScores",
    "Samples",
    "Schedule",
    "Setting",
    "SpecError",
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
    "setting",
    "settings",
    "settings_in",
]
