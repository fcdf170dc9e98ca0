"""Regression on one input in the window: values over x₁, curves for maps, two columns in the table."""

from dataclasses import replace

import numpy as np
import pytest
from hands import (
    at_rest,
    choose,
    click,
    click_at,
    control,
    corners,
    neuron_place,
    notice,
    point_at,
    press,
    settled,
    trained,
    until,
)
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec
from engine.experiment import with_data
from playground.files.experiments import decode_document, encode
from playground.files.share import document_from_text, to_text
from playground.observers.field import Field
from playground.observers.plane import frame_of

KEY, LEFT, RIGHT, CTRL = (
    Qt.Key,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.KeyboardModifier.ControlModifier,
)
X1 = np.linspace(-5.0, 5.0, 41)
WAVE = tuple((float(x), 0.0, float(np.round(np.sin(x), 3))) for x in X1)
DATA = DataSpec(dataset="own", points=WAVE, labels="values", one_input=True, test_fraction=0.2)
HIDDEN = (LayerSpec(4), LayerSpec(3))
LINE = Experiment(DATA, NetworkSpec(features=("x1",), hidden=HIDDEN))
CLASSES = ((-3.0, -3.0, 0.0), (3.0, 3.0, 1.0), (-3.0, 3.0, 1.0), (3.0, -3.0, 0.0))
PLANE = Experiment(DataSpec(dataset="own", points=CLASSES), NetworkSpec(hidden=HIDDEN))


@pytest.fixture
def window(open_window):
    return open_window(LINE)


def data_of(window):
    return window.session.experiment.data


def features_of(window):
    return window.session.experiment.network.features


def inputs_shown(window):
    return [node.name for node in window.network.features.nodes()]


def curve(window):
    """The curve in the output plot: x₁ and heights."""
    (line,) = corners(window.boundary.field.contour)
    return np.array(line).T


def predicted(window, x1):
    """What the network in the worker predicts, by way of the field of a paused snapshot."""
    field = at_rest(window.session).get(Field)
    left, right, *_ = field.area
    return np.interp(x1, np.linspace(left, right, field.values.shape[-1]), field.values[0, 0])


def pixel(window, x1, y):
    return window.boundary.plot.place_of(QPointF(x1, y)).toPoint()


def tap(window, x1, y, button=LEFT):
    view = window.boundary.plot.viewport()
    QTest.mouseMove(view, pixel(window, x1, y))
    QTest.mouseClick(view, button, pos=pixel(window, x1, y))


def axis_names_of(window):
    return [window.boundary.plot.axes[side].labelText for side in ("bottom", "left")]


# -- the choice ----------------------------------------------------------------------------------


def test_the_choice_makes_values_over_x1_and_undo_brings_x2_back(open_window):
    window = open_window(PLANE)
    click(window, "data.one_input")
    until(lambda: settled(window.session))
    assert data_of(window) == replace(
        PLANE.data, points=tuple((x1, 0.0, y) for x1, _, y in CLASSES), labels="values", one_input=True
    )
    assert features_of(window) == ("x1",)
    assert notice(window) == (
        "Values now depend on x₁ alone. The points now have values, so the output changed. "
        "x₂ is no longer an input: there is no x₂."
    )
    assert control(window, "data.labels").currentText() == "values"
    assert window.session.undo_stack.undoText() == "one or two inputs"
    at_rest(window.session)
    assert axis_names_of(window) == ["x₁", "value"]
    press(window, KEY.Key_Z, CTRL)
    at_rest(window.session)
    assert window.session.experiment == PLANE
    assert axis_names_of(window) == ["x₁", "x₂"]
    assert not control(window, "data.one_input").isChecked()


def test_where_no_input_is_left_x1_is_used(open_window):
    window = open_window(replace(PLANE, network=NetworkSpec(features=("x2", "radius"))))
    click(window, "data.one_input")
    until(lambda: settled(window.session))
    assert features_of(window) == ("x1",)
    assert "x₁ is the input instead." in notice(window)


def test_there_is_an_x2_again_when_it_is_asked_for(window):
    click(window, "data.one_input")
    at_rest(window.session)
    assert not data_of(window).one_input
    assert inputs_shown(window)[:2] == ["x1", "x2"]
    assert window.boundary.plot.aspect == 1.0


def test_classes_bring_x2_back(open_window):
    window = open_window(PLANE)
    click(window, "data.one_input")
    choose(window, "data.labels", "classes (0–5)")
    at_rest(window.session)
    assert (data_of(window).labels, data_of(window).one_input) == ("classes", False)


def test_only_inputs_made_of_x1_are_offered(window):
    assert inputs_shown(window) == ["x1", "x1_squared", "sin_x1"]
    click(window, "network.more_inputs")
    assert inputs_shown(window) == ["x1", "x1_squared", "sin_x1", "cos_x1"]
    click(window, "network.own_formula")
    card = window.network.cards.formula
    QTest.keyClicks(QApplication.focusWidget(), "x1*x2")
    press(window, KEY.Key_Return)
    assert card.isVisible()
    assert card._why.text() == "x₁·x₂ needs x₂, and the data have none."
    for _ in range(5):
        press(window, KEY.Key_Backspace)
    QTest.keyClicks(QApplication.focusWidget(), "x1^3")
    press(window, KEY.Key_Return)
    until(lambda: features_of(window) == ("x1", "=x1^3"))


# -- the output plot -----------------------------------------------------------------------------


def test_the_plot_shows_the_points_and_the_networks_curve(window):
    window.session.play(50)
    at_rest(window.session)
    snapshot = window.session.snapshot
    x1, heights = curve(window)
    frame = frame_of(snapshot.experiment, snapshot.data)
    assert (x1[0], x1[-1]) == pytest.approx(frame[:2])
    np.testing.assert_allclose(heights, predicted(window, x1), atol=1e-6)
    drawn = np.concatenate([group.points for group in window.boundary.points.groups])
    assert sorted(map(tuple, drawn.tolist())) == sorted((x, y) for x, _, y in WAVE)
    assert axis_names_of(window) == ["x₁", "value"]
    assert not control(window, "plot.bar").isVisible()


def test_the_curve_moves_while_the_network_learns(window):
    at_rest(window.session)
    before = curve(window)
    window.session.play()
    trained(window.session, 30)
    assert not np.array_equal(curve(window), before)


def test_the_curve_lies_above_the_points(window):
    at_rest(window.session)
    assert window.boundary.field.contour.zValue() > window.boundary.points.zValue()


def test_what_only_a_plane_has_is_no_option(window):
    click(window, "plot.view")
    switches = window.boundary.options.switches
    assert [name for name, switch in switches.items() if switch.isVisible()] == ["train", "test", "folds"]
    QTest.keyClick(window.boundary.options, KEY.Key_Escape)
    window.menus.refresh()
    offered = [name for name in switches if window.menus.actions[f"plot.{name}"].isVisible()]
    assert offered == ["train", "test", "folds"]


def test_the_plot_fills_its_room_and_is_square_again_for_a_plane(window):
    at_rest(window.session)
    area = window.boundary.viewport.area
    assert area == window.boundary.viewport.frame
    (left, right), (bottom, top) = window.boundary.plot.view_box.viewRange()
    assert (left, right, bottom, top) == pytest.approx(area)
    window.session.edit("data.dataset", "data", dataset="spiral")
    at_rest(window.session)
    assert window.boundary.plot.aspect == 1.0
    assert window.boundary.viewport.area == (-6.0, 6.0, -6.0, 6.0)
    assert control(window, "plot.bar").isVisible()


def test_the_probe_tells_x1_the_value_and_the_output(window):
    at_rest(window.session)
    x, _, y = WAVE[10]
    view = window.boundary.plot.viewport()
    QTest.mouseMove(view, pixel(window, x, y) + QPoint(3, 3))
    QTest.mouseMove(view, pixel(window, x, y))
    card = window.boundary.prober.card
    until(lambda: card.isVisible() and len(card.lines) > 2)
    lines = {line.name: line.figure for line in card.lines}
    assert card.lines[0].name == f"x₁ {x:.2f}".replace("-", "−")
    assert float(lines["value"].replace("−", "-")) == pytest.approx(y, abs=5e-4)
    assert float(lines["prediction"].replace("−", "-")) == pytest.approx(
        float(predicted(window, x)), abs=2e-3
    )
    assert window.boundary.marks.hovered == (x, y)


def test_a_neuron_is_shown_as_its_curve_with_its_own_scale(window):
    at_rest(window.session)
    point_at(window, neuron_place(window, 0, 1))
    until(lambda: axis_names_of(window)[1] != "value")
    low, high = window.boundary.plot.axes["left"].range
    assert (low, high) == pytest.approx((-1.1, 1.1), abs=0.02)  # that of a tanh
    assert not window.boundary.points.isVisible()
    click_at(window, neuron_place(window, 0, 1))
    click(window, "neuron.focus")
    press(window, KEY.Key_Escape)
    window.session.play(5)
    at_rest(window.session)
    assert axis_names_of(window)[1] == "layer 1, neuron 2"
    window.session.undo_stack.undo()


def test_maps_are_curves(window):
    at_rest(window.session)
    parts = window.network.drawing.subject.parts()
    assert [part.images.shape[:2] for part in parts] == [(4, 1), (3, 1), (1, 1)]
    before = window.network.grab().toImage()
    window.session.play(40)
    at_rest(window.session)
    assert window.network.grab().toImage() != before


def test_standardised_values_are_shown_in_their_own_unit(open_window):
    points = tuple((x, 0.0, 500.0 + 100.0 * y) for x, _, y in WAVE)
    window = open_window(replace(LINE, data=replace(DATA, points=points, standardise_values=True)))
    window.session.play(30)
    at_rest(window.session)
    x1, heights = curve(window)
    own = predicted(window, x1)  # the field has their own unit too
    np.testing.assert_allclose(heights, own, rtol=1e-5)
    assert 300.0 < heights.min() < heights.max() < 700.0
    drawn = np.concatenate([group.points for group in window.boundary.points.groups])
    assert sorted(drawn[:, 1]) == pytest.approx(sorted(y for _, _, y in points))


# -- points --------------------------------------------------------------------------------------


def test_a_click_draws_a_point_at_x1_and_its_value(window):
    click(window, "data.draw")
    assert "the height is the value" in notice(window)
    assert not control(window, "data.draw_0").isVisible()
    tap(window, 1.0, -0.8)
    *before, (x1, x2, y) = data_of(window).points
    assert tuple(before) == WAVE
    assert (x1, x2, y) == pytest.approx((1.0, 0.0, -0.8), abs=0.05)
    at_rest(window.session)


def test_nothing_is_drawn_while_a_neuron_is_shown_without_the_points(window):
    at_rest(window.session)
    click_at(window, neuron_place(window, 0, 1))
    click(window, "neuron.focus")
    press(window, KEY.Key_Escape)
    until(lambda: not window.boundary.points.isVisible())
    click(window, "data.draw")
    for draw in (
        lambda: tap(window, 1.0, -0.8),
        lambda: tap(window, *WAVE[20][::2], button=RIGHT),
        lambda: press(window, KEY.Key_Return),
    ):
        draw()
        assert "without the points" in notice(window)
        assert data_of(window).points == WAVE
    click(window, "network.show_all")
    until(window.boundary.points.isVisible)
    tap(window, 1.0, -0.8)
    assert len(data_of(window).points) == len(WAVE) + 1


def test_a_point_is_erased_moved_and_mirrored_where_it_is_seen(window):
    click(window, "data.draw")
    at_rest(window.session)
    x, _, y = WAVE[0]
    press(window, KEY.Key_M)
    view = window.boundary.plot.viewport()
    QTest.mousePress(view, LEFT, pos=pixel(window, x, y))
    QTest.mouseMove(view, pixel(window, x, -1.0))
    QTest.mouseRelease(view, LEFT, pos=pixel(window, x, -1.0))
    at_rest(window.session)
    assert data_of(window).points[0] == pytest.approx((x, 0.0, -1.0), abs=0.05)
    tap(window, *WAVE[20][::2], button=RIGHT)
    at_rest(window.session)
    press(window, KEY.Key_E)
    control(window, "data.draw_size").setValue(1)
    at_rest(window.session)
    tap(window, x, -1.0)
    at_rest(window.session)
    assert len(data_of(window).points) == len(WAVE) - 1


def test_the_frame_stays_while_somebody_draws_in_it(open_window):
    empty = replace(LINE, data=replace(DATA, points=()))
    window = open_window(empty)
    assert window.boundary.viewport.frame == (-6.0, 6.0, -1.25, 1.25)
    click(window, "data.draw")
    for x1, y in ((1.0, 0.1), (1.2, 0.2), (1.4, 0.1)):
        tap(window, x1, y)
        at_rest(window.session)
    assert window.boundary.viewport.area == (-6.0, 6.0, -1.25, 1.25)
    assert len(data_of(window).points) == 3


def test_the_table_has_two_columns(window):
    click(window, "data.table")
    table = window.own._table
    until(table.isActiveWindow)
    model = table.model
    heads = [model.headerData(k, Qt.Orientation.Horizontal) for k in range(model.columnCount())]
    assert heads == ["x₁", "value"]
    assert [model.data(model.index(0, k)) for k in range(2)] == ["-5", "0.959"]
    table.view.selectRow(0)
    QTest.keyClick(table.view, KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "-5.0\t0.959\n"
    table.view.setCurrentIndex(model.index(len(WAVE), 0))
    QGuiApplication.clipboard().setText("6.5\t-2\n7\t3")
    QTest.keyClick(table.view, KEY.Key_V, CTRL)
    until(lambda: len(data_of(window).points) == len(WAVE) + 2)
    assert data_of(window).points[-2:] == ((6.5, 0.0, -2.0), (7.0, 0.0, 3.0))


def test_the_hardest_points_have_no_x2(window):
    window.output.open("hardest")
    at_rest(window.session)
    table = window.output.findChild(type(control(window, "plot.hardest")), "plot.hardest")
    until(lambda: table.model().rowCount() > 0)
    assert table.isColumnHidden(3)


# -- files ---------------------------------------------------------------------------------------


def test_files_and_shared_texts_keep_it():
    assert decode_document(encode(LINE), "a file").experiment == LINE
    assert document_from_text(to_text(LINE)).experiment == LINE


def test_weights_set_by_hand_move_the_curve_and_reset_brings_it_back(window):
    at_rest(window.session)
    before = curve(window)
    window.session.by_hand.set_parameter(2, 0, 3, 0.7, 0.0)
    at_rest(window.session)
    np.testing.assert_allclose(curve(window)[1], before[1] + 0.7, atol=1e-5)
    window.session.undo_stack.undo()
    at_rest(window.session)
    np.testing.assert_allclose(curve(window), before)
    window.session.play(5)
    at_rest(window.session)
    window.session.reset()
    at_rest(window.session)
    np.testing.assert_allclose(curve(window), before)


def test_every_shape_of_network_draws_its_curve(open_window):
    for hidden in ((), (LayerSpec(6, "relu", 0.3),), (LayerSpec(3),) * 4):
        window = open_window(with_data(Experiment(network=NetworkSpec(hidden=hidden)), DATA))
        window.session.play(5)
        at_rest(window.session)
        assert len(curve(window)[0]) == 400
