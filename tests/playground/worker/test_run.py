"""What a run notes of single steps: only ends of epochs, with their own figures, and where it diverged."""

from dataclasses import replace

import numpy as np
import pytest
from hands import SMALL

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from engine.base.checks import SpecError
from playground.observers.events import EventKind
from playground.texts.changes import NO_SUCH_NEURON
from playground.worker.changing import remove_neuron, revise, set_mask, set_parameter
from playground.worker.commands import RemoveNeuron, SetMask, SetParameter
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.speed import Throttle

MANY = Experiment(
    data=DataSpec(samples=4000),
    network=NetworkSpec(hidden=(LayerSpec(40), LayerSpec(40))),
    training=TrainSpec(batch_size=1500),
)
EXPLOSIVE = Experiment(
    data=DataSpec(dataset="plane"),
    network=NetworkSpec(hidden=(LayerSpec(8, "relu"),)),
    training=TrainSpec(learning_rate=1000.0, batch_size=1000),
)


def losses(run):
    curve = run.history.curves().train
    return dict(zip(curve.epochs.tolist(), curve.values.tolist(), strict=True))


def test_a_step_where_an_evaluation_was_interrupted_does_not_change_its_figures():
    run, trainer = Run(Trainer(MANY), 1), Trainer(MANY)
    run.train(10, Throttle(), lambda: run.trainer.position[0] == run.trainer.position[1])
    assert run.trainer.position[:2] == (2, 2)
    known = losses(run)
    trainer.run(1)
    run.step("batch")
    assert (run.trainer.epoch, run.trainer.steps) == (1, 3)
    assert losses(run) == known | {1.0: trainer.metrics().train_loss}
    trainer.run(1)
    run.step("batch")
    assert losses(run) == known | {1.0: losses(run)[1.0], 2.0: trainer.metrics().train_loss}


def test_a_step_that_diverges_is_noted_and_the_weights_it_goes_back_to_are_no_epochs():
    run = Run(Trainer(EXPLOSIVE), 1)
    while not run.trainer.diverged:
        known = losses(run)
        run.step("batch")
    assert losses(run) == known
    assert run.history.curves().diverged == (run.trainer.diverged.epoch,)


# -- what was done to it ---------------------------------------------------------------------


def other_rate(run, rate):
    experiment = run.trainer.experiment
    return replace(experiment, training=replace(experiment.training, learning_rate=rate))


def test_what_is_changed_during_training_is_an_event_at_its_step():
    run = Run(Trainer(SMALL), 1)
    revise(run, Revision(other_rate(run, 0.2)), busy=False)
    assert run.history.curves().events == (), "nothing has been trained yet"
    run.train(2, None, lambda: False)
    run.step("batch")
    steps = run.trainer.steps
    revise(run, Revision(other_rate(run, 0.5), number=3), busy=False)
    (event,) = run.history.curves().events
    assert (event.step, int(event.epoch), event.kind) == (steps, 2, EventKind.SETTING)
    assert event.epoch > 2.0
    assert event.arguments == {"name": "learning_rate", "before": 0.2, "after": 0.5}
    revise(run, Revision(other_rate(run, 0.2), undone=(3,)), busy=False)
    assert run.history.curves().events == (), "it was undone before anything was trained with it"


def test_a_layer_a_neuron_a_weight_and_a_mask_are_events():
    run = Run(Trainer(SMALL), 1)
    run.train(1, None, lambda: False)
    old = run.trainer.experiment
    network = replace(old.network, hidden=(*old.network.hidden, LayerSpec(3)))
    revise(run, Revision(replace(old, network=network), keep=True, number=1), busy=False)
    remove_neuron(run, RemoveNeuron(Revision(run.trainer.experiment, keep=True, number=2), 1, 0), busy=False)
    set_parameter(run, SetParameter(0, 0, 0, 0.25))
    set_mask(run, SetMask("freeze", 0, 1, None, True))
    events = run.history.curves().events
    kinds = [EventKind.LAYERS, EventKind.WIDTH, EventKind.WEIGHT, EventKind.MASK]
    assert [one.kind for one in events] == kinds
    assert events[2].arguments["after"] == 0.25


@pytest.mark.parametrize(("layer", "neuron"), [(2, 0), (1, 3), (5, 0)])
def test_a_neuron_that_is_not_there_is_not_removed(layer, neuron):
    run = Run(Trainer(SMALL), 1)
    run.train(1, None, lambda: False)
    before, count = run.trainer.network.parameters.copy(), run.record.count
    with pytest.raises(SpecError, match=NO_SUCH_NEURON()):
        remove_neuron(run, RemoveNeuron(Revision(SMALL, keep=True, number=2), layer, neuron), busy=False)
    assert np.array_equal(run.trainer.network.parameters, before)
    assert (run.record.count, run.removed.kept) == (count, {})


def test_a_loss_that_is_changed_leaves_a_gap_after_the_last_epoch_that_had_the_old_one():
    run = Run(Trainer(SMALL), 1)
    run.train(3, None, lambda: False)
    run.step("batch")
    old = run.trainer.experiment
    new = replace(old, training=replace(old.training, loss="squared"))
    revise(run, Revision(new), busy=False)
    run.train(5, None, lambda: False)
    curves = run.history.curves()
    assert curves.gaps == (3,)
    assert [len(piece.epochs) for piece in curves.train.pieces(curves.gaps)] == [4, 2]


def test_the_sample_of_a_single_step_is_known_until_training_goes_on():
    run = Run(Trainer(SMALL), 1)
    assert run.last_sample == -1
    seen = []
    for _ in range(run.trainer.position[2]):
        run.step("sample")
        seen.append(run.last_sample)
    assert len(set(seen)) == len(seen)
    run.step("batch")
    assert run.last_sample == -1
    again = Trainer(SMALL)
    again.step("sample")
    first = again.last_sample
    output = again.network.predict(again.data.train.X[[first]])
    np.testing.assert_allclose(again.last_pass.A[-1][:, 0], output[0], rtol=1e-12)
    assert seen[0] == first
    run.step("sample")
    run.train(2, None, lambda: False)
    assert run.last_sample == -1
