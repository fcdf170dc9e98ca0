"""What may be spent on a picture, and how often."""

import time

import pytest

from playground.observers.budget import SECONDS, Budget


@pytest.fixture
def clock(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    return now


def spend(budget, clock, seconds, work=0.0, already=0.0):
    with budget.spend(work, already):
        clock[0] += seconds


def measured(clock, seconds_a_point, work=10.0, **limits):
    """A budget that has measured for long what a point takes."""
    budget = Budget(**limits)
    for _ in range(100):
        spend(budget, clock, 400 * seconds_a_point, 400 * work)
    return budget


def test_what_costs_much_comes_less_often_and_always_while_paused(clock):
    budget = Budget(share=0.2)
    assert budget.is_due(busy=True)
    spend(budget, clock, 0.5)
    assert not budget.is_due(busy=True)
    assert budget.is_due(busy=False)
    clock[0] += 1.9
    assert not budget.is_due(busy=True)
    clock[0] += 0.2
    assert budget.is_due(busy=True)


def test_what_others_have_spent_on_it_counts(clock):
    budget = Budget(share=0.5)
    spend(budget, clock, 0.0, already=1.0)
    clock[0] += 0.9
    assert not budget.is_due(busy=True)
    clock[0] += 0.2
    assert budget.is_due(busy=True)


def test_what_costs_nothing_comes_so_often_and_no_more(clock):
    budget = Budget(every=0.25)
    spend(budget, clock, 0.0)
    clock[0] += 0.2
    assert not budget.is_due(busy=True)
    clock[0] += 0.1
    assert budget.is_due(busy=True)


def test_a_grid_is_halved_until_it_is_affordable(clock):
    budget = measured(clock, 1e-5, hurried=0.01, paused=0.1)
    assert budget.resolution(100, 24, 10.0, hurried=False) == 100
    assert budget.resolution(100, 24, 10.0, hurried=True) == 25
    assert budget.resolution(200, 24, 10.0, hurried=False) == 100
    assert budget.resolution(200, 24, 1000.0, hurried=False) == 25, "never coarser than the coarsest"


def test_what_was_never_measured_is_guessed_with_care():
    work = 1.0 / SECONDS
    assert Budget(hurried=0.5).resolution(100, 24, work, hurried=True) == 25
    assert Budget(hurried=1e5).resolution(100, 24, work, hurried=True) == 100


def test_it_gets_finer_only_where_there_is_time_to_spare(clock):
    budget = measured(clock, 1.2e-6, hurried=0.01)
    assert budget.resolution(100, 24, 10.0, hurried=True) == 50
    for _ in range(100):
        spend(budget, clock, 400 * 0.8e-6, 4000.0)
    assert budget.resolution(100, 24, 10.0, hurried=True) == 50
    for _ in range(100):
        spend(budget, clock, 400 * 0.4e-6, 4000.0)
    assert budget.resolution(100, 24, 10.0, hurried=True) == 100


def test_one_slow_moment_is_not_slowness(clock):
    budget = measured(clock, 1e-7, hurried=0.01)
    spend(budget, clock, 400 * 2e-6, 4000.0)
    assert budget.resolution(100, 24, 10.0, hurried=True) == 100
