"""A monkey at the window. MONKEY_SEED=123 makes it do the same again."""

import os
import random
import time
from dataclasses import replace

import pytest
from hands import SMALL, control, press, settled, until
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QPushButton,
    QSlider,
    QWidget,
)

from engine import DataSpec
from playground.pace import FULL
from playground.session import Session
from playground.storage import encode, save

ACTIONS = 400
LONGEST = 5.0  # seconds that one action may take
MOST_LAYERS = 12
# what would be allowed, but would only make the machine slow
MOST = {"data.samples": 2000, "width": 96, "training.batch_size": 500}
TEXTS = ("0.1", "1e-3", "-3", "0", "7", "", "e", "0,5", "12345678901", "all", "33")
KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
KEYS = [
    *((key, MODIFIER.NoModifier) for key in (
        KEY.Key_Space, KEY.Key_Space, KEY.Key_Right, KEY.Key_R, KEY.Key_N, KEY.Key_L, KEY.Key_Tab, KEY.Key_Up,
        KEY.Key_Down, KEY.Key_Left, KEY.Key_Return, KEY.Key_Minus, KEY.Key_F1, KEY.Key_Escape,
        KEY.Key_T, KEY.Key_W, KEY.Key_S, KEY.Key_F, KEY.Key_F,
    )),
    (KEY.Key_Right, MODIFIER.ShiftModifier),
    (KEY.Key_Right, MODIFIER.ControlModifier),
    *((key, MODIFIER.ControlModifier) for key in (KEY.Key_Z, KEY.Key_Z, KEY.Key_Y, KEY.Key_S, KEY.Key_O)),
]  # fmt: skip


class Monkey:
    def __init__(self, window, rng):
        self.window, self.rng = window, rng

    def act(self):
        """Do something; return what it was."""
        kinds = [
            (self.click, 4), (self.tick, 2), (self.choose, 2), (self.turn, 3), (self.type, 2),
            (self.slide, 1), (self.press, 5), (self.point, 4), (self.look, 1),
        ]  # fmt: skip
        acts, weights = zip(*kinds, strict=True)
        return self.rng.choices(acts, weights)[0]()

    def one_of(self, kind):
        there = [one for one in self.window.findChildren(kind) if one.isVisible() and one.isEnabled()]
        return self.rng.choice(there)

    def click(self):
        button = self.one_of(QPushButton)
        if button.objectName() == "network.add_layer" and self.layers() >= MOST_LAYERS:
            return "nothing"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        return f"click {button.objectName()}"

    def layers(self):
        return len(self.window.session.experiment.network.hidden)

    def tick(self):
        box = self.one_of(QCheckBox)
        QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(10, box.height() // 2))
        return f"tick {box.objectName()}"

    def choose(self):
        combo = self.one_of(QComboBox)
        combo.setCurrentIndex(self.rng.randrange(combo.count()))
        return f"choose {combo.objectName()} {combo.currentText()}"

    def turn(self):
        spin = self.one_of(QAbstractSpinBox)
        if self.rng.random() < 0.5:
            steps = self.rng.choice([-3, -1, 1, 3])
            spin.stepBy(steps)
            return f"turn {spin.objectName()} by {steps}"
        name = spin.objectName()
        high = min(spin.maximum(), MOST.get(name, MOST.get(name.partition(".")[2], spin.maximum())))
        value = self.rng.uniform(spin.minimum(), high)
        spin.setValue(type(spin.value())(value))
        return f"set {name} to {spin.value()}"

    def type(self):
        spin, text = self.one_of(QAbstractSpinBox), self.rng.choice(TEXTS)
        QTest.mouseClick(spin.lineEdit(), Qt.MouseButton.LeftButton)
        spin.selectAll()
        QTest.keyClicks(spin, text)
        if self.rng.random() < 0.7:
            QTest.keyClick(spin, KEY.Key_Return)
        return f"type {text!r} into {spin.objectName()}"

    def slide(self):
        slider = self.one_of(QSlider)
        slider.setValue(self.rng.randint(slider.minimum(), slider.maximum()))
        return f"slide {slider.objectName()} to {slider.value()}"

    def press(self):
        key, modifier = self.rng.choice(KEYS)
        press(self.window, key, modifier)
        return f"press {modifier.name} {key.name}"

    def point(self):
        """Point at, or click on, a place in the drawing of the network."""
        view = self.window.network.drawing
        place = QPoint(self.rng.randrange(view.width()), self.rng.randrange(view.height()))
        if self.rng.random() < 0.5:
            column = self.rng.choice(view._layout.columns)
            place = self.rng.choice(column.rectangles).center()
        if self.rng.random() < 0.5:
            QTest.mouseMove(view, place)
            return f"point at {place.toTuple()}"
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
        return f"click at {place.toTuple()}"

    def look(self):
        """Change how the window looks."""
        if self.rng.random() < 0.5:
            self.rng.choice(list(self.window.menus.appearances.values())).trigger()
            return "appearance"
        self.window.resize(self.rng.randint(1000, 2000), self.rng.randint(700, 1200))
        return f"resize {self.window.size().toTuple()}"


@pytest.fixture
def files(monkeypatch, tmp_path):
    """Answer file dialogs with a good file, a bad one, a folder that is not there, or Cancel."""
    save(replace(SMALL, data=DataSpec(dataset="blobs", samples=80)), tmp_path / "good.json")
    (tmp_path / "bad.json").write_bytes(encode(SMALL)[:100])
    answers = [str(tmp_path / name) for name in ("good.json", "bad.json", "none/one.json", "saved.json")] + [
        ""
    ]

    def install(rng):
        for ask in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, ask, lambda *_: (rng.choice(answers), ""))

    return install


def shows(window, experiment):
    """Whether the controls show an experiment."""
    shown = {
        "data.dataset": experiment.data.dataset,
        "network.output": experiment.network.output,
        "training.loss": experiment.training.loss,
        "training.optimizer": experiment.training.optimizer,
        "training.initializer": experiment.network.initializer,
    }
    assert {name: control(window, name).name() for name in shown} == shown
    ticked = {one.objectName() for one in window.findChildren(QCheckBox) if one.isChecked()}
    ticked = {name for name in ticked if name.startswith("features.")}
    assert ticked == {f"features.{name}" for name in experiment.network.features}
    for index, layer in enumerate(experiment.network.hidden):
        widths = [one for one in window.findChildren(QWidget, f"layer{index}.width") if not one.isHidden()]
        assert layer.width in [one.value() for one in widths]
    assert control(window, "data.seed").value() == experiment.seed
    assert control(window, "data.samples").value() == experiment.data.samples


def test_four_hundred_random_actions_break_nothing(open_window, files):
    seed = int(os.environ.get("MONKEY_SEED", 0)) or random.SystemRandom().randrange(1, 10**6)
    print(f"MONKEY_SEED={seed}")
    rng = random.Random(seed)
    window = open_window(SMALL)
    session: Session = window.session
    files(rng)
    monkey = Monkey(window, rng)
    session.play()
    for number in range(ACTIONS):
        start = time.monotonic()
        what = monkey.act()
        for _ in range(rng.randrange(4)):
            QTest.qWait(rng.randrange(8))
        if not window.isActiveWindow():
            for box in window.findChildren(QDialog):
                box.close()
            window.activateWindow()
            until(window.isActiveWindow)
        took = time.monotonic() - start
        print(f"{number:3} {took:.2f} s  {what}")
        assert took < LONGEST
        assert window.isVisible()
        shows(window, session.experiment)
    session.pause()
    until(lambda: settled(session))
    assert session.snapshot.experiment == session.experiment
    session.keep_pace(FULL)
    session.open(SMALL)
    session.play(5)
    until(lambda: settled(session) and session.snapshot.epoch == 5)
