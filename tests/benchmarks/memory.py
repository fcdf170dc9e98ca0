"""Measure the memory of the program after a thousand epochs, and after a million, in the window.

Usage: python tests/benchmarks/memory.py [--epochs 1000000]
Offscreen, with every picture live. The data set is small, so that a million epochs take minutes.
"""

import argparse
import os
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from PySide6.QtCore import QEventLoop, QSettings, QTimer

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.app import SWITCH_SECONDS, application, create_window

FIRST = 1_000
EXPERIMENT = Experiment(
    data=DataSpec(dataset="gaussian", samples=20),
    network=NetworkSpec(hidden=(LayerSpec(8, "tanh"), LayerSpec(8, "tanh"))),
    training=TrainSpec(batch_size=10),
)


def resident_megabytes() -> float:
    """Return the memory that this process holds now."""
    with open("/proc/self/statm", encoding="ascii") as file:
        pages = int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def train_to(session, epoch: int) -> None:
    """Train until an epoch, with the event loop running, and look at the last frame for a second."""
    loop = QEventLoop()
    session.playing_changed.connect(loop.quit)
    session.play(epoch - (session.snapshot.epoch if session.snapshot else 0))
    while session.playing:
        loop.exec()
    QTimer.singleShot(1000, loop.quit)
    loop.exec()


def main() -> None:
    """Print the memory at both epochs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=1_000_000)
    epochs = parser.parse_args().epochs
    sys.setswitchinterval(SWITCH_SECONDS)
    application()
    with tempfile.TemporaryDirectory() as folder:
        window = create_window(EXPERIMENT, QSettings(f"{folder}/settings.ini", QSettings.Format.IniFormat))
        sizes = []
        for goal in (FIRST, epochs):
            train_to(window.session, goal)
            sizes.append(resident_megabytes())
            print(f"after {window.session.snapshot.epoch:>9,} epochs: {sizes[-1]:.1f} MB", flush=True)
        window.close()
    print(f"grown by {sizes[1] - sizes[0]:.1f} MB")


if __name__ == "__main__":
    main()
