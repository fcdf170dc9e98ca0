"""What undo and redo call a change, in lower case, as it follows "Undo". No Qt."""

from engine import Experiment
from playground.texts.controls import CONTROLS, words_of
from playground.texts.names import input_name, layer_name, uncapitalised
from playground.texts.text import Text

CLASSROOM = Text("choice for a class")
OPEN_EXAMPLE = Text("open example")
OPEN_RUN = Text("open run")
CLOSE_LESSON = Text("close text")
RESET = Text("reset")
NAME_OF_RUN = Text("name of run")
NOTE_OF_RUN = Text("note on run")
STAR = Text("star")
DELETE_RUNS = Text("delete {n:,} runs", one="delete run")
REMOVE_NEURON = Text("remove neuron")
WEIGHT = Text("weight")
FREEZE = Text("freeze")
SILENCE = Text("switch off")
STEP = Text("explained step")
GO_TO_EPOCH = Text("go to epoch {epoch:,}")
GO_TO_END = Text("go to the end")
SET_WEIGHTS = Text("set starting weights")
OPEN_POINTS = Text("load points")
EXPERIMENT = Text("experiment")
SEVERAL = Text("{parts} and {last}")

# by the part of an experiment that is replaced as a whole
PARTS = {
    "data": Text("data"),
    "network": Text("network"),
    "training": Text("training"),
    "stop": Text("pause rules"),
    "seed": Text("seed"),
}

OF_LAYER = {
    "width": Text("neurons of {layer}"),
    "activation": Text("activation of {layer}"),
    "dropout": Text("dropout of {layer}"),
}
INPUT = Text("input {name}")

# by the control that requests it, where that is not called as the control itself
LABELS = {
    "data.points": Text("own points"),
    "data.labels": Text("classes or values"),
    "data.one_input": Text("one or two inputs"),
    "network.add_layer": Text("add hidden layer"),
    "network.remove_layer": Text("remove hidden layer"),
    "network.layers": Text("hidden layers"),
    "training.halved": Text("halve the learning rate"),
    "training.huber_delta": Text("Huber δ"),
    "training.stop_epochs": Text("pause at epoch"),
    "training.stop_target_loss": Text("pause at loss"),
    "training.stop_target_accuracy": Text("pause at accuracy"),
    "training.stop_patience": Text("pause by patience"),
    "transport.new_start": Text("new starting weights"),
}


def label(experiment: Experiment, control: str) -> str:
    """Return what undo calls a change that a control requests."""
    if control in LABELS:
        return LABELS[control]()
    area, _, name = control.partition(".")
    if area == "features" and control not in CONTROLS:
        # a menu shows it, where & marks the letter of a shortcut
        return INPUT(name=input_name(experiment, name).replace("&", "&&"))
    try:
        return uncapitalised(words_of(control).label)
    except KeyError:  # no control of the window asked for it
        return EXPERIMENT()


def go_to(epoch: int | None) -> str:
    """Return what undo calls going to an epoch; None for the end of a line."""
    return GO_TO_END() if epoch is None else GO_TO_EPOCH(epoch=epoch)


def layer_label(experiment: Experiment, layer: int, field: str) -> str:
    """Return what undo calls a change of one hidden layer's field."""
    return OF_LAYER[field](layer=layer_name(experiment, layer))


def parts_label(parts: list[str]) -> str:
    """Return what undo calls a change of whole parts of an experiment."""
    names = [PARTS[part]() for part in parts]
    return SEVERAL(parts=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else "".join(names)
