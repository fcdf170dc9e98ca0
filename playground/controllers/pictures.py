"""Pictures of a window's parts, in any size and either theme, as PNG, SVG or PDF.

A picture is taken of a double: the same panel, made once more and shown on no screen. So nothing in the
window moves, and training goes on. It is taken in pieces, between which the window answers.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSize, QTimer
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QApplication, QWidget

from engine import Experiment
from engine.base.values import dataclass
from playground.classroom.choice import Classroom
from playground.controllers.doubles import DOUBLES, Pictured, first_snapshot
from playground.controllers.sheets import SHEETS, Encode, Sheet
from playground.controllers.stage import AT_ONCE, Stage
from playground.files import experiments
from playground.files.pictures import with_experiment
from playground.session.session import Session
from playground.style.palette import THEMES
from playground.widgets.controls.background import Background

if TYPE_CHECKING:
    from concurrent.futures import Future

paint_part = QWidget.render  # that of the class: a plot's own has other arguments
PIECE_SECONDS = 0.004  # after which the window answers; a piece that has begun is finished


@dataclass(frozen=True)
class How:
    """How a picture is to be.

    Parameters
    ----------
    width, height : int
        In pixels at scale 1; of a PDF page at 96 to the inch.
    theme : {"light", "dark"}
        Whatever the theme of the window is.
    format : {"png", "svg", "pdf"}
    scale : float
        Pixels of a PNG along each of its units.
    """

    width: int = 800
    height: int = 600
    theme: str = "light"
    format: str = "png"
    scale: float = 2


def take(
    window: Pictured,
    what: str,
    how: How,
    done: Callable[[bytes], object],
    failed: Callable[[], object] = lambda: None,
) -> None:
    """Take a picture while the window goes on.

    Parameters
    ----------
    window : Pictured
        The main window. If it is closed meanwhile, nothing more happens.
    what : {"window", "output", "network", "curves"}
    how : How
    done : callable (bytes) -> object
        Called with the contents of a file of that format.
    failed : callable () -> object
        Called if there is not enough memory for it.
    """
    _Taking(window, _Picture(window, what, how), done, failed)


def picture_of(window: Pictured, what: str, how: How) -> bytes:
    """Take a picture at once, where nobody waits at the window; as `take`."""
    picture = _Picture(window, what, how)
    for wait in picture.pieces:
        if wait:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
            time.sleep(0.001 * wait)
    return picture.encode()


def picture_of_window(window: Pictured, how: How) -> bytes:
    """Take a picture of the window as it stands, in its own size and theme."""
    assert isinstance(window, QWidget)
    sheet = SHEETS[how.format](QSize(how.width, how.height), how.scale, window.size())
    for _ in draw(window, sheet):
        pass
    return _encoded(sheet, how, window.session)()


class _Picture:
    """A picture under way.

    Attributes
    ----------
    pieces : iterator
        Each step takes a part of the picture, and yields how many milliseconds the next one should wait.
    encode : callable () -> bytes
        Makes the file, once there are no more pieces.
    """

    encode: Encode

    def __init__(self, window: Pictured, what: str, how: How) -> None:
        self.pieces = self._take(window, what, how)

    def _take(self, window: Pictured, what: str, how: How) -> Generator[int, None, None]:
        size, stage, sheet = QSize(how.width, how.height), Stage(THEMES[how.theme]), None
        try:
            yield from first_snapshot(window)
            yield from DOUBLES[what](window, stage, size)
            yield from stage.colour()
            stage.show_at(size)  # it may have come to need more room
            yield AT_ONCE
            sheet = SHEETS[how.format](size, how.scale, stage.size())
            yield from draw(stage, sheet)
            self.encode = _encoded(sheet, how, window.session)
        finally:
            if sheet is not None and sheet.painter.isActive():
                sheet.painter.end()  # it may not outlive what it paints on
            stage.close()
            stage.deleteLater()


def _encoded(sheet: Sheet, how: How, session: Session) -> Encode:
    """Return what makes the file, once everything is drawn."""
    encode = sheet.finish()
    if how.format != "png":
        return encode
    return partial(_carrying, encode, session.experiment, session.gate.chosen)


def _carrying(encode: Encode, experiment: Experiment, classroom: Classroom) -> bytes:
    """Return a picture that can be opened again."""
    return with_experiment(encode(), experiments.encode(experiment, classroom))


def draw(whole: QWidget, sheet: Sheet) -> Iterator[int]:
    """Draw a widget with all that is visible in it, a piece at a time."""
    sheet.painter.fillRect(whole.rect(), whole.palette().window())  # or shapes side by side leave gaps
    for widget in _visible(whole):
        region = widget.visibleRegion()
        flag = QWidget.RenderFlag.DrawWindowBackground if widget is whole else QWidget.RenderFlag(0)
        for piece in sheet.pieces(region.boundingRect()):
            part = region & QRegion(piece)
            place = widget.mapTo(whole, part.boundingRect().topLeft())
            paint_part(widget, sheet.painter, place, part, flag)
            yield AT_ONCE


def _visible(widget: QWidget) -> Iterator[QWidget]:
    """Yield a widget and all that is visible in it, from the bottom to the top."""
    yield widget
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible() and not child.isWindow():
            yield from _visible(child)


class _Taking(QObject):
    """Takes a picture in the turns of the event loop, has it encoded in the background, and hands it over."""

    def __init__(
        self,
        window: Pictured,
        picture: _Picture,
        done: Callable[[bytes], object],
        failed: Callable[[], object],
    ) -> None:
        assert isinstance(window, QObject)
        super().__init__(window)
        self._picture, self._done, self._failed = picture, done, failed
        self._encoding = Background(self)
        window.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End with the window."""
        if event.type() == QEvent.Type.Close:
            self._timer.stop()
            self._picture.pieces.close()
            self._encoding.end()
            self.deleteLater()
        return super().eventFilter(watched, event)

    def _go_on(self) -> None:
        end = time.monotonic() + PIECE_SECONDS
        while time.monotonic() < end:
            try:
                wait = next(self._picture.pieces)
            except StopIteration:
                self._timer.stop()
                self._encoding.run(self._picture.encode, self._hand_over, large=True)
                return
            except BaseException as error:
                self._timer.stop()
                self.deleteLater()
                if not isinstance(error, MemoryError):
                    raise
                self._failed()
                return
            self._timer.setInterval(wait)
            if wait:
                return

    def _hand_over(self, encoding: Future[bytes]) -> None:
        self.deleteLater()
        try:
            content = encoding.result()
        except MemoryError:
            self._failed()
            return
        self._done(content)
