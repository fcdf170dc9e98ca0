"""Unsaved changes of an experiment, kept for the next start after a crash. No Qt."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files import atomic, experiments
from playground.files.atomic import FileError
from playground.files.experiments import LARGEST_FILE
from playground.files.names import as_text, from_text, resolved
from playground.texts import files as texts

MOST_ASIDE = 5  # files of one autosave that could not be read


class Recovered(NamedTuple):
    """What an autosave holds: an experiment, its choice for a class, and what the offer says of it.

    Attributes
    ----------
    path : Path or None
        The file that it belongs to, if any.
    written : float
        When it was kept, in seconds since 1970; 0 if unknown.
    by_hand : bool
        Whether weights were set, frozen or silenced by hand: they are not in it.
    digest : str
        Of the contents of the file that it belongs to, as they were known then; "" if unknown.
    """

    experiment: Experiment
    classroom: Classroom = EVERYTHING
    path: Path | None = None
    written: float = 0.0
    by_hand: bool = False
    digest: str = ""


class Autosave:
    """The file that keeps unsaved changes for the next start after a crash.

    Parameters
    ----------
    path : Path
        Written whole or not at all; its folder is made if missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(
        self,
        experiment: Experiment,
        classroom: Classroom = EVERYTHING,
        opened: Path | None = None,
        by_hand: bool = False,
        digest: str = "",
    ) -> None:
        """Keep an experiment, its choice for a class, and the file it belongs to; see `Recovered`.

        Raises
        ------
        FileError
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(texts.NO_FOLDER(path=self.path.parent, why=atomic.reason(error))) from error
        path = as_text(resolved(opened)) if opened is not None else ""
        beside = {"path": path, "written": time.time(), "by_hand": by_hand, "digest": digest}
        atomic.write_atomically(self.path, experiments.encode(experiment, classroom, beside))

    def read(self) -> Recovered | None:
        """Return what was kept, or None; remove what a killed process was still writing.

        Raises
        ------
        FileError
            If there is something that cannot be read.
        """
        atomic.sweep(self.path)
        if not os.path.lexists(self.path):
            return None
        content = atomic.read_bytes(self.path, LARGEST_FILE)
        (experiment, classroom), beside = experiments.decode_with_beside(content, str(self.path))
        beside = beside if isinstance(beside, dict) else {}
        path = from_text(_text(beside.get("path")))
        return Recovered(
            experiment,
            classroom,
            Path(path) if path else None,
            _seconds(beside.get("written")),
            beside.get("by_hand") is True,
            _text(beside.get("digest")),
        )

    def set_aside(self) -> Path:
        """Rename what cannot be read, so that nothing replaces it; return its new name.

        Raises
        ------
        FileError
            If that is not possible, or so many were set aside before.
        """
        for i in range(1, MOST_ASIDE + 1):
            aside = self.path.with_name(f"unreadable-{self.path.stem}-{i}.json")
            if not os.path.lexists(aside):
                try:
                    return self.path.rename(aside)
                except OSError as error:
                    raise FileError(atomic.reason(error)) from error
        raise FileError(texts.TOO_MANY_ASIDE(n=MOST_ASIDE))

    def remove(self) -> None:
        """Keep nothing: everything is saved or discarded."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _seconds(written: Any) -> float:
    """Return a time as a file has it; 0 if it makes no sense."""
    try:
        return float(written) if isinstance(written, (int, float)) else 0.0
    except OverflowError:
        return 0.0
