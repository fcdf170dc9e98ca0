"""What two experiments differ in, in words. No Qt."""

from __future__ import annotations

from operator import attrgetter
from typing import NamedTuple

from engine import OPTIMIZERS, Experiment
from engine.data.draw import train_count
from playground.exports.settings_list import settings_of
from playground.texts import report as texts
from playground.texts.numbers import count_text

DRAWN = ("network.initializer", "network.init_scale", "network.init_bias")  # not read where weights are given


class Difference(NamedTuple):
    """A setting that two experiments have in different ways: its name, and the value of each."""

    label: str
    first: str
    second: str


def differences(first: Experiment, second: Experiment) -> list[Difference]:
    """Return what makes two trainings different, in the order of the settings.

    That is what both read, by its effect: a loss that was chosen does not differ from the same one by "auto".
    What only one of them reads, such as an optimizer's μ, follows from something else that differs.
    """
    ours, theirs = ({one.name: one for one in settings_of(each)} for each in (first, second))
    found: list[Difference] = []
    for name, entry in ours.items():
        if name in theirs and _has_other_effect(name, first, second):
            found.append(Difference(entry.label, entry.value, theirs[name].value))
        if name == "data.dataset":
            found += _of_points(first, second)
    return found + _of_start(first, second)


def _of_points(first: Experiment, second: Experiment) -> list[Difference]:
    """Return how own points differ."""
    ours, theirs = first.data, second.data
    if not (ours.own and theirs.own):
        return []
    for label, field in ((texts.POINTS, "points"), (texts.TEST_POINTS, "test_points")):
        a, b = getattr(ours, field), getattr(theirs, field)
        if a != b:
            return [Difference(label(), count_text(len(a)), count_text(len(b)))]
    return []


def _of_start(first: Experiment, second: Experiment) -> list[Difference]:
    """Return how the seeds of all but the data differ, unless that is the one seed of each experiment."""
    one_each = first.weights_seed is None and second.weights_seed is None
    if one_each or first.training_seed == second.training_seed:
        return []
    label = texts.CALLED["weights_seed"]()
    return [Difference(label, str(first.training_seed), str(second.training_seed))]


def _has_other_effect(name: str, first: Experiment, second: Experiment) -> bool:
    ours, theirs = (attrgetter(name)(each) for each in (first, second))
    if ours == theirs or name == "weights_seed":
        return False
    if name in DRAWN:
        return not (first.network.weights and second.network.weights)
    return _effect(name, ours, first) != _effect(name, theirs, second)


def _effect(name: str, value: object, experiment: Experiment) -> object:
    """Return what a setting comes to."""
    match name:
        case "network.output":
            return experiment.head()[0]
        case "training.loss":
            return experiment.head()[1]
        case "training.batch_size":
            return min(experiment.training.batch_size, max(train_count(experiment), 1))
        case "training.weight_decay" if value is None:
            return OPTIMIZERS[experiment.training.optimizer].weight_decay
        case _:
            return value
