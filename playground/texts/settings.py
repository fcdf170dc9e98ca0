"""What each setting does to learning, in words; ranges and formulas are the engine's. No Qt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from engine import (
    ACTIVATIONS,
    LOSSES,
    OPTIMIZERS,
    RANGES,
    SCHEDULES,
    LayerSpec,
    NetworkSpec,
    StopSpec,
    TrainSpec,
)


@dataclass(frozen=True)
class Words:
    """How a setting is called, and what it does.

    Attributes
    ----------
    label : str
    tip : str
        What it does to learning.
    usual : float or None
        A value to begin with where the engine's default is none; None for the default.
    """

    label: str
    tip: str
    usual: float | None = None


SETTINGS: dict[str, Words] = {
    "learning_rate": Words(
        "Learning rate η",
        "How far each step moves the weights. Too high and the loss jumps or explodes; too low and it hardly "
        "falls.",
    ),
    "batch_size": Words(
        "Batch size",
        "Samples behind each step. Small batches step often and noisily, large ones seldom and smoothly. "
        "“all” takes every train sample, however many there are.",
    ),
    "optimizer": Words(
        "Optimizer",
        "How a gradient becomes a step. SGD goes straight downhill; momentum rolls through small dents and "
        "flat stretches; Adam and its kin give each weight a step of its own size, and learn faster where "
        "the slopes differ.",
    ),
    "loss": Words(
        "Loss",
        "What training makes small. auto: cross-entropy for classes, squared error for values, or what the "
        "chosen output asks for.",
    ),
    "l1": Words("L1", "A penalty of l1·Σ|w|: drives weights that matter little towards zero."),
    "l2": Words(
        "L2", "A penalty of ½·l2·Σw²: keeps weights small and the boundary smooth, against overfitting."
    ),
    "initializer": Words(
        "Initialiser",
        "How large the first weights are drawn. Too large and neurons saturate, too small and signals fade "
        "from layer to layer; all alike and the neurons of a layer learn the same. A change starts training "
        "again.",
    ),
    "momentum": Words(
        "Momentum μ",
        "How much of the last step goes into the next: steps in one direction add up, with less zigzag. Too "
        "near to 1 it overshoots.",
    ),
    "beta1": Words(
        "β₁", "How long Adam remembers the direction of earlier gradients. Nearer to 1 is smoother."
    ),
    "beta2": Words("β₂", "How long Adam remembers the size of earlier gradients, which it divides by."),
    "rho": Words("Decay ρ", "How long RMSprop remembers the size of earlier gradients, which it divides by."),
    "epsilon": Words(
        "ε", "Added to what a step is divided by: larger makes steps along flat directions smaller."
    ),
    "schedule": Words(
        "Schedule", "How the learning rate changes from epoch to epoch: large steps first, fine ones later."
    ),
    "decay_epochs": Words(
        "Epochs T", "How many epochs it takes the schedule to lower the learning rate once."
    ),
    "decay_factor": Words("Factor γ", "What the schedule multiplies the learning rate with each time."),
    "plateau_epochs": Words(
        "Patience", "After so many epochs without a smaller train loss the learning rate is lowered."
    ),
    "warmup_epochs": Words(
        "Warm-up", "Over so many first epochs the learning rate rises to its full size: a gentle start.", 5.0
    ),
    "label_smoothing": Words(
        "Smoothing",
        "How far targets move from certainty towards an even guess: the network stays less sure of itself.",
    ),
    "huber_delta": Words(
        "Huber δ", "Errors beyond δ count by their size, not by their square: outliers pull less."
    ),
    "weight_decay": Words(
        "Decay λ",
        "Shrinks every weight by η·λ of itself at each step, apart from the gradient. Off: the optimizer's "
        "own, which is 0 but for AdamW.",
        0.01,
    ),
    "clip_norm": Words(
        "Clip norm",
        "The longest gradient that is let through; 0 is no limit. Keeps one bad step from ruin.",
        1.0,
    ),
    "clip_value": Words(
        "Clip value", "The largest single number of the gradient that is let through; 0 is no limit.", 1.0
    ),
    "max_norm": Words("Max-norm", "The largest norm of the weights into one neuron; 0 is no limit.", 1.0),
    "dropout": Words(
        "Dropout",
        "The share of a layer's neurons that each training step leaves out, drawn anew each time: no neuron "
        "can rely on another one, against overfitting. What is shown is always of the whole network.",
    ),
    "init_scale": Words(
        "Scale s",
        "How large the first weights are. Too small and signals fade, too large and neurons saturate.",
    ),
    "init_bias": Words("Bias", "What every bias starts from. Off: the initialiser's own choice.", 0.0),
    "weights_seed": Words(
        "Own seed",
        "Draws the first weights, the order of the samples and dropout: another start on the same data. Off: "
        "the seed of the data.",
    ),
    "shuffle": Words(
        "Shuffle",
        "Whether each epoch takes the samples in a new order. In a fixed one, steps repeat themselves.",
    ),
    "dtype": Words(
        "Precision",
        "How exactly the engine computes: float32 is faster with wide layers. A change starts again.",
    ),
    "epochs": Words("At epoch", "Training pauses at this epoch. Play goes on.", 1000.0),
    "target_loss": Words(
        "Loss",
        "Training pauses as soon as the test loss is this small, or the train loss without a test set.",
        0.1,
    ),
    "target_accuracy": Words(
        "Accuracy", "Training pauses as soon as this share of the test points is told right.", 0.95
    ),
    "patience": Words("Patience", "Training pauses after so many epochs without a smaller test loss.", 50.0),
}


# what the engine's messages may begin with, and has its words elsewhere
OTHERS = {
    "samples": "Samples",
    "noise": "Noise",
    "imbalance": "Imbalance",
    "test_fraction": "Test fraction",
    "classes": "Classes",
    "seed": "Seed",
    "width": "Neurons",
}


def words(name: str) -> Words:
    """Return the words for a setting; one that the engine has gained speaks for itself."""
    if name in SETTINGS:
        return SETTINGS[name]
    label = name.replace("_", " ")
    return Words(label, f"The {label} in {'; '.join(f'{who}: {what}' for who, what in readers(name))}.")


def in_words(message: str) -> str:
    """Return the engine's message with all that it names called as in the window."""
    name, space, rest = message.partition(" ")
    if name == "features" and rest.startswith("is empty"):
        return "At least one input must stay on."
    if name in ("loss", "output"):
        labels = _labels()
        return re.sub(r"\w+", lambda word: labels.get(word[0], word[0]), f"{name.capitalize()}{space}{rest}")
    if name in SETTINGS or name in OTHERS:
        return f"{OTHERS.get(name) or SETTINGS[name].label}{space}{rest}"
    return f"{message[:1].upper()}{message[1:]}"


@cache
def _labels() -> dict[str, str]:
    """How losses and activations are called in the menus."""
    return {name: one.label for registry in (ACTIVATIONS, LOSSES) for name, one in registry.items()}


def usual(name: str) -> float:
    """Return a value of the size that most people want."""
    said = words(name).usual
    return said if said is not None else float(default(name) or 0.0)


def default(name: str) -> Any:
    """Return the engine's default of a setting."""
    for spec in (TrainSpec, NetworkSpec, LayerSpec, StopSpec):
        for field in fields(spec):
            if field.name == name:
                return field.default
    return None


def readers(name: str) -> Iterator[tuple[str, str]]:
    """Yield the label and the formula of all that read a hyper-parameter."""
    for registry in (OPTIMIZERS, SCHEDULES, LOSSES):
        for one in registry.values():
            if name in one.hyperparameters:
                yield one.label, one.formula


def whats_this(name: str) -> str:
    """Return a longer help text: what it does, its range, and the formulas that it stands in."""
    said = words(name)
    parts = [f"<b>{said.label}</b>", f"<p>{said.tip}</p>"]
    if name in RANGES:
        parts.append(f"<p>It is {RANGES[name]}.</p>")
    rows = "".join(
        f"<tr><td style='padding-right:12px'><b>{label}</b></td><td>{formula}</td></tr>"
        for label, formula in readers(name)
    )
    return "".join(parts) + (f"<table>{rows}</table>" if rows else "")
