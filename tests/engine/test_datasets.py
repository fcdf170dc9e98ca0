from itertools import combinations, product

import numpy as np
import pytest

from engine import DATASETS, REACH, Dataset, DataSpec, Experiment
from engine.data.draw import class_sizes, draw, stream

CLASSIFIED = [name for name, one in DATASETS.items() if one.problem != "regression"]
REGRESSION = [name for name, one in DATASETS.items() if one.problem == "regression"]
MANY_CLASSES = [name for name, one in DATASETS.items() if one.problem == "multiclass"]


def drawn(name, samples=203, noise=0.0, classes=4, seed=0):
    return DATASETS[name].draw(np.random.default_rng(seed), samples, noise, classes)


@pytest.mark.parametrize("samples", [10, 203])
@pytest.mark.parametrize("name", DATASETS)
def test_it_draws_as_many_points_and_labels_as_it_is_asked_for(name, samples):
    X, y = drawn(name, samples)
    assert X.shape == (samples, 2)
    assert y.shape == (samples,)


@pytest.mark.parametrize("noise", [0.0, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("name", DATASETS)
def test_every_point_lies_on_the_square(name, noise):
    X, y = drawn(name, 2_000, noise)
    assert np.abs(X).max() <= REACH
    assert np.isfinite(y).all()


@pytest.mark.parametrize("noise", [0.0, 0.5])
@pytest.mark.parametrize("name", DATASETS)
def test_the_generator_decides_every_point(name, noise):
    for one, same in zip(drawn(name, noise=noise), drawn(name, noise=noise), strict=True):
        np.testing.assert_array_equal(one, same)


@pytest.mark.parametrize("name", DATASETS)
def test_a_different_generator_draws_other_points(name):
    # without noise the arms of a spiral are no matter of chance
    assert (drawn(name, noise=0.5)[0] != drawn(name, noise=0.5, seed=1)[0]).any()


@pytest.mark.parametrize("samples", [10, 11, 12, 13, 203])
@pytest.mark.parametrize("name", CLASSIFIED)
def test_without_noise_its_classes_are_as_large_within_one(name, samples):
    _, y = drawn(name, samples, classes=3)
    sizes = np.bincount(y)
    assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("name", CLASSIFIED)
def test_its_labels_are_the_whole_numbers_from_zero(name):
    _, y = drawn(name, noise=0.1, classes=5)
    assert y.dtype.kind == "i"
    assert sorted(set(y.tolist())) == list(range(5 if name in MANY_CLASSES else 2))


@pytest.mark.parametrize("name", REGRESSION)
def test_its_values_are_real_numbers_of_both_signs(name):
    _, y = drawn(name)
    assert y.dtype == np.float64
    assert y.min() < 0.0 < y.max()


@pytest.mark.parametrize("name", DATASETS)
def test_noise_disturbs_something(name):
    assert any(
        (quiet != noisy).any() for quiet, noisy in zip(drawn(name), drawn(name, noise=0.3), strict=True)
    )


def test_a_circle_is_a_disc_of_radius_two_and_a_half_in_a_ring_from_three_and_a_half_to_five():
    X, y = drawn("circle", 2_000)
    radius = np.hypot(*X.T)
    assert radius[y == 1].max() <= 2.5
    assert radius[y == 0].min() >= 3.5
    assert radius[y == 0].max() <= 5.0


def test_xor_is_one_where_the_signs_agree_and_keeps_clear_of_the_axes():
    X, y = drawn("xor", 2_000)
    np.testing.assert_array_equal(y == 1, np.sign(X[:, 0]) == np.sign(X[:, 1]))
    assert np.abs(X).min() >= 0.3
    assert len(np.unique(np.sign(X), axis=0)) == 4


@pytest.mark.parametrize("noise", [0.0, 0.1])
def test_gaussian_clouds_have_their_centres_and_their_variance(noise):
    X, y = drawn("gaussian", 20_000, noise)
    for label, centre in ((0, -2.0), (1, 2.0)):
        np.testing.assert_allclose(X[y == label].mean(axis=0), centre, atol=0.05)
        np.testing.assert_allclose(X[y == label].var(axis=0), 0.5 + 7.0 * noise, rtol=0.05)


def test_the_arms_of_a_spiral_wind_one_and_three_quarter_times_from_the_centre_out():
    X, y = drawn("spiral", 200)
    for label, turned in ((1, 0.0), (0, np.pi)):
        i = np.arange(100)
        r, t = 5.0 * i / 100, 1.75 * i / 100 * 2.0 * np.pi + turned  # TensorFlow Playground's dataset.ts
        arm = np.column_stack([r * np.sin(t), r * np.cos(t)])
        np.testing.assert_allclose(X[y == label], arm, atol=1e-12)


def test_noise_shifts_the_points_of_a_spiral_by_no_more_than_itself():
    quiet, noisy = drawn("spiral")[0], drawn("spiral", noise=0.4)[0]
    assert 0.3 < np.abs(noisy - quiet).max() <= 0.4


@pytest.mark.parametrize("classes", [3, 4, 6])
def test_the_arms_of_spirals_are_one_arm_turned(classes):
    X, y = drawn("spirals", 60 * classes, classes=classes)
    arms = [(X[y == k] @ [1, 1j]) for k in range(classes)]
    for one, other in combinations(range(classes), 2):
        turn = np.exp(2j * np.pi * (one - other) / classes)
        np.testing.assert_allclose(arms[one], arms[other] * turn, atol=1e-12)


@pytest.mark.parametrize("classes", [3, 5])
def test_all_arms_of_spirals_together_wind_two_and_a_half_times(classes):
    X, _ = drawn("spirals", 400 * classes, classes=classes)
    arm = X[::classes] @ [1j, 1]  # its angle grows from the axis of x2
    turns = np.unwrap(np.angle(arm[1:]))[-1] / (2.0 * np.pi)
    assert turns * classes == pytest.approx(2.5, rel=0.01)


@pytest.mark.parametrize("classes", [3, 6])
def test_blobs_lie_evenly_on_a_circle(classes):
    X, y = drawn("blobs", 6_000, classes=classes)
    centres = np.array([X[y == k].mean(axis=0) for k in range(classes)]) @ [1, 1j]
    np.testing.assert_allclose(np.abs(centres), 3.5, atol=0.1)
    np.testing.assert_allclose(centres / np.roll(centres, 1), np.exp(2j * np.pi / classes), atol=0.1)


def test_the_plane_is_a_tenth_of_the_sum():
    X, y = drawn("plane")
    np.testing.assert_allclose(y, (X[:, 0] + X[:, 1]) / 10.0, rtol=1e-14)


def test_bumps_are_cones_of_height_one_up_and_down_by_turns():
    X, y = drawn("bumps", 20_000)
    centres = {(-4, 2.5): 1, (0, 2.5): -1, (4, 2.5): 1, (-4, -2.5): -1, (0, -2.5): 1, (4, -2.5): -1}
    far = np.ones(len(X), dtype=bool)
    for centre, sign in centres.items():
        distance = np.hypot(*(X - centre).T)
        near = distance < 2.0
        np.testing.assert_allclose(y[near], sign * (1.0 - distance[near] / 2.0), atol=1e-12)
        far &= ~near
    assert (y[far] == 0.0).all()


def test_each_moon_is_half_a_circle_of_radius_three():
    X, y = drawn("moons")
    centre = np.where(y[:, None] == 1, [-1.5, -0.75], [1.5, 0.75])
    np.testing.assert_allclose(np.hypot(*(X - centre).T), 3.0)
    assert ((X - centre)[y == 1, 1] >= 0).all()
    assert ((X - centre)[y == 0, 1] <= 0).all()


def test_neighbouring_squares_of_the_checkerboard_differ():
    X, y = drawn("checkerboard")
    column, row = np.floor((X.T + 6.0) / 3.0)
    np.testing.assert_array_equal(y, (column + row) % 2)
    assert len(set(zip(column, row, strict=True))) == 16


def test_rings_go_by_turns_from_class_one_in_the_middle():
    X, y = drawn("rings")
    ring = np.floor(np.hypot(*X.T) / 1.5)
    assert set(ring) == {0, 1, 2, 3}
    np.testing.assert_array_equal(y, (ring + 1) % 2)


def test_the_heart_has_two_lobes_and_a_tip():
    X, y = drawn("heart")
    assert np.abs(X[y == 1, 0]).max() < 4.0 * 1.14  # the curve's own bounds
    assert -4.0 <= X[y == 1, 1].min() < -2.0
    notch = (np.abs(X[:, 0]) < 0.2) & (X[:, 1] > 4.05)
    assert (y[notch] == 0).all()


@pytest.mark.parametrize("classes", [3, 5])
def test_the_blades_of_a_pinwheel_are_one_blade_turned(classes):
    X, y = drawn("pinwheel", classes=classes)
    radius = np.hypot(*X.T)
    turned = np.arctan2(X[:, 1], X[:, 0]) - 0.22 * radius - 2.0 * np.pi * y / classes
    assert np.abs(np.angle(np.exp(1j * turned)) * radius).max() < 0.35


def test_ripples_are_a_cosine_of_the_distance_and_the_saddle_a_difference_of_squares():
    X, y = drawn("ripples")
    np.testing.assert_allclose(y, np.cos(1.5 * np.hypot(*X.T)))
    X, y = drawn("saddle")
    np.testing.assert_allclose(y, (X[:, 0] ** 2 - X[:, 1] ** 2) / 36.0)


@pytest.mark.parametrize(
    ("name", "curve"),
    [
        ("sine", lambda x: 3.5 * np.sin(x)),
        ("cubic", lambda x: x**3 / 12.0 - 2.0 * x),
        ("absolute", lambda x: 1.5 * abs(x) - 4.5),
    ],
)
def test_class_one_lies_above_the_curve_and_both_classes_everywhere_along_it(name, curve):
    X, y = drawn(name, 2_000)
    np.testing.assert_array_equal(y == 1, X[:, 1] > curve(X[:, 0]))
    assert np.abs(curve(np.linspace(-6.0, 6.0, 1_001))).max() <= REACH
    for strip in range(-6, 6, 2):
        inside = (X[:, 0] >= strip) & (X[:, 0] < strip + 2)
        assert set(y[inside]) == {0, 1}


@pytest.mark.parametrize("name", ["sine", "cubic", "absolute"])
def test_noise_mixes_the_sides_of_a_curve(name):
    quiet, noisy = drawn(name, 5_000), drawn(name, 5_000, noise=0.2)
    np.testing.assert_array_equal(quiet[0], noisy[0])
    assert 0.02 < (quiet[1] != noisy[1]).mean() < 0.25


GATES = {"and_gate": np.logical_and, "or_gate": np.logical_or, "xor_gate": np.logical_xor}


@pytest.mark.parametrize("name", GATES)
def test_a_gate_is_its_truth_table_and_shares_a_class_evenly_among_its_corners(name):
    X, y = drawn(name, 1_200)
    np.testing.assert_array_equal(y == 1, GATES[name](X[:, 0] > 0.0, X[:, 1] > 0.0))
    corner = np.sign(X) @ [2, 1]
    for label in (0, 1):
        sizes = np.unique(corner[y == label], return_counts=True)[1]
        assert (sizes == 600 / len(sizes)).all()


@pytest.mark.parametrize("noise", [0.0, 0.1])
@pytest.mark.parametrize("name", GATES)
def test_the_clouds_of_a_gate_have_their_centres_and_their_deviation(name, noise):
    X, _ = drawn(name, 24_000, noise)
    for signs in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        cloud = X[(np.sign(X) == signs).all(axis=1)]
        np.testing.assert_allclose(cloud.mean(axis=0), np.multiply(3.0, signs), atol=0.05)
        np.testing.assert_allclose(cloud.std(axis=0), 0.5 + 2.0 * noise, rtol=0.05)


@pytest.mark.parametrize("name", GATES)
def test_noise_lets_the_clouds_of_a_gate_overlap(name):
    X, y = drawn(name, 2_000, noise=0.6)
    wrong = (y == 1) != GATES[name](X[:, 0] > 0.0, X[:, 1] > 0.0)
    assert 0.01 < wrong.mean() < 0.3


# -- imbalance -------------------------------------------------------------------------------


def split(name, seed=0, **values):
    return draw(Experiment(data=DataSpec(dataset=name, **values), seed=seed))


def together(data):
    return np.concatenate([data.train.X, data.test.X]), np.concatenate([data.train.y, data.test.y])


@pytest.mark.parametrize("samples", [10, 11, 97, 1_000, 100_000])
def test_each_class_is_less_frequent_than_the_one_before_by_the_imbalance(samples):
    for imbalance, classes in product([0.0, 0.01, 0.3, 0.5, 0.9, 0.95], [2, 3, 4, 5, 6]):
        sizes = class_sizes(samples, classes, imbalance)
        assert sum(sizes) == samples
        assert min(sizes) >= 1
        assert sizes == sorted(sizes, reverse=True)
        shares = (1.0 - imbalance) ** np.arange(classes)
        ideal = samples * shares / shares.sum()
        # rounded to a neighbour, but for the classes that would have had no sample and those that gave it
        assert (np.abs(sizes - np.where(ideal < 1.0, 1.0, ideal)) < 1.0 + (ideal < 1.0).sum()).all()


@pytest.mark.parametrize(
    ("samples", "classes", "imbalance", "sizes"),
    [
        (70, 3, 0.5, [40, 20, 10]),
        (100, 2, 0.75, [80, 20]),
        (100, 3, 0.5, [57, 29, 14]),  # 57.14, 28.57, 14.29: the largest remainder is rounded up
        (10, 3, 0.0, [4, 3, 3]),
        (10, 6, 0.95, [5, 1, 1, 1, 1, 1]),
        (1_000, 2, 0.95, [952, 48]),
    ],
)
def test_sizes_are_rounded_by_the_largest_remainders(samples, classes, imbalance, sizes):
    assert class_sizes(samples, classes, imbalance) == sizes


@pytest.mark.parametrize("name", CLASSIFIED)
def test_an_imbalanced_data_set_has_the_sizes_asked_for(name):
    for samples, imbalance, noise in product([10, 303], [0.2, 0.95], [0.0, 0.3, 1.0]):
        asked = {"samples": samples, "noise": noise, "imbalance": imbalance}
        asked |= {"classes": 4, "test_fraction": 0.3}
        data = split(name, **asked)
        assert (len(data.train), len(data.test)) == (samples - round(0.3 * samples), round(0.3 * samples))
        X, y = together(data)
        assert y.dtype.kind == "i"
        sizes = class_sizes(samples, 4 if name in MANY_CLASSES else 2, imbalance)
        assert np.bincount(y).tolist() == sizes, asked
        assert np.abs(X).max() <= REACH
        np.testing.assert_array_equal(X, together(split(name, **asked))[0])
        assert (together(split(name, seed=1, **asked))[0] != X).any()


@pytest.mark.parametrize("classes", [3, 4, 5, 6])
@pytest.mark.parametrize("name", MANY_CLASSES)
def test_any_number_of_classes_can_be_imbalanced(name, classes):
    _, y = together(split(name, samples=500, imbalance=0.4, classes=classes, noise=0.2))
    assert np.bincount(y).tolist() == class_sizes(500, classes, 0.4)


@pytest.mark.parametrize("noise", [0.0, 0.3])
@pytest.mark.parametrize("name", DATASETS)
def test_without_imbalance_the_points_are_those_that_the_data_set_draws(name, noise):
    X, y = DATASETS[name].draw(stream(7, "data"), 61, noise, 3)
    order = stream(7, "split").permutation(61)
    data = split(name, seed=7, samples=61, noise=noise, imbalance=0.0)
    np.testing.assert_array_equal(together(data)[0], X[np.roll(order, -data.test.X.shape[0])])
    np.testing.assert_array_equal(together(data)[1], y[np.roll(order, -data.test.X.shape[0])])


@pytest.mark.parametrize("name", REGRESSION)
def test_imbalance_is_nothing_to_values(name):
    for one, same in zip(
        together(split(name, imbalance=0.9)), together(split(name, imbalance=0.0)), strict=True
    ):
        np.testing.assert_array_equal(one, same)


@pytest.mark.parametrize("name", ["spiral", "spirals"])
def test_a_rare_arm_of_a_spiral_is_as_long_as_a_frequent_one(name):
    X, y = together(split(name, samples=600, imbalance=0.8))
    for label in np.unique(y):
        radius = np.sort(np.hypot(*X[y == label].T))
        np.testing.assert_allclose(radius, 5.0 * np.arange(len(radius)) / len(radius), atol=1e-12)


@pytest.mark.parametrize(("name", "parts"), [("rings", [2, 2]), ("xor", [2, 2]), ("and_gate", [3, 1])])
def test_a_rare_class_has_all_its_parts(name, parts):
    X, y = together(split(name, samples=600, imbalance=0.9))
    part = np.floor(np.hypot(*X.T) / 1.5) if name == "rings" else np.sign(X) @ [2, 1]
    for label, count in enumerate(parts):
        sizes = np.unique(part[y == label], return_counts=True)[1]
        assert len(sizes) == count
        assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("name", ["circle", "heart", "checkerboard", "sine"])
def test_where_noise_mixes_the_classes_a_rare_one_lies_where_it_lies_without_imbalance(name):
    X, y = together(split(name, samples=20_000, noise=0.5))
    rare, labels = together(split(name, samples=20_000, noise=0.5, imbalance=0.8))
    spread, rarely = X[y == 1], rare[labels == 1]
    np.testing.assert_allclose(rarely.mean(axis=0), spread.mean(axis=0), atol=0.25)
    np.testing.assert_allclose(rarely.std(axis=0), spread.std(axis=0), rtol=0.05)


def test_the_points_of_two_classes_have_nothing_in_common():
    X, y = together(split("gaussian", samples=400, imbalance=0.01))
    zeros, ones = X[y == 0] + 2.0, X[y == 1] - 2.0
    assert not np.isin(np.round(zeros, 9), np.round(ones, 9)).any()


def test_a_data_set_that_never_draws_a_class_is_refused(monkeypatch):
    zeros = Dataset(
        "zeros", "one class only", "binary", lambda rng, n, *_: (rng.uniform(size=(n, 2)), np.zeros(n, int))
    )
    monkeypatch.setitem(DATASETS, "circle", zeros)
    with pytest.raises(ValueError, match="dataset 'circle' draws too few samples of class 1"):
        split("circle", imbalance=0.5)
