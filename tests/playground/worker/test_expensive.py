"""Where evaluating all samples is expensive, neither training nor commands wait for it; nothing is lost."""

import threading
import time
from dataclasses import replace

import numpy as np
import pytest
from hands import PATIENCE, SMALL
from runners import taken

from engine import DataSpec, StopSpec, Trainer, TrainSpec
from engine.evaluation.metrics import Evaluation
from playground.observers.catalogue import Observers
from playground.observers.errors import AskErrors, Errors
from playground.observers.field import Field
from playground.observers.hardest import AskHardest, Hardest
from playground.observers.plane import AskPlane
from playground.observers.scores import AskScores, Scores
from playground.observers.view import View
from playground.worker.commands import Look, Open, Pause, Play, Reset, SetMask, SetParameter
from playground.worker.runner import Runner

VIEW = View((AskPlane(resolution=20), AskScores(), AskErrors(), AskHardest(5)))


@pytest.fixture
def may_evaluate(monkeypatch):
    """Everything is expensive; evaluations stand still while this event is clear."""
    monkeypatch.setattr("playground.observers.samples.CHEAP", 0)
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


@pytest.fixture
def known(runner):
    """The snapshot of the fresh network, with its figures."""
    return shown(runner, lambda one: one.complete)


def shown(runner, wanted):
    """Return the next snapshot that is as wanted."""
    return taken(lambda: (report := runner.take()) and report.snapshot, wanted)


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


def test_until_then_the_last_known_figures_stand(runner, known, may_evaluate):
    may_evaluate.clear()
    ticket = runner.submit(Play(30))
    snapshot = shown(runner, lambda one: one.ticket == ticket and not one.busy)
    assert (snapshot.epoch, snapshot.metrics, snapshot.is_old()) == (30, known.metrics, True)


@pytest.mark.parametrize(
    "command", [Reset(), SetParameter(0, 0, 0, 5.0), SetMask("silence", 0, 1, None, True)]
)
@pytest.mark.usefixtures("known")
def test_figures_of_weights_that_a_command_has_changed_are_dropped(runner, may_evaluate, command):
    may_evaluate.clear()
    ticket = runner.submit(Play(7))
    shown(runner, lambda one: one.ticket == ticket and not one.busy)
    ticket = runner.submit(command)
    assert not shown(runner, lambda one: one.ticket == ticket).evaluated
    may_evaluate.set()
    exact = completed(runner, ticket)
    assert exact.curves.train.epochs.tolist() == [0]
    assert exact.metrics == runner._worker._training.run.trainer.metrics()


@pytest.mark.parametrize(
    ("dataset", "stop"), [("spiral", StopSpec(patience=3)), ("gaussian", StopSpec(target_loss=0.1))]
)
def test_training_waits_for_figures_that_decide_about_it(runner, dataset, stop):
    data, training = DataSpec(dataset=dataset, samples=60), TrainSpec(learning_rate=0.3)
    watched = replace(SMALL, data=data, stop=stop, training=training)
    runner.submit(Open(watched))
    snapshot, trainer = completed(runner, runner.submit(Play(300))), Trainer(watched)
    trainer.run(300)
    assert snapshot.epoch == trainer.epoch < 300
    assert snapshot.curves.train.epochs[-1] == trainer.epoch
    assert snapshot.stopped is not None


@pytest.mark.usefixtures("known")
def test_an_evaluation_goes_on_after_an_interruption_and_repeats_no_piece(runner, monkeypatch):
    monkeypatch.setattr("engine.network.forward.CACHE_NUMBERS", 0)  # chunks of 64 samples
    many = replace(SMALL, data=DataSpec(samples=1000))
    chunks, run = [], Evaluation.run

    def counted(evaluation, interrupt):
        def asked():
            chunks.append(1)
            if len(chunks) == 5:
                runner.submit(Look(View((AskPlane(resolution=12),))))  # a person looks elsewhere meanwhile
                while runner._observing.requests.is_empty:
                    time.sleep(0.001)
            return interrupt()

        return run(evaluation, asked)

    monkeypatch.setattr(Evaluation, "run", counted)
    runner.submit(Open(many))
    snapshot = shown(runner, lambda one: one.complete and one.get(Field).values.shape[1] == 12)
    assert snapshot.metrics == Trainer(many).metrics()
    assert len(chunks) == 15, "asked once between each two of sixteen chunks"


def test_the_curves_have_whole_epochs_only_in_order_with_their_exact_losses(runner, may_evaluate):
    paused(runner, may_evaluate)
    may_evaluate.set()
    runner.submit(Play(25))
    ticket = runner.submit(Play(1000))
    last = shown(runner, lambda one: one.ticket == ticket and one.complete and not one.busy)
    curves, epochs = last.curves, last.curves.train.epochs
    assert len(epochs) > 1
    assert epochs[-1] == last.epoch
    assert np.all(np.diff(epochs) > 0)
    trainer = Trainer(SMALL)
    for epoch, train, test in zip(epochs, curves.train.values, curves.test.values, strict=True):
        assert epoch == int(epoch)
        trainer.run(int(epoch) - trainer.epoch)
        assert (train, test) == (trainer.metrics().train_loss, trainer.metrics().test_loss)
