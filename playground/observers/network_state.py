"""A network at one step, copied out of the training thread. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine import Experiment, Split
from engine.base.values import dataclass
from playground.observers.plane import frame_of
from playground.observers.view import Area, Floats

if TYPE_CHECKING:
    from engine import Progress


@dataclass(frozen=True, eq=False)
class NetworkState:
    """All that observers need of a network; it shares nothing with the training that goes on.

    Attributes
    ----------
    experiment : Experiment
    data : Split
    parameters : ndarray, (P,)
        As in `Network.parameters`.
    frozen, silenced : ndarray of bool, (P,)
    epoch : int
        Completed epochs.
    step : int
        The mini-batches trained so far.
    ends_epoch : bool
        Whether it is the state at the end of `epoch`, or before the first: no mini-batch has followed.
    frame : Area
        The part of the plane that the data are shown in.
    edition : int
        Counts the changes that are not training: other states of one edition differ by training alone.
    progress : Progress or None
        A copy of all that training has come to, where that is asked for: it costs more than the parameters.
    """

    experiment: Experiment
    data: Split
    parameters: Floats
    frozen: NDArray[np.bool_]
    silenced: NDArray[np.bool_]
    epoch: int
    step: int
    ends_epoch: bool
    frame: Area
    edition: int = 0
    progress: Progress | None = None

    @classmethod
    def of(
        cls,
        progress: Progress,
        experiment: Experiment,
        data: Split,
        edition: int = 0,
        frame: Area | None = None,
        whole: bool = False,
    ) -> NetworkState:
        """Return a copy of what observers need of the progress of training; with `whole`, of all of it."""
        masks, position = progress.masks, progress.position
        return cls(
            experiment=experiment,
            data=data,
            parameters=progress.parameters.copy(),
            frozen=masks.frozen.copy(),
            silenced=masks.silenced.copy(),
            epoch=progress.epoch,
            step=progress.steps,
            ends_epoch=not position.batches and not position.sample,
            frame=frame or frame_of(experiment, data),
            edition=edition,
            progress=progress.copy() if whole else None,
        )

    def same_network(self, other: NetworkState | None) -> bool:
        """Return whether another state has the same parameters and masks, at the same step."""
        if other is None or other is self:
            return other is self
        return (
            (self.step, self.edition) == (other.step, other.edition)
            and np.array_equal(self.parameters, other.parameters)
            and np.array_equal(self.frozen, other.frozen)
            and np.array_equal(self.silenced, other.silenced)
        )

    def is_still(self, progress: Progress, experiment: Experiment, data: Split, edition: int) -> bool:
        """Return whether a copy made now would be the same."""
        return (
            self.step == progress.steps
            and self.edition == edition
            and self.experiment is experiment
            and self.data is data
            and self.epoch == progress.epoch
            and np.array_equal(self.parameters, progress.parameters)
            and np.array_equal(self.frozen, progress.masks.frozen)
            and np.array_equal(self.silenced, progress.masks.silenced)
        )
