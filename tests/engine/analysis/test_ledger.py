"""Each number in a ledger is right, and the weights after it are the trainer's, bit for bit."""

import random
from dataclasses import replace

import numpy as np
import pytest
from cases import everything, retrained, small_chunks, split, trainer_on
from followed import Followed
from random_trainers import some_trainer

from engine import OPTIMIZERS, LayerSpec, StopSpec, Trainer
from engine.analysis.tracer import SIZES, Tracer

BLOCKS, EACH = 10, 50
HIDDEN = (LayerSpec(3, "tanh"), LayerSpec(2, "relu"))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_each_number_is_right_and_the_step_is_the_trainers(block):
    for seed in range(block * EACH, (block + 1) * EACH):
        draw = random.Random(seed)
        trainer = some_trainer(draw)
        part = draw.choice(["batch", "train", "test"])
        i = draw.randrange(3)
        before = everything(trainer)
        tracer = Tracer(trainer.experiment, trainer.data)
        ledger = tracer.trace(trainer.progress.copy(), part, [i])
        assert everything(trainer) == before
        assert Followed(ledger, trainer.data).all_right() > 10
        if part != "test":
            assert_is_the_trainers(ledger, trainer, i)


def assert_is_the_trainers(ledger, trainer, i):
    """The trainer's step gives these bits; a step back gives those before, and again forward the same."""
    before = everything(trainer)
    again = Trainer.resume(trainer.experiment, trainer.data, ledger.progress)
    assert everything(again) == before
    for one in (trainer, again):
        one.step() if ledger.part == "batch" else one.step_on([i])
    assert everything(again) == everything(trainer)
    if not trainer.diverged:
        assert ledger.update.after.tobytes() == trainer.network.parameters.tobytes()
        for name, moment in ledger.update.moments_after.items():
            assert np.isfinite(moment).all(), name


LAYER = ("z", "g", "a", "dg", "slope", "loss_slope", "error", "dW", "db")


@pytest.mark.parametrize("name", LAYER)
def test_a_number_that_is_slightly_off_is_found(name):
    trainer = trainer_on("regression", "tanh", hidden=HIDDEN, loss="huber", batch_size=3)
    ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    last = ledger.layers[-1]
    wrong = replace(last, **{name: getattr(last, name) * (1.0 + 1e-6)})
    Followed(ledger, trainer.data).all_right()
    with pytest.raises(AssertionError, match="is not"):
        Followed(replace(ledger, layers=(*ledger.layers[:-1], wrong)), trainer.data).all_right()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_so_is_an_update_that_is_slightly_off(optimizer):
    trainer = trainer_on(hidden=HIDDEN, optimizer=optimizer, batch_size=3, learning_rate=0.3)
    trainer.step()
    ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    (stage,) = (one for one in ledger.update.stages if one.kind == "step")
    moved = stage.value + 1e-4 * (stage.value - ledger.update.before)
    stages = [replace(one, value=moved) if one is stage else one for one in ledger.update.stages]
    with pytest.raises(AssertionError, match="is not"):
        Followed(replace(ledger, update=replace(ledger.update, stages=stages)), trainer.data).all_right()


# -- what is traced ------------------------------------------------------------------------------


def test_tracing_needs_no_more_than_a_copy_and_changes_nothing():
    trainer = trainer_on(hidden=(LayerSpec(3, "tanh", dropout=0.5),), optimizer="nadam", batch_size=5)
    trainer.step()
    before, tracer = everything(trainer), Tracer(trainer.experiment, trainer.data)
    for part in ("batch", "train", "test"):
        tracer.trace(trainer.progress, part, [2])
    assert everything(trainer) == before


def test_the_mini_batch_is_the_next_one_also_where_its_order_is_not_drawn_yet():
    trainer, seen = trainer_on(hidden=HIDDEN, batch_size=5), []
    tracer = Tracer(trainer.experiment, trainer.data)
    for _ in range(6):  # two epochs
        seen.append(tracer.trace(trainer.progress, "batch").indices)
        done = trainer.position[0]
        trainer.step()
        assert seen[-1] == tuple(trainer.state().arrays["order"][5 * done : 5 * done + 5])
    assert [len(one) for one in seen] == [5, 5, 2] * 2
    assert sorted(seen[0] + seen[1] + seen[2]) == list(range(12))


def test_after_an_interrupted_evaluation_it_is_the_first_of_the_next_epoch():
    with small_chunks():
        trainer = trainer_on(hidden=HIDDEN, batch_size=5, schedule="exponential", decay_epochs=1)
        trainer.run(1, lambda: trainer.position[0] == 3, lambda _: None)
    assert trainer.position[0] == 3
    ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    trainer.step()
    assert ledger.update.after.tobytes() == trainer.network.parameters.tobytes()


def test_the_end_of_an_epoch_sets_to_zero_what_is_next_to_nothing():
    trainer = trainer_on(hidden=HIDDEN, batch_size=1000)
    values = trainer.network.parameters.copy()
    values[0] = 1e-310
    trainer.set_parameters(values)
    trainer.freeze(0)
    trainer.freeze(0, 0, 0, on=False)
    data = replace(trainer.data, train=replace(trainer.data.train, X=0.0 * trainer.data.train.X))
    trainer.use(data)
    ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    trainer.step()
    assert ledger.update.stages[-1].kind == "flush"
    assert ledger.update.after[0] == trainer.network.parameters[0] == 0.0


def test_other_rates_and_stop_rules_use_the_same_calls_and_other_settings_new_ones():
    trainer = trainer_on(hidden=HIDDEN)
    tracer = Tracer(trainer.experiment, trainer.data)
    assert tracer.adapted(trainer.experiment, trainer.data) is tracer
    faster = retrained(trainer, learning_rate=0.5)
    same = tracer.adapted(replace(faster, stop=StopSpec(epochs=9)), trainer.data)
    assert same._compiled is tracer._compiled
    ledger = same.trace(trainer.progress, "batch")
    assert (ledger.update.rate, ledger.experiment.stop.epochs) == (0.5, 9)
    assert tracer.adapted(retrained(trainer, l2=0.5), trainer.data)._compiled is not tracer._compiled
    assert tracer.adapted(faster, split())._compiled is not tracer._compiled


def test_what_is_frozen_meanwhile_is_known():
    trainer = trainer_on(hidden=HIDDEN)
    tracer = Tracer(trainer.experiment, trainer.data)
    for _ in range(2):
        ledger = tracer.trace(trainer.progress.copy(), "batch")
        trainer.step()
        assert ledger.update.after.tobytes() == trainer.network.parameters.tobytes()
        trainer.freeze(1)


def test_only_a_few_sizes_stay_compiled():
    trainer = trainer_on(hidden=HIDDEN)
    tracer = Tracer(trainer.experiment, trainer.data)
    for n in range(1, 9):
        assert len(tracer.trace(trainer.progress, "train", range(n)).losses) == n
    assert len(tracer._compiled) == SIZES


def test_a_vector_of_all_parameters_is_shared_out_among_layers():
    trainer = trainer_on("regression", "tanh", hidden=HIDDEN)
    ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    for theta, layer in zip(ledger.split(ledger.update.before), ledger.layers, strict=True):
        np.testing.assert_array_equal(theta, np.column_stack([layer.W, layer.b]))
    before, layer = ledger.update.before, ledger.layers[1]
    assert before[ledger.index(1, 1, 2)] == layer.W[1, 2]
    assert before[ledger.index(1, 0, None)] == layer.b[0]
    assert [ledger.activation(i) for i in range(3)] == ["tanh", "relu", "tanh"]


def test_nobody_can_write_to_its_numbers():
    trainer = trainer_on(hidden=HIDDEN, optimizer="adam")
    ledger = Tracer(trainer.experiment, trainer.data).trace(trainer.progress.copy(), "batch")
    arrays = [ledger.X, ledger.Y, ledger.losses, ledger.update.after, *ledger.update.moments_after.values()]
    arrays += [one for one in vars(ledger.layers[0]).values() if one is not None]
    assert not any(one.flags.writeable for one in arrays)


@pytest.mark.parametrize(("part", "indices"), [("train", [12]), ("test", [-1]), ("train", []), ("all", [0])])
def test_what_is_not_there_is_refused(part, indices):
    trainer = trainer_on(hidden=HIDDEN)
    with pytest.raises(ValueError, match=r"there is no|part"):
        Tracer(trainer.experiment, trainer.data).trace(trainer.progress, part, indices)
