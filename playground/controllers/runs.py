"""The Runs view: what it shows of the library, and what is done with the runs in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from playground.controllers.given import Values, give
from playground.controllers.keeping import KeptRuns
from playground.controllers.run_reading import Listed, listed, read, read_for_page
from playground.exports.settings_list import labels as labels_of_settings
from playground.files.run_library import LibraryError, RunLibrary, RunQuery, RunRow
from playground.session.notices import Notice, NoticeKind
from playground.session.session import Session
from playground.session.undo import Undoable, push
from playground.texts import runs as texts
from playground.texts import undo as labels
from playground.widgets.controls.background import Background
from playground.widgets.runs.cells import Shown, ShownGroup, columns_of, told_apart
from playground.widgets.runs.details import RunDetails
from playground.widgets.runs.lines import Line
from playground.widgets.runs.model import Read, keys_of
from playground.widgets.runs.panel import RunsPanel

if TYPE_CHECKING:
    from concurrent.futures import Future

    from playground.controllers.pinned_runs import PinnedRuns
    from playground.controllers.run_files import RunFiles

LOOK_MS = 1_000  # how often the view looks whether anybody has changed the library
LAST_SECONDS = 2.0  # that the window waits for what is being written when the view goes
BEYOND = 8  # lines above and below those in sight that are read too


class Runs(QObject):
    """Fills the table of runs, and does with them what a person asks for.

    All reading and writing is done beside the window.

    Parameters
    ----------
    window : QWidget
    session : Session
    kept_runs : KeptRuns
        Knows whether they are kept.
    files : RunFiles
    pins : PinnedRuns

    Attributes
    ----------
    files : RunFiles
    """

    def __init__(
        self, window: QWidget, session: Session, kept_runs: KeptRuns, files: RunFiles, pins: PinnedRuns
    ) -> None:
        super().__init__(window)
        self._session, self._kept_runs, self.files, self._pins = session, kept_runs, files, pins
        self._listing, self._reading, self._writing = Background(self), Background(self), Background(self)
        self._writes, self._unwritten = 0, 0  # of what a person has changed: begun, and still under way
        self._version: object = None
        self._columns = columns_of((), labels_of_settings())
        self._compared: object = None  # the runs of which it is known in which settings they differ
        self._told = ""  # what went wrong last
        self._closed = set[str]()  # groups
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look)

    @property
    def library(self) -> RunLibrary:
        """Where runs are kept."""
        return self._session.keeping.library

    def add_panels(self, made: Sequence[QWidget]) -> None:
        """Connect the panels of the view, which were just made."""
        for one in made:
            if isinstance(one, RunsPanel):
                self.panel, self.table = one, one.table
            elif isinstance(one, RunDetails):
                self.details = one
        panel, table, details = self.panel, self.table, self.details
        panel.query_changed.connect(self.refresh)
        panel.listed.connect(details.show_listed)
        table.runs.missed.connect(self._read)
        table.sight_changed.connect(self._read)
        table.chosen.connect(self._show_chosen)
        table.folded.connect(self._fold)
        table.starred.connect(self.star)
        table.deleted.connect(self.delete)
        table.opened.connect(self.open)
        details.starred.connect(self.star)
        details.deleted.connect(self.delete)
        details.opened.connect(self.open_chosen)
        details.named.connect(lambda row, name: self._give([row], labels.NAME_OF_RUN(), name=name))
        details.noted.connect(lambda row, note: self._give([row], labels.NOTE_OF_RUN(), note=note))
        details.compare_asked.connect(self._compare)
        details.pinned.connect(self.pin)
        table.menu_asked.connect(self._open_menu)
        for name, act in (
            ("runs.page", self._open_page),
            ("runs.csv", lambda: self.files.save_table(self._some)),
            ("runs.file", lambda: self.files.save(self._some)),
            ("runs.import", self.files.choose_and_open),
        ):
            panel.menu.addAction(texts.MENU[name](), act)
        self._session.snapshot_taken.connect(lambda snapshot: table.runs.show_in_hand(snapshot.key))
        self._session.playing_changed.connect(self._look)
        self._pins.changed.connect(self._show_pinned)
        panel.installEventFilter(self)
        if panel.isVisible():
            self._begin()

    def show_in(self, panels: Sequence[QWidget]) -> None:
        """Show what is in sight in further panels too: doubles, for a picture."""
        for one in panels:
            if isinstance(one, RunsPanel):
                one.show_as(self.panel)
            elif isinstance(one, RunDetails):
                one.show_runs(self.rows, len(self.table.keys))

    # -- what is shown -----------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._begin()
        elif event.type() == QEvent.Type.Hide:
            self._looking.stop()
            self.details.commit()
            self._listing.end()
            self._reading.end()
            self._writing.finish(LAST_SECONDS)  # the window may be about to close
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        self._looking.start()
        self._look()

    def _look(self) -> None:
        """List the runs again if anybody has changed the library."""
        if self.panel.isVisible() and not self._listing.busy:
            self._list(self._version)

    def refresh(self) -> None:
        """List the runs that the panel asks for."""
        self._list(None)

    def _list(self, version: object) -> None:
        work = partial(listed, self.library, self.panel.query, frozenset(self._closed), version)
        self._listing.run(work, self._show_listed, large=True, anew=True)

    def _show_listed(self, listing: Future[Listed | None]) -> None:
        result = self._result_of(listing)
        if result is not None:
            self._version = result.version
            kept_runs = self._kept_runs
            kept = kept_runs.is_on or not kept_runs.is_offered
            self.panel.show_lines(result.lines, self._columns, result.counts, kept)
            self._show_chosen()
            self._read()
            self._find_columns()

    def _find_columns(self) -> None:
        """Find out in which settings the runs differ that are listed: that takes longer than listing them."""
        query = replace(self.panel.query, sort=RunQuery.sort, descending=True)
        if self._compared != (self._version, query):
            self._compared = self._version, query
            work = partial(self.library.differing, query)
            self._listing.run(work, self._show_columns, large=True)

    def _show_columns(self, finding: Future[frozenset[str]]) -> None:
        differing = self._result_of(finding)
        if differing is not None:
            self._columns = columns_of(differing, labels_of_settings())
            self.panel.show_columns(self._columns)

    def _read(self) -> None:
        """Read what is in sight, and near to it."""
        first, last = self.table.in_sight
        missing = self.table.runs.missing(first - BEYOND, last + BEYOND)
        # what is read while something is being written may be what was there before: it is read afterwards
        if missing and not (self._reading.busy or self._unwritten) and self.panel.isVisible():
            show = partial(self._show_read, self._writes)
            self._reading.run(partial(read, self.library, missing), show, large=True)

    def _show_read(self, writes: int, reading: Future[dict[Line, Read]]) -> None:
        result = self._result_of(reading)
        if writes != self._writes:  # begun since
            self._read()
        elif result:
            self.table.runs.show_read(result)
            self._show_chosen()
            self._read()

    def _result_of(self, future: Future[Any]) -> Any:
        """Return what was read; None, and a notice, where that is not possible."""
        try:
            return future.result()
        except LibraryError as error:
            if str(error) != self._told:  # it looks every second
                self._told = str(error)
                self._session.notices.show(Notice("error", self._told))
            return None

    def _fold(self, group: str, on: bool) -> None:
        (self._closed.discard if on else self._closed.add)(group)
        self.refresh()

    # -- what is chosen ----------------------------------------------------------------------

    @property
    def rows(self) -> list[RunRow]:
        """The runs that are selected, as far as they have been read."""
        table = self.table
        some = (table.runs.read_of(line) for line in table.selected)
        return [
            row
            for one in some
            if one is not None
            for row in (one.runs if isinstance(one, ShownGroup) else (one.row,))
        ]

    def _show_chosen(self) -> None:
        self.details.show_runs(self.rows, len(self.table.keys))
        self.details.show_pinned(self._all_pinned)

    def _show_pinned(self, pinned: dict[str, int]) -> None:
        self.table.runs.show_pinned(pinned)
        self.details.show_pinned(self._all_pinned)

    @property
    def _all_pinned(self) -> bool:
        rows = self.rows
        return bool(rows) and all(row.key in self.table.runs.pinned for row in rows)

    def _with_row(self, act: Callable[[RunRow], object]) -> None:
        """Act on the run that is selected, if it is one."""
        if len(rows := self.rows) == 1:
            act(rows[0])

    def _compare(self, side: str) -> None:
        self._with_row(lambda row: self.panel.compare_asked.emit(row, side))

    # -- what is done ------------------------------------------------------------------------

    def open(self, key: str) -> None:
        """Open a run as it was, unless it is the one that is open; undo goes back."""
        row = next((row for row in self.rows if row.key == key), None)
        if row is not None and key != self.table.runs.in_hand and self._session.gate.allows("runs.open"):
            self._session.openings.run(key, row.experiment)

    def open_chosen(self) -> None:
        """Open the run that is selected, if it is one."""
        self._with_row(lambda row: self.open(row.key))

    def pin(self) -> None:
        """Pin the curves of the selected runs, or take them off where all are pinned."""
        if self._session.gate.allows("runs.pin"):
            self._pins.toggle({row.key: told_apart(row) for row in self.rows})

    def _open_menu(self, place: QPoint) -> None:
        """Open the menu of what is selected."""
        menu, details = QMenu(self.table), self.details
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        buttons = details.open, details.star, details.pin, details.as_a, details.as_b, details.delete
        for (name, text), button in zip(texts.ROW_MENU.items(), buttons, strict=True):
            words = texts.UNPIN_IN_MENU if button is details.pin and self._all_pinned else text
            action = menu.addAction(words(), button.click)
            action.setObjectName(name)
            action.setEnabled(button.isEnabled())
            action.setVisible(button.isVisibleTo(details))
        menu.addSeparator()
        menu.addActions(self.panel.menu.actions()[:-1])
        menu.popup(place)

    @property
    def _some(self) -> list[str]:
        """The runs that are selected; all that are listed where none is."""
        return self.table.keys or keys_of(self.table.runs.lines)

    def _open_page(self) -> None:
        """Show a page about the runs that are selected."""
        keys = self._some

        def show(reading: Future[dict[Line, Read]]) -> None:
            runs = [one for one in (self._result_of(reading) or {}).values() if isinstance(one, Shown)]
            if runs:
                self.files.open_page(runs)

        self._writing.run(partial(read_for_page, self.library, keys), show, large=True)

    def star(self) -> None:
        """Give the selected runs a star; take it off where all have one."""
        rows = self.rows
        if rows and self._session.gate.allows("runs.notes"):
            on = not all(row.starred for row in rows)
            self._give(rows, labels.STAR(), starred=on)

    def _give(self, rows: Sequence[RunRow], label: str, **by_hand: Any) -> None:
        """Give runs a name, a note or a star; undo takes it back."""
        before = {row.key: {name: getattr(row, name) for name in by_hand} for row in rows}
        after = {row.key: by_hand for row in rows}
        give(self._session.undo_stack, label, before, after, self._put)

    def _put(self, values: Values) -> None:
        """Change what runs have been given; it is shown at once."""
        library = self.library

        def work() -> None:
            for key, by_hand in values.items():
                library.update(key, **by_hand)

        self.table.runs.show_changed(values)
        self._show_chosen()
        self._write(work)

    def delete(self) -> None:
        """Delete the selected runs; undo brings them back."""
        keys = self.table.keys
        if not keys or not self._session.gate.allows("runs.delete"):
            return
        library = self.library
        act = Undoable(
            labels.DELETE_RUNS(n=len(keys)),
            partial(self._write, partial(library.delete, keys)),
            partial(self._write, partial(library.restore, keys)),
            keeps_clean=True,
        )
        push(self._session.undo_stack, act)
        self._session.notices.show(Notice("info", texts.DELETED(n=len(keys)), kind=NoticeKind.CHANGE))

    def _write(self, work: Callable[[], object]) -> None:
        """Change the library beside the window, and show what comes of it."""

        def done(writing: Future[object]) -> None:
            self._result_of(writing)
            self._unwritten -= 1
            if self.panel.isVisible():
                self.refresh()

        self._writes += 1
        self._unwritten += 1
        self._writing.run(work, done, large=True)
