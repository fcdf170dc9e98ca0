"""The lines of the table of runs: runs, and the groups that new starts in a row make. No Qt."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from playground.files.run_library import Found


class Line(NamedTuple):
    """A line of the table.

    Attributes
    ----------
    key : str
        Of the run; of a group, that of its first run.
    group : str
        The group that it is of, or is in; "" for a run in none.
    members : tuple of str
        The keys of all runs of a group, for its own line; empty for the line of a run.
    """

    key: str
    group: str = ""
    members: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the runs that it stands for."""
        return self.members or (self.key,)


def lines_of(found: Sequence[Found], closed: Collection[str]) -> list[Line]:
    """Return the lines for runs that were found: a group, with all of its runs, stands where its first does.

    Parameters
    ----------
    found : sequence of Found
        In the order of the table.
    closed : collection of str
        The groups whose runs are not shown.
    """
    members: dict[str, list[str]] = {}
    for one in found:
        if one.group:
            members.setdefault(one.group, []).append(one.key)
    lines, begun = list[Line](), set[str]()
    for one in found:
        of_group = members.get(one.group, ())
        if len(of_group) < 2:
            lines.append(Line(one.key))
        elif one.group not in begun:
            begun.add(one.group)
            lines.append(Line(one.key, one.group, tuple(of_group)))
            if one.group not in closed:
                lines += [Line(key, one.group) for key in of_group]
    return lines
