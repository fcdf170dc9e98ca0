"""Own points as a table, from the clipboard and in files: opens each dialog when it is asked for.

Dialogs are made, and even imported, only when somebody wants them.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engine import DataSpec, Experiment
from engine.data.draw import with_own_points
from engine.experiment import with_data
from playground.classroom.catalogue import OWN_POINTS
from playground.classroom.choice import Classroom
from playground.controllers.last_import import LastImport, ends
from playground.controllers.saving import BRIEF_SECONDS, with_lost
from playground.files.atomic import FileError, size_of, write_atomically
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.texts import data as texts
from playground.texts.files import READING, STOPPED
from playground.texts.undo import OPEN_POINTS
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import SMALL, Background, Progress
from playground.widgets.controls.waiting import Waiting
from playground.widgets.data.panel import DataPanel

if TYPE_CHECKING:
    from concurrent.futures import Future

    from playground.files.points_table import ImportedPoints, ReadTable
    from playground.widgets.data.table import TableDialog

WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SUFFIXES = (".csv", ".tsv", ".txt", ".dat", ".arff", ".json", *WORKBOOKS)


class OwnPoints(QObject):
    """Connects the data panel and its dialogs with the session.

    Parameters
    ----------
    window : QWidget
        The parent of dialogs; files may be dropped on it.
    session : Session
    panel : DataPanel
    """

    def __init__(self, window: QWidget, session: Session, panel: DataPanel) -> None:
        super().__init__(window)
        self._window, self._session, self._panel = window, session, panel
        self._background = Background(self)
        self._writing = Background(self)
        self._table: TableDialog | None = None
        self._folder: Path | None = None  # of the file opened last
        self._last: LastImport | None = None
        self._waiting = Waiting(window, self._stop_reading)
        self._background.slow.connect(self._waiting.show_share)
        panel.new_data_requested.connect(partial(session.new_start, new_data=True))
        panel.table_requested.connect(self.open_table)
        panel.columns_requested.connect(self.choose_columns)
        panel.open_requested.connect(self.choose_file)
        panel.save_requested.connect(self.choose_and_save)
        session.experiment_changed.connect(self._show_experiment)
        session.gate.changed.connect(self._close)

    def _warn(self, text: str) -> None:
        self._session.notices.show(Notice("warning", text))

    # -- the table -----------------------------------------------------------------------------------

    def open_table(self) -> None:
        """Show all points as numbers."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        if self._table is None:
            from playground.widgets.data.table import TableDialog

            self._table = TableDialog(self._window, self._session.undo_stack)
            self._table.points_changed.connect(self._session.edit_points)
        self._table.show()
        self._table.raise_()
        self._table.activateWindow()
        self._show_experiment(self._session.experiment)

    # -- files ---------------------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a CSV file, and preview its points."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        from playground.files.examples import TABLES

        folder = str(self._folder or TABLES)
        name, _ = QFileDialog.getOpenFileName(self._window, texts.OPEN(), folder, _file_kinds())
        if name:
            self._folder = Path(name).parent
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Preview the points of a table in a file; if it cannot be read, say why."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        from playground.files.table import read_file

        large = size_of(path) > SMALL or path.suffix.lower() in WORKBOOKS
        self._preview(lambda: read_file(path), path.name, large, str)

    def paste(self) -> None:
        """Preview cells on the clipboard as points."""
        self.open_text(QGuiApplication.clipboard().text())

    def open_text(self, text: str) -> None:
        """Preview a text that was pasted or dropped as points."""
        if self._session.gate.allows(OWN_POINTS):
            large = len(text) > SMALL
            self._preview(lambda: text, texts.CLIPBOARD(), large, lambda error: texts.NOT_PASTED(why=error))

    def _preview(
        self,
        content: Callable[[], bytes | str],
        source: str,
        large: bool,
        refusal: Callable[[FileError], str],
    ) -> None:
        """Read a table, in the background if it may take long, and preview its points, or say why not."""
        from playground.files.points_table import read

        def show(reading: "Future[ReadTable]") -> None:
            self._waiting.end()
            self._session.notices.withdraw(NoticeKind.READING)
            try:
                self._show_preview(reading.result())
            except FileError as error:
                self._session.notices.show(Notice("error", refusal(error)))

        commit_typing()
        progress = Progress()
        self._waiting.begin(source)
        self._background.run(
            lambda: read(content(), source, progress=progress), show, large, anew=True, progress=progress
        )
        if self._background.busy:
            self._session.notices.show(Notice("info", READING(source=source), kind=NoticeKind.READING))

    def _stop_reading(self, source: str) -> None:
        self._background.forget()
        self._session.notices.withdraw(NoticeKind.READING)
        self._session.notices.show(Notice("info", STOPPED(source=source)))

    # -- importing -----------------------------------------------------------------------------------

    def choose_columns(self) -> None:
        """Choose other columns of the table that the points came from; it needs no file."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        if self._last is None or not self._last.gave(self._session.experiment.data):
            self._warn(texts.NO_LAST_TABLE())
            return
        commit_typing()
        self._show_preview(self._last.read, self._last)

    def _show_preview(self, read: "ReadTable", last: LastImport | None = None) -> None:
        """Show a table that was read, or again that of the last import, and import what is chosen of it."""
        from playground.files.points_table import with_points
        from playground.widgets.data.csv_dialog import CsvDialog

        data = self._session.experiment.data
        if last is None:
            dialog = CsvDialog(read, data, self._window)
        else:
            edited = last.points != data.points
            dialog = CsvDialog(read, last.before, self._window, last.choice, last.adds, edited)

        def take(taken: "ImportedPoints", message: str, adds: bool) -> None:
            now = self._session.experiment.data
            before = now if last is None else last.before
            new = with_points(before, taken, adds, now)
            given = ends(taken.points) | (frozenset() if last is None else last.given)
            self._last = LastImport(dialog.read, dialog.choice, adds, before, new.points, given)
            self._import(now, new, message, adds)

        dialog.imported.connect(take)
        dialog.open()  # does not block: training continues

    def _import(self, now: DataSpec, new: DataSpec, message: str, adds: bool) -> None:
        same_output = (new.problem, new.class_count) == (now.problem, now.class_count)
        if not (adds and same_output):
            self._replace_data(new, message)
        elif self._session.edit_points(new, texts.ADD_POINTS()):
            self._session.notices.show(Notice("info", message))

    def _replace_data(self, data: DataSpec, message: str) -> None:
        experiment = with_data(self._session.experiment, data)
        self._session.apply(experiment, OPEN_POINTS(), message, pauses=False)

    def choose_and_save(self) -> None:
        """Ask for a file, and write all points to it."""
        name, _ = QFileDialog.getSaveFileName(self._window, texts.SAVE(), "points.csv", _file_kinds())
        if name:
            path = Path(name)
            self.save_file(path if path.suffix else path.with_suffix(".csv"))

    def save_file(self, path: Path) -> None:
        """Write all points to a CSV file; if it cannot be written, say why."""
        from playground.files.points_table import write_table

        commit_typing()
        data = self._points()

        def written(writing: "Future[tuple[str, ...]]") -> None:
            try:
                lost = writing.result()
            except FileError as error:
                self._session.notices.show(Notice("error", str(error)))
                return
            saved = with_lost(texts.SAVED(n=data.count, file=path.name), lost)
            self._session.notices.show(Notice("info", saved))

        self._writing.run(
            lambda: write_atomically(path, write_table(data)), written, True, wait=BRIEF_SECONDS
        )

    def _points(self) -> DataSpec:
        """Return the points in use as own points: generated ones as they are now."""
        experiment, snapshot = self._session.experiment, self._session.snapshot
        if snapshot is None or (snapshot.experiment.data, snapshot.experiment.seed) != (
            experiment.data,
            experiment.seed,
        ):
            return with_own_points(experiment)
        return with_own_points(experiment, snapshot.data)

    # -- what is shown -----------------------------------------------------------------------------

    def _show_experiment(self, experiment: Experiment) -> None:
        self._panel.show_last_table(self._last is not None and self._last.gave(experiment.data))
        if self._table is not None and self._table.isVisible():
            self._table.show_data(self._points())

    def _close(self, classroom: Classroom) -> None:
        """Close the table where a class may not have it."""
        if classroom.closed(OWN_POINTS) and self._table is not None:
            self._table.close()


def _file_kinds() -> str:
    return texts.FILE_KINDS(patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES))
