"""What the diagram shows is what the network does."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from snapshots import observe, outputs_of

from engine import (
    ACTIVATIONS,
    OWN,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    Trainer,
    hidden_activations,
)
from playground.observers import budget
from playground.observers.catalogue import Observers
from playground.observers.neuron_maps import (
    NO_STROKE,
    STROKES,
    AskNeuronMaps,
    NeuronMaps,
    NeuronMapsObserver,
    feature_map,
    shades_of,
    strokes_of,
)

TWO = (LayerSpec(5), LayerSpec(4))


def trainer_of(hidden=TWO, epochs=3):
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=hidden), data=DataSpec(samples=60)))
    trainer.run(epochs=epochs)
    return trainer


def all_of(trainer, most=8, n=20):
    sizes = trainer.network.sizes
    return AskNeuronMaps(tuple((0, min(most, size)) for size in sizes[1:]), n, (0, sizes[0]))


def maps_of(trainer, ask=None, **how):
    return observe(trainer, ask or all_of(trainer), **how).get(NeuronMaps)


def observer_of(observers):
    return next(one for one in observers._observers if isinstance(one, NeuronMapsObserver))


@pytest.mark.parametrize("layer", [0, 1])
def test_a_map_is_the_neurons_output_over_the_plane(layer):
    trainer = trainer_of()
    part = maps_of(trainer).parts[layer]
    by_hand = outputs_of(trainer, layer, 20)
    assert part.images.shape == by_hand.shape
    assert np.abs(part.images / 127.5 - 1.0 - by_hand).max() < 0.02


def test_the_outputs_map_has_the_scale_of_the_large_plot():
    trainer = trainer_of()
    part = maps_of(trainer).parts[-1]
    assert np.abs(part.images / 255.0 - outputs_of(trainer, 2, 20)).max() < 0.01


def test_weights_and_biases_are_those_of_the_network_and_stay_so():
    trainer = trainer_of()
    maps = maps_of(trainer)
    before = [layer.theta.copy() for layer in trainer.network.layers]
    trainer.run(epochs=1)
    for part, theta in zip(maps.parts, before, strict=True):
        assert (part.weights == theta[:, :-1]).all()
        assert (part.biases == theta[:, -1]).all()


def test_only_what_is_in_sight_is_there():
    trainer = trainer_of(hidden=(LayerSpec(30), LayerSpec(20)))
    parts = maps_of(trainer, AskNeuronMaps(((10, 5), (3, 4), (0, 1)), 16, (0, 2))).parts
    assert [len(part.images) for part in parts] == [5, 4, 1]
    assert (parts[1].weights == trainer.network.layers[1].W[3:7, 10:15]).all()
    assert (parts[1].first, parts[1].source) == (3, 10)


def test_where_nobody_looks_nothing_is_computed():
    trainer, kept = trainer_of(), Observers()
    assert not observe(trainer, observers=kept)
    hidden = maps_of(trainer, AskNeuronMaps(((0, 0),) * 3), observers=kept)
    assert [len(part.images) for part in hidden.parts] == [0, 0, 0]
    assert observer_of(kept)._neurons._passes == {}


def test_layers_behind_the_last_one_in_sight_are_not_computed():
    trainer = trainer_of(hidden=(LayerSpec(4),) * 6)
    kept = Observers()
    maps_of(trainer, AskNeuronMaps(((0, 4), (0, 4), *[(0, 0)] * 5), 16), observers=kept)
    ((run,),) = [tuple(observer_of(kept)._neurons._passes.values())]
    assert len(run.layers) == 2


def test_a_view_of_another_network_does_no_harm():
    trainer = trainer_of(hidden=(LayerSpec(2),))
    for sight in (((0, 8),), ((5, 8), (0, 1), (0, 3)), ((0, 8), (7, 1))):
        maps = maps_of(trainer, AskNeuronMaps(sight, sources=(1, 9)))
        assert len(maps.parts) == 2
        assert maps.parts[0].weights.shape[1] == 1


@pytest.mark.parametrize("activation", hidden_activations())
def test_every_activation_is_drawn(activation):
    trainer = trainer_of(hidden=(LayerSpec(6, activation),))
    kept = Observers()
    images = maps_of(trainer, observers=kept).parts[0].images
    assert images.max() - int(images.min()) > 100
    bounded = np.abs(ACTIVATIONS[activation](np.array([[-50.0, 50.0]]))).max() <= 1.0
    assert bool(observer_of(kept)._neurons._scales) != bounded


def test_colours_of_an_unbounded_activation_follow_slowly_while_it_trains():
    trainer = trainer_of(hidden=(LayerSpec(6, "relu"),))
    kept = Observers()
    before = maps_of(trainer, observers=kept, busy=True).parts[0].images
    trainer.network.layers[0].theta[...] *= 1.05
    observer_of(kept)._budget._due = 0.0
    after = maps_of(trainer, observers=kept, busy=True).parts[0].images
    assert after is not before
    assert np.abs(after.astype(int) - before).max() <= 8
    for _ in range(200):
        trainer.network.layers[-1].b[...] += 1.0  # another network each time, the same neurons
        observer_of(kept)._budget._due = 0.0
        last = maps_of(trainer, observers=kept, busy=True).parts[0].images
    assert np.abs(last.astype(int) - before).max() <= 1


class Ticking:
    """A clock on which 10 ms pass whenever somebody looks at it."""

    now = 0.0

    def perf_counter(self):
        self.now += 0.010
        return self.now


def test_what_costs_much_comes_less_often_while_it_trains(monkeypatch):
    monkeypatch.setattr(budget, "time", Ticking())  # maps that take 10 ms may come every 50 ms
    trainer, kept, seen, looks = trainer_of(), Observers(), [], 50
    for _ in range(looks):
        trainer.network.layers[0].b[0] += 0.001
        maps = maps_of(trainer, observers=kept, busy=True)
        assert maps.parts[0].biases[0] == trainer.network.layers[0].b[0], "weights are those of the moment"
        seen.append(maps.parts[0].images)
    drawn = 1 + sum(now is not before for before, now in pairwise(seen))
    assert looks / 8 < drawn < looks / 3
    assert maps_of(trainer, observers=kept).parts[0].images is not seen[-1]


def test_maps_say_of_which_step_they_are():
    trainer, kept = trainer_of(), Observers()
    first = maps_of(trainer, observers=kept, busy=True)
    assert first.step == trainer.steps
    observer_of(kept)._budget._due = np.inf
    trainer.run(1)
    assert maps_of(trainer, observers=kept, busy=True).step == first.step
    assert maps_of(trainer, observers=kept).step == trainer.steps


def test_a_wide_network_is_drawn_coarser_rather_than_late():
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=(LayerSpec(1500),) * 3)))
    part = maps_of(trainer, all_of(trainer, n=48), busy=True).parts[0]
    assert part.images.shape[1] < 48


def test_weights_that_are_not_finite_do_no_harm():
    trainer = trainer_of()
    trainer.network.parameters[:3] = np.nan, np.inf, -np.inf
    assert all((part.strokes <= NO_STROKE).all() for part in maps_of(trainer).parts)


def test_the_map_of_a_feature_has_its_highest_x2_on_top():
    picture = feature_map("x2", 30)
    assert (picture[0] == 255).all()
    assert (picture[-1] == 0).all()


def test_what_is_frozen_or_silenced_is_said():
    trainer, kept = trainer_of(), Observers()
    assert maps_of(trainer, observers=kept).parts[0].frozen is None
    trainer.freeze(0, 3)
    trainer.silence(0, 1)
    parts = maps_of(trainer, observers=kept).parts
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
    kept, first = Observers(), trainer_of()
    maps_of(first, observers=kept)
    experiment = replace(first.experiment, network=NetworkSpec(hidden=(LayerSpec(3),)))
    first.configure(experiment)
    images = maps_of(first, observers=kept).parts[0].images
    assert np.abs(images / 127.5 - 1.0 - outputs_of(first, 0, 20)).max() < 0.02


# -- own points elsewhere ----------------------------------------------------------------------


def own_trainer(*points, labels="classes"):
    data = DataSpec(dataset=OWN, points=tuple(points), labels=labels)
    trainer = Trainer(Experiment(network=NetworkSpec(hidden=(LayerSpec(5),)), data=data))
    trainer.run(epochs=3)
    return trainer


def test_maps_show_where_the_points_are_and_follow_them():
    trainer, kept = own_trainer((7.5, 0.0, 0.0), (-2.0, 5.0, 1.0)), Observers()
    for area in ((-3.0, 9.0, -6.0, 6.0), (-2.4, 1.6, -2.0, 2.0)):
        images = maps_of(trainer, observers=kept, busy=True).parts[0].images
        assert np.abs(images / 127.5 - 1.0 - outputs_of(trainer, 0, 20, area)).max() < 0.02
        inside = replace(trainer.experiment.data, points=((1.0, 0.0, 0.0), (-2.0, 1.0, 1.0)))
        trainer.configure(replace(trainer.experiment, data=inside), keep=True)


def test_the_map_of_an_output_of_values_has_the_scale_of_the_large_plot():
    points = [(k - 3.0, 0.0, 500.0 + 100.0 * (k - 3.0)) for k in range(7)]
    trainer = own_trainer(*points, labels="values")
    image = maps_of(trainer).parts[-1].images[0]
    seen = np.clip((outputs_of(trainer, 1, 20)[0] - 500.0) / 300.0, -1.0, 1.0)
    assert np.abs(image / 127.5 - 1.0 - seen).max() < 0.02
