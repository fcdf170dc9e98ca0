"""Whatever a program finds at its start, it starts, and loses nothing of it."""

import os
from dataclasses import replace

import hostile
import numpy as np
import pytest
from commands import run
from hands import SMALL, at_rest, notice, until

from engine import State, Trainer

SEEDS = 12


@pytest.mark.parametrize("seed", range(SEEDS))
def test_with_odd_settings_and_an_odd_autosave_a_window_opens(tmp_path, qtlog, seed):
    with qtlog.disabled():  # Qt says what it thinks of such settings
        what = hostile.start(hostile.rng_of(seed), tmp_path)
    assert what in ("restored", "kept aside", "nothing to restore")


STARTS = """
import os
from PySide6.QtCore import QTimer
from playground import app
real = app.create_window
def create(*args):
    window = real(*args)
    timer = QTimer(window, interval=10)
    timer.timeout.connect(lambda: window.session.snapshot is not None and window.close())
    timer.start()
    return window
app.create_window = create
os._exit(app.run())
"""
SETTINGS = {
    "a long number": b"[General]\ntext_size=" + b"9" * 400,
    "NUL in recent files": b'[General]\nrecent="a\\0b", "\\xd800", \\xff\nfolder="\\0"',
    "rubbish": np.random.default_rng(0).bytes(5000),
    "a folder": os.mkdir,
    "a pipe": os.mkfifo if os.name == "posix" else None,
    "a device": lambda path: path.symlink_to("/dev/zero"),
    "wrong kinds": b"[General]\ntheme=7\nstep=@Size(1 1)\ngeometry=x\n[output]\nlog=maybe\ntab=@ByteArray(x)",
}


@pytest.mark.skipif(os.name != "posix", reason="elsewhere settings are not in a file")
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_the_program_starts_and_ends_with_any_settings(tmp_path, settings):
    path = tmp_path / "config" / "NeuralPlayground" / "neural-playground.conf"
    path.parent.mkdir(parents=True)
    if callable(settings):
        settings(path)
    else:
        path.write_bytes(settings)
    state = tmp_path / "state-home" / "NeuralPlayground" / "neural-playground"
    state.mkdir(parents=True)
    os.mkfifo(state / "autosave-0.json")
    homes = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "state-home")}
    ended = run(cwd=tmp_path, code=STARTS, env=homes)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("what", ["parameters", "moment_first", "moment_second"])
def test_weights_that_are_no_numbers_do_no_harm(window, tmp_path, what):
    trainer = Trainer(replace(SMALL, training=replace(SMALL.training, optimizer="adam")))
    trainer.run(epochs=2)
    state = trainer.state()
    for value in (np.nan, np.inf, -np.inf, 1e300):
        arrays = {name: array.copy() for name, array in state.arrays.items()}
        arrays[what][...] = value
        path, again = tmp_path / f"odd{value}.npstate", tmp_path / f"again{value}.npstate"
        path.write_bytes(State(state.facts, arrays).to_bytes())
        window.file.open(path)
        until(lambda path=path: path.name in notice(window))
        at_rest(window.session)
        if window.file.path != path:
            continue  # it is refused, which is as well
        window.session.play(3)
        at_rest(window.session)
        window.file.save_to(again)
        until(lambda again=again: again.name in notice(window))
