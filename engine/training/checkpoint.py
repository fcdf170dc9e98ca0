"""Taking the whole state of a trainer, and a trainer that goes on from it to the same bits."""

from __future__ import annotations

import math
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine.data.samples import Samples, Split
from engine.schedules import RateState
from engine.training.divergence import Divergence
from engine.training.state import State, experiment_from
from engine.training.stopping import StopWatch

if TYPE_CHECKING:
    from engine.training.trainer import Trainer


GENERATORS = ("order", "dropout", "growth")
LARGEST = 2**53  # of counters
Kind = TypeVar("Kind", bound="Trainer")


def state_of(trainer: Trainer) -> State:
    """See `Trainer.state`."""
    optimizer, course = trainer._optimizer, trainer._course
    arrays = {
        "parameters": trainer.network.parameters,
        "good": trainer._good.weights,
        "frozen": trainer._masks.frozen,
        "silenced": trainer._masks.silenced,
        "aside": trainer._masks.saved,
        "order": course.batches.order,
        **{f"moment_{name}": moment for name, moment in optimizer.moments.items()},
    }
    if not trainer.data.drawn:
        for part, samples in (("train", trainer.data.train), ("test", trainer.data.test)):
            arrays |= {f"{part}_X": samples.X, f"{part}_y": samples.y}
    facts = {
        "experiment": asdict(trainer.experiment),
        "given": not trainer.data.drawn,
        "epoch": trainer.epoch,
        "steps": course.steps,
        "next_batch": course.done,
        "begun": course.begun,
        "sample": course.sample,
        "updates": optimizer.state.steps,
        "scalars": dict(optimizer.state.scalars),
        "pace": asdict(trainer._pace),
        "watch": asdict(trainer._watch),
        "good_epoch": trainer._good.epoch,
        "first_loss": trainer._good.first_loss,
        "sane_length_squared": trainer._good.most_squared,
        "diverged": asdict(trainer.diverged) if trainer.diverged else None,
        **{f"{name}_rng": getattr(trainer, f"_{name}_rng").bit_generator.state for name in GENERATORS},
    }
    return State(facts, {name: np.array(one, order="C") for name, one in arrays.items()})


def trainer_from(kind: type[Kind], state: State) -> Kind:
    """See `Trainer.restore`."""
    try:
        return _restored(kind, state.facts, state.arrays)
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        why = " ".join(str(error).split())[:200]
        raise ValueError(f"the state is not complete, or not one of a training: {why}") from error


def _restored(kind: type[Kind], facts: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> Kind:
    given = None
    if _flag(facts, "given"):
        train, test = (Samples(arrays[f"{part}_X"], arrays[f"{part}_y"]) for part in ("train", "test"))
        given = Split(train, test)
    trainer = kind(experiment_from(facts["experiment"]), given)
    optimizer, masks = trainer._optimizer, trainer._masks
    for name, array in {
        "parameters": trainer.network.parameters,
        "good": trainer._good.weights,
        "frozen": masks.frozen,
        "silenced": masks.silenced,
        "aside": masks.saved,
        **{f"moment_{name}": moment for name, moment in optimizer.moments.items()},
    }.items():
        _fill(name, array, arrays[name])
    if trainer.network.parameters[masks.silenced].any():
        raise ValueError("the state's silenced weights must be zero")
    if not np.isfinite(trainer._good.weights).all():
        raise ValueError("the state's good weights must be finite")
    trainer.epoch, steps = _count(facts, "epoch"), _count(facts, "steps")
    optimizer.state.steps = _count(facts, "updates")
    if not isinstance(facts["scalars"], dict) or set(facts["scalars"]) != set(optimizer.state.scalars):
        raise ValueError("the state's scalars must be those of its optimizer")
    optimizer.state.scalars = {
        name: _real(facts["scalars"], name, 0.0, 1.0) for name in optimizer.state.scalars
    }
    trainer._pace, trainer._watch = _pace(facts["pace"]), _watch(facts["watch"])
    trainer._good.epoch = _count(facts, "good_epoch")
    trainer._good.first_loss = None if facts["first_loss"] is None else _real(facts, "first_loss", -1e-3)
    trainer._good.most_squared = _real(facts, "sane_length_squared", 1.0)
    trainer.diverged = _divergence(facts["diverged"])
    for name in GENERATORS:
        _set_generator(name, getattr(trainer, f"_{name}_rng"), facts[f"{name}_rng"])
    trainer._compile(steps)
    course, batches = trainer._course, trainer._course.batches
    order = np.zeros_like(batches.order)
    _fill("order", order, arrays["order"])
    if not np.array_equal(np.sort(order), np.arange(len(order))):
        raise ValueError("the state's order must go through every train sample once")
    batches.restore(order)
    course.done = _count(facts, "next_batch", max(batches.count, 1) - 1)
    course.sample = _count(facts, "sample", max(batches.samples_in(course.done), 1) - 1)
    course.begun = _flag(facts, "begun")
    if not course.begun and (course.done or course.sample):
        raise ValueError("the state is within an epoch that has not begun")
    return trainer


def _pace(facts: dict[str, Any]) -> RateState:
    return RateState(_real(facts, "best", -1e-3, math.inf), _count(facts, "waited"), _count(facts, "cuts"))


def _watch(facts: dict[str, Any]) -> StopWatch:
    if set(facts) != {"best", "waited"}:
        raise ValueError("the state's watch must hold best and waited")
    return StopWatch(_real(facts, "best", -1e-3, math.inf), _count(facts, "waited"))


def _divergence(facts: dict[str, Any] | None) -> Divergence | None:
    if facts is None:
        return None
    if facts["what"] not in ("weight", "loss"):
        raise ValueError("the state's divergence must be one of a weight or of the loss")
    epoch, steps, kept = (_count(facts, name) for name in ("epoch", "steps", "kept"))
    return Divergence(epoch, steps, facts["what"], kept)


def _set_generator(name: str, rng: np.random.Generator, state: Any) -> None:
    try:
        rng.bit_generator.state = state
        understood = rng.bit_generator.state == state
    except Exception:  # whatever numpy raises where it is none of its generator
        understood = False
    if not understood:  # numpy takes 1.5 for 1
        raise ValueError(f"the state's {name} generator is none that this version knows")


def _flag(facts: dict[str, Any], name: str) -> bool:
    value = facts[name]
    if not isinstance(value, bool):
        raise ValueError(f"the state's {name} must be true or false")
    return value


def _count(facts: dict[str, Any], name: str, most: int = LARGEST) -> int:
    value = facts[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise ValueError(f"the state's {name} must be a whole number from 0 to {most:,}")
    return value


def _real(facts: dict[str, Any], name: str, low: float, high: float = sys.float_info.max) -> float:
    value = facts[name]
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"the state's {name} must be a number from {low:g} to {high:g}")
    return float(value)


def _fill(name: str, array: NDArray[Any], values: NDArray[Any]) -> None:
    if values.shape != array.shape or values.dtype != array.dtype:
        raise ValueError(
            f"the state's {name} must hold {array.dtype} in the shape {array.shape}, "
            f"got {values.dtype} in {values.shape}"
        )
    array[...] = values
