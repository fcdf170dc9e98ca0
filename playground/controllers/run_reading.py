"""What the Runs view reads of a library: beside the window, and no more than is in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from playground.files.run_library import RunLibrary, RunQuery
from playground.observers.success import how_often
from playground.widgets.runs.cells import Shown, ShownGroup, shown
from playground.widgets.runs.lines import Line, lines_of
from playground.widgets.runs.model import Read


class Listed(NamedTuple):
    """What the table shows of a library: all lines, though nothing of what stands in them."""

    version: object
    lines: list[Line]
    counts: tuple[int, int]


def listed(library: RunLibrary, query: RunQuery, closed: Iterable[str], version: object) -> Listed | None:
    """Return the lines of the table; None if the library is still of that version."""
    now = library.version()
    if now == version:
        return None
    found = library.find(query)
    every = len(found) if query == RunQuery(sort=query.sort) else len(library.find())
    return Listed(now, lines_of(found, set(closed)), (len(found), every))


def read(library: RunLibrary, lines: Iterable[Line]) -> dict[Line, Read]:
    """Return what some lines show."""
    lines = list(lines)
    single = [line.key for line in lines if not line.members]
    pictures = library.parts(single, "thumbnail")
    rows = {row.key: row for row in library.rows(single)}
    read: dict[Line, Read] = {
        line: shown(rows[line.key], pictures.get(line.key, b"")) if line.key in rows else None
        for line in lines
        if not line.members
    }
    for line in lines:
        if line.members:
            every = library.rows([one.key for one in library.find(RunQuery(group=line.group))])
            worked, starts = how_often((row.experiment, row.worked) for row in every)
            read[line] = ShownGroup(shown(every[0]), worked, starts, tuple(every)) if every else None
    return read


def read_for_page(library: RunLibrary, keys: Sequence[str]) -> dict[Line, Read]:
    """Return what a page shows of runs; their pictures are made here, too, and not in the window's thread."""
    from playground.controllers.run_page import MOST, png_of

    found = read(library, [Line(key) for key in keys])
    for one in list(found.values())[:MOST]:
        if isinstance(one, Shown):
            png_of(one.thumbnail)
    return found
