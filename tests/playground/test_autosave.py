"""Autosave: whatever happens to the program, what was changed is there at the next start."""

import random
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from commands import ROOT
from hands import SMALL, control, notice, settled, type_in, until
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from engine import Experiment
from playground.documents import Autosave
from playground.storage import FileError, load, save
from playground.widgets.document_autosave import Autosaver

WRITES = """
import sys
from dataclasses import replace
from pathlib import Path
from engine import Experiment
from playground.documents import Autosave
kept = Autosave(Path(sys.argv[1]))
for i in range(10**9):
    kept.write(replace(Experiment(), seed=i))
    if i == 0:
        print("begun", flush=True)
"""


def start(window, folder):
    return Autosaver(window, window.file, window.session, folder)


def offer(window):
    return window.findChild(QMessageBox, "document.restore_offer")


def answer(window, name):
    button = until(lambda: offer(window)).findChild(QPushButton, f"document.{name}")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    until(lambda: offer(window) is None)


def test_killed_at_any_moment_the_file_is_whole(tmp_path):
    rng, path = random.Random(3), tmp_path / "state" / "autosave-0.json"
    for _ in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITES, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        with child:
            assert child.stdout.readline() == "begun\n"
            time.sleep(rng.uniform(0.0, 0.05))
            child.kill()
        left = load(path)  # raises where it is damaged
        assert left == replace(Experiment(), seed=left.seed)
    assert Autosave(path).read() == left
    assert [one.name for one in path.parent.iterdir()] == [path.name]  # nothing half written is left


def test_a_change_is_kept_within_a_second_or_so_and_saving_ends_that(window, tmp_path):
    start(window, tmp_path / "state")
    kept = tmp_path / "state" / "autosave-0.json"
    type_in(window, "data.seed", "5")
    assert until(lambda: kept.exists() and load(kept), 5.0) == window.session.experiment
    window.file.save_to(tmp_path / "mine.json")
    until(lambda: not kept.exists(), 5.0)


@pytest.mark.parametrize("reply", ["restore", "forget"])
def test_what_was_left_is_offered_and_not_touched_before(window, tmp_path, reply):
    kept = tmp_path / "autosave-0.json"
    save(replace(SMALL, seed=99), kept)
    start(window, tmp_path)
    assert kept.exists()
    answer(window, reply)
    until(lambda: settled(window.session))
    assert window.session.experiment.seed == (99 if reply == "restore" else 0)
    assert window.isWindowModified() == (reply == "restore")
    assert notice(window).startswith("Restored") == (reply == "restore")
    until(lambda: kept.exists() == (reply == "restore"), 5.0)


def test_a_damaged_file_is_no_offer(window, tmp_path):
    (tmp_path / "autosave-0.json").write_text("{")
    start(window, tmp_path)
    assert offer(window) is None


def test_closed_without_saving_it_is_there_at_the_next_start(open_window, tmp_path):
    first = open_window(SMALL)
    start(first, tmp_path)
    type_in(first, "data.seed", "5")
    first.close()
    second = open_window(SMALL)
    start(second, tmp_path)
    answer(second, "restore")
    assert second.session.experiment.seed == 5


def test_two_programs_do_not_write_to_one_file(open_window, tmp_path):
    for seed in ("5", "6"):
        window = open_window(SMALL)
        start(window, tmp_path)
        type_in(window, "data.seed", seed)
    kept = [tmp_path / f"autosave-{i}.json" for i in (0, 1)]
    until(lambda: all(one.exists() for one in kept), 5.0)
    assert [load(one).seed for one in kept] == [5, 6]


def test_where_nothing_can_be_kept_it_is_said_once_and_work_goes_on(window, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError):
        Autosave(tmp_path / "file" / "a.json").write(SMALL)
    start(window, tmp_path / "file" / "folder")
    assert "not kept" in notice(window)
    assert control(window, "transport.play").isEnabled()


def test_the_program_keeps_what_is_changed_in_the_state_folder(tmp_path):
    """Run the program itself, change something, and end it without a chance to save."""
    code = (
        "import os, sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from playground import app\n"
        "real = app.create_window\n"
        "def create(*args):\n"
        "    window = real(*args)\n"
        "    QTimer.singleShot(100, lambda: window.session.edit('seed', 'experiment', seed=42))\n"
        "    QTimer.singleShot(2500, lambda: os._exit(9))\n"
        "    return window\n"
        "app.create_window = create\n"
        "app.run()\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=False)
    (kept,) = (tmp_path / "state-home").rglob("autosave-0.json")
    assert load(kept).seed == 42
