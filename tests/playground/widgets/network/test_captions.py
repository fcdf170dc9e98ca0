"""What the drawing of the network says of itself: captions, a key, and what "auto" stands for."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, choose, control, neuron_place, point_at, until, weight_place
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from engine import FEATURES, DataSpec, Experiment, LayerSpec, NetworkSpec, TrainSpec
from playground.classroom.choice import Classroom
from playground.style import palette
from playground.texts.controls import words_of
from playground.widgets.network.layout import LINES_LEAST, LINES_SHARE, NODE_LEAST, Layout

COLUMNS = "column"


def sized(window, width, height):
    window.resize(width, height)
    until(lambda: window.size().toTuple() == (width, height))
    for _ in range(3):
        QApplication.processEvents()
    return window


def labels(window, role):
    """The labels of a role in the drawing that are seen, from left to right."""
    seen = [one for one in window.network.drawing.findChildren(QLabel) if one.isVisible()]
    return sorted((one for one in seen if one.property("role") == role), key=lambda one: one.x())


def cut(label):
    return label.fontMetrics().horizontalAdvance(label.text()) > label.width()


# -- captions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("widths", "named"),
    [
        ((), ["INPUTS", "OUTPUT"]),
        ((8,), ["INPUTS", "HIDDEN LAYER 1", "OUTPUT"]),
        ((8, 3), ["INPUTS", "HIDDEN LAYER 1", "HIDDEN LAYER 2", "OUTPUT"]),
    ],
)
def test_every_column_has_its_name_on_one_line(open_window, widths, named):
    network = NetworkSpec(hidden=tuple(map(LayerSpec, widths)))
    window = sized(open_window(replace(SMALL, network=network)), 1280, 800)
    found = labels(window, COLUMNS)
    assert [one.text() for one in found] == named
    assert len({one.y() for one in found}) == 1
    assert not any(map(cut, found))
    for one, column in zip(found[1:], window.network.drawing._layout.columns, strict=True):
        assert one.geometry().center().x() == pytest.approx(column.centre, abs=1.5)


def test_a_narrow_column_has_a_shorter_name_and_a_row_says_what_the_numbers_are(open_window):
    window = sized(open_window(Experiment()), 960, 1040)
    assert [one.text() for one in labels(window, COLUMNS)] == ["INPUTS", "LAYER 1", "LAYER 2", "OUTPUT"]
    assert [one.text() for one in labels(window, "row")] == ["Neurons", "Activation"]
    assert not any(map(cut, labels(window, COLUMNS) + labels(window, "row")))
    names = {"Neurons": "layer0.width", "Activation": "layer0.activation"}
    for one in labels(window, "row"):
        beside = control(window, names[one.text()])
        assert one.geometry().center().y() == pytest.approx(beside.geometry().center().y(), abs=1.5)


@pytest.mark.parametrize("size", [(1024, 768), (1280, 800), (1920, 1080)])
def test_every_row_of_controls_has_its_name_or_none_has_it(open_window, size):
    window = sized(open_window(Experiment()), *size)
    assert [one.text() for one in labels(window, "row")] == ["Neurons", "Activation"]


def test_a_number_of_neurons_has_its_word_beside_it(open_window):
    window = sized(
        open_window(Experiment(network=NetworkSpec(hidden=(LayerSpec(8), LayerSpec(1))))), 1280, 800
    )
    for layer, word in ((0, "neurons"), (1, "neuron")):
        spin = control(window, f"layer{layer}.width")
        beside = spin.findChild(QLabel)
        assert (beside.isVisible(), beside.text()) == (True, word)
        assert not cut(beside)
        number = spin.lineEdit().cursorRect()  # the number ends where the word begins
        assert number.right() <= beside.x() + 4
    spin = control(window, "layer0.width")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "12")
    assert spin.text() == "12"  # the word is no part of what is typed
    QTest.keyClick(spin.lineEdit(), "\r")
    assert window.session.experiment.network.hidden[0].width == 12


def test_all_numbers_of_neurons_have_their_word_or_none_has_it(open_window):
    hidden = LayerSpec(6), LayerSpec(1), LayerSpec(12)  # there is room beside a 1, and none beside a 12
    window = sized(open_window(Experiment(network=NetworkSpec(hidden=hidden))), 1280, 800)
    assert "Neurons" in [one.text() for one in labels(window, "row")]
    assert not any(control(window, f"layer{k}.width").findChild(QLabel).isVisible() for k in range(3))


def test_what_a_class_does_not_see_has_no_caption_of_its_own(open_window):
    window = sized(open_window(Experiment()), 960, 1040)
    window.session.gate.show(Classroom(hidden=frozenset({"network.width"})))
    assert [one.text() for one in labels(window, "row")] == ["Activation"]
    window.session.gate.show(Classroom(hidden=frozenset({"network.activation", "network.output"})))
    assert [one.text() for one in labels(window, "row")] == ["Neurons"]


def test_captions_come_and_go_with_their_layers(window):
    window.network.add_layer()
    QApplication.processEvents()
    assert len(labels(window, COLUMNS)) == 5
    for _ in range(2):
        window.network.remove_layer()
    QApplication.processEvents()
    assert len(labels(window, COLUMNS)) == 3


# -- the key ---------------------------------------------------------------------------------


@pytest.mark.parametrize("colours", palette.THEMES.values(), ids=palette.THEMES)
@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (960, 1040)])
def test_a_key_shows_what_the_lines_are(open_window, settings, colours, size):
    settings.setValue("theme", colours.name)
    window = sized(open_window(Experiment()), *size)
    key = control(window, "network.key")
    assert key.isVisible()
    said = key.shown_words()
    if size[0] == 1280:
        assert said == ["blue +", "orange dashed −", "thicker = larger", "bar = bias"]
    assert [one[-1] for one in said[:2]] == ["+", "−"]
    assert "blue +, orange dashed −, thicker = larger, bar = bias" in key.accessibleName()
    picture = key.grab().toImage()
    seen = {picture.pixelColor(x, picture.height() // 2).name() for x in range(picture.width())}
    assert {colours.weight_positive, colours.weight_negative} <= seen


@pytest.mark.parametrize(("text", "longest"), [(100, 0), (150, 1), (200, 2)])
def test_a_key_says_as_much_as_there_is_room_for(open_window, text, longest):
    window = open_window(SMALL, text)
    key = control(window, "network.key")
    key.resize(430, key.height())
    assert key.shown_words()[longest] == ("blue +", "−", "larger")[longest]


def test_a_low_window_shows_what_is_pointed_at_in_place_of_the_key(open_window):
    window = sized(open_window(Experiment()), 1024, 768)
    key, status = control(window, "network.key"), control(window, "network.status")
    drawing = window.network.drawing
    assert (key.isVisible(), status.isVisible()) == (True, False)
    before, place = drawing.geometry(), key.geometry().topLeft()
    point_at(window, weight_place(window, 0, 3, 0))
    QApplication.processEvents()
    assert (key.isVisible(), status.isVisible()) == (False, True)
    assert status.text().startswith("Weight from x₁")
    assert (drawing.geometry(), status.geometry().topLeft()) == (before, place)  # nothing moves
    point_at(window, QPoint(2, drawing.height() - 2))
    QApplication.processEvents()
    assert (key.isVisible(), status.isVisible()) == (True, False)


# -- auto ------------------------------------------------------------------------------------

HEADS_OF = [
    (DataSpec(dataset="circle", samples=60), "sigmoid", "cross-entropy", "binary cross-entropy"),
    (DataSpec(dataset="blobs", samples=60), "softmax", "cross-entropy", "categorical cross-entropy"),
    (DataSpec(dataset="plane", samples=60), "linear", "squared error", "squared error"),
]


@pytest.mark.parametrize(("data", "output", "loss", "full"), HEADS_OF)
def test_auto_says_what_it_is(open_window, data, output, loss, full):
    window = sized(open_window(replace(SMALL, data=data)), 1280, 800)
    for name, short, long in (("network.output", output, output), ("training.loss", loss, full)):
        combo = control(window, name)
        assert combo.currentText() == f"auto: {short}"
        assert f"auto: {long}" in combo.toolTip()
        assert combo.accessibleName() == f"{words_of(name).label}, auto: {long}"


def test_auto_follows_the_data_and_the_other_choice(window):
    assert control(window, "network.output").currentText() == "auto: sigmoid"
    window.session.edit("data.dataset", "data", dataset="plane")
    assert control(window, "network.output").currentText() == "auto: linear"
    window.session.undo_stack.undo()
    choose(window, "network.output", "tanh")
    assert control(window, "training.loss").currentText() == "auto: squared error"
    output = control(window, "network.output")
    assert (output.currentText(), output.accessibleName()) == ("tanh", words_of("network.output").label)
    assert "auto" not in output.toolTip()
    assert output.itemText(output.findData("auto")) == "auto: sigmoid"  # what it would be


def test_a_narrow_column_says_only_what_auto_stands_for(open_window):
    window = sized(open_window(Experiment(training=TrainSpec())), 960, 1040)
    output = control(window, "network.output")
    shown = output.width_for("sigmoid")
    assert shown <= output.width() < output.width_for("auto: sigmoid")


# -- room ------------------------------------------------------------------------------------


@pytest.mark.parametrize("layers", [1, 2, 3, 6])
def test_maps_never_squeeze_the_weights(layers):
    for width in range(200, 1400, 20):
        for height in (300, 560, 900, 1200):
            layout = Layout.of((8,) * layers + (1,), (0,) * (layers + 1), (width, height), 64)
            ends = [float(layout.inputs), *(column.right for column in layout.columns)]
            gaps = [column.left - end for column, end in zip(layout.columns, ends, strict=False)]
            assert np.ptp(gaps) < 1e-6  # as much room before the first column as between the others
            assert gaps[0] >= LINES_LEAST
            assert layout.node == NODE_LEAST or gaps[0] >= LINES_SHARE * layout.pitch - 1.0
            assert layout.width >= layout.columns[-1].right


@pytest.mark.parametrize("size", [(1024, 768), (960, 1040), (1280, 800), (1366, 768)])
def test_eight_neurons_and_all_columns_are_seen(open_window, size):
    network = NetworkSpec(features=tuple(FEATURES)[:7], hidden=(LayerSpec(8), LayerSpec(8)))
    window = sized(open_window(Experiment(network=network)), *size)
    drawing = window.network.drawing
    assert window.network._area.horizontalScrollBar().maximum() == 0
    assert window.network._area.verticalScrollBar().maximum() == 0
    assert all(column.chip is None for column in drawing._layout.columns)
    for spot in ((0, 0), (1, 7), (2, 0)):
        assert drawing.visibleRegion().contains(neuron_place(window, *spot))
    assert drawing.output.activation.geometry().right() < drawing.width()
