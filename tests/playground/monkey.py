"""A monkey: it does at random what a person can do at the window, and knows what must hold after each act.

Mouse and keys go to the window as a whole, as from a desktop, so that open lists, menus and dialogs get them
first. What it does with number 17 depends on its seed and on 17 alone, not on how much chance it used before.
"""

import gc
import random
import time
from contextlib import contextmanager, suppress
from dataclasses import replace
from unittest.mock import patch

from hands import SMALL, control, drag_event, neuron_place, settled, until
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeySequence,
    QPixmapCache,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollBar,
    QSlider,
    QSplitterHandle,
    QTabBar,
    QTableView,
    QWhatsThis,
    QWidget,
)
from shiboken6 import isValid

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.classroom.choice import Classroom
from playground.controllers import printing
from playground.files.experiments import encode, save
from playground.files.run_library import RunLibrary
from playground.files.runs.exchange import export_runs
from playground.files.share import to_text
from playground.texts.speeds import FULL
from playground.widgets.transport.views import BUILD, MATHS, RUNS
from playground.worker.commands import Open, Play
from playground.worker.keeping import Keeping
from playground.worker.training import Training

NESTED_MS = 40  # how soon it answers a menu that waits for an answer
# what is allowed, but would only make the machine slow
MOST_LAYERS, MOST_WIDTH, MOST_SAMPLES = 12, 96, 2000
KEY, NONE, SHIFT, CONTROL, ALT = (
    Qt.Key,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
MODIFIERS = {KEY.Key_Shift: SHIFT, KEY.Key_Control: CONTROL, KEY.Key_Alt: ALT}
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
ARROWS = (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down)
ENDS = (KEY.Key_Return, KEY.Key_Enter, KEY.Key_Escape, KEY.Key_Space, KEY.Key_Delete, KEY.Key_Backspace)
WALKS = (KEY.Key_Tab, KEY.Key_Backtab, KEY.Key_Home, KEY.Key_End, KEY.Key_PageUp, KEY.Key_PageDown)
OTHERS = (
    KEY.Key_Insert,
    KEY.Key_BracketLeft,
    KEY.Key_BracketRight,
    KEY.Key_Plus,
    KEY.Key_Minus,
    KEY.Key_Menu,
)
EDITING = tuple(CONTROL | key for key in (KEY.Key_A, KEY.Key_C, KEY.Key_X, KEY.Key_V, KEY.Key_Z, KEY.Key_Y))
NUMBERS = (
    "0.1", "1e-3", "-3", "0", "7", "", "e", "0,5", "12345678901", "all", "33", "-", "1e999", "nan", "inf",
    "½", "1.000.000", "  4 ", "1e-320", "--1", "0x10", "٣", "9" * 400,
)  # fmt: skip
WIDTHS = ("1", "3", "8", "0", "", "-", "17", "+4", "x")  # of layers: a wide one only makes the machine slow
FORMULAS = (
    "x1*x2", "sin(x1)^2", "1/0", "x1**9**9**9", "__import__('os')", "", "=", "exp(exp(exp(x1)))", "((((",
    "x₁+x₂", "log(-1)", "max(x1,x2,0)", "x" * 5000, "x1-x1", "1e999*x1",
)  # fmt: skip


# -- what there is to open, to drop and to paste ---------------------------------------------------


def make_runs(path):
    """Write a file with kept runs."""
    library = RunLibrary(None)
    keeping = Keeping(library)
    training = Training(keeping)
    for seed in (7, 8):
        training.answer(1, Open(replace(SMALL, seed=seed)))
        training.answer(1, Play(5))
        while training.busy:
            training.train(lambda: False)
    training.keep()
    keeping.finish(10.0)
    export_runs(library, [found.key for found in library.find()], path)
    keeping.close(10.0)


def make_files(folder):
    """Fill a folder with files, good and bad; return all that may be dropped or opened."""
    other = replace(SMALL, data=DataSpec(dataset="blobs", samples=80), seed=3)
    save(other, folder / "good.json")
    trainer = Trainer(replace(SMALL, seed=5))
    trainer.run(epochs=2)
    state = trainer.state().to_bytes()
    rows = [f"{(k * 37) % 11 - 5}.5,{(k * 17) % 9 - 4},{'ab'[k % 2]}" for k in range(120)]
    contents = {
        "bad.json": encode(SMALL)[:100], "list.json": b"[1, 2]", "empty.json": b"",
        "good.npstate": state, "bad.npstate": state[: len(state) // 2], "not.npstate": b"PK\x03\x04 no",
        "points.csv": "\n".join(["x,y,kind", *rows]).encode(),
        "german.csv": "\n".join(row.replace(",", ";").replace(".", ",") for row in rows).encode(),
        "values.tsv": "\n".join(f"{k}\t{k * k % 13}\t{k / 7}" for k in range(50)).encode(),
        "bad.csv": bytes(range(256)) * 4, "empty.csv": b"", "words.txt": b"to be or not to be",
        "many.csv": "\n".join(f"{k % 13 - 6},{k % 7 - 3},{k % 3}" for k in range(12_000)).encode(),
        "wide.dat": b"1,2,3\n1,2\n,,,,\n" + b"1," * 3000, "picture.png": b"\x89PNG", "program.exe": b"MZ",
    }  # fmt: skip
    make_runs(folder / "good.nprun")
    runs = (folder / "good.nprun").read_bytes()
    contents |= {"bad.nprun": runs[: len(runs) // 2], "not.nprun": state, "empty.nprun": b""}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return [
        folder / name
        for name in (*contents, "good.nprun", "good.json", "gone.json", "gone.csv", "none/one.json", "")
    ]


@contextmanager
def answered_file_dialogs(files, seed):
    """Answer file dialogs with a good file, a bad one, a folder that is not there, or Cancel.

    The system's dialog for a printer is answered too: its own questions wait for an answer in C++.
    """
    rng = random.Random(f"{seed}/files")
    folder = files[0].parent
    names = "saved.json", "saved.npstate", "saved", "none/x.csv", "saved.csv", "saved.nprun", "saved.gif"
    to_write = [folder / name for name in names]
    kinds = ("Experiments (*.json)", "With the trained weights (*.npstate)", "")

    def opened(*_):
        return (str(rng.choice(files)) if rng.random() < 0.8 else ""), ""

    def saved(*_):
        return (str(rng.choice(to_write)) if rng.random() < 0.8 else ""), rng.choice(kinds)

    def printed(_document, _parent, done):
        if rng.random() < 0.8:
            done(rng.choice(("", "There is no paper.")))

    with (
        patch.object(QFileDialog, "getOpenFileName", opened),
        patch.object(QFileDialog, "getSaveFileName", saved),
        patch.object(printing, "ask_and_print", printed),
    ):
        yield


def texts(rng):
    """Return something that may be on a clipboard."""
    shared = to_text(replace(Experiment(), seed=rng.randrange(100)))
    wide = NetworkSpec(hidden=(LayerSpec(8), LayerSpec(4, "relu")))
    kinds = (
        lambda: "\n".join(f"{rng.uniform(-6, 6):.3f}\t{rng.uniform(-6, 6):.3f}\t{k % 3}" for k in range(40)),
        lambda: "x1;x2;label\n1,5;2,5;ja\n-3;4;nein\n",
        lambda: "1 2 0\n3 4 1",
        lambda: "0.25",
        lambda: "",
        lambda: "\0\ud83d\ude00\n\t\t\n“;,\r\n",
        lambda: "".join(chr(rng.randrange(32, 0x2FF)) for _ in range(500)),
        lambda: shared,
        lambda: shared[: rng.randrange(len(shared))],
        lambda: to_text(replace(SMALL, network=wide, seed=rng.randrange(9))),
        lambda: encode(replace(SMALL, seed=rng.randrange(9))).decode(),
        lambda: "{" * 500,
        lambda: "7" * 1_000_000,
        lambda: "1,2,3\n" * 60_000,
        lambda: "a" * 900 + "\n",
    )
    return rng.choices(kinds, [3, 2, 2, 2, 1, 1, 1, 2, 1, 2, 1, 1, 0.2, 0.2, 1])[0]()


# -- what must hold --------------------------------------------------------------------------------


def shows(window, experiment):
    """The controls show an experiment."""
    shown = {
        "data.dataset": experiment.data.dataset,
        "network.output": experiment.network.output,
        "training.loss": experiment.training.loss,
        "training.optimizer": experiment.training.optimizer,
        "training.initializer": experiment.network.initializer,
    }
    if experiment.network.weights:
        del shown["training.initializer"]  # none of them was asked
    found = {name: control(window, name).name() for name in shown}
    assert found == shown, (found, shown)
    ticked = {one.objectName() for one in window.findChildren(QCheckBox) if one.isChecked()}
    ticked = {name for name in ticked if name.startswith("features.")}
    assert ticked == {f"features.{name}" for name in experiment.network.features}
    for index, layer in enumerate(experiment.network.hidden):
        widths = [one for one in window.findChildren(QWidget, f"layer{index}.width") if not one.isHidden()]
        made = index in window.network.drawing.heads  # a layer that was never in sight has no controls yet
        assert not made or layer.width in [one.value() for one in widths]
    assert control(window, "data.seed").value() == experiment.seed
    assert control(window, "data.samples").value() == experiment.data.samples


def astray():
    """Return the controls that stick out of what holds them."""
    found = []
    for top in QApplication.topLevelWidgets():
        if not top.isVisible() or isinstance(top, QMenu) or top.windowType() == Qt.WindowType.Popup:
            continue
        if top.width() < top.minimumSizeHint().width() or top.height() < top.minimumSizeHint().height():
            continue  # the screen is too small for it
        for kind in (QAbstractButton, QComboBox, QAbstractSpinBox, QSlider):
            for one in top.findChildren(kind):
                if one.isVisible() and one.objectName() and not one.objectName().startswith("qt_"):
                    here, room = one.geometry(), one.parentWidget().rect()
                    if not room.contains(here):
                        found.append(f"{one.objectName()} {here.getRect()} in {room.getRect()}")
    return found


def commands_of(window):
    """Return the window's menu actions with shortcuts, except for the one that quits."""
    found, menus = [], [action.menu() for action in window.menuBar().actions()]
    while menus:
        for action in menus.pop().actions():
            if action.menu() is not None:
                menus.append(action.menu())
            elif action.shortcuts() and action.shortcut() != QKeySequence("Ctrl+Q"):
                found.append(action)
    return found


# -- the monkey ------------------------------------------------------------------------------------


class Monkey:
    """Acts on one window.

    Parameters
    ----------
    window : MainWindow
    seed : int
    files : list of Path
        From `make_files`.
    """

    def __init__(self, window, seed, files):
        self.window, self.seed, self.files = window, seed, files
        self.rng = random.Random(seed)
        self.failures = []
        self._held = []
        self._acted = self._since = self.longest = 0.0
        quits = [a for menu in window.menuBar().actions() for a in menu.menu().actions() if _quits(a)]
        assert len(quits) == 1
        quits[0].setEnabled(False)  # everything else is within reach
        window.session.notices.changed.connect(self._hear)
        # some menus keep the program waiting, in the middle of an act
        self._helper = QTimer(window)
        self._helper.setInterval(NESTED_MS)
        self._helper.timeout.connect(self._answer_menu)
        self._kinds = [
            (self.click, 24), (self.place, 8), (self.drag, 6), (self.draw, 5), (self.wheel, 5),
            (self.hover, 5), (self.command, 16), (self.key, 10), (self.walk, 4), (self.type, 8),
            (self.turn, 4), (self.slide, 2), (self.choose, 4), (self.copy, 3), (self.drop, 3),
            (self.look, 2), (self.storm, 1), (self.card, 6), (self.open_menu, 2), (self.tabulate, 2),
            (self.explain, 10), (self.travel, 12), (self.compare, 8),
        ]  # fmt: skip

    def _hear(self, notice):
        if notice is not None and "Traceback" in notice.details:
            self.failures.append(notice.details)

    def act(self, number):
        """Do something; return what it was."""
        self.rng = rng = random.Random(f"{self.seed}/{number}")
        acts, weights = zip(*self._kinds, strict=True)
        self._acted, self._since = time.monotonic(), time.thread_time()
        self.longest, self._held = 0.0, []
        self._helper.start()
        try:
            what = self._close_dialog() if self._has_enough() else rng.choices(acts, weights)[0]()
            if rng.random() < 0.25:
                QTest.qWait(rng.randrange(1, 12))
            else:
                QApplication.processEvents()
            self._note()
            self._tame()
        finally:
            self._helper.stop()
        return what

    def _note(self):
        """Note how much of a processor the window has taken for one input, however busy the machine is."""
        now = time.thread_time()
        self.longest, self._since = max(self.longest, now - self._since), now

    def check(self):
        """Check what must hold after every act."""
        window = self.window
        assert window.isVisible()
        assert not self.failures, self.failures[0]
        if not window.isActiveWindow() and QApplication.activePopupWidget() is None:
            front = QApplication.activeModalWidget() or window
            front.activateWindow()
        shows(window, window.session.experiment)
        if out := astray():
            print(*out, sep="\n")
            until(lambda: not astray())  # a layout that asks for more room gets it a moment later

    def rest(self):
        """Bring the window to the state that it has with a small experiment, newly opened and trained."""
        window = self.window
        QWhatsThis.leaveWhatsThisMode()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for dialog in window.findChildren(QDialog):
            dialog.close()
        self._let_go()
        window.showNormal()
        window.resize(1280, 800)
        window.activateWindow()
        until(window.isActiveWindow)
        window.drawing.draw(False)
        for card in window.findChildren(QWidget, "card"):
            card.hide()
        window.network.show_all()
        window.boundary.home()
        window.output.open("loss")
        if window.views.shown == RUNS:
            window.runs.panel.filter.clear()
            self.press(KEY.Key_Escape)
        window.views.show(BUILD)
        for name in ("Light", "Normal text size"):
            commands_of_menu(window, name)[0].trigger()
        QApplication.clipboard().clear()
        QPixmapCache.clear()  # it holds up to ten megabytes of what was drawn last
        session = window.session
        session.gate.show(Classroom())
        session.set_speed(FULL)
        session.open(SMALL)
        until(lambda: settled(session))
        session.play(5)
        until(lambda: settled(session) and session.snapshot.epoch == 5)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QTest.qWait(50)
        gc.collect()

    def end(self):
        """Leave the window as a person would who goes home."""
        self.rest()
        self.window.session.notices.changed.disconnect(self._hear)
        self._helper.deleteLater()

    # -- where ---------------------------------------------------------------------------------

    @property
    def front(self):
        """What gets the keys: an open list or menu, a dialog, or the window."""
        front = (
            QApplication.activePopupWidget()
            or QApplication.activeModalWidget()
            or QApplication.activeWindow()
            or self.window
        )
        self._held.append(front)  # for the binding, what is in it ends with the last reference to it
        return front

    def _target(self):
        """The window to act in: mostly the one in front."""
        front = self.front
        others = [one for one in QApplication.topLevelWidgets() if _is_open(one)]
        if self.rng.random() < 0.15 and others:
            front = self.rng.choice(others)
            self._held.append(front)
            front.activateWindow()
        return front

    def there(self, kind, top=None):
        """Return what there is of a kind to be used."""
        found = (top or self._target()).findChildren(kind)
        return [one for one in found if one.isVisible() and one.isEnabled()]

    def one_of(self, kind):
        there = self.there(kind) or self.there(kind, self.window)
        return self.rng.choice(there) if there else None

    def somewhere(self, widget):
        """A place in a widget; one in three is its middle."""
        if self.rng.random() < 0.33:
            return widget.rect().center()
        return QPoint(self.rng.randrange(max(widget.width(), 1)), self.rng.randrange(max(widget.height(), 1)))

    def mouse(self, act, widget, place, button=LEFT, keys=NONE):
        """Press, release, click or double click at a place of a widget, if it is in sight."""
        top = widget.window()
        there = widget.mapTo(top, place)
        if act == "mouseDClick" and top.windowType() == Qt.WindowType.Popup:
            act = "mouseClick"  # it may be gone after the first
        # what is pressed may take the window away: the button is then let go over nothing
        for one in ("mousePress", "mouseRelease") if act == "mouseClick" else (act,):
            handle = _handle(top)
            if handle is not None and _holds(handle, there):
                getattr(QTest, one)(handle, button, keys, there)
                self._note()

    def _let_go(self):
        """Let go of what is still held, wherever that is: no hand holds a button for ever."""
        for button in (LEFT, RIGHT, MIDDLE):
            if QApplication.mouseButtons() & button:
                QTest.mouseRelease(self.window.windowHandle(), button, NONE, QPoint(1, 1))

    def move(self, widget, place):
        top = widget.window()
        handle, there = _handle(top), widget.mapTo(top, place)
        if handle is not None and _holds(handle, there):
            QTest.mouseMove(handle, there)

    def press(self, key, modifier=NONE):
        """Press a key, wherever the focus is, and let it go, wherever the focus is then."""
        letter = key if isinstance(key, str) else QTest.keyToAscii(key)
        code = QTest.asciiToKey(ord(letter)) if isinstance(key, str) else key
        held = [one for one, flag in MODIFIERS.items() if modifier & flag]
        # not keyClick(): what one of its events takes away would get the next
        for one, press in (
            [(k, True) for k in held] + [(code, True), (code, False)] + [(k, False) for k in held]
        ):
            if (handle := _handle(self.front)) is not None:
                text = letter.strip("\0") if one == code else ""
                QTest.simulateEvent(handle, press, int(one), modifier if one == code else NONE, text, False)
                self._note()

    def write(self, text):
        for letter in text[:30]:
            if ord(letter) < 128:
                self.press(letter)

    def press_keys(self, sequence):
        for k in range(sequence.count()):
            combination = sequence[k]
            if combination != QKeySequence("Ctrl+Q")[0]:
                self.press(combination.key(), combination.keyboardModifiers())

    # -- the mouse -----------------------------------------------------------------------------

    def click(self):
        button = self.one_of((QPushButton, QCheckBox, QTabBar)[self.rng.choice((0, 0, 0, 0, 1, 1, 2))])
        if button is None:
            return "nothing to click"
        name = button.objectName()
        if name == "network.add_layer" and len(self.window.session.experiment.network.hidden) >= MOST_LAYERS:
            return "enough layers"
        place = QPoint(10, button.height() // 2) if isinstance(button, QCheckBox) else self.somewhere(button)
        act = "mouseDClick" if self.rng.random() < 0.1 else "mouseClick"
        self.mouse(act, button, place, self._button())
        return f"{act} {name}"

    def _button(self):
        return self.rng.choices([LEFT, RIGHT, MIDDLE], [16, 2, 1])[0]

    def place(self):
        """Click anywhere."""
        top = self._target()
        place, button = self.somewhere(top), self.rng.choice([LEFT, LEFT, RIGHT, MIDDLE])
        act = self.rng.choice(["mouseClick", "mouseClick", "mouseDClick"])
        self.mouse(act, top, place, button, self.rng.choice([NONE, NONE, NONE, SHIFT, CONTROL]))
        return f"{act} {button.name} at {place.toTuple()} of {_name(top)}"

    def drag(self):
        """Drag something, or from somewhere to somewhere."""
        kind = self.rng.choice((QSlider, QSplitterHandle, QScrollBar, None, None))
        thing = (self.one_of(kind) if kind else None) or self.rng.choice(
            [self.window.boundary.plot, self.window.network.drawing, self._target()]
        )
        button = self._button()
        self._stroke(thing, self.rng.randrange(1, 7), button)
        return f"drag {_name(thing)} by {button.name}"

    def _stroke(self, thing, moves, button=LEFT):
        self.mouse("mousePress", thing, self.somewhere(thing), button)
        for _ in range(moves):
            if not isValid(thing):
                break
            self.move(thing, self.somewhere(thing))
            if self.rng.random() < 0.1:
                self.press(
                    self.rng.choice((KEY.Key_Escape, KEY.Key_Space, KEY.Key_Z)),
                    self.rng.choice((NONE, CONTROL)),
                )
            if self.rng.random() < 0.2:
                QApplication.processEvents()
        if isValid(thing):
            self.mouse("mouseRelease", thing, self.somewhere(thing), button)
        self._let_go()

    def draw(self):
        """Draw in the large plot, by a tool."""
        plot, draws = self.window.boundary.plot, control(self.window, "data.draw").isChecked()
        if not draws and self.rng.random() < 0.5:
            self.press(KEY.Key_D, CONTROL)
        tool = self.rng.choice("bbemm012345f[]")
        plot.setFocus()
        if self.rng.random() < 0.6:
            self.write(tool)
        way = self.rng.random()
        if way < 0.6:
            self._stroke(
                plot.viewport(), self.rng.randrange(1, 25), self.rng.choice((LEFT, LEFT, LEFT, RIGHT))
            )
        elif way < 0.8:
            self.mouse("mouseClick", plot.viewport(), self.somewhere(plot.viewport()), self._button())
        else:
            for _ in range(self.rng.randrange(1, 10)):
                self.press(self.rng.choice((*ARROWS, *ARROWS, KEY.Key_Return, KEY.Key_Delete, KEY.Key_F)))
        return f"draw with {tool}"

    def wheel(self):
        top = self._target()
        where = self.rng.choice(
            [self.window.boundary.plot, self.window.network.drawing, top, self.window.loss]
        )
        top, place = where.window(), self.somewhere(where)
        there, delta = where.mapTo(top, place), self.rng.choice((120, -120, 360, -360, 15, -15, 1200))
        turn = QPoint(0, delta) if self.rng.random() < 0.9 else QPoint(delta, 0)
        for _ in range(self.rng.randrange(1, 5)):
            if (handle := _handle(top)) is not None and _holds(handle, there):
                QTest.wheelEvent(handle, QPointF(there), turn, QPoint(), self.rng.choice((NONE, CONTROL)))
        return f"wheel {delta} over {_name(where)}"

    def hover(self):
        where = self.rng.choice([self.window.boundary.plot, self.window.network.drawing, self._target()])
        place = self.somewhere(where)
        self.move(where, place)
        if self.rng.random() < 0.05:
            QTest.qWait(300)  # long enough for a probe
        return f"hover over {_name(where)} at {place.toTuple()}"

    # -- the keyboard --------------------------------------------------------------------------

    def command(self):
        """Press one of the shortcuts that the menus have."""
        action = self.rng.choice(commands_of(self.window))
        keys = self.rng.choice(action.shortcuts())
        if keys == QKeySequence("+") and len(self.window.session.experiment.network.hidden) >= MOST_LAYERS:
            return "enough layers"
        self.press_keys(keys)
        return f"shortcut {keys.toString()}: {action.text()}"

    def key(self):
        rng = self.rng
        kind = rng.choice((ARROWS, ENDS, ENDS, WALKS, OTHERS, EDITING, None))
        if kind is EDITING:
            keys = rng.choice(EDITING)
            self.press(keys.key(), keys.keyboardModifiers())
            return f"key {QKeySequence(keys).toString()}"
        if kind is None:
            letter = rng.choice("abcdefghijklmnopqrstuvwxyz0123456789.,-=")
            self.write(letter)
            return f"key {letter}"
        key, modifier = rng.choice(kind), rng.choice((NONE, NONE, NONE, SHIFT, CONTROL))
        for _ in range(rng.choice((1, 1, 1, 5))):
            self.press(key, modifier)
        return f"key {modifier.name} {key.name}"

    def walk(self):
        """Walk through the controls, and change the one that is come to."""
        count, back = self.rng.randrange(1, 8), self.rng.random() < 0.4
        for _ in range(count):
            self.press(KEY.Key_Backtab if back else KEY.Key_Tab, SHIFT if back else NONE)
        focus = QApplication.focusWidget()
        for _ in range(self.rng.randrange(3)):
            self.press(self.rng.choice((*ARROWS, KEY.Key_Space, KEY.Key_Return)))
        return f"Tab {'back ' if back else ''}{count} times to {_name(focus)}"

    def type(self):
        """Type into a number, or another field."""
        rng = self.rng
        field = self.one_of(QAbstractSpinBox if rng.random() < 0.8 else QLineEdit)
        if field is None:
            return "nothing to type into"
        spin = field if isinstance(field, QAbstractSpinBox) else field.parentWidget()
        is_number = isinstance(spin, QAbstractSpinBox)
        text = rng.choice(WIDTHS if ".width" in spin.objectName() else NUMBERS if is_number else FORMULAS)
        line = spin.lineEdit() if is_number else field
        self.mouse("mouseClick", line, line.rect().center())
        if rng.random() < 0.8:
            self.press(KEY.Key_A, CONTROL)
        self.write(text)
        end = rng.choice((KEY.Key_Return, KEY.Key_Return, KEY.Key_Tab, KEY.Key_Escape, None))
        if end is not None:
            self.press(end)
        return f"type {text[:30]!r} into {_name(spin if is_number else field)}, then {end and end.name}"

    def turn(self):
        """Turn a number by its arrows, or give it a value."""
        spin = self.one_of(QAbstractSpinBox)
        if spin is None:
            return "nothing to turn"
        name = spin.objectName()
        if self.rng.random() < 0.6:
            steps = self.rng.choice([-10, -3, -1, 1, 3])
            spin.stepBy(steps)
            return f"turn {name} by {steps}"
        most = {"data.samples": MOST_SAMPLES, "training.batch_size": 500}.get(name, spin.maximum())
        most = min(MOST_WIDTH, most) if ".width" in name else min(most, spin.maximum())
        spin.setValue(type(spin.value())(self.rng.uniform(spin.minimum(), most)))
        return f"set {name} to {spin.value()}"

    def slide(self):
        slider = self.one_of(QSlider)
        if slider is None:
            return "nothing to slide"
        slider.setValue(self.rng.randint(slider.minimum(), slider.maximum()))
        return f"slide {slider.objectName()} to {slider.value()}"

    def choose(self):
        """Choose out of a list: at once, or by opening it."""
        combo = self.one_of(QComboBox)
        if combo is None or not combo.count():
            return "nothing to choose"
        if self.rng.random() < 0.5:
            combo.setCurrentIndex(self.rng.randrange(combo.count()))
        else:
            self.mouse("mouseClick", combo, combo.rect().center())
            for _ in range(self.rng.randrange(6)):
                self.press(self.rng.choice((KEY.Key_Down, KEY.Key_Up, KEY.Key_Right)))
            if self.rng.random() < 0.7:
                self.press(self.rng.choice((KEY.Key_Return, KEY.Key_Return, KEY.Key_Escape)))
        return f"choose {_name(combo)}"

    def storm(self):
        """The same few keys, many times in quick succession."""
        rng = self.rng
        storms = {
            "undo": [(KEY.Key_Z, CONTROL)], "redo": [(KEY.Key_Y, CONTROL)],
            "undo and redo": [(KEY.Key_Z, CONTROL), (KEY.Key_Y, CONTROL)], "play": [(KEY.Key_Space, NONE)],
            "step": [(KEY.Key_Right, CONTROL), (KEY.Key_Right, SHIFT), (KEY.Key_Right, NONE)],
            "reset": [(KEY.Key_R, NONE), (KEY.Key_Space, NONE), (KEY.Key_N, NONE)],
            "draw": [(KEY.Key_D, CONTROL)], "tabs": [(KEY.Key_1, CONTROL), (KEY.Key_3, CONTROL)],
            "moments": [(KEY.Key_Period, NONE), (KEY.Key_Period, NONE), (KEY.Key_Comma, NONE)],
            "views": [(KEY.Key_F2, NONE), (KEY.Key_F3, NONE), (KEY.Key_F4, NONE), (KEY.Key_Space, NONE)],
            "playing back": [(KEY.Key_Space, SHIFT), (KEY.Key_Space, NONE), (KEY.Key_End, CONTROL)],
            "branches": [(KEY.Key_B, NONE), (KEY.Key_Space, NONE), (KEY.Key_Z, CONTROL), (KEY.Key_G, NONE)],
            "drawer": [(KEY.Key_T, NONE)], "examples": [(KEY.Key_E, CONTROL), (KEY.Key_Escape, NONE)],
        }  # fmt: skip
        name = rng.choice(list(storms))
        self.window.setFocus()
        for _ in range(rng.randrange(5, 30)):
            self.press(*rng.choice(storms[name]))
            if rng.random() < 0.1:
                QApplication.processEvents()
        return f"storm of {name}"

    # -- the rest of the desktop ---------------------------------------------------------------

    def copy(self):
        """Have something on the clipboard, and mostly paste it."""
        rng = self.rng
        if rng.random() < 0.1:
            data = QMimeData()
            data.setColorData(QColor("red"))
            QApplication.clipboard().setMimeData(data)
            text = "a colour"
        else:
            text = texts(rng)
            QApplication.clipboard().setText(text)
        if rng.random() < 0.8:
            self.press(KEY.Key_V, rng.choice((CONTROL, CONTROL, CONTROL | SHIFT)))
        return f"clipboard: {text[:20]!r}, {len(text)} characters"

    def drop(self):
        """Drag files over the window, and mostly drop them."""
        rng = self.rng
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            return "nowhere to drop"
        data, handle = QMimeData(), self.window.windowHandle()
        names = rng.sample(self.files, rng.choice((1, 1, 1, 1, 2, 5)))
        if rng.random() < 0.1:
            data.setText(texts(rng)[:1000])
        elif rng.random() < 0.05:
            data.setUrls([QUrl("https://example.org/one.json")])
        else:
            data.setUrls([QUrl.fromLocalFile(str(name)) for name in names])
        place, kinds = self.somewhere(self.window), (QDragEnterEvent, QDragMoveEvent, QDropEvent)
        enter, over, fall = (drag_event(kind, place, data) for kind in kinds)
        QApplication.sendEvent(handle, enter)
        QApplication.sendEvent(handle, over)
        QApplication.sendEvent(handle, fall if rng.random() < 0.85 else QDragLeaveEvent())
        return f"drop {[name.name for name in names]} at {place.toTuple()}"

    def look(self):
        """Change how the window looks."""
        rng, window = self.rng, self.window
        kind = rng.choice(("appearance", "resize", "resize", "minimise", "away"))
        if kind == "appearance":
            name = rng.choice(("Same as system", "Light", "Dark"))
            commands_of_menu(window, name)[0].trigger()
        elif kind == "resize":
            window.resize(rng.randint(600, 2000), rng.randint(400, 1200))
        elif kind == "minimise":
            window.showMinimized()
            QTest.qWait(rng.randrange(20))
            window.showNormal()
        else:
            focus = QApplication.focusWidget()
            if focus is not None:
                focus.clearFocus()
        return f"{kind} {window.size().toTuple()}"

    def card(self):
        """Open a neuron's card, or do something in it."""
        rng, window = self.rng, self.window
        cards = [one for one in window.findChildren(QWidget, "card") if one.isVisible()]
        if not cards or rng.random() < 0.2:
            columns = window.network.drawing.widths
            layer = rng.randrange(len(columns))
            place = neuron_place(window, layer, rng.randrange(columns[layer]))
            self.mouse("mouseClick", window.network.drawing, place)
            return f"open the card of a neuron in layer {layer}"
        inside = [one for one in cards[-1].findChildren(QWidget) if one.isVisible() and one.isEnabled()]
        kinds = (QAbstractButton, QComboBox, QLineEdit)
        thing = rng.choice([one for one in inside if isinstance(one, kinds)] or [cards[-1]])
        self.mouse("mouseClick", thing, thing.rect().center())
        if isinstance(thing, QLineEdit):
            self.press(KEY.Key_A, CONTROL)
            self.write(rng.choice(NUMBERS if thing.objectName() == "qt_spinbox_lineedit" else FORMULAS))
            self.press(rng.choice((KEY.Key_Return, KEY.Key_Return, KEY.Key_Escape, KEY.Key_Tab)))
        elif isinstance(thing, QComboBox):
            self.press(rng.choice(ARROWS))
            self.press(rng.choice((KEY.Key_Return, KEY.Key_Escape)))
        return f"in the card: {_name(thing)}"

    def explain(self):
        """Look at the mathematics, and go through the moments of a step."""
        rng, window = self.rng, self.window
        if window.views.shown != MATHS or rng.random() < 0.05:
            self.press(rng.choice((KEY.Key_F2, KEY.Key_F3, KEY.Key_F3, KEY.Key_F3)))
            return "to another view"
        names = [f"maths.{name}" for name in ("start", "back", "forward", "forward", "play")]
        way = rng.choice(("player", "player", "keys", "page", "page", "ledger", "place", "sample"))
        if way == "keys":
            for _ in range(rng.randrange(1, 30)):
                self.write(rng.choice(",....") if rng.random() < 0.9 else rng.choice(" r"))
            return "moments by keys"
        if way == "page":
            bar = rng.choice(self.there(QTabBar, window) or [window.menuBar()])
            self.mouse("mouseClick", bar, self.somewhere(bar))
            return f"a page of {_name(bar)}"
        if way == "ledger":
            return self._walk_ledger(window.findChild(QWidget, "maths.ledger"))
        if way == "place":
            columns = window.network.drawing.widths
            layer = rng.randrange(len(columns))
            place = neuron_place(window, layer, rng.randrange(columns[layer]))
            self.mouse("mouseClick", window.network.drawing, place)
            return f"choose a neuron in layer {layer}"
        if way == "sample":
            window.boundary.plot.setFocus()
            self.mouse("mouseClick", window.boundary.plot.viewport(), self.somewhere(window.boundary.plot))
            return "choose a point"
        button = window.findChild(QAbstractButton, rng.choice(names))
        for _ in range(rng.randrange(1, 20)):
            if button is None or not button.isVisible():
                break
            self.mouse("mouseClick", button, button.rect().center())
            if rng.random() < 0.2:
                QApplication.processEvents()
        return f"click {_name(button)} many times"

    def travel(self):
        """Go through the past of the run, by the plot of the losses or by commands, and act there."""
        rng, window = self.rng, self.window
        way = rng.choice(("keys", "keys", "drag", "click", "command", "command", "line", "do", "do"))
        plot = window.loss.timeline.parent()
        if way in ("keys", "drag", "click") and not plot.isVisible():
            self.press(KEY.Key_F2)
            return "to the losses"
        if way == "keys":
            plot.setFocus()
            for _ in range(rng.randrange(1, 12)):
                key, held = (
                    rng.choice((*ARROWS[:2], *ARROWS[:2], *WALKS[2:])),
                    rng.choice((NONE, NONE, SHIFT, CONTROL)),
                )
                self.press(key, held)
                if rng.random() < 0.2:
                    QApplication.processEvents()
            return "through time by keys"
        if way == "drag":
            self._stroke(plot.viewport(), rng.randrange(1, 20))
            return "drag through time"
        if way == "click":
            self.mouse("mouseClick", plot.viewport(), self.somewhere(plot.viewport()))
            return "click in the losses"
        if way == "do":
            key = rng.choice((KEY.Key_Space, KEY.Key_Space, KEY.Key_Right, KEY.Key_R, KEY.Key_N))
            self.press(key, CONTROL if key == KEY.Key_Right else NONE)
            return f"key {key.name} in the past"
        menus = [action.menu() for action in window.menuBar().actions()]
        menu = next(one for one in menus if one.title().replace("&", "") == "Time")
        if way == "line":
            menu = rng.choice([one.menu() for one in menu.actions() if one.menu() is not None])
            menu.aboutToShow.emit()
        actions = [
            one for one in menu.actions() if one.menu() is None and one.isEnabled() and one.isVisible()
        ]
        if not actions:
            return "no line was left"
        action = rng.choice(actions)
        action.trigger()
        return f"command {action.text()}"

    def compare(self):
        """Do something with the runs that are kept: with their table, or with several at once."""
        rng, window = self.rng, self.window
        if window.views.shown != RUNS or rng.random() < 0.05:
            self.press(rng.choice((KEY.Key_F2, KEY.Key_F4, KEY.Key_F4, KEY.Key_F4)))
            return "to another view"
        panel = window.runs.panel
        way = rng.choice(
            ("row", "row", "keys", "keys", "filter", "heading", "page", "page", "open", "pin", "menu")
        )
        if way == "open":
            button = rng.choice((panel.side_by_side, panel.race))
            self.mouse("mouseClick", button, button.rect().center())
            return f"click {_name(button)}"
        if way == "filter":
            panel.filter.setText(rng.choice(("", "", "relu", "seed 3", "zzz", *FORMULAS)))
            return "filter runs"
        if way == "pin":
            window.runs.pin()
            return "pin a run"
        if way == "page" and panel.page is not None:
            if rng.random() < 0.4:
                panel.page.setFocus()
                self.press(
                    rng.choice(
                        (KEY.Key_Space, KEY.Key_Space, KEY.Key_Right, KEY.Key_R, KEY.Key_L, KEY.Key_Escape)
                    )
                )
                return "keys for several runs"
            kind = rng.choice((QPushButton, QPushButton, QComboBox, QWidget))
            thing = rng.choice(self.there(kind, panel.page) or [panel.page])
            self.mouse("mouseClick", thing, self.somewhere(thing))
            return f"click {_name(thing)} of several runs"
        view = panel.table.viewport()
        if not view.isVisible():
            return "no table of runs"
        if way == "heading":
            header = panel.table.horizontalHeader().viewport()
            self.mouse("mouseClick", header, self.somewhere(header))
            return "sort the runs"
        if way == "keys":
            panel.table.setFocus()
            for _ in range(rng.randrange(1, 6)):
                self.press(
                    rng.choice((*ARROWS, *ARROWS, *ENDS, *WALKS, "*")), rng.choice((NONE, NONE, SHIFT))
                )
            return "keys in the table of runs"
        act = rng.choice(("mouseClick", "mouseClick", "mouseDClick"))
        self.mouse(
            act,
            view,
            self.somewhere(view),
            RIGHT if way == "menu" else LEFT,
            rng.choice((NONE, SHIFT, CONTROL)),
        )
        return f"{act} in the table of runs"

    def _walk_ledger(self, ledger):
        """Walk through the ledger with keys, opening and copying lines."""
        rng = self.rng
        if ledger is None or not ledger.isVisible():
            return "no ledger"
        tree = next(iter(self.there(QAbstractScrollArea, ledger)), ledger)
        self.mouse("mouseClick", tree, self.somewhere(tree), self._button())
        for _ in range(rng.randrange(1, 15)):
            if rng.random() < 0.3:
                self.press(rng.choice("LNKC"), CONTROL | rng.choice((NONE, SHIFT)))
            else:
                self.press(rng.choice((*ARROWS, *WALKS[2:], KEY.Key_Return)))
        return "walk through the ledger"

    def open_menu(self):
        """Open a menu and walk through it."""
        rng = self.rng
        if rng.random() < 0.6:
            self.press(rng.choice((KEY.Key_F, KEY.Key_E, KEY.Key_T, KEY.Key_V, KEY.Key_H)), ALT)
        else:
            bar = self.window.menuBar()
            menu = rng.choice(bar.actions())
            self.mouse("mouseClick", bar, bar.actionGeometry(menu).center())
        for _ in range(rng.randrange(10)):
            self.press(rng.choice(ARROWS))
        self.press(rng.choice((KEY.Key_Return, KEY.Key_Escape)))
        return "walk through a menu"

    def tabulate(self):
        """Type, paste or delete in a table, or walk through a list."""
        rng = self.rng
        view = self.one_of(QAbstractItemView)
        if view is None:
            return "no table"
        self.mouse("mouseClick", view.viewport(), self.somewhere(view.viewport()))
        for _ in range(rng.randrange(1, 5)):
            if not isValid(view):
                break
            way = rng.randrange(5)
            if way == 0:
                self.press(rng.choice(ARROWS), rng.choice((NONE, SHIFT)))
            elif way == 1:
                self.write(rng.choice(NUMBERS))
                self.press(rng.choice((KEY.Key_Return, KEY.Key_Tab, KEY.Key_Escape)))
            elif way == 2 and isinstance(view, QTableView):
                self.press(KEY.Key_V, CONTROL)
            elif way == 3:
                self.press(rng.choice((KEY.Key_Delete, KEY.Key_F2, KEY.Key_Return)))
            else:
                self.press(rng.choice((KEY.Key_A, KEY.Key_C)), CONTROL)
        return f"in the table {_name(view) if isValid(view) else 'that was closed'}"

    # -- dialogs -------------------------------------------------------------------------------

    def _has_enough(self):
        """Whether it is tired of a dialog, or of an open list."""
        open_ones = [one for one in self.window.findChildren(QDialog) if one.isVisible()]
        tired = 0.08 if open_ones else 0.0
        return self.rng.random() < (0.3 if QApplication.activePopupWidget() is not None else tired)

    def _close_dialog(self):
        rng = self.rng
        popup = QApplication.activePopupWidget()
        if popup is not None:
            self.press(KEY.Key_Escape)
            return f"Escape from {_name(popup)}"
        dialog = rng.choice([one for one in self.window.findChildren(QDialog) if one.isVisible()])
        dialog.activateWindow()
        way = rng.random()
        buttons = self.there(QPushButton, dialog)
        if way < 0.4 and buttons:
            button = rng.choice(buttons)
            name = _name(button)
            self.mouse("mouseClick", button, button.rect().center())
            return f"button {name} of {_name(dialog)}"
        if way < 0.7:
            QApplication.processEvents()
            self.press(KEY.Key_Escape)
            return f"Escape from {_name(dialog)}"
        name = _name(dialog)
        dialog.close()
        return f"close {name}"

    def _answer_menu(self):
        """Answer a menu that keeps an act waiting."""
        if time.monotonic() - self._acted < 0.001 * NESTED_MS or QApplication.activePopupWidget() is None:
            return
        for _ in range(random.randrange(4)):
            self.press(KEY.Key_Down)
        self.press(random.choice((KEY.Key_Escape, KEY.Key_Return)))

    def _tame(self):
        """Take back what would only make the machine slow."""
        window = self.window
        for spin in window.findChildren(QAbstractSpinBox):
            if ".width" in spin.objectName() or spin.objectName() == "data.samples":
                most = MOST_WIDTH if ".width" in spin.objectName() else 9999
                digits = "".join(c for c in spin.text() if c.isdigit())
                if digits and spin.hasFocus() and int(digits) > most:
                    spin.lineEdit().setText(spin.textFromValue(spin.value()))
        if window.session.gate.chosen and self.rng.random() < 0.05:
            window.session.gate.show(Classroom())  # where much is locked, there is little to do
        network = window.session.experiment.network
        wide = any(layer.width > MOST_WIDTH for layer in network.hidden)
        if wide or len(network.hidden) > MOST_LAYERS or len(network.features) > 20:
            window.session.open(SMALL)


def commands_of_menu(window, text):
    """Return the actions of a name, in any menu."""
    found, menus = [], [action.menu() for action in window.menuBar().actions()]
    while menus:
        for action in menus.pop().actions():
            if action.menu() is not None:
                menus.append(action.menu())
            elif action.text().replace("&", "") == text:
                found.append(action)
    return found


def _quits(action):
    return action.shortcut() == QKeySequence("Ctrl+Q")


def _handle(top):
    """Return what the desktop knows of a window, while there is such a thing."""
    handle = top.windowHandle() if isValid(top) and top.isVisible() else None
    return handle if handle is not None and isValid(handle) else None


def _holds(handle, place):
    return 0 <= place.x() < handle.width() and 0 <= place.y() < handle.height()


def _is_open(top):
    return top.isVisible() and (isinstance(top, QDialog) or top.windowType() == Qt.WindowType.Window)


def _name(thing):
    if thing is None:
        return "nothing"
    with suppress(RuntimeError):
        return thing.objectName() or type(thing).__name__
    return "what is gone"
