"""The settings of an experiment in words, each beside its default. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from engine import (
    ACTIVATIONS,
    DATASETS,
    LOSSES,
    OPTIMIZERS,
    SETTINGS,
    Experiment,
    LayerSpec,
    Setting,
)
from engine.data.draw import train_count
from engine.experiment import unread
from playground.texts import report as texts
from playground.texts import settings, weights
from playground.texts.controls import CONTROLS
from playground.texts.data import LABELS, OWN
from playground.texts.names import input_name
from playground.texts.numbers import count_text, field_text
from playground.texts.training import GIVEN

SEEDS = ("seed", "weights_seed")  # written without separators: they count nothing


class Entry(NamedTuple):
    """A setting: its name, its value, and its default.

    Attributes
    ----------
    is_off : bool
        Whether it is switched off.
    name : str
        The field that holds it, as a path from the experiment: "training.l2", "network.hidden", "seed".
    is_choice : bool
        Whether it is one of several names, or made of them, and no number.
    """

    label: str
    value: str
    default: str
    differs: bool
    is_off: bool = False
    name: str = ""
    is_choice: bool = False


def settings_of(experiment: Experiment) -> list[Entry]:
    """Return every setting that the experiment reads, in the order of its parts."""
    return list(_entries(experiment, Experiment()))


def _entries(experiment: Experiment, first: Experiment) -> Iterator[Entry]:
    ignored = unread(experiment)
    for one in SETTINGS:
        if one.part == "network" and one.name == "output":
            for name, (label, words) in COMPOSITES.items():
                yield _composite(name, label(), words, experiment, first)
        if one.part != "layer" and one.name not in ignored:
            here, there = (_of(one, each) for each in (experiment, first))
            value, default = _shown(one, experiment), _shown(one, first)
            off, choice = here is None, isinstance(here, str)
            yield Entry(label_of(one), value, default, here != there, off, path_of(one), choice)


def _composite(
    name: str, label: str, words: Callable[[Experiment], str], experiment: Experiment, first: Experiment
) -> Entry:
    value, default = words(experiment), words(first)
    return Entry(label, value, default, value != default, name=name, is_choice=True)


def path_of(setting: Setting) -> str:
    """Return the path from the experiment to the field of a setting."""
    return setting.name if setting.part == "experiment" else f"{setting.part}.{setting.name}"


def _of(setting: Setting, experiment: Experiment) -> object:
    holder = experiment if setting.part == "experiment" else getattr(experiment, setting.part)
    return getattr(holder, setting.name)


def label_of(setting: Setting) -> str:
    """Return what a setting is called."""
    if setting.name in texts.CALLED:
        return texts.CALLED[setting.name]()
    for control in (f"data.{setting.name}", f"{setting.part}.{setting.name}"):
        if control in CONTROLS:
            return CONTROLS[control].label
    return settings.words(setting.name).label


def _shown(setting: Setting, experiment: Experiment) -> str:
    """Return a value as the window says it."""
    value = _of(setting, experiment)
    if value is None:
        return _unset(setting, experiment)
    if isinstance(value, bool):
        return (texts.ON if value else texts.OFF)()
    if isinstance(value, str):
        return _name(setting, value, experiment)
    assert isinstance(value, (int, float))
    if setting.name == "batch_size" and value >= train_count(experiment) > 0:
        return texts.ALL_POINTS()
    if isinstance(value, int):
        return str(value) if setting.name in SEEDS else count_text(value)
    return field_text(value)


def _unset(setting: Setting, experiment: Experiment) -> str:
    """Return what a setting comes to that is not set itself."""
    if setting.name == "weights_seed":
        return texts.DATA_SEED()
    decay = OPTIMIZERS[experiment.training.optimizer].weight_decay
    if setting.name == "weight_decay" and decay:
        return texts.AUTO_IS(label=field_text(decay))
    return texts.OFF()


def _name(setting: Setting, name: str, experiment: Experiment) -> str:
    """Return what a choice is called; one that follows from others says what it is."""
    if name == "auto":
        output, loss = experiment.head()
        label = LOSSES[loss].label if setting.name == "loss" else ACTIVATIONS[output].label
        return texts.AUTO_IS(label=label)
    if setting.name == "dataset":
        return DATASETS[name].label if name in DATASETS else OWN()
    if setting.name == "output":
        return ACTIVATIONS[name].label
    if setting.name == "labels":
        most = max(experiment.data.class_count - 1, 1)
        return LABELS[name][0](most=most)
    return settings.options(setting)[name][0]


def _inputs(experiment: Experiment) -> str:
    return texts.LIST().join(input_name(experiment, name) for name in experiment.network.features)


def _hidden_layers(experiment: Experiment) -> str:
    runs = [(layer, len(list(alike))) for layer, alike in groupby(experiment.network.hidden)]
    words = [_layer(layer) if n == 1 else texts.ALIKE(n=n, layer=_layer(layer)) for layer, n in runs]
    return texts.LIST().join(words) or texts.NO_LAYER()


def _layer(layer: LayerSpec) -> str:
    words = texts.LAYER(n=layer.width, activation=ACTIVATIONS[layer.activation].label)
    return texts.LAYER_DROPOUT(layer=words, share=layer.dropout) if layer.dropout else words


def _starting_weights(experiment: Experiment) -> str:
    return (GIVEN if experiment.network.weights else weights.DRAWN)()


# what several fields make together, by the path of the first
COMPOSITES = {
    "network.features": (texts.INPUTS, _inputs),
    "network.hidden": (texts.HIDDEN_LAYERS, _hidden_layers),
    "network.weights": (weights.CALLED, _starting_weights),
}


def labels() -> dict[str, str]:
    """Return what every setting is called, by the path of its field."""
    several = {name: label() for name, (label, _) in COMPOSITES.items()}
    of_data = {path_of(one): label_of(one) for one in SETTINGS if one.part in ("data", "experiment")}
    return of_data | several | {path_of(one): label_of(one) for one in SETTINGS if one.part != "layer"}
