"""Figures of all samples come now and then while training continues, and are exact when it is paused."""

import time
from dataclasses import replace

import pytest
from heads import trainer_of
from snapshots import observe

from engine import LayerSpec
from engine.evaluation.metrics import Evaluation
from playground.observers.catalogue import Observers
from playground.observers.errors import AskErrors, Errors
from playground.observers.hardest import AskHardest, Hardest
from playground.observers.probe import AskProbe, Probe
from playground.observers.samples import AllSamples
from playground.observers.scores import AskScores, Scores

EVERYTHING = (AskProbe((1.0, 2.0), reach=0.1), AskErrors(), AskHardest(10), AskScores())


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def look(trainer, observers, busy=True, asks=EVERYTHING):
    return observe(trainer, *asks, observers=observers, busy=busy)


def test_figures_come_a_few_times_a_second_while_training(clock):
    trainer, kept = trainer_of(), Observers()
    first = look(trainer, kept)
    trainer.run(5)
    clock[0] += 0.05
    second = look(trainer, kept)
    assert second[Scores] is first[Scores]
    assert second[Hardest] is first[Hardest]
    assert second[Errors] is first[Errors]
    assert second[Probe] != first[Probe]  # one place is asked every time
    trainer.run(1)
    clock[0] += 0.1
    third = look(trainer, kept)
    assert third[Errors] is not first[Errors]
    assert third[Scores] is first[Scores]
    assert (third[Errors].step, third[Scores].step) == (trainer.steps, first[Scores].step)
    trainer.run(1)
    clock[0] += 0.2
    assert look(trainer, kept)[Scores] is not first[Scores]


def test_what_costs_much_comes_less_often(clock, monkeypatch):
    trainer, kept, gone_through = trainer_of(), Observers(), []

    def half_a_second(evaluation, interrupt, evaluate=Evaluation.run):
        gone_through.append(evaluation)
        clock[0] += 0.5
        return evaluate(evaluation, interrupt)

    monkeypatch.setattr(Evaluation, "run", half_a_second)
    figures = (AskErrors(), AskHardest(10), AskScores())
    first = look(trainer, kept, asks=figures)
    for wait, again in ((1.0, False), (1.1, True)):
        trainer.run(1)
        clock[0] += wait
        assert (look(trainer, kept, asks=figures)[Scores] is not first[Scores]) == again
    assert len(gone_through) == 2, "one pass serves all three"


def test_paused_all_is_true_of_the_weights_there_are():
    trainer, kept = trainer_of(), Observers()
    look(trainer, kept)
    trainer.run(20)
    found = look(trainer, kept, busy=False)
    assert found[Scores].train.accuracy == trainer.scores()[0].accuracy
    fresh = look(trainer, Observers(), busy=False)
    assert found[Hardest].points[0].loss == pytest.approx(fresh[Hardest].points[0].loss)
    assert {found[kind].step for kind in (Errors, Hardest, Scores)} == {trainer.steps}


def test_what_nobody_looks_at_is_let_go():
    trainer, kept = trainer_of(), Observers()
    look(trainer, kept)
    assert AllSamples in kept._observed._shared
    look(trainer, kept, asks=(AskHardest(10),))
    assert AllSamples in kept._observed._shared
    look(trainer, kept, asks=EVERYTHING[:1])
    assert AllSamples not in kept._observed._shared


@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, seed=5),
        lambda one: replace(one, data=replace(one.data, dataset="blobs")),
        lambda one: replace(one, network=replace(one.network, hidden=(LayerSpec(7),))),
        lambda one: replace(one, training=replace(one.training, loss="squared")),
        lambda one: replace(one, training=replace(one.training, label_smoothing=0.1)),
    ],
)
def test_another_network_other_data_or_another_loss_are_noticed(change):
    trainer, kept = trainer_of(), Observers()
    look(trainer, kept)
    trainer.configure(change(trainer.experiment))
    found, fresh = look(trainer, kept), look(trainer, Observers())
    assert found[Hardest].points == fresh[Hardest].points
    assert found[Probe] == fresh[Probe]
