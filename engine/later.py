"""The half of the front door behind which training is: `engine` imports it when it is first asked for.

`import engine` alone has what describes an experiment, in half the time: a program can show its window with
that. Modules that it needs for this import these names inside functions, and for the type checker alone.
"""

from engine.analysis.gradient_check import GradientError, gradient_check
from engine.data.draw import as_points, draw, held_out
from engine.evaluation.metrics import Metrics
from engine.evaluation.scores import ClassScores, RegressionScores, class_scores, regression_scores, roc_auc
from engine.network.backprop import Backprop
from engine.network.forward import Forward, NeuronActivations
from engine.network.layers import Layer, Layers
from engine.network.network import Network
from engine.training.divergence import Divergence
from engine.training.progress import Progress
from engine.training.state import State
from engine.training.stopping import Stopped
from engine.training.trainer import Trainer

__all__ = [
    "Backprop",
    "ClassScores",
    "Divergence",
    "Forward",
    "GradientError",
    "Layer",
    "Layers",
    "Metrics",
    "Network",
    "NeuronActivations",
    "Progress",
    "RegressionScores",
    "State",
    "Stopped",
    "Trainer",
    "as_points",
    "class_scores",
    "draw",
    "gradient_check",
    "held_out",
    "regression_scores",
    "roc_auc",
]
