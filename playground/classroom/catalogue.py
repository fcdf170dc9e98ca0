"""The catalogue of class mode: every control that can be hidden or locked, by name. No Qt.

Class mode guides and guards nothing: whoever knows the menu can choose again.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from engine import FEATURES, SETTINGS, Setting, settings_in
from playground.texts.classroom import LABELS
from playground.texts.controls import words_of
from playground.texts.tabs import TABS

# the groups, by their names in the code
DATA, INPUTS, NETWORK = "data", "inputs", "network"
TRAINING, MORE, PAUSES = "training", "more", "pauses"
TRANSPORT, FIGURES, OUTPUT, MATHS, RUNS = "transport", "figures", "output", "mathematics", "runs"

EXAMPLES = "lesson.examples"
OWN_POINTS = "data.points"
FORMULA = "features.formula"
VIEW = "network.view"
LAYERS, WEIGHTS, LINES = "network.layers", "network.weights", "network.lines"
WIDTH, ACTIVATION, DROPOUT = "network.width", "network.activation", "training.dropout"  # of hidden layers
NEW_DATA, NEW_START, WEIGHTS_SEED = "data.new_data", "transport.new_start", "training.weights_seed"
GRADIENT_CHECK, NEURON_CURVE = "maths.gradients", "maths.neuron"
MATHS_VIEW, MATHS_SAMPLE, MATHS_PLAYER = "view.maths", "maths.sample", "maths.player"
MATHS_LINES = "maths.lines"
RUNS_VIEW = "view.runs"
DIAGNOSIS = "diagnosis.remedy"
PLAY, RESET, STEP, SPEED = "transport.play", "transport.reset", "transport.step", "transport.speed"
TIME = "time.travel"
# the group of settings that are always visible, and those in the drawer, from top to bottom
STRIP = "strip"
DRAWER = ("optimizer", "schedule", "loss", "regularisation", "start", "stop", "numbers")
# the parts of the window that there are pictures of, with the controls that each shows
PICTURED = {
    "network": {VIEW},
    "output": {"plot.boundary"},
    "curves": {"output.loss", "output.accuracy"},
}
PARTS = ("training", "network", "experiment", "layer", "stop")  # of an experiment, as they are listed
# further controls of a field have its name with one of these
SUFFIXES = ("_slider", "_on")
# what pages with several runs have; whether there are such pages is a choice
TOGETHER = ("play", "step", "reset", "clock", "log", "alike", "close", "loss", "readout")
OF_RUN = ("run", "setting", "value", "take", "output", "network")
OF_RUNS = frozenset(
    {f"compare.{one}" for one in TOGETHER} | {f"compare.{run}_{one}" for run in "abcdefgh" for one in OF_RUN}
)
# widgets with names that cannot be chosen: they only inform, or disappear when nothing is left in them
EXEMPT = OF_RUNS | frozenset(
    {"notice", "notice.text", "notice.details", "notice.close", "event.stay", "event.close", "class.sign"}
    | {"lesson.title", "lesson.line"}
    | {"network.key", "network.status", "network.next_inputs", "network.more_inputs", "network.show_all"}
    | {"training.more", "training.close", "training.rate_now", "transport.reset_menu", "window.side"}
    | {"plot.bar", "plot.home", "plot.view", "plot.curve", "plot.loss", "plot.probe", "plot.readout"}
    | {"plot.metrics", "plot.metrics_part", "plot.hardest", "plot.step"}
    | {"race.again"}
    | {"plot.health", "plot.health_figure", "plot.health_layer", "plot.health_readout", "plot.histograms"}
    | {"neuron.source", "neuron.focus", "neuron.close"}
    | {"gradients.table", "gradients.status", "gradients.progress", "layers.caption"}
    | {
        "view.build",
        "window.middle",
        "maths.pages",
        "runs.pages",
        "runs.table",
        "runs.filter",
        "runs.only_starred",
        "runs.sort",
        "maths.ledger",
        "layers.picture",
        "layers.slider",
    }
)


class Control(NamedTuple):
    """Something that can be hidden or locked.

    Attributes
    ----------
    name : str
        In the form `area.control`; files hold it, so it never changes.
    group : str
        The heading that it is listed under.
    lockable : bool
        Whether it changes anything; what only shows something can only be hidden.
    parts : tuple of str
        Names of further widgets that belong to it.
    """

    name: str
    group: str
    lockable: bool = True
    parts: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Its name in lists: that of its control, unless that is unclear out of context."""
        if self.name in LABELS:
            return LABELS[self.name]()
        words = words_of(self.name)
        return words.text if self.group == INPUTS else words.label  # an input is listed among inputs


@cache
def controls() -> dict[str, Control]:
    """Return every control that can be hidden or locked, by its name, in the order of the window."""
    parts = _data, _inputs, _network, _training, _transport, _output, _maths, _runs
    return {one.name: one for part in parts for one in part()}


def _data() -> Iterator[Control]:
    yield Control(EXAMPLES, DATA, parts=("lesson.previous", "lesson.next", "lesson.close"))
    yield Control("data.dataset", DATA)
    yield Control("data.samples", DATA)
    yield Control("data.noise", DATA)
    yield Control("data.imbalance", DATA)
    yield Control("data.classes", DATA)
    yield Control("data.test_fraction", DATA)
    yield Control("data.seed", DATA)
    yield Control(NEW_DATA, DATA)
    tools = ("tools", "brush", "eraser", "move", "size", "close", *map(str, range(6)))
    parts = (
        "draw",
        "table",
        "columns",
        "open_csv",
        "clear",
        "labels",
        "one_input",
        "standardise_values",
        "tools",
        *(f"draw_{one}" for one in tools),
    )
    yield Control(OWN_POINTS, DATA, parts=tuple(f"data.{one}" for one in parts))
    yield Control("data.save_csv", DATA, lockable=False)


def _inputs() -> Iterator[Control]:
    for name in FEATURES:
        yield Control(f"features.{name}", INPUTS)
    yield Control(FORMULA, INPUTS, parts=("network.own_formula", "features.add_formula"))


def _network() -> Iterator[Control]:
    yield Control(VIEW, NETWORK, lockable=False)
    yield Control(LAYERS, NETWORK, parts=("network.add_layer", "network.remove_layer"))
    yield Control(WIDTH, NETWORK, parts=("neuron.remove",))
    yield Control(ACTIVATION, NETWORK)
    yield Control("network.output", NETWORK)
    yield Control(LINES, NETWORK, lockable=False)
    names = ("value", "freeze", "silence", "freeze_weight", "silence_weight")
    parts = tuple(f"neuron.{one}" for one in names)
    yield Control(WEIGHTS, NETWORK, parts=parts)


def control_for(setting: Setting) -> str:
    """Return the name of the control for a setting: its panel's, and its own."""
    if setting.part == "stop":
        return f"training.stop_{setting.name}"
    panel = "training" if setting.group in (STRIP, *DRAWER) else setting.part
    return f"{panel}.{setting.name}"


def _training() -> Iterator[Control]:
    """Yield every training setting of the engine, new ones included."""
    strip = settings_in(STRIP)
    for one in strip:
        parts = ("event.slower",) if one.name == "learning_rate" else ()
        yield _setting(one, TRAINING, parts)
    drawer = [one for one in SETTINGS if one.group in DRAWER and one not in strip]
    for one in sorted(drawer, key=lambda one: PARTS.index(one.part)):
        parts = (f"{DROPOUT}_of",) if one.name == "dropout" else ()
        yield _setting(one, PAUSES if one.part == "stop" else MORE, parts)


def _setting(setting: Setting, group: str, parts: tuple[str, ...] = ()) -> Control:
    return Control(control_for(setting), group, parts=parts)


def _transport() -> Iterator[Control]:
    yield Control(RESET, TRANSPORT)
    yield Control(NEW_START, TRANSPORT)
    yield Control(PLAY, TRANSPORT)
    yield Control(STEP, TRANSPORT, parts=("transport.step_menu",))
    yield Control(SPEED, TRANSPORT)
    yield Control("transport.epochs_a_second", FIGURES, lockable=False)
    yield Control("transport.epoch", FIGURES, lockable=False)
    yield Control("transport.place", FIGURES, lockable=False)
    yield Control("transport.train_loss", FIGURES, lockable=False)
    yield Control("transport.test_loss", FIGURES, lockable=False)
    yield Control("transport.accuracy", FIGURES, lockable=False)
    of_diagnosis = ("diagnosis.why", "diagnosis.apply", "diagnosis.next", "diagnosis.close")
    yield Control(DIAGNOSIS, FIGURES, lockable=False, parts=of_diagnosis)


def _output() -> Iterator[Control]:
    yield Control("plot.boundary", OUTPUT, lockable=False)
    yield Control("plot.discrete", OUTPUT)
    yield Control("plot.contour", OUTPUT)
    yield Control("plot.uncertainty", OUTPUT)
    yield Control("plot.errors", OUTPUT)
    yield Control("plot.train", OUTPUT)
    yield Control("plot.test", OUTPUT)
    yield Control("plot.folds", OUTPUT, parts=("plot.folds_of",))
    yield Control("output.probe", OUTPUT, lockable=False)
    for name in TABS:
        yield Control(f"output.{name}", OUTPUT, lockable=False)
    yield Control("plot.log", OUTPUT)
    of_time = ("time.play_back", "time.menu", "time.stop", "time.progress")
    yield Control(TIME, OUTPUT, parts=of_time)


def _maths() -> Iterator[Control]:
    yield Control(MATHS_VIEW, MATHS, lockable=False)
    of_sample = ("maths.part", "maths.number", "maths.previous", "maths.next")
    yield Control(MATHS_SAMPLE, MATHS, parts=of_sample)
    yield Control("maths.decimals", MATHS)
    yield Control(MATHS_LINES, MATHS, parts=("maths.terms", "maths.matrices", "maths.symbols"))
    yield Control("maths.code", MATHS)
    of_player = ("maths.start", "maths.back", "maths.play", "maths.forward", "maths.speed")
    yield Control(MATHS_PLAYER, MATHS, parts=of_player)
    yield Control(NEURON_CURVE, MATHS, lockable=False, parts=("maths.curve", "neuron.curve"))
    yield Control(GRADIENT_CHECK, MATHS, lockable=False, parts=("gradients.check", "gradients.stop"))


def _runs() -> Iterator[Control]:
    yield Control(RUNS_VIEW, RUNS, lockable=False)
    yield Control("runs.open", RUNS)
    yield Control("runs.notes", RUNS, parts=("runs.name", "runs.note", "runs.star"))
    yield Control("runs.delete", RUNS)
    yield Control("runs.pin", RUNS)
    yield Control("runs.more", RUNS)
    yield Control("runs.side_by_side", RUNS, parts=("runs.as_a", "runs.as_b"))
    yield Control("runs.race", RUNS)


@cache
def _parts() -> dict[str, str]:
    """Return the control that each widget's name belongs to."""
    return {part: one.name for one in controls().values() for part in (one.name, *one.parts)}


def control_of(widget: str) -> str | None:
    """Return the control that a widget of that name is part of, or None."""
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
