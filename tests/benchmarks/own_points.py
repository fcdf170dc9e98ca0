"""Measure what very many own points cost: in the engine, in files, in the window while somebody draws.

Usage: python tests/benchmarks/own_points.py [--points 100000] [--strokes 300]
Processor time of the thread that does it, the best of three; a stroke's moves and the turns of the event loop
between them, in the window's thread. Offscreen.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from memory import resident_megabytes
from PySide6.QtCore import QEvent, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from engine import DataSpec, Experiment, State, Trainer, draw
from engine.points import places_without
from playground.app import SWITCH_SECONDS, application, create_window
from playground.files.experiments import decode_document, encode
from playground.files.share import document_from_text, to_text

ROOM = 1_000  # points that are left to draw
MOVES = 60  # of the mouse, in a stroke
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def timed(name: str, work: Callable[[], Any], least: int = 3) -> Any:
    """Print the shortest of some runs, and return what the last one returned."""
    seconds = []
    for _ in range(least):
        start = time.thread_time()
        result = work()
        seconds.append(time.thread_time() - start)
    print(f"{name:42} {1e3 * min(seconds):9.1f} ms", flush=True)
    return result


def engine_and_files(points: list[list[float]]) -> None:
    """Print what making, editing, splitting, writing and reading take."""
    data = timed("make of lists", lambda: DataSpec("own", points=points, test_fraction=0.3))
    experiment, count = Experiment(data), len(points)
    fewer, more = data.edited(np.arange(count - 1)), np.append(np.arange(count - 1), -1)
    timed("draw one more", lambda: fewer.edited(more, {count - 1: (0.0, 0.0, 1.0)}))
    timed("move one", lambda: data.edited(np.arange(count), {7: (0.0, 0.0, 1.0)}))
    timed("erase fifty", lambda: data.edited(places_without(count, range(500, 550))))
    timed("split and standardise", lambda: draw(replace(experiment, data=replace(data, labels="values"))))
    content = timed("write an experiment file", lambda: encode(experiment))
    timed("read it", lambda: decode_document(content, "x"))
    text = timed("write a text to share", lambda: to_text(experiment), least=1)
    timed("read it", lambda: document_from_text(text), least=1)
    state = timed("write a state", lambda: Trainer(experiment).state().to_bytes(), least=1)
    timed("restore it", lambda: Trainer.restore(State.from_bytes(state)), least=1)
    sizes = ", ".join(f"{len(one) / 1e6:.2f} MB" for one in (content, text, state))
    print(f"{'experiment file, text, state':42} {sizes}")


class Hand:
    """Draws in the output plot of a window."""

    def __init__(self, window: Any) -> None:
        sys.path.insert(0, str(Path(__file__).parents[1] / "playground"))
        from hands import click, control

        self._window, self._control, self._click = window, control, click
        click(window, "data.draw")
        self._port = control(window, "plot.boundary").viewport()
        self.moves: list[float] = []
        self.turns: list[float] = []

    def _event(self, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
        event = QMouseEvent(
            kind, at, self._port.mapToGlobal(at), button, held, Qt.KeyboardModifier.NoModifier
        )
        start = time.thread_time()
        QApplication.sendEvent(self._port, event)
        self.moves.append(time.thread_time() - start)

    def turn(self, pause: float = 0.01) -> None:
        """Let the event loop run, and the worker."""
        start = time.thread_time()
        QApplication.processEvents()
        self.turns.append(time.thread_time() - start)
        time.sleep(pause)

    def stroke(self, moves: int, seed: int = 0) -> None:
        """Press, move and release the mouse."""
        rng = np.random.default_rng(seed)
        angles, middle = rng.uniform(0.0, 6.3, 2), QPointF(self._port.rect().center())
        at = middle
        self._event(QEvent.Type.MouseButtonPress, at, LEFT, LEFT)
        for k in range(moves):
            x, y = np.sin(angles + np.array((k / 9.0, k / 7.0))) * 0.3 * self._port.width()
            at = middle + QPointF(x, y)
            self._event(QEvent.Type.MouseMove, at, NONE, LEFT)
            self.turn()
        self._event(QEvent.Type.MouseButtonRelease, at, LEFT, NONE)

    def tell(self, name: str) -> None:
        """Print how long moves and turns took."""
        for what, seconds in (("a move", self.moves), ("a turn", self.turns)):
            middle, most = np.quantile(seconds, [0.5, 0.99])
            print(f"{name + ': ' + what:42} {1e3 * middle:9.1f} ms, 99 % in {1e3 * most:.1f} ms", flush=True)
        self.moves.clear()
        self.turns.clear()

    def choose(self, tool: str) -> None:
        """Choose a tool."""
        self._click(self._window, f"data.draw_{tool}")


def window(points: list[list[float]], strokes: int, folder: str) -> None:
    """Print what drawing, painting and undo take."""
    application()
    settings = QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat)
    shown = create_window(Experiment(DataSpec("own", points=points[:-ROOM], test_fraction=0.3)), settings)
    hand = Hand(shown)
    for _ in range(200):
        hand.turn()
    hand.turns.clear()
    for tool in ("brush", "eraser", "move"):
        hand.choose(tool)
        hand.stroke(MOVES)
        hand.tell(tool)
    hand.choose("move")
    picture = shown.boundary.points

    def paint() -> None:
        picture._picture = None
        shown.boundary.plot.grab()

    timed("paint all points", paint)
    before = resident_megabytes()
    for k in range(strokes):
        hand.choose("brush" if k % 3 else "eraser")
        hand.stroke(2, seed=k)
    taken, stack = resident_megabytes() - before, shown.session.undo_stack
    print(f"{f'{strokes} strokes, {stack.count()} steps of undo':42} {taken:9.1f} MB")
    timed("undo", stack.undo, least=1)
    shown.close()
    for _ in range(50):
        hand.turn()


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--strokes", type=int, default=300)
    asked = parser.parse_args()
    rng = np.random.default_rng(0)
    X, y = rng.uniform(-6.0, 6.0, (asked.points, 2)).round(3), rng.integers(0, 2, asked.points)
    points = np.column_stack([X, y]).tolist()
    engine_and_files(points)
    sys.setswitchinterval(SWITCH_SECONDS)
    with tempfile.TemporaryDirectory() as folder:
        window(points, asked.strokes, folder)


if __name__ == "__main__":
    main()
