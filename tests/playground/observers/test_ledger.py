"""The ledger is of the step that training makes next."""

from dataclasses import replace

import numpy as np
import pytest
from snapshots import observe, state_of

from engine import DataSpec, Experiment, LayerSpec, NetworkSpec, Trainer, TrainSpec
from engine.analysis.ledger import Ledger
from playground.observers.catalogue import Observers
from playground.observers.ledger import AskLedger
from playground.observers.view import View
from playground.worker.playback import Playback
from playground.worker.run import Run
from playground.worker.snapshots import Snapshots

SMALL = Experiment(
    DataSpec(samples=30, test_fraction=0.5),
    NetworkSpec(hidden=(LayerSpec(3), LayerSpec(2))),
    TrainSpec(optimizer="adam", batch_size=4),
)
BATCH = AskLedger("batch")


@pytest.fixture
def trainer():
    return Trainer(SMALL)


def ledger_of(trainer, ask=BATCH, **how):
    return observe(trainer, ask, **how).get(Ledger)


def test_the_weights_after_it_are_those_of_the_next_step(trainer):
    kept = Observers()
    for _ in range(9):  # over the end of an epoch
        ledger = ledger_of(trainer, observers=kept)
        trainer.step()
        np.testing.assert_array_equal(ledger.update.after, trainer.network.parameters)


@pytest.mark.parametrize("part", ["train", "test"])
def test_one_sample_is_a_mini_batch_of_its_own(trainer, part):
    ledger = ledger_of(trainer, AskLedger(part, 7))
    assert (ledger.part, ledger.indices) == (part, (7,))
    np.testing.assert_array_equal(ledger.X, getattr(trainer.data, part).X[7:8])


@pytest.mark.parametrize("ask", [AskLedger("train", 15), AskLedger("test", 15)])
def test_of_a_sample_that_is_gone_there_is_none(trainer, ask):
    assert ledger_of(trainer, ask) is None


def test_without_any_points_there_is_none():
    nothing = replace(SMALL, data=DataSpec("own", points=()))
    for ask in (BATCH, AskLedger("train"), AskLedger("test")):
        assert ledger_of(Trainer(nothing), ask) is None


def test_while_training_is_paused_changed_settings_are_in_it_at_once(trainer):
    kept = Observers()
    assert ledger_of(trainer, observers=kept).update.rate == SMALL.training.learning_rate
    for change in ({"learning_rate": 0.5}, {"l2": 0.1}, {"optimizer": "sgd"}, {"batch_size": 7}):
        trainer.configure(
            replace(trainer.experiment, training=replace(trainer.experiment.training, **change))
        )
        ledger = ledger_of(trainer, observers=kept)
        assert ledger.experiment is trainer.experiment
        trainer.step()
        np.testing.assert_array_equal(ledger.update.after, trainer.network.parameters)


def test_a_ledger_of_the_same_network_is_made_once(trainer):
    kept, state = Observers(), state_of(trainer, whole=True)
    first, again = (kept.observe(state, View((BATCH,)), False).get(Ledger) for _ in range(2))
    assert first is again
    assert kept.observe(state, View((AskLedger("train", 1),)), False).get(Ledger) is not first


def test_while_training_goes_on_the_last_one_stays_until_another_is_affordable(trainer, monkeypatch):
    kept = Observers()
    first = ledger_of(trainer, observers=kept, busy=True)
    monkeypatch.setattr("playground.observers.budget.Budget.is_due", lambda _, busy: not busy)
    trainer.step()
    assert ledger_of(trainer, observers=kept, busy=True) is first
    assert ledger_of(trainer, AskLedger("train", 1), observers=kept, busy=True).indices == (1,)
    assert ledger_of(trainer, observers=kept).progress.steps == 1


def test_the_whole_progress_is_copied_only_where_a_ledger_is_asked_for(trainer):
    snapshots, run, playback = Snapshots(), Run(trainer, 1), Playback()
    assert snapshots.take(0, run, playback, False).state.progress is None
    snapshots.view = View((BATCH,))
    state = snapshots.take(0, run, playback, False).state
    assert state.progress is not trainer.progress
    np.testing.assert_array_equal(state.progress.parameters, trainer.network.parameters)
    assert snapshots.take(0, run, playback, False).state is state
