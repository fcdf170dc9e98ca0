"""What a person decides about runs that are kept: whether they are, and that all of them go."""

import threading

import pytest
from commands import run as run_code
from hands import PATIENCE, SMALL, at_rest, click, notice, press, until
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from playground.cli import main
from playground.controllers.keeping import KEEP, library_path
from playground.files.experiments import save
from playground.files.run_library import RunLibrary
from playground.texts import keeping as texts

KEY = Qt.Key


@pytest.fixture
def kept(window, tmp_path):
    """A window whose runs are kept in a file."""
    window.kept_runs.keep_in(RunLibrary(tmp_path / "runs.sqlite"))
    return window


def command(window, name):
    window.menus.refresh()  # as a menu does that opens
    return window.menus.actions[name]


def train_and_reset(window):
    """Train for three epochs, and reset; return the key of the run that is kept."""
    window.session.play(3)
    key = at_rest(window.session).key
    press(window, KEY.Key_R)
    at_rest(window.session)
    assert window.session.keeping.finish(PATIENCE)
    return key


def test_a_run_is_in_the_file_when_the_window_is_closed(kept, tmp_path):
    kept.session.play(4)
    key = at_rest(kept.session).key
    kept.close()
    library = RunLibrary(tmp_path / "runs.sqlite")
    assert library.get(key).row.epoch == 4
    library.close()


def test_switched_off_nothing_is_written(kept, settings, tmp_path):
    command(kept, "keep_runs").trigger()
    assert notice(kept) == texts.KEPT_NO_LONGER()
    assert not command(kept, "keep_runs").isChecked()
    assert settings.value(KEEP, True, type=bool) is False
    train_and_reset(kept)
    assert not (tmp_path / "runs.sqlite").exists()
    press(kept, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert at_rest(kept.session).epoch == 3  # undo has it all the same


def test_where_nothing_can_be_written_nobody_is_told_that_runs_are_kept_from_now_on(window, tmp_path):
    library = RunLibrary(tmp_path)  # a folder
    window.kept_runs.keep_in(library)
    train_and_reset(window)
    for _ in range(2):
        command(window, "keep_runs").trigger()
    assert window.kept_runs.is_on
    assert notice(window) == library.problem != ""


def test_it_stays_off_until_it_is_switched_on(open_window, settings, tmp_path):
    settings.setValue(KEEP, False)
    window = open_window(SMALL)
    window.kept_runs.keep_in(RunLibrary(tmp_path / "runs.sqlite"))
    train_and_reset(window)
    assert not (tmp_path / "runs.sqlite").exists()
    command(window, "keep_runs").trigger()
    assert notice(window) == texts.KEPT_NOW()
    key = train_and_reset(window)
    assert window.session.keeping.library.get(key).row.epoch == 3


def test_a_window_of_its_own_keeps_in_memory_and_offers_nothing_else(window):
    for name in ("keep_runs", "delete_runs"):
        assert not command(window, name).isVisible()
    assert window.kept_runs.where() == texts.IN_MEMORY()


def test_all_are_deleted_once_that_is_confirmed(kept):
    key = train_and_reset(kept)
    command(kept, "delete_runs").trigger()
    box = kept.findChild(QMessageBox, "runs.delete_all_dialog")
    assert box.defaultButton().objectName() == "runs.keep_all"
    click(box, "runs.keep_all")
    assert kept.session.keeping.get(key) is not None
    until(lambda: kept.findChild(QMessageBox, "runs.delete_all_dialog") is None)
    command(kept, "delete_runs").trigger()
    click(kept.findChild(QMessageBox, "runs.delete_all_dialog"), "runs.delete_all")
    until(lambda: notice(kept) == texts.DELETED_ALL())
    assert kept.session.keeping.get(key) is None


def test_what_was_kept_before_is_deleted_also_while_nothing_is_kept(open_window, settings, tmp_path):
    window = open_window(SMALL)
    window.kept_runs.keep_in(RunLibrary(tmp_path / "runs.sqlite"))
    key = train_and_reset(window)
    window.close()
    settings.setValue(KEEP, False)
    window = open_window(SMALL)
    library = RunLibrary(tmp_path / "runs.sqlite")
    window.kept_runs.keep_in(library)
    assert library.get(key) is not None
    command(window, "delete_runs").trigger()
    click(window.findChild(QMessageBox, "runs.delete_all_dialog"), "runs.delete_all")
    until(lambda: notice(window) == texts.DELETED_ALL())
    assert library.get(key) is None
    library.close()


def test_help_says_where_runs_are_kept(kept, tmp_path):
    command(kept, "about").trigger()
    box = kept.findChild(QMessageBox, "about")
    assert str(tmp_path / "runs.sqlite") in box.informativeText()
    box.close()


def test_what_keeps_runs_from_being_written_is_told_once(kept):
    keeping = kept.session.keeping
    keeping.library.told("The disk is full.")
    kept.session.play(1)
    at_rest(kept.session)
    until(lambda: notice(kept) == "The disk is full.")
    kept.session.notices.close()
    kept.session.play(1)
    at_rest(kept.session)
    assert notice(kept) == ""


def test_what_happens_while_training_is_paused_is_told_as_well(kept):
    kept.session.play(1)
    at_rest(kept.session)
    kept.kept_runs._later.setInterval(1)
    at_rest(kept.session)
    kept.session.keeping.library.told("The disk is full.")
    kept.kept_runs._later.start()
    until(lambda: notice(kept) == "The disk is full.")


def test_that_old_runs_went_is_told_once(kept, monkeypatch):
    library, told = kept.session.keeping.library, []
    put = library.put
    monkeypatch.setattr(library, "put", lambda run: put(run) or (run.row,))
    kept.session.notices.changed.connect(lambda notice: told.append(notice and notice.text))
    for _ in range(2):
        train_and_reset(kept)
        kept.session.play(1)
        at_rest(kept.session)
    assert told.count(texts.FULL(n=1)) == 1


# -- where nothing is written ----------------------------------------------------------------


def test_the_users_library_is_among_the_data_of_the_program():
    assert library_path().name == "runs.sqlite"
    assert library_path().parent.name == "neural-playground"


def test_windows_of_a_program_and_pictures_write_nothing(window, tmp_path):
    train_and_reset(window)
    save(SMALL, tmp_path / "one.json")
    assert main(["train", str(tmp_path / "one.json"), "--epochs", "2"]) == 0
    out = tmp_path / "one.png"
    assert main(["render", str(tmp_path / "one.json"), "--epochs", "2", "--out", str(out)]) == 0
    assert out.exists()
    assert not library_path().parent.exists()


KILLED = """
import os, sys
from pathlib import Path
from dataclasses import replace
from engine import DataSpec, Experiment
from playground.files.run_library import RunLibrary
from playground.worker.commands import Open, Play, Reset
from playground.worker.keeping import Keeping
from playground.worker.training import Training

keeping = Keeping(RunLibrary(Path("runs.sqlite")))
training = Training(keeping)
training.answer(1, Open(Experiment(data=DataSpec(samples=60))))
for number in range(1, 4):
    training.answer(1, Play(number))
    while training.playback.busy:
        training.train(lambda: False)
    print(training.run.key)
    training.answer(1, Reset(number))
assert keeping.finish(60.0)
sys.stdout.flush()
os.kill(os.getpid(), 9)
"""


def test_what_was_written_is_there_after_a_kill(tmp_path):
    keys = run_code(cwd=tmp_path, code=KILLED).stdout.split()
    library = RunLibrary(tmp_path / "runs.sqlite")
    assert [library.get(key).row.epoch for key in keys] == [1, 2, 3]
    library.close()


def test_no_thread_is_left_when_the_window_is_closed(kept):
    train_and_reset(kept)
    kept.close()
    assert not [one for one in threading.enumerate() if one.name == "keeping"]
