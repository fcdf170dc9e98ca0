"""People who do something at random to a training, for tests."""

import random
from dataclasses import replace

from hands import SMALL

from engine import LayerSpec
from engine.data.draw import with_own_points
from engine.training.checkpoint import state_of
from playground.worker.answer import Outcome
from playground.worker.commands import (
    ExplainedStep,
    GoBack,
    GoTo,
    Open,
    Play,
    RemoveNeuron,
    Reset,
    SetMask,
    SetParameter,
    Step,
)
from playground.worker.revision import Revision
from playground.worker.training import Training


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


def all_bits(run):
    """All that a state holds, with the experiment that was asked for."""
    trainer = run.trainer
    state = state_of(run.rules.asked or trainer.experiment, trainer.data, trainer.progress)
    return state.facts, {name: array.tobytes() for name, array in state.arrays.items()}


class Traveller(Person):
    """Does this and that, and goes to moments."""

    @property
    def run(self):
        return self.training.run

    @property
    def snapshot(self):
        return self.training.sight(1, False).snapshot

    @property
    def timeline(self):
        return self.snapshot.timeline

    @property
    def line(self):
        """The run and the number of the line that is shown."""
        return self.run.number, self.run.lines.line.number

    def train_to(self, epoch):
        self.give(Play(epoch - self.trainer.epoch))
        self.arrive()

    def arrive(self):
        while self.training.busy:
            self.training.train(lambda: False)

    def go(self, *place, **named):
        answer = self.give(GoTo(*place, **named))
        self.arrive()
        return answer

    def other_rate(self, rate):
        self.revise(keep=False, training=replace(self.trainer.experiment.training, learning_rate=rate))
