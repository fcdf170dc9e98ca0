"""What a person gives kept runs, their names, notes and stars, as steps that undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtGui import QUndoStack

from playground.session.undo import Undoable, last_on, push, take_off

Values = Mapping[str, Mapping[str, Any]]  # of fields such as "name", by the keys of runs


class Given(Undoable):
    """Other names, notes or stars.

    Parameters
    ----------
    label : str
        What undo calls it.
    before, after : mapping
        What the runs have had, and are given.
    put : callable (mapping)
        Gives it to them.
    """

    def __init__(self, label: str, before: Values, after: Values, put: Callable[[Values], None]) -> None:
        super().__init__(label, partial(put, after), partial(put, before), keeps_clean=True)
        self.before, self.after = before, after

    @property
    def what(self) -> dict[str, tuple[str, ...]]:
        """The fields that are given, by the keys of the runs."""
        return {key: tuple(fields) for key, fields in self.after.items()}


def give(stack: QUndoStack, label: str, before: Values, after: Values, put: Callable[[Values], None]) -> None:
    """Give runs something; what is typed into one field bit by bit is undone together."""
    new, last = Given(label, before, after, put), last_on(stack)
    if isinstance(last, Given) and last.what == new.what:
        before = last.before
        take_off(stack, last)
        if before == after:
            put(after)
            return
        new = Given(label, before, after, put)
    push(stack, new)
