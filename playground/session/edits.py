"""From one experiment to the next, as an edit asks for it."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from engine import Experiment
from engine.experiment import with_head

EVERY_LAYER = "layers"


def edited(experiment: Experiment, part: str, **fields: Any) -> Experiment:
    """Return an experiment with other fields of one part; see `Session.edit` for the parts."""
    if part == "experiment":
        return replace(experiment, **fields)
    area, _, index = part.partition("/")
    if area == EVERY_LAYER:
        return with_layers(experiment, index, **fields)
    return replace(experiment, **{part: replace(getattr(experiment, part), **fields)})


def with_layers(experiment: Experiment, which: str, **fields: Any) -> Experiment:
    """Return an experiment with other fields of a hidden layer, known by its index, or "" for every one."""
    hidden = tuple(
        replace(layer, **fields) if which in ("", str(i)) else layer
        for i, layer in enumerate(experiment.network.hidden)
    )
    return replace(experiment, network=replace(experiment.network, hidden=hidden))


def with_compatible_head(old: Experiment, new: Experiment) -> Experiment:
    """Return a changed experiment; where only its data changed, with a loss and an output that fit them.

    Raises
    ------
    ValueError
        Where output, loss and data do not fit each other, and not because of the data alone.
    """
    try:
        new.head()
    except ValueError:
        if new != replace(old, data=new.data):
            raise
        for loss, output in (("auto", new.network.output), (new.training.loss, "auto")):
            other = with_head(new, loss, output)
            with suppress(ValueError):
                other.head()
                return other
        return with_head(new, "auto", "auto")
    return new


def keeps(old: Experiment, new: Experiment) -> bool:
    """Whether a change is one of the network alone, and of what its weights can be carried over."""
    first = ("initializer", "init_scale", "init_bias")
    same_start = all(getattr(old.network, name) == getattr(new.network, name) for name in first)
    alone = new == replace(old, network=new.network)
    return alone and same_start and old.network != new.network
