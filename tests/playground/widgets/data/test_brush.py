"""Drawing on the large plot, with the mouse and with the keys."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, at_rest, click, control, notice, press, settled, trained, until
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from engine import MOST_POINTS, DataSpec, Experiment, NetworkSpec, TrainSpec, held_out
from playground.files.experiments import decode_document, encode
from playground.observers.plane import frame_of
from playground.observers.view import SQUARE
from playground.style import palette, scaling
from playground.widgets.data.tools import ToolStrip
from playground.widgets.plots.thumbnails import own_thumbnail

KEY, LEFT, RIGHT = Qt.Key, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
CTRL = Qt.KeyboardModifier.ControlModifier
POINTS = ((-3.0, -3.0, 0.0), (3.0, 3.0, 1.0), (-3.0, 3.0, 1.0), (3.0, -3.0, 0.0))
OWN = replace(SMALL, data=DataSpec(dataset="own", points=POINTS, test_fraction=0.0))


@pytest.fixture
def drawing(open_window):
    """A window with four own points that are being drawn on."""
    window = open_window(OWN)
    click(window, "data.draw")
    return window


def viewport(window):
    return control(window, "plot.boundary").viewport()


def pixel(window, x1, x2):
    return control(window, "plot.boundary").place_of(QPointF(x1, x2)).toPoint()


def tap(window, x1, x2, button=LEFT):
    """Click at a place of the plane."""
    QTest.mouseMove(viewport(window), pixel(window, x1, x2))
    QTest.mouseClick(viewport(window), button, pos=pixel(window, x1, x2))


def drag(window, *places, wait=4):
    """Press at the first place, go through all, and let go at the last."""
    QTest.mousePress(viewport(window), LEFT, pos=pixel(window, *places[0]))
    for place in places[1:]:
        QTest.mouseMove(viewport(window), pixel(window, *place))
        QTest.qWait(wait)
    QTest.mouseRelease(viewport(window), LEFT, pos=pixel(window, *places[-1]))


def line(start, end, count=30):
    return [tuple(place) for place in np.linspace(start, end, count)]


def points(window):
    return window.session.experiment.data.points


def seen(window):
    """The data that the window shows, once everything asked for is done."""
    until(lambda: settled(window.session) and window.session.snapshot.experiment == window.session.experiment)
    return window.session.snapshot.data


# -- the tools come and go -----------------------------------------------------------------------


@pytest.mark.parametrize("way_out", ["button", "close", "key", "escape"])
def test_the_tools_come_when_asked_for_and_go_again(window, way_out):
    assert not window.findChild(type(window.data), "data.tools")
    click(window, "data.draw")
    assert control(window, "data.tools").isVisible()
    assert control(window, "data.draw").text() == "✓ Drawing"
    assert "0–5 choose the class" in notice(window)
    if way_out == "button":
        click(window, "data.draw")
    elif way_out == "close":
        click(window, "data.draw_close")
    elif way_out == "key":
        press(window, KEY.Key_D, CTRL)
    else:
        press(window, KEY.Key_Escape)
    assert not control(window, "data.tools").isVisible()
    assert not control(window, "data.draw").isChecked()
    assert notice(window) == ""
    tap(window, 0.0, 0.0)
    assert window.session.experiment.data == SMALL.data


def test_every_tool_says_what_it_is(drawing):
    strip = control(drawing, "data.tools")
    every = strip.findChildren(QWidget)
    names = [one.objectName() for one in every if one.objectName().startswith("data.draw_")]
    assert len(names) == len(set(names)) == 3 + 6 + 1 + 1
    for name in names:
        assert control(drawing, name).accessibleName()
        assert len(control(drawing, name).toolTip()) > 10


# -- the brush -----------------------------------------------------------------------------------


def test_a_click_draws_one_point_exactly_there(drawing):
    tap(drawing, 1.0, -2.0)
    *before, (x1, x2, y) = points(drawing)
    assert tuple(before) == POINTS
    assert (x1, x2) == pytest.approx((1.0, -2.0), abs=0.05)
    assert y == 0.0
    assert len(seen(drawing).train) == 5


@pytest.mark.parametrize("way", ["key", "chip"])
def test_the_class_is_chosen_by_number_or_chip(drawing, way):
    if way == "key":
        press(drawing, KEY.Key_1)
    else:
        click(drawing, "data.draw_1")
    tap(drawing, 0.0, 0.0)
    assert points(drawing)[-1][2] == 1.0


def test_a_drag_draws_many_points_around_its_way_as_one_stroke(drawing):
    control(drawing, "data.draw_size").setValue(5)
    drag(drawing, *line((-5.0, 0.0), (5.0, 0.0)))
    new = np.array(points(drawing)[len(POINTS) :])
    assert 10 < len(new) < 60
    assert np.abs(new[:, 1]).max() < 0.6
    assert new[:, 0].min() < -4.0
    assert new[:, 0].max() > 4.0
    assert drawing.session.undo_stack.count() == 1
    press(drawing, KEY.Key_Z, CTRL)
    assert points(drawing) == POINTS
    press(drawing, KEY.Key_Y, CTRL)
    assert len(points(drawing)) == len(POINTS) + len(new)
    assert len(seen(drawing).train) == len(points(drawing))


def test_two_quick_strokes_are_undone_one_by_one(drawing):
    tap(drawing, 0.0, 0.0)
    tap(drawing, 1.0, 0.0)
    assert drawing.session.undo_stack.count() == 2
    press(drawing, KEY.Key_Z, CTRL)
    assert len(points(drawing)) == len(POINTS) + 1


def test_a_slow_stroke_is_one_all_the_same(drawing, monkeypatch):
    monkeypatch.setattr("playground.session.undo.MERGE_SECONDS", 0.0)
    drag(drawing, *line((-5.0, 0.0), (5.0, 0.0), 12), wait=40)
    assert len(points(drawing)) > len(POINTS) + 3
    assert drawing.session.undo_stack.count() == 1


def test_a_larger_brush_sprays_further(drawing):
    spread = []
    for size in (2, 20):
        control(drawing, "data.draw_size").setValue(size)
        count = len(points(drawing))
        drag(drawing, *line((-5.0, 0.0), (5.0, 0.0)))
        spread.append(np.abs(np.array(points(drawing)[count:])[:, 1]).max())
    assert spread[1] > 2 * spread[0]


def test_a_point_too_many_is_not_drawn_and_it_is_said(open_window):
    rng = np.random.default_rng(0)
    many = tuple((float(a), float(b), 0.0) for a, b in rng.uniform(-6, 6, (MOST_POINTS, 2)))
    window = open_window(replace(OWN, data=replace(OWN.data, points=many)))
    click(window, "data.draw")
    tap(window, 0.0, 0.0)
    assert points(window) == many
    assert "100,000 points, the maximum" in notice(window)


def test_what_was_drawn_is_saved_and_read_back(drawing):
    tap(drawing, 1.25, -2.5)
    assert decode_document(encode(drawing.session.experiment), "x").experiment == drawing.session.experiment


# -- eraser, move, flip --------------------------------------------------------------------------


def test_the_eraser_takes_away_what_it_touches_and_nothing_else(drawing):
    press(drawing, KEY.Key_E)
    drag(drawing, *line((-4.0, -3.0), (-2.0, -3.0)))
    assert set(points(drawing)) == set(POINTS[1:])
    tap(drawing, 0.0, 0.0)
    assert len(points(drawing)) == 3
    assert drawing.session.undo_stack.count() == 1


def test_the_last_point_may_go_and_training_waits_for_another(drawing):
    click(drawing, "transport.play")
    trained(drawing.session, 3)
    click(drawing, "data.draw_eraser")
    control(drawing, "data.draw_size").setValue(20)
    for x1, x2, _ in POINTS:
        tap(drawing, x1, x2)
    assert points(drawing) == ()
    until(lambda: not drawing.session.playing)
    until(lambda: "nothing to learn" in notice(drawing))
    epoch = at_rest(drawing.session).epoch
    press(drawing, KEY.Key_0)
    tap(drawing, 2.0, 2.0)
    click(drawing, "transport.play")
    trained(drawing.session, 3)
    assert drawing.session.snapshot.epoch > epoch


def test_a_point_is_dragged_to_where_it_should_be(drawing):
    click(drawing, "data.draw_move")
    drag(drawing, *line((3.0, 3.0), (0.0, 1.0)))
    moved = points(drawing)
    assert moved[1][:2] == pytest.approx((0.0, 1.0), abs=0.06)
    assert (moved[0], *moved[2:]) == (POINTS[0], *POINTS[2:])
    assert drawing.session.undo_stack.count() == 1
    assert (seen(drawing).train.X[1] == moved[1][:2]).all()
    press(drawing, KEY.Key_Z, CTRL)
    assert points(drawing) == POINTS


def test_a_drag_that_begins_at_no_point_moves_none(drawing):
    press(drawing, KEY.Key_M)
    drag(drawing, *line((0.0, 0.0), (3.0, 3.0)))
    assert points(drawing) == POINTS
    assert drawing.session.undo_stack.count() == 0


def test_a_point_that_is_moved_keeps_its_part_in_training(open_window):
    window = open_window(replace(OWN, data=replace(OWN.data, test_fraction=0.5)))
    before = held_out(window.session.experiment)
    click(window, "data.draw")
    press(window, KEY.Key_M)
    drag(window, *line((3.0, 3.0), (0.0, 1.0)))
    assert (held_out(window.session.experiment) == before).all()


@pytest.mark.parametrize("way", ["right", "F"])
def test_a_point_is_flipped_to_the_other_class_and_back(drawing, way):
    for label in (1.0, 0.0):
        if way == "right":
            tap(drawing, -3.0, -3.0, RIGHT)
        else:
            for place in ((0.0, 0.0), (-3.0, -3.0)):  # one after the other: a pointer at rest tells nothing
                QTest.mouseMove(viewport(drawing), pixel(drawing, *place))
                until(lambda x1=place[0]: abs(drawing.drawing._brush._cursor[0] - x1) < 0.1)
            press(drawing, KEY.Key_F)
        assert points(drawing)[0] == (-3.0, -3.0, label)
    assert points(drawing) == POINTS
    assert drawing.session.undo_stack.count() == 2


# -- while it trains -----------------------------------------------------------------------------


def test_drawing_keeps_the_weights_and_training_goes_on(drawing):
    click(drawing, "transport.play")
    trained(drawing.session, 50)
    run, epoch = drawing.session.snapshot.run, drawing.session.snapshot.epoch
    drag(drawing, *line((-5.0, 0.0), (5.0, 0.0)))
    tap(drawing, -3.0, -3.0, RIGHT)
    trained(drawing.session, 5)
    assert drawing.session.playing
    assert drawing.session.snapshot.run == run
    assert drawing.session.snapshot.epoch > epoch
    assert len(seen(drawing).train) == len(points(drawing))


def test_a_third_class_starts_again_and_says_why(drawing):
    click(drawing, "transport.play")
    trained(drawing.session, 5)
    run = drawing.session.snapshot.run
    press(drawing, KEY.Key_2)
    tap(drawing, 0.0, 0.0)
    until(lambda: drawing.session.snapshot.run > run)
    assert drawing.session.snapshot.sizes[-1] == 3
    assert "now 3 classes" in notice(drawing)
    trained(drawing.session, 5)
    assert control(drawing, "data.draw_3").isVisible()


def test_a_third_class_that_does_not_fit_the_loss_is_refused_and_nothing_changes(open_window):
    window = open_window(replace(OWN, training=TrainSpec(loss="binary_cross_entropy")))
    click(window, "data.draw")
    press(window, KEY.Key_2)
    tap(window, 0.0, 0.0)
    assert points(window) == POINTS
    assert notice(window)
    press(window, KEY.Key_1)
    tap(window, 0.0, 0.0)
    assert len(points(window)) == 5


def test_undo_in_the_middle_of_a_stroke_ends_it(drawing):
    QTest.mousePress(viewport(drawing), LEFT, pos=pixel(drawing, -4.0, 0.0))
    until(lambda: len(points(drawing)) == 5)
    press(drawing, KEY.Key_Z, CTRL)
    assert points(drawing) == POINTS
    for place in line((-4.0, 0.0), (4.0, 0.0)):
        QTest.mouseMove(viewport(drawing), pixel(drawing, *place))
    QTest.mouseRelease(viewport(drawing), LEFT, pos=pixel(drawing, 4.0, 0.0))
    assert points(drawing) == POINTS


def test_a_quick_hand_never_gets_ahead_of_a_large_network(open_window):
    hidden = (replace(SMALL.network.hidden[0], width=128),) * 4
    window = open_window(replace(OWN, network=NetworkSpec(hidden=hidden)))
    window.session.play()
    click(window, "data.draw")
    asked = []
    window.drawing._brush.points_changed.connect(lambda *_: asked.append(window.session.snapshot.ticket))
    drag(window, *line((-5.0, 0.0), (5.0, 0.0), 60), wait=0)
    assert len(asked) <= len(set(asked)) + 1  # one for each answer, and the last at the end
    assert len(points(window)) > 14
    assert len(seen(window).train) == len(points(window))


# -- from a generator's points ---------------------------------------------------------------------


@pytest.mark.parametrize("dataset", ["gaussian", "blobs", "plane"])
def test_a_generated_set_becomes_own_points_which_are_seen_as_they_were(open_window, dataset):
    window = open_window(replace(SMALL, data=DataSpec(dataset=dataset, samples=60)))
    window.session.play()
    trained(window.session, 5)
    before, run = window.session.snapshot.data, window.session.snapshot.run
    click(window, "data.draw")
    tap(window, 5.5, -5.5)
    data = window.session.experiment.data
    assert (data.dataset, len(data.points)) == ("own", 61)
    assert data.problem == DataSpec(dataset=dataset).problem
    after = seen(window)
    assert {*map(tuple, before.train.X)} <= {*map(tuple, after.train.X)}
    assert window.session.snapshot.run == run
    assert "now your own" in notice(window)
    press(window, KEY.Key_Z, CTRL)
    assert window.session.experiment.data == DataSpec(dataset=dataset, samples=60)
    assert window.session.snapshot.run == run


def test_values_are_drawn_for_regression_and_flipped_in_sign(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="plane", samples=60)))
    click(window, "data.draw")
    press(window, KEY.Key_0)
    tap(window, 0.0, 0.0)
    assert points(window)[-1][2] == -1.0
    assert window.session.experiment.data.labels == "values"
    x1, x2, _ = points(window)[-1]
    tap(window, x1, x2, RIGHT)
    assert 1.0 in {y for *_, y in points(window)}
    assert not control(window, "data.draw_5").isVisible()


# -- without a mouse -----------------------------------------------------------------------------


def test_points_are_drawn_and_erased_with_the_keys_alone(drawing):
    press(drawing, KEY.Key_1)
    for _ in range(4):
        press(drawing, KEY.Key_Right)
        press(drawing, KEY.Key_Up)
    press(drawing, KEY.Key_Return)
    assert points(drawing)[-1] == (0.5, 0.5, 1.0)  # in steps of an eighth of the frame
    press(drawing, KEY.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    press(drawing, KEY.Key_Insert)
    assert points(drawing)[-1] == (0.475, 0.5, 1.0)
    press(drawing, KEY.Key_Delete)
    assert points(drawing) == POINTS
    assert drawing.session.undo_stack.count() == 3


def test_keys_that_draw_nothing_still_command_the_window(drawing):
    press(drawing, KEY.Key_Space)
    until(lambda: drawing.session.playing)
    size = control(drawing, "data.draw_size").value()
    press(drawing, KEY.Key_BracketRight)
    assert control(drawing, "data.draw_size").value() == size + 1
    press(drawing, KEY.Key_R)
    assert at_rest(drawing.session).epoch == 0


# -- looks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", palette.THEMES)
def test_the_strip_fits_beside_six_classes(open_window, name):
    six = tuple((float(k), 0.0, float(k)) for k in range(6))
    window = open_window(replace(OWN, data=replace(OWN.data, points=six)))
    window.appearance.choose_theme(name)
    window.resize(1280, 800)
    click(window, "data.draw")
    strip = until(lambda: window.findChild(QWidget, "data.tools"))
    until(lambda: strip.isVisible() and strip.width() > 1)
    QApplication.processEvents()
    assert strip.width() >= strip.minimumSizeHint().width()
    for k in range(6):
        assert control(window, f"data.draw_{k}").isVisible()
    assert control(window, "data.draw_size").width() >= 48


def test_a_point_drawn_among_very_many_is_seen_at_once(open_window):
    rng = np.random.default_rng(1)
    places = rng.uniform((-6.0, -6.0), (0.0, 6.0), (MOST_POINTS - 3, 2)).round(3).tolist()
    many = tuple((x1, x2, float(k % 2)) for k, (x1, x2) in enumerate(places))
    window = open_window(replace(OWN, data=replace(OWN.data, points=many, test_fraction=0.5)))
    click(window, "data.draw")
    for place in ((3.0, 2.0), (4.0, -2.0), (2.0, -4.0)):
        before = control(window, "plot.boundary").grab().toImage()
        tap(window, *place)
        seen(window)
        after = control(window, "plot.boundary").grab().toImage()
        spot = pixel(window, *place)
        assert after.pixel(spot) != before.pixel(spot)
        drawn = np.concatenate([group.points for group in window.boundary.points.groups])
        assert len(drawn) == len(points(window))  # and all the others too


# -- what is said, and how wide it is --------------------------------------------------------------

SIX = replace(
    Experiment(),
    data=DataSpec(dataset="own", points=tuple((0.5 * k, -0.5 * k, float(k % 6)) for k in range(12))),
)


@pytest.mark.parametrize(
    ("experiment", "said"),
    [
        (SMALL, "0–5 choose the class"),
        (replace(SMALL, data=DataSpec(dataset="plane")), "0–4 choose the value"),
    ],
    ids=["classes", "values"],
)
def test_the_hint_says_what_the_keys_choose(open_window, experiment, said):
    window = open_window(experiment)
    click(window, "data.draw")
    assert said in notice(window)
    click(window, "data.draw_close")
    assert notice(window) == ""


def test_values_below_0_have_a_minus(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="plane")))
    click(window, "data.draw")
    chip = control(window, "data.draw_1")
    assert "−0.5" in chip.toolTip()
    assert chip.accessibleName() == "The value −0.5"
    assert "The value −0.5" in chip.whatsThis()


@pytest.mark.parametrize(
    ("labels", "shown"),
    [((-1.0, 1.0), ["−1", "−½", "0", "½", "1"]), ((10.0, 11.0), ["10", "10.2", "10.5", "10.8", "11"])],
)
def test_only_a_half_is_written_short(show, labels, shown):
    tools = show(ToolStrip())
    points = tuple((0.0, 0.0, label) for label in labels)
    tools.show_data(DataSpec(dataset="own", labels="values", points=points), palette.LIGHT)
    assert [chip._text for chip in tools._chips[: len(shown)]] == shown


@pytest.mark.parametrize("width", [1280, 1100])
def test_with_six_classes_the_tools_make_nothing_wider(open_window, width):
    window = open_window(SIX)
    window.resize(width, 800)
    until(lambda: settled(window.session))
    before = window.network.width(), window.workspace._output.width()
    click(window, "data.draw")
    tools = until(lambda: control(window, "data.tools"))
    for _ in range(5):
        QApplication.processEvents()
    assert (window.network.width(), window.workspace._output.width()) == before
    for name in (*(f"data.draw_{k}" for k in range(6)), "data.draw_close", "data.draw_move"):
        one = control(window, name)
        assert tools.rect().contains(one.geometry().translated(one.parentWidget().mapTo(tools, QPoint())))


def test_where_there_is_no_room_the_classes_are_below_the_tools(show):
    tools = show(ToolStrip())
    tools.show_data(SIX.data, palette.LIGHT)

    def below():
        QApplication.processEvents()
        chip, tool = (tools.findChild(QWidget, f"data.draw_{name}") for name in (0, "brush"))
        return chip.mapTo(tools, QPoint()).y() > tool.mapTo(tools, QPoint()).y()

    for width, expected in ((600, False), (260, True), (600, False)):
        tools.window().resize(width, 200)
        until(lambda expected=expected: below() == expected)


def test_no_class_sticks_out_of_the_tools_however_wide_they_are(open_window):
    window = open_window(SIX)
    for percent in scaling.TEXT_SIZES:
        window.appearance.choose_size(percent)
        tools = ToolStrip()
        tools.apply_theme(palette.LIGHT)
        tools.show_data(SIX.data, palette.LIGHT)
        tools.show()
        tools.setUpdatesEnabled(False)  # it is laid out, and need not be painted
        for width in range(tools.minimumSizeHint().width(), 900):
            tools.resize(width, 100)
            QApplication.processEvents()
            for chip in tools._chips:
                assert chip.parentWidget().rect().contains(chip.geometry()), (percent, width)
        tools.close()
        tools.deleteLater()
    scaling.change(100)


FAR = tuple((150.0 + 13 * k % 40, 50.0 + 7 * k % 30, 400.0 + 10 * k) for k in range(20))
MEASURED = replace(
    SMALL, data=DataSpec(dataset="own", points=FAR, labels="values", test_fraction=0.0), network=NetworkSpec()
)


def test_far_out_the_keys_the_brush_and_the_values_have_the_measure_of_the_data(open_window):
    window = open_window(MEASURED)
    click(window, "data.draw")
    _, right, _, top = frame_of(MEASURED, at_rest(window.session).data)
    for key in (KEY.Key_4, *[KEY.Key_Right] * 60, *[KEY.Key_Up] * 60, KEY.Key_Return):
        press(window, key)
    until(lambda: window.session.experiment.data.count == len(FAR) + 1)
    x1, x2, label = window.session.experiment.data.points[-1]
    assert (x1, x2) == (pytest.approx(right, abs=1e-3), pytest.approx(top, abs=1e-3))
    assert label == 590.0  # the largest there is
    names = [control(window, f"data.draw_{k}").accessibleName() for k in (0, 2, 4)]
    assert names == ["The value 400", "The value 495", "The value 590"]


def test_a_value_flipped_is_on_the_other_side_of_the_middle(open_window):
    window = open_window(MEASURED)
    click(window, "data.draw")
    at_rest(window.session)
    window.drawing._brush._flip(FAR[0][:2])
    until(lambda: window.session.experiment.data.points[0][2] == 590.0)
    assert window.session.experiment.data.points[1:] == FAR[1:]


def test_a_small_picture_of_points_far_out_shows_them():
    data = replace(MEASURED.data, labels="values")
    picture = own_thumbnail(data, QSize(40, 40), palette.LIGHT).toImage()
    colours = {picture.pixelColor(x, y).name() for x in range(80) for y in range(80)}
    assert {palette.value_colour(palette.LIGHT, -1.0), palette.value_colour(palette.LIGHT, 1.0)} <= colours


# -- the frame ------------------------------------------------------------------------------------


def frame_now(window):
    at_rest(window.session)
    frame = window.session.snapshot.frame
    assert window.boundary.viewport.frame == frame
    return frame


def test_the_frame_stays_while_points_are_drawn_on_an_empty_plane(open_window):
    window = open_window(replace(SMALL, data=DataSpec(dataset="own")))
    click(window, "data.draw")
    for k in range(3):
        tap(window, 0.3 * k, 0.2)
        until(lambda k=k: window.session.experiment.data.count == k + 1)
        assert frame_now(window) == SQUARE
    window.session.undo_stack.undo()
    assert frame_now(window) == SQUARE
    window.session.reset()
    assert frame_now(window) == SQUARE


def test_points_that_are_loaded_or_typed_have_their_own_frame_and_drawing_keeps_it(open_window):
    window = open_window(SMALL)
    close = DataSpec(dataset="own", points=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0.0, 1.0, 1.0)))
    window.session.apply(replace(window.session.experiment, data=close), "load points", "", pauses=False)
    frame = frame_now(window)
    assert frame == (-0.1, 1.1, -0.1, 1.1)
    click(window, "data.draw")
    drag(window, (0.4, 0.4), (0.6, 0.6))
    until(lambda: window.session.experiment.data.count > 3)
    assert frame_now(window) == frame
    wider = replace(close, points=(*close.points, (2.0, 1.0, 0.0)))
    window.session.edit_points(wider, "edit a point")
    assert frame_now(window) == (-0.2, 2.2, -1.2, 1.2)
    window.session.undo_stack.setIndex(0)
    assert frame_now(window) == SQUARE
