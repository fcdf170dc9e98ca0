"""What `event_loop.py` does at the window: training, looks, the network."""

from dataclasses import replace

from event_loop_scenes import FIRST, KEY, LEFT, NONE, act, action, close_dialogs, key, wheel
from hands import EXPLOSIVE, click, control, neuron_place, type_in
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.observers.history import History

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
    bar = person.window.menuBar()
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
