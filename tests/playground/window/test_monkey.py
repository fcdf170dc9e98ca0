"""A monkey at the window. MONKEY_SEED=123 makes it another one; the benchmark monkeys.py sets many on it."""

import os
import sys
import time

import pytest
from hands import SMALL, settled, until
from monkey import Monkey, answered_file_dialogs, astray, commands_of, make_files
from PySide6.QtGui import QKeySequence

from playground.texts.speeds import FULL

ACTIONS, USUAL_SEED = 200, 20261126


@pytest.fixture
def files(tmp_path):
    folder = tmp_path / "files"
    folder.mkdir()
    return make_files(folder)


def test_hundreds_of_random_acts_break_nothing(open_window, files, capfd):
    seed = int(os.environ.get("MONKEY_SEED", USUAL_SEED))
    with capfd.disabled():  # said at once: what ends the process keeps the rest from being shown
        print(f"MONKEY_SEED={seed}", file=sys.stderr)
    window = open_window(SMALL)
    session, monkey = window.session, Monkey(window, seed, files)
    session.play()
    with answered_file_dialogs(files, seed):
        for number in range(ACTIONS):
            start = time.monotonic()
            what = monkey.act(number)
            print(f"{number:3} {time.monotonic() - start:.2f} s  {what}")
            monkey.check()
    session.pause()
    until(lambda: settled(session))
    assert session.snapshot.experiment == session.experiment
    monkey.end()
    session.set_speed(FULL)
    session.open(SMALL)
    session.play(5)
    until(lambda: settled(session) and session.snapshot.epoch == 5)


def test_the_monkey_knows_every_shortcut_but_the_one_that_quits(window):
    known = {key for action in commands_of(window) for key in action.shortcuts()}
    for keys in (
        "Ctrl+E",
        "Ctrl+Shift+C",
        "Ctrl+Shift+V",
        "Ctrl+D",
        "P",
        "Ctrl+4",
        "Ctrl+0",
        "Space",
        "Ctrl+Y",
    ):
        assert QKeySequence(keys) in known
    assert QKeySequence("Ctrl+Q") not in known


def test_the_monkey_sees_what_sticks_out(window):
    assert not astray()
    reset = window.transport.reset
    reset.move(reset.x(), -20)
    assert [one.split()[0] for one in astray()] == ["transport.reset"]
