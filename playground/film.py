"""A film of a training: pictures of the window or of a part of it, epoch after epoch, without a screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
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
    from playground.observers.snapshot import Snapshot
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
    """

    what: str
    size: tuple[int, int]
    theme: str
    rate: float


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
    experiment = Experiment() if isinstance(source, Path) else source
    with opened_window(experiment, look.theme, classroom) as window:
        if isinstance(source, Path):
            _open_run(window, source)
        else:
            if state is not None:
                window.session.open(experiment, state, classroom)
            train(window.session, end)
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
        content = form.write(pictures(), look.rate)
    write_atomically(out, content)


def _open_run(window: MainWindow, file: Path) -> None:
    """Open the first run of a file, with its past.

    Raises
    ------
    FileError
        If the file cannot be read, or no run is in it.
    ValueError
        If the run is damaged.
    """
    from playground.files.runs.exchange import import_runs

    session = window.session
    library = session.keeping.library
    rows = library.rows(import_runs(library, file).added[:1])
    if not rows:
        raise FileError(texts.NO_RUN(file=file))
    waited(lambda: session.settled)
    with errors_raised(session):
        session.apply(rows[0].experiment, "", "", run=rows[0].key)
        waited(lambda: session.settled)


def _go_to(window: MainWindow, epoch: int) -> None:
    """Show an epoch of the run's past."""
    from playground.worker.commands import GoTo

    time = window.session.time
    time.go(GoTo(epoch))
    waited(lambda: not time.is_going and window.session.settled)


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
