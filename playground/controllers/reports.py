"""The report: waits for the exact figures, takes the pictures, and offers the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject
from PySide6.QtWidgets import QWidget

from playground.controllers.export_files import ExportFiles
from playground.controllers.offered import Offered, print_document, today
from playground.controllers.open_file import DocumentFile
from playground.session.notices import Notice
from playground.session.session import Session
from playground.style.scaling import px, scale
from playground.texts import report as texts
from playground.texts.data import OWN
from playground.texts.names import capitalised
from playground.texts.pictures import TOO_LARGE
from playground.widgets.controls import commit_typing

if TYPE_CHECKING:
    from engine import Experiment
    from playground.controllers.doubles import Pictured
    from playground.controllers.pictures import How
    from playground.exports.document import Document
    from playground.observers.snapshot import Snapshot

PLOT = 480, 420  # of a plot, which is smaller on the page
WIDTH, HEADS, NEURON, LEAST_NEURONS, MOST_NEURONS = 1040, 190, 52, 3, 8  # of the network
SCALE = 2
MOST_SHAPES = 2_000  # points, each of which is a shape: with more of them pictures are made of pixels


class Reports(QObject):
    """Makes reports on the open experiment; training pauses for it.

    Parameters
    ----------
    window : MainWindow
    session : Session
    files : ExportFiles
    file : DocumentFile
    """

    def __init__(self, window: Pictured, session: Session, files: ExportFiles, file: DocumentFile) -> None:
        super().__init__(files)
        self._window, self._session, self._files, self._file = window, session, files, file
        self._title, self._note = "", ""  # what was typed for this file: it stays when the dialog is closed
        self._wanted: Callable[[], object] | None = None  # what is done once everything is there
        self._snapshot: Snapshot | None = None
        self._pictures: dict[str, bytes] = {}
        session.snapshot_taken.connect(lambda _: self._go_on())
        file.changed.connect(lambda _: self._forget())

    def _forget(self) -> None:
        self._title, self._note = "", ""

    # -- what goes into it -----------------------------------------------------------------------

    def _gather(self, then: Callable[[], object]) -> None:
        """Pause, and have the exact figures and the pictures; call `then` once all are there."""
        commit_typing()
        self._session.pause()
        self._wanted, self._snapshot, self._pictures = then, None, {}
        self._go_on()

    def _go_on(self) -> None:
        """Take the pictures once there is a snapshot after which nothing changes."""
        if self._wanted is not None and self._snapshot is None and self._session.settled:
            self._snapshot = self._session.snapshot
            self._take(self._wanted, self._session.gate.shown.pictured)

    def _take(self, then: Callable[[], object], names: Sequence[str]) -> None:
        """Take these pictures, one after the other."""
        from playground.controllers.pictures import take

        if not names:
            self._wanted = None
            then()
            return
        name, *rest = names

        def done(content: bytes) -> None:
            if self._wanted is then:  # if not, the dialog was closed
                self._pictures[name] = content
                self._take(then, rest)

        def failed() -> None:
            self._session.notices.show(Notice("error", TOO_LARGE()))
            if self._wanted is then:
                self._take(then, rest)  # the page has the others

        take(self._window, name, how(name, self._session.experiment), done, failed)

    def _document(self, title: str, note: str, names: Sequence[str]) -> Document:
        from playground.exports.report import report

        assert self._snapshot is not None
        pictures = {name: self._pictures[name] for name in names if name in self._pictures}
        task = self._session.gate.chosen.lesson.line
        return report(self._snapshot, title, note, pictures, today(), task)

    def _usual_title(self) -> str:
        """Return the title of the lesson, or the name of the file, or of the data."""
        file = "" if self._file.path is None else self._file.path.stem
        return self._session.gate.chosen.lesson.title or file or data_title(self._session.experiment)

    # -- the dialog --------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the page, with a title and a note to fill in, to save or print it."""
        from playground.widgets.dialogs.report import ReportDialog

        assert isinstance(self._window, QWidget)
        usual = self._usual_title()
        names = self._session.gate.shown.pictured
        dialog = ReportDialog(self._title or usual, self._note, names, self._window)

        def document() -> Document:
            return self._document(dialog.title, dialog.note, dialog.pictures)

        offered = Offered(dialog, document, self._session, self._files, "report", texts.SAVE())

        def ready() -> None:
            dialog.show_ready(True)
            offered.draw()

        def closed() -> None:
            self._title, self._note = "" if dialog.title == usual else dialog.title, dialog.note
            if self._wanted is ready:
                self._wanted = None

        dialog.finished.connect(closed)
        dialog.open()  # does not block
        self._gather(ready)

    # -- print -------------------------------------------------------------------------------------

    def print(self) -> None:
        """Ask for a printer, and print the page with what was typed last."""

        def ready() -> None:
            assert isinstance(self._window, QWidget)
            title = self._title or self._usual_title()
            print_document(
                self._document(title, self._note, tuple(self._pictures)), self._window, self._session
            )

        self._gather(ready)


def report_of(window: Pictured, title: str, note: str) -> Document:
    """Return a report at once, where nobody waits at the window."""
    from playground.controllers.pictures import picture_of
    from playground.exports.report import report

    session, waiting = window.session, QEventLoop()
    session.snapshot_taken.connect(lambda _: waiting.quit())
    while not session.settled:
        waiting.exec()
    assert session.snapshot is not None
    lesson, names = session.gate.chosen.lesson, session.gate.shown.pictured
    pictures = {name: picture_of(window, name, how(name, session.experiment)) for name in names}
    title = title or lesson.title or data_title(session.experiment)
    return report(session.snapshot, title, note, pictures, today(), lesson.line)


def data_title(experiment: Experiment) -> str:
    """Return the name of the data, as a title."""
    from engine import DATASETS

    name = experiment.data.dataset
    return capitalised(DATASETS[name].label if name in DATASETS else OWN())


def how(name: str, experiment: Experiment) -> How:
    """Return how a picture is taken: that of the network as high as its neurons need."""
    from playground.controllers.pictures import How

    width, height = PLOT
    if name == "network":
        network = experiment.network
        rows = max(len(network.features), *(layer.width for layer in network.hidden), LEAST_NEURONS)
        width, height = WIDTH, HEADS + NEURON * min(rows, MOST_NEURONS)
    kind = "svg" if experiment.data.count <= MOST_SHAPES else "png"
    # with larger text in the window there is more room for it, so that a page always looks the same
    return How(px(width), px(height), format=kind, scale=round(max(SCALE / scale(), 1.0)))
