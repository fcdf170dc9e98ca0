"""What a training keeps when its experiment changes: all that may change live, and what fits of the rest."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from engine.experiment import Experiment
from engine.network.edits import Edit, operate

if TYPE_CHECKING:
    from engine.training.trainer import Trainer


def same_but_live(old: Experiment, new: Experiment) -> bool:
    """Whether two experiments differ in nothing but what may change while training goes on."""
    if len(old.network.hidden) != len(new.network.hidden):
        return False
    layers = zip(old.network.hidden, new.network.hidden, strict=True)
    hidden = tuple(replace(one, dropout=other.dropout) for one, other in layers)
    live = replace(
        old,
        network=replace(old.network, hidden=hidden),
        training=replace(new.training, dtype=old.training.dtype),
        stop=new.stop,
    )
    return bool(live == new)


def carry_over(trainer: Trainer, before: dict[str, Any], edits: list[Edit]) -> None:
    """Give a trainer that was built anew the weights from before some edits, and what goes with them.

    Parameters
    ----------
    trainer : Trainer
        It stands at epoch 0; it then stands where it stood, and is yet to be compiled.
    before : dict
        What it had, by the names of its attributes.
    edits : list of surgery.Edit
        They lead from the old network to the new one.
    """
    old, new = before["network"], trainer.network
    # not what the network began with: a new neuron is to be none that it has already
    spec, trainer._growth_rng = trainer.experiment.network, deepcopy(before["_growth_rng"])
    new.initialize(spec.initializer, trainer._growth_rng, spec.init_scale, spec.init_bias)
    drawn = [theta.astype(np.float64) for theta in new.split(new.parameters)]

    def moved(flat: NDArray[Any], weights: bool = False) -> NDArray[Any]:
        thetas = operate(edits, old.split(flat), drawn if weights else None)
        return np.concatenate([theta.ravel() for theta in thetas])

    with np.errstate(all="ignore"):  # a product, or a smaller dtype, may overflow: training then says so
        new.parameters[...] = moved(old.parameters, weights=True)
    trainer._good.keep(new.parameters, before["epoch"])
    masks, was = trainer._masks, before["_masks"]
    masks.frozen[...], masks.silenced[...] = moved(was.frozen), moved(was.silenced)
    masks.saved[...] = moved(was.saved)
    trainer.epoch = before["epoch"]
    trainer._order_rng, trainer._dropout_rng = before["_order_rng"], before["_dropout_rng"]
    trainer._watch = deepcopy(before["_watch"])
    if trainer.experiment.training.schedule == before["experiment"].training.schedule:
        trainer._pace = deepcopy(before["_pace"])
    if trainer.data is not before["data"]:
        trainer._forget_losses()
    optimizer = before["_optimizer"]
    if type(optimizer) is type(trainer._optimizer):
        trainer._optimizer.spec = optimizer.spec  # compiling tunes it, with its moments, to the new one
        for name, moment in optimizer.moments.items():
            trainer._optimizer.moments[name][...] = moved(moment)
        trainer._optimizer.state.steps = optimizer.state.steps
        trainer._optimizer.state.scalars.update(optimizer.state.scalars)
