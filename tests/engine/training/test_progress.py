"""Progress is a value: training continues from a copy of it, and changes that fail leave it alone."""

import itertools
from dataclasses import fields, is_dataclass, replace

import numpy as np
import pytest
from cases import everything, retrained, samples, split, trainer_on, weights

from engine import (
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    StopSpec,
    Trainer,
    TrainSpec,
    draw,
    gradient_check,
)
from engine.analysis.gradient_check import check_progress
from engine.training.checkpoint import progress_from, state_of
from engine.training.compiled import Compiled
from engine.training.setup import blank_network, resume

DROPOUT = (LayerSpec(4, "tanh", dropout=0.3), LayerSpec(3, "relu", dropout=0.5))


def learnt(data=None, **training):
    """A trainer in the midst of a mini-batch, with masks and a generator of every kind in use."""
    settings = TrainSpec(**{"optimizer": "nadam", "batch_size": 5, "schedule": "plateau"} | training)
    experiment = Experiment(DataSpec(samples=24), NetworkSpec(hidden=DROPOUT), settings)
    trainer = Trainer(replace(experiment, stop=StopSpec(patience=100)), data)
    trainer.run(epochs=2)
    trainer.freeze(0, 1)
    trainer.silence(0, 2)
    trainer.add_neuron(1)
    trainer.run(epochs=1)
    trainer.step()
    trainer.step("sample")
    return trainer


def parts(value, name="progress"):
    """All arrays and generators that a value is made of, by where they are."""
    if isinstance(value, (np.ndarray, np.random.Generator)):
        yield name, value
    elif is_dataclass(value):
        for one in fields(value):
            yield from parts(getattr(value, one.name), f"{name}.{one.name}")


def continued(trainer):
    """What a trainer comes to from here in every way of training."""
    trainer.step("sample")
    trainer.step()
    trainer.run(epochs=3, interrupt=lambda: True)
    trainer.run(epochs=2, each_epoch=lambda _: None)
    trainer.add_neuron(0)
    trainer.silence(0, 2, on=False)
    trainer.run(epochs=1)
    return everything(trainer)


# -- a copy ----------------------------------------------------------------------------------


def test_a_copy_shares_no_array_and_no_generator():
    progress = learnt().progress
    ours, theirs = dict(parts(progress)), dict(parts(progress.copy()))
    assert ours.keys() == theirs.keys()
    assert len(ours) == 10
    for (name, one), other in itertools.product(ours.items(), theirs.values()):
        assert one is not other, name
        if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
            assert not np.shares_memory(one, other), name


def test_a_copy_is_equal_in_every_bit():
    trainer = learnt()
    copy = trainer.progress.copy()
    ours, theirs = (state_of(trainer.experiment, trainer.data, one) for one in (trainer.progress, copy))
    assert ours.to_bytes() == theirs.to_bytes()


def test_training_changes_no_copy():
    trainer = learnt()
    copy = trainer.progress.copy()
    before = state_of(trainer.experiment, trainer.data, copy).to_bytes()
    experiment, data = trainer.experiment, trainer.data
    continued(trainer)
    assert state_of(experiment, data, copy).to_bytes() == before


@pytest.mark.parametrize("data", [None, split()], ids=["drawn", "passed in"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_training_a_copy_comes_to_the_same_everything(data, dtype):
    trainer = learnt(data, dtype=dtype)
    again = Trainer.resume(trainer.experiment, trainer.data, trainer.progress)
    assert again.data is trainer.data
    assert everything(again) == everything(trainer)
    assert continued(again) == continued(trainer)


def test_the_progress_it_resumes_from_stays_as_it_is():
    trainer = learnt()
    before = everything(trainer)
    continued(Trainer.resume(trainer.experiment, trainer.data, trainer.progress))
    assert everything(trainer) == before


def test_any_number_of_branches_leave_from_one_progress():
    trainer = learnt()
    experiment, data, copy = trainer.experiment, trainer.data, trainer.progress.copy()
    branches = [Trainer.resume(experiment, data, copy) for _ in range(3)]
    for rate, branch in enumerate(branches):
        branch.configure(retrained(branch, learning_rate=0.01 * (1 + rate)))
        branch.run(epochs=2)
    assert len({weights(branch).tobytes() for branch in branches}) == 3
    assert continued(Trainer.resume(experiment, data, copy)) == continued(trainer)


def test_the_network_of_a_trainer_is_on_the_parameters_of_its_progress():
    trainer = learnt()
    for change in (lambda: None, lambda: trainer.add_neuron(0), trainer.reset, lambda: trainer.freeze(0)):
        change()
        assert trainer.progress.parameters is trainer.network.parameters


@pytest.mark.parametrize(
    ("experiment", "data"),
    [
        (Experiment(network=NetworkSpec(hidden=(LayerSpec(7),))), split()),
        (Experiment(network=NetworkSpec(hidden=DROPOUT), training=TrainSpec(dtype="float32")), split()),
        (Experiment(network=NetworkSpec(hidden=DROPOUT)), split(train=13)),
        (Experiment(network=NetworkSpec(hidden=DROPOUT)), draw(Experiment())),
        (Experiment(network=NetworkSpec(hidden=DROPOUT), training=TrainSpec(optimizer="adam")), split()),
    ],
    ids=["another network", "another dtype", "other samples", "other inputs", "another optimizer"],
)
def test_a_progress_of_something_else_is_refused(experiment, data):
    progress = trainer_on(hidden=DROPOUT).progress
    with pytest.raises(ValueError, match="the progress"):
        resume(experiment, data, progress)


# -- a state ---------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [None, split()], ids=["drawn", "passed in"])
def test_a_state_holds_experiment_data_and_progress(data):
    trainer = learnt(data)
    state = state_of(trainer.experiment, trainer.data, trainer.progress)
    experiment, found, progress = progress_from(state)
    assert experiment == trainer.experiment
    assert found.drawn is trainer.data.drawn is (data is None)
    np.testing.assert_array_equal(found.train.X, trainer.data.train.X)
    assert state_of(experiment, found, progress).to_bytes() == state.to_bytes()
    assert continued(Trainer.resume(experiment, found, progress)) == continued(trainer)


# -- all or nothing --------------------------------------------------------------------------

CHANGES = {
    "live": lambda trainer: trainer.configure(retrained(trainer, batch_size=3, optimizer="adam")),
    "dropout": lambda trainer: trainer.configure(
        replace(trainer.experiment, network=NetworkSpec(hidden=(DROPOUT[0], LayerSpec(4, "relu"))))
    ),
    "keep": lambda trainer: trainer.configure(
        replace(trainer.experiment, network=NetworkSpec(hidden=(LayerSpec(9),))), keep=True
    ),
    "anew": lambda trainer: trainer.configure(replace(trainer.experiment, seed=9)),
    "use": lambda trainer: trainer.use(split(train=30)),
    "own data": lambda trainer: trainer.use(None),
    "add layer": lambda trainer: trainer.add_layer(1),
    "silence": lambda trainer: trainer.silence(0, 1),
    "reset": lambda trainer: trainer.reset(),
}


def assert_nothing_changes(trainer, change):
    values = (trainer.experiment, trainer.data, trainer.progress, trainer.network, trainer.last_pass)
    before = everything(trainer)
    with pytest.raises(MemoryError):
        change(trainer)
    now = (trainer.experiment, trainer.data, trainer.progress, trainer.network, trainer.last_pass)
    assert all(one is other for one, other in zip(now, values, strict=True))
    assert everything(trainer) == before


def fail(*_, **__):
    raise MemoryError


@pytest.mark.parametrize(
    "where",
    [
        "engine.training.trainer.Compiled",
        "engine.training.compiled.Batches",
        "engine.training.compiled.update",
        "engine.training.compiled.Epoch",
    ],
)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_that_fails_leaves_experiment_data_and_progress(change, where, monkeypatch):
    trainer, untouched = learnt(split()), learnt(split())
    with monkeypatch.context() as patch:
        patch.setattr(where, fail)
        assert_nothing_changes(trainer, change)
    assert continued(trainer) == continued(untouched)


def test_a_divergence_for_which_there_is_no_memory_is_found_again(monkeypatch):
    hidden = (LayerSpec(4, "relu"), LayerSpec(3, "linear"))
    trainer = trainer_on("regression", hidden=hidden, learning_rate=100.0)
    with monkeypatch.context() as patch:
        patch.setattr("engine.training.trainer.Compiled", fail)
        with pytest.raises(MemoryError):
            trainer.run(epochs=100)
    assert trainer.diverged is None
    assert trainer.run(epochs=1).reason == "divergence"
    assert np.isfinite(weights(trainer)).all()


def test_compiling_changes_nothing():
    trainer = learnt()
    training = resume(trainer.experiment, trainer.data, trainer.progress)
    before = everything(trainer)
    for _ in range(2):
        Compiled(training)
    assert (
        state_of(training.experiment, training.data, training.progress).to_bytes()
        == trainer.state().to_bytes()
    )
    assert everything(trainer) == before


# -- losses that are measured otherwise ------------------------------------------------------


def test_with_another_loss_no_earlier_loss_is_compared_though_the_weights_are_carried_over():
    trainer = learnt(split())
    assert trainer.progress.patience.best < np.inf
    network = replace(trainer.experiment.network, output="tanh")
    assert trainer.configure(replace(trainer.experiment, network=network), keep=True) is False
    assert (trainer.epoch, trainer.loss) == (3, "squared")
    assert trainer.progress.patience.best == trainer.progress.rate.best == np.inf
    assert trainer.progress.last_good.first_loss is None


def test_with_the_same_loss_they_are_compared_on():
    trainer = learnt(split())
    best = trainer.progress.patience.best
    trainer.add_neuron(0)
    assert trainer.progress.patience.best == best


# -- where data are from ---------------------------------------------------------------------


def test_a_split_says_whether_it_was_drawn():
    assert draw(Experiment()).drawn
    assert draw(Experiment(DataSpec("own", points=((0.0, 1.0, 0.0), (1.0, 0.0, 1.0))))).drawn
    assert not split().drawn
    assert Trainer().data.drawn
    assert not Trainer(data=split()).data.drawn


def test_samples_that_were_drawn_elsewhere_are_passed_in_all_the_same():
    drawn = draw(Experiment(DataSpec("xor")))
    experiment = Experiment(network=NetworkSpec(features=("x1", "x2", "x1_x2")))
    trainer = Trainer(experiment, data=drawn)
    assert not trainer.data.drawn
    assert trainer.network.sizes[0] == 2
    other = Trainer(experiment)
    assert other.network.sizes[0] == 3
    other.use(drawn)
    assert other.network.sizes[0] == 2
    np.testing.assert_array_equal(other.data.train.X, drawn.train.X)


@pytest.mark.parametrize("data", [None, split(), split("multiclass"), split("regression")])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_experiment_and_data_are_enough_to_know_the_network(data, dtype):
    experiment = Experiment(
        network=NetworkSpec(("x1", "x2", "=x1*x2"), DROPOUT), training=TrainSpec(dtype=dtype)
    )
    trainer = Trainer(experiment, data)
    blank = blank_network(experiment, trainer.data)
    assert (blank.sizes, blank.features, blank.dtype) == (
        trainer.network.sizes,
        trainer.network.features,
        trainer.network.dtype,
    )
    assert not blank.parameters.any()
    np.copyto(blank.parameters, trainer.progress.parameters)
    X = trainer.data.train.X
    np.testing.assert_array_equal(blank.predict(X), trainer.network.predict(X))


# -- the gradient check ----------------------------------------------------------------------


def test_the_gradient_check_reads_a_progress_and_changes_nothing(monkeypatch):
    trainer = learnt(split())
    copy = trainer.progress.copy()
    for _, part in parts(copy):
        if isinstance(part, np.ndarray):
            part.setflags(write=False)
    checked = samples("binary", 8)
    monkeypatch.setattr(Trainer, "step", None)
    found = check_progress(trainer.experiment, trainer.data, copy, checked)
    assert found == gradient_check(trainer, checked.X, checked.y)
