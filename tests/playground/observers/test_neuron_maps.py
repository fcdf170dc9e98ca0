"""What the diagram shows is what the network does."""

import time
from dataclasses import replace

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    FEATURES,
    OWN,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Trainer,
    hidden_activations,
)
from playground.observers.neuron_maps import (
    NO_STROKE,
    STROKES,
    NeuronMaps,
    feature_map,
    shades_of,
    strokes_of,
)
from playground.observers.plane import grid
from playground.observers.view import SQUARE, Questions, View

TWO = (LayerSpec(5), LayerSpec(4))


def trainer_of(hidden=TWO, epochs=3):
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=hidden), data=DataSpec(samples=60)))
    trainer.run(epochs=epochs)
    return trainer


def view_of(trainer, most=8, n=20, **more):
    sizes = trainer.network.sizes
    maps = tuple((0, min(most, size)) for size in sizes[1:])
    return View(maps=maps, map_size=n, sources=(0, sizes[0]), **more)


def answers(trainer, layer, n, area=SQUARE):
    """Every neuron's output over the grid, computed by hand in double precision, the highest x₂ first."""
    A = trainer.network.inputs(grid(n, area))[:, :-1].T
    for one in trainer.network.layers[: layer + 1]:
        A = one.activation(one.W @ A + one.b[:, None])
    return A.reshape(-1, n, n)[:, ::-1]


@pytest.mark.parametrize("layer", [0, 1])
def test_a_map_is_the_neurons_output_over_the_plane(layer):
    trainer = trainer_of()
    part = NeuronMaps().compute(trainer, view_of(trainer), in_a_hurry=False).parts[layer]
    by_hand = answers(trainer, layer, 20)
    assert part.images.shape == by_hand.shape
    assert np.abs(part.images / 127.5 - 1.0 - by_hand).max() < 0.02


def test_the_outputs_map_has_the_scale_of_the_large_plot():
    trainer = trainer_of()
    part = NeuronMaps().compute(trainer, view_of(trainer), in_a_hurry=False).parts[-1]
    assert np.abs(part.images / 255.0 - answers(trainer, 2, 20)).max() < 0.01


def test_weights_and_biases_are_those_of_the_network_and_stay_so():
    trainer = trainer_of()
    drawn = NeuronMaps().compute(trainer, view_of(trainer), in_a_hurry=False)
    before = [layer.theta.copy() for layer in trainer.network.layers]
    trainer.run(epochs=1)
    for part, theta in zip(drawn.parts, before, strict=True):
        assert (part.weights == theta[:, :-1]).all()
        assert (part.biases == theta[:, -1]).all()


def test_only_what_is_in_sight_is_there():
    trainer = trainer_of(hidden=(LayerSpec(30), LayerSpec(20)))
    view = View(maps=((10, 5), (3, 4), (0, 1)), map_size=16, sources=(0, 2))
    parts = NeuronMaps().compute(trainer, view, in_a_hurry=False).parts
    assert [len(part.images) for part in parts] == [5, 4, 1]
    assert (parts[1].weights == trainer.network.layers[1].W[3:7, 10:15]).all()
    assert (parts[1].first, parts[1].source) == (3, 10)


def test_where_nobody_looks_nothing_is_computed():
    trainer = trainer_of()
    maps = NeuronMaps()
    assert maps.compute(trainer, View(), in_a_hurry=False) is None
    hidden = maps.compute(trainer, View(maps=((0, 0),) * 3), in_a_hurry=False)
    assert [len(part.images) for part in hidden.parts] == [0, 0, 0]
    assert maps._passes == {}


def test_layers_behind_the_last_one_in_sight_are_not_computed():
    trainer = trainer_of(hidden=(LayerSpec(4),) * 6)
    maps = NeuronMaps()
    maps.compute(trainer, View(maps=((0, 4), (0, 4), *[(0, 0)] * 5), map_size=16), in_a_hurry=False)
    ((run,),) = [tuple(maps._passes.values())]
    assert len(run.layers) == 2


def test_a_view_of_another_network_does_no_harm():
    trainer = trainer_of(hidden=(LayerSpec(2),))
    for maps in (((0, 8),), ((5, 8), (0, 1), (0, 3)), ((0, 8), (7, 1))):
        drawn = NeuronMaps().compute(trainer, View(maps=maps, sources=(1, 9)), in_a_hurry=False)
        assert len(drawn.parts) == 2
        assert drawn.parts[0].weights.shape[1] == 1
    gone = View(close_up=(7, 7), row=(7, 7), maps=((0, 2), (0, 1)))
    assert NeuronMaps().close_up(trainer, gone, in_a_hurry=False) is None
    assert NeuronMaps().compute(trainer, gone, in_a_hurry=False).row is None


@pytest.mark.parametrize("activation", hidden_activations())
def test_every_activation_is_drawn(activation):
    trainer = trainer_of(hidden=(LayerSpec(6, activation),))
    images = NeuronMaps().compute(trainer, view_of(trainer), in_a_hurry=False).parts[0].images
    assert images.max() - int(images.min()) > 100
    bounded = np.abs(ACTIVATIONS[activation](np.array([[-50.0, 50.0]]))).max() <= 1.0
    assert bool(NeuronMaps()._scales) is False
    maps = NeuronMaps()
    maps.compute(trainer, view_of(trainer), in_a_hurry=False)
    assert bool(maps._scales) != bounded


def test_colours_of_an_unbounded_activation_follow_slowly_while_it_trains():
    trainer = trainer_of(hidden=(LayerSpec(6, "relu"),))
    maps, view = NeuronMaps(), view_of(trainer)
    before = maps.compute(trainer, view, in_a_hurry=True).parts[0].images
    trainer.network.layers[0].theta[...] *= 1.05
    maps._budget._due = 0.0
    after = maps.compute(trainer, view, in_a_hurry=True).parts[0].images
    assert after is not before
    assert np.abs(after.astype(int) - before).max() <= 8
    for _ in range(200):
        maps._budget._due = 0.0
        last = maps.compute(trainer, view, in_a_hurry=True).parts[0].images
    assert np.abs(last.astype(int) - before).max() <= 1


def test_what_costs_much_comes_less_often_while_it_trains():
    trainer = trainer_of(hidden=(LayerSpec(600, "relu"),) * 4, epochs=0)
    maps, view = NeuronMaps(), view_of(trainer)
    first = maps.compute(trainer, view, in_a_hurry=True)
    start, count, seen = time.perf_counter(), 0, first.parts[0].images
    while time.perf_counter() - start < 0.2:
        images = maps.compute(trainer, view, in_a_hurry=True).parts[0].images
        count += images is not seen
        seen = images
    assert count < 40
    assert maps.compute(trainer, view, in_a_hurry=False).parts[0].images is not seen


def test_a_wide_network_is_drawn_coarser_rather_than_late():
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=(LayerSpec(1500),) * 3)))
    part = NeuronMaps().compute(trainer, view_of(trainer, n=48), in_a_hurry=True).parts[0]
    assert part.images.shape[1] < 48


def test_weights_that_are_not_finite_do_no_harm():
    trainer = trainer_of()
    trainer.network.parameters[:3] = np.nan, np.inf, -np.inf
    drawn = NeuronMaps().compute(trainer, view_of(trainer, row=(0, 0)), in_a_hurry=False)
    assert all((part.strokes <= NO_STROKE).all() for part in drawn.parts)
    close_up = NeuronMaps().close_up(trainer, View(close_up=(0, 0)), in_a_hurry=False)
    assert close_up.reach > 0.0


# -- close-ups -------------------------------------------------------------------------------


def test_a_close_up_is_the_neuron_at_full_size_with_its_range():
    trainer = trainer_of()
    close_up = NeuronMaps().close_up(trainer, View(close_up=(1, 2)), in_a_hurry=False)
    by_hand = answers(trainer, 1, 100)[2, ::-1]
    assert np.abs(close_up.values - by_hand).max() < 1e-4
    assert close_up.low == pytest.approx(by_hand.min(), abs=1e-4)
    assert close_up.high == pytest.approx(by_hand.max(), abs=1e-4)
    assert (close_up.middle, close_up.reach) == (0.0, 1.0)


@pytest.mark.parametrize("spot", [(0, 0), (1, 2), "x1_x2"])
def test_a_close_up_follows_the_zoom_and_keeps_its_colours(spot):
    trainer, area = trainer_of(tuple(LayerSpec(4, "relu") for _ in range(2))), (-1.0, 1.0, 2.0, 4.0)
    maps, whole = NeuronMaps(), View(close_up=spot, resolution=121)
    zoomed = replace(whole, resolution=21, questions=Questions(area=area))
    large = maps.close_up(trainer, whole, in_a_hurry=False)
    small = maps.close_up(trainer, zoomed, in_a_hurry=False)
    assert (large.area, small.area) == (SQUARE, area)
    # both have a point every tenth of a unit
    np.testing.assert_allclose(small.values, large.values[80:101, 50:71], atol=1e-4)
    assert (small.middle, small.reach) == (large.middle, large.reach)
    assert (small.low, small.high) == (small.values.min(), small.values.max())


@pytest.mark.parametrize("name", [*FEATURES, "=x1*sin(x2)", "=0*x1"])
def test_an_input_has_a_close_up_and_a_map(name):
    trainer = trainer_of()
    close_up = NeuronMaps().close_up(trainer, View(close_up=name), in_a_hurry=False)
    assert close_up.spot == name
    assert np.isfinite([close_up.low, close_up.high, close_up.reach]).all()
    assert feature_map(name, 30).shape == (30, 30)


def test_the_map_of_a_feature_has_its_highest_x2_on_top():
    picture = feature_map("x2", 30)
    assert (picture[0] == 255).all()
    assert (picture[-1] == 0).all()


# -- one neuron's numbers --------------------------------------------------------------------


def test_a_row_holds_all_parameters_of_a_neuron_and_what_is_at_rest():
    trainer = trainer_of()
    trainer.freeze(1, 2)
    trainer.silence(1, 2, 3)
    trainer.silence(1, 2)
    row = NeuronMaps().compute(trainer, View(row=(1, 2)), in_a_hurry=False).row
    assert (row.values == trainer.network.layers[1].theta[2]).all()
    assert row.frozen.all()
    assert row.silenced.tolist() == [False, False, False, True, False, False]
    assert row.muted


def test_what_is_at_rest_is_said():
    trainer = trainer_of()
    maps, view = NeuronMaps(), view_of(trainer)
    assert maps.compute(trainer, view, in_a_hurry=False).parts[0].frozen is None
    trainer.freeze(0, 3)
    trainer.silence(0, 1)
    maps.holds_known = False
    parts = maps.compute(trainer, view, in_a_hurry=False).parts
    assert parts[0].frozen.all(axis=1).tolist() == [False, False, False, True, False]
    assert parts[0].muted.tolist() == [False, True, False, False, False]
    assert parts[1].silenced[:, 1].all()


# -- shades and strokes ----------------------------------------------------------------------


def test_shades_run_from_one_end_to_the_other():
    values = np.array([-9.0, -1.0, 0.0, 1.0, 9.0, np.nan])
    assert shades_of(values, 0.0, 1.0).tolist() == [0, 0, 127, 255, 255, 127]


def test_strokes_grow_with_the_weight_and_know_its_sign():
    weights = np.linspace(0.01, 9.0, 50)
    strokes = strokes_of(weights)
    assert (np.diff(strokes.astype(int)) >= 0).all()
    assert (strokes[0], strokes[-1]) == (STROKES, 2 * STROKES - 1)
    assert (strokes_of(-weights) == strokes - STROKES).all()


def test_a_weight_of_0_has_no_sign():
    assert strokes_of(np.array([0.0, -0.0, 1e-300, -1e-300])).tolist() == [NO_STROKE, NO_STROKE, STROKES, 0]


def test_another_network_is_not_drawn_by_the_last_ones_passes():
    maps, first = NeuronMaps(), trainer_of()
    maps.compute(first, view_of(first), in_a_hurry=False)
    experiment = replace(first.experiment, network=NetworkSpec(hidden=(LayerSpec(3),)))
    first.configure(experiment)
    images = maps.compute(first, view_of(first), in_a_hurry=False).parts[0].images
    assert np.abs(images / 127.5 - 1.0 - answers(first, 0, 20)).max() < 0.02


# -- own points elsewhere ----------------------------------------------------------------------


def own_trainer(*points, labels="classes"):
    data = DataSpec(dataset=OWN, points=tuple(points), labels=labels)
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=(LayerSpec(5),)), data=data))
    trainer.run(epochs=3)
    return trainer


def test_maps_show_where_the_points_are_and_follow_them():
    trainer, maps = own_trainer((7.5, 0.0, 0.0), (-2.0, 1.0, 1.0)), NeuronMaps()
    for area in ((-8.0, 8.0, -8.0, 8.0), SQUARE):
        images = maps.compute(trainer, view_of(trainer), in_a_hurry=True).parts[0].images
        assert np.abs(images / 127.5 - 1.0 - answers(trainer, 0, 20, area)).max() < 0.02
        inside = replace(trainer.experiment.data, points=((1.0, 0.0, 0.0), (-2.0, 1.0, 1.0)))
        trainer.configure(replace(trainer.experiment, data=inside), keep=True)


def test_the_map_of_an_output_of_values_has_the_scale_of_the_large_plot():
    points = [(k - 3.0, 0.0, 500.0 + 100.0 * (k - 3.0)) for k in range(7)]
    trainer = own_trainer(*points, labels="values")
    image = NeuronMaps().compute(trainer, view_of(trainer), in_a_hurry=False).parts[-1].images[0]
    seen = np.clip((answers(trainer, 1, 20)[0] - 500.0) / 300.0, -1.0, 1.0)
    assert np.abs(image / 127.5 - 1.0 - seen).max() < 0.02


def test_a_close_up_of_an_input_far_from_0_still_has_all_colours():
    trainer = own_trainer((150.0, 50.0, 0.0), (190.0, 80.0, 1.0))
    area = (148.0, 192.0, 43.0, 87.0)
    close_up = NeuronMaps().close_up(trainer, View(close_up="x1", questions=Questions(area=area)), False)
    assert (close_up.middle, close_up.reach) == (170.0, 22.0)
    assert (close_up.low, close_up.high) == (148.0, 192.0)
