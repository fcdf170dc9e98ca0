"""Saving a file: what is saved, what is said of it, and the question whether to replace another."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.classroom.choice import Classroom
from playground.controllers.asking import ROLE, Reply, ask
from playground.files.experiments import STATE_SUFFIX
from playground.texts import documents as texts

BRIEF_SECONDS = 0.3  # how long the window waits for a file to be written before it goes on


class FileReplacedError(Exception):
    """A file is not the one that was opened or saved.

    Attributes
    ----------
    is_gone : bool
        Whether there is none.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.is_gone = not os.path.lexists(path)


class Saving(NamedTuple):
    """What is saved where, at which place of the undo stack, what then, and whether to replace any file."""

    path: Path
    experiment: Experiment
    classroom: Classroom
    place: int
    then: Callable[[], object] | None
    replace: bool


def ask_to_replace(window: QWidget, path: Path, gone: bool, answered: Callable[[str], None]) -> None:
    """Ask whether to replace a file that is not the one that was opened or saved.

    Parameters
    ----------
    window : QWidget
    path : Path
    gone : bool
        Whether the file is gone.
    answered : callable (str) -> None
        Called with "save_as", "replace" or "cancel".
    """
    question = (texts.REPLACE_GONE if gone else texts.REPLACE_CHANGED)(file=path.name)
    replies = (
        Reply("save_as", texts.SAVE_ELSEWHERE(), ROLE.AcceptRole),
        Reply("replace", (texts.SAVE_AGAIN if gone else texts.REPLACE_IT)(), ROLE.DestructiveRole),
        Reply("cancel", texts.CANCEL(), ROLE.RejectRole),
    )
    besides = (texts.NOTHING_LOST if gone else texts.CHANGES_OF_OTHERS_LOST)()
    ask(window, "replaced", texts.REPLACED(), question, besides, replies, answered)


def said_of(path: Path, lost: tuple[str, ...], by_hand: bool) -> str:
    """Return what is said of a file that was saved.

    Parameters
    ----------
    path : Path
    lost : tuple of str
        What of the old file could not be kept.
    by_hand : bool
        Whether something was changed by hand that only a file with weights has.
    """
    if path.suffix.lower() == STATE_SUFFIX:
        saved = texts.SAVED_WEIGHTS(file=path.name)
    elif by_hand:
        saved = texts.SAVED_BUT_BY_HAND(file=path.name, state=STATE_SUFFIX)
    else:
        saved = texts.SAVED(file=path.name)
    return with_lost(saved, lost)


def with_lost(saved: str, lost: tuple[str, ...]) -> str:
    """Return what is said of a file that was saved, and of what could not be kept of the old one."""
    return texts.NOT_ALL_KEPT(saved=saved, what=", ".join(lost)) if lost else saved
