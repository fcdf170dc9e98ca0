"""A moment of a run, packed small, from which it continues to the same bits. No Qt."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import OPTIMIZERS, Divergence, Experiment, Progress, Split, Stopped, Trainer
from engine.network.masks import Masks
from engine.optimizers import OptimizerState
from engine.schedules import RateState
from engine.training.divergence import LastGood
from engine.training.progress import Position
from engine.training.stopping import PatienceState
from playground.observers.history import Tally
from playground.observers.view import Area
from playground.worker.record import Place

OVERHEAD = 2_000  # bytes of a moment besides its arrays, about

Generator = tuple[int, int, int, int]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """A `Progress` without what follows from the rest of it.

    Attributes
    ----------
    dtype : dtype
        Of the parameters.
    good : bytes or None
        The last good weights; None where they are the parameters.
    slab : bytes
        What the optimizer remembers of each weight.
    frozen, silenced : bytes or None
        As bits; None where nothing is.
    saved : bytes or None
        None where all are zero.
    order : ndarray
        In the smallest integers that hold it.
    generators : tuple
        The states of those of the order, dropout and growth.
    """

    dtype: np.dtype[Any]
    parameters: bytes
    good: bytes | None
    slab: bytes
    frozen: bytes | None
    silenced: bytes | None
    saved: bytes | None
    order: NDArray[np.integer[Any]]
    generators: tuple[Generator, Generator, Generator]
    updates: int
    scalars: dict[str, float]
    rate: tuple[float, int, int]
    patience: tuple[float, int]
    position: tuple[bool, int, int]
    last_good: tuple[float, float | None, int]
    epoch: int
    steps: int
    diverged: Divergence | None

    @property
    def size(self) -> int:
        """How many bytes it takes, about."""
        parts = (self.parameters, self.good, self.slab, self.frozen, self.silenced, self.saved)
        return sum(len(part) for part in parts if part is not None) + self.order.nbytes + OVERHEAD

    @classmethod
    def of(cls, progress: Progress) -> Packed:
        """Pack progress; what is packed shares nothing with it."""
        parameters, good = progress.parameters.tobytes(), progress.last_good.weights.tobytes()
        masks, position, optimizer = progress.masks, progress.position, progress.optimizer
        order = position.order
        return cls(
            dtype=progress.parameters.dtype,
            parameters=parameters,
            good=None if good == parameters else good,
            slab=optimizer.slab.tobytes(),
            frozen=_bits(masks.frozen),
            silenced=_bits(masks.silenced),
            saved=saved if any(saved := masks.saved.tobytes()) else None,
            order=order.astype(np.min_scalar_type(max(len(order) - 1, 0))),
            generators=(
                _state(progress.order_rng),
                _state(progress.dropout_rng),
                _state(progress.growth_rng),
            ),
            updates=optimizer.steps,
            scalars=dict(optimizer.scalars),
            rate=(progress.rate.best, progress.rate.waited, progress.rate.cuts),
            patience=(progress.patience.best, progress.patience.waited),
            position=(position.begun, position.batches, position.sample),
            last_good=(
                progress.last_good.sane_squared_norm,
                progress.last_good.first_loss,
                progress.last_good.epoch,
            ),
            epoch=progress.epoch,
            steps=progress.steps,
            diverged=progress.diverged,
        )

    def progress(self, experiment: Experiment) -> Progress:
        """Return the progress that was packed, of a run with this experiment."""
        parameters = np.frombuffer(self.parameters, self.dtype).copy()
        count = len(parameters)
        names = OPTIMIZERS[experiment.training.optimizer].empty_state(parameters[:0]).names
        slab = np.frombuffer(self.slab, self.dtype).reshape(len(names), count).copy()
        good = parameters if self.good is None else np.frombuffer(self.good, self.dtype)
        saved = (
            np.zeros_like(parameters) if self.saved is None else np.frombuffer(self.saved, self.dtype).copy()
        )
        sane, first_loss, good_epoch = self.last_good
        order, dropout, growth = (_generator(state) for state in self.generators)
        return Progress(
            parameters=parameters,
            optimizer=OptimizerState(slab, names, self.updates, dict(self.scalars)),
            masks=Masks(_flags(self.frozen, count), _flags(self.silenced, count), saved),
            last_good=LastGood(good.copy(), sane, first_loss, good_epoch),
            order_rng=order,
            dropout_rng=dropout,
            growth_rng=growth,
            rate=RateState(*self.rate),
            patience=PatienceState(*self.patience),
            position=Position(self.order.astype(np.intp), *self.position),
            epoch=self.epoch,
            steps=self.steps,
            diverged=self.diverged,
        )


def _bits(flags: NDArray[np.bool_]) -> bytes | None:
    return np.packbits(flags).tobytes() if flags.any() else None


def _flags(bits: bytes | None, count: int) -> NDArray[np.bool_]:
    if bits is None:
        return np.zeros(count, dtype=bool)
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=count).astype(bool)


def _state(rng: np.random.Generator) -> Generator:
    facts: Any = rng.bit_generator.state
    return facts["state"]["state"], facts["state"]["inc"], facts["has_uint32"], facts["uinteger"]


def _generator(state: Generator) -> np.random.Generator:
    bits = np.random.PCG64(0)
    inner, has_uint32, uinteger = {"state": state[0], "inc": state[1]}, state[2], state[3]
    facts: Any = {"bit_generator": "PCG64", "state": inner, "has_uint32": has_uint32, "uinteger": uinteger}
    bits.state = facts
    return np.random.Generator(bits)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """All of a run at one place, with what is shown of it.

    Attributes
    ----------
    place : Place
    entries : int
        How many entries of the record of its line came before it.
    trained : float
        Seconds that the line had been trained.
    experiment, data : Experiment, Split
        As the run has them: shared, not copied.
    packed : Packed
    edited : bool
        Whether weights had been set by hand.
    met : frozenset of str
        The stop rules that had been met.
    stopped : Stopped or None
        The one that had ended training.
    stepping : bool
        Whether training was stepped through.
    frame : Area
    tally : Tally
        What the curves tell besides their points.
    size : int
        Bytes, besides experiment and data.
    """

    place: Place
    entries: int
    trained: float
    experiment: Experiment
    data: Split
    packed: Packed
    edited: bool
    met: frozenset[str]
    stopped: Stopped | None
    stepping: bool
    frame: Area
    tally: Tally
    size: int

    @property
    def ends_epoch(self) -> bool:
        """Whether no mini-batch has followed the end of an epoch, or the start."""
        return self.packed.position[1:] == (0, 0)

    @property
    def data_size(self) -> int:
        """How many bytes the data take."""
        return sum(part.X.nbytes + part.y.nbytes for part in (self.data.train, self.data.test))

    def trainer(self) -> Trainer:
        """Return a trainer that continues from here."""
        return Trainer.resume(self.experiment, self.data, self.packed.progress(self.experiment))
