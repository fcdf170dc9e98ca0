"""What undo and redo call a change: small, as it stands after "Undo". No Qt."""

from engine import Experiment
from playground.texts.names import input_name, layer_name

CLASSROOM = "choice for a class"
RESET = "reset"
REMOVE_NEURON = "remove neuron"
WEIGHT = "weight"
FREEZE = "freeze"
SILENCE = "switch off"
OPEN_POINTS = "load points"
SEVERAL = "{} and {}"

# by the part of an experiment that is replaced as a whole
PARTS = {"data": "data", "network": "network", "training": "training", "stop": "stop rules", "seed": "seed"}

OF_LAYER = {
    "width": "neurons of {}",
    "activation": "activation of {}",
    "dropout": "dropout of {}",
}
OF_EVERY_LAYER = "all hidden layers"
INPUT = "input {}"

# by the control that asks for it
LABELS = {
    "data.dataset": "data set",
    "data.samples": "samples",
    "data.noise": "noise",
    "data.imbalance": "imbalance",
    "data.classes": "classes",
    "data.test_fraction": "test fraction",
    "data.seed": "seed",
    "data.new_data": "new data",
    "data.points": "own points",
    "data.labels": "classes or values",
    "features.formula": "own formula",
    "network.add_layer": "add hidden layer",
    "network.remove_layer": "remove hidden layer",
    "network.layers": "hidden layers",
    "network.output": "output activation",
    "training.learning_rate": "learning rate η",
    "training.halved": "halve the learning rate",
    "training.batch_size": "batch size",
    "training.optimizer": "optimizer",
    "training.loss": "loss",
    "training.l1": "L1",
    "training.l2": "L2",
    "training.initializer": "initialiser",
    "training.shuffle": "shuffle",
    "training.dtype": "precision",
    "training.label_smoothing": "smoothing",
    "training.huber_delta": "Huber δ",
    "training.momentum": "momentum μ",
    "training.beta1": "β₁",
    "training.beta2": "β₂",
    "training.rho": "decay ρ",
    "training.epsilon": "ε",
    "training.schedule": "schedule",
    "training.decay_epochs": "epochs T",
    "training.decay_factor": "factor γ",
    "training.plateau_epochs": "patience",
    "training.warmup_epochs": "warm-up",
    "training.weight_decay": "decay λ",
    "training.clip_value": "clip value",
    "training.clip_norm": "clip norm",
    "training.max_norm": "max-norm",
    "training.init_scale": "scale s",
    "training.init_bias": "bias",
    "training.weights_seed": "own seed",
    "training.dropout": "dropout",
    "training.stop_epochs": "stop at epoch",
    "training.stop_target_loss": "stop at loss",
    "training.stop_target_accuracy": "stop at accuracy",
    "training.stop_patience": "stop by patience",
    "transport.new_start": "new starting weights",
}


def label(experiment: Experiment, control: str) -> str:
    """Return what undo calls a change of an experiment that a control asks for."""
    if control in LABELS:
        return LABELS[control]
    area, _, name = control.partition(".")
    if area == "features":
        return INPUT.format(input_name(experiment, name))
    return PARTS.get(control, name)


def layer_label(experiment: Experiment, layer: int, field: str) -> str:
    """Return what undo calls a change of one hidden layer's field."""
    return OF_LAYER[field].format(layer_name(experiment, layer))


def parts_label(parts: list[str]) -> str:
    """Return what undo calls a change of whole parts of an experiment."""
    names = [PARTS[part] for part in parts]
    return SEVERAL.format(", ".join(names[:-1]), names[-1]) if len(names) > 1 else "".join(names)
