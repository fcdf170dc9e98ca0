"""Runs that leave the program and come back: tables, files to hand in, pages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.controllers.export_files import ExportFiles
from playground.exports.settings_list import labels
from playground.files.atomic import FileError
from playground.files.runs.values import SUFFIX
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.texts import exports
from playground.texts import runs as texts
from playground.texts.files import READING, WRITING
from playground.widgets.controls.background import Background

if TYPE_CHECKING:
    from playground.exports.document import Document
    from playground.widgets.runs.cells import Shown

CSV = ".csv"


class RunFiles(QObject):
    """Exports and imports runs, beside the window.

    Parameters
    ----------
    window : QWidget
    session : Session
    files : ExportFiles
    """

    def __init__(self, window: QWidget, session: Session, files: ExportFiles) -> None:
        super().__init__(files)
        self._window, self._session, self._files = window, session, files
        self._work = Background(self)

    def save_table(self, keys: Sequence[str]) -> None:
        """Ask for a file, and write what was set and what came out of runs to it."""
        from playground.files.runs.spreadsheet import runs_table

        path = self._files.choose("runs", texts.SAVE_TABLE(), {CSV: exports.CSV})
        library = self._session.keeping.library
        if path is not None:
            self._files.write(path, lambda: runs_table(library.rows(keys)))

    def save(self, keys: Sequence[str]) -> None:
        """Ask for a file, and write whole runs to it: to hand in, or to open elsewhere."""
        from playground.files.runs.exchange import export_runs

        path = self._files.choose("runs-file", texts.SAVE_RUNS(), {SUFFIX: texts.RUNS_FILES})
        if path is None:
            return

        def done(writing: Future[Any]) -> None:
            count = self._result_of(writing)
            if count is not None:
                self._say(texts.SAVED_RUNS(n=count, file=path.name))

        self._say(WRITING(file=path.name), NoticeKind.READING)
        self._work.run(partial(export_runs, self._session.keeping.library, keys, path), done, large=True)

    def choose_and_open(self) -> None:
        """Ask for a file of runs, and keep those in it that are not yet there."""
        kinds = texts.RUNS_FILES()
        chosen, _ = QFileDialog.getOpenFileName(self._window, texts.OPEN_RUNS(), "", kinds)
        if chosen:
            self.open(Path(chosen))

    def open(self, path: Path) -> None:
        """Keep the runs of a file that are not yet there."""
        from playground.files.runs.exchange import import_runs

        def done(reading: Future[Any]) -> None:
            result = self._result_of(reading)
            if result is not None:
                new, known = len(result.added), result.known
                self._say(
                    (texts.IMPORTED if new else texts.NONE_IMPORTED)(n=new, known=known, file=path.name)
                )

        self._say(READING(source=path.name), NoticeKind.READING)
        self._work.run(partial(import_runs, self._session.keeping.library, path), done, large=True)

    def open_page(self, runs: Sequence[Shown]) -> None:
        """Show a page about runs, to save or print it."""
        from playground.controllers.offered import Offered, today
        from playground.controllers.run_page import page_of
        from playground.exports.differences import differences
        from playground.widgets.controls import add_labelled
        from playground.widgets.dialogs.page import PageDialog

        first = runs[0].row.experiment
        called = labels()
        found = {one.label for run in runs[1:] for one in differences(first, run.row.experiment)}
        differing = [path for path, label in called.items() if label in found]
        dialog = PageDialog("runs_page", texts.PAGE_TITLE(), texts.RUNS_TITLE(), self._window)
        add_labelled(dialog.column, dialog.title_edit)
        dialog.column.addStretch()

        def document() -> Document:
            return page_of(runs, differing, called, dialog.title, today())

        offered = Offered(dialog, document, self._session, self._files, "runs-page", texts.SAVE_PAGE())
        dialog.show_ready(True)
        dialog.open()  # does not block
        offered.draw()

    def _say(self, text: str, kind: NoticeKind | None = None) -> None:
        notice = Notice("info", text) if kind is None else Notice("info", text, kind=kind)
        self._session.notices.show(notice)

    def _result_of(self, future: Future[Any]) -> Any:
        """Return what came of the work; None, and a notice, where it failed."""
        self._session.notices.withdraw(NoticeKind.READING)
        try:
            return future.result()
        except FileError as error:
            self._session.notices.show(Notice("error", str(error)))
            return None
