"""A picture of the window or of a part of it, or a report, after training: made without a screen."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine import Experiment
from playground.classroom.choice import EVERYTHING, Classroom
from playground.files.atomic import read_bytes, write_atomically
from playground.texts.cli import TOO_SMALL

FORMATS = ("png", "svg", "pdf")
REPORTS = (".html", ".htm", ".pdf")
WINDOW = "window"
PARTS = ("output", "network", "curves")
MOST_SETTINGS = 1_000_000  # bytes of a file of settings

if TYPE_CHECKING:
    from engine import State
    from playground.session.notices import Notice
    from playground.session.session import Session
    from playground.window.main_window import MainWindow


def render(
    experiment: Experiment,
    epochs: int,
    out: Path,
    size: tuple[int, int],
    theme: str,
    classroom: Classroom = EVERYTHING,
    state: "State | None" = None,
    what: str = WINDOW,
    scale: int = 1,
) -> None:
    """Train an experiment in an offscreen window, and write what a class sees of it as a picture.

    Parameters
    ----------
    experiment : Experiment
    epochs : int
    out : Path
        Its suffix says the format: one of `FORMATS`, or PNG where it has none.
    size : (int, int)
    theme : {"light", "dark"}
    classroom : Classroom
    state : State, optional
        Where training continues.
    what : {"window", "output", "network", "curves"}
    scale : int
        Pixels of a PNG along each of the size's.

    Raises
    ------
    FileError
        Where the picture cannot be written.
    ValueError
        Where the window does not fit into the size, the picture is too large, or training fails.
    """
    form = out.suffix.lower().removeprefix(".") or FORMATS[0]
    if form == FORMATS[0]:
        _check_pixels(scale * size[0], scale * size[1])
    with opened_window(experiment, theme, classroom) as window:
        from PySide6.QtWidgets import QApplication

        from playground.controllers.pictures import How, picture_of, picture_of_window

        how = How(*size, theme, form, scale)
        if what == WINDOW:
            resize(window, size)
        _train(window.session, experiment, epochs, classroom, state)
        # the binding writes the words of a menu bar only as pixels
        window.menuBar().setVisible(how.format == FORMATS[0])
        QApplication.processEvents()  # the layout settles after the last snapshot
        picture = picture_of_window(window, how) if what == WINDOW else picture_of(window, what, how)
    write_atomically(out, picture)


def _check_pixels(width: int, height: int) -> None:
    """Make sure that a picture is no larger than one can be.

    Raises
    ------
    ValueError
    """
    from playground.exports.png import largest
    from playground.texts.pictures import TOO_MANY

    most = largest(width, height)
    if most != (width, height):
        raise ValueError(TOO_MANY(width=width, height=height, widest=most[0], highest=most[1]))


def render_report(
    experiment: Experiment,
    epochs: int,
    out: Path,
    title: str = "",
    note: str = "",
    classroom: Classroom = EVERYTHING,
    state: "State | None" = None,
) -> None:
    """Train an experiment in an offscreen window, and write a report on it.

    Parameters
    ----------
    experiment : Experiment
    epochs : int
    out : Path
        Its suffix is one of `REPORTS`.
    title : str
        By default, the name of the data.
    note : str
    classroom : Classroom
    state : State, optional
        Where training continues.

    Raises
    ------
    FileError
        Where the report cannot be written.
    ValueError
        Where training fails.
    """
    with opened_window(experiment, "light", classroom) as window:
        from playground.controllers.offered import encoded
        from playground.controllers.reports import report_of

        _train(window.session, experiment, epochs, classroom, state)
        content = encoded(report_of(window, title, note), out)
    write_atomically(out, content)


@contextmanager
def opened_window(
    experiment: Experiment, theme: str, classroom: Classroom, appearance: Path | None = None
) -> Iterator["MainWindow"]:
    """Open a window on no screen, which remembers nothing.

    Parameters
    ----------
    experiment : Experiment
    theme : {"light", "dark"}
    classroom : Classroom
    appearance : Path, optional
        Settings of a window, such as its text size, as an INI file; by default the usual ones.

    Raises
    ------
    FileError
        Where that cannot be read.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QSettings

    from playground.app import application, create_window, quiet_offscreen

    quiet_offscreen()
    application()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "settings.ini")
        if appearance is not None:
            file.write_bytes(read_bytes(appearance, MOST_SETTINGS))
        settings = QSettings(str(file), QSettings.Format.IniFormat)
        settings.setValue("theme", theme)
        settings.remove("geometry")
        window = create_window(experiment, settings, classroom)
        window.diagnosis.silence()  # it comes in its own time
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            settings.sync()


def _train(
    session: "Session", experiment: Experiment, epochs: int, classroom: Classroom, state: "State | None"
) -> None:
    """Train, from a state if there is one, and wait until training is over.

    Raises
    ------
    ValueError
        If training fails.
    """
    if state is not None:
        session.open(experiment, state, classroom)
    train(session, epochs)


def resize(window: "MainWindow", size: tuple[int, int]) -> None:
    """Give a window a size.

    Raises
    ------
    ValueError
        Where it does not fit into that.
    """
    window.resize(*size)
    if window.size().toTuple() != size:
        least = "x".join(map(str, window.size().toTuple()))
        raise ValueError(TOO_SMALL(width=size[0], height=size[1], least=least))


def train(session: "Session", epochs: int) -> None:
    """Train, and wait until training is over.

    Raises
    ------
    ValueError
        If training fails.
    """
    from PySide6.QtCore import QEventLoop

    waiting = QEventLoop()
    with errors_raised(session):
        session.play(epochs)
        session.playing_changed.connect(waiting.quit)
        waiting.exec()
        session.playing_changed.disconnect(waiting.quit)


@contextmanager
def errors_raised(session: "Session") -> Iterator[None]:
    """Raise what a window would tell as an error of what is done inside.

    Raises
    ------
    ValueError
        With the first error.
    """
    errors = []

    def note(notice: "Notice | None") -> None:
        if notice is not None and notice.level == "error":
            errors.append(notice.text)

    session.notices.changed.connect(note)
    try:
        yield
    finally:
        session.notices.changed.disconnect(note)
    if errors:
        raise ValueError(errors[0])
