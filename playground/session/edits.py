"""Changed experiments: what an edit makes of one."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from engine import DataSpec, Experiment
from engine.experiment import with_data, with_head
from engine.points import from_numbers, numbers

EVERY_LAYER = "layers"


def edited(experiment: Experiment, part: str, **fields: Any) -> Experiment:
    """Return an experiment with changed fields of one part; see `Session.edit` for the parts."""
    if part == "experiment":
        return replace(experiment, **fields)
    if part == "data":
        return with_data(experiment, changed_data(experiment.data, **fields))
    area, _, index = part.partition("/")
    if area == EVERY_LAYER:
        return with_layers(experiment, index, **fields)
    if "initializer" in fields:
        fields = {"weights": ()} | fields  # they are drawn again, also by the one that there was
    return replace(experiment, **{part: replace(getattr(experiment, part), **fields)})


def changed(experiment: Experiment, **parts: Any) -> Experiment:
    """Return an experiment with other parts; inputs follow other data, unless they are given as well."""
    if "data" in parts and "network" not in parts:
        experiment = with_data(experiment, parts.pop("data"))
    return replace(experiment, **parts)


def changed_data(data: DataSpec, **fields: Any) -> DataSpec:
    """Return data with changed fields; one input makes labels values, and classes need two inputs."""
    if fields.get("one_input"):
        rows = numbers(data.points).copy()
        rows[:, 1] = 0.0
        fields = {"labels": "values", "points": from_numbers(rows, "values")} | fields
    elif fields.get("labels") == "classes":
        fields = {"one_input": False} | fields
    if "test_fraction" in fields:
        fields = {"test_points": ()} | fields  # they are drawn anew
    return replace(data, **fields)


def with_layers(experiment: Experiment, which: str, **fields: Any) -> Experiment:
    """Return an experiment with changed fields of the hidden layer with an index, or of all for ""."""
    hidden = tuple(
        replace(layer, **fields) if which in ("", str(i)) else layer
        for i, layer in enumerate(experiment.network.hidden)
    )
    return fitting(experiment, replace(experiment, network=replace(experiment.network, hidden=hidden)))


def fitting(old: Experiment, new: Experiment) -> Experiment:
    """Return a changed experiment, without given starting weights that no longer fit it.

    They have to go where the shape changes, and where weights are to be drawn: who asks for new starting
    weights, or for another initialiser, does not want those that were given.
    """
    weights = new.network.weights
    if not weights or weights != old.network.weights or _start(old) == _start(new):
        return new
    return replace(new, network=replace(new.network, weights=()))


def _start(experiment: Experiment) -> tuple[object, ...]:
    """Return everything that decides how many starting weights there are, and how they are drawn."""
    network, data = experiment.network, experiment.data
    drawn = (network.initializer, network.init_scale, network.init_bias, experiment.weights_seed)
    return network.features, tuple(layer.width for layer in network.hidden), data.outputs, drawn


def with_compatible_head(old: Experiment, new: Experiment) -> Experiment:
    """Return a changed experiment; if only its data changed, with an output and a loss that fit them.

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other, and more than the data changed.
    """
    try:
        new.head()
    except ValueError:
        if new != with_data(old, new.data):
            raise
        for loss, output in (("auto", new.network.output), (new.training.loss, "auto")):
            other = with_head(new, loss, output)
            with suppress(ValueError):
                other.head()
                return other
        return with_head(new, "auto", "auto")
    return new


def keeps(old: Experiment, new: Experiment) -> bool:
    """Return whether a change concerns the network alone, and its weights can be carried over."""
    first = ("initializer", "init_scale", "init_bias", "weights")
    same_start = all(getattr(old.network, name) == getattr(new.network, name) for name in first)
    alone = old.data == new.data and new == replace(old, network=new.network)
    return alone and same_start and old.network != new.network
