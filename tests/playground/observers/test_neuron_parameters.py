"""A neuron's numbers are all there."""

from snapshots import observe

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer
from playground.observers.neuron_parameters import AskNeuronParameters, NeuronParameters


def trainer_of():
    network = NetworkSpec(hidden=(LayerSpec(5), LayerSpec(4)))
    trainer = Trainer(Experiment(network=network, data=DataSpec(samples=60)))
    trainer.run(epochs=3)
    return trainer


def parameters_of(trainer, layer, neuron):
    return observe(trainer, AskNeuronParameters(layer, neuron)).get(NeuronParameters)


def test_all_parameters_of_a_neuron_are_there_and_what_is_frozen_or_silenced():
    trainer = trainer_of()
    trainer.freeze(1, 2)
    trainer.silence(1, 2, 3)
    trainer.silence(1, 2)
    one = parameters_of(trainer, 1, 2)
    assert (one.values == trainer.network.layers[1].theta[2]).all()
    assert one.frozen.all()
    assert one.silenced.tolist() == [False, False, False, True, False, False]
    assert one.muted


def test_an_output_is_never_silenced_by_the_weights_that_lead_out():
    assert not parameters_of(trainer_of(), 2, 0).muted


def test_of_a_neuron_that_is_no_longer_there_nothing_is_said():
    for spot in ((7, 7), (1, 4)):
        assert parameters_of(trainer_of(), *spot) is None
