"""Own points as a table, from the clipboard and in files: opens each dialog when it is asked for.

Dialogs are made, and even imported, only when somebody wants them.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from engine import MOST_POINTS, OWN, DataSpec, Experiment
from engine.data.draw import with_own_points
from engine.experiment import with_data
from engine.points import Point
from playground.classroom.catalogue import OWN_POINTS
from playground.classroom.choice import Classroom
from playground.files.atomic import FileError, size_of, write_atomically
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.texts import data as texts
from playground.texts.files import READING
from playground.texts.undo import OPEN_POINTS
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import SMALL, Background
from playground.widgets.controls.dropping import Dropping
from playground.widgets.data.panel import DataPanel

if TYPE_CHECKING:
    from concurrent.futures import Future

    from playground.widgets.data.csv_dialog import ReadText
    from playground.widgets.data.table import TableDialog

SUFFIXES = (".csv", ".tsv", ".txt", ".dat")


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
        self._window, self._session = window, session
        self._background = Background(self)
        self._table: TableDialog | None = None
        self._names: dict[str, int] = {}  # which label became which class in the last import
        self._imported: frozenset[Point] = frozenset()  # those points, as they were then
        panel.new_data_requested.connect(partial(session.new_start, new_data=True))
        panel.table_requested.connect(self.open_table)
        panel.open_requested.connect(self.choose_file)
        panel.save_requested.connect(self.choose_and_save)
        session.experiment_changed.connect(self._show_experiment)
        session.gate.changed.connect(self._close)
        Dropping(window, frozenset(SUFFIXES), self.open_file, self._warn)

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
        name, _ = QFileDialog.getOpenFileName(self._window, texts.OPEN(), "", _file_kinds())
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Preview the points of a CSV file; if it cannot be read, say why."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        from playground.files.table import read_file

        self._preview(lambda: read_file(path), path.name, size_of(path), str)

    def paste(self) -> None:
        """Preview cells on the clipboard as points."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        text = QGuiApplication.clipboard().text()
        self._preview(lambda: text, texts.CLIPBOARD(), len(text), lambda error: texts.NOT_PASTED(why=error))

    def _preview(
        self, content: Callable[[], bytes | str], source: str, size: int, refusal: Callable[[FileError], str]
    ) -> None:
        """Read a table, in the background if it is long, and preview its points; if that fails, say why."""
        from playground.widgets.data.csv_dialog import read

        def show(reading: "Future[ReadText]") -> None:
            self._session.notices.withdraw(NoticeKind.READING)
            try:
                self._show_preview(reading.result())
            except FileError as error:
                self._session.notices.show(Notice("error", refusal(error)))

        commit_typing()
        self._background.run(lambda: read(content(), source), show, large=size > SMALL, anew=True)
        if self._background.busy:
            self._session.notices.show(Notice("info", READING(source=source), kind=NoticeKind.READING))

    def _show_preview(self, read: "ReadText") -> None:
        from playground.widgets.data.csv_dialog import CsvDialog

        existing = self._session.experiment.data
        # another file was opened, or the import undone: labels of points that are gone mean nothing
        names = {} if self._imported.isdisjoint(existing.points) else self._names
        dialog = CsvDialog(read, existing, names, self._window)

        def take(data: DataSpec, message: str, adds: bool) -> None:
            self._names = dialog.names
            self._imported = frozenset(data.points) | (self._imported if adds else frozenset())
            self._import(data, message, adds)

        dialog.imported.connect(take)
        dialog.open()  # does not block: training continues

    def _import(self, data: DataSpec, message: str, adds: bool) -> None:
        # keeps what else changed while the dialog was open
        now = self._session.experiment.data
        one_input = data.one_input and (now.one_input or not adds)
        new = replace(now, dataset=OWN, points=data.points, labels=data.labels, one_input=one_input)
        if adds:
            new = replace(new, points=(now.points + new.points)[:MOST_POINTS])
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
        try:
            write_atomically(path, write_table(data))
        except FileError as error:
            self._session.notices.show(Notice("error", str(error)))
            return
        self._session.notices.show(Notice("info", texts.SAVED(n=data.count, file=path.name)))

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

    def _show_experiment(self, _experiment: Experiment) -> None:
        if self._table is not None and self._table.isVisible():
            self._table.show_data(self._points())

    def _close(self, classroom: Classroom) -> None:
        """Close the table where a class may not have it."""
        if classroom.closed(OWN_POINTS) and self._table is not None:
            self._table.close()


def _file_kinds() -> str:
    return texts.FILE_KINDS(patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES))
