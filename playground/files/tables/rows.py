"""The rows of a table, however they were written, and how many may be read. No Qt."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from engine.base.values import dataclass
from playground.texts import tables as texts

MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CELLS = 2_000_000
LOOKED_AT = 200  # rows from which separator and header are detected
STRIDE = 2_000  # rows between two calls of `progress`

Progress = Callable[[float], None]


class Written(str):
    """A number of a workbook or a list as text, with a point until the table's decimal mark is known."""

    __slots__ = ()


class TableRow(NamedTuple):  # there may be hundreds of thousands
    """One row of a table, and the line or worksheet row that it begins in, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Rows:
    """What was read of a table, before it is known what its first rows mean.

    Attributes
    ----------
    rows : list of TableRow
    problems, notes : list of str
    names : tuple of str, optional
        Of the columns, where the format gives them; no row does then.
    separator : str, optional
        Of text in lines only.
    """

    rows: list[TableRow]
    problems: list[str]
    notes: list[str]
    names: tuple[str, ...] | None = None
    separator: str | None = None


def bounded(rows: Iterable[TableRow], problems: list[str]) -> list[TableRow]:
    """Return as many rows as may be read; a problem says where the rest begins."""
    found: list[TableRow] = []
    cells = 0
    for row in rows:
        cells += len(row.cells)
        if len(found) == MOST_ROWS or cells > MOST_CELLS:
            problems.append(texts.TOO_MANY_ROWS(n=len(found), line=row.line))
            break
        found.append(row)
    return found


def usual_width(rows: list[TableRow]) -> int:
    """Return how many cells most rows have."""
    widths = Counter(len(row.cells) for row in rows)
    return widths.most_common(1)[0][0] if widths else 0
