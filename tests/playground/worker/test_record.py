"""What a run records is enough to train it again, from its start, to the same bits."""

import random
from dataclasses import replace

import pytest
from hands import EXPLOSIVE, PATIENCE, SMALL

from engine import DataSpec, LayerSpec, State, Trainer, TrainSpec
from engine.data.draw import with_own_points
from playground.worker import record
from playground.worker.answer import Outcome
from playground.worker.commands import (
    ExplainedStep,
    GoBack,
    KeepState,
    Open,
    Play,
    RemoveNeuron,
    Reset,
    Restore,
    SetMask,
    SetParameter,
    SetSpeed,
    Step,
)
from playground.worker.keeping import Keeping
from playground.worker.record import Record
from playground.worker.revision import Revision
from playground.worker.run import Run
from playground.worker.speed import Speed
from playground.worker.training import Training


def trained_again(recorded, steps):
    """Train a run again from what is recorded of it, to so many steps."""
    start = recorded.start
    state = start if isinstance(start, State) else None
    run = Run(Trainer.restore(start) if state else Trainer(start), 1, state=state)
    for entry in recorded.entries:
        train_to(run, entry.steps)
        command = entry.command
        if isinstance(command, Revision):
            assert not run.revise(command, busy=False)
        elif isinstance(command, RemoveNeuron):
            run.remove_neuron(command, busy=False)
        elif isinstance(command, SetParameter):
            assert run.set_parameter(command)
        elif isinstance(command, SetMask):
            assert run.set_mask(command)
        elif isinstance(command, ExplainedStep):
            run.step_explained(command)
        else:
            run.step(command.of)
    train_to(run, steps)
    return run


def train_to(run, steps):
    while run.trainer.steps < steps:
        run.train(10**9, None, lambda: run.trainer.steps >= steps)
    assert run.trainer.steps == steps


def bits(trainer):
    """All that decides how training goes on, but for what the stop rules have seen."""
    state = trainer.state()
    facts = {name: fact for name, fact in state.facts.items() if name not in ("watch", "diverged")}
    return facts, {name: array.tobytes() for name, array in state.arrays.items()}


class Person:
    """Does something at random to a training, as the session would ask for it."""

    def __init__(self, seed, experiment=SMALL, keeping=None):
        self.random, self.training = random.Random(seed), Training(keeping)
        self.number = 0
        self.give(Open(experiment))

    @property
    def trainer(self):
        return self.training.run.trainer

    def give(self, command):
        answer = self.training.answer(1, command)
        assert answer.failure is None, answer.failure.details
        return answer

    def train(self):
        batches = self.random.randrange(1, 20)
        end = self.trainer.steps + batches
        self.give(Play(self.random.choice([None, 1, 2])))
        while self.training.playback.busy and self.trainer.steps < end:
            self.training.train(lambda: self.trainer.steps >= end)

    def revise(self, keep=True, **parts):
        self.number += 1
        new = replace(self.trainer.experiment, **parts)
        self.give(Revision(new, keep=keep, number=self.number))

    def undo(self):
        number = self.random.randrange(1, self.number + 2)
        network = replace(SMALL.network, hidden=(LayerSpec(self.random.randrange(1, 6)), LayerSpec(3)))
        new = replace(self.trainer.experiment, network=network)
        self.give(Revision(new, keep=True, undone=(number,)))

    def change_training(self):
        rate, optimizer = self.random.choice([0.01, 0.1]), self.random.choice(["sgd", "adam", "momentum"])
        size = self.random.choice([7, 10, 64])
        spec = replace(
            self.trainer.experiment.training, learning_rate=rate, optimizer=optimizer, batch_size=size
        )
        self.revise(keep=False, training=spec)

    def change_layers(self):
        widths = [self.random.randrange(1, 6) for _ in range(self.random.randrange(1, 4))]
        network = self.trainer.experiment.network
        self.revise(network=replace(network, hidden=tuple(LayerSpec(width) for width in widths)))

    def move_a_point(self):
        data = with_own_points(self.trainer.experiment)
        (_, y, label), *others = data.points
        self.revise(data=replace(data, points=((self.random.random(), y, label), *others)))

    def remove_a_neuron(self):
        hidden = self.trainer.experiment.network.hidden
        if hidden[0].width > 1:
            self.number += 1
            narrower = (replace(hidden[0], width=hidden[0].width - 1), *hidden[1:])
            network = replace(self.trainer.experiment.network, hidden=narrower)
            new = replace(self.trainer.experiment, network=network)
            neuron = self.random.randrange(hidden[0].width)
            self.give(RemoveNeuron(Revision(new, keep=True, number=self.number), 0, neuron))

    def set_a_weight(self):
        self.give(SetParameter(0, self.random.randrange(4), self.random.randrange(3), self.random.random()))

    def mask(self):
        kind, source = self.random.choice(["freeze", "silence"]), self.random.choice([None, 0, 1])
        on = self.random.random() < 0.7
        self.give(SetMask(kind, 0, self.random.randrange(4), source, on))

    def step(self):
        self.give(Step(self.random.choice(["sample", "batch"])))

    def explain_a_step(self):
        progress, before = self.trainer.progress.copy(), bits(self.trainer)
        some = (self.random.randrange(len(self.trainer.data.train)),)
        self.give(ExplainedStep(self.random.choice([some, ()])))
        if self.random.random() < 0.5:
            assert self.give(GoBack(progress)).outcome is Outcome.DONE
            assert bits(self.trainer) == before

    def start_again(self):
        if self.random.random() < 0.3:
            self.number += 1
            self.give(Reset(self.number))

    ACTS = (train, train, change_training, change_layers, move_a_point, remove_a_neuron)
    ACTS += (set_a_weight, mask, step, undo, start_again)
    EXPLAINS = (train, change_training, set_a_weight, mask, step, explain_a_step, explain_a_step)


@pytest.mark.parametrize("seed", range(30))
def test_a_session_of_random_changes_is_trained_again_to_the_same_bits(seed):
    person = Person(seed)
    for _ in range(25):
        person.random.choice(Person.ACTS)(person)
        run = person.training.run
        assert run.record.complete
    assert bits(trained_again(run.record, run.trainer.steps).trainer) == bits(run.trainer)


@pytest.mark.parametrize("seed", range(10))
def test_so_are_steps_that_were_explained_and_those_that_were_taken_back_are_not(seed):
    person = Person(seed)
    for _ in range(25):
        person.random.choice(Person.EXPLAINS)(person)
    run = person.training.run
    assert bits(trained_again(run.record, run.trainer.steps).trainer) == bits(run.trainer)


def test_training_that_diverges_again_and_again_does_so_once_more():
    person = Person(3, EXPLOSIVE)
    for _ in range(4):
        person.train()
        person.change_training()
        person.revise(keep=False, training=replace(person.trainer.experiment.training, learning_rate=900.0))
        person.train()
    run = person.training.run
    assert bits(trained_again(run.record, run.trainer.steps).trainer) == bits(run.trainer)


def test_a_run_that_was_opened_with_its_weights_is_recorded_from_there():
    person = Person(5)
    person.train()
    state = State.from_bytes(person.give(KeepState()).state)
    person.give(Restore(state))
    person.set_a_weight()
    person.train()
    run = person.training.run
    assert len(run.record.entries) == 1
    assert bits(trained_again(run.record, run.trainer.steps).trainer) == bits(run.trainer)


def test_a_run_that_undo_brings_back_is_recorded_from_its_own_start():
    keeping = Keeping()
    person = Person(7, keeping=keeping)
    person.train()
    person.set_a_weight()
    assert person.give(Reset(99)).outcome is Outcome.RESTARTED
    assert person.training.run.record.entries == []
    assert person.give(Revision(SMALL, undone=(99,))).outcome is Outcome.RESTORED
    assert keeping.close(PATIENCE)
    person.train()
    run = person.training.run
    assert bits(trained_again(run.record, run.trainer.steps).trainer) == bits(run.trainer)


def test_what_only_says_how_fast_or_how_far_is_not_recorded():
    person = Person(9)
    person.train()
    person.give(SetSpeed(Speed("batch", 1.0)))
    person.give(Play(3))
    assert person.training.run.record.entries == []


def test_a_step_that_is_not_the_last_one_is_not_taken_back():
    person = Person(13)
    progress = person.trainer.progress.copy()
    person.give(ExplainedStep((3,)))
    person.give(Step("batch"))
    before = bits(person.trainer)
    assert person.give(GoBack(progress)).outcome is Outcome.REFUSED
    assert bits(person.trainer) == before


def test_a_command_is_recorded_with_the_step_at_which_it_took_effect():
    person = Person(11)
    person.give(Step("batch"))
    person.give(Step("batch"))
    person.set_a_weight()
    person.revise(keep=False, training=TrainSpec(learning_rate=0.5))
    assert [entry.steps for entry in person.training.run.record.entries] == [0, 1, 2, 2]


@pytest.mark.parametrize("bound", ["MOST_ENTRIES", "MOST_POINTS"])
def test_beyond_its_bound_a_record_is_not_complete_and_holds_nothing(monkeypatch, bound):
    monkeypatch.setattr(record, bound, 10)
    recorded = Record(SMALL)
    for k in range(8):
        own = replace(SMALL, data=DataSpec(dataset="own", points=((float(k), 0.0, 0.0), (1.0, 1.0, 1.0))))
        recorded.note(k, Revision(own, keep=True))
        recorded.note(k, Revision(replace(own, training=TrainSpec(learning_rate=0.5))))
    assert not recorded.complete
    assert (recorded.entries, recorded.points) == ([], 0)


def test_points_that_stay_the_same_are_counted_once():
    own = replace(SMALL, data=DataSpec(dataset="own", points=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))))
    recorded = Record(own)
    for k in range(5):
        recorded.note(k, Revision(replace(own, training=TrainSpec(learning_rate=0.1 * (k + 1)))))
    assert recorded.points == 2
