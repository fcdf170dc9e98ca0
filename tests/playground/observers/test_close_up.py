"""A close-up is what the neuron puts out, where the large plot looks."""

import numpy as np
import pytest
from snapshots import observe, outputs_of

from engine import FEATURES, OWN, DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.observers.catalogue import Observers
from playground.observers.close_up import AskCloseUp, CloseUp
from playground.observers.field import Field
from playground.observers.neuron_maps import feature_map
from playground.observers.plane import AskPlane
from playground.observers.view import SQUARE

TWO = (LayerSpec(5), LayerSpec(4))


def trainer_of(hidden=TWO):
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=hidden), data=DataSpec(samples=60)))
    trainer.run(epochs=3)
    return trainer


def close_up_of(trainer, spot, area=SQUARE, resolution=100, **how):
    return observe(trainer, AskPlane(area, resolution), AskCloseUp(spot), **how).get(CloseUp)


def test_a_close_up_is_the_neuron_at_full_size_with_its_range():
    trainer = trainer_of()
    close_up = close_up_of(trainer, (1, 2))
    by_hand = outputs_of(trainer, 1, 100)[2, ::-1]
    assert np.abs(close_up.values - by_hand).max() < 1e-4
    assert close_up.low == pytest.approx(by_hand.min(), abs=1e-4)
    assert close_up.high == pytest.approx(by_hand.max(), abs=1e-4)
    assert (close_up.middle, close_up.reach) == (0.0, 1.0)


@pytest.mark.parametrize("spot", [(0, 0), (1, 2), "x1_x2"])
def test_a_close_up_follows_the_zoom_and_keeps_its_colours(spot):
    trainer, area = trainer_of(tuple(LayerSpec(4, "relu") for _ in range(2))), (-1.0, 1.0, 2.0, 4.0)
    kept = Observers()
    large = close_up_of(trainer, spot, resolution=121, observers=kept)
    small = close_up_of(trainer, spot, area, resolution=21, observers=kept)
    assert (large.area, small.area) == (SQUARE, area)
    # both have a point every tenth of a unit
    np.testing.assert_allclose(small.values, large.values[80:101, 50:71], atol=1e-4)
    assert (small.middle, small.reach) == (large.middle, large.reach)
    assert (small.low, small.high) == (small.values.min(), small.values.max())


@pytest.mark.parametrize("name", [*FEATURES, "=x1*sin(x2)", "=0*x1"])
def test_an_input_has_a_close_up_and_a_map(name):
    trainer = trainer_of()
    close_up = close_up_of(trainer, name)
    assert close_up.spot == name
    assert np.isfinite([close_up.low, close_up.high, close_up.reach]).all()
    assert feature_map(name, 30).shape == (30, 30)


def test_a_close_up_of_an_input_far_from_0_still_has_all_colours():
    data = DataSpec(dataset=OWN, points=((150.0, 50.0, 0.0), (190.0, 80.0, 1.0)))
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=(LayerSpec(5),)), data=data))
    area = (148.0, 192.0, 43.0, 87.0)
    close_up = close_up_of(trainer, "x1", area)
    assert (close_up.middle, close_up.reach) == (170.0, 25.0)
    assert (close_up.low, close_up.high) == (148.0, 192.0)


def test_it_is_there_instead_of_the_field_where_there_is_such_a_neuron():
    trainer, kept = trainer_of(), Observers()
    for spot, there in (((1, 3), CloseUp), ((1, 4), Field), ((7, 7), Field), ("x1", CloseUp)):
        values = observe(trainer, AskCloseUp(spot), AskPlane(), observers=kept)
        assert set(values) == {there}
    assert not observe(trainer, AskCloseUp((0, 0)), observers=kept), "there is no plot to show it"


def test_weights_that_are_not_finite_do_no_harm():
    trainer = trainer_of()
    trainer.network.parameters[:3] = np.nan, np.inf, -np.inf
    assert close_up_of(trainer, (0, 0)).reach > 0.0


def test_a_wide_network_is_shown_coarser_rather_than_late():
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=(LayerSpec(1500),) * 3)))
    assert close_up_of(trainer, (2, 0), busy=True).values.shape[0] < 100
