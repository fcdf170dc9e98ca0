"""What became of a command comes back once, in order, with the snapshot that shows it."""

import random
from dataclasses import replace

import pytest
from hands import PATIENCE, SMALL
from runners import HeardRunner

from engine import DataSpec, LayerSpec, NetworkSpec, Trainer, TrainSpec
from playground.observers.view import View
from playground.worker.answer import Answer, Outcome, Report
from playground.worker.commands import (
    KeepState,
    Look,
    Open,
    Pause,
    Play,
    RemoveNeuron,
    Reset,
    SetMask,
    SetParameter,
    SetSpeed,
    Step,
)
from playground.worker.keeping import Keeping
from playground.worker.revision import Revision
from playground.worker.speed import SPEEDS
from playground.worker.training import Training

WIDER = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(5), LayerSpec(3))))
IMPOSSIBLE = replace(SMALL, data=DataSpec(dataset="plane"), network=NetworkSpec(output="softmax"))
COMMANDS = (
    *(Play(3), Pause(), Step(), Step("batch"), Step("sample"), Reset(7), Look(View()), KeepState()),
    *(SetSpeed(SPEEDS["brisk"]), SetMask("freeze", 0, 1, None, True), SetParameter(0, 1, 0, 0.5)),
    *(SetParameter(9, 0, 0, 0.5), Revision(WIDER, keep=True, number=1), Revision(SMALL, undone=(1,))),
    *(Revision(IMPOSSIBLE), RemoveNeuron(Revision(SMALL, keep=True, number=2), 0, 1)),
)  # fmt: skip


@pytest.fixture
def runner():
    one = HeardRunner()
    yield one
    assert one.stop()


def heard(runner, ticket, sometimes=lambda: True):
    """Take reports, or leave them, until a command is answered; return the last snapshot."""
    import time

    limit, last = time.monotonic() + 20.0, None
    while not runner.answers or runner.answers[-1].ticket < ticket:
        assert time.monotonic() < limit
        last = (sometimes() and runner.take_snapshot()) or last
        time.sleep(0.001)
    return last


@pytest.mark.parametrize("seed", range(4))
def test_every_command_is_answered_once_and_in_order_however_seldom_reports_are_taken(runner, seed):
    dice = random.Random(seed)
    given = [Open(SMALL), *dice.choices(COMMANDS, k=60)]
    runner.begin()
    for command in given:
        ticket = runner.submit(command)
        if dice.random() < 0.2:
            runner.take_snapshot()
    heard(runner, ticket, lambda: dice.random() < 0.3)
    said = [answer for answer in runner.answers if answer.outcome is not Outcome.STOPPED]
    assert [answer.command for answer in said] == given
    assert [answer.ticket for answer in said] == list(range(1, len(given) + 1))


def test_the_snapshot_that_comes_with_an_answer_shows_what_it_says(runner):
    runner.submit(Open(SMALL))
    runner.begin()
    heard(runner, runner.submit(Play(5)))
    for command in (Revision(WIDER, keep=True), Revision(replace(SMALL, seed=4)), Reset()):
        shown = heard(runner, runner.submit(command))
        assert shown.ticket == runner.answers[-1].ticket
        assert shown.experiment == runner.answers[-1].after


def test_a_report_that_replaces_another_has_its_answers_too():
    one, two = Answer(1, Play(), Outcome.DONE), Answer(2, Pause(), Outcome.DONE)
    assert Report((two,), None).after(Report((one,), None)).answers == (one, two)


# -- outcomes --------------------------------------------------------------------------------


@pytest.fixture
def training():
    """A training that has gone on for 3 epochs."""
    keeping = Keeping()
    one = Training(keeping)
    one.answer(1, Open(SMALL))
    one.answer(2, Play(3))
    while one.playback.busy:
        one.train(lambda: False)
    yield one
    assert keeping.close(PATIENCE)


OUTCOMES = {
    "live": (Revision(replace(SMALL, training=TrainSpec(learning_rate=0.5))), Outcome.KEPT, 3),
    "kept": (Revision(WIDER, keep=True), Outcome.KEPT, 3),
    "restarted": (Revision(WIDER), Outcome.RESTARTED, 0),
    "reset": (Reset(), Outcome.RESTARTED, 0),
    "opened": (Open(WIDER), Outcome.RESTARTED, 0),
    "weight": (SetParameter(0, 0, 0, 1.0), Outcome.DONE, 3),
    "no such weight": (SetParameter(0, 0, 7, 1.0), Outcome.REFUSED, 3),
    "no such neuron": (SetMask("silence", 0, 9, None, True), Outcome.REFUSED, 3),
    "impossible": (Revision(IMPOSSIBLE), Outcome.FAILED, 3),
}  # fmt: skip


@pytest.mark.parametrize(("command", "outcome", "epoch"), OUTCOMES.values(), ids=OUTCOMES)
def test_an_answer_says_what_became_of_the_command(training, command, outcome, epoch):
    answer = training.answer(3, command)
    assert (answer.outcome, answer.epoch, answer.had_learned) == (outcome, epoch, True)
    assert (answer.before, answer.after) == (SMALL, training.run.trainer.experiment)
    assert (answer.failure is None) == (outcome is not Outcome.FAILED)


def test_a_run_that_undo_brings_back_says_where_it_is(training):
    training.answer(3, Reset(5))
    answer = training.answer(4, Revision(SMALL, undone=(5,)))
    assert (answer.outcome, answer.epoch, answer.had_learned) == (Outcome.RESTORED, 3, False)


@pytest.mark.parametrize(
    "command", [Play(), Step("batch"), Reset(), KeepState(), SetMask("freeze", 0, 0, None, True)]
)
def test_before_anything_is_opened_there_is_nothing_to_do_it_to(command):
    answer = Training().answer(1, command)
    assert (answer.outcome, answer.before, answer.after) == (Outcome.REFUSED, None, None)


def test_a_state_comes_in_the_answer(training):
    from engine import State

    state = training.answer(3, KeepState()).state
    assert Trainer.restore(State.from_bytes(state)).metrics() == training.run.trainer.metrics()
