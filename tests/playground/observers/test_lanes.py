import math

import pytest

from playground.observers.lanes import Arrival, ClockUnit, arrivals

EPOCHS, SECONDS = ClockUnit.EPOCHS, ClockUnit.SECONDS


def places(reached, unit=EPOCHS, until=math.inf):
    return [one and one.place for one in arrivals(reached, unit, until)]


@pytest.mark.parametrize(
    ("reached", "by_epochs", "by_seconds"),
    [
        ([(5, 2.0), (9, 1.0)], [1, 2], [2, 1]),
        ([(5, 2.0), (5, 2.0), (6, 3.0)], [1, 1, 3], [1, 1, 3]),
        ([None, (5, 2.0), None], [None, 1, None], [None, 1, None]),
        ([None, None], [None, None], [None, None]),
        ([(0, 0.0)], [1], [1]),
    ],
)
def test_places_follow_the_clock_and_are_shared(reached, by_epochs, by_seconds):
    assert places(reached) == by_epochs
    assert places(reached, SECONDS) == by_seconds


def test_who_arrived_after_a_moment_that_others_have_not_come_to_is_not_told():
    reached = [(5, 1.0), (8, 3.0), None]
    assert places(reached, until=5.0) == [1, None, None]
    assert places(reached, SECONDS, until=0.5) == [None, None, None]


def test_an_arrival_has_both_epoch_and_seconds():
    assert arrivals([(5, 1.5)], EPOCHS, math.inf) == [Arrival(5, 1.5, 1)]
