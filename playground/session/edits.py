"""From one experiment to the next: layers, and an output and a loss that fit other data."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from engine import Experiment
from engine.experiment import with_head


def keeps(old: Experiment, new: Experiment) -> bool:
    """Whether a change is one of the network alone, and of what its weights can be carried over."""
    first = ("initializer", "init_scale", "init_bias")
    same_start = all(getattr(old.network, name) == getattr(new.network, name) for name in first)
    alone = new == replace(old, network=new.network)
    return alone and same_start and old.network != new.network


def with_layers(experiment: Experiment, which: str, **given: Any) -> Experiment:
    """Return an experiment with other fields of a hidden layer, known by its index, or "" for every one."""
    hidden = tuple(
        replace(layer, **given) if which in ("", str(i)) else layer
        for i, layer in enumerate(experiment.network.hidden)
    )
    return replace(experiment, network=replace(experiment.network, hidden=hidden))


def fitted(old: Experiment, new: Experiment) -> Experiment:
    """Return a changed experiment; where only its data are others, with a loss and an output that fit them.

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
