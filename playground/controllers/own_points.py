"""Own points: opens the drawing tools, the table and the CSV dialog when they are asked for, and serves them.

Nothing of it is made, or even imported, before somebody wants it.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from engine import MOST_POINTS, OWN, DataSpec, Experiment
from engine.data.draw import with_own_points
from engine.points import Point
from playground.classroom.catalogue import OWN_POINTS
from playground.classroom.choice import Classroom
from playground.files.atomic import FileError, write_atomically
from playground.observers.snapshot import Snapshot
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.style import palette
from playground.style.palette import Theme
from playground.texts import data as texts
from playground.widgets.controls import commit_typing
from playground.widgets.controls.dropping import Dropping
from playground.widgets.data.panel import DataPanel
from playground.widgets.plots.plot import Plot

if TYPE_CHECKING:
    from playground.widgets.data.brush import Brush
    from playground.widgets.data.table import TableDialog
    from playground.widgets.data.tools import ToolStrip


SUFFIXES = (".csv", ".tsv", ".txt", ".dat")


class OwnPoints(QObject):
    """Between the data panel, the output plot and the session.

    Parameters
    ----------
    window : QWidget
        The parent of dialogs; files may be dropped on it.
    output : QWidget
        What holds the output plot, in a column: the tools go above it.
    """

    def __init__(self, window: QWidget, session: Session, panel: DataPanel, output: QWidget) -> None:
        super().__init__(window)
        self._window, self._session, self._panel, self._output = window, session, panel, output
        self._theme = palette.LIGHT
        self._own = session.experiment.data.own
        self._drawing: Brush | None = None
        self._tools: ToolStrip | None = None
        self._table: TableDialog | None = None
        self._names: dict[str, int] = {}  # which label became which class when points were imported
        self._imported: frozenset[Point] = frozenset()  # those points, as they were then
        panel.new_data_requested.connect(session.new_data)
        panel.draw_toggled.connect(self.draw)
        panel.table_requested.connect(self.open_table)
        panel.open_requested.connect(self.choose_file)
        panel.save_requested.connect(self.choose_and_save)
        panel.clear_requested.connect(self.clear)
        session.experiment_changed.connect(self._show_experiment)
        session.gate.changed.connect(self._show_classroom)
        session.snapshot_taken.connect(self._show_snapshot)
        Dropping(window, frozenset(SUFFIXES), self.open_file, self._warn)
        window.installEventFilter(self)

    def _warn(self, text: str) -> None:
        self._session.notices.say(Notice("warning", text))

    # -- drawing -----------------------------------------------------------------------------------

    def toggle(self) -> None:
        """Draw, or stop drawing."""
        self.draw(not self._panel.draw.isChecked())

    def draw(self, on: bool) -> None:
        """Have the output plot be drawn on, or no longer."""
        if on and not self._session.gate.allows(OWN_POINTS):
            self._panel.show_drawing(False)
            return
        self._panel.show_drawing(on)
        if not on and self._drawing is None:
            return
        drawing, tools = self._made_drawing()
        tools.setVisible(on)
        if on:
            values = self._session.experiment.data.problem == "regression"
            hint = texts.VALUE_HINT() if values else texts.CLASS_HINT()
            self._session.notices.say(Notice("info", hint, kind=NoticeKind.DRAWING))
        else:
            self._session.notices.withdraw(NoticeKind.DRAWING)
        if not on and tools.isAncestorOf(self._window.focusWidget() or self._window):
            self._window.setFocus()
        drawing.switch(on)

    def _made_drawing(self) -> "tuple[Brush, ToolStrip]":
        if self._drawing is None or self._tools is None:
            from playground.widgets.data.brush import Brush
            from playground.widgets.data.tools import ToolStrip

            plot, column = self._output.findChild(Plot, "plot.boundary"), self._output.layout()
            assert isinstance(plot, Plot)
            assert isinstance(column, QVBoxLayout)
            self._tools = ToolStrip()
            column.insertWidget(1, self._tools)
            self._drawing = Brush(plot, self._tools, self)
            self._tools.closed.connect(lambda: self.draw(False))
            self._drawing.stopped.connect(lambda: self.draw(False))
            self._drawing.told.connect(self._warn)
            self._drawing.points_changed.connect(self._session.edit_points)
            self._show_experiment(self._session.experiment)
            if self._session.snapshot is not None:
                self._drawing.show_snapshot(self._session.snapshot)
            self.apply_theme(self._theme)
        return self._drawing, self._tools

    def clear(self) -> None:
        """Take all points away, to draw on an empty plane."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        spec = self._session.experiment.data
        if spec.own:
            self._session.edit_points(replace(spec, points=()), texts.CLEAR_POINTS())
        self.draw(True)
        self._made_drawing()[1].choose_tool("brush")

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
        """Ask for a CSV file, and show what it holds."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        name, _ = QFileDialog.getOpenFileName(self._window, texts.OPEN(), "", _file_kinds())
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Show what a CSV file holds; where it cannot be read, say why."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        from playground.files.table import read_file

        try:
            self._preview(read_file(path), path.name)
        except FileError as error:
            self._session.notices.say(Notice("error", str(error)))

    def paste(self) -> None:
        """Show what cells on the clipboard would be as points."""
        if not self._session.gate.allows(OWN_POINTS):
            return
        try:
            self._preview(QGuiApplication.clipboard().text(), texts.CLIPBOARD())
        except FileError as error:
            self._session.notices.say(Notice("error", texts.NOT_PASTED(why=error)))

    def _preview(self, text: str, source: str) -> None:
        from playground.widgets.data.csv_dialog import CsvDialog

        commit_typing()
        there = self._session.experiment.data
        # another file was opened, or the import undone: labels of points that are gone mean nothing
        names = {} if self._imported.isdisjoint(there.points) else self._names
        dialog = CsvDialog(text, source, there, names, self._window)

        def take(data: DataSpec, said: str, adds: bool) -> None:
            self._names = dialog.names
            self._imported = frozenset(data.points) | (self._imported if adds else frozenset())
            self._import(data, said, adds)

        dialog.imported.connect(take)
        dialog.open()  # does not block: training goes on

    def _import(self, data: DataSpec, said: str, adds: bool) -> None:
        # what else was changed while the dialog was open stays
        now = self._session.experiment.data
        new = replace(now, dataset=OWN, points=data.points, labels=data.labels)
        if adds:
            new = replace(new, points=(now.points + new.points)[:MOST_POINTS])
        same_output = (new.problem, new.class_count) == (now.problem, now.class_count)
        if not (adds and same_output):
            self._session.import_points(new, said)
        elif self._session.edit_points(new, texts.ADD_POINTS()):
            self._session.notices.say(Notice("info", said))

    def choose_and_save(self) -> None:
        """Ask for a file, and write all points to it."""
        name, _ = QFileDialog.getSaveFileName(self._window, texts.SAVE(), "points.csv", _file_kinds())
        if name:
            path = Path(name)
            self.save_file(path if path.suffix else path.with_suffix(".csv"))

    def save_file(self, path: Path) -> None:
        """Write all points to a CSV file; where it cannot be written, say why."""
        from playground.files.points_table import write_table

        commit_typing()
        data = self._points()
        try:
            write_atomically(path, write_table(data.points, data.labels))
        except FileError as error:
            self._session.notices.say(Notice("error", str(error)))
            return
        self._session.notices.say(Notice("info", texts.SAVED(n=data.count, file=path.name)))

    def _points(self) -> DataSpec:
        """Return the points in use as own ones: those of a generator as they are seen now."""
        experiment, snapshot = self._session.experiment, self._session.snapshot
        if snapshot is None or (snapshot.experiment.data, snapshot.experiment.seed) != (
            experiment.data,
            experiment.seed,
        ):
            return with_own_points(experiment)
        return with_own_points(experiment, snapshot.data)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self._window:
            self.draw(False)
        return super().eventFilter(watched, event)

    # -- showing -------------------------------------------------------------------------------------

    def _show_experiment(self, experiment: Experiment) -> None:
        was_own, self._own = self._own, experiment.data.own
        if self._drawing is not None and self._tools is not None:
            self._drawing.show_experiment(experiment)
            self._tools.show_data(experiment.data, self._theme)
        if self._table is not None and self._table.isVisible():
            self._table.show_data(self._points())
        closed = self._session.gate.shown.closed(OWN_POINTS)
        if self._own and not was_own and not experiment.data.count and not closed:
            self.draw(True)  # an empty plane waits for somebody to draw on it

    def _show_classroom(self, classroom: Classroom) -> None:
        """Put the tools away where a class may not have them."""
        if classroom.closed(OWN_POINTS):
            self.draw(False)
            if self._table is not None:
                self._table.close()

    def _show_snapshot(self, snapshot: Snapshot) -> None:
        if self._drawing is not None:
            self._drawing.show_snapshot(snapshot)

    def apply_theme(self, colours: Theme) -> None:
        """Draw the tools in the theme's colours."""
        self._theme = colours
        if self._drawing is not None and self._tools is not None:
            self._drawing.apply_theme(colours)
            self._tools.apply_theme(colours)
            self._tools.show_data(self._session.experiment.data, colours)


def _file_kinds() -> str:
    return texts.FILE_KINDS(patterns=" ".join(f"*{suffix}" for suffix in SUFFIXES))
