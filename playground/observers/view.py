"""What the window looks at, and so what is computed. No Qt."""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from engine import REACH

Floats = NDArray[np.floating[Any]]
Area = tuple[float, float, float, float]  # of the plane: left, right, bottom, top
SQUARE: Area = (-REACH, REACH, -REACH, REACH)  # where the data are

Ask = TypeVar("Ask")


@dataclass(frozen=True)
class View:
    """All that is looked at.

    Attributes
    ----------
    asks : tuple
        What an observer needs to know of the window, at most one of a type: `AskPlane`, `AskProbe` and so on.
    """

    asks: tuple[object, ...] = ()

    def get(self, kind: type[Ask]) -> Ask | None:
        """Return the ask of a type, or None where nobody asks."""
        for ask in self.asks:
            if isinstance(ask, kind):
                return ask
        return None
