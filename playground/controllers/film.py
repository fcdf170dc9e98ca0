"""Films of the run: chosen in a dialog, made by a second program beside this one, with progress and Cancel.

That program opens a copy of the run and goes back in it, so nothing moves here and training goes on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QSettings, QSize
from PySide6.QtWidgets import QWidget

from engine import Experiment
from playground.controllers import remembered
from playground.controllers.export_files import ExportFiles
from playground.controllers.network import SHOWN_LINES
from playground.controllers.view_memory import VIEW, as_shown
from playground.files import experiments
from playground.files.atomic import FileError
from playground.files.runs.values import SUFFIX
from playground.session.notices import Notice
from playground.session.session import Session
from playground.texts import exports, film
from playground.texts import pictures as words
from playground.widgets.controls import commit_typing
from playground.widgets.controls.background import Background, Progress
from playground.widgets.transport.views import BUILD, MATHS

if TYPE_CHECKING:
    from concurrent.futures import Future

    from playground.controllers.doubles import Pictured
    from playground.widgets.dialogs.film import FilmDialog
    from playground.worker.keeping import Keeping

KEY = "export.film"  # in the settings
SIZES = {"output": QSize(640, 560), "network": QSize(960, 640), "curves": QSize(800, 480)}
USUAL = {"what": "output", "theme": "light", "rate": "20"}
# what the other program gets
HANDED_OVER = {"run": f"run{SUFFIX}", "class": "class.json", "settings": "settings.ini"}
KEPT_SECONDS = 20.0  # how long it may take until the last epoch is kept
PAUSE_SECONDS = 0.1  # between two looks whether it is
END_SECONDS = 2.0  # how long closing may wait for the other program to be gone
OF_THE_SHELL = "playground:"  # begins each line that the other program says
PROGRAM = () if getattr(sys, "frozen", False) else ("-m", "playground")


class Films(QObject):
    """Makes films for a person, and remembers how they were wanted.

    Parameters
    ----------
    window : MainWindow
    session : Session
    settings : QSettings
    files : ExportFiles
    """

    def __init__(self, window: Pictured, session: Session, settings: QSettings, files: ExportFiles) -> None:
        super().__init__(files)
        self._window, self._session, self._settings, self._files = window, session, settings, files

    def open(self) -> None:
        """Show what can be chosen of a film of the run; training goes on."""
        from playground.widgets.dialogs.film import FilmDialog

        commit_typing()
        window, snapshot = self._window, self._session.snapshot
        assert isinstance(window, QWidget)
        if snapshot is None:
            return
        pictured = self._session.gate.shown.pictured
        kinds = {what: size for what, size in SIZES.items() if what in pictured}
        kinds["window"] = window.size()
        timeline = snapshot.timeline
        dialog = FilmDialog(self._remembered(kinds), kinds, timeline.first, timeline.end, window)
        _Making(dialog, self._session, self._files, self._remember, self._appearance)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()  # does not block

    def _remembered(self, kinds: dict[str, QSize]) -> dict[str, str]:
        """Return what was chosen last, as far as it can be chosen."""
        offered: dict[str, Collection[str]] = {"what": kinds, "theme": words.BACKGROUNDS, "rate": film.RATES}
        return remembered.choices(self._settings, KEY, USUAL, offered)

    def _appearance(self) -> dict[str, object]:
        """Return the settings with which another window looks as this one does now."""
        window, settings = self._window, self._settings
        usual = {key: settings.value(key) for key in settings.allKeys()}
        view = MATHS if window.workspace.view == MATHS else BUILD  # no other run is known there
        lines = window.network.drawing.subject.step.chosen.value
        # what is chosen while something is hidden for a class is not remembered, but filmed
        now = {**as_shown(window.boundary, window.output), VIEW: view, SHOWN_LINES: lines}
        return {**usual, **now, **(window.mathematics.as_shown() if view == MATHS else {})}

    def _remember(self, dialog: FilmDialog) -> None:
        for name in USUAL:
            self._settings.setValue(f"{KEY}.{name}", dialog[name])


class _Making(QObject):
    """Makes the film that a dialog asks for; it ends with the dialog.

    Parameters
    ----------
    dialog : FilmDialog
    session : Session
    files : ExportFiles
    remember : callable (FilmDialog) -> None
        Called when a film is begun.
    appearance : callable () -> dict
        Returns the settings of the window that is filmed.
    """

    def __init__(
        self,
        dialog: FilmDialog,
        session: Session,
        files: ExportFiles,
        remember: Callable[[FilmDialog], None],
        appearance: Callable[[], dict[str, object]],
    ) -> None:
        super().__init__(dialog)
        self._dialog, self._session, self._files = dialog, session, files
        self._remember, self._appearance = remember, appearance
        self._copying, self._process = Background(self), QProcess(self)
        self._folder: TemporaryDirectory[str] | None = None
        self._path, self._said = Path(), ""
        self._process.readyReadStandardOutput.connect(self._read)
        self._process.finished.connect(self._finish)
        self._process.errorOccurred.connect(self._not_started)
        dialog.save_requested.connect(self._begin)
        dialog.finished.connect(self._end)

    def _begin(self) -> None:
        """Ask for a file, and write a copy of the run for the other program to open."""
        dialog, snapshot = self._dialog, self._session.snapshot
        path = self._files.choose("film", film.SAVE(), film.FILES, dialog)
        if path is None or snapshot is None:
            return
        self._remember(dialog)
        self._path, self._folder = path, TemporaryDirectory(ignore_cleanup_errors=True)
        dialog.show_progress(0)
        files = {name: Path(self._folder.name, file) for name, file in HANDED_OVER.items()}
        keeping, chosen, appearance = self._session.keeping, self._session.gate.chosen, self._appearance()
        last, progress = dialog.stretch[1], Progress()

        def copy() -> None:
            _copy_run(keeping, snapshot.key, last, files["run"], progress)
            files["class"].write_bytes(experiments.encode(Experiment(), chosen))
            _write_settings(appearance, files["settings"])

        self._copying.run(copy, partial(self._start, files), large=True, progress=progress)

    def _start(self, files: dict[str, Path], copying: Future[None]) -> None:
        try:
            copying.result()
        except (FileError, OSError) as error:
            self._fail(str(error))
            return
        dialog = self._dialog
        first, last, every = dialog.stretch
        width, height = dialog.size_chosen
        options = {
            "out": self._path, "from": first, "to": last, "every": every, "fps": dialog["rate"],
            "what": dialog["what"], "size": f"{width}x{height}", "theme": dialog["theme"],
            "class": files["class"], "settings": files["settings"],
        }  # fmt: skip
        words = [f"--{name}={value}" for name, value in options.items()]
        environment = QProcessEnvironment.systemEnvironment()
        for name in ("TMPDIR", "TEMP", "TMP"):  # what it leaves when it is ended goes with the folder
            environment.insert(name, str(files["run"].parent))
        self._process.setProcessEnvironment(environment)
        self._process.start(sys.executable, [*PROGRAM, "film", str(files["run"]), *words, "--progress"])

    def _read(self) -> None:
        """Show how far it is."""
        lines = bytes(self._process.readAllStandardOutput().data()).split(b"\n")
        counts = [line.split() for line in lines if line.strip()]
        if counts:
            done, count = counts[-1]
            self._dialog.show_progress(int(done), int(count))

    def _finish(self, code: int, status: QProcess.ExitStatus) -> None:
        if status is QProcess.ExitStatus.NormalExit and not code:
            self._tidy()
            self._session.notices.show(Notice("info", exports.SAVED(file=self._path.name)))
            self._dialog.accept()
            return
        said = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        known = status is QProcess.ExitStatus.NormalExit and said
        self._fail(said.splitlines()[-1].removeprefix(f"{OF_THE_SHELL} ") if known else film.ENDED())

    def _not_started(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._fail(film.ENDED())

    def _fail(self, why: str) -> None:
        """Say why there is no film; another can be asked for."""
        self._tidy()
        self._dialog.show_progress(None)
        self._session.notices.show(Notice("error", why))

    def _end(self) -> None:
        """End the other program, if it still runs: the dialog is closed."""
        self._copying.end()
        self._process.blockSignals(True)  # that it ends is no failure to tell of
        self._process.kill()
        self._process.waitForFinished(round(1000 * END_SECONDS))
        self._tidy()

    def _tidy(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _copy_run(keeping: Keeping, key: str, last: int, path: Path, progress: Callable[[float], None]) -> None:
    """Write a run to a file, once it is kept as far as an epoch; what `progress` raises ends the work.

    Raises
    ------
    FileError
        If it is not kept.
    """
    from playground.files.run_library import RunLibrary
    from playground.files.runs.exchange import export_runs

    end = time.monotonic() + KEPT_SECONDS
    while (kept := keeping.get(key)) is None or kept.row.epoch < last:
        if time.monotonic() >= end:
            break
        progress(0.0)
        time.sleep(PAUSE_SECONDS)
    if kept is None:
        raise FileError(film.TOO_LARGE_TO_KEEP())
    library = RunLibrary(None)
    try:
        library.put(kept)
        export_runs(library, [key], path, progress)
    finally:
        library.close()


def _write_settings(values: dict[str, object], path: Path) -> None:
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    for key, value in values.items():
        settings.setValue(key, value)
    settings.sync()
