"""Guards around every test: no thread, window or timer is left behind, and Qt had nothing to say."""

import gc
import itertools
import sys
import threading

import pytest

# The offscreen platform says so, whenever a window asks for what only a desktop has.
HARMLESS = "This plugin does not support"
NUMBERS = itertools.count()
# How long the program waits for something before it goes on without it, or says that it has to wait.
SECONDS = (
    "controllers.autosaver.LAST_SECONDS",
    *(
        f"controllers.{name}.BRIEF_SECONDS"
        for name in ("export_files", "open_file", "own_points", "printing")
    ),
    "controllers.film.END_SECONDS",
    "controllers.film.KEPT_SECONDS",
    "controllers.gradient_check.LAST_SECONDS",
    "controllers.runs.LAST_SECONDS",
    "files.runs.database.WAIT_SECONDS",
    "session.clock.CLOSE_SECONDS",
    "session.clock.PATIENCE_SECONDS",
    "session.session.KEEP_SECONDS",
    "session.undo.MERGE_SECONDS",
    "worker.keeping.LONGEST_WAIT",
)


@pytest.fixture(scope="session", autouse=True)
def application(tmp_path_factory):
    """The one QApplication, kept away from the settings of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        from playground.app import application

        yield application()
        gc.unfreeze()


@pytest.fixture(scope="session", autouse=True)
def layouts_are_nested_empty(application):  # noqa: ARG001 - it has to be made
    """A layout is filled where it lies in another.

    Of one that is nested filled PySide keeps every item, also once Qt has deleted it, and takes whatever
    comes to lie at its address for it.
    """
    from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout

    def only_empty(nest):
        def nest_empty(*args):
            assert not any(one.count() for one in args[1:] if isinstance(one, QLayout)), "fill it afterwards"
            nest(*args)

        return nest_empty

    ways = (QBoxLayout, "addLayout"), (QBoxLayout, "insertLayout"), (QGridLayout, "addLayout")
    with pytest.MonkeyPatch.context() as patch:
        for kind, name in ways:
            patch.setattr(kind, name, only_empty(getattr(kind, name)))
        yield


@pytest.fixture(scope="module", autouse=True)
def what_stays_is_not_searched(application):  # noqa: ARG001 - it has to be made
    """The guards below look at no object that was imported, or that pytest keeps of tests that are over."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def state_of_its_own(monkeypatch, tmp_path_factory):
    """What one test leaves to be restored, or keeps, is not there in the next; it makes the folder."""
    number = next(NUMBERS)
    for kind in ("state", "data"):
        home = tmp_path_factory.getbasetemp() / f"{kind}-{number}"
        monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", str(home))


@pytest.fixture(scope="session", autouse=True)
def patience():
    """What the program gives some seconds has as long as tests wait for anything: a machine may be busy."""
    from hands import PATIENCE

    with pytest.MonkeyPatch.context() as patch:
        for name in SECONDS:
            patch.setattr(f"playground.{name}", PATIENCE)
        yield


@pytest.fixture(autouse=True)
def english_numbers():
    """Numbers are English wherever tests run, unless a test asks for others."""
    from PySide6.QtCore import QLocale

    from playground.texts.numbers import ENGLISH, use_format

    QLocale.setDefault(QLocale.c())
    use_format(ENGLISH)
    yield
    use_format(ENGLISH)


@pytest.fixture(autouse=True)
def garbage_as_in_the_program():
    """While a test runs, garbage is collected as it is in the program; other tests have Python's own way."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def nothing_left_behind(qtlog):
    before = set(threading.enumerate())
    hooks = sys.excepthook, threading.excepthook, sys.getswitchinterval()
    yield
    assert not threads_since(before), "a thread is still alive"
    assert (sys.excepthook, threading.excepthook, sys.getswitchinterval()) == hooks
    assert not active_timers(), "a timer still runs"
    assert not windows(), "a window is still there"
    said = [record for record in qtlog.records if record.type_name != "QtDebugMsg"]
    assert not [record.message for record in said if not record.message.startswith(HARMLESS)]


def threads_since(before):
    from hands import PATIENCE

    new = set(threading.enumerate()) - before
    for thread in new:
        thread.join(PATIENCE)  # one that was told to end may need its turn for it
    return [thread for thread in new if thread.is_alive()]


def kinds_of(kind):
    return {kind}.union(*map(kinds_of, kind.__subclasses__()))


def active_timers():
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    kinds = kinds_of(QTimer)
    timers = [one for one in gc.get_objects() if type(one) in kinds and isValid(one)]
    # a single shot calls nobody once its window is gone, and ends by itself
    return [timer for timer in timers if timer.isActive() and not timer.isSingleShot()]


def windows():
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QToolTip

    QToolTip.hideText()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # hidden menus and lists go with the last reference to their window, which a test may still hold
    all_there = [one for one in QApplication.topLevelWidgets() if one.metaObject().className() != "QTipLabel"]
    return [one for one in all_there if one.isVisible() or isinstance(one, (QMainWindow, QDialog))]


@pytest.fixture
def settings(tmp_path):
    from PySide6.QtCore import QSettings

    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def show():
    """Show a widget by itself, in front."""
    from hands import until
    from PySide6.QtWidgets import QVBoxLayout, QWidget

    frames = []

    def show_one(widget):
        frames.append(QWidget())
        QVBoxLayout(frames[-1]).addWidget(widget)
        frames[-1].show()
        frames[-1].activateWindow()
        until(frames[-1].isActiveWindow)
        return widget

    yield show_one
    for frame in frames:
        frame.close()
        frame.deleteLater()


@pytest.fixture
def open_session():
    """Open sessions without a window; they stand at epoch 0."""
    from hands import opened_session

    opened = []

    def open_one(experiment):
        opened.append(opened_session(experiment))
        return opened[-1]

    yield open_one
    for session in opened:
        assert session.close()
        session.deleteLater()


@pytest.fixture
def session(open_session):
    from hands import SMALL

    return open_session(SMALL)


@pytest.fixture
def open_window(application, settings):
    """Open windows as `create_window(experiment)` does; they are in front, and show epoch 0.

    The first is made before there is a style sheet, as in the program: it takes two thirds of the time.
    A text size is remembered from before: to change that of a window takes as long as to open another.
    """
    from hands import bring_to_front
    from PySide6.QtCore import QCoreApplication, QEvent

    from playground.app import create_window
    from playground.style import palette, scaling, style_sheet

    opened = []

    def open_one(experiment=None, text=None):
        if text is not None:
            settings.setValue("text_size", text)
        if not opened:
            application.setStyleSheet("")
            application.setProperty("sheet", None)
        opened.append(create_window(experiment, settings))
        bring_to_front(opened[-1])
        return opened[-1]

    yield open_one
    for window in opened:
        window.close()
        window.deleteLater()
        window.session.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if scaling.change(scaling.USUAL):  # what is shown by itself has the usual size again
        application.setStyleSheet("")
        application.setProperty("sheet", None)
        style_sheet.prepare(application, palette.LIGHT)


@pytest.fixture
def window(open_window):
    from hands import SMALL

    return open_window(SMALL)


@pytest.fixture
def told(window, monkeypatch):
    """A window that has been told to show stray exceptions, as that of the program is."""
    from playground import app

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    app._report_exceptions_to(window)
    return window
