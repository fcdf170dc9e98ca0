"""A picture of the window after training, made without a screen."""

import os
import tempfile
from pathlib import Path

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files.atomic import write_atomically
from playground.texts.cli import TOO_SMALL


def render(
    experiment: Experiment,
    epochs: int,
    out: Path,
    size: tuple[int, int],
    theme: str,
    classroom: Classroom = EVERYTHING,
) -> None:
    """Train an experiment in an offscreen window, and write what a class sees of it as a PNG file.

    Raises
    ------
    FileError
        Where the picture cannot be written.
    ValueError
        Where the window does not fit into the size.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QBuffer, QEventLoop, QSettings
    from PySide6.QtGui import QFontDatabase

    from playground.app import application, create_window, quiet_offscreen
    from playground.files.atomic import FileError
    from playground.session.notices import Notice
    from playground.system import missing_fonts

    quiet_offscreen()
    application()
    if not QFontDatabase.families():
        raise FileError(missing_fonts())
    with tempfile.TemporaryDirectory() as folder:
        settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
        settings.setValue("theme", theme)
        window = create_window(experiment, settings, classroom)
        window.resize(*size)
        try:
            if window.size().toTuple() != size:
                least = "x".join(map(str, window.size().toTuple()))
                raise ValueError(TOO_SMALL(width=size[0], height=size[1], least=least))
            window.session.play(epochs)
            waiting, errors = QEventLoop(), []

            def note(notice: Notice | None) -> None:
                if notice is not None and notice.level == "error":
                    errors.append(notice.text)

            window.session.notices.changed.connect(note)
            window.session.playing_changed.connect(waiting.quit)
            waiting.exec()
            if errors:
                raise ValueError(errors[0])
            application().processEvents()  # the layout settles after the last snapshot
            picture = QBuffer()
            window.grab().save(picture, "PNG")
        finally:
            window.close()
            window.deleteLater()
            settings.sync()
    write_atomically(out, bytes(picture.data().data()))
