"""Moments take only so much memory, the less the further back; lines part where one left another."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hands import SMALL
from people import Traveller, all_bits

from engine import DataSpec, Trainer
from playground.worker import line, lines, moment_clock, record
from playground.worker.commands import GoTo
from playground.worker.line import Fork, Line
from playground.worker.lines import Lines
from playground.worker.moment_clock import MomentClock
from playground.worker.record import START, Place, Record
from playground.worker.run import Run

SECONDS = 0.125  # from one moment to the next, in a line that is made up


@pytest.fixture
def moment():
    run = Run(Trainer(SMALL), 1)
    run.train(1, None, lambda: False)
    return run.take_moment()


def trained(moment, count, most):
    """Return the lines of a run that kept so many moments in so many bytes."""
    kept = Lines(Line(0, Record(SMALL)))
    kept.most = most
    for k in range(1, count + 1):
        kept.keep(replace(moment, place=Place(3 * k, k), trained=SECONDS * k))
        assert kept.size <= most
    return kept


def gaps(kept):
    return [after.trained - before.trained for before, after in pairwise(kept.line.moments)]


def test_moments_of_any_number_of_epochs_take_only_so_much_memory(moment):
    kept = trained(moment, 4_000, 200 * moment.size)
    assert 100 <= len(kept.line.moments) <= 200
    assert kept.line.moments[-1].place.epoch == 4_000
    assert list(kept.timeline(4_000).moments) == [0, *(one.place.epoch for one in kept.line.moments)]


def test_they_are_the_thinner_the_further_back_and_near_the_end_as_they_were(moment):
    between = gaps(trained(moment, 3_000, 300 * moment.size))
    assert between[-1] == SECONDS
    fifths = [max(between[k : k + len(between) // 5]) for k in range(0, len(between), len(between) // 5)]
    assert fifths == sorted(fifths, reverse=True)
    assert between[0] > 10 * SECONDS


def test_while_there_is_room_at_most_four_tenths_of_a_second_are_trained_again(moment):
    assert max(gaps(trained(moment, 200, 300 * moment.size))) == SECONDS
    assert max(gaps(trained(moment, 310, 300 * moment.size))) <= line.LONGEST


def test_points_that_only_a_moment_holds_count(moment):
    own = replace(SMALL, data=DataSpec(dataset="own", points=((0.0, 0.0, 0.0),) * 1_000))
    with_points = replace(moment, experiment=own)
    kept = Lines(Line(0, Record(SMALL)))
    kept.keep(with_points)
    kept.keep(replace(with_points, place=Place(9, 3)))
    assert kept.size == 2 * moment.size + moment.data_size + 1_000 * record.POINT_BYTES


def test_a_network_of_which_a_moment_would_take_an_eighth_of_the_room_keeps_none(monkeypatch):
    monkeypatch.setattr(moment_clock, "SPACING", 0.0)
    someone = Traveller(1)
    someone.run.most_bytes = 100
    someone.train_to(20)
    assert not someone.run.lines.line.moments
    end = all_bits(someone.run)
    someone.go(7)
    assert someone.trainer.epoch == 7
    someone.go()
    assert all_bits(someone.run) == end


def test_a_moment_that_takes_long_to_keep_is_kept_seldom(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(moment_clock.time, "perf_counter", lambda: now[0])
    clock, taken = MomentClock(0.0), []

    def take():
        taken.append(now[0])
        now[0] += 1.0

    with clock.running():
        for _ in range(1_000):
            now[0] += 0.1
            clock.keep(take)
    assert min(b - a for a, b in pairwise(taken)) >= 1.0 / moment_clock.SHARE
    assert len(taken) == 3


def test_time_that_a_run_waits_is_no_training(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(moment_clock.time, "perf_counter", lambda: now[0])
    clock = MomentClock(3.0)
    with clock.running():
        now[0] += 2.0
    now[0] += 100.0
    assert clock.trained == 5.0


# -- lines that were left --------------------------------------------------------------------


def test_lines_part_where_one_of_them_left_what_they_have_in_common():
    first = Line(0, Record(SMALL))
    second = first.left_at(1, Place(30, 10), 10.0, 0)
    third = second.left_at(2, Place(60, 20), 20.0, 0)
    of_first = second.left_at(3, Place(15, 5), 5.0, 0)
    assert second.forks == (Fork(0, Place(30, 10), 10.0),)
    assert third.forks == (Fork(0, Place(30, 10), 10.0), Fork(1, Place(60, 20), 20.0))
    assert of_first.forks == (Fork(0, Place(15, 5), 5.0),), "it left what was the first line's own"
    partings = [(first, second, 10.0), (first, third, 10.0), (second, third, 20.0), (third, of_first, 5.0)]
    for one, other, epoch in partings:
        assert one.parting(other).epoch == other.parting(one).epoch == epoch


def test_of_lines_that_were_left_the_latest_stay(monkeypatch):
    monkeypatch.setattr(lines, "MOST_LEFT", 3)
    someone = Traveller(1)
    someone.train_to(10)
    for k in range(5):
        someone.go(3)
        someone.train_to(11 + k)
    assert [one.number for one in someone.timeline.branches] == [2, 3, 4]
    assert someone.timeline.branch == 5


def test_what_was_forgotten_of_the_record_cannot_be_gone_back_to_but_all_later_can(monkeypatch):
    monkeypatch.setattr(record, "MOST_ENTRIES", 10)
    monkeypatch.setattr(moment_clock, "SPACING", 0.0)
    monkeypatch.setattr(moment_clock, "SHARE", math.inf)
    someone = Traveller(1)
    bits = {}
    for k in range(1, 18):
        someone.train_to(k)
        bits[k] = all_bits(someone.run)
        someone.other_rate(0.01 * (k + 1))
    first = someone.timeline.first
    assert first == 13
    someone.go(0)
    assert someone.trainer.epoch == first
    for epoch in range(first, 17):
        someone.go(epoch)
        assert all_bits(someone.run) == bits[epoch]
    someone.give(GoTo(steps=1))
    assert someone.trainer.epoch <= first


def test_a_line_begins_where_its_run_was_opened():
    run = Run(Trainer(SMALL), 1)
    assert (run.record.begins, run.lines.line.first) == (START, 0)
    run.train(4, None, lambda: False)
    opened = Run(run.trainer, 2, state=run.trainer.state())
    assert (opened.record.begins, opened.lines.line.first) == (Place(run.trainer.steps, 4), 4)
