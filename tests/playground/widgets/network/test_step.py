"""A training step in the drawing: what lines show, numbers, moments, and the place that is chosen."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hands import (
    SMALL,
    at_rest,
    bring_to_front,
    choose,
    click_at,
    control,
    neuron_place,
    point_at,
    press,
    until,
    weight_place,
)
from ledgers import ledger_of, trainer_of
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec
from engine.analysis.ledger import Ledger
from playground.classroom.choice import Classroom
from playground.mathematics.edges import CHOICES, Quantity
from playground.mathematics.moments import Moment, Phase, moments
from playground.mathematics.place import BIAS, Place
from playground.observers.ledger import AskLedger
from playground.observers.neuron_maps import NO_STROKE, STROKES, LayerPart, strokes_to
from playground.style import motion, palette
from playground.texts import network as texts
from playground.texts.numbers import end_text, weight_text
from playground.widgets.network.key import Key
from playground.widgets.network.layout import Layout
from playground.widgets.network.lines import ELSEWHERE, EVERY
from playground.widgets.network.numbers import LineNumbers
from playground.widgets.network.painting import Painting
from playground.widgets.network.step import INPUTS, Step
from playground.widgets.network.subject import Subject

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHAPES = ((4, 2), (3, 4), (1, 3))


@pytest.fixture(scope="module")
def ledger():
    return ledger_of(trainer_of())


@pytest.fixture
def step(ledger):
    one = Step()
    one.mathematics = True
    one.show_shapes(SHAPES)
    one.show_ledger(ledger)
    return one


def part_of(ledger, layer):
    W = ledger.layers[layer].W
    return LayerPart(0, 0, np.zeros((len(W), 1, 1), np.uint8), W, strokes_to(W, 1.0), W[:, 0])


# -- what lines show -------------------------------------------------------------------------


def test_the_widest_line_is_the_largest_number_and_the_sign_is_seen():
    strokes = strokes_to(np.array([[2.0, -2.0, 1.0, -0.001, 0.0, np.nan]]), 2.0)
    assert strokes.tolist() == [[2 * STROKES - 1, STROKES - 1, STROKES + 3, 0, NO_STROKE, NO_STROKE]]


def test_where_all_is_zero_there_is_no_stroke():
    assert (strokes_to(np.zeros((2, 3)), 0.0) == NO_STROKE).all()


def test_what_is_infinite_is_as_wide_as_the_widest():
    strokes = strokes_to(np.array([[np.inf, -np.inf, 1.0]]), 1.0)
    assert strokes.tolist() == [[2 * STROKES - 1, STROKES - 1, 2 * STROKES - 1]]
    assert strokes_to(np.array([[np.inf, 0.0]]), 0.0).tolist() == [[STROKES, NO_STROKE]]


@pytest.mark.parametrize("lines", [Quantity.GRADIENTS, Quantity.UPDATES, Quantity.SIGNALS])
def test_lines_are_as_wide_as_the_numbers_that_are_chosen(step, ledger, lines):
    step.chosen = lines
    shown = step.parts([part_of(ledger, i) for i in range(3)])
    strongest = step.flow.strongest(lines)
    for part, values in zip(shown, step.flow.of(lines), strict=True):
        assert (part.strokes == strokes_to(values, strongest)).all()
    widths = [one % STROKES for part in shown for one in part.strokes.ravel().tolist() if one != NO_STROKE]
    assert max(widths) == STROKES - 1


def test_weights_are_drawn_as_ever(step, ledger):
    parts = [part_of(ledger, i) for i in range(3)]
    assert all(one is other for one, other in zip(step.parts(parts), parts, strict=True))


def test_the_part_in_sight_has_the_numbers_of_its_own_lines(step, ledger):
    step.chosen = Quantity.GRADIENTS
    whole = part_of(ledger, 1)
    seen = replace(whole, first=1, source=2, strokes=whole.strokes[1:, 2:], weights=whole.weights[1:, 2:])
    strokes = step.parts([None, seen, None])[1].strokes
    assert (strokes == step.parts([None, whole, None])[1].strokes[1:, 2:]).all()


def test_a_step_of_another_network_shows_nothing_until_it_fits_again(step, ledger):
    step.chosen, step.place = Quantity.SIGNALS, Place(1, 2)
    step.show_shapes(((4, 2), (2, 4), (1, 2)))
    assert (step.flow, step.place, step.strongest) == (None, None, 0.0)
    assert (step.parts([part_of(ledger, 0)] * 3)[0].strokes == NO_STROKE).all()
    step.show_shapes(SHAPES)
    assert step.flow.ledger is ledger


@pytest.mark.parametrize("phase", [Phase.FORWARD, Phase.BACKWARD])
def test_a_moment_of_a_layer_that_is_gone_is_none(step, phase):
    step.show_at(Moment(phase, 2), None)
    step.show_shapes(((4, 2), (1, 4)))
    assert step.moment is None
    step.show_at(Moment(phase, 2), Place(2, 0))
    assert (step.moment, step.place) == (None, None)
    step.show_at(Moment(phase, 1), Place(1, 0))
    assert (step.moment, step.place) == (Moment(phase, 1), Place(1, 0))


# -- what stands out -------------------------------------------------------------------------


def test_the_lines_of_a_place_stand_out_and_no_others(step):
    def targets(place, moment=None):
        step.place, step.moment = place, moment
        return [step.target(layer) for layer in range(3)]

    assert targets(Place(1)) == [ELSEWHERE, EVERY, ELSEWHERE]
    assert targets(Place(1, 2)) == [ELSEWHERE, 2, ELSEWHERE]
    assert targets(Place(1, 2, 3)) == [ELSEWHERE, (2, 3), ELSEWHERE]
    assert targets(Place(1, 2, BIAS)) == [ELSEWHERE] * 3
    assert targets(Place(1, 2), Moment(Phase.BACKWARD, 1)) == [ELSEWHERE, 2, (None, 2)]
    assert targets(None, Moment(Phase.FORWARD, 1)) == [None, EVERY, ELSEWHERE]
    assert targets(None) == [None] * 3


def test_neurons_that_have_nothing_to_do_with_a_place_are_dimmed(step):
    def lit(place, moment=None):
        step.place, step.moment = place, moment
        widths = {INPUTS: 2, 0: 4, 1: 3, 2: 1}
        return {(i, k) for i, n in widths.items() for k in range(n) if not step.is_dimmed(i, k)}

    layer0, layer1 = {(0, k) for k in range(4)}, {(1, k) for k in range(3)}
    assert lit(Place(1)) == layer0 | layer1
    assert lit(Place(1, 2)) == layer0 | {(1, 2)}
    assert lit(Place(1, 2, 3)) == {(0, 3), (1, 2)}
    assert lit(Place(1, 2, BIAS)) == {(1, 2)}
    assert lit(Place(0, 1)) == {(INPUTS, 0), (INPUTS, 1), (0, 1)}
    assert lit(Place(0, 1), Moment(Phase.BACKWARD, 0)) == {(INPUTS, 0), (INPUTS, 1), (0, 1)} | layer1
    assert len(lit(None)) == 10


# -- numbers on lines ------------------------------------------------------------------------


def gap_and_part(values):
    rows, columns = values.shape
    layout = Layout.of((columns, rows), (0, 0), (700, 560), 66)
    painting = Painting(Subject())
    painting.lay_out_lines(layout, {})
    part = LayerPart(0, 0, np.zeros((rows, 1, 1), np.uint8), values, strokes_to(values, 1.0), values[:, 0])
    return painting.gaps[1], part


def test_the_largest_numbers_are_written():
    values = np.array([[0.1, -0.9, 0.3], [0.8, 0.2, -0.05]])
    gap, part = gap_and_part(values)
    numbers = LineNumbers()
    assert numbers.of(gap, part, values, None, Quantity.WEIGHTS) == [(0, 1), (1, 0), (0, 2)]
    assert numbers.of(gap, part, values, 1, Quantity.WEIGHTS) == [(1, 0), (1, 1), (1, 2)]
    assert numbers.of(gap, part, values, (1, 2), Quantity.WEIGHTS) == [(1, 2)]
    assert numbers.of(gap, part, values, (None, 2), Quantity.WEIGHTS) == [(0, 2), (1, 2)]
    assert numbers.of(gap, part, values, ELSEWHERE, Quantity.WEIGHTS) == []
    assert numbers.of(gap, part, np.zeros((2, 3)), None, Quantity.WEIGHTS) == []


def test_a_number_stays_on_its_line_while_it_is_among_the_largest():
    values = np.array([[0.9, 0.8, 0.7, 0.1]])
    gap, part = gap_and_part(values)
    numbers = LineNumbers()
    first = numbers.of(gap, part, values, None, Quantity.WEIGHTS)
    for lowest, stays in ((0.4, True), (0.2, False)):
        now = np.array([[0.9, 0.8, lowest, 0.75]])
        assert (numbers.of(gap, part, now, None, Quantity.WEIGHTS) == first) == stays


def test_numbers_do_not_lie_upon_each_other_nor_outside_the_lines():
    values = np.random.default_rng(0).normal(size=(8, 8))
    gap, part = gap_and_part(values)
    numbers = LineNumbers()
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    labels = numbers.labels(gap, part, values, numbers.of(gap, part, values, 3, None), painter)
    painter.end()
    assert len(labels) == 8
    assert not any(one.box.intersects(other.box) for k, one in enumerate(labels) for other in labels[:k])
    left, right = gap.rectangle.left(), gap.rectangle.right() + 1
    assert all(left <= one.box.left() and one.box.right() <= right for one in labels)


# -- the choice, in the window ---------------------------------------------------------------


def drawing(window):
    return window.network.drawing


def key_name(window):
    return control(window, "network.key").accessibleName()


@pytest.mark.parametrize("lines", ["gradients", "updates", "signals"])
def test_other_lines_are_chosen_in_the_panel_and_the_key_says_which(window, lines):
    weights = [part.strokes.tobytes() for part in drawing(window).subject.shown_parts()]
    before = key_name(window)
    choose(window, "network.lines", lines)
    until(lambda: drawing(window).subject.step.flow is not None)
    at_rest(window.session)
    assert [part.strokes.tobytes() for part in drawing(window).subject.shown_parts()] != weights
    assert key_name(window) != before
    shown = window.session.snapshot.get(Ledger)
    assert shown.part == ("train" if lines == "signals" else "batch")
    choose(window, "network.lines", "weights")
    assert [part.strokes.tobytes() for part in drawing(window).subject.shown_parts()] == weights
    assert key_name(window) == before


def test_nobody_asks_for_a_step_while_lines_show_weights(window):
    at_rest(window.session)
    assert window.session.snapshot.get(Ledger) is None
    assert window.network.step.ask is None
    choose(window, "network.lines", "gradients")
    assert window.network.step.ask == AskLedger("batch")
    window.views.show("maths")
    assert window.network.step.ask is None  # it is shown another step anyway


def test_a_line_that_is_pointed_at_says_what_it_shows(window):
    choose(window, "network.lines", "gradients")
    until(lambda: drawing(window).subject.step.flow is not None)
    point_at(window, weight_place(window, 1, 2, 0))
    value = window.session.snapshot.get(Ledger).layers[1].dW[2, 0]
    said = control(window, "network.status").property("help")
    assert f"∂L/∂w = {weight_text(float(value))}" in "".join(said) + control(window, "network.status").text()


def test_the_choice_is_remembered_and_what_is_unknown_is_not(open_window):
    window = open_window(SMALL)
    choose(window, "network.lines", "updates")
    window.close()
    window = open_window(SMALL)
    assert window.network.layers.lines.name() == "updates"
    window._settings.setValue("network/lines", "errors")  # which belong to a moment
    window.close()
    assert open_window(SMALL).network.layers.lines.name() == "weights"


def test_a_class_that_cannot_choose_sees_weights(window):
    choose(window, "network.lines", "gradients")
    window.session.gate.show(Classroom(hidden={"network.lines"}))
    assert not control(window, "network.lines").isVisible()
    assert drawing(window).subject.step.chosen is Quantity.WEIGHTS
    window.session.gate.show(Classroom())
    assert drawing(window).subject.step.chosen is Quantity.GRADIENTS


# -- in the Maths view -----------------------------------------------------------------------


@pytest.fixture
def maths(window):
    window.resize(1300, 800)  # side by side
    at_rest(window.session)
    window.views.show("maths")
    until(lambda: window.mathematics.ledger is not None)
    until(lambda: drawing(window).subject.step.flow is not None)
    return window


def test_a_neuron_shows_what_it_passes_on_and_an_input_what_came_in(maths):
    step, ledger = drawing(maths).subject.step, maths.mathematics.ledger
    for i, layer in enumerate(ledger.layers):
        assert step.numbers(i).tolist() == layer.a[:, 0].tolist()
    nodes = {node.name: node._step[0] for node in drawing(maths).inputs.nodes}
    assert [nodes["x1"], nodes["x2"]] == ledger.layers[0].inputs[:, 0].tolist()
    assert nodes["x1_x2"] is None
    maths.views.show("build")
    assert step.numbers(0) is None
    assert all(node._step == (None, False, False) for node in drawing(maths).inputs.nodes)


def test_a_click_chooses_and_a_double_click_opens(maths):
    card = maths.network.cards
    click_at(maths, neuron_place(maths, 1, 2))
    assert maths.mathematics.place == Place(1, 2)
    click_at(maths, weight_place(maths, 1, 1, 3))
    assert maths.mathematics.place == drawing(maths).subject.step.place == Place(1, 1, 3)
    assert card.spot is None
    click_at(maths, drawing(maths).rect().bottomLeft() - drawing(maths).rect().topLeft())
    assert maths.mathematics.place is None
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    QTest.mouseDClick(drawing(maths), left, none, neuron_place(maths, 0, 1))
    assert card.spot == (0, 1)


def test_keys_choose_neurons_and_their_weights(maths):
    bring_to_front(maths)
    drawing(maths).setFocus(Qt.FocusReason.TabFocusReason)
    until(lambda: QApplication.focusWidget() is drawing(maths))
    press(maths, KEY.Key_Home)
    press(maths, KEY.Key_Down)
    assert maths.mathematics.place == Place(0, 1)
    expected = [0, 1, BIAS, 0]
    for source in expected:
        press(maths, KEY.Key_Down, CONTROL)
        assert maths.mathematics.place == Place(0, 1, source)
    said = drawing(maths).accessibleDescription()
    assert said.startswith("weight from x₁ to hidden layer 1, neuron 2: ")
    press(maths, KEY.Key_Up, CONTROL)
    assert maths.mathematics.place == Place(0, 1, BIAS)
    press(maths, KEY.Key_Right)
    assert maths.mathematics.place == Place(1, 1)
    said = drawing(maths).accessibleDescription()
    z = float(maths.mathematics.ledger.layers[1].z[1, 0])
    assert said.startswith("hidden layer 2, neuron 2, bias ")
    assert f"z = {weight_text(z)}, a = " in said


def test_every_moment_is_drawn_and_its_layer_has_a_ring(maths):
    def picture(part):
        return drawing(maths).grab(part).toImage()

    columns = [drawing(maths)._layout.columns[i].rectangles[0].adjusted(-12, -4, 12, 12) for i in range(3)]
    maths.mathematics.choose_place(None)
    seen = []
    for moment in moments(3):
        maths.mathematics.stepping.forward()
        until(lambda moment=moment: drawing(maths).subject.step.moment == moment)
        seen.append([picture(column) for column in columns])
    for before, after in pairwise(seen):
        assert before != after


def test_where_less_motion_is_wanted_nothing_travels(maths, monkeypatch):
    travel = drawing(maths)._travel
    for unseen, moving in ((motion.UNSEEN, None), ((), 0)):
        monkeypatch.setattr(motion, "UNSEEN", unseen)
        monkeypatch.setattr(motion, "_wanted", False)
        drawing(maths).show_step(maths.mathematics.ledger, Moment(Phase.SAMPLE), None)
        drawing(maths).show_step(maths.mathematics.ledger, Moment(Phase.FORWARD, 0), None)
        assert travel.layer == moving
    until(lambda: travel.layer is None)  # it has arrived


def test_what_travels_keeps_up_with_the_moments(maths, monkeypatch):
    monkeypatch.setattr(motion, "UNSEEN", ())
    monkeypatch.setattr(motion, "_wanted", False)
    travel = drawing(maths)._travel
    lengths = []
    for elapsed in (0, 170, 60):
        travel._way.setCurrentTime(elapsed)
        travel.go((0, True))
        travel._way.pause()
        lengths.append(travel._way.duration())
    assert lengths == [500, 170, 100]
    travel.go(None)
    travel.go((0, True))
    assert travel._way.duration() == 500
    travel.go(None)


def test_escape_chooses_no_place_any_longer(maths):
    bring_to_front(maths)
    maths.mathematics.choose_place(Place(1, 2))
    drawing(maths).setFocus()
    press(maths, KEY.Key_Escape)
    assert maths.mathematics.place is None


def test_what_travels_is_where_it_should_be(maths, monkeypatch):
    monkeypatch.setattr(motion, "UNSEEN", ())
    monkeypatch.setattr(motion, "_wanted", False)
    travel, gap = drawing(maths)._travel, drawing(maths).painting.gaps[1]
    part = drawing(maths).subject.parts()[1]
    for forwards in (True, False):
        travel.go((1, forwards))
        travel._way.setCurrentTime(0)
        travel._way.pause()
        image = QImage(maths.network.size(), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        travel.paint(painter, gap, part, palette.LIGHT)
        painter.end()
        line = gap.line(0, 0)
        at, free = (line.p1(), line.p2()) if forwards else (line.p2(), line.p1())
        white = 0xFFFFFFFF
        assert image.pixel(at.toPoint()) != white
        assert image.pixel(free.toPoint()) == white
    travel.go(None)


def shown_layers(window):
    flow = drawing(window).subject.step.flow
    return len(flow.ledger.layers) if flow is not None else 0


def test_all_of_it_holds_while_training_runs_and_the_network_changes(maths):
    maths.session.play()
    for lines in ("gradients", "signals", "weights"):
        maths.network.layers.lines.setCurrentText(lines)
        epoch = maths.session.snapshot.epoch
        until(lambda epoch=epoch: maths.session.snapshot.epoch > epoch)
    maths.mathematics.choose_place(Place(1, 2, 3))
    network = maths.session.experiment.network
    for hidden in ((LayerSpec(2),), (LayerSpec(9, "relu"), LayerSpec(2), LayerSpec(3))):
        maths.session.change(network=replace(network, hidden=hidden))
        until(
            lambda hidden=hidden: (
                drawing(maths).subject.step.flow is not None
                and len(drawing(maths).subject.step.flow.ledger.shapes) == len(hidden) + 1
            )
        )
        drawing(maths).grab()
    maths.session.pause()
    at_rest(maths.session)


def test_a_layer_may_go_at_any_moment(maths):
    for _ in moments(3):
        maths.mathematics.stepping.forward()
        step = drawing(maths).subject.step
        drawing(maths).show_step(maths.mathematics.ledger, Moment(Phase.BACKWARD, 2), Place(2, 0))
        network = maths.session.experiment.network
        maths.session.change(network=replace(network, hidden=network.hidden[:1]))
        drawing(maths).grab()
        assert step.moment is None or step.moment.layer != 2
        maths.session.undo_stack.undo()
        drawing(maths).grab()


def test_with_several_outputs_and_classes_it_is_drawn_too(open_window):
    window = open_window(
        Experiment(data=DataSpec("blobs", samples=60), network=NetworkSpec(hidden=(LayerSpec(3),)))
    )
    at_rest(window.session)
    window.views.show("maths")
    until(lambda: drawing(window).subject.step.flow is not None)
    outputs = window.session.snapshot.sizes[-1]
    assert len(drawing(window).subject.step.numbers(1)) == outputs > 1
    QApplication.processEvents()


def test_all_that_lines_show_has_its_words():
    shown, others = (
        {one.value for one in Quantity},
        {one.value for one in Quantity if one is not Quantity.WEIGHTS},
    )
    assert set(texts.LINES_SHOW) == {one.value for one in CHOICES}
    assert set(texts.KEY_SHOWS) == shown
    assert set(texts.KEY_WIDEST) == set(texts.LINE_OF) == others


# -- the key ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lines", Quantity)
@pytest.mark.parametrize("width", [90, 190, 260, 420, 700])
def test_the_key_says_as_much_as_there_is_room_for(lines, width):
    key = Key()
    key.resize(width, 16)
    for strongest in (0.5, 1.2e-5):
        key.show_lines(lines, strongest, "a")
        words = key.shown_words()
        assert 3 <= len(words) <= 4
        key.grab()
        if width >= 190:  # less the panel never has
            assert key._apart(words) >= 0.0
    if lines is not Quantity.WEIGHTS:
        assert words[-1].endswith(end_text(1.2e-5))


def test_nothing_in_the_key_moves_as_the_largest_number_changes():
    key = Key()
    key.resize(420, 16)
    left = QRect(0, 0, 150, 16)
    pictures = []
    for strongest in (0.5, 1.2e-5, 300.0):
        key.show_lines(Quantity.GRADIENTS, strongest, "δ")
        pictures.append(key.grab(left).toImage())
    assert pictures[0] == pictures[1] == pictures[2]


def test_the_layer_that_is_looked_at_is_scrolled_to(open_window):
    window = open_window(Experiment(network=NetworkSpec(hidden=(LayerSpec(4),) * 8)))
    window.resize(1280, 800)
    window.views.show("maths")
    until(lambda: window.session.snapshot.get(Ledger) is not None)
    network = window.network

    def is_seen(layer):
        left, right = network.drawing.span_of(layer)
        seen = network._area.horizontalScrollBar().value()
        return seen <= 0.5 * (left + right) <= seen + network._area.viewport().width()

    assert not is_seen(8)
    window.mathematics.choose_place(Place(8, 0))
    assert is_seen(8)
    window.mathematics.choose_place(None)
    for one in moments(9)[:10]:
        window.mathematics.stepping.forward()
        assert is_seen(one.layer or 0), one
