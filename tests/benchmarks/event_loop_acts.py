"""What `event_loop.py` does at the window, and the largest experiments that it does it with."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

from hands import EXPLOSIVE, choose, click, control, neuron_place, press, type_in, weight_place
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from engine import DATASETS, FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from playground.classroom.choice import FIRST_STEPS, Classroom
from playground.files import examples
from playground.files.experiments import save
from playground.files.share import to_text
from playground.observers.curves import History

KEY, NONE = Qt.Key, Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
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
    "inputs": lambda: replace(FIRST, network=NetworkSpec(features=(*FEATURES, *FORMULAS), hidden=(LayerSpec(8),))),
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


# -- training and starting again -------------------------------------------------------------------


@act("open the experiment")
def open_experiment(person):
    experiment = person.window.session.experiment
    person.do("opening FIRST", person.window.session.open, FIRST)
    person.settle("opening FIRST")
    person.do("opening", person.window.session.open, experiment)
    person.settle("opening")


@act("play and pause")
def play_and_pause(person):
    for _ in range(2):
        person.do("Play", click, person.window, "transport.play")
        person.settle("Play")


@act("step by epoch, batch, sample")
def step(person):
    for name in ("epoch", "batch", "sample"):
        action(person, name)
        person.settle(name, seconds=0.2)


@act("reset, new weights, new data, undo")
def start_again(person):
    for name in ("reset", "new_start", "new_data"):
        action(person, name)
        person.settle(name)
    for _ in range(3):
        person.do("undo", person.window.session.undo_stack.undo)
        person.settle("undo")


@act("all speeds", ("first", "deep"))
def speeds(person):
    for name in ("slower", "slower", "slower", "faster", "faster", "faster"):
        action(person, name)
        person.settle(name)


@act("diverge often", ("first",))
def diverge(person):
    window = person.window
    person.do("opening", window.session.open, EXPLOSIVE)
    person.settle("opening")
    for _ in range(6):
        person.do("Play", window.session.play)
        person.run("divergence", lambda: not window.session.playing and window.session.settled)
        person.settle("divergence")


@act("training settings")
def training_settings(person):
    window = person.window
    for rate in ("0.02", "0.003"):
        person.do("typing a rate", type_in, window, "training.learning_rate", rate)
        person.settle("a rate")
    slider = control(window, "training.learning_rate_slider")
    for k in range(slider.minimum(), slider.maximum() + 1):
        person.do("sliding the rate", slider.setValue, k)
    person.settle("the rate")
    for name in ("adam", "sgd"):
        person.do("the optimizer", window.session.edit, "training.optimizer", "training", optimizer=name)
        person.settle("the optimizer")
    person.do("all samples a batch", window.session.edit, "training.batch_size", "training", batch_size=10**6)
    person.settle("all samples a batch")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")


# -- looks -----------------------------------------------------------------------------------------


@act("the drawer of settings")
def drawer(person):
    for _ in range(2):
        action(person, "more")
        person.settle("the drawer", seconds=0.2)


@act("theme")
def theme(person):
    for name in ("theme.dark", "theme.light"):
        action(person, name)
        person.settle(name, seconds=0.2)


@act("text size")
def text_size(person):
    for name in ("larger", "larger", "usual"):
        action(person, name)
        person.settle(name, seconds=0.2)


@act("full screen")
def full_screen(person):
    for _ in range(2):
        action(person, "full_screen")
        person.settle("full screen", seconds=0.2)


@act("resize the window")
def resize(person):
    for width, height in ((1024, 700), (1900, 1100), (1400, 900), (1280, 800)):
        person.do("resizing", person.window.resize, width, height)
        person.settle("resizing", seconds=0.1)


@act("minimise and show")
def minimise(person):
    person.do("minimise", person.window.showMinimized)
    person.settle("minimise", seconds=0.2)
    person.do("show", person.window.showNormal)
    person.settle("show", seconds=0.2)


@act("all tabs")
def tabs(person):
    for name in (*person.window.output.names, "loss"):
        person.do(f"tab {name}", person.window.output.open, name)
        person.settle(f"tab {name}", seconds=0.3)


@act("hardest points, chosen")
def hardest(person):
    window = person.window
    person.do("tab hardest", window.output.open, "hardest")
    person.settle("hardest")
    table = control(window, "plot.hardest")
    for k in range(8):
        person.do("choosing a point", table.selectRow, k)
    person.settle("choosing")
    person.do("tab loss", window.output.open, "loss")


@act("options of the output plot")
def options(person):
    for name, switch in person.window.boundary.options.switches.items():
        for _ in range(2):
            person.do(f"plot.{name}", switch.toggle)
            person.settle(f"plot.{name}", seconds=0.2)


@act("probe, zoom and pan")
def probe(person):
    plot = person.window.boundary.plot
    view, middle = plot.viewport(), plot.viewport().rect().center()
    for k in range(3):
        QTest.mouseMove(view, middle + QPoint(k, k))
    person.settle("the pointer rests", seconds=0.5)
    for k in range(40):
        person.do("probing", QTest.mouseMove, view, middle + QPoint(2 * k - 40, 3 * k - 60))
    person.settle("probing")
    for steps in (1, 1, 1, 1, -1, -1):
        person.do("zooming", wheel, view, middle, steps)
    person.settle("zooming")
    person.do("press", QTest.mousePress, view, LEFT, NONE, middle)
    for k in range(20):
        person.do("panning", QTest.mouseMove, view, middle + QPoint(3 * k, 2 * k))
    person.do("release", QTest.mouseRelease, view, LEFT, NONE, middle)
    person.settle("panning")
    action(person, "whole")


@act("long curves", ("first", "own"))
def long_curves(person):
    """A million epochs, as the plot gets them."""
    window = person.window
    snapshot, history = window.session.snapshot, History()
    for k in range(0, 1_000_000, 50):
        history.add(
            k, replace(snapshot.metrics, train_loss=1.0 / (1 + k % 977), test_loss=1.0 / (1 + k % 883))
        )
    for k in range(10_000):
        history.add_divergence(97 * k)
    curves = history.curves()
    for name in ("loss", "accuracy", "loss"):
        person.do(f"tab {name}", window.output.open, name)
        for _ in range(3):
            shown = replace(window.session.snapshot, curves=curves, epoch=1_000_000)
            person.do("showing the curves", window.output.show_snapshot, shown)
            action(person, "log")
    view = window.loss._plot.viewport()
    for k in range(30):
        person.do("reading the curves", QTest.mouseMove, view, QPoint(70 + 9 * k, 60))
    action(person, "log")


@act("every menu, key sheet and About", ("first", "own"))
def menus(person):
    window, bar = person.window, person.window.menuBar()
    for one in bar.actions():
        person.do("opening a menu", QTest.mouseClick, bar, LEFT, NONE, bar.actionGeometry(one).center())
        person.settle("a menu", seconds=0.1)
        person.do("closing a menu", one.menu().close)
    for name in ("keyboard", "about"):
        action(person, name)
        person.settle(name, seconds=0.2)
        close_dialogs(person)


# -- the network -----------------------------------------------------------------------------------


@act("hover over the network")
def hover(person):
    drawing = person.window.network.drawing
    for k in range(60):
        place = QPoint(120 + 6 * k, 90 + (37 * k) % max(drawing.height() - 100, 1))
        person.do("hovering", QTest.mouseMove, drawing, place)
    person.settle("hovering")
    person.do("leaving", drawing.point_at, None)


@act("scroll layers, and across")
def scroll(person):
    network = person.window.network
    drawing, bar = network.drawing, network._area.horizontalScrollBar()
    for column in drawing._layout.columns[:3]:
        for steps in (-1, -1, -40, 5):
            person.do("scrolling a layer", wheel, drawing, QPoint(round(column.centre), 200), steps)
    person.settle("scrolling a layer")
    for k in range(10):
        person.do("scrolling across", bar.setValue, bar.maximum() * k // 9)
        person.settle("scrolling across", seconds=0.1)
    person.do("scrolling back", bar.setValue, 0)


@act("neuron's card, weights, masks")
def card(person):
    window = person.window
    drawing = window.network.drawing
    widths = drawing.widths
    for layer in dict.fromkeys((0, min(1, len(widths) - 1), len(widths) - 1)):
        person.do("to a neuron", drawing.go_to, (layer, 0))
        place = neuron_place(window, layer, 0)
        person.do("clicking a neuron", QTest.mouseClick, drawing, LEFT, NONE, place)
        person.settle("a card")
        person.do("typing a weight", type_in, window, "neuron.value", "0.25")
        person.settle("a weight")
        for _ in range(3):
            person.do("a digit", QTest.keyClicks, QApplication.focusWidget(), "1")
            key(person, "to the next weight", KEY.Key_Tab)
        person.settle("a weight")
        source = control(window, "neuron.source")
        person.do("opening the list of weights", source.showPopup)
        person.settle("the list of weights", seconds=0.1)
        person.do("closing the list of weights", source.hidePopup)
        whole = ("silence", "silence") if layer < len(widths) - 1 else ()
        for name in ("freeze_weight", *whole, "freeze"):
            person.do(name, click, window, f"neuron.{name}")
            person.settle(name, seconds=0.2)
        person.do("closing the card", window.network.cards.finish)
    person.settle("a card")
    for _ in range(4):
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo")


@act("add and remove neurons and layers")
def grow(person):
    window = person.window
    before = window.session.experiment
    for name, more in (("layer0.width", 1), ("layer0.width", -2)):
        spin = control(window, name)
        person.do(name, spin.setValue, max(1, min(spin.value() + more, 10_000)))
        person.settle(name)
    person.do("removing a neuron", window.session.remove_neuron, 0, 0)
    person.settle("removing a neuron")
    for name in ("add_layer", "add_layer", "remove_layer"):
        action(person, name)
        person.settle(name)
    person.do("activation", window.session.edit, "layer0.activation", "layers/0", activation="sine")
    person.settle("activation")
    person.do("input", click, window, "features.x1_x2")
    person.settle("input")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)
    assert window.session.experiment == before


@act("all inputs, a formula")
def inputs(person):
    window = person.window
    person.do("more inputs", click, window, "network.more_inputs")
    person.settle("more inputs")
    person.do("a formula's card", window.network.features.own.click)
    person.settle("a formula's card", seconds=0.1)
    line = control(window, "features.formula")
    person.do("typing", line.setText, f"sin(x1*{next(person.count) + 3})*exp(-x2^2/9)")
    key(person, "Enter", KEY.Key_Return)
    person.settle("a formula")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")
    person.do("fewer inputs", window.network.features.toggle)


# -- data ------------------------------------------------------------------------------------------


@act("every data set", ("first", "deep", "own"))
def datasets(person):
    window = person.window
    for name in DATASETS:
        person.do(f"data set {name}", window.session.edit, "data.dataset", "data", dataset=name)
        person.settle(f"data set {name}")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("the gallery", ("first",))
def gallery(person):
    person.do("the gallery", choose, person.window, "data.dataset", "Circle")
    person.settle("the gallery")


@act("100,000 samples", ("first",))
def samples(person):
    window = person.window
    slider = control(window, "data.samples_slider")
    for k in range(0, slider.maximum(), slider.maximum() // 12):
        person.do("sliding samples", slider.setValue, max(k, slider.minimum()))
    person.settle("sliding samples")
    person.do("100,000 samples", type_in, window, "data.samples", "100000")
    person.settle("100,000 samples")
    for name, value in (("noise", 0.2), ("imbalance", 0.5), ("test_fraction", 0.9)):
        person.do(name, window.session.edit, f"data.{name}", "data", **{name: value})
        person.settle(name)
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("100,000 samples become own points", ("deep",))
def make_own(person):
    window = person.window
    person.do("draw", window.drawing.draw, True)
    person.settle("draw")
    view = window.boundary.plot.viewport()
    person.do("a point", QTest.mouseClick, view, LEFT, NONE, view.rect().center())
    person.settle("a point")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")
    person.do("the table", window.own.open_table)
    person.settle("the table")
    close_dialogs(person)
    person.do("saving points", window.own.save_file, person.folder / "points.csv")
    person.settle("saving points")
    person.do("draw no more", window.drawing.draw, False)


def stroke(person, what, moves=24):
    view = person.window.boundary.plot.viewport()
    middle = view.rect().center()
    person.do(f"press: {what}", QTest.mousePress, view, LEFT, NONE, middle - QPoint(90, 60))
    for k in range(moves):
        person.do(what, QTest.mouseMove, view, middle + QPoint(7 * k - 90, 5 * k - 60))
    person.settle(what, seconds=0.1)
    person.do(f"release: {what}", QTest.mouseRelease, view, LEFT, NONE, middle)
    person.settle(what)


@act("draw, erase, move, flip, undo", POINTS)
def draw(person):
    window = person.window
    points = window.session.experiment.data.points
    data = replace(window.session.experiment.data, points=points[:-200])
    person.do("fewer points", window.session.edit_points, data, "")
    person.do("draw", window.drawing.draw, True)
    person.settle("draw")
    for tool, letter in (("brush", KEY.Key_B), ("eraser", KEY.Key_E), ("move", KEY.Key_M)):
        person.do("choosing a tool", QTest.keyClick, window.boundary.plot, letter)
        stroke(person, tool)
    view = window.boundary.plot.viewport()
    for _ in range(3):
        place = view.rect().center()
        person.do("flip", QTest.mouseClick, view, Qt.MouseButton.RightButton, NONE, place)
        person.settle("flip")
    for step in (window.session.undo_stack.undo, window.session.undo_stack.redo) * 2:
        for _ in range(4):
            person.do(step.__name__, step)
            person.settle(step.__name__, seconds=0.1)
    person.do("draw no more", window.drawing.draw, False)


@act("undo and redo of 100 strokes", POINTS)
def many_strokes(person):
    window = person.window
    data = window.session.experiment.data
    for k in range(100):
        data = replace(data, points=(*data.points[1:], (0.01 * k, 0.5, 1.0)))
        person.do("a change of points", window.session.edit_points, data, "points")
    person.settle("changes of points")
    for step in (window.session.undo_stack.undo, window.session.undo_stack.redo):
        for _ in range(100):
            person.do(step.__name__, step)
        person.settle(step.__name__)


@act("table of points: open, walk, scroll", POINTS)
def table(person):
    window = person.window
    person.do("the table", window.own.open_table)
    person.settle("the table")
    view = control(window, "table.points")
    bar = view.verticalScrollBar()
    for k in range(12):
        person.do("scrolling", bar.setValue, bar.maximum() * k // 11)
        person.settle("scrolling", seconds=0.02)
    for code, keys in ((KEY.Key_Home, CONTROL), (KEY.Key_End, CONTROL), (KEY.Key_PageUp, NONE)):
        person.do("walking", QTest.keyClick, view, code, keys)
    person.settle("walking")
    close_dialogs(person)


@act("table of points: edit, add, delete", POINTS)
def edit_table(person):
    window = person.window
    person.do("the table", window.own.open_table)
    person.settle("the table")
    dialog = window.own._table
    model = dialog.model
    for row in (0, 5_000, 9_990):
        person.do("a cell", model.setData, model.index(row, 0), str(0.1 * (row + 1 + next(person.count))))
        person.settle("a cell")
    person.do("rows", dialog.view.selectRow, 17)
    person.do("delete", dialog.delete)
    person.settle("delete")
    person.do("everything", dialog.view.selectAll)
    person.settle("everything")
    person.do("copy everything", dialog.copy)
    person.settle("copy everything")
    person.do("delete everything", dialog.delete)
    person.settle("delete everything")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")
    person.do("paste everything", dialog.view.setCurrentIndex, model.index(0, 0))
    person.do("paste everything", dialog.paste)
    person.settle("paste everything")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)
    close_dialogs(person)


@act("classes and values, test fraction", POINTS)
def kinds(person):
    window = person.window
    for label in ("values", "classes"):
        person.do(label, window.session.edit, "data.labels", "data", labels=label)
        person.settle(label)
    slider = control(window, "data.test_fraction_slider")
    for k in (20, 60, 90, 50):
        person.do("test fraction", slider.setValue, k)
        person.settle("test fraction")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("clear all points, undo", POINTS)
def clear(person):
    window = person.window
    person.do("clear", window.drawing.clear)
    person.settle("clear")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")
    person.do("draw no more", window.drawing.draw, False)


def table_text(rows, extra=0):
    rng = random.Random(1)
    lines = ["x1,x2,kind"]
    lines += [
        f"{rng.uniform(-6, 6):.3f},{rng.uniform(-6, 6):.3f},{'abc'[k % 3]}" + ",1" * extra
        for k in range(rows)
    ]
    return "\n".join(lines)


def import_points(person):
    """Use the dialog that shows a table, and import it."""
    window = person.window
    person.run("the dialog", lambda: window.findChild(QWidget, "csv") is not None)
    person.settle("the dialog")
    dialog = window.findChild(QWidget, "csv")
    for name in ("csv.standardise", "csv.header", "csv.header"):
        person.do(name, click, dialog, name)
        person.settle(name)
    pick = control(dialog, "csv.x1")
    for k in (1, 0):
        person.do("a column", pick.setCurrentIndex, k)
        person.settle("a column")
    if control(dialog, "csv.add").isVisible():
        for _ in range(2):
            person.do("csv.add", click, dialog, "csv.add")
            person.settle("csv.add")
    person.do("import", click, dialog, "csv.import")
    person.settle("import")
    person.do("undo", window.session.undo_stack.undo)
    person.settle("undo")


@act("CSV file of 10,000 rows", ("first", "own"))
def csv_file(person):
    path = Path(person.folder, "many.csv")
    path.write_text(table_text(MANY))
    person.do("a CSV file", person.window.own.open_file, path)
    import_points(person)


@act("CSV file of 20 MB, 200,000 rows", ("first",))
def large_csv(person):
    path = Path(person.folder, "large.csv")
    if not path.exists():
        path.write_text(table_text(200_000, extra=38))
    person.do("a CSV file", person.window.own.open_file, path)
    import_points(person)


@act("paste 10,000 rows", ("first", "own"))
def paste_points(person):
    QApplication.clipboard().setText(table_text(MANY))
    action(person, "paste_points")
    import_points(person)


# -- files -----------------------------------------------------------------------------------------


@act("save, open, save weights, open them")
def files(person):
    window = person.window
    experiment = window.session.experiment
    for suffix in ("json", "npstate"):
        path = Path(person.folder, f"saved.{suffix}")
        path.unlink(missing_ok=True)
        person.do(f"saving {suffix}", window.file.save_to, path)
        person.settle(f"saving {suffix}")
        person.run(f"saving {suffix}", path.exists)
        person.do(f"opening {suffix}", window.file.open, path)
        person.settle(f"opening {suffix}")
    person.run("opening", lambda: window.session.experiment == experiment)
    person.do("new", window.file.new)
    person.settle("new")
    person.do("opening", window.session.open, experiment)


@act("copy and paste as text")
def share(person):
    window = person.window
    experiment = window.session.experiment
    action(person, "copy")
    person.settle("copy")
    person.do("a change", window.session.edit, "training.l2", "training", l2=0.001)
    QApplication.clipboard().setText(to_text(replace(experiment, seed=next(person.count) + 5)))
    action(person, "paste")
    person.settle("paste")
    action(person, "paste")
    person.settle("paste")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


@act("every example", ("first", "own"))
def every_example(person):
    window = person.window
    person.do("the examples", window.documents.show_presets)
    person.settle("the examples")
    close_dialogs(person)
    for one in examples.presets():
        person.do(f"example {one.name}", window.documents.open_preset, one.name)
        person.settle("an example", seconds=0.2)


@act("choice for a class")
def class_mode(person):
    window = person.window
    person.do("the dialog", window.class_mode.choose)
    person.settle("the dialog")
    close_dialogs(person)
    person.settle("the dialog")
    for choice in (Classroom(hidden=FIRST_STEPS), Classroom(locked=frozenset({"data.noise"}))):
        person.do("a choice", window.session.gate.choose, choice)
        person.settle("a choice")
    person.do("a locked control", window.session.edit, "data.noise", "data", noise=0.3)
    person.do("an open one", window.session.edit, "training.l2", "training", l2=0.002)
    person.settle("an open one")
    while window.session.undo_stack.canUndo():
        person.do("undo", window.session.undo_stack.undo)
        person.settle("undo", seconds=0.1)


def unused(path=Path(), experiment=FIRST, trainer=Trainer):
    save(experiment, path)
    weight_place(None, 0, 0, 0)
    return trainer, SHIFT
