"""What the large plot shows of the plane: options, zoom, colour bar, marks."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, click, control, corners, press, settled, until
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from snapshots import snapshot_of

from engine import DATASETS, OWN, DataSpec
from playground.classroom.choice import Classroom
from playground.observers.close_up import CloseUp
from playground.observers.errors import Errors
from playground.observers.field import Field
from playground.observers.neuron_maps import NeuronMaps
from playground.observers.plane import AskPlane
from playground.observers.probe import AskProbe, Probe
from playground.observers.scores import Scores
from playground.observers.view import SQUARE
from playground.style import colour_maps, palette
from playground.style.palette import DARK, LIGHT
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.options import OPTIONS

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def plot(show):
    one = show(BoundaryPlot())
    one.parentWidget().resize(420, 480)
    one.apply_theme(LIGHT)
    return one


def picture(plot):
    return plot.plot.grab().toImage()


def press_option(window, name):
    *modifier, key = OPTIONS[name][0].split("+")
    press(window, getattr(Qt.Key, f"Key_{key}"), SHIFT if modifier else Qt.KeyboardModifier.NoModifier)


# -- options ---------------------------------------------------------------------------------


def test_every_option_has_a_switch_behind_a_button_and_a_key(window):
    for name in OPTIONS:
        switch = window.boundary.options.switches[name]
        assert switch.objectName() == f"plot.{name}"
        assert f"({OPTIONS[name][0]})" in switch.toolTip()
        on = switch.isChecked()
        assert on == OPTIONS[name][1]
        click(window, "plot.view")
        until(switch.isVisible)
        QTest.mouseClick(switch, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
        assert switch.isChecked() != on
        window.boundary.options.close()
        until(window.isActiveWindow)
        press_option(window, name)
        assert switch.isChecked() == on


def test_the_keys_work_while_the_card_is_open_and_escape_closes_it(window):
    click(window, "plot.view")
    options = window.boundary.options
    until(options.isVisible)
    for _ in range(2):
        on = options["discrete"]
        QTest.keyClick(QApplication.focusWidget() or options, Qt.Key.Key_D)
        assert options["discrete"] != on
    QTest.keyClick(options, Qt.Key.Key_Escape)
    assert not options.isVisible()


@pytest.mark.parametrize("name", ["discrete", "contour", "uncertainty", "train", "test"])
@pytest.mark.parametrize("dataset", ["circle", "blobs"])
def test_an_option_is_seen_and_is_gone_when_it_is_off(plot, name, dataset):
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(dataset=dataset, samples=60)), epochs=5))
    before = picture(plot)
    plot.options.switches[name].click()
    assert picture(plot) != before
    plot.options.switches[name].click()
    assert picture(plot) == before


def test_without_the_contour_there_is_no_line(plot):
    plot.show_snapshot(snapshot_of(epochs=20))
    assert corners(plot.field.contour)
    plot.options.switches["contour"].click()
    assert not corners(plot.field.contour)


def test_the_hatching_stays_within_the_field(plot):
    plot.show_snapshot(snapshot_of())
    plot.options.switches["uncertainty"].click()
    plot.plot.view_box.setRange(xRange=(7.0, 9.0), yRange=(7.0, 9.0))
    beyond = picture(plot)
    plot.options.switches["uncertainty"].click()
    assert picture(plot) == beyond


def test_errors_are_ringed_those_that_are_shown(window):
    snapshot = at_rest(window.session)
    assert snapshot.get(Errors) is None
    click(window, "plot.view")
    press_option(window, "errors")
    window.boundary.options.close()
    until(lambda: settled(window.session) and window.session.snapshot.get(Errors) is not None)
    snapshot, marks = window.session.snapshot, window.boundary.marks
    wrong = len(snapshot.get(Errors).train), len(snapshot.get(Errors).test)
    assert snapshot.metrics.train_accuracy == pytest.approx(1.0 - wrong[0] / len(snapshot.data.train))
    assert sum(map(len, marks.errors)) == sum(wrong)
    window.boundary.options.switches["test"].click()
    assert sum(map(len, marks.errors)) == wrong[0]
    window.boundary.options.switches["errors"].click()
    assert marks.errors == ()
    at_rest(window.session)
    assert window.session.snapshot.get(Errors) is None


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_is_drawn_with_everything_on(plot, dataset):
    for name in ("discrete", "uncertainty", "errors"):
        plot.options.switches[name].click()
    data = DataSpec(dataset=dataset, samples=80, classes=5)
    for colours in (LIGHT, DARK):
        plot.apply_theme(colours)
        plot.show_snapshot(snapshot_of(replace(SMALL, data=data)))
        plot.grab()


# -- zoom and pan ----------------------------------------------------------------------------


def ranges(window):
    return np.array(window.boundary.plot.view_box.viewRange())


def wheel(window, steps):
    viewport = window.boundary.plot.viewport()
    place = QPointF(viewport.rect().center())
    event = QWheelEvent(
        place, viewport.mapToGlobal(place), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def home_again(window):
    return window.session._view.get(AskPlane).area == SQUARE and not control(window, "plot.home").isVisible()


def test_the_wheel_zooms_and_a_double_click_goes_back(window):
    before = ranges(window)
    wheel(window, 4)
    assert np.ptp(ranges(window)[0]) < 0.9 * np.ptp(before[0])
    at_rest(window.session)
    field = window.session.snapshot.get(Field)
    np.testing.assert_allclose(field.area, ranges(window).ravel())  # it is computed for what is in sight
    QTest.mouseDClick(window.boundary.plot.viewport(), Qt.MouseButton.LeftButton)
    np.testing.assert_allclose(ranges(window), before)
    assert home_again(window)
    at_rest(window.session)
    assert window.session.snapshot.get(Field).area == SQUARE


def test_dragging_moves_and_the_button_goes_back(window):
    viewport, before = window.boundary.plot.viewport(), ranges(window)
    assert not control(window, "plot.home").isVisible()
    middle = viewport.rect().center()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    for k in range(1, 6):
        QTest.mouseMove(viewport, middle + QPoint(10 * k, 6 * k))
    QTest.mouseRelease(
        viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(50, 30)
    )
    after = ranges(window)
    assert (after[0] < before[0]).all()
    assert (after[1] > before[1]).all()
    click(window, "plot.home")
    np.testing.assert_allclose(ranges(window), before)
    assert home_again(window)


def test_after_dragging_home_goes_back_as_the_buttons_tooltip_says(window):
    viewport, before = window.boundary.plot.viewport(), ranges(window)
    middle = viewport.rect().center()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    for k in range(1, 6):
        QTest.mouseMove(viewport, place := middle + QPoint(10 * k, 6 * k))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert (ranges(window) != before).all()
    assert "(Home)" in control(window, "plot.home").toolTip()
    press(window, Qt.Key.Key_Home)
    np.testing.assert_allclose(ranges(window), before)


def test_a_click_on_the_plot_leaves_the_arrow_keys_to_the_steps(window):
    QTest.mouseClick(window.boundary.plot.viewport(), Qt.MouseButton.LeftButton)
    assert not window.boundary.plot.hasFocus()


# -- own points elsewhere --------------------------------------------------------------------

HEIGHTS = DataSpec(
    dataset=OWN, points=tuple((150.0 + k, 50.0 + 0.75 * ((7 * k) % 40), float(k % 2)) for k in range(40))
)
INSIDE = replace(HEIGHTS, points=((1.0, 2.0, 0.0), (-1.0, 3.0, 1.0)))


def all_in_sight(window):
    X = np.array(window.session.experiment.data.points)[:, :2]
    low, high = ranges(window).T
    return bool((np.clip(X, low, high) == X).all())


def test_points_that_are_opened_are_seen_wherever_they_are(window):
    usual = ranges(window)
    window.session.apply(replace(window.session.experiment, data=HEIGHTS), "load points", "", pauses=False)
    at_rest(window.session)
    assert all_in_sight(window)
    at_home = ranges(window)
    assert not control(window, "plot.home").isVisible()
    at_rest(window.session)
    np.testing.assert_allclose(window.session.snapshot.get(Field).area, window.boundary.viewport.frame)
    wheel(window, -60)
    assert 2.5 <= np.ptp(ranges(window)[0]) / np.ptp(at_home[0]) <= 3.1, "so far one can zoom out"
    press(window, Qt.Key.Key_0, CONTROL)
    np.testing.assert_allclose(ranges(window), at_home)
    for _ in range(20):
        wheel(window, 8)
    assert np.ptp(ranges(window)[0]) < 0.01 * np.ptp(at_home[0])
    window.session.undo_stack.undo()
    at_rest(window.session)
    np.testing.assert_allclose(ranges(window), usual)
    assert home_again(window)


def test_who_looks_elsewhere_is_brought_to_points_that_are_opened(window):
    wheel(window, 6)
    window.session.apply(replace(window.session.experiment, data=HEIGHTS), "load points", "", pauses=False)
    at_rest(window.session)
    assert all_in_sight(window)


def test_points_added_far_away_are_seen_at_once(window):
    window.session.apply(replace(window.session.experiment, data=INSIDE), "load points", "", pauses=False)
    at_rest(window.session)
    window.session.edit_points(replace(INSIDE, points=INSIDE.points + HEIGHTS.points), "add points")
    at_rest(window.session)
    assert all_in_sight(window)


def test_nothing_moves_for_a_point_drawn_a_little_outside(window):
    spread = replace(INSIDE, points=(*INSIDE.points, (-5.0, -5.0, 0.0)))
    window.session.apply(replace(window.session.experiment, data=spread), "load points", "", pauses=False)
    at_rest(window.session)
    before = ranges(window)
    drawn = replace(spread, points=(*spread.points, (6.3, 0.0, 1.0)))
    window.session.edit_points(drawn, "draw points", stroke=1)
    at_rest(window.session)
    np.testing.assert_allclose(ranges(window), before)
    click(window, "plot.home")
    assert all_in_sight(window)


def test_a_window_of_another_size_still_shows_points_elsewhere(window):
    window.session.apply(replace(window.session.experiment, data=HEIGHTS), "load points", "", pauses=False)
    for size in ((1500, 900), (1280, 800)):
        window.resize(*size)
        at_rest(window.session)
        assert all_in_sight(window)
        assert not control(window, "plot.home").isVisible()


# -- values beyond one -----------------------------------------------------------------------

VALUES = DataSpec(
    dataset=OWN, labels="values", points=tuple((k - 3.0, 0.0, 500.0 + 100.0 * (k - 3.0)) for k in range(7))
)


def test_values_points_and_bar_have_one_scale(plot):
    one = snapshot_of(replace(SMALL, data=VALUES))
    values = np.linspace(200.0, 800.0, 100).reshape(1, 1, 100).repeat(100, axis=1)
    plot.show_snapshot(replace(one, values={Field: replace(one.get(Field), values=values)}))
    assert plot._bar._text == ("value", ("≥ 800", "500", "≤ 200"))
    colours = colour_maps.shades(LIGHT)
    left, middle, right = (plot.field.image.image[50, k] for k in (0, 50, 99))
    for seen, expected in ((left, colours[0]), (right, colours[-1])):
        np.testing.assert_array_equal(seen, expected)
    assert np.abs(middle.astype(int) - colours[127].astype(int)).max() <= 3
    drawn = {group.colour for group in plot.points.groups if len(group.points)}
    assert {palette.value_colour(LIGHT, value) for value in (-1.0, 1.0)} <= drawn
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(dataset="plane"))))
    assert plot._bar._text == ("value", ("≥ 1", "0", "≤ −1"))


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        ((-123_456.0, 123_456.0), ("≥ 1.23e5", "0", "≤ −1.23e5")),
        ((0.0, 12_000.0), ("≥ 12,000", "6,000", "≤ 0")),
        ((0.001, 1.5), ("≥ 1.5", "0.75", "≤ 0")),
    ],
)
def test_the_bar_has_room_for_every_figure(plot, labels, said):
    points = tuple((float(k), 0.0, value) for k, value in enumerate(labels))
    plot.show_snapshot(snapshot_of(replace(SMALL, data=replace(VALUES, points=points))))
    assert plot._bar._text[1] == said
    longest = max(plot._bar.fontMetrics().horizontalAdvance(text) for text in said)
    assert plot._bar.width() >= 22 + longest


def test_the_keyboard_zooms_moves_and_goes_back(window):
    plot, before = window.boundary.plot, ranges(window)
    plot.setFocus()
    press(window, Qt.Key.Key_Plus)
    assert np.ptp(ranges(window)[0]) < np.ptp(before[0])
    inside = ranges(window)
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_Up)
    assert (ranges(window) > inside).all()
    press(window, Qt.Key.Key_Home)
    np.testing.assert_allclose(ranges(window), before)
    press(window, Qt.Key.Key_Minus)
    assert np.ptp(ranges(window)[0]) > np.ptp(before[0])
    at_rest(window.session)
    assert window.session.snapshot.epoch == 0
    assert len(window.session.experiment.network.hidden) == 2  # + and − were not for layers


def test_the_menus_keys_zoom_from_anywhere(window):
    before = ranges(window)
    press(window, Qt.Key.Key_Plus, CONTROL)
    assert np.ptp(ranges(window)[0]) < np.ptp(before[0])
    press(window, Qt.Key.Key_0, CONTROL)
    np.testing.assert_allclose(ranges(window), before)


def test_one_cannot_get_lost(window):
    window.boundary.plot.setFocus()
    for key in (Qt.Key.Key_Minus, Qt.Key.Key_Left, Qt.Key.Key_Down):
        for _ in range(40):
            press(window, key)
    assert np.abs(ranges(window)).max() <= 18.0 + 1e-9
    for _ in range(60):
        press(window, Qt.Key.Key_Plus)
    assert np.ptp(ranges(window)[0]) >= 0.05 - 1e-9
    at_rest(window.session)
    window.grab()


def test_a_window_of_another_size_still_shows_the_square(window):
    for size in ((1500, 900), (1280, 800)):
        window.resize(*size)
        QApplication.processEvents()
        (left, right), (bottom, top) = ranges(window)
        assert left <= -6.0 + 1e-6
        assert right >= 6.0 - 1e-6
        assert bottom <= -6.0 + 1e-6
        assert top >= 6.0 - 1e-6
        assert home_again(window)


def test_the_zoom_stays_when_training_goes_on(window):
    wheel(window, 6)
    there = ranges(window)
    press(window, Qt.Key.Key_Right)
    until(lambda: window.session.snapshot.epoch == 1)
    np.testing.assert_allclose(ranges(window), there)


# -- the colour bar --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dataset", "output", "said"),
    [
        ("circle", "auto", ("P(class 1)", ("1", "0.5", "0"))),
        ("circle", "softmax", ("P(class 1)", ("1", "0.5", "0"))),
        ("circle", "tanh", ("output", ("1", "0", "−1"))),
        ("plane", "auto", ("value", ("≥ 1", "0", "≤ −1"))),
        ("blobs", "auto", ("largest output", ("sure", "", "unsure"))),
    ],
)
def test_the_colour_bar_says_what_the_colours_mean(plot, dataset, output, said):
    network = replace(SMALL.network, output=output)
    plot.show_snapshot(snapshot_of(replace(SMALL, network=network, data=DataSpec(dataset=dataset))))
    assert plot._bar._text == said
    assert said[0] in plot._bar.accessibleDescription()
    plot.grab()


def test_of_a_neuron_it_shows_that_neurons_scale(plot):
    snapshot = snapshot_of()
    values = np.linspace(0.0, 3.0, 100).reshape(10, 10)
    close_up = CloseUp((0, 1), values, 0.0, 3.0, 0.0, 3.0)
    plot.show_snapshot(replace(snapshot, values={CloseUp: close_up}))
    assert plot._bar._text[1] == ("3", "0", "−3")
    assert plot._caption.text().endswith("0 … 3")
    plot.show_snapshot(snapshot)
    assert plot._bar._text[0] == "P(class 1)"
    assert plot._caption.text() == ""


def test_the_bar_is_level_with_the_square(plot):
    plot.show_snapshot(snapshot_of())
    top, bottom = plot.viewport.span()
    ends = [plot.plot.place_of(QPointF(0.0, x2)).y() for x2 in (6.0, -6.0)]
    assert (top, bottom) == pytest.approx(ends, abs=1.5)
    assert plot._bar.height() == plot.plot.height()


# -- what is not computed, and not painted, again ---------------------------------------------


def test_at_rest_a_question_does_not_compute_the_picture_again(window):
    before = at_rest(window.session)
    window.session.look_at("test", (AskProbe((1.0, 1.0)),))
    after = at_rest(window.session)
    assert after.get(Probe) is not None
    assert after.get(Field) is before.get(Field)
    assert after.get(NeuronMaps) is before.get(NeuronMaps)
    window.session.step()
    assert at_rest(window.session).get(Field) is not before.get(Field)


def test_a_zoom_at_rest_computes_another_field(window):
    before = at_rest(window.session)
    window.boundary.asked.emit((AskPlane((0.0, 1.0, 0.0, 1.0)),))
    assert at_rest(window.session).get(Field).area == (0.0, 1.0, 0.0, 1.0)
    window.boundary.asked.emit((AskPlane(),))
    np.testing.assert_array_equal(at_rest(window.session).get(Field).values, before.get(Field).values)


def test_a_frame_paints_the_points_from_their_picture(plot, monkeypatch):
    first = snapshot_of(replace(SMALL, data=DataSpec(samples=40_000)))
    plot.show_snapshot(first)
    plot.grab()
    monkeypatch.setattr(plot.points, "_paint", None)
    plot.show_snapshot(replace(first, epoch=1))
    plot.grab()


@pytest.mark.parametrize("kind", [Field, Scores])
def test_of_a_plot_that_is_hidden_nothing_is_computed(window, kind):
    window.output.open("metrics")
    until(lambda: settled(window.session) and window.session.snapshot.get(kind) is not None)
    hidden = {"plot.boundary"} if kind is Field else {f"output.{name}" for name in window.output.names}
    window.session.gate.show(Classroom(hidden=frozenset(hidden)))
    assert at_rest(window.session).get(kind) is None
    window.session.step()
    assert at_rest(window.session).get(kind) is None
    window.session.gate.show(Classroom())
    assert at_rest(window.session).get(kind) is not None


# -- coordinates in different units --------------------------------------------------------------

AGES = DataSpec(
    dataset=OWN,
    points=tuple((20.0 + k % 41, 15_000.0 + 7_919.0 * k % 135_000, float(k % 2)) for k in range(60)),
)


def test_coordinates_in_different_units_fill_the_plot_and_zoom_alike(window):
    window.session.apply(replace(window.session.experiment, data=AGES), "load points", "", pauses=False)
    at_rest(window.session)
    assert all_in_sight(window)
    assert not control(window, "plot.home").isVisible()
    box, (x_range, y_range) = window.boundary.plot.view_box, ranges(window)
    assert np.ptp(x_range) < 60.0
    assert np.ptp(y_range) > 100_000.0
    at_home = ranges(window)
    window.boundary.zoom(0.5)
    assert np.ptp(ranges(window), axis=1) == pytest.approx(0.5 * np.ptp(at_home, axis=1))
    assert box.width() / box.height() == pytest.approx(1.0, abs=0.2)
    window.boundary.home()
    np.testing.assert_allclose(ranges(window), at_home)
    assert not window.boundary.zoomed
    window.session.apply(replace(window.session.experiment, data=INSIDE), "load points", "", pauses=False)
    at_rest(window.session)
    assert window.boundary.plot.aspect == pytest.approx(1.0)
