"""The class mode: which controls are hidden or locked, by name; what each change is a change of. No Qt.

It guides a class and guards nothing: who knows the menu can always choose again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, NamedTuple

from engine import FEATURES, Experiment, NetworkSpec, StopSpec, TrainSpec
from engine.features import label
from playground import help as helping

LOCKED = "Locked for this class: unlock it under File ▸ For a class."
LOCKED_SUFFIX = " (locked)"  # of a command in a menu
KEY = "classroom"  # what it is called in an experiment file

DATA, INPUTS, NETWORK = "Data", "Inputs", "Network"
TRAINING, MORE, PAUSES = "Training", "More training settings", "Pause when reached"
TRANSPORT, FIGURES, OUTPUT = "Transport", "Figures", "Output"

OWN_POINTS = "data.points"
FORMULA = "features.formula"
VIEW = "network.view"
LAYERS, WEIGHTS = "network.layers", "network.weights"
WIDTH, ACTIVATION, DROPOUT = "network.width", "network.activation", "training.dropout"  # of hidden layers
OTHER_DATA, OTHER_START, WEIGHTS_SEED = "data.new_data", "transport.new_start", "training.weights_seed"
PLAY, RESET, STEP, SPEED = "transport.play", "transport.reset", "transport.step", "transport.speed"
# settings in the one row that is always in sight; all others are in the drawer
STRIP = ("learning_rate", "batch_size", "optimizer", "loss", "l1", "l2", "initializer")
# fields of the network that stand among the settings of training
OF_TRAINING = frozenset({"initializer", "init_scale", "init_bias"})
OF_LAYER = {"width": WIDTH, "activation": ACTIVATION, "dropout": DROPOUT}
# commands that change fields which have controls of their own: it is enough that the command is open
COMMANDS = {OTHER_DATA: {"data.seed", WEIGHTS_SEED}, OTHER_START: {WEIGHTS_SEED}}
# the controls of a field have names that begin with its own
SUFFIXES = ("_slider", "_on")
# what has a name and is no matter of choice: it only tells, or goes when nothing is left in it
STAYS = frozenset(
    {"notice", "notice.text", "notice.close", "event.stay", "event.close", "class.sign"}
    | {"network.status", "network.next_inputs", "network.more_inputs", "network.show_all"}
    | {"training.more", "training.rate_now", "transport.reset_menu"}
    | {"plot.bar", "plot.home", "plot.view", "plot.curve", "plot.loss", "plot.probe", "plot.readout"}
    | {"plot.metrics", "plot.metrics_part", "plot.hardest"}
    | {"neuron.source", "neuron.focus", "neuron.close"}
)


class Control(NamedTuple):
    """Something that can be hidden or locked.

    Attributes
    ----------
    name : str
        As in `area.control`; in files, so it never changes.
    label, group : str
        What it is called, and under which heading.
    lockable : bool
        Whether it changes anything; what only shows something can but be hidden.
    parts : tuple of str
        Names of widgets that it stands for besides one of its own name.
    """

    name: str
    label: str
    group: str
    lockable: bool = True
    parts: tuple[str, ...] = ()


@cache
def controls() -> dict[str, Control]:
    """Return every control that can be hidden or locked, by its name, in the order of the window."""
    every = (*_data(), *_inputs(), *_network(), *_training(), *_transport(), *_output())
    return {one.name: one for one in every}


def _data() -> Iterator[Control]:
    yield Control("data.dataset", "Data set", DATA)
    yield Control("data.samples", "Samples", DATA)
    yield Control("data.noise", "Noise", DATA)
    yield Control("data.imbalance", "Imbalance", DATA)
    yield Control("data.classes", "Classes", DATA)
    yield Control("data.test_fraction", "Test fraction", DATA)
    yield Control("data.seed", "Seed", DATA)
    yield Control(OTHER_DATA, "New data", DATA)
    tools = ("tools", "brush", "eraser", "move", "size", "close", *map(str, range(6)))
    parts = ("draw", "table", "open_csv", "clear", "labels", "tools", *(f"draw_{one}" for one in tools))
    yield Control(OWN_POINTS, "Own points", DATA, parts=tuple(f"data.{one}" for one in parts))
    yield Control("data.save_csv", "Save points", DATA, lockable=False)


def _inputs() -> Iterator[Control]:
    for name in FEATURES:
        yield Control(f"features.{name}", label(name), INPUTS)
    yield Control(FORMULA, "Own formulas", INPUTS, parts=("network.own_formula", "features.add_formula"))


def _network() -> Iterator[Control]:
    yield Control(VIEW, "The network itself", NETWORK, lockable=False)
    yield Control(LAYERS, "Hidden layers", NETWORK, parts=("network.add_layer", "network.remove_layer"))
    yield Control(WIDTH, "Neurons of a layer", NETWORK, parts=("neuron.remove",))
    yield Control(ACTIVATION, "Activation of a layer", NETWORK)
    yield Control("network.output", "Output activation", NETWORK)
    holds = ("value", "freeze", "silence", "freeze_weight", "silence_weight")
    parts = tuple(f"neuron.{one}" for one in holds)
    yield Control(WEIGHTS, "Weights: typed, frozen, silenced", NETWORK, parts=parts)


def _training() -> Iterator[Control]:
    """Yield every setting of training that the engine has, also one that it has gained."""
    names = [one.name for one in fields(TrainSpec)]
    names += [one.name for one in fields(NetworkSpec) if one.name in OF_TRAINING]
    for name in STRIP:
        parts = ("event.slower",) if name == "learning_rate" else ()
        yield Control(f"training.{name}", helping.words(name).label, TRAINING, parts=parts)
    for name in (*names, "weights_seed"):
        if name not in STRIP:
            yield Control(f"training.{name}", helping.words(name).label, MORE)
    yield Control(DROPOUT, helping.words("dropout").label, MORE, parts=(f"{DROPOUT}_of",))
    for one in fields(StopSpec):
        yield Control(f"training.stop_{one.name}", helping.words(one.name).label, PAUSES)


def _transport() -> Iterator[Control]:
    yield Control(RESET, "Reset: the same start again", TRANSPORT)
    yield Control(OTHER_START, "New start: other first weights", TRANSPORT)
    yield Control(PLAY, "Play and pause", TRANSPORT)
    yield Control(STEP, "Step", TRANSPORT, parts=("transport.step_menu",))
    yield Control(SPEED, "Speed", TRANSPORT)
    yield Control("transport.epochs_a_second", "Epochs a second", FIGURES, lockable=False)
    yield Control("transport.epoch", "Epoch", FIGURES, lockable=False)
    yield Control("transport.place", "Step and sample", FIGURES, lockable=False)
    yield Control("transport.train_loss", "Train loss", FIGURES, lockable=False)
    yield Control("transport.test_loss", "Test loss", FIGURES, lockable=False)
    yield Control("transport.accuracy", "Accuracy", FIGURES, lockable=False)


def _output() -> Iterator[Control]:
    yield Control("plot.boundary", "Large plot", OUTPUT, lockable=False)
    yield Control("plot.discrete", "Discrete classes", OUTPUT)
    yield Control("plot.contour", "Decision contour", OUTPUT)
    yield Control("plot.uncertainty", "Hatch where unsure", OUTPUT)
    yield Control("plot.errors", "Ring errors", OUTPUT)
    yield Control("plot.train", "Train points", OUTPUT)
    yield Control("plot.test", "Test points", OUTPUT)
    yield Control("output.probe", "Probe under the pointer", OUTPUT, lockable=False)
    yield Control("output.loss", "Tab: loss", OUTPUT, lockable=False)
    yield Control("output.accuracy", "Tab: accuracy", OUTPUT, lockable=False)
    yield Control("output.metrics", "Tab: metrics", OUTPUT, lockable=False)
    yield Control("output.hardest", "Tab: hardest points", OUTPUT, lockable=False)
    yield Control("plot.log", "Logarithmic loss axis", OUTPUT)


@cache
def _parts() -> dict[str, str]:
    """The control that each widget's name belongs to."""
    return {part: one.name for one in controls().values() for part in (one.name, *one.parts)}


def control_of(widget: str) -> str | None:
    """Return the control that a widget of that name is part of, None where it is of none."""
    if (found := _parts().get(widget)) is not None:
        return found
    area, _, name = widget.partition(".")
    if area.startswith("layer") and area[5:].isdecimal():
        return {"width": WIDTH, "activation": ACTIVATION}.get(name)
    if area == "features" and name.startswith("="):
        return FORMULA
    for suffix in SUFFIXES:
        if widget.endswith(suffix):
            return _parts().get(widget.removesuffix(suffix))
    return None


# -- the choice ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Classroom:
    """What a class does not see, and what it sees and cannot change.

    Parameters
    ----------
    hidden, locked : set of str
        Names in `controls()`. What is hidden cannot be changed either, locked or not.
    """

    hidden: frozenset[str] = frozenset()
    locked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", frozenset(self.hidden))
        object.__setattr__(self, "locked", frozenset(self.locked))
        for name in sorted(self.hidden | self.locked):
            if name not in controls():
                raise ValueError(
                    f'"{name}" is no control that this version can hide or lock: is the file of a newer one?'
                )
        for name in sorted(self.locked):
            if not controls()[name].lockable:
                raise ValueError(f'"{name}" cannot be locked, as it changes nothing: hide it, or leave it')

    def __bool__(self) -> bool:
        """Whether anything is hidden or locked."""
        return bool(self.hidden or self.locked)

    def closed(self, name: str) -> bool:
        """Whether nothing can be done with a control."""
        return name in self.hidden or name in self.locked

    @property
    def seen_locked(self) -> frozenset[str]:
        """What is locked and seen."""
        return self.locked - self.hidden

    def document(self) -> dict[str, list[str]]:
        """Return what stands in a file: names in the order of the window."""
        return {
            "hidden": [name for name in controls() if name in self.hidden],
            "locked": [name for name in controls() if name in self.locked],
        }


EVERYTHING = Classroom()


def say(classroom: Classroom) -> str:
    """Return how much is hidden and locked, in a few words; "" where nothing is."""
    counts = ((len(classroom.hidden), "hidden"), (len(classroom.seen_locked), "locked"))
    said = ", ".join(f"{count} {what}" for count, what in counts if count)
    return f"Class: {said}" if said else ""


# -- ready to choose -----------------------------------------------------------------------------

FIRST_STEPS = frozenset(
    {"data.dataset", OTHER_DATA, "features.x1", "features.x2", VIEW, LAYERS, WIDTH}
    | {"training.learning_rate", RESET, PLAY, STEP, SPEED, "output.probe"}
    | {f"transport.{name}" for name in ("epoch", "train_loss", "test_loss", "accuracy")}
    | {"plot.boundary", "output.loss"}
)
RUNNING = frozenset({RESET, PLAY, STEP, SPEED})


@cache
def presets() -> dict[str, Classroom]:
    """Return choices that are ready, by what they are called."""
    every = controls()
    kept = {one.name for one in every.values() if one.group == OUTPUT} | RUNNING
    return {
        "Everything": EVERYTHING,
        "First steps": Classroom(hidden=frozenset(every) - FIRST_STEPS),
        "Watch only": Classroom(
            locked=frozenset(one.name for one in every.values() if one.lockable and one.name not in kept)
        ),
    }


# -- what a change is a change of ----------------------------------------------------------------


def needs(asked: str, old: Experiment, new: Experiment) -> frozenset[str]:
    """Return the controls that must be open for a change, whatever its way in.

    Parameters
    ----------
    asked : str
        The control that asks for it. A command may change fields that have controls of their own.
    old, new : Experiment
    """
    names = frozenset(_changed(old, new))
    if OWN_POINTS in names and new.data.own:
        names -= {"data.dataset"}  # to draw on a generated data set is to make it one's own
    if asked in COMMANDS:
        return (names - COMMANDS[asked]) | {asked}
    return names


def _changed(old: Experiment, new: Experiment) -> Iterator[str]:
    for field in _differing(old.data, new.data):
        yield OWN_POINTS if field in ("points", "labels") else f"data.{field}"
    if old.seed != new.seed:
        yield "data.seed"
    if old.weights_seed != new.weights_seed:
        yield WEIGHTS_SEED
    yield from _changed_network(old.network, new.network)
    for field in _differing(old.training, new.training):
        yield f"training.{field}"
    for field in _differing(old.stop, new.stop):
        yield f"training.stop_{field}"


def _changed_network(old: NetworkSpec, new: NetworkSpec) -> Iterator[str]:
    for field in _differing(old, new):
        if field == "features":
            for name in set(old.features) ^ set(new.features):
                yield FORMULA if name.startswith("=") else f"features.{name}"
        elif field == "hidden":
            if len(old.hidden) != len(new.hidden):
                yield LAYERS
            for a, b in zip(old.hidden, new.hidden, strict=False):
                for inside in _differing(a, b):
                    yield OF_LAYER.get(inside, LAYERS)
        else:
            yield f"training.{field}" if field in OF_TRAINING else f"network.{field}"


def _differing(old: Any, new: Any) -> Iterable[str]:
    """The names of the fields in which two of a kind differ."""
    if old == new:
        return ()
    return [one.name for one in fields(old) if getattr(old, one.name) != getattr(new, one.name)]
