"""The largest experiments that `event_loop.py` does its acts in, and what the acts share."""

import random
from dataclasses import dataclass, replace

from hands import press
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog

from engine import FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton
MANY = 10_000  # own points


# -- the experiments -------------------------------------------------------------------------------


def own_points(count=MANY, classes=6):
    rng = random.Random(0)
    return tuple(
        (round(rng.uniform(-6, 6), 3), round(rng.uniform(-6, 6), 3), float(k % classes)) for k in range(count)
    )


OWN = Experiment(
    data=DataSpec(dataset="own", points=own_points()),
    network=NetworkSpec(hidden=(LayerSpec(8), LayerSpec(8))),
)
FIRST = Experiment()
FORMULAS = tuple(f"=sin({k}*x1)+cos({k}*x2)" for k in range(1, 49))

SCENES = {
    "first": lambda: FIRST,
    "own": lambda: OWN,
    # 100,000 samples, seven inputs, twenty layers of a hundred
    "deep": lambda: Experiment(
        data=DataSpec(dataset="spirals", samples=100_000, classes=6),
        network=NetworkSpec(features=tuple(FEATURES)[:7], hidden=(LayerSpec(100, "relu"),) * 20),
        training=TrainSpec(learning_rate=0.001),
    ),
    # as many layers as there can be
    "long": lambda: replace(FIRST, network=NetworkSpec(hidden=(LayerSpec(8),) * 100)),
    # the widest layer that there can be, and as many weights as a quarter of this machine's memory holds
    "wide": lambda: replace(FIRST, network=NetworkSpec(hidden=(LayerSpec(10_000), LayerSpec(300)))),
    # far more inputs than there is room for
    "inputs": lambda: replace(
        FIRST, network=NetworkSpec(features=(*FEATURES, *FORMULAS), hidden=(LayerSpec(8),))
    ),
}  # fmt: skip
EVERYWHERE, POINTS = tuple(SCENES), ("own",)


@dataclass(frozen=True)
class Act:
    """Something that a person does."""

    name: str
    scenes: tuple[str, ...]
    do: object

    @property
    def __name__(self):
        return self.name

    def __call__(self, person):
        self.do(person)


ACTS = []


def act(name, scenes=EVERYWHERE):
    def register(do):
        ACTS.append(Act(name, scenes, do))
        return do

    return register


def wheel(widget, place, steps):
    there = widget.mapToGlobal(place)
    event = QWheelEvent(
        QPointF(place), QPointF(there), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton, NONE,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def key(person, what, code, keys=NONE):
    person.do(what, press, person.window, code, keys)


def action(person, name):
    """Choose a command of the menus."""
    person.do(name, person.window.menus.actions[name].trigger)


def close_dialogs(person):
    for dialog in person.window.findChildren(QDialog):
        if dialog.isVisible():
            person.do("closing the dialog", dialog.close)
    person.to_front()
