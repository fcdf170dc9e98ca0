import math
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from hands import SMALL, at_rest, control, corners, press, settled, until
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from snapshots import snapshot_of

from engine import (
    DATASETS,
    MOST_POINTS,
    DataSpec,
    Experiment,
    NetworkSpec,
    Problem,
    Samples,
    Split,
    Trainer,
    TrainSpec,
)
from engine.points import places_without
from playground.observers.errors import Errors
from playground.observers.field import Field
from playground.style.colour_maps import SHADES, class_shades, shades
from playground.style.palette import DARK, LIGHT, MARKERS, THEMES, class_colour, value_colour
from playground.texts import old
from playground.widgets.output.boundary_plot import BoundaryPlot
from playground.widgets.output.picture import colours_of, doubt
from playground.widgets.output.points import groups

BINARY, REGRESSION = Problem("binary", 2), Problem("regression", 1)
BOTH = pytest.mark.parametrize("colours", THEMES.values(), ids=THEMES)


def field(*values, zero=0.5):
    """A field of one cell for each output."""
    return Field(np.array(values, dtype=float).reshape(len(values), 1, 1), zero, ())


def pixel(shown):
    return tuple(int(part) for part in shown.reshape(-1, 4)[0])


@pytest.fixture
def plot(show):
    one = show(BoundaryPlot())
    one.apply_theme(LIGHT)
    return one


def drawn(plot):
    return sum(len(group.points) for group in plot.points.groups)


# -- the image's colours ---------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("zero", [0.5, 0.0])
def test_one_output_runs_from_class_0_over_the_middle_to_class_1(colours, zero):
    low, high = (0.0, 1.0) if zero == 0.5 else (-1.0, 1.0)
    palette = shades(colours)
    for value, place in ((low, 0), (high, SHADES - 1)):
        assert pixel(colours_of(field(value, zero=zero), BINARY, colours)) == tuple(palette[place])
    middle = pixel(colours_of(field(zero, zero=zero), BINARY, colours))
    assert middle in [tuple(palette[SHADES // 2 - 1]), tuple(palette[SHADES // 2])]


@BOTH
def test_opposite_infinities_of_a_diverged_network_are_drawn_without_a_warning(colours):
    ends = np.array([[[math.inf, -math.inf]]])
    picture = colours_of(replace(field(0.0, zero=0.0), values=ends), BINARY, colours)
    assert picture.reshape(2, -1).tolist() == [shades(colours)[k].tolist() for k in (SHADES - 1, 0)]


@BOTH
def test_the_largest_numbers_are_drawn_in_bands_without_a_warning(colours):
    ends = np.array([[[1.7e308, -1.7e308]]])
    picture = colours_of(replace(field(0.0), values=ends), REGRESSION, colours, discrete=True)
    assert picture.reshape(2, -1).tolist() == [shades(colours)[k].tolist() for k in (SHADES - 1, 0)]


@BOTH
def test_a_regression_runs_from_minus_1_to_1_and_no_further(colours):
    palette = shades(colours)
    for value, place in ((-7.0, 0), (-1.0, 0), (1.0, SHADES - 1), (7.0, SHADES - 1)):
        assert pixel(colours_of(field(value), REGRESSION, colours)) == tuple(palette[place])


@BOTH
def test_two_outputs_for_two_classes_look_like_one(colours):
    for first in (0.0, 0.25, 1.0):
        two = colours_of(field(1.0 - first, first), BINARY, colours)
        np.testing.assert_array_equal(two, colours_of(field(first), BINARY, colours))


@BOTH
def test_of_several_outputs_the_largest_gives_the_colour_and_its_lead_the_strength(colours):
    problem, palettes = Problem("multiclass", 4), class_shades(colours)
    for k in range(4):
        sure = [1.0 if i == k else 0.0 for i in range(4)]
        assert pixel(colours_of(field(*sure), problem, colours)) == tuple(palettes[k, -1])
        half = [0.625 if i == k else 0.125 for i in range(4)]
        assert pixel(colours_of(field(*half), problem, colours)) == tuple(palettes[k, (SHADES - 1) // 2])
    assert pixel(colours_of(field(0.25, 0.25, 0.25, 0.25), problem, colours)) == tuple(palettes[0, 0])


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("problem", [BINARY, REGRESSION, Problem("multiclass", 3)], ids=lambda p: p.kind)
def test_what_is_not_finite_is_drawn_all_the_same(problem, value):
    outputs = [value] * (3 if problem.kind == "multiclass" else 1)
    assert colours_of(field(*outputs), problem, LIGHT).shape == (1, 1, 4)
    if math.isnan(value) and problem.kind == "binary":
        assert pixel(colours_of(field(value), problem, LIGHT)) == pixel(
            colours_of(field(0.5), problem, LIGHT)
        )


@BOTH
def test_discrete_classes_have_no_shade_between(colours):
    ends = [tuple(shades(colours)[place]) for place in (0, SHADES - 1)]
    for value, expected in ((0.01, 0), (0.49, 0), (0.5, 0), (0.51, 1), (0.99, 1), (math.nan, 0)):
        assert pixel(colours_of(field(value), BINARY, colours, discrete=True)) == ends[expected]
        two = field(1.0 - value, value)
        assert pixel(colours_of(two, BINARY, colours, discrete=True)) == ends[expected]
    several = field(0.34, 0.33, 0.33)
    whole = tuple(class_shades(colours)[0, -1])
    assert pixel(colours_of(several, Problem("multiclass", 3), colours, discrete=True)) == whole


def test_discrete_values_are_sorted_into_nine_bands():
    values = np.linspace(-1.5, 1.5, 400)
    bands = colours_of(Field(values[None, None], 0.0, ()), REGRESSION, LIGHT, discrete=True)
    assert len({tuple(one) for one in bands[0]}) == 9


@pytest.mark.parametrize(("zero", "low", "high"), [(0.5, 0.0, 1.0), (0.0, -1.0, 1.0)])
def test_doubt_is_1_half_way_and_0_at_the_labels(zero, low, high):
    for value, expected in ((zero, 1.0), (low, 0.0), (high, 0.0), (math.nan, 1.0), (math.inf, 0.0)):
        found = doubt(field(value, zero=zero), BINARY)
        np.testing.assert_allclose(found, expected, atol=1e-6)
    assert doubt(field(0.0), REGRESSION) is None


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_doubt_of_several_classes_is_their_entropy(classes):
    problem = Problem("multiclass", classes)
    np.testing.assert_allclose(doubt(field(*[1.0 / classes] * classes), problem), 1.0)
    sure = [1.0] + [0.0] * (classes - 1)
    np.testing.assert_allclose(doubt(field(*sure), problem), 0.0, atol=1e-6)
    half = [0.5, 0.5] + [0.0] * (classes - 2)
    expected = (math.log(2) / math.log(classes)) ** 3
    np.testing.assert_allclose(doubt(field(*half), problem), expected, rtol=1e-6)


# -- the points ------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_point_is_in_exactly_one_group(dataset):
    trainer = Trainer(Experiment(data=DataSpec(dataset=dataset, samples=200, classes=6, noise=0.3)))
    found = list(groups(trainer.data.train, trainer.problem, LIGHT))
    points = np.concatenate([group.points for group in found])
    assert sorted(map(tuple, points)) == sorted(map(tuple, trainer.data.train.X))


@BOTH
@pytest.mark.parametrize("classes", [2, 3, 6])
def test_each_class_has_its_colour_and_its_marker(colours, classes):
    y = np.arange(12) % classes
    X = np.column_stack([y, y]).astype(float)
    problem = Problem("binary" if classes == 2 else "multiclass", classes)
    found = list(groups(Samples(X, y), problem, colours))
    assert [group.marker for group in found] == list(MARKERS[:classes])
    assert len({group.colour for group in found}) == classes
    for k, group in enumerate(found):
        assert group.colour == class_colour(colours, problem.kind, k)
        assert set(group.points[:, 0]) == {k}


@BOTH
def test_a_value_has_the_colour_of_its_place_on_the_scale(colours):
    y = np.array([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0])
    samples = Samples(np.column_stack([y, y]), y)
    colour = {x: group.colour for group in groups(samples, REGRESSION, colours) for x in group.points[:, 0]}
    assert colour[-2.0] == colour[-1.0] == colours.negative
    assert colour[2.0] == colour[1.0] == colours.positive
    assert (colour[0.0], colour[0.5]) == (value_colour(colours, 0.0), value_colour(colours, 0.5))


def test_points_that_are_not_plane_are_not_drawn():
    assert list(groups(Samples(np.zeros((5, 3)), np.zeros(5, int)), BINARY, LIGHT)) == []


# -- the plot --------------------------------------------------------------------------------


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("test_fraction", [0.0, 0.5])
def test_it_draws_every_point_of_every_data_set(plot, dataset, test_fraction):
    data = DataSpec(dataset=dataset, samples=80, test_fraction=test_fraction)
    plot.show_snapshot(snapshot_of(replace(SMALL, data=data)))
    assert drawn(plot) == 80


def test_train_points_are_filled_and_test_points_hollow(plot):
    plot.show_snapshot(snapshot_of())
    for filled in (True, False):
        found = [group for group in plot.points.groups if group.filled == filled]
        assert sum(len(group.points) for group in found) == 30
        assert {group.colour for group in found} == {LIGHT.negative, LIGHT.positive}


def test_points_that_are_the_same_are_not_drawn_again(plot):
    first = snapshot_of()
    plot.show_snapshot(first)
    plot.grab()
    groups_before, picture = plot.points.groups, plot.points._picture
    for epoch in (1, 2, 3):
        plot.show_snapshot(replace(first, epoch=epoch))
        plot.grab()
    assert plot.points.groups is groups_before
    assert plot.points._picture is picture
    plot.show_snapshot(snapshot_of(replace(SMALL, seed=1)))
    plot.grab()
    assert plot.points.groups is not groups_before
    assert plot.points._picture is not picture


def pixels_like(image, colour, tolerance=12):
    """How many pixels of a picture have a colour."""
    wanted = QColor(colour).getRgb()[:3]
    found = np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint8)
    rgb = found.reshape(image.height(), image.width(), 4)[:, :, 2::-1].astype(int)
    return int((np.abs(rgb - wanted).max(axis=2) <= tolerance).sum())


def test_points_are_seen_and_are_gone_when_they_are_hidden(plot):
    shown = replace(snapshot_of(), values={})
    plot.show_snapshot(shown)
    before = pixels_like(plot._plot.grab().toImage(), LIGHT.positive)
    assert before > 200
    for name in ("train", "test"):
        plot.options.switches[name].click()
    assert drawn(plot) == 0
    assert pixels_like(plot._plot.grab().toImage(), LIGHT.positive) == 0
    for name in ("train", "test"):
        plot.options.switches[name].click()
    assert pixels_like(plot._plot.grab().toImage(), LIGHT.positive) == before


@pytest.mark.parametrize(("hidden", "filled"), [("train", False), ("test", True)])
def test_train_and_test_points_are_hidden_one_without_the_other(plot, hidden, filled):
    plot.show_snapshot(snapshot_of())
    plot.options.switches[hidden].click()
    assert {group.filled for group in plot.points.groups} == {filled}
    assert drawn(plot) == 30


def test_a_plot_without_any_room_is_drawn_without_a_word_from_qt(plot):
    plot.show_snapshot(snapshot_of())
    plot._plot.setMinimumSize(1, 1)
    for height in (60, 30, 28, 20, 5):
        plot._plot.resize(300, height)
        plot._plot.grab()


def test_every_point_of_very_many_is_drawn_and_the_errors_without_a_ring_are_counted(plot):
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(samples=MOST_POINTS))))
    assert drawn(plot) == MOST_POINTS
    assert plot._legend._note == ""
    plot.options.switches["errors"].setChecked(True)
    now = plot._snapshot
    for more, note in ((1234, "rings on the first 2,000 errors"), (0, "")):
        errors = Errors(np.arange(2000), np.arange(2000), now.steps, more)
        plot.show_snapshot(replace(now, values={**now.values, Errors: errors}))
        assert plot._legend._note == note


def test_the_legend_names_classes_and_counts(plot):
    data = DataSpec(dataset="blobs", classes=4, samples=2400, test_fraction=0.25)
    plot.show_snapshot(snapshot_of(replace(SMALL, data=data)))
    expected = "Legend: class 0, class 1, class 2, class 3, train 1,800, test 600"
    assert plot._legend.accessibleName() == expected
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(dataset="plane", samples=60))))
    assert plot._legend.accessibleName() == "Legend: train 30, test 30"


def test_the_legend_fits_into_its_room(plot):
    data = DataSpec(dataset="blobs", classes=6, samples=100_000)
    plot.resize(700, 500)
    plot.show_snapshot(snapshot_of(replace(SMALL, data=data)))
    widths = [plot._legend.fontMetrics().horizontalAdvance(text) for *_, text in plot._legend._rows]
    assert 26 + max(widths) <= plot._legend.width()
    assert 4 + plot._legend.fontMetrics().horizontalAdvance(plot._legend._note) <= plot._legend.width()


def test_the_contour_is_drawn_for_classes_and_goes_for_regression(plot):
    plot.show_snapshot(snapshot_of(epochs=20))
    assert len(corners(plot.field.contour)[0]) > 2
    plot.show_snapshot(snapshot_of(replace(SMALL, data=DataSpec(dataset="plane"))))
    assert corners(plot.field.contour) == []


def test_the_image_covers_the_square_with_the_lowest_x2_at_the_bottom(plot):
    experiment = Experiment(
        data=DataSpec(dataset="plane"), network=NetworkSpec(hidden=()), training=TrainSpec(learning_rate=1e-6)
    )
    snapshot = snapshot_of(experiment)
    rising = np.linspace(-1.0, 1.0, 10)[:, None] * np.ones((10, 10))
    plot.show_snapshot(replace(snapshot, values={Field: Field(rising[None], 0.5, ())}))
    box = plot.field.image.mapRectToParent(plot.field.image.boundingRect())
    half = 6.0 * 10 / 9  # the middles of the outermost of ten cells lie on the edges
    assert (box.left(), box.top(), box.width(), box.height()) == pytest.approx(
        (-half, -half, 2 * half, 2 * half)
    )
    view = plot._plot.view_box
    bottom = view.mapFromViewToItem(plot.field.image, pg.Point(0.0, -5.9))
    assert int(bottom.y()) == 0


def test_the_square_is_a_square(plot):
    plot.parentWidget().resize(1000, 420)
    plot.show_snapshot(snapshot_of())
    plot.layout().activate()
    view = plot._plot.view_box
    (left, right), (bottom, top) = view.viewRange()
    assert left <= -6.0 <= 6.0 <= right
    assert bottom <= -6.0 <= 6.0 <= top
    pixels = view.viewPixelSize()
    assert pixels[0] == pytest.approx(pixels[1], rel=0.01)


def test_without_a_field_the_last_one_stays(plot):
    plot.show_snapshot(snapshot_of())
    before = plot.field.image.image
    plot.show_snapshot(replace(snapshot_of(), values={}))
    assert plot.field.image.image is before


def test_another_theme_redraws_everything_in_its_colours(plot):
    plot.apply_theme(DARK)  # nothing is shown yet
    plot.show_snapshot(snapshot_of())
    plot.apply_theme(LIGHT)
    before = plot.field.image.image
    plot.apply_theme(DARK)
    assert (plot.field.image.image != before).any()
    assert plot.field.contour._pen.color() == QColor(DARK.contour)
    assert {group.colour for group in plot.points.groups} == {DARK.negative, DARK.positive}


def test_data_of_ones_own_with_other_columns_shows_no_field_and_no_points(plot):
    X = np.random.default_rng(0).normal(size=(20, 3))
    samples = Samples(X, X[:, 0] > 0)
    plot.show_snapshot(snapshot_of(data=Split(samples, samples)))
    assert drawn(plot) == 0


# -- rings around errors ---------------------------------------------------------------------


def test_old_rings_are_dashed_and_said_to_be_old(plot):
    plot.options.switches["errors"].setChecked(True)
    now = snapshot_of()
    now = replace(now, values={**now.values, Errors: Errors(np.arange(5), np.arange(5), now.steps)})
    plot.show_snapshot(now)
    picture, tip = plot.plot.grab().toImage(), plot.plot.toolTip()
    plot.show_snapshot(replace(now, evaluated=False, complete=False))
    assert plot.plot.grab().toImage() != picture
    assert old.RINGS() in plot.plot.toolTip()
    plot.show_snapshot(now)
    assert plot.plot.grab().toImage() == picture
    assert plot.plot.toolTip() == tip


# -- edits among very many points --------------------------------------------------------------


@pytest.mark.parametrize("labels", ["classes", "values"])
@pytest.mark.parametrize("count", [60, 3000])
def test_an_edit_paints_its_surroundings_again_to_the_same_picture(plot, labels, count):
    rng = np.random.default_rng(2)
    points = np.column_stack([rng.uniform(-6, 6, (count, 2)), rng.integers(0, 2, count)]).tolist()
    data = DataSpec("own", points=points, labels=labels, test_fraction=0.3)
    plot.show_snapshot(snapshot_of(replace(SMALL, data=data)))
    plot.plot.grab()
    for k in range(12):
        here = (round(rng.uniform(-6, 6), 2), round(rng.uniform(-6, 6), 2), float(k % 2))
        if k % 3 == 0:
            data = data.edited([*range(data.count), -1], {data.count: here})
        elif k % 3 == 1:
            data = data.edited(range(data.count), {k: here})
        else:
            data = data.edited(places_without(data.count, rng.choice(data.count, 5).tolist()))
        painted = plot.points._picture
        plot.show_snapshot(snapshot_of(replace(SMALL, data=data)))
        quick = plot.plot.grab().toImage()
        assert plot.points._picture is painted
        plot.points._picture = None
        plot.points.update()
        assert plot.plot.grab().toImage() == quick


def test_large_numbers_are_written_out_beside_the_upright_axis(open_window):
    points = ((19.0, 19_000.0, 0.0), (35.0, 20_000.0, 0.0), (47.0, 125_000.0, 1.0), (52.0, 150_000.0, 1.0))
    window = open_window(replace(SMALL, data=DataSpec(dataset="own", points=points)))
    until(lambda: settled(window.session))
    axis = window.boundary.plot.axes["left"]
    assert axis.tickStrings([0.0, 50_000.0, 100_000.0], 1.0, 50_000.0) == ["0", "50,000", "100,000"]
    wide = axis.width()
    window.session.change(data=SMALL.data)
    until(lambda: settled(window.session))
    assert axis.width() < wide


# -- rings ---------------------------------------------------------------------------------------


@BOTH
def test_rings_around_errors_hide_no_point(plot, colours):
    plot.apply_theme(colours)
    plot.resize(420, 460)
    one = snapshot_of(replace(SMALL, data=DataSpec(dataset="spiral", samples=300)))
    every = Errors(np.arange(len(one.data.train)), np.arange(len(one.data.test)), one.steps)
    plot.options.switches["errors"].setChecked(True)
    pictures = []
    for errors in (every, Errors(np.empty(0, np.intp), np.empty(0, np.intp), one.steps)):
        plot.show_snapshot(replace(one, values={**one.values, Errors: errors}))
        pictures.append(plot.plot.grab().toImage())
    ringed, bare = pictures
    assert ringed != bare
    for x, y in np.concatenate([one.data.train.X, one.data.test.X]):
        place = plot.plot.place_of(QPointF(x, y)).toPoint()
        assert ringed.pixelColor(place) == bare.pixelColor(place)


def test_the_sample_of_a_single_step_is_ringed(plot):
    one = snapshot_of()
    plot.show_snapshot(one)
    bare = plot.grab().toImage()
    plot.show_snapshot(replace(one, last_sample=3))
    assert plot.marks.stepped == tuple(one.data.train.X[3])
    assert plot.grab().toImage() != bare
    plot.show_snapshot(one)
    assert plot.marks.stepped is None


def test_on_a_line_the_sample_is_ringed_at_its_value(plot):
    points = tuple((x / 10.0, 0.0, x / 5.0) for x in range(20))
    data = DataSpec(dataset="own", points=points, labels="values", one_input=True)
    one = snapshot_of(replace(SMALL, data=data, network=replace(SMALL.network, features=("x1",))))
    plot.show_snapshot(replace(one, last_sample=2))
    x, value = plot.marks.stepped
    assert value == pytest.approx(2.0 * x)


def test_steps_by_sample_ring_one_after_the_other_until_training_goes_on(open_window):
    window = open_window(SMALL)
    marks, train = window.boundary.marks, window.session.snapshot.data.train
    rings = []
    for _ in range(3):
        press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        at_rest(window.session)
        assert marks.stepped == tuple(train.X[window.session.snapshot.last_sample])
        rings.append(marks.stepped)
    assert len(set(rings)) == 3
    press(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    at_rest(window.session)
    assert marks.stepped is None


# -- its place -----------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (960, 1040), (1920, 1080), (900, 1400)])
def test_both_axes_and_the_bar_lie_at_the_square(open_window, size):
    window = open_window(SMALL)
    window.resize(*size)
    QApplication.processEvents()
    plot = window.boundary.plot
    foot, top = (plot.place_of(QPointF(0.0, y)).y() for y in (-6.0, 6.0))
    axis = plot.axes["bottom"].sceneBoundingRect()
    assert abs(axis.top() - foot) < 6.0
    left = plot.place_of(QPointF(-6.0, 0.0)).x()
    assert abs(plot.axes["left"].sceneBoundingRect().right() - left) < 6.0
    assert window.boundary.viewport.span() == pytest.approx((top, foot), abs=3.0)
    tabs = control(window, "plot.curve")
    below = tabs.mapTo(window, QPoint(0, 0)).y() - plot.mapTo(window, QPoint(0, plot.height())).y()
    assert 0 <= below < 40, "what is below gets the rest"


def test_the_loss_plot_is_high_enough_to_be_read(open_window):
    window = open_window(SMALL)
    for size in ((1280, 800), (1440, 900), (1920, 1080)):
        window.resize(*size)
        QApplication.processEvents()
        assert control(window, "plot.loss").height() >= 160, size
