"""A picture of the window after training, made without a screen."""

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files.atomic import write_atomically
from playground.texts.cli import TOO_SMALL

if TYPE_CHECKING:
    from engine import State
    from playground.session.notices import Notice
    from playground.session.session import Session


def render(
    experiment: Experiment,
    epochs: int,
    out: Path,
    size: tuple[int, int],
    theme: str,
    classroom: Classroom = EVERYTHING,
    state: "State | None" = None,
) -> None:
    """Train an experiment in an offscreen window, and write what a class sees of it as a PNG file.

    Parameters
    ----------
    experiment : Experiment
    epochs : int
    out : Path
    size : (int, int)
    theme : {"light", "dark"}
    classroom : Classroom
    state : State, optional
        Where training continues.

    Raises
    ------
    FileError
        Where the picture cannot be written.
    ValueError
        Where the window does not fit into the size, or training fails.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer, QSettings

    from playground.app import application, create_window, quiet_offscreen

    quiet_offscreen()
    application()
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        settings.setValue("theme", theme)
        window = create_window(experiment, settings, classroom)
        window.resize(*size)
        try:
            if window.size().toTuple() != size:
                least = "x".join(map(str, window.size().toTuple()))
                raise ValueError(TOO_SMALL(width=size[0], height=size[1], least=least))
            if state is not None:
                window.session.open(experiment, state, classroom)
            _play(window.session, epochs)
            application().processEvents()  # the layout settles after the last snapshot
            picture = QBuffer()
            window.grab().save(picture, "PNG")
        finally:
            window.close()
            window.deleteLater()
            settings.sync()
    write_atomically(out, bytes(picture.data().data()))


def _play(session: "Session", epochs: int) -> None:
    """Train, and wait until training is over.

    Raises
    ------
    ValueError
        If training fails.
    """
    from PySide6.QtCore import QEventLoop

    waiting, errors = QEventLoop(), []

    def note(notice: "Notice | None") -> None:
        if notice is not None and notice.level == "error":
            errors.append(notice.text)

    session.notices.changed.connect(note)
    session.play(epochs)
    session.playing_changed.connect(waiting.quit)
    waiting.exec()
    if errors:
        raise ValueError(errors[0])
