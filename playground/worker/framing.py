"""The part of the plane that the data of a run are shown in, as they change. No Qt."""

from engine import DataSpec, Trainer
from playground.observers.plane import frame_of
from playground.observers.view import SQUARE, Area


class Framing:
    """The last frame, and the data that it was for.

    Parameters
    ----------
    frame : Area, optional
    spec : DataSpec, optional
    """

    def __init__(self, frame: Area = SQUARE, spec: DataSpec | None = None) -> None:
        self._frame, self._spec = frame, DataSpec() if spec is None else spec

    def frame(self, trainer: Trainer, drawn: bool) -> Area:
        """Return the frame of a trainer's data: the last one, where the points are the same or only drawn."""
        spec, last = trainer.experiment.data, self._spec
        if spec is not last:
            same = (spec.own, spec.points, spec.columns) == (last.own, last.points, last.columns)
            drawn_in = self._frame if drawn and spec.columns == last.columns else None
            if not same:
                self._frame = frame_of(trainer.experiment, trainer.data, drawn_in)
            self._spec = spec
        return self._frame
