"""What the window shows, and so what is computed. No Qt."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import REACH
from engine.base.values import dataclass

Floats = NDArray[np.floating[Any]]
Area = tuple[float, float, float, float]  # of the plane: left, right, bottom, top
SQUARE: Area = (-REACH, REACH, -REACH, REACH)  # where the data are

Ask = TypeVar("Ask")


@dataclass(frozen=True)
class View:
    """All that the window asks for.

    Attributes
    ----------
    asks : tuple
        What observers need to know, at most one of each type: `AskPlane`, `AskProbe` and so on. Where the
        class of one says `of_progress = True`, all that training has come to is copied for it.
    """

    asks: tuple[object, ...] = ()

    def get(self, kind: type[Ask]) -> Ask | None:
        """Return the ask of a type, or None if nobody asks."""
        for ask in self.asks:
            if isinstance(ask, kind):
                return ask
        return None

    @property
    def of_progress(self) -> bool:
        """Whether anything that is asked for needs a copy of all that training has come to."""
        return any(getattr(ask, "of_progress", False) for ask in self.asks)
