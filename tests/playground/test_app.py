import os
import signal
import sys
import threading
import time
from dataclasses import replace

import pytest
from commands import run
from hands import SMALL, bring_to_front, notice, settled, trained, until
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from engine import DataSpec, Experiment, NetworkSpec
from playground import __version__, app
from playground.app import create_window
from playground.files.experiments import save
from playground.window.main_window import MainWindow


@pytest.fixture
def process(monkeypatch):
    """Put back what the program changes for its whole process."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(app.faulthandler, "enable", lambda: None)
    monkeypatch.setattr(app, "quiet_offscreen", lambda: None)
    monkeypatch.setattr(app.garbage, "keep", lambda: None)
    usual = sys.getswitchinterval()
    yield monkeypatch
    sys.setswitchinterval(usual)


def in_a_slot(act):
    """Have Qt call a function that raises, as it calls a slot."""
    QTimer.singleShot(0, act)


def divide():
    return 1 / 0


# -- create_window ---------------------------------------------------------------------------


def test_the_application_is_made_once_and_knows_its_names(application):
    assert app.application() is application is app.application()
    assert application.applicationDisplayName() == "Neural Playground"
    # where Qt knows a name to display, it adds it to every title, behind a dash
    assert QGuiApplication.applicationDisplayName() == application.applicationName()
    assert application.applicationVersion() == __version__


def test_create_window_shows_the_first_experiment_paused(open_window):
    window = open_window()
    assert isinstance(window, MainWindow)
    assert window.isVisible()
    assert window.session.experiment == Experiment()
    assert (window.session.snapshot.epoch, window.session.playing) == (0, False)


def test_create_window_shows_a_given_experiment(open_window):
    assert open_window(SMALL).session.snapshot.experiment == SMALL


def test_create_window_refuses_what_does_not_fit_together(settings):
    impossible = Experiment(data=DataSpec(dataset="plane"), network=NetworkSpec(output="softmax"))
    with pytest.raises(ValueError, match="choose linear"):
        create_window(impossible, settings)


def test_a_window_is_what_the_contract_says(window):
    session = window.session
    session.play()
    trained(session, 3)
    session.pause()
    until(lambda: settled(session) and not session.snapshot.playing)
    assert session.snapshot.epoch >= 3
    assert session.snapshot.metrics.train_loss > 0.0
    session.step()
    session.reset()
    until(lambda: settled(session) and session.snapshot.epoch == 0)
    assert session.change(seed=9)
    assert session.experiment.seed == 9


# -- exceptions ------------------------------------------------------------------------------


def test_an_exception_in_a_slot_is_shown_and_the_program_goes_on(told):
    told.session.play()
    in_a_slot(divide)
    until(lambda: "ZeroDivisionError: division by zero" in notice(told))
    assert notice(told).isprintable()
    assert "Traceback" in told.notices.text.toolTip()
    trained(told.session, 5)
    assert told.session.playing


def test_an_exception_in_a_thread_is_shown_and_the_program_goes_on(told):
    thread = threading.Thread(target=divide)
    thread.start()
    thread.join()
    until(lambda: "ZeroDivisionError: division by zero" in notice(told))
    told.session.play(5)
    until(lambda: told.session.snapshot.epoch == 5)


def test_an_exception_of_many_lines_is_shown_in_one(told):
    def complain():
        raise RuntimeError("one\n\n  two\nthree")

    in_a_slot(complain)
    until(lambda: "RuntimeError: one two three." in notice(told))


def test_an_exception_is_written_to_the_log(told, caplog):
    in_a_slot(divide)
    until(lambda: caplog.records)
    assert "ZeroDivisionError" in caplog.text
    assert notice(told)


@pytest.mark.usefixtures("told")
def test_an_interruption_in_a_slot_quits(monkeypatch):
    quits = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(1))

    def interrupt():
        raise KeyboardInterrupt

    in_a_slot(interrupt)
    until(lambda: quits)


def test_a_thread_that_ends_itself_is_no_exception(told):
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    QApplication.processEvents()
    assert notice(told) == ""


# -- run -------------------------------------------------------------------------------------


@pytest.fixture
def visit(process):
    """Let a function act in the window that `run` opens, and close it."""
    errors = []
    process.setattr(app, "create_window", lambda: create_window(SMALL))

    def visit_with(act):
        def come():
            (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
            try:
                bring_to_front(window)
                act(window)
            except BaseException as error:
                errors.append(error)
            window.close()
            window.deleteLater()

        QTimer.singleShot(0, come)

    yield visit_with
    assert errors == []


def test_run_opens_the_window_and_returns_when_it_is_closed(visit):
    seen = []
    visit(lambda window: seen.append(window.isVisible()))
    assert app.run() == 0
    assert seen == [True]


def test_run_opens_a_file(visit, tmp_path):
    other = replace(SMALL, seed=5)
    save(other, tmp_path / "other.json")
    visit(lambda window: until(lambda: window.session.snapshot.experiment == other))
    assert app.run(tmp_path / "other.json") == 0


def test_run_shows_what_is_wrong_with_a_file(visit, tmp_path):
    # the line itself may be too short for the file's whole path
    visit(lambda window: until(lambda: "no such file" in window.notices.text.accessibleName()))
    assert app.run(tmp_path / "none.json") == 0


def test_run_shows_exceptions(visit):
    def act(window):
        in_a_slot(divide)
        until(lambda: "ZeroDivisionError" in notice(window))

    visit(act)
    app.run()


def test_closing_the_last_window_ends_the_worker(visit):
    visit(lambda window: window.session.play())
    app.run()
    assert "training" not in [thread.name for thread in threading.enumerate()]


def test_the_program_ends_without_a_word(tmp_path):
    code = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playground import app

def use_and_close():
    (window,) = (one for one in QApplication.topLevelWidgets() if isinstance(one, app.MainWindow))
    window.session.change(seed=3)
    window.session.play()
    QTimer.singleShot(300, window.close)

QTimer.singleShot(0, app.application(), use_and_close)
sys.exit(app.run())
"""
    done = run(cwd=tmp_path, code=code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


WINDOWS = {
    "one": "window = create_window()",
    "one that nobody holds": "create_window()",
    "one that trains": "window = create_window()\nspin()\nwindow.session.play()\nspin()",
    "one closed, one open": "a, b = create_window(), create_window()\nspin()\na.close()",
    "one with a dialog and a brush": (
        "window = create_window()\nspin()\nwindow.own.open_table()\nwindow.drawing.draw(True)\nspin()"
    ),
}


@pytest.mark.parametrize("code", WINDOWS.values(), ids=WINDOWS)
def test_a_script_may_end_with_a_window_open(code, tmp_path):
    script = f"""
import sys
from PySide6.QtTest import QTest
from playground.app import create_window, quiet_offscreen

def spin():
    QTest.qWait(100)

quiet_offscreen()
{code}
sys.exit(3)
"""
    done = run(cwd=tmp_path, code=script, env={"XDG_CONFIG_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout) == (3, "")
    assert [line for line in done.stderr.splitlines() if not line.startswith("This plugin")] == []


def test_the_program_starts_without_streams(tmp_path):
    code = """
import sys
sys.stdout = sys.stderr = None
from PySide6.QtCore import QTimer
from playground import app
QTimer.singleShot(300, app.application(), lambda: app.application().closeAllWindows())
sys.exit(app.run())
"""
    done = run(cwd=tmp_path, code=code, env={"XDG_CONFIG_HOME": str(tmp_path)})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(os.name != "posix", reason="there is no such signal")
@pytest.mark.parametrize("playing", [True, False])
def test_ctrl_c_at_the_shell_closes_the_window(visit, playing):
    def interrupt(window):
        if playing:
            window.session.play()
        os.kill(os.getpid(), signal.SIGINT)
        # not until now does the visitor close it himself
        until(lambda: not window.isVisible())

    visit(interrupt)
    assert app.run() == 0


def test_after_the_end_signals_are_as_they_were(visit):
    before = signal.getsignal(signal.SIGINT)
    visit(lambda _: None)
    app.run()
    assert signal.getsignal(signal.SIGINT) is before
    assert signal.set_wakeup_fd(-1) == -1


def test_these_tests_do_not_touch_anyones_settings(tmp_path_factory):
    assert QSettings().fileName().startswith(str(tmp_path_factory.getbasetemp()))


@pytest.mark.parametrize("building", [0.0, 0.25])
def test_what_can_wait_waits_for_the_first_frame_however_long_the_window_takes(process, building):
    process.setattr(app, "UNSEEN_MS", 200)
    widget, order = QLabel("text"), []
    widget.paintEvent = lambda _: order.append("painted")
    app.once_painted(widget, lambda: order.append("done"))
    time.sleep(building)
    widget.show()
    until(lambda: "done" in order)
    assert order == ["painted", "done"]
    widget.close()
    widget.deleteLater()


def test_it_does_not_wait_for_ever_where_nobody_looks(process):
    process.setattr(app, "UNSEEN_MS", 5)
    hidden, done = QLabel(), []
    app.once_painted(hidden, lambda: done.append(True))
    until(lambda: done)
    hidden.deleteLater()
