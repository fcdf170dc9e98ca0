"""What undo and redo call a change: small, as it stands after "Undo". No Qt."""

from engine import Experiment
from playground.texts.names import input_name, layer_name
from playground.texts.text import Text

CLASSROOM = Text("choice for a class")
RESET = Text("reset")
REMOVE_NEURON = Text("remove neuron")
WEIGHT = Text("weight")
FREEZE = Text("freeze")
SILENCE = Text("switch off")
OPEN_POINTS = Text("load points")
EXPERIMENT = Text("experiment")
SEVERAL = Text("{parts} and {last}")

# by the part of an experiment that is replaced as a whole
PARTS = {
    "data": Text("data"),
    "network": Text("network"),
    "training": Text("training"),
    "stop": Text("stop rules"),
    "seed": Text("seed"),
}

OF_LAYER = {
    "width": Text("neurons of {layer}"),
    "activation": Text("activation of {layer}"),
    "dropout": Text("dropout of {layer}"),
}
INPUT = Text("input {name}")

# by the control that asks for it
LABELS = {
    "data.dataset": Text("data set"),
    "data.samples": Text("samples"),
    "data.noise": Text("noise"),
    "data.imbalance": Text("imbalance"),
    "data.classes": Text("classes"),
    "data.test_fraction": Text("test fraction"),
    "data.seed": Text("seed"),
    "data.new_data": Text("new data"),
    "data.points": Text("own points"),
    "data.labels": Text("classes or values"),
    "features.formula": Text("own formula"),
    "network.add_layer": Text("add hidden layer"),
    "network.remove_layer": Text("remove hidden layer"),
    "network.layers": Text("hidden layers"),
    "network.output": Text("output activation"),
    "training.learning_rate": Text("learning rate η"),
    "training.halved": Text("halve the learning rate"),
    "training.batch_size": Text("batch size"),
    "training.optimizer": Text("optimizer"),
    "training.loss": Text("loss"),
    "training.l1": Text("L1"),
    "training.l2": Text("L2"),
    "training.initializer": Text("initialiser"),
    "training.shuffle": Text("shuffle"),
    "training.dtype": Text("precision"),
    "training.label_smoothing": Text("smoothing"),
    "training.huber_delta": Text("Huber δ"),
    "training.momentum": Text("momentum μ"),
    "training.beta1": Text("β₁"),
    "training.beta2": Text("β₂"),
    "training.rho": Text("decay ρ"),
    "training.epsilon": Text("ε"),
    "training.schedule": Text("schedule"),
    "training.decay_epochs": Text("epochs T"),
    "training.decay_factor": Text("factor γ"),
    "training.plateau_epochs": Text("patience"),
    "training.warmup_epochs": Text("warm-up"),
    "training.weight_decay": Text("decay λ"),
    "training.clip_value": Text("clip value"),
    "training.clip_norm": Text("clip norm"),
    "training.max_norm": Text("max-norm"),
    "training.init_scale": Text("scale s"),
    "training.init_bias": Text("bias"),
    "training.weights_seed": Text("own seed"),
    "training.dropout": Text("dropout"),
    "training.stop_epochs": Text("stop at epoch"),
    "training.stop_target_loss": Text("stop at loss"),
    "training.stop_target_accuracy": Text("stop at accuracy"),
    "training.stop_patience": Text("stop by patience"),
    "transport.new_start": Text("new starting weights"),
}


def label(experiment: Experiment, control: str) -> str:
    """Return what undo calls a change of an experiment that a control asks for."""
    if control in LABELS:
        return LABELS[control]()
    area, _, name = control.partition(".")
    if area == "features":
        return INPUT(name=input_name(experiment, name))
    return PARTS.get(area, EXPERIMENT)()


def layer_label(experiment: Experiment, layer: int, field: str) -> str:
    """Return what undo calls a change of one hidden layer's field."""
    return OF_LAYER[field](layer=layer_name(experiment, layer))


def parts_label(parts: list[str]) -> str:
    """Return what undo calls a change of whole parts of an experiment."""
    names = [PARTS[part]() for part in parts]
    return SEVERAL(parts=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)
