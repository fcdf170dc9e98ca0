"""The table that points were imported from: its columns can be chosen again, without the file. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine import DataSpec
from engine.base.values import dataclass
from engine.points import Point, Points

if TYPE_CHECKING:
    from playground.files.points.guess import ColumnChoice
    from playground.files.points_table import ReadTable

ENDS = 1_000  # points at either end, by which it is told where points came from


@dataclass(frozen=True)
class LastImport:
    """A table, what was chosen of it, and the points before and after.

    Attributes
    ----------
    read : ReadTable
    choice : ColumnChoice
    adds : bool
        Whether its points were added to those before.
    before : DataSpec
    points : Points
        All points after the import.
    given : frozenset of Point
        Some of the points that the table gave, whichever columns were chosen.
    """

    read: ReadTable
    choice: ColumnChoice
    adds: bool
    before: DataSpec
    points: Points
    given: frozenset[Point]

    def gave(self, data: DataSpec) -> bool:
        """Return whether own points came from this table."""
        return data.own and not self.given.isdisjoint(ends(data.points))


def ends(points: Points) -> frozenset[Point]:
    """Return the first and the last of some points."""
    return frozenset(points[:ENDS] + points[-ENDS:])
