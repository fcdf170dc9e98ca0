"""Why training diverged, and what would help: read from the experiment, in words. No Qt."""

from dataclasses import dataclass

import numpy as np

from engine import ACTIVATIONS, OPTIMIZERS, Divergence, Experiment

FAR = 1e3  # a z at which an activation that has a bound has long reached it
LARGEST_BOUND = 10.0
STEEP = 0.5  # momentum from which steps in one direction add up to more than double
LARGE_SCALE = 2.0
NAMES = {"loss": "the loss", "weight": "a weight"}


@dataclass(frozen=True)
class Diagnosis:
    """What happened when a number stopped being finite.

    Attributes
    ----------
    headline : str
        What and where.
    reason : str
        Why that is likely, in a few short sentences.
    """

    headline: str
    reason: str


def diagnose(
    diverged: Divergence, experiment: Experiment, learning_rate: float, lost: bool = False
) -> Diagnosis:
    """Say in words what happened, and why that is likely.

    Parameters
    ----------
    diverged : Divergence
    experiment : Experiment
    learning_rate : float
        η as the schedule had it.
    lost : bool
        Whether even the last good weights are far worse than those it began with.
    """
    steps = "1 step" if diverged.steps == 1 else f"{diverged.steps:,} steps"
    headline = (
        f"Training diverged: after {steps}, in epoch {diverged.epoch:,}, "
        f"{NAMES.get(diverged.what, diverged.what)} was no longer a finite number."
    )
    causes = list(_causes(experiment, learning_rate))
    reason = f"The learning rate {learning_rate:g} is probably too high here"
    reason += f": {causes[0]}." if causes else ": each step goes further past the valley than the last."
    if lost:
        reason += " Even the last good weights are far off: Reset starts afresh."
    elif len(causes) > 1:
        reason += f" Besides, {causes[1]}."
    reason += f" Training is back at {kept_weights(diverged)}."
    return Diagnosis(headline, reason)


def kept_weights(diverged: Divergence) -> str:
    """Say which weights training has gone back to."""
    return f"the weights after epoch {diverged.kept:,}" if diverged.kept else "its first weights"


def _causes(experiment: Experiment, rate: float) -> list[str]:
    """What makes a step larger than it should be, the likeliest first."""
    training, network = experiment.training, experiment.network
    optimizer = OPTIMIZERS[training.optimizer]
    causes = []
    decay = optimizer.weight_decay if training.weight_decay is None else training.weight_decay
    shrink = max(training.l2, decay) * rate
    if shrink > 2.0:
        causes.append(f"it makes the penalty turn each weight round and enlarge it {shrink - 1.0:.3g} times")
    unbounded = [ACTIVATIONS[name].label for name in _activations(experiment) if not is_bounded(name)]
    if unbounded:
        names = " and ".join(unbounded[:2])
        causes.append(f"{names} outputs have no bound, so large weights breed larger steps")
    if "momentum" in optimizer.hyperparameters and training.momentum >= STEEP:
        times = 1.0 / (1.0 - training.momentum)
        causes.append(f"momentum {training.momentum:g} adds up steps to {times:.3g} times their size")
    if network.initializer in ("uniform", "normal", "constant") and network.init_scale > LARGE_SCALE:
        causes.append(f"the first weights are large, up to about {network.init_scale:g}")
    if training.clip_norm == training.clip_value == 0.0:
        causes.append("no clipping limits the gradient")
    return causes


def _activations(experiment: Experiment) -> list[str]:
    """The activations of the hidden layers, and the output's, each once."""
    names = [layer.activation for layer in experiment.network.hidden]
    return list(dict.fromkeys([*names, experiment.head()[0]]))


def is_bounded(activation: str) -> bool:
    """Whether an activation's outputs stay small, however large z is."""
    if ACTIVATIONS[activation].derivative is None:
        return True  # softmax: shares of one
    outputs = ACTIVATIONS[activation](np.array([[-FAR, FAR]]))
    return bool(np.abs(outputs).max() <= LARGEST_BOUND)
