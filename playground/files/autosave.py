"""Unsaved changes of an experiment, kept for the next start after a crash. No Qt."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files import atomic, experiments
from playground.files.atomic import FileError
from playground.files.experiments import BESIDE, LARGEST_FILE
from playground.texts import files as texts


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
    """

    experiment: Experiment
    classroom: Classroom = EVERYTHING
    path: Path | None = None
    written: float = 0.0
    by_hand: bool = False


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
        path = str(opened.resolve()) if opened is not None else ""
        beside = {"path": path, "written": time.time(), "by_hand": by_hand}
        atomic.write_atomically(self.path, experiments.encode(experiment, classroom, beside))

    def read(self) -> Recovered | None:
        """Return what was kept, or None; remove what a killed process was still writing."""
        atomic.sweep(self.path)
        try:
            content = atomic.read_bytes(self.path, LARGEST_FILE)
            experiment, classroom = experiments.decode_document(content, str(self.path))
            beside = json.loads(content).get(BESIDE)
        except ValueError:  # a FileError is one
            return None
        beside = beside if isinstance(beside, dict) else {}
        path, written = beside.get("path"), beside.get("written")
        return Recovered(
            experiment,
            classroom,
            Path(path) if isinstance(path, str) and path else None,
            float(written) if isinstance(written, (int, float)) else 0.0,
            beside.get("by_hand") is True,
        )

    def remove(self) -> None:
        """Keep nothing: everything is saved or discarded."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
