"""The loss plot as a timeline: what it asks for, what it draws, and curves of other lines and runs."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL, corners, until
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtTest import QTest
from snapshots import snapshot_of

from engine import Metrics
from playground.observers.events import EventKind
from playground.observers.history import History
from playground.observers.marks import MarkKind
from playground.observers.timeline import Branch, Timeline
from playground.style.palette import DARK, LIGHT, lane_colour
from playground.texts import time as texts
from playground.widgets.output.loss_others import Pinned, pale, room_for_name
from playground.widgets.output.loss_plot import LossPlot
from playground.widgets.output.time_bar import TimeBar

RATE = {"name": "learning_rate", "before": 0.03, "after": 0.5}
MARKED = 70.5


def curves_of(epochs=100, height=1.0, best=30):
    """Curves whose test loss is lowest at an epoch."""
    history = History()
    for epoch in range(epochs + 1):
        loss = height * (0.1 + abs(epoch - best) / 100.0)
        history.add(epoch, Metrics(loss, loss, None, None))
        if epoch == int(MARKED):
            history.add_events((282, MARKED), [(EventKind.SETTING, RATE)])
    return history.curves()


def at(epoch, end=100, **timeline):
    """A snapshot that stands at an epoch of a line."""
    line = Timeline(end=end, is_past=epoch < end, moments=np.arange(0, end, 10), **timeline)
    return replace(snapshot_of(SMALL), epoch=epoch, curves=curves_of(end), timeline=line)


@pytest.fixture
def plot(show):
    one = show(LossPlot())
    one.parentWidget().resize(600, 300)
    one.apply_theme(LIGHT)
    one.timeline.live = True
    return one


@pytest.fixture
def asked(plot):
    """What the plot asks for."""
    found = []
    plot.timeline.epoch_asked.connect(found.append)
    plot.timeline.mark_asked.connect(found.append)
    plot.timeline.walk_asked.connect(lambda *way: found.append(way))
    plot.timeline.stop_asked.connect(lambda: found.append("stop"))
    return found


def spot(plot, epoch, aside=0):
    return QPoint(round(plot._plot.place_of(QPointF(epoch, 0.0)).x()) + aside, 40)


def click(plot, epoch, aside=0):
    viewport = plot._plot.viewport()
    QTest.mouseMove(viewport, spot(plot, epoch, aside))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot(plot, epoch, aside))


def test_a_click_asks_for_the_epoch_that_is_read(plot, asked):
    plot.show_snapshot(at(100))
    click(plot, 50)
    assert asked == [50]


def test_a_click_near_a_mark_asks_for_that_mark(plot, asked):
    plot.show_snapshot(at(100))
    click(plot, 30, aside=3)
    click(plot, MARKED, aside=-3)
    assert [one.kind for one in asked] == [MarkKind.BEST, MarkKind.CHANGE]
    assert (asked[0].epoch, asked[1].steps) == (30, 282)


def test_beside_a_mark_its_words_are_read(plot):
    plot.show_snapshot(at(100))
    QTest.mouseMove(plot._plot.viewport(), spot(plot, MARKED, 3))
    QTest.mouseMove(plot._plot.viewport(), spot(plot, MARKED, 2))
    names = [line.name for line in plot._card.lines]
    assert names[0] == "epoch 70"
    assert any("η 0.5" in name for name in names)
    assert names[-1] == texts.CLICK_TO_GO()


def test_a_drag_takes_kept_moments_that_are_near_and_any_epoch_between_them(plot, asked):
    plot.show_snapshot(at(100))
    viewport, left = plot._plot.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=spot(plot, 90))
    QTest.mouseMove(viewport, spot(plot, 55))
    QTest.mouseMove(viewport, spot(plot, 40, aside=2))
    QTest.mouseMove(viewport, spot(plot, -500))
    QTest.mouseMove(viewport, spot(plot, 500))
    QTest.mouseRelease(viewport, left, pos=spot(plot, 500))
    assert asked == [55, 40, 0, 100]


def test_while_the_pointer_moves_a_kept_moment_close_by_is_shown_and_the_epoch_once_it_rests(plot, asked):
    plot.show_snapshot(at(100))
    viewport, left = plot._plot.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, pos=spot(plot, 90))
    QTest.mouseMove(viewport, spot(plot, 42))
    assert asked == [40]
    until(lambda: len(asked) > 1)
    assert asked == [40, 42]
    QTest.mouseRelease(viewport, left, pos=spot(plot, 42))


def test_what_nobody_may_go_to_is_only_read(plot, asked):
    plot.timeline.live = False
    plot.show_snapshot(at(100))
    click(plot, 50)
    QTest.keyClick(plot._plot, Qt.Key.Key_Left)
    assert asked == []
    assert texts.CLICK_TO_GO() not in [line.name for line in plot._card.lines]


@pytest.mark.parametrize(
    ("key", "modifier", "way"),
    [
        ("Left", "No", ("epoch", False)),
        ("Right", "Shift", ("moment", True)),
        ("Left", "Control", ("far", False)),
        ("PageDown", "No", ("mark", True)),
        ("PageUp", "No", ("mark", False)),
        ("Home", "No", ("end", False)),
        ("End", "No", ("end", True)),
    ],
)
def test_keys_ask_for_their_ways(plot, asked, key, modifier, way):
    plot.show_snapshot(at(50))
    plot._plot.setFocus()
    until(plot._plot.hasFocus)
    QTest.keyClick(
        plot._plot, getattr(Qt.Key, f"Key_{key}"), getattr(Qt.KeyboardModifier, f"{modifier}Modifier")
    )
    assert asked == [way]


def test_escape_stops_training_again(plot, asked):
    plot.show_snapshot(at(100, going_to=40, share=0.1, seconds=3.0))
    plot._plot.setFocus()
    QTest.keyClick(plot._plot, Qt.Key.Key_Escape)
    assert asked == ["stop"]


def test_the_axis_reaches_to_the_end_of_the_line_and_of_those_that_were_left(plot):
    plot.show_snapshot(at(20))
    assert 100 <= plot._plot.view_box.viewRange()[0][1] <= 105
    plot.show_snapshot(at(20, branches=(Branch(1, 10.0, 300, curves_of(300)),)))
    assert 300 <= plot._plot.view_box.viewRange()[0][1] <= 315
    plot.show_left_lines(False)
    assert 100 <= plot._plot.view_box.viewRange()[0][1] <= 105


def test_a_line_that_was_left_is_drawn_from_where_it_was_left(plot):
    plot.show_snapshot(at(60, end=60, branch=1, branches=(Branch(0, 40.0, 100, curves_of(100, 2.0)),)))
    (line,) = corners(plot._others._left[1])
    assert (line[0][0], line[-1][0]) == (40, 100)
    assert plot._others._left[0]._pen.color().name() == pale(LIGHT, LIGHT.train_line)


def test_a_line_that_was_left_is_named_in_the_readout(plot):
    plot.show_snapshot(at(60, end=60, branch=1, branches=(Branch(0, 40.0, 100, curves_of(100, 2.0)),)))
    lines = {line.name: line.figure for line in plot._figures_at(50)}
    assert lines[texts.LEFT_AT(epoch=40)] == "0.6000"
    assert texts.LEFT_AT(epoch=40) not in {line.name for line in plot._figures_at(30)}


def test_pinned_runs_are_drawn_named_and_read(plot):
    pinned = tuple(Pinned(f"run {k}", curves_of(150, 1.5 + k), k) for k in range(3))
    plot.pin(pinned)
    plot.show_snapshot(at(100))
    assert [corners(line)[0][-1][0] for line in plot._others._lines] == [150, 150, 150]
    assert len({tuple(line._pen.dashPattern()) for line in plot._others._lines}) == 3
    assert [one[0].name for one in plot._others._names._ends] == ["run 0", "run 1", "run 2"]
    lines = {line.name: line.figure for line in plot._figures_at(30)}
    assert lines["run 0"] == "0.1500"
    plot.apply_theme(DARK)
    assert plot._others._lines[1]._pen.color().name() == lane_colour(DARK, 1)
    plot.grab()
    plot.pin(())
    assert plot._others._lines == []
    assert plot._others._names._ends == []


@pytest.mark.parametrize(
    ("y", "taken", "top"),
    [
        (60.0, [], 48.0),  # above its curve
        (25.0, [], 27.0),  # no room above: the legend is there
        (60.0, [QRectF(50.0, 40.0, 50.0, 10.0)], 50.0),  # another name is there
    ],
)
def test_the_name_of_a_pinned_run_covers_neither_the_legend_nor_other_names(y, taken, top):
    room = room_for_name(QPointF(100.0, y), QSizeF(40.0, 10.0), QRectF(0.0, 20.0, 100.0, 80.0), taken)
    assert (room.right(), room.top()) == (100.0, top)


@pytest.mark.parametrize("width", [280, 340, 420, 800])
def test_the_name_of_the_epochs_and_the_row_for_time_do_not_touch(plot, width):
    plot.window().resize(width, 220)
    plot.show_snapshot(at(100))
    axis = plot._plot.axes["bottom"]
    name = axis.label.sceneBoundingRect()
    assert name.right() <= plot.time_bar.x()
    middle = axis.sceneBoundingRect().center().x()
    assert name.center().x() == pytest.approx(middle, abs=2.0) or name.right() > plot.time_bar.x() - 16.0


def test_other_curves_do_not_flatten_the_run_itself(plot):
    plot.show_snapshot(at(100))
    high = plot._plot.view_box.viewRange()[1][1]
    plot.pin((Pinned("wild", curves_of(100, 1e6), 0),))
    assert plot._plot.view_box.viewRange()[1][1] < 2.5 * high


def test_what_comes_after_the_moment_is_paled(plot):
    plot.show_snapshot(at(100))
    bright = plot._plot.grab().toImage()
    plot.show_snapshot(at(50))
    paled = plot._plot.grab().toImage()
    assert not plot.timeline.hint
    curve = plot._plot.place_of(QPointF(90, 0.7)).toPoint()
    around = [curve + QPoint(0, dy) for dy in range(-3, 4)]
    darkest = [min(image.pixelColor(one).lightness() for one in around) for image in (bright, paled)]
    assert darkest[1] > darkest[0] + 30


# -- the row below ---------------------------------------------------------------------------


@pytest.fixture
def bar(show):
    one = TimeBar(None)
    one.apply_theme(LIGHT)
    return show(one)


def test_without_a_past_there_is_nothing_to_play_back(bar):
    bar.show_timeline(Timeline())
    assert not bar.play_back.isEnabled()
    bar.show_timeline(Timeline(end=5))
    assert bar.play_back.isEnabled()


def test_what_takes_long_shows_how_far_it_is_and_can_be_stopped(bar):
    stopped = []
    bar.stop_asked.connect(lambda: stopped.append(True))
    bar.show_timeline(Timeline(end=100, going_to=40, share=0.25, seconds=3.2))
    assert bar.progress.isVisible()
    assert (bar.progress.value(), bar.progress.text()) == (25, texts.SECONDS_LEFT(n=4))
    assert not bar.play_back.isVisible()
    bar.stop.click()
    assert stopped
    bar.show_timeline(Timeline(end=100, going_to=40, share=0.9, seconds=0.3))
    assert bar.progress.isVisible(), "until it is there"
    bar.show_timeline(Timeline(end=100, is_past=True))
    assert not bar.progress.isVisible()
    assert bar.play_back.isVisible()


def test_the_button_that_plays_back_stays_as_wide_as_it_is(bar):
    bar.show_timeline(Timeline(end=5))
    wide = bar.play_back.width()
    for _ in range(2):
        bar.show_playing(True)
    assert bar.play_back.text() == texts.PAUSE()
    assert bar.play_back.width() == wide
    bar.show_playing(False)
    assert bar.play_back.width() == wide


def test_what_is_soon_there_shows_no_bar(bar):
    for seconds in (0.4, float("nan")):
        bar.show_timeline(Timeline(end=100, going_to=40, share=0.1, seconds=seconds))
        assert not bar.progress.isVisible()
