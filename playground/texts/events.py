"""What was done to a run, as a plot writes it beside its mark. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine import ACTIVATIONS, LOSSES, OPTIMIZERS, SCHEDULES
from engine.features import label
from playground.texts.names import AXES, COORDINATES, hidden_layer_name, uncapitalised
from playground.texts.numbers import NONE, count_text, field_text, weight_text
from playground.texts.settings import words
from playground.texts.text import Text

LAYERS_ADDED = Text("{n} layers added", one="layer added")
LAYERS_REMOVED = Text("{n} layers removed", one="layer removed")
NEURONS = Text("{n:,} neurons", one="1 neuron")
INPUT_ADDED = Text("+ {name}")
INPUT_REMOVED = Text("− {name}")
INPUTS_CHANGED = Text("inputs changed")
POINTS_CHANGED = Text("points changed")
WEIGHT = Text("weight set to {value}")
DROPOUT = Text("dropout {value}")
LOSS = Text("loss: {name}")
OUTPUT_IS = Text("output: {name}")
SETTING = Text("{name} {value}")
OF = Text("{what}, {where}")
FROM_TO = Text("{what} (before: {before})")
ON, OFF = Text("on"), Text("off")
MASKS = {
    ("freeze", True): Text("frozen"),
    ("freeze", False): Text("unfrozen"),
    ("silence", True): Text("switched off"),
    ("silence", False): Text("switched on"),
}
SHORT_NAMES = {"learning_rate": Text("η"), "batch_size": Text("batch"), "momentum": Text("μ")}


def event_text(kind: str, given: Mapping[str, Any]) -> str:
    """Return what was done, in two or three words; `kind` is the name of one."""
    after = given["after"]
    match kind:
        case "LAYERS":
            more = given["after"] - given["before"]
            return (LAYERS_ADDED if more > 0 else LAYERS_REMOVED)(n=abs(more))
        case "WIDTH":
            return NEURONS(n=after)
        case "ACTIVATION":
            return _value(after)
        case "DROPOUT":
            return DROPOUT(value=_value(after))
        case "INPUTS":
            return _inputs(given["before"], given["after"])
        case "OUTPUT":
            return OUTPUT_IS(name=_value(after))
        case "LOSS" if given["name"] == "loss":
            return LOSS(name=uncapitalised(_value(after)))
        case "LOSS" | "SETTING":
            return SETTING(name=_name(given["name"]), value=_value(after))
        case "WEIGHT":
            return WEIGHT(value=weight_text(float(after)))
        case "MASK":
            return MASKS[given["mask"], bool(after)]()
        case _:
            return POINTS_CHANGED()


def event_line(kind: str, given: Mapping[str, Any]) -> str:
    """Return what was done and to what, for a line of its own."""
    text = event_text(kind, given)
    if layers := given.get("layers"):
        text = OF(what=text, where=", ".join(map(hidden_layer_name, layers)))
    if kind in ("SETTING", "LOSS", "OUTPUT", "ACTIVATION", "DROPOUT", "WIDTH"):
        text = FROM_TO(what=text, before=_value(given["before"]))
    return text


def _name(setting: str) -> str:
    if setting in SHORT_NAMES:
        return SHORT_NAMES[setting]()
    return uncapitalised(words(setting).label)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return (ON if value else OFF)()
    if isinstance(value, int):
        return count_text(value)
    if isinstance(value, float):
        return field_text(value)
    if value is None:
        return NONE
    labels: dict[str, str] = {}
    for registry in (OPTIMIZERS, SCHEDULES, LOSSES, ACTIVATIONS):
        labels |= {name: one.label for name, one in registry.items()}
    return labels.get(str(value), str(value))


def _inputs(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    added = [name for name in after if name not in before]
    gone = [name for name in before if name not in after]
    if len(added) + len(gone) != 1:
        return INPUTS_CHANGED()
    name = (added or gone)[0]
    shown = AXES[COORDINATES[name]]() if name in COORDINATES else label(name)
    return (INPUT_ADDED if added else INPUT_REMOVED)(name=shown)
