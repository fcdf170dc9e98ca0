"""Where the training samples lie on a neuron's curve: saturation and death, and what it costs."""

import numpy as np
import pytest

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.observers.catalogue import Observers
from playground.observers.network_state import NetworkState
from playground.observers.neuron_spread import AskNeuronSpread, NeuronSpread
from playground.observers.view import View


def trainer_of(*hidden, samples=60, dataset="gaussian"):
    return Trainer(
        Experiment(data=DataSpec(dataset, samples=samples), network=NetworkSpec(hidden=hidden)),
    )


def spread_of(trainer, layer, neuron, observers=None, busy=False):
    state = NetworkState.of(trainer.progress, trainer.experiment, trainer.data)
    view = View((AskNeuronSpread(layer, neuron),))
    return (observers or Observers()).observe(state, view, busy).get(NeuronSpread)


@pytest.mark.parametrize("spot", [(0, 0), (1, 2), (2, 0)])
def test_it_is_the_weighted_sum_of_every_training_sample(spot):
    trainer = trainer_of(LayerSpec(4, "tanh"), LayerSpec(3, "relu"))
    layer, neuron = spot
    a = trainer.data.train.X.T
    for one in trainer.network.layers[:layer]:
        a = one.activation(one.W @ a + one.b[:, None])
    last = trainer.network.layers[layer]
    spread = spread_of(trainer, layer, neuron)
    assert (spread.layer, spread.neuron) == spot
    assert spread.z == pytest.approx(last.W[neuron] @ a + last.b[neuron])


@pytest.mark.parametrize(("bias", "off", "dead"), [(-1e3, 1.0, True), (1e3, 0.0, False)])
def test_a_relu_that_is_off_for_every_sample_is_dead(bias, off, dead):
    trainer = trainer_of(LayerSpec(4, "relu"))
    trainer.network.layers[0].b[1] = bias
    spread = spread_of(trainer, 0, 1)
    assert (spread.off, spread.is_dead, spread.saturated) == (off, dead, None)


def test_a_relu_that_one_sample_switches_on_is_not_dead():
    trainer = trainer_of(LayerSpec(1, "relu"))
    layer = trainer.network.layers[0]
    x = trainer.data.train.X
    layer.W[0], layer.b[0] = (1.0, 0.0), -np.sort(x[:, 0])[-2]
    spread = spread_of(trainer, 0, 0)
    assert spread.off == 1.0 - 1.0 / len(x)
    assert not spread.is_dead


@pytest.mark.parametrize("name", ["tanh", "sigmoid"])
def test_a_bounded_neuron_far_out_is_saturated_and_not_dead(name):
    trainer = trainer_of(LayerSpec(4, name))
    trainer.network.layers[0].b[1] = 100.0
    spread = spread_of(trainer, 0, 1)
    assert (spread.saturated, spread.is_saturated, spread.off, spread.is_dead) == (1.0, True, None, False)
    assert spread_of(trainer, 0, 0).saturated < 0.9


@pytest.mark.parametrize("name", ["linear", "leaky_relu", "sine"])
def test_what_never_levels_out_is_neither(name):
    spread = spread_of(trainer_of(LayerSpec(2, name)), 0, 0)
    assert (spread.off, spread.saturated, spread.is_dead, spread.is_saturated) == (None, None, False, False)


def test_of_many_samples_some_are_looked_at():
    assert len(spread_of(trainer_of(LayerSpec(2), samples=10_000), 0, 0).z) == 1000


def test_softmax_has_its_samples_too():
    spread = spread_of(trainer_of(LayerSpec(3), dataset="blobs"), 1, 2)
    assert np.isfinite(spread.z).all()
    assert (spread.off, spread.saturated) == (None, None)


@pytest.mark.parametrize("spot", [(5, 0), (0, 9)])
def test_a_neuron_that_is_gone_has_none(spot):
    assert spread_of(trainer_of(LayerSpec(4)), *spot) is None
