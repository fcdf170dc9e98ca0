"""What has decayed to next to nothing becomes zero at the end of an epoch, however the epoch was trained."""

import numpy as np
import pytest
from cases import everything, trainer_on, weights

from engine import OPTIMIZERS, LayerSpec, State, Trainer
from engine.training import compiled
from engine.training.denormals import NEGLIGIBLE, negligible

HIDDEN = (LayerSpec(4, "relu"), LayerSpec(3, "relu"))
DTYPES = ("float64", "float32")
BATCHES = 3  # 12 training samples in mini-batches of five, five and two
FORGETFUL = {"momentum": 0.7, "beta1": 0.7, "beta2": 0.7, "rho": 0.7}


def with_a_dead_neuron(**training):
    """A trainer whose first neuron is never active: it has no gradient, and its moments decay from 1."""
    trainer = trainer_on(**{"hidden": HIDDEN, "batch_size": 5} | training)
    trainer.progress.optimizer.slab[:, :4] = 1.0
    values = weights(trainer)
    values[:4] = 0.5, -0.25, 0.125, -100.0
    trainer.set_parameters(values)
    return trainer


def nearly_nothing(optimizer="adam", dtype="float64", **training):
    """The same, with moments near their limit at two of its weights, and two others that are denormal."""
    trainer = with_a_dead_neuron(optimizer=optimizer, dtype=dtype, **training)
    trainer.progress.optimizer.slab[:, :4] = NEGLIGIBLE[dtype] * np.array([1.05, 0.0, 0.0, 1e3])
    values = weights(trainer)
    values[1:3] = np.finfo(dtype).tiny * np.array([0.9, -1e-3])
    trainer.set_parameters(values)
    return trainer


def smallest(values):
    """The size of the value nearest to zero that is not zero; infinity if all are."""
    return np.abs(values[values != 0.0]).min(initial=np.inf)


def without_flushing(monkeypatch, make):
    """Return what `make` returns, made of a trainer that flushes nothing."""
    with monkeypatch.context() as patch:
        patch.setattr(compiled, "flush", lambda *_: [])
        return make()


# -- what becomes zero -----------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_after_an_epoch_nothing_is_smaller_than_its_limit(optimizer, dtype):
    trainer = nearly_nothing(optimizer, dtype)
    state = trainer.progress.optimizer
    for _ in range(300):
        trainer.run()
        assert smallest(state.slab) >= NEGLIGIBLE[dtype]
        assert smallest(trainer.network.parameters) >= np.finfo(dtype).tiny
    assert np.isfinite(state.slab).all()


def test_within_an_epoch_nothing_is():
    trainer = nearly_nothing("momentum")
    velocity, dead = trainer.progress.optimizer.moments["velocity"], trainer.network.parameters[1:3]
    for _ in range(BATCHES - 1):
        trainer.step()
        assert 0.0 < smallest(velocity) < NEGLIGIBLE["float64"]
        assert dead.all()
    trainer.step()
    assert not velocity[0]
    assert velocity[3]
    assert not dead.any()
    assert not np.signbit(dead).any()


def test_what_is_at_the_limit_stays():
    trainer = with_a_dead_neuron(optimizer="adagrad")
    trainer.progress.optimizer.slab[0, :2] = NEGLIGIBLE["float64"] * np.array([1.0, 1.0 - 1e-15])
    values = weights(trainer)
    values[:2] = -np.finfo(np.float64).tiny, np.nextafter(np.finfo(np.float64).tiny, 0.0)
    trainer.set_parameters(values)
    trainer.run()
    assert trainer.progress.optimizer.slab[0, :2].tolist() == [NEGLIGIBLE["float64"], 0.0]
    assert weights(trainer)[:2].tolist() == [-np.finfo(np.float64).tiny, 0.0]


@pytest.mark.parametrize("fix", ["freeze", "silence"])
def test_what_does_not_learn_stays_what_it_is(fix):
    trainer = nearly_nothing()
    kept = weights(trainer)[1:3]
    getattr(trainer, fix)(0, 0, 1)
    getattr(trainer, fix)(0, 0, 2)
    trainer.run(epochs=2)
    getattr(trainer, fix)(0, 0, 1, on=False)
    getattr(trainer, fix)(0, 0, 2, on=False)
    assert weights(trainer)[1:3].tolist() == kept.tolist()
    trainer.run()
    assert not weights(trainer)[1:3].any()


# -- however the epoch is trained ------------------------------------------------------------------


def run(trainer):
    trainer.run(epochs=4)


def by_batch(trainer):
    for _ in range(4 * BATCHES):
        trainer.step()


def by_sample(trainer):
    for _ in range(4 * 12):
        trainer.step("sample")


def interrupted(trainer):
    while trainer.epoch < 4:
        trainer.run(interrupt=lambda: True)


def watched(trainer):
    trainer.run(epochs=4, each_epoch=lambda _: None)


WAYS = [run, by_batch, by_sample, interrupted, watched]


@pytest.mark.parametrize("batch_size", [1, 5, 12])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_way_of_training_leaves_the_same_bits(optimizer, dtype, batch_size):
    ends = []
    for train in WAYS if batch_size == 5 else (run, by_sample):
        trainer = nearly_nothing(optimizer, dtype, batch_size=batch_size)
        train(trainer)
        arrays = trainer.state().arrays
        del arrays["good"]  # judged by the loss where it is watched
        ends.append({name: array.tobytes() for name, array in arrays.items()})
    assert all(end == ends[0] for end in ends)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_restored_training_flushes_what_the_other_does(optimizer):
    whole, cut = (nearly_nothing(optimizer, "float32") for _ in range(2))
    whole.run(epochs=2)
    while cut.epoch < 2:
        before = everything(cut)
        cut = Trainer.restore(State.from_bytes(cut.state().to_bytes()))
        assert everything(cut) == before  # as it was saved, whatever it holds
        cut.step()
    assert everything(cut) == everything(whole)


@pytest.mark.parametrize("rate", [30.0, 300.0])
def test_the_search_for_a_step_that_went_wrong_repeats_the_same_steps(rate):
    hidden = (LayerSpec(4, "linear"),)
    searched, stepped = (
        nearly_nothing("momentum", hidden=hidden, learning_rate=rate, batch_size=1) for _ in range(2)
    )
    searched.run(epochs=100, each_epoch=lambda _: None)
    while stepped.diverged is None:
        stepped.step()
    assert searched.diverged == stepped.diverged
    assert 1 < searched.epoch < 100
    assert weights(searched).tobytes() == weights(stepped).tobytes()


# -- and no weight notices -------------------------------------------------------------------------


@pytest.mark.parametrize("activation", ["relu", "sigmoid", "swish"])
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_no_weight_changes_by_a_bit(optimizer, dtype, activation, monkeypatch):
    def trained():
        hidden = (LayerSpec(4, activation), LayerSpec(3, activation))
        trainer = with_a_dead_neuron(
            optimizer=optimizer, dtype=dtype, hidden=hidden, batch_size=1, **FORGETFUL
        )
        trainer.run(epochs=110)  # 1,320 steps: 0.7 to that power is below every limit
        return trainer

    flushed, lingering = trained(), without_flushing(monkeypatch, trained)
    assert weights(flushed).tobytes() == weights(lingering).tobytes()
    if optimizer not in ("sgd", "adagrad") and activation == "relu":
        assert smallest(lingering.progress.optimizer.slab) < NEGLIGIBLE[dtype]


@pytest.mark.parametrize("epsilon", [1e-8, 1e-10, 1e-15, 1e-30])
@pytest.mark.parametrize("optimizer", ["rmsprop", "adam", "nadam"])
def test_a_moment_that_counts_beside_a_small_epsilon_is_kept(optimizer, epsilon, monkeypatch):
    def trained():
        settings = {"optimizer": optimizer, "epsilon": epsilon, "learning_rate": 0.01}
        trainer = trainer_on(hidden=HIDDEN, dtype="float32", batch_size=1, **settings, **FORGETFUL)
        trainer.run(epochs=300)
        return weights(trainer).tobytes()

    assert trained() == without_flushing(monkeypatch, trained)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_limit_is_the_same_for_every_optimizer_with_its_usual_settings(optimizer, dtype):
    assert negligible(trainer_on(optimizer=optimizer, dtype=dtype)._compiled._optimizer) == NEGLIGIBLE[dtype]
