"""What is kept of a run's past is enough to go back in it, to the same bits."""

import math
from dataclasses import replace

import pytest
from hands import EXPLOSIVE, SMALL
from people import Person, Traveller, all_bits

from engine import LayerSpec, NetworkSpec, StopSpec, TrainSpec
from playground.worker import line, moment_clock, packed_lines
from playground.worker.record import Diverged
from playground.worker.run import Run
from playground.worker.run_copy import opened

SINGLE = replace(SMALL, training=TrainSpec(dtype="float32", optimizer="adam"))
DROPPING = replace(SMALL, network=NetworkSpec(hidden=(LayerSpec(4, dropout=0.3),)))
WATCHED = replace(SMALL, stop=StopSpec(patience=2, target_loss=0.3))


@pytest.fixture(autouse=True)
def spaced(monkeypatch):
    monkeypatch.setattr(moment_clock, "SPACING", 0.001)


def kept(someone):
    return someone.run.copied().packed()


def brought_back(someone, with_undo=True):
    """Return somebody who has the run that was kept."""
    other = Traveller(1)
    other.training.run = Run(*opened_as(kept(someone), with_undo))
    return other


def opened_as(one, with_undo):
    trainer, origin = opened(one, with_undo)
    return trainer, 1_000, origin


@pytest.mark.parametrize("experiment", [SMALL, SINGLE, DROPPING, WATCHED, EXPLOSIVE])
@pytest.mark.parametrize("seed", range(2))
def test_every_line_of_a_random_training_can_be_gone_back_in(experiment, seed):
    someone = Traveller(seed, experiment)
    acts = (Person.train, Person.train, Person.set_a_weight, Person.mask, Person.change_training, Person.step)
    for k in range(12):
        someone.random.choice(acts)(someone)
        if k == 6:
            someone.go(someone.trainer.epoch // 2)
    someone.train()
    other = brought_back(someone)
    assert all_bits(other.run) == all_bits(someone.run)
    assert other.snapshot.curves.train.values.tolist() == someone.snapshot.curves.train.values.tolist()
    branches = [(one.number, one.since, one.end) for one in someone.timeline.branches]
    assert [(one.number, one.since, one.end) for one in other.timeline.branches] == branches
    for number in (None, *(number for number, _, _ in branches)):
        end = someone.go(branch=number) and someone.timeline.end
        for epoch in {someone.random.randrange(end + 1) for _ in range(3)}:
            for one in (someone, other):
                one.go(epoch, branch=number)
            assert all_bits(other.run) == all_bits(someone.run)


def test_a_run_that_stands_in_its_past_is_kept_with_its_end_and_comes_back_where_it_stood():
    someone = Traveller(1)
    someone.train_to(20)
    end = all_bits(someone.run)
    someone.go(7)
    there = all_bits(someone.run)
    assert (kept(someone).row.epoch, kept(someone).row.steps) == (20, end[0]["steps"])
    assert all_bits(brought_back(someone).run) == there
    at_end = brought_back(someone, with_undo=False)
    assert all_bits(at_end.run) == end
    at_end.go(7)
    assert all_bits(at_end.run) == there


def test_where_a_branch_was_left_weights_that_a_change_removed_come_back_with_undo_alone():
    someone = Traveller(1)
    someone.train_to(5)
    someone.remove_a_neuron()
    number = someone.number
    assert [*brought_back(someone).run.removed.kept] == [number]
    assert not brought_back(someone, with_undo=False).run.removed.kept


def test_moments_are_kept_as_long_as_there_is_room(monkeypatch):
    monkeypatch.setattr(moment_clock, "SPACING", 0.0)
    monkeypatch.setattr(moment_clock, "SHARE", math.inf)
    monkeypatch.setattr(line, "LONGEST", 0.0)
    someone = Traveller(1)
    someone.train_to(200)
    assert len(someone.run.lines.line.moments) == 200
    assert len(brought_back(someone).run.lines.line.moments) == 200
    monkeypatch.setattr(packed_lines, "MOST_BYTES", 20_000)
    other = brought_back(someone)
    assert 1 <= len(other.run.lines.line.moments) <= 8
    for one in (someone, other):
        one.go(123)
    assert all_bits(other.run) == all_bits(someone.run)


def test_what_was_noticed_of_a_divergence_is_kept():
    someone = Traveller(1, EXPLOSIVE)
    someone.train_to(1)
    (entry,) = someone.run.record.entries
    assert isinstance(entry.what, Diverged)
    (same,) = brought_back(someone).run.record.entries
    assert same == entry


@pytest.mark.parametrize("damaged", [b"", b"no such thing"])
def test_a_past_that_is_damaged_is_refused_in_one_line(damaged):
    someone = Traveller(1)
    someone.train_to(2)
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        opened(replace(kept(someone), timeline=damaged), with_undo=True)
