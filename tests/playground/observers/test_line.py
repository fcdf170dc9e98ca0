"""With one input, the output plot shows values over x₁, and every function is a curve."""

import numpy as np
import pytest
from snapshots import observe

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from engine.experiment import with_data
from playground.observers.close_up import AskCloseUp, CloseUp
from playground.observers.field import Field
from playground.observers.hardest import AskHardest, Hardest
from playground.observers.neuron_maps import AskNeuronMaps, NeuronMaps, feature_map, shades_of
from playground.observers.plane import AskPlane, frame_of, is_line, placed, scale_of
from playground.observers.probe import AskProbe, Probe

AREA = (-2.0, 4.0, -9.0, 9.0)


def line_of(points, **changed):
    return DataSpec(
        dataset="own",
        points=tuple((x, 0.0, y) for x, y in points),
        labels="values",
        one_input=True,
        test_fraction=0.0,
        **changed,
    )


def trainer_of(points=((-1.0, 2.0), (0.5, 1.0), (3.0, -4.0)), widths=(4, 3)):
    hidden = tuple(LayerSpec(width) for width in widths)
    network = NetworkSpec(features=("x1", "sin_x1", "=x1^2"), hidden=hidden)
    return Trainer(with_data(Experiment(network=network), line_of(points)))


def over(trainer, x1):
    return trainer.network.predict(np.column_stack([x1, np.zeros(len(x1))]))


def test_the_field_is_the_networks_output_over_x1():
    trainer = trainer_of()
    trainer.run(20)
    field = observe(trainer, AskPlane(AREA, 50)).get(Field)
    assert field.values.shape == (1, 1, 200)
    np.testing.assert_allclose(
        field.values[0, 0], over(trainer, np.linspace(-2.0, 4.0, 200))[:, 0], rtol=1e-4
    )
    assert (field.area, field.contours) == (AREA, ())


def test_the_curve_of_a_large_network_is_as_fine_while_it_trains():
    trainer = trainer_of(widths=(700, 700))
    values = observe(trainer, AskPlane(AREA, 50), AskNeuronMaps(((0, 2), (0, 2), (0, 1)), 30), busy=True)
    assert values[Field].values.shape == (1, 1, 200)
    assert [part.images.shape for part in values[NeuronMaps].parts] == [(2, 1, 120), (2, 1, 120), (1, 1, 120)]


def test_the_map_of_a_neuron_is_its_output_over_the_x1_of_the_data():
    trainer = trainer_of()
    maps = observe(trainer, AskNeuronMaps(((0, 4), (0, 3), (0, 1)), 20)).get(NeuronMaps)
    left, right, bottom, top = frame_of(trainer.experiment, trainer.data)
    x1 = np.linspace(left, right, 80)
    output = shades_of(over(trainer, x1)[:, 0], 0.5 * (bottom + top), 0.5 * (top - bottom))
    np.testing.assert_array_equal(maps.parts[2].images[0, 0], output)
    first = np.tanh(
        trainer.network.inputs(np.column_stack([x1, 0 * x1]))[:, :-1] @ trainer.network.layers[0].W.T
    )
    np.testing.assert_array_equal(maps.parts[0].images[:, 0], shades_of(first.T, 0.0, 1.0))


@pytest.mark.parametrize("spot", [(0, 1), (2, 0), "sin_x1", "=x1^2"])
def test_a_close_up_is_a_curve(spot):
    close_up = observe(trainer_of(), AskPlane(AREA, 50), AskCloseUp(spot)).get(CloseUp)
    assert close_up.values.shape == (1, 200)
    assert close_up.low <= close_up.values.min() <= close_up.values.max() <= close_up.high
    if spot == "sin_x1":
        np.testing.assert_allclose(close_up.values[0], np.sin(np.linspace(-2.0, 4.0, 200)))


def test_the_picture_of_an_input_is_a_curve():
    assert feature_map("x1_squared", 20, line=True).shape == (1, 80)


def test_the_probe_is_the_output_at_x1_wherever_above_it():
    trainer = trainer_of()
    probes = [observe(trainer, AskProbe((1.5, y))).get(Probe) for y in (-3.0, 0.0, 7.0)]
    assert [probe.predicted for probe in probes] == pytest.approx([float(over(trainer, [1.5])[0, 0])] * 3)
    assert probes[0].x == (1.5,)


def test_the_nearest_point_is_found_by_x1_and_value():
    trainer = trainer_of(((1.0, 100.0), (1.0, 200.0)))
    for value in (100.0, 200.0):
        probe = observe(trainer, AskProbe((1.01, value - 3.0), reach=0.05, aspect=100.0)).get(Probe)
        assert (probe.point.x, probe.point.label, probe.point.place) == ((1.0,), value, (1.0, value))
    assert observe(trainer, AskProbe((1.01, 190.0), reach=0.05, aspect=100.0)).get(Probe).point is None


def test_a_hard_point_has_one_coordinate():
    hardest = observe(trainer_of(), AskHardest(3)).get(Hardest)
    assert {(*point.x, point.label) for point in hardest.points} == {(-1.0, 2.0), (0.5, 1.0), (3.0, -4.0)}


def test_points_are_at_x1_and_their_value():
    trainer = trainer_of()
    spec = trainer.experiment.data
    assert is_line(spec)
    assert placed(trainer.data.train, spec, None).X.tolist() == [[-1.0, 2.0], [0.5, 1.0], [3.0, -4.0]]


@pytest.mark.parametrize(
    ("points", "x1", "y"),
    [
        ((), (-6.0, 6.0), (-1.25, 1.25)),
        (((1.0, 0.5),), (-6.0, 6.0), (-1.25, 1.25)),
        (((-5.0, -1.0), (5.0, 1.0)), (-6.0, 6.0), (-1.25, 1.25)),
        (((0.0, 0.0), (1.0, 0.1)), (-0.06, 1.06), (-0.006, 0.106)),
        (((100.0, 20.0), (200.0, 30.0)), (94.0, 206.0), (19.4, 30.6)),  # 0 would squeeze them
        (((100.0, 10.0), (200.0, 30.0)), (94.0, 206.0), (-1.8, 31.8)),  # the untrained output is near 0
        (((100.0, -10.0), (200.0, -30.0)), (94.0, 206.0), (-31.8, 1.8)),
        (((1e6, 7.0), (1e6, 7.0)), (1e6 - 6.0, 1e6 + 6.0), (5.75, 8.25)),
    ],
)
def test_the_frame_follows_x1_and_the_values(points, x1, y):
    trainer = trainer_of(points)
    frame = frame_of(trainer.experiment, trainer.data)
    assert frame == pytest.approx((*x1, *y))
    middle, reach = scale_of(trainer.experiment, trainer.data)
    assert (middle - reach, middle + reach) == pytest.approx(y)


@pytest.fixture
def standardised():
    """A trainer of values far from 0, learned in standardised units."""
    points = ((-1.0, 200.0), (0.5, 300.0), (3.0, 700.0))
    return Trainer(with_data(Experiment(), line_of(points, standardise_values=True)))


def test_standardised_values_are_placed_and_framed_in_their_own_unit(standardised):
    trainer, spec = standardised, standardised.experiment.data
    assert np.abs(trainer.data.train.y).max() < 2.0
    places = placed(trainer.data.train, spec, trainer.data.values).X
    np.testing.assert_allclose(places, [[-1.0, 200.0], [0.5, 300.0], [3.0, 700.0]])
    assert frame_of(trainer.experiment, trainer.data)[2:] == pytest.approx((170.0, 730.0))
    middle, reach = scale_of(trainer.experiment, trainer.data)
    assert (middle - reach, middle + reach) == pytest.approx((170.0, 730.0))


def test_a_standardised_point_is_found_where_it_is_shown(standardised):
    probe = observe(standardised, AskProbe((0.51, 298.0), reach=0.05, aspect=100.0)).get(Probe)
    assert probe.point.place == pytest.approx((0.5, 300.0))
    hardest = observe(standardised, AskHardest(3)).get(Hardest)
    assert sorted(point.place[1] for point in hardest.points) == pytest.approx([200.0, 300.0, 700.0])
