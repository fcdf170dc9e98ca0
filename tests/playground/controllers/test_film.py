"""A film is made beside the window, of the run as it was, and can be given up at any time."""

import tempfile
import threading
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hands import PATIENCE, at_rest, control, places_at_rest, settled, until
from PIL import Image, ImageChops
from PySide6.QtCore import QPoint, QProcess
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QProgressBar

from playground.classroom.choice import presets
from playground.classroom.lesson import Lesson
from playground.controllers import film
from playground.controllers.pictures import How, picture_of_window
from playground.observers.ledger import AskLedger


@pytest.fixture
def asked(monkeypatch, tmp_path, request):
    """Where the film goes."""
    path = tmp_path / "films" / getattr(request, "param", "f.gif")
    path.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    return path


@pytest.fixture
def dialog(window):
    window.session.play(6)
    at_rest(window.session)
    window.films.open()
    return window.findChild(QDialog, "film")


def is_gone(window):
    return window.findChild(QDialog, "film") is None


def test_it_begins_with_the_whole_run(dialog):
    assert dialog.stretch == (0, 6, 1)
    assert "7 pictures" in dialog._count.text()


def test_the_film_has_the_pictures_that_were_asked_for_while_the_window_stays_where_it_is(
    window, dialog, asked
):
    control(dialog, "film.first").setValue(2)
    control(dialog, "film.every").setValue(2)
    control(dialog, "film.width").setValue(200)
    control(dialog, "film.height").setValue(180)
    before = window.session.snapshot
    control(dialog, "film.save").click()
    assert not control(dialog, "film.save").isEnabled()
    until(lambda: is_gone(window))
    with Image.open(asked) as made:
        assert (made.format, made.n_frames, made.size) == ("GIF", 3, (200, 180))
    assert "f.gif" in window.notices.text.text()
    assert (window.session.snapshot.epoch, window.session.snapshot.run) == (before.epoch, before.run)


@pytest.mark.parametrize("asked", ["f.apng"], indirect=True)
def test_the_last_picture_of_a_film_of_the_window_is_what_its_class_sees(window, asked, settings):
    """With its text size, its view and all that it chose there."""
    window.appearance.choose_size(130)
    window.resize(1400, 900)
    window.views.show("maths")
    window.session.gate.show(replace(presets()["watch_only"], lesson=Lesson("A task", "Look at it.")))
    window.session.play(4)
    at_rest(window.session)
    window.mathematics.choose(AskLedger("test", 7))
    window.mathematics.open_page("layers")
    window.output.open("accuracy")
    window.boundary.options.switches["discrete"].click()
    assert settings.value("output/tab", "loss") == "loss"  # what a class chooses is not remembered
    window.films.open()
    dialog = window.findChild(QDialog, "film")
    control(dialog, "film.what").setCurrentText("Window")
    control(dialog, "film.first").setValue(4)
    assert dialog.size_chosen == (1400, 900)
    control(dialog, "film.save").click()
    until(lambda: is_gone(window), 60.0)
    window.session.notices.withdraw()
    QTest.mouseMove(window, QPoint(1, window.height() - 2))  # what is below the pointer looks otherwise
    at_rest(window.session)
    places_at_rest(window)
    now = picture_of_window(window, How(1400, 900, "light", "png", 1))
    with Image.open(asked) as made, Image.open(BytesIO(now)) as picture:
        assert ImageChops.difference(made.convert("RGB"), picture.convert("RGB")).getbbox() is None


@pytest.fixture
def slow(monkeypatch, tmp_path):
    """Another program in place of ours: it says that it has taken one of three pictures, and waits."""
    script = tmp_path / "slow.py"
    script.write_text(
        "import tempfile, time\ntempfile.mkdtemp(prefix='left-')\nprint('1 3', flush=True)\ntime.sleep(600)\n"
    )
    monkeypatch.setattr(film, "PROGRAM", (str(script),))


@pytest.mark.usefixtures("slow")
def test_it_tells_how_far_it_is_and_cancel_ends_it_and_leaves_nothing(
    window, dialog, asked, tmp_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    control(dialog, "film.save").click()
    bar, process = dialog.findChild(QProgressBar), dialog.findChild(QProcess)
    until(lambda: bar.value() == 1)
    assert (bar.maximum(), bar.text()) == (3, "1 of 3 pictures")
    assert list(tmp_path.glob("*/left-*"))
    control(dialog, "film.cancel").click()
    assert process.state() is QProcess.ProcessState.NotRunning
    until(lambda: is_gone(window))
    assert not list(asked.parent.iterdir())
    assert not list(tmp_path.glob("**/left-*"))


@pytest.mark.usefixtures("asked")
def test_a_film_that_is_given_up_while_it_waits_for_the_run_waits_no_longer(window, dialog, monkeypatch):
    """Otherwise the program, whose window is closed, would not end before that."""
    asked_for, get = threading.Event(), window.session.keeping.get

    def none(key):
        asked_for.set()
        return get(f"not {key}")

    monkeypatch.setattr(film, "KEPT_SECONDS", 10 * PATIENCE)
    monkeypatch.setattr(window.session.keeping, "get", none)
    control(dialog, "film.save").click()
    until(asked_for.is_set)
    dialog.reject()
    until(lambda: not [one for one in threading.enumerate() if one.name == "background"])


@pytest.mark.usefixtures("slow", "asked")
def test_it_ends_with_the_window(window, dialog):
    control(dialog, "film.save").click()
    process = dialog.findChild(QProcess)
    until(lambda: process.state() is QProcess.ProcessState.Running)
    window.close()
    assert process.state() is QProcess.ProcessState.NotRunning


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; print('playground: no paper', file=sys.stderr); sys.exit(2)", "no paper"),
        ("import os; os.abort()", "ended unexpectedly"),
    ],
)
def test_what_went_wrong_is_told_and_another_can_be_asked_for(
    window, dialog, monkeypatch, tmp_path, script, said
):
    Path(tmp_path, "wrong.py").write_text(script)
    monkeypatch.setattr(film, "PROGRAM", (str(tmp_path / "wrong.py"),))
    control(dialog, "film.save").click()
    until(lambda: control(dialog, "film.save").isEnabled())
    assert said in window.notices.text.text()
    assert not window.notices.text.text().startswith("playground:")
    assert not dialog.findChild(QProgressBar).isVisible()
    dialog.reject()
    until(lambda: settled(window.session))


def test_an_epoch_before_the_first_is_no_end(dialog):
    control(dialog, "film.first").setValue(5)
    control(dialog, "film.last").setValue(3)
    assert not control(dialog, "film.save").isEnabled()
    control(dialog, "film.last").setValue(6)
    assert control(dialog, "film.save").isEnabled()
    dialog.reject()


def test_fields_below_each_other_begin_and_end_at_the_same_place(dialog):
    whole_film, picture = (
        [dialog._first, dialog._last, dialog._every],
        [dialog._width, dialog._height, dialog._choices["rate"]],
    )
    for above, below in zip(whole_film, picture, strict=True):
        assert (above.x(), above.width()) == (below.x(), below.width()), above.objectName()


@pytest.mark.parametrize("percent", [100, 150])
def test_nothing_is_lower_than_it_has_to_be(window, percent):
    window.appearance.choose_size(percent)
    at_rest(window.session)
    window.films.open()
    dialog = window.findChild(QDialog, "film")
    places_at_rest(dialog)
    for one in (*dialog.findChildren(QLabel), *dialog._numbers, *dialog._choices.values()):
        wraps = one.hasHeightForWidth()
        least = one.heightForWidth(one.width()) if wraps else one.sizeHint().height()
        assert one.height() >= least, one.accessibleName()
