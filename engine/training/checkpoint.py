"""From training progress to a state that can be saved, and back, bit for bit."""

from __future__ import annotations

import math
import sys
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.data.draw import draw
from engine.data.samples import Samples, Split, Standardised
from engine.experiment import Experiment
from engine.optimizers import OptimizerState
from engine.schedules import RateState
from engine.training.batches import layout
from engine.training.divergence import Divergence, LastGood
from engine.training.progress import Position, Progress
from engine.training.setup import blank_network, check_fit
from engine.training.state import State, experiment_from, facts_of, one_line
from engine.training.stopping import PatienceState

GENERATORS = ("order", "dropout", "growth")
LARGEST_COUNT = 2**53


def state_of(experiment: Experiment, data: Split, progress: Progress) -> State:
    """Return everything that decides how training continues.

    Parameters
    ----------
    experiment : Experiment
    data : Split
        Stored if they were passed in; data that were drawn are drawn again.
    progress : Progress
    """
    optimizer, position = progress.optimizer, progress.position
    arrays = _arrays_of(progress) | {"order": position.order}
    if not data.drawn:
        for part, samples in (("train", data.train), ("test", data.test)):
            arrays |= {f"{part}_X": samples.X, f"{part}_y": samples.y}
    facts = {  # these keys, and the names of the arrays, belong to format 1, whatever names the code has
        "experiment": facts_of(experiment),
        "given": not data.drawn,
        "epoch": progress.epoch,
        "steps": progress.steps,
        "next_batch": position.batches,
        "begun": position.begun,
        "sample": position.sample,
        "updates": optimizer.steps,
        "scalars": dict(optimizer.scalars),
        "pace": asdict(progress.rate),
        "watch": asdict(progress.patience),
        "good_epoch": progress.last_good.epoch,
        "first_loss": progress.last_good.first_loss,
        "sane_length_squared": progress.last_good.sane_squared_norm,
        "diverged": asdict(progress.diverged) if progress.diverged else None,
        **({"values": asdict(data.values)} if data.values and not data.drawn else {}),
        **{f"{name}_rng": rng.bit_generator.state for name, rng in _generators(progress).items()},
    }
    return State(facts, {name: np.array(one, order="C") for name, one in arrays.items()})


def progress_from(state: State) -> tuple[Experiment, Split, Progress]:
    """Return the experiment, the data and the progress in a state.

    Parameters
    ----------
    state : State

    Raises
    ------
    ValueError
        If the state is incomplete or makes no sense.
    """
    try:
        experiment, data = experiment_from(state.facts["experiment"]), _data_from(state)
        data = draw(experiment) if data is None else data
        return experiment, data, _progress_from(state, experiment, data)
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError(
            f"the state is incomplete, or not one of a training run: {one_line(error)}"
        ) from error


def _arrays_of(progress: Progress) -> dict[str, NDArray[Any]]:
    """Return the arrays with a number for each parameter, by their names in a state."""
    return {
        "parameters": progress.parameters,
        "good": progress.last_good.weights,
        "frozen": progress.masks.frozen,
        "silenced": progress.masks.silenced,
        "aside": progress.masks.saved,
        **{f"moment_{name}": moment for name, moment in progress.optimizer.moments.items()},
    }


def _generators(progress: Progress) -> dict[str, np.random.Generator]:
    return {name: getattr(progress, f"{name}_rng") for name in GENERATORS}


def _data_from(state: State) -> Split | None:
    """Return the samples that were passed in, or None if they are the experiment's own."""
    if not _flag(state.facts, "given"):
        return None
    train, test = (
        Samples(state.arrays[f"{part}_X"], state.arrays[f"{part}_y"]) for part in ("train", "test")
    )
    facts = state.facts.get("values")
    if facts is None:
        return Split(train, test)
    values = Standardised(_real(facts, "mean", -math.inf), _real(facts, "deviation", 0.0))
    return Split(train, test, values=values)


def _progress_from(state: State, experiment: Experiment, data: Split) -> Progress:
    facts, arrays = state.facts, state.arrays
    check_fit(experiment, data)
    parameters = blank_network(experiment, data).parameters
    progress = Progress.at_start(parameters, experiment, len(data.train))
    for name, array in _arrays_of(progress).items():
        _fill(name, array, arrays[name])
    if parameters[progress.masks.silenced].any():
        raise ValueError("the state's silenced weights must be zero")
    progress.epoch, progress.steps = _count(facts, "epoch"), _count(facts, "steps")
    _fill_optimizer(progress.optimizer, facts)
    _fill_last_good(progress.last_good, facts)
    progress.rate, progress.patience = _rate_state(facts["pace"]), _patience_state(facts["watch"])
    progress.diverged = _divergence(facts["diverged"])
    for name, rng in _generators(progress).items():
        _set_generator(name, rng, facts[f"{name}_rng"])
    _fill_position(progress.position, state, experiment)
    return progress


def _fill_optimizer(optimizer: OptimizerState, facts: dict[str, Any]) -> None:
    optimizer.steps = _count(facts, "updates")
    if not isinstance(facts["scalars"], dict) or set(facts["scalars"]) != set(optimizer.scalars):
        raise ValueError("the state's scalars must be those of its optimizer")
    optimizer.scalars = {name: _real(facts["scalars"], name, 0.0, 1.0) for name in optimizer.scalars}


def _fill_last_good(good: LastGood, facts: dict[str, Any]) -> None:
    if not np.isfinite(good.weights).all():
        raise ValueError("the state's last good weights must be finite")
    good.epoch = _count(facts, "good_epoch")
    good.first_loss = None if facts["first_loss"] is None else _real(facts, "first_loss", -1e-3)
    good.sane_squared_norm = _real(facts, "sane_length_squared", 1.0)


def _fill_position(position: Position, state: State, experiment: Experiment) -> None:
    facts, samples, spec = state.facts, len(position.order), experiment.training
    _fill("order", position.order, state.arrays["order"])
    if not np.array_equal(np.sort(position.order), np.arange(samples)):
        raise ValueError("the state's order must have every training sample exactly once")
    size, count, _ = layout(samples, spec.batch_size, spec.shuffle)
    position.batches = _count(facts, "next_batch", count)  # all of them: interrupted while evaluating
    position.sample = _count(facts, "sample", max(min(size, samples - position.batches * size), 1) - 1)
    position.begun = _flag(facts, "begun")
    if not position.begun and (position.batches or position.sample):
        raise ValueError("the state is within an epoch that has not begun")


def _rate_state(facts: dict[str, Any]) -> RateState:
    return RateState(_real(facts, "best", -1e-3, math.inf), _count(facts, "waited"), _count(facts, "cuts"))


def _patience_state(facts: dict[str, Any]) -> PatienceState:
    if set(facts) != {"best", "waited"}:
        raise ValueError("the state's watch must hold best and waited")
    return PatienceState(_real(facts, "best", -1e-3, math.inf), _count(facts, "waited"))


def _divergence(facts: dict[str, Any] | None) -> Divergence | None:
    if facts is None:
        return None
    if facts["what"] not in ("weight", "loss"):
        raise ValueError("the state's divergence must be that of a weight or of the loss")
    epoch, steps, kept = (_count(facts, name) for name in ("epoch", "steps", "kept"))
    return Divergence(epoch, steps, facts["what"], kept)


def _set_generator(name: str, rng: np.random.Generator, state: Any) -> None:
    try:
        rng.bit_generator.state = state
        accepted = rng.bit_generator.state == state
    except Exception:  # numpy raises almost anything if it is not a generator's state
        accepted = False
    if not accepted:  # compared as well, because numpy takes 1.5 as 1
        raise ValueError(f"the state's {name} generator is of a kind that this version does not know")


def _flag(facts: dict[str, Any], name: str) -> bool:
    value = facts[name]
    if not isinstance(value, bool):
        raise ValueError(f"the state's {name} must be true or false")
    return value


def _count(facts: dict[str, Any], name: str, most: int = LARGEST_COUNT) -> int:
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
