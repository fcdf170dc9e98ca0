"""Where evaluating all samples is expensive, neither training nor commands wait for it; nothing is lost."""

import threading
import time

import numpy as np
import pytest
from hands import PATIENCE, SMALL

from engine import Trainer
from playground.observers.catalogue import Observers
from playground.observers.errors import AskErrors, Errors
from playground.observers.hardest import AskHardest, Hardest
from playground.observers.plane import AskPlane
from playground.observers.scores import AskScores, Scores
from playground.observers.view import View
from playground.worker.commands import Look, Open, Pause, Play, Reset
from playground.worker.runner import Runner

VIEW = View((AskPlane(resolution=20), AskScores(), AskErrors(), AskHardest(5)))


@pytest.fixture
def may_evaluate(monkeypatch):
    """Everything is expensive; evaluations stand still while this event is clear."""
    for where in ("observers.samples", "worker.run"):
        monkeypatch.setattr(f"playground.{where}.CHEAP", 0)
    event, evaluate = threading.Event(), Observers.evaluate
    event.set()

    def gated(self):
        if event.is_set():
            return evaluate(self)
        time.sleep(0.001)
        return None

    monkeypatch.setattr(Observers, "evaluate", gated)
    return event


@pytest.fixture
def runner(may_evaluate):  # noqa: ARG001 - before the thread starts
    one = Runner()
    one.submit(Look(VIEW))
    one.submit(Open(SMALL))
    one.begin()
    yield one
    assert one.stop(PATIENCE)


def shown(runner, wanted):
    """Return the next snapshot that is as wanted."""
    limit = time.monotonic() + PATIENCE
    while (report := runner.take()) is None or report.snapshot is None or not wanted(report.snapshot):
        assert time.monotonic() < limit, "it did not come"
        time.sleep(0.001)
    return report.snapshot


def paused(runner, may_evaluate, epochs=20):
    """Play, and pause while an evaluation cannot go on; return the first snapshot that shows the pause."""
    runner.submit(Play())
    shown(runner, lambda one: one.epoch >= epochs and len(one.curves.train.epochs) > 1)
    may_evaluate.clear()
    ticket = runner.submit(Pause())
    return shown(runner, lambda one: one.ticket == ticket)


def completed(runner, ticket):
    return shown(runner, lambda one: one.ticket == ticket and one.complete)


def trainer_at(snapshot):
    """A trainer that has come as far."""
    trainer = Trainer(SMALL)
    trainer.run(snapshot.epoch)
    while trainer.steps < snapshot.steps:
        trainer.step("batch")
    return trainer


def test_a_pause_is_shown_at_once_and_the_exact_figures_when_they_come(runner, may_evaluate):
    at_once = paused(runner, may_evaluate)
    assert not at_once.busy
    assert (at_once.evaluated, at_once.complete, at_once.is_old()) == (False, False, True)
    may_evaluate.set()
    exact, trainer = completed(runner, at_once.ticket), trainer_at(at_once)
    assert exact.steps == at_once.steps
    assert (exact.evaluated, exact.is_old()) == (True, False)
    assert exact.metrics == trainer.metrics()
    for kind in (Scores, Errors, Hardest):
        assert exact.get(kind).step == exact.steps
        assert not exact.is_old(exact.get(kind).step)
    train, test = trainer.scores()
    assert (exact.get(Scores).train.auc, exact.get(Scores).test.auc) == (train.auc, test.auc)


def test_a_pause_of_what_is_paused_has_its_exact_figures_again(runner, may_evaluate):
    at_once = paused(runner, may_evaluate)
    may_evaluate.set()
    exact = completed(runner, at_once.ticket)
    for _ in range(2):
        again = completed(runner, runner.submit(Pause()))
        assert (again.steps, again.metrics, again.evaluated) == (exact.steps, exact.metrics, True)


def test_a_reset_drops_the_evaluation(runner, may_evaluate):
    paused(runner, may_evaluate)
    ticket = runner.submit(Reset())
    at_once = shown(runner, lambda one: one.ticket == ticket)
    assert (at_once.epoch, at_once.evaluated) == (0, False)
    assert not len(at_once.curves.train.epochs)
    may_evaluate.set()
    exact = completed(runner, ticket)
    assert exact.metrics == Trainer(SMALL).metrics()
    assert exact.curves.train.epochs.tolist() == [0]


def test_the_curves_have_whole_epochs_only_in_order_with_their_exact_losses(runner, may_evaluate):
    paused(runner, may_evaluate)
    may_evaluate.set()
    runner.submit(Play(25))
    ticket = runner.submit(Play(1000))
    curves = shown(runner, lambda one: one.ticket == ticket and one.complete and not one.busy).curves
    epochs = curves.train.epochs
    assert len(epochs) > 1
    assert np.all(np.diff(epochs) > 0)
    trainer = Trainer(SMALL)
    for epoch, train, test in zip(epochs, curves.train.values, curves.test.values, strict=True):
        assert epoch == int(epoch)
        trainer.run(int(epoch) - trainer.epoch)
        assert (train, test) == (trainer.metrics().train_loss, trainer.metrics().test_loss)
