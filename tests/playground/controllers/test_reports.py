"""The report in the window: filled in, looked at, saved and printed."""

import re
import threading

import pytest
from hands import PATIENCE, SMALL, at_rest, bring_to_front, click, notice, press, until
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec
from playground.classroom.catalogue import PICTURED
from playground.classroom.choice import EVERYTHING, Classroom
from playground.classroom.lesson import Lesson
from playground.controllers import printing
from playground.controllers.offered import Offered
from playground.controllers.reports import how
from playground.exports.document import Paragraph
from playground.files.atomic import FileError
from playground.texts.numbers import loss_text
from playground.widgets.dialogs.report import ReportDialog


def document_of(dialog):
    """The document that a dialog offers, as it is filled in."""
    return dialog.findChild(Offered).document()


def dialogs(window):
    return [one for one in window.findChildren(ReportDialog) if one.isVisible()]


def open_report(window):
    bring_to_front(window)
    press(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = until(lambda: dialogs(window))
    until(lambda: dialog.is_ready)
    return dialog


def close(dialog):
    until(lambda: not dialog.page._image.isNull())
    window = dialog.parentWidget()
    dialog.reject()
    until(lambda: dialogs(window) == [])


@pytest.fixture
def saved(monkeypatch):
    """Where a person saves to, in whichever format."""

    def answer(path, kind=""):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))
        return path

    return answer


def test_the_page_shows_what_came_out(window, saved, tmp_path):
    window.session.play(5)
    at_rest(window.session)
    dialog, path = open_report(window), saved(tmp_path / "r.html")
    QTest.keyClicks(dialog.findChild(QPlainTextEdit), "It <learns> & learns.")
    click(dialog, "report.save")
    until(path.exists)
    html, metrics = path.read_text(encoding="utf-8"), window.session.snapshot.metrics
    assert loss_text(metrics.train_loss) in html
    assert loss_text(metrics.test_loss) in html
    assert "It &lt;learns&gt; &amp; learns." in html
    assert html.count("data:image/svg+xml;base64,") == 3
    assert "<h1>Gaussian</h1>" in html
    until(lambda: notice(window) == "Saved r.html.")
    assert dialogs(window) == []


def test_a_pdf_has_one_page(window, saved, tmp_path):
    dialog, path = open_report(window), saved(tmp_path / "r.pdf")
    click(dialog, "report.save")
    until(lambda: notice(window) == "Saved r.pdf.")
    assert len(re.findall(rb"/Type\s*/Page\b[^s]", path.read_bytes())) == 1


def test_training_pauses_so_that_figures_and_pictures_are_of_one_moment(window):
    window.session.play()
    dialog = open_report(window)
    assert not window.session.playing
    assert f"{window.session.snapshot.steps:,} steps" in str(document_of(dialog))
    close(dialog)


def test_a_picture_that_is_not_wanted_is_left_out(window):
    dialog = open_report(window)
    assert len(document_of(dialog).pictures()) == 3
    click(dialog, "report.curves")
    click(dialog, "report.network")
    (left,) = document_of(dialog).pictures()
    assert left.text == "The output of the network, with the points"
    close(dialog)


def test_the_page_is_drawn_and_again_when_something_is_typed(window):
    dialog = open_report(window)
    until(lambda: not dialog.page._image.isNull())
    before = dialog.page._image
    QTest.keyClicks(dialog.findChild(QLineEdit), "!")
    until(lambda: dialog.page._image != before)
    close(dialog)


def test_what_was_typed_stays_until_another_file_is_opened(window):
    dialog = open_report(window)
    dialog.title_edit.setText("Mine")
    dialog.note_edit.setPlainText("one\ntwo")
    close(dialog)
    dialog = open_report(window)
    assert (dialog.title, dialog.note) == ("Mine", "one\ntwo")
    close(dialog)
    window.file.new()
    dialog = open_report(window)
    assert (dialog.title, dialog.note) == ("Spiral", "")
    close(dialog)


def test_a_title_that_nobody_typed_follows_the_data(window):
    close(open_report(window))
    window.session.edit("data.dataset", "data", dataset="circle")
    dialog = open_report(window)
    assert dialog.title == "Circle"
    close(dialog)


def test_it_is_called_after_the_open_file(window, tmp_path):
    window.file.save_to(tmp_path / "lesson 3.json")
    until((tmp_path / "lesson 3.json").exists)
    dialog = open_report(window)
    assert dialog.title == "lesson 3"
    close(dialog)


def test_a_lesson_gives_the_title_and_says_what_there_was_to_do(window):
    lesson = Lesson("A ring", "How few neurons will do?")
    window.session.gate.show(Classroom(lesson=lesson))
    dialog = open_report(window)
    assert dialog.title == "A ring"
    assert Paragraph("How few neurons will do?") in document_of(dialog).blocks
    close(dialog)


def test_what_a_class_does_not_see_is_not_pictured(window):
    window.session.gate.show(Classroom(hidden={"network.view", "plot.boundary"}))
    dialog = open_report(window)
    assert dialog.pictures == ("curves",)
    assert [one.text for one in document_of(dialog).pictures()] == ["The loss by epoch"]
    close(dialog)
    window.session.gate.show(EVERYTHING)


def test_escape_closes_it_and_nothing_is_written(window, tmp_path):
    open_report(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    until(lambda: dialogs(window) == [])
    assert list(tmp_path.glob("*.pdf")) == []


def test_it_can_be_closed_before_it_is_ready(window):
    window.reports.open()
    (dialog,) = dialogs(window)
    dialog.reject()
    at_rest(window.session)
    close(open_report(window))


def test_the_window_can_be_closed_meanwhile(window):
    window.reports.open()
    window.close()
    assert dialogs(window) == []


def test_the_format_is_remembered(window, saved, tmp_path, monkeypatch):
    asked = []
    dialog, path = open_report(window), tmp_path / "a.html"
    saved(path)
    click(dialog, "report.save")
    until(lambda: notice(window) == "Saved a.html.")
    dialog = open_report(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: asked.append(given) or ("", ""))
    click(dialog, "report.save")
    assert asked[0][2] == str(tmp_path / "report.html")
    assert asked[0][4] == "Web page (*.html)"
    assert dialogs(window) == [dialog]
    close(dialog)


def test_a_name_with_another_suffix_gets_one_that_says_what_is_in_the_file(window, saved, tmp_path):
    dialog = open_report(window)
    saved(tmp_path / "report.v2", "Web page (*.html)")
    click(dialog, "report.save")
    until(lambda: notice(window) == "Saved report.v2.html.")
    assert (tmp_path / "report.v2.html").exists()


@pytest.mark.parametrize(("samples", "kind"), [(2_000, "svg"), (2_001, "png")])
def test_pictures_are_shapes_unless_there_are_very_many(samples, kind):
    experiment = Experiment(DataSpec(samples=samples))
    assert {how(name, experiment).format for name in PICTURED} == {kind}


def test_the_picture_of_the_network_is_as_high_as_its_neurons_need():
    def height(*widths):
        return how("network", Experiment(network=NetworkSpec(hidden=tuple(map(LayerSpec, widths))))).height

    assert height(3) < height(3, 6) < height(8) == height(100)
    assert height() == height(1) == height(3)


def test_a_report_of_no_points_at_all_is_made(open_window):
    window = open_window(SMALL)
    window.session.change(data=DataSpec("own"))
    close(open_report(window))


def print_to(window, path):
    """Choose a file to print to, and print."""
    (dialog,) = until(lambda: [one for one in window.findChildren(QPrintDialog) if one.isVisible()])
    dialog.findChild(QLineEdit, "filename").setText(str(path))
    dialog.accept()


def test_the_page_is_printed_from_its_dialog(window, tmp_path):
    dialog = open_report(window)
    click(dialog, "report.print")
    print_to(window, tmp_path / "p.pdf")
    until(lambda: dialogs(window) == [])
    assert notice(window) == "Printed “Gaussian”."
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")


def test_it_is_printed_at_once_from_the_menu_with_what_was_typed(window, tmp_path):
    press(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    print_to(window, tmp_path / "p.pdf")
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")


def test_what_cannot_be_printed_is_told_and_the_page_stays(window, tmp_path, monkeypatch):
    monkeypatch.setattr(printing, "put_on", refuse)
    dialog = open_report(window)
    click(dialog, "report.print")
    print_to(window, tmp_path / "p.pdf")
    assert notice(window) == "no paper"
    close(dialog)


def test_while_a_long_document_is_printed_the_window_goes_on_and_the_page_can_be_closed(
    window, tmp_path, monkeypatch
):
    paper, threads = threading.Event(), []

    def wait(*_):
        threads.append(threading.current_thread())
        assert paper.wait(PATIENCE)
        refuse()

    monkeypatch.setattr(printing, "put_on", wait)
    monkeypatch.setattr(printing, "BRIEF_SECONDS", 0.0)
    dialog = open_report(window)
    click(dialog, "report.print")
    print_to(window, tmp_path / "p.pdf")
    until(lambda: threads)
    assert threads[0] is not threading.main_thread()
    close(dialog)
    paper.set()
    until(lambda: notice(window) == "no paper")


def refuse(*_):
    raise FileError("no paper")
