"""The losses of several runs in one plot."""

from dataclasses import replace

import numpy as np
import pytest
from hands import EXPLOSIVE, SMALL, corners
from lane_values import lane_of, lanes_of

from playground.observers.lanes import Arrival, ClockUnit, Goal
from playground.style.palette import DARK, LIGHT
from playground.widgets.runs.lane_curves import LaneCurves, curves_of, seconds_at
from playground.widgets.runs.lane_marks import apart

TWO = lane_of(epochs=4), lane_of(epochs=4, seconds=0.08)


@pytest.fixture(params=[True, False], ids=["both", "one"])
def plot(show, request):
    one = show(LaneCurves(both=request.param))
    one.apply_theme(LIGHT)
    return one


def shown(plot):
    return {key: corners(item)[0] for key, item in plot._items.items() if corners(item)}


def test_each_run_has_its_curves(plot):
    plot.show_lanes(lanes_of(*TWO))
    parts = ("train", "test") if plot.both else ("test",)
    assert set(shown(plot)) == {(k, part) for k in (0, 1) for part in parts}
    curve = TWO[0].snapshot.curves.test
    assert np.allclose(shown(plot)[0, "test"], np.column_stack([curve.epochs, curve.values]))


def test_runs_that_are_gone_leave_no_curve(plot):
    plot.show_lanes(lanes_of(*TWO))
    plot.show_lanes(lanes_of(TWO[0]))
    assert {lane for lane, _ in shown(plot)} == {0}
    plot.show_lanes(None)
    assert shown(plot) == {}


def test_by_seconds_each_run_is_drawn_over_its_own_time(plot):
    plot.show_lanes(lanes_of(*TWO, unit=ClockUnit.SECONDS, time=0.08))
    ends = [shown(plot)[k, "test"][-1][0] for k in (0, 1)]
    assert ends == pytest.approx([0.04, 0.08])


def test_where_a_run_arrived_is_where_it_was_at_that_second():
    lane = lane_of(epochs=4, seconds=0.4, arrival=Arrival(2, 0.3, 1))
    assert seconds_at(np.array([0.0, 1.0, 2.0, 3.0, 4.0]), lane).tolist() == pytest.approx(
        [0.0, 0.15, 0.3, 0.35, 0.4]
    )


def test_without_test_points_the_training_loss_counts():
    lane = lane_of(replace(SMALL, data=replace(SMALL.data, test_fraction=0.0)))
    assert [one.part for one in curves_of(lanes_of(lane), both=False)] == ["train"]


def test_the_goal_is_on_the_axis_however_high_it_is(plot):
    for log in (False, True):
        plot.show_log(log)
        for loss in (5.0, 1e-4):
            plot.show_lanes(lanes_of(*TWO, goal=Goal(loss)))
            low, high = plot.plot.view_box.viewRange()[1]
            assert low <= (np.log10(loss) if log else loss) <= high


def test_the_letters_have_room_beside_the_ends(plot):
    plot.show_lanes(lanes_of(*TWO))
    (_, right), _ = plot.plot.view_box.viewRange()
    assert right > 4.0


def test_letters_at_one_height_are_written_apart():
    assert apart([10.0, 10.0, 11.0], 5.0, 0.0, 100.0) == [10.0, 15.0, 20.0]
    assert apart([98.0, 99.0], 5.0, 0.0, 100.0) == [90.0, 95.0]
    assert apart([], 5.0, 0.0, 100.0) == []


def test_a_place_of_the_clock_is_read_for_every_run(plot):
    plot.show_lanes(lanes_of(*TWO))
    names = [line.name for line in plot._lines_at(2.0)]
    expected = ["A train", "A test", "B train", "B test"] if plot.both else ["A", "B"]
    assert names == ["epoch 2", *expected]


def test_every_state_can_be_drawn(plot):
    lost = lane_of(EXPLOSIVE, epochs=1)
    first = lane_of(epochs=4, arrival=Arrival(1, 0.01, 1))
    for theme in (LIGHT, DARK):
        plot.apply_theme(theme)
        for lanes in (None, lanes_of(lane_of(epochs=0)), lanes_of(first, lost, goal=Goal(0.3))):
            plot.show_lanes(lanes)
            assert not plot.grab().isNull()


def test_a_run_that_runs_away_leaves_the_axis_to_the_others(show):
    plot = show(LaneCurves(both=False))
    lost = lane_of(replace(SMALL, training=replace(SMALL.training, learning_rate=300.0)), epochs=4)
    assert max(lost.snapshot.curves.test.values) > 3.0
    plot.show_lanes(lanes_of(lane_of(epochs=4), lost))
    firsts = [one.snapshot.curves.test.values[0] for one in (lane_of(epochs=4), lost)]
    assert plot.plot.view_box.viewRange()[1][1] < 3.0 * max(firsts)
