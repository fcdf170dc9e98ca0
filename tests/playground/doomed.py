"""A program that is there to be killed: it makes the window and waits for a word.

When it has one it runs the window with its worker and its autosave, is changed and saved without rest, and
says what is done. It never ends by itself, but as soon as nobody is left who could say a word to it.
"""

import multiprocessing
import os
import random
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from commands import ROOT
from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QPushButton

from engine import OWN, DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.app import create_window, quiet_offscreen
from playground.controllers import autosaver
from playground.files.autosave import Autosave

# Where a process can be copied, this module with all that it imports is read once, not at every start.
CONTEXT = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
CONTEXT.set_forkserver_preload(["doomed"])

STEP = 1e-7  # the number of a change, as an L1 penalty that does not matter
NAMES = ("mine.json", "mine.npstate")
POINTS = tuple((0.1 * (k % 97) - 4.8, 0.1 * (k % 89) - 4.4, float(k % 2)) for k in range(60))
FIRST = Experiment(
    data=DataSpec(dataset=OWN, points=POINTS[:20]),
    network=NetworkSpec(hidden=(LayerSpec(4), LayerSpec(3))),
    training=TrainSpec(learning_rate=0.01),
)


def number_of(experiment):
    """Return which change an experiment is; it must be exactly what that change makes of the first one."""
    number = round(experiment.training.l1 / STEP)
    assert experiment in (changed(number, number), changed(number, number + 1))
    return number


def changed(number, drawn):
    """Return the experiment after a change, and after the points of a change were drawn."""
    data = replace(FIRST.data, points=POINTS[: 20 + drawn % 40])
    return replace(FIRST, data=data, training=replace(FIRST.training, l1=number * STEP))


def started(folder):
    """Start the program; return its process, where it is heard, and where it hears."""
    (heard, says), (hears, told) = CONTEXT.Pipe(duplex=False), CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=main, args=(folder, hears, says), daemon=True)
    with pytest.MonkeyPatch.context() as patch:
        # what is read ahead is looked for here
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), str(Path(__file__).parent)]))
        process.start()
    hears.close()
    says.close()
    return process, heard, told


def end_with_the_killer(hears):
    try:
        hears.recv()
    finally:
        os._exit(0)


def live(window, folder, say):
    """Open what was left, and change and save it until the end."""
    session, kept = window.session, Autosave.write

    def keep(autosave, experiment, *others):
        kept(autosave, experiment, *others)
        say("kept", number_of(experiment))

    Autosave.write = keep
    autosaver.DELAY_MS = 10  # a second would be longer than it lives
    number, chance = -1, random.Random(os.getpid())

    def tell(path):
        if path is not None and path.suffix == ".npstate":
            say("stored")
        # with the weights it is what the worker had, some changes before
        if path is not None and session.undo_stack.isClean():
            say("saved", number_of(session.experiment))

    def act():
        nonlocal number
        number += 1
        say("began", number)
        data = changed(number, number).data
        session.edit_points(data, "draw points")
        session.edit("training.l1", "training", l1=number * STEP)
        if chance.random() < 0.4:
            window.file.save_to(folder / chance.choice(NAMES))

    def begin():
        nonlocal number
        autosaver.Autosaver(window, window.file, session, folder / "state")
        offer = window.findChild(QMessageBox, "document.restore_offer")
        if offer is not None:
            restore = offer.findChild(QPushButton, "document.restore")
            QTest.mouseClick(restore, Qt.MouseButton.LeftButton)
            number = number_of(session.experiment)
            say("restored", number)
        else:
            there = [path for name in NAMES if (path := folder / name).exists()]
            if there:
                window.file.open(max(there, key=lambda path: path.stat().st_mtime_ns))
                number = number_of(session.experiment)
        session.play()
        timer.start(3)

    window.file.changed.connect(tell)
    timer = QTimer()
    timer.timeout.connect(act)
    QTimer.singleShot(0, begin)
    QCoreApplication.exec()


def main(folder, hears, says):
    quiet_offscreen()
    window = create_window(FIRST, QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))

    def say(*words):
        says.send(words)

    say("ready")
    try:
        hears.recv()
    except EOFError:
        os._exit(0)  # a window that never ran is not taken down in order
    threading.Thread(target=end_with_the_killer, args=(hears,), daemon=True).start()
    live(window, folder, say)
