"""The Qt application: makes it, opens the window, and turns every stray exception into a message."""

import atexit
import faulthandler
import logging
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QEvent,
    QMessageLogContext,
    QObject,
    QSettings,
    QSocketNotifier,
    Qt,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from shiboken6 import delete

from engine import Experiment
from playground import __version__
from playground.classroom.choice import EVERYTHING, Classroom
from playground.controllers import remembered
from playground.controllers.keeping import library_path
from playground.files import streams
from playground.session.notices import Notice
from playground.session.session import Session
from playground.style import icons, palette, scaling, sizes, style_sheet
from playground.texts import cli as texts
from playground.window.main_window import MainWindow
from playground.worker import garbage

ORGANISATION, NAME = "NeuralPlayground", "neural-playground"
# How long the interpreter lets one thread run while another waits: frames come a little sooner.
SWITCH_SECONDS = 0.0005
# A window that is not painted by then is not visible: it is minimised, or on another desktop.
UNSEEN_MS = 1000

# What the first frame does without and a first click needs: imported one by one once that frame is shown.
LATER = (
    "playground.widgets.network.neuron_card",
    "playground.widgets.training.drawer",
    "playground.widgets.output.metrics",
    "playground.widgets.output.hardest",
    "playground.widgets.output.health",
    "playground.widgets.data.lesson",
    "playground.widgets.data.brush",
    "playground.widgets.data.tools",
    "playground.widgets.dialogs.epoch",
    "playground.widgets.dialogs.examples",
    "playground.widgets.dialogs.film",
    "playground.widgets.dialogs.error_report",
    "playground.widgets.dialogs.first_start",
    "playground.widgets.dialogs.shortcuts",
    "playground.widgets.dialogs.user_guide",
    "playground.widgets.data.table",
    "playground.widgets.data.csv_dialog",
    "playground.widgets.transport.divergence_panel",
    "playground.widgets.transport.diagnosis_panel",
    "playground.widgets.classroom.dialog",
    "playground.controllers.class_view",
    "playground.files.share",
    "playground.controllers.export_data",
    "playground.controllers.export_pictures",
    "playground.controllers.film",
    "playground.controllers.reports",
    "playground.controllers.given_weights",
    "playground.controllers.worksheets",
    "playground.controllers.compare",
    "playground.widgets.mathematics.layers",
    "playground.widgets.mathematics.gradient_check",
    "playground.exports.versions",
    "playground.exports.catalogue",
    "playground.exports.report",
    "playground.controllers.pages",
    "playground.controllers.pictures",
    "playground.controllers.printing",
    "playground.widgets.dialogs.report",
    "playground.widgets.dialogs.picture",
    "playground.widgets.output.step",
    "playground.widgets.mathematics.panel",
    "playground.widgets.mathematics.ledger",
    "playground.mathematics.code",
    "playground.widgets.mathematics.neuron_curve",
    "playground.widgets.mathematics.player",
    "playground.controllers.mathematics",
    "playground.files.runs.database",
    "playground.files.runs.changes",
    "playground.files.runs.queries",
    "playground.widgets.runs.panel",
    "playground.widgets.runs.details",
    "playground.controllers.runs",
    "playground.controllers.run_files",
    "playground.controllers.run_page",
    "playground.controllers.run_reading",
    "playground.controllers.pinned_runs",
    "playground.files.runs.spreadsheet",
    "playground.files.runs.exchange",
    "concurrent.futures",
    "msgspec",
)
BETWEEN_MS = 10  # in which the window answers

log = logging.getLogger(__name__)


class Application(QApplication):
    """The application. Qt is not told its display name: it would add it to every title, behind a dash."""

    @staticmethod
    def applicationDisplayName() -> str:
        return texts.PROGRAM()


def application() -> QApplication:
    """Return the application, made once, with its names set."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = Application(sys.argv[:1])
    app.setOrganizationName(ORGANISATION)
    app.setApplicationName(NAME)
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(NAME)
    return app


def create_window(
    experiment: Experiment | None = None,
    settings: QSettings | None = None,
    classroom: Classroom = EVERYTHING,
) -> MainWindow:
    """Return the main window, shown, paused at epoch 0 of an experiment.

    Parameters
    ----------
    experiment : Experiment, optional
        By default the first experiment, `Experiment()`, at the speed that was chosen last; one that is given
        trains at full speed.
    settings : QSettings, optional
        Where geometry and appearance are remembered; by default the user's own settings.
    classroom : Classroom, optional
        What is hidden and locked, and what there is to read; by default nothing.

    Raises
    ------
    ValueError
        Where the experiment's output, loss and data do not fit each other.
    """
    app = application()
    settings = remembered.settings_of(ORGANISATION, NAME) if settings is None else settings
    # before there are widgets: each would have to be polished again
    scaling.change(remembered.value(settings, "text_size", scaling.USUAL))
    style_sheet.prepare(app, palette.named(remembered.value(settings, "theme", "system")))
    window = MainWindow(Session(experiment, classroom=classroom), settings)
    if experiment is None:
        window.pace.restore()
    once_painted(window, window.session.begin)
    window.show()
    return window


def close_windows() -> None:
    """Close and destroy every window that is still there, with its threads.

    When Python ends, Qt would do so after Python has forgotten what the windows' methods stand on.
    """
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.close()
            delete(window)


atexit.register(close_windows)  # before PySide6 takes Qt down, which was imported earlier


def once_painted(window: QWidget, act: Callable[[], None]) -> None:
    """Call `act` once the first frame of a window is on the screen; soon, if the window is not visible."""
    _FirstFrame(window).shown.connect(act)


class _FirstFrame(QObject):
    """Signals, once, that a window has been painted."""

    shown = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        window.installEventFilter(self)
        self._left = [UNSEEN_MS]  # counted from the first turn of the event loop: to show it may take long
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._finish)
        self._timer.start(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._left = [0]  # it is painted in this turn of the event loop, and on the screen in the next
            self._timer.start(0)
        return super().eventFilter(watched, event)

    def _finish(self) -> None:
        if self._left:
            self._timer.start(self._left.pop())
            return
        self.shown.emit()
        self.deleteLater()


def quiet_offscreen() -> None:
    """Print Qt's messages, except those by which a picture has no window manager to size or raise it."""

    def report(_kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if "propagateSizeHints" not in text and "raise()" not in text:
            streams.tell(text)

    qInstallMessageHandler(report)


def show_message(text: str) -> None:
    """Show a message in a dialog, where nobody reads the shell, and return when it is closed."""
    colours = palette.system_theme()
    style_sheet.apply(application(), colours)
    dialog = QMessageBox()
    dialog.setWindowTitle(texts.PROGRAM())
    dialog.setText(text)
    dialog.setIconPixmap(icons.icon("error", colours.error).pixmap(scaling.area(sizes.ICON)))
    dialog.setObjectName("start.error")
    dialog.setTextFormat(Qt.TextFormat.PlainText)
    dialog.exec()


def run(path: Path | None = None) -> int:
    """Open the window and return when it is closed; a file that cannot be read is reported in it."""
    quiet_offscreen()
    sys.setswitchinterval(SWITCH_SECONDS)
    # there may be no standard error to write to
    with suppress(RuntimeError, AttributeError, OSError, ValueError):
        faulthandler.enable()
    app = application()
    window = create_window()
    _report_exceptions_to(window)
    app.aboutToQuit.connect(window.session.close)
    if path is not None:
        QTimer.singleShot(0, lambda: window.file.open(path))
    window.pace.watch_first_play()
    once_painted(window, lambda: _finish_start(window, offers=path is None))
    with _closed_by_ctrl_c(app):
        return app.exec()


def _finish_start(window: MainWindow, offers: bool) -> None:
    """Do what the first frame does not wait for; `offers` says whether a first start shows ways to begin."""
    from playground.files.run_library import RunLibrary

    window.kept_runs.keep_in(RunLibrary(library_path()))
    garbage.keep()
    if offers and window.isVisible():
        window.first_start.offer()
    _start_autosave(window)
    _import_soon(window, iter(LATER))


def _import_soon(window: MainWindow, names: Iterator[str]) -> None:
    """Import these modules, one at a time."""
    timer = QTimer(window)
    timer.setSingleShot(True)
    timer.setInterval(BETWEEN_MS)

    def import_next() -> None:
        name = next(names, None)
        if name is not None:
            import_module(name)
            timer.start()

    timer.timeout.connect(import_next)
    timer.start()


def _start_autosave(window: MainWindow) -> None:
    """Keep unsaved changes in case of a crash, and offer those that the last one left."""
    from playground.controllers.autosaver import Autosaver, state_folder

    if window.isVisible():
        Autosaver(window, window.file, window.session, state_folder())


@contextmanager
def _closed_by_ctrl_c(app: QApplication) -> Iterator[None]:
    """Have Ctrl+C at the shell close the window: Python sees it only when Qt wakes up to run some Python."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: reader.recv(1))
    previous = signal.signal(signal.SIGINT, lambda *_: app.quit())
    signal.set_wakeup_fd(writer.fileno())
    try:
        yield
    finally:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, previous)
        notifier.setEnabled(False)
        reader.close()
        writer.close()


def _report_exceptions_to(window: MainWindow) -> None:
    """Show exceptions of slots and of plain threads in the window; the program continues."""

    def report(error: BaseException, trace: TracebackType | None) -> None:
        details = "".join(traceback.format_exception(type(error), error, trace))
        log.error("%s", details)
        text = texts.WENT_WRONG(kind=type(error).__name__, error=error)
        window.session.notices.show(Notice("error", " ".join(text.split()), details))

    def of_slot(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        report(error, trace)

    def of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            report(args.exc_value, args.exc_traceback)

    sys.excepthook = of_slot
    threading.excepthook = of_thread
