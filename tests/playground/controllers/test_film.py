"""A film is made beside the window, of the run as it was, and can be given up at any time."""

from pathlib import Path

import pytest
from hands import at_rest, control, settled, until
from PIL import Image
from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QDialog, QFileDialog, QProgressBar

from playground.controllers import film


@pytest.fixture
def asked(monkeypatch, tmp_path):
    """Where the film goes."""
    path = tmp_path / "films" / "f.gif"
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
    until(lambda: is_gone(window), 60.0)
    with Image.open(asked) as made:
        assert (made.format, made.n_frames, made.size) == ("GIF", 3, (200, 180))
    assert "f.gif" in window.notices.text.text()
    assert (window.session.snapshot.epoch, window.session.snapshot.run) == (before.epoch, before.run)


@pytest.fixture
def slow(monkeypatch, tmp_path):
    """Another program in place of ours: it says that it has taken one of three pictures, and waits."""
    script = tmp_path / "slow.py"
    script.write_text("import sys, time\nprint('1 3', flush=True)\ntime.sleep(600)\n")
    monkeypatch.setattr(film, "PROGRAM", (str(script),))


@pytest.mark.usefixtures("slow")
def test_it_tells_how_far_it_is_and_cancel_ends_it(window, dialog, asked):
    control(dialog, "film.save").click()
    bar, process = dialog.findChild(QProgressBar), dialog.findChild(QProcess)
    until(lambda: bar.value() == 1)
    assert (bar.maximum(), bar.text()) == (3, "1 of 3 pictures")
    control(dialog, "film.cancel").click()
    assert process.state() is QProcess.ProcessState.NotRunning
    until(lambda: is_gone(window))
    assert not list(asked.parent.iterdir())


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
