from dataclasses import replace

import contourpy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from snapshots import observe

from engine import (
    DATASETS,
    OWN,
    REACH,
    DataSpec,
    Experiment,
    Forward,
    LayerSpec,
    NetworkSpec,
    Samples,
    Split,
    Trainer,
)
from playground.observers.budget import SECONDS
from playground.observers.catalogue import Observers
from playground.observers.field import COARSEST, Field, contours, level
from playground.observers.plane import DEFAULT_SCALE, AskPlane, axes, frame_around, frame_of, grid, scale_of
from playground.observers.view import SQUARE

SMALL = NetworkSpec(hidden=(LayerSpec(4),))


def trainer_on(dataset="spiral", **network):
    return Trainer(Experiment(data=DataSpec(dataset=dataset), network=replace(SMALL, **network)))


def field_of(trainer, resolution=30, area=SQUARE, **how):
    return observe(trainer, AskPlane(area, resolution), **how).get(Field)


def test_the_grid_reaches_the_edges_with_x1_running_fastest():
    x1, x2 = axes(4)
    np.testing.assert_allclose(x1, [-6.0, -2.0, 2.0, 6.0])
    np.testing.assert_allclose(x2, x1)
    np.testing.assert_allclose(grid(4)[:2], [[-6.0, -6.0], [-2.0, -6.0]])
    assert np.abs(grid(50)).max() == REACH


@pytest.mark.parametrize("dataset", DATASETS)
def test_it_is_what_the_network_predicts(dataset):
    trainer = trainer_on(dataset)
    trainer.run(epochs=3)
    field = field_of(trainer)
    predicted = trainer.network.predict(grid(30)).T.reshape(-1, 30, 30)
    np.testing.assert_allclose(field.values, predicted, rtol=1e-5, atol=1e-5)
    assert field.values.dtype == np.float32  # enough for a picture


def test_row_0_is_the_lowest_x2_and_column_0_the_lowest_x1():
    trainer = Trainer(Experiment(data=DataSpec(dataset="plane"), network=NetworkSpec(hidden=())))
    trainer.network.layers[0].W[...] = [[1.0, 100.0]]
    trainer.network.layers[0].b[...] = 0.0
    values = field_of(trainer).values[0]
    np.testing.assert_allclose(values, axes(30)[0][None, :] + 100.0 * axes(30)[0][:, None], rtol=1e-5)


def test_it_does_not_change_when_training_goes_on():
    trainer, kept = trainer_on(), Observers()
    first = field_of(trainer, 100, observers=kept)
    before = first.values.copy()
    trainer.run(epochs=5)
    second = field_of(trainer, 100, observers=kept)
    np.testing.assert_array_equal(first.values, before)
    assert (second.values != before).any()


def test_it_cannot_be_written_to():
    field = field_of(trainer_on())
    for array in (field.values, *field.contours):
        assert not array.flags.writeable


def test_another_network_is_noticed():
    trainer, kept = trainer_on(), Observers()
    field_of(trainer, 100, observers=kept)
    trainer.configure(replace(trainer.experiment, seed=1))
    field = field_of(trainer, 100, observers=kept)
    np.testing.assert_array_equal(field.values, field_of(trainer, 100).values)


def test_nothing_is_computed_that_is_not_looked_at():
    assert not observe(trainer_on())


def test_data_that_is_not_plane_has_no_field():
    X = np.random.default_rng(0).normal(size=(20, 3))
    data = Split(Samples(X, X[:, 0] > 0), Samples(X, X[:, 0] > 0))
    assert field_of(Trainer(Experiment(), data=data)) is None


@pytest.mark.parametrize("resolution", [100, 64, 30])
def test_a_network_too_slow_to_draw_gets_a_coarser_grid_and_a_finer_one_when_paused(monkeypatch, resolution):
    monkeypatch.setattr("playground.observers.field.HURRIED_SECONDS", 0.0)
    monkeypatch.setattr("playground.observers.field.PAUSED_SECONDS", 60.0)
    trainer = trainer_on()
    hurried = field_of(trainer, resolution, busy=True).values.shape[1]
    assert COARSEST <= hurried <= 2 * COARSEST
    assert field_of(trainer, resolution).values.shape[1] == resolution


def test_runs_that_are_observed_in_turns_share_the_time_that_there_is(monkeypatch):
    trainer = trainer_on()
    work = 100 * 100 * len(trainer.network.parameters) * SECONDS
    monkeypatch.setattr("playground.observers.field.HURRIED_SECONDS", 2.0 * work)

    def size(sharing):
        seen = observe(trainer, AskPlane(), observers=Observers(sharing=sharing), busy=True)
        return seen[Field].values.shape[1]

    assert (size(1), size(8)) == (100, 50)


# -- contours --------------------------------------------------------------------------------


def test_the_line_runs_where_the_decision_changes():
    x1, _ = np.meshgrid(axes(30)[0], axes(30)[0])
    (line,) = contours((x1 - 1.0)[None])
    np.testing.assert_allclose(line[:, 0], 1.0)
    np.testing.assert_allclose(sorted({*line[:, 1]}), axes(30)[0])


@pytest.mark.parametrize("area", [SQUARE, (0.5, 2.0, -30.0, 10.0)])
def test_the_lines_are_those_of_the_library_to_the_bit(area):
    rng = np.random.default_rng(0)
    for n in (2, 24, 61):
        heights = rng.normal(size=(n, n))
        expected = contourpy.contour_generator(*axes(n, area), heights).lines(0.0)
        found = level(heights, area)
        assert len(found) == len(expected)
        assert all(np.array_equal(one, other) for one, other in zip(found, expected, strict=True))


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear"])
def test_one_output_is_undecided_on_the_line(output):
    trainer = trainer_on("gaussian", output=output)
    trainer.run(epochs=30)
    field = field_of(trainer, 100)
    line = np.concatenate(field.contours)
    said = trainer.network.predict(line)[:, 0]
    np.testing.assert_allclose(said, field.threshold, atol=0.02)


def test_of_another_part_of_the_plane_there_are_field_and_lines_of_just_that_part():
    trainer, area = trainer_on(), (1.0, 3.0, -2.0, 0.0)
    field = field_of(trainer, 40, area)
    x1, x2 = axes(40, area)
    corners = [[x1[0], x2[0]], [x1[-1], x2[0]], [x1[0], x2[-1]]]
    at_corners = [field.values[0, 0, 0], field.values[0, 0, -1], field.values[0, -1, 0]]
    np.testing.assert_allclose(at_corners, trainer.network.predict(np.array(corners))[:, 0], rtol=1e-5)
    assert field.area == area
    for line in field.contours:
        assert (line >= [1.0, -2.0]).all()
        assert (line <= [3.0, 0.0]).all()


def test_two_classes_with_an_output_each_share_one_border():
    x1, _ = np.meshgrid(axes(30)[0], axes(30)[0])
    assert len(contours(np.stack([x1, -x1]))) == 1


def test_on_every_line_between_classes_the_two_best_are_even():
    trainer = trainer_on("blobs")
    trainer.run(epochs=30)
    line = np.concatenate(field_of(trainer, 100).contours)
    ranked = np.sort(trainer.network.predict(line), axis=1)
    np.testing.assert_allclose(ranked[:, -1], ranked[:, -2], atol=0.1)


def test_regression_and_numbers_that_are_not_finite_have_no_contours():
    assert field_of(trainer_on("plane")).contours == ()
    assert contours(np.full((1, 30, 30), np.nan)) == ()
    trainer = trainer_on("gaussian")
    trainer.network.layers[0].W[...] = np.inf
    assert field_of(trainer).contours == ()


def test_weights_too_large_for_single_precision_have_a_field_all_the_same():
    trainer = trainer_on("gaussian")
    trainer.network.layers[0].W[...] = 1e200
    field = field_of(trainer)
    assert field.values.shape == (1, 30, 30)
    assert field.contours == ()


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "softmax"])
@pytest.mark.parametrize("dataset", ["circle", "spiral", "checkerboard"])
@pytest.mark.parametrize("epochs", [0, 40])
def test_lines_are_as_exact_as_the_network_though_the_field_is_not(dataset, output, epochs):
    trainer = trainer_on(dataset, hidden=(LayerSpec(8), LayerSpec(8)), output=output)
    trainer.run(epochs)
    assert_exact_lines(trainer, field_of(trainer, 100))


@pytest.mark.parametrize("dataset", ["blobs", "spirals", "pinwheel"])
def test_lines_between_several_classes_are_as_exact(dataset):
    trainer = trainer_on(dataset, hidden=(LayerSpec(8),))
    trainer.run(20)
    assert_exact_lines(trainer, field_of(trainer, 60))


def test_lines_are_exact_where_single_precision_takes_one_side_for_the_other():
    trainer = trainer_on("gaussian", hidden=())
    trainer.network.layers[0].W[...] = [[1.0, 1e-9]]  # the decision hangs on the ninth digit
    trainer.network.layers[0].b[...] = -1e-9
    field = field_of(trainer, 31)
    assert_exact_lines(trainer, field)
    assert field.contours


def assert_exact_lines(trainer, field):
    n = field.values.shape[1]
    forward = Forward(trainer.network, trainer.network.inputs(grid(n)))
    forward.run()
    exact = contours(forward.logits().T.reshape(-1, n, n) - trainer.decision_threshold[1])
    assert len(exact) == len(field.contours)
    for line, exact_line in zip(field.contours, exact, strict=True):
        np.testing.assert_allclose(line, exact_line, rtol=1e-9, atol=1e-9)


# -- where the data are, and what values they have ---------------------------------------------


def own_trainer(*points, labels="classes", **data):
    data = DataSpec(dataset=OWN, points=tuple(points), labels=labels, **data)
    return Trainer(Experiment(data=data, network=SMALL))


def frame(trainer):
    return frame_of(trainer.experiment, trainer.data)


def scale(trainer):
    return scale_of(trainer.experiment, trainer.data)


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_data_set_has_the_usual_square_and_the_usual_scale(dataset):
    trainer = Trainer(Experiment(data=DataSpec(dataset=dataset, noise=1.0), network=SMALL))
    assert frame(trainer) == SQUARE
    assert scale(trainer) == DEFAULT_SCALE


def test_own_points_within_the_square_have_it_and_no_points_as_well():
    assert frame(own_trainer((5.5, -6.0, 0.0), (-4.0, 1.0, 1.0))) == SQUARE
    assert frame(own_trainer()) == SQUARE


@pytest.mark.parametrize(
    ("low", "high", "ends"),
    [
        (-1.0, 1.0, (-1.2, 1.2)),
        (0.0, 1.0, (-0.1, 1.1)),
        (-2.2, 2.7, (-3.0, 3.0)),
        (100.0, 200.0, (90.0, 210.0)),
        (-6.5, 6.5, (-8.0, 8.0)),
        (1e-5, 2e-5, (9e-6, 2.1e-5)),
        (-1e6, 1e6, (-1.2e6, 1.2e6)),
    ],
)
def test_the_frame_follows_the_points_in_round_numbers(low, high, ends):
    assert frame(own_trainer((low, low, 0.0), (high, high, 1.0)))[:2] == ends
    left, right, bottom, top = frame(own_trainer((low, 0.0, 0.0), (high, 0.3 * (high - low), 1.0)))
    assert (left, right) == ends, "the shorter side has the length of the other"
    assert top - bottom == pytest.approx(right - left)


@given(st.lists(st.tuples(*[st.floats(-1e6, 1e6)] * 2), min_size=1, max_size=20))
def test_every_frame_has_all_points_inside_and_near_its_edges(places):
    X = np.array(places)
    left, right, bottom, top = area = frame_around(X, DataSpec(dataset=OWN))
    sides, spans, largest = np.array([right - left, top - bottom]), np.ptp(X, axis=0), np.abs(X).max(axis=0)
    assert (sides > 0.0).all()
    if area == SQUARE:
        assert largest.max() <= 6.0
        return
    assert X.min(axis=0).tolist() >= [left + 0.02 * sides[0], bottom + 0.02 * sides[1]]
    assert X[:, 0].max() <= right - 0.02 * sides[0]
    assert X[:, 1].max() <= top - 0.02 * sides[1]
    if spans.max() <= 4.0 * spans.min() or not spans.min():
        assert sides[0] == pytest.approx(sides[1], rel=1e-9), "a square"
        spans, largest = spans.max(), largest.max()
    assert (sides <= np.maximum(1.5 * spans + 12.0 * (spans == 0.0), np.maximum(3e-5 * largest, 2e-9))).all()


def test_coordinates_in_different_units_have_axes_of_their_own():
    ages = own_trainer((20.0, 15_000.0, 0.0), (60.0, 150_000.0, 1.0))
    assert frame(ages) == (15.0, 65.0, 0.0, 160_000.0)
    assert frame(own_trainer((0.0, 0.0, 0.0), (1.0, 40.0, 1.0))) == (-0.1, 1.1, -5.0, 45.0)


@pytest.mark.parametrize("x", [(100.0, 100.0), (1e6, -1e6), (1e6, 1e6 - 1e-9), (1e-300, -1e-300)])
def test_points_at_one_place_or_at_the_end_of_the_world_have_a_frame(x):
    left, right, bottom, top = frame(own_trainer((x[0], 5.0, 0.0), (x[1], 5.0, 1.0)))
    assert left < min(x) <= max(x) < right
    assert bottom < 5.0 < top


# -- while they are drawn ----------------------------------------------------------------------


def drawn(before, *points):
    trainer = own_trainer(*[(*x, float(k % 2)) for k, x in enumerate(points)])
    return frame_of(trainer.experiment, trainer.data, before)


def test_points_drawn_on_an_empty_plane_keep_the_usual_square():
    assert drawn(SQUARE, (0.1, 0.2)) == SQUARE
    assert drawn(SQUARE, (0.1, 0.2), (0.3, 0.1)) == SQUARE


def test_a_frame_stays_while_points_are_drawn_in_it_and_widens_for_one_outside():
    before = (90.0, 210.0, 90.0, 210.0)
    assert drawn(before, (100.0, 110.0), (205.0, 95.0)) == before
    assert drawn(before, (100.0, 110.0), (170.0, 150.0)) == before
    left, right, *_ = drawn(before, (100.0, 110.0), (220.0, 95.0))
    assert left <= 96.0
    assert right > 220.0
    assert right - left >= 120.0


def test_a_frame_that_has_been_all_but_emptied_follows_the_points_that_are_left():
    assert drawn((-1200.0, 1200.0, -1200.0, 1200.0), (-1.0, -1.0), (1.0, 1.0)) == (-1.2, 1.2, -1.2, 1.2)
    assert drawn((90.0, 210.0, 90.0, 210.0)) == SQUARE


def test_values_beyond_one_have_all_the_colours():
    points = [(k - 3.0, 0.0, 500.0 + 100.0 * (k - 3.0)) for k in range(7)]
    assert scale(own_trainer(*points, labels="values")) == (500.0, 300.0)
    assert scale(own_trainer((0.0, 0.0, 20.0), labels="values")) == (20.0, 1.0)
    assert scale(own_trainer((0.0, 0.0, -1.0), (1.0, 0.0, 1.0), labels="values")) == DEFAULT_SCALE
    assert scale(own_trainer((0.0, 0.0, 5.0), (1.0, 0.0, 1.0))) == DEFAULT_SCALE, "classes are no values"
