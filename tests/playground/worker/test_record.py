"""What a run records is enough to train it again, from its start, to the same bits."""

from copy import copy
from dataclasses import replace

import pytest
from hands import EXPLOSIVE, PATIENCE, SMALL
from people import Person, bits

from engine import DataSpec, State, TrainSpec
from playground.worker import record
from playground.worker.answer import Outcome
from playground.worker.commands import (
    ExplainedStep,
    GoBack,
    KeepState,
    Play,
    Reset,
    Restore,
    SetSpeed,
    Step,
)
from playground.worker.keeping import Keeping
from playground.worker.record import POINT_BYTES, Entry, Place, Record
from playground.worker.replay import Replay, Target
from playground.worker.revision import Revision
from playground.worker.speed import Speed


def trained_again(run):
    """Return a run that was trained again, from its start, to where it is."""
    run.leave()
    line = copy(run.lines.line)
    line.moments, line.end = [], None
    replay = Replay(run, line, Target(line.record.count, line.place, is_end=True))
    assert replay.there.trainer.steps == line.record.begins.steps, "from its start"
    assert replay.advance(lambda: False)
    return replay.there


@pytest.mark.parametrize("seed", range(30))
def test_a_session_of_random_changes_is_trained_again_to_the_same_bits(seed):
    person = Person(seed)
    for _ in range(25):
        person.random.choice(Person.ACTS)(person)
        run = person.training.run
        assert not run.record.forgotten
    assert bits(trained_again(run).trainer) == bits(run.trainer)


@pytest.mark.parametrize("seed", range(10))
def test_so_are_steps_that_were_explained_and_those_that_were_taken_back_are_not(seed):
    person = Person(seed)
    for _ in range(25):
        person.random.choice(Person.EXPLAINS)(person)
    run = person.training.run
    assert bits(trained_again(run).trainer) == bits(run.trainer)


def test_training_that_diverges_again_and_again_does_so_once_more():
    person = Person(3, EXPLOSIVE)
    for _ in range(4):
        person.train()
        person.change_training()
        person.revise(keep=False, training=replace(person.trainer.experiment.training, learning_rate=900.0))
        person.train()
    run = person.training.run
    assert bits(trained_again(run).trainer) == bits(run.trainer)


def test_a_run_that_was_opened_with_its_weights_is_recorded_from_there():
    person = Person(5)
    person.train()
    state = State.from_bytes(person.give(KeepState()).state)
    person.give(Restore(state))
    person.set_a_weight()
    person.train()
    run = person.training.run
    assert len(run.record.entries) == 1
    assert bits(trained_again(run).trainer) == bits(run.trainer)


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
    assert bits(trained_again(run).trainer) == bits(run.trainer)


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
    assert [entry.place.steps for entry in person.training.run.record.entries] == [0, 1, 2, 2]


def noted(recorded, steps, what, **kinds):
    return recorded.note(Entry(Place(steps, 0), what, **kinds))


@pytest.mark.parametrize("bound", ["MOST_ENTRIES", "MOST_BYTES"])
def test_beyond_its_bound_a_record_forgets_the_earlier_half(monkeypatch, bound):
    monkeypatch.setattr(record, bound, {"MOST_ENTRIES": 10, "MOST_BYTES": 10 * POINT_BYTES}[bound])
    recorded, forgot = Record(SMALL), []
    for k in range(11):
        own = replace(SMALL, data=DataSpec(dataset="own", points=((float(k), 0.0, 0.0),)))
        forgot.append(noted(recorded, k, Revision(own, keep=True)))
    assert forgot == [False] * 10 + [True]
    assert (recorded.forgotten, recorded.count) == (6, 11)
    assert [entry.place.steps for entry in recorded.entries] == [6, 7, 8, 9, 10]
    assert recorded.size == 5 * POINT_BYTES
    assert recorded.entry(6).place.steps == 6


def test_points_that_stay_the_same_are_counted_once():
    own = replace(SMALL, data=DataSpec(dataset="own", points=((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))))
    recorded = Record(own)
    for k in range(5):
        noted(recorded, k, Revision(replace(own, training=TrainSpec(learning_rate=0.1 * (k + 1)))))
    assert recorded.size == 2 * POINT_BYTES
