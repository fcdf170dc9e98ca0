"""Programs are killed while they keep runs: what they said to be kept is there, whole."""

import multiprocessing
import os
import random
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from commands import ROOT
from hands import PATIENCE
from keeper import content, main

from playground.files.run_library import RunLibrary

KILLS, TOGETHER = 100, 2
CONTEXT = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
CONTEXT.set_forkserver_preload(["keeper"])


def started(path):
    heard, says = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=main, args=(path, says), daemon=True)
    with pytest.MonkeyPatch.context() as patch:  # what is read ahead is looked for here
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(Path(__file__).parents[1])]))
        process.start()
    says.close()
    return process, heard


def everything(heard):
    """Yield all that a process has said, until it is dead."""
    try:
        while True:
            yield heard.recv()
    except EOFError:
        return


def killed(path, chance):
    """Let programs keep runs in one library, kill them, and return what they said to be kept."""
    them = [started(path) for _ in range(TOGETHER)]
    for process, heard in them:
        heard.poll(PATIENCE)
        time.sleep(chance.random() * 0.01)
        process.kill()
    said = [one for _, heard in them for one in everything(heard)]
    for process, heard in them:
        process.join()
        heard.close()
    return said


def check(library, versions):
    """Every run is of the version that was said to be kept, or of the next, which nobody could say."""
    for key, version in versions.items():
        run = library.get(key)
        assert run.row.epoch >= version
        assert run.state == content(key, run.row.epoch)


def test_nothing_is_lost_that_was_said_to_be_kept(tmp_path):
    path, chance, versions, lines = tmp_path / "runs.sqlite", random.Random(0), {}, []
    for _ in range(KILLS // TOGETHER):
        said = dict(killed(path, chance))
        library = RunLibrary(path, told=lines.append)
        check(library, said)
        library.close()
        versions |= said
    check(library, versions)
    library.close()
    assert not lines
    assert len(versions) >= KILLS
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
