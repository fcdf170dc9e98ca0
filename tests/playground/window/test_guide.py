"""What the Help menu opens, besides the sheet of keys: About, and the error report."""

import tomllib
from dataclasses import replace

import numpy as np
import pytest
from commands import ROOT
from hands import SMALL, click, control, notice, plain, trained, until
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox, QPlainTextEdit, QPushButton

from engine import DataSpec
from playground import __version__
from playground.exports.versions import PACKAGES, error_report, versions
from playground.files.share import document_from_text
from playground.texts import about as texts
from playground.widgets.dialogs.error_report import ErrorReport


@pytest.fixture
def about(window):
    window.guide.show_about()
    (box,) = window.findChildren(QMessageBox)
    return box


def fail(window):
    def divide():
        return 1 / 0

    QTimer.singleShot(0, divide)
    until(lambda: "ZeroDivisionError" in notice(window))


def report_of(window):
    (dialog,) = window.findChildren(ErrorReport)
    return dialog.findChild(QPlainTextEdit, "errors.text").toPlainText()


# -- About -----------------------------------------------------------------------------------


def test_about_has_the_versions_of_everything(about):
    said = plain(about.informativeText())
    assert __version__ in plain(about.text())
    for name in ("Neural Playground", "Python", "numpy", "PySide6", "pyqtgraph", "BLAS", "Screen"):
        assert name in said
    assert np.__version__ in said


def test_about_is_no_higher_than_a_small_screen_in_the_largest_text(open_window):
    window = open_window(SMALL, 200)
    window.guide.show_about()
    box = window.findChild(QMessageBox, "about")
    assert box.sizeHint().height() <= 768
    box.close()


def test_about_copies_them(about, window):
    about.findChild(QPushButton, "about.copy").click()
    copied = QGuiApplication.clipboard().text()
    assert f"Neural Playground: {__version__}\n" in copied
    assert f"numpy: {np.__version__}\n" in copied
    assert notice(window) == texts.VERSIONS_COPIED()


def test_no_package_is_forgotten():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {one.split(">")[0].split(";")[0] for one in declared}
    assert set(PACKAGES) == names
    assert {name for name, _ in versions()} >= {"numpy", "msgspec"}


# -- the error report --------------------------------------------------------------------------


def test_the_details_of_an_exception_are_a_report_to_copy(told):
    assert not control(told, "notice.details").isVisible()
    fail(told)
    click(told, "notice.details")
    said = report_of(told)
    assert "ZeroDivisionError: division by zero" in said
    assert "Traceback" in said
    assert f"Neural Playground: {__version__}" in said
    dialog = told.findChild(ErrorReport)
    dialog.findChild(QPushButton, "errors.copy").click()
    assert QGuiApplication.clipboard().text() == said
    assert dialog.findChild(QPushButton, "errors.copy").text() == texts.COPIED()
    assert dialog.isVisible()


def test_the_report_holds_the_experiment_to_paste(told):
    told.session.change(seed=77)
    told.guide.show_errors()
    *_, shared = report_of(told).strip().splitlines()
    assert document_from_text(shared).experiment == told.session.experiment


def test_many_own_points_do_not_bury_the_report(open_window):
    points = tuple((float(k % 97), float(k % 89), k % 2) for k in range(3000))
    window = open_window(replace(open_window().session.experiment, data=DataSpec("own", points=points)))
    window.guide.show_errors()
    assert texts.EXPERIMENT() not in report_of(window)


def test_training_goes_on_while_the_report_is_open(told):
    told.session.play()
    told.guide.show_errors()
    trained(told.session, 10)


def test_a_second_report_replaces_the_first(told):
    told.guide.show_errors()
    assert texts.NO_ERROR() in report_of(told)
    fail(told)
    told.guide.show_errors()
    assert texts.NO_ERROR() not in report_of(told)


def test_the_last_errors_come_first_and_old_ones_go(window):
    from playground.session.notices import Notice

    for k in range(5):
        window.session.notices.show(Notice("error", f"error {k}", f"details {k}"))
    assert [one.split("\n")[0] for one in window.guide.errors] == ["error 4", "error 3", "error 2"]


def test_a_notice_without_details_has_none_to_show(window):
    from playground.session.notices import Notice

    window.session.notices.show(Notice("error", "no such file"))
    QApplication.processEvents()
    assert not control(window, "notice.details").isVisible()
    assert window.guide.errors == []


def test_a_report_of_nothing_says_so():
    said = error_report([], [("numpy", "2.4")], "")
    assert said.splitlines() == [
        "What happened",
        "-------------",
        "No errors since the program started.",
        "",
        "Versions",
        "--------",
        "numpy: 2.4",
    ]
