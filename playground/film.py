"""A film of a training: pictures of the window or of a part of it, epoch after epoch, without a screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine import Experiment
from engine.base.values import dataclass
from playground.classroom.choice import EVERYTHING, Classroom
from playground.exports.film import FORMATS, MOST_PIXELS, Stretch, check
from playground.files.atomic import FileError, write_atomically
from playground.render import WINDOW, errors_raised, opened_window, resize, train
from playground.texts import film as texts

if TYPE_CHECKING:
    from engine import State
    from playground.files.run_library import RunLibrary, RunRow
    from playground.observers.snapshot import Snapshot
    from playground.session.session import Session
    from playground.window.main_window import MainWindow

CAPTION = 36  # pixels of the line below a part of the window
PAUSE_SECONDS = 0.002


@dataclass(frozen=True)
class Look:
    """How the pictures of a film are.

    Parameters
    ----------
    what : {"window", "output", "network", "curves"}
    size : (int, int)
        In pixels.
    theme : {"light", "dark"}
    rate : float
        Pictures a second.
    appearance : Path, optional
        Settings of the window, such as its text size, as an INI file.
    """

    what: str
    size: tuple[int, int]
    theme: str
    rate: float
    appearance: Path | None = None


def film(
    source: Path | Experiment,
    out: Path,
    stretch: Stretch,
    look: Look,
    end: int,
    classroom: Classroom = EVERYTHING,
    state: State | None = None,
    progress: Callable[[int, int], object] = lambda *_: None,
) -> None:
    """Make a film, and write it whole or not at all.

    Parameters
    ----------
    source : Path or Experiment
        A file of runs, of which the first is shown as it was, with all that was changed while it trained; or
        an experiment, which is trained.
    out : Path
        Its suffix is one of `exports.film.FORMATS`.
    stretch : Stretch
    look : Look
    end : int
        Epochs to train an experiment.
    classroom : Classroom
        What a class sees of the window.
    state : State, optional
        Where training continues.
    progress : callable (int, int)
        Called with the pictures that are taken, and how many there will be.

    Raises
    ------
    FileError
        Where the film cannot be written, or the file not be read.
    ValueError
        Where the window does not fit into the size, the film is too large, or training fails.
    """
    form = FORMATS[out.suffix.lower()]
    check(form)
    with _opened(source, look, end, classroom, state) as window:
        timeline = _snapshot(window).timeline
        epochs = stretch.epochs(timeline.first, timeline.end)
        width, height = look.size
        if len(epochs) * width * height > MOST_PIXELS:
            raise ValueError(texts.TOO_LARGE(count=len(epochs), width=width, height=height))

        def pictures() -> Iterator[bytes]:
            for k, epoch in enumerate(epochs):
                progress(k, len(epochs))
                _go_to(window, epoch)
                yield _picture(window, look)
            progress(len(epochs), len(epochs))

        if look.what == WINDOW:
            resize(window, look.size)
        with errors_raised(window.session):
            content = form.write(pictures(), look.rate)
    write_atomically(out, content)


@contextmanager
def _opened(
    source: Path | Experiment, look: Look, end: int, classroom: Classroom, state: State | None
) -> Iterator[MainWindow]:
    """Open a window at the end of the run that is filmed; raises as `film`."""
    if isinstance(source, Experiment):
        with opened_window(source, look.theme, classroom, look.appearance) as window:
            if state is not None:
                window.session.open(source, state, classroom)
            train(window.session, end)
            yield window
        return
    from playground.files.run_library import RunLibrary

    with closing(RunLibrary(None)) as library:
        run = _first_run(library, source)
        with opened_window(run.experiment, look.theme, EVERYTHING, look.appearance) as window:
            window.session.keeping.use(library)
            _open_run(window.session, run)
            window.session.gate.show(classroom)  # not before: a class may not be allowed to open a run
            yield window


def _first_run(library: RunLibrary, file: Path) -> RunRow:
    """Have the runs of a file in a library, and return the first.

    Raises
    ------
    FileError
        If the file cannot be read, or no run is in it.
    """
    from playground.files.runs.exchange import import_runs

    rows = library.rows(import_runs(library, file).added[:1])
    if not rows:
        raise FileError(texts.NO_RUN(file=file))
    return rows[0]


def _open_run(session: Session, run: RunRow) -> None:
    """Open a run with its past.

    Raises
    ------
    ValueError
        If it is damaged.
    """
    waited(lambda: session.settled)
    with errors_raised(session):
        session.openings.run(run.key, run.experiment)
        waited(lambda: session.settled)


def _go_to(window: MainWindow, epoch: int) -> None:
    """Show an epoch of the run's past, and no notice: each is of another moment."""
    from PySide6.QtWidgets import QApplication

    from playground.worker.commands import GoTo

    time = window.session.time
    time.show(GoTo(epoch))
    waited(lambda: not time.is_going and window.session.settled)
    window.session.notices.withdraw()
    QApplication.processEvents()  # the layout settles after the last snapshot


def _picture(window: MainWindow, look: Look) -> bytes:
    """Return a PNG file of what is shown now; below a part of the window stands the epoch."""
    from playground.controllers.pictures import How, picture_of, picture_of_window

    width, height = look.size
    if look.what == WINDOW:
        return picture_of_window(window, How(width, height, look.theme, "png", 1))
    caption = texts.CAPTION(epoch=_snapshot(window).epoch)
    part = picture_of(window, look.what, How(width, height - CAPTION, look.theme, "png", 1))
    return _with_caption(part, caption, look.theme)


def _with_caption(picture: bytes, caption: str, theme: str) -> bytes:
    """Return a PNG file with a line of text below the picture."""
    from PySide6.QtCore import QRect, Qt
    from PySide6.QtGui import QColor, QFont, QImage, QPainter

    from playground.controllers.sheets import encoded
    from playground.style.palette import THEMES
    from playground.style.sizes import LARGE_FONT, MARGIN

    part, colours = QImage.fromData(picture), THEMES[theme]
    whole = QImage(part.width(), part.height() + CAPTION, QImage.Format.Format_RGB32)
    whole.fill(QColor(colours.panel))
    painter = QPainter(whole)
    painter.drawImage(0, 0, part)
    font = QFont(painter.font())
    font.setPixelSize(LARGE_FONT)
    painter.setFont(font)
    painter.setPen(QColor(colours.text))
    line = QRect(MARGIN, part.height(), part.width() - 2 * MARGIN, CAPTION - MARGIN)
    painter.drawText(line, Qt.AlignmentFlag.AlignCenter, caption)
    painter.end()
    return encoded(whole)


def _snapshot(window: MainWindow) -> Snapshot:
    snapshot = window.session.snapshot
    assert snapshot is not None
    return snapshot


def waited(happened: Callable[[], object]) -> None:
    """Let the window go on until something has happened."""
    from PySide6.QtWidgets import QApplication

    while not happened():
        QApplication.processEvents()
        time.sleep(PAUSE_SECONDS)
