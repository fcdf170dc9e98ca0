"""The engine of Neural Playground: an L-layer network in numpy and the standard library.

Read it in this order: `data_spec` and `experiment` (what is learned, and how), `activations`, `losses`,
`network.backprop` (forward and backward), `optimizers`, `training.trainer`. It opens no files, prints
nothing, starts no threads and knows nothing of windows.

>>> import engine
>>> trainer = engine.Trainer(engine.Experiment(data=engine.DataSpec(dataset="gaussian")))
>>> trainer.run(epochs=5).message
'All 5 epochs are done.'
>>> trainer.metrics().test_accuracy > 0.9
True
"""

from typing import TYPE_CHECKING

from engine.activations import ACTIVATIONS, Activation
from engine.base.checks import Range, SpecError
from engine.base.limits import bytes_needed, memory_limit, parameter_count
from engine.base.recipes import Stage
from engine.base.settings import Setting, setting, settings
from engine.data.samples import Problem, Samples, Split, Standardised
from engine.data_spec import DataSpec
from engine.datasets import DATASETS, REACH, Dataset
from engine.experiment import (
    RANGES,
    SETTINGS,
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
from engine.optimizers import OPTIMIZERS, Optimizer
from engine.points import MOST_CLASSES, MOST_POINTS, OWN, Points
from engine.schedules import SCHEDULES, Schedule

if TYPE_CHECKING:
    from engine.later import *
else:

    def __dir__():
        return sorted({*globals(), *__all__})

    def __getattr__(name):
        """Import what trains when it is first asked for: a window shows the experiment before that."""
        if name in __all__:
            from engine import later

            globals().update({one: getattr(later, one) for one in later.__all__})
            return globals()[name]
        raise AttributeError(f"module 'engine' has no attribute {name!r}")


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
    "Standardised",
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
